import { onFirstUse } from '#db/shared/made-once.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Fields, FieldValue } from '../change.ts'
import { type Entity, fieldsOf } from '../entity.ts'

export type TableRow = {
  readonly fields: Fields
  readonly rank: string
  /** Local number of the only change of this record, if nothing came after its creation. */
  readonly pristine: number | null
  readonly starts?: string
  readonly until?: string | null
}

type Value = string | number | null

/** A row as it lies in the table: all columns, lists still as text, `no` its row number. */
export type RawRow = Readonly<Record<string, Value>>

export type FoundRow = Fields & { readonly id: string }

export type Picked = { readonly field: string; readonly among: readonly string[] }

/** The table of one entity: rows of records in force. */
export type EntityTable = {
  readonly entity: Entity
  /** A record that has no row yet. */
  readonly add: (id: string, row: TableRow) => void
  /**
   * Writes the columns that differ from the row that lies there, once `flush` is called; when a series row holds is
   * `setInterval`'s to say.
   */
  readonly change: (old: RawRow, row: TableRow) => void
  readonly flush: () => void
  /** After a roll-back: what was to be changed is not. */
  readonly forget: () => void
  readonly drop: (row: RawRow) => void
  readonly has: (id: string) => boolean
  readonly present: (ids: readonly string[]) => ReadonlySet<string>
  readonly load: (ids: readonly string[]) => readonly RawRow[]
  readonly read: (id: string) => FoundRow | undefined
  readonly inflate: (row: RawRow) => FoundRow
  readonly ofSubjects: (subjects: readonly string[]) => readonly FoundRow[]
  readonly all: () => readonly FoundRow[]
  /** These fields of all rows. */
  readonly pick: (fields: readonly string[]) => readonly Fields[]
  /** Of some values those that a list holds, in rows of which another field is among others. */
  readonly listed: (list: string, values: readonly string[], by: Picked) => readonly string[]
  readonly setInterval: (id: string, starts: string, until: string | null) => void
}

