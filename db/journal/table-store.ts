import type { Connection } from '#db/sqlite/connection.ts'
import type { Fields, FieldValue } from './change.ts'
import { type Entities, type Entity, fieldsOf } from './entity.ts'
import type { Shadow } from './project.ts'

/** The tables of the records in force, and beside them shadows and conflicts. Nothing here decides anything. */
export type TableStore = {
  readonly put: (entity: Entity, id: string, row: TableRow) => void
  /** As `put`, of a record that has no row yet. */
  readonly add: (entity: Entity, id: string, row: TableRow) => void
  readonly drop: (entity: Entity, id: string) => void
  readonly has: (entity: string, id: string) => boolean
  readonly read: (entity: Entity, id: string) => Fields | undefined
  readonly rowsOf: (entity: Entity, subject: string) => readonly (Fields & { readonly id: string })[]
  readonly allOf: (entity: Entity) => readonly (Fields & { readonly id: string })[]
  /** Records in force or parked, of any entity, of which a field names this thing of that entity. */
  readonly referring: (entity: string, ref: string) => readonly string[]
  readonly setInterval: (entity: Entity, id: string, starts: string, until: string | null) => void
  readonly cast: (thing: string, shadow: Shadow) => void
  readonly unshade: (thing: string) => void
  readonly shadowOf: (thing: string) => Shadow | undefined
  readonly shadowsOf: (entity: string, state: string) => readonly { thing: string; fields: Fields }[]
  readonly setConflicts: (
    thing: string,
    entity: string,
    conflicts: readonly { readonly register: string; readonly heads: readonly string[] }[],
  ) => void
  readonly clearConflicts: (thing: string, registers: readonly string[]) => void
}

export type TableRow = {
  readonly fields: Fields
  readonly rank: string
  /** Local number of the only change of this record, if nothing came after its creation. */
  readonly pristine: number | null
  readonly starts?: string
  readonly until?: string | null
}

type Value = string | number | null

export function tableStore(db: Connection, entities: Entities): TableStore {
  const tables = new Map([...entities.values()].map(entity => [entity.name, tableOf(db, entity)]))
  const of = (name: string) => {
    const table = tables.get(name)
    if (table === undefined) throw new Error(`invariant broken: no table for ${name}`)
    return table
  }
  const castShadow = db.prepare(
    'INSERT OR REPLACE INTO shadow (thing, entity, state, survivor, fields) VALUES (?, ?, ?, ?, ?)',
  )
  const castRef = db.prepare('INSERT OR IGNORE INTO shadow_ref (ref, thing) VALUES (?, ?)')
  const dropShadow = db.prepare('DELETE FROM shadow WHERE thing = ?')
  const dropRefs = db.prepare('DELETE FROM shadow_ref WHERE thing = ?')
  const readShadow = db.prepare<
    [string],
    { entity: string; state: Shadow['state']; survivor: string | null; fields: string }
  >('SELECT entity, state, survivor, fields FROM shadow WHERE thing = ?')
  const shadowsBy = db.prepare<[string, string], { thing: string; fields: string }>(
    'SELECT thing, fields FROM shadow WHERE entity = ? AND state = ?',
  )
  const shadowRefs = db.prepare<[string], { thing: string }>('SELECT thing FROM shadow_ref WHERE ref = ?')
  const addConflict = db.prepare(
    'INSERT OR REPLACE INTO conflict (thing, register, entity, heads) VALUES (?, ?, ?, ?)',
  )
  const dropConflict = db.prepare('DELETE FROM conflict WHERE thing = ? AND register = ?')

  return {
    put: (entity, id, row) => of(entity.name).put(id, row),
    add: (entity, id, row) => of(entity.name).add(id, row),
    drop: (entity, id) => of(entity.name).drop(id),
    has: (entity, id) => tables.get(entity)?.has(id) ?? false,
    read: (entity, id) => of(entity.name).read(id),
    rowsOf: (entity, subject) => of(entity.name).ofSubject(subject),
    allOf: entity => of(entity.name).all(),
    referring: (entity, ref) => [
      ...[...tables.values()].flatMap(table => table.referring(entity, ref)),
      ...shadowRefs.all(ref).map(row => row.thing),
    ],
    setInterval: (entity, id, starts, until) => of(entity.name).setInterval(id, starts, until),
    cast: (thing, { entity, state, survivor, fields }) => {
      castShadow.run(thing, entity, state, survivor, JSON.stringify(fields))
      const refs = entities.get(entity)?.refs ?? {}
      for (const field of Object.keys(refs)) {
        const ref = fields[field]
        if (typeof ref === 'string') castRef.run(ref, thing)
      }
    },
    unshade: thing => {
      if (dropShadow.run(thing).changes > 0) dropRefs.run(thing)
    },
    shadowOf: thing => {
      const row = readShadow.get(thing)
      return row && { ...row, fields: JSON.parse(row.fields) }
    },
    shadowsOf: (entity, state) =>
      shadowsBy.all(entity, state).map(row => ({ thing: row.thing, fields: JSON.parse(row.fields) })),
    setConflicts: (thing, entity, conflicts) => {
      for (const { register, heads } of conflicts) {
        addConflict.run(thing, register, entity, JSON.stringify(heads))
      }
    },
    clearConflicts: (thing, registers) => {
      for (const register of registers) dropConflict.run(thing, register)
    },
  }
}

