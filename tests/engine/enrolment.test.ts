import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Put } from '#db/journal/change.ts'
import { expectSound, openPc, type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import {
  carry,
  codes,
  enrol,
  exchangeAll,
  holdsText,
  members,
  open,
  otherDistrict,
  packet,
  takeMembers,
  write,
} from '#tests/fixtures/exchange.ts'
import { csvFile, memberLines, orgRoster } from '#tests/fixtures/small-district.ts'
import { everyRowOf, tablesBelow, tablesOf } from '#tests/fixtures/table-dump.ts'
import {
  expectAgreement,
  idOf,
  newcomers,
  ofCommunity,
  ofOthers,
  orgIn,
  peerOf,
  personIn,
  phoneOf,
  someone,
  threeOffices,
} from './three-offices.ts'

const { offices, keep } = threeOffices()

test('a PC joins the office above only under the fingerprint that was confirmed by telephone', async () => {
  const { district } = await offices()
  const pc = keep(await openPc('joining'))
  const { fingerprint } = await district.ask.packets.enrolRequest({ name: '区' })
  const request = await pc.ask.packets.enrolRequest({ name: '溪口街道' })
  expect(await pc.ask.system.status()).toMatchObject({
    ...{ state: 'waiting', replica: request.replica, askedAs: '溪口街道' },
  })
  expect(await refusalOf(takeMembers(pc, memberLines))).toMatchObject({ code: 'registry-waiting' })
  const known = async (file: File) => (await district.ask.packets.enrolInspect({ file })).known
  expect(await known(request.file)).toBeNull()
  const approval = await resultOf(district.ask.packets.enrolApprove({ file: request.file, org: '溪口街道' }))
  expect(await known(request.file)).toMatchObject({ name: { zh: '溪口街道' }, revoked: false })
  expect(await pc.ask.packets.enrolInspect({ file: request.file })).toMatchObject({ known: null })
  expect(approval.fingerprint).toBe(request.fingerprint)
  const inspected = await pc.ask.packets.enrolInspect({ file: approval.file })
  expect(inspected).toMatchObject({ kind: 'approval', fingerprint })
  const before = everyRowOf(pc.folder)
  const other = fingerprint.replace(/\d/, digit => String((Number(digit) + 1) % 10))
  const accept = (expected: string, dryRun = false) =>
    resultOf(pc.ask.packets.enrolAccept({ file: approval.file, expect: expected, dryRun }))
  expect(await refusalOf(accept(other))).toMatchObject({ code: 'packet-foreign-signer' })
  await accept(fingerprint, true)
  expect(everyRowOf(pc.folder)).toBe(before)
  expect(await accept(fingerprint.replaceAll(' ', '-'))).toMatchObject({ fingerprint, parent: '青山区' })
  expect(await pc.ask.system.status()).toMatchObject({ state: 'ready', org: { code: '4403990200' } })
  expect(await members(pc)).toBe(await members(district, '4403990200'))
  const [joined] = await pc.ask.registry.history({})
  expect(joined?.sentence.zh).toBe('并入共青团青山区委员会的第 1 号数据包')
  await expectSound(pc, district)
})

test('requests are approved for organizations below one’s own, once for each PC, and never one’s own', async () => {
  const { district, street, community } = await offices()
  const pc = keep(await openPc('asking'))
  const { file } = await pc.ask.packets.enrolRequest({ name: '问' })
  const approve = (by: Pc, org: string, request = file) =>
    resultOf(by.ask.packets.enrolApprove({ file: request, org }))
  expect(await refusalOf(approve(street, '南湾社区'))).toMatchObject({ code: 'org-unknown' })
  expect(await refusalOf(approve(street, codes.district))).toMatchObject({ code: 'org-not-yours' })
  const ownRequest = await street.ask.packets.enrolRequest({ name: '街' })
  expect(await refusalOf(approve(street, codes.community, ownRequest.file))).toMatchObject({
    code: 'enrol-own-request',
  })
  const first = await approve(street, '西坪社区')
  expect(await refusalOf(approve(street, codes.community))).toMatchObject({ code: 'enrol-other-org' })
  const opened = await open(community, first.file)
  expect(opened).toMatchObject({ status: 'refused', code: 'packet-wrong-recipient' })
  const again = await approve(street, '西坪社区')
  await resultOf(pc.ask.packets.enrolAccept({ file: again.file }))
  expect(await members(pc)).toBe(8)
  await expectSound(district, street, community, pc)
})

test('the first packet shows a community its own subtree and the names above it, and nobody else’s people', async () => {
  const { street, community } = await offices()
  expect(await community.ask.registry.stats({})).toMatchObject({
    orgs: 3,
    branches: 2,
    members: 8,
    cadres: 2,
  })
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
  expect(await refusalOf(community.ask.registry.orgShow({ org: '南湾社区' }))).toMatchObject({
    code: 'org-unknown',
  })
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
    'placement beyond-authority',
  ])
  expect(told.returned.every(({ message }) => message.zh !== '' && message.en !== '')).toBe(true)
  await exchangeAll(all)
  for (const pc of Object.values(all)) {
    expect(await refusalOf(pc.ask.registry.orgShow({ org: '自立团支部' }))).toMatchObject({
      code: 'org-unknown',
    })
    expect(await pc.ask.registry.orgShow({ org: codes.community })).toMatchObject({
      tier: 'community',
      branches: 2,
    })
    expect(phoneOf(pc, someone)).toBe('13966660000')
  }
  expect(await peerOf(community, codes.street)).toMatchObject({ returned: 4 })
  expect(await peerOf(street, codes.community)).toMatchObject({ returned: 4 })
  expect(await members(district, '4403990200')).toBe(14)
  await expectAgreement(all)
})

