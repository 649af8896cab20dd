import type { Marks } from '#db/records/ledger/blank-form.ts'
import { locateTable } from '#db/rosters/recognising/locate-table.ts'
import type { RosterKind } from '#db/rosters/roster-kind.ts'
import { type Cell, columnLetters, type SheetRow } from '#db/sheets/cell.ts'
import type { FormCell, FormPart } from './form.ts'
import { cellsAbove, Grid, saidAbove, saidBefore } from './grid.ts'
import { inTexts } from './in-texts.ts'
import { type FigureName, figureIn, labelKey, wordIn, yearIn, yearOfHeads } from './labels.ts'
import { onceEach, saysLittle } from './once-each.ts'
import { aboutOnePerson, asksOfPerson } from './people/one-person.ts'
import { asAskedIn, monthsIn, monthsMark } from './periods.ts'
import { unitSaid } from './scale.ts'

/** A roster by its columns: what of it a form's heads are held against. */
export type KnownRoster = Pick<RosterKind, 'as' | 'form'> & {
  /** Three of these have to be asked for: its other columns stand in any table. */
  readonly telling?: readonly string[]
}

/** What is known here that a form may ask for. */
export type Known = {
  readonly rosters: readonly KnownRoster[]
  readonly figures: readonly FigureName[]
  /** The offices directly below, whose names may stand before the rows of a table. */
  readonly units: readonly { readonly code: string | null; readonly name: string; readonly full: string }[]
  readonly year: number
}

/** What probably belongs where, by the words of the form: rows of a roster first, then single cells, then blanks in texts. */
export function propose(parts: readonly FormPart[], known: Known): Marks {
  const marks: Record<string, string> = {}
  const ofPerson = aboutOnePerson(parts)
  for (const part of parts) {
    const year = yearOfHeads(part.kind === 'text' ? [] : part.cells.map(({ text }) => text), known.year)
    // Tables of a document about one person are of that person, too: family, work, what the office above says.
    const person = ofPerson.get(part.id) ?? (ofPerson.size > 0 && part.kind === 'table' ? {} : undefined)
    Object.assign(marks, proposedIn(part, { ...known, year }, person))
  }
  return marks
}

function proposedIn(part: FormPart, known: Known, person: Marks | undefined): Marks {
  if (part.kind === 'controls') return controls(part, known)
  const blanks = inTexts(part, known)
  if (part.kind === 'text') return { ...blanks, ...person }
  const grid = new Grid(part)
  const rows = person !== undefined ? [] : blocksIn(part, grid, known)
  const singles = new Map<FormCell, string>()
  for (const cell of part.cells) {
    if (cell.text.trim() !== '' || cell.isFormula) continue
    if (rows.some(({ from, to }) => cell.row >= from && cell.row <= to)) continue
    if (person !== undefined && saidBefore(cell, grid).slice(0, 1).some(asksOfPerson)) continue
    const said = single(cell, grid, known)
    if (said !== undefined) singles.set(cell, said)
  }
  return {
    ...blanks,
    ...onceEach(singles, grid, text => figureIn(text, known.figures) !== undefined),
    ...person,
    ...Object.assign({}, ...rows.map(block => marksOf(part, block))),
  }
}

type Block = {
  readonly of: string
  /** The first row of its head, and the first and last of its own. */
  readonly head: number
  readonly from: number
  readonly to: number
  readonly columns: ReadonlyMap<number, string>
}

/** Lists one above another, each under its own head. */
function blocksIn(part: FormPart, grid: Grid, known: Known): readonly Block[] {
  const rows = sheetRows(grid)
  const listsIn = (
    from: number,
    to: number,
    find: (from: number, to: number) => Block | undefined,
  ): readonly Block[] => {
    const block = to - from < 2 ? undefined : find(from, to)
    if (block === undefined) return []
    return [...listsIn(from, block.head, find), block, ...listsIn(block.to + 1, to, find)]
  }
  const lists = listsIn(0, grid.height, (from, to) => rosterRows(part, grid, known, rows.slice(from, to)))
  return lists.length > 0 ? lists : listsIn(0, grid.height, (from, to) => unitRows(grid, known, { from, to }))
}

