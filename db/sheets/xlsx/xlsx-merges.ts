import type { MergedDown } from '../merged-cells.ts'
import { attributesOf } from '../xml/xml-attributes.ts'

const longestTail = 4_000_000

/**
 * Unpacks a worksheet part once to its end, so that damage is known before the first row is given, and returns the
 * vertical merges, which an xlsx lists behind the rows.
 */
export async function mergesBehindRows(bytes: AsyncIterable<Buffer>): Promise<readonly MergedDown[]> {
  const tail: Buffer[] = []
  let length = 0
  for await (const piece of bytes) {
    tail.push(piece)
    length += piece.length
    while (length - (tail[0]?.length ?? 0) > longestTail) length -= tail.shift()?.length ?? 0
  }
  const text = Buffer.concat(tail).toString('utf8')
  return mergesIn(text.slice(text.lastIndexOf('sheetData>') + 1))
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
