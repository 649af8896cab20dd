import type { Change, Origin, Put, Version } from '#db/journal/change.ts'
import { isFull, lengthOf } from './column-bounds.ts'
import type { Columns } from './column-reader.ts'

/** How much text a block of columns holds, about: a line of a packet is at most four times as long. */
const blockLength = 32_768

/** What a packet is made of: a change, or another line as it is. */
export type Drawn = { readonly change: Change } | { readonly text: string }

/** The lines of a packet; `length` tells how long those that were drawn are as text of their own. */
export type InColumns = { readonly lines: AsyncGenerator<string>; readonly length: () => number }

/**
 * The lines of a packet, in their order: what was put, as almost all changes are, many at a time and a column each, so
 * that equal things stand beside each other and little is left of them when they are compressed; all else as it is.
 */
export function inColumns(lines: AsyncIterable<Drawn> | Iterable<Drawn>): InColumns {
  const writer = new ColumnWriter()
  return { lines: drawn(lines, writer), length: () => writer.length }
}

async function* drawn(
  lines: AsyncIterable<Drawn> | Iterable<Drawn>,
  writer: ColumnWriter,
): AsyncGenerator<string> {
  for await (const line of lines) {
    const isPut = 'change' in line && writer.add(line.change)
    if (!isPut || writer.isFull) yield* writer.take()
    if (!isPut) yield 'text' in line ? line.text : JSON.stringify({ change: line.change })
  }
  yield* writer.take()
}

class ColumnWriter {
  /** How long all changes taken are as text of their own. */
  length = 0
  #block = emptyBlock()
  #length = 0
  readonly #origins = new Map<Origin, number>()
  readonly #names = new Map<string, number>()
  readonly #writers = new Map<string, number>()
  readonly #ids = new Map<string, number>()
  /** The versions that edited a register of a thing last, and those that made things. */
  readonly #last = new Map<string, Version>()
  #before = { origin: 0, n: 0, lamport: 0, thing: -1 }

  get isFull(): boolean {
    return this.#length >= blockLength
  }

  /** Whether it took the change: what is no plain put goes by itself. */
  add(change: Change): boolean {
    if (change.kind !== 'put' || !isPlain(change)) return false
    if (isFull(this.#known())) {
      if (this.#length > 0) return false
      this.#beginAnew()
    }
    this.length += lengthOf(change)
    const block = this.#block
    const { origin, n, lamport, schema, signature, hangsOn } = change
    const thing = this.#number(this.#ids, block.ids, change.thing)
    const by = this.#origins.get(origin) ?? this.#origins.size
    if (by === this.#origins.size) {
      this.#origins.set(origin, by)
      block.origins.push(origin)
      this.#length += 300
    }
    block.origin.push(by - this.#before.origin)
    block.n.push(n - this.#before.n - 1)
    block.lamport.push(lamport - this.#before.lamport - 1)
    block.thing.push(thing - this.#before.thing - 1)
    this.#before = { origin: by, n, lamport, thing }
    block.entity.push(this.#number(this.#names, block.names, change.entity))
    block.schema.push(schema)
    block.signature.push(signature ?? 0)
    block.hangs.push(hangsOn.length)
    for (const id of hangsOn) block.on.push(this.#number(this.#ids, block.ids, id))
    this.#length += 30 + (signature?.length ?? 0)
    this.#addBody(change, thing)
    return true
  }

  #known() {
    const [origins, names, writers] = [this.#origins.size, this.#names.size, this.#writers.size]
    return { origins, names, writers, ids: this.#ids.size, last: this.#last.size }
  }

  #addBody(change: Put, thing: number): void {
    const block = this.#block
    const { set, base } = change.body
    const version = `${change.lamport}@${change.origin.writer}`
    const registers = Object.keys(set)
    block.registers.push(registers.length * 2 + (base === undefined ? 0 : 1))
    for (const register of registers) {
      block.register.push(this.#number(this.#names, block.names, register))
      const fields = Object.entries(set[register] ?? {})
      block.fields.push(fields.length)
      for (const [field, value] of fields) {
        block.field.push(this.#number(this.#names, block.names, field))
        block.value.push(value)
        this.#length += 8 + (typeof value === 'string' ? value.length : JSON.stringify(value).length)
      }
      if (base === undefined) continue
      const key = `${thing} ${register}`
      this.#addBase(base[register] ?? [], this.#last.get(key) ?? this.#last.get(`${thing}`), change)
      this.#last.set(key, version)
    }
    if (base === undefined) this.#last.set(`${thing}`, version)
  }

  /** Most name what this packet brought last of that register; another version is named by its writer and its distance. */
  #addBase(base: readonly Version[], last: Version | undefined, { lamport }: Put): void {
    const block = this.#block
    block.heads.push(base.length)
    for (const version of base) {
      if (version === last) {
        block.head.push(0)
        continue
      }
      const [at, writer] = parted(version)
      block.head.push(this.#number(this.#writers, block.writers, writer) + 1, lamport - at)
      this.#length += 8
    }
  }

  #number(numbers: Map<string, number>, fresh: string[], text: string): number {
    const known = numbers.get(text)
    if (known !== undefined) return known
    const number = numbers.size
    numbers.set(text, number)
    fresh.push(text)
    this.#length += text.length + 3
    return number
  }

  #beginAnew(): void {
    for (const numbers of [this.#origins, this.#names, this.#writers, this.#ids, this.#last]) numbers.clear()
    this.#before = { origin: 0, n: 0, lamport: 0, thing: -1 }
    this.#block.anew = 1
  }

  *take(): Generator<string> {
    if (this.#length > 0) yield JSON.stringify({ columns: this.#block })
    this.#block = emptyBlock()
    this.#length = 0
  }
}

/** Whether columns say all that the change says: of every register that it writes it has a base, or of none. */
function isPlain({ body: { set, base } }: Put): boolean {
  const registers = Object.keys(set)
  if (base === undefined) return true
  const based = Object.keys(base)
  if (based.length !== registers.length || !based.every(register => register in set)) return false
  return based.every(register =>
    (base[register] ?? []).every(version => parted(version).join('@') === version),
  )
}

function parted(version: Version): readonly [lamport: number, writer: string] {
  const at = version.indexOf('@')
  return [Number(version.slice(0, at)), version.slice(at + 1)]
}

function emptyBlock(): {
  -readonly [K in keyof Columns]: Columns[K] extends readonly (infer T)[] ? T[] : Columns[K]
} {
  return {
    anew: 0,
    origins: [],
    names: [],
    writers: [],
    ids: [],
    origin: [],
    n: [],
    lamport: [],
    schema: [],
    entity: [],
    thing: [],
    hangs: [],
    on: [],
    signature: [],
    registers: [],
    register: [],
    fields: [],
    field: [],
    value: [],
    heads: [],
    head: [],
  }
}
