import { sql } from 'kysely'
import { type HistoryEntry, readChangeSet } from '#db/registry/history/history.ts'
import type { Reader } from '#db/sqlite/tables.ts'

/** Told at once; the newest. */
const most = 50

/**
 * What was written after a change about these organizations, about who was ever in them, and what takes such back or
 * brings it back: the newest first, but for the kinds of record that do not matter here. That is why something of an earlier day is another thing now.
 */
export async function writtenSince(
  reader: Reader,
  change: number,
  orgs: readonly string[],
  without: readonly string[] = [],
): Promise<readonly HistoryEntry[]> {
  if (orgs.length === 0) return []
  const sets = sql<{ no: number }>`(
    WITH org (id) AS (SELECT value FROM json_each(${JSON.stringify(orgs)})),
    about (id) AS (SELECT id FROM org UNION SELECT person FROM membership WHERE org IN (SELECT id FROM org))
    SELECT DISTINCT s.no FROM change c JOIN change_set s ON c.no BETWEEN s.first_change AND s.last_change
    WHERE c.no > ${change} AND c.entity NOT IN ('frozen_year', 'frozen_part')
      AND c.entity NOT IN (SELECT value FROM json_each(${JSON.stringify(without)})) AND (
      c.thing IN (SELECT id FROM about)
      OR EXISTS (SELECT 1 FROM json_each(c.hangs_on) h WHERE h.value IN (SELECT id FROM about))
      OR (c.kind = 'return' AND EXISTS (
        SELECT 1 FROM named n JOIN writer w ON w.id = n.writer
        JOIN change t ON t.writer = w.no AND t.n BETWEEN n.from_n AND n.to_n
        WHERE n.change = c.no AND (t.thing IN (SELECT id FROM about)
          OR EXISTS (SELECT 1 FROM json_each(t.hangs_on) h WHERE h.value IN (SELECT id FROM about))))))
    ORDER BY s.no DESC LIMIT ${most}
  )`
  const rows = await reader.selectFrom(sets.as('sets')).select('no').execute()
  const entries = await Promise.all(rows.map(({ no }) => readChangeSet(reader, no)))
  return entries.filter(entry => entry !== undefined)
}
