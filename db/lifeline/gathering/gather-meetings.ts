import { sql } from 'kysely'
import { owedMeetings } from '#db/records/meeting.ts'
import { type Reach, withSubtree } from '#db/registry/subtree.ts'
import { addDays, addMonths, firstOfMonth, type IsoDay, isDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { MeetingFacts } from '../facts.ts'
import { completedMonths, completedQuarters, quarterOf } from '../periods.ts'

export const noMeetings: MeetingFacts = { assemblies: [], committees: [], lessons: [], last: null }

/** How far the rules look back: four quarters, six months. */
export const quartersLookedAt = 4
export const monthsLookedAt = 6

type Period = { readonly from: IsoDay; readonly to: IsoDay }

const quartersUpTo = (asOf: IsoDay): readonly Period[] =>
  [...completedQuarters(asOf, quartersLookedAt), quarterOf(asOf)].map(from => ({
    from,
    to: addDays(addMonths(from, 3), -1),
  }))
const monthsUpTo = (asOf: IsoDay): readonly Period[] =>
  [...completedMonths(asOf, monthsLookedAt), firstOfMonth(asOf)].map(from => ({
    from,
    to: addDays(addMonths(from, 1), -1),
  }))

/** In which of these quarters and months each organization of the scope met, and when it did last. */
export async function gatherMeetings(
  reader: Reader,
  scope: Reach,
): Promise<ReadonlyMap<string, MeetingFacts>> {
  const [quarters, months] = [quartersUpTo(scope.asOf), monthsUpTo(scope.asOf)]
  const rows = await meetingQuery(reader, scope).execute()
  return new Map(
    rows.map(({ org, held, last }) => {
      const met = [...held].map(digit => digit === '1')
      const from = (periods: readonly Period[], at: number) =>
        periods.flatMap((period, n) => (met[at + n] ? [period.from] : []))
      return [
        org,
        {
          assemblies: from(quarters, 0),
          lessons: from(quarters, quarters.length),
          committees: from(months, 2 * quarters.length),
          last: last !== null && isDay(last) ? last : null,
        },
      ]
    }),
  )
}

/**
 * One row for each organization with any meeting; `held` has a digit for each period, in the order above. Each digit is
 * one step down an index: a branch has more meetings in a year than there are periods.
 */
export function meetingQuery(reader: Reader, scope: Reach) {
  const { asOf } = scope
  const any = (type: string, { from, to }: Period) => sql`EXISTS (
    SELECT 1 FROM meeting WHERE meeting.org = met.org AND meeting.type = ${type}
      AND meeting.held_on BETWEEN ${from} AND ${to < asOf ? to : asOf})`
  const [quarters, months] = [quartersUpTo(asOf), monthsUpTo(asOf)]
  const digits = [
    ...quarters.map(period => any(owedMeetings.assembly, period)),
    ...quarters.map(period => any(owedMeetings.lesson, period)),
    ...months.map(period => any(owedMeetings.committee, period)),
  ]
  const met = withSubtree(reader, scope)
    .selectFrom('subtree')
    .select(eb => [
      'subtree.org',
      eb
        .selectFrom('meeting')
        .whereRef('meeting.org', '=', 'subtree.org')
        .where('meeting.held_on', '<=', asOf)
        .select(e => e.fn.max('meeting.held_on').as('day'))
        .as('last'),
    ])
    .limit(sql<number>`-1`)
  return reader
    .selectFrom(met.as('met'))
    .where('met.last', 'is not', null)
    .select(['met.org', 'met.last', sql<string>`${sql.join(digits, sql` || `)}`.as('held')])
}
