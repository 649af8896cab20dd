import { type RawBuilder, sql } from 'kysely'
import { owedMeetings } from '#db/records/meeting.ts'
import { paidMonths } from '#db/records/members/fee.ts'
import { type IsoDay, isDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { type Kept, type RequiredField, requiredFields } from '../facts.ts'
import { defaultPack, type Pack } from '../packs/pack.ts'
import { gatherShares } from './gather-shares.ts'

/** What is kept in this registry at all by the day, looked up at the ends of indexes; and of that, how widely. */
export async function gatherKept(
  reader: Reader,
  asOf: IsoDay,
  pack: Pick<Pack, 'thresholds'> = defaultPack,
): Promise<Kept> {
  const year = Number(asOf.slice(0, 4))
  const row = await reader
    .selectNoFrom(eb => [
      eb
        .selectFrom('meeting')
        .where('held_on', '<=', asOf)
        .select(e => e.fn.min('held_on').as('day'))
        .as('meetings'),
      firstOf(owedMeetings.assembly, asOf).as('assemblies'),
      firstOf(owedMeetings.committee, asOf).as('committees'),
      firstOf(owedMeetings.lesson, asOf).as('lessons'),
      eb
        .selectFrom('fee')
        .where('year', '<=', year)
        .select(e => e.fn.min('year').as('year'))
        .as('fees'),
      eb
        .selectFrom('person')
        .where('fees_paid_to', 'is not', null)
        .select(e => e.fn.min('fees_paid_to').as('month'))
        .as('paid_to'),
      firstYear('result').as('appraisals'),
      firstYear('registered').as('registrations'),
      eb
        .selectFrom('rating')
        .where(isRated)
        .select(e => e.fn.min('year').as('year'))
        .as('ratings'),
      has('person', sql`member_no`).as('numbers'),
      has('org', sql`short_name`).as('short_name'),
      has('org', sql`industry`).as('industry'),
      has('org', sql`phone`).as('phone'),
      has('org', sql`credit_code`).as('credit_code'),
    ])
    .executeTakeFirstOrThrow()
  const asked: Readonly<Partial<Record<RequiredField, number>>> = row
  const kept = {
    meetings: dayIn(row.meetings),
    assemblies: dayIn(row.assemblies),
    committees: dayIn(row.committees),
    lessons: dayIn(row.lessons),
    fees: earlier(await firstPaidMonth(reader, row.fees), row.paid_to === null ? null : `${row.paid_to}-01`),
    appraisals: row.appraisals,
    registrations: row.registrations,
    ratings: row.ratings,
    rated: row.ratings === null ? { of: 0, years: [] } : await gatherRated(reader, asOf),
    numbers: row.numbers === 1,
    fields: requiredFields.filter(field => asked[field] !== 0),
  }
  return { ...kept, shares: await gatherShares(reader, asOf, kept, pack) }
}

/** A rating says something once the office above has given points or stars, or vetoed. */
export const isRated: RawBuilder<boolean> = sql<boolean>`(
  rating.score IS NOT NULL OR rating.star IS NOT NULL OR rating.veto IS NOT NULL)`

/** How far the ratings of each year have come; asked where there are any. */
async function gatherRated(reader: Reader, asOf: IsoDay): Promise<Kept['rated']> {
  const { of } = await reader
    .selectFrom('org')
    .where('kind', 'in', ['branch', 'general-branch'])
    .where(eb => eb.or([eb('founded', 'is', null), eb('founded', '<=', asOf)]))
    .where(eb => eb.or([eb('closed', 'is', null), eb('closed', '>', asOf)]))
    .select(eb => eb.fn.countAll<number>().as('of'))
    .executeTakeFirstOrThrow()
  const years = await reader
    .selectFrom('rating')
    .where(isRated)
    .groupBy('year')
    .orderBy('year')
    .select(eb => ['year', eb.fn.count<number>('org').distinct().as('results')])
    .execute()
  return { of, years }
}

function firstOf(type: string, asOf: IsoDay): RawBuilder<string | null> {
  return sql<string | null>`(SELECT min(held_on) FROM meeting WHERE type = ${type} AND held_on <= ${asOf})`
}

function firstYear(column: 'result' | 'registered'): RawBuilder<number | null> {
  return sql<
    number | null
  >`(SELECT year FROM appraisal WHERE ${sql.ref(column)} IS NOT NULL ORDER BY year LIMIT 1)`
}

function has(table: 'person' | 'org', column: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`EXISTS (SELECT 1 FROM ${sql.table(table)} WHERE ${column} IS NOT NULL)`
}

/** The first month of that year that anybody paid for; its January where nobody did. */
async function firstPaidMonth(reader: Reader, year: number | null): Promise<string | null> {
  if (year === null) return null
  const paid = paidMonths.map(
    (column, at) =>
      sql`WHEN EXISTS (SELECT 1 FROM fee WHERE year = ${year} AND ${sql.ref(column)} > 0) THEN ${at + 1}`,
  )
  const month = sql<number>`(CASE ${sql.join(paid, sql` `)} ELSE 1 END)`
  const { first } = await reader.selectNoFrom(month.as('first')).executeTakeFirstOrThrow()
  return `${year}-${String(first).padStart(2, '0')}-01`
}

function earlier(a: string | null, b: string | null): IsoDay | null {
  return dayIn([a, b].filter(day => day !== null).toSorted()[0] ?? null)
}

function dayIn(text: string | null): IsoDay | null {
  return text !== null && isDay(text) ? text : null
}
