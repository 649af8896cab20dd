import { refuse } from '#db/shared/refusal.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { type Change, type Range, rangesOf } from './change.ts'
import type { Journal } from './journal.ts'

export type UndoPlan = {
  readonly names: readonly Range[]
  /** Later changes in force that build on what would go; empty when the undo may be done. */
  readonly blockers: readonly Change[]
  /**
   * What may go while what they build on stays, with all that the set says of the same record and what that hangs on: nothing stands in
   * the way of that. `kept` holds each such record, and the later changes that build on it.
   */
  readonly sparing: () => {
    readonly names: readonly Range[]
    readonly kept: ReadonlyMap<string, readonly Change[]>
  }
}

/**
 * What taking back a change set would return, and what stands in its way (journal.md, "Undo"). Refuses a change set that does
 * not exist, or of which nothing is in force any more.
 */
export function planUndo(db: Connection, journal: Journal, changeSet: number): UndoPlan {
  const found = db
    .prepare<[number], Extent>(
      'SELECT first_change AS first, last_change AS last FROM change_set WHERE no = ?',
    )
    .get(changeSet)
  if (found === undefined) {
    refuse(
      'changeset-unknown',
      `没有编号为 ${changeSet} 的操作。请在操作记录里查看编号。`,
      `There is no step no. ${changeSet}. Look up its number in the history.`,
      { changeSet },
    )
  }
  const own = changesOf(db, journal, found)
  if (!own.some(({ writer, n }) => journal.changes.inRange(writer, n, n).some(journal.absorber.isInForce))) {
    refuse(
      'changeset-undone',
      `这一步没有可以撤销的内容：可能已经撤销过，或者本来就不能撤销，例如批准加入、吊销密钥。`,
      `This step has nothing to undo: it was undone already, or it cannot be undone, such as an approval or a revocation.`,
      { changeSet },
    )
  }
  const blockers = blockersOf(db, journal, found, own)
  return {
    names: namesOf(own),
    blockers,
    sparing: () => {
      const { going, kept } = sparing(own, blockers)
      return { names: namesOf(going), kept }
    },
  }
}

const namesOf = (changes: readonly Brief[]) => rangesOf(changes.map(({ writer, n }) => [writer, n]))

/** What may go while what these later changes build on stays. */
function sparing(own: readonly Brief[], later: readonly Change[]) {
  const things = new Set(own.map(({ thing }) => thing))
  const hanging = (change: Brief): string[] => JSON.parse(change.hangsOn)
  // Whatever the set says of a person goes or stays with him: where he belongs, his state.
  const recordOf = (change: Brief) => {
    const [subject] = hanging(change)
    return subject !== undefined && things.has(subject) ? subject : change.thing
  }
  const byRecord = Map.groupBy(own, recordOf)
  const recordOfThing = new Map(own.map(change => [change.thing, recordOf(change)]))
  const byVersion = new Map(own.map(change => [change.version, change.thing]))
  const created = new Set(own.filter(change => change.created === 1).map(({ thing }) => thing))
  const kept = new Map<string, Change[]>()
  const keepOf = (thing: string, because: Change) => {
    const record = recordOfThing.get(thing) ?? thing
    const known = kept.get(record)
    if (known !== undefined) {
      // All that one change builds on is met before the next one.
      if (known.at(-1) !== because) known.push(because)
      return
    }
    kept.set(record, [because])
    for (const change of byRecord.get(record) ?? []) {
      for (const above of hanging(change)) if (created.has(above)) keepOf(above, because)
    }
  }
  for (const change of later) for (const thing of builtOn(change, byVersion, created)) keepOf(thing, change)
  return { going: own.filter(change => !kept.has(recordOf(change))), kept }
}

/** The things of a set on which a later change builds. */
function builtOn(
  change: Change,
  byVersion: ReadonlyMap<string, string>,
  created: ReadonlySet<string>,
): string[] {
  const hung = change.hangsOn.filter(thing => created.has(thing))
  const seen = (versions: readonly string[]) => versions.flatMap(version => byVersion.get(version) ?? [])
  if (change.kind === 'remove') return [...hung, ...seen(change.body.saw)]
  if (change.kind !== 'put') return hung
  if (change.body.base) return [...hung, ...seen(Object.values(change.body.base).flat())]
  const follows = change.body.set['follows']?.['follows']
  const followed = Array.isArray(follows) ? follows.filter(id => created.has(id)) : []
  return [...hung, ...followed]
}

/** What is looked at of a change set's changes: a roster's are too many to read whole. */
type Brief = {
  readonly kind: Change['kind']
  readonly entity: string
  readonly writer: string
  readonly n: number
  readonly version: string
  readonly thing: string
  readonly created: 0 | 1
  /** A list, as it is stored. */
  readonly hangsOn: string
}

