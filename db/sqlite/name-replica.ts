import type { Connection } from './connection.ts'

/** What is known of packets to and from others by the keys that are given up: with new ones everything is offered anew. */
const ofOldKeys = ['offer', 'sent', 'received', 'taken', 'taken_top', 'waiting', 'certified']

/** For whom a registry is begun: what keys were made for it, before it is anybody's. */
export function noteBegun(db: Connection, replica: string): void {
  db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('begun', ?)").run(replica)
}

export function begunBy(db: Connection): string | undefined {
  const isThere = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").get() !== undefined
  if (!isThere) return undefined
  return db.prepare<[], string>("SELECT value FROM meta WHERE key = 'begun'").pluck().get()
}

/** Says whose registry this is, once. */
export function nameNewReplica(db: Connection, replica: string, name: string): void {
  const put = db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)')
  db.transaction(() => {
    put.run('replica', replica)
    put.run('name', name)
    db.exec("DELETE FROM meta WHERE key = 'begun'")
  })()
}

/** Whether a file is a registry that was begun and never came to be: empty, or its tables without a name and a change. */
export function isNobodys(db: Connection): boolean {
  const tables = new Set(
    db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all(),
  )
  if (tables.size === 0) return true
  if (!tables.has('meta') || !tables.has('change')) return false
  const found = db
    .prepare(
      "SELECT 1 WHERE EXISTS (SELECT 1 FROM meta WHERE key = 'replica') OR EXISTS (SELECT 1 FROM change)",
    )
    .get()
  return found === undefined
}

/** Names the keys that a registry has from now on, in one transaction with what they make void. */
export function nameReplica(db: Connection, replica: string): void {
  db.transaction(() => {
    db.prepare("UPDATE meta SET value = ? WHERE key = 'replica'").run(replica)
    for (const table of ofOldKeys) db.exec(`DELETE FROM ${table}`)
    db.exec("UPDATE peer SET acked_pos = 0, acked_hash = '', aside = '[]'")
  })()
}
