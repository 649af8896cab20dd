import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { makePrivateFile } from '#db/files/private-folder.ts'
import { forgetSmallStatistics } from './statistics.ts'
import type { Reader, Tables } from './tables.ts'

export type Connection = Database.Database

/** The names inside a registry's folder (architecture.md, "One folder, one holder"). */
export function registryFile(folder: string): string {
  return join(folder, 'registry.db')
}

/**
 * Settings of every connection, on every open: a file in WAL mode is otherwise reopened with synchronous=NORMAL.
 */
function configure(connection: Connection): Connection {
  connection.pragma('journal_mode = WAL')
  connection.pragma('synchronous = FULL')
  connection.pragma('foreign_keys = ON')
  connection.pragma('busy_timeout = 5000')
  // Random ids: the pages of indexes are met again and again. More than this makes nothing faster.
  connection.pragma('cache_size = -16384')
  // Temporary tables hold whole packets: on the disk, with a cache of their own.
  connection.pragma('temp_store = FILE')
  connection.pragma('temp.cache_size = -8192')
  return connection
}

/**
 * Names the folder in which SQLite keeps what does not fit into memory, instead of one that all users of the PC share:
 * whole packets lie there in plain text, in files that have no name. SQLite reads it when it first opens anything, for
 * the whole process; under Windows it takes the user's own folder for temporary files.
 */
export function keepTemporaryFilesIn(folder: string): void {
  process.env['SQLITE_TMPDIR'] ??= folder
}

/** The one connection that writes; whoever opens it holds the folder's lock. */
export function openWriter(file: string): Connection {
  // Its WAL gets the same rights.
  if (file !== ':memory:') makePrivateFile(file)
  const connection = new Database(file)
  try {
    configure(connection)
    forgetSmallStatistics(connection)
  } catch (error) {
    // Windows moves no file that is open: one that cannot be read is put aside.
    connection.close()
    throw error
  }
  return connection
}

/**
 * Commits without moving what was written from the WAL into the file at once: of a large import that alone takes a
 * second, in which nobody is answered. `checkpoint` does it afterwards; otherwise the next commit does.
 */
export function commitAndLeaveInWal(connection: Connection): void {
  const pages = Number(connection.pragma('wal_autocheckpoint', { simple: true }))
  connection.pragma('wal_autocheckpoint = 0')
  try {
    connection.exec('COMMIT')
  } finally {
    connection.pragma(`wal_autocheckpoint = ${pages}`)
  }
}

/** Moves what lies in the WAL into the registry's file, as far as nobody reads what was before. Blocks its thread alone. */
export function checkpoint(file: string): void {
  const connection = new Database(file, { fileMustExist: true })
  try {
    // A file in WAL mode is otherwise reopened with synchronous=NORMAL.
    connection.pragma('synchronous = FULL')
    connection.pragma('wal_checkpoint(PASSIVE)')
  } finally {
    connection.close()
  }
}

/** Loads SQLite itself into this thread. */
export function loadSqlite(): void {
  new Database(':memory:').close()
}

/** A connection that cannot write, whatever is asked of it. */
export function openReadOnly(file: string): Connection {
  const connection = new Database(file, { readonly: true, fileMustExist: true })
  connection.pragma('query_only = ON')
  connection.pragma('busy_timeout = 5000')
  connection.pragma('cache_size = -16384')
  connection.pragma('mmap_size = 268435456')
  connection.pragma('temp_store = MEMORY')
  return connection
}

/** The same for a review of everything, which meets all of a registry in no order: as much is mapped as SQLite allows. */
export function openMapped(file: string): Connection {
  const connection = openReadOnly(file)
  connection.pragma('mmap_size = 2147418112')
  return connection
}

/** The same for work that asks for a little at a time while others need the memory: the system remembers the file as well. */
export function openLean(file: string): Connection {
  const connection = openReadOnly(file)
  connection.pragma('cache_size = -2048')
  connection.pragma('mmap_size = 0')
  return connection
}

/** The same for work that keeps what it found in temporary tables: the registry's own cannot be written. */
export function openWithTemporaryTables(file: string): Connection {
  const connection = openLean(file)
  connection.pragma('cache_size = -8192')
  connection.pragma('query_only = OFF')
  connection.pragma('temp_store = FILE')
  return connection
}

/** Kysely over an open connection. Closing stays with whoever opened it. */
export function queries(connection: Connection): Kysely<Tables> {
  const database = {
    prepare: (text: string) => prepareOnce(connection, text),
    close: () => connection.close(),
  }
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database }) })
}

/** So many statements are kept prepared; the same few questions are asked again and again. */
const mostPrepared = 400
const prepared = new WeakMap<Connection, Map<string, Database.Statement<unknown[], unknown>>>()

/**
 * A statement that is asked again and again. To read the text of a question and to plan it takes longer than to answer a
 * small one, and leaves some ten kilobytes behind of which Node's garbage collector knows nothing: done once a connection.
 *
 * SQLite (3.54) does it anew all the same, each time that the statement is given a value, where `column = ?` might decide its
 * plan: the column has an index, and the rows are ordered, grouped or joined. Then it looks whether the value is a small
 * number. `column = +?` asks the same, and is planned once; what is asked for each of thousands is written so.
 */
export function prepareOnce<Given extends unknown[], Row = unknown>(
  connection: Connection,
  text: string,
): Database.Statement<Given, Row> {
  const known = prepared.get(connection) ?? new Map<string, Database.Statement<unknown[], unknown>>()
  prepared.set(connection, known)
  let found = known.get(text)
  // Who still reads its rows keeps it.
  if (found === undefined || found.busy) {
    if (known.size >= mostPrepared) known.clear()
    found = connection.prepare<unknown[], unknown>(text)
    known.set(text, found)
  } else if (found.reader) found.raw(false).pluck(false)
  // The one cast: what a text is given and answers is known where it is written.
  return found as Database.Statement<Given, Row>
}

const readers = new WeakMap<Connection, Reader>()

/** The typed questions that a connection can be asked. */
export function reader(connection: Connection): Reader {
  // The one cast that Kysely's own documentation gives for this type: a narrower view of the same object.
  const made: Reader = readers.get(connection) ?? (queries(connection) as never)
  readers.set(connection, made)
  return made
}

/**
 * Ends a transaction without its changes. A full or failing disk has made SQLite end it already; to roll back once more
 * is an error of its own, which would take the place of the one that has to be told.
 */
export function rollBack(connection: Connection): void {
  if (connection.inTransaction) connection.exec('ROLLBACK')
}

/** Several queries over one state of the registry: nothing that is written in between is seen by the later ones. */
export function inOneSnapshot<T>(reader: Reader, read: (snapshot: Reader) => Promise<T>): Promise<T> {
  return reader.isTransaction ? read(reader) : reader.transaction().execute(read)
}
