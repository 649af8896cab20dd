import { type RawBuilder, sql } from 'kysely'

/**
 * Whether a change of this table, by a writer of that one, was given back and that was not taken back in its turn, as SQL.
 * Only what is later than a change gives it back: numbers can be foretold. It lies in the journal all the same, whoever
 * wrote it: whatever is read there of how a record stands, or stood, is read without it.
 */
export function givenBack(change: string, writer: string): string {
  return `EXISTS (
    SELECT 1 FROM named CROSS JOIN change back ON back.no = named.change CROSS JOIN writer who ON who.no = back.writer
    WHERE named.writer = ${writer}.id AND named.from_n <= ${change}.n AND named.to_n >= ${change}.n AND named.kind = 'return'
      AND (back.lamport, who.id) > (${change}.lamport, ${writer}.id)
      AND NOT EXISTS (
        SELECT 1 FROM named again CROSS JOIN change more ON more.no = again.change CROSS JOIN writer whose ON whose.no = more.writer
        WHERE again.writer = who.id AND again.from_n <= back.n AND again.to_n >= back.n AND again.kind = 'return'
          AND (more.lamport, whose.id) > (back.lamport, who.id)))`
}

/** The same as a condition of a typed question. */
export function isGivenBack(change: string, writer: string): RawBuilder<boolean> {
  return sql.raw(givenBack(change, writer))
}
