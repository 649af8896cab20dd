import type { Marks } from '#db/records/ledger/blank-form.ts'
import { locateTable } from '#db/rosters/recognising/locate-table.ts'
import type { Cell, SheetRow } from '#db/sheets/cell.ts'
import type { FormCell, FormPart } from '../form.ts'
import { cellsAbove, type Grid, saidBefore } from '../grid.ts'
import { marksOfRows, unitsOf } from '../marks.ts'
import { asAskedIn } from '../periods.ts'
import { headBeside } from './beside.ts'
import type { Known, KnownRoster } from './known.ts'
import { figureIn, inBrackets, labelKey, partOf, saysSum, yearIn } from './labels.ts'
import { saysLittle } from './once-each.ts'

export type Block = {
  readonly of: string
  /** The first row of its head, and the first and last of its own. */
  readonly head: number
  readonly from: number
  readonly to: number
  readonly columns: ReadonlyMap<number, string>
  /** Of lists side by side from which column to which. */
  readonly span?: readonly [left: number, right: number] | undefined
}

/** Lists one above another, each under its own head, and lists side by side. */
export function blocksIn(part: FormPart, grid: Grid, known: Known): readonly Block[] {
  const rows = sheetRows(grid)
  const listsIn = (
    from: number,
    to: number,
    find: (from: number, to: number) => readonly Block[],
  ): readonly Block[] => {
    const blocks = to - from < 2 ? [] : find(from, to)
    if (blocks.length === 0) return []
    const head = Math.min(...blocks.map(block => block.head))
    const end = Math.max(...blocks.map(block => block.to))
    return [...listsIn(from, head, find), ...blocks, ...listsIn(end + 1, to, find)]
  }
  const lists = listsIn(0, grid.height, (from, to) => rostersIn(part, grid, known, rows.slice(from, to)))
  return lists.length > 0
    ? lists
    : listsIn(0, grid.height, (from, to) => {
        const block = unitRows(grid, known, { from, to })
        return block === undefined ? [] : [block]
      })
}

/** The first list of these rows, or the first ones that lie side by side. */
function rostersIn(part: FormPart, grid: Grid, known: Known, rows: readonly SheetRow[]): readonly Block[] {
  const whole = rosterRows(part, grid, known, rows)
  const lines = rows.findIndex(({ row }) => whole !== undefined && row - 1 > whole.head)
  for (const n of rows.slice(0, lines < 0 ? rows.length : lines).keys()) {
    const lists = besideIn(part, grid, known, rows.slice(n))
    if (lists.length > 1) return lists
  }
  return whole === undefined ? [] : [whole]
}

/** Lists side by side whose heads begin in the first of these rows: where its first head comes again, another list begins. */
function besideIn(part: FormPart, grid: Grid, known: Known, rows: readonly SheetRow[]): readonly Block[] {
  const said = (rows[0]?.cells ?? []).map(cell => labelKey(String(cell ?? '')))
  const first = said.find(text => text !== '')
  const starts = said.flatMap((text, at) => (text !== '' && text === first ? [at] : []))
  if (starts.length < 2) return []
  return starts.flatMap((left, n): readonly Block[] => {
    const right = (starts[n + 1] ?? grid.width) - 1
    const own = rows.map(line => ({
      ...line,
      cells: line.cells.map((cell, at) => (at < left || at > right ? null : cell)),
    }))
    const list = rosterRows(part, grid, known, own, [left, right])
    return list === undefined ? [] : [list]
  })
}

export function marksOf({ id }: FormPart, { of, from, to, span, columns }: Block): Marks {
  return marksOfRows({ part: id, from, to, span, of, only: undefined, columns })
}

/** The rows as recognising rosters reads them: a cell merged downwards says the same in each row. */
function sheetRows(grid: Grid): readonly SheetRow[] {
  return Array.from({ length: grid.height }, (_, row) => {
    const spread = new Set<number>()
    const cells = Array.from({ length: grid.width }, (_, column): Cell => {
      const cell = grid.at(row, column)
      if (cell === undefined || cell.text.trim() === '' || cell.column !== column) return null
      if (cell.row < row) spread.add(column)
      return cell.text
    })
    return { row: row + 1, cells, ...(spread.size > 0 && { spread }) }
  })
}

