import { sql } from 'kysely'
import type { IsoDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { holdsOn } from '../subtree.ts'
import type { Person } from './people.ts'
import { searchText } from './search-key.ts'

/** Looks people, or organizations, up by one of the words alone. */
export type ByOneWord = {
  readonly people: (word: string, limit: number) => readonly Person[]
  readonly orgs: (word: string) => readonly { readonly id: string }[]
}

/**
 * Of so many people of a name it is looked up where each belongs: of a few first, of more where those were not enough. A
 * surname is that of thousands: of it those are looked at who belong there.
 */
const [few, some, many] = [50, 200, 1500]
const mostLookedAt = 1500
const mostOrgs = 3

/** Two words that are typed with a space between them; undefined where there is one, or more. */
export function twoWords(text: string): readonly [string, string] | undefined {
  const [first, second, ...more] = text
    .trim()
    .split(/\s+/u)
    .map(searchText)
    .filter(word => word !== '')
  return first === undefined || second === undefined || more.length > 0 ? undefined : [first, second]
}

/** Who is called as one of the words says, and belongs or holds a post where the other one says, or below it: 王伟 民治, 二中 李. */
export async function peopleOfBoth(
  reader: Reader,
  [first, second]: readonly [string, string],
  by: ByOneWord,
  limit: number,
  day: IsoDay,
) {
  const found = await peopleUnder(reader, first, second, by, limit, day)
  return found.length > 0 ? found : peopleUnder(reader, second, first, by, limit, day)
}

async function peopleUnder(
  reader: Reader,
  whom: string,
  where: string,
  by: ByOneWord,
  limit: number,
  day: IsoDay,
) {
  if ([...where].length < 2) return []
  const orgs = by
    .orgs(where)
    .slice(0, mostOrgs)
    .map(({ id }) => id)
  if (orgs.length === 0) return []
  for (const most of [...whom].length < 2 ? [few] : [few, some, many]) {
    const called = by.people(whom, most)
    const below = await belowOneOf(
      reader,
      called.map(({ id }) => id),
      orgs,
      day,
    )
    const found = called.filter(({ id }) => below.has(id)).slice(0, limit)
    if (called.length < most || found.length === limit) return found
    if (most === many && found.length > 0) return found
  }
  return amongThoseBelow(reader, whom, orgs, limit, day)
}

/** Those of these people who belong to one of the organizations, or below it: each organization above is met once. */
async function belowOneOf(
  reader: Reader,
  people: readonly string[],
  orgs: readonly string[],
  day: IsoDay,
): Promise<ReadonlySet<string>> {
  const given = JSON.stringify(people)
  const homes = await reader
    .selectFrom(sql<{ value: string }>`json_each(${given})`.as('given'))
    .crossJoin('membership')
    .whereRef('membership.person', '=', 'given.value')
    .where('membership.org', 'is not', null)
    .where(holdsOn('membership', day))
    .select(['membership.person', 'membership.org'])
    .execute()
  // Cadres need not be members; whoever holds a post there is looked for by it.
  const offices = await reader
    .selectFrom(sql<{ value: string }>`json_each(${given})`.as('given'))
    .crossJoin('post')
    .whereRef('post.person', '=', 'given.value')
    .where(holdsOn('post', day))
    .select(['post.person', 'post.org'])
    .execute()
  const places = [...homes, ...offices]
  const homeOrgs = JSON.stringify([...new Set(places.map(({ org }) => org))])
  const rows = await reader
    .withRecursive('above(org, parent)', db =>
      db
        .selectFrom(sql<{ value: string }>`json_each(${homeOrgs})`.as('homes'))
        .innerJoin('placement', 'placement.org', 'homes.value')
        .where(holdsOn('placement', day, 'starts'))
        .select(['placement.org', 'placement.parent'])
        .union(
          db
            .selectFrom('above')
            .innerJoin('placement', 'placement.org', 'above.parent')
            .where(holdsOn('placement', day, 'starts'))
            .select(['placement.org', 'placement.parent']),
        ),
    )
    .selectFrom('above')
    .select(['org', 'parent'])
    .execute()
  const parents = new Map(rows.map(({ org, parent }) => [org, parent]))
  const wanted = new Set(orgs)
  const isBelow = (from: string | null): boolean => {
    const passed = new Set<string>()
    for (let at = from; at !== null && !passed.has(at); at = parents.get(at) ?? null) {
      if (wanted.has(at)) return true
      passed.add(at)
    }
    return false
  }
  return new Set(places.flatMap(({ person, org }) => (isBelow(org) ? [person] : [])))
}

/** A surname is that of thousands: of those who belong there so many are looked at, until enough are called so. */
function amongThoseBelow(reader: Reader, whom: string, orgs: readonly string[], limit: number, day: IsoDay) {
  const there = reader
    .withRecursive('under(org)', db =>
      db
        .selectFrom(sql<{ value: string }>`json_each(${JSON.stringify(orgs)})`.as('given'))
        .select('given.value as org')
        .union(
          db
            .selectFrom('placement')
            .innerJoin('under', 'under.org', 'placement.parent')
            .where(holdsOn('placement', day, 'starts'))
            .select('placement.org'),
        ),
    )
    .selectFrom('under')
    .crossJoin('membership')
    .whereRef('membership.org', '=', 'under.org')
    .where(holdsOn('membership', day))
    .select('membership.person')
    .limit(mostLookedAt)
  const isCalledSo = /^[a-z0-9]+$/.test(whom)
    ? sql<boolean>`(substr(person.initials, 1, ${whom.length}) = ${whom} OR substr(person.pinyin, 1, ${whom.length}) = ${whom})`
    : sql<boolean>`substr(person.name, 1, ${[...whom].length}) = ${whom}`
  return reader
    .selectFrom(there.as('there'))
    .crossJoin('person')
    .whereRef('person.id', '=', 'there.person')
    .where(isCalledSo)
    .select(['person.id', 'person.name', 'person.id_number'])
    .limit(limit)
    .execute()
}
