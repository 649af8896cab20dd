import { type SheetRow, shownText } from '#db/sheets/cell.ts'
import type { RosterForm } from '../../field.ts'
import { headerKey, isOfFormer } from './header-key.ts'
import { type Column, type Columns, columnAt, columnsOf, type HeaderMatch } from './header-match.ts'

type Head = {
  readonly index: number
  readonly header: string
  readonly title: string | undefined
  readonly rest: string
}

/**
 * The officers of a table in which each row is an organization: 团支部 | 书记姓名 | 手机 | 副书记姓名 | 手机, also with
 * 书记 and 副书记 in the line above 姓名 and 手机. A set of columns for each officer, who holds the post that heads them;
 * what stands there once belongs to all. Empty where no column is headed so, and where posts have a column of their own.
 */
export function officersIn<F extends string>(
  form: RosterForm<F>,
  headers: readonly string[],
  above: SheetRow | undefined,
  matched: Columns<F>,
): readonly Columns<F>[] {
  const { titled, keys, place } = form
  const [name] = keys
  if (titled === undefined || name === undefined || matched[titled.field] !== undefined) return []
  const heads = headsOf(headers, titled.words, above)
  const fieldOf = (text: string): F | undefined =>
    form
      .meanings()
      .get(headerKey(text))
      ?.toSorted((a, b) => a.rank - b.rank)[0]?.field
  // Where 姓名 stands by itself the rows are people, and 支部书记 is a remark on where they belong.
  if (heads.some(({ title, rest }) => title === undefined && fieldOf(rest) === name)) return []
  const officers: { readonly title: string; readonly columns: Map<F, Column> }[] = []
  const shared = new Map<F, Column>()
  for (const { index, header, title, rest } of heads) {
    const field: F | undefined = rest === '' ? name : fieldOf(rest)
    const column = { index, header }
    if (title !== undefined && field === name) {
      const own: [F, Column][] = [
        [name, column],
        [titled.field, { ...column, says: title }],
      ]
      officers.push({ title, columns: new Map(own) })
      continue
    }
    if (field === undefined || isOfFormer(headers, index)) continue
    const of = title === undefined ? officers.at(-1) : officers.findLast(officer => officer.title === title)
    const own = field === place || of === undefined || isOnce(heads, header, title) ? shared : of.columns
    if (!own.has(field)) own.set(field, column)
  }
  return officers.map(({ columns }) => columnsOf(form, new Map([...shared, ...columns])))
}

const head = /^(?:团?(?:组织|支部|总支|委)|单位)?(?:主要)?负责人(?:姓名|名字)?$/

/** The match of a header in which 负责人姓名 stands beside 职务: where nothing else is the name, he is who holds the post. */
export function withHeadAsName<F extends string>(
  { titled, keys: [name] }: RosterForm<F>,
  match: HeaderMatch<F>,
  headers: readonly string[],
): HeaderMatch<F> {
  const { columns } = match
  const index = headers.findIndex((header, i) => head.test(headerKey(header)) && !match.by.has(i))
  if (titled === undefined || name === undefined || index < 0) return match
  if (columns[titled.field] === undefined || columns[name] !== undefined) return match
  const column = columnAt(index, (headers[index] ?? '').trim())
  const isLeft = (_: unknown, n: number) => match.ignored[n] !== column.header
  return {
    ...match,
    columns: { ...columns, [name]: column },
    ignored: match.ignored.filter(isLeft),
    ignoredNames: match.ignoredNames.filter(isLeft),
    by: new Map([...match.by, [index, 'header']]),
    matched: match.matched + 1,
  }
}

/** 任职时间 behind the columns of two officers is of both. */
function isOnce(heads: readonly Head[], header: string, title: string | undefined): boolean {
  const officers = heads.filter(head => head.title !== undefined && head.rest === '').length
  return title === undefined && officers > 1 && heads.filter(head => head.header === header).length === 1
}

function headsOf(headers: readonly string[], words: readonly string[], above: SheetRow | undefined): Head[] {
  const longest = words.toSorted((a, b) => b.length - a.length)
  let over: string | undefined
  return headers.flatMap((raw, index): Head[] => {
    const group = headerKey(shownText(above?.cells[index]))
    if (group !== '') over = longest.find(word => bare(group) === word)
    const header = raw.trim()
    const key = bare(headerKey(header))
    if (header === '') return []
    const title = longest.find(word => key.startsWith(word))
    if (title !== undefined) {
      const rest = key.slice(title.length)
      return [{ index, header, title, rest: rest === '姓名' || nameAndMore.test(rest) ? '' : rest }]
    }
    return [{ index, header, title: over, rest: over !== undefined && key === '姓名' ? '' : key }]
  })
}

/** 书记姓名及电话, 书记及联系方式 and 书记姓名（身份证号）: both stand in one cell. */
const nameAndMore =
  /^(?:姓名[及和与、/(（]?|[及和与、/])(?:(?:联系)?(?:电话|手机|方式)(?:号码?)?|(?:居民)?(?:身份证|证件)(?:号码?)?)[)）]?$/

/** 团支部书记, 支部书记 and 团干副书记 are heads of the same post. */
function bare(key: string): string {
  return key.replace(
    /^(?:当选|新任|现任|现|本届|新一届|新当选)?(?:团支部|支部|团委|团总支|总支|团)?(?=(?:副?书记|..委员))/,
    '',
  )
}
