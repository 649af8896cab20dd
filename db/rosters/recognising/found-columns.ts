import { maskedText } from '#db/records/types/masked-text.ts'
import { type SheetRow, shownText } from '#db/sheets/cell.ts'
import { columnNames } from './headers/column-names.ts'
import type { MatchedBy } from './headers/header-match.ts'

/** One column of a file as a person sees it, and what it is taken to stand for. */
export type FoundColumn = {
  /** By which it can be chosen (column-names.ts). */
  readonly name: string
  /** Empty where the column has none. */
  readonly header: string
  readonly samples: readonly string[]
  readonly field: string | null
  /** The other field that its cells hold as well. */
  readonly alsoField?: string
  /** By what it came to its field, or to be left out; null where nobody knows it. */
  readonly by: MatchedBy | null
}

type Looked = {
  readonly headers: readonly string[]
  readonly below: readonly SheetRow[]
  /** The fields that a column stands for: none, one, or the two that its cells hold. */
  readonly fieldsOf: (index: number) => readonly string[]
  readonly by?: ReadonlyMap<number, MatchedBy> | undefined
  /** Columns that are read together with another one: of a table beside the first, or below the same header. */
  readonly within?: ReadonlySet<number> | undefined
}

const mostSamples = 3
const longest = 40

/** The columns that have a header or a value, in the order of the file. */
export function columnFindings({ headers, below, fieldsOf, by, within }: Looked): readonly FoundColumn[] {
  const width = below.reduce((most, row) => Math.max(most, row.cells.length), headers.length)
  const padded = Array.from({ length: width }, (_, index) => headers[index] ?? '')
  const names = columnNames(padded)
  return padded.flatMap((raw, index) => {
    const header = raw.trim()
    const samples = samplesOf(below, index)
    if ((header === '' && samples.length === 0) || within?.has(index)) return []
    const [field, alsoField] = fieldsOf(index)
    return [
      {
        name: names[index] ?? header,
        header,
        samples,
        field: field ?? null,
        ...(alsoField !== undefined && { alsoField }),
        by: by?.get(index) ?? null,
      },
    ]
  })
}

function samplesOf(rows: readonly SheetRow[], index: number): readonly string[] {
  const samples = new Set<string>()
  for (const row of rows) {
    const text = shownText(row.cells[index]).replace(/\s+/g, ' ').trim()
    if (text !== '') samples.add(text)
    if (samples.size === mostSamples) break
  }
  return Array.from(samples, text => {
    // What is left out at the end may be part of a number.
    const masked = maskedText(text.slice(0, 2 * longest))
    return masked.length > longest ? `${masked.slice(0, longest - 1)}…` : masked
  })
}
