import { sql } from 'kysely'
import type { FeeBranch, FeeMember, feeLists } from '#contract/lifeline/fees.ts'
import { paidMonths } from '#db/records/members/fee.ts'
import { bandOf, type FeeBandSet, isPartyWord } from '#db/records/members/fee-bands.ts'
import { maskPhone } from '#db/records/types/phone.ts'
import { holdsOn, withSubtree } from '#db/registry/subtree.ts'
import { addDays, addMonths, type IsoDay } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { settledMonth, unpaidMonths } from '../gathering/fees-in-sql.ts'
import { gatherKept } from '../gathering/gather-kept.ts'
import { countsToSize, isMember } from '../gathering/member-conditions.ts'

type List = (typeof feeLists)[number]
export type FeesAsked = {
  readonly root: string
  /** The first day of the month. */
  readonly month: IsoDay
  readonly today: IsoDay
  readonly bands: FeeBandSet
}

/** How many months in a row make a list of arrears (W14, W15). */
const longEnough = { 'arrears-3': 3, 'arrears-6': 6 } as const

/** The standings of those who are in a list of a month. */
const standings: Readonly<
  Record<Exclude<List, 'all' | keyof typeof longEnough>, readonly FeeMember['standing'][]>
> = {
  liable: ['paid', 'unpaid'],
  paid: ['paid'],
  unpaid: ['unpaid'],
  free: ['free', 'own-will'],
}

/**
 * Everybody on the roll at the end of a month with what was due from him, what he paid, and for how many months he has
 * not; by branch and name. One question for all of them.
 */
export async function readFeeMembers(reader: Reader, asked: FeesAsked): Promise<FeeMember[]> {
  const { root, month, today, bands } = asked
  const next = addMonths(month, 1)
  const end = addDays(next, -1) < today ? addDays(next, -1) : today
  const paidColumn = paidMonths[Number(month.slice(5, 7)) - 1]
  invariant(paidColumn, 'a year has twelve months')
  const kept = await gatherKept(reader, next)
  const members = withSubtree(reader, { root, asOf: end })
    .selectFrom('subtree')
    .innerJoin('membership', 'membership.org', 'subtree.org')
    .innerJoin('person', 'person.id', 'membership.person')
    .innerJoin('org', 'org.id', 'membership.org')
    .leftJoin('standing', join =>
      join.onRef('standing.person', '=', 'membership.person').on(holdsOn('standing', end)),
    )
    .leftJoin(yearOf(month, paidColumn).as('year'), 'year.person', 'membership.person')
    .where(holdsOn('membership', end))
    .where(isMember)
    .where(countsToSize)
    .select([
      'person.id',
      'person.name',
      'person.pinyin',
      'person.political',
      'person.phone',
      'person.income',
      'person.occupation',
      'person.fees_paid_to',
      'org.id as orgId',
      'org.name as orgName',
      sql<string | null>`person.joined`.as('joined'),
      settledMonth(next, kept).as('settled'),
      'year.due',
      'year.paid',
      'year.free',
      // Most are today where they were then.
      sql<string | null>`CASE WHEN ${holdsOn('membership', today)} THEN membership.org ELSE (
        SELECT m.org FROM membership m WHERE m.person = person.id AND ${holdsOn('m', today)} LIMIT 1
      ) END`.as('now'),
    ])
    .limit(sql<number>`-1`)
  const rows = await reader
    .selectFrom(members.as('m'))
    .selectAll('m')
    .select(unpaidMonths(next, kept).as('months'))
    .orderBy('m.orgName')
    .orderBy('m.orgId')
    .orderBy('m.pinyin')
    .orderBy('m.id')
    .execute()
  const places = await placesOf(reader, rows)
  return rows.map((row): FeeMember => {
    const isParty = isPartyWord(row.political)
    const paid = row.paid ?? 0
    // A roster says up to which month fees are paid, not how much.
    const isPaid = paid > 0 || (row.fees_paid_to ?? '') >= month.slice(0, 7)
    const standing = isParty ? 'own-will' : row.free !== null ? 'free' : isPaid ? 'paid' : 'unpaid'
    const months = standing === 'paid' || standing === 'unpaid' ? row.months : 0
    return {
      id: row.id,
      name: row.name,
      political: row.political,
      phoneMasked: row.phone === null ? null : maskPhone(row.phone),
      org: places.get(row.orgId) ?? { id: row.orgId, code: null, name: row.orgName, shortName: null },
      now: row.now === null ? null : (places.get(row.now) ?? null),
      due: standing === 'own-will' || standing === 'free' ? 0 : (row.due ?? bandOf(bands, row)),
      paid: standing === 'paid' && paid === 0 ? null : paid,
      standing,
      free: row.free,
      unpaidMonths: months,
      unpaidSince: months === 0 ? null : addMonths(next, -months).slice(0, 7),
    }
  })
}

/** A year of each person: of several records (two PCs may have made one each) what either says. */
function yearOf(month: IsoDay, paidColumn: string) {
  const year = Number(month.slice(0, 4))
  return sql<{ person: string; due: number | null; paid: number | null; free: string | null }>`(
    SELECT person, max(due) AS due, max(${sql.ref(paidColumn)}) AS paid, max(${freeIn(month)}) AS free
    FROM fee WHERE year = ${year} GROUP BY person
  )`
}

function freeIn(month: IsoDay) {
  const text = month.slice(0, 7)
  return sql`CASE WHEN free IS NOT NULL AND coalesce(free_from, '') <= ${text} AND coalesce(free_to, '9999') >= ${text}
    THEN free END`
}

/** Every organization once, however many are in it. */
async function placesOf(
  reader: Reader,
  rows: readonly { readonly orgId: string; readonly now: string | null }[],
): Promise<ReadonlyMap<string, FeeMember['org']>> {
  const ids = JSON.stringify([...new Set(rows.flatMap(({ orgId, now }) => [orgId, now]))])
  const found = await reader
    .selectFrom('org')
    .where('id', 'in', sql<string>`(SELECT value FROM json_each(${ids}))`)
    .select(['id', 'code', 'name', 'short_name as shortName'])
    .execute()
  return new Map(found.map(org => [org.id, org]))
}

/** Those of a list; who owes longest comes first. */
export function feeList(members: readonly FeeMember[], list: List): readonly FeeMember[] {
  if (list === 'all') return members
  if (list !== 'arrears-3' && list !== 'arrears-6')
    return members.filter(({ standing }) => standings[list].includes(standing))
  return members
    .filter(({ unpaidMonths: months }) => months >= longEnough[list])
    .toSorted((a, b) => b.unpaidMonths - a.unpaidMonths)
}

/** The branches of these members, each with what it collected. */
export function feeBranches(members: readonly FeeMember[]): FeeBranch[] {
  return [...Map.groupBy(members, ({ org }) => org.id).values()].flatMap(list => {
    const [first] = list
    return first === undefined ? [] : [{ org: first.org, ...countedOf(list) }]
  })
}

/** How many there are, how many were to pay, paid and did not, how much came in, and of how many that is not known. */
export function countedOf(members: readonly FeeMember[]): Omit<FeeBranch, 'org'> {
  const count = (standing: FeeMember['standing']) => members.filter(one => one.standing === standing).length
  const [paid, unpaid] = [count('paid'), count('unpaid')]
  return {
    members: members.length,
    liable: paid + unpaid,
    paid,
    unpaid,
    amount: members.reduce((sum, one) => sum + (one.paid ?? 0), 0),
    untold: members.filter(one => one.paid === null).length,
  }
}
