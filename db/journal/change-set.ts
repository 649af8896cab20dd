import type { Json } from '#db/shared/canonical.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { NewId } from '#db/shared/new-id.ts'
import { inParts, inSlices } from '#db/shared/slices.ts'
import { type Absorber, inRuns } from './absorb.ts'
import {
  type Change,
  type Fields,
  isCreation,
  type Origin,
  type Range,
  type Reason,
  signedText,
} from './change.ts'
import { apart, creationBody, editBody, refuseOverlong } from './edit.ts'
import type { Entities, Entity } from './entity.ts'
import { News } from './gather/news.ts'
import { hangsOn } from './hangs-on.ts'
import type { ChangeStore, StoredChange } from './store/change-store.ts'
import type { TableStore } from './store/table-store.ts'
import type { StoredAct, Waiting } from './store/waiting-changes.ts'

/** How many ranges of numbers one change names: each goes into a packet as one line, and a longer one no reader takes. */
const rangesInChange = 1000

/**
 * One transaction's changes, on the way into the journal: the one way to write. Everything that a person, an import,
 * a packet or an undo does goes through these verbs.
 */
export type ChangeSet = {
  /** Makes a new record; fields not given stay empty. Answers its id. */
  readonly create: (entity: string, fields: Fields, id?: string) => string
  /** As `create`, of many records of whatever kinds, in their order: journal, then tables, are written for many at once. */
  readonly createAll: (creations: Iterable<Creation>) => void
  /** Writes fields of a record. `seen`: the heads on the author's screen when he began, if those are not today's. */
  readonly edit: (entity: string, id: string, fields: Fields, seen?: Seen) => void
  /** As `edit`, of many records of one kind: what they touch is read and written with a few questions. */
  readonly editAll: (entity: string, edits: Iterable<Edit>) => void
  readonly remove: (entity: string, id: string) => void
  /** Takes changes out of force: an office above gives them back, or their author takes them back. */
  readonly giveBack: (names: readonly Range[], reason: Reason) => void
  /** As `giveBack`, for so many changes that the thread has to answer others meanwhile. */
  readonly giveBackInSlices: (
    names: readonly Range[],
    reason: Reason,
    between?: () => Promise<void>,
  ) => Promise<void>
  /** Lets changes in that a revocation holds. */
  readonly admit: (names: readonly Range[], reason: Reason) => void
  /** Stores changes of others as they are. Answers how many were new. */
  readonly receive: (changes: Iterable<Change>) => number
  /** Lets another content count under an id that is known; the tables follow. */
  readonly replace: (other: Change) => void
  /** Something beside the journal was written that has to stay: the transaction is kept though nothing was added. */
  readonly touch: () => void
  /**
   * As `receive`, of so many that they wait in a table, and that the thread has to answer others meanwhile. `told` hears
   * of them once they are stored, while the tables still hold what they change.
   */
  readonly receiveWaiting: (
    waiting: Waiting,
    told: (acts: readonly StoredAct[]) => void,
    between?: () => Promise<void>,
  ) => Promise<number>
  /** `tell` hears of each subject of an entity's series before that changes, and perhaps again. */
  readonly watch: (entity: string, tell: (subject: string) => void) => void
  /** Lays out the series touched so far, so that the tables can be read before the end. */
  readonly settle: () => void
  readonly settleInSlices: (between?: () => Promise<void>) => Promise<void>
  /** How many changes were stored so far, and the local numbers of the first and the last of them. */
  readonly count: () => number
  readonly extent: () => readonly [first: number, last: number]
}

export type Creation = { readonly entity: string; readonly id: string; readonly fields: Fields }

export type Edit = { readonly id: string; readonly fields: Fields; readonly seen?: Seen | undefined }

export type Seen = Readonly<Record<string, readonly string[]>>

/** Who writes: the replica's random writer id of this opening, and what is stamped on its changes. */
export type Author = {
  readonly writer: string
  readonly replica: string
  /** Asked at the first change: founding or joining an office is itself part of a change set. */
  readonly office: () => string
  readonly at: string
  readonly actor: string
  readonly label: Json
  readonly sign: ((text: string) => string) | undefined
}

/** What becomes of the texts of a list when it is written into a record: of names of files, that their author held them. */
export type Vouch = (thing: string, items: readonly string[]) => readonly string[]

