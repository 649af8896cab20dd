import type { FormCell, FormPart } from '#contract/reports/forms.ts'
import { figureMark, figureParts, letters, type Marks } from './marks-at.ts'

/** Of which office below the figures beside a cell are, where all that are marked in its row are of one. */
export function unitBeside(marks: Marks, part: string, row: number): string | undefined {
  const beside = new RegExp(`^${part}![A-Z]+${row + 1}$`)
  const units = new Set(
    Object.entries(marks).flatMap(([at, said]) =>
      beside.test(at) && said.startsWith('figure:') ? [figureParts(said).unit] : [],
    ),
  )
  const [unit] = units
  return units.size === 1 && unit !== '' ? unit : undefined
}

/** A blank cell, and the office of whose figures its row is. */
export type OfUnit = { readonly at: string; readonly unit: string }

/** The other blank cells of a column whose rows are of an office each, where that of the cell is. */
export function restOfColumn(part: FormPart, at: string, marks: Marks): readonly OfUnit[] {
  const own = part.cells.find(cell => cell.at === at)
  if (own === undefined || unitBeside(marks, part.id, own.row) === undefined) return []
  const isLike = (cell: FormCell) =>
    cell.at !== at &&
    cell.column === own.column &&
    cell.columns === own.columns &&
    cell.text.trim() === '' &&
    !cell.isFormula &&
    marks[`${part.id}!${letters(cell.column)}${cell.row + 1}`] === undefined
  return part.cells.flatMap(cell => {
    const unit = isLike(cell) ? unitBeside(marks, part.id, cell.row) : undefined
    return unit === undefined ? [] : [{ at: cell.at, unit }]
  })
}

/** A figure of a cell, and the same of their own offices in the cells given. */
export function downColumn(at: string, said: string, rest: readonly OfUnit[]): Marks {
  const isOfUnit = said.startsWith('figure:') && figureParts(said).unit !== ''
  return {
    [at]: said,
    ...Object.fromEntries(
      isOfUnit ? rest.map(one => [one.at, figureMark({ ...figureParts(said), unit: one.unit })]) : [],
    ),
  }
}
