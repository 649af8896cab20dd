import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Ruling } from '#contract/lifeline/rulings.ts'
import { valuesIn } from '#db/records/columns.ts'
import { ruling } from '#db/records/lifeline/ruling.ts'
import type { Scope } from '#db/registry/subtree.ts'
import { thoseBelow } from '#db/registry/subtree.ts'
import { unsteered } from '#db/shared/tidy-text.ts'
import type { Reader, Tables } from '#db/sqlite/tables.ts'

/** What was decided about the organizations below one, by organization, the newest first. */
export async function rulingsBelow(
  reader: Reader,
  scope: Scope,
): Promise<ReadonlyMap<string, readonly Ruling[]>> {
  const named = await reader.selectFrom('ruling').select('org').distinct().execute()
  const below = await thoseBelow(
    reader,
    scope,
    named.map(({ org }) => org),
  )
  if (below.size === 0) return new Map()
  const rows = await reader
    .selectFrom('ruling')
    .where(sql<boolean>`org IN (SELECT value FROM json_each(${JSON.stringify([...below])}))`)
    .selectAll()
    .orderBy('decided', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return new Map([...Map.groupBy(rows, row => row.org)].map(([org, its]) => [org, its.map(told)]))
}

/** All that was decided about one organization, the newest first. */
export async function rulingsOf(reader: Reader, org: string): Promise<Ruling[]> {
  const rows = await reader
    .selectFrom('ruling')
    .where('org', '=', org)
    .selectAll()
    .orderBy('decided', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map(told)
}

function told(row: Selectable<Tables['ruling']>): Ruling {
  const { outcome, decided, reason, signer, expires, rules, said, pack } = valuesIn(ruling, row)
  return {
    id: row.id,
    outcome: outcome === 'set-aside' ? 'set-aside' : 'confirmed',
    ...{ decided, reason, signer, expires, pack: pack === null ? null : unsteered(pack) },
    rules: (rules ?? []).map(unsteered),
    said: (said ?? []).map(unsteered),
  }
}