test('what comes round of a key that was revoked meanwhile is told as held, not as done', async () => {
  const { district, street, community } = await offices()
  await carry(street, district, codes.district)
  const id = String(personIn(community, someone)?.['id'])
  await community.ask.records.edit({ id, set: { email: 'late@x.cn' } })
  await carry(community, district, codes.district)
  const { replica = '' } = (await peerOf(street, codes.community)) ?? {}
  await street.ask.packets.enrolRevoke({ replica })
  const file = await packet(district, codes.street)
  const preview = await resultOf(street.ask.packets.inspectPacket({ file }))
  expect(preview).toMatchObject({ status: 'preview', added: 0, changed: 0, removed: 0, parts: [] })
  const held = '1 change in it by a revoked PC of 东坪社区 will count for nothing for now'
  expect(preview.warnings.map(({ en }) => en)).toEqual([expect.stringContaining(held)])
  expect(preview.notes.map(({ en }) => en)).toContainEqual(expect.stringContaining(held))
  expect(await open(street, file)).toMatchObject({ status: 'applied', changed: 0 })
  expect(personIn(street, someone)?.['email']).toBeNull()
  expect(await street.ask.packets.held()).toMatchObject([{ replica, changes: 1 }])
})

test('a packet signed with a revoked key is refused, and changes nothing', async () => {
  const { district, street, community } = await offices()
  await takeMembers(community, newcomers(1))
  const file = await packet(community, codes.street)
  const { replica = '' } = (await peerOf(street, codes.community)) ?? {}
  expect(await refusalOf(community.ask.packets.enrolRevoke({ replica: 'nobody' }))).toMatchObject({
    code: 'replica-unknown',
  })
  const above = (await peerOf(community, codes.street))?.replica ?? ''
  expect(await refusalOf(community.ask.packets.enrolRevoke({ replica: above }))).toMatchObject({
    code: 'revoke-not-yours',
  })
  await street.ask.packets.enrolRevoke({ replica })
  const rows = everyRowOf(street.folder)
  expect(await open(street, file)).toMatchObject({ status: 'refused', code: 'packet-revoked-key' })
  expect(everyRowOf(street.folder)).toBe(rows)
  expect((await peerOf(street, codes.community))?.warnings[0]?.en).toBe('Its key has been revoked')
  expect(await refusalOf(packet(street, codes.community))).toMatchObject({ code: 'peer-unknown' })
  const successor = keep(await openPc('successor'))
  const { fingerprint } = await district.ask.packets.enrolRequest({ name: '区' })
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
  expect(await open(street, new File(['不是数据包'], '包.llb'))).toMatchObject({
    code: 'packet-not-a-packet',
  })
  expect(await open(district, file)).toMatchObject({ status: 'refused', code: 'packet-wrong-recipient' })
  const stranger = keep(await otherDistrict('stranger'))
  await fillStranger(stranger)
  const request = await community.ask.packets.enrolRequest({ name: '东坪' })
  const approval = await resultOf(
    stranger.ask.packets.enrolApprove({ file: request.file, org: codes.community }),
  )
  expect(await open(community, approval.file)).toMatchObject({ code: 'packet-foreign-signer' })
  expect(await refusalOf(resultOf(community.ask.packets.enrolAccept({ file: approval.file })))).toMatchObject(
    {
      code: 'enrol-already',
    },
  )
  expect(everyRowOf(street.folder)).toBe(rows)
  expect(await open(street, file)).toMatchObject({ status: 'applied' })
  await expectSound(district, street, community)
})

