import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { memo, type ReactNode, useCallback, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useSpoken } from '../../text/language.ts'
import { type Marks, type SheetColumn, textIn } from './sheet-column.ts'
import type { Edits, Put } from './sheet-edits.ts'
import { SheetInput } from './sheet-input.tsx'
import { cellId, SheetLine } from './sheet-line.tsx'
import { type At, type Chosen, cellsIn, pastedOver, type Span, spanOf, within } from './sheet-range.ts'

type Props<Row> = {
  readonly label: string
  readonly rows: readonly Row[]
  keyOf(row: Row): string
  readonly columns: readonly SheetColumn<Row>[]
  readonly edits: Edits
  readonly marksOf: (row: Row) => Marks
  readonly onPut: (puts: readonly Put[]) => void
  readonly onUndo: () => void
  readonly onRedo: () => void
  readonly onSave: () => void
  /** Where one is to be taken: the first cell with a mistake. */
  readonly goTo?: At | undefined
  /** Otherwise rows are still to come below: what is pasted waits for them. */
  readonly isWhole?: boolean
}

const rowHeight = 30
const headHeight = 34

/**
 * A sheet of cells as Excel has it, over rows of any kind: one input has the focus all the time and lies over the cell
 * where one is, so that Chinese input methods compose in it; arrows, ranges, copying, pasting, filling down.
 */
