import { memberStatuses, reportStatuses } from '#contract/vocabulary.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Touched } from './touched.ts'

/**
 * Where everyone is on a day and in which state, in columns of numbers by the person's row number. What a list is
 * filtered and sorted by is looked at here, 1,000,000 people in some milliseconds; names are read for the rows shown.
 */
export type Roll = {
  /** The organization's row number; 0 for whoever belongs nowhere on the day. */
  readonly orgs: Int32Array
  readonly statuses: Uint8Array
  readonly reports: Uint8Array
}

const normal = memberStatuses.indexOf('normal')
const approved = reportStatuses.indexOf('approved')

/** Without a record of it somebody is in good standing and approved. */
export function readRoll(connection: Connection, day: IsoDay): Roll {
  const size = lastPerson(connection) + 1
  const roll = {
    orgs: new Int32Array(size),
    statuses: new Uint8Array(size).fill(normal),
    reports: new Uint8Array(size).fill(approved),
  }
  fillIn(roll, prepareOnce<string[], MemberTuple>(connection, membersStatement).raw().iterate(day, day))
  fillInStates(
    roll,
    prepareOnce<string[], StandingTuple>(connection, standingsStatement).raw().iterate(day, day),
  )
  return roll
}

/** The same after something was written; the columns given are written into. */
export function renewRoll(connection: Connection, before: Roll, day: IsoDay, touched: Touched): Roll {
  const { people, goneOrgs } = touched
  if (people.size === 0 && goneOrgs.size === 0) return before
  const size = lastPerson(connection) + 1
  const roll = {
    orgs: grown(before.orgs, size),
    statuses: grown(before.statuses, size),
    reports: grown(before.reports, size),
  }
  const { orgs, statuses, reports } = roll
  if (goneOrgs.size > 0)
    for (let no = 0; no < orgs.length; no++) if (goneOrgs.has(orgs[no] ?? 0)) orgs[no] = 0
  for (const no of people) {
    orgs[no] = 0
    statuses[no] = normal
    reports[no] = approved
  }
  const wanted = JSON.stringify([...people])
  fillIn(
    roll,
    prepareOnce<string[], MemberTuple>(connection, someMembersStatement).raw().iterate(wanted, day, day),
  )
  fillInStates(
    roll,
    prepareOnce<string[], StandingTuple>(connection, someStandingsStatement).raw().iterate(wanted, day, day),
  )
  return roll
}

type MemberTuple = readonly [person: number, org: number]
type StandingTuple = readonly [person: number, status: string, report: string]

function fillIn({ orgs }: Roll, rows: Iterable<MemberTuple>): void {
  for (const [person, org] of rows) orgs[person] = org
}

function fillInStates({ statuses, reports }: Roll, rows: Iterable<StandingTuple>): void {
  for (const [person, status, report] of rows) {
    statuses[person] = indexIn(memberStatuses, status)
    reports[person] = indexIn(reportStatuses, report)
  }
}

const holds = (table: string) => `${table}.since <= ? AND (${table}.until IS NULL OR ${table}.until > ?)`

/** One walk over the memberships; people and organizations are found by their ids' indexes. */
export const membersStatement = `
  SELECT person.no, org.no FROM membership
  CROSS JOIN person ON person.id = membership.person
  CROSS JOIN org ON org.id = membership.org
  WHERE ${holds('membership')}`
const someMembersStatement = `
  SELECT person.no, org.no FROM json_each(?) AS wanted CROSS JOIN person ON person.no = wanted.value
  CROSS JOIN membership ON membership.person = person.id
  CROSS JOIN org ON org.id = membership.org
  WHERE ${holds('membership')}`

export const standingsStatement = `
  SELECT person.no, standing.status, standing.report FROM standing
  CROSS JOIN person ON person.id = standing.person
  WHERE ${holds('standing')}`
