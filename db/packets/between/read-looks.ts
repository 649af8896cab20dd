import type { Look } from '#contract/packets/exchange.ts'
import { knownName } from '#db/packets/trust/standing.ts'
import { toldByNumber } from '#db/registry/history/told-changes.ts'
import { saidWorker } from '#db/shared/tidy-text.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'

type Row = { readonly no: number; readonly theirs: number; readonly ours: number; readonly at: string }

/** Records of which two offices changed different fields at once, the newest first, each change told field by field. */
export async function readLooks(db: Connection, reader: Reader): Promise<Look[]> {
  const rows = db
    .prepare<[], Row>('SELECT no, theirs, ours, at FROM for_look ORDER BY no DESC LIMIT 500')
    .all()
  const told = await toldByNumber(
    reader,
    rows.flatMap(row => [row.theirs, row.ours]),
  )
  const by = authorsOf(
    db,
    rows.flatMap(row => [row.theirs, row.ours]),
  )
  return rows.flatMap(row => {
    const [ours, theirs] = [told.get(row.ours), told.get(row.theirs)]
    const [oursBy, theirsBy] = [by.get(row.ours), by.get(row.theirs)]
    if (ours === undefined || theirs === undefined || oursBy === undefined || theirsBy === undefined)
      return []
    return [{ id: row.no, at: row.at, ours, oursBy, theirs, theirsBy }]
  })
}

function authorsOf(db: Connection, numbers: readonly number[]): Map<number, Look['oursBy']> {
  const rows = db
    .prepare<[string], { no: number; office: string; actor: string; at: string }>(
      `SELECT c.no, o.office, o.actor, o.at FROM json_each(?) e JOIN change c ON c.no = e.value JOIN origin o ON o.no = c.origin`,
    )
    .all(JSON.stringify([...new Set(numbers)]))
  const names = new Map<string, string>()
  for (const { office } of rows) {
    if (!names.has(office)) names.set(office, knownName(db, office) ?? office)
  }
  return new Map(
    rows.map(({ no, office, actor, at }) => [
      no,
      { office: names.get(office) ?? office, actor: saidWorker(actor), at },
    ]),
  )
}

/** Takes these off the list; answers how many are left. */
export function takeLooksOff(db: Connection, ids: readonly number[]): number {
  prepareOnce(db, 'DELETE FROM for_look WHERE no IN (SELECT value FROM json_each(?))').run(
    JSON.stringify(ids),
  )
  return prepareOnce<[], number>(db, 'SELECT count(*) FROM for_look').pluck().get() ?? 0
}
