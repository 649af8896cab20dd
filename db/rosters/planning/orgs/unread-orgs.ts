import { nameKey } from '#db/shared/name-key.ts'
import { shownText } from '#db/sheets/cell.ts'
import type { OrgRow } from '../../kinds/orgs.ts'
import type { Roster } from '../../read-roster.ts'

/** The names, short names and codes of rows that were refused while they were read, each with the number of its row. */
export type UnreadOrgs = ReadonlyMap<string, number>

/**
 * The same roster, which notes the organizations that it refuses while it is read: what hangs on one of them is told
 * which row to correct. The notes are whole once all rows were asked for.
 */
export function notingUnread(roster: Roster<OrgRow>): {
  readonly roster: Roster<OrgRow>
  readonly unread: UnreadOrgs
} {
  const unread = new Map<string, number>()
  const naming = Object.entries(roster.columns.matched).flatMap(([header, field]) =>
    field === 'code' || field === 'name' || field === 'shortName' ? [roster.headers.indexOf(header)] : [],
  )
  async function* rows() {
    for await (const row of roster.rows) {
      if (row.refused)
        for (const index of naming) {
          const key = nameKey(shownText(row.cells[index]))
          if (key !== '' && !unread.has(key)) unread.set(key, row.row)
        }
      yield row
    }
  }
  return { roster: { ...roster, rows: { [Symbol.asyncIterator]: rows } }, unread }
}
