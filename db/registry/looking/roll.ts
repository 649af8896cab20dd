import { memberStatuses, reportStatuses } from '#contract/vocabulary.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Outline } from './outline/outline.ts'

/**
 * Everyone whose membership holds on a day, in columns of numbers: who, where, and in which state. What a list is
 * filtered and sorted by is looked at here, 1,000,000 people in some milliseconds; names are read for the rows shown.
 */
export type Roll = {
  readonly size: number
  /** The person's row number, by place in the roll. */
  readonly people: Int32Array
  /** The organization's place in the outline. */
  readonly orgs: Int32Array
  readonly statuses: Uint8Array
  readonly reports: Uint8Array
  /** The place in the roll by the person's row number; -1 for whoever is not in it. */
  readonly placeOf: Int32Array
}

const normal = memberStatuses.indexOf('normal')
const approved = reportStatuses.indexOf('approved')

/** Without a record of it somebody is in good standing and approved. */
export function readRoll(connection: Connection, outline: Outline): Roll {
  const { day } = outline
  const members = connection
    .prepare<string[], [person: number, org: number]>(membersStatement)
    .raw()
    .all(day, day)
  const size = members.length
  const people = new Int32Array(size)
  const orgs = new Int32Array(size)
  const statuses = new Uint8Array(size).fill(normal)
  const reports = new Uint8Array(size).fill(approved)
  const placeOf = new Int32Array(lastPerson(connection) + 1).fill(-1)
  for (let place = 0; place < size; place++) {
    const [person = 0, org = 0] = members[place] ?? []
    people[place] = person
    orgs[place] = outline.placeOfNo[org] ?? -1
    placeOf[person] = place
  }
  const standings = connection
    .prepare<string[], [person: number, status: string, report: string]>(standingsStatement)
    .raw()
    .all(day, day)
  for (const [person, status, report] of standings) {
    const place = placeOf[person] ?? -1
    if (place < 0) continue
    statuses[place] = indexIn(memberStatuses, status)
    reports[place] = indexIn(reportStatuses, report)
  }
  return { size, people, orgs, statuses, reports, placeOf }
}

/** One walk over the memberships; people and organizations are found by their ids' indexes. */
export const membersStatement = `
  SELECT person.no, org.no FROM membership
  CROSS JOIN person ON person.id = membership.person
  CROSS JOIN org ON org.id = membership.org
  WHERE membership.since <= ? AND (membership.until IS NULL OR membership.until > ?)`

export const standingsStatement = `
  SELECT person.no, standing.status, standing.report FROM standing
  CROSS JOIN person ON person.id = standing.person
  WHERE standing.since <= ? AND (standing.until IS NULL OR standing.until > ?)`

/** Days as numbers (20001231) by the person's row number; 0 where none is known. */
export function readDays(connection: Connection, column: 'birth' | 'joined'): Int32Array {
  const days = new Int32Array(lastPerson(connection) + 1)
  const rows = connection
    .prepare<[], [no: number, day: number]>(
      `SELECT no, CAST(replace(${column}, '-', '') AS INTEGER) FROM person WHERE ${column} IS NOT NULL`,
    )
    .raw()
    .all()
  for (const [no, day] of rows) if (day < unknownDay) days[no] = day
  return days
}

/** A day, or a text that is compared like one, as a number. */
export function dayNumber(day: string): number {
  return Number(day.replaceAll('-', ''))
}

/** The roll in order of names as they are read aloud; namesakes in the order in which they came. */
export function orderByName(connection: Connection, roll: Roll): Int32Array {
  const order = new Int32Array(roll.size)
  let n = 0
  const numbers = connection.prepare<[], number>('SELECT no FROM person ORDER BY pinyin, no').pluck().all()
  for (const no of numbers) {
    const place = roll.placeOf[no] ?? -1
    if (place >= 0) order[n++] = place
  }
  return order
}

/** The roll in order of days, the unknown ones last; the same day in order of names. */
export function orderByDay(roll: Roll, days: Int32Array, byName: Int32Array): Int32Array {
  // One number a person, day before place in the order of names: numbers sort many times quicker than pairs.
  const keys = new Float64Array(roll.size)
  for (let rank = 0; rank < roll.size; rank++) {
    const day = days[roll.people[byName[rank] ?? 0] ?? 0] ?? 0
    keys[rank] = (day === 0 ? unknownDay : day) * span + rank
  }
  keys.sort()
  return Int32Array.from(keys, key => byName[key % span] ?? 0)
}

/** The roll in order of a small number that each place in it has; equal ones in order of names. */
export function orderByRank(roll: Roll, ranks: ArrayLike<number>, byName: Int32Array): Int32Array {
  const keys = new Float64Array(roll.size)
  for (let rank = 0; rank < roll.size; rank++)
    keys[rank] = ((ranks[byName[rank] ?? 0] ?? 0) + 1) * span + rank
  keys.sort()
  return Int32Array.from(keys, key => byName[key % span] ?? 0)
}

const span = 2 ** 26
const unknownDay = 99_999_999

function lastPerson(connection: Connection): number {
  return connection.prepare<[], number | null>('SELECT max(no) FROM person').pluck().get() ?? 0
}

function indexIn(words: readonly string[], word: string): number {
  return Math.max(0, words.indexOf(word))
}
