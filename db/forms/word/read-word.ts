import { decodeXml } from '#db/sheets/xml/xml-text.ts'
import { blanksIn } from '../blanks.ts'
import { type FormCell, type FormPart, mostShown } from '../form.ts'
import type { FormFile } from '../form-file.ts'
import { addressOf } from '../workbook/a1.ts'
import { attribute, child, type Node, treeOf, within } from '../xml-tree.ts'

/** A cell of a table of a document; `node` is its w:tc. */
export type WordCell = {
  readonly row: number
  readonly column: number
  readonly columns: number
  readonly node: Node
}
export type WordRow = { readonly node: Node; readonly cells: readonly WordCell[] }
export type WordTable = { readonly id: string; readonly node: Node; readonly rows: readonly WordRow[] }

/** A document taken apart: its tables, the paragraphs outside of them, and its content controls. */
export type WordDocument = {
  readonly xml: string
  /** Those of text boxes come last, as its paragraphs do. */
  readonly tables: readonly WordTable[]
  readonly boxedTables: number
  /** Tables of text boxes as they stand once more, by the names of the others. */
  readonly twinTables: readonly WordTable[]
  /** Those of text boxes come last; `boxed` says how many these are. */
  readonly paragraphs: readonly Node[]
  readonly boxed: number
  /** What stands in a text box once more, for programs that draw it in the old way. */
  readonly twins: ReadonlyMap<Node, Node>
  readonly controls: readonly { readonly node: Node; readonly name: string; readonly content: Node }[]
}

export const documentPart = 'word/document.xml'
/** So many tables are shown; the pages of a filled document may have more. */
const mostTables = { shown: 100, read: 20_000 } as const
const mostRows = 20_000

export function readWord(file: FormFile): WordDocument {
  const xml = file.text(documentPart) ?? ''
  const root = treeOf(xml, file.name)
  const [body] = [...within(root, 'body')]
  if (body === undefined) return { ...nothing, xml }
  const controls = [...within(body, 'sdt', 'AlternateContent')].flatMap(node => {
    const properties = child(node, 'sdtPr')
    const content = child(node, 'sdtContent')
    if (content === undefined) return []
    const name =
      attribute(child(properties, 'tag'), 'w:val') || attribute(child(properties, 'alias'), 'w:val') || ''
    const hasBlocks = [...within(content, 'tbl')].length > 0
    return hasBlocks ? [] : [{ node, name, content }]
  })
  const { boxes, twins } = inTextBoxes(body)
  const paragraphs = [...outsideTables(body), ...boxes]
  return { xml, ...tablesIn(body, { id: 't' }), paragraphs, boxed: boxes.length, twins, controls }
}

/** The tables of a part, those of its text boxes last; in a newer document each of these stands twice. */
function tablesIn(of: Node, { id, from = 0 }: { readonly id: string; readonly from?: number }) {
  const own = [...within(of, 'tbl', 'AlternateContent')]
  const boxes = [...within(of, 'AlternateContent', 'AlternateContent')].map(one =>
    (['Choice', 'Fallback'] as const).map(name => {
      const held = child(one, name)
      return held === undefined ? [] : [...within(held, 'tbl')]
    }),
  )
  const boxed = boxes.flatMap(([now = [], old = []]) =>
    now.length === 0
      ? old.map(node => ({ node, twin: undefined }))
      : now.map((node, n) => ({ node, twin: old.length === now.length ? old[n] : undefined })),
  )
  const named = (node: Node, n: number) => tableOf(node, `${id}${from + n + 1}`)
  const first = own.length
  return {
    tables: [...own, ...boxed.map(({ node }) => node)].slice(0, mostTables.read).map(named),
    boxedTables: boxed.length,
    twinTables: boxed.flatMap(({ twin }, n) => (twin === undefined ? [] : [named(twin, first + n)])),
  }
}

function tableOf(node: Node, id: string): WordTable {
  const rows = flat(node, 'tr').slice(0, mostRows)
  return { id, node, rows: rows.map((row, at) => ({ node: row, cells: cellsOf(row, at) })) }
}

const nothing: Omit<WordDocument, 'xml'> = {
  tables: [],
  boxedTables: 0,
  twinTables: [],
  paragraphs: [],
  boxed: 0,
  twins: new Map(),
  controls: [],
}

/** The headers and footers of a document, in the order of their parts. */
export function readMargins(file: FormFile): readonly {
  readonly id: string
  readonly path: string
  /** Those of its paragraphs that stand in its tables. */
  readonly inCells: ReadonlySet<Node>
  readonly document: WordDocument
}[] {
  const paths = file.parts.filter(path => /^word\/(header|footer)\d*\.xml$/.test(path)).toSorted()
  let from = 0
  return paths.slice(0, mostMargins).map((path, n) => {
    const xml = file.text(path) ?? ''
    const root = treeOf(xml, file.name)
    const { boxes, twins } = inTextBoxes(root)
    const inCells = new Set([...within(root, 'tbl')].flatMap(table => [...within(table, 'p')]))
    const own = [...within(root, 'p', 'AlternateContent')]
    const tables = tablesIn(root, { id: 'ht', from })
    from += tables.tables.length
    return {
      id: `h${n + 1}`,
      path,
      inCells,
      document: { ...nothing, ...tables, xml, paragraphs: [...own, ...boxes], boxed: boxes.length, twins },
    }
  })
}

