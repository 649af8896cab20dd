import type { FormCell } from '../form.ts'
import type { Grid } from '../grid.ts'

/**
 * Cards whose labels stand above what belongs to them: a line of labels, a blank line as wide, the next line of labels. Answers for
 * each such blank the label over it. One line of labels alone is the head of a list.
 */
export function labelsAbove(grid: Grid, isName: (label: string) => boolean): ReadonlyMap<FormCell, string> {
  const lines = Array.from({ length: Math.max(0, grid.height - 1) }, (_, row) => labelledLine(grid, row))
  const found = new Map<FormCell, string>()
  for (let row = 0; row < lines.length; ) {
    const card: (readonly Labelled[])[] = []
    for (let at = row; (lines[at]?.length ?? 0) > 0; at += 2) {
      const line = lines[at] ?? []
      // Where a name is asked for again, the next card begins.
      if (card.length > 0 && line.some(({ label }) => isName(label))) break
      card.push(line)
    }
    const isCard = card.length > 1 && (card[0] ?? []).some(({ label }) => isName(label))
    if (isCard) for (const { cell, label } of card.flat()) found.set(cell, label)
    row += isCard ? card.length * 2 : 1
  }
  return found
}

type Labelled = { readonly cell: FormCell; readonly label: string }

/** The labels of a row, each with the blank right below it; none where anything else stands in the row below. */
function labelledLine(grid: Grid, row: number): readonly Labelled[] {
  const begins = (at: number) => grid.inRow(at).filter(cell => cell.row === at)
  const below = begins(row + 1)
  if (below.some(({ text, isFormula }) => text.trim() !== '' || isFormula)) return []
  return begins(row).flatMap(({ text, column, columns, rows }) => {
    const cell = below.find(one => one.column === column && one.columns === columns)
    return text.trim() === '' || rows > 1 || cell === undefined ? [] : [{ cell, label: text }]
  })
}
