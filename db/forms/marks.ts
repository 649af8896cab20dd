import type { Marks } from '#db/records/ledger/blank-form.ts'
import { columnLetters } from '#db/sheets/cell.ts'
import { type Months, markedMonths } from './periods.ts'
import { columnOf } from './workbook/a1.ts'

/** Of which year a figure is: the one that the form is filled for, the one before, or the difference of the two. */
export type When = 'this' | 'last' | 'difference'

/** What belongs at a place, read from the word that marks it. */
export type Mark =
  | { readonly is: 'word'; readonly word: Word }
  | {
      readonly is: 'figure'
      readonly key: string
      readonly when: When
      /** Of so many months of the year alone. */
      readonly months: Months | undefined
      readonly org: string | undefined
    }
  | { readonly is: 'unit'; readonly key: string }
  | { readonly is: 'text'; readonly text: string }
  /** Of whom the form is about, by a column of the cadres' or the members' roster; of several people the one of this number. */
  | { readonly is: 'person'; readonly field: string; readonly number: number }

/** What is known of whoever fills it in, and of when. */
export const words = [
  'office',
  'office-code',
  'office-kind',
  'office-tier',
  'office-phone',
  'secretary',
  'year',
  'last-year',
  'next-year',
  'day',
  'day-year',
  'day-month',
  'day-date',
  'writer',
] as const
export type Word = (typeof words)[number]

/** What a mark says; undefined for one that this program does not know. */
export function markOf(said: string): Mark | undefined {
  const word = words.find(one => one === said)
  if (word !== undefined) return { is: 'word', word }
  if (said.startsWith('text:')) return { is: 'text', text: said.slice(5) }
  const [, number, field] = /^person([1-9]\d{0,2})?:(.+)$/.exec(said) ?? []
  if (field !== undefined) return { is: 'person', field, number: Number(number ?? 1) }
  if (said.startsWith('unit:')) return { is: 'unit', key: said.slice(5) }
  const [, key, when, org] = /^figure:([^@/]+)(@last|@difference|@m[\d-]+)?(?:\/(.+))?$/.exec(said) ?? []
  if (key === undefined) return undefined
  const months = when === undefined ? undefined : markedMonths(when)
  if (when?.startsWith('@m') === true && months === undefined) return undefined
  return {
    is: 'figure',
    key,
    when: when === '@last' ? 'last' : when === '@difference' ? 'difference' : 'this',
    months,
    org,
  }
}

/** As a mark says it: person:name of the first or only one, person2:name of the second. */
export function personMark(field: string, number: number): string {
  return `person${number === 1 ? '' : number}:${field}`
}

/** Rows of a part, from 0, both counted; of lists side by side also from which column to which. */
export type RowsPlace = {
  readonly part: string
  readonly from: number
  readonly to: number
  readonly span?: readonly [left: number, right: number] | undefined
}

/** Rows that are filled one each: of which roster, of which of its records, and what stands in each column. */
export type RowsMark = RowsPlace & {
  readonly of: string
  readonly only: string | undefined
  /** By column of the form, from 0: a column of the roster, or # for the number of the row. */
  readonly columns: ReadonlyMap<number, string>
}

/** Which offices such rows are of, where they are offices: of which one directly below, of another one, or all of a tier below. */
export type Units = { readonly office?: string | undefined; readonly tier?: 'community' | undefined }

/** As rows say it: units, units:YB000006, units:+community. */
export function unitsOf({ office = '', tier }: Units): string {
  const only = `${office}${tier === undefined ? '' : `+${tier}`}`
  return only === '' ? 'units' : `units:${only}`
}

/** And back, from what stands behind the colon. */
export function unitsAsked(only: string | undefined): Units {
  const [, office = '', tier] = /^(.*?)(\+community)?$/.exec(only ?? '') ?? []
  return { office: office === '' ? undefined : office, tier: tier === undefined ? undefined : 'community' }
}

export type ReadMarks = { readonly single: ReadonlyMap<string, string>; readonly rows: readonly RowsMark[] }

