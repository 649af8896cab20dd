import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { expectSound, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { carry, codes, exchangeAll, members, open, packet, takeMembers } from '#tests/fixtures/exchange.ts'
import { cadreLines, csvFile } from '#tests/fixtures/small-district.ts'
import { everyRowOf, lookInto, tablesBelow, tablesOf } from '#tests/fixtures/table-dump.ts'
import {
  elsewhere,
  expectAgreement,
  newcomers,
  peerOf,
  personIn,
  phoneOf,
  someone,
  threeOffices,
} from './three-offices.ts'

const { offices, keep } = threeOffices()

test('new members reach the street and the district; a preview says so first and changes nothing', async () => {
  const all = await offices()
  const { district, street, community } = all
  await takeMembers(community, newcomers(3))
  const file = await packet(community, codes.street)
  const before = everyRowOf(street.folder)
  const inspected = await resultOf(street.ask.packets.inspectPacket({ file }))
  const preview = await resultOf(street.ask.packets.applyPacket({ file }))
  const dry = await resultOf(street.ask.packets.applyPacket({ file, confirm: true, dryRun: true }))
  for (const told of [inspected, preview, dry])
    expect(told).toMatchObject({ status: 'preview', added: 6, changed: 0, removed: 0, changeSet: null })
  expect(preview.sentences.map(sentence => sentence.en)).toContain(
    '东坪社区第一团支部: 4 before, 3 in, 0 out, 7 now',
  )
  expect(everyRowOf(street.folder)).toBe(before)
  const applied = await open(street, file)
  expect(applied).toMatchObject({ status: 'applied', added: 6, returned: [], conflicts: 0, warnings: [] })
  expect(applied.from?.name).toBe('东坪社区')
  expect(await members(street)).toBe(19)
  const rows = tablesOf(street.folder)
  expect(await open(street, file)).toMatchObject({ status: 'duplicate', added: 0, changeSet: null })
  expect(tablesOf(street.folder)).toEqual(rows)
  await carry(street, district, codes.district)
  expect(await members(district)).toBe(33)
  await exchangeAll(all)
  await expectAgreement(all)
})

test('what is changed several times in one packet is told once, from what it was to what it is, and counted once', async () => {
  const { street, community } = await offices()
  const id = String(personIn(community, someone)?.['id'])
  for (const phone of ['13900000001', '13900000002', '13900000003'])
    await community.ask.records.edit({ id, set: { phone } })
  const file = await packet(community, codes.street)
  const preview = await resultOf(street.ask.packets.applyPacket({ file }))
  expect(preview.changed).toBe(1)
  const of = preview.sentences.map(({ zh }) => zh).filter(zh => zh.includes(String(someone['姓名'])))
  expect(of).toEqual([expect.stringMatching(/手机号码 .+ → 139\*+03$/)])
  expect(await open(street, file)).toMatchObject({ changed: 1, sentences: preview.sentences })
})

test('of two packets the later one alone brings everything, and the earlier one after it is a duplicate', async () => {
  const all = await offices()
  const { street, community } = all
  await takeMembers(community, newcomers(1))
  const first = await packet(community, codes.street)
  await takeMembers(community, newcomers(2))
  const second = await packet(community, codes.street)
  expect(first.name).not.toBe(second.name)
  expect(await open(street, second)).toMatchObject({ status: 'applied', number: 2, added: 4, warnings: [] })
  expect(await open(street, first)).toMatchObject({ status: 'duplicate', number: 1, warnings: [] })
  expect(await members(street)).toBe(18)
  await exchangeAll(all)
  await expectAgreement(all)
})

test('a packet that gives work back says so with the reason, before it is taken in and when it is asked twice', async () => {
  const all = await offices()
  const { street, community } = all
  await takeMembers(community, newcomers(20))
  const { number } = await carry(community, street, codes.street)
  const reason = '名单没有经过支部确认'
  await street.ask.packets.undoPacket({ from: codes.community, number: number ?? 0, reason })
  const file = await packet(street, codes.community)
  const names = newcomers(3).map(line => line['姓名'])
  const said = {
    zh: `共青团青山区云岭街道工作委员会退回 40 处变更（${names.join('、')}等），理由：${reason}`,
    en: expect.any(String),
  }
  const preview = await resultOf(community.ask.packets.applyPacket({ file }))
  expect(preview.sentences).toContainEqual(said)
  const askedTwice = await resultOf(community.ask.packets.applyPacket({ file, confirm: true }))
  expect(askedTwice).toMatchObject({ status: 'preview', code: 'packet-many-leave' })
  expect(askedTwice.sentences).toContainEqual(said)
})

test('people who move to another office are told, and of that office no headcount, which nobody here can know', async () => {
  const all = await offices()
  const { district, street, community } = all
  await takeMembers(community, newcomers(20))
  await exchangeAll(all)
  await takeMembers(
    district,
    newcomers(3).map(line => ({ ...line, 所在团支部: elsewhere })),
  )
  const told = await resultOf(street.ask.packets.applyPacket({ file: await packet(district, codes.street) }))
  const heads = told.sentences.map(({ zh }) => zh).filter(line => line.includes('现有'))
  expect(heads).toEqual(['东坪社区第一团支部：原有 24 人，增加 0，减少 3，现有 21 人'])
})

test('an office is told which of its packets the other side has, by the other side’s next packet', async () => {
  const { street, community } = await offices()
  await takeMembers(community, newcomers(1))
  await carry(community, street, codes.street)
  expect(await peerOf(community, codes.street)).toMatchObject({ direction: 'up', sent: 1, acknowledged: 0 })
  expect(await peerOf(street, codes.community)).toMatchObject({ direction: 'down', received: 1 })
  const answer = await packet(street, codes.community)
  const told = await open(community, answer)
  expect(told.sentences.map(({ en }) => en)).toContain('云岭街道 has your packets up to no. 1')
  expect(await peerOf(community, codes.street)).toMatchObject({ sent: 1, acknowledged: 1 })
  await takeMembers(street, [{ ...someone, 手机号码: '13910101010' }])
  await carry(street, community, codes.community)
  await carry(community, street, codes.street)
  const seen = await peerOf(street, codes.community)
  expect(seen).toMatchObject({ sent: 3, acknowledged: 3 })
  await expectSound(street, community)
})

/** The street is set back to before a packet that it has acknowledged; the next one builds on that packet. */
async function streetSetBack() {
  const all = await offices()
  const { street, community } = all
  const backup = await resultOf(street.ask.system.backup())
  await takeMembers(community, newcomers(1))
  const first = await packet(community, codes.street)
  await open(street, first)
  await carry(street, community, codes.community)
  await takeMembers(community, newcomers(2))
  const second = await packet(community, codes.street)
  await resultOf(street.ask.system.restore({ file: backup.file }))
  expect(await members(street)).toBe(16)
  return { all, first, second }
}

test('a packet that builds on one which is missing here waits, and goes in when the earlier one comes', async () => {
  const { all, first, second } = await streetSetBack()
  const { street } = all
  const rows = tablesOf(street.folder)
  const waiting = await open(street, second)
  expect(waiting).toMatchObject({ status: 'waiting', code: 'packet-waiting', number: 2 })
  expect(waiting.message.zh).toContain('要等第 1 号先并入')
  expect(waiting.message.en).toContain('make a packet for them')
  expect(tablesOf(street.folder)).toEqual(rows)
  expect((await peerOf(street, codes.community))?.warnings[0]?.en).toContain('no. 2 waits')
  expect(await open(street, second)).toMatchObject({ status: 'waiting' })
  expect(await open(street, first)).toMatchObject({ status: 'applied', number: 1, alsoApplied: [2] })
  expect(await members(street)).toBe(18)
  expect((await peerOf(street, codes.community))?.warnings.map(({ en }) => en).join()).not.toContain('waits')
  await exchangeAll(all)
  await expectAgreement(all)
})

test('what a waiting packet holds comes with the sender’s next one, once the sender has heard what is missing', async () => {
  const { all, second } = await streetSetBack()
  const { street, community } = all
  expect(await open(street, second)).toMatchObject({ status: 'waiting' })
  await carry(street, community, codes.community)
  expect(await carry(community, street, codes.street)).toMatchObject({ status: 'applied', number: 3 })
  expect(await members(street)).toBe(18)
  await exchangeAll(all)
  await expectAgreement(all)
})

test('a packet that waits is done with once all that it holds has come another way', async () => {
  const { all, second } = await streetSetBack()
  const { street, community } = all
  await open(street, second)
  await carry(street, community, codes.community)
  await carry(community, street, codes.street)
  expect(lookInto(street.folder, db => db.prepare('SELECT number FROM waiting').all())).toEqual([])
  expect((await peerOf(street, codes.community))?.warnings.map(({ en }) => en).join()).not.toContain('waits')
})

test('a packet is taken in, and said to be, also while one of a revoked key waits in the inbox', async () => {
  const { all, second } = await streetSetBack()
  const { district, street, community } = all
  await open(street, second)
  const { replica = '' } = (await peerOf(street, codes.community)) ?? {}
  // What it holds would be lost, so a person says yes to that first.
  const waits = { code: 'revoke-packets-wait', details: { numbers: [2] } }
  for (const dryRun of [true, false])
    expect(await refusalOf(street.ask.packets.enrolRevoke({ replica, dryRun }))).toMatchObject(waits)
  expect((await peerOf(street, codes.community))?.warnings[0]?.en).not.toContain('revoked')
  expect(await street.ask.packets.enrolRevoke({ replica, anyway: true })).toMatchObject({
    replica,
    received: 0,
  })
  await takeMembers(district, [{ ...someone, 手机号码: '13910101010' }])
  const told = await open(street, await packet(district, codes.street))
  expect(phoneOf(street, someone)).toBe('13910101010')
  expect(told).toMatchObject({ status: 'applied' })
  expect(community.bugs).toEqual([])
})

test('an office is told that its packet has arrived also when all in it was known already', async () => {
  const { street, community } = await offices()
  await takeMembers(community, newcomers(1))
  await carry(community, street, codes.street)
  expect(await carry(street, community, codes.community)).toMatchObject({ status: 'duplicate', number: 2 })
  await takeMembers(community, newcomers(2))
  await carry(community, street, codes.street)
  expect(await peerOf(street, codes.community)).toMatchObject({ sent: 2, acknowledged: 2 })
})

test('a packet that is only tried spends no number and leaves no file', async () => {
  const { community } = await offices()
  const before = everyRowOf(community.folder)
  const tried = await resultOf(community.ask.packets.exportPacket({ to: codes.street, dryRun: true }))
  expect(tried).toMatchObject({ number: 1 })
  expect(everyRowOf(community.folder)).toBe(before)
  const written = readdirSync(join(community.folder, 'outbox'))
  expect(written.filter(name => name.endsWith('.llb'))).toEqual([])
})

test('a copied folder that is used on arrives with a warning, and nothing of either is lost', async () => {
  const all = await offices()
  const { district, street, community } = all
  const clone = keep(await community.copied('clone'))
  await takeMembers(community, [{ ...someone, 手机号码: '13911110001' }, ...newcomers(1)])
  await takeMembers(clone, [{ ...someone, 电子邮箱: 'clone@example.cn' }, ...newcomers(2, 850)])
  expect(await carry(community, street, codes.street)).toMatchObject({ warnings: [] })
  const told = await carry(clone, street, codes.street)
  expect(told.status).toBe('applied')
  expect(told.warnings.map(({ en }) => en).join()).toContain('does not follow on what came from it before')
  expect((await peerOf(street, codes.community))?.warnings).not.toEqual([])
  expect(personIn(street, someone)).toMatchObject({ phone: '13911110001', email: 'clone@example.cn' })
  expect(await members(street)).toBe(19)
  for (let round = 0; round < 2; round++) {
    const answer = await packet(street, codes.community)
    for (const pc of [community, clone]) {
      // What the street has from the one it does not repeat; the other one waits until it has said what it has.
      expect((await open(pc, answer)).status).toMatch(/applied|duplicate|waiting/)
      await takeMembers(pc, newcomers(1, pc === clone ? 860 + round : 870 + round))
      await carry(pc, street, codes.street)
    }
  }
  const last = await packet(street, codes.community)
  expect((await open(clone, last)).status).toMatch(/applied|duplicate/)
  await exchangeAll(all)
  expect(await members(community)).toBe(8 + 3 + 4)
  expect(tablesBelow(clone.folder, codes.community)).toEqual(tablesBelow(community.folder, codes.community))
  expect(await members(district)).toBe(30 + 7)
  await expectAgreement(all)
  await expectSound(clone)
})

test('an empty packet that begins beyond what is here is not taken for having all that came before it', async () => {
  const { street, community } = await offices()
  const clone = keep(await community.copied('clone'))
  await takeMembers(street, [{ ...someone, 手机号码: '13912340000' }])
  await carry(street, clone, codes.community)
  await carry(clone, street, codes.street)
  const empty = await resultOf(street.ask.packets.exportPacket({ to: codes.community }))
  expect(empty.changes).toBe(0)
  expect(await open(community, empty.file)).toMatchObject({ added: 0, changed: 0, changeSet: null })
  expect(phoneOf(community, someone)).toBe(someone['手机号码'])
  await carry(community, street, codes.street)
  await carry(street, community, codes.community)
  expect(phoneOf(community, someone)).toBe('13912340000')
  await expectSound(street, community, clone)
})

test('the backup of another office is told by its name and changes nothing; nobody is told to move keys away', async () => {
  const { street, community } = await offices()
  const { file } = await resultOf(street.ask.system.backup())
  const before = everyRowOf(community.folder)
  const { code, text } = await refusalOf(resultOf(community.ask.system.restore({ file })))
  expect(code).toBe('backup-foreign')
  expect(text.zh).toContain(file.name)
  expect(text.zh).not.toContain('keys.json')
  expect(everyRowOf(community.folder)).toBe(before)
  expect(await members(community)).toBe(8)
})

test('a community restored from a backup gets back what it had sent, and loses only what it never sent', async () => {
  const all = await offices()
  const { street, community } = all
  const backup = await resultOf(community.ask.system.backup())
  await takeMembers(community, newcomers(2))
  await carry(community, street, codes.street)
  await takeMembers(community, newcomers(3))
  expect(await members(community)).toBe(11)
  const restored = await resultOf(community.ask.system.restore({ file: backup.file }))
  expect(restored.sha256).toBe(backup.sha256)
  expect(await members(community)).toBe(8)
  await takeMembers(community, newcomers(1, 880))
  const early = await open(community, await packet(street, codes.community))
  expect(early).toMatchObject({ status: 'waiting', code: 'packet-lacks' })
  const told = await carry(community, street, codes.street)
  await carry(street, community, codes.community)
  expect(await members(community)).toBe(11)
  expect(told.warnings.map(({ en }) => en).join()).toContain('does not follow on what came from it before')
  await exchangeAll(all)
  expect(await members(street)).toBe(19)
  await expectAgreement(all)
})

test('a community restored after one of its people was moved away is sound', async () => {
  const all = await offices()
  const { district, street, community } = all
  const backup = await resultOf(community.ask.system.backup())
  await takeMembers(community, [{ ...someone, 手机号码: '13911110002' }, ...newcomers(1)])
  await takeMembers(community, [{ ...someone, 手机号码: '13911110003' }, ...newcomers(2)])
  await carry(community, street, codes.street)
  await carry(street, district, codes.district)
  await takeMembers(district, [{ ...someone, 所在团支部: elsewhere }])
  await carry(district, street, codes.street)
  await resultOf(community.ask.system.restore({ file: backup.file }))
  await exchangeAll(all)
  expect(await members(community)).toBe(9)
  await expectAgreement(all)
})

test('a community that both offices above approved reports to either, and what comes both ways counts once', async () => {
  const all = await offices()
  const { district, street, community } = all
  const request = await community.ask.packets.enrolRequest({ name: '东坪' })
  const approval = await resultOf(
    district.ask.packets.enrolApprove({ file: request.file, org: codes.community }),
  )
  await resultOf(community.ask.packets.enrolAccept({ file: approval.file }))
  await takeMembers(community, newcomers(3))
  expect(await carry(community, district, codes.district)).toMatchObject({ status: 'applied', added: 6 })
  expect([await members(district), await members(street)]).toEqual([33, 16])
  await carry(community, street, codes.street)
  expect(await carry(street, district, codes.district)).toMatchObject({ added: 0 })
  expect([await members(district), await members(street)]).toEqual([33, 19])
  await exchangeAll(all)
  await expectAgreement(all)
})

test('after a full exchange every pair of offices agrees in what both may see', async () => {
  const all = await offices()
  const { district, street, community } = all
  await takeMembers(community, [...newcomers(2), { ...someone, 手机号码: '13977770000' }])
  await takeMembers(street, [{ ...someone, 电子邮箱: 'street@example.cn' }])
  await takeMembers(district, [{ ...someone, 民族: '满族', 所在团支部: `${codes.community}2` }])
  const post = csvFile('任职.csv', [{ ...cadreLines[0], 离任日期: '2018-12-01' }])
  await resultOf(street.ask.rosters.importFile({ file: post, as: 'cadres' }))
  await exchangeAll(all)
  expect(personIn(community, someone)).toMatchObject({
    phone: '13977770000',
    email: 'street@example.cn',
    nation: '满族',
  })
  expect((await community.ask.registry.stats({})).cadres).toBe(1)
  for (const pc of Object.values(all)) expect((await pc.ask.packets.conflicts()).rows).toEqual([])
  await expectAgreement(all)
})