function rosterRows(
  part: FormPart,
  grid: Grid,
  known: Known,
  rows: readonly SheetRow[],
  span?: readonly [left: number, right: number],
): Block | undefined {
  let best:
    | {
        kind: KnownRoster
        matched: number
        tells: number
        head: number
        end: number
        columns: ReadonlyMap<number, string>
        headers: readonly string[]
      }
    | undefined
  for (const kind of known.rosters) {
    const table = locateTable(rows, kind.form)
    if (table === undefined) continue
    const { matched, tells } = table.match
    const headed = table.written.filter(text => text.trim() !== '').length
    const told = kind.telling?.filter(one => table.match.columns[one] !== undefined)
    if (told !== undefined && told.length < 3) continue
    // Rows that say neither who, which nor what are no records of it: 场次, 人次 and 团支部 of each street are figures.
    const { needs, keys, place } = kind.form
    const tellsWhich = [...needs.flat(), ...keys].filter(one => one !== place)
    const heads = tellsWhich.flatMap(one => {
      const column = table.match.columns[one]
      return column === undefined ? [] : (table.written[column.index] ?? '')
    })
    const isFigure = (head: string) => figureIn(head, known.figures) !== undefined
    if (heads.every(isFigure)) continue
    // 单位名称 and 团员数 of each street are figures, too.
    const figures = Object.values(table.match.columns).filter(
      column => column !== undefined && isFigure(table.written[column.index] ?? ''),
    ).length
    if (figures > 0 && matched - figures < 2) continue
    if (matched < 2 || matched * 3 < headed || tells + matched < 3) continue
    const isBetter =
      best === undefined || matched > best.matched || (matched === best.matched && tells > best.tells)
    if (!isBetter) continue
    const columns = new Map<number, string>()
    for (const { field } of kind.form.fields) {
      const column = table.match.columns[field]
      if (column !== undefined) columns.set(column.index, asAskedIn(table.written[column.index] ?? '', field))
    }
    best = {
      kind,
      matched,
      tells,
      head: table.header.row - 1,
      end: table.headerEnd,
      columns,
      headers: table.written,
    }
  }
  if (best === undefined) return undefined
  const serial = best.headers.findIndex(text => isSerial(text))
  let from = best.end
  while (from < grid.height && isHidden(grid, from)) from++
  const to = lastBlankRow(grid, from, serial, span)
  if (to === undefined && part.kind === 'table') return undefined
  if (to === undefined && from < grid.height) return undefined
  const columns = new Map(best.columns)
  if (serial >= 0) columns.set(serial, '#')
  const last = span === undefined ? undefined : ([span[0], Math.max(...columns.keys())] as const)
  return { of: best.kind.as, head: best.head, from, to: to ?? from, columns, span: last }
}

function isSerial(text: string): boolean {
  return /^(序号|编号|№|no\.?|序)$/i.test(text.replace(/\s+/g, ''))
}

/** The last of the rows from here that nobody wrote in but their numbers; undefined where the first is not blank. */
function lastBlankRow(
  grid: Grid,
  from: number,
  serial: number,
  [left, right]: readonly [left: number, right: number] = [0, grid.width - 1],
): number | undefined {
  let last: number | undefined
  for (let row = from; row < grid.height; row++) {
    const cells = grid.inRow(row).filter(cell => cell.column <= right && cell.column + cell.columns > left)
    const isBlank = cells.every(
      cell =>
        cell.row === row &&
        (cell.text.trim() === '' ||
          cell.isFormula ||
          (cell.column === serial && /^\d*$/.test(cell.text.trim())) ||
          /^[…．.]+$/.test(cell.text.trim())),
    )
    // A row that is one merged cell is room for a remark, not for somebody.
    const isWhole = cells.length === 1 && (cells[0]?.columns ?? 1) > 1
    if (!isBlank || isWhole) break
    last = row
  }
  return last
}

