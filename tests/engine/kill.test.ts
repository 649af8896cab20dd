import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { pdf, put } from '#tests/fixtures/attached.ts'
import { type Pc, resultOf } from '#tests/fixtures/engine.ts'
import { codes, members, open, packet, takeMembers } from '#tests/fixtures/exchange.ts'
import { memberRoster } from '#tests/fixtures/small-district.ts'
import { killAtEveryWrite } from './kill-at-every-write.ts'
import { crowd, killAtTenMoments } from './kill-at-moments.ts'
import { threeOffices } from './three-offices.ts'

const { offices } = threeOffices()

async function onDisk(file: File): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lifeline-kill-file-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const path = join(folder, file.name)
  await writeFile(path, new Uint8Array(await file.arrayBuffer()))
  return path
}

/** A meeting with its minutes: a file that travels beside the changes. */
async function holdMeeting(pc: Pc): Promise<void> {
  const { item } = await put(pc, pdf('纪要.pdf'))
  const set = { org: `${codes.community}1`, type: '团课', held_on: '2018-05-03', files: item }
  await pc.ask.records.add({ kind: 'meeting', set })
}

test('an import that is killed at any of ten moments is there as a whole or not at all', {
  timeout: 180_000,
}, async () => {
  const { community } = await offices()
  await community.close()
  const file = memberRoster(crowd(200))
  const { moments, killed, found } = await killAtTenMoments({
    action: 'import',
    folder: community.folder,
    given: await onDisk(file),
    again: pc => resultOf(pc.ask.rosters.importFile({ file, as: 'members' })),
  })
  expect(moments).toBeGreaterThan(400)
  expect(killed).toBeGreaterThanOrEqual(8)
  expect(found).toContain('before')
})

test('a packet is written whole or not at all, at whichever write the export is killed, and its number is not lost', {
  timeout: 180_000,
}, async () => {
  const { street, community } = await offices()
  await takeMembers(community, crowd(20))
  await holdMeeting(community)
  await community.close()
  const told = await killAtEveryWrite({
    action: 'export',
    folder: community.folder,
    given: codes.street,
    again: async pc => {
      const { file, number } = await resultOf(pc.ask.packets.exportPacket({ to: codes.street }))
      expect([1, 2]).toContain(number)
      const left = await readdir(join(pc.folder, 'outbox'))
      expect(left.filter(name => !/\.(llb|json)$/.test(name))).toEqual([])
      expect((await open(street, file)).status).toMatch(/applied|duplicate/)
      expect(await members(street)).toBe(16 + 20)
    },
  })
  expect(told.writes).toBeGreaterThan(25)
  expect(told.steps).toBeGreaterThanOrEqual(6)
  expect(told.found).toEqual(new Set(['before', 'after']))
})

test('a packet that is taken in is in as a whole or not at all, at whichever write the PC is killed', {
  timeout: 180_000,
}, async () => {
  const { street, community } = await offices()
  await takeMembers(community, crowd(20))
  await holdMeeting(community)
  const file = await packet(community, codes.street)
  await street.close()
  const told = await killAtEveryWrite({
    action: 'apply',
    folder: street.folder,
    given: await onDisk(file),
    again: async pc => {
      expect((await open(pc, file)).status).toMatch(/applied|duplicate/)
      expect(await pc.ask.attachments.overview({})).toMatchObject({ here: 1, missing: 0 })
    },
  })
  expect(told.writes).toBeGreaterThan(200)
  expect(told.steps).toBeGreaterThanOrEqual(5)
  expect(told.found).toEqual(new Set(['before', 'after']))
})