/** Statements for one entity's table, made from its definition; of fifty kinds of record most registries touch few. */
export function entityTable(db: Connection, entity: Entity): EntityTable {
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
  const among = (column: string) => `${column} IN (SELECT value FROM json_each(?))`
  const insert = onFirstUse(() => db.prepare(`INSERT INTO ${name} (${columns.join(', ')}) VALUES (${marks})`))
  const remove = onFirstUse(() => db.prepare(`DELETE FROM ${name} WHERE no = ?`))
  const updates = new Map<string, (rows: readonly (readonly Value[])[]) => void>()
  /** Rows that are to be changed, by the columns that they get. */
  const changing = new Map<string, { readonly names: readonly string[]; readonly rows: Value[][] }>()
  const idOf = onFirstUse(() => db.prepare<[string], { id: string }>(`SELECT id FROM ${name} WHERE id = ?`))
  const idsAmong = onFirstUse(() =>
    db.prepare<[string], { id: string }>(`SELECT id FROM ${name} WHERE ${among('id')}`),
  )
  const rowsAmong = onFirstUse(() =>
    db.prepare<[string], RawRow>(`SELECT no, ${columns.join(', ')} FROM ${name} WHERE ${among('id')}`),
  )
  const shown = ['id', ...fields, ...serial]
  const showOne = onFirstUse(() =>
    db.prepare<[string], RawRow>(`SELECT ${shown.join(', ')} FROM ${name} WHERE id = ?`),
  )
  const showAll = onFirstUse(() => db.prepare<[], RawRow>(`SELECT ${shown.join(', ')} FROM ${name}`))
  const showOfSubjects = onFirstUse(() =>
    db.prepare<[string], RawRow>(
      `SELECT ${shown.join(', ')} FROM ${name} WHERE ${among(entity.series?.subject ?? 'id')}`,
    ),
  )
  const { search } = entity
  const dropGrams = onFirstUse(() => db.prepare('DELETE FROM grams WHERE rowid = ?'))
  const addGrams = onFirstUse(() => db.prepare('INSERT INTO grams (rowid, text) VALUES (?, ?)'))
  const gramsOf = (no: number) => no * 2 + (search?.slot ?? 0)
  const interval = onFirstUse(() =>
    db.prepare(
      entity.tree
        ? `UPDATE ${name} SET starts = ?, until = ? WHERE id = ?`
        : `UPDATE ${name} SET until = ? WHERE id = ?`,
    ),
  )

  const flat = (field: string, value: FieldValue | undefined): Value => flatten(lists.has(field), value)
  const columnsOfFields = fields.map(field => ({ field, isList: lists.has(field) }))

  function add(id: string, row: TableRow): void {
    const made = entity.derived?.(row.fields) ?? nothing
    const values: Value[] = [id]
    for (const { field, isList } of columnsOfFields) values.push(flatten(isList, row.fields[field]))
    for (const field of derived) values.push(flat(field, made[field]))
    if (entity.series) {
      values.push(row.rank)
      if (entity.tree) values.push(row.starts ?? '')
      values.push(row.until ?? null)
    }
    values.push(row.pristine)
    const no = Number(insert().run(...values).lastInsertRowid)
    if (search) addGrams().run(gramsOf(no), search.grams(row.fields))
  }

  function change(old: RawRow, row: TableRow): void {
    const names: string[] = []
    const values: Value[] = []
    const write = (column: string, value: Value) => {
      if (value === old[column]) return
      names.push(column)
      values.push(value)
    }
    for (const field of fields) write(field, flat(field, row.fields[field]))
    const isRead = entity.readings?.some(field => names.includes(field)) === true
    if (isRead) {
      const made = entity.derived?.(row.fields) ?? {}
      for (const field of derived) write(field, flat(field, made[field]))
    }
    if (entity.series) write('rank', row.rank)
    write('pristine', row.pristine)
    if (names.length === 0) return
    const key = names.join(', ')
    const same = changing.get(key) ?? { names, rows: [] }
    same.rows.push([old['no'] ?? null, ...values])
    changing.set(key, same)
    if (search && isRead) {
      const rowid = gramsOf(Number(old['no']))
      dropGrams().run(rowid)
      addGrams().run(rowid, search.grams(row.fields))
    }
  }

  /** Many with one statement: of what each statement touches SQLite keeps how it was before, page by page. */
  function flush(): void {
    for (const { names, rows } of changing.values()) updateOf(names)(rows)
    changing.clear()
  }

  /** One statement for each choice of columns: honest changes know few of them. */
  function updateOf(names: readonly string[]): (rows: readonly (readonly Value[])[]) => void {
    const key = names.join(', ')
    const known = updates.get(key)
    if (known) return known
    if (updates.size >= 100) updates.clear()
    const columns = names.map((column, i) => `${column} = j.value ->> ${i + 1}`)
    const made = db.prepare<[string]>(
      `UPDATE ${name} SET ${columns.join(', ')} FROM json_each(?) j WHERE ${name}.no = j.value ->> 0`,
    )
    const run = (rows: readonly (readonly Value[])[]) => {
      made.run(JSON.stringify(rows))
    }
    updates.set(key, run)
    return run
  }

  const inflate = (row: RawRow): FoundRow => {
    const out: Record<string, FieldValue> = {}
    for (const column of shown) out[column] = row[column] ?? null
    for (const field of lists) {
      const text = String(row[field] ?? '[]')
      out[field] = text === '[]' ? [] : JSON.parse(text)
    }
    return { ...out, id: String(row['id']) }
  }

  return {
    entity,
    add,
    change,
    flush,
    forget: () => changing.clear(),
    drop: row => {
      if (search) dropGrams().run(gramsOf(Number(row['no'])))
      remove().run(row['no'])
    },
    has: id => idOf().get(id) !== undefined,
    present: ids =>
      new Set(
        idsAmong()
          .all(JSON.stringify(ids))
          .map(row => row.id),
      ),
    load: ids => rowsAmong().all(JSON.stringify(ids)),
    read: id => {
      const row = showOne().get(id)
      return row && inflate(row)
    },
    inflate,
    ofSubjects: subjects => showOfSubjects().all(JSON.stringify(subjects)).map(inflate),
    all: () => showAll().all().map(inflate),
    pick: fields => prepareOnce<[], RawRow>(db, `SELECT ${fields.join(', ')} FROM ${name}`).all(),
    listed: (list, values, by) =>
      prepareOnce<[string, string], { value: string }>(
        db,
        `SELECT DISTINCT v.value FROM ${name} CROSS JOIN json_each(${list}) v
         WHERE ${among(by.field)} AND ${among('v.value')}`,
      )
        .all(JSON.stringify(by.among), JSON.stringify(values))
        .map(row => row.value),
    setInterval: (id, starts, until) => {
      if (entity.tree) interval().run(starts, until, id)
      else if (entity.series) interval().run(until, id)
    },
  }
}

const nothing: Readonly<Record<string, FieldValue>> = {}

/** A value as its column holds it: a list as text, and of anything else text, a number or nothing. */
function flatten(isList: boolean, value: FieldValue | undefined): Value {
  if (isList) return Array.isArray(value) && value.length > 0 ? JSON.stringify(value) : '[]'
  return typeof value === 'string' || typeof value === 'number' ? value : null
}
