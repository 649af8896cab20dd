import type { Connection } from '#db/sqlite/connection.ts'

const key = 'packet_file_bytes'
const usual = 200_000_000

/** How many bytes of files one packet carries at most, as this PC has it. */
export function bytesPerPacket(db: Connection): number {
  const said = db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?').get(key)?.value
  return said === undefined ? usual : Number(said)
}

/** What is more follows with the next packet. */
export function limitPackets(db: Connection, bytes: number): void {
  db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(key, String(bytes))
}
