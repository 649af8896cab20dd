import type { Json } from '#db/shared/canonical.ts'
import type { NewId } from '#db/shared/new-id.ts'
import { inSlices } from '#db/shared/slices.ts'
import type { Absorber, StoredChange } from './absorb.ts'
import {
  type Change,
  type Fields,
  type FieldValue,
  type Origin,
  type Range,
  type Reason,
  signedText,
} from './change.ts'
import type { ChangeStore } from './change-store.ts'
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
  /** Lays out the series touched so far, so that the tables can be read before the end. */
  readonly settle: () => void
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
}

export function changeSet(parts: ChangeSetParts): ChangeSet {
  const { author, counter, schema, newId, changes, tables, absorber, entities } = parts
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
    counter.lamport++
    const n = counter.n++
    known ??= { writer, firstN, replica, office: author.office(), at, actor, label }
    return { origin: known, n, lamport: counter.lamport, entity, thing, hangsOn, schema, signature: null }
  }

  function create(name: string, fields: Fields, id = newId()): string {
    const entity = entityOf(name)
    const set: Record<string, Record<string, FieldValue>> = {}
    for (const register in entity.registers) {
      const given: Record<string, FieldValue> = {}
      let any = false
      for (const field in entity.registers[register]) {
        const value = fields[field]
        if (value === undefined || value === null) continue
        given[field] = typeof value === 'string' ? value.normalize('NFC') : value
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
    const heads = seen ?? absorber.headsOf(id) ?? {}
    const current = tables.read(entity, absorber.survivorOf(id)) ?? tables.shadowOf(id)?.fields ?? {}
    const set: Record<string, Record<string, FieldValue>> = {}
    const base: Record<string, readonly string[]> = {}
    for (const register of new Set(Object.keys(fields).map(field => registerOf(entity, field)))) {
      const values: Record<string, FieldValue> = {}
      for (const field of Object.keys(entity.registers[register] ?? {})) {
        const value = field in fields ? fields[field] : current[field]
        if (value === undefined || value === null) continue
        values[field] = typeof value === 'string' ? value.normalize('NFC') : value
      }
      set[register] = values
      base[register] = heads[register] ?? []
    }
    const hangs = [...new Set([...hangingOf(id), ...hangsOn(entity, fields)])]
    const change: Change = { ...envelope(name, id, hangs), kind: 'put', body: { set, base } }
    absorber.absorb([store(change, entity.signed === true)])
  }

  /** What a record hangs on, as its maker wrote it: the envelope stays the same for all its changes. */
  function hangingOf(id: string): readonly string[] {
    return changes.ofThing(id)[0]?.hangsOn ?? []
  }

  function remove(name: string, id: string): void {
    const entity = entityOf(name)
    const merged = absorber.survivorOf(id) !== id
    const heads = merged ? absorber.ownHeadsOf(id) : Object.values(absorber.headsOf(id) ?? {}).flat()
    const saw = [...new Set(heads)].sort()
    const hangs = hangingOf(id)
    const change: Change = { ...envelope(name, id, hangs), kind: 'remove', body: { saw } }
    absorber.absorb([store(change, entity.signed === true)])
  }

  function name(kind: 'return' | 'admit', names: readonly Range[], reason: Reason): StoredChange {
    const change: Change = { ...envelope(kind, newId(), []), kind, body: { names, reason } }
    return store(change, true)
  }

  function receive(received: Iterable<Change>): number {
    const fresh: StoredChange[] = []
    for (const change of received) {
      if (changes.isKnown(change.origin.writer, change.n)) continue
      counter.lamport = Math.max(counter.lamport, change.lamport)
      fresh.push({ change, no: noted(changes.insert(change)) })
    }
    stored += fresh.length
    absorber.absorb(fresh)
    return fresh.length
  }

  function replace(other: Change): void {
    const { writer, n } = { writer: other.origin.writer, n: other.n }
    const no = changes.numberOf(writer, n)
    const [was] = changes.inRange(writer, n, n)
    if (no === undefined || was === undefined)
      throw new Error('invariant broken: only what is known is replaced')
    counter.lamport = Math.max(counter.lamport, other.lamport)
    changes.replace(no, other)
    replaced++
    absorber.absorb([
      { change: was, no },
      { change: other, no },
    ])
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
    giveBackInSlices: (names, reason) => inSlices(absorber.absorbing([name('return', names, reason)])),
    admit: (names, reason) => absorber.absorb([name('admit', names, reason)]),
    receive,
    settle: absorber.settle,
    count: () => stored + replaced,
    extent: () => [first, last],
  }
}
