import type { PersonRow, postFilters } from '#contract/looking.ts'
import { type MemberStatus, memberStatuses, type ReportStatus, reportStatuses } from '#contract/vocabulary.ts'
import { maskId } from '#db/records/types/id-number.ts'
import { maskPhone } from '#db/records/types/phone.ts'
import { type IsoDay, lastBirthOfAge } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Walk } from './orders.ts'
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
  const { orgs } = roll
  const isWanted = new Uint8Array(orgs.length)
  for (let no = 1; no < orgs.length; no++) isWanted[no] = counts[orgs[no] ?? 0] ?? 0
  const keep = (column: Uint8Array, passes: (value: number) => boolean) => {
    const table = Uint8Array.from({ length: 256 }, (_, value) => (passes(value) ? 1 : 0))
    const known = Math.min(column.length, isWanted.length)
    for (let no = 0; no < known; no++) isWanted[no] = (isWanted[no] ?? 0) & (table[column[no] ?? 0] ?? 0)
    if (!passes(0)) isWanted.fill(0, known)
  }
  if (named !== undefined) keep(named, value => value === 1)
  if (status !== undefined) keep(roll.statuses, value => memberStatuses[value] === status)
  if (report === 'open') keep(roll.reports, value => reportStatuses[value] !== 'approved')
  else if (report !== undefined) keep(roll.reports, value => reportStatuses[value] === report)
  if (post !== undefined && holders !== undefined) keep(holders, value => (value === 1) === (post === 'held'))
  if (agedBy !== undefined || agedAfter !== undefined) {
    const births = birthDays()
    const bornBy = agedBy === undefined ? unknownDay : dayNumber(lastBirthOfAge(agedBy, 28))
    const bornAfter = agedAfter === undefined ? 0 : dayNumber(lastBirthOfAge(agedAfter, 28))
    const known = Math.min(births.length, isWanted.length)
    for (let no = 0; no < known; no++) {
      // The sign of either difference is its highest bit. An unknown birthday is 0, which is after no day.
      const born = births[no] ?? 0
      isWanted[no] = (isWanted[no] ?? 0) & ((bornAfter - born) >>> 31) & ((born - bornBy - 1) >>> 31)
    }
    isWanted.fill(0, known)
  }
  let total = 0
  for (let no = 0; no < isWanted.length; no++) total += isWanted[no] ?? 0
  return { isWanted, total }
}

/**
 * A list of people: how many they are is known at once, and they are put in order as far as somebody has looked. The first
 * page of a million takes no walk through all of them.
 */
export class PeopleList {
  readonly total: number
  readonly #isWanted: Uint8Array
  readonly #order: Walk
  readonly #found: Int32Array
  #n = 0
  #walked = 0

  constructor({ isWanted, total }: Chosen, order: Walk) {
    this.total = total
    this.#isWanted = isWanted
    this.#order = order
    this.#found = new Int32Array(total)
  }

  /** The row numbers of those from one place on, so many at most. */
  slice(offset: number, limit = this.total): Int32Array {
    const end = Math.min(this.total, offset + limit)
    const { people, at } = this.#order
    for (; this.#n < end && this.#walked < people.length; this.#walked++) {
      const no = people[at(this.#walked)] ?? 0
      if (this.#isWanted[no] === 1) this.#found[this.#n++] = no
    }
    return this.#found.subarray(offset, Math.min(end, this.#n))
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
