import type { Json } from '#db/shared/canonical.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { NewId } from '#db/shared/new-id.ts'
import { refuse } from '#db/shared/refusal.ts'
import { inSlices } from '#db/shared/slices.ts'
import { wellFormed } from '#db/shared/well-formed.ts'
import type { Absorber } from './absorb.ts'
import {
  type Change,
  type Fields,
  type FieldValue,
  isCreation,
  type Origin,
  type Range,
  type Reason,
  signedText,
} from './change.ts'
import type { ChangeStore, StoredChange } from './change-store.ts'
import { type Entities, type Entity, registerOf } from './entity.ts'
import { hangsOn } from './hangs-on.ts'
import type { TableStore } from './table-store.ts'

/**
 * One transaction's changes, on the way into the journal: the one way to write. Everything that a person, an import,
 * a packet or an undo does goes through these verbs.
 */
export type ChangeSet = {
  /** Makes a new record; fields not given stay empty. Answers its id. */
  readonly create: (entity: string, fields: Fields, id?: string) => string
  /** Writes fields of a record. `seen`: the heads on the author's screen when he began, if those are not today's. */
  readonly edit: (entity: string, id: string, fields: Fields, seen?: Seen) => void
  readonly remove: (entity: string, id: string) => void
  /** Takes changes out of force: an office above gives them back, or their author takes them back. */
  readonly giveBack: (names: readonly Range[], reason: Reason) => void
  /** As `giveBack`, for so many changes that the thread has to answer others meanwhile. */
  readonly giveBackInSlices: (names: readonly Range[], reason: Reason) => Promise<void>
  /** Lets changes in that a revocation holds. */
  readonly admit: (names: readonly Range[], reason: Reason) => void
  /** Stores changes of others as they are. Answers how many were new. */
  readonly receive: (changes: Iterable<Change>) => number
  /** Lets another content count under an id that is known; the tables follow. */
  readonly replace: (other: Change) => void
  /** Something beside the journal was written that has to stay: the transaction is kept though nothing was added. */
  readonly touch: () => void
  /** As `receive`, for so many that the thread has to answer others meanwhile. */
  readonly receiveInSlices: (changes: Iterable<Change>) => Promise<number>
  /** Lays out the series touched so far, so that the tables can be read before the end. */
  readonly settle: () => void
  readonly settleInSlices: () => Promise<void>
  /** How many changes were stored so far, and the local numbers of the first and the last of them. */
  readonly count: () => number
  readonly extent: () => readonly [first: number, last: number]
}

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
}

