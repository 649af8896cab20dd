import { Button, Group, Pill, Select } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { useMemo } from 'react'
import type { z } from 'zod'
import type { historyEntrySchema } from '#contract/registry.ts'
import { useClient } from '../../../api/client.ts'
import { useHistoryChoices } from '../../../api/questions.ts'
import { useRows } from '../../../api/use-rows.ts'
import { useAddress } from '../../../kit/address/use-address.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { type FilterTag, RecordList } from '../../../kit/lists/record-list.tsx'
import type { Column } from '../../../kit/lists/record-table.tsx'
import { Empty } from '../../../kit/page/empty.tsx'
import { useSpoken } from '../../../text/language.ts'
import { count, moment, wordFor } from '../../../text/written.ts'
import type { Words } from '../../../text/zh-CN.ts'
import { type HistoryFilter, momentsOf } from './history-filter.ts'
import { useAskUndo } from './use-ask-undo.tsx'

type Entry = z.infer<typeof historyEntrySchema>

/** Everything that was done, the newest first, under filters that the address holds; each opens its changes. */
export function HistoryList() {
  const { words, say } = useSpoken()
  const askUndo = useAskUndo()
  const client = useClient()
  const { get } = useAddress()
  const filter: HistoryFilter = {
    actor: get('unsigned') === undefined ? get('by') : '',
    what: get('what'),
    from: get('from'),
    to: get('to'),
  }
  const { first, total, rows } = useRows<HistoryFilter, Entry>(
    'history-list',
    filter,
    ({ actor, what, ...days }, window, signal) =>
      client.glance.history({ actor, what, ...momentsOf(days), ...window }, { signal }),
  )
  const columns = useMemo((): Column<Entry>[] => {
    const { history } = words
    return [
      { key: 'at', title: history.when, width: '150px', text: entry => moment(entry.at) },
      {
        key: 'what',
        title: history.what,
        width: 'minmax(240px, 1fr)',
        text: entry => say(entry.sentence),
        href: entry => `/history/${entry.changeSet}`,
      },
      {
        key: 'who',
        title: history.who,
        width: '120px',
        text: entry => (entry.actor === '' ? history.nobody : entry.actor),
      },
      {
        key: 'changes',
        title: history.changes,
        width: '96px',
        align: 'right',
        text: entry => count(entry.changes),
      },
      {
        key: 'undo',
        title: words.say.undo,
        width: '100px',
        align: 'right',
        text: entry => (entry.isUndone ? history.isUndone : ''),
        cell: entry =>
          entry.isUndone ? (
            <span className="quiet">{history.isUndone}</span>
          ) : (
            entry.canUndo && (
              <Button
                size="compact-sm"
                variant="subtle"
                // The list is one stop of the Tab key: Enter opens what was done, and there it is taken back as well.
                tabIndex={-1}
                aria-label={`${words.say.undo} ${say(entry.sentence)}`}
                onClick={() => askUndo(entry)}
              >
                {words.say.undo}
              </Button>
            )
          ),
      },
    ]
  }, [words, say, askUndo])
  return (
    <Answer of={first} lines={10}>
      {() => (
        <RecordList
          label={words.history.title}
          name="history"
          columns={columns}
          rows={rows}
          keyOf={entry => String(entry.changeSet)}
          filters={<Filters filter={filter} total={total} />}
          tags={tagsOf(filter, words.glance.history)}
          empty={<Empty line={isFiltered(filter) ? words.glance.history.noneSuch : words.history.none} />}
        />
      )}
    </Answer>
  )
}

/** What the fields above the list leave out, for paper and files. */
function tagsOf(
  { actor, what, from, to }: HistoryFilter,
  say: Words['glance']['history'],
): readonly FilterTag[] {
  const labels = [
    ['by', actor],
    ['what', what && wordFor(say.kinds, what)],
    ['from', from && `${say.from} ${from}`],
    ['to', to && `${say.to} ${to}`],
  ] as const
  return labels.flatMap(([key, label]) =>
    label ? [{ key, label, onRemove: () => undefined, isInField: true }] : [],
  )
}

function isFiltered(filter: HistoryFilter): boolean {
  return Object.values(filter).some(value => value !== undefined)
}

type FiltersProps = { readonly filter: HistoryFilter; readonly total: number | undefined }

function Filters({ filter, total }: FiltersProps) {
  const { words } = useSpoken()
  const { change } = useAddress()
  const { actors = [], kinds = [] } = useHistoryChoices().data ?? {}
  const { history } = words.glance
  const day = (key: 'from' | 'to', label: string) => (
    <DateInput
      w={150}
      clearable
      aria-label={label}
      placeholder={label}
      valueFormat="YYYY-MM-DD"
      value={filter[key] ?? null}
      onChange={value => change({ [key]: value ?? undefined }, true)}
    />
  )
  return (
    <Group gap="xs">
      <Select
        w={160}
        clearable
        aria-label={words.history.who}
        placeholder={words.history.who}
        data={actors.map(value => ({ value: `by ${value}`, label: value || words.history.nobody }))}
        value={filter.actor === undefined ? null : `by ${filter.actor}`}
        onChange={value =>
          change({ by: value?.slice(3), unsigned: value === 'by ' ? 'yes' : undefined }, true)
        }
      />
      <Select
        w={180}
        clearable
        aria-label={history.kind}
        placeholder={history.kind}
        data={kinds.map(value => ({ value, label: wordFor(history.kinds, value) }))}
        value={filter.what ?? null}
        onChange={value => change({ what: value ?? undefined }, true)}
      />
      {day('from', history.from)}
      {day('to', history.to)}
      <span className="quiet">{total !== undefined && history.count(count(total))}</span>
      {isFiltered(filter) && (
        <Pill
          size="md"
          withRemoveButton
          removeButtonProps={{ 'aria-label': words.say.clearFilter }}
          onRemove={() =>
            change(
              { by: undefined, unsigned: undefined, what: undefined, from: undefined, to: undefined },
              true,
            )
          }
        >
          {history.filtered}
        </Pill>
      )}
    </Group>
  )
}
