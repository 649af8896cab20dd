import { expect, test } from 'vitest'
import { maskPhone } from '#db/records/types/phone.ts'
import { expectSound, openPc, type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import {
  carry,
  codes,
  enrol,
  exchangeAll,
  holdsText,
  members,
  open,
  packet,
  takeMembers,
  write,
} from '#tests/fixtures/exchange.ts'
import { csvFile, orgLines, orgRoster } from '#tests/fixtures/small-district.ts'
import { everyRowOf, lookInto, tablesBelow, tablesOf } from '#tests/fixtures/table-dump.ts'
import {
  elsewhere,
  expectAgreement,
  idOf,
  newcomers,
  ofOthers,
  orgIn,
  peerOf,
  personIn,
  phoneOf,
  someone,
  threeOffices,
} from './three-offices.ts'

const { offices, keep } = threeOffices()

const postsOf = (pc: Pc, person: string) =>
  (tablesOf(pc.folder)['post'] ?? []).filter(row => row['person'] === person)

test('what two offices change at once is a conflict that both see with both values, until one of them settles it', async () => {
  const all = await offices()
  const { street, community } = all
  await takeMembers(community, [{ ...someone, 手机号码: '13911111111' }])
  await takeMembers(street, [{ ...someone, 手机号码: '13922222222' }])
  expect(await carry(community, street, codes.street)).toMatchObject({ status: 'applied', conflicts: 1 })
  await carry(street, community, codes.community)
  const seen = await Promise.all([street, community].map(async pc => (await pc.ask.packets.conflicts()).rows))
  expect(seen[0]).toEqual(seen[1])
  const [conflict] = seen[0] ?? []
  expect(seen[0]).toHaveLength(1)
  expect(conflict).toMatchObject({ entity: 'person', record: someone['姓名'], register: 'phone' })
  expect(conflict?.heads.map(head => head.value)).toEqual(
    expect.arrayContaining([{ phone: '139******11' }, { phone: '139******22' }]),
  )
  expect(conflict?.heads.map(head => head.org).sort()).toEqual([
    '云岭街道东坪社区团总支',
    '共青团青山区云岭街道工作委员会',
  ])
  expect(phoneOf(street, someone)).toBe(phoneOf(community, someone))
  const kept = conflict?.heads.find(head => head.version !== conflict.holds)
  const id = conflict?.id ?? ''
  expect(await refusalOf(community.ask.packets.resolveConflict({ id, keep: '9@nobody' }))).toMatchObject({
    code: 'conflict-version-unknown',
  })
  await community.ask.packets.resolveConflict({ id, keep: kept?.version ?? '' })
  expect((await community.ask.packets.conflicts()).rows).toEqual([])
  await exchangeAll(all)
  expect((await street.ask.packets.conflicts()).rows).toEqual([])
  expect({ phone: maskPhone(String(phoneOf(street, someone))) }).toEqual(kept?.value)
  expect(
    await refusalOf(street.ask.packets.resolveConflict({ id, keep: kept?.version ?? '' })),
  ).toMatchObject({
    code: 'conflict-unknown',
  })
  await expectAgreement(all)
})

test('two offices that move one person to different branches are in conflict, and the one chosen holds everywhere', async () => {
  const all = await offices()
  const { street, community } = all
  await takeMembers(community, [{ ...someone, 所在团支部: `${codes.community}2` }])
  const person = String(personIn(street, someone)?.['id'])
  const [first] = (tablesOf(street.folder)['membership'] ?? []).filter(row => row['person'] === person)
  await write(street, set =>
    set.create('membership', {
      person,
      org: orgIn(street, codes.community),
      since: '2018-12-31',
      since_known: 1,
      follows: [String(first?.['id'])],
    }),
  )
  await exchangeAll(all)
  const [conflict] = (await street.ask.packets.conflicts()).rows
  expect(conflict).toMatchObject({ entity: 'membership', register: 'membership' })
  expect(conflict?.heads).toHaveLength(2)
  const branches = lookInto(street.folder, db =>
    db.prepare<[], { id: string; code: string }>('SELECT id, code FROM org').all(),
  )
  const stays = conflict?.heads.find(head => {
    const { org } = head.value as { org: string }
    return branches.find(branch => branch.id === org)?.code === `${codes.community}2`
  })
  await street.ask.packets.resolveConflict({ id: conflict?.id ?? '', keep: stays?.version ?? '' })
  await exchangeAll(all)
  for (const pc of Object.values(all)) {
    expect((await pc.ask.packets.conflicts()).rows).toEqual([])
    expect(await members(pc, `${codes.community}2`)).toBe(5)
    expect(await members(pc, codes.community)).toBe(8)
  }
  await expectAgreement(all)
})

test('a move that the home wrote while an office above moved him away is given back, with where he went', async () => {
  const all = await offices()
  const { street, community } = all
  await takeMembers(community, [{ ...someone, 所在团支部: `${codes.community}2` }])
  await takeMembers(street, [{ ...someone, 所在团支部: '44039901021' }])
  const told = await carry(community, street, codes.street)
  expect(told.returned.map(({ entity, code }) => [entity, code])).toEqual([['membership', 'moved-away']])
  expect(told.returned[0]?.message.zh).toContain('此人已由上级转到')
  await exchangeAll(all)
  for (const pc of Object.values(all)) expect((await pc.ask.packets.conflicts()).rows).toEqual([])
  expect(await members(community)).toBe(7)
  await expectAgreement(all)
})

test('someone moved away leaves only a trace in the community: counted no more, and heard of no more', async () => {
  const all = await offices()
  const { district, street, community } = all
  await takeMembers(district, [{ ...someone, 所在团支部: elsewhere }], '2018-12-01')
  await exchangeAll(all)
  expect([await members(community), await members(street), await members(district)]).toEqual([7, 15, 30])
  expect((await community.ask.registry.stats({ asOf: '2018-11-30' })).members).toBe(8)
  await takeMembers(district, [
    { ...someone, 所在团支部: elsewhere, 手机号码: '13933330000', 学习工作单位: '远方公司' },
  ])
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

test('of somebody moved away the community is told by name where he went', async () => {
  const all = await offices()
  await takeMembers(all.district, [{ ...someone, 所在团支部: elsewhere }])
  await exchangeAll(all)
  expect(cardsOf(all.street)).toEqual([{ name: '南湾社区第一团支部', detail: '{}' }])
  expect(cardsOf(all.community)).toEqual([{ name: '南湾社区第一团支部', detail: '{}' }])
})

const cardsOf = (pc: Pc) => lookInto(pc.folder, db => db.prepare('SELECT name, detail FROM card').all())

test('someone of another street who holds a post here is known by a card: name, year of birth, home', async () => {
  const all = await offices()
  const { district, community } = all
  const [guest = {}] = ofOthers.filter(line => line['所在团支部'] === elsewhere)
  const post = {
    姓名: guest['姓名'] ?? '',
    身份证号码: idOf(guest),
    团干所属组织: `${codes.community}1`,
    团内现任职务: '副书记',
  }
  const file = csvFile('任职.csv', [post])
  await resultOf(district.ask.rosters.importFile({ file, as: 'cadres' }))
  await exchangeAll(all)
  expect((await community.ask.registry.stats({})).cadres).toBe(3)
  expect(cardsOf(all.street)).toEqual([
    {
      name: guest['姓名'],
      detail: JSON.stringify({ birthYear: idOf(guest).slice(6, 10), home: '南湾社区第一团支部' }),
    },
  ])
  for (const pc of [all.street, community]) expect(holdsText(pc, idOf(guest))).toBe(false)
  // Wherever the post is listed, shown or told, his name stands with it.
  const name = guest['姓名'] ?? ''
  const found = await community.ask.records.list({ kind: 'post' })
  const listed = found.rows.find(row => row.refs['person']?.elsewhere)
  expect(listed).toMatchObject({ title: `${name} 副书记`, refs: { person: { name, elsewhere: true } } })
  const id = listed?.id ?? ''
  expect(await community.ask.records.show({ id })).toMatchObject({
    title: `${name} 副书记`,
    says: { person: { zh: name, en: name } },
  })
  const person = String(listed?.fields['person'])
  expect((await community.ask.records.list({ kind: 'post', where: { person } })).total).toBe(1)
  const edited = await community.ask.records.edit({ id, set: { title: '委员' } })
  expect(edited.sentences[0]?.zh).toContain(`修改团内职务 ${name} 副书记`)
  const removed = await community.ask.records.remove({ id, reason: '误录', dryRun: true })
  expect(removed.sentences[0]?.zh).toContain(`删除团内职务 ${name} 委员`)
  await exchangeAll(all)
  await expectAgreement(all)
})

test('the roster of cadres has who is known by a card alone; taken in again it changes nothing', async () => {
  const all = await offices()
  const { district, street, community } = all
  const [guest = {}] = ofOthers.filter(line => line['所在团支部'] === elsewhere)
  const name = guest['姓名'] ?? ''
  const post = {
    姓名: name,
    身份证号码: idOf(guest),
    团干所属组织: `${codes.community}1`,
    团内现任职务: '副书记',
    任职时间: '2018-03-01',
  }
  const given = csvFile('任职.csv', [post])
  await resultOf(district.ask.rosters.importFile({ file: given, as: 'cadres' }))
  await exchangeAll(all)
  for (const pc of [street, community]) {
    const { file, rows } = await resultOf(pc.ask.rosters.exportRoster({ as: 'cadres', name: '团干部.csv' }))
    expect(rows).toBe((await pc.ask.registry.stats({})).cadres)
    const [line = ''] = (await file.text()).split('\n').filter(one => one.includes(name))
    expect(line).toContain(`${idOf(guest).slice(6, 10)}`)
    expect(line).toContain('副书记')
    expect(line).toContain('2018-03-01')
    expect(line).not.toContain(idOf(guest))
    const back = new File([await file.text()], '团干部.csv')
    const again = await resultOf(pc.ask.rosters.importFile({ file: back, as: 'cadres' }))
    expect(again).toMatchObject({ unchanged: rows, created: 0, updated: 0, rejected: 0, changeSet: null })
  }
  const other = { 姓名: name, 团干所属组织: `${codes.community}1`, 团内现任职务: '书记' }
  const file = csvFile('另一职务.csv', [other])
  const asked = await resultOf(community.ask.rosters.importFile({ file, as: 'cadres' }))
  expect(asked).toMatchObject({ created: 0, rejected: 1 })
  expect(asked.problems.map(({ code }) => code)).toContain('person-elsewhere')
})

test('a post of somebody of another office, who is removed there, is gone here too', async () => {
  const all = await offices()
  const { district, community } = all
  const [guest = {}] = ofOthers.filter(line => line['所在团支部'] === elsewhere)
  const post = {
    姓名: guest['姓名'] ?? '',
    身份证号码: idOf(guest),
    团干所属组织: `${codes.community}1`,
    团内现任职务: '副书记',
  }
  const file = csvFile('任职.csv', [post])
  await resultOf(district.ask.rosters.importFile({ file, as: 'cadres' }))
  await exchangeAll(all)
  const id = String(personIn(district, guest)?.['id'])
  await write(district, set => set.remove('person', id))
  await exchangeAll(all)
  expect((await district.ask.registry.stats({ org: codes.community })).cadres).toBe(2)
  expect((await community.ask.registry.stats({})).cadres).toBe(2)
})

test('a post of somebody of another office stays here as there when his removal is contested by an edit', async () => {
  const all = await offices()
  const { district, street, community } = all
  const [guest = {}] = ofOthers.filter(line => line['所在团支部'] === '44039901021')
  const post = {
    姓名: guest['姓名'] ?? '',
    身份证号码: idOf(guest),
    团干所属组织: `${codes.community}1`,
    团内现任职务: '副书记',
  }
  const file = csvFile('任职.csv', [post])
  await resultOf(district.ask.rosters.importFile({ file, as: 'cadres' }))
  await exchangeAll(all)
  const id = String(personIn(district, guest)?.['id'])
  await write(district, set => set.remove('person', id))
  await write(street, set => set.edit('person', id, { phone: '13910203040' }))
  await exchangeAll(all)
  expect(phoneOf(district, guest)).toBe('13910203040')
  expect((await street.ask.registry.stats({ org: codes.community })).cadres).toBe(3)
  expect((await community.ask.registry.stats({})).cadres).toBe(3)
})

test('an import that was sent on and is then taken back by its author is gone at every office', async () => {
  const all = await offices()
  const { district, street, community } = all
  const rows = tablesBelow(district.folder, codes.community)
  const taken = await takeMembers(community, [
    ...newcomers(1),
    { ...someone, 所在团支部: `${codes.community}2` },
  ])
  await exchangeAll(all)
  expect(await members(district)).toBe(31)
  await resultOf(community.ask.registry.undo({ changeSet: taken.changeSet ?? 0 }))
  await carry(community, street, codes.street)
  await carry(street, district, codes.district)
  for (const pc of [district, street, community])
    expect(tablesBelow(pc.folder, codes.community)).toEqual(rows)
  await expectAgreement(all)
})

test('what the office above wrote on something that its author takes back meanwhile is in force nowhere, and nobody disagrees', async () => {
  const all = await offices()
  const { street, community } = all
  const taken = await takeMembers(community, newcomers(1))
  await carry(community, street, codes.street)
  const [newcomer = {}] = newcomers(1)
  await takeMembers(street, [{ ...newcomer, 手机号码: '13912121212' }])
  await resultOf(community.ask.registry.undo({ changeSet: taken.changeSet ?? 0 }))
  await exchangeAll(all)
  const seen = Object.values(all).map(pc => personIn(pc, newcomer))
  expect(new Set(seen.map(row => JSON.stringify(row))).size).toBe(1)
  await expectAgreement(all)
})

test('a packet by which many people leave asks a second time before it is taken in', async () => {
  const all = await offices()
  const { district, street, community } = all
  await takeMembers(community, newcomers(20))
  await exchangeAll(all)
  await takeMembers(
    district,
    newcomers(3).map(line => ({ ...line, 所在团支部: elsewhere })),
  )
  const first = await packet(district, codes.street)
  expect(await open(street, first)).toMatchObject({ status: 'preview', code: 'packet-many-leave' })
  expect(await open(street, first, true)).toMatchObject({ status: 'applied' })
  const file = await packet(street, codes.community)
  const rows = everyRowOf(community.folder)
  const { added, changed, sentences, notes } = await resultOf(community.ask.packets.applyPacket({ file }))
  // Whoever leaves is nobody new.
  expect({ added, changed }).toEqual({ added: 0, changed: expect.any(Number) })
  expect(changed).toBeGreaterThanOrEqual(3)
  const asked = await open(community, file)
  expect(asked).toMatchObject({ status: 'preview', code: 'packet-many-leave', changeSet: null })
  // What it would do is told as it was in the preview.
  expect(asked).toMatchObject({ added, changed, sentences, notes })
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
    expect((await pc.ask.packets.conflicts()).rows).toMatchObject([
      { register: '*', record: someone['姓名'] },
    ])
  }
  const [conflict] = (await street.ask.packets.conflicts()).rows
  const removal = conflict?.heads.find(head => head.value === null)
  await street.ask.packets.resolveConflict({ id: conflict?.id ?? '', keep: removal?.version ?? '' })
  await exchangeAll(all)
  for (const pc of Object.values(all)) {
    expect(personIn(pc, someone)).toBeUndefined()
    expect((await pc.ask.packets.conflicts()).rows).toEqual([])
  }
  await expectAgreement(all)
})

test('a packet is given back with a reason, which its author sees, and is counted nowhere', async () => {
  const all = await offices()
  const { district, street, community } = all
  await takeMembers(community, newcomers(2))
  await carry(community, street, codes.street)
  const undone = await street.ask.packets.undoPacket({ from: codes.community, number: 1, reason: '名单有误' })
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
  expect(
    await refusalOf(street.ask.packets.undoPacket({ from: codes.community, number: 1, reason: '又' })),
  ).toMatchObject({ code: 'changeset-undone' })
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
    pc.ask.packets.undoPacket({ from, number, reason: '退回' })
  const blocked = await undo(street, codes.community, 1)
  expect(blocked).toMatchObject({ undone: false, changeSet: null })
  expect(blocked.blockedBy.map(({ sentence }) => sentence.en)).toEqual(['Imported members from 团员.csv'])
  expect(await refusalOf(undo(community, codes.street, 1))).toMatchObject({ code: 'undo-from-above' })
  expect(await refusalOf(undo(street, codes.community, 99))).toMatchObject({ code: 'packet-unknown' })
})

test('a record that was removed keeps no packet from being given back, and comes back nowhere', async () => {
  const all = await offices()
  const { street, community } = all
  await takeMembers(community, newcomers(1))
  await carry(community, street, codes.street)
  const person = String(personIn(street, newcomers(1)[0])?.['id'])
  const { members: before } = await street.ask.registry.stats({})
  const post = { person, org: orgIn(street, `${codes.community}1`), title: '委员', since: '2018-12-01' }
  const added = await street.ask.records.add({ kind: 'post', set: post })
  const undo = () => street.ask.packets.undoPacket({ from: codes.community, number: 1, reason: '查无此人' })
  expect((await undo()).blockedBy).toMatchObject([{ changeSet: added.changeSet }])
  const removed = await street.ask.records.remove({ id: added.id ?? '', reason: '误录' })
  expect(await undo()).toMatchObject({ undone: true, blockedBy: [] })
  await exchangeAll(all)
  expect(await street.ask.registry.stats({})).toMatchObject({ members: before - 1 })
  // Whoever takes the removal back brings no post of nobody.
  await resultOf(street.ask.registry.undo({ changeSet: removed.changeSet ?? 0 }))
  await exchangeAll(all)
  for (const pc of Object.values(all)) expect(postsOf(pc, person)).toEqual([])
  // Corrected where it was written, the person is back, and now the post with him.
  await community.ask.records.edit({ id: person, set: { phone: '13912340000' } })
  await exchangeAll(all)
  for (const pc of Object.values(all)) expect(postsOf(pc, person)).toMatchObject([{ title: '委员' }])
  await expectAgreement(all)
})

test('a community that is moved under another street goes with its people, and every office counts right', async () => {
  const all = await offices()
  const { district, street, community } = all
  const other = keep(await openPc('otherstreet'))
  const { fingerprint } = await district.ask.packets.enrolRequest({ name: '区' })
  await enrol(other, district, '4403990200', fingerprint)
  const backup = await resultOf(community.ask.system.backup())
  await takeMembers(community, newcomers(1))
  await exchangeAll(all)
  const line = orgLines.find(org => org['组织ID'] === codes.community) ?? {}
  const moved = orgRoster([{ ...line, 上级组织: '4403990200' }])
  await resultOf(district.ask.rosters.importFile({ file: moved, as: 'orgs', on: '2018-12-01' }))
  await carry(district, street, codes.street)
  await carry(district, other, '4403990200')
  // Who stood above until now is answered no more; the new street signs the community's certificate anew.
  expect(await refusalOf(packet(street, codes.community))).toMatchObject({ code: 'peer-elsewhere' })
  await carry(other, community, codes.community)
  expect([await members(street), await members(other), await members(community)]).toEqual([8, 23, 9])
  expect((await street.ask.registry.stats({ asOf: '2018-11-30' })).members).toBe(17)
  // Neither says of the other any more that it stands above or below, and nobody waits for its reports.
  const standing = async (pc: Pc) =>
    (await pc.ask.packets.peers()).map(({ name, direction }) => `${name} ${direction}`).sort()
  expect([await standing(street), await standing(other), await standing(community)]).toEqual([
    ['东坪社区 elsewhere', '青山区 up'],
    ['东坪社区 down', '青山区 up'],
    ['云岭街道 elsewhere', '溪口街道 up'],
  ])
  const reporting = async (pc: Pc) => (await pc.ask.exchange.reporting()).map(({ code }) => code)
  expect(await reporting(street)).not.toContain(codes.community)
  expect(await reporting(other)).toContain(codes.community)
  await takeMembers(community, newcomers(2))
  await carry(community, other, '4403990200')
  await carry(other, district, codes.district)
  expect([await members(district), await members(other), await members(street)]).toEqual([32, 24, 8])
  expect(tablesBelow(other.folder, codes.community)).toEqual(tablesBelow(community.folder, codes.community))
  await expectSound(district, street, community, other)
  // Restored as it was before the move, it is told by whoever stands above it now, and nothing of its work is lost.
  await carry(community, other, '4403990200')
  await carry(other, community, codes.community)
  await resultOf(community.ask.system.restore({ file: backup.file }))
  await takeMembers(community, newcomers(1, 880))
  const early = await open(community, await packet(other, codes.community))
  expect(early).toMatchObject({ status: 'waiting', code: 'packet-lacks' })
  await carry(community, other, '4403990200')
  await carry(other, community, codes.community)
  expect([await members(other), await members(community)]).toEqual([25, 11])
  expect(tablesBelow(other.folder, codes.community)).toEqual(tablesBelow(community.folder, codes.community))
  await expectSound(community, other)
})
