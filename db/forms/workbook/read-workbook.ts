import { decodeXml } from '#db/sheets/xml/xml-text.ts'
import { blanksIn } from '../blanks.ts'
import { type FormCell, type FormPart, mostShown } from '../form.ts'
import { type FormFile, formTooLarge } from '../form-file.ts'
import { attribute, child, childrenOf, type Node, textOf, treeOf, within } from '../xml-tree.ts'
import { addressOf, placeOf } from './a1.ts'

/** A cell as it stands in a sheet's part. */
export type SheetCell = {
  readonly row: number
  readonly column: number
  readonly node: Node
  readonly formula: Node | undefined
}
export type SheetLine = {
  readonly row: number
  readonly node: Node
  readonly cells: ReadonlyMap<number, SheetCell>
}
export type Range = {
  readonly row: number
  readonly column: number
  readonly rows: number
  readonly columns: number
}

/** A sheet of a workbook with its part taken apart. */
export type SheetPart = {
  readonly id: string
  readonly name: string
  readonly path: string
  readonly xml: string
  readonly root: Node
  readonly data: Node
  readonly lines: readonly SheetLine[]
  readonly merges: readonly Range[]
  readonly isHidden: boolean
}
export type Workbook = { readonly sheets: readonly SheetPart[]; readonly strings: Strings }

/** Texts that cells name by number, as they stand. */
type Strings = { readonly xml: string; readonly items: readonly Node[] }

/** So many sheets are shown; a filled workbook may have more. */
const mostSheets = { shown: 30, read: 2000 } as const
const mostLines = 20_000

/** Takes a workbook apart: its sheets, lines and cells, each with its place in the text. */
export function readWorkbook(file: FormFile): Workbook {
  const xml = file.text('xl/workbook.xml') ?? ''
  const root = treeOf(xml, file.name)
  const targets = targetsIn(file)
  const shared = file.text('xl/sharedstrings.xml')
  const strings = stringsOf(file, shared)
  const sheets = [...within(root, 'sheet')].slice(0, mostSheets.read).flatMap((sheet, at) => {
    const path = targets.get(attribute(sheet, 'r:id') ?? '')
    const text = path === undefined ? undefined : file.text(path)
    if (path === undefined || text === undefined) return []
    const name = attribute(sheet, 'name') ?? ''
    const isHidden = (attribute(sheet, 'state') ?? 'visible') !== 'visible'
    return sheetOf(file, { id: `s${at + 1}`, name, path, isHidden }, text) ?? []
  })
  return { sheets, strings }
}

const knownStrings = new WeakMap<FormFile, Strings>()

function stringsOf(file: FormFile, xml: string | undefined): Strings {
  const before = knownStrings.get(file)
  if (before !== undefined && before.xml === (xml ?? '')) return before
  const tree = xml === undefined ? undefined : treeOf(xml, file.name)
  const strings = { xml: xml ?? '', items: childrenOf(child(tree, 'sst'), 'si') }
  knownStrings.set(file, strings)
  return strings
}

function targetsIn(file: FormFile): ReadonlyMap<string, string> {
  const xml = file.text('xl/_rels/workbook.xml.rels') ?? ''
  const targets = new Map<string, string>()
  for (const one of within(treeOf(xml, file.name), 'Relationship')) {
    const target = attribute(one, 'Target') ?? ''
    targets.set(
      attribute(one, 'Id') ?? '',
      (target.startsWith('/') ? target.slice(1) : `xl/${target}`).toLowerCase(),
    )
  }
  return targets
}

type Named = Pick<SheetPart, 'id' | 'name' | 'path' | 'isHidden'>

/** What was taken apart before, by file and part: a workbook of many sheets is read again for each that is filled. */
const known = new WeakMap<FormFile, Map<string, SheetPart>>()

function sheetOf(file: FormFile, named: Named, xml: string): SheetPart | undefined {
  const parts = known.get(file) ?? new Map<string, SheetPart>()
  known.set(file, parts)
  const before = parts.get(named.path)
  if (before !== undefined && before.xml === xml && before.id === named.id) return before
  const sheet = takenApart(file, named, xml)
  if (sheet !== undefined) parts.set(named.path, sheet)
  return sheet
}

function takenApart(file: FormFile, named: Named, xml: string): SheetPart | undefined {
  const root = treeOf(xml, file.name)
  const sheet = child(root, 'worksheet')
  const data = child(sheet, 'sheetData')
  if (data === undefined) return undefined
  const rows = childrenOf(data, 'row')
  if (rows.length > mostLines) formTooLarge(file.name)
  let next = 0
  const lines = rows.map(node => {
    const row = Number(attribute(node, 'r') ?? next + 1) - 1
    next = row + 1
    let column = 0
    const cells = new Map<number, SheetCell>()
    for (const one of childrenOf(node, 'c')) {
      const at = placeOf(attribute(one, 'r') ?? '')?.column ?? column
      column = at + 1
      cells.set(at, { row, column: at, node: one, formula: child(one, 'f') })
    }
    return { row, node, cells }
  })
  const merges = childrenOf(child(sheet, 'mergeCells'), 'mergeCell').flatMap(
    one => rangeOf(attribute(one, 'ref') ?? '') ?? [],
  )
  return { ...named, xml, root, data, lines, merges }
}

