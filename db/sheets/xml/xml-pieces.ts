import { fileTooLarge } from '../file-refusals.ts'
import type { SourceFile } from '../source-file.ts'

/** A stretch of XML that holds whole elements, and the prefix (with its colon) that the document uses. */
export type XmlPiece = { readonly text: string; readonly prefix: string }

/** No row of a roster comes near it; what does would have to be held whole. */
const longestElement = 8_000_000

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
  let rest = ''
  for await (const chunk of bytes) {
    rest += decoder.decode(chunk, { stream: true })
    if (prefix === undefined) {
      const found = rootTag.exec(rest)
      if (found) prefix = found[1] ?? ''
    }
    const cut = prefix === undefined ? -1 : rest.lastIndexOf(`<${prefix}${element}`)
    if (cut > 0) {
      yield { text: rest.slice(0, cut), prefix: prefix ?? '' }
      rest = rest.slice(cut)
    }
    if (rest.length > longestElement) throw fileTooLarge(file.fileName)
  }
  rest += decoder.decode()
  yield { text: rest, prefix: prefix ?? '' }
}
