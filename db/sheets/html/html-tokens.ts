import { fileDamaged } from '../file-refusals.ts'
import type { SourceFile } from '../source-file.ts'

/** A tag or a text of a web page; names are in small letters, texts as they stand there (`decoded` reads them). */
export type HtmlToken =
  | { readonly kind: 'tag'; readonly name: string; readonly isClose: boolean; readonly attributes: string }
  | { readonly kind: 'text'; readonly text: string }

/** No tag, script or comment of such a list is longer; what is would have to be held whole. */
const longestToken = 1_000_000

/** What stands between these is nothing that a person sees. */
const unseen = new Set(['script', 'style', 'xml', 'title', 'noscript', 'template'])

/** The tags and texts of a page, as its text comes; a `<` that begins nothing is a sign like others. */
export function* htmlTokens(file: SourceFile, pieces: Iterable<string>): Generator<HtmlToken> {
  let rest = ''
  let skipped: string | undefined
  for (const piece of pieces) {
    rest += piece
    let at = 0
    for (;;) {
      if (skipped !== undefined) {
        const end = endOf(rest, skipped, at)
        if (end === undefined) {
          // Its end may be cut in two by the end of the piece.
          at = Math.max(at, rest.length - skipped.length)
          break
        }
        at = end
        skipped = undefined
      }
      const open = nextTag(rest, at)
      if (open < 0) {
        const whole = untilEntity(rest, at)
        if (whole > at) yield { kind: 'text', text: rest.slice(at, whole) }
        at = whole
        break
      }
      if (open > at) yield { kind: 'text', text: rest.slice(at, open) }
      at = open
      if (open + 4 > rest.length) break
      if (rest.startsWith('<!--', open)) {
        skipped = '-->'
        at = open + 4
        continue
      }
      const end = tagEnd(rest, open + 1)
      if (end === undefined) break
      const token = tagOf(rest.slice(open + 1, end - 1))
      at = end
      if (token === undefined) continue
      yield token
      if (!token.isClose && unseen.has(token.name)) skipped = `</${token.name}`
    }
    rest = rest.slice(at)
    if (rest.length > longestToken) throw fileDamaged(file.fileName)
  }
  if (skipped === undefined && rest !== '' && !rest.startsWith('<')) yield { kind: 'text', text: rest }
}

/** The next `<` that begins a tag, or may begin one once more of the text is there; -1 where there is none. */
function nextTag(text: string, from: number): number {
  let open = text.indexOf('<', from)
  while (open >= 0 && open + 1 < text.length && !beginsTag(text.charCodeAt(open + 1)))
    open = text.indexOf('<', open + 1)
  return open
}

function endOf(text: string, mark: string, from: number): number | undefined {
  if (mark === '-->') {
    const found = text.indexOf(mark, from)
    return found < 0 ? undefined : found + mark.length
  }
  for (let at = text.indexOf('</', from); at >= 0; at = text.indexOf('</', at + 2))
    if (text.slice(at, at + mark.length).toLowerCase() === mark) return at
  return undefined
}

/** An entity that is cut by the end of a piece waits for the next one. */
function untilEntity(text: string, from: number): number {
  const open = text.lastIndexOf('&')
  return open >= from && text.length - open < 12 && !text.includes(';', open) ? open : text.length
}

/** Behind the `>` of a tag; one in quotation marks does not end it. */
function tagEnd(text: string, from: number): number | undefined {
  const first = text.indexOf('>', from)
  if (first < 0) return undefined
  // Only a value stands in quotation marks.
  const inside = text.slice(from, first)
  if (!inside.includes('=') || !/["']/.test(inside)) return first + 1
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at)
    if (char === '>') return at + 1
    if ((char !== '"' && char !== "'") || !/=\s*$/.test(text.slice(Math.max(from, at - 8), at))) continue
    const close = text.indexOf(char, at + 1)
    if (close < 0) return undefined
    at = close
  }
  return undefined
}

function tagOf(inside: string): (HtmlToken & { readonly kind: 'tag' }) | undefined {
  const start = inside.charCodeAt(0) === 47 ? 1 : 0
  if (!isLetter(inside.charCodeAt(start))) return undefined
  let end = start + 1
  while (end < inside.length && isOfName(inside.charCodeAt(end))) end++
  const name = inside.slice(start, end).toLowerCase()
  return { kind: 'tag', name, isClose: start === 1, attributes: inside.slice(end) }
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
}

/** A letter, a digit or a colon. */
function isOfName(code: number): boolean {
  return isLetter(code) || (code >= 48 && code <= 58)
}

/** A letter, or / ! ? */
function beginsTag(code: number): boolean {
  return isLetter(code) || code === 47 || code === 33 || code === 63
}

const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
  ['ensp', ' '],
  ['emsp', ' '],
  ['middot', '·'],
  ['bull', '•'],
  ['mdash', '—'],
  ['ndash', '–'],
  ['times', '×'],
  ['radic', '√'],
  ['ldquo', '“'],
  ['rdquo', '”'],
])

/** A text with its entities as the signs that they stand for. */
export function decoded(raw: string): string {
  if (!raw.includes('&')) return raw
  return raw.replace(/&(#x[0-9a-f]{1,6}|#[0-9]{1,7}|[a-z]{2,8});?/gi, (whole, said: string) => {
    if (!said.startsWith('#')) return entities.get(said.toLowerCase()) ?? whole
    const hex = said.charAt(1).toLowerCase() === 'x'
    const code = hex ? Number.parseInt(said.slice(2), 16) : Number(said.slice(1))
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
