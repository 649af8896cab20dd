import type { RosterForm } from '../../field.ts'
import { columnNames } from './column-names.ts'
import { type Column, type Columns, type HeaderMatch, meansField } from './header-match.ts'

/** What a row says once, though a table may have two columns for it. */
const once: ReadonlySet<string> = new Set([
  ...['phone', 'idNumber', 'birth', 'joined', 'result', 'registered', 'star'],
])

/**
 * The match of a header in which another column stands for such a field as well: it is read where the first is blank, and
 * told where it says otherwise. What stands beside the first table is of that one.
 */
export function withSecondColumns<F extends string>(
  form: RosterForm<F>,
  match: HeaderMatch<F>,
  headers: readonly string[],
  beside: readonly Columns<F>[],
): HeaderMatch<F> {
  const twice = form.fields.filter(({ field }) => once.has(field) && match.columns[field] !== undefined)
  if (twice.length === 0) return match
  const taken = new Set(
    [match.columns, ...beside].flatMap(columns =>
      form.fields.flatMap(each => indexesOf(columns[each.field])),
    ),
  )
  const free = [...headers.keys()].filter(
    index =>
      (headers[index] ?? '').trim() !== '' &&
      !taken.has(index) &&
      !match.by.has(index) &&
      !match.ofPerson.includes(headers[index] ?? ''),
  )
  const names = columnNames(headers)
  const columns: { [K in F]?: Column } = { ...match.columns }
  const read = new Set<string>()
  for (const { field } of twice) {
    const first = match.columns[field]
    const also = free.filter(index => meansField(form, plainHeader(headers[index] ?? ''), field))
    if (first === undefined || first.ticks !== undefined || also.length === 0) continue
    columns[field] = { ...first, also: also.map(index => ({ index, header: names[index] ?? '' })) }
    for (const index of also) read.add(names[index] ?? '')
  }
  if (read.size === 0) return match
  const isLeft = (_: unknown, n: number) => !read.has(match.ignoredNames[n] ?? '')
  return {
    ...match,
    columns,
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
