import { expect, onTestFinished, test } from 'vitest'
import { peopleSorts } from '#contract/looking.ts'
import { daysCounted, listBehind } from '#renderer/features/home/year-rows.ts'
import { openPc, type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { district, fillDistrict } from '#tests/fixtures/small-district.ts'

async function filled(): Promise<Pc> {
  const pc = await openPc('browse')
  onTestFinished(pc.discard)
  await fillDistrict(pc)
  return pc
}

test('the tree begins at the own organization, and each node counts what lies below it', async () => {
  const { looking, registry } = (await filled()).ask
  const top = await looking.top({})
  const stats = await registry.stats({})
  expect(top).toMatchObject({ name: district.name, children: 2, branches: 8, members: stats.members })
  const streets = await looking.children({ org: top.id })
  expect(streets.map(street => [street.code, street.children, street.branches])).toEqual([
    ['4403990100', 2, 4],
    ['4403990200', 2, 4],
  ])
  expect(streets.reduce((sum, street) => sum + street.members, 0)).toBe(stats.members)
})

test('before an organization was founded it is no child of any', async () => {
  const { looking } = (await filled()).ask
  const before = await looking.children({ org: district.code, asOf: '2009-12-31' })
  expect(before).toEqual([])
})

test('the way down to an organization is told by code or by id, and unknown ones are left out', async () => {
  const { looking } = (await filled()).ask
  const [place, ...others] = await looking.places({ orgs: ['4403990101', 'nothing'] })
  expect(others).toEqual([])
  expect(place?.path.map(step => step.code)).toEqual([district.code, '4403990100', '4403990101'])
  const id = place?.path.at(-1)?.id ?? ''
  expect(await looking.places({ orgs: [id] })).toEqual([{ org: id, path: place?.path }])
})

test('people are listed by window and filter, ID numbers and telephones masked', async () => {
  const { looking, registry } = (await filled()).ask
  const { members } = await registry.stats({})
  const all = await looking.people({ limit: 1000 })
  expect(all.total).toBe(members)
  expect(all.rows).toHaveLength(members)
  for (const row of all.rows) {
    expect(row.idMasked).toMatch(/^440399\*{10}../)
    expect(row.phoneMasked).toMatch(/^138\*{6}\d\d$/)
  }
  const second = await looking.people({ offset: 10, limit: 5 })
  expect(second.total).toBe(members)
  expect(second.rows).toEqual(all.rows.slice(10, 15))
  const street = await looking.people({ org: '4403990100', limit: 1000 })
  expect(street.total).toBe((await registry.stats({ org: '4403990100' })).members)
  const zhao = await looking.people({ text: '赵' })
  expect(zhao.rows.map(row => row.name)).toEqual(['赵晓安'])
  expect((await looking.people({ text: 'zxa' })).rows.map(row => row.name)).toEqual(['赵晓安'])
  expect((await looking.people({ status: 'disabled' })).total).toBe(0)
})

test('those past 28 and those who are about to be are two numbers, each as its list shows it', async () => {
  const { looking } = (await filled()).ask
  const { asOf, until, past28, past28InPost, reaching28, notReported } = await looking.due({
    asOf: '2025-01-01',
  })
  const [bornBy, bornUntil] = [asOf, until].map(day => `${Number(day.slice(0, 4)) - 28}${day.slice(4)}`)
  const normal = { status: 'normal', asOf, limit: 1000 } as const
  const past = await looking.people({ ...normal, agedBy: asOf })
  const soon = await looking.people({ ...normal, agedAfter: asOf, agedBy: until })
  // Whoever holds a post may stay and is not due; home and the page of those past 28 say the same two numbers.
  const stay = await looking.people({ ...normal, agedBy: asOf, post: 'held' })
  expect([past.total, stay.total, soon.total]).toEqual([past28 + past28InPost, past28InPost, reaching28])
  expect(past28).toBeGreaterThan(0)
  expect(reaching28).toBeGreaterThan(0)
  expect(past.rows.map(row => row.birth).filter(birth => birth === null || birth > (bornBy ?? ''))).toEqual(
    [],
  )
  const soonBorn = soon.rows.map(row => row.birth ?? '')
  expect(soonBorn.filter(birth => birth <= (bornBy ?? '') || birth > (bornUntil ?? ''))).toEqual([])
  expect((await looking.people({ report: 'open', asOf })).total).toBe(notReported)
})

test('whoever is past 28 is to leave unless he holds a post, and those who are leave in one act', async () => {
  const pc = await filled()
  pc.setDay('2025-01-01')
  const { looking, records } = pc.ask
  const past = { status: 'normal', agedBy: '2025-01-01', asOf: '2025-01-01' } as const
  const all = await looking.people(past)
  const [first] = all.rows
  const post = { person: first?.id ?? '', org: first?.org.id ?? '', title: '书记', former: 'stays' }
  await records.add({ kind: 'post', set: post, on: '2018-01-01', by: 'x' })
  const held = await looking.people({ ...past, post: 'held' })
  const none = await looking.people({ ...past, post: 'none' })
  expect(held.rows.map(row => row.id)).toContain(first?.id)
  expect(held.rows.every(row => row.posts.length > 0)).toBe(true)
  expect(none.rows.every(row => row.posts.length === 0)).toBe(true)
  expect(held.total + none.total).toBe(all.total)
  const ids = none.rows.map(row => row.id)
  const many = { ids, add: 'membership', set: { reason: 'aged-out' }, dryRun: true, by: 'x' }
  const left = await resultOf(records.many(many))
  expect([left.done, left.wrong]).toEqual([ids.length, 0])
})

test('people come in the order of any column, and the other way round, the same people each time', async () => {
  const { looking } = (await filled()).ask
  const by = async (sort: (typeof peopleSorts)[number], down: boolean) =>
    (await looking.people({ sort, down, limit: 1000 })).rows
  const ids = (await by('name', false)).map(row => row.id).sort()
  for (const sort of peopleSorts) {
    const [up, down] = [await by(sort, false), await by(sort, true)]
    expect(up.map(row => row.id).sort(), sort).toEqual(ids)
    expect(down.map(row => row.id).sort(), sort).toEqual(ids)
  }
  const births = (await by('birth', true)).map(row => row.birth ?? '')
  expect(births).toEqual(births.toSorted().toReversed())
  const orgs = (await by('org', false)).map(row => row.org.id)
  expect(orgs.filter((org, i) => org !== orgs[i - 1])).toHaveLength(new Set(orgs).size)
})

test('people and posts are found by name; people by how their numbers end too', async () => {
  const { looking, registry } = (await filled()).ask
  const [one] = (await looking.people({ limit: 1 })).rows
  const { value: phone } = await registry.disclose({ person: one?.id ?? '', field: 'phone', reason: 'x' })
  const { value: id } = await registry.disclose({ person: one?.id ?? '', field: 'id', reason: 'x' })
  expect([typeof phone, typeof id]).toEqual(['string', 'string'])
  for (const text of [
    phone?.slice(-4),
    phone?.slice(-6),
    phone ?? '',
    id?.slice(-4),
    id?.slice(-8).toLowerCase(),
  ]) {
    const found = await looking.people({ text: text ?? '', limit: 1000 })
    expect(
      found.rows.map(row => row.id),
      text,
    ).toContain(one?.id)
    expect(
      (await registry.find({ text: text ?? '' })).people.map(person => person.id),
      text,
    ).toContain(one?.id)
  }
  const posts = await looking.cadres({ limit: 1000 })
  const [cadre] = posts.rows
  const named = await looking.cadres({ text: cadre?.name ?? '', limit: 1000 })
  expect(named.rows).toEqual(posts.rows.filter(row => row.name.includes(cadre?.name ?? '')))
  expect(named.total).toBe(named.rows.length)
  const secretaries = await looking.cadres({ text: '书记', sort: 'name', down: true, offset: 1, limit: 2 })
  expect(secretaries.total).toBe(posts.rows.filter(row => row.title.includes('书记')).length)
  expect(secretaries.rows).toHaveLength(2)
})

test('a year is compared only with a day of which the registry knew something', async () => {
  const { registry } = (await filled()).ask
  expect((await registry.stats({})).isKnown).toBe(true)
  expect((await registry.stats({ asOf: '1990-01-01' })).isKnown).toBe(false)
})

test('the posts below an organization are as many as its statistics say', async () => {
  const { looking, registry } = (await filled()).ask
  const { cadres } = await registry.stats({})
  const posts = await looking.cadres({ org: district.code })
  expect(posts.total).toBe(cadres)
  expect(await looking.cadres({ org: district.code, limit: 3 })).toEqual({
    total: cadres,
    rows: posts.rows.slice(0, 3),
  })
})

test('one person has homes, posts and standings; an unknown one is refused', async () => {
  const { looking } = (await filled()).ask
  const [secretary] = (await looking.cadres({ org: '44039901011' })).rows
  const detail = await looking.person({ id: secretary?.person ?? '' })
  expect(detail.homes.map(home => home.org?.code)).toEqual(['44039901011'])
  expect(detail.posts.map(post => post.title)).toEqual([secretary?.title])
  expect(await refusalOf(looking.person({ id: 'nobody' }))).toMatchObject({ code: 'person-unknown' })
})

test('elections and meetings come newest first where that is asked for, else as they were registered', async () => {
  const { records } = (await filled()).ask
  const list = async (kind: string, newest: boolean) =>
    (await records.list({ kind, org: '44039901011', newest })).rows.map(({ fields }) => fields)
  expect((await list('term', true))[0]).toMatchObject({ elected: '2017-01-15', years: 3 })
  const meetings = await list('meeting', true)
  expect(meetings[0]).toMatchObject({ type: '支部大会', held_on: '2018-03-01' })
  const days = meetings.map(fields => String(fields['held_on']))
  expect(days).toEqual(days.toSorted().toReversed())
  expect(await list('meeting', false)).toHaveLength(meetings.length)
})

test('each number of a year is that of the records behind it, of this year and of the same days of the last', async () => {
  const { glance, records, looking } = (await filled()).ask
  const [person] = (await looking.people({ limit: 1 })).rows
  // Over by now, and counted all the same; who left is somewhere no longer.
  const left = { person: person?.id ?? '', reason: '退团', since: '2018-11-01' }
  await records.add({ kind: 'membership', set: left })
  const { rows, asOf } = await glance.year({})
  expect(rows.map(({ what }) => what).toSorted()).toEqual([
    ...['elections', 'joined', 'left', 'meetings', 'posts'],
  ])
  expect(rows.find(({ what }) => what === 'left')?.now).toBe(1)
  for (const row of rows)
    for (const isBefore of [false, true]) {
      const { from, to } = daysCounted(asOf, isBefore)
      const list = listBehind(row.what, from, to)
      if (list === undefined) throw new Error(row.what)
      const { total } = await records.list({ kind: list.kind, where: list.where, within: list.within })
      expect([row.what, from, total]).toEqual([row.what, from, isBefore ? row.before : row.now])
    }
  const { code } = await refusalOf(
    records.list({ kind: 'post', within: { field: 'title', from: asOf, to: asOf } }),
  )
  expect(code).toBe('field-unknown')
})
