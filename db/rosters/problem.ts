import type { Text } from '#db/shared/text.ts'

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
  /** The sentence with its place before it and the proposal behind it. */
  readonly text: Text
  /** The sentence alone. */
  readonly says: Text
  readonly repair: string | null
  readonly refused: boolean
}

/** Where a problem stands. For a column that the file lacks, `column` is its usual header and `value` is empty. */
export type Place = {
  readonly row: number
  readonly sheet?: string | undefined
  readonly column: string
  readonly value: string
}

/** `zh` and `en` say what is wrong and what to do; the place is put before them. */
export function problemAt(
  place: Place,
  code: string,
  says: {
    readonly zh: string
    readonly en: string
    readonly repair?: string | null
    readonly refused: boolean
  },
): Problem {
  return new ProblemOfCell(place, code, says)
}

/** Its sentence is put together when it is asked for: of a bad file a million of them are only counted. */
class ProblemOfCell implements Problem {
  readonly row: number
  readonly sheet: string | undefined
  readonly column: string
  readonly value: string
  readonly code: string
  readonly says: Text
  readonly repair: string | null
  readonly refused: boolean

  constructor(place: Place, code: string, says: Parameters<typeof problemAt>[2]) {
    this.row = place.row
    this.sheet = place.sheet
    this.column = place.column
    this.value = place.value
    this.code = code
    this.says = { zh: says.zh, en: says.en }
    this.repair = says.repair ?? null
    this.refused = says.refused
  }

  get text(): Text {
    const { row, sheet, repair, says } = this
    const [value, column] = [shortened(this.value), oneLine(this.column)]
    const [shown, shownEn] = value === '' ? ['（空）', '(blank)'] : [`“${value}”`, `"${value}"`]
    const zhRepair = repair === null ? '' : ` 建议改为“${repair}”。`
    const enRepair = repair === null ? '' : ` Proposed: ${repair}.`
    const [zhSheet, enSheet] = sheet === undefined ? ['', ''] : [`工作表“${sheet}”`, `Sheet "${sheet}", `]
    const enRow = sheet === undefined ? 'Row' : 'row'
    return {
      zh: `${zhSheet}第 ${row} 行“${column}”${shown}：${says.zh}${zhRepair}`,
      en: `${enSheet}${enRow} ${row}, ${column} ${shownEn}: ${says.en}${enRepair}`,
    }
  }
}

/** A problem with its sentence, as plain data: what is handed to another thread, or kept. */
export function toldProblem(problem: Problem): Problem {
  return { ...problem, text: problem.text }
}

function shortened(value: string): string {
  const line = oneLine(value)
  return line.length > 60 ? `${line.slice(0, 59)}…` : line
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** The same problem with another proposal, or with none. */
export function withRepair(
  { row, sheet, column, value, code, says, refused }: Problem,
  repair: string | null,
): Problem {
  return problemAt({ row, sheet, column, value }, code, { ...says, repair, refused })
}
