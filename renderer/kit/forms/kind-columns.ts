import type { ShownRecord } from '#contract/records.ts'
import { fee, paidMonths } from '#db/records/members/fee.ts'
import { person } from '#db/records/person.ts'
import type { AnyKind } from '#db/records/record.ts'
import { term } from '#db/records/term.ts'
import type { Field } from '#db/records/types/field.ts'
import { wordOf } from '../../text/word-of.ts'
import type { Words } from '../../text/zh-CN.ts'
import { addressOf } from '../address/address.ts'
import { leastWidth, type Told } from '../lists/columns.ts'
import { monthsAfter } from '../pictures/days.ts'
import { paidInAll, spansPaid } from './fees-paid.ts'

type Language = 'zh' | 'en'
type Of = {
  readonly language: Language
  readonly words: Words
  readonly asOf: string | undefined
  /** The field that says the same in each row. */
  readonly same: string | undefined
}

/** So wide are the columns that stand beside the tree on a small screen, in pixels; what comes after is chosen. */
const room = 730

/**
 * The columns of a list of any kind of record, from its definition alone: what its form asks first and there is room
 * for, the rest left out until somebody chooses it. The twelve months of a year of fees are two columns, and each month
 * is among what can be chosen; an election has the day on which its term ends.
 */
export function kindColumns(kind: AnyKind, of: Of): readonly Told<ShownRecord>[] {
  const { language, words, asOf, same } = of
  const columnOf = (name: string) => {
    const field = kind.fields[name]
    if (field === undefined || field.hidden) return []
    return [told(kind.name, name, field, wordOf(kind, name, language), language, asOf)]
  }
  const months = new Set<string>(kind.name === fee.name ? paidMonths : [])
  const first = kind.first.filter(name => !months.has(name) && name !== same)
  const shown = [...first.flatMap(columnOf), ...workedOut(kind, words, language)]
  const rest = Object.keys(kind.fields).filter(name => !first.includes(name))
  const tracks = shown.map(({ width }) => width)
  return [
    ...shown.map((column, at) => ({ ...column, isExtra: leastWidth(tracks.slice(0, at + 1)) > room })),
    ...rest.flatMap(columnOf).map(column => ({ ...column, isExtra: true })),
  ]
}

/** What no field says, but follows from several. */
function workedOut(kind: AnyKind, words: Words, language: Language): readonly Told<ShownRecord>[] {
  if (kind.name === fee.name) return paidColumns(words, language)
  if (kind.name !== term.name) return []
  const { expires } = words.org
  return [
    {
      key: 'ends',
      title: expires,
      width: headWidth(expires, 112),
      text: ({ fields }) => endOf(fields),
      sorts: true,
    },
  ]
}

/** As far as it is known: of an election of which only the year was written down, a year. */
function endOf({ elected, years, extended_until: extended }: ShownRecord['fields']): string {
  if (typeof extended === 'string') return extended
  if (typeof elected !== 'string' || typeof years !== 'number') return ''
  return monthsAfter(elected, 12 * years).slice(0, elected.length)
}

function paidColumns(words: Words, language: Language): readonly Told<ShownRecord>[] {
  const { months, inAll, spans } = words.byHand.feesPaid
  return [
    { key: 'months', title: months, width: 'minmax(150px, 2fr)', text: row => spans(spansPaid(row.fields)) },
    {
      key: 'inAll',
      title: inAll,
      ...inNumbers(inAll),
      text: row => fee.fields.due.show(paidInAll(row.fields), language),
      value: row => paidInAll(row.fields),
      sorts: true,
    },
  ]
}

const numbers: ReadonlySet<string> = new Set(['count', 'points', 'money'])

function told(
  kind: string,
  name: string,
  field: Field,
  title: string,
  language: Language,
  asOf: string | undefined,
): Told<ShownRecord> {
  const text = (row: ShownRecord) => {
    const value = row.fields[name] ?? null
    if (row.refs[name] !== undefined) return row.refs[name].name
    if (value === null) return ''
    // What is masked comes as it is to be shown.
    return row.masked.includes(name) ? String(value) : field.show(value, language)
  }
  const column = { key: name, title, text, sorts: true }
  if (field.input.as === 'ref') {
    const page = field.input.to
    const href = (row: ShownRecord) => {
      const { id, elsewhere } = row.refs[name] ?? {}
      if (id === undefined || elsewhere === true) return undefined
      return page === 'org' ? addressOf('/orgs', { org: id, asOf }) : `/people/${id}`
    }
    return { ...column, width: page === 'org' ? 'minmax(130px, 2fr)' : 'minmax(104px, 1fr)', href }
  }
  // Whoever is listed himself has a page of his own.
  if (kind === person.name && name === 'name')
    return { ...column, width: 'minmax(104px, 1fr)', href: (row: ShownRecord) => `/people/${row.id}` }
  if (numbers.has(field.type)) {
    const value = (row: ShownRecord) => {
      const number = row.fields[name]
      return typeof number === 'number' ? number : null
    }
    // A year is a name that looks like a number: it stands at the left, as days do.
    return name === 'year' ? { ...column, width: '80px', value } : { ...column, ...inNumbers(title), value }
  }
  if (field.type === 'day' || field.type === 'month') return { ...column, width: headWidth(title, 112) }
  if (field.type === 'choice' || field.type === 'term' || field.type === 'code')
    return { ...column, width: headWidth(title, 112) }
  return { ...column, width: 'minmax(120px, 2fr)' }
}

function inNumbers(title: string): Pick<Told<unknown>, 'width' | 'align'> {
  return { width: headWidth(title, 88), align: 'right' }
}

/** So wide that the head stands there whole, with the arrow of the order; a long one is told when it is pointed at. */
function headWidth(title: string, least: number): string {
  const letters = [...title].reduce((sum, letter) => sum + (/\p{Script=Han}/u.test(letter) ? 14 : 8), 0)
  return `${Math.min(Math.max(letters + 34, least), 170)}px`
}