export function rangeOf(ref: string): Range | undefined {
  const [a = '', b = a] = ref.split(':')
  const [from, to] = [placeOf(a), placeOf(b)]
  if (from === undefined || to === undefined) return undefined
  return { ...from, rows: to.row - from.row + 1, columns: to.column - from.column + 1 }
}

/** What a cell shows, whether it is written in it or named by number. */
export function shownIn({ xml }: SheetPart, { strings }: Workbook, cell: SheetCell): string {
  const value = child(cell.node, 'v')
  const type = attribute(cell.node, 't')
  if (type === 'inlineStr') return textsIn(xml, child(cell.node, 'is'))
  if (value === undefined) return ''
  const said = textOf(xml, value)
  if (type === 's') return textsIn(strings.xml, strings.items[Number(said)])
  return said
}

/** The texts of a string, without how its characters are read aloud. */
function textsIn(xml: string, of: Node | undefined): string {
  if (of === undefined) return ''
  return [...within(of, 't', 'rPh')].map(one => decodeXml(xml.slice(one.inner, one.close))).join('')
}

/** The sheets that people see, as grids; a merged cell stands once, at its first place. */
export function partsOf(workbook: Workbook): readonly FormPart[] {
  return workbook.sheets
    .filter(({ isHidden }) => !isHidden)
    .slice(0, mostSheets.shown)
    .map(sheet => partOf(sheet, workbook))
}

/** What nobody sees of a sheet: rows and columns that are hidden. */
export function hiddenIn({ root, lines }: SheetPart) {
  const isHidden = (node: Node) => ['1', 'true'].includes(attribute(node, 'hidden') ?? '')
  const rows = new Set(lines.filter(({ node }) => isHidden(node)).map(({ row }) => row))
  const columns = childrenOf(child(child(root, 'worksheet'), 'cols'), 'col')
    .filter(isHidden)
    .map(one => [Number(attribute(one, 'min')) - 1, Number(attribute(one, 'max')) - 1] as const)
  const each = (from: number, size: number, isOne: (at: number) => boolean) =>
    Array.from({ length: Math.min(size, mostShown.rows) }, (_, n) => from + n).every(isOne)
  return {
    rows,
    isWhole: (range: Range) =>
      each(range.row, range.rows, at => rows.has(at)) ||
      each(range.column, range.columns, at => columns.some(([from, to]) => at >= from && at <= to)),
  }
}

const spareLines = 30

function partOf(sheet: SheetPart, workbook: Workbook): FormPart {
  const shown = sheet.lines.slice(0, mostLines).map(line => ({
    line,
    texts: new Map([...line.cells].map(([column, cell]) => [column, shownIn(sheet, workbook, cell)])),
  }))
  const said = shown.filter(({ texts, line }) =>
    [...texts].some(([column, text]) => text !== '' || line.cells.get(column)?.formula !== undefined),
  )
  const lastSaid = said.at(-1)?.line.row ?? -1
  const last = Math.min(
    shown.reduce((most, { line }) => (line.cells.size > 0 ? Math.max(most, line.row) : most), lastSaid),
    lastSaid + spareLines,
    mostShown.rows - 1,
  )
  const width = Math.min(
    mostShown.columns,
    Math.max(
      1,
      ...said.map(({ texts }) =>
        [...texts].reduce((most, [column, text]) => (text === '' ? most : Math.max(most, column + 1)), 0),
      ),
      ...sheet.merges.filter(({ row }) => row <= lastSaid).map(({ column, columns }) => column + columns),
      // A bordered cell without a word is to be filled in, too.
      ...said.map(({ line }) => Math.min(mostShown.columns, Math.max(0, ...line.cells.keys()) + 1)),
    ),
  )
  const covered = new Set<string>()
  const spans = new Map<string, Range>()
  for (const merge of sheet.merges) {
    if (merge.row > last || merge.rows * merge.columns > 100_000) continue
    spans.set(addressOf(merge.row, merge.column), merge)
    for (let r = 0; r < merge.rows && merge.row + r <= last; r++)
      for (let c = 0; c < Math.min(merge.columns, width); c++)
        if (r + c > 0) covered.add(addressOf(merge.row + r, merge.column + c))
  }
  const hidden = hiddenIn(sheet)
  const byRow = new Map(shown.map(one => [one.line.row, one]))
  const cells: FormCell[] = []
  for (let row = 0; row <= last; row++) {
    for (let column = 0; column < width; column++) {
      const address = addressOf(row, column)
      if (covered.has(address)) continue
      const span = spans.get(address)
      if (hidden.isWhole({ row, column, rows: span?.rows ?? 1, columns: span?.columns ?? 1 })) continue
      const one = byRow.get(row)
      const text = one?.texts.get(column) ?? ''
      cells.push({
        at: `${sheet.id}!${address}`,
        row,
        column,
        rows: Math.min(span?.rows ?? 1, last - row + 1),
        columns: Math.min(span?.columns ?? 1, width - column),
        text,
        isFormula: one?.line.cells.get(column)?.formula !== undefined,
        blanks: blanksIn(text),
      })
    }
  }
  return { id: sheet.id, kind: 'sheet', name: sheet.name, cells, height: last + 1, width }
}
