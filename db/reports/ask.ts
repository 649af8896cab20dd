import { type RawBuilder, sql } from 'kysely'
import { kindOf } from '#db/records/kinds.ts'
import { type Condition, type Question, standsBetween } from '#db/records/ledger/question.ts'
import type { AnyKind } from '#db/records/record.ts'
import { existing } from '#db/registry/stats.ts'
import { holdsOn, withSubtree } from '#db/registry/subtree.ts'
import { type IsoDay, isDay } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Reader } from '#db/sqlite/tables.ts'

/** Of which organization and all below it, of which year, and on which day that is asked. */
export type Asking = {
  readonly root: string
  readonly year: number
  readonly today: IsoDay
  /** Of so many months of the year alone, both counted. */
  readonly months?: readonly [from: number, to: number] | undefined
}

/**
 * A figure of a year, by one query over an index; a number that is no whole one has at most four decimals. Null where there are
 * records of what is asked for and none of them says the number that is summed up: how many came is not known, and not 0.
 */
export async function answerOf(reader: Reader, question: Question, asking: Asking): Promise<number | null> {
  const { kind, from, where, asOf } = parts(reader, question, asking)
  const value = counted(kind, question.measure, asOf)
  const counting = sql<{ value: number | null }>`(SELECT ${value} AS value FROM ${from} WHERE ${where})`
  const answer = await treeOf(reader, asking.root, asOf)
    .selectFrom(counting.as('figure'))
    .select('figure.value')
    .executeTakeFirstOrThrow()
  return roundedIfKnown(answer.value)
}

/**
 * Figures of the year before. Where neither work nor a meeting of that year was written down here, a 0 of what has a day
 * says nothing: null, and not as if there had been none.
 */
export function yearBefore(
  reader: Reader,
  asking: Asking,
  /** How figures of that year are asked for; each by itself unless said. */
  askOf: (before: Asking) => (question: Question) => Promise<number | null> = before => question =>
    answerOf(reader, question, before),
): (question: Question) => Promise<number | null> {
  const before = { ...asking, year: asking.year - 1 }
  const ask = askOf(before)
  const isAny = async (of: 'work' | 'meeting') =>
    (await answerOf(
      reader,
      { of, where: [], when: { in: 'held_on', years: 0 }, measure: 'count' },
      before,
    )) !== 0
  let isRecorded: Promise<boolean> | undefined
  return async question => {
    const value = await ask(question)
    if (value !== 0 || typeof question.when === 'string') return value
    isRecorded ??= isAny('work').then(isWork => isWork || isAny('meeting'))
    return (await isRecorded) ? 0 : null
  }
}

/** What a question counts of the rows that it finds; null of a sum that none of them says anything of. */
export function counted(
  kind: AnyKind,
  measure: Question['measure'],
  asOf: IsoDay,
): RawBuilder<number | null> {
  if (measure === 'count') return sql<number>`count(*)`
  if ('sum' in measure) {
    const sum = sql<number>`coalesce(sum(${addend(kind, measure.sum, measure.blank)}), 0)`
    if (measure.blank !== 0) return sum
    const said = sql`count(${saidOf(kind, measure.sum)})`
    return sql<number | null>`CASE WHEN count(*) > 0 AND ${said} = 0 THEN NULL ELSE ${sum} END`
  }
  return 'differentValues' in measure
    ? sql<number>`count(DISTINCT ${column(kind, measure.differentValues)})`
    : sql<number>`count(DISTINCT ${placed(kind, measure.differentPlaces, asOf)})`
}

/** What is blank in a record that does not say the number of this field. Who gave so many books and wrote nothing of pencils gave none. */
export function saidOf(kind: AnyKind, field: string): RawBuilder<unknown> {
  const value = column(kind, field)
  if (!field.startsWith('own:')) return value
  return sql`coalesce(${value}, (SELECT 0 FROM json_each(r.own) e WHERE e.value GLOB '[0-9]*' LIMIT 1))`
}

export function treeOf(reader: Reader, root: string, asOf: IsoDay) {
  return withSubtree(reader, { root, asOf })
}

/** The day on which a year is looked at: its last one, or today where that has not come. */
export function dayOfYear(year: number, today: IsoDay): IsoDay {
  const last = `${String(year).padStart(4, '0')}-12-31`
  invariant(isDay(last), 'a year of the calendar ends')
  return last < today ? last : today
}

/** The last day of such months of a year, or today where that has not come. */
function endOfMonths(year: number, [, to]: readonly [number, number], today: IsoDay): IsoDay {
  const last = new Date(Date.UTC(year, to, 0)).toISOString().slice(0, 10)
  invariant(isDay(last), 'a month of the calendar ends')
  return last < today ? last : today
}

/** 2018-03; the month after December is the year after. */
function monthText(year: number, month: number): string {
  return month > 12 ? String(year + 1) : `${year}-${String(month).padStart(2, '0')}`
}

export function parts(reader: Reader, question: Question, { root, year, today, months }: Asking) {
  const { kind, from, conditions, asOf } = questionParts(question, { year, today, months })
  // Of work there is an index over type and day, which leaves few records; the + keeps SQLite from going through the
  // records of each organization of a whole district instead.
  const place = kind.name === 'org' ? sql`r.id` : kind.name === 'work' ? sql`+r.org` : sql`r.org`
  const inTree = sql`${place} IN (SELECT org FROM subtree)`
  const begun =
    kind.name === 'org' && question.when === 'holds'
      ? [sql`r.id IN ${existing(reader, { root, asOf }).select('org.id')}`]
      : []
  return { kind, asOf, from, where: sql`${sql.join([...conditions, ...begun, inTree], sql` AND `)}` }
}

