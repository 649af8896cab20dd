import { IconSquare, IconSquareCheckFilled, IconSquareMinusFilled } from '@tabler/icons-react'
import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useLocation } from 'wouter'
import { useSpoken } from '../../text/language.ts'
import { keptScroll } from '../address/kept-scroll.ts'
import { useKeptScroll } from '../address/use-kept-scroll.ts'
import { isComposing } from '../page/is-composing.ts'
import { type Order, pressed, shrinking } from './columns.ts'
import { topOfRow } from './row-window.ts'
import { type At, tableStep } from './table-keys.ts'
import { type Drawn, Head, Line, placeOf } from './table-line.tsx'
import { useRowWindow } from './use-row-window.ts'

/** A column of a list. */
export type Column<Row> = Drawn<Row>

export type TableProps<Row> = {
  readonly label: string
  /** The same array from one drawing to the next, so that rows that stay are not drawn again. */
  readonly columns: readonly Column<Row>[]
  readonly count: number
  /** Undefined while the row has not come yet. */
  readonly rowAt: (index: number) => Row | undefined
  readonly keyOf: (row: Row) => string
  readonly rowHeight?: number | undefined
  /** Told which rows are in sight, last one excluded. */
  readonly onSight?: ((from: number, to: number) => void) | undefined
  /** What the rows are of: when another list takes their place, it is shown from where this page last had it. */
  readonly of?: string | undefined
  readonly begin?: number | undefined
  readonly order?: Order | undefined
  readonly onOrder?: ((order: Order) => void) | undefined
  readonly chosen: ReadonlyMap<string, Row>
  /** A row was chosen or let go; `through` where all from the row chosen before up to it are meant. */
  readonly onChoose: (at: number, through: boolean) => void
  readonly onChooseAll: () => void
  /** As many rows as can be chosen at once are: the box in the head lets them go. */
  readonly isAllChosen: boolean
  readonly onLetGo: () => void
  readonly onCopy: () => void
  /** Offers "edit" on each row, with F2. */
  readonly onEdit?: ((row: Row) => void) | undefined
  /** What stands at the end of each row in place of the pencil; no stop of the Tab key of its own. */
  readonly verbs?: ((row: Row) => ReactNode) | undefined
  readonly verbsWidth?: string | undefined
}

const markWidth = '36px'
const verbWidth = '36px'

/**
 * A table that draws only the rows in sight, so that it scrolls through 1,000,000 of them. It is one stop of the Tab
 * key: arrows, Home, End and the page keys go through it, Enter opens a cell's link or puts a column in order, Space
 * chooses a row.
 */
