import { ownCopy } from '#db/shared/own-copy.ts'
import { type Cell, isBlank, type SheetRow, shownText } from '#db/sheets/cell.ts'
import { firstRows, type Sheet, widest } from '#db/sheets/sheet.ts'
import type { RosterForm } from '../../field.ts'
import { besideTable } from '../beside-table.ts'
import { headerKey } from '../headers/header-key.ts'
import { headerLines, headerTexts, type Table } from '../locate-table.ts'

/** People who have two lines each: a header of two lines tells what the second holds, or a telephone alone goes on in it. */

/** Where the two lines of a header stand, how wide the first is, and in which columns the second one has a header. */
type Fold = {
  readonly header: number
  readonly width: number
  readonly second: readonly string[]
  readonly number: number
  readonly isBeside: (row: SheetRow) => boolean
}

/**
 * The sheets of a file, each person in one line: below a header of two lines, where every person's first line has his ID
 * number and the second what stands in the second line of the header, the second line is put behind the first.
 */
export async function unfoldedSheets(
  sheets: readonly Sheet[],
  forms: readonly RosterForm<string>[],
): Promise<readonly Sheet[]> {
  const ofPeople = forms.filter(form => form.fields.some(({ field }) => field === 'idNumber'))
  if (ofPeople.length === 0) return sheets
  const unfolded: Sheet[] = []
  for (const sheet of sheets) {
    const fold = sheet.turned ? undefined : foldOf(await firstRows(sheet, 2 * headerLines), ofPeople)
    unfolded.push(
      fold === undefined ? sheet : { ...sheet, open: async () => inOneLine(await sheet.open(), fold) },
    )
  }
  return unfolded
}

function foldOf(rows: readonly SheetRow[], forms: readonly RosterForm<string>[]): Fold | undefined {
  for (const [i, header] of rows.slice(0, headerLines).entries()) {
    const next = rows[i + 1]
    if (next === undefined || next.row !== header.row + 1) continue
    const texts = headerTexts(header)
    const form = forms.find(each => texts.some(text => means(each, text, 'idNumber')))
    if (form === undefined || !texts.some(text => means(form, text, 'name'))) continue
    const second = ownHeaders(next)
    if (second === undefined || second.some(text => form.keys.some(key => means(form, text, key)))) continue
    if (!second.some(text => forms.some(each => each.meanings().has(headerKey(text))))) continue
    const width = Math.max(...rows.map(({ cells }) => cells.length))
    if (2 * width > widest) return undefined
    const number = texts.findIndex(text => means(form, text, 'idNumber'))
    const isBeside = besideTable(texts)
    const fold = { header: header.row, width, second, number, isBeside }
    return areFolded(rows.slice(i + 2), fold) ? fold : undefined
  }
  return undefined
}

/** Whether each person is followed by his second line, the last one aside that nobody looked behind. */
function areFolded(rows: readonly SheetRow[], fold: Fold): boolean {
  let [pairs, isOpen] = [0, false]
  for (const row of rows) {
    if (fold.isBeside(row) && !isOpen) continue
    const goesOn = isOpen && isSecond(fold, row)
    if (isOpen && !goesOn) return false
    if (goesOn) pairs++
    isOpen = !goesOn && hasNumber(fold, row)
  }
  return pairs > 0
}

function means(form: RosterForm<string>, header: string, field: string): boolean {
  return (
    form
      .meanings()
      .get(headerKey(header))
      ?.some(known => known.field === field) ?? false
  )
}

/** The headers of a second line, blank where it has none; undefined where something else stands there. */
function ownHeaders({ cells, spread }: SheetRow): readonly string[] | undefined {
  const texts: string[] = []
  for (const [index, cell] of cells.entries()) {
    if (isBlank(cell) || spread?.has(index)) texts.push('')
    else if (typeof cell !== 'string' || cell.length > 30 || /\d{4}/.test(cell)) return undefined
    else texts.push(cell)
  }
  return texts
}

