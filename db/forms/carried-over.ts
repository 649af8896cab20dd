import type { Marks } from '#db/records/ledger/blank-form.ts'
import type { FormCell, FormPart } from './form.ts'
import { cellsAbove, Grid } from './grid.ts'
import { isWithin, marksOfRows, type ReadMarks, type RowsMark, readPlaces } from './marks.ts'
import { labelKey, yearOfHeads } from './proposing/labels.ts'
import { placeOf } from './workbook/a1.ts'

type Edition = {
  readonly parts: readonly FormPart[]
  /** What the program proposes for it. */
  readonly proposed: Marks
}

/**
 * What a person said of an earlier form holds for the same words of the new one, wherever they stand in it now: this
 * year's edition has a row or a column more, or another year in its title. Where he wanted nothing, nothing is proposed.
 */
export function carriedOver(old: Edition & { readonly marks: Marks }, now: Edition): Marks {
  const [kept, then, next] = [old.marks, old.proposed, now.proposed].map(readPlaces)
  if (kept === undefined || then === undefined || next === undefined) return now.proposed
  const rows = sameRows(old.parts, kept, now.parts, next)
  const gone = sameRows(old.parts, withoutKept(then, kept), now.parts, next)
  const isCovered = (block: RowsMark, by: readonly RowsMark[]) =>
    by.some(one => one.part === block.part && one.from <= block.to && one.to >= block.from)
  const others = next.rows.filter(block => !isCovered(block, rows) && !isCovered(block, gone))
  const blocks = [...others, ...rows]
  const singles = Object.entries(sameSingles(old, kept, then, now, next)).filter(
    ([at]) => !isInRows(at, blocks),
  )
  return { ...Object.fromEntries(singles), ...marksOf(blocks) }
}

/** What stands in rows that are filled one each is filled with them. */
function isInRows(at: string, blocks: readonly RowsMark[]): boolean {
  const [part, address = ''] = at.split('!')
  const place = placeOf(address)
  return (
    place !== undefined && blocks.some(one => one.part === part && isWithin(one, place.row, place.column))
  )
}

function marksOf(rows: readonly RowsMark[]): Marks {
  return Object.assign({}, ...rows.map(marksOfRows))
}

/** Rows that were proposed and that a person did not want. */
function withoutKept({ single, rows }: ReadMarks, kept: ReadMarks): ReadMarks {
  return {
    single,
    rows: rows.filter(
      block =>
        !kept.rows.some(one => one.part === block.part && one.from <= block.to && one.to >= block.from),
    ),
  }
}

function sameSingles(old: Edition, kept: ReadMarks, then: ReadMarks, now: Edition, next: ReadMarks): Marks {
  const before = labelled(old.parts)
  const after = new Map<string, string>()
  const twice = new Set<string>()
  for (const [at, label] of labelled(now.parts)) {
    if (after.has(label)) twice.add(label)
    after.set(label, at)
  }
  const placeNow = (at: string) => {
    const label = before.get(at)
    return label === undefined || twice.has(label) ? undefined : after.get(label)
  }
  const found = new Map(next.single)
  for (const at of then.single.keys()) {
    const place = kept.single.has(at) ? undefined : placeNow(at)
    if (place !== undefined) found.delete(place)
  }
  for (const [at, said] of kept.single) {
    const place = placeNow(at)
    if (place !== undefined) found.set(place, said)
  }
  return Object.fromEntries(found)
}

/** Every place by the words around it: the nearest to its left and above, and for a blank the words before it. */
function labelled(parts: readonly FormPart[]): ReadonlyMap<string, string> {
  const wordsOf = wordsIn(parts)
  const labels = new Map<string, string>()
  for (const part of parts) {
    const texts = part.cells.filter(({ text }) => text.trim() !== '')
    for (const cell of part.cells) {
      for (const [n, { before, after }] of cell.blanks.entries()) {
        const same = cell.blanks
          .slice(0, n)
          .filter(one => one.before === before && one.after === after).length
        // Boxes and blanks without a word of their own have that of the cell before them.
        const label = before === '' && part.kind !== 'text' ? nearest(texts, cell, 'left') : ''
        labels.set(`${cell.at}#${n + 1}`, `# ${wordsOf(label)} ${wordsOf(before)} ${wordsOf(after)} ${same}`)
      }
      if (part.kind === 'controls') labels.set(cell.at, `control ${cell.text}`)
      else if (part.kind !== 'text' && cell.text.trim() === '')
        labels.set(
          cell.at,
          `${wordsOf(nearest(texts, cell, 'left'))} | ${wordsOf(nearest(texts, cell, 'above'))}`,
        )
    }
  }
  return labels
}

/** The words of a label, with each year as so many years before that of the edition: 2018年 and 2017年 are 2019年 and 2018年 a year later. */
type Words = (text: string) => string

