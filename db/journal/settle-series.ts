import type { Entities, Entity } from './entity.ts'
import { seriesRowOf } from './project.ts'
import { circlesOf, intervalsOf, rivalsOf } from './series.ts'
import type { TableStore } from './table-store.ts'

/** The subjects of series whose intervals are to be laid out anew. */
export class Subjects {
  readonly byEntity = new Map<string, Set<string>>()

  add(entity: Entity, subject: string): void {
    const things = this.byEntity.get(entity.name)
    if (things) things.add(subject)
    else this.byEntity.set(entity.name, new Set([subject]))
  }
}

/** Lays out anew, in the tables, the series of these subjects: intervals, circles of a tree, rivals. */
export function* settleSeries(tables: TableStore, entities: Entities, subjects: Subjects): Generator<void> {
  for (const [name, things] of subjects.byEntity) {
    const entity = entities.get(name)
    if (entity === undefined) continue
    if (entity.tree) settleTree(tables, entity, things)
    for (const subject of things) {
      yield
      settleSubject(tables, entity, subject)
    }
  }
}

function settleSubject(tables: TableStore, entity: Entity, subject: string): void {
  const rows = tables.rowsOf(entity, subject)
  const series = rows.map(row => seriesRowOf(entity, row.id, row))
  const current = new Map(rows.map(row => [row.id, row]))
  for (const { id, starts, until } of intervalsOf(series)) {
    const row = current.get(id)
    const same = row?.['until'] === until && (!entity.tree || row['starts'] === starts)
    if (!same) tables.setInterval(entity, id, starts, until)
  }
  tables.clearConflicts(subject, [entity.name])
  const rivals = rivalsOf(series)
  if (rivals.length > 0) tables.setConflicts(subject, entity.name, [{ register: entity.name, heads: rivals }])
}

/** Circles depend on the whole tree in order of version, so they are found over the whole tree. */
function settleTree(tables: TableStore, entity: Entity, things: Set<string>): void {
  const turned = tables.shadowsOf(entity.name, 'circle')
  const inTable = tables.allOf(entity)
  const rows = [
    ...inTable.map(row => seriesRowOf(entity, row.id, row)),
    ...turned.map(({ thing, fields }) => seriesRowOf(entity, thing, fields)),
  ]
  const circles = circlesOf(rows)
  for (const { thing, fields } of turned) {
    if (circles.has(thing)) continue
    tables.unshade(thing)
    tables.put(entity, thing, { fields, rank: String(fields['rank']), pristine: null, starts: '' })
    things.add(String(fields[entity.series?.subject ?? '']))
  }
  for (const row of inTable) {
    if (!circles.has(row.id)) continue
    const { id, starts: _starts, until: _until, ...fields } = row
    tables.drop(entity, id)
    tables.cast(id, { entity: entity.name, state: 'circle', survivor: null, fields })
    things.add(String(fields[entity.series?.subject ?? '']))
  }
}