const idNumber = /^\s*['\u2018]?(?:\d{17}[\dXx]|\d{15})\s*$/

function hasNumber({ number }: Fold, { cells, spread }: SheetRow): boolean {
  return !spread?.has(number) && idNumber.test(shownText(cells[number]))
}

/** Something of its own, and nothing but below a header of the second line; no number that tells somebody. */
function isSecond({ second }: Fold, { cells, spread }: SheetRow): boolean {
  const own = [...cells.entries()].filter(([index, cell]) => !isBlank(cell) && !spread?.has(index))
  return (
    own.length > 0 &&
    own.every(([index, cell]) => (second[index] ?? '') !== '' && !idNumber.test(shownText(cell)))
  )
}

async function* inOneLine(
  batches: AsyncIterable<readonly SheetRow[]>,
  fold: Fold,
): AsyncGenerator<readonly SheetRow[]> {
  let open: SheetRow | undefined
  for await (const batch of batches) {
    const rows: SheetRow[] = []
    for (const row of batch) {
      const isHeader = row.row === fold.header
      const goesOn =
        open !== undefined && row.row === open.row + 1 && (open.row === fold.header || isSecond(fold, row))
      if (open !== undefined) rows.push(goesOn ? joined(open, row, fold.width) : open)
      const isOpen = !goesOn && (isHeader || hasNumber(fold, row))
      open = isOpen ? row : undefined
      if (!goesOn && !isOpen) rows.push(row)
    }
    if (rows.length > 0) yield rows
  }
  if (open !== undefined) yield [open]
}

/** The second line behind the first; what is only merged into it from the first says nothing. */
function joined(first: SheetRow, second: SheetRow, width: number): SheetRow {
  const cells: Cell[] = first.cells.slice(0, width)
  while (cells.length < width) cells.push(null)
  for (const [index, cell] of second.cells.entries()) cells.push(second.spread?.has(index) ? null : cell)
  const struck = [...(first.struck ?? []), ...[...(second.struck ?? [])].map(index => index + width)]
  return { ...first, cells, ...(struck.length > 0 && { struck: new Set(struck) }) }
}

/** Fields of which somebody may have two, so that the second stands in a line of its own below his. */
const twice = new Set(['phone', 'email'])
/** And those that may stand there, or go on there where his name and number are merged over both lines. */
const goesOnIn = new Set([...twice, 'workplace', 'household', 'qq', 'wechat', 'weibo'])
/** Columns of which nothing is kept, and which may hold what goes on. */
const unkept = /地址|住址|电话|手机|邮箱|单位|联系|通讯|微信|QQ|备注/i
/** What stands there alone may be said of all above it. */
const ofAll = /单位|备注/

/** Which may stand above the rows of a branch instead. */
const ofBranch = /支部|总支|团委|团工委|积极分子|发展对象|[:：]/

/** So many are told; the others are read in the same way. */
const mostContinued = 5_000

/** By the number of a row, what the lines below it added; and by that of a line of nobody, who stands above it. */
export type Continued = { readonly added: Map<number, string>; readonly ofWhom: Map<number, string> }

/**
 * The rows of a table, those that only go on from the one above put into it: no name and no number, and nothing but a
 * telephone or an address. Where they would say something else of him, it is not known whose they are.
 */
export async function* withContinued<F extends string>(
  batches: AsyncIterable<readonly SheetRow[]>,
  form: RosterForm<F>,
  table: Pick<Table<F>, 'headers' | 'match' | 'headerEnd' | 'beside'>,
  continued: Continued,
): AsyncGenerator<readonly SheetRow[]> {
  const columns: Readonly<Record<string, { readonly index: number } | undefined>> = table.match.columns
  const [name, number] = [columns['name'], columns['idNumber']]
  if (!form.keys.some(key => key === 'name') || name === undefined || table.beside.length > 0) {
    yield* batches
    return
  }
  const fieldAt = new Map(
    form.fields.flatMap(({ field }) =>
      columns[field] === undefined ? [] : [[columns[field].index, String(field)] as const],
    ),
  )
  const isBeside = besideTable(table.headers)
  const keys = [name.index, ...(number === undefined ? [] : [number.index])]
  /** A line that begins where the table does stands for itself. */
  const first = table.headers.findIndex(header => header.trim() !== '')
  /** The columns in which a row goes on; `apart` where it may as well be about somebody else. */
  const goesOn = (row: SheetRow, above: SheetRow): ReadonlySet<number> | 'apart' | undefined => {
    const { cells, spread } = row
    const hasKey = keys.some(index => !isBlank(cells[index]) && !spread?.has(index))
    if (hasKey || isBlank(above.cells[name.index])) return undefined
    const isMerged = keys.every(index => spread?.has(index) === true)
    const own = [...cells.keys()].filter(index => !isBlank(cells[index]) && !spread?.has(index))
    const known = own.filter(index => fieldAt.has(index))
    const isAll = own.every(index => fieldAt.has(index) || unkept.test(table.headers[index] ?? ''))
    if (own.length === 0 || (!isMerged && !isAll) || isBeside(row)) return undefined
    if (known.length === 0 && own.some(index => ofAll.test(table.headers[index] ?? ''))) return undefined
    if (!isMerged && own.some(index => index === first || ofBranch.test(shownText(cells[index]))))
      return undefined
    const isWhole = known.every(index => {
      const field = fieldAt.get(index) ?? ''
      const text = shownText(cells[index])
      return (
        goesOnIn.has(field) &&
        (field !== 'phone' || /\d{5}/.test(text)) &&
        (field !== 'email' || /@/.test(text))
      )
    })
    if (!isWhole) return undefined
    const isHis = (index: number) => isBlank(above.cells[index]) || twice.has(fieldAt.get(index) ?? '')
    return isMerged || known.every(isHis) ? new Set(known) : 'apart'
  }
  let above: SheetRow | undefined
  /** The last of the lines that are put into it. */
  let last = 0
  for await (const batch of batches) {
    const rows: SheetRow[] = []
    for (const row of batch) {
      const isNext = above !== undefined && above.row > table.headerEnd && row.row === last + 1
      const own = isNext && above !== undefined ? goesOn(row, above) : undefined
      if (own === 'apart' && above !== undefined && continued.ofWhom.size < mostContinued)
        continued.ofWhom.set(row.row, ownCopy(shownText(above.cells[name.index]).trim().slice(0, 40)))
      last = row.row
      if (typeof own === 'object' && above !== undefined) {
        const cells = [...above.cells]
        for (const index of own) {
          while (cells.length <= index) cells.push(null)
          const [before, added] = [cells[index] ?? null, row.cells[index] ?? null]
          const between = twice.has(fieldAt.get(index) ?? '') ? '、' : ''
          cells[index] = isBlank(before) ? added : `${shownText(before)}${between}${shownText(added)}`
        }
        const added = [continued.added.get(above.row), ...[...own].map(index => shownText(row.cells[index]))]
        if (own.size > 0 && continued.added.size < mostContinued)
          continued.added.set(above.row, ownCopy(added.filter(Boolean).join(' ').slice(0, 60)))
        above = { ...above, cells }
        continue
      }
      if (above !== undefined) rows.push(above)
      above = row
    }
    if (rows.length > 0) yield rows
  }
  if (above !== undefined) yield [above]
}
