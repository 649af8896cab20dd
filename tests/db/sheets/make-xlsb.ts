import { zipOf } from './make-zip.ts'

export type XlsbCell =
  | string
  | number
  | boolean
  | null
  | { readonly shared: number }
  | { readonly short: string | number }
  | { readonly formula: string | number }
  | { readonly error: number }
  | { readonly value: number | string; readonly style: number }

type Given = {
  readonly rows: readonly (readonly XlsbCell[])[]
  readonly shared?: readonly string[]
  /** Rows and columns from 0 that nobody sees. */
  readonly hiddenRows?: readonly number[]
  readonly hiddenColumns?: readonly number[]
  /** First and last row and column, from 0. */
  readonly merged?: readonly (readonly [number, number, number, number])[]
}

const main = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** One record of a part: its number and the length of its body in as many bytes as they take, then the body. */
export function xlsbRecord(id: number, ...parts: readonly (Buffer | number)[]): Buffer {
  const body = Buffer.concat(parts.map(part => (typeof part === 'number' ? words(part) : part)))
  return Buffer.concat([Buffer.from(headOf(id, body.length)), body])
}

function headOf(id: number, length: number): number[] {
  const head = id < 128 ? [id] : [(id & 127) | 128, id >> 7]
  let rest = length
  do {
    head.push((rest & 127) | (rest > 127 ? 128 : 0))
    rest >>= 7
  } while (rest > 0)
  return head
}

/** A cell with a text, as `xlsbRecord` makes it of its parts: written at once, of which tests have millions. */
function textCell(column: number, text: string): Buffer {
  const head = headOf(6, 12 + 2 * text.length)
  const record = Buffer.allocUnsafe(head.length + 12 + 2 * text.length)
  record.set(head)
  let at = record.writeUInt32LE(column, head.length)
  at = record.writeUInt32LE(0, at)
  at = record.writeUInt32LE(text.length, at)
  record.write(text, at, 'utf16le')
  return record
}

export function words(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 4)
  for (const [at, value] of numbers.entries()) bytes.writeUInt32LE(value >>> 0, at * 4)
  return bytes
}

function wide(text: string): Buffer {
  return Buffer.concat([words(text.length), Buffer.from(text, 'utf16le')])
}

function double(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return bytes
}

function cellRecord(cell: XlsbCell, column: number): Buffer {
  const place = (style = 0) => words(column, style)
  if (cell === null) return xlsbRecord(1, place())
  if (typeof cell === 'string') return textCell(column, cell)
  if (typeof cell === 'number')
    return Number.isInteger(cell) && Math.abs(cell) < 2 ** 28
      ? xlsbRecord(2, place(), (cell << 2) | 2)
      : xlsbRecord(5, place(), double(cell))
  if (typeof cell === 'boolean') return xlsbRecord(4, place(), Buffer.from([cell ? 1 : 0]))
  if ('shared' in cell) return xlsbRecord(7, place(), cell.shared)
  if ('error' in cell) return xlsbRecord(3, place(), Buffer.from([cell.error]))
  if ('short' in cell)
    return typeof cell.short === 'string'
      ? xlsbRecord(17, words(0), wide(cell.short))
      : xlsbRecord(16, words(0), double(cell.short))
  if ('formula' in cell) {
    const rest = Buffer.alloc(10)
    return typeof cell.formula === 'string'
      ? xlsbRecord(8, place(), wide(cell.formula), rest)
      : xlsbRecord(9, place(), double(cell.formula), rest)
  }
  return typeof cell.value === 'string'
    ? xlsbRecord(6, place(cell.style), wide(cell.value))
    : xlsbRecord(5, place(cell.style), double(cell.value))
}

/** Styles: 0 as it is, 1 a day, 2 a day by a code of the workbook's own, 3 struck through, 4 indented by two steps. */
const styles = (() => {
  const short = (...numbers: number[]) => Buffer.concat(numbers.map(n => Buffer.from([n & 255, n >> 8])))
  const font = (flags: number) => xlsbRecord(43, short(220, flags), Buffer.alloc(16), wide('宋体'))
  const style = (format: number, font: number, indent = 0) =>
    xlsbRecord(47, short(0, format, font, 0, 0), Buffer.from([0, indent]), Buffer.alloc(4))
  return Buffer.concat([
    xlsbRecord(278),
    xlsbRecord(44, short(164), wide('yyyy"年"m"月"d"日"')),
    ...[font(0), font(8)],
    xlsbRecord(626),
    style(14, 0),
    xlsbRecord(627),
    xlsbRecord(617, 5),
    ...[style(0, 0), style(14, 0), style(164, 0), style(0, 1), style(0, 0, 2)],
    xlsbRecord(618),
    xlsbRecord(279),
  ])
})()

/** An .xlsb of one sheet, made by hand. */
export function xlsbOf(given: Given): Buffer {
  const { rows, shared = [], hiddenRows = [], hiddenColumns = [], merged = [] } = given
  const sheet = [xlsbRecord(129)]
  if (hiddenColumns.length > 0)
    sheet.push(
      xlsbRecord(390),
      ...hiddenColumns.map(column => xlsbRecord(60, words(column, column, 0, 0), Buffer.from([1, 0]))),
      xlsbRecord(391),
    )
  sheet.push(xlsbRecord(145))
  for (const [row, cells] of rows.entries()) {
    const rest = Buffer.alloc(17)
    if (hiddenRows.includes(row)) rest[3] = 0x10
    sheet.push(xlsbRecord(0, words(row, 0), rest))
    for (const [column, cell] of cells.entries()) sheet.push(cellRecord(cell, column))
  }
  sheet.push(xlsbRecord(146))
  if (merged.length > 0)
    sheet.push(
      xlsbRecord(177, merged.length),
      ...merged.map(range => xlsbRecord(176, words(...range))),
      xlsbRecord(178),
    )
  sheet.push(xlsbRecord(130))
  const relation = (id: number, type: string, target: string) =>
    `<Relationship Id="rId${id}" Type="${main}/${type}" Target="${target}"/>`
  const list = (...all: string[]) =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all.join('')}</Relationships>`
  return zipOf(
    {
      '[Content_Types].xml':
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>',
      '_rels/.rels': list(relation(1, 'officeDocument', 'xl/workbook.bin')),
      'xl/workbook.bin': Buffer.concat([
        xlsbRecord(131),
        xlsbRecord(143),
        xlsbRecord(156, words(0, 1), wide('rId1'), wide('表一')),
        xlsbRecord(144),
        xlsbRecord(132),
      ]),
      'xl/_rels/workbook.bin.rels': list(
        relation(1, 'worksheet', 'worksheets/sheet1.bin'),
        relation(2, 'sharedStrings', 'sharedStrings.bin'),
        relation(3, 'styles', 'styles.bin'),
      ),
      'xl/worksheets/sheet1.bin': Buffer.concat(sheet),
      'xl/sharedStrings.bin': Buffer.concat([
        xlsbRecord(159, words(shared.length, shared.length)),
        ...shared.map(text => xlsbRecord(19, Buffer.from([0]), wide(text))),
        xlsbRecord(160),
      ]),
      'xl/styles.bin': styles,
    },
    1,
  )
}
