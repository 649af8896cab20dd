/** Days, numbers and codes stay on one line. */
export function isUnbroken(text: string): boolean {
  return text.length <= 20 && /^[\d\s\-./:*,X%]+$/.test(text)
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
const signs = { upright: 60, across: 90 }
const edges = 1.3
/** What is shorter stands in one line; what is longer goes on in the next. */
const oneLine = 14

/**
 * The columns' shares of a page, by what stands in them: a column that is wide on the screen and empty takes no room from
 * one whose sentences would else run over ten lines.
 */
export function paperShares({ widths, heads, rows }: OnPaper, isAcross: boolean): readonly number[] {
  const columns = heads.map((head, column) => {
    const cells = rows.map(row => row[column] ?? '').filter(cell => cell !== '')
    const lengths = cells.map(lengthOf)
    const mean = lengths.length === 0 ? 0 : lengths.reduce((sum, one) => sum + one, 0) / lengths.length
    const whole = lengths.reduce(
      (most, one, n) => (isUnbroken(cells[n] ?? '') ? Math.max(most, one) : most),
      0,
    )
    const least = edges + Math.max(4, Math.min(lengthOf(head), 8), whole, Math.min(mean, oneLine))
    return { least, more: Math.max(0, mean - least) }
  })
  const least = columns.reduce((sum, one) => sum + one.least, 0)
  const more = columns.reduce((sum, one) => sum + one.more, 0)
  const room = Math.max(0, (isAcross ? signs.across : signs.upright) - least)
  const width = widths.reduce((sum, one) => sum + one, 0)
  const given = columns.map((one, column) => {
    // Where no column has more to say, the room that is left goes as on the screen.
    const part = more > 0 ? one.more / more : (widths[column] ?? 0) / width
    return one.least + room * part
  })
  const all = given.reduce((sum, one) => sum + one, 0)
  return given.map(one => one / all)
}

/** In Chinese signs: Latin letters and figures are half as wide. */
function lengthOf(text: string): number {
  return [...text].reduce((sum, sign) => sum + (sign < '\u2e80' ? 0.56 : 1), 0)
}
