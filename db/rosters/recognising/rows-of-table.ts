import { type Cell, isBlank, type SheetRow, shownText } from '#db/sheets/cell.ts'
import type { RosterForm } from '../field.ts'
import type { GivenPlace } from '../roster-line.ts'
import { besideTable, isHeaderAgain } from './beside-table.ts'
import { type Columns, matchHeaders } from './headers/header-match.ts'
import { headerTexts, startsOf, type Table, tablesBeside } from './locate-table.ts'
import { saidAbove, saysNoneOfThem } from './none-of-them.ts'
import { type Place, placeInLine, soleText } from './place-of-table.ts'

/** What a row below the header is. */
export type RowFound<F extends string> =
  /** So many rows of the roster as it has column sets: two tables may stand side by side. */
  | {
      readonly kind: 'rows'
      /** Of the header that holds for the row. */
      readonly headers: readonly string[]
      readonly of: readonly {
        readonly columns: Columns<F>
        readonly place: GivenPlace | undefined
        /** The line above that says of all rows below it that these people are none of the branch's members. */
        readonly noneOf: string | undefined
      }[]
    }
  /** Words between the rows that are nobody's. */
  | { readonly kind: 'passed'; readonly text: string }
  /** The header of another table, whose rows are none of this roster's. */
  | { readonly kind: 'elsewhere'; readonly text: string }
  | { readonly kind: 'nothing' }

type Reading<F extends string> = {
  readonly form: RosterForm<F>
  readonly table: Pick<Table<F>, 'headers' | 'match' | 'beside' | 'above' | 'lines'>
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
  /** Whether the rows are of another table, until a header of this one comes again. */
  let isElsewhere = false
  let columns: readonly Columns<F>[] = [table.match.columns, ...table.beside]
  let current = table.headers
  let isBeside = besideTable(table.headers)
  let indexes = ownIndexes(form, columns)
  let headerAt = indexOfKey(form, columns[0])
  const known = new Set(form.fields.flatMap(({ header, also }) => [header, ...also]))
  const always = place.from === 'said'
  let section = 'text' in place ? place.text : place.from === 'lines' ? place.first : undefined
  /** Of tables side by side that have each its own organization above them. */
  let each = 'each' in place ? place.each : undefined
  /** What a line between the rows says of those below it, and what stands above each of tables side by side. */
  let left: string | undefined
  let aboveEach = saidAbove(table.above, startsOf(form, columns))
  const given = (table: number): GivenPlace | undefined => {
    const text = each?.[table] ?? section
    const field = form.place ?? form.above
    return field === undefined || text === undefined ? undefined : { field, text, always }
  }
  return row => {
    if (table.lines.length > 1 && table.lines.some(line => isSameLine(line, row))) {
      isElsewhere = false
      return nothing
    }
    if (isElsewhere && isHeaderAgain(row, table.headers)) isElsewhere = false
    if (isBeside(row)) {
      const said = soleText(row) ?? numberedRemark(row)
      return said !== undefined && ofColours.test(said) ? { kind: 'passed', text: said } : nothing
    }
    if (isHeaderWord(known, row, headerAt)) {
      const headers = headerTexts(row)
      const match = matchHeaders(form, headers)
      const isWhole = form.needs.every(
        need =>
          need.some(field => match.columns[field] !== undefined) || need.some(field => field === form.place),
      )
      if (match.matched >= 3 && (isWhole || !isHeaderLine(row))) {
        isElsewhere = false
        current = headers
        columns = [match.columns, ...tablesBeside(form, headers, match)]
        aboveEach = []
        indexes = ownIndexes(form, columns)
        headerAt = indexOfKey(form, match.columns)
        isBeside = besideTable(headers)
        return nothing
      }
      // 团支部 below 组织类型 is a kind, and 社区 a tier: only in the column of names a header's word is a header.
      const name = row.cells[headerAt]
      const isNameAHeader = typeof name === 'string' && known.has(name.trim())
      if (isNameAHeader && isWhole && match.matched > 1) {
        isElsewhere = false
        return nothing
      }
      if (isNameAHeader && isHeaderLine(row) && (headersKnown(known, row) > 1 || countsPeople(row))) {
        isElsewhere = true
        return { kind: 'elsewhere', text: ownTexts(row) }
      }
    }
    if (isElsewhere) return nothing
    const own = columns.flatMap((of, i) =>
      hasOwnValue(row, indexes[i] ?? []) && !isVacant(form, of, row) && !saysNobody(form, of, row) ? [i] : [],
    )
    const line =
      form.place === undefined && form.above !== undefined && own.length === 0 ? soleText(row) : undefined
    if (line !== undefined) {
      section = placeInLine(row, knows)
      return section === undefined ? { kind: 'passed', text: line } : nothing
    }
    if (form.needs.length > 1) {
      const sole = soleText(row) ?? numberedRemark(row)
      const name = sole === undefined || form.place === undefined ? undefined : placeInLine(row, knows)
      if (name !== undefined) {
        if (!always) [section, each] = [name, undefined]
        left = undefined
        return nothing
      }
      if (sole !== undefined && saysThatItEnds(sole)) return { kind: 'passed', text: sole }
      if (sole !== undefined && saysNoneOfThem(sole)) left = sole
      else if (sole !== undefined && isRemark(sole)) left = undefined
      if (sole !== undefined && (sole === left || isRemark(sole))) return { kind: 'passed', text: sole }
    }
    if (inBlocks) {
      const field = form.place ?? form.above
      const at = field === undefined ? undefined : columns[0]?.[field]?.index
      const cell = at === undefined ? null : row.cells[at]
      if (!isBlank(cell) && own.length > 0) section = shownText(cell)
    }
    if (own.length === 0) return nothing
    if (isSecondLine(form, columns[0], row)) return { kind: 'passed', text: ownTexts(row) }
    return {
      kind: 'rows',
      headers: current,
      of: own.flatMap(i => {
        const of = columns[i]
        return of === undefined ? [] : [{ columns: of, place: given(i), noneOf: aboveEach[i] ?? left }]
      }),
    }
  }
}

