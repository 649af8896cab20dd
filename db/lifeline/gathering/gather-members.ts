import { sql } from 'kysely'
import { holdsOn } from '#db/registry/subtree.ts'
import { addDays, addMonths, firstOfMonth, type IsoDay, isDay } from '#db/shared/day.ts'
import { inOrder } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { AgedMember, FeeFacts, Kept, MemberFacts, NumberFacts } from '../facts.ts'
import { leavingDay } from '../leaving-age.ts'
import type { Pack } from '../packs/pack.ts'
import { type AskedOrgs, askedOrgs, fromAsked } from './asked-orgs.ts'
import { feeFreeNow, settledMonth, unpaidMonths } from './fees-in-sql.ts'
import {
  countsToSize,
  isAgedOn,
  isMember,
  isNumbered,
  isOldEnough,
  isPartyMember,
  needsNumber,
} from './member-conditions.ts'

/** What is counted of the members of one organization in one reading of them. */
export type Roll = {
  readonly members: MemberFacts
  readonly fees: FeeFacts
  readonly numbers: NumberFacts
}

export const emptyRoll: Roll = {
  members: { held: 0, counted: 0, aged: [], turning: [] },
  fees: { known: 0, liable: 0, behind: 0, drifting: 0, longest: 0, next: { liable: 0, behind: 0 } },
  numbers: { required: 0, valid: 0 },
}

/** How many members each organization of the scope has, who should have left, what they owe, and who has no number. */
export async function gatherMembers(
  reader: Reader,
  asked: AskedOrgs,
  pack: Pack,
  kept: Kept,
): Promise<ReadonlyMap<string, Roll>> {
  const counts = await rollQuery(reader, asked, pack, kept).execute()
  const late = counts.flatMap(({ org, late }) => (late > 0 ? [org] : []))
  const aged = late.length === 0 ? [] : await agedMemberQuery(reader, askedOrgs(late, asked.asOf)).execute()
  const agedOf = Map.groupBy(aged, row => row.org)
  const next = await nextMonth(reader, asked, counts, pack, kept)
  return new Map(
    counts.map(({ org, held, counted, known, liable, behind, drifting, longest, required, valid }) => [
      org,
      {
        members: { held, counted, ...agedMembers(agedOf.get(org) ?? [], asked.asOf) },
        fees: {
          known,
          liable,
          behind,
          drifting,
          longest: longest ?? 0,
          next: next.get(org) ?? { liable, behind },
        },
        numbers: { required, valid },
      },
    ]),
  )
}

/**
 * One pass over the members, in three steps: what is read of each, what follows from it, and the counts. A limit keeps
 * SQLite from joining the steps and working the same out anew for every count; a CASE keeps it from working out what
 * few are asked.
 */
