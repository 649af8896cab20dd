import { afterEach, expect, test } from 'vitest'
import { faultChecks } from '#contract/faults.ts'
import { type Pc, refusalOf } from '#tests/fixtures/engine.ts'
import { codes, write } from '#tests/fixtures/exchange.ts'
import { filledDistrict } from '#tests/fixtures/small-district.ts'

const pcs: Pc[] = []

async function aDistrict(): Promise<Pc> {
  const pc = await filledDistrict.open('district')
  pcs.push(pc)
  return pc
}

afterEach(async () => {
  for (const pc of pcs) expect(pc.bugs).toEqual([])
  await Promise.all(pcs.splice(0).map(pc => pc.discard()))
})

const countsOf = async (pc: Pc) => {
  const { checks } = await pc.ask.faults.list({})
  return Object.fromEntries(checks.map(({ check, n }) => [check, n]))
}

test('each mistake across records is found once it is there, names its record, and nothing else is', async () => {
  const pc = await aDistrict()
  const before = await countsOf(pc)
  expect(Object.keys(before)).toEqual([...faultChecks])
  const young = new Set((await pc.ask.faults.list({ limit: 1000 })).rows.map(row => row.id))
  const { rows: people } = await pc.ask.looking.people({ org: `${codes.community}1`, limit: 100 })
  const [one, two, three, four] = people.map(({ id }) => id).filter(id => !young.has(id))
  const { id: branch } = await pc.ask.registry.orgShow({ org: `${codes.community}1` })
  const { id: elsewhere } = await pc.ask.registry.orgShow({ org: `${codes.community}2` })
  const { fields } = await pc.ask.records.show({ id: one ?? '' })
  await write(pc, set => {
    const born = { id_type: 'resident', id_number: '11010119990307663X', birth: '1999-03-07', sex: 'male' }
    const twin = set.create('person', { name: String(fields['name']), ...born })
    set.edit('person', one ?? '', { ...born, joined: '2016-05-01', joined_precision: 'month' })
    set.create('membership', {
      person: twin,
      org: elsewhere,
      since: '2018-01-01',
      since_known: 1,
      follows: [],
    })
    set.edit('person', two ?? '', {
      ...born,
      joined: '2016-05-01',
      joined_precision: 'month',
      id_number: '110101199903076656',
      birth: '1998-03-07',
    })
    set.edit('person', three ?? '', {
      ...born,
      id_number: null,
      joined: '2008-05-01',
      joined_precision: 'month',
    })
    set.create('post', {
      person: four ?? '',
      org: branch,
      title: '书记',
      since: '2018-03-01',
      until: '2018-02-01',
    })
    set.create('post', { person: 'nobody', org: branch, title: '副书记', since: '2018-03-01' })
    const stranger = set.create('person', { name: '外人甲' })
    set.create('post', { person: stranger, org: branch, title: '委员', since: '2018-03-01' })
    const below = set.create('org', {
      ...{
        name: '支部下的支部',
        kind: 'branch',
        tier: 'two-new',
        branch_type: 'ordinary',
        code: codes.street,
      },
    })
    set.create('placement', { org: below, parent: branch, since: '2018-01-01' })
    set.edit('org', elsewhere, { closed: '2018-06-01' })
  })
  const after = await countsOf(pc)
  const more = Object.fromEntries(
    faultChecks.map(check => [check, (after[check] ?? 0) - (before[check] ?? 0)] as const),
  )
  expect(more).toEqual({
    ...{ 'same-number': 2, 'two-branches': 2, 'birth-number': 1, 'joined-young': 1, 'unknown-person': 1 },
    ...{
      'not-a-member': 1,
      nowhere: 0,
      'branch-above': 1,
      'closed-branch': 1,
      'closed-post': 1,
      'same-code': 2,
    },
    'post-ends-first': 1,
  })
  const doubled = await pc.ask.faults.list({ check: 'same-number' })
  expect(doubled.total).toBe(after['same-number'])
  expect(doubled.rows.map(row => row.id)).toContain(one)
  // One number is of one person: before two are told apart, the wrong one is put right.
  const [other] = doubled.rows.map(row => row.id).filter(id => id !== one)
  const apart = { kind: 'apart', set: { person: one ?? '', other: other ?? '' }, by: '李书记' }
  const { details } = await refusalOf(pc.ask.records.add(apart))
  expect(details).toMatchObject({ problems: [{ field: 'other', code: 'same-number' }] })
  const all = await pc.ask.faults.list({ limit: 3, offset: 1 })
  expect(all.rows).toHaveLength(3)
  expect(all.total).toBe(Object.values(after).reduce((sum, n) => sum + n, 0))
})
