import { widest } from '../sheet.ts'

/**
 * How cells are told apart in text that was lined up with spaces: one space or more, or two or more, where one may stand
 * within a cell (张 三). `starts` is where each column begins, counted in half widths: a character of Chinese takes two.
 */
export type Spacing = { readonly least: 1 | 2; readonly starts: readonly number[] }

type Word = { readonly text: string; readonly at: number }

/**
 * The spacing of the beginning: the largest number of cells that two lines have, since in others some are blank. Two spaces
 * part cells wherever any two do; `score` counts the cells of the lines that have all.
 */
export function spacingOf(head: string): { readonly spacing: Spacing; readonly score: number } | undefined {
  const lines = head.split(/\r\n?|\n/).slice(0, 60)
  for (const least of [2, 1] as const) {
    const split = Map.groupBy(
      lines.map(line => wordsOf(line, least)),
      words => words.length,
    )
    const [count = 0, alike = []] =
      [...split].filter(([cells, found]) => cells > 1 && found.length > 1).toSorted(([a], [b]) => b - a)[0] ??
      []
    if (count === 0) continue
    const starts = Array.from({ length: count }, (_, i) => Math.min(...alike.map(words => words[i]?.at ?? 0)))
    return { spacing: { least, starts }, score: alike.length * (count - 1) }
  }
  return undefined
}

/** The cells of one line: a word of its own in each column, or where some are missing each below where its column begins. */
export function spacedCells(line: string, { least, starts }: Spacing): readonly string[] {
  const words = wordsOf(line, least).slice(0, widest)
  if (words.length >= starts.length || words.length <= 1) return words.map(({ text }) => text)
  const cells: string[] = []
  for (const [i, { text, at }] of words.entries()) {
    // So many columns are left for the words behind this one.
    const last = starts.length - (words.length - i)
    let column = cells.length
    while (column < last && Math.abs((starts[column + 1] ?? 0) - at) <= Math.abs((starts[column] ?? 0) - at))
      column++
    while (cells.length < column) cells.push('')
    cells.push(text)
  }
  return cells
}

function wordsOf(line: string, least: 1 | 2): readonly Word[] {
  const words: Word[] = []
  let at = 0
  for (const [index, part] of line.split(least === 2 ? /([ \t\u3000]{2,})/ : /([ \t\u3000]+)/).entries()) {
    if (index % 2 === 0 && part.trim() !== '') words.push({ text: part.trim(), at })
    at += widthOf(part)
  }
  return words
}

function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += character.charCodeAt(0) > 0x2e7f ? 2 : 1
  return width
}