/** One of several lines of the header once more, at the top of a printed page: texts alone, two of them at least. */
function isSameLine(line: SheetRow, row: SheetRow): boolean {
  const [before, after] = [line, row].map(({ cells, spread }) =>
    [...cells.entries()].filter(([index, cell]) => !isBlank(cell) && !spread?.has(index)),
  )
  return (
    before !== undefined &&
    after !== undefined &&
    after.length > 1 &&
    before.length === after.length &&
    after.every(
      ([index, cell], n) => typeof cell === 'string' && before[n]?.[0] === index && before[n]?.[1] === cell,
    )
  )
}

/** 注：标红的为已转出人员: what a colour means is not read, and so it is told. */
const ofColours = /(?:标|填|涂|底|加)[红黄蓝绿灰橙紫]|[红黄蓝绿灰橙紫]色|底色|颜色|删除线|划线/

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

/** Short words alone, three of them at least. */
function isHeaderLine({ cells, spread }: SheetRow): boolean {
  const own = cells.filter((cell, i) => !isBlank(cell) && !spread?.has(i))
  return (
    own.length > 2 &&
    own.every(cell => typeof cell === 'string' && cell.length < 16 && !/\d|[:：]/.test(cell))
  )
}

/** 支部, 人数, 男 and 女 head what is counted. */
function countsPeople({ cells }: SheetRow): boolean {
  return cells.some(
    cell => typeof cell === 'string' && /(?:人数|[团队]员数|总数|合计|小计|占比|比例|率)$/.test(cell.trim()),
  )
}

function headersKnown(known: ReadonlySet<string>, { cells }: SheetRow): number {
  return cells.filter(cell => typeof cell === 'string' && known.has(cell.trim())).length
}

/** A table of something else above this one: a line of headers, two of them such as this form has, and a row below it. */
export function tableAbove<F extends string>(
  form: RosterForm<F>,
  above: readonly SheetRow[],
): { readonly row: number; readonly text: string } | undefined {
  const known = new Set(form.fields.flatMap(({ header, also }) => [header, ...also]))
  const at = above.findIndex(row => isHeaderLine(row) && headersKnown(known, row) > 1)
  const header = above[at]
  const isFilled = above.slice(at + 1).some(({ cells }) => cells.filter(cell => !isBlank(cell)).length > 2)
  return at < 0 || header === undefined || !isFilled ? undefined : { row: header.row, text: ownTexts(header) }
}

/** A row with nothing but a running number, or with nothing but what a merged cell spreads over it, is blank. */
function hasOwnValue(row: SheetRow, indexes: readonly number[]): boolean {
  for (const index of indexes) {
    if (!isBlank(row.cells[index]) && !row.spread?.has(index)) return true
  }
  return false
}

