import { ActionIcon, Button, Group, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { type ReactNode, useMemo, useState } from 'react'
import { type Transfer, type transferParts, transferSorts } from '#contract/transfers.ts'
import { useClient } from '../../../api/client.ts'
import { useStatus } from '../../../api/questions.ts'
import { useRows } from '../../../api/use-rows.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { type FilterTag, RecordList } from '../../../kit/lists/record-list.tsx'
import { useOrder } from '../../../kit/lists/use-order.ts'
import { useSpoken } from '../../../text/language.ts'
import { AnswerPanel } from './answer-panel.tsx'
import { AnswerActs, type AnswersAsked, AnswersPanel } from './answers-panel.tsx'
import { columnsOf, verbWords } from './transfer-columns.tsx'

type Part = (typeof transferParts)[number]
type Act = Transfer['may'][number]
type Filter = {
  readonly org?: string
  readonly person?: string
  readonly part: Part | undefined
  readonly sort: (typeof transferSorts)[number]
  readonly down: boolean
  readonly asOf: string | undefined
}

type Props = {
  /** Of an organization and all below it, or of a person; of the whole registry where nothing is said. */
  readonly of?: { readonly org: string } | { readonly person: string }
  readonly part?: Part
  readonly asOf: string | undefined
  readonly whose?: string
  readonly filters?: ReactNode
  readonly tags?: readonly FilterTag[]
  readonly add?: ReactNode
  readonly empty: ReactNode
}

/** Transfers, each answered where it stands. */
export function TransferList({ of, part, asOf, whose, empty, ...rest }: Props) {
  const { words, language } = useSpoken()
  const client = useClient()
  const today = useStatus().data?.clock.today
  // What is under way is begun with what has to be answered first, what is over with what was last.
  const usual =
    part === undefined
      ? ({ by: 'asked', isDown: true } as const)
      : part === 'over'
        ? ({ by: 'since', isDown: true } as const)
        : ({ by: 'deadline', isDown: false } as const)
  const { order, onOrder } = useOrder(transferSorts, usual)
  const sort = transferSorts.find(one => one === order.by) ?? 'asked'
  const { first, rows } = useRows<Filter, Transfer>(
    'transfers',
    { ...(of ?? {}), part, sort, down: order.isDown, asOf },
    (filter, window, signal) => client.transfers.list({ ...filter, ...window }, { signal }),
  )
  const [opened, setOpened] = useState<{ readonly row: Transfer; readonly act: Act | undefined }>()
  const [several, setSeveral] = useState<AnswersAsked>()
  const open = (row: Transfer, act = row.may[0]) =>
    setOpened({ row, act: asOf === undefined ? act : undefined })
  const place = of === undefined ? 'page' : 'person' in of ? 'person' : 'org'
  const columns = useMemo(
    () => columnsOf(words, language, { part, place, day: asOf ?? today ?? '' }),
    [words, language, part, place, asOf, today],
  )
  return (
    <>
      <Answer of={first} lines={10}>
        {() => (
          <RecordList
            {...rest}
            label={words.transfers.title}
            name={place === 'page' ? 'transfers' : `transfers-of-${place}`}
            columns={columns}
            rows={rows}
            keyOf={row => row.id}
            rowHeight={48}
            order={order}
            onOrder={onOrder}
            asOf={asOf}
            whose={whose}
            onEdit={row => open(row)}
            {...(asOf === undefined && {
              actions: (rows: readonly Transfer[], onDone: () => void) => (
                <AnswerActs rows={rows} onAsk={asked => setSeveral({ ...asked, onDone })} />
              ),
            })}
            verbs={row => (
              <Verbs row={row} isPast={asOf !== undefined} onOpen={(act?: Act) => open(row, act)} />
            )}
            verbsWidth={language === 'zh' ? '132px' : '152px'}
            empty={empty}
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
      {several !== undefined && <AnswersPanel asked={several} onEnd={() => setSeveral(undefined)} />}
    </>
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
