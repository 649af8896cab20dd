/** Days, numbers and codes stay on one line. */
export function isUnbroken(text: string): boolean {
  return text.length <= 20 && /^[\d\s\-./:*,X%]+$/.test(text)
}

/** The columns in which nothing but numbers stands: they are read from the right. */
export function numberColumns(rows: readonly (readonly string[])[], count: number): readonly boolean[] {
  return Array.from({ length: count }, (_, column) => {
    const cells = rows.map(row => row[column] ?? '').filter(cell => cell !== '')
    return (
      cells.length > 0 && cells.every(cell => cell.length <= 12 && /^[+\-−]?\d[\d,]*(\.\d+)?%?$/.test(cell))
    )
  })
}

/** The head and foot of every page, which only the page's own rules can write: office, the rest, page x / y. */
export function pageRules(office: string, rest: string, isAcross: boolean): string {
  return `@page {
    size: A4 ${isAcross ? 'landscape' : 'portrait'};
    margin: 16mm 12mm 15mm;
    @top-left { content: ${quoted(office)}; font-size: 9pt; }
    @top-right { content: ${quoted(rest)}; font-size: 9pt; }
    @bottom-center { content: counter(page) " / " counter(pages); font-size: 9pt; }
  }`
}

/** A string of CSS: what would end it, or begin something else, is written by its number. */
function quoted(text: string): string {
  return `"${text.replace(/["\\\n\r\f<>]/g, character => `\\${character.codePointAt(0)?.toString(16)} `)}"`
}

type OnPaper = {
  readonly widths: readonly number[]
  readonly heads: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** How many Chinese signs find room across all columns, upright and across, and how many the edges of a cell take. */
const signs = { upright: 54, across: 90 }
const edges = 1.3
/** A word of so many signs is never broken, and a text of so many stands in one line where there is room. */
const shortWord = 6
const oneLine = 14

/**
 * The columns' shares of a page, by what stands in them: a column that is wide on the screen and empty takes no room from
 * one whose sentences would else run over ten lines.
 */
export function paperShares({ widths, heads, rows }: OnPaper, isAcross: boolean): readonly number[] {
  const columns = heads.map((head, column) => {
    const cells = rows.map(row => row[column] ?? '').filter(cell => cell !== '')
    const lengths = cells.map(lengthOf)
    const longest = (of: readonly number[]) => of.reduce((most, one) => Math.max(most, one), 0)
    const mean = lengths.length === 0 ? 0 : lengths.reduce((sum, one) => sum + one, 0) / lengths.length
    const whole = longest(lengths.filter((one, n) => one <= shortWord || isUnbroken(cells[n] ?? '')))
    const named = lengthOf(head)
    // A Chinese head breaks anywhere, a Latin one only between its words.
    const headWord = longest(head.split(/[\s\u2e80-\uffff]+/).map(lengthOf))
    const isEmpty = cells.length === 0
    const leastHead = isEmpty ? 2 : Math.min(named, 4)
    const must = edges + Math.max(leastHead, headWord, whole, Math.min(mean, shortWord))
    const wish = isEmpty
      ? must
      : Math.max(must, edges + Math.max(Math.min(named, 8), Math.min(mean, oneLine)))
    return { must, wish, all: Math.max(wish, edges + mean) }
  })
  const sum = (of: readonly number[]) => of.reduce((all, one) => all + one, 0)
  const width = sum(widths)
  /** Gives what is left of the page, at most as much as is wanted, to each by what it wants. */
  const more = (has: readonly number[], wants: readonly number[]): readonly number[] => {
    const left = Math.max(0, (isAcross ? signs.across : signs.upright) - sum(has))
    const lacks = wants.map((one, column) => Math.max(0, one - (has[column] ?? 0)))
    const part = Math.min(1, left / (sum(lacks) || 1))
    return has.map((one, column) => one + part * (lacks[column] ?? 0))
  }
  const first = more(
    columns.map(({ must }) => must),
    columns.map(({ wish }) => wish),
  )
  const second = more(
    first,
    columns.map(({ all }) => all),
  )
  // What nobody needs goes as on the screen.
  const rest = Math.max(0, (isAcross ? signs.across : signs.upright) - sum(second))
  const given = second.map((one, column) => one + (rest * (widths[column] ?? 0)) / width)
  return given.map(one => one / sum(given))
}

/** In Chinese signs: Latin letters and figures are half as wide, capitals and the widest letters more. */
function lengthOf(text: string): number {
  return [...text].reduce((sum, sign) => sum + widthOf(sign), 0)
}

function widthOf(sign: string): number {
  if (sign >= '\u2e80') return 1
  if (/[mwMW]/.test(sign)) return 0.92
  return /[A-Z]/.test(sign) ? 0.68 : 0.56
}
