import { ActionIcon, Button, Checkbox, Group, Pill, Popover, Stack } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconColumns3, IconX } from '@tabler/icons-react'
import { useIsFetching } from '@tanstack/react-query'
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Watch } from '../../api/long-work.ts'
import { useStatus } from '../../api/questions.ts'
import { useShownDay } from '../../api/shown-day.ts'
import type { Rows } from '../../api/use-rows.ts'
import { useSpoken } from '../../text/language.ts'
import { count as counted } from '../../text/written.ts'
import type { Order } from './columns.ts'
import type { Keeping } from './filters-kept.ts'
import { KeptFilters, useKeptFilters } from './kept-filters.tsx'
import { OutputMenu, useOutput, usePageOutput } from './list-output.tsx'
import { type Listed, listed } from './listed.ts'
import { type Column, RecordTable } from './record-table.tsx'
import { nothingChosen, type Selection, span, toggled } from './selection.ts'

/** A filter that holds, as a tag that can be taken away. */
export type FilterTag = {
  readonly key: string
  readonly label: string
  readonly onRemove: () => void
  /** Its own field among the filters shows it already; paper and files say it all the same. */
  readonly isInField?: boolean
}

type Props<Row> = {
  /** What the list is called; its chosen columns are kept on this PC under `name`. */
  readonly label: string
  readonly name: string
  readonly columns: readonly Column<Row>[]
  readonly rows: Rows<Row>
  readonly keyOf: (row: Row) => string
  readonly rowHeight?: number
  readonly order?: Order | undefined
  readonly onOrder?: (order: Order) => void
  /** Fields by which the list is filtered, before the tags. */
  readonly filters?: ReactNode
  /** Which of them can be kept under a name; it stands on paper and in files as well. */
  readonly keeping?: Keeping
  readonly tags?: readonly FilterTag[]
  /** Shown in place of the table where there are no rows. */
  readonly empty: ReactNode
  /** The day that the list is of; that of the whole window where none is given. */
  readonly asOf?: string | undefined
  /** The organization that the list is of, where that is not the registry's own. */
  readonly whose?: string | undefined
  readonly title?: string
  /** The row with which one begins, marked; where none is said, the first one in sight. */
  readonly begin?: number
  /** There is more on the page, with which it is printed. */
  readonly isPart?: boolean
  /** The one thing that is added here: a button, at the right. */
  readonly add?: ReactNode
  /** What can be done with the rows that are chosen; `done` lets them go. */
  readonly actions?: (rows: readonly Row[], done: () => void) => ReactNode
  /** Offers "edit" on each row, with F2. */
  readonly onEdit?: (row: Row) => void
  /** What stands at the end of each row in place of the pencil. */
  readonly verbs?: (row: Row) => ReactNode
  /** How wide they are, where they are more than one sign. */
  readonly verbsWidth?: string
}

/** More rows than these cannot be chosen at once. */
const mostChosen = 10_000

/**
 * The one list of the program: columns that are chosen and sorted by, filters as tags, rows that are gone through by
 * arrows and chosen, and everything that stands there on paper, in the clipboard and in a file.
 */
