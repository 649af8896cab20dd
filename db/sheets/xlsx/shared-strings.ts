import { ownCopy } from '#db/shared/own-copy.ts'
import { cutText } from '../cell.ts'
import { fileTooLarge } from '../file-refusals.ts'
import type { SourceFile } from '../source-file.ts'
import { partBytes } from '../unpack-part.ts'
import { xmlPieces } from '../xml/xml-pieces.ts'
import { textOfRuns } from '../xml/xml-text.ts'
import type { ZipPart } from '../zip-directory.ts'

/** They are held in memory as long as the sheet is read. */
const mostBytes = 128_000_000

/** The table of texts that the sheets of an xlsx refer to by number. */
export async function readSharedStrings(file: SourceFile, part: ZipPart): Promise<readonly string[]> {
  if (part.size > mostBytes) throw fileTooLarge(file.fileName)
  const strings: string[] = []
  for await (const { text, prefix } of xmlPieces(file, partBytes(file, part), 'sst', 'si')) {
    takeStrings(text, prefix, strings)
  }
  return strings
}

function takeStrings(text: string, prefix: string, strings: string[]): void {
  const open = `<${prefix}si`
  const close = `</${prefix}si>`
  for (let at = text.indexOf(open); at >= 0; at = text.indexOf(open, at)) {
    const start = text.indexOf('>', at)
    if (start < 0) return
    at = start + 1
    if (text.charCodeAt(start - 1) === 47) {
      strings.push('')
      continue
    }
    const end = text.indexOf(close, at)
    if (end < 0) return
    strings.push(ownCopy(cutText(textOfRuns(text.slice(at, end), prefix))))
    at = end + close.length
  }
}
