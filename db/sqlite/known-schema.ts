import Database from 'better-sqlite3'
import type { Connection } from './connection.ts'
import { keptFilesTable } from './files-in-backup.ts'
import { migrate, migrations, schemaOf } from './migrate.ts'

/**
 * Whether a file holds the tables and indexes of its schema as this program makes them, and nothing beside them. A
 * trigger would write more than it is told to, and a view or an index may calculate without end: to be asked before
 * anything in the file is.
 */
export function hasKnownSchema(connection: Connection): boolean {
  const expected = new Database(':memory:')
  try {
    const known = migrations.filter(({ number }) => number <= schemaOf(connection))
    migrate(expected, undefined, known)
    const wanted = new Set(partsOf(expected))
    const beside = new Set([keptFilesTable])
    const found = partsOf(connection).filter(part => !beside.has(part))
    return found.length === wanted.size && found.every(part => wanted.has(part))
  } finally {
    expected.close()
  }
}

/** How each part was made; what SQLite adds by itself (its statistics, the indexes of keys) has names of its own. */
function partsOf(connection: Connection): readonly string[] {
  return connection
    .prepare<[], string>(
      "SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND sql IS NOT NULL",
    )
    .pluck()
    .all()
}