export function rollQuery(reader: Reader, asked: AskedOrgs, pack: Pack, kept: Kept) {
  const { asOf } = asked
  const everybody = sql<number>`-1`
  const members = fromAsked(reader, asked)
    .crossJoin('membership')
    .leftJoin('person', 'person.id', 'membership.person')
    .leftJoin('standing', join =>
      join.onRef('standing.person', '=', 'membership.person').on(holdsOn('standing', asOf)),
    )
    .whereRef('membership.org', '=', 'asked.org')
    .where(holdsOn('membership', asOf))
    .where(isMember)
    .select([
      'asked.org',
      sql<number>`CASE WHEN ${isOldEnough(asOf)} THEN ${isAgedOn(asOf)} END`.as('late'),
      countsToSize.as('counts'),
      sql<number>`(standing.status IS NULL OR standing.status = 'normal')`.as('normal'),
      sql<number>`CASE WHEN ${needsNumber} THEN ${isNumbered} END`.as('numbered'),
      sql<number>`${isPartyMember}`.as('party'),
      sql<string | null>`person.joined`.as('joined'),
      settledMonth(asOf, kept).as('settled'),
    ])
    .limit(everybody)
  const owing = reader
    .selectFrom(members.as('read'))
    .select([
      'org',
      'late',
      'counts',
      'normal',
      'numbered',
      'settled',
      sql<number | null>`CASE WHEN counts AND NOT party AND NOT ${feeFreeNow(asOf, kept)}
        THEN ${unpaidMonths(asOf, kept)} END`.as('unpaid'),
    ])
    .limit(everybody)
  const { W14, W15 } = pack.thresholds
  return reader
    .selectFrom(owing.as('m'))
    .groupBy('m.org')
    .select(eb => [
      'm.org',
      eb.fn.countAll<number>().as('held'),
      eb.fn.countAll<number>().filterWhere(sql<boolean>`late`).as('late'),
      eb.fn.countAll<number>().filterWhere(sql<boolean>`counts`).as('counted'),
      eb.fn.countAll<number>().filterWhere(sql<boolean>`counts AND numbered IS NOT NULL`).as('required'),
      eb.fn.countAll<number>().filterWhere(sql<boolean>`counts AND numbered`).as('valid'),
      eb.fn.countAll<number>().filterWhere(sql<boolean>`counts AND settled IS NOT NULL`).as('known'),
      eb.fn.count<number>('unpaid').as('liable'),
      eb.fn.countAll<number>().filterWhere(sql<boolean>`unpaid >= ${W14.months}`).as('behind'),
      eb.fn.countAll<number>().filterWhere(sql<boolean>`normal AND unpaid >= ${W15.months}`).as('drifting'),
      eb.fn.max<number | null>('unpaid').as('longest'),
    ])
}

type Counted = { readonly org: string; readonly behind: number }

/** What will be owed once the month that runs is over, of organizations in which somebody is behind already. */
async function nextMonth(
  reader: Reader,
  { asOf }: AskedOrgs,
  counts: readonly Counted[],
  pack: Pack,
  kept: Kept,
): Promise<ReadonlyMap<string, FeeFacts['next']>> {
  const behind = counts.flatMap(one => (one.behind > 0 ? [one.org] : []))
  if (behind.length === 0) return new Map()
  const then = askedOrgs(behind, addMonths(firstOfMonth(asOf), 1))
  const rows = await rollQuery(reader, then, pack, kept).execute()
  return new Map(rows.map(row => [row.org, { liable: row.liable, behind: row.behind }]))
}

/** How far ahead is looked for who turns 28. */
const daysAhead = 365

/** Who has turned 28 in these organizations, or will within a year: only of those that have any, for most have none. */
export function agedMemberQuery(reader: Reader, asked: AskedOrgs) {
  const { asOf } = asked
  return fromAsked(reader, asked)
    .crossJoin('membership')
    .innerJoin('person', 'person.id', 'membership.person')
    .leftJoin('standing', join =>
      join.onRef('standing.person', '=', 'membership.person').on(holdsOn('standing', asOf)),
    )
    .whereRef('membership.org', '=', 'asked.org')
    .where(holdsOn('membership', asOf))
    .where(isAgedOn(asOf, addDays(asOf, daysAhead)))
    .select(['asked.org', 'person.id', 'person.name', 'person.birth'])
}

type AgedRow = { readonly id: string; readonly name: string; readonly birth: string | null }

/** In order here, not in the query: sorting a few people a branch is quicker than sorting a whole district's. */
function agedMembers(rows: readonly AgedRow[], asOf: IsoDay): Pick<MemberFacts, 'aged' | 'turning'> {
  const all = rows
    .flatMap(({ id, name, birth }): readonly AgedMember[] =>
      birth !== null && isDay(birth) ? [{ person: id, name, leaves: leavingDay(birth) }] : [],
    )
    .toSorted((a, b) => inOrder(a.leaves, b.leaves) || inOrder(a.person, b.person))
  return {
    aged: all.filter(({ leaves }) => leaves <= asOf),
    turning: all.flatMap(({ leaves }) => (leaves > asOf ? [leaves] : [])),
  }
}
