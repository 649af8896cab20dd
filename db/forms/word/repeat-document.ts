import type { FormFile } from '../form-file.ts'
import { child, type Edit, edited, type Node, treeOf, within } from '../xml-tree.ts'
import { documentPart, readWord } from './read-word.ts'

/** What a document may name once only, and a second page does not need. */
const onceOnly =
  /\sw14:(?:paraId|textId)="[^"]*"|<w:bookmark(?:Start|End)\b[^>]*\/>|<w:comment(?:RangeStart|RangeEnd|Reference)\b[^>]*\/>|<w:id w:val="[^"]*"\/>/g

/** Puts the document behind itself so often that there are `count` of it, each on a page of its own; answers where a place lies on each. */
export function repeatDocument(
  file: FormFile,
  count: number,
): ((at: string, page: number) => string) | undefined {
  const { xml, tables, boxedTables, paragraphs, boxed, controls } = readWord(file)
  const [body] = [...within(treeOf(xml, file.name), 'body')]
  const last = child(body, 'sectPr')
  const [first] = body?.children ?? []
  if (body === undefined || first === undefined) return undefined
  // A note at the foot of a page stands once in its document.
  if (/<w:(?:footnote|endnote)Reference\b/.test(xml)) return undefined
  const end = last?.start ?? body.close
  const breaks = onNewPage(xml, first)
  const page = edited(xml.slice(0, end), [{ from: 0, to: body.inner, text: '' }, ...breaks.edits])
  const copies = Array.from({ length: count - 1 }, (_, n) =>
    withOwnNumbers(page.replace(onceOnly, ''), n + 1),
  )
  file.write(documentPart, edited(xml, [{ from: end, to: end, text: copies.join('') }]))
  // What stands in text boxes comes behind all others of its kind.
  const [lines, tablesOut] = [paragraphs.length - boxed, tables.length - boxedTables]
  const kinds = {
    t: { out: tablesOut, each: tablesOut, boxed: boxedTables },
    p: { out: lines, each: lines + breaks.added, boxed },
    c: { out: controls.length, each: controls.length, boxed: 0 },
  }
  return (at, n) =>
    at.replace(/^([tpc])(\d+)/, (_, kind: keyof typeof kinds, number: string) => {
      const { out, each, boxed: inBoxes } = kinds[kind]
      const place = Number(number)
      if (place <= out) return `${kind}${place + each * n}`
      return `${kind}${out + each * (count - 1) + (place - out) + inBoxes * n}`
    })
}

/** The first paragraph begins a page; before a table stands a paragraph for that, as low as can be. */
function onNewPage(xml: string, first: Node): { readonly edits: Edit[]; readonly added: number } {
  const mark = '<w:pageBreakBefore/>'
  if (first.name !== 'p') {
    const low = `<w:p><w:pPr>${mark}<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>`
    return { edits: [{ from: first.start, to: first.start, text: low }], added: 1 }
  }
  const look = child(first, 'pPr')
  if (child(look, 'pageBreakBefore') !== undefined) return { edits: [], added: 0 }
  if (look !== undefined && look.inner < look.close) {
    const before = ['pStyle', 'keepNext', 'keepLines'].flatMap(name => child(look, name) ?? [])
    const at = Math.max(look.inner, ...before.map(one => one.end))
    return { edits: [{ from: at, to: at, text: mark }], added: 0 }
  }
  const made = `<w:pPr>${mark}</w:pPr>`
  if (look !== undefined) return { edits: [{ from: look.start, to: look.end, text: made }], added: 0 }
  if (first.inner === first.close && xml.charAt(first.inner - 2) === '/') {
    const open = `${xml.slice(first.start, first.inner - 2)}>`
    return { edits: [{ from: first.start, to: first.end, text: `${open}${made}</w:p>` }], added: 0 }
  }
  return { edits: [{ from: first.inner, to: first.inner, text: made }], added: 0 }
}

/** Pictures of a document have numbers of their own. */
function withOwnNumbers(page: string, n: number): string {
  return page.replace(
    /(<wp:docPr\b[^>]*?\sid=")(\d+)(")/g,
    (_, a: string, id: string, b: string) => `${a}${Number(id) + n * 10_000}${b}`,
  )
}