function marksOf({ id }: FormPart, { of, from, to, columns }: Block): Marks {
  const [first, last] = [from + 1, to + 1]
  return {
    [`${id}!${first}:${last}`]: of,
    ...Object.fromEntries(
      [...columns].map(([column, said]) => [
        `${id}!${columnLetters(column)}${first}:${columnLetters(column)}${last}`,
        said,
      ]),
    ),
  }
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

function rosterRows(part: FormPart, grid: Grid, known: Known, rows: readonly SheetRow[]): Block | undefined {
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
  const from = best.end
  const to = lastBlankRow(grid, from, serial)
  if (to === undefined && part.kind === 'table') return undefined
  if (to === undefined && from < grid.height) return undefined
  const columns = new Map(best.columns)
  if (serial >= 0) columns.set(serial, '#')
  return { of: best.kind.as, head: best.head, from, to: to ?? from, columns }
}

function isSerial(text: string): boolean {
  return /^(序号|编号|№|no\.?|序)$/i.test(text.replace(/\s+/g, ''))
}

/** The last of the rows from here that nobody wrote in but their numbers; undefined where the first is not blank. */
function lastBlankRow(grid: Grid, from: number, serial: number): number | undefined {
  let last: number | undefined
  for (let row = from; row < grid.height; row++) {
    const cells = grid.inRow(row)
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
      /^(单位|单位名称|街道|街道名称|各单位|组织名称|团组织名称|填报单位|名称)$/.test(labelKey(text)),
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
    while (from < grid.height && (isNumbered(grid, from) || isTotal(grid, from))) from++
    const to = lastBlankRow(grid, from, serial)
    if (to === undefined) continue
    columns.set(names.column, 'name')
    if (serial >= 0) columns.set(serial, '#')
    return { of: 'units', head: row, from, to, columns }
  }
  return undefined
}

/** The figure that a head names, or the one over it where it says only that it is counted (团支部 over 总数). */
function headFigure(head: FormCell, grid: Grid, known: Known): string | undefined {
  const own = figureIn(head.text, known.figures)
  if (own !== undefined || !saysLittle(head.text)) return own
  return cellsAbove(head, grid)
    .map(({ text }) => figureIn(text, known.figures))
    .find(figure => figure !== undefined)
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
  const cells = grid.inRow(row).filter(({ text }) => text.trim() !== '')
  return (
    cells.length === 1 && /^(合计|总计|共计|小计|全区|全区合计|汇总)$/.test(labelKey(cells[0]?.text ?? ''))
  )
}

/** What belongs in a blank cell, by the words before it and above it. */
function single(cell: FormCell, grid: Grid, known: Known): string | undefined {
  const lefts = saidBefore(cell, grid)
  const above = saidAbove(cell, grid)
  const [left = ''] = lefts
  const year = above.map(text => yearIn(text, known.year)).find(one => one !== '') ?? ''
  const own = lefts.map(text => figureIn(text, known.figures)).find(one => one !== undefined)
  if (own !== undefined) {
    if (above.some(text => /^(单位|计量单位)$/.test(labelKey(text)))) {
      // A label that says in what it is counted is taken at its word: 募集物资（公斤）.
      const unit = lefts.map(unitSaid).find(said => said !== undefined)
      return unit === undefined ? `unit:${own}` : `text:${unit}`
    }
    if (above.some(text => /^(备注|说明|完成时间|责任人|联系人|牵头单位)$/.test(labelKey(text))))
      return undefined
    const months = above.map(monthsIn).find(one => one !== undefined)
    const unit = above.flatMap(text => unitNamed(text, known))[0]
    return `figure:${own}${yearIn(left, known.year) || year || (months === undefined ? '' : monthsMark(months))}${unit === undefined ? '' : `/${unit}`}`
  }
  // Who and when stands right behind its label; further cells of the line are for nobody.
  const word = isBehind(cell, left, grid) ? wordIn(left) : undefined
  if (word !== undefined) return word
  const counted = saidAfter(cell, grid)
  const after = counted === undefined ? undefined : figureIn(counted, known.figures)
  if (after !== undefined) return `figure:${after}${yearIn(left, known.year) || year}`
  const heads = namingAbove(cell, grid)
  const head = heads.map(text => figureIn(text, known.figures)).find(one => one !== undefined)
  if (head === undefined) return undefined
  const unit = lefts.flatMap(text => unitNamed(text, known))[0]
  const months = lefts.map(monthsIn).find(one => one !== undefined)
  const when = year || (months === undefined ? '' : monthsMark(months))
  if (unit !== undefined) return `figure:${head}${when}/${unit}`
  const isAlone =
    lefts.length === 0 ||
    lefts.every(
      text =>
        monthsIn(text) !== undefined ||
        /^(合计|总计|共计|全区|全区合计|全年|全年合计|全年累计|累计|数量|人数|本单位|小计|\d*)$/.test(
          labelKey(text),
        ),
    )
  return isAlone ? `figure:${head}${when}` : undefined
}

function isBehind({ row, column }: FormCell, label: string, grid: Grid): boolean {
  return grid.at(row, column - 1)?.text === label
}

/** 观湖街道团工委, 观湖街道 and 观湖 are one place. */
function placeIn(name: string): string {
  return name.replace(/(?<=.{2})(街道|社区)?(团工委|团委|团总支|办事处)?$/, '')
}

function unitNamed(text: string, { units }: Known): string[] {
  const key = labelKey(text)
  if (key.length < 2) return []
  const found = units.filter(
    ({ name, full }) => name === key || full === key || placeIn(name) === placeIn(key),
  )
  return found.length === 1 && found[0] !== undefined ? [found[0].code ?? found[0].name] : []
}

/** What is counted, where it stands behind the blank: 现有 [ ] 名团员. */
function saidAfter({ row, column, columns }: FormCell, grid: Grid): string | undefined {
  const text = grid.at(row, column + columns)?.text.trim() ?? ''
  return /^[个名人场次项期篇条支](?=\p{Script=Han})/u.test(text) ? text.slice(1) : undefined
}

/**
 * The headers that may name the figure of a cell. One that lies over several columns speaks of all of them: it names a figure only
 * where those below it say no more than of which year, or that it is counted.
 */
function namingAbove(cell: FormCell, grid: Grid): readonly string[] {
  const heads = cellsAbove(cell, grid)
  const own = heads.findIndex(({ columns }) => columns > cell.columns)
  if (own < 0) return heads.map(({ text }) => text)
  const little = heads.slice(0, own).every(({ text }) => saysLittle(text))
  return (little ? heads : heads.slice(0, own)).map(({ text }) => text)
}

function controls(part: FormPart, known: Known): Marks {
  const marks: Record<string, string> = {}
  for (const { at, text } of part.cells) {
    const keyed = known.figures.find(({ key }) => key === text.trim())?.key
    const figure = keyed ?? figureIn(text, known.figures)
    const said =
      wordIn(text) ?? (figure === undefined ? undefined : `figure:${figure}${yearIn(text, known.year)}`)
    if (said !== undefined) marks[at] = said
  }
  return marks
}
