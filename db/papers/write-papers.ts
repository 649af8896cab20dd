import {
  AlignmentType,
  Document,
  Footer,
  type IRunOptions,
  Packer,
  PageNumber,
  Paragraph,
  Table as PrintedTable,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx'
import { type Block, type Paper, type PaperCell, type Table, widthInCharacters, writtenDay } from './paper.ts'

/*
 * The page of an official document (党政机关公文格式, GB/T 9704-2012, 5.2): A4, 37 mm above and 28 mm to the left of a
 * type area of 156 x 225 mm, in which 22 lines of 28 characters stand. Text is 三号 (16 pt) 仿宋, the title 二号 (22 pt)
 * 小标宋. Word measures in twips, a twentieth of a point.
 */
const mm = (n: number) => Math.round((n * 1440) / 25.4)
const page = { width: mm(210), height: mm(297) }
const margin = { top: mm(37), bottom: mm(35), left: mm(28), right: mm(26), footer: mm(28) }
const typeArea = mm(156)
const line = 579
const character = 16 * 20
/** In half points. */
const size = { title: 44, text: 32, table: 24, pageNumber: 28 }
/** Without it a line holds 27 characters and not 28. */
const tight = -5

/** Names that every Windows knows stand first where there are two; offices install the fonts of the standard beside them. */
const song = { eastAsia: '方正小标宋简体', ascii: 'Times New Roman', hAnsi: 'Times New Roman' }
const fangSong = { eastAsia: '仿宋', ascii: 'Times New Roman', hAnsi: 'Times New Roman' }
const hei = { eastAsia: '黑体', ascii: 'Times New Roman', hAnsi: 'Times New Roman' }
const kai = { eastAsia: '楷体', ascii: 'Times New Roman', hAnsi: 'Times New Roman' }
const plainSong = { eastAsia: '宋体', ascii: 'Times New Roman', hAnsi: 'Times New Roman' }

const tableSpacing = { line: 320, lineRule: 'exact' as const, before: 0, after: 0 }
const spacing = { line, lineRule: 'exact' as const, before: 0, after: 0 }

/** The bytes of one .docx with each paper on pages of its own. `writer` is named in the file's properties. */
export async function writePapers(
  papers: readonly Paper[],
  writer: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const document = new Document({
    creator: writer,
    lastModifiedBy: writer,
    title: papers.length === 1 ? (papers[0]?.title ?? '') : '',
    evenAndOddHeaderAndFooters: true,
    styles: { default: { document: { run: { font: fangSong, size: size.text } } } },
    sections: papers.map(paper => ({
      properties: {
        page: { size: page, margin, pageNumbers: { start: 1 } },
        grid: { type: 'lines' as const, linePitch: line },
      },
      // The number stands on the outer side: right on odd pages, left on even ones.
      footers: {
        default: pageNumber(AlignmentType.RIGHT),
        even: pageNumber(AlignmentType.LEFT),
      },
      children: laidOut(paper),
    })),
  })
  return new Uint8Array(await Packer.toArrayBuffer(document))
}

function laidOut({ title, to, body, signed }: Paper): (Paragraph | PrintedTable)[] {
  return [
    paragraph(title, { font: song, size: size.title }, { alignment: AlignmentType.CENTER }),
    paragraph('', {}),
    ...(to === undefined ? [] : [paragraph(`${to}：`, {})]),
    ...body.map((given, at) => {
      const next = body[at + 1]
      const hasNote = typeof next === 'object' && 'note' in next
      return block(given, hasNote || (signed !== undefined && at >= body.length - 2))
    }),
    ...(signed === undefined ? [] : signature(signed.office, writtenDay(signed.day))),
  ]
}

/**
 * `goesAlong`: it does not end a page. Whoever signs stands on a page with some of what he signs (GB/T 9704), so the last
 * lines go with him; and what is noted below a table stands on a page with its last row.
 */
function block(given: Block, goesAlong: boolean): Paragraph | PrintedTable {
  const firstLine = { firstLine: 2 * character }
  if (typeof given === 'string') {
    // A paragraph that fills a page would leave the one before it blank.
    const keepNext = goesAlong && widthInCharacters(given) <= 28 * 8
    return paragraph(given, {}, { indent: firstLine, ...(keepNext && { keepNext }) })
  }
  if ('rows' in given) return printed(given, goesAlong)
  if ('note' in given) return paragraph(given.note, { size: size.table }, { spacing: tableSpacing })
  const font = given.level === 1 ? hei : kai
  return paragraph(given.heading, { font }, { indent: firstLine, keepNext: true })
}

/** The day stands four characters from the right and the office above it in the middle; the longer of both stays inside. */
function signature(office: string, day: string): Paragraph[] {
  const [wide, narrow] = [widthInCharacters(office), widthInCharacters(day)]
  const middle = Math.max(4 + narrow / 2, wide / 2)
  const fromRight = (width: number) => ({
    alignment: AlignmentType.RIGHT,
    indent: { right: Math.round((middle - width / 2) * character) },
    keepLines: true,
  })
  return [
    paragraph('', {}, { keepNext: true }),
    paragraph(office, {}, { ...fromRight(wide), keepNext: true }),
    paragraph(day, {}, fromRight(narrow)),
  ]
}

type Placed = {
  readonly alignment?: (typeof AlignmentType)[keyof typeof AlignmentType]
  readonly indent?: { readonly firstLine?: number; readonly right?: number }
  readonly keepNext?: boolean
  readonly keepLines?: boolean
  readonly spacing?: typeof tableSpacing
}

function paragraph(text: string, run: IRunOptions, placed: Placed = {}): Paragraph {
  return new Paragraph({
    spacing,
    ...placed,
    children: [new TextRun({ font: fangSong, size: size.text, characterSpacing: tight, ...run, text })],
  })
}

function printed({ widths, heads, rows }: Table, goesAlong: boolean): PrintedTable {
  const whole = widths.reduce((sum, width) => sum + width, 0)
  const columnWidths = widths.map(width => Math.round((width / whole) * typeArea))
  return new PrintedTable({
    width: { size: typeArea, type: WidthType.DXA },
    columnWidths,
    layout: TableLayoutType.FIXED,
    rows: rows.map(
      (cells, index) =>
        new TableRow({
          tableHeader: index < heads,
          cantSplit: linesOf(cells, columnWidths) <= mostKept,
          children: inRow(cells, columnWidths, goesAlong && index === rows.length - 1),
        }),
    ),
  })
}

/** A row of more lines runs on to the next page, which it might not fit on as a whole. */
const mostKept = 12

/** How many lines a row takes. */
function linesOf(cells: readonly PaperCell[], columnWidths: readonly number[]): number {
  let at = 0
  const lines = cells.map(({ text, columns = 1 }) => {
    const width = columnWidths.slice(at, at + columns).reduce((sum, one) => sum + one, 0) - 2 * beside
    at += columns
    // A size is in half points, a width in twentieths of one.
    const inLine = Math.max(1, Math.floor(width / (size.table * 10)))
    return text
      .split('\n')
      .reduce((sum, words) => sum + Math.max(1, Math.ceil(widthInCharacters(words) / inLine)), 0)
  })
  return Math.max(1, ...lines)
}

/** What stays free at either side of a cell. */
const beside = 80

function inRow(cells: readonly PaperCell[], columnWidths: readonly number[], keepNext: boolean): TableCell[] {
  let at = 0
  return cells.map(({ text, columns = 1, isLabel = false, isCentred = isLabel }) => {
    const width = columnWidths.slice(at, at + columns).reduce((sum, one) => sum + one, 0)
    at += columns
    return new TableCell({
      columnSpan: columns,
      width: { size: width, type: WidthType.DXA },
      verticalAlign: VerticalAlignTable.CENTER,
      margins: { top: 40, bottom: 40, left: beside, right: beside },
      children: text.split('\n').map(
        words =>
          new Paragraph({
            // Of its own, else each line of a cell would take one of the page's 22.
            spacing: tableSpacing,
            keepNext,
            alignment: isCentred ? AlignmentType.CENTER : AlignmentType.LEFT,
            children: [new TextRun({ font: isLabel ? hei : fangSong, size: size.table, text: words })],
          }),
      ),
    })
  })
}

function pageNumber(alignment: Placed['alignment'] & string): Footer {
  const run = { font: plainSong, size: size.pageNumber }
  const outside = alignment === AlignmentType.RIGHT ? { right: character } : { left: character }
  return new Footer({
    children: [
      new Paragraph({
        alignment,
        indent: outside,
        children: [new TextRun({ ...run, children: ['— ', PageNumber.CURRENT, ' —'] })],
      }),
    ],
  })
}
