import { type Selectable, sql } from 'kysely'
import { formerNumbersOf } from '#db/records/person.ts'
import type { MembershipRow, PersonRow, PostRow, Reader, StandingRow } from '#db/sqlite/tables.ts'
import { lastOf } from '../orgs/org-index.ts'

/** What the registry knows of a person whom a row names: the person, his last home and his last standing. */
export type PersonState = {
  readonly person: Selectable<PersonRow>
  readonly home:
    | Pick<Selectable<MembershipRow>, 'id' | 'org' | 'since' | 'since_known' | 'told_on' | 'reason'>
    | undefined
  readonly lastHomes: readonly string[]
  readonly standing: Pick<Selectable<StandingRow>, 'id' | 'status' | 'report' | 'since'> | undefined
  readonly lastStandings: readonly string[]
  /** All that hold or held, in order of their days. */
  readonly standings: readonly Pick<Selectable<StandingRow>, 'status' | 'report' | 'since'>[]
  readonly posts: readonly Selectable<PostRow>[]
}

/** People by ID number, with their series and posts: four queries for a whole batch of rows. */
export async function readPersonStates(
  reader: Reader,
  idNumbers: readonly string[],
): Promise<ReadonlyMap<string, PersonState>> {
  // Of two people with one ID number the older record counts: it is the one that a merge would keep.
  const people = await reader
    .selectFrom('person')
    .where('id_number', 'in', listed(idNumbers))
    .selectAll()
    .orderBy('id', 'desc')
    .execute()
  const states = await statesOf(reader, people)
  const found = new Map(states.map(state => [state.person.id_number ?? '', state]))
  const missing = new Set(idNumbers.filter(number => !found.has(number)))
  if (missing.size > 0) {
    for (const [number, state] of await statesByFormer(reader, missing)) found.set(number, state)
  }
  return found
}

/** Of people whose records were merged, by the numbers that those were registered under: few, with an index of their own. */
async function statesByFormer(
  reader: Reader,
  numbers: ReadonlySet<string>,
): Promise<readonly (readonly [string, PersonState])[]> {
  const merged = await reader
    .selectFrom('person')
    .where('former_ids', 'is not', null)
    .selectAll()
    .orderBy('id', 'desc')
    .execute()
  const meant = merged.filter(person => formerNumbersOf(person).some(number => numbers.has(number)))
  const states = await statesOf(reader, meant)
  return states.flatMap(state =>
    formerNumbersOf(state.person).flatMap(number => (numbers.has(number) ? [[number, state] as const] : [])),
  )
}

/** The same by id. */
export async function readStatesById(
  reader: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, PersonState>> {
  const people = await reader.selectFrom('person').where('id', 'in', listed(ids)).selectAll().execute()
  const states = await statesOf(reader, people)
  return new Map(states.map(state => [state.person.id, state]))
}

async function statesOf(
  reader: Reader,
  people: readonly Selectable<PersonRow>[],
): Promise<readonly PersonState[]> {
  if (people.length === 0) return []
  const ids = listed(people.map(person => person.id))
  const homes = Map.groupBy(
    await reader
      .selectFrom('membership')
      .where('person', 'in', ids)
      .select(['id', 'person', 'org', 'since', 'since_known', 'told_on', 'reason', 'follows'])
      .orderBy('rank')
      .execute(),
    row => row.person,
  )
  const standings = Map.groupBy(
    await reader
      .selectFrom('standing')
      .where('person', 'in', ids)
      .select(['id', 'person', 'status', 'report', 'since', 'until', 'follows'])
      .orderBy('rank')
      .execute(),
    row => row.person,
  )
  const posts = Map.groupBy(
    await reader.selectFrom('post').where('person', 'in', ids).selectAll().execute(),
    row => row.person,
  )
  return people.map(person => {
    const [own, states] = [homes.get(person.id) ?? [], standings.get(person.id) ?? []]
    return {
      person,
      home: own.at(-1),
      lastHomes: lastOf(own),
      standing: states.at(-1),
      lastStandings: lastOf(states),
      standings: states
        .filter(({ since, until }) => until === null || until >= since)
        .toSorted((a, b) => (a.since === b.since ? 0 : a.since < b.since ? -1 : 1)),
      posts: posts.get(person.id) ?? [],
    }
  })
}

function listed(values: readonly string[]) {
  return sql<string>`(SELECT value FROM json_each(${JSON.stringify(values)}))`
}