function changesOf(db: Connection, journal: Journal, extent: Extent): Brief[] {
  const kept = [...journal.entities.values()].filter(entity => entity.growOnly).map(entity => entity.name)
  return db
    .prepare<[Extent & { readonly kept: string }], Brief>(
      `SELECT c.kind, c.entity, w.id AS writer, c.n, c.lamport || '@' || w.id AS version, c.thing,
         c.kind = 'put' AND json_type(c.body, '$.base') IS NULL AS created, c.hangs_on AS hangsOn
       FROM change c JOIN writer w ON w.no = c.writer
       WHERE c.no BETWEEN @first AND @last AND c.entity NOT IN (SELECT value FROM json_each(@kept)) ORDER BY c.no`,
    )
    .all({ ...extent, kept: JSON.stringify(kept) })
}

type Extent = { readonly first: number; readonly last: number }

function blockersOf(db: Connection, journal: Journal, extent: Extent, own: readonly Brief[]): Change[] {
  const versions = new Set(own.map(change => change.version))
  const created = new Set(own.filter(change => change.created === 1).map(change => change.thing))
  const later = journal.changes
    .byNumbers(laterOn(db, journal, extent, own))
    .filter(change => buildsOn(change, versions, created) && journal.absorber.isInForce(change))
  const counts = countsFor(journal, new Set(own.map(({ thing }) => thing)), later)
  return later.filter(counts)
}

/**
 * Whether a later change is of a record that counts for something. What was removed, or is parked since what it hangs on is not
 * in force, keeps nothing from being taken back: should it come back, it is parked with what it hangs on. Of the records of the
 * set itself every later change stands in the way, a removal as well.
 */
function countsFor(
  { tables, entities }: Journal,
  own: ReadonlySet<string>,
  later: readonly Change[],
): (change: Change) => boolean {
  const others = [...new Set(later.map(({ thing }) => thing))].filter(thing => !own.has(thing))
  const shadows = new Map(tables.shadows.load(others).map(({ thing, state }) => [thing, state]))
  const rows = new Set(
    [...Map.groupBy(later, ({ entity }) => entity)].flatMap(([entity, same]) =>
      entities.has(entity) ? [...tables.of(entity).present(same.map(({ thing }) => thing))] : [],
    ),
  )
  return ({ thing, entity }) => {
    if (own.has(thing) || rows.has(thing) || !entities.has(entity)) return true
    const state = shadows.get(thing)
    return state !== undefined && state !== 'parked'
  }
}

/**
 * The local numbers of the later changes that may build on these, in order. Those of the same things are found by their
 * index; all that came later is gone through only for what a set of this kind can have under it.
 */
function laterOn(db: Connection, journal: Journal, extent: Extent, own: readonly Brief[]): number[] {
  const ask = (where: string) =>
    db
      .prepare<[Extent], number>(`SELECT c.no FROM change c WHERE c.no > @last AND ${where}`)
      .pluck()
      .all(extent)
  const ofSet = 'SELECT thing FROM change WHERE no BETWEEN @first AND @last'
  const sameThings = db
    .prepare<[Extent], number>(
      `SELECT c.no FROM (SELECT DISTINCT thing FROM change WHERE no BETWEEN @first AND @last) own
       CROSS JOIN change c INDEXED BY change_thing ON c.thing = own.thing AND c.no > @last`,
    )
    .pluck()
  const found = new Set(sameThings.all(extent))
  const add = (numbers: readonly number[]) => {
    for (const no of numbers) found.add(no)
  }
  const created = own.filter(change => change.created === 1)
  if (created.length > 0) {
    add(
      ask(
        `c.hangs_on <> '[]' AND EXISTS (SELECT 1 FROM json_each(c.hangs_on) h WHERE h.value IN (${ofSet}))`,
      ),
    )
  }
  if (created.some(({ entity }) => journal.entities.get(entity)?.series)) {
    add(
      ask(`EXISTS (SELECT 1 FROM json_each(c.body, '$.set.follows.follows') f WHERE f.value IN (${ofSet}))`),
    )
  }
  if (own.some(({ kind }) => kind === 'return')) {
    add(
      ask(
        `EXISTS (SELECT 1 FROM json_tree(c.body, '$.base') b WHERE b.type = 'text' AND b.value IN (
           SELECT r.lamport || '@' || w.id FROM change r JOIN writer w ON w.no = r.writer
           WHERE r.no BETWEEN @first AND @last AND r.kind = 'return'))`,
      ),
    )
  }
  return [...found].sort((a, b) => a - b)
}

function buildsOn(change: Change, versions: ReadonlySet<string>, created: ReadonlySet<string>): boolean {
  if (change.hangsOn.some(thing => created.has(thing))) return true
  if (change.kind === 'put') {
    if (change.body.base) return Object.values(change.body.base).some(base => base.some(v => versions.has(v)))
    const follows = change.body.set['follows']?.['follows']
    return Array.isArray(follows) && follows.some(id => created.has(id))
  }
  return change.kind === 'remove' && change.body.saw.some(version => versions.has(version))
}