const someStandingsStatement = `
  SELECT person.no, standing.status, standing.report
  FROM json_each(?) AS wanted CROSS JOIN person ON person.no = wanted.value
  CROSS JOIN standing ON standing.person = person.id
  WHERE ${holds('standing')}`

/** By the person's row number 1 for whoever holds a post on the day, wherever. */
export function readHolders(connection: Connection, day: IsoDay): Uint8Array {
  const holders = new Uint8Array(lastPerson(connection) + 1)
  const held = prepareOnce<string[], number>(
    connection,
    `SELECT person.no FROM post CROSS JOIN person ON person.id = post.person WHERE ${heldPost}`,
  )
  for (const no of held.pluck().iterate(day, day)) holders[no] = 1
  return holders
}

/** The same after something was written; the column given is written into. */
export function renewHolders(
  connection: Connection,
  before: Uint8Array,
  day: IsoDay,
  { holders: touched }: Touched,
): Uint8Array {
  if (touched.size === 0) return before
  const holders = grown(before, lastPerson(connection) + 1)
  for (const no of touched) holders[no] = 0
  const held = prepareOnce<string[], number>(
    connection,
    `SELECT person.no FROM json_each(?) AS wanted CROSS JOIN person ON person.no = wanted.value
     CROSS JOIN post ON post.person = person.id WHERE ${heldPost}`,
  )
  for (const no of held.pluck().iterate(JSON.stringify([...touched]), day, day)) holders[no] = 1
  return holders
}

const heldPost = '(post.since IS NULL OR post.since <= ?) AND (post.until IS NULL OR post.until > ?)'

/** More than any day as a number. */
export const unknownDay = 99_999_999

/** Days as numbers (20001231) by the person's row number; 0 where none is known. */
export function readDays(connection: Connection, column: 'birth' | 'joined'): Int32Array {
  const days = new Int32Array(lastPerson(connection) + 1)
  return fillInDays(
    days,
    prepareOnce<[], DayTuple>(connection, `${daysOf(column)} FROM person`)
      .raw()
      .iterate(),
  )
}

/** The same after something was written; the column given is written into. */
export function renewDays(
  connection: Connection,
  column: 'birth' | 'joined',
  before: Int32Array,
  { people, gonePeople }: Touched,
): Int32Array {
  const days = grown(before, lastPerson(connection) + 1)
  for (const no of gonePeople) days[no] = 0
  const some = prepareOnce<string[], DayTuple>(
    connection,
    `${daysOf(column)} FROM json_each(?) AS wanted CROSS JOIN person ON person.no = wanted.value`,
  )
  return fillInDays(days, some.raw().iterate(JSON.stringify([...people])))
}

type DayTuple = readonly [no: number, day: number | null]

const daysOf = (column: 'birth' | 'joined') =>
  `SELECT person.no, CAST(replace(person.${column}, '-', '') AS INTEGER)`

function fillInDays(days: Int32Array, rows: Iterable<DayTuple>): Int32Array {
  for (const [no, day] of rows) days[no] = day !== null && day < unknownDay ? day : 0
  return days
}

/** A day, or a text that is compared like one, as a number. */
export function dayNumber(day: string): number {
  return Number(day.replaceAll('-', ''))
}

/** The same column, long enough, with room for those who come next. */
export function grown<Column extends Int32Array | Uint8Array>(column: Column, size: number): Column
export function grown(column: Int32Array | Uint8Array, size: number): Int32Array | Uint8Array {
  if (column.length >= size) return column
  const longer = column instanceof Int32Array ? new Int32Array(size + 1000) : new Uint8Array(size + 1000)
  longer.set(column)
  return longer
}

export function lastPerson(connection: Connection): number {
  return prepareOnce<[], number | null>(connection, 'SELECT max(no) FROM person').pluck().get() ?? 0
}

function indexIn(words: readonly string[], word: string): number {
  return Math.max(0, words.indexOf(word))
}