/** A table with a row for each office below: their names in one column, figures in the others. */
function unitRows(
  grid: Grid,
  known: Known,
  within: { readonly from: number; readonly to: number },
): Block | undefined {
  for (let row = within.from; row < Math.min(within.to, within.from + 40); row++) {
    const titles = grid.inRow(row)
    const names = titles.find(({ text }) =>
      /^(单位|单位名称|街道|街道名称|各单位|组织名称|团组织名称|填报单位|名称|社区|社区名称|所属社区|各社区)$/.test(
        labelKey(text),
      ),
    )
    if (names === undefined) continue
    // Of a head in several rows the lowest one names its column; what lies over several columns names none of them.
    const end = row + Math.max(...titles.map(head => head.row + head.rows - row))
    const heads = [
      ...new Set(Array.from({ length: grid.width }, (_, at) => grid.lowest(row, end, at))),
    ].filter(head => head !== undefined)
    const columns = new Map<number, string>()
    for (const head of heads) {
      const figure = head === names ? undefined : headFigure(head, grid, known)
      if (figure !== undefined) columns.set(head.column, `figure:${figure}${yearIn(head.text, known.year)}`)
    }
    if (columns.size === 0) continue
    const serial = heads.find(({ text }) => isSerial(text))?.column ?? -1
    let from = end
    while (from < grid.height && (isHidden(grid, from) || isNumbered(grid, from) || isTotal(grid, from)))
      from++
    const to = lastBlankRow(grid, from, serial)
    if (to === undefined) continue
    columns.set(names.column, 'name')
    if (serial >= 0) columns.set(serial, '#')
    const of = /社区/.test(names.text) ? unitsOf({ tier: 'community' }) : unitsOf({})
    return { of, head: row, from, to, columns }
  }
  return undefined
}

/** The figure that a head names, or the one over it where it says only that it is counted (团支部 over 总数). */
function headFigure(head: FormCell, grid: Grid, known: Known): string | undefined {
  const own = ownFigure(head, grid, known)
  if (own !== undefined || !saysLittle(head.text)) return own
  return cellsAbove(head, grid)
    .map(({ text }) => figureIn(text, known.figures))
    .find(figure => figure !== undefined)
}

/** The figure that a head names alone, as a part of what stands before or over it (其中：新建), or with that (主题团课 over 场次, 团干部 over 专职). */
export function ownFigure(head: FormCell, grid: Grid, known: Known): string | undefined {
  const { figures } = known
  const same = headBeside(head, grid, figures, one => ownFigure(one, grid, known))
  if (same !== undefined) return same
  const [above = ''] = cellsAbove(head, grid).map(({ text }) => text)
  const beside = saidBefore(head, grid).find(text => !/^\s*(其中|另有)/.test(text)) ?? ''
  return (
    figureIn(head.text, figures) ??
    [`${above}${beside}`, beside, above]
      .map(whole => partOf(head.text, whole, figures))
      .find(one => one !== undefined) ??
    // In what it is counted stands in the lower one: 驿站 over 住宿（人）.
    (above === '' ? [] : [labelKey(above), labelKey(head.text)])
      .map((key, at, both) => figureIn(`${key}${both[1 - at] ?? ''}${inBrackets(head.text)}`, figures))
      .find(one => one !== undefined)
  )
}

function isHidden(grid: Grid, row: number): boolean {
  return grid.inRow(row).length === 0
}

/** 甲 乙 1 2 3: the line in which the columns of a form have their numbers. */
function isNumbered(grid: Grid, row: number): boolean {
  const said = grid.inRow(row).map(({ text }) => text.trim())
  const filled = said.filter(text => text !== '')
  return (
    filled.length >= 2 &&
    filled.every(text => /^([甲乙丙丁戊己庚辛壬癸]|[(（]?\d{1,2}[)）]?|[A-Z]|[①-⑳]|[—-]+)$/.test(text))
  )
}

/** The line of the sums, where it stands above those that are summed up. */
function isTotal(grid: Grid, row: number): boolean {
  // What is summed up there may have been worked out already: 0 of blank rows.
  const cells = grid.inRow(row).filter(({ text, isFormula }) => text.trim() !== '' && !isFormula)
  return cells.length === 1 && saysSum(cells[0]?.text ?? '')
}
