import type { Reader } from '#db/sqlite/tables.ts'

/** Several queries over one state of the registry: nothing that is written in between is seen by the later ones. */
export function inOneSnapshot<T>(reader: Reader, read: (snapshot: Reader) => Promise<T>): Promise<T> {
  return reader.isTransaction ? read(reader) : reader.transaction().execute(read)
}
