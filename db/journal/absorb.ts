import { invariant } from '#db/shared/invariant.ts'
import { inParts } from '#db/shared/slices.ts'
import { type Act, byVersion, type Change, inOrder } from './change.ts'
import type { Entities, Entity } from './entity.ts'
import { isGovernor } from './fold/judge.ts'
import { markOf, whatMade } from './fold/project.ts'
import type { Revocations } from './fold/revocations.ts'
import { type Heads, headsOf, ownHeadsOf, type Standing, seenOf } from './gather/heads.ts'
import { News } from './gather/news.ts'
import { reach } from './gather/reach.ts'
import { type Batch, type FoundRecord, noBatch, Records } from './gather/records.ts'
import { VerdictContexts } from './gather/verdict-context.ts'
import type { ChangeStore, StoredChange } from './store/change-store.ts'
import { RecordWriter } from './store/record-writer.ts'
import { settleSeries } from './store/settle-series.ts'
import type { TableStore } from './store/table-store.ts'

/**
 * Brings the tables up to date with changes that were just stored: the fast counterpart of `project`, which it always
 * equals. All records that the changes act on are folded anew from their histories, many with one question; those that
 * hang on nothing come first, then what hangs on them, together with whatever refers to one whose standing changed.
 */
export type Absorber = {
  readonly absorb: (stored: readonly StoredChange[]) => void
  /** To be told of each change that was stored, before anything else is asked. */
  readonly note: (stored: StoredChange) => void
  /** The same of many that were stored without being read. */
  readonly noteActs: (acts: readonly Act[]) => void
  /** Absorbs what was noted, in steps, for so much that others want an answer meanwhile; all of them have to be taken. */
  readonly absorbing: (news: News) => Generator<void>
  /** The quick way for things that this very transaction made, one run of them: nothing speaks of them yet. */
  readonly absorbCreations: (stored: readonly StoredChange[]) => void
  /** Lays out the series touched since the last call: before a transaction ends, and once for all of it. */
  readonly settle: () => void
  readonly settling: () => Generator<void>
  /** For this transaction: `tell` hears of each subject of an entity's series before that changes. */
  readonly watch: (entity: string, tell: (subject: string) => void) => void
  /** The records that are asked about next: what was put into them is read with one question. */
  readonly foresee: (records: readonly string[]) => void
  /** All heads per register that an author sees now, of a record in the tables or in the shadows. */
  readonly headsOf: (thing: string) => Heads | undefined
  /** All versions of many records in the tables that an author sees now. */
  readonly seenOf: (standing: readonly Standing[]) => ReadonlyMap<string, readonly string[]>
  readonly ownHeadsOf: (thing: string) => readonly string[]
  /** Everything that was put into or removed from a thing, in order of version. */
  readonly historyOf: (thing: string) => readonly Change[]
  readonly survivorOf: (thing: string) => string
  /** All that was merged with a thing, itself among them. */
  readonly membersOf: (thing: string) => readonly string[]
  readonly isHeld: (change: Change) => boolean
  /** The revocations in force. */
  readonly revocations: () => Revocations
  /** Lets another content count under an id that is known. */
  readonly replace: (was: StoredChange, other: StoredChange) => void
  readonly isInForce: (change: Change) => boolean
  /** The creation that says what a thing is: the lowest that counts, or if none does the lowest of all. */
  readonly creationOf: (thing: string) => Change | undefined
  /** Of many changes those that are in force: what was done to all of their things is read with one question. */
  readonly inForceAmong: <T extends StoredChange>(stored: readonly T[]) => readonly T[]
  /** When a transaction begins: what is remembered of tables and marks is read anew. */
  readonly begin: () => void
  /** After a roll-back, and after anything else that wrote past it: all that is remembered is read anew. */
  readonly forget: () => void
}

/** Of how many records at a time it is asked what refers to them. */
const part = 500

