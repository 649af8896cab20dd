import {
  byVersion,
  type Change,
  type Fields,
  type FieldValue,
  idOf,
  inOrder,
  isCreation,
  versionOf,
} from '../change.ts'
import type { Entities, Entity } from '../entity.ts'
import { type Conflict, type Folded, foldRecord } from './fold.ts'
import { judge, type Verdicts } from './judge.ts'
import { type Mark, type MergeClass, mergeClasses } from './merge-classes.ts'
import { revocationsInForce } from './revocations.ts'
import { circlesOf, intervalsOf, placeText, rivalsOf, type TreeRow } from './series.ts'

/** A row of a table: its fields, and for a series rank, starts and until. */
export type ProjectedRow = Readonly<Record<string, FieldValue>>
export type Shadow = {
  readonly entity: string
  readonly state: 'returned' | 'incomplete' | 'parked' | 'merged' | 'circle'
  readonly survivor: string | null
  readonly fields: Fields
}
export type Projection = {
  readonly tables: ReadonlyMap<string, ReadonlyMap<string, ProjectedRow>>
  readonly shadows: ReadonlyMap<string, Shadow>
  /** Keyed by "thing register"; the heads in order of version (for a series: the ids of the rival rows). */
  readonly conflicts: ReadonlyMap<string, readonly string[]>
}

/**
 * The tables as a function of the set of changes, in its slow and obvious form: the oracle of the tests;
 * `verify` takes the same steps in pages. `root`: the replica at which chains of certificates end. The order, the grouping and the doubling of the changes do not matter, and no clock is read.
 */
export function project(
  changes: Iterable<Change>,
  entities: Entities,
  root?: string | undefined,
): Projection {
  const known = new Map<string, Change>()
  for (const change of changes) known.set(idOf(change), change)
  const all = [...known.values()]
  const ofEntity = (name: string) => all.filter(change => change.entity === name)
  const revocations = revocationsInForce(ofEntity('revocation'), ofEntity('certificate'), root)
  const verdicts = judge(all, entities, revocations)
  const returns = Map.groupBy(
    all
      .filter(change => change.kind === 'return')
      .sort(byVersion)
      .reverse(),
    versionOf,
  )
  const findReturns = (version: string) => returns.get(version) ?? []
  const things = groupByThing(all)

  const marks: Mark[] = []
  const merge = entities.get('merge')
  if (merge) {
    for (const [, own] of things) {
      const record = changesOfRecord(own, verdicts)
      if (record.entity !== 'merge') continue
      const folded = foldRecord({ entity: merge, changes: record.changes, verdicts, findReturns })
      if (folded.state === 'live') marks.push(markOf(folded.fields))
    }
  }
  const classes = mergeClasses(marks)
  const resolve = (id: string) => classes.get(id)?.survivor ?? id

  const tables = new Map<string, Map<string, ProjectedRow>>(
    [...entities.keys()].map(name => [name, new Map()]),
  )
  const shadows = new Map<string, Shadow>()
  const conflicts = new Map<string, readonly string[]>()

  for (const { id, members } of recordsOf(things, classes)) {
    const { entity: name, changes: own } = changesOfRecord(
      members.flatMap(member => things.get(member) ?? []),
      verdicts,
    )
    const entity = entities.get(name)
    if (entity === undefined) continue
    const folded = foldRecord({
      entity,
      changes: own,
      verdicts,
      findReturns,
      covered: classes.get(id)?.covered,
    })
    const { row, shadow, conflicts: found } = standingOf(entity, folded, resolve)
    if (folded.state === 'gone') continue
    for (const lost of members) {
      if (lost !== id && things.has(lost)) shadows.set(lost, mergedInto(entity, id))
    }
    if (shadow) shadows.set(id, shadow)
    if (row) tables.get(entity.name)?.set(id, row)
    for (const { register, heads } of found) conflicts.set(`${id} ${register}`, heads)
  }

  for (const entity of entities.values()) {
    const table = tables.get(entity.name)
    if (table === undefined) continue
    const isDown = (target: string, id: string) =>
      isMet(things.get(id) ?? [], verdicts) && tables.get(target)?.has(id) !== true
    parkOrphans(entity, table, shadows, conflicts, isDown)
    if (entity.series) layOutSeries(entity, table, shadows, conflicts)
  }
  return { tables, shadows, conflicts }
}

/** What a record is in the tables, or beside them: references name the survivors of merges. */
export function standingOf(
  entity: Entity,
  folded: Folded,
  resolve: (id: string) => string,
): {
  readonly row?: ProjectedRow
  readonly shadow?: Shadow
  readonly conflicts: readonly Conflict[]
} {
  if (folded.state === 'gone') return { conflicts: [] }
  if (folded.state !== 'live') {
    const { state, fields } = folded
    return { shadow: { entity: entity.name, state, survivor: null, fields }, conflicts: [] }
  }
  const row: Record<string, FieldValue> = { ...folded.fields }
  for (const field of Object.keys(entity.refs)) {
    const ref = row[field]
    if (typeof ref === 'string') row[field] = resolve(ref)
  }
  return { row: entity.series ? { ...row, rank: folded.rank } : row, conflicts: folded.conflicts }
}

