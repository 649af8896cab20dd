import { escapeXml } from '#db/sheets/xml/xml-escape.ts'
import { blanksIn, putAt } from '../blanks.ts'
import type { Filling, Value } from '../form.ts'
import type { FormFile } from '../form-file.ts'
import { type LaidRows, layRows } from '../lay-rows.ts'
import { heightOfRows, photoEdits } from '../photos/photo-in-word.ts'
import { placeOf } from '../workbook/a1.ts'
import { attribute, child, type Edit, edited, type Node, within } from '../xml-tree.ts'
import {
  blankText,
  checkboxOf,
  documentPart,
  isContinued,
  paragraphsOf,
  readMargins,
  readWord,
  textOfNode,
  textsOf,
  tickOf,
  type WordCell,
  type WordDocument,
  type WordTable,
} from './read-word.ts'

/** Fills a document: cells of its tables, blanks in its text, content controls, and rows, of which more are put in. */
export function fillWord(file: FormFile, { values, photos, rows }: Filling): readonly string[] {
  const document = readWord(file)
  const isOfMargin = (at: string) => /^ht?\d+/.test(at)
  const ofBody = [...values].filter(([at]) => !isOfMargin(at))
  const { edits, left } = editsIn(
    document,
    ofBody,
    rows.filter(({ part }) => !isOfMargin(part)),
  )
  for (const [at, photo] of photos ?? []) {
    const cell = cellAt(document, at.replace(/#\d+$/, ''))
    const made = cell && photoEdits(file, document, cell, { photo, height: heightAt(document, cell) })
    if (made === undefined) left.push(at)
    else edits.push(...made)
  }
  left.push(
    ...fillMargins(
      file,
      [...values].filter(([at]) => isOfMargin(at)),
      rows.filter(({ part }) => isOfMargin(part)),
    ),
  )
  file.write(documentPart, edited(document.xml, edits))
  return left
}

type Put = readonly [at: string, value: Value]

/** What is written where in one part of the file, and the places that it does not have. A table of a text box is filled where it stands once more, too. */
function editsIn(
  document: WordDocument,
  values: readonly Put[],
  rows: Filling['rows'],
): { readonly edits: Edit[]; readonly left: string[] } {
  const edits: Edit[] = []
  const wanted = new Map<Node, Wanted[]>()
  const again = { ...document, tables: document.twinTables }
  const put = (within: WordDocument, at: string, value: Value): boolean => {
    if (at.includes('#')) {
      const blank = blankAt(within, at, value)
      if (blank !== undefined) wanted.set(blank.node, [...(wanted.get(blank.node) ?? []), blank])
      return blank !== undefined
    }
    const made = wholeEdits(within, at, value)
    edits.push(...(made ?? []))
    return made !== undefined
  }
  const left: string[] = []
  for (const [at, value] of values) {
    if (!put(document, at, value)) left.push(at)
    else if (/^h?t\d/.test(at)) put(again, at, value)
  }
  edits.push(...textEdits(document, wanted))
  for (const [id, lists] of Map.groupBy(rows, ({ part }) => part))
    for (const where of [document, again]) {
      const table = where.tables.find(one => one.id === id)
      if (table !== undefined) edits.push(...rowEdits(where, table, layRows(lists, false)))
    }
  return { edits, left }
}

/** Fills headers and footers; answers the places that could not be filled. */
function fillMargins(file: FormFile, values: readonly Put[], rows: Filling['rows']): readonly string[] {
  if (values.length === 0 && rows.length === 0) return []
  const left = new Set(values.map(([at]) => at))
  for (const { id, path, document } of readMargins(file)) {
    const tables = new Set(document.tables.map(one => one.id))
    const isHere = (at: string) => at.startsWith(`${id}p`) || tables.has(at.split('!')[0] ?? '')
    const own = values.filter(([at]) => isHere(at))
    // A line of this part is called p5 within it.
    const named = own.map(([at, value]): Put => [at.startsWith(`${id}p`) ? at.slice(id.length) : at, value])
    const made = editsIn(
      document,
      named,
      rows.filter(({ part }) => tables.has(part)),
    )
    const missed = new Set(made.left)
    for (const [n, [at]] of own.entries()) if (!missed.has(named[n]?.[0] ?? '')) left.delete(at)
    if (made.edits.length > 0) file.write(path, edited(document.xml, made.edits))
  }
  return [...left]
}

/** What is written into paragraphs; into one of a text box also where it stands once more. */
function textEdits(document: WordDocument, wanted: ReadonlyMap<Node, readonly Wanted[]>): Edit[] {
  return [...wanted].flatMap(([paragraph, list]) => {
    const twin = document.twins.get(paragraph)
    const isSame = twin !== undefined && blankText(document.xml, twin) === blankText(document.xml, paragraph)
    return [...blankEdits(document, paragraph, list), ...(isSame ? blankEdits(document, twin, list) : [])]
  })
}

type Wanted = { readonly from: number; readonly to: number; readonly value: Value }

/** What is written where for a blank such as t1!A1#2 or p5#1; nothing where there is none, or no box for the value. */
function blankAt(
  document: WordDocument,
  at: string,
  value: Value,
): (Wanted & { readonly node: Node }) | undefined {
  const [, place = '', number = ''] = /^(.*)#(\d+)$/.exec(at) ?? []
  const [, paragraph] = /^p(\d+)$/.exec(place) ?? []
  const nodes =
    paragraph === undefined
      ? paragraphsOf(cellAt(document, place)?.node)
      : document.paragraphs.slice(Number(paragraph) - 1, Number(paragraph))
  const texts = nodes.map(node => blankText(document.xml, node))
  const blank = blanksIn(texts.join('\n'))[Number(number) - 1]
  const put = blank === undefined ? undefined : putAt(blank, value)
  if (put === undefined) return undefined
  let start = 0
  for (const [n, node] of nodes.entries()) {
    const length = texts[n]?.length ?? 0
    if (put.from <= start + length)
      return { ...put, node, from: put.from - start, to: Math.min(length, put.to - start) }
    start += length + 1
  }
  return undefined
}

/** Words in place of blanks: what was ____ is underlined, and a gap keeps its width as far as it can. */
function blankEdits(document: WordDocument, paragraph: Node, wanted: readonly Wanted[]): Edit[] {
  const { xml } = document
  const edits: Edit[] = []
  let start = 0
  const runs = [...within(paragraph, 'r', 'del')]
  for (const node of textsOf(paragraph)) {
    const text = textOfNode(xml, node)
    const end = start + text.length
    const own = wanted
      .filter(({ from, to }) => from <= end && to >= start && (from < end || to === from || from === end))
      .filter(({ from, to }) => !(to <= start && from < start) && !(from === end && to > end))
      .toSorted((a, b) => a.from - b.from)
    const run = runs.find(one => one.start < node.start && one.end > node.end)
    const control = own.length === 0 ? undefined : (tickedField(node) ?? checkedWith(document, node))
    if (control !== undefined) edits.push(...control)
    else if (own.length > 0 && run !== undefined) {
      const look = child(run, 'rPr')
      const inner = look === undefined ? '' : xml.slice(look.inner, look.close)
      let made = ''
      let at = 0
      for (const { from, to, value } of own) {
        const [a, b] = [Math.max(0, from - start), Math.min(text.length, to - start)]
        if (a > at) made += runOf(inner, text.slice(at, a))
        if (from >= start) {
          const isLine = /[_＿]/.test(text.slice(a, b))
          made += runOf(
            isLine ? underlined(inner) : inner,
            roomy(String(value), to - from, a === 0 ? '' : text.charAt(a - 1)),
          )
        }
        at = Math.max(at, b)
      }
      if (at < text.length) made += runOf(inner, text.slice(at))
      // A run may hold more than its text, such as a tab before it: that stays on its side.
      const head = xml.slice(look?.end ?? run.inner, node.start)
      const tail = xml.slice(node.end, run.close)
      const keep = (piece: string) => (piece.trim() === '' ? '' : `${openRun(inner)}${piece}</w:r>`)
      edits.push({ from: run.start, to: run.end, text: `${keep(head)}${made}${keep(tail)}` })
    }
    start = end
  }
  return edits
}

/** A box of the older kind of form field is ticked by what says so; its sign is drawn by whoever opens it. */
function tickedField(node: Node): Edit[] | undefined {
  const box = tickOf(node)
  if (box === undefined) return undefined
  const checked = child(box, 'checked')
  const [from, to] = checked === undefined ? [box.close, box.close] : [checked.start, checked.end]
  return [{ from, to, text: '<w:checked/>' }]
}

/** A control that is a box is ticked as a click ticks it: it knows that, and shows the sign that it has for it. */
function checkedWith({ xml, controls }: WordDocument, text: Node): Edit[] | undefined {
  const found = controls.findLast(({ node }) => node.start < text.start && node.end > text.end)
  const box = found && checkboxOf(found.node)
  if (box === undefined) return undefined
  const [checked, state] = [child(box, 'checked'), child(box, 'checkedState')]
  const code = Number.parseInt(attribute(state, 'w14:val') ?? '2612', 16)
  return [
    textEdit(xml, text, String.fromCodePoint(code)),
    ...(checked === undefined
      ? []
      : [{ from: checked.start, to: checked.end, text: '<w14:checked w14:val="1"/>' }]),
  ]
}

function openRun(look: string): string {
  return look === '' ? '<w:r>' : `<w:r><w:rPr>${look}</w:rPr>`
}

function runOf(look: string, text: string): string {
  return `${openRun(look)}${text
    .split('\n')
    .map(line => `<w:t xml:space="preserve">${escaped(line)}</w:t>`)
    .join('<w:br/>')}</w:r>`
}

/** Word knows no Excel escapes: what XML cannot hold is left out. */
function escaped(text: string): string {
  return escapeXml(text.replace(/(?![\t\n])[\p{Cc}\ufffe\uffff]/gu, '')).replaceAll('_x005F_', '_')
}

function underlined(look: string): string {
  return /<w:u\b/.test(look) ? look : `${look}<w:u w:val="single"/>`
}

/** `before`: the sign before the gap; a gap at the beginning of a line is how far it is indented, and behind a digit the number goes on. */
function roomy(value: string, room: number, before: string): string {
  const width = [...value].reduce((sum, one) => sum + (one.charCodeAt(0) > 0x2e80 ? 2 : 1), 0)
  const spare = Math.max(0, Math.min(room - width, 40))
  if (before === '' && spare > 8) return `${' '.repeat(Math.max(0, room - width))}${value}`
  const lead = /\d/.test(before) ? 0 : Math.floor(spare / 2)
  return room === 0 ? value : `${' '.repeat(lead)}${value}${' '.repeat(spare - lead)}`
}

function cellAt({ tables }: WordDocument, at: string): WordCell | undefined {
  const [, id, address = ''] = /^(h?t\d+)!([A-Z]+\d+)$/.exec(at) ?? []
  const place = placeOf(address)
  const row = tables.find(one => one.id === id)?.rows[place?.row ?? -1]
  return row?.cells.find(cell => cell.column === place?.column)
}

/** The look of the words in its row: what is filled in beside a label is as large as that. */
function lookBeside(document: WordDocument, cell: WordCell): string | undefined {
  const table = document.tables.find(one => one.rows[cell.row]?.cells.includes(cell) === true)
  const row = table?.rows[cell.row]
  return table && row && (lookOf(document, row) ?? lookOf(document, table))
}

/** How high a cell is, with all that are merged into it. */
function heightAt({ tables }: WordDocument, cell: WordCell): number | undefined {
  const rows = tables.find(table => table.rows[cell.row]?.cells.includes(cell) === true)?.rows ?? []
  let last = cell.row
  while (rows[last + 1]?.cells.some(one => one.column === cell.column && isContinued(one)) === true) last++
  return heightOfRows(rows.slice(cell.row, last + 1))
}

function wholeEdits(document: WordDocument, at: string, value: Value): Edit[] | undefined {
  const [, control] = /^c(\d+)$/.exec(at) ?? []
  if (control !== undefined) {
    const found = document.controls[Number(control) - 1]
    return found === undefined ? undefined : controlEdits(document, found, String(value))
  }
  const cell = cellAt(document, at)
  return cell === undefined
    ? undefined
    : cellEdits(document, cell.node, String(value), lookBeside(document, cell))
}

/** What a control shows until it is filled is grey and means nothing: its look goes with it. */
function controlEdits(
  { xml }: WordDocument,
  { node, content }: WordDocument['controls'][number],
  value: string,
): Edit[] {
  const properties = child(node, 'sdtPr')
  const placeholder = child(properties, 'showingPlcHdr')
  const edits: Edit[] =
    placeholder === undefined ? [] : [{ from: placeholder.start, to: placeholder.end, text: '' }]
  const [first, ...others] = [...within(content, 't')]
  if (first === undefined) {
    const [paragraph] = [...within(content, 'p')]
    const at = paragraph?.close ?? content.close
    return [...edits, { from: at, to: at, text: runOf('', value) }]
  }
  edits.push(textEdit(xml, first, value))
  for (const other of others) edits.push(textEdit(xml, other, ''))
  if (placeholder !== undefined)
    for (const style of within(content, 'rStyle')) edits.push({ from: style.start, to: style.end, text: '' })
  return edits
}

function textEdit(_xml: string, node: Node, value: string): Edit {
  const lines = value.split('\n').map(line => `<w:t xml:space="preserve">${escaped(line)}</w:t>`)
  return { from: node.start, to: node.end, text: lines.join('<w:br/>') }
}

/** A cell of a table with this text; its paragraph says how it looks, or else the text beside it. */
function cellEdits({ xml }: WordDocument, cell: Node, value: string, like: string | undefined): Edit[] {
  const paragraphs = paragraphsOf(cell)
  const texts = paragraphs.flatMap(textsOf)
  const [first, ...others] = texts
  if (first !== undefined)
    return [textEdit(xml, first, value), ...others.map(other => textEdit(xml, other, ''))]
  const [paragraph] = paragraphs
  if (paragraph === undefined || value === '') return []
  const mark = child(child(paragraph, 'pPr'), 'rPr')
  const look =
    mark === undefined
      ? (like ?? '')
      : readable(xml.slice(mark.inner, mark.close).replace(/<w:(ins|del|moveFrom|moveTo)\b[^>]*\/>/g, ''))
  if (paragraph.inner === paragraph.close && xml.charAt(paragraph.inner - 2) === '/') {
    const tag = `${xml.slice(paragraph.start, paragraph.inner - 2)}>`
    return [{ from: paragraph.start, to: paragraph.end, text: `${tag}${runOf(look, value)}</w:p>` }]
  }
  return [{ from: paragraph.close, to: paragraph.close, text: runOf(look, value) }]
}

/** Half points below which nobody reads anything: an empty cell is often made that small so that its row stays low. */
const leastSize = 12

function readable(look: string): string {
  return look.replace(/<w:(?:sz|szCs)\b[^>]*w:val="(\d+)"[^>]*\/>/g, (tag, size) =>
    Number(size) < leastSize ? '' : tag,
  )
}

/** The look of the first text of a table or a row: what is filled in looks like the form, but is not bold. */
function lookOf({ xml }: WordDocument, { node }: Pick<WordTable, 'node'>): string | undefined {
  for (const run of within(node, 'r')) {
    const look = child(run, 'rPr')
    if (look !== undefined) return xml.slice(look.inner, look.close).replace(/<w:(b|bCs)\b[^>]*\/>/g, '')
  }
  return undefined
}

function rowEdits(document: WordDocument, table: WordTable, { puts, insertions }: LaidRows): Edit[] {
  const { xml } = document
  const like = lookOf(document, table)
  const edits: Edit[] = []
  for (const { row, column, value } of puts) {
    const cell = table.rows[row]?.cells.find(one => one.column === column)
    if (cell !== undefined) edits.push(...cellEdits(document, cell.node, String(value), like))
  }
  for (const { from, after, columns, rows } of insertions) {
    const [model, last] = [table.rows[from], table.rows[after]]
    if (model === undefined || last === undefined) continue
    const more = rows.map(values => {
      const own: Edit[] = [
        { from: 0, to: model.node.start, text: '' },
        ...model.cells.flatMap(({ column, node }) =>
          columns.has(column) ? cellEdits(document, node, String(values.get(column) ?? ''), like) : [],
        ),
        { from: model.node.end, to: xml.length, text: '' },
      ]
      // Names that a document may have once only.
      return edited(xml, own).replace(/\sw14:(paraId|textId)="[^"]*"|<w:bookmark(Start|End)\b[^>]*\/>/g, '')
    })
    edits.push({ from: last.node.end, to: last.node.end, text: more.join('') })
  }
  return edits
}
