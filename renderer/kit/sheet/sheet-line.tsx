import { memo, type ReactNode } from 'react'
import { type Mark, type Marks, type SheetColumn, textIn } from './sheet-column.ts'
import { isIn, type Span } from './sheet-range.ts'

export type LineProps<Row> = {
  readonly id: string
  readonly index: number
  readonly top: number
  readonly row: Row
  readonly columns: readonly SheetColumn<Row>[]
  readonly tracks: string
  /** What was typed in this row. */
  readonly edits: Readonly<Record<string, string>> | undefined
  readonly marks: Marks
  /** What is chosen, where any of this row is. */
  readonly span: Span | undefined
  readonly atColumn: number | undefined
}

/** One row of a sheet as it is drawn. Drawn anew only where something of it changed. */
export const SheetLine: <Row>(props: LineProps<Row>) => ReactNode = memo(DrawnLine)

function DrawnLine<Row>(props: LineProps<Row>) {
  const { id, index, top, row, columns, tracks, edits, marks, span, atColumn } = props
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot leave out rows and keep its columns
    // biome-ignore lint/a11y/useFocusableInteractive: the one input has the focus, and points at the cells
    <div
      className="sheet-line"
      role="row"
      aria-rowindex={index + 2}
      style={{ gridTemplateColumns: tracks, transform: `translateY(${top}px)` }}
    >
      {columns.map((column, place) => {
        const said = edits?.[column.key]
        const text = column.show(textIn(row, column, edits, columns))
        const mark = marks[column.key]
        return (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          <span
            key={column.key}
            id={cellId(id, index, place)}
            role="gridcell"
            aria-selected={span !== undefined && isIn(span, index, place)}
            {...(!column.isTyped && { 'aria-readonly': true })}
            {...(mark?.weight === 'refused' && { 'aria-invalid': true })}
            className="sheet-cell"
            data-row={index}
            data-column={place}
            data-at={atColumn === place}
            data-edited={said !== undefined}
            data-mark={mark?.weight}
            data-fixed={column.isFixed === true}
            data-told={!column.isTyped}
            style={{ textAlign: column.isRight ? 'right' : undefined }}
            title={titleOf(text, mark)}
          >
            {text}
          </span>
        )
      })}
    </div>
  )
}

export function cellId(id: string, row: number, column: number): string {
  return `${id}-${row}-${column}`
}

function titleOf(text: string, mark: Mark | undefined): string | undefined {
  return mark?.text ?? (text === '' ? undefined : text)
}
