import { expect, test } from 'vitest'
import { type Pc, resultOf } from '#tests/fixtures/engine.ts'
import { carry, codes, exchangeAll, members, open, packet, takeMembers } from '#tests/fixtures/exchange.ts'
import type { Line } from '#tests/fixtures/small-district.ts'
import { newcomers, ofCommunity, orgIn, personIn, someone, threeOffices } from './three-offices.ts'

const { offices } = threeOffices()

const stateOf = (pc: Pc, id: string) => pc.ask.exchange.ofRecord({ id })
const idIn = (pc: Pc, line: Record<string, string> | undefined) => String(personIn(pc, line)?.['id'])

test('a record says whether it is in a packet, whether the office above has it, and that it was given back and why', async () => {
  const all = await offices()
  const { street, community } = all
  await takeMembers(community, newcomers(1))
  const [newcomer = {}] = newcomers(1)
  const id = idIn(community, newcomer)
  expect(await stateOf(community, id)).toMatchObject({ state: 'unsent', isOut: false, returned: [] })
  await packet(community, codes.street)
  expect(await stateOf(community, id)).toMatchObject({ state: 'sent', number: 1, office: '云岭街道' })
  await carry(community, street, codes.street)
  await carry(street, community, codes.community)
  expect(await stateOf(community, id)).toMatchObject({ state: 'received', number: 1 })
  // The district knows nobody above it, so nothing of it is on its way.
  expect(await stateOf(all.district, orgIn(all.district, codes.street))).toMatchObject({ state: 'none' })
  await street.ask.packets.undoPacket({
    from: codes.community,
    number: 2,
    reason: '名单没有经过支部确认',
    by: '李红',
  })
  await carry(street, community, codes.community)
  const back = await stateOf(community, id)
  expect(back).toMatchObject({ state: 'returned', isOut: true, kind: 'person', name: newcomer['姓名'] })
  expect(back.returned).toMatchObject([
    { office: '云岭街道', actor: '李红', reason: { zh: '名单没有经过支部确认' } },
  ])
  expect(await members(community)).toBe(8)
})

test('a change that was passed on is told with who wrote it, where, and when', async () => {
  const { district, street, community } = await offices()
  const id = idIn(community, someone)
  community.setDay('2018-12-30')
  await community.ask.records.edit({ id, set: { phone: '13911112222' }, by: '张社区' })
  community.setDay('2018-12-31')
  const changesOf = async (pc: Pc) => {
    const [latest] = await pc.ask.registry.history({ limit: 1 })
    return (await pc.ask.glance.changes({ changeSet: latest?.changeSet ?? 0 })).rows
  }
  expect(await changesOf(community)).toMatchObject([{ author: null }])
  await carry(community, street, codes.street)
  await carry(street, district, codes.district)
  for (const pc of [street, district]) {
    const author = { office: '东坪社区', actor: '张社区', at: '2018-12-30T04:00:00.000Z' }
    expect(await changesOf(pc)).toContainEqual(expect.objectContaining({ act: 'changed', author }))
  }
})

test('where two offices above are reported to, the one that has a record says so, whoever was heard last', async () => {
  const { district, street, community } = await offices()
  await takeMembers(community, newcomers(1))
  const id = idIn(community, newcomers(1)[0])
  await carry(street, district, codes.district)
  await open(district, await packet(community, codes.district))
  await packet(community, codes.street)
  await carry(district, community, codes.community)
  expect(await stateOf(community, id)).toMatchObject({ state: 'received', office: '青山区', number: 1 })
  community.setDay('2019-01-02')
  await carry(street, community, codes.community)
  expect(await stateOf(community, id)).toMatchObject({ state: 'received', office: '青山区', number: 1 })
  // Written anew it is in no packet of either, and what one of them has of it says nothing.
  await community.ask.records.edit({ id, set: { phone: '13955556666' } })
  expect((await stateOf(community, id)).state).toBe('unsent')
  await packet(community, codes.street)
  expect(await stateOf(community, id)).toMatchObject({ state: 'sent', office: '云岭街道' })
})

