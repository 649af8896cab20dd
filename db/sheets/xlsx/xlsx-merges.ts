import { fileTooLarge } from '../file-refusals.ts'
import type { MergedDown } from '../merged-cells.ts'
import { mostRows } from '../sheet.ts'
import type { SourceFile } from '../source-file.ts'
import { attributesOf } from '../xml/xml-attributes.ts'

const longestTail = 4_000_000

/** What is known of a worksheet part once it was unpacked to its end. */
export type WorksheetEnd = {
  /** The vertical merges, which an xlsx lists behind the rows. */
  readonly merges: readonly MergedDown[]
  /** How many rows there can be, blank ones among them; beyond `mostRows` they are not counted. */
  readonly rowsAtMost: number
}

/** Unpacks a worksheet part once to its end, so that damage is known before the first row is given. */
export async function endOfWorksheet(file: SourceFile, bytes: AsyncIterable<Buffer>): Promise<WorksheetEnd> {
  const tail: Buffer[] = []
  let length = 0
  let rowsAtMost = 0
  for await (const piece of bytes) {
    if (rowsAtMost <= mostRows) rowsAtMost += rowsEndingIn(piece) + 1
    tail.push(piece)
    length += piece.length
    while (length - (tail[0]?.length ?? 0) > longestTail) length -= tail.shift()?.length ?? 0
  }
  const text = Buffer.concat(tail).toString('utf8')
  const behindRows = text.lastIndexOf('sheetData>')
  // More merged cells than anybody makes: to read some of them would spread values over some rows only.
  if (behindRows < 0 && length > longestTail) throw fileTooLarge(file.fileName)
  return { merges: mergesIn(text.slice(behindRows + 1)), rowsAtMost }
}

/** A row that is cut by the end of the piece is the one more that the caller counts. */
function rowsEndingIn(piece: Buffer): number {
  let rows = 0
  for (let at = piece.indexOf('row>'); at >= 0; at = piece.indexOf('row>', at + 4)) rows++
  return rows
}

function mergesIn(xml: string): readonly MergedDown[] {
  const merges: MergedDown[] = []
  for (const attributes of attributesOf(xml, 'mergeCell')) {
    const range = /^([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})$/.exec(attributes.get('ref') ?? '')
    if (!range) continue
    const [first, last] = [Number(range[2]), Number(range[3])]
    const column = [...(range[1] ?? '')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
    if (last > first && column < 512) merges.push({ column, first, last })
  }
  return merges
}
