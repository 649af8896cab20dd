import type { Connection } from '#db/sqlite/connection.ts'

type Column = { readonly name: string; readonly type: string; readonly pk: number }

/** The tables that hold rows of their own: not SQLite's, not those inside a search index. */
export function tablesIn(db: Connection): string[] {
  return db
    .prepare<[], { name: string }>(
      `SELECT name FROM pragma_table_list
       WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite_%' ORDER BY name`,
    )
    .all()
    .map(row => row.name)
}

/** Puts one row into every table, whatever its columns: what a migration must not lose. */
export function fillEveryTable(db: Connection): void {
  db.pragma('foreign_keys = OFF')
  for (const table of tablesIn(db)) {
    const columns = db.prepare<[], Column>(`SELECT name, type, pk FROM pragma_table_info('${table}')`).all()
    const values = columns.map(({ type }) => (type === 'INTEGER' ? 1 : `${table}'s`))
    const marks = columns.map(() => '?').join(', ')
    db.prepare(
      `INSERT INTO ${table} (${columns.map(column => column.name).join(', ')}) VALUES (${marks})`,
    ).run(values)
  }
  db.pragma('foreign_keys = ON')
}

export function rowCounts(db: Connection): Readonly<Record<string, number>> {
  return Object.fromEntries(
    tablesIn(db).map(table => [
      table,
      db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? 0,
    ]),
  )
}
