import {
  IconArrowDown,
  IconArrowsSplit2,
  IconArrowUp,
  IconPencil,
  IconSquare,
  IconSquareCheckFilled,
} from '@tabler/icons-react'
import { type CSSProperties, type MouseEvent, memo, type ReactNode } from 'react'
import { Link } from 'wouter'
import { mayGrow, type Order, type Told } from './columns.ts'
import type { At } from './table-keys.ts'

/** What is drawn of a column. */
export type Drawn<Row> = Told<Row> & {
  /** How it is drawn where words alone are not enough. */
  cell?(row: Row): ReactNode
}

/** Where a cell stands in its line: what can be done with the row lies over all of them. */
export const placeOf = (column: number): CSSProperties => ({ gridRow: 1, gridColumn: column + 1 })

type HeadProps<Row> = {
  readonly id: string
  readonly column: Drawn<Row>
  readonly place: number
  readonly order: Order | undefined
  readonly isAt: boolean
  readonly onPress: (() => void) | undefined
}

/** The head of a column, which puts the table in order where it can. */
export function Head<Row>({ id, column, place, order, isAt, onPress }: HeadProps<Row>) {
  const isBy = order?.by === column.key
  const Sign = order?.isDown ? IconArrowDown : IconArrowUp
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above
    // biome-ignore lint/a11y/useFocusableInteractive: as above
    // biome-ignore lint/a11y/useKeyWithClickEvents: the table answers the keys for all its cells
    <span
      id={id}
      role="columnheader"
      title={column.title}
      className="rows-title"
      data-at={isAt}
      data-sorts={onPress !== undefined}
      style={{ ...placeOf(place + 1), justifyContent: column.align === 'right' ? 'flex-end' : undefined }}
      {...(onPress && { 'aria-sort': isBy ? (order?.isDown ? 'descending' : 'ascending') : 'none' })}
      onClick={onPress}
    >
      <span>{column.title}</span>
      {isBy && <Sign size={14} aria-hidden />}
    </span>
  )
}

type LineProps<Row> = {
  readonly id: string
  readonly index: number
  readonly row: Row | undefined
  readonly columns: readonly Drawn<Row>[]
  readonly tracks: string
  readonly verbsPlace: CSSProperties
  readonly height: number
  readonly top: number
  readonly atColumn: number | undefined
  readonly isChosen: boolean
  readonly onAt: (at: At) => void
  readonly onChoose: (at: number, through: boolean) => void
  /** As a method, so that a drawn line fits whatever its rows are. */
  onEdit?(row: Row): void
  verbs?(row: Row): ReactNode
  readonly editLabel: string
  readonly chooseLabel: string
}

/** A row of the table. Drawn anew only where something of it has changed. */
export const Line: <Row>(props: LineProps<Row>) => ReactNode = memo(DrawnLine)

function DrawnLine<Row>(props: LineProps<Row>) {
  const {
    id,
    index,
    row,
    columns,
    tracks,
    height,
    top,
    atColumn,
    isChosen,
    onAt,
    onChoose,
    onEdit,
    verbs,
    verbsPlace,
    chooseLabel,
  } = props
  const Mark = isChosen ? IconSquareCheckFilled : IconSquare
  const choose = (event: MouseEvent) => onChoose(index, event.shiftKey)
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above
    // biome-ignore lint/a11y/useFocusableInteractive: as above
    <div
      className="rows-line"
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isChosen}
      data-here={atColumn !== undefined}
      style={{ gridTemplateColumns: tracks, height, transform: `translateY(${top}px)` }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as above */}
      <span role="gridcell" style={placeOf(0)}>
        <button
          type="button"
          className="rows-mark"
          tabIndex={-1}
          aria-label={chooseLabel}
          aria-pressed={isChosen}
          onClick={choose}
        >
          <Mark size={16} aria-hidden />
        </button>
      </span>
      {columns.map((column, place) => (
        // biome-ignore lint/a11y/useSemanticElements: as above
        // biome-ignore lint/a11y/useFocusableInteractive: as above
        // biome-ignore lint/a11y/useKeyWithClickEvents: as above
        <span
          key={column.key}
          id={`${id}${index}-${place}`}
          role="gridcell"
          data-at={atColumn === place}
          data-grows={mayGrow(column.width)}
          style={{ ...placeOf(place + 1), textAlign: column.align }}
          onClick={() => onAt({ row: index, column: place })}
          {...(row !== undefined && { title: column.text(row) })}
        >
          {row === undefined ? '' : <Cell column={column} row={row} />}
        </span>
      ))}
      {(onEdit || verbs) && (
        // biome-ignore lint/a11y/useSemanticElements: as above
        // biome-ignore lint/a11y/useFocusableInteractive: as above
        <span role="gridcell" className="rows-verbs" style={verbsPlace}>
          {row !== undefined && verbs?.(row)}
          {row !== undefined && onEdit && !verbs && (
            <button
              type="button"
              className="rows-verb"
              tabIndex={-1}
              aria-label={props.editLabel}
              title={`${props.editLabel} (F2)`}
              onClick={() => onEdit(row)}
            >
              <IconPencil size={16} aria-hidden />
            </button>
          )}
        </span>
      )}
    </div>
  )
}

function Cell<Row>({ column, row }: { readonly column: Drawn<Row>; readonly row: Row }) {
  const shown = column.cell ? column.cell(row) : column.text(row)
  const address = column.href?.(row)
  const mark = column.mark?.(row)
  const sign = mark !== undefined && (
    <IconArrowsSplit2 size={14} className="row-mark" role="img" aria-label={mark} title={mark} />
  )
  if (address === undefined)
    return (
      <>
        {sign}
        {shown}
      </>
    )
  return (
    <>
      {sign}
      <Link href={address} className="app-link" tabIndex={-1}>
        {shown}
      </Link>
    </>
  )
}