export function SheetGrid<Row>(props: Props<Row>) {
  const { label, rows, keyOf, columns, edits, marksOf, onPut, goTo, isWhole = true } = props
  const { words } = useSpoken()
  const { sheet: say } = words
  const id = useId()
  const [scroll, setScroll] = useState<HTMLDivElement | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const edit = useRef<() => void>(undefined)
  const firstTyped = Math.max(
    columns.findIndex(column => column.isTyped),
    0,
  )
  const start = { row: 0, column: firstTyped }
  const [chosen, setChosen] = useState<Chosen>({ at: start, corner: start })
  const [filledTo, setFilledTo] = useState<number>()
  const [told, setTold] = useState('')
  const [waiting, setWaiting] = useState<readonly (readonly string[])[]>()
  const dragged = useRef<'range' | 'fill'>(undefined)
  const size = { rows: rows.length, columns: columns.length }
  const at = within(chosen.at, size)
  const span = spanOf({ at, corner: within(chosen.corner, size) })
  const lefts = useMemo(() => leftsOf(columns), [columns])
  const tracks = columns.map(({ width }) => `${width}px`).join(' ')
  const minWidth = lefts.at(-1) ?? 0
  const fixedWidth = columns.reduce((sum, column) => sum + (column.isFixed ? column.width : 0), 0)

  const drawn = useCallback(
    (range: Range) => {
      const inSight = defaultRangeExtractor(range)
      return inSight.includes(at.row) ? inSight : [...inSight, at.row]
    },
    [at.row],
  )
  const lines = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll,
    estimateSize: () => rowHeight,
    overscan: 8,
    rangeExtractor: drawn,
  })

  const rowAt = (row: number) => rows[row]
  const textAt = ({ row, column }: At): string => {
    const [line, one] = [rows[row], columns[column]]
    if (line === undefined || one === undefined) return ''
    return textIn(line, one, edits[keyOf(line)], columns)
  }
  const putAt = (cell: At, text: string): readonly Put[] => {
    const [line, one] = [rowAt(cell.row), columns[cell.column]]
    if (line === undefined || one === undefined || !one.isTyped) return []
    const meant = one.meant(text)
    return [
      {
        row: keyOf(line),
        column: one.key,
        text: one.show(meant) === one.show(one.before(line)) ? undefined : meant,
      },
    ]
  }
  const show = (cell: At) => {
    if (scroll === null) return
    const foot = rowHeight
    const top = cell.row * rowHeight
    if (top < scroll.scrollTop) scroll.scrollTop = top
    const below = top + rowHeight + headHeight + foot - scroll.clientHeight
    if (below > scroll.scrollTop) scroll.scrollTop = below
    if (columns[cell.column]?.isFixed) return
    const [left = 0, right = 0] = [lefts[cell.column], lefts[cell.column + 1]]
    if (left - fixedWidth < scroll.scrollLeft) scroll.scrollLeft = left - fixedWidth
    if (right - scroll.clientWidth > scroll.scrollLeft) scroll.scrollLeft = right - scroll.clientWidth
  }
  const go = (next: At, extends_ = false) => {
    const cell = within(next, size)
    setTold('')
    setChosen(extends_ ? { at, corner: cell } : { at: cell, corner: cell })
    show(cell)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: one is taken there once, when it is asked for
  useEffect(() => {
    if (goTo === undefined) return
    go(goTo)
    input.current?.focus({ preventScroll: true })
  }, [goTo])

  const clear = () => onPut(cellsIn(span).flatMap(cell => putAt(cell, '')))
  const fill = (from: Span, bottom: number) =>
    onPut(
      cellsIn({ ...from, top: from.top + 1, bottom }).flatMap(cell =>
        putAt(
          cell,
          textAt({
            row: from.top + ((cell.row - from.top) % (from.bottom - from.top + 1)),
            column: cell.column,
          }),
        ),
      ),
    )
  const fillDown = () => {
    // Ctrl+D on one cell takes what stands above it, as Excel does.
    if (span.top === span.bottom && span.top > 0)
      onPut(cellsIn(span).flatMap(cell => putAt(cell, textAt({ row: cell.row - 1, column: cell.column }))))
    else fill({ ...span, bottom: span.top }, span.bottom)
  }
  const paste = (cells: readonly (readonly string[])[]) => {
    if (!isWhole) {
      setWaiting(cells)
      return
    }
    const wide = Math.max(0, ...cells.map(line => line.length))
    if (cells.length === 0 || wide === 0) return
    const where = pastedOver(span, { rows: cells.length, columns: wide }, size)
    onPut(
      cellsIn(where.span).flatMap(cell => {
        const source = where.from(cell)
        const text = cells[source.row]?.[source.column]
        return text === undefined ? [] : putAt(cell, text)
      }),
    )
    setChosen({
      at: { row: where.span.top, column: where.span.left },
      corner: { row: where.span.bottom, column: where.span.right },
    })
    setTold(where.over > 0 ? say.pastedOver(where.over) : '')
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: what waited is pasted once, when the rows are there
  useEffect(() => {
    if (!isWhole || waiting === undefined) return
    setWaiting(undefined)
    paste(waiting)
  }, [isWhole, waiting])
  const copied = () =>
    Array.from({ length: span.bottom - span.top + 1 }, (_, down) =>
      Array.from({ length: span.right - span.left + 1 }, (_, right) => {
        const cell = { row: span.top + down, column: span.left + right }
        return columns[cell.column]?.show(textAt(cell)) ?? ''
      }),
    )

  const cellUnder = (event: { readonly target: EventTarget }): At | undefined => {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-column]') : null
    if (cell === null) return undefined
    const { row, column } = cell.dataset
    return { row: Number(row), column: Number(column) }
  }
  const line = rowAt(at.row)
  const mark = line === undefined ? undefined : marksOf(line)[columns[at.column]?.key ?? '']
  const here = columns[at.column]
  const shownSpan = filledTo === undefined ? span : { ...span, bottom: filledTo }
  const lineName = line === undefined ? '' : (columns.find(column => column.isFixed)?.before(line) ?? '')
  return (
    <div className="sheet">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the mouse chooses cells; keys do it through the input */}
      <div
        className="sheet-scroll panel"
        ref={setScroll}
        onPointerDown={event => {
          if (event.button !== 0 || event.target === input.current) return
          if (event.target instanceof Element && event.target.closest('.sheet-options') !== null) return
          // What is being typed ends where it was; then the input has the focus again, whatever is pressed.
          event.preventDefault()
          input.current?.blur()
          input.current?.focus({ preventScroll: true })
          if (event.target instanceof Element && event.target.closest('.sheet-handle') !== null) {
            dragged.current = 'fill'
            return
          }
          const cell = cellUnder(event)
          if (cell === undefined) return
          dragged.current = 'range'
          if (cell.row < 0) {
            setChosen({
              at: { row: 0, column: cell.column },
              corner: { row: size.rows - 1, column: cell.column },
            })
          } else go(cell, event.shiftKey)
        }}
        onDoubleClick={event => {
          if (cellUnder(event) !== undefined) edit.current?.()
        }}
        onPointerMove={event => {
          const cell = event.buttons === 1 ? cellUnder(event) : undefined
          if (cell === undefined || cell.row < 0) return
          if (dragged.current === 'fill') setFilledTo(Math.max(cell.row, span.bottom))
          else if (dragged.current === 'range') go(cell, true)
        }}
        onPointerUp={() => {
          if (dragged.current === 'fill' && filledTo !== undefined) {
            fill(span, filledTo)
            setChosen({
              at: { row: span.top, column: span.left },
              corner: { row: filledTo, column: span.right },
            })
          }
          dragged.current = undefined
          setFilledTo(undefined)
        }}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: a table element cannot leave out rows and keep its columns */}
        <div
          id={id}
          role="grid"
          aria-label={label}
          aria-rowcount={rows.length + 2}
          aria-multiselectable
          style={{ minWidth }}
        >
          {/* biome-ignore lint/a11y/useSemanticElements: as above */}
          {/* biome-ignore lint/a11y/useFocusableInteractive: as above */}
          <div className="sheet-head" role="row" aria-rowindex={1} style={{ gridTemplateColumns: tracks }}>
            {columns.map((column, place) => (
              // biome-ignore lint/a11y/useSemanticElements: as above
              // biome-ignore lint/a11y/useFocusableInteractive: as above
              <span
                key={column.key}
                role="columnheader"
                data-row={-1}
                data-column={place}
                data-fixed={column.isFixed === true}
                title={column.title}
                style={{ textAlign: column.isRight ? 'right' : undefined }}
              >
                {column.title}
              </span>
            ))}
          </div>
          {/* biome-ignore lint/a11y/useSemanticElements: as above */}
          <div role="rowgroup" style={{ height: lines.getTotalSize(), position: 'relative' }}>
            {lines.getVirtualItems().map(({ index, start: top }) => {
              const row = rows[index]
              if (row === undefined) return null
              const hasAny = index >= shownSpan.top && index <= shownSpan.bottom
              return (
                <SheetLine
                  key={keyOf(row)}
                  id={id}
                  index={index}
                  top={top}
                  row={row}
                  columns={columns}
                  tracks={tracks}
                  edits={edits[keyOf(row)]}
                  marks={marksOf(row)}
                  span={hasAny ? shownSpan : undefined}
                  atColumn={at.row === index ? at.column : undefined}
                />
              )
            })}
          </div>
          <Foot columns={columns} tracks={tracks} rows={rows} keyOf={keyOf} edits={edits} />
        </div>
        {here !== undefined && line !== undefined && (
          <SheetInput
            key="input"
            input={input}
            edit={edit}
            at={at}
            size={{ ...size, page: Math.max(1, Math.floor((scroll?.clientHeight ?? 300) / rowHeight) - 3) }}
            column={here}
            text={here.show(textAt(at))}
            label={say.cellOf(lineName, here.title)}
            describedBy={`${id}-told`}
            pointsAt={cellId(id, at.row, at.column)}
            controls={id}
            place={{
              top: headHeight + at.row * rowHeight,
              left: lefts[at.column] ?? 0,
              width: here.width,
              height: rowHeight,
            }}
            isFilled={cell => textAt(cell) !== ''}
            corner={within(chosen.corner, size)}
            onGo={go}
            onCommit={text => onPut(putAt(at, text))}
            onAct={act => {
              if (act === 'undo') props.onUndo()
              else if (act === 'redo') props.onRedo()
              else if (act === 'save') props.onSave()
              else if (act === 'fill-down') fillDown()
              else if (act === 'clear') clear()
              else if (act === 'choose-all')
                setChosen({
                  at: { row: 0, column: 0 },
                  corner: { row: size.rows - 1, column: size.columns - 1 },
                })
              else if (act === 'read-only') setTold(say.readOnly(here.title))
            }}
            onCopy={copied}
            onPaste={paste}
          />
        )}
        {here?.isTyped && (
          <i
            aria-hidden
            className="sheet-handle"
            title={say.fillHandle}
            style={{
              top: headHeight + (span.bottom + 1) * rowHeight - 4,
              left: (lefts[span.right + 1] ?? 0) - 4,
            }}
          />
        )}
      </div>
      <Told id={`${id}-told`} mark={mark?.weight}>
        {waiting === undefined ? told || (mark?.text ?? say.keys) : say.pasteWaits}
      </Told>
    </div>
  )
}

