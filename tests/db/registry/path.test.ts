import { expect, test } from 'vitest'
import { pathsOf } from '#db/registry/path.ts'
import { day, type OpenRegistry, openRegistry } from './open-registry.ts'

async function tree() {
  const registry = openRegistry()
  const root = await registry.org('区', { code: 'R', short_name: '区' })
  const streetA = await registry.org('A街道', { under: root })
  const streetB = await registry.org('B街道', { under: root, since: '2015-01-01' })
  const branch = await registry.org('A1支部', { under: streetA })
  return { registry, root, streetA, streetB, branch }
}

async function path(registry: OpenRegistry, org: string, asOf: string): Promise<string[]> {
  return ((await pathsOf(registry.reader, [org], day(asOf))).get(org) ?? []).map(ancestor => ancestor.name)
}

const placeOf = ({ db }: OpenRegistry, org: string) =>
  db.prepare<[string], { id: string }>('SELECT id FROM placement WHERE org = ? ORDER BY rank DESC').get(org)
    ?.id ?? ''

const move = (registry: OpenRegistry, org: string, parent: string, since: string) =>
  registry.write(set => set.create('placement', { org, parent, since, follows: [placeOf(registry, org)] }))

test('a path runs from the top down, without the organization itself', async () => {
  const { registry, root, branch } = await tree()
  expect(await path(registry, branch, '2018-12-31')).toEqual(['区', 'A街道'])
  expect(await path(registry, root, '2018-12-31')).toEqual([])
  const [top] = (await pathsOf(registry.reader, [branch], day('2018-12-31'))).get(branch) ?? []
  expect(top).toEqual({ id: root, code: 'R', name: '区', short: '区' })
})

test('a path is that of the day, and before every day that of the first place', async () => {
  const { registry, streetB, branch } = await tree()
  await move(registry, branch, streetB, '2018-03-01')
  expect(await path(registry, branch, '1990-01-01')).toEqual(['区', 'A街道'])
  expect(await path(registry, branch, '2018-02-28')).toEqual(['区', 'A街道'])
  expect(await path(registry, branch, '2018-03-01')).toEqual(['区', 'B街道'])
})

test('the paths of many are asked at once', async () => {
  const { registry, root, streetA, streetB, branch } = await tree()
  const paths = await pathsOf(registry.reader, [branch, streetB, root, streetA, 'nowhere'], day('2018-12-31'))
  const names = [...paths].map(([id, above]) => [id, above.map(ancestor => ancestor.name)])
  expect(new Map(names as [string, string[]][])).toEqual(
    new Map([
      [branch, ['区', 'A街道']],
      [streetA, ['区']],
      [streetB, ['区']],
    ]),
  )
})

test('a move that would close a circle changes no path', async () => {
  const { registry, streetA, branch } = await tree()
  await move(registry, streetA, branch, '2018-03-01')
  expect(await path(registry, branch, '2018-12-31')).toEqual(['区', 'A街道'])
  expect(await path(registry, streetA, '2018-12-31')).toEqual(['区'])
})

test('moves that close no circle as the tree ends up, but one on earlier days, have no effect either', async () => {
  const { registry, root, streetA, streetB } = await tree()
  await move(registry, streetA, streetB, '2018-01-01')
  await move(registry, streetA, root, '2019-01-01')
  await move(registry, streetB, streetA, '2018-06-01')
  expect(await path(registry, streetA, '2018-09-01')).toEqual(['区', 'B街道'])
  expect(await path(registry, streetB, '2019-06-01')).toEqual(['区'])
})
