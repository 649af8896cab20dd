import { sql } from 'kysely'
import type { Question } from '#db/records/ledger/question.ts'
import { holdsOn } from '#db/registry/subtree.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { counted, questionParts, roundedIfKnown } from './ask.ts'

/** Of which organizations, each with all below it, of which year, and up to which day. */
export type AskingUnits = {
  readonly units: readonly string[]
  readonly year: number
  readonly today: IsoDay
  /** Only what is of this day or before; the whole year if not given. */
  readonly through?: IsoDay | undefined
}

/**
 * What a figure comes to for one of several organizations, and of how many records: 0 of none, and null where there are records
 * and none of them says the number that is summed up.
 */
export type OfUnit = { readonly value: number | null; readonly records: number }

/** A figure of each of several organizations, by one question for all of them. */
export async function answersOfUnits(
  reader: Reader,
  question: Question,
  { units, year, today, through }: AskingUnits,
): Promise<ReadonlyMap<string, OfUnit>> {
  if (units.length === 0) return new Map()
  const { kind, from, conditions, asOf } = questionParts(question, { year, today, through })
  const place = kind.name === 'org' ? sql`r.id` : sql`r.org`
  const answers = sql<{ unit: string; value: number | null; records: number }>`(
    WITH RECURSIVE unit (org, of) AS (
      SELECT value, value FROM json_each(${JSON.stringify(units)})
      UNION
      SELECT p.org, unit.of FROM unit CROSS JOIN placement p ON p.parent = unit.org
      WHERE ${holdsOn('p', asOf, 'starts')}
    )
    SELECT unit.of AS unit, ${counted(kind, question.measure, asOf)} AS value, count(*) AS records
    FROM ${from} CROSS JOIN unit ON unit.org = ${place}
    WHERE ${sql.join(conditions, sql` AND `)} GROUP BY unit.of
  )`
  const rows = await reader
    .selectFrom(answers.as('answers'))
    .select(['answers.unit', 'answers.value', 'answers.records'])
    .execute()
  const found = new Map(
    rows.map(({ unit, value, records }) => [unit, { value: roundedIfKnown(value), records }]),
  )
  return new Map(units.map(unit => [unit, found.get(unit) ?? { value: 0, records: 0 }]))
}
