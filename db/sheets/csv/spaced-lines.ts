import { widest } from '../sheet.ts'

/**
 * How cells are told apart in text that was lined up with spaces: one space or more, or two or more, where one may stand
 * within a cell (张 三).
 */
export type Spacing = { readonly least: 1 | 2; readonly columns: readonly SpacedColumn[] }

/** Where the words of a column begin, counted in half widths (a character of Chinese takes two), and what most of them look like. */
type SpacedColumn = { readonly start: number; readonly look: Look | undefined }

type Word = { readonly text: string; readonly at: number }
type Look = 'sign' | 'name' | 'words' | 'date' | 'number' | 'count' | 'letters'

const lookedAt = 60

/**
 * The spacing of the beginning: the largest number of cells that two lines have, since in others some are blank. Two spaces
 * part cells wherever any two do; `score` counts the cells of the lines that have all.
 */
export function spacingOf(head: string): { readonly spacing: Spacing; readonly score: number } | undefined {
  const lines = head.split(/\r\n?|\n/).slice(0, lookedAt)
  for (const least of [2, 1] as const) {
    const parted = lines.map(line => wordsOf(line, least))
    const starts = usualStarts(parted)
    const split = Map.groupBy(
      parted.map(words => withWholeNames(words, at => starts.has(at))),
      words => words.length,
    )
    const [count = 0, alike = []] =
      [...split].filter(([cells, found]) => cells > 1 && found.length > 1).toSorted(([a], [b]) => b - a)[0] ??
      []
    if (count === 0) continue
    const columns = Array.from({ length: count }, (_, i) => columnOf(alike.flatMap(words => words[i] ?? [])))
    return { spacing: { least, columns }, score: alike.length * (count - 1) }
  }
  return undefined
}

/** Where words of several columns begin in most lines; the second half of a name that is drawn apart is no beginning. */
function usualStarts(lines: readonly (readonly Word[])[]): ReadonlySet<number> {
  const counts = new Map<number, number>()
  const told = lines.filter(words => words.length > 1)
  for (const words of told) {
    for (const [i, { at }] of words.entries())
      if (!isDrawnApart(words[i - 1], words[i])) counts.set(at, (counts.get(at) ?? 0) + 1)
  }
  const least = told.length / 10
  const usual = [...counts].flatMap(([at, count]) => (count >= least ? [at - 1, at, at + 1] : []))
  return new Set(usual)
}

/** 张 and 三 of 张  三, which is lined up with names of three characters. */
function isDrawnApart(first: Word | undefined, second: Word | undefined): boolean {
  if (first === undefined || second === undefined) return false
  return lookOf(first.text) === 'sign' && lookOf(second.text) === 'sign' && second.at - first.at <= 6
}

function withWholeNames(words: readonly Word[], begins: (at: number) => boolean): readonly Word[] {
  const whole: Word[] = []
  for (const word of words) {
    const last = whole.at(-1)
    if (last !== undefined && isDrawnApart(last, word) && !begins(word.at))
      whole[whole.length - 1] = { text: last.text + word.text, at: last.at }
    else whole.push(word)
  }
  return whole
}

/** The first of its words heads the column. */
function columnOf([head, ...words]: readonly Word[]): SpacedColumn {
  const starts = [head, ...words].map(word => word?.at ?? 0).toSorted((a, b) => a - b)
  const looks = Map.groupBy(words, ({ text }) => lookOf(text))
  const [look, of] = [...looks].toSorted(([, a], [, b]) => b.length - a.length)[0] ?? []
  return {
    start: starts[starts.length >> 1] ?? 0,
    look: (of?.length ?? 0) * 3 >= words.length * 2 ? look : undefined,
  }
}

function lookOf(text: string): Look | undefined {
  if (/^\d{2,4}[.\-/年]\d{1,2}(?:[.\-/月]\d{0,2}日?)?$/.test(text)) return 'date'
  if (/^[\d-]+[Xx]?$/.test(text)) return text.length > 6 ? 'number' : 'count'
  if (/^[\p{Script=Han}·•]+$/u.test(text))
    return text.length === 1 ? 'sign' : text.length < 5 ? 'name' : 'words'
  return /^[\x20-\x7e]+$/.test(text) ? 'letters' : undefined
}

/** The cells of one line: a word of its own in each column, or where some are missing each where it belongs. */
export function spacedCells(line: string, { least, columns }: Spacing): readonly string[] {
  const begins = (at: number) => columns.some(({ start }) => Math.abs(start - at) < 2)
  let words = withWholeNames(wordsOf(line, least).slice(0, widest), begins)
  if (words.length > 1 && least === 2) words = withoutOverrun(words, columns)
  if (words.length >= columns.length || words.length <= 1) return words.map(({ text }) => text)
  const places = placesOf(words, columns)
  const cells: string[] = []
  for (const [i, { text }] of words.entries()) {
    while (cells.length < (places[i] ?? 0)) cells.push('')
    cells.push(text)
  }
  return cells
}

