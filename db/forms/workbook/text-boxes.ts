import { escapeXml } from '#db/sheets/xml/xml-escape.ts'
import { blanksIn, putAt } from '../blanks.ts'
import type { FormPart, Value } from '../form.ts'
import type { FormFile } from '../form-file.ts'
import { type Edit, edited, type Node, textOf, treeOf, within } from '../xml-tree.ts'

/** The texts of drawings that lie over a sheet: each paragraph of a text box by its number. */
type Drawing = {
  readonly id: string
  readonly path: string
  readonly xml: string
  readonly paragraphs: readonly (readonly Node[])[]
}

const most = { drawings: 30, paragraphs: 200 } as const

function drawingsIn(file: FormFile): readonly Drawing[] {
  const paths = file.parts.filter(path => /^xl\/drawings\/drawing\d+\.xml$/.test(path)).toSorted()
  return paths.slice(0, most.drawings).map((path, n) => {
    const xml = file.text(path) ?? ''
    const boxes = [...within(treeOf(xml, file.name), 'txBody')]
    const paragraphs = boxes
      .flatMap(box => [...within(box, 'p')])
      .slice(0, most.paragraphs)
      .map(one => [...within(one, 't')])
    return { id: `d${n + 1}`, path, xml, paragraphs }
  })
}

/** Text boxes that have something to fill in, as texts. */
export function partsOfBoxes(file: FormFile): readonly FormPart[] {
  return drawingsIn(file).flatMap(({ id, xml, paragraphs }): FormPart[] => {
    const cells = paragraphs.flatMap((texts, at) => {
      const text = texts.map(one => textOf(xml, one)).join('')
      const cell = { at: `${id}p${at + 1}`, column: 0, rows: 1, columns: 1, text, isFormula: false }
      return text.trim() === '' ? [] : [{ ...cell, blanks: blanksIn(text) }]
    })
    if (cells.every(({ blanks }) => blanks.length === 0)) return []
    const shown = cells.map((cell, row) => ({ ...cell, row }))
    return [{ id, kind: 'text', name: '', cells: shown, height: shown.length, width: 1 }]
  })
}

export function isInBox(at: string): boolean {
  return /^d\d+p\d+#/.test(at)
}

/** Fills blanks of text boxes; answers those that could not be filled. */
export function fillBoxes(
  file: FormFile,
  values: readonly (readonly [at: string, value: Value])[],
): readonly string[] {
  if (values.length === 0) return []
  const left = new Set(values.map(([at]) => at))
  for (const { id, path, xml, paragraphs } of drawingsIn(file)) {
    const edits: Edit[] = []
    for (const [at, texts] of paragraphs.entries()) {
      const said = texts.map(one => textOf(xml, one))
      const blanks = blanksIn(said.join(''))
      const puts = values.flatMap(([place, value]) => {
        const [, number] = new RegExp(`^${id}p${at + 1}#(\\d+)$`).exec(place) ?? []
        const blank = number === undefined ? undefined : blanks[Number(number) - 1]
        const put = blank === undefined ? undefined : putAt(blank, value)
        return put === undefined ? [] : [{ ...put, place }]
      })
      for (const { place } of puts) left.delete(place)
      let start = 0
      for (const [n, node] of texts.entries()) {
        const text = said[n] ?? ''
        const made = withPuts(text, start, puts)
        start += text.length
        if (made !== text)
          edits.push({ from: node.inner, to: node.close, text: escapeXml(made).replaceAll('_x005F_', '_') })
      }
    }
    if (edits.length > 0) file.write(path, edited(xml, edits))
  }
  return [...left]
}

type Put = { readonly from: number; readonly to: number; readonly value: Value }

/**
 * One piece of a paragraph with what is written into it. A blank may lie over several pieces that differ in their looks: the
 * value stands where it begins, and its rest goes.
 */
function withPuts(text: string, start: number, puts: readonly Put[]): string {
  const end = start + text.length
  const own = puts.filter(({ from, to }) =>
    from === to ? from > start && from <= end : from < end && to > start,
  )
  return own
    .toSorted((a, b) => b.from - a.from)
    .reduce((words, { from, to, value }) => {
      const [a, b] = [Math.max(0, from - start), Math.min(text.length, to - start)]
      if (from < start) return words.slice(0, a) + words.slice(b)
      // What follows a gap stays apart from what was written into it.
      const apart = /\s$/.test(words.slice(a, b)) && b < words.length ? '  ' : ''
      return `${words.slice(0, a)}${value}${apart}${words.slice(b)}`
    }, text)
}
