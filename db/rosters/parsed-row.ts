import { hash } from 'node:crypto'
import { nameAndNumberIn } from '#db/records/types/cell-of-two.ts'
import { bareText } from '#db/shared/tidy-text.ts'
import { type Cell, isBlank, type SheetRow, shownText } from '#db/sheets/cell.ts'
import type { RosterForm } from './field.ts'
import type { FirstRowsByKey } from './first-rows-by-key.ts'
import { type Problem, problemAt } from './problem.ts'
import { type DrawnCells, noteDrawn, withoutCopied } from './recognising/drawn-down.ts'
import type { Column, Columns } from './recognising/headers/header-match.ts'
import type { Table } from './recognising/locate-table.ts'
import {
  goneHeader,
  hasGoneHeader,
  membershipHeader,
  onRollHeader,
  otherSortHeader,
  refuseGone,
  refuseHasGone,
  refuseNoMember,
  refuseNoneOf,
  refuseOffRoll,
  refuseOtherSort,
  refuseTickedSort,
  refuseWent,
  sortHeader,
  wentHeader,
} from './recognising/none-of-them.ts'
import type { Continued } from './recognising/shapes/two-lines.ts'
import { ofHim } from './recognising/who-of-table.ts'
import type { NotIf, RosterKind, Row } from './roster-kind.ts'
import { cellAt, type LineContext, RosterLine } from './roster-line.ts'
import { isStruck, refuseStruck } from './struck-rows.ts'
import type { Outlined } from './values/outline.ts'

type OfRow = {
  readonly row: number
  /** The sheet, where the rows of several are read. */
  readonly sheet?: string | undefined
  /** Its place among the tables of the roster. */
  readonly table: number
  readonly problems: readonly Problem[]
  /** Those of the sheet, by column. */
  readonly cells: readonly Cell[]
}

/** A row that can be taken in; its problems are notes. `repeats`: it says what a row of an earlier sheet said. */
export type TakenRow<T> = OfRow & { readonly refused: false; readonly values: T; readonly repeats?: true }

/** A row that is left out, for at least one of its problems. */
export type RefusedRow = OfRow & {
  readonly refused: true
  /** The name and the number of a row of people, as they stand there. */
  readonly unread?: { readonly name: string; readonly number: string } | undefined
  /** By what a person would call it: the name that stands there, else the organization. */
  readonly who?: string | undefined
}

export type ParsedRow<T> = TakenRow<T> | RefusedRow

type RowContext<R extends Row> = {
  readonly reading: RosterKind<R>
  /** What is told to every row of the table. */
  readonly line: LineContext
  readonly who: string | undefined
  readonly met: FirstRowsByKey
  readonly table: number
  readonly sheetOf: (table: number) => string
  /** 备注 and 去向, where the table has such columns. */
  readonly remarks: readonly Column[]
  /** 是否团员, where the table has such a column. */
  readonly membership: Column | undefined
  /** 类别, where the table has such a column. */
  readonly sort: Column | undefined
  /** 是否在册, where the table has such a column. */
  readonly onRoll: Column | undefined
  /** 转出时间, where the table has such a column. */
  readonly gone: Column | undefined
  /** 是否转出, where the table has such a column. */
  readonly hasGone: Column | undefined
  /** 转出去向, where the table has such a column. */
  readonly went: Column | undefined
  /** 非团员 and 群众, where people are ticked off by their sort. */
  readonly otherSorts: readonly Column[]
  /** Columns by which rows say that they are none of this roster's. */
  readonly notIf: readonly (Pick<NotIf, 'is' | 'unless' | 'code' | 'says'> & { readonly column: Column })[]
  /** By its number, what the line below a row added to it. */
  readonly continued: Continued
  readonly drawn: DrawnCells
}

type OfTable<R extends Row> = Pick<RowContext<R>, 'who' | 'met' | 'table' | 'sheetOf'> & {
  readonly line: Pick<LineContext, 'today' | 'year' | 'month' | 'sheet'>
}