function wordsIn(parts: readonly FormPart[]): Words {
  const texts = parts.flatMap(({ cells }) => cells.map(({ text }) => text))
  const said = texts.flatMap(text =>
    [...text.matchAll(/(?<!\d)(?:19|20)\d{2}(?=\s*年)/g)].map(([year]) => Number(year)),
  )
  const year = yearOfHeads(texts, Math.max(...said))
  return text => labelKey(text).replace(/\d{4}/g, of => `y${year - Number(of)}`)
}

function nearest(texts: readonly FormCell[], cell: FormCell, where: 'left' | 'above'): string {
  const found = texts.filter(one =>
    where === 'left'
      ? one.column < cell.column && one.row <= cell.row && one.row + one.rows > cell.row
      : one.row < cell.row && one.column <= cell.column && one.column + one.columns > cell.column,
  )
  return found.at(-1)?.text ?? ''
}

/** Rows that are filled one each, where most of the heads of their columns stand over rows of the new form. */
function sameRows(
  old: readonly FormPart[],
  { rows }: ReadMarks,
  parts: readonly FormPart[],
  proposed: ReadMarks,
): readonly RowsMark[] {
  const found: RowsMark[] = []
  const [then, now] = [wordsIn(old), wordsIn(parts)]
  for (const block of rows) {
    const part = old.find(({ id }) => id === block.part)
    if (part === undefined || block.columns.size === 0) continue
    const heads = headsOver(part, block.from, then)
    for (const other of parts) {
      if (other.kind !== part.kind) continue
      const lines = Array.from({ length: other.height }, (_, n) => n + 1)
        .map(from => ({ from, columns: sameColumns(block, heads, headsOver(other, from, now)) }))
        .filter(({ columns }) => columns.size * 5 >= block.columns.size * 3)
        // Of several lines the one with the most of them, and of these the nearest to where it was.
        .toSorted(
          (a, b) =>
            b.columns.size - a.columns.size || Math.abs(a.from - block.from) - Math.abs(b.from - block.from),
        )
      const line = lines.find(
        ({ from }) =>
          !found.some(one => one.part === other.id && one.from === from && block.span === undefined),
      )
      if (line === undefined) continue
      const size = block.to - block.from
      const had = new Set([...heads.values()].map(ownHead))
      const like = proposed.rows.find(one => one.part === other.id && one.from === line.from)
      const at = [...line.columns.keys()]
      found.push({
        ...block,
        part: other.id,
        from: line.from,
        to: like?.to ?? line.from + size,
        span: block.span === undefined ? undefined : [Math.min(...at), Math.max(...at)],
        columns: new Map([
          ...line.columns,
          ...newColumns(like, block, headsOver(other, line.from, now), had),
        ]),
      })
      break
    }
  }
  return found
}

/** The words over each column of the rows that begin here: the head right above them, and what that stands under. */
function headsOver(part: FormPart, from: number, wordsOf: Words): ReadonlyMap<number, string> {
  const grid = new Grid(part)
  const heads = new Map<number, string>()
  for (let column = 0; column < part.width; column++) {
    const nearestHead = grid.at(from - 1, column)
    if (nearestHead === undefined || nearestHead.text.trim() === '') continue
    const place = { ...nearestHead, row: from, column, rows: 1, columns: 1, text: '' }
    const said = cellsAbove(place, grid).slice(0, 2)
    heads.set(column, said.map(({ text }) => wordsOf(text)).join(' < '))
  }
  return heads
}

/** What is proposed for columns that the earlier form did not have. */
function newColumns(
  like: RowsMark | undefined,
  { of }: RowsMark,
  heads: ReadonlyMap<number, string>,
  had: ReadonlySet<string>,
): readonly (readonly [column: number, said: string])[] {
  if (like === undefined || like.of !== of) return []
  return [...like.columns].filter(([column]) => {
    const head = ownHead(heads.get(column) ?? '')
    return head !== '' && !had.has(head)
  })
}

/** The head right above the rows. */
function ownHead(heads: string): string {
  return heads.split(' < ')[0] ?? ''
}

function sameColumns(
  block: RowsMark,
  then: ReadonlyMap<number, string>,
  now: ReadonlyMap<number, string>,
): ReadonlyMap<number, string> {
  const columns = new Map<number, string>()
  for (const [column, said] of block.columns) {
    const head = then.get(column)
    if (head === undefined || ownHead(head) === '') continue
    const free = [...now].filter(([at]) => !columns.has(at))
    const same =
      free.find(([, text]) => text === head) ??
      only(free.filter(([, text]) => ownHead(text) === ownHead(head)))
    if (same !== undefined) columns.set(same[0], said)
  }
  return columns
}

function only<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined
}
