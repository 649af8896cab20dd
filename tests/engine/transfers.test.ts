import { expect, test } from 'vitest'
import { openPc, type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { carry, codes, enrol, exchangeAll, members, open, packet } from '#tests/fixtures/exchange.ts'
import { lookInto } from '#tests/fixtures/table-dump.ts'
import { elsewhere, expectAgreement, idOf, ofCommunity, threeOffices } from './three-offices.ts'

const { offices, keep } = threeOffices()

const branch = `${codes.community}1`
const otherStreet = '4403990200'
const second = `${codes.community}2`
const [secretary = {}, , plain = {}, plainToo = {}] = ofCommunity
const who = idOf(plain)
const ask = (pc: Pc, to: string, more: Record<string, unknown> = {}) =>
  pc.ask.transfers.ask({ person: who, to, reason: '就业', fees: '已交清', ...more })
const stateOf = async (pc: Pc, id: string) => (await pc.ask.transfers.show({ id })).state
const homeOf = (pc: Pc) =>
  lookInto(pc.folder, db =>
    db
      .prepare<[string], { org: string | null }>(
        `SELECT m.org FROM membership m JOIN person p ON p.id = m.person WHERE p.id_number = ? AND m.until IS NULL`,
      )
      .all(who),
  )
const problemsOf = async (asking: Promise<unknown>) => {
  const { details } = await refusalOf(asking)
  return (details['problems'] as { field: string; code: string }[]).map(({ field, code }) => [field, code])
}

test('inside one registry: asked for, in transit, accepted; he has one home at any moment, and the numbers add up', async () => {
  const { community } = await offices()
  const before = await members(community)
  expect(await problemsOf(community.ask.transfers.ask({ person: who, to: branch }))).toEqual([
    ['fees', 'missing'],
    ['to', 'already-there'],
  ])
  const asked = await ask(community, second, { on: '2018-12-24' })
  expect(asked.sentences[0]?.zh).toContain('2018-12-24 申请，2019-01-03 前办结')
  expect(asked.warnings).toEqual([])
  expect(await stateOf(community, asked.id)).toBe('in-transit')
  const was = homeOf(community)
  expect(await problemsOf(ask(community, second))).toEqual([['person', 'in-transit']])
  expect(
    await problemsOf(community.ask.records.add({ kind: 'membership', set: { person: who, org: second } })),
  ).toEqual([['person', 'in-transit']])
  expect(
    await refusalOf(community.ask.records.edit({ id: asked.id, set: { reason: '升学' } })),
  ).toMatchObject({
    code: 'record-once',
  })
  const { rows, counts } = await community.ask.transfers.list({})
  expect(rows).toMatchObject([
    { id: asked.id, state: 'in-transit', may: ['accept', 'refuse', 'cancel', 'relay'] },
  ])
  expect(counts.within).toMatchObject({ asked: 1, inTransit: 1, done: 0 })
  expect(homeOf(community)).toEqual(was)
  const dry = await community.ask.transfers.accept({ id: who, on: '2018-12-28', dryRun: true })
  expect(dry.changeSet).toBeNull()
  const done = await community.ask.transfers.accept({ id: who, on: '2018-12-28', by: '李书记' })
  expect(homeOf(community)).not.toEqual(was)
  expect(await community.ask.transfers.show({ id: asked.id })).toMatchObject({
    state: 'accepted',
    since: '2018-12-28',
    actor: '李书记',
    may: [],
  })
  expect(await members(community)).toBe(before)
  expect((await community.ask.transfers.list({ asOf: '2018-12-26' })).rows[0]?.state).toBe('in-transit')
  expect(await problemsOf(community.ask.transfers.cancel({ id: asked.id }))).toEqual([
    ['id', 'transfer-over'],
  ])
  await resultOf(community.ask.registry.undo({ changeSet: done.changeSet ?? 0 }))
  expect(await stateOf(community, asked.id)).toBe('in-transit')
  expect(homeOf(community)).toEqual(was)
})

test('that fees are paid is held against what the registry has of them, and told', async () => {
  const { community } = await offices()
  const [{ id: person } = { id: '' }] = (await community.ask.looking.people({ text: who.slice(-4) })).rows
  await community.ask.records.add({
    kind: 'fee',
    set: { person, year: '2018', due: '2', paid_01: '2', paid_08: '2' },
  })
  const dry = (on: string, more = {}) => ask(community, second, { on, dryRun: true, ...more })
  expect((await dry('2018-09-10')).warnings).toEqual([])
  expect((await dry('2018-12-24')).warnings.map(({ zh }) => zh)).toEqual([
    expect.stringMatching(/的团费只登记到 2018-08。请核对是否已经交清。$/),
  ])
  expect((await dry('2018-12-24', { fees: '免交' })).warnings).toEqual([])
})

test('who was passed on and taken in there is not passed back by an undo, and nobody joins a branch that is closed since', async () => {
  const { street } = await offices()
  const third = `${codes.community.slice(0, -1)}21`
  const asked = await ask(street, second, { on: '2018-12-22' })
  const passed = await street.ask.transfers.relay({ id: asked.id, to: third, on: '2018-12-23' })
  const taken = await street.ask.transfers.accept({ id: asked.id, on: '2018-12-24' })
  const kept = await resultOf(street.ask.registry.undo({ changeSet: passed.changeSet ?? 0 }))
  expect(kept).toMatchObject({ undone: false, blockedBy: [{ changeSet: taken.changeSet }] })
  expect(await stateOf(street, asked.id)).toBe('accepted')
  for (const { changeSet } of [taken, passed])
    expect(await resultOf(street.ask.registry.undo({ changeSet: changeSet ?? 0 }))).toMatchObject({
      undone: true,
    })
  expect(await street.ask.transfers.show({ id: asked.id })).toMatchObject({
    ...{ state: 'in-transit', target: { code: second } },
  })

  // Written down later, as of a day on which the branch was there still.
  await street.ask.orgs.act({ act: 'merge', org: second, set: { into: third }, on: '2018-12-28' })
  expect(await problemsOf(street.ask.transfers.accept({ id: asked.id, on: '2018-12-26' }))).toEqual([
    ['to', 'org-closed'],
  ])
  await street.ask.transfers.accept({ id: asked.id, on: '2018-12-26', to: third })

  // Nobody is asked away from where he had not come yet.
  await street.ask.transfers.ask({ person: who, to: branch, fees: '已交清', on: '2018-12-27', dryRun: true })
  expect(
    await problemsOf(
      street.ask.transfers.ask({ person: who, to: branch, fees: '已交清', on: '2018-12-25', dryRun: true }),
    ),
  ).toEqual([['asked', 'before-last']])
})

test('whoever merges a branch hears who is on his way to it, and he is taken in elsewhere', async () => {
  const { community } = await offices()
  const asked = await ask(community, second, { on: '2018-12-24' })
  const into = { act: 'merge', org: second, set: { into: branch }, on: '2018-12-26' } as const
  const merged = await community.ask.orgs.act(into)
  expect(merged.warnings.map(({ zh }) => zh)).toEqual([
    expect.stringMatching(/^有 1 人正在转入“.+”（.+）。接收时请另选团支部。$/),
  ])
  expect(await problemsOf(community.ask.transfers.accept({ id: asked.id, on: '2018-12-28' }))).toEqual([
    ['to', 'org-closed'],
  ])
  await community.ask.transfers.cancel({ id: asked.id, on: '2018-12-28' })
  expect(
    (await community.ask.orgs.act({ ...into, act: 'reopen', set: {}, on: '2018-12-29' })).warnings,
  ).toEqual([])
})

test('a list holds what waits for this office, for others, and what is over, in the order that is asked for', async () => {
  const all = await offices()
  const { street, community } = all
  const away = await ask(community, '别处', { on: '2018-12-24' })
  const here = await ask(community, branch, {
    on: '2018-12-25',
    person: idOf(plainToo),
    deadline: '2018-12-31',
  })
  const idsOf = async (pc: Pc, more: Parameters<Pc['ask']['transfers']['list']>[0]) =>
    (await pc.ask.transfers.list(more)).rows.map(({ id }) => id)
  expect(await idsOf(community, { part: 'mine' })).toEqual([here.id])
  expect(await idsOf(community, { part: 'open' })).toEqual([away.id])
  expect(await idsOf(community, {})).toEqual([here.id, away.id])
  expect(await idsOf(community, { sort: 'asked', down: false })).toEqual([away.id, here.id])
  expect(await idsOf(community, { sort: 'deadline', down: false })).toEqual([here.id, away.id])
  // One person's alone, for his own page.
  const moved = (await community.ask.transfers.show({ id: here.id })).person.id
  expect(await idsOf(community, { person: moved })).toEqual([here.id])
  expect(await idsOf(community, { person: moved, asOf: '2018-12-24' })).toEqual([])
  await community.ask.transfers.accept({ id: here.id })
  expect((await community.ask.transfers.list({ limit: 1 })).parts).toEqual({ mine: 0, open: 1, over: 1 })
  await carry(community, street, codes.street)
  // The asker could not say to whom: the office above says it, so it waits for that one.
  expect(await idsOf(street, { part: 'mine' })).toEqual([away.id])
  expect((await street.ask.transfers.show({ id: away.id })).may[0]).toBe('relay')
  // Passed on to an office below that has a PC of its own, it waits for that one; it may still be done in its place.
  await street.ask.transfers.relay({ id: away.id, to: branch })
  expect(await street.ask.transfers.list({})).toMatchObject({ parts: { mine: 0, open: 1 } })
  expect((await street.ask.transfers.show({ id: away.id })).may[0]).toBe('accept')
})

test('refused with a reason, cancelled, lapsed after its days: he stays, and can be asked for anew', async () => {
  const { community } = await offices()
  const first = await ask(community, second, { on: '2018-12-03' })
  expect(await problemsOf(community.ask.transfers.refuse({ id: first.id }))).toEqual([['note', 'missing']])
  await community.ask.transfers.refuse({ id: first.id, note: '查无此人', on: '2018-12-05' })
  // Whose transfer it is reads of it on his own page.
  const [person] = (await community.ask.registry.find({ text: who })).people
  const [newest] = await community.ask.registry.history({ of: person?.id ?? '', limit: 1 })
  expect(newest?.sentence.zh).toContain('查无此人')
  expect(await community.ask.transfers.show({ id: first.id })).toMatchObject({
    state: 'refused',
    said: '查无此人',
  })
  const next = await ask(community, second, { on: '2018-12-06' })
  await community.ask.transfers.cancel({ id: next.id, on: '2018-12-07' })
  const late = await ask(community, second, { on: '2018-11-01' })
  expect(await stateOf(community, late.id)).toBe('lapsed')
  expect(await problemsOf(community.ask.transfers.accept({ id: late.id }))).toEqual([
    ['id', 'transfer-lapsed'],
  ])
  // What was answered in time is written down later.
  const inTime = await community.ask.transfers.accept({ id: late.id, on: '2018-11-08', dryRun: true })
  expect(inTime.sentences).toHaveLength(1)
  await community.ask.transfers.cancel({ id: late.id })
  const { counts, total } = await community.ask.transfers.list({ state: 'cancelled' })
  expect({ total, within: counts.within }).toEqual({
    total: 2,
    within: { asked: 3, inTransit: 0, lapsed: 0, done: 0, refused: 1, cancelled: 2 },
  })
})

test('to the outside he leaves once his home notes that he has arrived, with the reason', async () => {
  const { community } = await offices()
  const before = await members(community)
  const asked = await ask(community, '广州某公司团支部', { outside: true })
  expect(await members(community)).toBe(before)
  const done = await community.ask.transfers.accept({ id: asked.id })
  expect(done.sentences[0]?.zh).toContain('已转出系统外')
  expect(await members(community)).toBe(before - 1)
  expect(await stateOf(community, asked.id)).toBe('left')
  expect(homeOf(community)).toEqual([{ org: null }])
  const back = await ask(community, '广州另一公司', { outside: true, person: idOf(plainToo) })
  await community.ask.transfers.refuse({ id: back.id, note: '对方不收' })
  expect(await stateOf(community, back.id)).toBe('cancelled')
})

test('through packets to an office in another street: asked, passed on, accepted; both see it, and he is in one place everywhere', async () => {
  const all = await offices()
  const { district, street, community } = all
  const other = keep(await openPc('other'))
  const { fingerprint } = await district.ask.packets.enrolRequest({ name: '区' })
  await enrol(other, district, otherStreet, fingerprint)
  await exchangeAll(all)
  const [inCommunity, inOther, inDistrict] = await Promise.all(
    [community, other, district].map(pc => members(pc)),
  )
  const asked = await ask(community, '另一街道的团支部')
  expect(asked.warnings[0]?.zh).toContain('将请上级转交')
  await carry(community, street, codes.street)
  const told = await carry(street, district, codes.district)
  expect(told.sentences.map(({ zh }) => zh).join('\n')).toMatch(
    new RegExp(`${plain['姓名']}：申请由.*，要由上级转交`),
  )
  expect(await district.ask.transfers.show({ id: asked.id })).toMatchObject({ target: null })
  await district.ask.transfers.relay({ id: asked.id, to: elsewhere })
  const lost = await packet(district, otherStreet)
  const offered = await open(other, await packet(district, otherStreet))
  expect(offered).toMatchObject({ status: 'applied' })
  // He and his home are known there by the names that came with the packet.
  const sentences = offered.sentences.map(({ zh }) => zh).join('\n')
  expect(sentences).toContain(`${plain['姓名']}：申请由东坪社区第一团支部转往另一街道的团支部`)
  expect(sentences).toContain(`${plain['姓名']}：组织关系转接转交“`)
  expect(sentences).not.toMatch(/—：|本台账里没有的单位：|要由上级转交/)
  expect(await other.ask.transfers.show({ id: asked.id })).toMatchObject({
    person: { name: plain['姓名'] },
    state: 'in-transit',
    may: ['accept', 'refuse'],
  })
  expect(await members(other)).toBe(inOther)
  const accepted = await other.ask.transfers.accept({ id: asked.id })
  expect(accepted.warnings.map(({ zh }) => zh).join()).toContain('登记现在还不在本台账里')
  expect(await stateOf(other, asked.id)).toBe('accepted')
  expect(await stateOf(community, asked.id)).toBe('in-transit')
  await packet(other, codes.district)
  expect(await carry(other, district, codes.district)).toMatchObject({ status: 'applied', returned: [] })
  expect((await open(other, lost)).status).not.toBe('refused')
  await carry(district, other, otherStreet)
  await exchangeAll(all)
  for (const pc of [district, community, other]) expect(await stateOf(pc, asked.id)).toBe('accepted')
  expect(await members(other)).toBe((inOther ?? 0) + 1)
  expect(await members(community)).toBe((inCommunity ?? 0) - 1)
  expect(await members(district)).toBe(inDistrict)
  expect(
    (await district.ask.packets.disputes()).rows.length + (await other.ask.packets.disputes()).rows.length,
  ).toBe(0)
  expect((await district.ask.transfers.list({})).counts.within).toMatchObject({ asked: 1, done: 1 })
  expect((await community.ask.transfers.list({})).counts.out).toMatchObject({ asked: 1, done: 1 })
  expect((await other.ask.transfers.list({})).counts.in).toMatchObject({ asked: 1, done: 1 })
  await expectAgreement(all)
})

test('a transfer waits for the office that keeps the registry of whoever is to answer, and not for those above it', async () => {
  const { community, street } = await offices()
  const partsOf = async (pc: Pc, asOf?: string) => (await pc.ask.transfers.list({ asOf })).parts
  await ask(community, second)
  await ask(community, '广州某公司', { outside: true, person: idOf(plainToo) })
  await carry(community, street, codes.street)
  expect(await partsOf(community)).toMatchObject({ mine: 2, open: 0 })
  expect(await partsOf(street)).toMatchObject({ mine: 0, open: 2 })
  // Its days over, it is for whoever asked to take it back.
  expect(await partsOf(community, '2019-03-01')).toMatchObject({ mine: 2, open: 0 })
  expect(await partsOf(street, '2019-03-01')).toMatchObject({ mine: 0, open: 2 })
})

test('an acceptance under way beats a cancellation that its author had not seen', async () => {
  const all = await offices()
  const { district, street, community } = all
  const other = keep(await openPc('other'))
  const { fingerprint } = await district.ask.packets.enrolRequest({ name: '区' })
  await enrol(other, district, otherStreet, fingerprint)
  const asked = await ask(community, '别处')
  await carry(community, street, codes.street)
  await carry(street, district, codes.district)
  await district.ask.transfers.relay({ id: asked.id, to: elsewhere })
  await carry(district, other, otherStreet)
  await community.ask.transfers.cancel({ id: asked.id, note: '不转了' })
  expect(await stateOf(community, asked.id)).toBe('cancelled')
  await other.ask.transfers.accept({ id: asked.id })
  await exchangeAll(all)
  expect(await carry(other, district, codes.district)).toMatchObject({ status: 'applied', returned: [] })
  await exchangeAll(all)
  await carry(district, other, otherStreet)
  for (const pc of [district, street, community, other]) expect(await stateOf(pc, asked.id)).toBe('accepted')
  await expectAgreement(all)
})

test('whoever holds a post lays it down first, or with the transfer', async () => {
  const { community } = await offices()
  const person = idOf(secretary)
  expect(await problemsOf(ask(community, second, { person }))).toEqual([['posts', 'posts-held']])
  // A form says it in its own field, and what is proposed there is enough.
  const byForm = (posts: object) =>
    community.ask.records.add({
      kind: 'transfer',
      set: { person, to: second, reason: 'work', fees: 'paid', ...posts },
      dryRun: true,
    })
  const { details } = await refusalOf(byForm({}))
  expect(details['problems']).toMatchObject([{ field: 'posts', code: 'posts-held', repair: 'ended' }])
  expect((await byForm({ posts: 'ended' })).sentences).toHaveLength(2)
  const done = await ask(community, second, { person, on: '2018-12-03', endPosts: true })
  expect(done.sentences.map(({ zh }) => zh).join('\n')).toContain('自 2018-12-03 起')
  expect((await community.ask.transfers.show({ id: done.id })).posts).toBe('ended')
  // Who stays after all is told that the post is laid down none the less, and how it is taken up again.
  const stays = await community.ask.transfers.cancel({ id: done.id, on: '2018-12-04', dryRun: true })
  expect(stays.warnings.map(({ zh }) => zh).join('\n')).toMatch(
    /自 2018-12-03 起不再任“.+”书记。.+清空离任日期/,
  )
  await community.ask.transfers.cancel({ id: done.id, on: '2018-12-04' })
  const { rows } = await community.ask.records.list({ kind: 'person', where: { id_number: person } })
  const shown = () => community.ask.looking.person({ id: rows[0]?.id ?? '' })
  const post = (await shown()).posts.find(({ until }) => until === '2018-12-03')
  await community.ask.records.edit({ id: post?.id ?? '', set: { until: '' } })
  expect((await shown()).posts).toContainEqual({ ...post, until: null })
  expect(await problemsOf(ask(community, second, { person }))).toEqual([['posts', 'posts-held']])
})
