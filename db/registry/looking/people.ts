import type { PersonRow } from '#contract/looking.ts'
import { type MemberStatus, memberStatuses, type ReportStatus, reportStatuses } from '#contract/vocabulary.ts'
import { maskId } from '#db/records/types/id-number.ts'
import { maskPhone } from '#db/records/types/phone.ts'
import { type IsoDay, lastBirthOfAge } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { isLastDigits, searchText } from '../finding/search-key.ts'
import { existingUnder, type Outline } from './outline/outline.ts'
import { readPlacesAt } from './place-rows.ts'
import { dayNumber, type Roll } from './roll.ts'

export type PeopleWanted = {
  readonly text: string
  readonly status: MemberStatus | undefined
  readonly report: ReportStatus | 'open' | undefined
  /** Those whose 28th birthday lies on or before this day. */
  readonly agedBy: IsoDay | undefined
  /** Those whose 28th birthday lies after this day. */
  readonly agedAfter: IsoDay | undefined
}

/**
 * The places in the roll of whoever is wanted, in the order given. `birthDays` is asked for only where a birthday
 * counts.
 */
export function wantedPeople(
  { outline, roll, order }: { readonly outline: Outline; readonly roll: Roll; readonly order: Int32Array },
  root: number,
  { status, report, agedBy, agedAfter }: PeopleWanted,
  birthDays: () => Int32Array,
  named: Uint8Array | undefined,
): Int32Array {
  const counts = new Uint8Array(outline.orgs.length)
  for (const place of existingUnder(outline, root)) counts[place] = 1
  const wantedStatus = status === undefined ? -1 : memberStatuses.indexOf(status)
  const wantedReport = report === undefined || report === 'open' ? -1 : reportStatuses.indexOf(report)
  const approved = reportStatuses.indexOf('approved')
  const births = agedBy === undefined && agedAfter === undefined ? undefined : birthDays()
  const bornBy = agedBy === undefined ? Number.POSITIVE_INFINITY : dayNumber(lastBirthOfAge(agedBy, 28))
  const bornAfter = agedAfter === undefined ? 0 : dayNumber(lastBirthOfAge(agedAfter, 28))
  const found = new Int32Array(roll.size)
  let n = 0
  for (const place of order) {
    if (counts[roll.orgs[place] ?? -1] !== 1) continue
    if (wantedStatus >= 0 && roll.statuses[place] !== wantedStatus) continue
    if (wantedReport >= 0 && roll.reports[place] !== wantedReport) continue
    if (report === 'open' && roll.reports[place] === approved) continue
    const person = roll.people[place] ?? 0
    if (births !== undefined) {
      const born = births[person] ?? 0
      if (born === 0 || born > bornBy || born <= bornAfter) continue
    }
    if (named !== undefined && named[person] !== 1) continue
    found[n++] = place
  }
  return found.slice(0, n)
}

/**
 * Whom a text means, by the person's row number: any part of a name, the beginning of its reading or
 * ID number, or the last digits of an ID or telephone number.
 */
export function readNamed(connection: Connection, text: string, people: number): Uint8Array {
  const named = new Uint8Array(people)
  const key = searchText(text)
  const numbers =
    key === ''
      ? connection.prepare<string[], number>(byPartStatement).pluck().all(text)
      : connection
          .prepare<unknown[], number>(byTextStatement)
          .pluck()
          .all({ text, key, upper: key.toUpperCase(), length: key.length, isLast: isLastDigits(key) ? 1 : 0 })
  for (const no of numbers) named[no] = 1
  return named
}

const byPartStatement = 'SELECT no FROM person WHERE instr(name, ?) > 0'
const byTextStatement = `
  SELECT no FROM person
  WHERE instr(name, @text) > 0 OR substr(initials, 1, @length) = @key OR substr(pinyin, 1, @length) = @key
    OR substr(id_number, 1, @length) = @upper
    OR (@isLast AND (substr(id_number, -@length) = @upper OR substr(phone, -@length) = @key))`

type PersonTuple = readonly [
  id: string,
  name: string,
  sex: string | null,
  birth: string | null,
  joined: string | null,
  idNumber: string | null,
  phone: string | null,
]

/** The rows of these places in the roll, in their order. */
export function readPeopleRows(
  connection: Connection,
  outline: Outline,
  roll: Roll,
  places: Int32Array,
): PersonRow[] {
  const numbers = Array.from(places, place => roll.people[place] ?? 0)
  const people = connection.prepare<string[], PersonTuple>(rowsStatement).raw().all(JSON.stringify(numbers))
  const orgs = readPlacesAt(
    connection,
    outline,
    Array.from(places, place => roll.orgs[place] ?? -1),
  )
  return people.map(([id, name, sex, birth, joined, idNumber, phone], i) => {
    const place = places[i] ?? -1
    const org = orgs.get(roll.orgs[place] ?? -1)
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
      status: memberStatuses[roll.statuses[place] ?? 0] ?? 'normal',
      report: reportStatuses[roll.reports[place] ?? 0] ?? 'approved',
    }
  })
}

export const rowsStatement = `
  SELECT person.id, person.name, person.sex, person.birth, person.joined, person.id_number, person.phone
  FROM json_each(?) AS wanted CROSS JOIN person ON person.no = wanted.value
  ORDER BY wanted.key`