/** What is known of all rows of a table before the first is read. */
export function rowContext<R extends Row>(
  reading: RosterKind<R>,
  { written, match }: Table<string>,
  { line, ...of }: OfTable<R>,
): RowContext<R> {
  const { form } = reading
  return {
    ...of,
    reading,
    line: { ...line, twos: form.twos, usual: usualHeaders(form), meanings: form.meanings },
    remarks: columnsCalled(written, remarkHeader).filter(
      ({ index }) => !form.fields.some(({ field }) => match.columns[field]?.index === index),
    ),
    membership: columnOf(written, membershipHeader),
    sort: columnOf(written, sortHeader),
    onRoll: columnOf(written, onRollHeader),
    gone: columnOf(written, goneHeader),
    hasGone: columnOf(written, hasGoneHeader),
    went: columnOf(written, wentHeader),
    otherSorts: columnsCalled(written, otherSortHeader),
    notIf: (reading.notIf ?? []).flatMap(({ header, ...notIf }) =>
      columnsCalled(written, header).map(column => ({ column, ...notIf })),
    ),
    continued: { added: new Map(), ofWhom: new Map() },
    drawn: new Map(),
  }
}

/** A line with another workplace below somebody's, and with nobody's name: it may be his, or that of somebody forgotten. */
function lineOfWhom<R extends Row>(
  { reading, line: { sheet } }: RowContext<R>,
  { row }: SheetRow,
  above: string,
): Problem {
  const column = usualHeaders(reading.form).get('name') ?? 'name'
  return problemAt({ row, sheet, column, value: '' }, 'line-of-whom', {
    zh: `这一行没有姓名和证件号码，不知道是不是上面“${above}”的。是的，请并到上面一行；不是的，请补上姓名。`,
    en: `this line has no name and no ID number, and it is not known whether it belongs to ${above} above it. If it does, put it into that row; if not, add the name.`,
    refused: true,
  })
}

