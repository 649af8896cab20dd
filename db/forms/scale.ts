import { columnLetters } from '#db/sheets/cell.ts'
import type { FormCell, FormPart } from './form.ts'
import { cellsAbove, Grid, saidBefore } from './grid.ts'
import { labelKey } from './labels.ts'

const powers: Readonly<Record<string, number>> = { 百: 100, 千: 1000, 万: 10_000, 亿: 100_000_000 }
const inBrackets = /[(（](?:单位[:：]?)?(百|千|万|亿)[\p{Script=Han}]{0,3}[)）]/u
const alone = /^(百|千|万|亿)[\p{Script=Han}]{0,3}$/u

/** In what a form wants the numbers at a place: 10000 where its unit is 万小时 or its head says （万人次）, else 1. */
export function scalesOf(parts: readonly FormPart[]): (at: string) => number {
  const known = new Map<string, number>()
  for (const part of parts) {
    if (part.kind !== 'sheet' && part.kind !== 'table') continue
    const grid = new Grid(part)
    for (const cell of part.cells) {
      const scale = scaleAt(cell, grid)
      if (scale !== 1) known.set(cell.at, scale)
    }
  }
  return at => known.get(at) ?? 1
}

function scaleAt(cell: FormCell, grid: Grid): number {
  const unit = grid
    .inRow(cell.row)
    .find(
      one =>
        one.column < cell.column &&
        cellsAbove(one, grid).some(({ text }) => /^(单位|计量单位)$/.test(labelKey(text))),
    )
  const said = alone.exec(unit?.text.trim() ?? '')?.[1]
  if (said !== undefined) return powers[said] ?? 1
  // A unit of its own says in what the numbers are, whatever stands above it.
  if (unit !== undefined && unit.text.trim() !== '') return 1
  for (const text of [...saidBefore(cell, grid), ...cellsAbove(cell, grid).map(one => one.text)]) {
    const power = inBrackets.exec(text)?.[1]
    if (power !== undefined) return powers[power] ?? 1
  }
  return 1
}

/** The place of the first cell of a column of rows that are filled one each. */
export function firstPlace(part: string, column: number, from: number): string {
  return `${part}!${columnLetters(column)}${from + 1}`
}