/** The rows that a question is about, wherever they lie. */
export function questionParts(
  question: Question,
  {
    year,
    today,
    months,
    through,
  }: Pick<Asking, 'year' | 'today' | 'months'> & { readonly through?: IsoDay | undefined },
) {
  const kind = kindOf(question.of)
  invariant(kind, 'questions are asked of kinds that there are')
  const last = months === undefined ? dayOfYear(year, today) : endOfMonths(year, months, today)
  const asOf = through !== undefined && through < last ? through : last
  const { when } = question
  const time =
    when === 'holds'
      ? kind.name === 'org'
        ? sql`(r.closed IS NULL OR r.closed > ${asOf})`
        : sql`${holdsOn('r', asOf)}`
      : when === 'standing'
        ? standing(kind, asOf)
        : when === 'begun'
          ? sql`(${column(kind, 'since')} IS NULL OR ${column(kind, 'since')} <= ${asOf})`
          : within(kind, when, year, through, months)
  const conditions = [time, ...question.where.map(condition => conditionOn(kind, condition))]
  const from =
    kind.name === 'person'
      ? sql`(SELECT p.*, m.org, p.id AS person FROM membership m JOIN person p ON p.id = m.person WHERE ${holdsOn('m', asOf)}) r`
      : sql`${sql.table(kind.name)} r`
  return { kind, asOf, from, conditions }
}

function within(
  kind: AnyKind,
  { in: field, years }: { readonly in: string; readonly years: number },
  year: number,
  through: IsoDay | undefined,
  months: Asking['months'],
): RawBuilder<unknown> {
  const day = column(kind, field)
  const [first, next] =
    months === undefined
      ? [String(year + years), String(year + years + 1)]
      : [monthText(year + years, months[0]), monthText(year + years, months[1] + 1)]
  const inYear = sql`${day} >= ${first} AND ${day} < ${next}`
  return through === undefined ? inYear : sql`${inYear} AND ${day} <= ${through}`
}

/** What had begun by the day and was not over: of work, by its two days. */
function standing(kind: AnyKind, asOf: IsoDay): RawBuilder<unknown> {
  const [from, until] = standsBetween[kind.name] ?? []
  if (from !== undefined && until !== undefined) {
    const [begun, over] = [sql.ref(`r.${from}`), sql.ref(`r.${until}`)]
    return sql`(${begun} IS NULL OR ${begun} <= ${asOf}) AND (${over} IS NULL OR ${over} > ${asOf})`
  }
  refuse(
    'question-unreadable',
    `“${kind.words.zh}”没有起止日期，不能按“年底仍在”统计。请改正这个指标的口径。`,
    `A ${kind.words.en} has no days between which it stands, so it cannot be asked for by the end of the year. Correct the question of this figure.`,
    { kind: kind.name },
  )
}

function conditionOn(kind: AnyKind, condition: Condition): RawBuilder<unknown> {
  const value = column(kind, condition.field)
  if ('is' in condition) return sql`${value} IN (${sql.join(condition.is)})`
  return sql`(${sql.join(
    condition.has.map(part => sql`instr(${value}, ${part}) > 0`),
    sql` OR `,
  )})`
}

/** A field by its name in the definition, or a field of the record's type of work. */
export function column(kind: AnyKind, field: string): RawBuilder<unknown> {
  if (field.startsWith('own:') && 'own' in kind.fields)
    return sql`json_extract(r.own, ${`$.${JSON.stringify(field.slice(4))}`})`
  const known = kind.fields[field]
  if (known !== undefined && known.mask === undefined && '' in known.columns) return sql.ref(`r.${field}`)
  refuse(
    'question-unreadable',
    `口径里的“${field}”不是“${kind.words.zh}”的项目。请改正这个指标的口径。`,
    `The question asks for "${field}", which is no field of a ${kind.words.en}. Correct the question of this figure.`,
    { field, kind: kind.name },
  )
}

/** What a record adds to a sum: hours and yuan are kept in parts of one. */
export function addend(kind: AnyKind, field: string, blank: number): RawBuilder<number> {
  const value = column(kind, field)
  if (field.startsWith('own:')) return sql<number>`coalesce(CAST(${value} AS REAL), ${blank})`
  const type = kind.fields[field]?.type
  const scale = type === 'hours' ? 10 : type === 'money' ? 100 : 1
  return scale === 1
    ? sql<number>`coalesce(${value}, ${blank})`
    : sql<number>`coalesce(${value}, ${blank}) / ${sql.lit(scale)}.0`
}

type Place = 'org' | 'street' | 'community'
/** The organization itself, or the street or community in which it lies by the tree of the day. */
export function placed(kind: AnyKind, place: Place, asOf: IsoDay): RawBuilder<unknown> {
  const org = kind.name === 'org' ? sql`r.id` : sql`r.org`
  if (place === 'org') return org
  return sql`(
    WITH RECURSIVE above (id, height) AS (
      SELECT ${org}, 0 UNION
      SELECT p.parent, height + 1 FROM above JOIN placement p ON p.org = above.id AND ${holdsOn('p', asOf, 'starts')}
      WHERE p.parent IS NOT NULL AND height < 20
    )
    SELECT o.id FROM above JOIN org o ON o.id = above.id WHERE o.tier = ${place} ORDER BY above.height DESC LIMIT 1
  )`
}

/** As `rounded`, of a figure that may not be known. */
export function roundedIfKnown(value: number | null): number | null {
  return value === null ? null : rounded(value)
}

/** At most four decimals. */
export function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
