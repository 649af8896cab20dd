import { invariant } from '#db/shared/invariant.ts'
import { onFirstUse } from '#db/shared/made-once.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Fields } from '../change.ts'
import type { Entities, Entity } from '../entity.ts'
import type { Shadow } from '../fold/project.ts'
import { type ConflictStore, conflictStore } from './conflict-store.ts'
import { type EntityTable, entityTable, type FoundRow, type Picked, type TableRow } from './entity-table.ts'
import { type ShadowStore, shadowStore } from './shadow-store.ts'

/** The tables of the records in force, and beside them shadows and conflicts. Nothing here decides anything. */
export type TableStore = {
  readonly of: (entity: string) => EntityTable
  readonly tables: readonly EntityTable[]
  readonly shadows: ShadowStore
  readonly conflicts: ConflictStore
  readonly add: (entity: Entity, id: string, row: TableRow) => void
  readonly read: (entity: Entity, id: string) => Fields | undefined
  /** Of these ids those that have a row. */
  readonly readAll: (entity: Entity, ids: readonly string[]) => ReadonlyMap<string, FoundRow>
  readonly allOf: (entity: Entity) => readonly FoundRow[]
  /** These fields of all records of an entity. */
  readonly pick: (entity: Entity, fields: readonly string[]) => readonly Fields[]
  /** Of some values those that a list of an entity's records holds, of which another field is among others. */
  readonly listed: (entity: Entity, list: string, values: readonly string[], by: Picked) => readonly string[]
  readonly shadowOf: (thing: string) => Shadow | undefined
  /** Records in force or not, of any entity, of which a field that takes them to be of this one names one of these. */
  readonly referring: (target: string, things: readonly string[]) => readonly string[]
}

export function tableStore(db: Connection, entities: Entities): TableStore {
  const tables = [...entities.values()].map(entity => entityTable(db, entity))
  const byName = new Map(tables.map(table => [table.entity.name, table]))
  const shadows = shadowStore(db, entities)
  const targets = new Set([...entities.values()].flatMap(({ refs }) => Object.values(refs)))
  const referring = new Map([...targets].map(target => [target, referringTo(db, entities, target)]))
  const of = (name: string) => {
    const table = byName.get(name)
    invariant(table, `there is a table of ${name}`)
    return table
  }
  return {
    of,
    tables,
    shadows,
    conflicts: conflictStore(db),
    add: (entity, id, row) => of(entity.name).add(id, row),
    read: (entity, id) => of(entity.name).read(id),
    readAll: (entity, ids) => {
      const table = of(entity.name)
      return new Map(table.load(ids).map(row => [String(row['id']), table.inflate(row)]))
    },
    allOf: entity => of(entity.name).all(),
    pick: (entity, fields) => of(entity.name).pick(fields),
    listed: (entity, list, values, by) => of(entity.name).listed(list, values, by),
    shadowOf: shadows.read,
    referring: (target, things) => [...(referring.get(target)?.(things) ?? []), ...shadows.referring(things)],
  }
}

/**
 * Asks all tables at once: of fifty kinds of record some thirty hang on an organization. Each table is looked into by its
 * index once a thing; `IN` would lay out the list of things anew for every table.
 */
function referringTo(
  db: Connection,
  entities: Entities,
  target: string,
): (things: readonly string[]) => readonly string[] {
  const parts = [...entities.values()].flatMap(({ name, refs }) =>
    Object.keys(refs)
      .filter(field => refs[field] === target)
      .map(field => `SELECT ${name}.id FROM things CROSS JOIN ${name} ON ${name}.${field} = things.value`),
  )
  const things = 'WITH things AS MATERIALIZED (SELECT DISTINCT value FROM json_each(@things))'
  const find = onFirstUse(() =>
    db.prepare<[{ things: string }], string>(`${things} ${parts.join(' UNION ALL ')}`).pluck(),
  )
  return things => find().all({ things: JSON.stringify(things) })
}
