import { columnLetters } from '#db/sheets/cell.ts'
import type { FormCell, FormPart } from './form.ts'
import { cellsAbove, Grid, saidBefore } from './grid.ts'
import { isUnit, labelKey } from './proposing/labels.ts'

const powers: Readonly<Record<string, number>> = { 百: 100, 千: 1000, 万: 10_000, 亿: 100_000_000 }
const inBrackets = /[(（](?:单位[:：]?)?(百|千|万|亿)?([\p{Script=Han}]{0,3})[)）]/u
const alone = /^(百|千|万|亿)(?![克米瓦])[\p{Script=Han}]{0,3}$/u
const behind = /^(百|千|万|亿)(?![克米瓦分])/u
/** A line over a table: 单位：万元. */
const overTable =
  /(?:^|[\s\u3000　（(]|金额|计量|货币|数据)单位\s*[:：]\s*(?:人民币)?(百|千|万|亿)(?![克米瓦])([\p{Script=Han}]{0,3}?)\s*[)）]?\s*$/u

/** Weights in kilograms: a figure in 吨 is written in 千克 where a form says so. */
const weights: ReadonlyMap<string, number> = new Map([
  ['吨', 1000],
  ...['千克', '公斤', 'kg'].map((unit): [string, number] => [unit, 1]),
  ['斤', 0.5],
])
const weightBehind = /^(吨|千克|公斤|kg|斤)/i
const weightInBrackets = /[(（](?:单位[:：]?)?(吨|千克|公斤|kg|斤)[)）]/i

/** By how much a number is divided at a place, of which its own unit is known or not: 10000 where 万 of them are asked for. */
export type Scales = (at: string, unit: string | undefined) => number

type Scale = { readonly power: number; readonly of: string | undefined }

/**
 * In what a form wants the numbers at a place: by the unit in its row, in brackets at its row or head, behind its blank, or
 * by a line over the whole table. Such a line is about what is counted in its unit alone: under 单位：万元 people are people.
 */
export function scalesOf(parts: readonly FormPart[]): Scales {
  const own = new Map<string, number>()
  const weighed = new Map<string, string>()
  const general = new Map<string, Scale>()
  const ofText = overTables(parts.filter(({ kind }) => kind === 'text').flatMap(({ cells }) => cells))
  for (const part of parts) {
    for (const cell of part.cells)
      for (const [n, { after }] of cell.blanks.entries()) {
        const said = behind.exec(after)?.[1]
        if (said !== undefined) own.set(`${cell.at}#${n + 1}`, powers[said] ?? 1)
        const weight = weightBehind.exec(after)?.[1]
        if (weight !== undefined) weighed.set(`${cell.at}#${n + 1}`, weight.toLowerCase())
      }
    if (part.kind !== 'sheet' && part.kind !== 'table') continue
    const grid = new Grid(part)
    const lines = overTables(part.cells)
    for (const cell of part.cells) {
      const scale = scaleAt(cell, grid)
      if (scale !== undefined) own.set(cell.at, scale)
      const weight = weightAt(cell, grid)
      if (weight !== undefined) weighed.set(cell.at, weight.toLowerCase())
      const line =
        lines.findLast(({ row }) => row < cell.row) ?? (part.kind === 'table' ? ofText[0] : undefined)
      if (line !== undefined) general.set(cell.at, line)
    }
  }
  return (at, unit) => {
    const [asked, is] = [weighed.get(at), unit].map(one => weights.get(one ?? ''))
    if (asked !== undefined && is !== undefined) return asked / is
    const said = own.get(at)
    if (said !== undefined) return said
    const line = general.get(at)
    return line !== undefined && unit !== undefined && (line.of === '' || unit === line.of) ? line.power : 1
  }
}

function overTables(cells: readonly FormCell[]): readonly (Scale & { readonly row: number })[] {
  return cells.flatMap(({ text, row }) => {
    const [, power, of] = overTable.exec(text) ?? []
    return power === undefined ? [] : [{ power: powers[power] ?? 1, of, row }]
  })
}

/** What the row or the heads of a cell say of themselves; undefined where they say nothing. */
function scaleAt(cell: FormCell, grid: Grid): number | undefined {
  const unit = unitFor(cell, grid)
  const said = alone.exec(unit?.text.trim() ?? '')?.[1]
  if (said !== undefined) return powers[said] ?? 1
  // A unit of its own says in what the numbers are, whatever stands above it.
  if (unit !== undefined && unit.text.trim() !== '') return 1
  for (const text of [...saidBefore(cell, grid), ...cellsAbove(cell, grid).map(one => one.text)]) {
    const [, power, of = ''] = inBrackets.exec(text) ?? []
    if (power !== undefined) return powers[power] ?? 1
    if (/^(元|人|名|个|次|场|册|份|人次|小时)$/.test(of)) return 1
  }
  return undefined
}

/** The cell that says in what a number is: beside it, or in a column of units; of two halves of a form that of its own half. */
function unitFor({ row, column, columns }: FormCell, grid: Grid): FormCell | undefined {
  const isHeaded = (one: FormCell) =>
    cellsAbove(one, grid).some(({ text }) => /^(单位|计量单位)$/.test(labelKey(text)))
  const isSaid = ({ text }: FormCell) => isUnit(text) && !/^(场次|人次)$/.test(text.trim())
  const [before, behind] = [grid.at(row, column - 1), grid.at(row, column + columns)]
  if (before !== undefined && (isHeaded(before) || isSaid(before))) return before
  if (behind !== undefined && isUnit(behind.text)) return behind
  const units = grid.inRow(row).filter(isHeaded)
  return units.findLast(one => one.column < column) ?? units.find(one => one.column > column)
}

function weightAt(cell: FormCell, grid: Grid): string | undefined {
  const unit = unitFor(cell, grid)?.text.trim() ?? ''
  if (unit !== '') return weights.has(unit.toLowerCase()) ? unit : undefined
  return [...saidBefore(cell, grid), ...cellsAbove(cell, grid).map(one => one.text)]
    .map(text => weightInBrackets.exec(text)?.[1])
    .find(found => found !== undefined)
}

/** The unit that a label has in brackets, where it is another one than its figure has: 公斤, 万份. */
export function unitSaid(label: string): string | undefined {
  const weight = weightInBrackets.exec(label)?.[1]
  if (weight !== undefined) return weight
  const [, power, of = ''] = inBrackets.exec(label) ?? []
  return power === undefined ? undefined : `${power}${of}`
}

/** The place of the first cell of a column of rows that are filled one each. */
export function firstPlace(part: string, column: number, from: number): string {
  return `${part}!${columnLetters(column)}${from + 1}`
}