const mostMargins = 30

/** The paragraphs of text boxes; in a newer document each box stands twice. */
function inTextBoxes(of: Node): { readonly boxes: readonly Node[]; readonly twins: ReadonlyMap<Node, Node> } {
  const lines = (one: Node | undefined) =>
    one === undefined ? [] : [...within(one, 'txbxContent', 'txbxContent')].flatMap(outsideTables)
  const twins = new Map<Node, Node>()
  const boxes = [...within(of, 'AlternateContent', 'AlternateContent')].flatMap(one => {
    const [now, old] = [lines(child(one, 'Choice')), lines(child(one, 'Fallback'))]
    if (now.length === old.length)
      for (const [n, line] of now.entries()) {
        const twin = old[n]
        if (twin !== undefined) twins.set(line, twin)
      }
    return now.length === 0 ? old : now
  })
  const alone = [...within(of, 'txbxContent', 'AlternateContent')].flatMap(outsideTables)
  return { boxes: [...boxes, ...alone], twins }
}

/** A control that is ticked: what says whether it is, and as what. */
export function checkboxOf(control: Node): Node | undefined {
  return child(child(control, 'sdtPr'), 'checkbox')
}

/** Rows and cells, also those that a content control holds. */
function flat(of: Node, name: string): readonly Node[] {
  return of.children.flatMap(one => {
    if (one.name === name) return [one]
    return one.name === 'sdt' || one.name === 'sdtContent' ? flat(one, name) : []
  })
}

function outsideTables(of: Node): Node[] {
  return of.children.flatMap(one => {
    if (one.name === 'p') return [one]
    return one.name === 'sdt' || one.name === 'sdtContent' ? outsideTables(one) : []
  })
}

function cellsOf(row: Node, at: number): readonly WordCell[] {
  let column = 0
  const before = attribute(child(child(row, 'trPr'), 'gridBefore'), 'w:val')
  column += before === undefined ? 0 : Number(before)
  return flat(row, 'tc').map(node => {
    const span = Math.max(1, Number(attribute(child(child(node, 'tcPr'), 'gridSpan'), 'w:val') ?? 1))
    const cell = { row: at, column, columns: span, node }
    column += span
    return cell
  })
}

/** Whether a cell belongs to the one above it. */
export function isContinued({ node }: WordCell): boolean {
  const merge = child(child(node, 'tcPr'), 'vMerge')
  return merge !== undefined && (attribute(merge, 'w:val') ?? 'continue') === 'continue'
}

/** The texts of a paragraph, and the boxes that are drawn by a font of signs: what deletions hold is not there. */
export function textsOf(paragraph: Node): readonly Node[] {
  const signs = [...within(paragraph, 'sym', 'del')].filter(isBox)
  const ticks = [...within(paragraph, 'fldChar', 'del')].filter(one => tickOf(one) !== undefined)
  const boxes = [...within(paragraph, 'txbxContent')]
  return [...within(paragraph, 't', 'del'), ...signs, ...ticks]
    .filter(one => !boxes.some(({ start, end }) => start < one.start && end > one.end))
    .toSorted((a, b) => a.start - b.start)
}

/** A box of the older kind of form field: what says whether it is ticked. */
export function tickOf(field: Node): Node | undefined {
  return field.name === 'fldChar' ? child(child(field, 'ffData'), 'checkBox') : undefined
}

/** Which signs are an empty box, by the font that draws them. */
const boxSigns: Readonly<Record<string, RegExp>> = {
  Wingdings: /^[0F]0(A8|6F)$/i,
  'Wingdings 2': /^[0F]0A3$/i,
}

function isBox(sign: Node): boolean {
  return boxSigns[attribute(sign, 'w:font') ?? '']?.test(attribute(sign, 'w:char') ?? '') === true
}

export function textOfNode(xml: string, node: Node): string {
  return node.name === 'sym' || node.name === 'fldChar' ? '□' : decodeXml(xml.slice(node.inner, node.close))
}

export function textOfParagraph(xml: string, paragraph: Node): string {
  return textsOf(paragraph)
    .map(node => textOfNode(xml, node))
    .join('')
}

/**
 * The text in which blanks are looked for, as long as the text itself: an underlined gap is a line to write on, and what a
 * content control holds is filled by that and is no blank.
 */
