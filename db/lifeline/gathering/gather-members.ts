import { sql } from 'kysely'
import { holdsOn } from '#db/registry/subtree.ts'
import { isDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { AgedMember, FeeFacts, Kept, MemberFacts, NumberFacts } from '../facts.ts'
import { inOrder } from '../in-order.ts'
import { leavingDay } from '../leaving-age.ts'
import type { Pack } from '../packs/pack.ts'
import { type AskedOrgs, askedOrgs, fromAsked } from './asked-orgs.ts'
import { feeFreeNow, settledMonth, unpaidMonths } from './fees-in-sql.ts'
import {
  countsToSize,
  isAgedOn,
  isMember,
  isNumbered,
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
  members: { held: 0, counted: 0, aged: [] },
  fees: { liable: 0, behind: 0, drifting: 0, longest: 0 },
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
  return new Map(
    counts.map(({ org, held, counted, liable, behind, drifting, longest, required, valid }) => [
      org,
      {
        members: { held, counted, aged: agedMembers(agedOf.get(org) ?? []) },
        fees: { liable, behind, drifting, longest: longest ?? 0 },
        numbers: { required, valid },
      },
    ]),
  )
}

/**
 * One pass over the members: what is asked of each is worked out once, in a row of its own (the limit keeps SQLite from
 * working it out anew for every count), then counted by organization.
 */
export function rollQuery(reader: Reader, asked: AskedOrgs, pack: Pack, kept: Kept) {
  const { asOf } = asked
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
      sql<number>`(${isAgedOn(asOf)})`.as('late'),
      countsToSize.as('counts'),
      sql<number>`coalesce(standing.status, 'normal') = 'normal'`.as('normal'),
      sql<number>`(${needsNumber})`.as('needs_number'),
      sql<number>`(${isNumbered})`.as('numbered'),
      sql<number>`(${countsToSize} AND NOT ${isPartyMember})`.as('pays'),
      sql<string | null>`person.joined`.as('joined'),
      settledMonth(asOf, kept).as('settled'),
    ])
    .limit(sql<number>`-1`)
  const { W14, W15 } = pack.thresholds
  const behind = unpaidMonths(asOf, kept)
  const pays = sql<boolean>`pays AND NOT ${feeFreeNow(asOf, kept)}`
  return reader
    .selectFrom(members.as('m'))
    .groupBy('m.org')
    .select(eb => [
      'm.org',
      eb.fn.countAll<number>().as('held'),
      eb.fn.countAll<number>().filterWhere(sql<boolean>`late`).as('late'),
      eb.fn.countAll<number>().filterWhere(sql<boolean>`counts`).as('counted'),
      eb.fn.countAll<number>().filterWhere(sql<boolean>`counts AND needs_number`).as('required'),
      eb.fn.countAll<number>().filterWhere(sql<boolean>`counts AND needs_number AND numbered`).as('valid'),
      eb.fn.countAll<number>().filterWhere(pays).as('liable'),
      eb.fn.countAll<number>().filterWhere(sql<boolean>`${pays} AND ${behind} >= ${W14.months}`).as('behind'),
      eb.fn
        .countAll<number>()
        .filterWhere(sql<boolean>`${pays} AND normal AND ${behind} >= ${W15.months}`)
        .as('drifting'),
      sql<number | null>`max(CASE WHEN ${pays} THEN ${behind} END)`.as('longest'),
    ])
}

/** Who has turned 28 in these organizations: only of those that have any, for most have none. */
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
    .where(isAgedOn(asOf))
    .select(['asked.org', 'person.id', 'person.name', 'person.birth'])
}

type AgedRow = { readonly id: string; readonly name: string; readonly birth: string | null }

/** In order here, not in the query: sorting a few people a branch is quicker than sorting a whole district's. */
function agedMembers(rows: readonly AgedRow[]): readonly AgedMember[] {
  return rows
    .flatMap(({ id, name, birth }) =>
      birth !== null && isDay(birth) ? [{ person: id, name, leaves: leavingDay(birth) }] : [],
    )
    .toSorted((a, b) => inOrder(a.leaves, b.leaves) || inOrder(a.person, b.person))
}
