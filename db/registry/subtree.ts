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

/** Whether a table has no row at all: nobody goes down a large tree to look for some. */
export async function isEmpty(
  reader: Reader,
  table: 'rectification' | 'ruling' | 'transfer',
): Promise<boolean> {
  const row = await reader.selectFrom(table).select('no').limit(1).executeTakeFirst()
  return row === undefined
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