export function blankText(xml: string, paragraph: Node): string {
  const inControls = [...within(paragraph, 'sdt')].filter(one => checkboxOf(one) === undefined)
  const runs = [...within(paragraph, 'r', 'del')]
  return textsOf(paragraph)
    .map(node => {
      const text = textOfNode(xml, node)
      const lies = (one: Node) => one.start < node.start && one.end > node.end
      if (inControls.some(lies)) return '■'.repeat(text.length)
      const line = attribute(child(child(runs.find(lies), 'rPr'), 'u'), 'w:val')
      return line === undefined || line === 'none' ? text : text.replace(/[ \u00a0\u3000]/g, '_')
    })
    .join('')
}

/** The paragraphs of a cell; those of a table inside it are that table's. */
export function paragraphsOf(cell: Node | undefined): readonly Node[] {
  return cell === undefined ? [] : [...within(cell, 'p', 'tbl')]
}

export function textOfCell(xml: string, cell: Node): string {
  return paragraphsOf(cell)
    .map(one => textOfParagraph(xml, one))
    .join('\n')
}

/** Headers and footers, as texts and tables; what nobody has to fill in is not shown. */
export function partsOfMargins(margins: ReturnType<typeof readMargins>): readonly FormPart[] {
  return margins.flatMap(({ id, inCells, document }) => {
    const { xml, paragraphs } = document
    const texts = textsIn(xml, paragraphs, `${id}p`, inCells)
    const tables = document.tables.map((table, at) => tablePart(document, table, at))
    return [
      ...(texts.some(({ blanks }) => blanks.length > 0) ? [listed(id, 'text', texts)] : []),
      ...tables.filter(({ cells }) =>
        cells.some(({ text, blanks }) => text.trim() === '' || blanks.length > 0),
      ),
    ]
  })
}

function textsIn(
  xml: string,
  paragraphs: readonly Node[],
  id: string,
  without?: ReadonlySet<Node>,
): readonly FormCell[] {
  return paragraphs.slice(0, 4000).flatMap((paragraph, at) => {
    const text = textOfParagraph(xml, paragraph)
    if (text.trim() === '' || without?.has(paragraph) === true) return []
    return [lone(`${id}${at + 1}`, text, blanksIn(blankText(xml, paragraph)))]
  })
}

/** The tables, the text and the content controls of a document, as grids. */
export function partsOfWord(document: WordDocument): readonly FormPart[] {
  const { xml, paragraphs, controls } = document
  const tables = document.tables.slice(0, mostTables.shown).map((table, at) => tablePart(document, table, at))
  const texts = textsIn(xml, paragraphs, 'p')
  // What is ticked is found by the words with it, as any other box.
  const shown = controls.flatMap(({ node, name, content }, at) =>
    checkboxOf(node) === undefined
      ? [lone(`c${at + 1}`, name === '' ? textOfParagraph(xml, content) : name, [])]
      : [],
  )
  return [
    ...(texts.length === 0 ? [] : [listed('p', 'text', texts)]),
    ...tables.filter(({ cells }) => cells.length > 0),
    ...(shown.length === 0 ? [] : [listed('c', 'controls', shown)]),
  ]
}

function lone(at: string, text: string, blanks: FormCell['blanks']): FormCell {
  return { at, row: 0, column: 0, rows: 1, columns: 1, text, isFormula: false, blanks }
}

function listed(id: string, kind: FormPart['kind'], cells: readonly FormCell[]): FormPart {
  const shown = cells.slice(0, mostShown.rows).map((cell, row) => ({ ...cell, row }))
  return { id, kind, name: '', cells: shown, height: shown.length, width: 1 }
}

function tablePart({ xml }: WordDocument, table: WordTable, at: number): FormPart {
  const rows = table.rows.slice(0, mostShown.rows)
  const cells = rows.flatMap(({ cells: own }, row) =>
    own
      .filter(cell => !isContinued(cell))
      .map((cell): FormCell => {
        const text = textOfCell(xml, cell.node)
        return {
          at: `${table.id}!${addressOf(row, cell.column)}`,
          row,
          column: cell.column,
          rows: heightOf(rows, cell),
          columns: cell.columns,
          text,
          isFormula: false,
          blanks: blanksIn(
            paragraphsOf(cell.node)
              .map(one => blankText(xml, one))
              .join('\n'),
          ),
        }
      }),
  )
  const width = rows.reduce(
    (most, { cells: own }) => own.reduce((sum, cell) => Math.max(sum, cell.column + cell.columns), most),
    0,
  )
  return { id: table.id, kind: 'table', name: String(at + 1), cells, height: rows.length, width }
}

function heightOf(rows: readonly WordRow[], { row, column }: WordCell): number {
  let height = 1
  for (const { cells } of rows.slice(row + 1)) {
    const below = cells.find(cell => cell.column === column)
    if (below === undefined || !isContinued(below)) break
    height++
  }
  return height
}
