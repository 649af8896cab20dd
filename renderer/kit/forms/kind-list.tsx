import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { Link } from 'wouter'
import type { ShownRecord } from '#contract/records.ts'
import { sharedForm } from '#db/records/forms.ts'
import type { AnyKind } from '#db/records/record.ts'
import { useClient } from '../../api/client.ts'
import { type Days, useDays } from '../../api/shown-day.ts'
import { rowsOf, useRows } from '../../api/use-rows.ts'
import { useSpoken } from '../../text/language.ts'
import { upperFirst } from '../../text/word-of.ts'
import { addressOf } from '../address/address.ts'
import { useAddress } from '../address/use-address.ts'
import { Answer } from '../feedback/answer.tsx'
import { inOrder, type Order } from '../lists/columns.ts'
import { type FilterTag, RecordList } from '../lists/record-list.tsx'
import { Empty } from '../page/empty.tsx'
import { useByHand } from './by-hand.tsx'
import { kindColumns } from './kind-columns.ts'
import { ManyActs } from './many/many-acts.tsx'
import { RowVerbs } from './row-verbs.tsx'

/** So many come at once, and are put in any order here. */
const most = 1000

type Props = {
  readonly kind: AnyKind
  /** The organization whose records they are, with all below it; or the person; or all that hold here, of offices above too. */
  readonly of: { readonly org: string } | { readonly person: string } | 'here'
  /** What that is called: it stands above the list on paper. */
  readonly whose: string
  /** A field that says the same in each row: its column is left out until somebody chooses it. */
  readonly same?: string
  readonly asOf: string | undefined
  /** Only those of which these fields say this, as it would be typed; what chooses them stands above the list. */
  readonly where?: Readonly<Record<string, string>>
  /** Only those of which this day lies in this time, also what is over by now. */
  readonly within?: { readonly field: string; readonly from: string; readonly to: string }
  readonly filters?: ReactNode
  readonly tags?: readonly FilterTag[]
}

/** The records of a kind with the columns of its definition, the newest first. */
export function KindList(props: Props) {
  const { kind, asOf } = props
  const asked = askedOf(props, useDays(asOf))
  const client = useClient()
  const list = useQuery({
    queryKey: ['records', asked],
    queryFn: () => client.records.list({ ...asked, limit: most }),
  })
  return (
    <Answer of={list} lines={10}>
      {({ total, rows }) =>
        total > rows.length ? (
          <LongList {...props} />
        ) : (
          <WholeList key={`${kind.name} ${asOf ?? ''}`} {...props} rows={rows} />
        )
      }
    </Answer>
  )
}

function askedOf({ kind, of, where = {}, within }: Props, days: Days) {
  const lies =
    of === 'here'
      ? { where }
      : 'org' in of
        ? { org: of.org, where }
        : { where: { ...where, person: of.person } }
  return { kind: kind.name, ...days, newest: true, ...lies, ...(within && { within }) }
}

/** All of them are here: they can be put in order. */
function WholeList({ rows, ...props }: Props & { readonly rows: readonly ShownRecord[] }) {
  const { get, change } = useAddress()
  const common = useCommon(props)
  const days = useDays(props.asOf)
  const by = common.columns.find(({ key }) => key === get('sort'))?.key
  const order = by === undefined ? undefined : { by, isDown: get('down') !== undefined }
  const onOrder = (next: Order) => change({ sort: next.by, down: next.isDown ? 'yes' : undefined }, true)
  const sorted = inOrder(rows, common.columns, order)
  // Whoever came for one record finds it marked and in sight.
  const wanted = get('row')
  const begin = sorted.findIndex(({ id }) => id === wanted)
  return (
    <RecordList
      {...common}
      rows={rowsOf(sorted, JSON.stringify(askedOf(props, days)))}
      order={order}
      onOrder={onOrder}
      {...(begin >= 0 && { begin })}
    />
  )
}

/** More than come at once: they come as they are scrolled to, and stand in no other order. */
function LongList(props: Props) {
  const client = useClient()
  const common = useCommon(props)
  const { first, rows } = useRows<ReturnType<typeof askedOf>, ShownRecord>(
    'records',
    askedOf(props, useDays(props.asOf)),
    (of, window, signal) => client.records.list({ ...of, ...window }, { signal }),
  )
  return (
    <Answer of={first} lines={10}>
      {() => <RecordList {...common} rows={rows} />}
    </Answer>
  )
}

/** What the list of a kind is and can do, however many there are. */
function useCommon({ kind, of, whose, same, asOf, filters, tags }: Props) {
  const { language, words } = useSpoken()
  const byHand = useByHand()
  const columns = useMemo(
    () => kindColumns(kind, { language, words, asOf, same }),
    [kind, language, words, asOf, same],
  )
  const called = kind.words[language]
  // What is kept of each once a year is entered for a whole branch at once.
  const isYearly = asOf === undefined && kind.unique?.includes('year') === true
  const sheet =
    isYearly && of !== 'here' && 'org' in of ? (
      <Button component={Link} href={addressOf('/sheet', { of: kind.name, org: of.org })} variant="default">
        {words.sheet.link}
      </Button>
    ) : undefined
  // What tells of an event is never edited.
  const isNow = asOf === undefined && kind.once !== true
  const hasShared = Object.keys(sharedForm(kind.name)?.fields ?? {}).length > 0
  return {
    label: upperFirst(called),
    name: same === undefined ? `kind-${kind.name}` : `kind-${kind.name}-of-${same}`,
    columns,
    keyOf: (row: ShownRecord) => row.id,
    asOf,
    whose,
    ...(filters !== undefined && { filters }),
    ...(tags !== undefined && { tags }),
    empty: <Empty line={words.byHand.listNone(called)}>{sheet}</Empty>,
    ...(sheet !== undefined && { add: sheet }),
    ...(isNow && { onEdit: (row: ShownRecord) => byHand.edit(row.id) }),
    verbs: (row: ShownRecord) => <RowVerbs inList id={row.id} title={row.title} isFixed={!isNow} />,
    ...(isNow &&
      hasShared && {
        actions: (rows: readonly ShownRecord[], done: () => void) => (
          <ManyActs kind={kind.name} ids={rows.map(row => row.id)} onDone={done} />
        ),
      }),
  }
}
