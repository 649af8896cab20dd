import { expect, test } from 'vitest'
import { readStats } from '#db/registry/stats.ts'
import { day, type OpenRegistry, openRegistry } from './open-registry.ts'

/** Two streets below a district, with a branch of two members and a secretary below the first. */
async function filled() {
  const registry = openRegistry()
  const root = await registry.org('区', { tier: 'district', kind: 'leading' })
  const streetA = await registry.org('A', { under: root, kind: 'work-committee' })
  const streetB = await registry.org('B', { under: root, kind: 'work-committee' })
  const branch = await registry.org('A1', { under: streetA, since: '2012-03-01', tier: 'community' })
  const [li = '', wang = ''] = await registry.people('李', '王')
  const home = await registry.member(li, branch, '2017-01-01')
  await registry.member(wang, branch, '2017-01-01')
  const post = await registry.write(set =>
    set.create('post', { person: li, org: branch, title: '书记', since: '2017-05-01' }),
  )
  const hangs = String(registry.db.prepare('SELECT id FROM placement WHERE org = ?').pluck().get(branch))
  return { registry, root, streetA, streetB, branch, li, wang, home, post, hangs }
}

async function counted(registry: OpenRegistry, root: string, asOf: string) {
  const { orgs, branches, members, cadres } = await readStats(registry.reader, { root, asOf: day(asOf) })
  return { orgs, branches, members, cadres }
}

test('an organization’s numbers are its own and those of all below it, by tier and by kind', async () => {
  const { registry, root, streetA, streetB, branch } = await filled()
  const all = await readStats(registry.reader, { root, asOf: day('2018-12-31') })
  expect(all).toEqual({
    orgs: 4,
    branches: 1,
    members: 2,
    cadres: 1,
    byTier: { district: 1, street: 2, community: 1 },
    byKind: { leading: 1, 'work-committee': 2, branch: 1 },
  })
  expect(await counted(registry, streetA, '2018-12-31')).toEqual({
    orgs: 2,
    branches: 1,
    members: 2,
    cadres: 1,
  })
  expect(await counted(registry, streetB, '2018-12-31')).toEqual({
    orgs: 1,
    branches: 0,
    members: 0,
    cadres: 0,
  })
  expect(await counted(registry, branch, '2018-12-31')).toEqual({
    orgs: 1,
    branches: 1,
    members: 2,
    cadres: 1,
  })
})

test('a branch that moved counts below its old street until the day, and below its new one from then on', async () => {
  const { registry, root, streetA, streetB, branch, hangs } = await filled()
  await registry.write(set =>
    set.create('placement', { org: branch, parent: streetB, since: '2018-03-01', follows: [hangs] }),
  )
  const membersOf = async (org: string, asOf: string) => (await counted(registry, org, asOf)).members
  expect([await membersOf(streetA, '2018-02-28'), await membersOf(streetB, '2018-02-28')]).toEqual([2, 0])
  expect([await membersOf(streetA, '2018-03-01'), await membersOf(streetB, '2018-03-01')]).toEqual([0, 2])
  expect(await membersOf(root, '2018-02-28')).toBe(2)
  expect(await membersOf(root, '2018-03-01')).toBe(2)
})

test('a member who moved or left counts until the day before', async () => {
  const { registry, root, streetB, branch, li, home } = await filled()
  const second = await registry.member(li, streetB, '2018-03-01', [home])
  await registry.member(li, null, '2018-09-01', [second])
  const days = ['2016-12-31', '2017-01-01', '2018-02-28', '2018-03-01', '2018-08-31', '2018-09-01']
  const rows: [number, number, number][] = []
  for (const asOf of days) {
    const members = async (org: string) => (await counted(registry, org, asOf)).members
    rows.push([await members(root), await members(branch), await members(streetB)])
  }
  expect(rows).toEqual([
    [0, 0, 0],
    [2, 2, 0],
    [2, 2, 0],
    [2, 1, 1],
    [2, 1, 1],
    [1, 1, 0],
  ])
})

test('a closed organization counts until the day before, with its members and posts', async () => {
  const { registry, root, branch } = await filled()
  await registry.write(set => set.edit('org', branch, { closed: '2018-07-01' }))
  expect(await counted(registry, root, '2018-06-30')).toEqual({ orgs: 4, branches: 1, members: 2, cadres: 1 })
  expect(await counted(registry, root, '2018-07-01')).toEqual({ orgs: 3, branches: 0, members: 0, cadres: 0 })
})

test('an organization counts from the day it hangs somewhere', async () => {
  const { registry, root, streetB } = await filled()
  await registry.org('B1', { under: streetB, since: '2018-05-04' })
  expect((await counted(registry, root, '2018-05-03')).orgs).toBe(4)
  expect((await counted(registry, root, '2018-05-04')).orgs).toBe(5)
})

test('what hangs below one that is founded later is counted all the same', async () => {
  const { registry, root } = await filled()
  const late = await registry.org('C', { under: root, since: '2018-01-01' })
  await registry.org('C1', { under: late, since: '2010-01-01' })
  expect((await counted(registry, root, '2015-01-01')).orgs).toBe(5)
  expect((await counted(registry, late, '2015-01-01')).orgs).toBe(2)
})

test('a post counts while it is held, and one without a beginning always did', async () => {
  const { registry, root, wang, branch, post } = await filled()
  await registry.write(set => {
    set.edit('post', post, { until: '2018-01-01' })
    set.create('post', { person: wang, org: branch, title: '委员' })
  })
  const cadres = async (asOf: string) => (await counted(registry, root, asOf)).cadres
  expect(await cadres('2017-04-30')).toBe(1)
  expect(await cadres('2017-05-01')).toBe(2)
  expect(await cadres('2017-12-31')).toBe(2)
  expect(await cadres('2018-01-01')).toBe(1)
})

test('who was merged, returned or removed is counted once, or not at all', async () => {
  const { registry, root, li, wang } = await filled()
  await registry.write(set => {
    const saw = [...new Set(Object.values(registry.journal.absorber.headsOf(wang) ?? {}).flat())]
    set.create('merge', { of_entity: 'person', kept: li, lost: wang, saw })
  })
  expect((await counted(registry, root, '2018-12-31')).members).toBe(1)
  await registry.write(set => set.remove('person', li))
  expect((await counted(registry, root, '2018-12-31')).members).toBe(0)
})

test('an organization that is not there has nothing', async () => {
  const { registry } = await filled()
  expect(await readStats(registry.reader, { root: 'nowhere', asOf: day('2018-12-31') })).toEqual({
    orgs: 0,
    branches: 0,
    members: 0,
    cadres: 0,
    byTier: {},
    byKind: {},
  })
})
