import { type RawBuilder, sql } from 'kysely'
import { holdsOn } from '#db/registry/subtree.ts'
import { dayOf, type IsoDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { AppraisalFacts, Kept } from '../facts.ts'
import { type AskedOrgs, fromAsked } from './asked-orgs.ts'
import { countsToSize, isAmongPartyMembers, isMember } from './member-conditions.ts'

export function noAppraisal(year: number): AppraisalFacts {
  return { year, eligible: 0, assessed: 0, excellent: 0, registrable: 0, registered: 0, answered: 0 }
}

/** The last day of the year, on which its roll is taken. */
export function yearEnd(year: number): IsoDay {
  const day = dayOf(year, 12, 31)
  if (day === undefined) throw new RangeError(`the year ${year} lies outside 1900 to 2199`)
  return day
}

/** 两制 of one year, of everyone who was on the roll when it ended. Nothing is read where nobody keeps them yet. */
export async function gatherAppraisals(
  reader: Reader,
  asked: AskedOrgs,
  year: number,
  { appraisals, registrations }: Kept,
): Promise<ReadonlyMap<string, AppraisalFacts>> {
  const isKept = (from: number | null) => from !== null && from <= year
  if (!isKept(appraisals) && !isKept(registrations)) return new Map()
  const rows = await appraisalQuery(reader, asked, year).execute()
  return new Map(rows.map(({ org, ...counts }) => [org, { year, ...counts }]))
}

/** What is known of one member's year, as one number: a question within a question gives one value. */
export const appraisalBits = { assessed: 1, excellent: 2, failed: 4, registered: 8, answered: 16 } as const

/** By the day, for queries over `membership`. */
export function knownOfYear(asOf: IsoDay, year: number): RawBuilder<number> {
  const bits = appraisalBits
  const by = (column: 'assessed_on' | 'registered_on') => sql`coalesce(a.${sql.ref(column)}, '') <= ${asOf}`
  return sql<number>`coalesce((
    SELECT ${sql.lit(bits.assessed)} * max(a.result IS NOT NULL AND ${by('assessed_on')})
      + ${sql.lit(bits.excellent)} * max(coalesce(a.result, '') = 'excellent' AND ${by('assessed_on')})
      + ${sql.lit(bits.failed)} * max(coalesce(a.result, '') = 'failed' AND ${by('assessed_on')})
      + ${sql.lit(bits.registered)} * max(coalesce(a.registered, '') = 'registered' AND ${by('registered_on')})
      + ${sql.lit(bits.answered)} * max(a.registered IS NOT NULL AND ${by('registered_on')})
    FROM appraisal a WHERE a.person = membership.person AND a.year = ${year}
  ), 0)`
}

export function appraisalQuery(reader: Reader, asked: AskedOrgs, year: number) {
  const end = yearEnd(year)
  const members = fromAsked(reader, asked)
    .crossJoin('membership')
    .leftJoin('standing', join =>
      join.onRef('standing.person', '=', 'membership.person').on(holdsOn('standing', end)),
    )
    .whereRef('membership.org', '=', 'asked.org')
    .where(holdsOn('membership', end))
    .where(isMember)
    .where(countsToSize)
    .select([
      'asked.org',
      sql<number>`${isAmongPartyMembers}`.as('party'),
      knownOfYear(asked.asOf, year).as('known'),
    ])
    .limit(sql<number>`-1`)
  return reader
    .selectFrom(members.as('m'))
    .groupBy('m.org')
    .select(eb => [
      'm.org',
      eb.fn.countAll<number>().filterWhere(sql<boolean>`NOT party`).as('eligible'),
      eb.fn.countAll<number>().filterWhere(sql<boolean>`NOT party AND known & 1`).as('assessed'),
      eb.fn.countAll<number>().filterWhere(sql<boolean>`NOT party AND known & 2`).as('excellent'),
      eb.fn.countAll<number>().filterWhere(sql<boolean>`NOT known & 4`).as('registrable'),
      eb.fn.countAll<number>().filterWhere(sql<boolean>`NOT known & 4 AND known & 8`).as('registered'),
      eb.fn.countAll<number>().filterWhere(sql<boolean>`known & 16`).as('answered'),
    ])
}
