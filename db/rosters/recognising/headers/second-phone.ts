import type { RosterForm } from '../../field.ts'
import { columnNames } from './column-names.ts'
import { type Column, type Columns, type HeaderMatch, meansField } from './header-match.ts'

/** The field of telephones, of which somebody may have two columns, though one number is kept. */
const field = 'phone'

/**
 * The match of a header in which another column is of telephones as well: it is read where the first is blank, and a
 * number in it that is another one is told. What stands beside the first table is of that one.
 */
export function withSecondPhones<F extends string>(
  form: RosterForm<F>,
  match: HeaderMatch<F>,
  headers: readonly string[],
  beside: readonly Columns<F>[],
): HeaderMatch<F> {
  const phone = form.fields.find(each => each.field === field)?.field
  const first = phone === undefined ? undefined : match.columns[phone]
  if (phone === undefined || first === undefined) return match
  const taken = new Set(
    [match.columns, ...beside].flatMap(columns =>
      form.fields.flatMap(each => indexesOf(columns[each.field])),
    ),
  )
  const also = [...headers.keys()].filter(
    index =>
      !taken.has(index) &&
      !match.by.has(index) &&
      !match.ofPerson.includes(headers[index] ?? '') &&
      meansField(form, plainHeader(headers[index] ?? ''), phone),
  )
  if (also.length === 0) return match
  const names = columnNames(headers)
  const isLeft = (_: unknown, n: number) =>
    !also.some(index => (names[index] ?? '') === match.ignoredNames[n])
  return {
    ...match,
    columns: {
      ...match.columns,
      [phone]: { ...first, also: also.map(index => ({ index, header: names[index] ?? '' })) },
    },
    ignored: match.ignored.filter(isLeft),
    ignoredNames: match.ignoredNames.filter(isLeft),
  }
}

/** 联系电话2, 备用电话 and 第二联系方式 are one telephone more. */
function plainHeader(header: string): string {
  return header.trim().replace(/^(?:备用|另一|其他|其它|第[二2])|[(（]?(?:[2-3２３二三]|备用)[)）]?$/g, '')
}

function indexesOf(column: Column | undefined): readonly number[] {
  if (column === undefined) return []
  const { index, given, parts = [], ticks = [] } = column
  return [index, ...(given === undefined ? [] : [given]), ...parts, ...ticks.map(tick => tick.index)]
}
