import { inParts } from '#db/shared/slices.ts'
import type { Entities, Entity } from '../entity.ts'
import { seriesRowOf } from '../fold/project.ts'
import { circlesOf, intervalsOf, rivalsOf } from '../fold/series.ts'
import { isOfSeries } from './conflict-store.ts'
import type { EntityTable } from './entity-table.ts'
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

/** How many subjects are read with one question. */
const part = 500

/** Lays out anew, in the tables, the series of these subjects: intervals, circles of a tree, rivals. */
export function* settleSeries(tables: TableStore, entities: Entities, subjects: Subjects): Generator<void> {
  for (const [name, things] of subjects.byEntity) {
    const entity = entities.get(name)
    if (entity === undefined) continue
    if (entity.tree) settleTree(tables, entity, things)
    for (const some of inParts(things, part)) {
      yield
      settleSubjects(tables, tables.of(name), some)
    }
  }
}

function settleSubjects(tables: TableStore, table: EntityTable, subjects: readonly string[]): void {
  const { entity } = table
  const rows = table.ofSubjects(subjects)
  const bySubject = Map.groupBy(rows, row => String(row[entity.series?.subject ?? '']))
  const noted = tables.conflicts.load(subjects).filter(conflict => isOfSeries(conflict))
  const rivalsNow = Map.groupBy(noted, conflict => conflict.thing)
  for (const subject of subjects) {
    const own = bySubject.get(subject) ?? []
    const series = own.map(row => seriesRowOf(entity, row.id, row))
    const current = new Map(own.map(row => [row.id, row]))
    for (const { id, starts, until } of intervalsOf(series)) {
      const row = current.get(id)
      const isSame = row?.['until'] === until && (!entity.tree || row['starts'] === starts)
      if (!isSame) table.setInterval(id, starts, until)
    }
    const old = (rivalsNow.get(subject) ?? []).filter(({ register }) => register === entity.name)
    const rivals = rivalsOf(series)
    const wanted = rivals.length > 0 ? [{ register: entity.name, heads: rivals }] : []
    tables.conflicts.set(subject, entity.name, old, wanted)
  }
}

/** Circles depend on the whole tree in order of version, so they are found over the whole tree. */
function settleTree(tables: TableStore, entity: Entity, things: Set<string>): void {
  const table = tables.of(entity.name)
  const turned = tables.shadows.inState(entity.name, 'circle')
  const inTable = table.all()
  const rows = [
    ...inTable.map(row => seriesRowOf(entity, row.id, row)),
    ...turned.map(({ thing, fields }) => seriesRowOf(entity, thing, fields)),
  ]
  const circles = circlesOf(rows)
  const shadowOf = (thing: string) => tables.shadows.load([thing])[0]
  for (const { thing, fields } of turned) {
    if (circles.has(thing)) continue
    tables.shadows.set(thing, shadowOf(thing), undefined)
    table.add(thing, { fields, rank: String(fields['rank']), pristine: null, starts: '' })
    things.add(String(fields[entity.series?.subject ?? '']))
  }
  for (const row of inTable) {
    if (!circles.has(row.id)) continue
    const { id, starts: _starts, until: _until, ...fields } = row
    for (const raw of table.load([id])) table.drop(raw)
    tables.shadows.set(id, shadowOf(id), { entity: entity.name, state: 'circle', survivor: null, fields })
    things.add(String(fields[entity.series?.subject ?? '']))
  }
}
