import { type RawBuilder, sql } from 'kysely'
import { inParts } from '#db/shared/slices.ts'

/** How many rows are read at a time: memory does not grow with the roster. */
const pageSize = 1000

/**
 * Pages of rows in the order of their numbers. Which rows a roster is written of is decided once; a page then
 * looks its rows up by number, so each of them is read once however long the roster is.
 */
export async function* inPages<Row extends { readonly no: number }>(
  numbers: readonly { readonly no: number }[],
  read: (among: RawBuilder<number>) => Promise<readonly Row[]>,
): AsyncGenerator<Row[]> {
  for (const page of inParts(numbers, pageSize)) {
    const wanted = page.map(({ no }) => no)
    const rows = await read(sql<number>`(select value from json_each(${JSON.stringify(wanted)}))`)
    const byNumber = new Map(rows.map(row => [row.no, row]))
    yield wanted.flatMap(no => byNumber.get(no) ?? [])
  }
}
