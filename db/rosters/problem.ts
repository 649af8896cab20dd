import { ownCopy } from '#db/shared/own-copy.ts'
import type { Text } from '#db/shared/text.ts'
import { wellFormed } from '#db/shared/tidy-text.ts'

/**
 * One thing wrong with one cell. `row` is the number a person sees, `column` the header as the file writes it,
 * `value` what the cell shows; `repair` is a value proposed instead. `refused`: the row is left out for it, else
 * it is a note and only the cell is left out.
 */
export type Problem = {
  readonly row: number
  /** Where the rows of several sheets are read. */
  readonly sheet?: string | undefined
  readonly column: string
  readonly value: string
  readonly code: string
  /** The sentence alone; with its place before it and the proposal behind it in `ToldProblem`. */
  readonly says: Text
  readonly repair: string | null
  readonly refused: boolean
}

/** The same with its whole sentence, as it is kept, shown and handed to another thread. */
export type ToldProblem = Problem & { readonly who?: string; readonly text: Text }

/** Where a problem stands. For a column that the file lacks, `column` is its usual header and `value` is empty. */
export type Place = {
  readonly row: number
  readonly sheet?: string | undefined
  readonly column: string
  readonly value: string
}

/** `zh` and `en` say what is wrong and what to do. */
export function problemAt(
  { row, sheet, column, value }: Place,
  code: string,
  { zh, en, repair = null, refused }: Text & { readonly repair?: string | null; readonly refused: boolean },
): Problem {
  // Problems outlive the piece of the file that the cell was cut from, and thousands of them are kept.
  return {
    row,
    sheet,
    column,
    value: ownCopy(cutShort(value, longestValue)),
    code,
    says: { zh, en },
    repair,
    refused,
  }
}

/** A problem's whole sentence. Of a bad file a million of them are only counted: it is put together for what is kept. */
export function sentenceOf(problem: Problem): Text {
  const { row, sheet, repair, says } = problem
  const [value, column] = [shortened(problem.value), oneLine(problem.column)]
  const [shown, shownEn] = value === '' ? ['（空）', '(blank)'] : [`“${value}”`, `"${value}"`]
  const zhRepair = repair === null ? '' : `建议改为“${repair}”。`
  const enRepair = repair === null ? '' : ` Proposed: ${repair}.`
  const [zhSheet, enSheet] = sheet === undefined ? ['', ''] : [`工作表“${sheet}”`, `Sheet "${sheet}", `]
  const enRow = sheet === undefined ? 'Row' : 'row'
  return {
    zh: `${zhSheet}第 ${row} 行“${column}”${shown}：${says.zh}${zhRepair}`,
    en: `${enSheet}${enRow} ${row}, ${column} ${shownEn}: ${says.en}${enRepair}`,
  }
}

export function toldProblem(problem: Problem, who = ''): ToldProblem {
  return { ...problem, ...(who !== '' && { who }), text: sentenceOf(problem) }
}

/** Of a cell so much is kept: more than any that is right, and enough to find it by. */
const longestValue = 500

function shortened(value: string): string {
  return cutShort(oneLine(value), 60)
}

function cutShort(text: string, most: number): string {
  return text.length > most ? wellFormed(`${text.slice(0, most - 1)}…`) : text
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
