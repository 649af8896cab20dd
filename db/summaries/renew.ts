import { FormFile } from '#db/forms/form-file.ts'
import { child, type Edit, edited, type Node, treeOf, within } from '#db/forms/xml-tree.ts'
import { escapeXml } from '#db/sheets/xml/xml-escape.ts'
import {
  bookmarkOf,
  documentPart,
  type FieldNode,
  hashOf,
  type PassageNode,
  type ReadSummary,
  readSummary,
  tagOf,
} from './fields.ts'
import { passages, signed, unknown } from './template.ts'

/**
 * What becomes of one passage or figure when a summary that somebody worked on is made anew. `taken` says whether the new
 * one stands in the file: what conflicts stays as he wrote it until he says otherwise.
 */
export type Change = {
  readonly id: string
  readonly what: 'figure' | 'text' | 'both' | 'figure-by-hand' | 'difference' | 'missing' | 'gone'
  readonly isConflict: boolean
  readonly taken: boolean
  /** What stands in his document, and what would be written now. */
  readonly his: string
  readonly now: string
}

export type Renewed = {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly changes: readonly Change[]
  readonly kept: number
}

const ids = passages.map(({ id }) => id)

/**
 * Three ways: the words and figures that his document was last made with, which it carries itself; what he has written
 * since; and what is made now. His passages stay and their figures are renewed; passages that he left alone are written
 * as they are now; where both changed he is asked. `take` names those of which the new one is taken.
 */
export async function renewSummary(
  his: FormFile,
  fresh: Uint8Array,
  take: ReadonlySet<string>,
): Promise<Renewed> {
  const [old, now] = [readSummary(his, ids), readSummary(await FormFile.open('summary.docx', fresh), ids)]
  const changes: Change[] = []
  const edits: Edit[] = []
  const nowById = new Map(now.passages.map(one => [one.id, one]))
  const values = new Map(now.fields.map(({ key, said }) => [key, said]))
  const replaced = new Set<PassageNode>()
  let kept = 0
  for (const passage of old.passages) {
    const next = nowById.get(passage.id)
    const isHis = hashOf(passage.words) !== passage.made
    if (isHis) kept++
    if (next === undefined) {
      if (isHis) changes.push(change(passage.id, 'gone', take, passage.text, ''))
      else
        changes.push({
          ...change(passage.id, 'gone', take, passage.text, ''),
          isConflict: false,
          taken: true,
        })
      if (!isHis || take.has(passage.id)) {
        edits.push({ from: passage.node.start, to: passage.node.end, text: '' })
        replaced.add(passage)
      }
      continue
    }
    if (next.made === passage.made || hashOf(passage.words) === next.made) {
      edits.push(named(passage, next.made))
      continue
    }
    const isConflict = isHis
    const taken = !isConflict || take.has(passage.id)
    changes.push({
      id: passage.id,
      what: isConflict ? 'both' : 'text',
      isConflict,
      taken,
      his: passage.text,
      now: next.text,
    })
    if (!taken) {
      edits.push(named(passage, next.made))
      continue
    }
    edits.push({ ...inside(passage.node), text: now.xml.slice(...span(next.node)) })
    replaced.add(passage)
  }
  const besideHis = differencesOfHis(old, values, take, his.name)
  for (const field of old.fields) {
    if ([...replaced].some(({ node }) => field.node.start >= node.start && field.node.end <= node.end))
      continue
    const byHand = besideHis.get(field)
    if (byHand !== undefined && field.said === field.made && field.said !== byHand)
      changes.push({
        id: `figure:${field.key}`,
        what: 'difference',
        isConflict: false,
        taken: true,
        his: field.said,
        now: byHand,
      })
    edits.push(...renewedField(field, byHand ?? values.get(field.key), take, changes))
  }
  for (const next of now.passages) {
    if (old.passages.some(({ id }) => id === next.id)) continue
    // What he joined to another paragraph is there; what only asks him to write was answered by what he wrote.
    if (old.joined.get(next.id) === next.made || isPrompt(next.text)) continue
    const taken = take.has(next.id)
    changes.push({ id: next.id, what: 'missing', isConflict: true, taken, his: '', now: next.text })
    const behind = placeBefore(next.id, old.passages)
    if (taken && behind !== undefined)
      edits.push({ from: behind, to: behind, text: now.xml.slice(next.node.start, next.node.end) })
  }
  his.write(documentPart, edited(old.xml, edits))
  return { bytes: his.bytes(), changes: told(changes), kept }
}

function isPrompt(text: string): boolean {
  return /^（请填写[^（）]*）$/.test(text.trim())
}