export type ChangeSetParts = {
  readonly author: Author
  /** The writer's next number and the lamport before it; both move with every change. */
  readonly counter: { n: number; lamport: number }
  readonly schema: number
  readonly newId: NewId
  readonly changes: ChangeStore
  readonly tables: TableStore
  readonly absorber: Absorber
  readonly entities: Entities
  /** False once its transaction has ended: what came later would stand in no change set. */
  readonly isOpen: () => boolean
  readonly vouch: Vouch
}

export function changeSet(parts: ChangeSetParts): ChangeSet {
  const { author, counter, schema, newId, changes, tables, absorber, entities, isOpen, vouch } = parts
  const { writer, replica, at, actor, label } = author
  const firstN = counter.n
  let known: Origin | undefined
  let stored = 0
  let replaced = 0
  let first = 0
  let last = 0
  const noted = (no: number): number => {
    if (first === 0) first = no
    last = no
    return no
  }

  const mustBeOpen = () => invariant(isOpen(), 'a change set that has ended accepts nothing')

  /** The same steps, each of them only while the transaction lasts. */
  function* whileOpen(steps: Iterable<void>): Generator<void> {
    for (const _ of steps) {
      yield
      mustBeOpen()
    }
  }

  const entityOf = (name: string): Entity => {
    const entity = entities.get(name)
    if (entity === undefined) throw new Error(`invariant broken: unknown entity ${name}`)
    return entity
  }

  function store(change: Change, mustSign: boolean): StoredChange {
    const signature = mustSign && author.sign ? author.sign(signedText(change)) : null
    const signed = signature === null ? change : { ...change, signature }
    stored++
    const no = changes.insert(signed)
    invariant(no !== undefined, 'what is written here has an id that nothing had before')
    return { change: signed, no: noted(no) }
  }

  function envelope(entity: string, thing: string, hangsOn: readonly string[]) {
    mustBeOpen()
    const lamport = ++counter.lamport
    const n = counter.n++
    known ??= { writer, firstN, replica, office: author.office(), at, actor, label }
    return { origin: known, n, lamport, entity, thing, hangsOn, schema, signature: null }
  }

  function createAll(creations: Iterable<Creation>): void {
    for (const some of inRuns(creations)) {
      // Whatever is wrong with one of them is said before any is stored.
      const made = some.map(({ entity: name, id, fields: given }) => {
        const entity = entityOf(name)
        const fields = vouchedFor(vouch, id, given)
        refuseOverlong(entity, fields)
        return { entity, id, hangs: hangsOn(entity, fields), body: creationBody(entity, fields) }
      })
      absorber.absorbCreations(
        made.map(({ entity, id, hangs, body }) =>
          store({ ...envelope(entity.name, id, hangs), kind: 'put', body }, entity.signed === true),
        ),
      )
    }
  }

  function create(entity: string, fields: Fields, id = newId()): string {
    createAll([{ entity, id, fields }])
    return id
  }

  function editAll(name: string, edits: Iterable<Edit>): void {
    const entity = entityOf(name)
    for (const apartOnes of apart(edits, ({ id }) => absorber.survivorOf(id))) {
      const some = apartOnes.map(edit => ({ ...edit, fields: vouchedFor(vouch, edit.id, edit.fields) }))
      // Whatever is wrong with one of them is said before any is stored.
      for (const { fields } of some) refuseOverlong(entity, fields)
      const ids = some.map(({ id }) => absorber.survivorOf(id))
      absorber.foresee(ids)
      const rows = tables.readAll(entity, ids)
      const written = some.map(({ id, fields, seen }) =>
        editBody(entity, fields, {
          heads: seen ?? absorber.headsOf(id) ?? {},
          current: rows.get(absorber.survivorOf(id)) ?? tables.shadowOf(id)?.fields ?? {},
          own: absorber.historyOf(id).filter(change => change.entity === name),
          made: madeOf(id),
          survivorOf: absorber.survivorOf,
        }),
      )
      const stored = some.flatMap(({ id }, i) => {
        const { hangs, body } = written[i] ?? {}
        if (hangs === undefined || body === undefined) return []
        const change: Change = { ...envelope(name, id, hangs), kind: 'put', body }
        return [store(change, entity.signed === true)]
      })
      absorber.absorb(stored)
    }
  }

  /** The change that says what a record hangs on: of several creations under its id the one that counts. */
  function madeOf(id: string): Change | undefined {
    const own = absorber.historyOf(id)
    const [first, another] = own.filter(isCreation)
    return another === undefined ? (first ?? own[0]) : absorber.creationOf(id)
  }

  function remove(name: string, id: string): void {
    const entity = entityOf(name)
    const merged = absorber.survivorOf(id) !== id
    const heads = merged ? absorber.ownHeadsOf(id) : Object.values(absorber.headsOf(id) ?? {}).flat()
    const saw = [...new Set(heads)].sort()
    // As its maker wrote it: the envelope stays the same for all its changes.
    const hangs = madeOf(id)?.hangsOn ?? []
    const change: Change = { ...envelope(name, id, hangs), kind: 'remove', body: { saw } }
    absorber.absorb([store(change, entity.signed === true)])
  }

  function naming(kind: 'return' | 'admit', names: readonly Range[], reason: Reason): StoredChange[] {
    return [...inParts(names, rangesInChange)].map(some => {
      const change: Change = { ...envelope(kind, newId(), []), kind, body: { names: some, reason } }
      return store(change, true)
    })
  }

  function newsOf(items: readonly StoredChange[]): News {
    for (const item of items) absorber.note(item)
    return News.of(items)
  }

  function receive(received: Iterable<Change>): number {
    mustBeOpen()
    const before = stored
    let news = new News()
    for (const change of received) {
      // Most of what comes again is known, and is not written out once more to find that.
      const no = changes.isKnown(change.origin.writer, change.n) ? undefined : changes.insert(change)
      if (no === undefined) continue
      counter.lamport = Math.max(counter.lamport, change.lamport)
      noted(no)
      stored++
      absorber.note({ change, no })
      news.add({ no, kind: change.kind, entity: change.entity, thing: change.thing })
      if (!news.isFull) continue
      for (const _ of absorber.absorbing(news));
      news = new News()
    }
    for (const _ of absorber.absorbing(news));
    return stored - before
  }

  function* receiving(waiting: Waiting, told: (acts: readonly StoredAct[]) => void): Generator<void> {
    mustBeOpen()
    let news = new News()
    for (const acts of changes.insertWaiting(waiting)) {
      for (const act of acts) {
        counter.lamport = Math.max(counter.lamport, act.lamport)
        noted(act.no)
        news.add(act)
      }
      stored += acts.length
      absorber.noteActs(acts)
      told(acts)
      yield
      if (!news.isFull) continue
      yield* absorber.absorbing(news)
      news = new News()
    }
    yield* absorber.absorbing(news)
  }

  async function receiveWaiting(
    waiting: Waiting,
    told: (acts: readonly StoredAct[]) => void,
    between?: () => Promise<void>,
  ): Promise<number> {
    const before = stored
    await inSlices(whileOpen(receiving(waiting, told)), between)
    return stored - before
  }

  function replace(other: Change): void {
    const { writer, n } = { writer: other.origin.writer, n: other.n }
    const no = changes.numberOf(writer, n)
    const [was] = changes.inRange(writer, n, n)
    if (no === undefined || was === undefined)
      throw new Error('invariant broken: only what is known is replaced')
    counter.lamport = Math.max(counter.lamport, other.lamport)
    replaced++
    absorber.replace({ change: was, no }, { change: other, no })
  }

  return {
    replace,
    touch: () => {
      replaced++
    },
    create,
    createAll,
    edit: (entity, id, fields, seen) => editAll(entity, [{ id, fields, seen }]),
    editAll,
    remove,
    giveBack: (names, reason) => absorber.absorb(naming('return', names, reason)),
    giveBackInSlices: (names, reason, between) =>
      inSlices(whileOpen(absorber.absorbing(newsOf(naming('return', names, reason)))), between),
    admit: (names, reason) => absorber.absorb(naming('admit', names, reason)),
    receive,
    receiveWaiting,
    watch: absorber.watch,
    settle: absorber.settle,
    settleInSlices: between => inSlices(whileOpen(absorber.settling()), between),
    count: () => stored + replaced,
    extent: () => [first, last],
  }
}

/** Most values are no lists, and are left as they lie. */
function vouchedFor(vouch: Vouch, thing: string, fields: Fields): Fields {
  let own: Record<string, Fields[string]> | undefined
  for (const field in fields) {
    const value = fields[field]
    if (!Array.isArray(value)) continue
    const vouched = vouch(thing, value)
    if (vouched !== value) own = { ...(own ?? fields), [field]: vouched }
  }
  return own ?? fields
}
