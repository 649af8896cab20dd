import type { FormCell } from './form.ts'
import type { Grid } from './grid.ts'

/** What ends a word or a column of which only one sign stands in a cell: idNumber@7 is the seventh of an ID number. */
const ofSign = /@([1-9]\d?)$/
const parts = { 年: '@y', 月: '@m', 日: '@d' } as const
const ofPart = /@([ymd])$/

/** So many cells in a row that are blank and equally wide have one sign each. */
const fewestSigns = 11

/** The label before the first of such cells, and what ends the word in this one. */
export type SpreadCell = { readonly label: string; readonly end: string }

/**
 * Cells over which one thing is spread, each with what ends the word in it: 身份证号 with a cell for each digit, 出生年月 with
 * cells before 年 and 月. By the cell, the label before the first of them and that ending; a cell that is not spread is not in it.
 */
export function spreadCells(grid: Grid): ReadonlyMap<FormCell, SpreadCell> {
  const found = new Map<FormCell, SpreadCell>()
  for (let row = 0; row < grid.height; row++) {
    const cells = grid.inRow(row).filter(cell => cell.row === row)
    for (const [at, cell] of cells.entries()) {
      if (cell.text.trim() === '' || /^[年月日]$/.test(cell.text.trim())) continue
      for (const [n, end] of endsBehind(cells.slice(at + 1)).entries()) {
        const one = cells[at + 1 + n]
        if (one !== undefined && end !== undefined) found.set(one, { label: cell.text, end })
      }
    }
  }
  return found
}

/** The endings of the cells behind a label, up to the next one; undefined for those that have none. */
function endsBehind(cells: readonly FormCell[]): readonly (string | undefined)[] {
  const next = cells.findIndex(({ text }) => text.trim() !== '')
  const blank = next < 0 ? cells : cells.slice(0, next)
  const isEven = blank.every(({ columns, isFormula }) => columns === blank[0]?.columns && !isFormula)
  if (blank.length >= fewestSigns && isEven) return blank.map((_, n) => `@${n + 1}`)
  const ends: (string | undefined)[] = []
  let wanted = 0
  for (const [n, cell] of cells.entries()) {
    const text = cell.text.trim()
    const [said, end] = Object.entries(parts)[wanted] ?? []
    if (text === '') continue
    if (text !== said || n === 0 || cells[n - 1]?.text.trim() !== '') break
    ends[n - 1] = end
    wanted++
  }
  return wanted > 1 ? ends : []
}

/** A word with such an ending, without it and the ending; undefined for other words. */
export function spreadWord(said: string): { readonly whole: string; readonly end: string } | undefined {
  const end = (ofSign.exec(said) ?? ofPart.exec(said))?.[0]
  return end === undefined ? undefined : { whole: said.slice(0, -end.length), end }
}

/** What of a value stands in the cell with that ending. */
export function spreadOf(value: string | number | undefined, end: string): string | number | undefined {
  if (value === undefined) return undefined
  const said = String(value)
  const [, sign] = ofSign.exec(end) ?? []
  if (sign !== undefined) return [...said][Number(sign) - 1]
  const [, year, month, day] = /^(\d{4})\D(\d{1,2})(?:\D(\d{1,2}))?\D?$/.exec(said) ?? []
  const found = end === '@y' ? year : end === '@m' ? month : day
  return found === undefined ? undefined : Number(found)
}
