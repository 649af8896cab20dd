import { type Cell, isBlank, type SheetRow, shownText } from '#db/sheets/cell.ts'
import { firstRows, type Sheet, sheetOf } from '#db/sheets/sheet.ts'
import type { RosterForm } from '../../field.ts'
import { headerKey, headerKeyWithoutRemarks } from '../headers/header-key.ts'
import { withoutHiddenDoubles } from '../headers/hidden-doubles.ts'
import { headerLines } from '../locate-table.ts'
import { uprightSheets } from './turned-sheet.ts'
import { unfoldedSheets } from './two-lines.ts'

/** So many lines of a sheet are looked at: some hundreds of cards. */
const mostRows = 5_000
/** So many of the form's labels, with a value beside them, make a card. */
const leastLabels = 4
/** What cards ask for and no roster keeps: it is no value of the label before it. */
const otherLabel =
  /(?:住址|地址|联系人|联系电话|照片|相片|签[名字]|意见|备注|爱好|特长|简历|经历|奖惩|籍贯|年龄|学号|班级|健康状况|婚姻状况|介绍人|监护人|称谓|关系|兴趣|日期|时间|职务)$/

/** One card: the row of its first label, and by what it calls a field what stands beside it. */
type Card = {
  readonly row: number
  readonly cells: Map<string, { readonly field: string; readonly cell: Cell }>
}

/**
 * The sheets of a file in which people have a card each (姓名 | 张伟 | 性别 | 男, in several lines), below each other or on
 * a sheet of its own: each of these sheets as a table with a row for each card, which bears the number of its first line.
 * A file with one card alone, or with a table, stays as it is.
 */
async function dealtSheets(
  sheets: readonly Sheet[],
  forms: readonly RosterForm<string>[],
): Promise<readonly Sheet[]> {
  const form = forms.find(({ keys }) => keys.includes('name') && keys.includes('idNumber'))
  if (form === undefined) return sheets
  const dealt = new Map<Sheet, readonly Card[]>()
  for (const sheet of sheets) {
    const first = sheet.turned ? [] : await firstRows(sheet, headerLines)
    if (!first.some(row => saysANumber(row, form))) continue
    const rows = first.length < headerLines ? first : await firstRows(sheet, mostRows)
    const cards = rows.length < mostRows ? cardsOf(rows, form) : []
    if (cards.length > 0) dealt.set(sheet, cards)
  }
  const cards = [...dealt.values()].reduce((sum, each) => sum + each.length, 0)
  if (cards < 2) return sheets
  return sheets.map(sheet => {
    const own = dealt.get(sheet)
    return own === undefined
      ? sheet
      : { ...sheet, ofCards: true, open: sheetOf(sheet.name, tableOf(own)).open }
  })
}

/** The sheets of a file as tables that stand, with a line for each person, however they are written. */
export async function shapedSheets(
  sheets: readonly Sheet[],
  forms: readonly RosterForm<string>[],
): Promise<readonly Sheet[]> {
  const upright = await uprightSheets(await withoutHiddenDoubles(sheets, forms), forms)
  return unfoldedSheets(await dealtSheets(upright, forms), forms)
}

/** A card begins at the first label that the one before it has already. */
function cardsOf(rows: readonly SheetRow[], form: RosterForm<string>): readonly Card[] {
  const cards: Card[] = []
  let open: Card | undefined
  for (const row of rows)
    for (const [label, field, cell] of labelled(row, form)) {
      if (open === undefined || [...open.cells.values()].some(each => each.field === field)) {
        open = { row: row.row, cells: new Map() }
        cards.push(open)
      }
      open.cells.set(label, { field, cell })
    }
  const isWhole = ({ cells }: Card) => {
    const said = [...cells.values()]
    const isNamed = said.some(({ field, cell }) => field === form.keys[0] && !isBlank(cell))
    return (
      isNamed && said.length >= leastLabels && form.keys.every(key => said.some(each => each.field === key))
    )
  }
  return cards.every(isWhole) ? cards : []
}

/** A number of a card stands behind its label: below it, it is that of a table. */
function saysANumber(row: SheetRow, form: RosterForm<string>): boolean {
  const own = ownCells(row)
  return own.some(
    (cell, index) =>
      index > 0 &&
      /\d{14}/.test(shownText(cell).replace(/\s+/g, '')) &&
      labelOf(form, own[index - 1]) === 'idNumber',
  )
}

/** What a cell is a label of. */
function labelOf(form: RosterForm<string>, cell: Cell | undefined): string | undefined {
  const key = typeof cell === 'string' && cell.length < 30 ? headerKey(cell) : ''
  return (form.meanings().get(key) ?? form.meanings().get(headerKeyWithoutRemarks(key)))?.[0]?.field
}

function ownCells({ cells, spread }: SheetRow): readonly Cell[] {
  return cells.filter((cell, index) => !isBlank(cell) && !spread?.has(index))
}

/** The labels of a line, each with its field and with what stands behind it and is none. */
function* labelled(
  row: SheetRow,
  form: RosterForm<string>,
): Generator<readonly [label: string, field: string, cell: Cell]> {
  const own = ownCells(row)
  for (const [index, cell] of own.entries()) {
    const field = labelOf(form, cell)
    if (field === undefined) continue
    const next = own[index + 1] ?? null
    const isLabel = labelOf(form, next) !== undefined || otherLabel.test(shownText(next).replace(/\s+/g, ''))
    yield [shownText(cell).trim(), field, isLabel ? null : next]
  }
}

function tableOf(cards: readonly Card[]): readonly SheetRow[] {
  const labels = new Map<string, string>()
  for (const { cells } of cards)
    for (const [label, { field }] of cells) if (!labels.has(field)) labels.set(field, label)
  const fields = [...labels.keys()]
  const rows = cards.map(({ row, cells }) => {
    const said = new Map([...cells.values()].map(({ field, cell }) => [field, cell]))
    // The line of the labels stands before the first card, whose own first line it may be.
    return { row: Math.max(row, 2), cells: fields.map(field => said.get(field) ?? null) }
  })
  return [{ row: 1, cells: [...labels.values()] }, ...rows]
}
