import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Outline } from './outline/outline.ts'
import { lastPerson, type Roll, unknownDay } from './roll.ts'

/** A number of each person by his row number: what a list is sorted by. Equal ones stand in order of names. */
type Column = Int32Array | Uint8Array

/** Everyone by row number in order of names as they are read aloud; namesakes in the order in which they came. */
export function orderByName(connection: Connection): Int32Array {
  return Int32Array.from(
    prepareOnce<[], number>(connection, 'SELECT no FROM person ORDER BY pinyin, no').pluck().all(),
  )
}

/** The order of a number from 0 up to `most` that each person has. */
export function orderByNumber(numbers: Column, most: number, byName: Int32Array): Int32Array {
  const starts = new Int32Array(most + 2)
  for (let at = 0; at < byName.length; at++) {
    const next = (numbers[byName[at] ?? 0] ?? 0) + 1
    starts[next] = (starts[next] ?? 0) + 1
  }
  for (let rank = 1; rank <= most; rank++) starts[rank] = (starts[rank] ?? 0) + (starts[rank - 1] ?? 0)
  const order = new Int32Array(byName.length)
  for (let at = 0; at < byName.length; at++) {
    const no = byName[at] ?? 0
    const rank = numbers[no] ?? 0
    const place = starts[rank] ?? 0
    order[place] = no
    starts[rank] = place + 1
  }
  return order
}

/** The order of days, the unknown ones last. */
export function orderByDay(days: Int32Array, byName: Int32Array): Int32Array {
  let [first, last] = [Number.MAX_SAFE_INTEGER, 0]
  for (const day of days) {
    if (day === 0) continue
    if (day < first) first = day
    if (day > last) last = day
  }
  // A copy: each order is brought up to date in its own place.
  if (last === 0) return byName.slice()
  const [begun, ended] = [countedDay(first), countedDay(last)]
  const unknown = ended - begun + 1
  const counted = new Int32Array(days.length)
  for (let no = 0; no < days.length; no++) {
    const day = days[no] ?? 0
    counted[no] = day === 0 ? unknown : countedDay(day) - begun
  }
  return orderByNumber(counted, unknown, byName)
}

/** Days one after the other, with a little room after each month: few enough to count what lies on each. */
function countedDay(day: number): number {
  return Math.floor(day / 10_000) * 416 + (Math.floor(day / 100) % 100) * 32 + (day % 100)
}

/** How a list goes through an order: `at` says which place of it comes as the first, the second and so on. */
export type Walk = { readonly people: Int32Array; readonly at: (step: number) => number }

export function upwards(people: Int32Array): Walk {
  return { people, at: step => step }
}

export function downwards(people: Int32Array): Walk {
  const last = people.length - 1
  return { people, at: step => last - step }
}

/** An order of days the other way round; the unknown ones come last all the same. */
export function daysDownwards(people: Int32Array, days: Int32Array): Walk {
  const known = placeAfter(people, 0, no => (days[no] ?? 0) > 0)
  const last = people.length - 1
  return { people, at: step => (step < known ? known - 1 - step : last - (step - known)) }
}

/**
 * Everyone by the place of his organization, so that a roster reads like the tree; given is the order by the organization's
 * row number, whose people stay together wherever it hangs.
 */
export function orderByPlace({ nos, placeOfNo }: Outline, { orgs }: Roll, byOrg: Int32Array): Int32Array {
  const begins = new Int32Array(placeOfNo.length + 1)
  // Row by row, not in their order: of a million people each is looked at where he lies next.
  let settled = 0
  for (let no = 0; no < orgs.length; no++) {
    const org = orgs[no] ?? 0
    if (org === 0) continue
    begins[org + 1] = (begins[org + 1] ?? 0) + 1
    settled++
  }
  // Those who belong nowhere come first: no list has them.
  let n = byOrg.length - settled
  begins[1] = n
  for (let org = 2; org < begins.length; org++) begins[org] = (begins[org] ?? 0) + (begins[org - 1] ?? 0)
  const order = new Int32Array(byOrg.length)
  order.set(byOrg.subarray(0, n))
  for (const no of nos) {
    const end = begins[no + 1] ?? 0
    for (let at = begins[no] ?? end; at < end; at++) order[n++] = byOrg[at] ?? 0
  }
  return order.subarray(0, n)
}

/** The greatest of some numbers; 0 for none. */
export function greatest(numbers: Int32Array): number {
  let found = 0
  for (let at = 0; at < numbers.length; at++) found = Math.max(found, numbers[at] ?? 0)
  return found
}

/** More people than this are not put into an order one by one: it is made anew. */
const mostMoved = 200

/**
 * An order that is made when it is first asked for. What was written since is taken in when it is asked for again: who
 * scrolls through names does not wait for birthdays.
 */