export function absorber(changes: ChangeStore, tables: TableStore, entities: Entities): Absorber {
  const contexts = new VerdictContexts(changes, entities)
  const records = new Records(changes, tables, entities, contexts)
  const writer = new RecordWriter(changes, tables, entities, records)
  const targets = [...new Set([...entities.values()].flatMap(entity => Object.values(entity.refs)))]
  for (const target of targets) invariant(isRoot(entities.get(target)), `${target} hangs on nothing`)

  function note(stored: StoredChange): void {
    records.note(stored)
    if (isGovernor(stored.change)) contexts.forgetGovernors()
    if (aboutKeys.has(stored.change.entity)) contexts.forgetRevocations()
  }

  function noteActs(acts: readonly Act[]): void {
    records.noteActs(acts)
    if (acts.some(({ kind }) => kind === 'return' || kind === 'admit')) contexts.forgetGovernors()
    if (acts.some(({ entity }) => aboutKeys.has(entity))) contexts.forgetRevocations()
  }

  function* absorbing(news: News): Generator<void> {
    writer.forgetPresence()
    yield* writing(yield* reach(changes, news), { first: news.first, regrouped: new Set() })
  }

  function replace(was: StoredChange, other: StoredChange): void {
    const things = new Set(drained(reach(changes, News.of([was]))))
    changes.replace(was.no, other.change)
    contexts.forget()
    records.forget()
    writer.forgetPresence()
    for (const thing of drained(reach(changes, News.of([other])))) things.add(thing)
    for (const _ of writing(things, { ...noBatch, regrouped: new Set(things) }));
  }

  function* writing(things: Set<string>, batch: Batch): Generator<void> {
    const turned = new Turned(targets, batch.regrouped)
    spreadOverMerges(things, batch, turned)
    const hanging = new Set<string>()
    for (const ids of records.inParts(records.recordsOf(things))) {
      yield
      const found = records.find(ids, batch)
      for (const record of found) {
        if (isRoot(record.entity)) continue
        hanging.add(record.id)
        turned.noteHanging(record, tables)
      }
      writeRoots(
        found.filter(record => isRoot(record.entity)),
        turned,
      )
    }
    for (const target of targets) {
      for (const some of inParts(turned.of(target), part)) {
        yield
        for (const ref of tables.referring(target, some)) hanging.add(records.survivorOf(ref))
      }
    }
    for (const ids of records.inParts(hanging)) {
      yield
      writer.write(records.find(ids, batch))
    }
  }

  function writeRoots(found: readonly FoundRecord[], turned: Turned): void {
    const before = writer.write(found)
    for (const record of found) {
      turned.note(record, new Set(before.rows.get(record.id)?.map(({ table }) => table.entity.name)))
    }
  }

  /** Marks first: what they connect, or no longer connect, is folded anew as a whole, with all that refers to it. */
  function spreadOverMerges(affected: Set<string>, batch: Batch, turned: Turned): void {
    const merge = entities.get('merge')
    const marked = records.markedThings()
    const isOrWasMark = (thing: string) => marked.has(thing) || batch.regrouped.has(thing)
    if (merge === undefined || (marked.size === 0 && batch.regrouped.size === 0)) return
    const before = new Map<string, readonly string[]>()
    for (const things of records.thingsInParts([...affected].filter(isOrWasMark))) {
      const marks: FoundRecord[] = []
      for (const found of records.findThings(things, batch)) {
        const was = tables.read(merge, found.id)
        const isMark = found.entity === merge
        // What turns out to be something else was a mark until now, and is folded with all others as what it is.
        if (!isMark && was === undefined) continue
        if (isMark) affected.delete(found.id)
        marks.push(isMark ? found : { ...found, entity: undefined })
        const is = isMark && found.folded.state === 'live' ? found.folded.fields : undefined
        for (const fields of [was, is]) {
          if (fields === undefined) continue
          const { kept, lost } = markOf(fields)
          // What is one with them is asked of the marks as they were, until all are written.
          for (const thing of [kept, lost]) before.set(thing, records.membersOf(thing))
        }
      }
      writeRoots(marks, turned)
    }
    records.forgetMerges()
    // All members of a class have one list: it is gone through once, however many of them are touched.
    const lists = new Set([...before].flatMap(([id, was]) => [was, records.membersOf(id)]))
    const members = new Set([...lists].flat())
    for (const member of members) {
      affected.add(member)
      batch.regrouped.add(member)
    }
    for (const some of inParts(members, part)) {
      for (const target of targets) for (const ref of tables.referring(target, some)) affected.add(ref)
    }
  }

  function absorb(stored: readonly StoredChange[]): void {
    stored.forEach(note)
    for (const _ of absorbing(News.of(stored)));
  }

  function absorbCreations(stored: readonly StoredChange[]): void {
    const isPlain = ({ change }: StoredChange) => {
      const movesKeys = change.entity === 'certificate' && contexts.revocations().size > 0
      return !governs(change) && !movesKeys && !contexts.isRevoked(change.origin.replica)
    }
    if (!stored.every(isPlain)) {
      absorb(stored)
      return
    }
    stored.forEach(note)
    writer.writeCreations(stored)
  }

  function* settling(): Generator<void> {
    yield* settleSeries(tables, entities, writer.takeSubjects())
  }

  return {
    absorb,
    note,
    noteActs,
    absorbing,
    absorbCreations,
    settle: () => {
      for (const _ of settling());
    },
    settling,
    watch: (entity, tell) => writer.watch(entity, tell),
    foresee: ids => records.foresee(ids),
    headsOf: thing => headsOf(records, contexts, thing),
    seenOf: standing => seenOf(records, contexts, changes, standing),
    ownHeadsOf: thing => ownHeadsOf(records, thing),
    historyOf: thing =>
      records
        .historyOf(thing)
        .map(({ change }) => change)
        .sort(byVersion),
    survivorOf: thing => records.survivorOf(thing),
    membersOf: thing => records.membersOf(thing),
    revocations: () => contexts.revocations(),
    replace,
    isHeld: change => contexts.of([change]).verdicts.isHeld(change),
    creationOf: thing => {
      const first = changes.firstOfThing(thing)
      if (first === undefined || !changes.isNamed(first)) return first
      const all = inOrder(changes.ofThing(thing))
      return whatMade(all, contexts.of(all).verdicts)
    },
    isInForce: change => contexts.of(changes.ofThing(change.thing)).verdicts.inForce(change),
    inForceAmong: stored => {
      const { verdicts } = contexts.of(changes.ofThings(stored.map(({ change }) => change.thing)))
      return stored.filter(({ change }) => verdicts.inForce(change))
    },
    begin: () => {
      writer.forget()
      records.forget()
      contexts.begin()
    },
    forget: () => {
      writer.forget()
      records.forget()
      contexts.forget()
    },
  }
}

