import { daysFrom } from './days.ts'

export type AxisMark = {
  readonly day: string
  readonly what: string
  readonly kind: 'event' | 'limit' | 'today'
}

/** A mark with its place: `share` of the way, and on which line its label stands so that none covers another. */
export type PlacedMark<M extends AxisMark = AxisMark> = M & {
  readonly share: number
  readonly line: number
  /** At which end of its label it is held, so that none runs out of the picture. */
  readonly hold: 'start' | 'middle' | 'end'
}

/** The picture is at least so wide, in pixels; a label is as wide as its day or its words, with some room. */
const picture = 600
const dayWidth = 66
const room = 10

function widthOf(what: string): number {
  const words = [...what].reduce((sum, character) => sum + (character > '\u2e7f' ? 12 : 6.5), 0)
  return (Math.max(dayWidth, words) + room) / picture
}

/** Places days on a line from the first to the last, labels of near days on lines of their own. */
export function axisMarks<M extends AxisMark>(marks: readonly M[]): readonly PlacedMark<M>[] {
  const sorted = marks.toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
  const [first, last] = [sorted[0]?.day ?? '', sorted.at(-1)?.day ?? '']
  const whole = Math.max(1, daysFrom(first, last))
  const ends: number[] = []
  return sorted.map(mark => {
    const share = daysFrom(first, mark.day) / whole
    const labelWidth = widthOf(mark.what)
    const hold = share < labelWidth / 2 ? 'start' : share > 1 - labelWidth / 2 ? 'end' : 'middle'
    const from = hold === 'start' ? share : hold === 'end' ? share - labelWidth : share - labelWidth / 2
    const free = ends.findIndex(end => end <= from)
    const line = free < 0 ? ends.length : free
    ends[line] = from + labelWidth
    return { ...mark, share, line, hold }
  })
}
