import Database from 'better-sqlite3'
import { refuse } from '#db/shared/refusal.ts'
import type { Connection } from './connection.ts'
import { keptFilesTable } from './files-in-backup.ts'
import { foundMark, markOf, migrate, migrations, schemaOf } from './migrate.ts'

/**
 * Refuses a registry whose number is known and whose tables are others: a version of development made it. Its mark alone
 * is read; only where that says nothing are the tables compared.
 */
export function refuseOtherTables(connection: Connection): void {
  refuseWhatActsByItself(connection)
  const found = schemaOf(connection)
  if (found === 0 || foundMark(connection) === markOf(found) || hasKnownSchema(connection)) return
  refuse(
    'registry-of-development',
    `这个台账由本程序开发中的一个版本建立：结构编号相同（${found}），里面的表却不一样，本版本不能打开，也没有改动它。请用建立它的那个版本打开；或者用那个版本导出名册，再用本版本新建台账并导入。`,
    `This registry was made by a development version of this program: its schema has the same number (${found}) and other tables. It cannot be opened here, and was not changed. Open it with the version that made it; or export its rosters with that version, make a new registry with this one and import them.`,
    { found },
  )
}

/**
 * Refuses a registry to which something was added that acts whenever it is read or written, whatever its mark says: a trigger,
 * a view, an index. All that this program adds stands in its migrations.
 */
function refuseWhatActsByItself(connection: Connection): void {
  const added = connection
    .prepare<[], { name: string; sql: string }>(
      "SELECT name, sql FROM sqlite_schema WHERE type <> 'table' AND sql IS NOT NULL",
    )
    .all()
  const ours = migrations.map(({ sql }) => sql).join('\n')
  const found = added.filter(({ sql }) => !ours.includes(sql)).map(({ name }) => name)
  if (found.length === 0) return
  refuse(
    'registry-damaged',
    '台账文件里有本程序没有放进去的触发器、视图或索引，打开以后会自行改动或者拖慢台账，所以没有打开，也没有改动。文件可能被别的软件改过，请用备份恢复台账。',
    'The file of this registry holds a trigger, a view or an index that this program did not put there, and that would change or slow down the registry by itself. It was not opened, and not changed. Another program may have altered it: restore a backup.',
    { found },
  )
}

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