/**
 * Creations that may be stored together before any of them is absorbed: parts, and by itself whatever acts on other
 * records than its own.
 */
export function* inRuns<T extends { readonly entity: string }>(creations: Iterable<T>): Generator<T[]> {
  let run: T[] = []
  for (const one of creations) {
    const isAlone = acting.has(one.entity)
    if (run.length > 0 && (isAlone || run.length >= mostInRun)) {
      yield run
      run = []
    }
    run.push(one)
    if (!isAlone) continue
    yield run
    run = []
  }
  if (run.length > 0) yield run
}

/** Few enough for what is made of them to be gone again before the next ones come: an import makes a million. */
const mostInRun = 100

const acting = new Set(['merge', 'revocation', 'certificate'])

/** Records that hang on nothing are settled before those that hang on them. */
function isRoot(entity: Entity | undefined): boolean {
  return entity === undefined || Object.keys(entity.refs).length === 0
}

/** Together these decide which keys are revoked. */
const aboutKeys = new Set(['revocation', 'certificate'])

function drained(steps: Generator<void, Set<string>>): Set<string> {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** Marks and revocations act on other records than their own. */
function governs(change: Change): boolean {
  return change.entity === 'merge' || change.entity === 'revocation'
}

/**
 * The things whose standing changed, by what they are referred to as: a thing that is not known here may be anything,
 * so it stands in the way of nothing until it turns out to be something else.
 */
class Turned {
  readonly #things: ReadonlyMap<string, Set<string>>

  constructor(targets: readonly string[], turned: ReadonlySet<string>) {
    this.#things = new Map(targets.map(target => [target, new Set(turned)]))
  }

  of(target: string): ReadonlySet<string> {
    return this.#things.get(target) ?? new Set()
  }

  /** `before`: the entities in whose tables the record stood until now. */
  note({ id, members, entity, folded, fresh, wasMade }: FoundRecord, before: ReadonlySet<string>): void {
    for (const [target, things] of this.#things) {
      if (members.length > 1) {
        for (const member of members) things.add(member)
        continue
      }
      const isNew = fresh.has(id)
      const was = before.has(target) || isNew
      const is = folded.state === 'live' && entity?.name === target
      // Whether anything was known before of what nobody had made is not asked: it may have turned either way.
      if (was !== is || !(isNew || wasMade)) things.add(id)
    }
  }

  /** What hangs on others is nothing that can be referred to. */
  noteHanging(record: FoundRecord, tables: TableStore): void {
    const before = record.isUsual
      ? []
      : [...this.#things.keys()].filter(target => tables.of(target).has(record.id))
    this.note(record, new Set(before))
  }
}
