import { ActionIcon, Button, Group, Menu, SegmentedControl } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { type Transfer, transferParts, transferSorts } from '#contract/transfers.ts'
import { useClient } from '../../../api/client.ts'
import { useStatus } from '../../../api/questions.ts'
import { useShownDay } from '../../../api/shown-day.ts'
import { useRows } from '../../../api/use-rows.ts'
import { useAddress } from '../../../kit/address/use-address.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { useByHand } from '../../../kit/forms/by-hand.tsx'
import { RecordList } from '../../../kit/lists/record-list.tsx'
import { useOrder } from '../../../kit/lists/use-order.ts'
import { Empty } from '../../../kit/page/empty.tsx'
import { PageHeader } from '../../../kit/page/page-header.tsx'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/number.ts'
import { AnswerPanel } from './answer-panel.tsx'
import { columnsOf, verbWords } from './transfer-columns.tsx'

type Act = Transfer['may'][number]
type Filter = {
  readonly part: (typeof transferParts)[number]
  readonly sort: (typeof transferSorts)[number]
  readonly down: boolean
  readonly asOf: string | undefined
}

/** Transfers: what waits for this office, what waits for others, and what is over; each is answered where it stands. */
export function TransfersPage() {
  const { words, language } = useSpoken()
  const { get, change } = useAddress()
  const { day } = useShownDay()
  const client = useClient()
  const byHand = useByHand()
  const today = useStatus().data?.clock.today
  const part = transferParts.find(one => one === get('part')) ?? 'mine'
  // What is under way is begun with what has to be answered first, what is over with what was last.
  const { order, onOrder } = useOrder(
    transferSorts,
    part === 'over' ? { by: 'since', isDown: true } : { by: 'deadline', isDown: false },
  )
  const sort = transferSorts.find(one => one === order.by) ?? 'asked'
  const filter: Filter = { part, sort, down: order.isDown, asOf: day }
  const { first, list, rowAt, onSight, load } = useRows<Filter, Transfer>(
    'transfers',
    filter,
    (of, window, signal) => client.transfers.list({ ...of, ...window }, { signal }),
  )
  const numbers = useQuery({
    queryKey: ['transfers-numbers', day],
    queryFn: ({ signal }) => client.transfers.list({ asOf: day, limit: 1 }, { signal }),
    placeholderData: keepPreviousData,
  })
  const [opened, setOpened] = useState<{ readonly row: Transfer; readonly act: Act | undefined }>()
  const open = (row: Transfer, act = row.may[0]) =>
    setOpened({ row, act: day === undefined ? act : undefined })
  const columns = useMemo(
    () => columnsOf(words, language, part, day ?? today ?? ''),
    [words, language, part, day, today],
  )
  const parts = numbers.data?.parts
  return (
    <div className="whole">
      <PageHeader
        title={words.transfers.title}
        note={parts === undefined ? '' : words.transfers.note(count(parts.mine))}
      />
      {numbers.data !== undefined && <Numbers counts={numbers.data.counts} />}
      <Answer of={first} lines={10}>
        {({ total }) => (
          <RecordList
            label={words.transfers.title}
            name="transfers"
            columns={columns}
            count={total}
            rowAt={rowAt}
            keyOf={row => row.id}
            onSight={onSight}
            of={list}
            order={order}
            onOrder={onOrder}
            load={load}
            asOf={day}
            filters={
              <SegmentedControl
                aria-label={words.transfers.part}
                value={part}
                onChange={value =>
                  change(
                    { part: value === 'mine' ? undefined : value, sort: undefined, down: undefined },
                    true,
                  )
                }
                data={transferParts.map(value => ({
                  value,
                  label: `${words.transfers.parts[value]}${parts === undefined ? '' : ` ${count(parts[value])}`}`,
                }))}
              />
            }
            tags={[
              {
                key: 'part',
                label: words.transfers.parts[part],
                onRemove: () => undefined,
                isInField: true,
              },
            ]}
            {...(day === undefined && {
              add: <Button onClick={() => byHand.add('transfer')}>{words.transfers.ask}</Button>,
            })}
            onEdit={row => open(row)}
            verbs={row => (
              <Verbs row={row} isPast={day !== undefined} onOpen={(act?: Act) => open(row, act)} />
            )}
            verbsWidth={language === 'zh' ? '132px' : '152px'}
            empty={<Empty line={words.transfers.none[part]} />}
          />
        )}
      </Answer>
      {opened !== undefined && (
        <AnswerPanel
          key={opened.row.id}
          transfer={opened.row}
          begin={opened.act}
          onEnd={() => setOpened(undefined)}
        />
      )}
    </div>
  )
}

type Counts = Awaited<ReturnType<ReturnType<typeof useClient>['transfers']['list']>>['counts']
const sides = ['out', 'in', 'within'] as const

/** How many were asked for, and what came of them (domain.md 4.6); a side on which nothing ever happened is left out. */
function Numbers({ counts }: { readonly counts: Counts }) {
  const { words } = useSpoken()
  const { transfers } = words
  const present = sides.filter(side => counts[side].asked > 0)
  if (present.length === 0) return null
  return (
    <section className="panel" aria-label={transfers.numbers} style={{ padding: '8px 12px', flex: 'none' }}>
      <Group gap="4px 28px">
        {present.map(side => {
          const { asked, inTransit, done, refused, cancelled, lapsed } = counts[side]
          const said = transfers.side({
            asked: count(asked),
            inTransit: count(inTransit),
            done: count(done),
            refused: count(refused),
            cancelled: count(cancelled),
            lapsed: count(lapsed),
          })
          return (
            <span key={side}>
              <strong>{transfers.sides[side]}</strong> {said}
            </span>
          )
        })}
      </Group>
    </section>
  )
}

type VerbsProps = {
  readonly row: Transfer
  readonly isPast: boolean
  readonly onOpen: (act?: Act) => void
}

/** The first thing to do as a button, the others behind the dots; F2 opens the same for whoever uses the keyboard. */
function Verbs({ row, isPast, onOpen }: VerbsProps) {
  const { words } = useSpoken()
  const { transfers } = words
  const [first, ...others] = isPast ? [] : row.may
  const called = verbWords(transfers, row)
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      <Button
        size="compact-sm"
        variant="default"
        tabIndex={-1}
        onClick={() => onOpen(first)}
        aria-label={`${first === undefined ? transfers.course : called[first]} ${row.person.name}`}
      >
        {first === undefined ? transfers.course : called[first]}
      </Button>
      {others.length > 0 && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              tabIndex={-1}
              aria-label={transfers.more(row.person.name)}
            >
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map(act => (
              <Menu.Item key={act} onClick={() => onOpen(act)}>
                {called[act]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </Group>
  )
}
