import type { Marks } from '#db/records/ledger/blank-form.ts'
import { type Months, markedMonths } from './periods.ts'
import { columnOf, placeOf } from './workbook/a1.ts'

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
  /** Of the person whom the form is about, by a column of the cadres' or the members' roster. */
  | { readonly is: 'person'; readonly field: string }

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
  if (said.startsWith('person:')) return { is: 'person', field: said.slice(7) }
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

/** Rows that are filled one each: of which roster, of which of its records, and what stands in each column. */
export type RowsMark = {
  readonly part: string
  /** From 0, both counted. */
  readonly from: number
  readonly to: number
  readonly of: string
  readonly only: string | undefined
  /** By column of the form, from 0: a column of the roster, or # for the number of the row. */
  readonly columns: ReadonlyMap<number, string>
}

export type ReadMarks = { readonly single: ReadonlyMap<string, string>; readonly rows: readonly RowsMark[] }

/** Marks by what they are: `s1!6:15` are rows, `s1!B6:B15` one of their columns, everything else is single. */
export function readPlaces(marks: Marks): ReadMarks {
  const single = new Map<string, string>()
  const blocks = new Map<
    string,
    { part: string; from: number; to: number; said: string; columns: Map<number, string> }
  >()
  for (const [at, said] of Object.entries(marks)) {
    const [, part, from, to] = /^([a-z]+\d+)!(\d+):(\d+)$/.exec(at) ?? []
    if (part === undefined) continue
    const [first, last] = [Number(from) - 1, Number(to) - 1]
    if (first < 0 || last < first) continue
    blocks.set(`${part} ${from} ${to}`, { part, from: first, to: last, said, columns: new Map() })
  }
  for (const [at, said] of Object.entries(marks)) {
    const [, part, letters, from, other, to] = /^([a-z]+\d+)!([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(at) ?? []
    if (letters !== undefined && letters === other)
      blocks.get(`${part} ${from} ${to}`)?.columns.set(columnOf(letters), said)
    else if (!at.includes(':')) single.set(at, said)
  }
  return {
    single,
    rows: [...blocks.values()].map(({ said, ...block }) => {
      const [of = '', ...only] = said.split(':')
      return { ...block, of, only: only.length === 0 ? undefined : only.join(':') }
    }),
  }
}

/** Whether a place lies in rows that are filled one each. */
export function isInRows(at: string, rows: readonly RowsMark[]): boolean {
  const [, part, address = ''] = /^([a-z]+\d+)!([A-Z]+\d+)/.exec(at) ?? []
  const place = placeOf(address)
  return (
    place !== undefined && rows.some(one => one.part === part && place.row >= one.from && place.row <= one.to)
  )
}