export function mergedInto(entity: Entity, survivor: string): Shadow {
  return { entity: entity.name, state: 'merged', survivor, fields: {} }
}

/**
 * A thing is what the lowest of its creations that count says it is, or if none does the lowest of all, and before any has come
 * what its lowest version says; changes that call it something else are of no record.
 */
export function changesOfRecord(
  changes: readonly Change[],
  verdicts: Pick<Verdicts, 'inForce'>,
): { entity: string; changes: readonly Change[] } {
  const sorted = inOrder(changes)
  const [lowest] = sorted
  if (lowest === undefined || sorted.every(({ entity }) => entity === lowest.entity))
    return { entity: lowest?.entity ?? '', changes: sorted }
  const { entity } = whatMade(sorted, verdicts) ?? lowest
  return { entity, changes: sorted.filter(change => change.entity === entity) }
}

/** Of all that was put into a thing, in order of version, the creation that says what it is. */
export function whatMade(sorted: readonly Change[], verdicts: Pick<Verdicts, 'inForce'>): Change | undefined {
  const creations = sorted.filter(isCreation)
  return creations.find(verdicts.inForce) ?? creations[0]
}

/**
 * Whether anything is known of a thing, from all that was written into it: it was made here, or some of that counts. Of all
 * others nothing is known, whatever a stranger wrote into them and was given back: they may lie elsewhere, and in force.
 */
export function isMet(changes: readonly Change[], verdicts: Pick<Verdicts, 'inForce'>): boolean {
  return changes.some(isCreation) || changes.some(verdicts.inForce)
}

function groupByThing(changes: readonly Change[]): Map<string, Change[]> {
  const things = new Map<string, Change[]>()
  for (const change of changes) {
    if (change.kind === 'return' || change.kind === 'admit') continue
    const own = things.get(change.thing)
    if (own) own.push(change)
    else things.set(change.thing, [change])
  }
  return things
}

export function markOf(fields: Fields): Mark {
  const { kept, lost, saw } = fields
  return { kept: String(kept), lost: String(lost), saw: Array.isArray(saw) ? saw : [] }
}

function recordsOf(
  things: ReadonlyMap<string, unknown>,
  classes: ReadonlyMap<string, MergeClass>,
): { id: string; members: readonly string[] }[] {
  const records = new Map<string, readonly string[]>()
  for (const thing of things.keys()) {
    const found = classes.get(thing)
    records.set(found?.survivor ?? thing, found?.members ?? [thing])
  }
  return [...records].map(([id, members]) => ({ id, members }))
}

/** Rule 5: a row that refers to something that was met and is not in force is parked. */
function parkOrphans(
  entity: Entity,
  table: Map<string, ProjectedRow>,
  shadows: Map<string, Shadow>,
  conflicts: Map<string, readonly string[]>,
  isDown: (target: string, id: string) => boolean,
): void {
  for (const [id, row] of table) {
    const orphaned = Object.entries(entity.refs).some(([field, target]) => {
      const ref = row[field]
      return typeof ref === 'string' && isDown(target, ref)
    })
    if (!orphaned) continue
    table.delete(id)
    shadows.set(id, { entity: entity.name, state: 'parked', survivor: null, fields: row })
    for (const key of [...conflicts.keys()]) if (key.startsWith(`${id} `)) conflicts.delete(key)
  }
}

function layOutSeries(
  entity: Entity,
  table: Map<string, ProjectedRow>,
  shadows: Map<string, Shadow>,
  conflicts: Map<string, readonly string[]>,
): void {
  const rows = [...table].map(([id, row]) => seriesRowOf(entity, id, row))
  const circles = entity.tree ? circlesOf(rows) : new Set<string>()
  for (const id of circles) {
    shadows.set(id, { entity: entity.name, state: 'circle', survivor: null, fields: table.get(id) ?? {} })
    table.delete(id)
  }
  const effective = rows.filter(row => !circles.has(row.id))
  for (const [subject, own] of Map.groupBy(effective, row => row.subject)) {
    for (const { id, starts, until } of intervalsOf(own)) {
      const row = table.get(id)
      if (row) table.set(id, entity.tree ? { ...row, starts, until } : { ...row, until })
    }
    const rivals = rivalsOf(own)
    if (rivals.length > 0) conflicts.set(`${subject} ${entity.name}`, rivals)
  }
}

export function seriesRowOf(entity: Entity, id: string, row: ProjectedRow): TreeRow {
  const { series, tree } = entity
  const subject = row[series?.subject ?? '']
  const parent = tree ? row[tree.parent] : null
  const follows = row['follows']
  return {
    id,
    subject: typeof subject === 'string' ? subject : '',
    since: String(row['since']),
    rank: String(row['rank']),
    follows: Array.isArray(follows) ? follows : [],
    value: placeText(entity, row),
    parent: typeof parent === 'string' ? parent : null,
  }
}
