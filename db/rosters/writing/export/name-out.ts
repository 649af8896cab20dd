import { type RawBuilder, sql } from 'kysely'
import { existing } from '#db/registry/stats.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Wanted } from './wanted.ts'

/** What an organization is called in a roster: its name, or its code where another one has the same name. */
export function nameOut(table: string): RawBuilder<string> {
  const column = (name: string) => sql.ref(`${table}.${name}`)
  return sql<string>`CASE
    WHEN (SELECT count(*) FROM org twin WHERE twin.name_key = ${column('name_key')}) > 1
    THEN coalesce(${column('code')}, ${column('name')}) ELSE ${column('name')} END`
}

/** What the organizations of a scope are called in its rosters, by id: asked once, not for each of their people. */
export async function namesOut(reader: Reader, wanted: Wanted): Promise<ReadonlyMap<string, string>> {
  const rows = await existing(reader, wanted)
    .select(['org.id', nameOut('org').as('name')])
    .execute()
  return new Map(rows.map(row => [row.id, row.name]))
}