/** The place of rows as marks have it: s1!6:15, or s1!A6:D15 where another list lies beside them. */
export function rowsAt({ part, from, to, span }: RowsPlace): string {
  if (span === undefined) return `${part}!${from + 1}:${to + 1}`
  const [left, right] = span.map(columnLetters)
  return `${part}!${left}${from + 1}:${right}${to + 1}`
}

/** The place of one of their columns: s1!B6:B15. */
export function columnAt({ part, from, to }: RowsPlace, column: number): string {
  return rowsAt({ part, from, to, span: [column, column] })
}

/** The marks of such rows: of a single column what stands in it is said with the rows, as members/name. */
export function marksOfRows(block: RowsMark): Marks {
  const of = block.only === undefined ? block.of : `${block.of}:${block.only}`
  const only = block.span !== undefined && block.span[0] === block.span[1]
  if (only) {
    const [said] = block.columns.values()
    return said === undefined ? {} : { [rowsAt(block)]: `${of}/${said}` }
  }
  return {
    [rowsAt(block)]: of,
    ...Object.fromEntries([...block.columns].map(([column, said]) => [columnAt(block, column), said])),
  }
}

/** Of a list of one column, of what it is and what stands in the column: members/name; undefined for other marks. */
export function oneColumn(said: string): { readonly of: string; readonly column: string } | undefined {
  if (/^(text|person|figure|unit)/.test(said)) return undefined
  const [, of, column] = /^([a-z_]+(?::.*)?)\/([^/]+)$/s.exec(said) ?? []
  return of === undefined || column === undefined ? undefined : { of, column }
}

/** Whether a cell lies in such rows. */
export function isWithin({ from, to, span }: Omit<RowsPlace, 'part'>, row: number, column: number): boolean {
  return row >= from && row <= to && (span === undefined || (column >= span[0] && column <= span[1]))
}

/** The place of rows or of a column of them, read from a mark; undefined for a single place. */
export function rowsIn(at: string): RowsPlace | undefined {
  const [, part, left = '', from, right = '', to] = /^([a-z]+\d+)!([A-Z]*)(\d+):([A-Z]*)(\d+)$/.exec(at) ?? []
  if (part === undefined || (left === '') !== (right === '')) return undefined
  const place = { part, from: Number(from) - 1, to: Number(to) - 1 }
  if (place.from < 0 || place.to < place.from) return undefined
  if (left === '') return place
  const span = [columnOf(left), columnOf(right)] as const
  return span[1] < span[0] ? undefined : { ...place, span }
}

function isOneColumn({ span }: RowsPlace): boolean {
  return span !== undefined && span[0] === span[1]
}

/** Marks by what they are: `s1!6:15` and `s1!A6:D15` are rows, `s1!B6:B15` one of their columns, everything else is single. */
export function readPlaces(marks: Marks): ReadMarks {
  const single = new Map<string, string>()
  const rows: (RowsPlace & { said: string; columns: Map<number, string> })[] = []
  const columns: (RowsPlace & { readonly column: number; readonly said: string })[] = []
  for (const [at, said] of Object.entries(marks)) {
    const place = rowsIn(at)
    if (place === undefined) {
      if (!at.includes(':')) single.set(at, said)
      continue
    }
    const column = place.span !== undefined && place.span[0] === place.span[1] ? place.span[0] : undefined
    const alone = column === undefined ? undefined : oneColumn(said)
    if (column !== undefined && alone !== undefined)
      rows.push({ ...place, said: alone.of, columns: new Map([[column, alone.column]]) })
    else if (column !== undefined) columns.push({ ...place, column, said })
    else rows.push({ ...place, said, columns: new Map() })
  }
  for (const { part, from, to, column, said } of columns)
    rows
      .find(
        one =>
          one.part === part &&
          one.from === from &&
          one.to === to &&
          !isOneColumn(one) &&
          isWithin(one, from, column),
      )
      ?.columns.set(column, said)
  return {
    single,
    rows: rows.map(({ said, ...block }) => {
      const [of = '', ...only] = said.split(':')
      return { ...block, of, only: only.length === 0 ? undefined : only.join(':') }
    }),
  }
}
