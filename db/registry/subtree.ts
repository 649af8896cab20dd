import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { IsoDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'

/** The organizations asked about: `root` (an org id) and all that hang below it on the day. */
export type Scope = { readonly root: string; readonly asOf: IsoDay }

/** Whether a row holds on the day: begun by then (no beginning counts as begun), and not over yet. */
export function holdsOn(
  table: string,
  day: IsoDay,
  begin: 'since' | 'starts' = 'since',
): RawBuilder<SqlBool> {
  const from = sql.ref(`${table}.${begin}`)
  const until = sql.ref(`${table}.until`)
  return sql<SqlBool>`(${from} is null or ${from} <= ${day}) and (${until} is null or ${until} > ${day})`
}

/**
 * The common table `subtree(org)` that every query of a scan starts from. UNION, not UNION ALL: a circle ends. Join it
 * with CROSS JOIN and a where clause, which SQLite takes as an order: first the tree, then the index of the rows.
 */
export function withSubtree(reader: Reader, { root, asOf }: Scope) {
  return reader.withRecursive('subtree(org)', db =>
    db
      .selectNoFrom(eb => eb.val(root).as('org'))
      .union(
        db
          .selectFrom('placement')
          .innerJoin('subtree', 'subtree.org', 'placement.parent')
          .where(holdsOn('placement', asOf, 'starts'))
          .select('placement.org'),
      ),
  )
}

/**
 * The office of this registry and those above it, upwards. What these lay down for all below them (figures of reports, types
 * of work, rule packs, blank forms) holds here; what an office below makes for itself stands behind it.
 */
export async function ownAndAbove(reader: Reader): Promise<readonly string[]> {
  const rows = await reader
    .withRecursive('above(org, height)', db =>
      db
        .selectFrom('meta')
        .where('key', '=', 'office')
        .select(['value as org', sql<number>`0`.as('height')])
        .union(
          db
            .selectFrom('above')
            .innerJoin('placement', 'placement.org', 'above.org')
            .where('placement.until', 'is', null)
            .where('placement.parent', 'is not', null)
            .where('above.height', '<', 30)
            .select(['placement.parent as org', sql<number>`above.height + 1`.as('height')])
            .$narrowType<{ org: string }>(),
        ),
    )
    .selectFrom('above')
    .select('org')
    .orderBy('height')
    .execute()
  return rows.map(({ org }) => org)
}

/** Of records that offices lay down, those that hold here, in the order in which they came, and behind them the others. */
export async function fromAboveFirst<T extends { readonly org: string }>(
  reader: Reader,
  rows: readonly T[],
): Promise<{ readonly held: readonly T[]; readonly others: readonly T[] }> {
  if (rows.length === 0) return { held: [], others: [] }
  const above = new Set(await ownAndAbove(reader))
  return { held: rows.filter(({ org }) => above.has(org)), others: rows.filter(({ org }) => !above.has(org)) }
}

/**
 * Those of these organizations that are `root` or hang below it on the day. Goes up from each of them, so that a few are
 * soon told from a tree of any size.
 */
export async function thoseBelow(
  reader: Reader,
  { root, asOf }: Scope,
  orgs: Iterable<string | null>,
): Promise<ReadonlySet<string>> {
  const rows = await withAbove(reader, asOf, orgs)
    .selectFrom('above')
    .where('org', '=', root)
    .select('leaf')
    .execute()
  return new Set(rows.map(row => row.leaf))
}

/** Those of these organizations of which an office below this one keeps the registry. */
export async function thoseHeldBelow(
  reader: Reader,
  asOf: IsoDay,
  orgs: Iterable<string | null>,
): Promise<ReadonlySet<string>> {
  const rows = await withAbove(reader, asOf, orgs)
    .selectFrom('above')
    .innerJoin('peer', 'peer.org', 'above.org')
    .where('peer.direction', '=', 'down')
    .select('above.leaf')
    .execute()
  return new Set(rows.map(row => row.leaf))
}

/** The common table `above(leaf, org)`: each of these organizations with itself and all above it on the day. */
function withAbove(reader: Reader, asOf: IsoDay, orgs: Iterable<string | null>) {
  const given = JSON.stringify([...new Set(orgs)].filter(org => org !== null))
  return reader.withRecursive('above(leaf, org)', db =>
    db
      .selectFrom(sql<{ value: string }>`json_each(${given})`.as('given'))
      .select(['given.value as leaf', 'given.value as org'])
      .union(
        db
          .selectFrom('above')
          .innerJoin('placement', 'placement.org', 'above.org')
          .where(holdsOn('placement', asOf, 'starts'))
          .where('placement.parent', 'is not', null)
          .select(['above.leaf', 'placement.parent as org'])
          .$narrowType<{ org: string }>(),
      ),
  )
}

/** Whether no more organizations than this are asked about; no more than that are looked at. */
export async function isSmall(reader: Reader, scope: Scope, most: number): Promise<boolean> {
  const found = await withSubtree(reader, scope)
    .selectFrom('subtree')
    .select('org')
    .limit(most + 1)
    .execute()
  return found.length <= most
}

/**
 * Whether somebody belongs to one of these organizations on a day: by his membership; who has none by then, as secretaries
 * who are no members (any more), where he holds a post.
 */
export function belongsTo(
  person: RawBuilder<unknown>,
  isOneOf: (org: RawBuilder<unknown>) => RawBuilder<unknown>,
  day: IsoDay,
): RawBuilder<SqlBool> {
  // With + no index finds the organization: by his stays it is asked once, by a thousand branches a thousand times.
  return sql<SqlBool>`(
    EXISTS (SELECT 1 FROM membership m WHERE m.person = ${person} AND ${isOneOf(sql`+m.org`)} AND ${holdsOn('m', day)})
    OR EXISTS (SELECT 1 FROM post o WHERE o.person = ${person} AND ${isOneOf(sql`+o.org`)} AND ${holdsOn('o', day)})
      AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.person = ${person} AND m.org IS NOT NULL AND ${holdsOn('m', day)})
  )`
}
