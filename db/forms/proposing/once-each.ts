import type { Marks } from '#db/records/ledger/blank-form.ts'
import type { FormCell } from '../form.ts'
import { type Grid, saidAbove, saidBefore } from '../grid.ts'
import { isUnit, labelKey, saysSum, yearIn } from './labels.ts'

/** Whether a head or label says no more than of which year, or that something is counted: it names nothing else. */
export function saysLittle(text: string): boolean {
  return (
    yearIn(text, 0) !== '' ||
    saysSum(text) ||
    /^(\d{4}年?度?|本年度?|本年数|今年|当年|本期|本期数|人数|数量|数值|数据|总数|本单位|完成数|完成情况|实际完成|实际数|全年|累计)?$/.test(
      labelKey(text),
    )
  )
}

/**
 * A form asks for a figure once in a row and once in a column. Where the same one was found for several cells, their heads
 * tell them apart (甲街道, 乙街道, 合计): the one that stands under nothing else keeps it, and the others are for a person to say.
 */
export function onceEach(
  found: ReadonlyMap<FormCell, string>,
  grid: Grid,
  isFigure: (text: string) => boolean,
): Marks {
  const kept = new Map(found)
  const isNamedByRow = (cell: FormCell) => saidBefore(cell, grid).some(isFigure)
  /** 团员总数 [ ] 名: between its label and its unit nothing else is asked. */
  const isBeforeUnit = ({ row, column, columns }: FormCell) =>
    isFigure(grid.at(row, column - 1)?.text ?? '') && isUnit(grid.at(row, column + columns)?.text ?? '')
  const thin = (
    isOne: (cell: FormCell) => boolean,
    place: (cell: FormCell) => number,
    told: (cell: FormCell) => string | undefined,
  ) => {
    const figures = [...kept].filter(([cell, said]) => said.startsWith('figure:') && isOne(cell))
    for (const same of Map.groupBy(figures, ([cell, said]) => `${place(cell)} ${said}`).values()) {
      if (same.length < 2) continue
      const cells = same.map(([cell]) => cell)
      const words = cells.map(cell => told(cell) ?? '')
      const isSame = words.every(text => text === words[0])
      const stays =
        cells.find(isBeforeUnit) ?? (isSame ? cells[0] : cells.find((_, at) => saysLittle(words[at] ?? '')))
      for (const cell of cells) if (cell !== stays) kept.delete(cell)
    }
  }
  thin(
    isNamedByRow,
    ({ row }) => row,
    cell => saidAbove(cell, grid)[0],
  )
  thin(
    cell => !isNamedByRow(cell),
    ({ column }) => column,
    cell => saidBefore(cell, grid)[0],
  )
  return Object.fromEntries([...kept].map(([{ at }, said]) => [at, said]))
}
