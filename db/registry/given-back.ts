import { type RawBuilder, sql } from 'kysely'

/**
 * Whether a change of this table, by a writer of that one, was given back and that was not taken back in its turn. It lies in the journal all
 * the same, whoever wrote it: whatever is read there of how a record stands, or stood, is read without it.
 */
export function isGivenBack(change: string, writer: string): RawBuilder<boolean> {
  const [n, of] = [sql.ref(`${change}.n`), sql.ref(`${writer}.id`)]
  return sql<boolean>`EXISTS (
    SELECT 1 FROM named CROSS JOIN change back ON back.no = named.change CROSS JOIN writer who ON who.no = back.writer
    WHERE named.writer = ${of} AND named.from_n <= ${n} AND named.to_n >= ${n} AND named.kind = 'return'
      AND NOT EXISTS (
        SELECT 1 FROM named again
        WHERE again.writer = who.id AND again.from_n <= back.n AND again.to_n >= back.n AND again.kind = 'return'))`
}
