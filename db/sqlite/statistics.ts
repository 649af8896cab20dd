import type { Database } from 'better-sqlite3'

/**
 * Below so many rows statistics do harm: of a table with five rows SQLite learns that a scan is cheapest, and keeps to it
 * when there are five million. Without any it takes the index, which is right at every size.
 */
const enough = 10_000

/** Has statistics made where a registry is large enough for them, when it is closed. */
export function renewStatistics(db: Database): void {
  const { no } = db.prepare<[], { no: number | null }>('SELECT max(no) AS no FROM change').get() ?? { no: 0 }
  if ((no ?? 0) < enough) return
  db.pragma('optimize')
  forgetSmallStatistics(db)
}

/** Drops what was learned of tables while they were small, here and by earlier programs. */
export function forgetSmallStatistics(db: Database): void {
  const isThere = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'").get() !== undefined
  if (!isThere) return
  const small = 'tbl IN (SELECT tbl FROM sqlite_stat1 GROUP BY tbl HAVING max(CAST(stat AS INTEGER)) < ?)'
  const { changes } = db.prepare(`DELETE FROM sqlite_stat1 WHERE ${small}`).run(enough)
  // What was read of them with the schema is forgotten, too.
  if (changes > 0) db.exec('ANALYZE sqlite_schema')
}
