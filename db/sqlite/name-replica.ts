import type { Connection } from './connection.ts'

/** What is known of packets to and from others by the keys that are given up: with new ones everything is offered anew. */
const ofOldKeys = ['offer', 'sent', 'received', 'taken', 'taken_top', 'waiting', 'certified']

/** Names the keys that a registry has from now on, in one transaction with what they make void. */
export function nameReplica(db: Connection, replica: string): void {
  db.transaction(() => {
    db.prepare("UPDATE meta SET value = ? WHERE key = 'replica'").run(replica)
    for (const table of ofOldKeys) db.exec(`DELETE FROM ${table}`)
    db.exec("UPDATE peer SET acked_pos = 0, acked_hash = '', aside = '[]'")
  })()
}
