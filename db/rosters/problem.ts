import type { Text } from '#db/shared/text.ts'

/**
 * One thing wrong with one cell. `row` is the number a person sees, `column` the header as the file writes it,
 * `value` what the cell shows; `repair` is a value proposed instead. `refused`: the row is left out for it, else
 * it is a note and only the cell is left out.
 */
export type Problem = {
  readonly row: number
  readonly column: string
  readonly value: string
  readonly code: string
  readonly text: Text
  readonly repair: string | null
  readonly refused: boolean
}

/** Where a problem stands. For a column that the file lacks, `column` is the field and `value` is empty. */
export type Place = { readonly row: number; readonly column: string; readonly value: string }

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
  const shown = place.value === '' ? '（空）' : `“${shortened(place.value)}”`
  const shownEn = place.value === '' ? '(blank)' : `"${shortened(place.value)}"`
  const repair = says.repair ?? null
  const zhRepair = repair === null ? '' : ` 建议改为“${repair}”。`
  const enRepair = repair === null ? '' : ` Proposed: ${repair}.`
  return {
    ...place,
    code,
    repair,
    refused: says.refused,
    text: {
      zh: `第 ${place.row} 行“${oneLine(place.column)}”${shown}：${says.zh}${zhRepair}`,
      en: `Row ${place.row}, ${oneLine(place.column)} ${shownEn}: ${says.en}${enRepair}`,
    },
  }
}

function shortened(value: string): string {
  const line = oneLine(value)
  return line.length > 60 ? `${line.slice(0, 59)}…` : line
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
