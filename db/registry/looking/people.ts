import type { PersonRow, postFilters } from '#contract/looking.ts'
import { type MemberStatus, memberStatuses, type ReportStatus, reportStatuses } from '#contract/vocabulary.ts'
import { maskId } from '#db/records/types/id-number.ts'
import { maskPhone } from '#db/records/types/phone.ts'
import { type IsoDay, lastBirthOfAge } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Stretch, Walk } from './orders.ts'
import type { Outline } from './outline/outline.ts'
import { readPlacesAt } from './place-rows.ts'
import { dayNumber, type Roll, unknownDay } from './roll.ts'

type PostFilter = (typeof postFilters)[number]

export type PeopleWanted = {
  readonly text: string
  readonly status: MemberStatus | undefined
  readonly report: ReportStatus | 'open' | undefined
  /** Those whose 28th birthday lies on or before this day. */
  readonly agedBy: IsoDay | undefined
  /** Those whose 28th birthday lies after this day. */
  readonly agedAfter: IsoDay | undefined
  /** Whether they hold a post on the day, wherever. */
  readonly post?: PostFilter | undefined
}

type Looked = {
  /** By the organization's row number 1 for those whose people count: `countingOrgs`. */
  readonly counts: Uint8Array
  readonly roll: Roll
  /** By row number 1 for whoever holds a post; looked at only where that is asked. */
  readonly holders: Uint8Array | undefined
}

/** By row number 1 for whoever is wanted, and how many they are. */
type Chosen = { readonly isWanted: Uint8Array; readonly total: number }

/** So many people are looked at by one thing that is asked, then by the next, while they are near. */
const perStretch = 16_384

/** Leaves those of a stretch of people wanted who pass. */
type Pass = (isWanted: Uint8Array, from: number, to: number) => void

/**
 * Who is wanted. `birthDays` is asked for only where a birthday counts. Each thing asked is one pass over a column without
 * a branch in it: of a million people any mixture is wanted, which no processor foresees.
 */
export function wantedPeople(
  { counts, roll, holders }: Looked,
  { status, report, agedBy, agedAfter, post }: PeopleWanted,
  birthDays: () => Int32Array,
  named: Uint8Array | undefined,
): Chosen {
  const passes = [inOrgs(roll.orgs, counts)]
  if (named !== undefined) passes.push(having(named, value => value === 1))
  if (status !== undefined) passes.push(having(roll.statuses, value => memberStatuses[value] === status))
  if (report !== undefined)
    passes.push(
      having(roll.reports, value =>
        report === 'open' ? reportStatuses[value] !== 'approved' : reportStatuses[value] === report,
      ),
    )
  if (post !== undefined && holders !== undefined)
    passes.push(having(holders, value => (value === 1) === (post === 'held')))
  if (agedBy !== undefined || agedAfter !== undefined) {
    const after = agedAfter === undefined ? 0 : dayNumber(lastBirthOfAge(agedAfter, 28))
    const by = agedBy === undefined ? unknownDay : dayNumber(lastBirthOfAge(agedBy, 28))
    passes.push(born(birthDays(), after, by))
  }
  const isWanted = new Uint8Array(roll.orgs.length)
  let total = 0
  for (let from = 0; from < isWanted.length; from += perStretch) {
    const to = Math.min(isWanted.length, from + perStretch)
    for (const pass of passes) pass(isWanted, from, to)
    total += countIn(isWanted, from, to)
  }
  return { isWanted, total }
}

/** The first pass: everybody whose organization counts. */
function inOrgs(orgs: Int32Array, counts: Uint8Array): Pass {
  return (isWanted, from, to) => {
    for (let no = from; no < to; no++) isWanted[no] = counts[orgs[no] ?? 0] ?? 0
  }
}

/** Those whose number in a column passes. A column that ends before has 0 for whoever comes after. */
function having(column: Uint8Array, passes: (value: number) => boolean): Pass {
  const table = Uint8Array.from({ length: 256 }, (_, value) => (passes(value) ? 1 : 0))
  return (isWanted, from, to) => {
    const known = Math.min(column.length, to)
    for (let no = from; no < known; no++) isWanted[no] = (isWanted[no] ?? 0) & (table[column[no] ?? 0] ?? 0)
    if (table[0] !== 1) isWanted.fill(0, Math.max(from, known), to)
  }
}

/** Those born after a day and by another; whose birthday is not known has 0, which is after no day. */
function born(births: Int32Array, after: number, by: number): Pass {
  return (isWanted, from, to) => {
    const known = Math.min(births.length, to)
    for (let no = from; no < known; no++) {
      // The sign of either difference is its highest bit.
      const day = births[no] ?? 0
      isWanted[no] = (isWanted[no] ?? 0) & ((after - day) >>> 31) & ((day - by - 1) >>> 31)
    }
    isWanted.fill(0, Math.max(from, known), to)
  }
}

