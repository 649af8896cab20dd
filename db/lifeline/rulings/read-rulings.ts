import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Ruling } from '#contract/lifeline/rulings.ts'
import { valuesIn } from '#db/records/columns.ts'
import { ruling } from '#db/records/lifeline/ruling.ts'
import type { Scope } from '#db/registry/subtree.ts'
import { isEmpty, withSubtree } from '#db/registry/subtree.ts'
import type { Reader, Tables } from '#db/sqlite/tables.ts'

/** What was decided about the organizations below one, by organization, the newest first. */
export async function rulingsBelow(
  reader: Reader,
  scope: Scope,
): Promise<ReadonlyMap<string, readonly Ruling[]>> {
  if (await isEmpty(reader, 'ruling')) return new Map()
  const rows = await withSubtree(reader, scope)
    .selectFrom('ruling')
    .where(sql<boolean>`org IN (SELECT org FROM subtree)`)
    .selectAll('ruling')
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
    ...{ decided, reason, signer, expires, pack },
    rules: [...(rules ?? [])],
    said: [...(said ?? [])],
  }
}
