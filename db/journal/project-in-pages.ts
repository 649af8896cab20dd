import { invariant } from '#db/shared/invariant.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { type Change, type Fields, type FieldValue, isCreation, versionAt } from './change.ts'
import { type Entities, type Entity, fieldsOf, registerOf } from './entity.ts'
import { foldRecord } from './fold/fold.ts'
import { type Mark, type MergeClass, mergeClasses } from './fold/merge-classes.ts'
import { changesOfRecord, isMet, markOf, mergedInto, seriesRowOf, standingOf } from './fold/project.ts'
import { circlesInOrder, intervalsOf, rivalsOf } from './fold/series.ts'
import { partsByWeight } from './gather/records.ts'
import { VerdictContexts } from './gather/verdict-context.ts'
import { Projected, type ProjectedFields } from './projected.ts'
import type { ChangeStore } from './store/change-store.ts'

/** A row as the journal makes it, with the columns that say when a series row holds. */
export type FullRow = { readonly id: string; readonly values: Readonly<Record<string, unknown>> }

export type ProjectionParts = {
  readonly db: Connection
  readonly changes: ChangeStore
  readonly entities: Entities
  /** How many records are held at a time, with all their changes. */
  readonly page: number
}

/**
 * `project`, a page of records at a time: the same answer for a journal that is longer than any memory. Every record is
 * folded from its own changes and from what names them; what becomes of the records beside each other (parked, circles,
 * when a stay ends) is asked of what was laid down.
 */
export class ProjectionInPages {
  readonly projected: Projected
  readonly #db: Connection
  readonly #page: number
  readonly #changes: ChangeStore
  readonly #entities: Entities
  readonly #contexts: VerdictContexts

  constructor({ db, changes, entities, page }: ProjectionParts) {
    this.projected = new Projected(db, page)
    this.#db = db
    this.#page = page
    this.#changes = changes
    this.#entities = entities
    this.#contexts = new VerdictContexts(changes, entities)
  }

  /** All records by themselves: the first step. */
  fold(): void {
    const classes = mergeClasses(this.#marks())
    for (const things of this.#things()) this.#foldPage(things, classes)
    this.projected.indexSubjects()
  }

  /** The rows of one entity as they end up; entities are to be asked for one after the other, in their order. */
  *rowsOf(entity: Entity): Generator<FullRow[]> {
    this.#park(entity)
    if (entity.series) yield* this.#series(entity)
    else for (const rows of this.projected.rowsOf(entity.name)) yield rows.map(row => fullRow(entity, row))
  }

  *#things(): Generator<string[]> {
    const next = prepareOnce<[string], { thing: string }>(
      this.#db,
      `SELECT DISTINCT thing FROM change INDEXED BY change_thing WHERE thing > ? ORDER BY thing LIMIT ${this.#page}`,
    )
    for (let at = ''; ; ) {
      const things = next.all(at).map(row => row.thing)
      const last = things.at(-1)
      if (last === undefined) return
      yield things
      at = last
    }
  }

  /** What merges are in force, told by their changes alone. */
  #marks(): Mark[] {
    const merge = this.#entities.get('merge')
    if (merge === undefined) return []
    const marks: Mark[] = []
    const asked = this.#versionsOfMerged(merge)
    for (const things of partsByWeight(this.#changes, this.#changes.markedThings(), thing => [thing])) {
      for (const own of this.#historiesOf(things).values()) {
        const context = this.#contexts.of(own)
        const record = changesOfRecord(own, context.verdicts)
        if (record.entity !== merge.name) continue
        const folded = foldRecord({ entity: merge, changes: record.changes, ...context })
        if (folded.state !== 'live') continue
        const { kept, lost, saw } = markOf(folded.fields)
        marks.push({ kept, lost, saw: saw.filter(version => asked.has(version)) })
      }
    }
    return marks
  }

  /** All versions of whatever a mark may connect: nothing else is asked of what marks say to have seen, which may be very much. */
  #versionsOfMerged(merge: Entity): ReadonlySet<string> {
    const end = (
      name: 'kept' | 'lost',
    ) => `SELECT body ->> '$.set.${registerOf(merge, name)}.${name}' AS thing FROM change
      WHERE entity IN ('merge', 'revocation') AND entity = 'merge' AND kind = 'put'`
    const find = prepareOnce<[], { lamport: number; writer: string }>(
      this.#db,
      `SELECT c.lamport, w.id AS writer FROM (${end('kept')} UNION ${end('lost')}) m
       CROSS JOIN change c INDEXED BY change_thing ON c.thing = m.thing JOIN writer w ON w.no = c.writer`,
    )
    const versions = new Set<string>()
    for (const { lamport, writer } of find.iterate()) versions.add(versionAt(lamport, writer))
    return versions
  }

