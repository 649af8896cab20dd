import { fileDamaged, fileTooLarge } from '../file-refusals.ts'
import type { SourceFile } from '../source-file.ts'
import { decodeXml } from './xml-text.ts'

/** A tag or a text of an XML document; `attributes` are as they stand in the tag (`attributeIn` reads them). */
export type XmlToken =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: string; readonly isEmpty: boolean }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }

/** No tag and no text of a sheet comes near it; what does would have to be held whole. */
const longestToken = 2_000_000

/** The tags and texts of a document, in batches as its bytes come; comments and instructions are left out. */
export async function* xmlTokens(
  file: SourceFile,
  bytes: AsyncIterable<Buffer>,
): AsyncGenerator<readonly XmlToken[]> {
  const decoder = new TextDecoder('utf-8')
  let rest = ''
  for await (const chunk of bytes) {
    rest += decoder.decode(chunk, { stream: true })
    const { tokens, end } = tokensOf(rest)
    rest = rest.slice(end)
    if (rest.length > longestToken) throw fileTooLarge(file.fileName)
    yield tokens
  }
  const { tokens, end } = tokensOf(`${rest}${decoder.decode()}<`)
  if (end < rest.length) throw fileDamaged(file.fileName)
  yield tokens
}

/** Whole tokens from the start of the text, and where the first begins that is not whole yet. */
function tokensOf(text: string): { readonly tokens: readonly XmlToken[]; readonly end: number } {
  const tokens: XmlToken[] = []
  let at = 0
  for (;;) {
    const open = text.indexOf('<', at)
    if (open < 0) return { tokens, end: at }
    if (open > at) tokens.push({ kind: 'text', text: decodeXml(text.slice(at, open)) })
    at = open
    const end = endOfMarkup(text, open)
    if (end === undefined) return { tokens, end: at }
    const token = markupToken(text, open, end)
    if (token !== undefined) tokens.push(token)
    at = end
  }
}

/** Behind the markup that starts at `open`; undefined where its end is not there yet. */
function endOfMarkup(text: string, open: number): number | undefined {
  const until = (mark: string) => {
    const found = text.indexOf(mark, open)
    return found < 0 ? undefined : found + mark.length
  }
  if (text.startsWith('<!--', open)) return until('-->')
  if (text.startsWith('<![CDATA[', open)) return until(']]>')
  if (text.startsWith('<?', open)) return until('?>')
  if (open + 9 > text.length && text.startsWith('<!', open)) return undefined
  for (let at = open + 1; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (char === 62) return at + 1
    if (char !== 34 && char !== 39) continue
    at = text.indexOf(text.charAt(at), at + 1)
    if (at < 0) return undefined
  }
  return undefined
}

function markupToken(text: string, open: number, end: number): XmlToken | undefined {
  const next = text.charAt(open + 1)
  if (next === '!')
    return text.startsWith('<![CDATA[', open)
      ? { kind: 'text', text: text.slice(open + 9, end - 3) }
      : undefined
  if (next === '?') return undefined
  if (next === '/') return { kind: 'close', name: text.slice(open + 2, end - 1).trim() }
  const isEmpty = text.charAt(end - 2) === '/'
  let nameEnd = open + 1
  while (nameEnd < end - 1 && text.charCodeAt(nameEnd) > 32 && text.charCodeAt(nameEnd) !== 47) nameEnd++
  const attributes = text.slice(nameEnd, isEmpty ? end - 2 : end - 1)
  return { kind: 'open', name: text.slice(open + 1, nameEnd), attributes, isEmpty }
}

const readers = new Map<string, RegExp>()

/** One attribute out of a tag's, by its whole name. */
export function attributeIn(attributes: string, name: string): string | undefined {
  if (!attributes.includes(name)) return undefined
  const reader = readers.get(name) ?? new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
  readers.set(name, reader)
  const found = reader.exec(attributes)
  return found === null ? undefined : decodeXml(found[1] ?? found[2] ?? '')
}
