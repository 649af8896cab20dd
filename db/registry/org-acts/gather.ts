import { sql } from 'kysely'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Stay } from './timeline.ts'

/** Everyone who is in the organization on the day or comes to it later, each with all his stays. Two queries. */
export async function staysOfMembers(reader: Reader, org: string, on: string): Promise<Stay[]> {
  const rows = await reader
    .selectFrom('membership as m')
    .where('m.person', 'in', eb =>
      eb
        .selectFrom('membership as here')
        .where('here.org', '=', org)
        .where(w => w.or([w('here.until', 'is', null), w('here.until', '>', on)]))
        .select('here.person'),
    )
    .orderBy('m.rank')
    .select(['m.id', 'm.person', 'm.org', 'm.since', 'm.until', 'm.follows'])
    .select(['m.since_known', 'm.told_on', 'm.reason'])
    .execute()
  return rows.map(({ id, person, org: at, since, until, follows, ...more }) => ({
    id,
    subject: person,
    at,
    since,
    until,
    follows,
    more,
  }))
}

/** The organizations that stand below it on the day or come below it later and are not closed by then, with all their places. */
export async function placesOfUnits(reader: Reader, org: string, on: string): Promise<Stay[]> {
  const rows = await reader
    .selectFrom('placement as p')
    .where('p.org', 'in', eb =>
      eb
        .selectFrom('placement as here')
        .innerJoin('org as unit', 'unit.id', 'here.org')
        .where('here.parent', '=', org)
        .where(w => w.or([w('here.until', 'is', null), w('here.until', '>', on)]))
        .where(w => w.or([w('unit.closed', 'is', null), w('unit.closed', '>', on)]))
        .select('here.org'),
    )
    .orderBy('p.rank')
    .select(['p.id', 'p.org', 'p.parent', 'p.since', 'p.until', 'p.follows'])
    .execute()
  return rows.map(({ id, org: subject, parent, since, until, follows }) => ({
    id,
    subject,
    at: parent,
    since,
    until,
    follows,
    more: {},
  }))
}

/**
 * The first day from this one on, on which `parent` is one of these organizations or hangs anywhere below it: one that
 * comes under `parent` then would stand below itself. Nothing when there is no such day.
 */
export async function firstDayBelow(
  reader: Reader,
  {
    parent,
    orgs,
    from,
  }: { readonly parent: string; readonly orgs: readonly string[]; readonly from: string },
): Promise<{ readonly org: string; readonly on: string } | undefined> {
  return reader
    .withRecursive('above(org, begins, ends)', db =>
      db
        .selectNoFrom(eb => [
          eb.val(parent).as('org'),
          eb.val(from).as('begins'),
          eb.val<string | null>(null).as('ends'),
        ])
        .union(
          db
            .selectFrom('above')
            .innerJoin('placement as p', 'p.org', 'above.org')
            .where('p.parent', 'is not', null)
            .where(w => w.or([w('above.ends', 'is', null), w('p.starts', '<', w.ref('above.ends'))]))
            .where(w => w.or([w('p.until', 'is', null), w('p.until', '>', w.ref('above.begins'))]))
            .where(w => w.or([w('p.until', 'is', null), w('p.until', '>', w.ref('p.starts'))]))
            .select(eb => [
              'p.parent as org',
              eb.fn<string>('max', ['p.starts', 'above.begins']).as('begins'),
              sql<string | null>`nullif(min(ifnull(p.until, '~'), ifnull(above.ends, '~')), '~')`.as('ends'),
            ])
            .$narrowType<{ org: string }>(),
        ),
    )
    .selectFrom('above')
    .where('org', 'in', eb =>
      eb.selectFrom(sql<{ value: string }>`json_each(${JSON.stringify(orgs)})`.as('given')).select('value'),
    )
    .orderBy('begins')
    .select(['org', 'begins as on'])
    .executeTakeFirst()
}

/** The places of one organization. */
export async function placesOf(reader: Reader, org: string): Promise<Stay[]> {
  const rows = await reader
    .selectFrom('placement')
    .where('org', '=', org)
    .orderBy('rank')
    .select(['id', 'org', 'parent', 'since', 'until', 'follows'])
    .execute()
  return rows.map(({ id, org: subject, parent, since, until, follows }) => ({
    id,
    subject,
    at: parent,
    since,
    until,
    follows,
    more: {},
  }))
}

/** Posts that are held in it on the day or later. */
export function postsIn(reader: Reader, org: string, on: string) {
  return reader
    .selectFrom('post')
    .leftJoin('person', 'person.id', 'post.person')
    .where('post.org', '=', org)
    .where(eb => eb.or([eb('post.until', 'is', null), eb('post.until', '>', on)]))
    .select(['post.id', 'post.since', 'person.name'])
    .execute()
}

/** What was decided about it, in order of days. */
export function decisionsOf(reader: Reader, org: string) {
  return reader
    .selectFrom('decision')
    .where('org', '=', org)
    .orderBy('effective')
    .orderBy('id')
    .selectAll()
    .execute()
}
export type KnownDecision = Awaited<ReturnType<typeof decisionsOf>>[number]

/** What organizations are called, by id. */
export async function shortNames(
  reader: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await reader
    .selectFrom('org')
    .where('id', 'in', [...new Set(ids)].slice(0, 900))
    .select(['id', 'name', 'short_name'])
    .execute()
  return new Map(rows.map(row => [row.id, row.short_name ?? row.name]))
}
