import { decodeXml } from '#db/sheets/xml/xml-text.ts'
import { attributeIn } from '#db/sheets/xml/xml-tokens.ts'
import { formTooLarge } from './form-file.ts'

/**
 * An element of a document and where it stands in the text, so that single places are written anew and every other
 * character stays. `name` is without its prefix.
 */
export type Node = {
  readonly name: string
  readonly prefix: string
  readonly attributes: string
  /** From `<` to behind the last `>`; what is inside lies from `inner` to `close`. */
  readonly start: number
  readonly inner: number
  close: number
  end: number
  readonly children: Node[]
}

const mostNodes = 1_500_000
const deepest = 400

/** The elements of a document. Refuses one that is no XML, or has more of them than a form has. */
export function treeOf(xml: string, fileName: string): Node {
  const root = node('', '', '', 0, 0)
  root.close = root.end = xml.length
  const open: Node[] = [root]
  let count = 0
  for (let at = xml.indexOf('<'); at >= 0; at = xml.indexOf('<', at)) {
    const stop = markupEnd(xml, at)
    const next = xml.charAt(at + 1)
    if (next === '/') {
      const closed = open.pop()
      if (closed === undefined || open.length === 0) return formTooLarge(fileName)
      closed.close = at
      closed.end = stop
    } else if (next !== '!' && next !== '?') {
      count++
      if (count > mostNodes || open.length > deepest) return formTooLarge(fileName)
      const isEmpty = xml.charAt(stop - 2) === '/'
      const [, prefix = '', name = ''] = /^<(?:([^\s/>:]+):)?([^\s/>]+)/.exec(xml.slice(at, at + 200)) ?? []
      const named = at + 1 + (prefix === '' ? 0 : prefix.length + 1) + name.length
      const made = node(name, prefix, xml.slice(named, isEmpty ? stop - 2 : stop - 1), at, stop)
      made.close = made.end = stop
      open.at(-1)?.children.push(made)
      if (!isEmpty) open.push(made)
    }
    at = stop
  }
  return root
}

function node(name: string, prefix: string, attributes: string, start: number, inner: number): Node {
  return { name, prefix, attributes, start, inner, close: inner, end: inner, children: [] }
}

function markupEnd(xml: string, at: number): number {
  const until = (mark: string) => {
    const found = xml.indexOf(mark, at)
    return found < 0 ? xml.length : found + mark.length
  }
  if (xml.startsWith('<!--', at)) return until('-->')
  if (xml.startsWith('<![CDATA[', at)) return until(']]>')
  if (xml.startsWith('<?', at)) return until('?>')
  for (let i = at + 1; i < xml.length; i++) {
    const code = xml.charCodeAt(i)
    if (code === 62) return i + 1
    if (code !== 34 && code !== 39) continue
    i = xml.indexOf(xml.charAt(i), i + 1)
    if (i < 0) return xml.length
  }
  return xml.length
}

/** An attribute by its whole name, with its prefix. */
export function attribute(of: Node | undefined, name: string): string | undefined {
  return of === undefined ? undefined : attributeIn(of.attributes, name)
}

export function child(of: Node | undefined, name: string): Node | undefined {
  return of?.children.find(one => one.name === name)
}

export function childrenOf(of: Node | undefined, name: string): readonly Node[] {
  return of?.children.filter(one => one.name === name) ?? []
}

/** All elements of a name below, in their order; what stands inside one of `except` is left out. */
export function* within(of: Node, name: string, except?: string): Generator<Node> {
  for (const one of of.children) {
    if (one.name === name) yield one
    if (one.name !== except) yield* within(one, name, except)
  }
}

/** The text between its tags, decoded. */
export function textOf(xml: string, of: Node): string {
  return decodeXml(xml.slice(of.inner, of.close))
}

/** What is written in place of a piece of a text. */
export type Edit = { readonly from: number; readonly to: number; readonly text: string }

/** The text with these edits; of two that overlap the one that begins earlier counts. */
export function edited(text: string, edits: readonly Edit[]): string {
  const inOrder = edits.toSorted((a, b) => a.from - b.from || a.to - b.to)
  let made = ''
  let at = 0
  for (const { from, to, text: put } of inOrder) {
    if (from < at) continue
    made += text.slice(at, from) + put
    at = to
  }
  return made + text.slice(at)
}
