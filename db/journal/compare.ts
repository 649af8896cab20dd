import { canonical, type Json } from '#db/shared/canonical.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { type Entity, type FieldType, fieldsOf } from './entity.ts'
import type { Journal } from './journal.ts'
import { project } from './project.ts'

/** The first differences found between the journal projected anew and the tables; empty when they agree. */
export type Difference = { readonly where: string; readonly projected: string; readonly stored: string }

/**
 * `verify`'s proof: projects the whole journal anew and compares all replicated columns with the tables, in canonical
 * form, sorted by id. Columns that only help to find things are not compared, nor is the order of arrival.
 */
export function compareWithJournal(db: Connection, journal: Journal, limit = 20): Difference[] {
  const { tables, shadows, conflicts } = project(
    journal.changes.all(),
    journal.entities,
    journal.changes.root(),
  )
  const differences: Difference[] = []
  const compare = (
    where: string,
    projected: ReadonlyMap<string, string>,
    stored: ReadonlyMap<string, string>,
  ) => {
    for (const id of new Set([...projected.keys(), ...stored.keys()])) {
      const [a, b] = [projected.get(id) ?? '(none)', stored.get(id) ?? '(none)']
      if (a !== b && differences.length < limit)
        differences.push({ where: `${where} ${id}`, projected: a, stored: b })
    }
  }
  for (const entity of journal.entities.values()) {
    const columns = comparedColumns(entity)
    const lists = new Set(Object.values(entity.registers).flatMap(listsOf))
    const textOf = (row: Readonly<Record<string, unknown>>) =>
      // A list that was never written lies in its column as an empty one.
      canonical(columns.map(column => toJson(row[column] ?? (lists.has(column) ? [] : null))))
    const projected = new Map<string, string>()
    for (const [id, row] of tables.get(entity.name) ?? []) projected.set(id, textOf(row))
    const stored = new Map(journal.tables.allOf(entity).map(row => [row.id, textOf(row)]))
    compare(entity.name, projected, stored)
  }
  const shades = new Map(
    [...shadows].map(([thing, { entity, state, survivor, fields }]) => [
      thing,
      canonical([entity, state, survivor, toJson(fields)]),
    ]),
  )
  const storedShades = db
    .prepare<[], { thing: string; entity: string; state: string; survivor: string | null; fields: string }>(
      'SELECT * FROM shadow',
    )
    .all()
  compare(
    'shadow',
    shades,
    new Map(
      storedShades.map(s => [s.thing, canonical([s.entity, s.state, s.survivor, JSON.parse(s.fields)])]),
    ),
  )
  const storedConflicts = db
    .prepare<[], { thing: string; register: string; heads: string }>(
      'SELECT thing, register, heads FROM conflict',
    )
    .all()
  compare(
    'conflict',
    new Map([...conflicts].map(([key, heads]) => [key, JSON.stringify(heads)])),
    new Map(storedConflicts.map(c => [`${c.thing} ${c.register}`, c.heads])),
  )
  return differences
}

function comparedColumns(entity: Entity): string[] {
  const serial = entity.series ? ['rank', ...(entity.tree ? ['starts'] : []), 'until'] : []
  return [...fieldsOf(entity), ...serial]
}

function listsOf(register: Readonly<Record<string, FieldType>>): string[] {
  return Object.keys(register).filter(field => register[field] === 'list')
}

function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value))
}
