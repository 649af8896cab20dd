import { type Selectable, type SqlBool, sql } from 'kysely'
import type { IsoDay } from '#db/shared/day.ts'
import { nameKey } from '#db/shared/name-key.ts'
import { paced } from '#db/shared/slices.ts'
import type { MembershipRow, OrgRow, PersonRow, PostRow, Reader, StandingRow } from '#db/sqlite/tables.ts'
import { formerlyCalled } from '../find-org.ts'

/** Who acts: this registry's own organization, and whether another office stands above it. */
export type Standpoint = {
  readonly reader: Reader
  readonly office: string
  readonly hasParentOffice: boolean
  readonly today: IsoDay
  /** The day from which it holds, if somebody said so. */
  readonly on: IsoDay | undefined
  /** 决定日期 and 文号 of an act on an organization, noted with it. */
  readonly decided?: string | undefined
  readonly document?: string | undefined
  /** What was looked up already, for an act on many: nobody else writes while it is planned. */
  readonly looked?: Looked
}

/** Organizations by the name that they were asked for under, people by id. */
export type Looked = {
  readonly orgs: Map<string, Lookup<KnownOrg>>
  readonly people: Map<string, KnownPerson>
}

/** An organization as an act sees it. */
export type KnownOrg = Selectable<OrgRow> & {
  readonly parent: string | null
  /** All last placements, which a new one follows. */
  readonly lastPlacements: readonly string[]
  /** The organizations above it, itself first. */
  readonly above: readonly string[]
  /** Whether it lies in this registry's own part of the tree: nothing else may be written to. */
  readonly own: boolean
}

export type Lookup<T> =
  | { readonly kind: 'found'; readonly found: T }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'ambiguous'; readonly choices: readonly string[] }

/** The organization that a person means: by code, else full name, else short name, else id, whichever is unique. */
export async function lookUpOrg(standpoint: Standpoint, ref: string): Promise<Lookup<KnownOrg>> {
  const known = standpoint.looked?.orgs.get(ref)
  if (known !== undefined) return known
  const found = await findOrg(standpoint, ref)
  standpoint.looked?.orgs.set(ref, found)
  return found
}

async function findOrg({ reader, office }: Standpoint, ref: string): Promise<Lookup<KnownOrg>> {
  const key = nameKey(ref)
  const named = (column: 'code' | 'name_key' | 'short_key' | 'id', value: string) =>
    reader.selectFrom('org').where(column, '=', value).selectAll().limit(6).execute()
  const former = () =>
    formerlyCalled(reader, ref).then(ids =>
      ids.length === 0 ? [] : reader.selectFrom('org').where('id', 'in', ids).selectAll().limit(6).execute(),
    )
  for (const find of [
    () => named('code', ref),
    () => named('name_key', key),
    () => named('short_key', key),
    () => named('id', ref),
    former,
  ]) {
    const [org, ...others] = await find()
    if (org === undefined) continue
    if (others.length > 0)
      return { kind: 'ambiguous', choices: [org, ...others].map(one => one.code ?? one.name) }
    const placements = await reader
      .selectFrom('placement')
      .where('org', '=', org.id)
      .select(['id', 'parent', 'since', 'follows'])
      .orderBy('rank')
      .execute()
    const above = await aboveOf(reader, org.id)
    const last = placements.at(-1)
    const found: KnownOrg = {
      ...org,
      parent: last?.parent ?? null,
      lastPlacements: lastOf(placements),
      above,
      own: above.includes(office),
    }
    return { kind: 'found', found }
  }
  return { kind: 'unknown' }
}

/** The organization and those above it as the tree hangs in the end. */
async function aboveOf(reader: Reader, org: string): Promise<string[]> {
  const rows = await reader
    .withRecursive('above(org)', db =>
      db
        .selectNoFrom(eb => eb.val(org).as('org'))
        .union(
          db
            .selectFrom('placement')
            .innerJoin('above', 'above.org', 'placement.org')
            .where('placement.until', 'is', null)
            .where('placement.parent', 'is not', null)
            .select('placement.parent as org')
            .$narrowType<{ org: string }>(),
        ),
    )
    .selectFrom('above')
    .select('org')
    .execute()
  return rows.map(row => row.org)
}

/** A person as an act sees him. */
export type KnownPerson = Selectable<PersonRow> & {
  readonly home:
    | Pick<Selectable<MembershipRow>, 'org' | 'since' | 'since_known' | 'told_on' | 'reason'>
    | undefined
  readonly homeOrg: KnownOrg | undefined
  readonly lastHomes: readonly string[]
  readonly standing: Pick<Selectable<StandingRow>, 'status' | 'report' | 'since'> | undefined
  readonly lastStandings: readonly string[]
  /** Those that he holds now or will hold, each with its organization's name. */
  readonly posts: readonly (Pick<
    Selectable<PostRow>,
    'id' | 'org' | 'title' | 'since' | 'since_precision' | 'until'
  > & { readonly orgName: string })[]
  /** Whether he lies in this registry's own part of the tree. */
  readonly own: boolean
}

