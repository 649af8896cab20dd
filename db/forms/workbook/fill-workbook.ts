import { escapeXml } from '#db/sheets/xml/xml-escape.ts'
import { blanksIn, putAt } from '../blanks.ts'
import type { Filling, Value } from '../form.ts'
import type { FormFile } from '../form-file.ts'
import { type LaidRows, layRows, type RowsPutIn } from '../lay-rows.ts'
import { layPhoto } from '../photos/photo-in-sheet.ts'
import {
  attribute,
  child,
  childrenOf,
  type Edit,
  edited,
  type Node,
  textOf,
  treeOf,
  within,
} from '../xml-tree.ts'
import { addressOf, type Insertion, movedFormula, placeOf, shiftedFormula, shiftedRanges } from './a1.ts'
import { moveOrder } from './calculation-order.ts'
import { type InText, putInto, tagOf } from './put-cells.ts'
import {
  hiddenIn,
  readWorkbook,
  type SheetLine,
  type SheetPart,
  shownIn,
  type Workbook,
} from './read-workbook.ts'
import { fillBoxes, isInBox } from './text-boxes.ts'

/** Fills a workbook: only the sheets that are filled, and what names their rows, are written anew. */
export function fillWorkbook(file: FormFile, { values, photos, rows }: Filling): readonly string[] {
  const left = [
    ...fillBoxes(
      file,
      [...values].filter(([at]) => isInBox(at)),
    ),
  ]
  const workbook = readWorkbook(file)
  for (const sheet of workbook.sheets) {
    const own = new Map(
      [...values].flatMap(([at, value]) => (at.startsWith(`${sheet.id}!`) ? [[at, value] as const] : [])),
    )
    const hidden = hiddenIn(sheet).rows
    const laid = layRows(
      rows.flatMap(list => (list.part === sheet.id ? [{ ...list, hidden }] : [])),
      true,
    )
    const pictures = [...(photos ?? [])].filter(([at]) => at.startsWith(`${sheet.id}!`))
    for (const [at] of pictures) own.set(at.replace(/#\d+$/, ''), '')
    if (own.size === 0 && laid.puts.length === 0) continue
    left.push(...fillCells(file, sheet.id, own, laid))
    for (const [at, photo] of pictures) {
      const place = placeOf(at.replace(/^s\d+!|#\d+$/g, ''))
      const range =
        place &&
        (sheet.merges.find(one => one.row === place.row && one.column === place.column) ?? {
          ...place,
          rows: 1,
          columns: 1,
        })
      if (range === undefined) left.push(at)
      else layPhoto(file, sheet, range, photo)
    }
    // From the last to the first, so that the places of those above stay what they were.
    for (const rowsIn of laid.insertions.toSorted((a, b) => b.after - a.after))
      insertRows(file, sheet.id, rowsIn)
  }
  return left
}

/** Whatever stands at places that the form has already: single cells, blanks in texts, and the first rows of each block. */
function fillCells(
  file: FormFile,
  id: string,
  values: ReadonlyMap<string, Value>,
  { puts: laid, lists: like }: LaidRows,
): readonly string[] {
  const workbook = readWorkbook(file)
  const sheet = workbook.sheets.find(one => one.id === id)
  if (sheet === undefined) return [...values.keys()]
  const left: string[] = []
  const puts = new Map<string, Value>()
  const texts = new Map<string, InText[]>()
  for (const [at, value] of values) {
    const [, address = '', blank] = /^s\d+!([A-Z]+\d+)(?:#(\d+))?$/.exec(at) ?? []
    const place = placeOf(address)
    if (place === undefined) left.push(at)
    else if (cellAt(sheet, place)?.formula !== undefined) left.push(at)
    else if (blank === undefined) puts.set(address, value)
    else {
      const cell = cellAt(sheet, place)
      const found = cell && blanksIn(shownIn(sheet, workbook, cell))[Number(blank) - 1]
      const put = found && putAt(found, value)
      if (found === undefined || put === undefined) left.push(at)
      else texts.set(address, [...(texts.get(address) ?? []), { after: found.after, ...put }])
    }
  }
  for (const { row, column, value } of laid)
    if (cellAt(sheet, { row, column })?.formula === undefined) puts.set(addressOf(row, column), value)
  file.write(sheet.path, putInto(sheet, workbook, { puts, texts, like }))
  forgetResults(file, sheet.path)
  return left
}

function cellAt(sheet: SheetPart, { row, column }: { readonly row: number; readonly column: number }) {
  return sheet.lines.find(line => line.row === row)?.cells.get(column)
}

/** Puts in the rows for which the form has no room, each like the first of its rows. */
function insertRows(file: FormFile, id: string, block: RowsPutIn): void {
  const count = block.rows.length
  if (count === 0) return
  const workbook = readWorkbook(file)
  const sheet = workbook.sheets.find(one => one.id === id)
  if (sheet === undefined) return
  const by = { first: block.from, after: block.after, count }
  const model = sheet.lines.find(({ row }) => row === block.from)
  const inserted = block.rows.map((values, n) =>
    likeRow(sheet, workbook, model, by.after + 1 + n, block, values),
  )
  const edits: Edit[] = []
  const behind = sheet.lines.findLast(({ row }) => row <= by.after)
  const place = behind?.node.end ?? sheet.data.inner
  edits.push({ from: place, to: place, text: inserted.join('') })
  for (const line of sheet.lines) if (line.row > by.after) edits.push(...movedLine(sheet, line, by))
  for (const line of sheet.lines)
    for (const { formula } of line.cells.values())
      if (formula !== undefined) edits.push(...movedFormulas(sheet.xml, formula, sheet.name, sheet.name, by))
  edits.push(...movedRanges(sheet, by, repeatedMerges(sheet, block, by)))
  file.write(sheet.path, edited(sheet.xml, edits))
  moveElsewhere(file, sheet, by)
  const calculated = [...(model?.cells.values() ?? [])].filter(({ formula }) => formula !== undefined)
  moveOrder(
    file,
    sheet,
    by,
    calculated.map(({ column }) => column),
  )
}

function likeRow(
  sheet: SheetPart,
  workbook: Workbook,
  model: SheetLine | undefined,
  row: number,
  block: RowsPutIn,
  values: ReadonlyMap<number, Value>,
): string {
  const prefix = sheet.data.prefix === '' ? '' : `${sheet.data.prefix}:`
  const columns = [...new Set([...(model?.cells.keys() ?? []), ...block.columns])].sort((a, b) => a - b)
  const cells = columns.map(column => {
    const cell = model?.cells.get(column)
    const style = attribute(cell?.node, 's')
    const isFilled = block.columns.has(column)
    const address = addressOf(row, column)
    if (cell?.formula !== undefined) {
      const formula = movedFormula(formulaOf(sheet, cell.formula), row - block.from)
      return `<${prefix}c r="${address}"${style === undefined ? '' : ` s="${style}"`}><${prefix}f>${escapeXml(formula)}</${prefix}f></${prefix}c>`
    }
    const constant = cell === undefined || isFilled ? '' : constantOf(sheet, workbook, block, column)
    return tagOf(prefix, address, style, isFilled ? (values.get(column) ?? '') : constant)
  })
  const attributes = (model?.node.attributes ?? '')
    .replace(/\sr="\d+"/, '')
    .replace(/\s(spans|x14ac:dyDescent)="[^"]*"/g, '')
  return `<${prefix}row r="${row + 1}"${attributes}>${cells.join('')}</${prefix}row>`
}

/** What stands in every one of the rows alike, such as a unit of measure, stands in the new ones too. */
function constantOf(sheet: SheetPart, workbook: Workbook, { from, to }: RowsPutIn, column: number): string {
  if (from === to) return ''
  const said = sheet.lines
    .filter(({ row }) => row >= from && row <= to)
    .map(line => {
      const cell = line.cells.get(column)
      return cell === undefined ? '' : shownIn(sheet, workbook, cell)
    })
  return said.length > 1 && said.every(one => one === said[0]) ? (said[0] ?? '') : ''
}

/** A formula that is shared stands at its first cell only; the others are that one, moved. */
function formulaOf(sheet: SheetPart, formula: Node): string {
  const own = textOf(sheet.xml, formula)
  const shared = attribute(formula, 'si')
  if (own !== '' || shared === undefined) return own
  for (const line of sheet.lines)
    for (const { formula: other, row } of line.cells.values())
      if (other !== undefined && attribute(other, 'si') === shared && other.inner < other.close)
        return movedFormula(textOf(sheet.xml, other), rowOfFormula(sheet, formula) - row)
  return ''
}

function rowOfFormula(sheet: SheetPart, formula: Node): number {
  return sheet.lines.find(line => [...line.cells.values()].some(cell => cell.formula === formula))?.row ?? 0
}

function movedLine({ xml }: SheetPart, { row, node, cells }: SheetLine, { count }: Insertion): Edit[] {
  const head = xml.slice(node.start, node.inner)
  const edits: Edit[] = [
    { from: node.start, to: node.inner, text: head.replace(/(\sr=")\d+(")/, `$1${row + count + 1}$2`) },
  ]
  for (const { node: cell, column } of cells.values()) {
    const tag = xml.slice(cell.start, cell.inner)
    const moved = tag.replace(/(\sr=")[A-Z]+\d+(")/, `$1${addressOf(row + count, column)}$2`)
    edits.push({ from: cell.start, to: cell.inner, text: moved })
  }
  return edits
}

function movedFormulas(xml: string, formula: Node, own: string, into: string, by: Insertion): Edit[] {
  const edits: Edit[] = []
  const said = textOf(xml, formula)
  const shifted = shiftedFormula(said, into, own, by)
  if (said !== '' && shifted !== said)
    edits.push({ from: formula.inner, to: formula.close, text: escapeXml(shifted) })
  const ref = attribute(formula, 'ref')
  if (own === into && ref !== undefined && shiftedRanges(ref, by) !== ref) {
    const tag = xml.slice(formula.start, formula.inner)
    edits.push({
      from: formula.start,
      to: formula.inner,
      text: tag.replace(`ref="${ref}"`, `ref="${shiftedRanges(ref, by)}"`),
    })
  }
  return edits
}

function repeatedMerges(
  { merges }: SheetPart,
  { from }: RowsPutIn,
  { after, count }: Insertion,
): readonly string[] {
  return merges
    .filter(({ row, rows }) => row === from && rows === 1)
    .flatMap(({ column, columns }) =>
      Array.from({ length: count }, (_, n) => {
        const row = after + 1 + n
        return `${addressOf(row, column)}:${addressOf(row, column + columns - 1)}`
      }),
    )
}

/** Whatever else of a sheet names places: merged cells, choices, colours, links, the area that is used. */
function movedRanges(sheet: SheetPart, by: Insertion, more: readonly string[]): Edit[] {
  const edits: Edit[] = []
  const names = [
    'mergeCell',
    'dataValidation',
    'conditionalFormatting',
    'hyperlink',
    'dimension',
    'autoFilter',
    'brk',
  ]
  for (const name of names)
    for (const one of within(sheet.root, name, 'sheetData')) {
      const tag = sheet.xml.slice(one.start, one.inner)
      const moved =
        name === 'brk'
          ? tag.replace(
              /\sid="(\d+)"/,
              (_, id: string) => ` id="${Number(id) > by.after + 1 ? Number(id) + by.count : id}"`,
            )
          : tag.replace(
              /\s(ref|sqref)="([^"]*)"/g,
              (_, key: string, ref: string) => ` ${key}="${shiftedRanges(ref, by)}"`,
            )
      if (moved !== tag) edits.push({ from: one.start, to: one.inner, text: moved })
    }
  for (const name of ['formula', 'formula1', 'formula2'])
    for (const one of within(sheet.root, name, 'sheetData'))
      edits.push(...movedFormulas(sheet.xml, one, sheet.name, sheet.name, by))
  const merges = child(child(sheet.root, 'worksheet'), 'mergeCells')
  if (merges !== undefined && more.length > 0) {
    const prefix = merges.prefix === '' ? '' : `${merges.prefix}:`
    const tag = sheet.xml.slice(merges.start, merges.inner)
    const number = childrenOf(merges, 'mergeCell').length + more.length
    edits.push({
      from: merges.start,
      to: merges.inner,
      text: tag.replace(/count="\d+"/, `count="${number}"`),
    })
    edits.push({
      from: merges.close,
      to: merges.close,
      text: more.map(ref => `<${prefix}mergeCell ref="${ref}"/>`).join(''),
    })
  }
  return edits
}

/** Other sheets, names of ranges, charts, pictures and remarks that name rows of the sheet. */
function moveElsewhere(file: FormFile, sheet: SheetPart, by: Insertion): void {
  for (const other of readWorkbook(file).sheets) {
    if (other.path === sheet.path) continue
    const edits = other.lines.flatMap(line =>
      [...line.cells.values()].flatMap(({ formula }) =>
        formula === undefined ? [] : movedFormulas(other.xml, formula, other.name, sheet.name, by),
      ),
    )
    if (edits.length > 0) file.write(other.path, edited(other.xml, edits))
  }
  formulasIn(file, 'xl/workbook.xml', 'definedName', sheet, by)
  for (const part of file.parts.filter(name => /^xl\/charts\/[^/]+\.xml$/.test(name)))
    formulasIn(file, part, 'f', sheet, by)
  for (const [type, path] of besides(file, sheet)) {
    if (type === 'drawing') moveAnchors(file, path, by)
    if (type === 'comments' || type === 'table') moveRefs(file, path, by)
    if (type === 'vmlDrawing') moveNotes(file, path, by)
  }
}

function formulasIn(file: FormFile, path: string, name: string, sheet: SheetPart, by: Insertion): void {
  const xml = file.text(path)
  if (xml === undefined) return
  const edits = [...within(treeOf(xml, file.name), name)].flatMap(one =>
    movedFormulas(xml, one, '', sheet.name, by),
  )
  file.write(path, edited(xml, edits))
}

/** The parts that belong to a sheet, by what they are. */
function besides(file: FormFile, sheet: SheetPart): readonly (readonly [type: string, path: string])[] {
  const [folder = '', name = ''] = [
    sheet.path.slice(0, sheet.path.lastIndexOf('/')),
    sheet.path.split('/').at(-1),
  ]
  const xml = file.text(`${folder}/_rels/${name}.rels`)
  if (xml === undefined) return []
  return [...within(treeOf(xml, file.name), 'Relationship')].map(one => {
    const target = (attribute(one, 'Target') ?? '').toLowerCase()
    const path = target.startsWith('/') ? target.slice(1) : target.replace(/^\.\.\//, 'xl/')
    return [attribute(one, 'Type')?.split('/').at(-1) ?? '', path] as const
  })
}

function moveAnchors(file: FormFile, path: string, by: Insertion): void {
  const xml = file.text(path)
  if (xml === undefined) return
  const edits = [...within(treeOf(xml, file.name), 'row')].flatMap(one => {
    const row = Number(textOf(xml, one))
    return row > by.after ? [{ from: one.inner, to: one.close, text: String(row + by.count) }] : []
  })
  file.write(path, edited(xml, edits))
}

function moveRefs(file: FormFile, path: string, by: Insertion): void {
  const xml = file.text(path)
  if (xml === undefined) return
  file.write(
    path,
    xml.replace(
      /(\sref=")([A-Z]+\d+(?::[A-Z]+\d+)?)(")/g,
      (_, a: string, ref: string, b: string) => a + shiftedRanges(ref, by) + b,
    ),
  )
}

function moveNotes(file: FormFile, path: string, by: Insertion): void {
  const xml = file.text(path)
  if (xml === undefined) return
  file.write(
    path,
    xml.replace(
      /(<x:Row>)(\d+)(<\/x:Row>)/g,
      (_, a: string, row: string, b: string) =>
        a + (Number(row) > by.after ? Number(row) + by.count : row) + b,
    ),
  )
}

/** What formulas last came to is no longer so: it is taken out, and the workbook says that it wants calculating. */
function forgetResults(file: FormFile, filled: string): void {
  let hasFormulas = false
  for (const sheet of readWorkbook(file).sheets) {
    const cells = sheet.lines
      .flatMap(line => [...line.cells.values()])
      .filter(({ formula }) => formula !== undefined)
    const depends =
      sheet.path === filled ||
      cells.some(({ formula }) => formula && textOf(sheet.xml, formula).includes('!'))
    if (!depends || cells.length === 0) continue
    hasFormulas = true
    const edits = cells.flatMap(({ node }) => {
      const value = child(node, 'v')
      if (value === undefined) return []
      // A result that is text says so; without it the type of the cell would be wrong.
      const tag = sheet.xml.slice(node.start, node.inner)
      return [
        { from: value.start, to: value.end, text: '' },
        { from: node.start, to: node.inner, text: tag.replace(/\st="(str|e|b)"/, '') },
      ]
    })
    file.write(sheet.path, edited(sheet.xml, edits))
  }
  if (hasFormulas) wantCalculating(file)
}

function wantCalculating(file: FormFile): void {
  const xml = file.text('xl/workbook.xml') ?? ''
  const book = child(treeOf(xml, file.name), 'workbook')
  if (book === undefined) return
  const known = child(book, 'calcPr')
  if (known !== undefined) {
    const tag = xml.slice(known.start, known.inner).replace(/\sfullCalcOnLoad="[^"]*"/, '')
    const text = tag.replace(/(\/?>)$/, ' fullCalcOnLoad="1"$1')
    file.write('xl/workbook.xml', edited(xml, [{ from: known.start, to: known.inner, text }]))
    return
  }
  const after = ['definedNames', 'externalReferences', 'sheets']
    .map(name => child(book, name))
    .find(one => one !== undefined)
  if (after === undefined) return
  const prefix = book.prefix === '' ? '' : `${book.prefix}:`
  const text = `<${prefix}calcPr fullCalcOnLoad="1"/>`
  file.write('xl/workbook.xml', edited(xml, [{ from: after.end, to: after.end, text }]))
}