export class KeptOrder {
  readonly #make: (connection: Connection) => Int32Array
  readonly #numberOf: ((no: number) => number) | undefined
  #order: Int32Array | undefined
  readonly #moved = new Set<number>()

  /** `numberOf` tells what the order goes by, of each person as it is when asked; where it is left out only names count. */
  constructor(make: (connection: Connection) => Int32Array, numberOf?: (no: number) => number) {
    this.#make = make
    this.#numberOf = numberOf
  }

  get(connection: Connection): Int32Array {
    const before = this.#order
    // One that could not be brought up to date is made anew.
    this.#order = undefined
    this.#order =
      before === undefined
        ? this.#make(connection)
        : renewOrder(connection, before, this.#moved, this.#numberOf)
    this.#moved.clear()
    return this.#order
  }

  /** These people may stand elsewhere now, have come, or are gone. */
  move(people: ReadonlySet<number>): void {
    if (this.#order === undefined) return
    for (const no of people) this.#moved.add(no)
    if (this.#moved.size > mostMoved) this.drop()
  }

  drop(): void {
    this.#order = undefined
    this.#moved.clear()
  }
}

/**
 * The same after something was written: whoever is called otherwise, or has another number, is put where he belongs now.
 * The order given is used up.
 */
function renewOrder(
  connection: Connection,
  before: Int32Array,
  moved: ReadonlySet<number>,
  numberOf: (no: number) => number = () => 0,
): Int32Array {
  if (moved.size === 0) return before
  const stayed = withoutMoved(connection, before, moved)
  const came = prepareOnce<string[], Named>(
    connection,
    `SELECT person.no, person.pinyin FROM json_each(?) AS wanted CROSS JOIN person ON person.no = wanted.value
       ORDER BY person.pinyin, person.no`,
  ).all(JSON.stringify([...moved]))
  came.sort((a, b) => numberOf(a.no) - numberOf(b.no))
  const pinyinOf = prepareOnce<[number], string>(connection, 'SELECT pinyin FROM person WHERE no = ?').pluck()
  const order = new Int32Array(stayed.length + came.length)
  return putAmong(order, stayed, came, (other, { no, pinyin }) => {
    const difference = numberOf(other) - numberOf(no)
    if (difference !== 0) return difference < 0
    const name = pinyinOf.get(other) ?? ''
    return isBefore(name, pinyin) || (name === pinyin && other < no)
  })
}

/** The order without these people, who may be in it or not: the others close up in it. */
function withoutMoved(connection: Connection, order: Int32Array, moved: ReadonlySet<number>): Int32Array {
  // One bit for each: so the marks of a million people stay near while they are asked for here and there. One who is gone
  // may have had a higher number than all who are left.
  const marks = new Int32Array((Math.max(lastPerson(connection), ...moved) >> 5) + 1)
  for (const no of moved) marks[no >> 5] = (marks[no >> 5] ?? 0) | (1 << (no & 31))
  let [left, from] = [0, 0]
  const closeUp = (to: number) => {
    if (left < from) order.copyWithin(left, from, to)
    left += to - from
    from = to + 1
  }
  for (let at = 0; at < order.length; at++) {
    const no = order[at] ?? 0
    if ((((marks[no >> 5] ?? 0) >>> (no & 31)) & 1) === 1) closeUp(at)
  }
  closeUp(order.length)
  return order.subarray(0, left)
}

type Named = { readonly no: number; readonly pinyin: string }

/** How an order of days is told apart: the unknown ones last. */
export function dayOrLast(day: number | undefined): number {
  return day || unknownDay
}

/** Fills an order with those who stayed, in theirs, and among them those who came, sorted as well, each where he belongs. */
export function putAmong<One extends { readonly no: number }, Order extends Int32Array>(
  order: Order,
  stayed: Int32Array,
  came: readonly One[],
  comesBefore: (other: number, one: One) => boolean,
): Order {
  let [from, n] = [0, 0]
  for (const one of came) {
    const to = placeAfter(stayed, from, other => comesBefore(other, one))
    order.set(stayed.subarray(from, to), n)
    n += to - from
    order[n++] = one.no
    from = to
  }
  order.set(stayed.subarray(from), n)
  return order
}

/** The first place from one on, among numbers in order, that does not come before. */
function placeAfter(order: Int32Array, from: number, comesBefore: (no: number) => boolean): number {
  let [low, high] = [from, order.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (comesBefore(order[middle] ?? 0)) low = middle + 1
    else high = middle
  }
  return low
}

/** As SQLite compares texts: by their bytes, which for what is not ASCII is by code points. */
function isBefore(one: string, other: string): boolean {
  return Buffer.compare(Buffer.from(one), Buffer.from(other)) < 0
}
