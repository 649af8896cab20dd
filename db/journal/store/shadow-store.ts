import type { Connection } from '#db/sqlite/connection.ts'
import type { Fields } from '../change.ts'
import type { Entities } from '../entity.ts'
import type { Shadow } from '../fold/project.ts'

/** A shadow as it lies there: its fields still as text. */
export type RawShadow = {
  readonly thing: string
  readonly entity: string
  readonly state: Shadow['state']
  readonly survivor: string | null
  readonly fields: string
}

/** Records that are known and not in force, and what they refer to. Nothing here decides anything. */
export type ShadowStore = {
  readonly load: (things: readonly string[]) => readonly RawShadow[]
  /** Makes the shadow of a thing what it shall be, where it is not so already. */
  readonly set: (thing: string, old: RawShadow | undefined, shadow: Shadow | undefined) => void
  readonly read: (thing: string) => Shadow | undefined
  readonly inState: (entity: string, state: Shadow['state']) => readonly { thing: string; fields: Fields }[]
  /** The things whose shadows name one of these. */
  readonly referring: (things: readonly string[]) => readonly string[]
}

export function shadowStore(db: Connection, entities: Entities): ShadowStore {
  const cast = db.prepare(
    'INSERT OR REPLACE INTO shadow (thing, entity, state, survivor, fields) VALUES (?, ?, ?, ?, ?)',
  )
  const castRef = db.prepare('INSERT OR IGNORE INTO shadow_ref (ref, thing) VALUES (?, ?)')
  const drop = db.prepare('DELETE FROM shadow WHERE thing = ?')
  const dropRef = db.prepare('DELETE FROM shadow_ref WHERE ref = ? AND thing = ?')
  const among = db.prepare<[string], RawShadow>(
    'SELECT thing, entity, state, survivor, fields FROM shadow WHERE thing IN (SELECT value FROM json_each(?))',
  )
  const one = db.prepare<[string], RawShadow>(
    'SELECT thing, entity, state, survivor, fields FROM shadow WHERE thing = ?',
  )
  const byState = db.prepare<[string, string], RawShadow>(
    'SELECT thing, entity, state, survivor, fields FROM shadow WHERE entity = +? AND state = ?',
  )
  const referring = db.prepare<[string], { thing: string }>(
    'SELECT thing FROM shadow_ref WHERE ref IN (SELECT value FROM json_each(?))',
  )

  function refsOf(entity: string, fields: Fields): string[] {
    return Object.keys(entities.get(entity)?.refs ?? {}).flatMap(field => {
      const ref = fields[field]
      return typeof ref === 'string' ? [ref] : []
    })
  }

  function set(thing: string, old: RawShadow | undefined, shadow: Shadow | undefined): void {
    if (old === undefined && shadow === undefined) return
    const text = shadow && JSON.stringify(shadow.fields)
    const isSame =
      old?.entity === shadow?.entity &&
      old?.state === shadow?.state &&
      old?.survivor === shadow?.survivor &&
      old?.fields === text
    if (isSame) return
    if (old !== undefined) {
      for (const ref of refsOf(old.entity, JSON.parse(old.fields))) dropRef.run(ref, thing)
      if (shadow === undefined) drop.run(thing)
    }
    if (shadow === undefined) return
    cast.run(thing, shadow.entity, shadow.state, shadow.survivor, text)
    for (const ref of refsOf(shadow.entity, shadow.fields)) castRef.run(ref, thing)
  }

  return {
    load: things => among.all(JSON.stringify(things)),
    set,
    read: thing => {
      const row = one.get(thing)
      if (row === undefined) return undefined
      const { entity, state, survivor, fields } = row
      return { entity, state, survivor, fields: JSON.parse(fields) }
    },
    inState: (entity, state) =>
      byState.all(entity, state).map(({ thing, fields }) => ({ thing, fields: JSON.parse(fields) })),
    referring: things => referring.all(JSON.stringify(things)).map(row => row.thing),
  }
}
