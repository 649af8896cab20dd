import type { Change, Fields, FieldValue, Origin, Put, Version } from '#db/journal/change.ts'
import { bounds, isId, isName, isSignature, isValue, isWriter, readOrigin } from './allowed.ts'
import { highestNumber, isTooMuch, lengthOf } from './column-bounds.ts'

/**
 * Many puts, a column each (bundles.md, "The file"). `origins`, `names`, `writers` and `ids` are told once and known by
 * number from then on, in the order in which they came; `anew`: the numbers begin anew with this block. Of each change:
 *
 * - `origin` and `thing`: how far its number is from that of the change before it; of `thing` one less, as of `n` and `lamport`
 * - `hangs`: how many of the numbers in `on` are its
 * - `registers`: twice how many it writes, and one more if it is no creation
 * - of each register its name in `register`, in `fields` how many of the names in `field` and the `value`s are its
 * - and if it is no creation, in `heads` how many versions it names as its base: in `head` 0 is the last of that register
 *   in this packet, or of the creation; else the writer's number and one, and how far before this change's lamport
 */
export type Columns = {
  readonly anew: 0 | 1
  readonly origins: readonly Origin[]
  readonly names: readonly string[]
  readonly writers: readonly string[]
  readonly ids: readonly string[]
  readonly origin: readonly number[]
  readonly n: readonly number[]
  readonly lamport: readonly number[]
  readonly schema: readonly number[]
  readonly entity: readonly number[]
  readonly thing: readonly number[]
  readonly hangs: readonly number[]
  readonly on: readonly number[]
  readonly signature: readonly (string | 0)[]
  readonly registers: readonly number[]
  readonly register: readonly number[]
  readonly fields: readonly number[]
  readonly field: readonly number[]
  readonly value: readonly FieldValue[]
  readonly heads: readonly number[]
  readonly head: readonly number[]
}

class NoColumns extends Error {}

/** Reads the blocks of one packet in their order; each byte may come from a stranger. */
export class ColumnReader {
  readonly #origins: Origin[] = []
  readonly #names: string[] = []
  readonly #writers: string[] = []
  readonly #ids: string[] = []
  /** By `keyOf`: the version of each register's last edit, and that of the thing's creation. */
  readonly #last = new Map<number, Version>()
  #before = { origin: 0, n: 0, lamport: 0, thing: -1 }
  /** How long all that was read would be as text of its own. */
  length = 0

  /** The changes of a block; undefined where it is none of this format. */
  read(block: unknown): Change[] | undefined {
    try {
      return this.#changesOf(block)
    } catch (error) {
      if (error instanceof NoColumns) return undefined
      throw error
    }
  }