const vacant = /^[(（]?(?:-+|—+|[/\\]+|无|空|空缺|暂缺|缺|缺位|缺额|待定|待补|待选|待选举|暂无|未配备)[)）]?$/

/** 空缺 in place of a name says that nobody holds the post; where a row is an organization, so does a blank below 宣传委员. */
function isVacant<F extends string>({ titled, keys }: RosterForm<F>, of: Columns<F>, row: SheetRow): boolean {
  const title = titled === undefined ? undefined : of[titled.field]
  if (title === undefined) return false
  const name = keys[0] === undefined ? undefined : of[keys[0]]
  const text = name === undefined ? '' : shownText(row.cells[name.index]).replace(/\s+/g, '')
  return vacant.test(text) || (text === '' && title.says !== undefined)
}

const nobody = /^[(（]?(?:无|没有|暂无|空|-+|—+|–+|\/+|\\+)[)）]?$/

/** 无 where somebody's name would stand, and nothing beside it but where he would belong: there is nobody to tell of. */
function saysNobody<F extends string>(form: RosterForm<F>, of: Columns<F>, row: SheetRow): boolean {
  const textOf = (field: F) => {
    const column = of[field]
    return column === undefined ? '' : shownText(row.cells[column.index]).replace(/\s+/g, '')
  }
  const [key] = form.keys
  return (
    key !== undefined &&
    nobody.test(textOf(key)) &&
    form.fields.every(({ field }) => {
      const text = field === form.place ? '' : textOf(field)
      return text === '' || nobody.test(text)
    })
  )
}

/** Whose name and number are merged over two rows has a second line: another telephone, and nobody else. */
function isSecondLine<F extends string>(
  { keys, titled }: RosterForm<F>,
  columns: Columns<F> | undefined,
  { cells, spread }: SheetRow,
): boolean {
  // Whoever has a post of his own in each of his lines holds both.
  const title = titled === undefined ? undefined : columns?.[titled.field]
  const says = title === undefined || title.says !== undefined || spread?.has(title.index) === true
  if (!says && !isBlank(cells[title.index])) return false
  const indexes = keys.map(key => columns?.[key]?.index)
  return spread !== undefined && indexes.every(index => index !== undefined && spread.has(index))
}

function ownTexts({ cells, spread }: SheetRow): string {
  return cells
    .flatMap((cell, i) => (isBlank(cell) || spread?.has(i) ? [] : [shownText(cell).trim()]))
    .join(' ')
}

/** 1 | 姓名须与身份证一致，不得用简称；: a remark below the table, whose number stands in a cell of its own. */
function numberedRemark({ cells, spread }: SheetRow): string | undefined {
  const own = cells.filter((cell, i) => !isBlank(cell) && !spread?.has(i))
  const [number, text, ...more] = own.map(cell => shownText(cell).trim())
  if (number === undefined || text === undefined || more.length > 0) return undefined
  const isNumber = /^[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）.．、]?$/.test(number)
  return isNumber && /[，。；：！]/.test(text) && text.length > 8 && isRemark(text) ? text : undefined
}

/** A sentence, or words with signs that no name has; 张伟 alone is a row of which the rest is missing. */
function isRemark(text: string): boolean {
  return (
    !/\d{15}/.test(text) &&
    (text.length > 12 ||
      /^(?:人数|人员|团员|数据|本表|情况)?(?:统计|汇总)(?:情况|数据|信息|表)?$/.test(text) ||
      section.test(text.replace(/\s+/g, '')) ||
      /[,，。；;：:、(（!！?？]/.test(text))
  )
}

/** 团干部 and 普通团员名单 head the people below them. */
const section =
  /^(?:本?支部)?(?:普通|其他|其余|一般|正式|新|老)?(?:团干部?|团员|学生团员|教工团员|支委会?|委员会?|班子|支部委员会?)(?:成员|人员)?(?:名单|名册|花名册|情况|信息)?表?$|[\p{Script=Han}]{2,}(?:名单|名册|花名册)$/u

/** 以下空白, （完） or a line of dashes: where a table ends, so that nobody writes on below it. */
const ends =
  /^[(（]?(?:(?:以下|下面|此处|本页以下)(?:为|均为)?(?:空白|无正文|无内容|无)|完|本表完|表尾)[)）。.]?$|^[-—–_=*~·.…]{2,}$/

function saysThatItEnds(text: string): boolean {
  return ends.test(text.replace(/\s+/g, ''))
}
