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

/** People one after the other, as they are gone through: from the first to the last, or from the last to the first. */
export type Stretch = { readonly people: Int32Array; readonly isBackwards: boolean }

/** How a list goes through an order: stretch by stretch, and only as far as somebody looks. */
export type Walk = Iterable<Stretch>

export function upwards(people: Int32Array): Walk {
  return [{ people, isBackwards: false }]
}

export function downwards(people: Int32Array): Walk {
  return [{ people, isBackwards: true }]
}

/** An order of days the other way round; the unknown ones come last all the same. */
export function daysDownwards(people: Int32Array, days: Int32Array): Walk {
  const known = placeAfter(people, 0, no => (days[no] ?? 0) > 0)
  const [dated, undated] = [people.subarray(0, known), people.subarray(known)]
  return [...downwards(dated), ...downwards(undated)]
}

/**
 * Where the people of each organization begin in the order by its row number, and after the last one where all end. Those
 * who belong nowhere come before them.
 */
export function beginningsByOrg({ orgs }: Roll, byOrg: Int32Array): Int32Array {
  const last = greatest(orgs)
  const begins = new Int32Array(last + 2)
  // Row by row, not in their order: of a million people each is looked at where he lies next.
  for (let no = 0; no < orgs.length; no++) {
    const org = orgs[no] ?? 0
    begins[org] = (begins[org] ?? 0) + 1
  }
  // From the end: how many belong nowhere is not known, as numbers of nobody look like them.
  let end = byOrg.length
  begins[last + 1] = end
  for (let org = last; org > 0; org--) {
    end -= begins[org] ?? 0
    begins[org] = end
  }
  return begins
}

/**
 * Everyone by the place of his organization, so that a roster reads like the tree; given is the order by the organization's
 * row number, whose people stay together wherever it hangs, and where they begin. Those who belong nowhere are left out.
 */
export function* byPlace(
  { nos }: Outline,
  byOrg: Int32Array,
  begins: Int32Array,
  isBackwards: boolean,
): Walk {
  for (let step = 0; step < nos.length; step++) {
    const org = nos[isBackwards ? nos.length - 1 - step : step] ?? 0
    const [begin, end] = [begins[org], begins[org + 1]]
    if (begin !== undefined && end !== undefined && begin < end)
      yield { people: byOrg.subarray(begin, end), isBackwards }
  }
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
  let [left, from] = [0, 0]
  const closeUp = (to: number) => {
    if (left < from) order.copyWithin(left, from, to)
    left += to - from
    from = to + 1
  }
  for (const at of placesOf(connection, order, moved)) closeUp(at)
  closeUp(order.length)
  return order.subarray(0, left)
}

/** Fewer people than these are looked for one by one: that is what a processor does quickest. */
const fewMoved = 8

/** Where these people stand in an order, from the first to the last. */
function placesOf(connection: Connection, order: Int32Array, people: ReadonlySet<number>): number[] {
  if (people.size < fewMoved) {
    const places = Array.from(people, no => order.indexOf(no)).filter(at => at >= 0)
    return places.sort((a, b) => a - b)
  }
  // One bit for each: so the marks of a million people stay near while they are asked for here and there. One who is gone
  // may have had a higher number than all who are left.
  const marks = new Int32Array((Math.max(lastPerson(connection), ...people) >> 5) + 1)
  for (const no of people) marks[no >> 5] = (marks[no >> 5] ?? 0) | (1 << (no & 31))
  const places: number[] = []
  for (let at = 0; at < order.length; at++) {
    const no = order[at] ?? 0
    if ((((marks[no >> 5] ?? 0) >>> (no & 31)) & 1) === 1) places.push(at)
  }
  return places
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