type Table = {
  readonly put: (id: string, row: TableRow) => void
  readonly add: (id: string, row: TableRow) => void
  readonly drop: (id: string) => void
  readonly has: (id: string) => boolean
  readonly read: (id: string) => Fields | undefined
  readonly ofSubject: (subject: string) => (Fields & { readonly id: string })[]
  readonly all: () => (Fields & { readonly id: string })[]
  readonly referring: (entity: string, ref: string) => string[]
  readonly setInterval: (id: string, starts: string, until: string | null) => void
}

/** Prepared statements for one entity's table, made from its definition once. */
function tableOf(db: Connection, entity: Entity): Table {
  const name = entity.name
  const fields = fieldsOf(entity)
  const lists = new Set(
    Object.values(entity.registers).flatMap(register =>
      Object.keys(register).filter(field => register[field] === 'list'),
    ),
  )
  const derived = Object.keys(entity.derived?.({}) ?? {})
  const serial = entity.series ? ['rank', ...(entity.tree ? ['starts'] : []), 'until'] : []
  const columns = ['id', ...fields, ...derived, ...serial, 'pristine']
  const marks = columns.map(() => '?').join(', ')
  const updates = columns.slice(1).map(column => `${column} = excluded.${column}`)
  const insert = db.prepare(`INSERT INTO ${name} (${columns.join(', ')}) VALUES (${marks})`)
  const upsert = db.prepare<Value[]>(
    `INSERT INTO ${name} (${columns.join(', ')}) VALUES (${marks})
     ON CONFLICT (id) DO UPDATE SET ${updates.join(', ')}`,
  )
  const noOf = db.prepare<[string], { no: number }>(`SELECT no FROM ${name} WHERE id = ?`)
  const remove = db.prepare(`DELETE FROM ${name} WHERE id = ?`)
  const shown = ['id', ...fields, ...serial].join(', ')
  const readOne = db.prepare<[string], Record<string, Value>>(`SELECT ${shown} FROM ${name} WHERE id = ?`)
  const subject = entity.series?.subject ?? 'id'
  const bySubject = db.prepare<[string], Record<string, Value>>(
    `SELECT ${shown} FROM ${name} WHERE ${subject} = ?`,
  )
  const every = db.prepare<[], Record<string, Value>>(`SELECT ${shown} FROM ${name}`)
  const byRef = Object.entries(entity.refs).map(([field, target]) => ({
    target,
    find: db.prepare<[string], { id: string }>(`SELECT id FROM ${name} WHERE ${field} = ?`),
  }))
  const interval = entity.series
    ? db.prepare(
        entity.tree
          ? `UPDATE ${name} SET starts = ?, until = ? WHERE id = ?`
          : `UPDATE ${name} SET until = ? WHERE id = ?`,
      )
    : undefined
  const { search } = entity
  const dropGrams = search && db.prepare('DELETE FROM grams WHERE rowid = ?')
  const addGrams = search && db.prepare('INSERT INTO grams (rowid, text) VALUES (?, ?)')

  const flat = (field: string, value: FieldValue | undefined): Value =>
    lists.has(field)
      ? JSON.stringify(value ?? [])
      : typeof value === 'string' || typeof value === 'number'
        ? value
        : null

  function valuesOf(id: string, row: TableRow): Value[] {
    const extra = entity.derived?.(row.fields) ?? {}
    const values: Value[] = [id]
    for (const field of fields) values.push(flat(field, row.fields[field]))
    for (const field of derived) values.push(flat(field, extra[field]))
    if (entity.series) {
      values.push(row.rank)
      if (entity.tree) values.push(row.starts ?? '')
      values.push(row.until ?? null)
    }
    values.push(row.pristine)
    return values
  }

  function add(id: string, row: TableRow): void {
    const no = Number(insert.run(...valuesOf(id, row)).lastInsertRowid)
    if (search) addGrams?.run(no * 2 + search.slot, search.grams(row.fields))
  }

  const inflate = (row: Record<string, Value>): Fields & { readonly id: string } => {
    const out: Record<string, FieldValue> = { ...row }
    for (const field of lists) out[field] = JSON.parse(String(row[field] ?? '[]'))
    return { ...out, id: String(row['id']) }
  }

  return {
    add,
    put: (id, row) => {
      const existing = noOf.get(id)
      if (existing === undefined) {
        add(id, row)
        return
      }
      upsert.run(...valuesOf(id, row))
      if (search) {
        const rowid = existing.no * 2 + search.slot
        dropGrams?.run(rowid)
        addGrams?.run(rowid, search.grams(row.fields))
      }
    },
    drop: id => {
      const existing = noOf.get(id)
      if (existing === undefined) return
      if (search) dropGrams?.run(existing.no * 2 + search.slot)
      remove.run(id)
    },
    has: id => noOf.get(id) !== undefined,
    read: id => {
      const row = readOne.get(id)
      return row && inflate(row)
    },
    ofSubject: of => bySubject.all(of).map(inflate),
    all: () => every.all().map(inflate),
    referring: (target, ref) =>
      byRef.flatMap(by => (by.target === target ? by.find.all(ref).map(row => row.id) : [])),
    setInterval: (id, starts, until) => {
      if (entity.tree) interval?.run(starts, until, id)
      else interval?.run(until, id)
    },
  }
}
