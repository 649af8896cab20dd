import type { Marks } from '#db/records/ledger/blank-form.ts'
import { columnLetters } from '#db/sheets/cell.ts'
import type { FormCell, FormPart } from './form.ts'
import { labelKey } from './labels.ts'

/**
 * What a person said of an earlier form holds for the same words of the new one, wherever they stand in it now: this
 * year's edition has a row more, or another year in its title.
 */
export function carriedOver(old: readonly FormPart[], marks: Marks, parts: readonly FormPart[]): Marks {
  const before = labelled(old)
  const after = new Map<string, string>()
  const twice = new Set<string>()
  for (const [at, label] of labelled(parts)) {
    if (after.has(label)) twice.add(label)
    after.set(label, at)
  }
  const found: Record<string, string> = {}
  for (const [at, said] of Object.entries(marks)) {
    const label = before.get(at)
    const now = label === undefined || twice.has(label) ? undefined : after.get(label)
    if (now !== undefined) found[now] = said
  }
  return { ...found, ...sameRows(old, marks, parts) }
}

/** Every place by the words around it: the nearest to its left and above, and for a blank the words before it. */
function labelled(parts: readonly FormPart[]): ReadonlyMap<string, string> {
  const labels = new Map<string, string>()
  for (const part of parts) {
    const texts = part.cells.filter(({ text }) => text.trim() !== '')
    for (const cell of part.cells) {
      for (const [n, { before, after }] of cell.blanks.entries()) {
        const same = cell.blanks
          .slice(0, n)
          .filter(one => one.before === before && one.after === after).length
        labels.set(`${cell.at}#${n + 1}`, `# ${wordsOf(before)} ${wordsOf(after)} ${same}`)
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

/** Years change from one edition to the next. */
function wordsOf(text: string): string {
  return labelKey(text).replace(/\d{4}/g, 'year')
}

function nearest(texts: readonly FormCell[], cell: FormCell, where: 'left' | 'above'): string {
  const found = texts.filter(one =>
    where === 'left'
      ? one.column < cell.column && one.row <= cell.row && one.row + one.rows > cell.row
      : one.row < cell.row && one.column <= cell.column && one.column + one.columns > cell.column,
  )
  return found.at(-1)?.text ?? ''
}

/** Rows that are filled one each, where the same headers stand above rows of the new form. */
function sameRows(old: readonly FormPart[], marks: Marks, parts: readonly FormPart[]): Marks {
  const found: Record<string, string> = {}
  for (const [at, of] of Object.entries(marks)) {
    const [, id, from = '', to = ''] = /^([a-z]+\d+)!(\d+):(\d+)$/.exec(at) ?? []
    const part = old.find(one => one.id === id)
    if (part === undefined) continue
    const [first, last] = [Number(from) - 1, Number(to) - 1]
    for (const other of parts) {
      if (other.kind !== part.kind) continue
      for (const move of [0, -3, -2, -1, 1, 2, 3]) {
        if (first + move < 1 || !sameHeaders(part, first - 1, other, first - 1 + move)) continue
        const ends = last + move + 1
        found[`${other.id}!${first + move + 1}:${ends}`] = of
        for (let column = 0; column < part.width; column++) {
          const letters = columnLetters(column)
          const said = marks[`${id}!${letters}${from}:${letters}${to}`]
          if (said !== undefined) found[`${other.id}!${letters}${first + move + 1}:${letters}${ends}`] = said
        }
        break
      }
    }
  }
  return found
}

function sameHeaders(a: FormPart, row: number, b: FormPart, at: number): boolean {
  const heads = (part: FormPart, line: number) =>
    part.cells
      .filter(cell => cell.row <= line && cell.row + cell.rows > line)
      .map(({ column, text }) => `${column} ${wordsOf(text)}`)
      .join(' | ')
  const said = heads(a, row)
  return said.replace(/[\d |]/g, '') !== '' && said === heads(b, at)
}
