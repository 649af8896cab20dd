/**
 * A row of a sheet is never higher than 409 points: Excel shows no more of it, and on paper the rest is cut. What takes
 * more lines than that goes on in rows of its own below, which name whose they are; `wholeRow` puts them together again.
 */
export type Continued = {
  /** The column of the running number: rows that go on say so there. */
  readonly number: number
  /** Columns that stand in each of the rows. */
  readonly named: readonly number[]
}

/** So many lines of 11 points stay below that height in every office program. */
const mostLines = 24

/** Where one text is cut that has no place to be cut at. */
const [goesOn, wentOn] = ['（接下行）', '（接上行）']

/** The rows that one row takes on paper, the number of which goes on as 3（续1）. */
export function rowsOnPaper(
  cells: readonly string[],
  widths: readonly number[],
  { number, named }: Continued,
): readonly (readonly string[])[] {
  const parts = cells.map((text, at) =>
    at === number || named.includes(at) ? [text] : partsOf(text, widths[at] ?? 8),
  )
  const rows = Math.max(...parts.map(each => each.length))
  return Array.from({ length: rows }, (_, row) =>
    parts.map((each, at) => {
      if (at === number && row > 0) return `${each[0]}（续${row}）`
      return (named.includes(at) ? each[0] : each[row]) ?? ''
    }),
  )
}

/** Of a running number which row it goes on, and as its how manieth; undefined of one that begins a row. */
export function goingOn(number: string): { readonly of: string; readonly at: number } | undefined {
  const [, of, at] = /^(.*?)\s*[（(]?续\s*(\d*)\s*[）)]?$/.exec(number.trim()) ?? []
  return of === undefined ? undefined : { of, at: Number(at === '' ? 1 : at) }
}

/** The text of a cell from its parts, in order. */
export function wholeText(parts: readonly string[]): string {
  let text = ''
  for (const part of parts.map(one => one.trim()).filter(one => one !== '')) {
    if (text.endsWith(goesOn) && part.startsWith(wentOn))
      text = text.slice(0, -goesOn.length) + part.slice(wentOn.length)
    else text += (text === '' || /[；;]$/.test(text) ? '' : '；') + part
  }
  return text
}

function partsOf(text: string, width: number): readonly string[] {
  const parts: string[] = []
  let rest = [...text]
  // A line is not filled to its end: a word or a full stop goes over with what stands before it.
  const room = Math.max(4, width - 2)
  let begun = ''
  for (;;) {
    const fits = fitting(rest, room, mostLines - linesOf(begun, room))
    if (fits >= rest.length) {
      parts.push(begun + rest.join(''))
      return parts
    }
    const end = rest.slice(0, fits).lastIndexOf('；') + 1
    // Between two points where there is one in the lower half; else within a sentence, which says so.
    const isBetween = end > fits / 2
    const cut = isBetween ? end : Math.max(1, fits - goesOn.length)
    parts.push(`${begun}${rest.slice(0, cut).join('')}${isBetween ? '' : goesOn}`)
    rest = rest.slice(cut)
    begun = isBetween ? '' : wentOn
  }
}

/** How many characters fill so many lines. */
function fitting(text: readonly string[], room: number, lines: number): number {
  let [line, used] = [1, 0]
  for (const [at, character] of text.entries()) {
    const wide = widthOf(character)
    const isNext = character === '\n' || used + wide > room
    if (isNext) [line, used] = [line + 1, 0]
    if (line > lines) return at
    if (character !== '\n') used += wide
  }
  return text.length
}

function linesOf(text: string, room: number): number {
  return Math.ceil([...text].reduce((sum, character) => sum + widthOf(character), 0) / room)
}

/** A Chinese character is two wide. */
export function widthOf(character: string): number {
  return (character.codePointAt(0) ?? 0) >= 0x2e80 ? 2 : 1
}
