import { fileTooLarge } from '../file-refusals.ts'
import type { SourceFile } from '../source-file.ts'

/** A stretch of XML that holds whole elements, and the prefix (with its colon) that the document uses. */
export type XmlPiece = { readonly text: string; readonly prefix: string }

/** No row of a roster comes near it; what does would have to be held whole. */
const longestElement = 4_000_000
/** Behind so much of it nobody looks for the beginning of a document. */
const longestStart = 1_000_000
/** No name of an element is longer. */
const longestTag = 200

/**
 * Text from bytes, cut before the last `<element`, so that no piece ends within one. The prefix is that of the
 * document's root: some programs write `<x:row>`.
 */
export async function* xmlPieces(
  file: SourceFile,
  bytes: AsyncIterable<Buffer>,
  root: string,
  element: string,
): AsyncGenerator<XmlPiece> {
  const decoder = new TextDecoder('utf-8')
  const rootTag = new RegExp(`<([\\w.-]+:)?${root}[\\s>]`)
  let prefix: string | undefined
  /** What was read and holds no cut; the end of it is looked at again, since a tag may be cut by a piece's end. */
  let waiting: string[] = []
  let length = 0
  let rest = ''
  for await (const chunk of bytes) {
    rest += decoder.decode(chunk, { stream: true })
    if (prefix === undefined) {
      const found = rootTag.exec(rest)
      if (found) prefix = found[1] ?? ''
    }
    const cut = prefix === undefined ? -1 : rest.lastIndexOf(`<${prefix}${element}`)
    if (cut > 0 || (cut === 0 && length > 0)) {
      yield { text: waiting.join('') + rest.slice(0, cut), prefix: prefix ?? '' }
      waiting = []
      length = 0
      rest = rest.slice(cut)
    }
    const looked = prefix === undefined ? 0 : rest.length - longestTag
    if (looked > longestTag) {
      waiting.push(rest.slice(0, looked))
      length += looked
      rest = rest.slice(looked)
    }
    if (length + rest.length > (prefix === undefined ? longestStart : longestElement))
      throw fileTooLarge(file.fileName)
  }
  rest += decoder.decode()
  yield { text: waiting.join('') + rest, prefix: prefix ?? '' }
}
