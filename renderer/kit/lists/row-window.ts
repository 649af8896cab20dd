/** Browsers lay out nothing taller than some 33 million pixels; 1,000,000 rows would be. */
const tallest = 12_000_000

export type RowWindow = {
  /** The rows to be drawn, the last one excluded. */
  readonly from: number
  readonly to: number
  /** How high all rows together pretend to be. */
  readonly height: number
  /** What is added to a row's own place (its index by its height) to draw it in sight. */
  readonly shift: number
}

type Given = {
  readonly count: number
  readonly rowHeight: number
  /** How far it is scrolled, and how much of it is in sight, in pixels. */
  readonly top: number
  readonly view: number
  /** So many rows more on either side. */
  readonly more: number
}

/** How much longer a step of the scrollbar is than it looks, where all rows are higher than a browser can show. */
function stretchOf(count: number, rowHeight: number, view: number): number {
  const whole = count * rowHeight
  const height = Math.min(whole, tallest)
  return height === whole || height <= view ? 1 : (whole - view) / (height - view)
}

type Sought = {
  readonly row: number
  readonly count: number
  readonly rowHeight: number
  readonly view: number
  readonly top: number
}

/** How far to scroll so that a row is in sight: no further than it takes, and not at all where it is. */
export function topOfRow({ row, count, rowHeight, view, top }: Sought): number {
  const stretch = stretchOf(count, rowHeight, view)
  const [begin, end] = [row * rowHeight, (row + 1) * rowHeight]
  const at = top * stretch
  if (begin < at) return begin / stretch
  if (end > at + view) return Math.max(0, end - view) / stretch
  return top
}

/** Which rows are in sight. Where all of them are higher than a browser can show, the scrollbar goes in longer steps. */
export function rowWindow({ count, rowHeight, top, view, more }: Given): RowWindow {
  const whole = count * rowHeight
  const height = Math.min(whole, tallest)
  const stretch = stretchOf(count, rowHeight, view)
  const at = Math.min(Math.max(top, 0), Math.max(height - view, 0)) * stretch
  return {
    from: Math.max(0, Math.floor(at / rowHeight) - more),
    to: Math.min(count, Math.ceil((at + view) / rowHeight) + more),
    height,
    shift: stretch === 1 ? 0 : top - at,
  }
}

export function sameWindow(a: RowWindow, b: RowWindow): boolean {
  return a.from === b.from && a.to === b.to && a.height === b.height && a.shift === b.shift
}
