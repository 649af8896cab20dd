import { plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import type { TakenRow } from '../parsed-row.ts'
import { problemAt } from '../problem.ts'
import { cellOf } from './place-of-row.ts'

/** So many values that would change are those of who stands some rows above, or below. */
const leastShifted = 4
const shifts = [1, -1, 2, -2, 3, -3]

/** A column of what several may well have alike: one value that is another's says nothing, a column of them does. */
export type Compared<V> = {
  readonly field: keyof V & string
  readonly words: Text
  /** What a row says, and what the registry has, both as they are written; a part of what is known says nothing new. */
  readonly says: (row: TakenRow<V>) => string | undefined
  readonly known: (row: TakenRow<V>) => string | undefined
  /** What stands in the cell, where that is something else. */
  readonly written?: (row: TakenRow<V>) => string | undefined
}

/**
 * The rows without the values of columns that slipped by a few rows against the names: in all rows between the first and
 * the last that would change stands what the registry has for who stands so many rows above, or below.
 */
export function withoutShifted<V extends object>(
  rows: readonly TakenRow<V>[],
  columns: readonly Compared<V>[],
  nameOf: (values: V) => string,
  headerOf: (field: string) => string,
): readonly TakenRow<V>[] {
  let left = rows
  for (const { field, words, ...of } of columns) {
    const says = rows.map(of.says)
    if (!says.some(value => value !== undefined)) continue
    const known = rows.map(of.known)
    const changed = [...rows.keys()].filter(i => {
      const [value, has] = [says[i], known[i]]
      return value !== undefined && has !== undefined && !has.startsWith(value)
    })
    const shift = shiftOf(says, known, changed)
    if (shift === undefined) continue
    const isChanged = new Set(changed)
    const code = `${field.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}-slipped`
    left = left.map((row, i) => {
      if (!isChanged.has(i)) return row
      const his = rows[i - shift]
      const by = Math.abs(shift)
      const problem = problemAt(cellOf(row, headerOf(field), of.written?.(row) ?? says[i] ?? ''), code, {
        zh: `${his === undefined ? '' : `台账里这是第 ${his.row} 行“${nameOf(his.values)}”的，`}${words.zh}这一列像是错了 ${by} 行，没有登记。请对照名称改好。`,
        en: `${his === undefined ? '' : `the registry has this for "${nameOf(his.values)}", in row ${his.row}: `}the ${words.en} seem to have slipped by ${plural(by, 'row')} against the names. It was not taken; put them right.`,
        refused: false,
      })
      return { ...row, values: { ...row.values, [field]: undefined }, problems: [...row.problems, problem] }
    })
  }
  return left
}

/** By how many rows a column slipped downwards; undefined where it did not. */
function shiftOf(
  says: readonly (string | undefined)[],
  known: readonly (string | undefined)[],
  changed: readonly number[],
): number | undefined {
  const [first, last] = [changed[0], changed.at(-1)]
  if (first === undefined || last === undefined || changed.length < leastShifted) return undefined
  const filled = [...says.keys()].filter(i => i >= first && i <= last && says[i] !== undefined)
  return shifts.find(shift => {
    const isFrom = (i: number) => says[i] === known[i - shift]
    const mayDiffer = (of: readonly number[]) => Math.max(Math.abs(shift), Math.floor(of.length / 10))
    return (
      [changed, filled].every(of => of.length - of.filter(isFrom).length <= mayDiffer(of)) &&
      changed.filter(isFrom).length >= leastShifted
    )
  })
}
