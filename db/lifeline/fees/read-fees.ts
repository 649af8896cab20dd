import { type RawBuilder, sql } from 'kysely'
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
const longEnough: Readonly<Record<List, number>> = { all: 0, 'arrears-3': 3, 'arrears-6': 6, free: 0 }

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
      'org.code as orgCode',
      'org.name as orgName',
      'org.short_name as orgShort',
      sql<string | null>`person.joined`.as('joined'),
      settledMonth(next, kept).as('settled'),
      yearly<number>(month, sql.ref('fee.due')).as('due'),
      yearly<number>(month, sql.ref(paidColumn)).as('paid'),
      yearly<string>(month, freeIn(month)).as('free'),
      sql<string | null>`(
        SELECT json_array(o.id, o.code, o.name, o.short_name) FROM membership m JOIN org o ON o.id = m.org
        WHERE m.person = person.id AND ${holdsOn('m', today)} LIMIT 1
      )`.as('now'),
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
      org: { id: row.orgId, code: row.orgCode, name: row.orgName, shortName: row.orgShort },
      now: placeIn(row.now),
      due: standing === 'own-will' || standing === 'free' ? 0 : (row.due ?? bandOf(bands, row)),
      paid,
      standing,
      free: row.free,
      unpaidMonths: months,
      unpaidSince: months === 0 ? null : addMonths(next, -months).slice(0, 7),
    }
  })
}

/** Of a year's records of one person (two PCs may have made one each) what either says. */
function yearly<T extends string | number>(month: IsoDay, value: RawBuilder<unknown>) {
  return sql<T | null>`(
    SELECT max(${value}) FROM fee WHERE fee.person = person.id AND fee.year = ${Number(month.slice(0, 4))}
  )`
}

function freeIn(month: IsoDay) {
  const text = month.slice(0, 7)
  return sql`CASE WHEN free IS NOT NULL AND coalesce(free_from, '') <= ${text} AND coalesce(free_to, '9999') >= ${text}
    THEN free END`
}

function placeIn(json: string | null): FeeMember['now'] {
  if (json === null) return null
  const list: unknown = JSON.parse(json)
  if (!Array.isArray(list)) return null
  const [id, code, name, shortName] = list.map((one: unknown) => (typeof one === 'string' ? one : null))
  return id == null || name == null ? null : { id, code: code ?? null, name, shortName: shortName ?? null }
}

/** Those of a list; who owes longest comes first. */
export function feeList(members: readonly FeeMember[], list: List): readonly FeeMember[] {
  if (list === 'all') return members
  if (list === 'free') return members.filter(({ standing }) => standing === 'free' || standing === 'own-will')
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

/** How many there are, how many were to pay, paid and did not, and how much came in. */
export function countedOf(members: readonly FeeMember[]): Omit<FeeBranch, 'org'> {
  const count = (standing: FeeMember['standing']) => members.filter(one => one.standing === standing).length
  const [paid, unpaid] = [count('paid'), count('unpaid')]
  return {
    members: members.length,
    liable: paid + unpaid,
    paid,
    unpaid,
    amount: members.reduce((sum, one) => sum + one.paid, 0),
  }
}
