import { canonical, type Json } from '#db/shared/canonical.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { type Entity, type FieldType, fieldsOf } from './entity.ts'
import type { Journal } from './journal.ts'
import { ProjectionInPages } from './project-in-pages.ts'
import type { RawRow } from './store/entity-table.ts'

/** The first differences found between the journal projected anew and the tables; empty when they agree. */
export type Difference = { readonly where: string; readonly projected: string; readonly stored: string }

/**
 * `verify`'s proof: projects the whole journal anew and compares all replicated columns with the tables, in canonical
 * form. Columns that only help to find things are not compared, nor is the order of arrival. The connection keeps
 * temporary tables meanwhile, and sees one state of the registry, whatever is written beside it. `page`: how many
 * records are held at a time.
 */
export function compareWithJournal(db: Connection, journal: Journal, limit = 20, page = 500): Difference[] {
  return db.transaction(() => {
    const found: Difference[] = []
    for (const difference of differencesIn(db, journal, page)) {
      found.push(difference)
      if (found.length === limit) break
    }
    return found
  })()
}

function* differencesIn(db: Connection, journal: Journal, page: number): Generator<Difference> {
  yield* inNames(db)
  const projection = new ProjectionInPages({ db, ...journal, page })
  projection.fold()
  const met = metAmong(db, [...journal.entities.keys()])
  for (const entity of journal.entities.values())
    if (met.has(entity.name)) yield* inTable(db, journal, projection, entity)
  yield* inShadows(db)
  yield* inConflicts(db)
}

/** The kinds of which there is a row, stored or projected: of most kinds a registry that is young holds none. */
function metAmong(db: Connection, names: readonly string[]): ReadonlySet<string> {
  const isMet = (name: string) =>
    `SELECT '${name}' WHERE EXISTS (SELECT 1 FROM ${name})
       OR EXISTS (SELECT 1 FROM temp.projected WHERE entity = '${name}')`
  return new Set(prepareOnce<[], string>(db, names.map(isMet).join(' UNION ALL ')).pluck().all())
}

/** What returns and admissions name is kept beside them, and the fold asks there. */
function* inNames(db: Connection): Generator<Difference> {
  const bodies = `SELECT c.no, c.kind, j.value ->> 0 AS writer, j.value ->> 1 AS from_n, j.value ->> 2 AS to_n
    FROM change c, json_each(c.body, '$.names') j WHERE c.kind IN ('return', 'admit')`
  const kept = 'SELECT change AS no, kind, writer, from_n, to_n FROM named'
  type Name = { readonly no: number; readonly kind: string; readonly writer: string; readonly from_n: number }
  const where = ({ no, writer, from_n }: Name) => `named ${no} ${writer} ${from_n}`
  for (const name of prepareOnce<[], Name>(db, `${bodies} EXCEPT ${kept}`).iterate()) {
    yield { where: where(name), projected: name.kind, stored: none }
  }
  for (const name of prepareOnce<[], Name>(db, `${kept} EXCEPT ${bodies}`).iterate()) {
    yield { where: where(name), projected: none, stored: name.kind }
  }
}

const none = '(none)'

function* inTable(
  db: Connection,
  journal: Journal,
  projection: ProjectionInPages,
  entity: Entity,
): Generator<Difference> {
  const { name } = entity
  const columns = comparedColumns(entity)
  const lists = new Set(Object.values(entity.registers).flatMap(listsOf))
  const textOf = (row: Readonly<Record<string, unknown>>) =>
    // A list that was never written lies in its column as an empty one.
    canonical(columns.map(column => toJson(row[column] ?? (lists.has(column) ? [] : null))))
  const table = journal.tables.of(name)
  for (const some of projection.rowsOf(entity)) {
    const stored = new Map(table.load(some.map(row => row.id)).map(row => [row['id'], row]))
    for (const { id, values } of some) {
      const row = stored.get(id)
      const found = row && table.inflate(row)
      if (found !== undefined && columns.every(column => isSame(found[column], values[column] ?? null)))
        continue
      const [is, was] = [textOf(values), found ? textOf(found) : none]
      if (is !== was) yield { where: `${name} ${id}`, projected: is, stored: was }
    }
  }
  const unfounded = prepareOnce<[string], RawRow>(
    db,
    `SELECT t.* FROM ${name} t WHERE NOT EXISTS (
       SELECT 1 FROM temp.projected p WHERE p.entity = ? AND p.id = t.id)`,
  )
  for (const row of unfounded.iterate(name)) {
    yield { where: `${name} ${row['id']}`, projected: none, stored: textOf(table.inflate(row)) }
  }
}

type Shade = {
  readonly thing: string
  readonly projected: string | null
  readonly entity: string | null
  readonly state: string | null
  readonly survivor: string | null
  readonly fields: string | null
}

function* inShadows(db: Connection): Generator<Difference> {
  const columns = 's.entity, s.state, s.survivor, s.fields'
  const both = prepareOnce<[], Shade>(
    db,
    `SELECT p.thing, p.content AS projected, ${columns} FROM temp.projected_shadow p
       LEFT JOIN shadow s ON s.thing = p.thing
     UNION ALL SELECT s.thing, NULL, ${columns} FROM shadow s
       WHERE NOT EXISTS (SELECT 1 FROM temp.projected_shadow p WHERE p.thing = s.thing)`,
  )
  for (const { thing, projected, entity, state, survivor, fields } of both.iterate()) {
    const is = projected === null ? none : canonical(JSON.parse(projected))
    const was = fields === null ? none : canonical([entity, state, survivor, JSON.parse(fields)])
    if (is !== was) yield { where: `shadow ${thing}`, projected: is, stored: was }
  }
}

type Clash = {
  readonly thing: string
  readonly register: string
  readonly projected: string | null
  readonly stored: string | null
}

function* inConflicts(db: Connection): Generator<Difference> {
  const both = prepareOnce<[], Clash>(
    db,
    `SELECT p.thing, p.register, p.heads AS projected, c.heads AS stored FROM temp.projected_conflict p
       LEFT JOIN conflict c ON c.thing = p.thing AND c.register = p.register
     UNION ALL SELECT c.thing, c.register, NULL, c.heads FROM conflict c WHERE NOT EXISTS (
       SELECT 1 FROM temp.projected_conflict p WHERE p.thing = c.thing AND p.register = c.register)`,
  )
  for (const { thing, register, projected, stored } of both.iterate()) {
    if (projected === stored) continue
    yield {
      where: `conflict ${thing} ${register}`,
      projected: projected ?? none,
      stored: stored ?? none,
    }
  }
}

function comparedColumns(entity: Entity): string[] {
  const serial = entity.series ? ['rank', ...(entity.tree ? ['starts'] : []), 'until'] : []
  return [...fieldsOf(entity), ...serial]
}

function listsOf(register: Readonly<Record<string, FieldType>>): string[] {
  return Object.keys(register).filter(field => register[field] === 'list')
}

function isSame(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other
  return one.length === other.length && one.every((item, at) => item === other[at])
}

function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value))
}
