import { plainMobile } from '#db/records/types/phone.ts'
import { bareText } from '#db/shared/tidy-text.ts'
import { type SheetRow, shownText } from '#db/sheets/cell.ts'
import type { RosterForm } from '../field.ts'
import type { Table } from './locate-table.ts'

/** So many people below each other never have one mobile number. */
const leastPeople = 3
/** Nobody has more rows. */
const mostWaiting = 100

/** People below each other who have the same number. */
type Run = {
  /** As it is written: a cell that is drawn down stays the same to the letter. */
  readonly text: string
  name: string
  people: number
  /** Those of whom it is not known yet whether they are enough. */
  readonly waiting: SheetRow[]
}

/**
 * The rows of a table of people; whose mobile number was copied down the column is added to `copied`, by the number of
 * his row. Somebody who has several rows has one number in all of them.
 */
export async function* notingCopiedPhones<F extends string>(
  batches: AsyncIterable<readonly SheetRow[]>,
  { fields }: RosterForm<F>,
  { match, beside }: Pick<Table<F>, 'match' | 'beside'>,
  copied: Set<number>,
): AsyncGenerator<readonly SheetRow[]> {
  const columns: Readonly<Record<string, { readonly index: number } | undefined>> = match.columns
  const [name, phone] = [columns['name'], columns['phone']]
  const isOfPeople = fields.some(({ field }) => field === 'idNumber')
  if (!isOfPeople || name === undefined || phone === undefined || beside.length > 0) {
    yield* batches
    return
  }
  let run: Run | undefined
  for await (const batch of batches) {
    const rows: SheetRow[] = []
    for (const row of batch) {
      const text = shownText(row.cells[phone.index])
      if (run !== undefined && run.text !== text) {
        rows.push(...run.waiting)
        run = undefined
      }
      if (text === '') {
        rows.push(row)
        continue
      }
      const called = shownText(row.cells[name.index]).trim()
      run ??= { text, name: '', people: 0, waiting: [] }
      run.waiting.push(row)
      if (called !== run.name) run.people++
      run.name = called
      if (run.people < leastPeople && run.waiting.length < mostWaiting) continue
      const isCopied = run.people >= leastPeople && plainMobile(bareText(text)) !== undefined
      if (isCopied) for (const each of run.waiting) copied.add(each.row)
      rows.push(...run.waiting.splice(0))
    }
    if (rows.length > 0) yield rows
  }
  if (run !== undefined && run.waiting.length > 0) yield run.waiting
}