export function changeSet(parts: ChangeSetParts): ChangeSet {
  const { author, counter, schema, newId, changes, tables, absorber, entities, isOpen } = parts
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
    return { change: signed, no: noted(changes.insert(signed)) }
  }

  function envelope(entity: string, thing: string, hangsOn: readonly string[]) {
    mustBeOpen()
    counter.lamport++
    const n = counter.n++
    known ??= { writer, firstN, replica, office: author.office(), at, actor, label }
    return { origin: known, n, lamport: counter.lamport, entity, thing, hangsOn, schema, signature: null }
  }

  function create(name: string, fields: Fields, id = newId()): string {
    const entity = entityOf(name)
    refuseOverlong(entity, fields)
    const set: Record<string, Record<string, FieldValue>> = {}
    for (const register in entity.registers) {
      const given: Record<string, FieldValue> = {}
      let any = false
      for (const field in entity.registers[register]) {
        const value = fields[field]
        if (value === undefined || value === null) continue
        given[field] = asWritten(value)
        any = true
      }
      if (any) set[register] = given
    }
    const change: Change = { ...envelope(name, id, hangsOn(entity, fields)), kind: 'put', body: { set } }
    absorber.absorbCreation(store(change, entity.signed === true))
    return id
  }

  function edit(name: string, id: string, fields: Fields, seen?: Seen): void {
    const entity = entityOf(name)
    refuseOverlong(entity, fields)
    const heads = seen ?? absorber.headsOf(id) ?? {}
    const current = tables.read(entity, absorber.survivorOf(id)) ?? tables.shadowOf(id)?.fields ?? {}
    const set: Record<string, Record<string, FieldValue>> = {}
    const base: Record<string, readonly string[]> = {}
    const own = absorber.historyOf(id)
    for (const register of new Set(Object.keys(fields).map(field => registerOf(entity, field)))) {
      const values: Record<string, FieldValue> = {}
      for (const field of Object.keys(entity.registers[register] ?? {})) {
        const given = field in fields ? fields[field] : current[field]
        const value = field in entity.refs ? fixed(own, register, field, given) : given
        if (value === undefined || value === null) continue
        values[field] = asWritten(value)
      }
      set[register] = values
      base[register] = heads[register] ?? []
    }
    // Of all that is written, not of what was given: a register is written whole.
    const written: Fields = Object.assign({}, ...Object.values(set))
    const hangs = [...new Set([...(own[0]?.hangsOn ?? []), ...hangsOn(entity, written)])]
    const change: Change = { ...envelope(name, id, hangs), kind: 'put', body: { set, base } }
    absorber.absorb([store(change, entity.signed === true)])
  }

  /**
   * What a record lies by is fixed when it is made; correcting it is to remove it and make another, in one change set.
   * Written is what the record itself said, not what that was merged into meanwhile: a mark may be taken back.
   */
  function fixed(
    own: readonly Change[],
    register: string,
    field: string,
    given: FieldValue | undefined,
  ): FieldValue | undefined {
    const survivor = (value: FieldValue | undefined) =>
      typeof value === 'string' ? absorber.survivorOf(value) : null
    const said = own.flatMap(change =>
      change.kind === 'put' && (isCreation(change) || register in change.body.set)
        ? [change.body.set[register]?.[field] ?? null]
        : [],
    )
    const same = said.findLast(value => survivor(value) === survivor(given))
    invariant(same !== undefined || said.length === 0, `what a record lies by is fixed: its ${field}`)
    return same ?? given
  }

  function remove(name: string, id: string): void {
    const entity = entityOf(name)
    const merged = absorber.survivorOf(id) !== id
    const heads = merged ? absorber.ownHeadsOf(id) : Object.values(absorber.headsOf(id) ?? {}).flat()
    const saw = [...new Set(heads)].sort()
    // As its maker wrote it: the envelope stays the same for all its changes.
    const hangs = absorber.historyOf(id)[0]?.hangsOn ?? []
    const change: Change = { ...envelope(name, id, hangs), kind: 'remove', body: { saw } }
    absorber.absorb([store(change, entity.signed === true)])
  }

  function name(kind: 'return' | 'admit', names: readonly Range[], reason: Reason): StoredChange {
    const change: Change = { ...envelope(kind, newId(), []), kind, body: { names, reason } }
    return store(change, true)
  }

  function* receiving(received: Iterable<Change>): Generator<void> {
    mustBeOpen()
    const fresh: StoredChange[] = []
    for (const change of received) {
      yield
      if (changes.isKnown(change.origin.writer, change.n)) continue
      counter.lamport = Math.max(counter.lamport, change.lamport)
      fresh.push({ change, no: noted(changes.insert(change)) })
    }
    stored += fresh.length
    yield* absorber.absorbing(fresh)
  }

  function receive(received: Iterable<Change>): number {
    const before = stored
    for (const _ of receiving(received));
    return stored - before
  }

  async function receiveInSlices(received: Iterable<Change>): Promise<number> {
    const before = stored
    await inSlices(whileOpen(receiving(received)))
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
    edit,
    remove,
    giveBack: (names, reason) => absorber.absorb([name('return', names, reason)]),
    giveBackInSlices: (names, reason) =>
      inSlices(whileOpen(absorber.absorbing([name('return', names, reason)]))),
    admit: (names, reason) => absorber.absorb([name('admit', names, reason)]),
    receive,
    receiveInSlices,
    settle: absorber.settle,
    settleInSlices: () => inSlices(whileOpen(absorber.settling())),
    count: () => stored + replaced,
    extent: () => [first, last],
  }
}

/** What is longer than its field takes would be read by no other office: it is refused before anything is written. */
function refuseOverlong({ name, lengths = {} }: Entity, fields: Fields): void {
  for (const field in fields) {
    const [value, bound] = [fields[field], lengths[field]]
    if (bound === undefined) continue
    const { most = Number.POSITIVE_INFINITY, items = Number.POSITIVE_INFINITY } = bound
    const texts = Array.isArray(value) ? value : [value]
    if (texts.length <= items && texts.every(text => typeof text !== 'string' || text.length <= most))
      continue
    refuse(
      'too-long',
      `“${field}”里的内容太长，最多 ${most} 个字。请缩短后再保存。`,
      `What "${field}" holds is too long; at most ${most} characters fit. Make it shorter and save again.`,
      { entity: name, field, most },
    )
  }
}

/** Text in the one form in which table and journal hold the same. */
function asWritten(value: FieldValue): FieldValue {
  return typeof value === 'string' ? wellFormed(value).normalize('NFC') : value
}