/** A figure stands in several places, and is told once; what follows from it is not told, but for what follows from his own. */
function told(changes: readonly Change[]): readonly Change[] {
  const known = new Map<string, Change>()
  for (const one of changes) {
    const before = known.get(one.id)
    if (before === undefined || (one.isConflict && !before.isConflict)) known.set(one.id, one)
  }
  return [...known.values()].filter(
    ({ id, isConflict, what }) => isConflict || what === 'difference' || !id.includes('@'),
  )
}

function change(
  id: string,
  what: Change['what'],
  take: ReadonlySet<string>,
  his: string,
  now: string,
): Change {
  return { id, what, isConflict: true, taken: take.has(id), his, now }
}

/** In a row with a number that he wrote himself the difference is that of his number; of what is no plain number nobody knows it. */
function differencesOfHis(
  { xml, fields }: ReadSummary,
  now: ReadonlyMap<string, string>,
  take: ReadonlySet<string>,
  fileName: string,
): ReadonlyMap<FieldNode, string> {
  const found = new Map<FieldNode, string>()
  const differs = fields.filter(({ key }) => key.endsWith(differenceMark))
  if (differs.length === 0) return found
  const rows = [...within(treeOf(xml, fileName), 'tr')]
  for (const field of differs) {
    const key = field.key.slice(0, -differenceMark.length)
    const row = rows.findLast(({ start, end }) => start < field.node.start && end > field.node.end)
    const inRow = (wanted: string) =>
      row && fields.find(one => one.key === wanted && one.node.start > row.start && one.node.end < row.end)
    const [own, last] = [inRow(key), inRow(`${key}@last`)]
    const isHis = own !== undefined && own.said !== own.made && own.said !== now.get(key)
    if (!isHis || take.has(`figure:${key}`)) continue
    const before = last === undefined || last.said === last.made ? now.get(`${key}@last`) : last.said
    const [a, b] = [numberIn(own.said), numberIn(before ?? '')]
    found.set(field, a === undefined || b === undefined ? unknown : signed(a - b))
  }
  return found
}

const differenceMark = '@difference'

function numberIn(said: string): number | undefined {
  const bare = said.replace(/[,，\s]/g, '')
  return /^-?\d+(\.\d+)?$/.test(bare) ? Number(bare) : undefined
}

/** The passage is from now on made of the words of today, whatever stands in it. */
function named({ id, bookmark }: PassageNode, made: string): Edit {
  const name = bookmarkOf(id, '').replace(/_[0-9a-f]{8}$/, `_${made}`)
  const number = / w:id="([^"]*)"/.exec(bookmark.attributes)?.[1] ?? '0'
  return {
    from: bookmark.start,
    to: bookmark.end,
    text: `<w:bookmarkStart w:id="${number}" w:name="${name}"/>`,
  }
}

function renewedField(
  { key, made, said, node, tag }: FieldNode,
  now: string | undefined,
  take: ReadonlySet<string>,
  changes: Change[],
): Edit[] {
  if (now === undefined || (now === made && said === made)) return []
  const isByHand = said !== made
  // 8300余 in place of a figure that has not changed since stays without a question; another number is told.
  const isOtherNumber = /^[\d,，.]+$/.test(said.trim())
  if (isByHand && now === made && !isOtherNumber && !take.has(`figure:${key}`)) return []
  const taken = !isByHand || said === now || take.has(`figure:${key}`)
  if (said !== now)
    changes.push({
      id: `figure:${key}`,
      what: isByHand ? 'figure-by-hand' : 'figure',
      isConflict: isByHand,
      taken,
      his: said,
      now,
    })
  const content = child(node, 'sdtContent')
  const texts = content === undefined ? [] : [...within(content, 't', 'del')]
  return [
    { from: tag.start, to: tag.end, text: `<w:tag w:val="${escapeXml(tagOf(key, now))}"/>` },
    ...(taken
      ? texts.map((text, at) => ({
          from: text.start,
          to: text.end,
          text: at === 0 ? `<w:t xml:space="preserve">${escapeXml(now)}</w:t>` : '',
        }))
      : []),
  ]
}

/** What stands in a paragraph behind its properties: his own of those stay. */
function inside(node: Node): { readonly from: number; readonly to: number } {
  const [from, to] = span(node)
  return { from, to }
}

function span(node: Node): [number, number] {
  return [child(node, 'pPr')?.end ?? node.inner, node.close]
}

function placeBefore(id: string, his: readonly PassageNode[]): number | undefined {
  const at = ids.indexOf(id)
  const before = ids.slice(0, at).toReversed()
  for (const one of before) {
    const found = his.find(passage => passage.id === one)
    if (found !== undefined) return found.node.end
  }
  return his[0]?.node.start
}
