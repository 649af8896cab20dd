import { type RawBuilder, sql } from 'kysely'
import { owedMeetings } from '#db/records/meeting.ts'
import { addMonths, firstOfMonth, type IsoDay, isDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { MeetingFacts } from '../facts.ts'
import { completedMonths, completedQuarters, monthNumber, quarterOf } from '../periods.ts'
import { type AskedOrgs, fromAsked } from './asked-orgs.ts'

export const noMeetings: MeetingFacts = {
  assemblies: [],
  committees: [],
  lessons: [],
  last: null,
  ever: { assemblies: false, committees: false, lessons: false },
}

export const owedTypes = ['assemblies', 'committees', 'lessons'] as const
export type OwedType = (typeof owedTypes)[number]

/** How far the rules look back: four quarters, six months. */
export const quartersLookedAt = 4
export const monthsLookedAt = 6

const firstQuarter = (asOf: IsoDay) => addMonths(quarterOf(asOf), -3 * quartersLookedAt)
const firstMonth = (asOf: IsoDay) => addMonths(firstOfMonth(asOf), -monthsLookedAt)

/**
 * In which of these quarters and months each organization of the scope met, and when it did last. Whether it ever did is
 * read of the types named alone: of those that most branches keep nobody asks.
 */
export async function gatherMeetings(
  reader: Reader,
  asked: AskedOrgs,
  everOf: ReadonlySet<OwedType> = new Set(),
): Promise<ReadonlyMap<string, MeetingFacts>> {
  const { asOf } = asked
  const quarters = periodsOf([...completedQuarters(asOf, quartersLookedAt), quarterOf(asOf)], 3)
  const months = periodsOf([...completedMonths(asOf, monthsLookedAt), firstOfMonth(asOf)], 1)
  const rows = await meetingQuery(reader, asked, everOf).execute()
  return new Map(
    rows.map(({ org, assemblies, lessons, committees, last, everAssembly, everCommittee, everLesson }) => [
      org,
      {
        assemblies: quarters(assemblies),
        lessons: quarters(lessons),
        committees: months(committees),
        last: last !== null && isDay(last) ? last : null,
        ever: { assemblies: everAssembly === 1, committees: everCommittee === 1, lessons: everLesson === 1 },
      },
    ]),
  )
}

/** One row for each organization with any meeting: the letters of the months in which it met, for each type. */
export function meetingQuery(reader: Reader, asked: AskedOrgs, everOf: ReadonlySet<OwedType> = new Set()) {
  const { asOf } = asked
  const ever = (which: OwedType, type: string) => (everOf.has(which) ? everHeld(type, asOf) : sql<number>`1`)
  const met = fromAsked(reader, asked)
    .select(eb => [
      'asked.org',
      eb
        .selectFrom('meeting')
        .whereRef('meeting.org', '=', 'asked.org')
        .where('meeting.held_on', '<=', asOf)
        .select(e => e.fn.max('meeting.held_on').as('day'))
        .as('last'),
    ])
    .limit(sql<number>`-1`)
  return reader
    .selectFrom(met.as('met'))
    .where('met.last', 'is not', null)
    .select([
      'met.org',
      'met.last',
      monthsOf(owedMeetings.assembly, firstQuarter(asOf), asOf).as('assemblies'),
      monthsOf(owedMeetings.lesson, firstQuarter(asOf), asOf).as('lessons'),
      monthsOf(owedMeetings.committee, firstMonth(asOf), asOf).as('committees'),
      ever('assemblies', owedMeetings.assembly).as('everAssembly'),
      ever('lessons', owedMeetings.lesson).as('everLesson'),
      ever('committees', owedMeetings.committee).as('everCommittee'),
    ])
}

/**
 * A letter for each meeting of the type, A for the first month that is looked at. Read along the index: one step down it
 * for a type, however many periods are asked about.
 */
function monthsOf(type: string, from: IsoDay, asOf: IsoDay): RawBuilder<string | null> {
  const first = monthNumber(from)
  return sql<string | null>`(
    SELECT group_concat(char(${letterA - first - 1} + substr(held_on, 1, 4) * 12 + substr(held_on, 6, 2)), '')
    FROM meeting WHERE meeting.org = met.org AND meeting.type = ${type} AND held_on BETWEEN ${from} AND ${asOf})`
}

function everHeld(type: string, asOf: IsoDay): RawBuilder<number> {
  return sql<number>`EXISTS (
    SELECT 1 FROM meeting WHERE meeting.org = met.org AND meeting.type = ${type} AND held_on <= ${asOf})`
}

const letterA = 65

/** Which of the periods, each of so many months, the letters lie in. Thousands of branches meet in the same months. */
function periodsOf(periods: readonly IsoDay[], months: 1 | 3) {
  const known = new Map<string, readonly IsoDay[]>([['', []]])
  return (letters: string | null): readonly IsoDay[] => {
    const found = known.get(letters ?? '')
    if (found !== undefined) return found
    const met = new Set(
      Array.from(letters ?? '', letter => Math.floor((letter.charCodeAt(0) - letterA) / months)),
    )
    const fresh = periods.filter((_, n) => met.has(n))
    known.set(letters ?? '', fresh)
    return fresh
  }
}
