import { decisionSentence } from '#db/registry/history/sentence.ts'
import type { Text } from '#db/shared/text.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'

type Row = {
  readonly act: string
  readonly on: string
  readonly decided: string | null
  readonly document: string | null
  readonly was: string | null
  readonly name: string | null
  readonly other: string | null
}

/**
 * What a packet says was decided about an organization (组织变动), in the words of history: who was merged into whom is more
 * than a day of closing. To be asked once all is stored; undefined for what does not count here.
 */
export function decisionTold(db: Connection, decision: string): Text | undefined {
  const row = prepareOnce<[string], Row>(
    db,
    `SELECT d.act, d.effective AS "on", d.decided, d.document, coalesce(d.was_short_name, d.was_name) AS was,
       coalesce(org.short_name, org.name) AS name, coalesce(other.short_name, other.name, d.other_name) AS other
     FROM decision d LEFT JOIN org ON org.id = d.org LEFT JOIN org other ON other.id = d.other WHERE d.id = ?`,
  ).get(decision)
  if (row === undefined) return undefined
  const { act, on, decided, document, was, name, other } = row
  const isRename = act === 'rename'
  return decisionSentence({
    act,
    on,
    decided,
    document,
    title: (isRename ? (was ?? name) : name) ?? '—',
    to: (isRename ? name : other) ?? '',
  })
}
