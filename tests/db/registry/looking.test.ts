import { expect, onTestFinished, test } from 'vitest'
import { openPc, type Pc, refusalOf } from '#tests/fixtures/engine.ts'
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

test('who reaches 28 is counted as the list shows it', async () => {
  const { looking } = (await filled()).ask
  const { until, reaching28, notReported } = await looking.due({})
  expect(until).toBe('2019-06-30')
  const listed = await looking.people({ agedBy: until, status: 'normal', limit: 1000 })
  expect(listed.total).toBe(reaching28)
  expect(listed.rows.every(row => row.birth !== null && row.birth <= '1991-06-30')).toBe(true)
  expect((await looking.people({ report: 'open' })).total).toBe(notReported)
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

test('elections and meetings of one organization come newest first', async () => {
  const { looking } = (await filled()).ask
  const [term] = await looking.terms({ org: '44039901011' })
  expect(term).toMatchObject({ elected: '2017-01-15', years: 3 })
  const { total, rows } = await looking.meetings({ org: '44039901011' })
  expect(rows).toHaveLength(total)
  expect(rows[0]).toMatchObject({ type: '支部大会', heldOn: '2018-03-01' })
})
