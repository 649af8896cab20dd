import { type FocusEvent, memo, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { keptScroll } from '../address/kept-scroll.ts'
import { useKeptScroll } from '../address/use-kept-scroll.ts'
import { leastWidth } from './columns.ts'
import { useRowWindow } from './use-row-window.ts'

export type Column<Row> = {
  readonly key: string
  readonly title: string
  /** A CSS grid track: `120px`, `minmax(160px, 1fr)`. */
  readonly width: string
  readonly align?: 'right'
  cell(row: Row): ReactNode
}

type Props<Row> = {
  readonly label: string
  /** The same array from one drawing to the next, so that rows that stay are not drawn again. */
  readonly columns: readonly Column<Row>[]
  readonly count: number
  /** Undefined while the row has not come yet. */
  readonly rowAt: (index: number) => Row | undefined
  readonly rowHeight?: number
  /** Told which rows are in sight, last one excluded. */
  readonly onSight?: (from: number, to: number) => void
  /** What the rows are of: when another list takes their place, it is shown from where this page last had it. */
  readonly of?: string
}

/** A table that draws only the rows in sight, so that it scrolls through 1,000,000 of them. */
export function VirtualTable<Row>(props: Props<Row>) {
  const { label, columns, count, rowAt, rowHeight = 36, onSight, of = '' } = props
  const scroll = useRef<HTMLDivElement>(null)
  const begin = useKeptScroll(scroll, label)
  useScrollOf(scroll, label, of, begin)
  const { from, to, height, shift } = useRowWindow(scroll, count, rowHeight, begin)
  useEffect(() => onSight?.(from, to), [onSight, from, to])
  const [held, hold] = useState<number | undefined>()
  const tracks = columns.map(column => column.width).join(' ')
  const minWidth = leastWidth(columns.map(column => column.width))
  const last = Math.min(to, count)
  const drawn = Array.from({ length: Math.max(last - from, 0) }, (_, i) => from + i)
  if (held !== undefined && held < count && (held < from || held >= last)) drawn.push(held)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot leave out rows and keep its columns
    <div
      className="rows panel"
      ref={scroll}
      role="table"
      aria-label={label}
      aria-rowcount={count + 1}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
      tabIndex={0}
      onFocus={event => hold(rowOf(event))}
      onBlur={() => hold(undefined)}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: a row is only read */}
      <div className="rows-line rows-head" role="row" style={{ gridTemplateColumns: tracks, minWidth }}>
        {columns.map(column => (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: a heading is only read
          <span key={column.key} role="columnheader" title={column.title} style={{ textAlign: column.align }}>
            {column.title}
          </span>
        ))}
      </div>
      <div className="rows-body" style={{ height, position: 'relative', minWidth }}>
        {drawn.map(index => (
          <Line
            key={index}
            index={index}
            row={rowAt(index)}
            columns={columns}
            tracks={tracks}
            height={rowHeight}
            top={index * rowHeight + shift}
          />
        ))}
      </div>
    </div>
  )
}

type LineProps<Row> = {
  readonly index: number
  readonly row: Row | undefined
  readonly columns: readonly Column<Row>[]
  readonly tracks: string
  readonly height: number
  readonly top: number
}

const Line: <Row>(props: LineProps<Row>) => ReactNode = memo(DrawnLine)

function DrawnLine<Row>({ index, row, columns, tracks, height, top }: LineProps<Row>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above
    // biome-ignore lint/a11y/useFocusableInteractive: a row is only read
    <div
      className="rows-line"
      role="row"
      aria-rowindex={index + 2}
      style={{ gridTemplateColumns: tracks, height, transform: `translateY(${top}px)` }}
    >
      {columns.map(column => (
        // biome-ignore lint/a11y/useSemanticElements: as above
        <span key={column.key} role="cell" style={{ textAlign: column.align }}>
          {row === undefined ? '' : column.cell(row)}
        </span>
      ))}
    </div>
  )
}

/** The row in which something has the focus: it is drawn wherever the table is scrolled, or the focus would be lost. */
function rowOf({ target }: FocusEvent): number | undefined {
  const index = target.closest('.rows-body > [aria-rowindex]')?.getAttribute('aria-rowindex')
  return index === null || index === undefined ? undefined : Number(index) - 2
}

/** Begins where this entry of the history had it, and does so again when another list takes the place of this one. */
function useScrollOf(
  scroll: { readonly current: HTMLElement | null },
  label: string,
  of: string,
  begin: number,
): void {
  const shown = useRef<string>(undefined)
  useLayoutEffect(() => {
    if (scroll.current === null || shown.current === of) return
    scroll.current.scrollTop = shown.current === undefined ? begin : keptScroll(window.history.state, label)
    shown.current = of
  }, [scroll, label, of, begin])
}
