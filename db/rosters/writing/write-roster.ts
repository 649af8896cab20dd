import type { IsoDay } from '#db/shared/day.ts'
import { columnLetters } from '#db/sheets/cell.ts'
import { csvBytes } from '#db/sheets/csv/write-csv.ts'
import { type OutRow, workbookBytes } from '#db/sheets/write-workbook.ts'
import { writtenFields } from '../field.ts'
import type { RosterKind, Row } from '../roster-kind.ts'

/** A roster to write. `unit` and `day` become the line 填报单位, 填报日期 above the table. */
export type RosterToWrite<R extends Row> = {
  readonly kind: RosterKind<R>
  readonly format: 'xlsx' | 'csv'
  readonly unit?: string | undefined
  readonly day?: IsoDay | undefined
  readonly rows: AsyncIterable<R> | Iterable<R>
}

type Value = string | number | undefined

/**
 * The bytes of a roster, as they are made, with the headers of Guangdong's system. Read by readRoster they give the
 * same rows again.
 */
export function writeRoster<R extends Row>(roster: RosterToWrite<R>): AsyncGenerator<Buffer> {
  const form = roster.kind.form
  const headers = writtenFields(form).map(field => field.header)
  const heading = headingLines(form.title, roster.unit, roster.day)
  if (roster.format === 'csv') return csvBytes(csvRows(heading, headers, valueRows(roster)))
  const lastColumn = columnLetters(headers.length - 1)
  return workbookBytes({
    name: form.title,
    widths: headers.map(widthOf),
    frozenRows: heading.length + 1,
    merged: heading.map((_, index) => `A${index + 1}:${lastColumn}${index + 1}`),
    rows: sheetRows(heading, headers, valueRows(roster)),
  })
}

/** The format that a file name asks for; undefined for an ending that is not written. */
export function formatOf(fileName: string): 'xlsx' | 'csv' | undefined {
  const ending = /\.(xlsx|csv)$/i.exec(fileName)?.[1]?.toLowerCase()
  return ending === 'xlsx' || ending === 'csv' ? ending : undefined
}

/** The title, and the line from which a reader takes unit and day. */
export function headingLines(
  title: string,
  unit: string | undefined,
  day: IsoDay | undefined,
): readonly string[] {
  const parts = [
    ...(unit === undefined ? [] : [`填报单位:${unit}`]),
    ...(day === undefined ? [] : [`填报日期:${day}`]),
  ]
  return parts.length === 0 ? [title] : [title, parts.join('    ')]
}

/** Chinese characters are two wide. */
export function widthOf(header: string): number {
  if (/身份证|证件号|信用代码/.test(header)) return 22
  if (/全称|组织|支部|主题|单位/.test(header)) return 36
  return Math.max(10, header.length * 2 + 4)
}

async function* valueRows<R extends Row>(roster: RosterToWrite<R>): AsyncGenerator<readonly Value[]> {
  const { texts } = roster.kind
  const columns = writtenFields(roster.kind.form).map(({ field }) => texts[field])
  for await (const row of roster.rows) yield columns.map(text => text?.(row))
}

async function* csvRows(
  heading: readonly string[],
  headers: readonly string[],
  rows: AsyncIterable<readonly Value[]>,
): AsyncGenerator<readonly string[]> {
  for (const line of heading) yield [line]
  yield headers
  for await (const row of rows) yield row.map(value => String(value ?? ''))
}

async function* sheetRows(
  heading: readonly string[],
  headers: readonly string[],
  rows: AsyncIterable<readonly Value[]>,
): AsyncGenerator<OutRow> {
  yield* headingRows(heading)
  yield headers.map(value => ({ value, look: 'header' as const }))
  for await (const row of rows)
    yield row.map(value => ({
      value,
      look: typeof value === 'number' ? ('number' as const) : ('text' as const),
    }))
}

export function headingRows(heading: readonly string[]): readonly OutRow[] {
  return heading.map((value, index) => [{ value, look: index === 0 ? 'title' : 'unit' }])
}
