import { expect, test } from 'vitest'
import { codeOf, sourcesIn } from '#tests/fixtures/source-imports.ts'

/** In how many places the program names what CONTRIBUTING's two recipes add: one more is a recipe that is not told. */
const sources = ['db', 'electron', 'renderer', 'build'].flatMap(sourcesIn)

/** The files that say this word, and how often. */
function saying(word: RegExp): Record<string, number> {
  const found = sources.map(file => [file, codeOf(file).match(word)?.length ?? 0] as const)
  return Object.fromEntries(found.filter(([, times]) => times > 0))
}

test('a field of a person is its line and a migration', () => {
  expect(saying(/\bjoined_party\b/g)).toEqual({
    'db/records/person.ts': 1,
    'db/sqlite/migrations/0040-first/registry.ts': 1,
  })
})

test('a kind of record is its file, a line in the list of kinds, one in the types of the tables, and a migration', () => {
  expect(saying(/\bnotice\.ts'/g)).toEqual({ 'db/records/kinds.ts': 1, 'db/sqlite/tables.ts': 1 })
  expect(Object.keys(saying(/通报|'notices?'/g))).toEqual([
    'db/records/notice.ts',
    'db/sqlite/migrations/0040-first/registry.ts',
    // Under which word of an organization's page its list stands; without this line it is the last one there.
    'renderer/features/registry/orgs/org-tabs.ts',
  ])
})

test('a migration is named in the list of migrations', () => {
  const list = codeOf('db/sqlite/migrate.ts') + codeOf('db/sqlite/migrations/0040-first/index.ts')
  const named = sourcesIn('db/sqlite/migrations').filter(
    file => !list.includes(file.slice(file.lastIndexOf('/') + 1)),
  )
  expect(named).toEqual([])
})