export function RecordList<Row>(props: Props<Row>) {
  const { label, name, columns, keyOf, order, tags = [], keeping } = props
  const { count, at: rowAt, of, load } = props.rows
  const { words } = useSpoken()
  const { output, sheet, isBusy, doing } = useOutput()
  const [hidden, setHidden] = useHiddenColumns(name, columns)
  const shown = useMemo(() => columns.filter(({ key }) => !hidden.has(key)), [columns, hidden])
  const { selection, choose, chooseAll, letGo } = useSelection(props.rows, keyOf)
  const chosen = [...selection.rows.values()]
  const keptFilters = useKeptFilters(name, keeping)
  const status = useStatus().data
  const { day: shownDay, structure } = useShownDay()
  const day = props.asOf ?? shownDay ?? status?.clock.today ?? ''
  const asListed = (rows: readonly Row[], part: 'of' | 'chosenOf' = 'of'): Listed => {
    const filtered = tags.map(tag => tag.label)
    const office = props.whose ?? status?.org?.name ?? ''
    const partly = rows.length < count ? [words.list[part](counted(rows.length), counted(count))] : []
    const notes = [
      office,
      `${words.say.asOf} ${day}`,
      structure === undefined ? '' : words.past.byNow,
      keptFilters.current === undefined ? '' : words.list.filters.called(keptFilters.current),
      ...filtered,
      ...orderNote(words.list.by, columns, order),
      ...partly,
    ]
    return listed(
      {
        title: props.title ?? label,
        notes: notes.filter(note => note !== ''),
        of: {
          office,
          day,
          filter: [keptFilters.current ?? filtered.join(words.packet.comma), ...partly]
            .filter(Boolean)
            .join('-'),
        },
      },
      shown,
      rows,
    )
  }
  // Nor does it name another office than that whose rows they are.
  const isNamed = useIsFetching({ queryKey: ['org'] }) === 0
  const whenHere = useWhen(!props.rows.isComing && isNamed)
  const first = useLatest(async (most: number, watch?: Watch) =>
    asListed(await load(Math.min(most, count), watch)),
  )
  const handedOn = (most: number, watch?: Watch) => whenHere().then(() => first(most, watch))
  const inPlace = usePageOutput({ output, doing }, props.isPart === true, {
    load: handedOn,
    come: most => asListed(rowsThatCame(rowAt, Math.min(most, count))),
    count,
  })
  const loose = tags.filter(tag => tag.isInField !== true)
  const chosenList = async () => asListed(chosen, 'chosenOf')
  const copy = useLatest(() => {
    if (chosen.length > 0) void output.copy(chosenList, chosen.length)
  })
  const edit = useLatest((row: Row) => props.onEdit?.(row))
  return (
    <div className="whole">
      <Group gap="xs" justify="space-between" wrap="nowrap" align="flex-start" className="list-filters">
        <Group gap="xs">
          {props.filters}
          {keeping !== undefined && <KeptFilters of={keptFilters} keeping={keeping} />}
          {loose.map(({ key, label: said, onRemove }) => (
            <Pill
              key={key}
              size="md"
              withRemoveButton
              removeButtonProps={{
                'aria-label': `${words.say.clearFilter} ${said}`,
                tabIndex: 0,
                'aria-hidden': false,
              }}
              onRemove={onRemove}
            >
              {said}
            </Pill>
          ))}
        </Group>
        <Group gap="xs" wrap="nowrap">
          <ColumnsMenu columns={columns} hidden={hidden} onHide={setHidden} />
          {count > 0 && <OutputMenu output={output} isBusy={isBusy} rows={count} load={handedOn} />}
          {props.add}
        </Group>
      </Group>
      {inPlace}
      {count === 0 ? (
        props.empty
      ) : (
        <RecordTable
          label={label}
          columns={shown}
          count={count}
          rowAt={rowAt}
          keyOf={keyOf}
          rowHeight={props.rowHeight}
          onSight={props.rows.onSight}
          of={order === undefined ? of : `${of} ${order.by} ${order.isDown}`}
          begin={props.begin}
          order={order}
          onOrder={props.onOrder}
          chosen={selection.rows}
          onChoose={choose}
          onChooseAll={chooseAll}
          isAllChosen={chosen.length > 0 && chosen.length >= Math.min(count, mostChosen)}
          onLetGo={letGo}
          onCopy={copy}
          onEdit={props.onEdit && edit}
          verbs={props.verbs}
          verbsWidth={props.verbsWidth}
        />
      )}
      {chosen.length > 0 && (
        <Group className="panel rows-foot" gap="xs" role="toolbar" aria-label={words.list.chosenBar}>
          <span>
            {chosen.length === mostChosen && chosen.length < count
              ? words.list.chosenMost(counted(mostChosen), counted(count))
              : words.list.chosen(counted(chosen.length))}
          </span>
          {props.actions?.(chosen, letGo)}
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => void output.print(chosenList, chosen.length)}
          >
            {words.say.print}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => void output.save(chosenList, chosen.length)}
          >
            {words.list.saveChosen}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => void output.copy(chosenList, chosen.length)}
          >
            {words.list.copyChosen}
          </Button>
          <ActionIcon variant="subtle" color="gray" aria-label={words.list.letGo} onClick={letGo}>
            <IconX size={16} />
          </ActionIcon>
        </Group>
      )}
      {sheet}
    </div>
  )
}

function rowsThatCame<Row>(rowAt: (index: number) => Row | undefined, count: number): readonly Row[] {
  return Array.from({ length: count }, (_, at) => rowAt(at)).filter(row => row !== undefined)
}

function orderNote<Row>(
  by: (column: string, isDown: boolean) => string,
  columns: readonly Column<Row>[],
  order: Order | undefined,
): readonly string[] {
  const column = columns.find(({ key }) => key === order?.by)
  return column === undefined || order === undefined ? [] : [by(column.title, order.isDown)]
}

