import { mkdirSync, readdirSync, renameSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { resultOf } from '#tests/fixtures/engine.ts'
import { carry, codes, members, open, packet, takeMembers } from '#tests/fixtures/exchange.ts'
import { lookInto } from '#tests/fixtures/table-dump.ts'
import { newcomers, threeOffices } from './three-offices.ts'

const { offices } = threeOffices()

test('a waiting packet that the disk cannot give just now goes on waiting, and goes in when it can', async () => {
  const { street, community } = await offices()
  const before = await members(street)
  const backup = await resultOf(street.ask.system.backup())
  await takeMembers(community, newcomers(1))
  const first = await packet(community, codes.street)
  await open(street, first)
  await carry(street, community, codes.community)
  await takeMembers(community, newcomers(2, 820))
  const second = await packet(community, codes.street)
  await resultOf(street.ask.system.restore({ file: backup.file }))
  expect(await open(street, second)).toMatchObject({ status: 'waiting', number: 2 })
  const inbox = join(street.folder, 'inbox')
  const [name = ''] = readdirSync(inbox).filter(file => file.endsWith('.llb'))
  const file = join(inbox, name)
  renameSync(file, join(street.folder, 'moved.llb'))
  // A folder in its place cannot be read, as little as a file on a disk that fails for a moment.
  mkdirSync(file)
  await open(street, first)
  expect(lookInto(street.folder, db => db.prepare('SELECT number FROM waiting').pluck().all())).toEqual([2])
  rmdirSync(file)
  renameSync(join(street.folder, 'moved.llb'), file)
  await takeMembers(community, newcomers(1, 840))
  expect(await open(street, await packet(community, codes.street))).toMatchObject({ status: 'applied' })
  expect(lookInto(street.folder, db => db.prepare('SELECT number FROM waiting').pluck().all())).toEqual([])
  expect(await members(street)).toBe(before + 4)
})
