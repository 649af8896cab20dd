import { mkdirSync, readdirSync, renameSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { takePacket } from '#db/packets/opening/take-packet.ts'
import { Cancelled } from '#db/shared/long-work.ts'
import { restore } from '#db/system/procedures/backup-restore.ts'
import { pdf, put } from '#tests/fixtures/attached.ts'
import { expectSound, openPc, type Pc, resultOf } from '#tests/fixtures/engine.ts'
import { carry, codes, exchangeAll, members, open, packet, takeMembers } from '#tests/fixtures/exchange.ts'
import { lookInto } from '#tests/fixtures/table-dump.ts'
import { elsewhere, newcomers, threeOffices } from './three-offices.ts'

const { offices, keep } = threeOffices()

/** A street restored from before the community's first packet: the second one waits there. */
async function oneWaits(write: (community: Pc) => Promise<unknown> = async () => undefined) {
  const { street, community } = await offices()
  const before = await members(street)
  const backup = await resultOf(street.ask.system.backup())
  await takeMembers(community, newcomers(1))
  await write(community)
  const first = await packet(community, codes.street)
  await open(street, first)
  await carry(street, community, codes.community)
  await takeMembers(community, newcomers(2, 820))
  const second = await packet(community, codes.street)
  await resultOf(street.ask.system.restore({ file: backup.file }))
  expect(await open(street, second)).toMatchObject({ status: 'waiting', number: 2 })
  return { street, community, before, first, backup: backup.file }
}

test('a waiting packet that the disk cannot give just now goes on waiting, and goes in when it can', async () => {
  const { street, community, before, first } = await oneWaits()
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

test('a file of the inbox that nothing waits in, as a kill leaves it, goes at the next start; what waits moves with the folder', async () => {
  const { street, before, first } = await oneWaits()
  await street.close()
  const inbox = join(street.folder, 'inbox')
  const [waiting = ''] = readdirSync(inbox)
  writeFileSync(join(inbox, `${'ab'.repeat(32)}.llb`), 'left by a kill')
  writeFileSync(join(inbox, `.${'cd'.repeat(32)}.llb.partial`), 'half written')
  // Somebody else's file is nobody's business.
  writeFileSync(join(inbox, '云岭街道.llb'), 'put there by hand')
  const moved = `${street.folder}-moved`
  renameSync(street.folder, moved)
  const again = keep(await openPc('moved', { folder: moved }))
  expect(readdirSync(inbox.replace(street.folder, moved)).toSorted()).toEqual([waiting, '云岭街道.llb'])
  expect(await open(again, first)).toMatchObject({ status: 'applied', alsoApplied: [2] })
  expect(await members(again)).toBe(before + 3)
  expect(readdirSync(join(moved, 'inbox'))).toEqual(['云岭街道.llb'])
})

test('a packet that waits for a second yes says so, and not that it needs an earlier one', async () => {
  const all = await offices()
  const { district, street, community } = all
  await takeMembers(community, newcomers(20))
  await exchangeAll(all)
  const backup = await resultOf(community.ask.system.backup())
  await takeMembers(street, newcomers(1, 850))
  const first = await packet(street, codes.community)
  expect(await open(community, first)).toMatchObject({ status: 'applied' })
  await carry(community, street, codes.street)
  await takeMembers(
    district,
    newcomers(3).map(line => ({ ...line, 所在团支部: elsewhere })),
  )
  expect(await open(street, await packet(district, codes.street), true)).toMatchObject({ status: 'applied' })
  const second = await packet(street, codes.community)
  await resultOf(community.ask.system.restore({ file: backup.file }))
  expect(await open(community, second)).toMatchObject({ status: 'waiting', code: 'packet-waiting' })
  const freed = await open(community, first)
  expect(freed).toMatchObject({ status: 'applied', alsoApplied: [] })
  const { number } = await open(community, second)
  expect(freed.warnings.map(({ en }) => en)).toContain(
    `Packet no. ${number} from 云岭街道 could be taken in now, but makes more than 5% of your people leave, so it goes on waiting. Open it again and confirm.`,
  )
  const [entry] = await community.ask.packets.log({ limit: 10 })
  expect(entry).toMatchObject({ state: 'waiting', number, awaits: 'many-leave', missing: null })
  const [above] = await community.ask.packets.peers()
  expect(above?.warnings[0]?.en).toContain('waits for your confirmation')
  expect(await open(community, second, true)).toMatchObject({ status: 'applied' })
  expect((await community.ask.packets.log({ limit: 10 })).filter(one => one.state === 'waiting')).toEqual([])
})

test('a district that restores a backup is told to ask the offices below, and they bring back what it had done', async () => {
  const { district, street } = await offices()
  const backup = await resultOf(district.ask.system.backup())
  await takeMembers(district, newcomers(2))
  await carry(district, street, codes.street)
  await takeMembers(street, newcomers(1, 860))
  await carry(street, district, codes.district)
  const before = await members(district)
  const { warnings } = await resultOf(district.ask.system.restore({ file: backup.file }))
  expect(warnings.map(({ zh }) => zh).join('')).toContain('请给各下级制作数据包')
  expect(await members(district)).toBe(before - 3)
  await carry(district, street, codes.street)
  await carry(street, district, codes.district)
  expect(await members(district)).toBe(before - 2)
  const [own, ...others] = await district.ask.packets.aside()
  expect([own?.mine, others]).toEqual([true, []])
  await resultOf(district.ask.packets.takeAside({ id: own?.id ?? '', again: true }))
  expect(await members(district)).toBe(before)
  const { warnings: told } = await resultOf(
    street.ask.system.restore({ file: (await resultOf(street.ask.system.backup())).file }),
  )
  expect(told.map(({ zh }) => zh).join('')).toContain('请先给上级制作一个数据包')
})

test('what is stopped when a packet or a backup is in already is told as done, and goes on where it was stopped', async () => {
  const { street, first, backup } = await oneWaits(async community => {
    const { item } = await put(community, pdf('纪要.pdf'))
    const set = { org: `${codes.community}1`, type: '团课', held_on: '2018-05-03', files: item }
    await community.ask.records.add({ kind: 'meeting', set })
  })
  const count = (table: string) =>
    lookInto(street.folder, db => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get())
  const was = count('received')
  const stopOnceIn = async () => {
    if (count('received') !== was) throw new Cancelled()
  }
  const saysYes = { by: '', preview: false, again: true }
  const taken = await street.behindTheContract(session => takePacket(session, first, saysYes, stopOnceIn))
  expect(taken).toMatchObject({ status: 'applied', alsoApplied: [] })
  expect(taken.sentences.map(({ zh }) => zh)).toContain('还有 1 个附件未到')
  expect(count('waiting')).toBe(1)
  // Everything goes on with the next packet.
  expect(await open(street, first)).toMatchObject({ status: 'duplicate', alsoApplied: [2] })
  expect(count('waiting')).toBe(0)
  const stopOnceRestored = async () => {
    if (count('received') === was) throw new Cancelled()
  }
  const asked = {
    file: new File([new Uint8Array(await backup.arrayBuffer())], backup.name),
    dryRun: false,
    newKeys: false,
  }
  await street.behindTheContract(session => restore(session, asked, stopOnceRestored))
  expect(count('received')).toBe(was)
  await expectSound(street)
})
