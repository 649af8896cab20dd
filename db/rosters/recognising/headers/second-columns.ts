import type { RosterForm } from '../../field.ts'
import { columnNames } from './column-names.ts'
import { type Column, type Columns, type HeaderMatch, meansField } from './header-match.ts'

/** What a row says once, though a table may have two columns for it. */
const once: ReadonlySet<string> = new Set([
  ...['phone', 'idNumber', 'birth', 'joined', 'result', 'registered', 'star'],
])

/**
 * The match of a header in which another column stands for such a field as well: it is read where the first is blank, and
 * told where it says otherwise. Of tables side by side each has its own.
 */
export function withSecondColumns<F extends string>(
  form: RosterForm<F>,
  match: HeaderMatch<F>,
  headers: readonly string[],
  beside: readonly Columns<F>[],
): { readonly match: HeaderMatch<F>; readonly beside: readonly Columns<F>[] } {
  const tables = [match.columns, ...beside]
  const taken = new Set(tables.flatMap(columns => indexesIn(form, columns)))
  const free = [...headers.keys()].filter(
    index =>
      (headers[index] ?? '').trim() !== '' &&
      !taken.has(index) &&
      !match.by.has(index) &&
      !match.ofPerson.includes(headers[index] ?? ''),
  )
  const names = columnNames(headers)
  const starts = tables.map((columns, t) => {
    const before = new Set(tables.slice(0, t).flatMap(each => indexesIn(form, each)))
    return t === 0 ? 0 : Math.min(...indexesIn(form, columns).filter(index => !before.has(index)))
  })
  const read = new Set<string>()
  const [first = match.columns, ...others] = tables.map((columns, t) => {
    const [start, end] = [starts[t] ?? 0, starts[t + 1] ?? headers.length]
    const all: { [K in F]?: Column } = { ...columns }
    for (const { field } of form.fields) {
      const column = columns[field]
      if (!once.has(field) || column === undefined || column.ticks !== undefined) continue
      const also = free.filter(
        index => index >= start && index < end && meansField(form, plainHeader(headers[index] ?? ''), field),
      )
      if (also.length === 0) continue
      all[field] = { ...column, also: also.map(index => ({ index, header: names[index] ?? '' })) }
      for (const index of also) read.add(names[index] ?? '')
    }
    return all
  })
  if (read.size === 0) return { match, beside }
  const isLeft = (_: unknown, n: number) => !read.has(match.ignoredNames[n] ?? '')
  return {
    match: {
      ...match,
      columns: first,
      ignored: match.ignored.filter(isLeft),
      ignoredNames: match.ignoredNames.filter(isLeft),
    },
    beside: others,
  }
}

/** 联系电话2, 备用电话 and 第二联系方式 are one telephone more. */
function plainHeader(header: string): string {
  return header.trim().replace(/^(?:备用|另一|其他|其它|第[二2])|[(（]?(?:[2-3２３二三]|备用)[)）]?$/g, '')
}

function indexesIn<F extends string>(form: RosterForm<F>, columns: Columns<F>): readonly number[] {
  return form.fields.flatMap(({ field }) => indexesOf(columns[field]))
}

function indexesOf(column: Column | undefined): readonly number[] {
  if (column === undefined) return []
  const { index, given, parts = [], ticks = [] } = column
  return [index, ...(given === undefined ? [] : [given]), ...parts, ...ticks.map(tick => tick.index)]
}