/** The person with this record id or ID number. Of two with one ID number the older record counts, as in a merger. */
export async function lookUpPerson(standpoint: Standpoint, ref: string): Promise<Lookup<KnownPerson>> {
  const known = standpoint.looked?.people.get(ref)
  if (known !== undefined) return { kind: 'found', found: known }
  const { reader } = standpoint
  const id = await personNamed(reader, ref)
  const [found] = id === undefined ? [] : await lookUpPeople(standpoint, [id])
  return found === undefined ? { kind: 'unknown' } : { kind: 'found', found }
}

/** The id of the person with this record id or ID number, which he may have had before his records were merged. */
export async function personNamed(reader: Reader, ref: string): Promise<string | undefined> {
  const number = ref.toUpperCase()
  const person =
    (await reader.selectFrom('person').where('id', '=', ref).select('id').executeTakeFirst()) ??
    (await reader
      .selectFrom('person')
      .where('id_number', '=', number)
      .select('id')
      .orderBy('id')
      .executeTakeFirst()) ??
    (await formerly(reader, number))
  return person?.id
}

/** Whose number this was before his records were merged. */
function formerly(reader: Reader, number: string) {
  return reader
    .selectFrom('person')
    .where('former_ids', 'is not', null)
    .where(sql<SqlBool>`instr(' ' || person.former_ids || ' ', ' ' || ${number} || ' ') > 0`)
    .select('id')
    .orderBy('id')
    .executeTakeFirst()
}

/** Ids that one statement takes. */
const atOnce = 150

/** These people by id, in a few queries for all of them; those unknown are left out. */
export async function lookUpPeople(
  standpoint: Standpoint,
  ids: readonly string[],
): Promise<readonly KnownPerson[]> {
  const { reader, today } = standpoint
  const found: KnownPerson[] = []
  const breathe = paced()
  for (let from = 0; from < ids.length; from += atOnce) {
    await breathe()
    const some = ids.slice(from, from + atOnce)
    const people = await reader.selectFrom('person').where('id', 'in', some).selectAll().execute()
    const homes = await reader
      .selectFrom('membership')
      .where('person', 'in', some)
      .select(['id', 'person', 'org', 'since', 'since_known', 'told_on', 'reason', 'follows'])
      .orderBy('rank')
      .execute()
    const standings = await reader
      .selectFrom('standing')
      .where('person', 'in', some)
      .select(['id', 'person', 'status', 'report', 'since', 'follows'])
      .orderBy('rank')
      .execute()
    const posts = await reader
      .selectFrom('post')
      .innerJoin('org', 'org.id', 'post.org')
      .where('post.person', 'in', some)
      .where(eb => eb.or([eb('post.until', 'is', null), eb('post.until', '>', today)]))
      .select([
        'post.id',
        'post.person',
        'post.org',
        'post.title',
        'post.since',
        'post.since_precision',
        'post.until',
        sql<string>`coalesce(org.short_name, org.name)`.as('orgName'),
      ])
      .execute()
    const homesOf = Map.groupBy(homes, home => home.person)
    const standingsOf = Map.groupBy(standings, standing => standing.person)
    const postsOf = Map.groupBy(posts, post => post.person)
    for (const person of people) {
      await breathe()
      const [own, states] = [homesOf.get(person.id) ?? [], standingsOf.get(person.id) ?? []]
      const home = own.at(-1)
      const place = home?.org == null ? undefined : await lookUpOrg(standpoint, home.org)
      const homeOrg = place?.kind === 'found' ? place.found : undefined
      found.push({
        ...person,
        home,
        homeOrg,
        lastHomes: lastOf(own),
        standing: states.at(-1),
        lastStandings: lastOf(states),
        posts: postsOf.get(person.id) ?? [],
        own: homeOrg === undefined ? await liesHere(standpoint, person.id, own) : homeOrg.own,
      })
    }
  }
  for (const person of found) standpoint.looked?.people.set(person.id, person)
  return found
}

/** Who has no home lies where he had one last, or where he has held a post; nobody else is anywhere else. */
async function liesHere(
  standpoint: Standpoint,
  person: string,
  homes: readonly { readonly org: string | null }[],
): Promise<boolean> {
  const last = homes.findLast(home => home.org !== null)?.org
  const posts = await standpoint.reader
    .selectFrom('post')
    .where('person', '=', person)
    .select('org')
    .execute()
  const places = last == null ? posts.map(post => post.org) : [last]
  if (places.length === 0) return true
  for (const place of places) {
    const org = await lookUpOrg(standpoint, place)
    if (org.kind === 'found' && org.found.own) return true
  }
  return false
}

/** The rows of a series that no other one follows. */
function lastOf(rows: readonly { readonly id: string; readonly follows: string }[]): string[] {
  const followed = new Set(
    rows.flatMap(row => {
      const list: unknown = JSON.parse(row.follows)
      return Array.isArray(list) ? list.map(String) : []
    }),
  )
  return rows.map(row => row.id).filter(id => !followed.has(id))
}

/** How a sentence names an organization. */
export function called(org: { readonly name: string; readonly short_name: string | null }): string {
  return org.short_name ?? org.name
}

/** What people and organizations that lie elsewhere are called, as packets told it. */
export async function cardNames(
  reader: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const cards = await reader
    .selectFrom('card')
    .where(sql<SqlBool>`thing IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)
    .select(['thing', 'name'])
    .execute()
  return new Map(cards.map(({ thing, name }) => [thing, name]))
}
