import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Link } from 'wouter'
import type { ShownRecord } from '#contract/records.ts'
import { sharedForm } from '#db/records/forms.ts'
import type { AnyKind } from '#db/records/record.ts'
import { useClient } from '../../api/client.ts'
import { useRows } from '../../api/use-rows.ts'
import { useSpoken } from '../../text/language.ts'
import { upperFirst } from '../../text/word-of.ts'
import { addressOf } from '../address/address.ts'
import { useAddress } from '../address/use-address.ts'
import { Answer } from '../feedback/answer.tsx'
import { inOrder, type Order } from '../lists/columns.ts'
import { RecordList } from '../lists/record-list.tsx'
import { Empty } from '../page/empty.tsx'
import { useByHand } from './by-hand.tsx'
import { kindColumns } from './kind-columns.ts'
import { ManyActs } from './many-acts.tsx'
import { RowVerbs } from './row-verbs.tsx'

/** So many come at once, and are put in any order here. */
const most = 1000

type Props = {
  readonly kind: AnyKind
  readonly org: string
  /** What the organization is called: it stands above the list on paper. */
  readonly whose: string
  readonly asOf: string | undefined
}

/** The records of a kind in an organization and all below it, with the columns of its definition. */
export function KindList(props: Props) {
  const { kind, org, asOf } = props
  const client = useClient()
  const list = useQuery({
    queryKey: ['records', kind.name, org, asOf],
    queryFn: () => client.records.list({ kind: kind.name, org, asOf, limit: most }),
  })
  return (
    <Answer of={list} lines={10}>
      {({ total, rows }) =>
        total > rows.length ? <LongList {...props} /> : <WholeList {...props} rows={rows} />
      }
    </Answer>
  )
}

/** All of them are here: they can be put in order. */
function WholeList({ rows, ...props }: Props & { readonly rows: readonly ShownRecord[] }) {
  const { get, change } = useAddress()
  const common = useCommon(props)
  const by = common.columns.find(({ key }) => key === get('sort'))?.key
  const order = by === undefined ? undefined : { by, isDown: get('down') !== undefined }
  const onOrder = (next: Order) => change({ sort: next.by, down: next.isDown ? 'yes' : undefined }, true)
  const sorted = inOrder(rows, common.columns, order)
  return (
    <RecordList
      {...common}
      count={sorted.length}
      rowAt={index => sorted[index]}
      of={`${props.org} ${props.asOf ?? ''}`}
      order={order}
      onOrder={onOrder}
      load={async wanted => sorted.slice(0, wanted)}
    />
  )
}

type Filter = { readonly kind: string; readonly org: string; readonly asOf: string | undefined }

/** More than come at once: they stand in the order in which they were registered, and come as they are scrolled to. */
function LongList(props: Props) {
  const { kind, org, asOf } = props
  const client = useClient()
  const common = useCommon(props)
  const { first, list, rowAt, onSight, load } = useRows<Filter, ShownRecord>(
    'records',
    { kind: kind.name, org, asOf },
    (of, window, signal) => client.records.list({ ...of, ...window }, { signal }),
  )
  return (
    <Answer of={first} lines={10}>
      {({ total }) => (
        <RecordList {...common} count={total} rowAt={rowAt} onSight={onSight} of={list} load={load} />
      )}
    </Answer>
  )
}

/** What the list of a kind is and can do, however many there are. */
function useCommon({ kind, org, whose, asOf }: Props) {
  const { language, words } = useSpoken()
  const byHand = useByHand()
  const columns = useMemo(() => kindColumns(kind, { language, words, asOf }), [kind, language, words, asOf])
  const called = kind.words[language]
  // What is kept of each once a year is entered for a whole branch at once.
  const isYearly = asOf === undefined && kind.unique?.includes('year') === true
  const sheet = isYearly ? (
    <Button component={Link} href={addressOf('/sheet', { of: kind.name, org })} variant="default">
      {words.sheet.link}
    </Button>
  ) : undefined
  // What tells of an event is never edited: it has no verbs.
  const isNow = asOf === undefined && kind.once !== true
  const hasShared = Object.keys(sharedForm(kind.name)?.fields ?? {}).length > 0
  return {
    label: upperFirst(called),
    name: `kind-${kind.name}`,
    columns,
    keyOf: (row: ShownRecord) => row.id,
    asOf,
    whose,
    empty: <Empty line={words.byHand.listNone(called)}>{sheet}</Empty>,
    ...(sheet !== undefined && { add: sheet }),
    ...(isNow && {
      onEdit: (row: ShownRecord) => byHand.edit(row.id),
      verbs: (row: ShownRecord) => <RowVerbs inList id={row.id} title={row.title} />,
    }),
    ...(isNow &&
      hasShared && {
        actions: (rows: readonly ShownRecord[], done: () => void) => (
          <ManyActs kind={kind.name} ids={rows.map(row => row.id)} onDone={done} />
        ),
      }),
  }
}
