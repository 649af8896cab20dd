import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef } from 'react'
import { leastWidth } from './least-width.ts'
import { useKeptScroll } from './use-kept-scroll.ts'

export type Column<Row> = {
  readonly key: string
  readonly title: string
  /** A CSS grid track: `120px`, `minmax(160px, 1fr)`. */
  readonly width: string
  readonly cell: (row: Row) => ReactNode
}

type Props<Row> = {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly count: number
  /** Undefined while the row has not come yet. */
  readonly rowAt: (index: number) => Row | undefined
  readonly rowHeight?: number
  /** Told which rows are in sight, last one excluded. */
  readonly onSight?: (from: number, to: number) => void
}

/** A table that draws only the rows in sight, so that it scrolls through 100,000 of them. */
export function VirtualTable<Row>({ label, columns, count, rowAt, rowHeight = 36, onSight }: Props<Row>) {
  const scroll = useRef<HTMLDivElement>(null)
  const initialOffset = useKeptScroll(scroll, label)
  const rows = useVirtualizer({
    count,
    initialOffset,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  })
  const items = rows.getVirtualItems()
  const from = items[0]?.index ?? 0
  const to = (items.at(-1)?.index ?? -1) + 1
  useEffect(() => onSight?.(from, to), [onSight, from, to])
  const tracks = columns.map(column => column.width).join(' ')
  const minWidth = leastWidth(columns.map(column => column.width))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot leave out rows and keep its columns
    <div className="rows panel" ref={scroll} role="table" aria-label={label} aria-rowcount={count + 1}>
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: a row is only read */}
      <div className="rows-line rows-head" role="row" style={{ gridTemplateColumns: tracks, minWidth }}>
        {columns.map(column => (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: a heading is only read
          <span key={column.key} role="columnheader">
            {column.title}
          </span>
        ))}
      </div>
      <div className="rows-body" style={{ height: rows.getTotalSize(), position: 'relative', minWidth }}>
        {items.map(item => {
          const row = rowAt(item.index)
          return (
            // biome-ignore lint/a11y/useSemanticElements: as above
            // biome-ignore lint/a11y/useFocusableInteractive: a row is only read
            <div
              key={item.key}
              className="rows-line"
              role="row"
              aria-rowindex={item.index + 2}
              style={{
                gridTemplateColumns: tracks,
                position: 'absolute',
                top: 0,
                left: 0,
                right: 0,
                height: rowHeight,
                transform: `translateY(${item.start}px)`,
              }}
            >
              {columns.map(column => (
                // biome-ignore lint/a11y/useSemanticElements: as above
                <span key={column.key} role="cell">
                  {row === undefined ? '' : column.cell(row)}
                </span>
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}