const remarkHeader =
  /^(备注栏?[一二三1-9]?|备考|说明|情况说明|其他说明|备注说明|(团员|人员)?(变动|异动|流动|转接|现状)(情况|说明|备注)?|(团员|人员|目前|当前|现在?|在校|学籍|学业|就业)(状态|状况|情况|动态)|(团员|人员)?在[册籍团](情况|状态)|(团员|人员|目前|现在?|毕业)?去向(情况|说明|备注)?)([(（].*)?$/

function columnOf(headers: readonly string[], called: RegExp): Column | undefined {
  return columnsCalled(headers, called)[0]
}

/** No table has more columns of remarks. */
const mostCalled = 8

/** The columns whose header is called so. */
export function columnsCalled(headers: readonly string[], called: RegExp): readonly Column[] {
  const columns = headers.flatMap((header, index) =>
    called.test(header.replace(/\s+/g, '')) ? [{ index, header: header.trim() }] : [],
  )
  return columns.slice(0, mostCalled)
}

/** What each column is called where a file has none of it. */
function usualHeaders({ fields }: RosterForm): ReadonlyMap<string, string> {
  return new Map(fields.map(({ field, header }) => [field, header]))
}

/** What is said of a row elsewhere than in its cells: by the lines above it, or by its number. */
type Said = {
  readonly place: LineContext['place']
  readonly noneOf: string | undefined
  readonly outlined: Outlined | undefined
}

/** What a row hangs under by its number. */
function placeAbove({ above }: RosterForm, outlined: Outlined | undefined): LineContext['place'] {
  if (above === undefined || outlined?.parent === undefined) return undefined
  return { field: above, text: outlined.parent, always: false }
}

/** What a row says, with all that is to be noted of it; or why it is left out. */
export function parsedRow<R extends Row>(
  context: RowContext<R>,
  row: SheetRow,
  found: Columns<string>,
  said: Said,
): ParsedRow<R> {
  const { reading, table, who } = context
  const { noneOf, outlined } = said
  const place = said.place ?? placeAbove(reading.form, outlined)
  const columns = who === undefined ? found : ofHim(reading.form, found, who)
  const { sheet, today } = context.line
  const none = saidToBeNone(context, row, columns)
  if (none !== undefined)
    return { ...refusedRow(context, row, [none]), who: whomItNames(reading, row, columns) }
  const ofWhom = context.continued.ofWhom.get(row.row)
  if (ofWhom !== undefined) return refusedRow(context, row, [lineOfWhom(context, row, ofWhom)])
  const line = new RosterLine<string>(
    withoutCopied(context.drawn, row, columns),
    reading.completes?.(columns, context.line) ?? columns,
    place === undefined ? context.line : { ...context.line, place },
  )
  noteDrawn(context.drawn, row, columns, line)
  const values = reading.parse(line, today)
  noteParent(context, row, columns, line, said)
  refuseWhoIsNone(context, row, columns, line, noneOf)
  if (isStruck(row, columns)) refuseStruck(line, reading.once?.field)
  if (values === undefined || line.refused)
    return {
      ...refusedRow(context, row, line.problems),
      unread: whoIsWritten(row, columns),
      who: whomItNames(reading, row, columns),
    }
  noteRemark(context, row, line, values)
  noteContinued(context, row, line)
  const again = metAgain(context, row, columns, values)
  const taken = {
    refused: false,
    row: row.row,
    sheet,
    table,
    values,
    problems: line.problems,
    cells: row.cells,
  } as const
  if (again === 'same') return { ...taken, repeats: true }
  if (again === undefined) return taken
  return {
    ...refusedRow(context, row, [...line.problems, again]),
    who: whomItNames(reading, row, columns),
  }
}

/** By which line above, indent or number a row was taken to stand under another one. */
function noteParent<R extends Row>(
  { reading: { form } }: RowContext<R>,
  row: SheetRow,
  columns: Columns<string>,
  line: RosterLine<string>,
  { place, outlined }: Said,
): void {
  const { above } = form
  if (above === undefined) return
  if (place?.field === above && saysNoParent(form, row, columns))
    line.note(
      above,
      'parent-by-line',
      `按上面的一行，上级组织读作“${place.text}”。请核对。`,
      `by the line above it was taken to stand under ${place.text}. Check it.`,
    )
  else if (outlined?.parent !== undefined)
    line.note(
      above,
      outlined.byIndent ? 'parent-by-indent' : 'parent-by-number',
      outlined.byIndent
        ? `按名称前面的缩进，上级组织读作“${outlined.parent}”。请核对。`
        : `按编号“${outlined.number}”，上级组织读作“${outlined.parent}”。请核对。`,
      outlined.byIndent
        ? `as it is indented, it was taken to stand under ${outlined.parent}. Check it.`
        : `by its number ${outlined.number} it was taken to stand under ${outlined.parent}. Check it.`,
    )
}

/** Refuses, in a roster of people who may leave, whoever a column or a line says is none of them, or none any more. */
function refuseWhoIsNone<R extends Row>(
  { reading, membership, sort, onRoll, gone, hasGone, went, otherSorts }: RowContext<R>,
  row: SheetRow,
  columns: Columns<string>,
  line: RosterLine<string>,
  noneOf: string | undefined,
): void {
  const { leftInRemark, once } = reading
  if (leftInRemark === undefined) return
  if (noneOf !== undefined) refuseNoneOf(line, once?.field, noneOf)
  if (membership !== undefined) refuseNoMember(line, membership, row)
  if (sort !== undefined) refuseOtherSort(line, sort, row)
  if (onRoll !== undefined) refuseOffRoll(line, onRoll, row, leftInRemark)
  const saysHow = saysHowItEnded(row, columns)
  if (gone !== undefined && !saysHow) refuseGone(line, gone, row)
  if (hasGone !== undefined) refuseHasGone(line, hasGone, row, leftInRemark)
  if (went !== undefined && !saysHow) refuseWent(line, went, row)
  for (const column of otherSorts) refuseTickedSort(line, column, row)
}

function saysNoParent({ above = '' }: RosterForm, { cells }: SheetRow, columns: Columns<string>): boolean {
  const column = columns[above]
  return column === undefined || isBlank(cellAt(cells, column))
}

/** What a column that is no field says of a row: that it is none of this roster's. */
function saidToBeNone<R extends Row>(
  { notIf, line: { sheet } }: RowContext<R>,
  { row, cells }: SheetRow,
  columns: Columns<string>,
): Problem | undefined {
  for (const { column, is, unless = '', code, says } of notIf) {
    const allTheSame = columns[unless]
    if (allTheSame !== undefined && !isBlank(cellAt(cells, allTheSame))) continue
    const value = shownText(cells[column.index]).replace(/\s+/g, '')
    if (value !== '' && is(value, column.header))
      return problemAt({ row, sheet, column: column.header, value }, code, { ...says, refused: true })
  }
  return undefined
}

/** 满28周岁离团 below 团籍状态 says more than a day beside it: it is taken as what it is. */
function saysHowItEnded({ cells }: SheetRow, { status }: Columns<string>): boolean {
  const state = status === undefined ? '' : shownText(cellAt(cells, status)).trim()
  return state !== '' && state !== '正常'
}

/** A remark is no column of a roster, but 已转出 in it is what a person would see first. */
function noteRemark<R extends Row>(
  { reading, remarks }: RowContext<R>,
  row: SheetRow,
  line: RosterLine<string>,
  values: R,
): void {
  for (const { header, index } of remarks) {
    const value = shownText(row.cells[index])
    if (value === '') continue
    if (reading.leftInRemark?.(value) === true)
      line.noteAt(header, value, 'remark-left', {
        zh: '备注里写着已经离开，这一行仍按在本支部登记。确实离开的，请删去这一行，或办理转出。',
        en: 'the remark says that the member has left; the row was taken all the same. Delete it, or record where the member went.',
      })
    else {
      const away = reading.awayInRemark?.(value, values)
      if (away !== undefined) line.noteAt(header, value, away.code, { zh: away.zh, en: away.en })
    }
  }
}

function noteContinued<R extends Row>(
  { continued, reading }: RowContext<R>,
  { row }: SheetRow,
  line: RosterLine<string>,
): void {
  const added = continued.added.get(row)
  if (added === undefined) return
  line.noteAt(usualHeaders(reading.form).get('name') ?? 'name', added, 'second-line', {
    zh: '下面一行没有姓名和证件号码，当作这一行的续行读入。请核对。',
    en: 'the line below has no name and no ID number and was taken as going on from this one. Check it.',
  })
}

function refusedRow<R extends Row>(
  { table, line: { sheet } }: RowContext<R>,
  row: SheetRow,
  problems: readonly Problem[],
): RefusedRow {
  return { refused: true, row: row.row, sheet, table, problems, cells: row.cells }
}

/** Who a row is about by its own words, for those who know more than the row. */
function whoIsWritten(row: SheetRow, columns: Columns<string>): RefusedRow['unread'] {
  const { name, idNumber } = columns
  if (name === undefined || idNumber === undefined) return undefined
  const cells = [name, idNumber].map(column => cellAt(row.cells, column))
  const both = name.index === idNumber.index ? nameAndNumberIn(cells[0] ?? null, name.header) : cells
  const [written, number] = (both ?? cells).map(cell => bareText(shownText(cell)))
  return written === undefined || number === undefined ? undefined : { name: written, number }
}

function whomItNames<R extends Row>(
  { form }: RosterKind<R>,
  row: SheetRow,
  columns: Columns<string>,
): string | undefined {
  for (const column of [columns['name'], form.place === undefined ? undefined : columns[form.place]]) {
    const cell = column === undefined ? null : cellAt(row.cells, column)
    const alone =
      column === columns['name'] ? (nameAndNumberIn(cell, column?.header ?? '')?.[0] ?? cell) : cell
    const text = column?.says ?? shownText(alone).trim()
    if (text !== '') return text.slice(0, 40)
  }
  return undefined
}

/** More rows than any sheet has: a row of the second table is told from one of the first by its number. */
const rowsPerTable = 2 ** 21

/**
 * The same ID number or code twice in a file: the first row counts. A sheet that gathers all others says nothing new,
 * so its rows are no problem.
 */
function metAgain<R extends Row>(
  { reading, met, table, line: { sheet }, sheetOf }: RowContext<R>,
  row: SheetRow,
  columns: Columns<string>,
  values: R,
): Problem | 'same' | undefined {
  const { once } = reading
  const key = once?.keyOf(values)
  if (once === undefined || key === undefined) return undefined
  const at = table * rowsPerTable + row.row
  const says = Number.parseInt(hash('sha1', JSON.stringify(values)).slice(0, 12), 16)
  const before = met.metBefore(key, { at, says })
  if (before === undefined) return undefined
  const [tableBefore, rowBefore] = [Math.floor(before.at / rowsPerTable), before.at % rowsPerTable]
  const isSame = before.says === says
  if (tableBefore !== table && isSame) return 'same'
  const column = columns[once.field]
  const value = shownText(column === undefined ? null : row.cells[column.index])
  const elsewhere = sheet === undefined || tableBefore === table ? undefined : sheetOf(tableBefore)
  const zh = elsewhere === undefined ? '' : `工作表“${elsewhere}”`
  const en = elsewhere === undefined ? '' : ` of sheet "${elsewhere}"`
  const place = { row: row.row, sheet, column: column?.header ?? once.field, value }
  if (isSame)
    return problemAt(place, once.code, {
      zh: `与${zh}第 ${rowBefore} 行要登记的内容全部相同，只取前一行。请删去多余的一行。`,
      en: `this row says the same as row ${rowBefore}${en}, which was taken. Delete one of them.`,
      refused: true,
    })
  return problemAt(place, once.code, {
    zh: `与${zh}第 ${rowBefore} 行相同，但这一行的其他内容不一样，只取了前一行。请核对哪一行是对的，改正或删去另一行。`,
    en: `this is the same as in row ${rowBefore}${en}, but the rest of the row is not; the first was taken. Check which one is right, and correct or delete the other.`,
    refused: true,
  })
}