  #changesOf(block: unknown): Change[] {
    if (typeof block !== 'object' || block === null) throw new NoColumns()
    const columns = new Map<string, unknown>(Object.entries(block))
    if (columns.get('anew') === 1) this.#beginAnew()
    for (const origin of listIn(columns, 'origins')) this.#origins.push(readOrigin(origin) ?? refused())
    learn(listIn(columns, 'names'), this.#names, isName)
    learn(listIn(columns, 'writers'), this.#writers, isWriter)
    learn(listIn(columns, 'ids'), this.#ids, isId)
    if (isTooMuch(this.#known())) throw new NoColumns()
    const from = {
      origin: new Column(columns, 'origin'),
      n: new Column(columns, 'n'),
      lamport: new Column(columns, 'lamport'),
      schema: new Column(columns, 'schema'),
      entity: new Column(columns, 'entity'),
      thing: new Column(columns, 'thing'),
      hangs: new Column(columns, 'hangs'),
      on: new Column(columns, 'on'),
      signature: new Column(columns, 'signature'),
      registers: new Column(columns, 'registers'),
      register: new Column(columns, 'register'),
      fields: new Column(columns, 'fields'),
      field: new Column(columns, 'field'),
      value: new Column(columns, 'value'),
      heads: new Column(columns, 'heads'),
      head: new Column(columns, 'head'),
    }
    const changes: Change[] = []
    while (!from.n.isAtEnd) changes.push(this.#next(from))
    if (Object.values(from).some(column => !column.isAtEnd)) throw new NoColumns()
    return changes
  }

  #known() {
    const [origins, names, writers] = [this.#origins.length, this.#names.length, this.#writers.length]
    return { origins, names, writers, ids: this.#ids.length, last: this.#last.size }
  }

  #next(from: From): Put {
    const before = this.#before
    const at = {
      origin: before.origin + from.origin.number(),
      n: before.n + from.n.number() + 1,
      lamport: before.lamport + from.lamport.number() + 1,
      thing: before.thing + from.thing.number() + 1,
    }
    this.#before = at
    const origin = this.#origins[at.origin] ?? refused()
    const thing = this.#ids[at.thing] ?? refused()
    const { n, lamport } = at
    const isInBounds = n >= 1 && n <= bounds.n && lamport >= 1 && lamport <= bounds.lamport
    const entity = this.#names[from.entity.number()] ?? refused()
    const schema = from.schema.number()
    const signature = from.signature.next()
    if (!isInBounds || schema < 0 || (signature !== 0 && !isSignature(signature))) throw new NoColumns()
    const hangsOn = this.#hangsOn(from)
    const body = this.#body(from, at.thing, lamport, `${lamport}@${origin.writer}`)
    const signed = signature === 0 ? null : signature
    const change: Put = {
      origin,
      n,
      lamport,
      entity,
      thing,
      hangsOn,
      schema,
      signature: signed,
      kind: 'put',
      body,
    }
    this.length += lengthOf(change)
    return change
  }

  #hangsOn({ hangs, on }: From): readonly string[] {
    const count = hangs.number()
    if (count === 0) return nothing
    if (count < 0 || count > bounds.things) throw new NoColumns()
    const things: string[] = []
    for (let i = 0; i < count; i++) things.push(this.#ids[on.number()] ?? refused())
    return things
  }

  #body(from: From, thing: number, lamport: number, version: Version) {
    const set: Record<string, Fields> = {}
    const base: Record<string, readonly Version[]> = {}
    const registers = from.registers.number()
    const isEdit = registers % 2 === 1
    for (let i = 0; i < registers >> 1; i++) {
      const at = from.register.number()
      const register = this.#names[at] ?? refused()
      const values: Record<string, FieldValue> = {}
      for (let left = from.fields.number(); left > 0; left--) {
        const field = this.#names[from.field.number()] ?? refused()
        const value = from.value.next()
        if (!isValue(value)) throw new NoColumns()
        values[field] = value
      }
      set[register] = values
      if (!isEdit) continue
      const key = keyOf(thing, at)
      base[register] = this.#base(from, lamport, key, thing)
      this.#last.set(key, version)
    }
    if (isEdit) return { set, base }
    this.#last.set(keyOf(thing, whole), version)
    return { set }
  }

  #base({ heads, head }: From, lamport: number, key: number, thing: number): readonly Version[] {
    const versions: Version[] = []
    const count = heads.number()
    if (count < 0 || count > bounds.versions) throw new NoColumns()
    for (let i = 0; i < count; i++) {
      const writer = head.number()
      if (writer === 0) {
        versions.push(this.#last.get(key) ?? this.#last.get(keyOf(thing, whole)) ?? refused())
        continue
      }
      const at = lamport - head.number()
      if (!Number.isSafeInteger(at) || at < 0) throw new NoColumns()
      versions.push(`${at}@${this.#writers[writer - 1] ?? refused()}`)
    }
    return versions
  }

  #beginAnew(): void {
    for (const list of [this.#origins, this.#names, this.#writers, this.#ids]) list.length = 0
    this.#last.clear()
    this.#before = { origin: 0, n: 0, lamport: 0, thing: -1 }
  }
}

/** One number of a thing's and a register's. */
function keyOf(thing: number, register: number): number {
  return thing * 2 ** 20 + register
}

/** In place of a register: all that a creation wrote. */
const whole = highestNumber

type From = Readonly<Record<Exclude<keyof Columns, 'anew' | 'origins' | 'names' | 'writers' | 'ids'>, Column>>

const nothing: readonly string[] = []

function refused(): never {
  throw new NoColumns()
}

function listIn(columns: ReadonlyMap<string, unknown>, name: string): readonly unknown[] {
  const list = columns.get(name)
  return Array.isArray(list) ? list : refused()
}

function learn(texts: readonly unknown[], known: string[], isOne: (text: unknown) => text is string): void {
  for (const text of texts) known.push(isOne(text) ? text : refused())
}

/** One column, read from its beginning to its end. */
class Column {
  readonly #values: readonly unknown[]
  #at = 0

  constructor(columns: ReadonlyMap<string, unknown>, name: string) {
    this.#values = listIn(columns, name)
  }

  get isAtEnd(): boolean {
    return this.#at === this.#values.length
  }

  next(): unknown {
    if (this.#at >= this.#values.length) throw new NoColumns()
    return this.#values[this.#at++]
  }

  number(): number {
    const value = this.#values[this.#at++]
    return typeof value === 'number' && Number.isSafeInteger(value) ? value : refused()
  }
}