  #historiesOf(things: readonly string[]): Map<string, readonly Change[]> {
    const stored = this.#changes.histories(things)
    const histories = new Map([...stored].map(([thing, own]) => [thing, own.map(({ change }) => change)]))
    this.#contexts.foresee([...histories.values()].flat())
    return histories
  }

  #foldPage(things: readonly string[], classes: ReadonlyMap<string, MergeClass>): void {
    const membersOf = (thing: string) => classes.get(thing)?.members ?? [thing]
    const histories = this.#historiesOf([...new Set(things.flatMap(membersOf))])
    const isKnown = (thing: string) => (histories.get(thing)?.length ?? 0) > 0
    for (const thing of things) {
      this.#noteUnmet(thing, histories.get(thing) ?? [])
      const members = membersOf(thing)
      // What was merged is one record, met at the first of its things.
      if (members.find(isKnown) !== thing) continue
      const id = classes.get(thing)?.survivor ?? thing
      const all = members.flatMap(member => histories.get(member) ?? [])
      const context = this.#contexts.of(all)
      const own = changesOfRecord(all, context.verdicts)
      const entity = this.#entities.get(own.entity)
      if (entity === undefined) continue
      const covered = classes.get(thing)?.covered
      const folded = foldRecord({ entity, changes: own.changes, covered, ...context })
      if (folded.state === 'gone') continue
      const resolve = (ref: string) => classes.get(ref)?.survivor ?? ref
      const { row, shadow, conflicts } = standingOf(entity, folded, resolve)
      for (const lost of members) {
        if (lost !== id && isKnown(lost)) this.projected.cast(lost, mergedInto(entity, id))
      }
      if (shadow) this.projected.cast(id, shadow)
      if (row) {
        const subject = entity.series ? seriesRowOf(entity, id, row).subject : null
        const fields = fieldsOf(entity).map(field => row[field] ?? null)
        this.projected.put(entity.name, { id, fields, rank: String(row['rank'] ?? ''), subject })
      }
      for (const { register, heads } of conflicts) this.projected.clash(id, register, heads)
    }
  }

  #noteUnmet(thing: string, changes: readonly Change[]): void {
    if (changes.length === 0 || changes.some(isCreation)) return
    if (!isMet(changes, this.#contexts.of(changes).verdicts)) this.projected.noteUnmet(thing)
  }

  /** Rule 5: a row that refers to something that was met and is not in force is parked. */
  #park(entity: Entity): void {
    const refs = Object.entries(entity.refs)
    if (refs.length === 0) return
    for (const rows of this.projected.rowsOf(entity.name)) {
      const found = rows.map(row => ({ id: row.id, fields: fieldsIn(entity, row) }))
      const parked = new Map<string, Fields>()
      for (const [field, target] of refs) {
        const named = (fields: Fields) => (typeof fields[field] === 'string' ? [fields[field]] : [])
        const down = this.projected.down(target, [...new Set(found.flatMap(({ fields }) => named(fields)))])
        if (down.size === 0) continue
        for (const { id, fields } of found)
          if (named(fields).some(ref => down.has(ref))) parked.set(id, fields)
      }
      for (const [id, fields] of parked) this.#lay(entity, id, 'parked', fields)
    }
  }

  *#series(entity: Entity): Generator<FullRow[]> {
    if (entity.tree) this.#breakCircles(entity)
    for (const rows of this.projected.seriesOf(entity.name)) {
      const full: FullRow[] = []
      for (const [subject, own] of Map.groupBy(rows, row => row.subject ?? '')) {
        const stays = own.map(row => seriesRowOf(entity, row.id, fieldsIn(entity, row)))
        const rivals = rivalsOf(stays)
        if (rivals.length > 0) this.projected.clash(subject, entity.name, rivals)
        const intervals = new Map(intervalsOf(stays).map(interval => [interval.id, interval]))
        for (const row of own) {
          const interval = intervals.get(row.id)
          invariant(interval, 'every row of a series has its interval')
          const { starts, until } = interval
          const { id, values } = fullRow(entity, row)
          full.push({ id, values: entity.tree ? { ...values, starts, until } : { ...values, until } })
        }
      }
      yield full
    }
  }

  #breakCircles(entity: Entity): void {
    const inOrder = function* (rows: Iterable<ProjectedFields>) {
      for (const row of rows) yield seriesRowOf(entity, row.id, fieldsIn(entity, row))
    }
    const circles = circlesInOrder(inOrder(this.projected.byRank(entity.name)))
    if (circles.size === 0) return
    for (const rows of this.projected.rowsOf(entity.name)) {
      for (const row of rows) {
        if (circles.has(row.id)) this.#lay(entity, row.id, 'circle', fieldsIn(entity, row))
      }
    }
  }

  #lay(entity: Entity, id: string, state: 'parked' | 'circle', fields: Fields): void {
    this.projected.lay(entity.name, id, { entity: entity.name, state, survivor: null, fields })
  }
}

/** By their names; a row of a series has its rank among them. */
function fieldsIn(entity: Entity, { fields, rank }: ProjectedFields): Fields {
  const named: Record<string, FieldValue> = {}
  let at = 0
  for (const register in entity.registers) {
    for (const field in entity.registers[register]) named[field] = fields[at++] ?? null
  }
  if (entity.series) named['rank'] = rank
  return named
}

function fullRow(entity: Entity, row: ProjectedFields): FullRow {
  return { id: row.id, values: fieldsIn(entity, row) }
}
