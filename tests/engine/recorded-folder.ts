import { hash } from 'node:crypto'
import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { invariant } from '#db/shared/invariant.ts'
import { registryFile } from '#db/sqlite/connection.ts'

/** What lay in a registry's folder at one moment: how long the log of the database was, and the other files by their content. */
export type Look = { readonly log: number; readonly files: Readonly<Record<string, string>> }

/** Where a recording keeps the database as it was, its log, and the database once the log had been written into it. */
export const recorded = {
  before: 'before.db',
  log: 'log.wal',
  closed: 'closed.db',
  looks: 'looks.json',
} as const

/** SQLite's own: the database and its log are kept apart, the index of the log is made anew by whoever opens it next. */
const databases = /^(registry|lock)\.db(-wal|-shm|-journal)?$/

/**
 * Keeps what lies in a registry's folder, moment by moment, while this process works in it. Within a transaction SQLite
 * only adds to its log, so its length at a moment says all of it.
 */
export class FolderRecorder {
  readonly #folder: string
  readonly #record: string
  readonly #looks: Look[] = []
  readonly #kept = new Set<string>()

  constructor(folder: string, record: string) {
    this.#folder = folder
    this.#record = record
  }

  /** To be called before anything of the next step is done, and without waiting for anything. */
  look(): void {
    if (this.#looks.length === 0) this.#copy(registryFile(this.#folder), recorded.before)
    const files: Record<string, string> = {}
    for (const entry of readdirSync(this.#folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || databases.test(entry.name)) continue
      const path = join(entry.parentPath, entry.name)
      files[relative(this.#folder, path)] = this.#keep(readFileSync(path))
    }
    const look = { log: lengthOf(`${registryFile(this.#folder)}-wal`), files }
    if (JSON.stringify(look) !== JSON.stringify(this.#looks.at(-1))) this.#looks.push(look)
  }

  /** At the end of the work, while the database is still open: its log holds all that was written. */
  keepLog(): void {
    const database = registryFile(this.#folder)
    const before = readFileSync(join(this.#record, recorded.before))
    invariant(before.equals(readFileSync(database)), 'so little is written that all of it stays in the log')
    this.#copy(`${database}-wal`, recorded.log)
    writeFileSync(join(this.#record, recorded.looks), JSON.stringify(this.#looks))
  }

  /** Once the database is closed: its log was written into it. */
  keepClosed(): void {
    this.#copy(registryFile(this.#folder), recorded.closed)
  }

  #copy(from: string, name: string): void {
    copyFileSync(from, join(this.#record, name))
  }

  #keep(content: Buffer): string {
    const name = hash('sha256', content)
    if (!this.#kept.has(name)) writeFileSync(join(this.#record, name), content)
    this.#kept.add(name)
    return name
  }
}

function lengthOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