test('what was given back, once it is corrected, comes into force and goes up again by itself', async () => {
  const all = await offices()
  const { district, street, community } = all
  await takeMembers(community, newcomers(1))
  const [newcomer = {}] = newcomers(1)
  await carry(community, street, codes.street)
  const id = idIn(community, newcomer)
  await street.ask.packets.undoPacket({ from: codes.community, number: 1, reason: '手机号码有误' })
  await carry(street, community, codes.community)
  expect((await community.ask.packets.givenBack({})).map(back => back.corrected)).toEqual([false])
  const shown = await community.ask.records.show({ id })
  expect(shown).toMatchObject({ kind: 'person', title: newcomer['姓名'] })
  const done = await community.ask.records.edit({ id, set: { phone: '13955556666' }, seen: [...shown.seen] })
  expect(done.changeSet).not.toBeNull()
  expect(await members(community)).toBe(9)
  expect(await stateOf(community, id)).toMatchObject({ state: 'unsent', isOut: false, returned: [] })
  expect((await community.ask.packets.givenBack({})).map(back => back.corrected)).toEqual([true])
  await exchangeAll(all)
  for (const pc of [street, district]) expect(personIn(pc, newcomer)).toMatchObject({ phone: '13955556666' })
  expect([await members(street), await members(district)]).toEqual([17, 31])
  expect((await stateOf(community, id)).state).toBe('received')
})

test('two offices that change different fields of one record are a list for a look, and no conflict', async () => {
  const all = await offices()
  const { street, community } = all
  const id = idIn(community, someone)
  await community.ask.records.edit({ id, set: { phone: '13911112222' }, by: '张社区' })
  await street.ask.records.edit({ id, set: { workplace: '云岭小学' }, by: '李街道' })
  const crossing = await packet(street, codes.community)
  await carry(community, street, codes.street)
  expect((await street.ask.packets.conflicts()).rows).toEqual([])
  const [look, ...others] = await street.ask.exchange.looks()
  expect(others).toEqual([])
  expect(look).toMatchObject({
    oursBy: { actor: '李街道' },
    theirsBy: { actor: '张社区' },
    ours: { fields: [{ label: { zh: '学习工作单位' }, now: { zh: '云岭小学' } }] },
    theirs: { subjects: [{ id, name: someone['姓名'] }] },
  })
  expect(personIn(street, someone)).toMatchObject({ phone: '13911112222', workplace: '云岭小学' })
  expect(await street.ask.exchange.lookedAt({ ids: [look?.id ?? 0] })).toEqual({ left: 0 })
  await open(community, crossing)
  expect((await community.ask.exchange.looks()).map(one => one.theirsBy.actor)).toEqual(['李街道'])
  // Whoever knew of the other's change and went on from there contradicts nobody.
  await community.ask.records.edit({ id, set: { nation: '汉族' } })
  await carry(community, street, codes.street)
  expect(await street.ask.exchange.looks()).toEqual([])
})

test('of a record with a conflict only what contradicts nothing is for a look, and a conflict is for none', async () => {
  const all = await offices()
  const { street, community } = all
  const [both = {}, phones = {}] = ofCommunity
  const edit = (pc: Pc, who: Line, set: Record<string, string>) =>
    pc.ask.records.edit({ id: idIn(pc, who), set })
  await edit(street, both, { phone: '13911110001' })
  await edit(street, both, { qq: '10001' })
  await edit(community, both, { phone: '13911110002' })
  await edit(community, both, { wechat: 'aabbcc' })
  await edit(street, phones, { phone: '13911110003' })
  await edit(street, phones, { email: 'a@b.cn' })
  await edit(community, phones, { phone: '13911110004' })
  const crossing = await packet(street, codes.community)
  await carry(community, street, codes.street)
  await open(community, crossing)
  for (const pc of [street, community]) {
    expect((await pc.ask.packets.conflicts()).rows.map(({ register }) => register)).toEqual([
      'phone',
      'phone',
    ])
    const looks = await pc.ask.exchange.looks()
    const fields = looks.map(({ ours, theirs }) =>
      [...ours.fields, ...theirs.fields].map(({ label }) => label.zh),
    )
    expect(fields.map(names => names.toSorted())).toEqual([['QQ', '微信号']])
  }
})

test('many conflicts are settled at once by whose value is kept, as one change set that travels', async () => {
  const all = await offices()
  const { street, community } = all
  const some = ofCommunity.slice(0, 4)
  await takeMembers(
    community,
    some.map((line, i) => ({ ...line, 手机号码: `13911110${i}00` })),
  )
  await takeMembers(
    street,
    some.map((line, i) => ({ ...line, 手机号码: `13922220${i}00` })),
  )
  await carry(community, street, codes.street)
  expect((await street.ask.packets.conflicts()).rows).toHaveLength(4)
  const marks = await street.ask.exchange.conflictMarks()
  expect(marks.map(({ id }) => id).sort()).toEqual(some.map(line => idIn(street, line)).sort())
  expect(await stateOf(street, idIn(street, some[0]))).toMatchObject({ conflicts: 1 })
  const [first] = (await street.ask.packets.conflicts()).rows
  const one = { ids: [first?.id ?? ''], keepOf: codes.community }
  expect(await street.ask.exchange.settleConflicts({ ...one, dryRun: true })).toEqual({
    settled: 1,
    left: 0,
    changeSet: null,
  })
  const done = await street.ask.exchange.settleConflicts({
    kind: 'person',
    register: 'phone',
    keepOf: codes.community,
  })
  expect(done).toMatchObject({ settled: 4, left: 0 })
  expect((await street.ask.packets.conflicts()).rows).toEqual([])
  await exchangeAll(all)
  for (const pc of Object.values(all)) {
    expect((await pc.ask.packets.conflicts()).rows).toEqual([])
    expect(some.map(line => personIn(pc, line)?.['phone'])).toEqual(some.map((_, i) => `13911110${i}00`))
  }
})

