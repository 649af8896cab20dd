import type { Connection } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { rosterKinds, rosterOf } from '../roster-kinds.ts'
import { letteredColumn } from './headers/column-names.ts'
import { headerKey } from './headers/header-key.ts'
import { unused } from './headers/header-match.ts'
import type { SaidByName } from './table-request.ts'

/** What people of this registry said about columns of earlier files, by kind of roster and header key. */
export async function rememberedColumns(reader: Reader): Promise<Readonly<Record<string, SaidByName>>> {
  const rows = await reader.selectFrom('column_choice').select(['roster', 'header', 'field']).execute()
  const of = (roster: string) =>
    Object.fromEntries(rows.filter(row => row.roster === roster).map(row => [row.header, row.field]))
  return Object.fromEntries(rosterKinds.map(({ as }) => [as, of(as)]))
}

/**
 * Remembers what was said about columns of a file that was taken in, for the next with the same headers. It is a habit
 * of this PC, not a fact of the registry: local, never journaled, not taken back with the import. A column that has no
 * header cannot be met again.
 */
export function rememberColumns(db: Connection, as: string, map: SaidByName): void {
  const put = db.prepare(
    `INSERT INTO column_choice (roster, header, field) VALUES (?, ?, ?)
     ON CONFLICT (roster, header) DO UPDATE SET field = excluded.field WHERE field <> excluded.field`,
  )
  db.transaction(() => {
    for (const [name, field] of Object.entries(map))
      if (letteredColumn(name) === undefined && isOfColumn(as, name, field))
        put.run(as, headerKey(name), field)
  })()
}

/** An organization that was named for a whole file is said of that file alone. */
function isOfColumn(as: string, name: string, said: string): boolean {
  const { fields, place } = rosterOf(as).form
  return (
    name !== place &&
    (said === unused || said.startsWith('own:') || fields.some(({ field }) => field === said))
  )
}