/** Answers as soon as this is so. */
function useWhen(isSo: boolean): () => Promise<void> {
  const waiting = useRef<(() => void)[]>([])
  useEffect(() => {
    if (isSo) for (const go of waiting.current.splice(0)) go()
  }, [isSo])
  return () => (isSo ? Promise.resolve() : new Promise(go => waiting.current.push(go)))
}

/** The same function from one drawing to the next, doing what the latest drawing means. */
function useLatest<Given extends readonly unknown[], Answer>(act: (...given: Given) => Answer) {
  const latest = useRef(act)
  useEffect(() => {
    latest.current = act
  })
  return useCallback((...given: Given) => latest.current(...given), [])
}

function useSelection<Row>({ count, at: rowAt, of, load }: Rows<Row>, keyOf: (row: Row) => string) {
  const [selection, setSelection] = useState<Selection<Row>>(nothingChosen)
  const [list, setList] = useState(of)
  if (list !== of) {
    setList(of)
    setSelection(nothingChosen)
  }
  // Rows are read for it, and a quicker hand asks again meanwhile: what was said last holds.
  const said = useRef(0)
  const listNow = useRef(of)
  useEffect(() => {
    listNow.current = of
  })
  const say = (next: (now: Selection<Row>) => Selection<Row>) => {
    said.current++
    setSelection(next)
  }
  const sayOnceRead = async (
    most: number,
    next: (rows: readonly Row[], now: Selection<Row>) => Selection<Row>,
  ) => {
    const turn = ++said.current
    const rows = await load(Math.min(most, mostChosen))
    // With other filters meanwhile these are rows of a list that is gone.
    if (said.current === turn && listNow.current === of) setSelection(now => next(rows, now))
  }
  const letGo = () => say(() => nothingChosen)
  const choose = useLatest((at: number, through: boolean) => {
    if (through) {
      // Rows that have not come yet, as after a head was pressed, are chosen as well.
      const [from, to] = span(selection.anchor, at)
      void sayOnceRead(to + 1, (rows, { anchor }) => ({ rows: byKey(rows.slice(from, to + 1)), anchor }))
      return
    }
    const row = rowAt(at)
    if (row !== undefined) say(now => withRow(now, at, row))
    else if (at < mostChosen) {
      // Only the first rows can be read for it: of what lies behind them nothing is asked in vain.
      setSelection(now => ({ ...now, anchor: at }))
      void sayOnceRead(at + 1, (rows, now) => withRow(now, at, rows[at]))
    }
  })
  const chooseAll = useLatest(() => {
    void sayOnceRead(count, rows => ({ rows: byKey(rows), anchor: 0 }))
  })
  const withRow = (now: Selection<Row>, at: number, row: Row | undefined) =>
    row === undefined ? now : toggled(now, at, keyOf(row), row)
  const byKey = (rows: readonly Row[]) => new Map(rows.map(row => [keyOf(row), row]))
  return { selection, choose, chooseAll, letGo }
}

/** Which columns are left out, kept on this PC; those that are extra are, until somebody asks for them. */
function useHiddenColumns<Row>(name: string, columns: readonly Column<Row>[]) {
  const [kept, keep] = useLocalStorage<readonly string[] | null>({
    key: `lifeline.columns.${name}`,
    defaultValue: null,
    getInitialValueInEffect: false,
  })
  const hidden: ReadonlySet<string> = useMemo(
    () => new Set(kept ?? columns.filter(column => column.isExtra).map(column => column.key)),
    [kept, columns],
  )
  return [hidden, (next: ReadonlySet<string>) => keep([...next])] as const
}

type MenuProps<Row> = {
  readonly columns: readonly Column<Row>[]
  readonly hidden: ReadonlySet<string>
  readonly onHide: (hidden: ReadonlySet<string>) => void
}

/** One column always stays. */
function ColumnsMenu<Row>({ columns, hidden, onHide }: MenuProps<Row>) {
  const { words } = useSpoken()
  const toggle = (key: string) => {
    const next = new Set(hidden)
    if (!next.delete(key)) next.add(key)
    if (next.size < columns.length) onHide(next)
  }
  return (
    <Popover position="bottom-end" trapFocus>
      <Popover.Target>
        <ActionIcon variant="default" size={36} aria-label={words.list.columns} title={words.list.columns}>
          <IconColumns3 size={18} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.list.columns}>
        <Stack gap={8}>
          {columns.map(({ key, title }) => (
            <Checkbox key={key} label={title} checked={!hidden.has(key)} onChange={() => toggle(key)} />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
