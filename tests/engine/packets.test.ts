import { afterAll, afterEach, expect, test } from 'vitest'
import { expectSound, openPc, type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import {
  carry,
  codes,
  enrol,
  exchangeAll,
  holdsText,
  members,
  type Offices,
  open,
  otherDistrict,
  packet,
  preparedOffices,
  takeMembers,
  write,
} from '#tests/fixtures/exchange.ts'
import {
  cadreLines,
  csvFile,
  fillDistrict,
  inventedId,
  type Line,
  memberLines,
  orgLines,
  orgRoster,
} from '#tests/fixtures/small-district.ts'
import { everyRowOf, lookInto, tablesBelow, tablesOf } from '#tests/fixtures/table-dump.ts'

const prepared = preparedOffices()
const pcs: Pc[] = []

function keep(pc: Pc): Pc {
  pcs.push(pc)
  return pc
}

async function offices(): Promise<Offices> {
  const opened = await prepared.open()
  for (const pc of Object.values(opened)) keep(pc)
  return opened
}

afterEach(async () => {
  await Promise.all(pcs.splice(0).map(pc => pc.discard()))
})
afterAll(() => prepared.discard())

const own = (line: Line) => (line['所在团支部'] ?? '').startsWith(codes.community)
const ofCommunity = memberLines.filter(own)
const ofOthers = memberLines.filter(line => !own(line))
const someone: Line = ofCommunity[0] ?? {}
const idOf = (line: Line) => line['身份证号'] ?? ''
const elsewhere = '44039902011'

function personIn(pc: Pc, line: Line) {
  return (tablesOf(pc.folder)['person'] ?? []).find(row => row['id_number'] === idOf(line))
}

const phoneOf = (pc: Pc, line: Line) => personIn(pc, line)?.['phone']

function newcomers(count: number, from = 800): readonly Line[] {
  return Array.from({ length: count }, (_, i) => ({
    姓名: `新${'甲乙丙丁戊己庚辛壬癸'[i % 10]}${'子丑寅卯辰巳午未申酉'[Math.floor(i / 10) % 10]}`,
    身份证号: inventedId('1999-09-09', from + i),
    所在团支部: `${codes.community}1`,
    手机号码: `1390000${from + i}0`.slice(0, 11),
  }))
}

async function peerOf(pc: Pc, org: string) {
  const found = (await pc.ask.bundle.peers()).find(peer => peer.org === org)
  expect(found).toBeDefined()
  return found
}

async function expectAgreement({ district, street, community }: Offices): Promise<void> {
  expect(tablesBelow(community.folder, codes.community)).toEqual(tablesBelow(street.folder, codes.community))
  expect(tablesBelow(street.folder, codes.street)).toEqual(tablesBelow(district.folder, codes.street))
  await expectSound(district, street, community)
}

test('a PC joins the office above only under the fingerprint that was confirmed by telephone', async () => {
  const { district } = await offices()
  const pc = keep(await openPc('joining'))
  const { fingerprint } = await district.ask.bundle.enrolRequest({ name: '区' })
  const request = await pc.ask.bundle.enrolRequest({ name: '溪口街道' })
  expect(await pc.ask.system.status()).toMatchObject({ state: 'waiting', replica: request.replica })
  expect(await refusalOf(takeMembers(pc, memberLines))).toMatchObject({ code: 'registry-waiting' })
  const approval = await resultOf(district.ask.bundle.enrolApprove({ file: request.file, org: '溪口街道' }))
  expect(approval.fingerprint).toBe(request.fingerprint)
  const inspected = await pc.ask.bundle.enrolInspect({ file: approval.file })
  expect(inspected).toMatchObject({ kind: 'approval', fingerprint })
  const before = everyRowOf(pc.folder)
  const other = fingerprint.replace(/\d/, digit => String((Number(digit) + 1) % 10))
  const accept = (expected: string, dryRun = false) =>
    resultOf(pc.ask.bundle.enrolAccept({ file: approval.file, expect: expected, dryRun }))
  expect(await refusalOf(accept(other))).toMatchObject({ code: 'packet-foreign-signer' })
  await accept(fingerprint, true)
  expect(everyRowOf(pc.folder)).toBe(before)
  expect(await accept(fingerprint.replaceAll(' ', '-'))).toMatchObject({ fingerprint, parent: '青山区' })
  expect(await pc.ask.system.status()).toMatchObject({ state: 'ready', org: { code: '4403990200' } })
  expect(await members(pc)).toBe(await members(district, '4403990200'))
  await expectSound(pc, district)
})

test('requests are approved for organizations below one’s own, once for each PC, and never one’s own', async () => {
  const { district, street, community } = await offices()
  const pc = keep(await openPc('asking'))
  const { file } = await pc.ask.bundle.enrolRequest({ name: '问' })
  const approve = (by: Pc, org: string, request = file) =>
    resultOf(by.ask.bundle.enrolApprove({ file: request, org }))
  expect(await refusalOf(approve(street, '南湾社区'))).toMatchObject({ code: 'org-unknown' })
  expect(await refusalOf(approve(street, codes.district))).toMatchObject({ code: 'org-not-yours' })
  const ownRequest = await street.ask.bundle.enrolRequest({ name: '街' })
  expect(await refusalOf(approve(street, codes.community, ownRequest.file))).toMatchObject({
    code: 'enrol-own-request',
  })
  const first = await approve(street, '西坪社区')
  expect(await refusalOf(approve(street, codes.community))).toMatchObject({ code: 'enrol-other-org' })
  const opened = await open(community, first.file)
  expect(opened).toMatchObject({ status: 'refused', code: 'packet-wrong-recipient' })
  const again = await approve(street, '西坪社区')
  await resultOf(pc.ask.bundle.enrolAccept({ file: again.file }))
  expect(await members(pc)).toBe(8)
  await expectSound(district, street, community, pc)
})

test('the first packet shows a community its own subtree and the names above it, and nobody else’s people', async () => {
  const { street, community } = await offices()
  expect(await community.ask.registry.stats({})).toMatchObject({ orgs: 3, branches: 2, members: 8, cadres: 2 })
  const shown = await community.ask.registry.orgShow({ org: codes.community })
  expect(shown.path).toEqual(['共青团青山区委员会', '共青团青山区云岭街道工作委员会'])
  for (const line of ofCommunity) {
    expect(holdsText(community, line['姓名'] ?? '?')).toBe(true)
    expect(holdsText(community, idOf(line))).toBe(true)
  }
  expect(ofOthers).toHaveLength(22)
  for (const line of ofOthers) {
    expect([line['姓名'], holdsText(community, line['姓名'] ?? '?')]).toEqual([line['姓名'], false])
    expect(holdsText(community, idOf(line))).toBe(false)
    expect(holdsText(community, line['手机号码'] ?? '?')).toBe(false)
  }
  const ofOtherStreet = memberLines.filter(line => (line['所在团支部'] ?? '').startsWith('44039902'))
  for (const line of ofOtherStreet) expect(holdsText(street, idOf(line))).toBe(false)
  expect(await refusalOf(community.ask.registry.orgShow({ org: '南湾社区' }))).toMatchObject({ code: 'org-unknown' })
})

test('new members reach the street and the district; a preview says so first and changes nothing', async () => {
  const all = await offices()
  const { district, street, community } = all
  await takeMembers(community, newcomers(3))
  const file = await packet(community, codes.street)
  const before = everyRowOf(street.folder)
  const inspected = await resultOf(street.ask.bundle.inspectPacket({ file }))
  const preview = await resultOf(street.ask.bundle.applyPacket({ file }))
  const dry = await resultOf(street.ask.bundle.applyPacket({ file, confirm: true, dryRun: true }))
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
  await carry(community, street, codes.street)
  const seen = await peerOf(street, codes.community)
  expect(seen?.acknowledged).toBe(seen?.sent)
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
  expect(await open(street, second)).toMatchObject({ status: 'waiting', code: 'packet-waiting', number: 2 })
  expect(tablesOf(street.folder)).toEqual(rows)
  expect((await peerOf(street, codes.community))?.warnings[0]?.en).toContain('no. 2 waits')
  expect(await open(street, second)).toMatchObject({ status: 'waiting' })
  expect(await open(street, first)).toMatchObject({ status: 'applied', number: 1, alsoApplied: [2] })
  expect(await members(street)).toBe(18)
  expect((await peerOf(street, codes.community))?.warnings.map(({ en }) => en).join()).not.toContain('waits')
  await exchangeAll(all)
  await expectAgreement(all)
})

test('a packet that waits is freed by the sender’s next one, once the sender has heard what is missing', async () => {
  const { all, second } = await streetSetBack()
  const { street, community } = all
  expect(await open(street, second)).toMatchObject({ status: 'waiting' })
  await carry(street, community, codes.community)
  const third = await open(street, await packet(community, codes.street))
  expect(third).toMatchObject({ status: 'applied', number: 3 })
  expect(await members(street)).toBe(18)
  const waiting = lookInto(street.folder, db => db.prepare('SELECT * FROM waiting').all())
  expect(waiting).toEqual([])
  await exchangeAll(all)
  await expectAgreement(all)
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
  expect(told.warnings.map(({ en }) => en).join()).toContain('turned out otherwise')
  expect((await peerOf(street, codes.community))?.warnings).not.toEqual([])
  expect(personIn(street, someone)).toMatchObject({ phone: '13911110001', email: 'clone@example.cn' })
  expect(await members(street)).toBe(19)
  for (let round = 0; round < 2; round++) {
    const answer = await packet(street, codes.community)
    for (const pc of [community, clone]) {
      expect((await open(pc, answer)).status).toMatch(/applied|duplicate/)
      await takeMembers(pc, newcomers(1, pc === clone ? 860 + round : 870 + round))
      await carry(pc, street, codes.street)
    }
  }
  const last = await packet(street, codes.community)
  await open(clone, last)
  await exchangeAll(all)
  expect(await members(community)).toBe(8 + 3 + 4)
  expect(tablesBelow(clone.folder, codes.community)).toEqual(tablesBelow(community.folder, codes.community))
  expect(await members(district)).toBe(30 + 7)
  await expectAgreement(all)
  await expectSound(clone)
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
  await carry(street, community, codes.community)
  expect(await members(community)).toBe(11)
  const told = await carry(community, street, codes.street)
  expect(told.warnings.map(({ en }) => en).join()).toContain('turned out otherwise')
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
  await exchangeAll(all)
  await takeMembers(district, [{ ...someone, 所在团支部: elsewhere }])
  await resultOf(community.ask.system.restore({ file: backup.file }))
  await exchangeAll(all)
  expect(await members(community)).toBe(9)
  await carry(district, street, codes.street)
  await expectAgreement(all)
})

test('what two offices change at once is a conflict that both see with both values, until one of them settles it', async () => {
  const all = await offices()
  const { street, community } = all
  await takeMembers(community, [{ ...someone, 手机号码: '13911111111' }])
  await takeMembers(street, [{ ...someone, 手机号码: '13922222222' }])
  expect(await carry(community, street, codes.street)).toMatchObject({ status: 'applied', conflicts: 1 })
  await carry(street, community, codes.community)
  const seen = await Promise.all([street, community].map(pc => pc.ask.bundle.conflicts()))
  expect(seen[0]).toEqual(seen[1])
  const [conflict] = seen[0] ?? []
  expect(seen[0]).toHaveLength(1)
  expect(conflict).toMatchObject({ entity: 'person', record: someone['姓名'], register: 'phone' })
  expect(conflict?.heads.map(head => head.value)).toEqual(
    expect.arrayContaining([{ phone: '13911111111' }, { phone: '13922222222' }]),
  )
  expect(conflict?.heads.map(head => head.org).sort()).toEqual([
    '云岭街道东坪社区团总支',
    '共青团青山区云岭街道工作委员会',
  ])
  expect(phoneOf(street, someone)).toBe(phoneOf(community, someone))
  const kept = conflict?.heads.find(head => head.version !== conflict.holds)
  const id = conflict?.id ?? ''
  expect(await refusalOf(community.ask.bundle.resolveConflict({ id, keep: '9@nobody' }))).toMatchObject({
    code: 'conflict-version-unknown',
  })
  await community.ask.bundle.resolveConflict({ id, keep: kept?.version ?? '' })
  expect(await community.ask.bundle.conflicts()).toEqual([])
  await exchangeAll(all)
  expect(await street.ask.bundle.conflicts()).toEqual([])
  expect({ phone: phoneOf(street, someone) }).toEqual(kept?.value)
  expect(await refusalOf(street.ask.bundle.resolveConflict({ id, keep: kept?.version ?? '' }))).toMatchObject({
    code: 'conflict-unknown',
  })
  await expectAgreement(all)
})

test('two offices that move one person to different branches are in conflict, and the one chosen holds everywhere', async () => {
  const all = await offices()
  const { street, community } = all
  await takeMembers(community, [{ ...someone, 所在团支部: `${codes.community}2` }])
  await takeMembers(street, [{ ...someone, 所在团支部: '44039901021' }])
  await exchangeAll(all)
  const [conflict] = await street.ask.bundle.conflicts()
  expect(conflict).toMatchObject({ entity: 'membership', register: 'membership' })
  expect(conflict?.heads).toHaveLength(2)
  const branches = lookInto(street.folder, db =>
    db.prepare<[], { id: string; code: string }>('SELECT id, code FROM org').all(),
  )
  const stays = conflict?.heads.find(head => {
    const { org } = head.value as { org: string }
    return branches.find(branch => branch.id === org)?.code === `${codes.community}2`
  })
  await street.ask.bundle.resolveConflict({ id: conflict?.id ?? '', keep: stays?.version ?? '' })
  await exchangeAll(all)
  for (const pc of Object.values(all)) {
    expect(await pc.ask.bundle.conflicts()).toEqual([])
    expect(await members(pc, `${codes.community}2`)).toBe(5)
    expect(await members(pc, codes.community)).toBe(8)
  }
  await expectAgreement(all)
})

test('someone moved away leaves only a trace in the community: counted no more, and heard of no more', async () => {
  const all = await offices()
  const { district, street, community } = all
  await takeMembers(district, [{ ...someone, 所在团支部: elsewhere }], '2018-12-01')
  await exchangeAll(all)
  expect([await members(community), await members(street), await members(district)]).toEqual([7, 15, 30])
  expect((await community.ask.registry.stats({ asOf: '2018-11-30' })).members).toBe(8)
  const trace = lookInto(community.folder, db =>
    db.prepare<[], { name: string }>("SELECT name FROM card WHERE entity = 'org'").all(),
  )
  expect(trace).toEqual([{ name: '南湾社区第一团支部' }])
  await takeMembers(district, [{ ...someone, 所在团支部: elsewhere, 手机号码: '13933330000', 学习工作单位: '远方公司' }])
  await exchangeAll(all)
  for (const pc of [community, street])
    for (const text of ['13933330000', '远方公司']) expect(holdsText(pc, text)).toBe(false)
  expect(phoneOf(community, someone)).toBe(someone['手机号码'])
  await takeMembers(district, [someone])
  await exchangeAll(all)
  expect([await members(community), await members(street), await members(district)]).toEqual([8, 16, 30])
  expect(personIn(community, someone)).toMatchObject({ phone: someone['手机号码'], workplace: '远方公司' })
  await expectAgreement(all)
})

test('a packet by which many people leave asks a second time before it is taken in', async () => {
  const all = await offices()
  const { district, street, community } = all
  await takeMembers(community, newcomers(20))
  await exchangeAll(all)
  await takeMembers(district, newcomers(3).map(line => ({ ...line, 所在团支部: elsewhere })))
  await carry(district, street, codes.street)
  const file = await packet(street, codes.community)
  const rows = everyRowOf(community.folder)
  const asked = await open(community, file)
  expect(asked).toMatchObject({ status: 'preview', code: 'packet-many-leave', changeSet: null })
  expect(asked.warnings.map(({ en }) => en)).toEqual(['3 of 28 people leave your organization'])
  expect(everyRowOf(community.folder)).toBe(rows)
  expect(await open(community, file, true)).toMatchObject({ status: 'applied' })
  expect(await members(community)).toBe(25)
  await exchangeAll(all)
  await expectAgreement(all)
})

test('somebody recorded by mistake and removed is gone everywhere', async () => {
  const all = await offices()
  const { district, community } = all
  await takeMembers(community, newcomers(2))
  await exchangeAll(all)
  expect(await members(district)).toBe(32)
  const [mistake] = newcomers(1)
  const id = String(personIn(community, mistake ?? {})?.['id'])
  await write(community, set => set.remove('person', id))
  const told = await carry(community, all.street, codes.street)
  expect(told).toMatchObject({ status: 'applied', removed: 1 })
  await exchangeAll(all)
  for (const pc of Object.values(all)) expect(personIn(pc, mistake ?? {})).toBeUndefined()
  expect(await members(district)).toBe(31)
  await expectAgreement(all)
})

test('an edit of what was removed elsewhere keeps the record, as a conflict', async () => {
  const all = await offices()
  const { street, community } = all
  const id = String(personIn(community, someone)?.['id'])
  await write(community, set => set.remove('person', id))
  await takeMembers(street, [{ ...someone, 手机号码: '13944440000' }])
  await exchangeAll(all)
  for (const pc of Object.values(all)) {
    expect(phoneOf(pc, someone)).toBe('13944440000')
    expect(await pc.ask.bundle.conflicts()).toMatchObject([{ register: '*', record: someone['姓名'] }])
  }
  const [conflict] = await street.ask.bundle.conflicts()
  const removal = conflict?.heads.find(head => head.value === null)
  await street.ask.bundle.resolveConflict({ id: conflict?.id ?? '', keep: removal?.version ?? '' })
  await exchangeAll(all)
  for (const pc of Object.values(all)) {
    expect(personIn(pc, someone)).toBeUndefined()
    expect(await pc.ask.bundle.conflicts()).toEqual([])
  }
  await expectAgreement(all)
})

test('a packet is given back with a reason, which its author sees, and is counted nowhere', async () => {
  const all = await offices()
  const { district, street, community } = all
  await takeMembers(community, newcomers(2))
  await carry(community, street, codes.street)
  const undone = await street.ask.bundle.undoPacket({ from: codes.community, number: 1, reason: '名单有误' })
  expect(undone).toMatchObject({ undone: true, blockedBy: [] })
  expect(await members(street)).toBe(16)
  await exchangeAll(all)
  expect([await members(community), await members(district)]).toEqual([8, 30])
  expect(await peerOf(community, codes.street)).toMatchObject({ returned: 4 })
  expect(await peerOf(street, codes.community)).toMatchObject({ returned: 4 })
  const shadows = lookInto(community.folder, db =>
    db.prepare<[], { state: string }>("SELECT state FROM shadow WHERE entity = 'person'").all(),
  )
  expect(shadows).toEqual([{ state: 'returned' }, { state: 'returned' }])
  expect(await refusalOf(street.ask.bundle.undoPacket({ from: codes.community, number: 1, reason: '又' }))).toMatchObject(
    { code: 'changeset-undone' },
  )
  const again = await resultOf(street.ask.registry.undo({ changeSet: undone.changeSet ?? 0 }))
  expect(again.undone).toBe(true)
  await exchangeAll(all)
  expect([await members(community), await members(district)]).toEqual([10, 32])
  await expectAgreement(all)
})

test('a packet from above cannot be given back, nor one that something builds on', async () => {
  const { street, community } = await offices()
  await takeMembers(community, newcomers(1))
  await carry(community, street, codes.street)
  const [newcomer] = newcomers(1)
  await takeMembers(street, [{ ...newcomer, 手机号码: '13955550000' }])
  const undo = (pc: Pc, from: string, number: number) =>
    pc.ask.bundle.undoPacket({ from, number, reason: '退回' })
  const blocked = await undo(street, codes.community, 1)
  expect(blocked).toMatchObject({ undone: false, changeSet: null })
  expect(blocked.blockedBy.map(({ sentence }) => sentence.en)).toEqual(['Imported members from 团员.csv'])
  expect(await refusalOf(undo(community, codes.street, 1))).toMatchObject({ code: 'undo-from-above' })
  expect(await refusalOf(undo(street, codes.community, 99))).toMatchObject({ code: 'packet-unknown' })
})

test('what lies beyond a community’s authority is given back with a reason, and the rest is taken in', async () => {
  const all = await offices()
  const { district, street, community } = all
  const foreign = String(
    (tablesOf(district.folder)['org'] ?? []).find(row => row['code'] === '4403990200')?.['id'],
  )
  const branch = String(
    (tablesOf(community.folder)['org'] ?? []).find(row => row['code'] === `${codes.community}1`)?.['id'],
  )
  const office = String(
    (tablesOf(community.folder)['org'] ?? []).find(row => row['code'] === codes.community)?.['id'],
  )
  const person = String(personIn(community, someone)?.['id'])
  await write(community, set => {
    const made = { name: '自立团支部', kind: 'branch', tier: 'community', branch_type: 'ordinary' }
    const org = set.create('org', made)
    set.create('placement', { org, parent: foreign, since: '2018-12-31', follows: [] })
    set.create('placement', { org: branch, parent: foreign, since: '2018-12-31', follows: [] })
    set.edit('org', office, { tier: 'street' })
    set.edit('person', person, { phone: '13966660000' })
  })
  const told = await carry(community, street, codes.street)
  expect(told.status).toBe('applied')
  expect(told.returned.map(({ entity, code }) => `${entity} ${code}`).sort()).toEqual([
    'org structure-above',
    'org structure-above',
    'placement beyond-authority',
    'placement structure-above',
  ])
  expect(told.returned.every(({ message }) => message.zh !== '' && message.en !== '')).toBe(true)
  await exchangeAll(all)
  for (const pc of Object.values(all)) {
    expect(await refusalOf(pc.ask.registry.orgShow({ org: '自立团支部' }))).toMatchObject({ code: 'org-unknown' })
    expect(await pc.ask.registry.orgShow({ org: codes.community })).toMatchObject({ tier: 'community', branches: 2 })
    expect(phoneOf(pc, someone)).toBe('13966660000')
  }
  expect(await peerOf(community, codes.street)).toMatchObject({ returned: 4 })
  expect(await peerOf(street, codes.community)).toMatchObject({ returned: 4 })
  expect(await members(district, '4403990200')).toBe(14)
  await expectAgreement(all)
})

test('a packet signed with a revoked key is refused, and changes nothing', async () => {
  const { district, street, community } = await offices()
  await takeMembers(community, newcomers(1))
  const file = await packet(community, codes.street)
  const { replica = '' } = (await peerOf(street, codes.community)) ?? {}
  expect(await refusalOf(community.ask.bundle.enrolRevoke({ replica: 'nobody' }))).toMatchObject({
    code: 'replica-unknown',
  })
  const above = (await peerOf(community, codes.street))?.replica ?? ''
  expect(await refusalOf(community.ask.bundle.enrolRevoke({ replica: above }))).toMatchObject({
    code: 'revoke-not-yours',
  })
  await street.ask.bundle.enrolRevoke({ replica })
  const rows = everyRowOf(street.folder)
  expect(await open(street, file)).toMatchObject({ status: 'refused', code: 'packet-revoked-key' })
  expect(everyRowOf(street.folder)).toBe(rows)
  expect((await peerOf(street, codes.community))?.warnings[0]?.en).toBe('Its key has been revoked')
  expect(await refusalOf(packet(street, codes.community))).toMatchObject({ code: 'peer-unknown' })
  const successor = keep(await openPc('successor'))
  const { fingerprint } = await district.ask.bundle.enrolRequest({ name: '区' })
  await enrol(successor, street, codes.community, fingerprint)
  expect(await members(successor)).toBe(8)
  await takeMembers(successor, newcomers(2))
  await carry(successor, street, codes.street)
  await carry(street, district, codes.district)
  expect([await members(street), await members(district)]).toEqual([18, 32])
  await expectSound(district, street, successor)
})

test('a packet that was changed on its way, is for another PC, or comes from a stranger is refused with its own code', async () => {
  const { district, street, community } = await offices()
  await takeMembers(community, newcomers(1))
  const file = await packet(community, codes.street)
  const bytes = new Uint8Array(await file.arrayBuffer())
  const rows = everyRowOf(street.folder)
  const codesOf = new Set<string>()
  for (const at of [0.3, 0.5, 0.7, 0.9, 0.999]) {
    const flipped = Uint8Array.from(bytes)
    const place = Math.floor(bytes.length * at)
    flipped[place] = (flipped[place] ?? 0) ^ 1
    codesOf.add((await open(street, new File([flipped], file.name))).code)
  }
  expect([...codesOf]).toEqual(['packet-damaged'])
  const cut = new File([bytes.slice(0, -20)], file.name)
  expect(await open(street, cut)).toMatchObject({ status: 'refused', code: 'packet-damaged' })
  expect(await open(street, new File(['不是数据包'], '包.llb'))).toMatchObject({ code: 'packet-not-a-packet' })
  expect(await open(district, file)).toMatchObject({ status: 'refused', code: 'packet-wrong-recipient' })
  const stranger = keep(await otherDistrict('stranger'))
  await fillStranger(stranger)
  const request = await community.ask.bundle.enrolRequest({ name: '东坪' })
  const approval = await resultOf(
    stranger.ask.bundle.enrolApprove({ file: request.file, org: codes.community }),
  )
  expect(await open(community, approval.file)).toMatchObject({ code: 'packet-foreign-signer' })
  expect(await refusalOf(resultOf(community.ask.bundle.enrolAccept({ file: approval.file })))).toMatchObject({
    code: 'enrol-already',
  })
  expect(everyRowOf(street.folder)).toBe(rows)
  expect(await open(street, file)).toMatchObject({ status: 'applied' })
  await expectSound(district, street, community)
})

async function fillStranger(pc: Pc): Promise<void> {
  await resultOf(pc.ask.exchange.importFile({ file: orgRoster(), as: 'orgs' }))
}

test('a community that both offices above approved reports to either, and what comes both ways counts once', async () => {
  const all = await offices()
  const { district, street, community } = all
  const request = await community.ask.bundle.enrolRequest({ name: '东坪' })
  const approval = await resultOf(
    district.ask.bundle.enrolApprove({ file: request.file, org: codes.community }),
  )
  await resultOf(community.ask.bundle.enrolAccept({ file: approval.file }))
  await takeMembers(community, newcomers(3))
  expect(await carry(community, district, codes.district)).toMatchObject({ status: 'applied', added: 6 })
  expect([await members(district), await members(street)]).toEqual([33, 16])
  await carry(community, street, codes.street)
  expect(await carry(street, district, codes.district)).toMatchObject({ added: 0 })
  expect([await members(district), await members(street)]).toEqual([33, 19])
  await exchangeAll(all)
  await expectAgreement(all)
})

test('two PCs of one organization share everything that either writes', async () => {
  const all = await offices()
  const { district, street, community } = all
  const second = keep(await openPc('second'))
  const { fingerprint } = await district.ask.bundle.enrolRequest({ name: '区' })
  await enrol(second, community, codes.community, fingerprint)
  expect((await second.ask.bundle.peers()).map(peer => peer.direction)).toEqual(['beside'])
  await takeMembers(second, newcomers(2))
  await takeMembers(community, newcomers(1, 890))
  await carry(second, community, codes.community)
  const [beside] = (await community.ask.bundle.peers()).filter(peer => peer.direction === 'beside')
  await carry(community, second, beside?.replica ?? '')
  await exchangeAll(all)
  expect([await members(second), await members(community), await members(street)]).toEqual([11, 11, 19])
  expect(tablesBelow(second.folder, codes.community)).toEqual(tablesBelow(community.folder, codes.community))
  await expectAgreement(all)
  await expectSound(second)
})

test('a PC that already keeps a registry joins with it: what both had is told, what only it had goes up', async () => {
  const { district, street } = await offices()
  const pc = keep(await openPc('early'))
  await pc.ask.registry.init({ name: '西坪社区团总支', tier: 'community' })
  const branch = { 团组织全称: '西坪夜校团支部', 组织类型: '团支部', 所属层级: '社区', 上级组织: '西坪社区团总支' }
  await resultOf(pc.ask.exchange.importFile({ file: csvFile('组织.csv', [branch]), as: 'orgs' }))
  const double = memberLines.find(line => line['所在团支部'] === '44039901021') ?? {}
  const people = [{ ...double, 所在团支部: '西坪夜校团支部' }, ...newcomers(2)].map(line => ({
    ...line,
    所在团支部: '西坪夜校团支部',
  }))
  await takeMembers(pc, people)
  const { fingerprint } = await district.ask.bundle.enrolRequest({ name: '区' })
  const request = await pc.ask.bundle.enrolRequest({ name: '西坪社区' })
  const approval = await resultOf(street.ask.bundle.enrolApprove({ file: request.file, org: '4403990102' }))
  const accepted = await resultOf(pc.ask.bundle.enrolAccept({ file: approval.file, expect: fingerprint }))
  expect(accepted.warnings.map(({ en }) => en).join()).toContain('1 people were recorded both here and above')
  expect(await pc.ask.registry.stats({})).toMatchObject({ orgs: 4, branches: 3, members: 11 })
  expect(await carry(pc, street, codes.street)).toMatchObject({ status: 'applied', returned: [] })
  await carry(street, district, codes.district)
  await carry(district, street, codes.street)
  await carry(street, pc, '4403990102')
  for (const office of [pc, street, district])
    expect((await office.ask.registry.stats({ org: '4403990102' })).members).toBe(11)
  expect(tablesBelow(pc.folder, '4403990102')).toEqual(tablesBelow(street.folder, '4403990102'))
  await expectSound(district, street, pc)
})

test('a community that is moved under another street goes with its people, and every office counts right', async () => {
  const all = await offices()
  const { district, street, community } = all
  const other = keep(await openPc('otherstreet'))
  const { fingerprint } = await district.ask.bundle.enrolRequest({ name: '区' })
  await enrol(other, district, '4403990200', fingerprint)
  await takeMembers(community, newcomers(1))
  await exchangeAll(all)
  const line = orgLines.find(org => org['组织ID'] === codes.community) ?? {}
  const moved = orgRoster([{ ...line, 上级组织: '4403990200' }])
  await resultOf(district.ask.exchange.importFile({ file: moved, as: 'orgs', on: '2018-12-01' }))
  await carry(district, street, codes.street)
  await carry(district, other, '4403990200')
  await carry(street, community, codes.community)
  expect([await members(street), await members(other), await members(community)]).toEqual([8, 23, 9])
  expect((await street.ask.registry.stats({ asOf: '2018-11-30' })).members).toBe(17)
  await takeMembers(community, newcomers(2))
  await carry(community, street, codes.street)
  await carry(street, district, codes.district)
  await carry(district, other, '4403990200')
  expect([await members(district), await members(other), await members(street)]).toEqual([32, 24, 8])
  expect(tablesBelow(other.folder, codes.community)).toEqual(tablesBelow(community.folder, codes.community))
  await expectSound(district, street, community, other)
})

test('after a full exchange every pair of offices agrees in what both may see', async () => {
  const all = await offices()
  const { district, street, community } = all
  await takeMembers(community, [...newcomers(2), { ...someone, 手机号码: '13977770000' }])
  await takeMembers(street, [{ ...someone, 电子邮箱: 'street@example.cn' }])
  await takeMembers(district, [{ ...someone, 民族: '满族', 所在团支部: `${codes.community}2` }])
  const post = csvFile('任职.csv', [{ ...cadreLines[0], 离任日期: '2018-12-01' }])
  await resultOf(street.ask.exchange.importFile({ file: post, as: 'cadres' }))
  await exchangeAll(all)
  expect(personIn(community, someone)).toMatchObject({
    phone: '13977770000',
    email: 'street@example.cn',
    nation: '满族',
  })
  expect((await community.ask.registry.stats({})).cadres).toBe(1)
  for (const pc of Object.values(all)) expect(await pc.ask.bundle.conflicts()).toEqual([])
  await expectAgreement(all)
})