export function RecordTable<Row>(props: TableProps<Row>) {
  const { label, columns, count, rowAt, keyOf, rowHeight = 36, onSight, of = '' } = props
  const {
    order,
    onOrder,
    chosen,
    onChoose,
    onChooseAll,
    isAllChosen,
    onLetGo,
    onCopy,
    onEdit,
    verbs,
    verbsWidth = verbWidth,
  } = props
  const hasVerbs = onEdit !== undefined || verbs !== undefined
  const { words } = useSpoken()
  const AllMark = isAllChosen ? IconSquareCheckFilled : chosen.size > 0 ? IconSquareMinusFilled : IconSquare
  const id = useId()
  const [, navigate] = useLocation()
  const scroll = useRef<HTMLDivElement>(null)
  const top = useKeptScroll(scroll, label)
  useScrollOf(scroll, label, of, top)
  const { from, to, height, shift } = useRowWindow(scroll, count, rowHeight, top)
  useEffect(() => onSight?.(from, to), [onSight, from, to])
  const [at, setAt] = useState<At>()
  const here = at && { ...at, row: Math.min(at.row, count - 1) }
  const tracks = [markWidth, ...columns.map(column => column.width), ...(hasVerbs ? [verbsWidth] : [])]
  const last = Math.min(to, count)
  const drawn = Array.from({ length: Math.max(last - from, 0) }, (_, i) => from + i)
  // Where one is, is drawn out of sight too: the table points at it for whoever listens instead of looking.
  if (here && here.row >= 0 && (here.row < from || here.row >= last)) drawn.push(here.row)

  const headHeight = 34
  const inSight = () => {
    const element = scroll.current
    return element === null ? 1 : Math.max(1, Math.floor((element.clientHeight - headHeight) / rowHeight))
  }
  const go = (next: At) => {
    setAt(next)
    const element = scroll.current
    if (element === null || next.row < 0) return
    const view = element.clientHeight - headHeight
    element.scrollTop = topOfRow({ row: next.row, count, rowHeight, view, top: element.scrollTop })
  }
  const begins = useEffectEvent((row: number) => {
    // Whoever comes in stands at the first row in sight, and goes on from there.
    scroll.current?.focus()
    go({ row, column: 0 })
  })
  const { begin } = props
  useEffect(() => {
    if (begin !== undefined) begins(begin)
  }, [begin])
  /** The first row in sight, for whoever comes in by Tab. */
  const enter = () => {
    if (here === undefined && count > 0) {
      const rows = Math.round((scroll.current?.scrollTop ?? 0) / rowHeight)
      setAt({ row: Math.min(rows, count - 1), column: 0 })
    }
  }
  const act = (key: string, shifted: boolean): boolean => {
    if (here === undefined) return false
    const column = columns[here.column]
    if (here.row < 0) {
      if (key !== 'Enter' && key !== ' ') return false
      if (column?.sorts) onOrder?.(pressed(order, column.key))
      return true
    }
    // A row is chosen as well while it has not come yet.
    if (key === ' ') {
      onChoose(here.row, shifted)
      return true
    }
    const row = rowAt(here.row)
    if (row === undefined) return false
    if (key === 'Enter') {
      const address = column?.href?.(row) ?? columns.find(one => one.href)?.href?.(row)
      if (address !== undefined) navigate(address)
      return address !== undefined
    }
    if (key === 'F2' && onEdit) {
      onEdit(row)
      return true
    }
    return (key === 'ContextMenu' || (key === 'F10' && shifted)) && openVerbs(scroll.current)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || isComposing(event.nativeEvent)) return
    // Keys of a menu that a row has opened come by here too, and are the menu's.
    if (!(event.target instanceof Node && scroll.current?.contains(event.target))) return
    const key = event.key
    const button =
      event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('.rows-verbs button') : null
    if (button !== null && (key === 'Enter' || key === ' ')) return
    if (button !== null && amongVerbs(button, key, scroll.current)) {
      event.preventDefault()
      event.stopPropagation()
      return
    }
    if (event.ctrlKey || event.metaKey) {
      if (key === 'a') onChooseAll()
      else if (key === 'c' && String(window.getSelection()) === '') onCopy()
      else if (key === 'Home' || key === 'End') go(tableStep(key, here ?? first, size()) ?? first)
      else return
      event.preventDefault()
      return
    }
    const next = tableStep(key, here ?? first, size())
    if (next !== undefined) {
      go(next)
      if (event.shiftKey && next.row >= 0 && next.row !== here?.row) onChoose(next.row, true)
      event.preventDefault()
    } else if (act(key, event.shiftKey)) event.preventDefault()
  }
  const size = () => ({ rows: count, columns: columns.length, page: inSight() })
  const cellId = ({ row, column }: At) => `${id}${row}-${column}`
  const { tracks: narrowing, minWidth } = shrinking(tracks)
  const gridTemplateColumns = narrowing.join(' ')
  // It stays in sight where the table is moved from side to side, and so it may lie anywhere in its line.
  const verbsPlace = useMemo(
    () => ({ gridRow: 1, gridColumn: '1 / -1', justifySelf: 'end', width: verbsWidth }),
    [verbsWidth],
  )
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot leave out rows and keep its columns
    <div
      className="rows panel"
      ref={scroll}
      role="grid"
      aria-label={label}
      aria-rowcount={count + 1}
      aria-multiselectable
      aria-activedescendant={here === undefined ? undefined : cellId(here)}
      tabIndex={0}
      onFocus={enter}
      onKeyDown={onKeyDown}
      // The keyboard's own menu key asks for the browser's menu as well; that of the mouse stays.
      onContextMenu={event => event.button === 0 && event.preventDefault()}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the table has the focus, and points at its cells */}
      <div className="rows-line rows-head" role="row" style={{ gridTemplateColumns, minWidth }}>
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: as above */}
        <span role="columnheader" style={placeOf(0)}>
          <button
            type="button"
            className="rows-mark"
            tabIndex={-1}
            aria-label={words.list.chooseAll}
            title={isAllChosen ? words.list.letGo : words.list.chooseAll}
            aria-pressed={isAllChosen || (chosen.size > 0 ? 'mixed' : false)}
            onClick={isAllChosen ? onLetGo : onChooseAll}
          >
            <AllMark size={16} aria-hidden />
          </button>
        </span>
        {columns.map((column, place) => (
          <Head
            key={column.key}
            id={cellId({ row: -1, column: place })}
            column={column}
            place={place}
            order={order}
            isAt={here?.row === -1 && here.column === place}
            onPress={column.sorts && onOrder ? () => onOrder(pressed(order, column.key)) : undefined}
          />
        ))}
        {hasVerbs && (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          <span role="columnheader" className="rows-verbs" style={verbsPlace} aria-label={words.list.edit} />
        )}
      </div>
      <div className="rows-body" role="presentation" style={{ height, position: 'relative', minWidth }}>
        {drawn.map(index => {
          const row = rowAt(index)
          return (
            <Line
              key={index}
              id={id}
              index={index}
              row={row}
              columns={columns}
              tracks={gridTemplateColumns}
              verbsPlace={verbsPlace}
              height={rowHeight}
              top={index * rowHeight + shift}
              atColumn={here?.row === index ? here.column : undefined}
              isChosen={row !== undefined && chosen.has(keyOf(row))}
              onAt={setAt}
              onChoose={onChoose}
              {...(onEdit && { onEdit })}
              {...(verbs && { verbs })}
              editLabel={words.list.edit}
              chooseLabel={words.list.choose}
            />
          )
        })}
      </div>
    </div>
  )
}

const first: At = { row: 0, column: 0 }

/**
 * What can be done with the row where one is, by the keys that open such a menu everywhere: its menu, or its one button.
 * Of several buttons none is pressed for somebody: the first is gone to.
 */
function openVerbs(table: HTMLElement | null): boolean {
  const verbs = table?.querySelector('[data-here="true"] .rows-verbs')
  const menu = verbs?.querySelector<HTMLElement>('[aria-haspopup]')
  const [button, ...others] = verbs?.querySelectorAll<HTMLElement>('button') ?? []
  if (menu == null && others.length > 0) button?.focus()
  else (menu ?? button)?.click()
  return button !== undefined
}

/** From one button of a row to the next, and by Escape back to the row. */
function amongVerbs(button: HTMLElement, key: string, table: HTMLElement | null): boolean {
  // Its menu is open: the keys are the menu's.
  if (button.ariaExpanded === 'true') return false
  if (key === 'Escape') {
    table?.focus()
    return true
  }
  const all = [...(button.closest('.rows-verbs')?.querySelectorAll<HTMLElement>('button') ?? [])]
  const step = { ArrowRight: 1, ArrowLeft: -1 }[key]
  if (step === undefined || all.length < 2) return false
  all[(all.indexOf(button) + step + all.length) % all.length]?.focus()
  return true
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