async function fillStranger(pc: Pc): Promise<void> {
  await resultOf(pc.ask.rosters.importFile({ file: orgRoster(), as: 'orgs' }))
}

test('two PCs of one organization share everything that either writes', async () => {
  const all = await offices()
  const { district, street, community } = all
  const second = keep(await openPc('second'))
  const { fingerprint } = await district.ask.packets.enrolRequest({ name: '区' })
  await enrol(second, community, codes.community, fingerprint)
  expect((await second.ask.packets.peers()).map(peer => peer.direction)).toEqual(['beside'])
  await takeMembers(second, newcomers(2))
  await takeMembers(community, newcomers(1, 890))
  await carry(second, community, codes.community)
  const [beside] = (await community.ask.packets.peers()).filter(peer => peer.direction === 'beside')
  await carry(community, second, beside?.replica ?? '')
  // The office's name twice would not say which of its PCs a file on the stick is for.
  expect(readdirSync(join(community.folder, 'outbox'))).toContainEqual(
    expect.stringContaining(`东坪社区_另一台电脑-${beside?.replica.slice(0, 8)}_000001_`),
  )
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
  const branch = {
    团组织全称: '西坪夜校团支部',
    组织类型: '团支部',
    所属层级: '社区',
    上级组织: '西坪社区团总支',
  }
  await resultOf(pc.ask.rosters.importFile({ file: csvFile('组织.csv', [branch]), as: 'orgs' }))
  const double = memberLines.find(line => line['所在团支部'] === '44039901021') ?? {}
  const people = [{ ...double, 所在团支部: '西坪夜校团支部' }, ...newcomers(2)].map(line => ({
    ...line,
    所在团支部: '西坪夜校团支部',
  }))
  await takeMembers(pc, people)
  const { fingerprint } = await district.ask.packets.enrolRequest({ name: '区' })
  const request = await pc.ask.packets.enrolRequest({ name: '西坪社区' })
  const approval = await resultOf(street.ask.packets.enrolApprove({ file: request.file, org: '4403990102' }))
  const accepted = await resultOf(pc.ask.packets.enrolAccept({ file: approval.file, expect: fingerprint }))
  expect(accepted.warnings.map(({ en }) => en).join()).toContain(
    '1 person was registered both here and above',
  )
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

test('after the hand-over of a street its communities go on with their keys under the new PC’s approval', async () => {
  const all = await offices()
  const { district, street, community } = all
  await exchangeAll(all)
  const { fingerprint } = await district.ask.packets.enrolRequest({ name: '区' })
  const { replica = '' } = (await peerOf(district, codes.street)) ?? {}
  const letIn = await district.ask.packets.certifiedBy({ replica })
  expect(letIn).toMatchObject([{ issuer: replica, name: { zh: '东坪社区' }, byName: { zh: '云岭街道' } }])
  const dry = await district.ask.packets.enrolRevoke({
    replica,
    keep: [letIn[0]?.replica ?? ''],
    dryRun: true,
  })
  expect(dry).toMatchObject({ changeSet: null, certified: [{ kept: true }] })
  expect(await refusalOf(district.ask.packets.enrolRevoke({ replica, keep: ['nobody'] }))).toMatchObject({
    code: 'keep-unknown',
  })
  const { certified } = await district.ask.packets.enrolRevoke({ replica })
  expect(certified.map(({ kept }) => kept)).toEqual([false])
  await street.close()
  const successor = keep(await openPc('successor'))
  await enrol(successor, district, codes.street, fingerprint)
  expect(await members(successor)).toBe(16)
  await enrol(community, successor, codes.community, fingerprint)
  await takeMembers(community, newcomers(1))
  const { replica: to = '' } = (await peerOf(successor, codes.district)) ?? {}
  expect(to).not.toBe('')
  const told = await open(successor, await packet(community, codes.street))
  expect(told).toMatchObject({ status: 'applied', code: '' })
  expect(await members(successor)).toBe(17)
  await expectSound(district, community, successor)
})

/** A change as only a wilful program writes it: its envelope names other things than its body. */
function lie(pc: Pc, about: Pick<Put, 'entity' | 'thing' | 'hangsOn' | 'body'>): Promise<unknown> {
  return pc.behindTheContract(session => {
    const { journal, keys } = session.writing()
    const [writer, office] = [session.newId(), session.office()]
    const at = session.clock.now().toISOString()
    const origin = {
      writer,
      firstN: 1,
      replica: keys.replica,
      office,
      at,
      actor: '',
      label: { what: 'test' },
    }
    const lamport = journal.changes.highestLamport() + 1
    const change: Put = { ...about, origin, n: 1, lamport, kind: 'put', schema: 1, signature: null }
    return journal.write({ label: { what: 'test' }, actor: '' }, set => set.receive([change]))
  })
}

test('a stay whose envelope hides whom it moves is not taken in', async () => {
  const { street, community } = await offices()
  const [foreign = {}] = ofOthers.filter(line => line['所在团支部'] === '44039901021')
  const branch = orgIn(community, `${codes.community}1`)
  await lie(community, {
    entity: 'membership',
    thing: 'lying-stay',
    hangsOn: [String(personIn(community, someone)?.['id']), branch],
    body: {
      set: {
        place: { person: String(personIn(street, foreign)?.['id']), org: branch },
        since: { since: '2018-12-01', since_known: 1 },
      },
    },
  })
  await carry(community, street, codes.street)
  expect(await members(street, '44039901021')).toBe(4)
})

test('a post of another office is not ended by a change whose envelope says that it is one’s own', async () => {
  const { street, community } = await offices()
  const foreign = (tablesOf(street.folder)['post'] ?? []).find(
    row => row['org'] === orgIn(street, '44039901021'),
  )
  await lie(community, {
    entity: 'post',
    thing: String(foreign?.['id']),
    hangsOn: [String(personIn(community, someone)?.['id']), orgIn(community, `${codes.community}1`)],
    body: { set: { tenure: { since: '2017-01-01', until: '2018-01-01' } }, base: { tenure: [] } },
  })
  await carry(community, street, codes.street)
  expect((await street.ask.registry.stats({ org: '44039901021' })).cadres).toBe(1)
})

test('a packet written by the rightful office is signed, counted and hashed as its manifest says, on every PC', async () => {
  const all = await offices()
  await takeMembers(all.community, newcomers(2))
  await exchangeAll(all)
  for (const pc of Object.values(all)) {
    const { ok, checks } = await resultOf(pc.ask.system.verify())
    expect(ok).toBe(true)
    expect(checks.map(check => check.name)).toEqual([
      'integrity',
      'foreign-keys',
      'journal',
      'change-sets',
      'packets',
      'headcount',
      'certificates',
      'attachments',
      'backups',
    ])
  }
})