function countIn(isWanted: Uint8Array, from: number, to: number): number {
  let n = 0
  for (let no = from; no < to; no++) n += isWanted[no] ?? 0
  return n
}

/**
 * A list of people: how many they are is known at once, and they are put in order as far as somebody has looked. The first
 * page of a million takes no walk through all of them.
 */
export class PeopleList {
  readonly total: number
  readonly #isWanted: Uint8Array
  readonly #order: Iterator<Stretch>
  readonly #found: Int32Array
  #n = 0
  #stretch: Stretch = { people: new Int32Array(), isBackwards: false }
  #walked = 0

  constructor({ isWanted, total }: Chosen, order: Walk) {
    this.total = total
    this.#isWanted = isWanted
    this.#order = order[Symbol.iterator]()
    this.#found = new Int32Array(total)
  }

  /** The row numbers of those from one place on, so many at most. */
  slice(offset: number, limit = this.total): Int32Array {
    const end = Math.min(this.total, offset + limit)
    while (this.#n < end) {
      const { people, isBackwards } = this.#stretch
      const last = people.length - 1
      for (; this.#n < end && this.#walked <= last; this.#walked++) {
        const no = people[isBackwards ? last - this.#walked : this.#walked] ?? 0
        if (this.#isWanted[no] === 1) this.#found[this.#n++] = no
      }
      if (this.#n < end && !this.#goesOn()) break
    }
    return this.#found.subarray(offset, Math.min(end, this.#n))
  }

  #goesOn(): boolean {
    const { value, done } = this.#order.next()
    if (done === true) return false
    this.#stretch = value
    this.#walked = 0
    return true
  }
}

type PersonTuple = readonly [
  id: string,
  name: string,
  sex: string | null,
  birth: string | null,
  joined: string | null,
  idNumber: string | null,
  phone: string | null,
]

/** The rows of these people, in their order. */
export function readPeopleRows(
  connection: Connection,
  outline: Outline,
  roll: Roll,
  numbers: Int32Array,
): PersonRow[] {
  const people = prepareOnce<string[], PersonTuple>(connection, rowsStatement)
    .raw()
    .all(JSON.stringify(Array.from(numbers)))
  const placeOf = (no: number) => outline.placeOfNo[roll.orgs[no] ?? 0] ?? -1
  const orgs = readPlacesAt(connection, outline, Array.from(numbers, placeOf))
  const posts = Map.groupBy(
    prepareOnce<unknown[], HeldTuple>(connection, postsStatement)
      .raw()
      .all({ people: JSON.stringify(people.map(([id]) => id)), day: outline.day }),
    ([person]) => person,
  )
  return people.map(([id, name, sex, birth, joined, idNumber, phone], i) => {
    const no = numbers[i] ?? 0
    const org = orgs.get(placeOf(no))
    invariant(org, 'whoever is in the roll belongs to an organization')
    return {
      id,
      name,
      sex,
      birth,
      joined,
      idMasked: idNumber === null ? null : maskId(idNumber),
      phoneMasked: phone === null ? null : maskPhone(phone),
      org,
      status: memberStatuses[roll.statuses[no] ?? 0] ?? 'normal',
      posts: (posts.get(id) ?? []).map(held => ({ title: held[1], org: calledThen(outline, held) })),
      report: reportStatuses[roll.reports[no] ?? 0] ?? 'approved',
    }
  })
}

type HeldTuple = readonly [
  person: string,
  title: string,
  no: number | null,
  name: string | null,
  shortName: string | null,
  elsewhere: string | null,
]

/** What the organization of a post was called on the day. */
function calledThen({ former, structure }: Outline, [, , no, name, shortName, elsewhere]: HeldTuple): string {
  if (no === null || name === null) return elsewhere ?? ''
  const then = former.byNo(no, { name, short_name: shortName }, structure)
  return then.short_name ?? then.name
}

const postsStatement = `
  SELECT post.person, post.title, org.no, org.name, org.short_name, card.name
  FROM json_each(@people) AS wanted CROSS JOIN post ON post.person = wanted.value
  LEFT JOIN org ON org.id = post.org
  LEFT JOIN card ON card.thing = post.org
  WHERE (post.since IS NULL OR post.since <= @day) AND (post.until IS NULL OR post.until > @day)
  ORDER BY post.no`

export const rowsStatement = `
  SELECT person.id, person.name, person.sex, person.birth, person.joined, person.id_number, person.phone
  FROM json_each(?) AS wanted CROSS JOIN person ON person.no = wanted.value
  ORDER BY wanted.key`
