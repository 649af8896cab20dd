import type { Connection } from '#db/sqlite/connection.ts'

/** A conflict as it lies there: its heads still as text. */
export type RawConflict = {
  readonly thing: string
  readonly register: string
  readonly entity: string
  readonly heads: string
}

export type WantedConflict = { readonly register: string; readonly heads: readonly string[] }

/** Registers with several heads of different values, and rivals in a series. Nothing here decides anything. */
export type ConflictStore = {
  /** Of these things: those of their registers, and those of the series that they are the subjects of. */
  readonly load: (things: readonly string[]) => readonly RawConflict[]
  /** Makes these conflicts of a thing what they shall be, where they are not so already. */
  readonly set: (
    thing: string,
    entity: string,
    old: readonly RawConflict[],
    wanted: readonly WantedConflict[],
  ) => void
}

/** Rivals stand under the name of their series, and belong to its subject. */
export function isOfSeries({ register, entity }: RawConflict): boolean {
  return register === entity
}

export function conflictStore(db: Connection): ConflictStore {
  const among = db.prepare<[string], RawConflict>(
    'SELECT thing, register, entity, heads FROM conflict WHERE thing IN (SELECT value FROM json_each(?))',
  )
  const put = db.prepare(
    'INSERT OR REPLACE INTO conflict (thing, register, entity, heads) VALUES (?, ?, ?, ?)',
  )
  const drop = db.prepare('DELETE FROM conflict WHERE thing = ? AND register = ?')
  return {
    load: things => among.all(JSON.stringify(things)),
    set: (thing, entity, old, wanted) => {
      for (const { register } of old) {
        if (!wanted.some(conflict => conflict.register === register)) drop.run(thing, register)
      }
      for (const { register, heads } of wanted) {
        const text = JSON.stringify(heads)
        if (!old.some(is => is.register === register && is.heads === text && is.entity === entity)) {
          put.run(thing, register, entity, text)
        }
      }
    },
  }
}
