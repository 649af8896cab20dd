import {
  AlignmentType,
  HeightRule,
  Paragraph,
  Table as PrintedTable,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx'
import { fangSong, hei, type PaperCell, type Table, widthInCharacters } from './paper.ts'

/** A size in half points and the height of its lines: 小四, or 五号 where a form has one page by that. */
type Setting = { readonly size: number; readonly line: number }
const usual: Setting = { size: 24, line: 320 }
const smaller: Setting = { size: 21, line: 280 }

/** What stays free in a cell at either side, and above its words and below them. */
const beside = 80
const above = 40
/** A row's line, with what programs differ by. */
const rule = 14

/** How high a row is in which somebody writes and signs: 15 mm, where all have one page 12 mm; 30 mm at most. */
const signing = { least: 850, tight: 680, most: 1700 } as const

type Place = {
  readonly width: number
  /** How high it may be to have one page. */
  readonly room: number
  /** What follows it stands on a page with its last row. */
  readonly goesAlong: boolean
}

export function printedTable(table: Table, { width, room, goesAlong }: Place): PrintedTable {
  const { widths, heads, rows, signed = 0 } = table
  const whole = widths.reduce((sum, one) => sum + one, 0)
  const columnWidths = widths.map(one => Math.round((one / whole) * width))
  const { setting, height } = fitted(table, columnWidths, room)
  const toSign = rows.length - signed
  return new PrintedTable({
    width: { size: width, type: WidthType.DXA },
    columnWidths,
    layout: TableLayoutType.FIXED,
    rows: rows.map((cells, index) => {
      const isLast = index === rows.length - 1
      // Whoever signs stands on a page with the rows that say who answers for it and until when.
      const keepNext = isLast ? goesAlong : signed > 0 && index >= toSign - 3
      return new TableRow({
        tableHeader: index < heads,
        cantSplit: linesOf(cells, columnWidths, setting) <= mostKept,
        ...(index >= toSign && { height: { value: height, rule: HeightRule.ATLEAST } }),
        children: inRow(cells, columnWidths, { setting, keepNext }),
      })
    }),
  })
}

/** In which size a table is set, and how high the rows are in which people sign. */
function fitted(
  { rows, signed = 0 }: Table,
  columnWidths: readonly number[],
  room: number,
): { readonly setting: Setting; readonly height: number } {
  if (signed === 0) return { setting: usual, height: 0 }
  const share = (setting: Setting) => {
    const taken = rows
      .slice(0, rows.length - signed)
      .map(cells => linesOf(cells, columnWidths, setting) * setting.line + 2 * above + rule)
    return Math.floor((room - taken.reduce((sum, one) => sum + one, 0)) / signed) - rule
  }
  for (const [setting, least] of [
    [usual, signing.least],
    [smaller, signing.tight],
  ] as const) {
    const height = share(setting)
    if (height >= least) return { setting, height: Math.min(height, signing.most) }
  }
  return { setting: usual, height: signing.most }
}

/** A row of more lines runs on to the next page, which it might not fit on as a whole. */
const mostKept = 12

/** How many lines a row takes. */
function linesOf(cells: readonly PaperCell[], columnWidths: readonly number[], { size }: Setting): number {
  const inside = widthsOf(cells, columnWidths).map(width => width - 2 * beside)
  return Math.max(1, ...cells.map(({ text }, at) => linesIn(text, inside[at] ?? 0, size)))
}

/** How many lines a text takes that is so wide, in twips, set in a size of half points. */
export function linesIn(text: string, width: number, size: number): number {
  // A size is in half points, a width in twentieths of one.
  const inLine = Math.max(1, Math.floor(width / (size * 10)))
  return text
    .split('\n')
    .reduce((sum, words) => sum + Math.max(1, Math.ceil(widthInCharacters(words) / inLine)), 0)
}

function widthsOf(cells: readonly PaperCell[], columnWidths: readonly number[]): readonly number[] {
  let at = 0
  return cells.map(({ columns = 1 }) => {
    const width = columnWidths.slice(at, at + columns).reduce((sum, one) => sum + one, 0)
    at += columns
    return width
  })
}

function inRow(
  cells: readonly PaperCell[],
  columnWidths: readonly number[],
  { setting, keepNext }: { readonly setting: Setting; readonly keepNext: boolean },
): TableCell[] {
  const widths = widthsOf(cells, columnWidths)
  return cells.map(
    ({ text, columns = 1, isLabel = false, isCentred = isLabel, isSigned = false }, at) =>
      new TableCell({
        columnSpan: columns,
        width: { size: widths[at] ?? 0, type: WidthType.DXA },
        verticalAlign: isSigned ? VerticalAlignTable.BOTTOM : VerticalAlignTable.CENTER,
        margins: { top: above, bottom: above, left: beside, right: beside },
        children: text.split('\n').map(
          (words, n, all) =>
            new Paragraph({
              // Of its own, else each line of a cell would take one of the page's 22.
              spacing: { line: setting.line, lineRule: 'exact', before: 0, after: 0 },
              keepNext,
              alignment:
                isSigned && n === all.length - 1
                  ? AlignmentType.RIGHT
                  : isCentred
                    ? AlignmentType.CENTER
                    : AlignmentType.LEFT,
              children: [new TextRun({ font: isLabel ? hei : fangSong, size: setting.size, text: words })],
            }),
        ),
      }),
  )
}
