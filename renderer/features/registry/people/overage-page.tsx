import { Button, SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type PeopleFilter, peopleSorts, type postFilters } from '#contract/looking.ts'
import { useClient } from '../../../api/client.ts'
import { useStatus } from '../../../api/questions.ts'
import { useShownDay } from '../../../api/shown-day.ts'
import { useAddress } from '../../../kit/address/use-address.ts'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { useByHand } from '../../../kit/forms/by-hand.tsx'
import { useOrder } from '../../../kit/lists/use-order.ts'
import { Empty } from '../../../kit/page/empty.tsx'
import { PageHeader } from '../../../kit/page/page-header.tsx'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'
import { PeopleList } from './people-list.tsx'

/** So many leave in one act. */
const most = 1000

/** Members past the age of leaving: who is 28 or older and still on the roll; whoever holds a post may stay, the others are to leave (Charter, article 1). */
export function OveragePage() {
  const { words } = useSpoken()
  const { get, change } = useAddress()
  const { day } = useShownDay()
  const today = useStatus().data?.clock.today
  const { order, onOrder } = useOrder(peopleSorts, { by: 'birth', isDown: false })
  const byHand = useByHand()
  const client = useClient()
  const { failed } = useNotices()
  const post = get('post') === 'held' ? 'held' : 'none'
  const on = day ?? today
  const filter = (of: (typeof postFilters)[number]): PeopleFilter => ({
    status: 'normal',
    post: of,
    ...(on !== undefined && { agedBy: on }),
    ...(day !== undefined && { asOf: day }),
    ...(get('org') !== undefined && { org: get('org') }),
  })
  const totals = useQuery({
    queryKey: ['people', 'overage', filter('none')],
    queryFn: async ({ signal }) => {
      const [go, stay] = await Promise.all(
        (['none', 'held'] as const).map(of => client.looking.people({ ...filter(of), limit: 1 }, { signal })),
      )
      return { go: go?.total ?? 0, stay: stay?.total ?? 0 }
    },
    enabled: on !== undefined,
  })
  const leave = async () => {
    try {
      const { rows } = await client.looking.people({
        ...filter('none'),
        sort: order.by,
        down: order.isDown,
        limit: most,
      })
      byHand.many({
        kind: 'person',
        ids: rows.map(row => row.id),
        title: words.byHand.many.leaveTitle(rows.length),
        add: 'membership',
        without: ['org'],
        set: { reason: 'aged-out' },
        onDone: () => undefined,
      })
    } catch (error) {
      failed(error)
    }
  }
  const { go = 0, stay = 0 } = totals.data ?? {}
  return (
    <div className="whole">
      {on !== undefined && (
        <PeopleList
          filter={{ ...filter(post), sort: order.by, down: order.isDown }}
          order={order}
          onOrder={onOrder}
          isWithPosts={post === 'held'}
          title={words.overage.title}
          tags={[
            {
              key: 'post',
              label: post === 'held' ? words.overage.stay(count(stay)) : words.overage.go(count(go)),
              isInField: true,
              onRemove: () => change({ post: undefined }),
            },
          ]}
          filters={
            <SegmentedControl
              aria-label={words.overage.title}
              value={post}
              onChange={value => change({ post: value === 'held' ? value : undefined })}
              data={[
                { value: 'none', label: words.overage.go(count(go)) },
                { value: 'held', label: words.overage.stay(count(stay)) },
              ]}
            />
          }
          {...(day === undefined &&
            post === 'none' &&
            go > 0 && {
              add: (
                <Button onClick={() => void leave()}>
                  {go > most ? words.overage.leaveFirst(count(most)) : words.overage.leave(count(go))}
                </Button>
              ),
            })}
          empty={<Empty line={post === 'none' ? words.overage.noneGo : words.overage.noneStay} />}
          heading={() => (
            <PageHeader
              title={words.overage.title}
              note={totals.data && words.overage.note(count(go + stay), count(go), count(stay))}
            />
          )}
        />
      )}
    </div>
  )
}