/** A word that is longer than its column leaves one space alone before the next one: it ends at its last space. */
function withoutOverrun(words: readonly Word[], columns: readonly SpacedColumn[]): readonly Word[] {
  let missing = columns.length - words.length
  if (missing <= 0) return words
  return words.flatMap((word, i): Word[] => {
    const space = /[ \u3000](?=[^ \u3000]+$)/.exec(word.text)?.index
    const begun = columns.findLastIndex(({ start }) => start <= word.at + 1)
    const next = columns[begun + 1]?.start ?? Number.POSITIVE_INFINITY
    if (space === undefined || missing === 0 || i === words.length - 1) return [word]
    if (word.at + widthOf(word.text) <= next) return [word]
    missing--
    const rest = word.text.slice(space + 1)
    return [
      { text: word.text.slice(0, space), at: word.at },
      { text: rest, at: word.at + widthOf(word.text.slice(0, space + 1)) },
    ]
  })
}

/** Further away than this is no nearer than anywhere. */
const farthest = 12
const otherLook = 10
/** So many are tried for one line. */
const mostWays = 200

type Way = { readonly cost: number; readonly shift: number; readonly places: Places | undefined }
type Places = { readonly place: number; readonly before: Places | undefined }

/**
 * The column of each word, in order: those in which they cost least together. A word costs how far it begins from its column,
 * or from where a longer word before it has pushed the line, and more where it looks like none of the column's.
 */
function placesOf(words: readonly Word[], columns: readonly SpacedColumn[]): readonly number[] {
  const missing = columns.length - words.length
  if (missing * words.length > mostWays) return nearestPlaces(words, columns)
  /** By how many columns stand blank before the word. */
  let ways: Way[] = Array.from({ length: missing + 1 }, () => ({ cost: 0, shift: 0, places: undefined }))
  for (const [i, { text, at }] of words.entries()) {
    const look = lookOf(text)
    let best: Way | undefined
    ways = ways.map((way, blank) => {
      // Blank columns stay behind: of all ways with as many or fewer, the cheapest goes on.
      if (best === undefined || way.cost < best.cost) best = way
      const before: Way = best
      const place = i + blank
      const column = columns[place]
      const off = at - (column?.start ?? 0)
      const distance = Math.min(Math.abs(off), Math.abs(off - before.shift), farthest)
      const isOther = column?.look !== undefined && column.look !== look
      return {
        cost: before.cost + distance + (isOther ? otherLook : 0),
        shift: Math.max(0, off),
        places: { place, before: before.places },
      }
    })
  }
  const end = ways.reduce((best, way) => (way.cost < best.cost ? way : best))
  const places: number[] = []
  for (let at = end.places; at !== undefined; at = at.before) places.unshift(at.place)
  return places
}

/** The column nearest to each word, as far as the words behind it leave one: for lines too wide to try all ways. */
function nearestPlaces(words: readonly Word[], columns: readonly SpacedColumn[]): readonly number[] {
  let place = -1
  const farFrom = (column: number, at: number) => Math.abs((columns[column]?.start ?? 0) - at)
  return words.map(({ at }, i) => {
    place++
    const last = columns.length - (words.length - i)
    while (place < last && farFrom(place + 1, at) <= farFrom(place, at)) place++
    return place
  })
}

function wordsOf(line: string, least: 1 | 2): readonly Word[] {
  const words: Word[] = []
  /** Where the word begins and how wide the line is up to there, and where the spaces behind it begin. */
  let [start, startAt, spaces] = [0, 0, -1]
  const take = (end: number) => {
    const text = line.slice(start, end).trim()
    if (text !== '') words.push({ text, at: startAt })
  }
  let at = 0
  for (let index = 0; index < line.length; index++) {
    const code = line.charCodeAt(index)
    if (code === 0x20 || code === 0x09 || code === 0x3000) {
      if (spaces < 0) spaces = index
    } else {
      if (spaces >= 0 && index - spaces >= least) {
        take(spaces)
        if (words.length === widest) return words
        ;[start, startAt] = [index, at]
      }
      spaces = -1
    }
    // Of a character in two halves the first counts.
    if (code < 0xdc00 || code > 0xdfff) at += code > 0x2e7f ? 2 : 1
  }
  take(spaces < 0 ? line.length : spaces)
  return words
}

function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += character.charCodeAt(0) > 0x2e7f ? 2 : 1
  return width
}
