import { Button, Group, SegmentedControl } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { transferParts } from '#contract/transfers.ts'
import { useClient } from '../../../api/client.ts'
import { useShownDay } from '../../../api/shown-day.ts'
import { useAddress } from '../../../kit/address/use-address.ts'
import { useByHand } from '../../../kit/forms/by-hand.tsx'
import { Empty } from '../../../kit/page/empty.tsx'
import { PageHeader } from '../../../kit/page/page-header.tsx'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'
import { TransferList } from './transfer-list.tsx'

/** Transfers: what waits for this office, what waits for others, and what is over; each is answered where it stands. */
export function TransfersPage() {
  const { words } = useSpoken()
  const { get, change } = useAddress()
  const { day } = useShownDay()
  const client = useClient()
  const byHand = useByHand()
  const part = transferParts.find(one => one === get('part')) ?? 'mine'
  const numbers = useQuery({
    queryKey: ['transfers-numbers', day],
    queryFn: ({ signal }) => client.transfers.list({ asOf: day, limit: 1 }, { signal }),
    placeholderData: keepPreviousData,
  })
  const parts = numbers.data?.parts
  return (
    <div className="whole">
      <PageHeader
        title={words.transfers.title}
        note={parts === undefined ? '' : words.transfers.note(count(parts.mine))}
      />
      {numbers.data !== undefined && <Numbers counts={numbers.data.counts} />}
      <TransferList
        part={part}
        asOf={day}
        filters={
          <SegmentedControl
            aria-label={words.transfers.part}
            value={part}
            onChange={value =>
              change({ part: value === 'mine' ? undefined : value, sort: undefined, down: undefined }, true)
            }
            data={transferParts.map(value => ({
              value,
              label: `${words.transfers.parts[value]}${parts === undefined ? '' : ` ${count(parts[value])}`}`,
            }))}
          />
        }
        tags={[
          { key: 'part', label: words.transfers.parts[part], onRemove: () => undefined, isInField: true },
        ]}
        {...(day === undefined && {
          add: <Button onClick={() => byHand.add('transfer')}>{words.transfers.ask}</Button>,
        })}
        empty={<Empty line={words.transfers.none[part]} />}
      />
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