type ToldProps = {
  readonly id: string
  readonly mark: 'refused' | 'kept' | undefined
  readonly children: ReactNode
}

/** Below the sheet: what is to be said of the cell where one is, or which keys there are. */
function Told({ id, mark, children }: ToldProps) {
  return (
    <p id={id} className="sheet-told" data-mark={mark} aria-live="polite">
      {children}
    </p>
  )
}

type FootProps<Row> = Pick<Props<Row>, 'columns' | 'rows' | 'keyOf' | 'edits'> & { readonly tracks: string }

/** What all rows come to, always in sight; added up anew only when something was typed. */
const Foot: <Row>(props: FootProps<Row>) => ReactNode = memo(DrawnFoot)

function DrawnFoot<Row>({ columns, rows, keyOf, edits, tracks }: FootProps<Row>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above
    // biome-ignore lint/a11y/useFocusableInteractive: as above
    <div
      className="sheet-foot"
      role="row"
      aria-rowindex={rows.length + 2}
      style={{ gridTemplateColumns: tracks }}
    >
      {columns.map(column => {
        const foot = column.foot?.(
          rows.map(row => textIn(row, column, edits[keyOf(row)], columns)),
          rows,
        )
        return (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          <span
            key={column.key}
            role="gridcell"
            data-fixed={column.isFixed === true}
            data-over={foot?.over !== undefined}
            title={foot?.over ?? foot?.text}
            style={{ textAlign: column.isRight ? 'right' : undefined }}
          >
            {foot?.text ?? ''}
          </span>
        )
      })}
    </div>
  )
}

/** Where each column begins, and where the last one ends. */
function leftsOf(columns: readonly { readonly width: number }[]): readonly number[] {
  const lefts = [0]
  for (const { width } of columns) lefts.push((lefts.at(-1) ?? 0) + width)
  return lefts
}