test('of what was edited here and removed there the edit holds, says why, and may be kept or given up', async () => {
  const all = await offices()
  const { street, community } = all
  const id = idIn(community, someone)
  await street.ask.records.edit({ id, set: { phone: '13944440000' } })
  await community.ask.records.remove({ id, reason: '重复登记' })
  await carry(community, street, codes.street)
  const [dispute] = (await street.ask.packets.disputes()).rows
  expect(dispute).toMatchObject({ register: '*', why: 'edited' })
  const holding = dispute?.heads.find(head => head.version === dispute.holds)
  expect(holding).toMatchObject({ removed: false })
  await street.ask.exchange.settleConflicts({ ids: [dispute?.id ?? ''], keepOf: codes.community })
  await exchangeAll(all)
  for (const pc of Object.values(all)) expect(personIn(pc, someone)).toBeUndefined()
})

test('what is kept against a removal has its home and posts again, whoever removed it; each head is listed once', async () => {
  const all = await offices()
  const { street, community } = all
  const [one, other] = ofCommunity
  const [kept, both] = [idIn(community, one), idIn(community, other)]
  const post = { person: kept, org: orgIn(community, `${codes.community}1`), title: '组织委员' }
  await community.ask.records.add({ kind: 'post', set: { ...post, since: '2018-01-01' } })
  await exchangeAll(all)
  const posts = async (pc: Pc) => (await pc.ask.records.list({ kind: 'post', org: codes.community })).total
  const before = await posts(community)
  // The street removes what the community edits; the community removes what the street edits.
  await street.ask.records.remove({ id: kept, reason: '重复登记' })
  await community.ask.records.edit({ id: kept, set: { phone: '13944440001' } })
  await community.ask.records.remove({ id: both, reason: '重复登记' })
  await street.ask.records.edit({ id: both, set: { phone: '13944440002' } })
  await carry(community, street, codes.street)
  await carry(street, community, codes.community)
  const disputes = (await community.ask.packets.disputes()).rows
  expect(disputes.map(({ about }) => about?.id).sort()).toEqual([kept, both].sort())
  for (const { heads } of disputes) expect(heads.map(({ removed }) => removed).sort()).toEqual([false, true])
  expect(await members(community)).toBe(6)
  expect(await posts(community)).toBeLessThan(before)
  // What holds now is kept: both edits, though one of the removals is of a higher version.
  expect(await community.ask.exchange.settleConflicts({})).toMatchObject({ settled: 2 })
  await exchangeAll(all)
  for (const pc of Object.values(all)) {
    expect((await pc.ask.packets.conflicts()).rows).toEqual([])
    expect([one, other].map(line => personIn(pc, line)?.['phone'])).toEqual(['13944440001', '13944440002'])
    expect(await members(pc, codes.community)).toBe(8)
    expect(await posts(pc)).toBe(before)
  }
})

test('what its author took back stays so when the record it was of is given back and corrected', async () => {
  const all = await offices()
  const { street, community } = all
  await takeMembers(community, newcomers(1))
  const [newcomer = {}] = newcomers(1)
  await carry(community, street, codes.street)
  const id = idIn(community, newcomer)
  const { changeSet } = await street.ask.records.edit({ id, set: { email: 'a@example.cn' } })
  expect(await resultOf(street.ask.registry.undo({ changeSet: changeSet ?? 0 }))).toMatchObject({
    undone: true,
  })
  await street.ask.packets.undoPacket({ from: codes.community, number: 1, reason: '手机号码有误' })
  await carry(street, community, codes.community)
  const { seen, fields } = await community.ask.records.show({ id })
  expect(fields['email'] ?? null).toBeNull()
  await community.ask.records.edit({ id, set: { phone: '13955556666' }, seen: [...seen] })
  await exchangeAll(all)
  for (const pc of Object.values(all))
    expect(personIn(pc, newcomer)).toMatchObject({ phone: '13955556666', email: null })
  // The packet that brought the last of it.
  expect(await stateOf(community, id)).toMatchObject({ state: 'received', number: 2 })
})
