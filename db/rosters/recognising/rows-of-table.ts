import { type Cell, isBlank, type SheetRow, shownText } from '#db/sheets/cell.ts'
import type { RosterForm } from '../field.ts'
import type { GivenPlace } from '../roster-line.ts'
import { besideTable } from './beside-table.ts'
import { type Columns, matchHeaders } from './header-match.ts'
import { headerTexts, type Table } from './locate-table.ts'
import { type Place, sectionName, soleText } from './place-of-table.ts'

/** What a row below the header is. */
export type RowFound<F extends string> =
  /** So many rows of the roster as it has column sets: two tables may stand side by side. */
  | {
      readonly kind: 'rows'
      readonly columns: readonly Columns<F>[]
      readonly place: GivenPlace | undefined
    }
  /** Words between the rows that are nobody's. */
  | { readonly kind: 'passed'; readonly text: string }
  | { readonly kind: 'nothing' }

type Reading<F extends string> = {
  readonly form: RosterForm<F>
  readonly table: Pick<Table<F>, 'headers' | 'match' | 'beside'>
  readonly place: Place
  /** Whether a blank in the column that carries on means the cell above. */
  readonly inBlocks: boolean
  readonly knows: (text: string) => boolean
}

const nothing = { kind: 'nothing' } as const

/**
 * Tells the rows of a roster from what stands between them: blank rows, totals, signatures, headers once more (also
 * with other columns, from which on these count), and lines that name the organization of the rows below.
 */
export function rowsOfTable<F extends string>({
  form,
  table,
  place,
  inBlocks,
  knows,
}: Reading<F>): (row: SheetRow) => RowFound<F> {
  let columns: readonly Columns<F>[] = [table.match.columns, ...table.beside]
  let isBeside = besideTable(table.headers)
  let indexes = ownIndexes(form, columns)
  let headerAt = indexOfKey(form, columns[0])
  const known = new Set(form.fields.flatMap(({ header, also }) => [header, ...also]))
  const always = place.from === 'said'
  let section = 'text' in place ? place.text : undefined
  const given = (): GivenPlace | undefined =>
    form.place === undefined || section === undefined
      ? undefined
      : { field: form.place, text: section, always }
  return row => {
    if (isBeside(row)) return nothing
    if (isHeaderWord(known, row, headerAt)) {
      const headers = headerTexts(row)
      const match = matchHeaders(form, headers)
      if (match.matched >= 3) {
        columns = [match.columns]
        indexes = ownIndexes(form, columns)
        headerAt = indexOfKey(form, match.columns)
        isBeside = besideTable(headers)
        return nothing
      }
    }
    const own = columns.filter((_, i) => hasOwnValue(row, indexes[i] ?? []))
    if (form.needs.length > 1) {
      const sole = soleText(row)
      const name = sole === undefined ? undefined : sectionName(row)
      if (name !== undefined && form.place !== undefined && knows(name)) {
        if (!always) section = name
        return nothing
      }
      if (sole !== undefined && isRemark(sole)) return { kind: 'passed', text: sole }
    }
    if (inBlocks) {
      const at = form.place === undefined ? undefined : columns[0]?.[form.place]?.index
      const cell = at === undefined ? null : row.cells[at]
      if (!isBlank(cell) && own.length > 0) section = shownText(cell)
    }
    return own.length === 0 ? nothing : { kind: 'rows', columns: own, place: given() }
  }
}

function indexesOf<F extends string>(form: RosterForm<F>, columns: Columns<F>): readonly number[] {
  return form.fields.flatMap(({ field }) => columns[field]?.index ?? [])
}

/** The columns of each table but those that it shares with another one: the branch of two people is no row of either. */
function ownIndexes<F extends string>(
  form: RosterForm<F>,
  tables: readonly Columns<F>[],
): readonly (readonly number[])[] {
  const all = tables.map(each => indexesOf(form, each))
  return all.map((own, i) =>
    own.filter(index => all.every((others, j) => i === j || !others.includes(index))),
  )
}

function indexOfKey<F extends string>(form: RosterForm<F>, columns: Columns<F> | undefined): number {
  const [key] = form.keys
  return (key === undefined ? undefined : columns?.[key]?.index) ?? 0
}

/** Whether the cell that should tell who a row is about, or the first one, holds a header: 姓名 is nobody. */
function isHeaderWord(known: ReadonlySet<string>, { cells }: SheetRow, at: number): boolean {
  const isHeader = (cell: Cell | undefined) => typeof cell === 'string' && known.has(cell.trim())
  return isHeader(cells[at]) || isHeader(cells.find(cell => !isBlank(cell)))
}

/** A row with nothing but a running number, or with nothing but what a merged cell spreads over it, is blank. */
function hasOwnValue(row: SheetRow, indexes: readonly number[]): boolean {
  for (const index of indexes) {
    if (!isBlank(row.cells[index]) && !row.spread?.has(index)) return true
  }
  return false
}

/** A sentence, or words with signs that no name has; 张伟 alone is a row of which the rest is missing. */
function isRemark(text: string): boolean {
  return !/\d{15}/.test(text) && (text.length > 12 || /[,，。；;：:、(（!！?？]/.test(text))
}
