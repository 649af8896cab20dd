import type { SheetRow } from '#contract/sheet.ts'
import { useStatus } from '../../../api/questions.ts'
import { useOutput, usePageOutput } from '../../../kit/lists/list-output.tsx'
import type { OnPaper } from '../../../kit/lists/listed.ts'
import { type SheetColumn, textIn } from '../../../kit/sheet/sheet-column.ts'
import type { Edits } from '../../../kit/sheet/sheet-edits.ts'
import { useSpoken } from '../../../text/language.ts'

type Props = {
  readonly title: string
  /** Whose sheet it is, and of which day or year. */
  readonly notes: readonly string[]
  /** Those that say anything: no blank ones that wait. */
  readonly rows: readonly SheetRow[]
  readonly columns: readonly SheetColumn<SheetRow>[]
  readonly edits: Edits
  /** How many rows there are in all. */
  readonly count: number
}

/** The sheet on paper: all rows and columns with their sums, as a list is printed, in place of what is in sight. */
export function SheetPaper({ title, notes, rows, columns, edits, count }: Props) {
  const { words } = useSpoken()
  const office = useStatus().data?.org?.name ?? ''
  const { output, sheet, doing } = useOutput()
  const asListed = (most: number): OnPaper => {
    const some = rows.slice(0, most)
    const texts = some.map(row => columns.map(column => textIn(row, column, edits[row.subject], columns)))
    const feet = columns.map(
      (column, at) =>
        column.foot?.(
          texts.map(row => row[at] ?? ''),
          some,
        ).text ?? '',
    )
    const shown = texts.map(row => row.map((text, at) => columns[at]?.show(text) ?? text))
    return {
      title,
      notes: [
        office,
        ...notes,
        ...(count > shown.length ? [words.list.of(`${shown.length}`, `${count}`)] : []),
      ],
      heads: columns.map(column => column.title),
      rows: feet.some(foot => foot !== '') ? [...shown, feet] : shown,
      widths: columns.map(({ width }) => width),
    }
  }
  const inPlace = usePageOutput({ output, doing }, false, {
    load: async most => asListed(most),
    come: asListed,
    count: rows.length,
  })
  return (
    <>
      {inPlace}
      {sheet}
    </>
  )
}
