import { cutText } from '../cell.ts'
import { fileTooLarge } from '../file-refusals.ts'
import { SharedTexts } from '../shared-texts.ts'
import type { SourceFile } from '../source-file.ts'
import { partBytes } from '../unpack-part.ts'
import { xmlPieces } from '../xml/xml-pieces.ts'
import { isStruckThrough, textOfRuns } from '../xml/xml-text.ts'
import type { ZipPart } from '../zip-directory.ts'

const mostBytes = 128_000_000
/** More people than that are on no list; a file with more of them was made to fill the memory. */
const mostStruck = 200_000

/** The table of texts that the sheets of an xlsx refer to by number. */
export async function readSharedStrings(file: SourceFile, part: ZipPart): Promise<SharedTexts> {
  if (part.size > mostBytes) throw fileTooLarge(file.fileName)
  const strings = new SharedTexts(file)
  for await (const { text, prefix } of xmlPieces(file, partBytes(file, part), 'sst', 'si')) {
    takeStrings(text, prefix, strings)
  }
  return strings
}

function takeStrings(text: string, prefix: string, strings: SharedTexts): void {
  const open = `<${prefix}si`
  const close = `</${prefix}si>`
  for (let at = text.indexOf(open); at >= 0; at = text.indexOf(open, at)) {
    const start = text.indexOf('>', at)
    if (start < 0) return
    at = start + 1
    if (text.charCodeAt(start - 1) === 47) {
      strings.add('')
      continue
    }
    const end = text.indexOf(close, at)
    if (end < 0) return
    const content = text.slice(at, end)
    if (strings.struck.size < mostStruck && isStruckThrough(content)) strings.struck.add(strings.count)
    strings.add(cutText(textOfRuns(content, prefix)))
    at = end + close.length
  }
}
