import { createHash } from 'node:crypto'
import { FormFile } from '#db/forms/form-file.ts'
import { attribute, child, type Edit, edited, type Node, textOf, treeOf, within } from '#db/forms/xml-tree.ts'
import { escapeXml } from '#db/sheets/xml/xml-escape.ts'
import { signs } from './template.ts'

/*
 * A summary carries what it was last made of within itself, so that a copy from any stick can be made anew: each figure is a
 * content control whose tag says its key and the value that was written (`figure:members=8368`), and each passage has a
 * bookmark with its name and the first digits of the hash of its words (`lr_lead_1a2b3c4d`). Word, WPS and LibreOffice
 * keep both.
 */
export const documentPart = 'word/document.xml'

/** The document with marked texts turned into content controls and bookmarks; `names` are what people see on them. */
export async function withFields(
  bytes: Uint8Array,
  names: ReadonlyMap<string, string>,
): Promise<Uint8Array<ArrayBuffer>> {
  const file = await FormFile.open('summary.docx', bytes)
  const xml = file.text(documentPart) ?? ''
  const root = treeOf(xml, file.name)
  const edits: Edit[] = []
  let number = 100
  for (const paragraph of within(root, 'p')) {
    for (const run of within(paragraph, 'r')) {
      const text = child(run, 't')
      const said = text === undefined ? '' : textOf(xml, text)
      if (text === undefined || !/[\uE000-\uE003]/.test(said)) continue
      const look = child(run, 'rPr')
      const inner = look === undefined ? '' : xml.slice(look.start, look.end)
      edits.push({ from: run.start, to: run.end, text: runsOf(said, inner, names, () => number++) })
    }
  }
  file.write(documentPart, edited(xml, edits))
  return file.bytes()
}

function runsOf(said: string, look: string, names: ReadonlyMap<string, string>, next: () => number): string {
  const parts = said.split(/(\uE000[^\uE002]*\uE002|\uE003[^\uE002]*\uE002)/)
  const words = parts
    .map(part => {
      const [key = ''] = part.slice(1, -1).split(signs.value)
      return part.startsWith(signs.field) ? `{${key}}` : part.startsWith(signs.passage) ? '' : part
    })
    .join('')
  return parts
    .map(part => {
      if (part === '') return ''
      if (part.startsWith(signs.passage)) {
        const id = next()
        return `<w:bookmarkStart w:id="${id}" w:name="${bookmarkOf(part.slice(1, -1), words)}"/><w:bookmarkEnd w:id="${id}"/>`
      }
      if (!part.startsWith(signs.field)) return runOf(look, part)
      const [key = '', value = ''] = part.slice(1, -1).split(signs.value)
      const name = names.get(key.replace(/@.*$/, '')) ?? key
      return `<w:sdt><w:sdtPr><w:alias w:val="${escapeXml(name)}"/><w:tag w:val="${escapeXml(tagOf(key, value))}"/><w:id w:val="${next() + 100_000}"/><w:text/></w:sdtPr><w:sdtContent>${runOf(look, value)}</w:sdtContent></w:sdt>`
    })
    .join('')
}

function runOf(look: string, text: string): string {
  return `<w:r>${look}<w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r>`
}

export function tagOf(key: string, value: string): string {
  return `figure:${key}=${value}`
}

/** Word allows forty characters in the name of a bookmark. */
export function bookmarkOf(id: string, words: string): string {
  return `lr_${id.replaceAll('-', '0')}_${hashOf(words)}`.slice(0, 40)
}

export function hashOf(words: string): string {
  return createHash('sha256').update(words.replace(/\s+/g, '')).digest('hex').slice(0, 8)
}

/** A figure within a document: the value it was made with, and what stands there now. */
export type FieldNode = {
  readonly key: string
  readonly made: string
  readonly said: string
  readonly node: Node
  readonly tag: Node
}
export type PassageNode = {
  readonly id: string
  /** The hash of the words that it was made with. */
  readonly made: string
  readonly node: Node
  readonly bookmark: Node
  /** Its words, with `{key}` for each figure; and as people read it. */
  readonly words: string
  readonly text: string
}
export type ReadSummary = {
  readonly xml: string
  readonly passages: readonly PassageNode[]
  /** Passages that stand in the paragraph of another one, to which somebody joined them: by their name what they were made of. */
  readonly joined: ReadonlyMap<string, string>
  readonly fields: readonly FieldNode[]
}

/** The passages and figures of a document, by their bookmarks and tags. */
export function readSummary(file: FormFile, ids: readonly string[]): ReadSummary {
  const xml = file.text(documentPart) ?? ''
  const root = treeOf(xml, file.name)
  const named = new Map(ids.map(id => [id.replaceAll('-', '0'), id]))
  const fields = [...within(root, 'sdt')].flatMap(node => fieldOf(xml, node) ?? [])
  const found = [...within(root, 'p', 'tbl')].map(node =>
    [...within(node, 'bookmarkStart')].flatMap(bookmark => {
      const [, id = '', made = ''] =
        /^lr_([a-z0-9]+)_([0-9a-f]{8})$/.exec(attribute(bookmark, 'w:name') ?? '') ?? []
      const known = named.get(id)
      return known === undefined ? [] : [{ id: known, made, node, bookmark }]
    }),
  )
  const passages = found.flatMap(([first]) =>
    first === undefined ? [] : [{ ...first, ...wordsOf(xml, first.node) }],
  )
  const joined = new Map(found.flatMap(([, ...others]) => others).map(({ id, made }) => [id, made]))
  // A passage that was split by Enter keeps its name at its first part only.
  return { xml, fields, passages: [...new Map(passages.map(one => [one.id, one])).values()], joined }
}

function fieldOf(xml: string, node: Node): FieldNode | undefined {
  const tag = child(child(node, 'sdtPr'), 'tag')
  const [, key, made] = /^figure:([^=]+)=(.*)$/.exec(attribute(tag, 'w:val') ?? '') ?? []
  const content = child(node, 'sdtContent')
  if (tag === undefined || key === undefined || made === undefined || content === undefined) return undefined
  const said = [...within(content, 't', 'del')].map(one => textOf(xml, one)).join('')
  return { key, made, said, node, tag }
}

function wordsOf(xml: string, paragraph: Node): { readonly words: string; readonly text: string } {
  let words = ''
  let text = ''
  const walk = (of: Node): void => {
    for (const one of of.children) {
      const field = one.name === 'sdt' ? fieldOf(xml, one) : undefined
      if (field !== undefined) {
        words += `{${field.key}}`
        text += field.said
      } else if (one.name === 't') {
        words += textOf(xml, one)
        text += textOf(xml, one)
      } else if (one.name !== 'del') walk(one)
    }
  }
  walk(paragraph)
  return { words, text }
}
