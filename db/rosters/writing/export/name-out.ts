import { type RawBuilder, sql } from 'kysely'

/** What an organization is called in a roster: its name, or its code where another one has the same name. */
export function nameOut(table: string): RawBuilder<string> {
  const column = (name: string) => sql.ref(`${table}.${name}`)
  return sql<string>`CASE
    WHEN (SELECT count(*) FROM org twin WHERE twin.name_key = ${column('name_key')}) > 1
    THEN coalesce(${column('code')}, ${column('name')}) ELSE ${column('name')} END`
}
