import { Button, SegmentedControl, Select, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { Link } from 'wouter'
import { type FeeBranch, type FeeMember, feeLists } from '#contract/lifeline/fees.ts'
import { fee } from '#db/records/members/fee.ts'
import { person } from '#db/records/person.ts'
import { useClient } from '../../../api/client.ts'
import { useOrg, useStatus } from '../../../api/questions.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { rowsOf, useRows } from '../../../api/use-rows.ts'
import { addressOf } from '../../../kit/address/address.ts'
import { useAddress } from '../../../kit/address/use-address.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { OrgPicker } from '../../../kit/forms/org-picker.tsx'
import { RecordList } from '../../../kit/lists/record-list.tsx'
import type { Column } from '../../../kit/lists/record-table.tsx'
import { Empty } from '../../../kit/page/empty.tsx'
import { PageHeader } from '../../../kit/page/page-header.tsx'
import { useWorkingName } from '../../../kit/this-pc.ts'
import { useSpoken } from '../../../text/language.ts'
import { wordOf } from '../../../text/word-of.ts'
import { count } from '../../../text/written.ts'

const lists = ['statement', ...feeLists] as const
type Asked = { readonly org: string | undefined; readonly month: string }

/** The fees of a month: the statement of all branches, each member, arrears of 3 and 6 months, who is free of them. */
export function FeesPage() {
  const { words } = useSpoken()
  const { fees } = words.duties
  const { get, change } = useAddress()
  const today = useStatus().data?.clock.today ?? ''
  const org = get('org')
  const chosen = useOrg(org, undefined).data
  const months = monthsBefore(today)
  const month = get('month') ?? months[1] ?? ''
  const shown = lists.find(one => one === get('list')) ?? 'statement'
  const filters = (
    <>
      <SegmentedControl
        aria-label={fees.which}
        value={shown}
        onChange={value => change({ list: value === 'statement' ? undefined : value }, true)}
        data={lists
          .filter(value => value === shown || (value !== 'liable' && value !== 'paid'))
          .map(value => ({ value, label: fees.lists[value] }))}
      />
      <Select
        aria-label={fees.month}
        w={120}
        allowDeselect={false}
        data={[...new Set([...months, ...(month === '' ? [] : [month])])]}
        value={month}
        onChange={value => change({ month: value ?? undefined }, true)}
      />
      <OrgPicker
        org={org}
        name={chosen?.shortName ?? chosen?.name}
        label={words.sheet.org}
        placeholder={words.sheet.own}
        onChange={next => change({ org: next }, true)}
      />
    </>
  )
  return (
    <div className="whole">
      <PageHeader title={fees.title} note={month}>
        <Button
          component={Link}
          variant="default"
          href={addressOf('/sheet', { of: 'fee', org, year: month.slice(0, 4) })}
        >
          {words.sheet.link}
        </Button>
      </PageHeader>
      <Bands />
      {month !== '' &&
        (shown === 'statement' ? (
          <Statement asked={{ org, month }} whose={chosen?.name} filters={filters} />
        ) : (
          <Members asked={{ org, month }} list={shown} whose={chosen?.name} filters={filters} />
        ))}
    </div>
  )
}

/** This month and those of two years before it. */
function monthsBefore(today: string): readonly string[] {
  const [year = 0, month = 0] = today.split('-').map(Number)
  if (year === 0) return []
  return Array.from({ length: 24 }, (_, back) => {
    const at = year * 12 + month - 1 - back
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`
  })
}

/** By which published set of bands this office goes, with its source. */
function Bands() {
  const { words, say, language } = useSpoken()
  const { fees } = words.duties
  const client = useClient()
  const changed = useChanged()
  const { failed } = useNotices()
  const [by] = useWorkingName()
  const { data } = useQuery({ queryKey: ['fee-settings'], queryFn: () => client.fees.settings({}) })
  if (data === undefined) return null
  const set = data.sets.find(one => one.set === data.feeBands)
  const choose = async (feeBands: string | null) => {
    if (feeBands === null) return
    try {
      await client.fees.set({ feeBands, by })
      await changed()
    } catch (error) {
      failed(error)
    }
  }
  return (
    <div className="fee-bands">
      <Select
        aria-label={fees.bands}
        w={260}
        miw={260}
        allowDeselect={false}
        data={data.sets.map(one => ({ value: one.set, label: say(one.name) }))}
        value={data.feeBands}
        onChange={value => void choose(value)}
      />
      {set !== undefined && (
        <Text size="xs" className="quiet">
          {set.bands
            .map(
              ({ income, fen }) => `${person.fields.income.show(income, language)} ${(fen / 100).toFixed(2)}`,
            )
            .join(' · ')}
          <br />
          {fees.source(say(set.source))}
        </Text>
      )}
    </div>
  )
}

type ListProps = {
  readonly asked: Asked
  readonly whose: string | undefined
  readonly filters: ReactNode
}

function Statement({ asked, whose, filters }: ListProps) {
  const { words, language } = useSpoken()
  const { fees } = words.duties
  const client = useClient()
  const statement = useQuery({
    queryKey: ['fee-statement', asked],
    queryFn: () => client.fees.statement(asked),
  })
  const day = statement.data?.day ?? ''
  const columns = useMemo((): readonly Column<FeeBranch>[] => {
    const listOf = (list: (typeof feeLists)[number]) => (row: FeeBranch) =>
      addressOf('/fees', { org: row.org.id, list, month: asked.month })
    const number = (key: 'members' | 'liable' | 'paid' | 'unpaid'): Column<FeeBranch> => ({
      key,
      title: fees[key],
      width: '120px',
      align: 'right',
      text: row => count(row[key]),
      href: listOf(key === 'members' ? 'all' : key),
    })
    return [
      {
        key: 'org',
        title: fees.branch,
        width: 'minmax(180px, 2fr)',
        text: row => row.org.shortName ?? row.org.name,
        href: listOf('all'),
      },
      number('members'),
      number('liable'),
      number('paid'),
      number('unpaid'),
      {
        key: 'amount',
        title: fees.amount,
        width: '140px',
        align: 'right',
        text: row =>
          row.amount === 0 && row.untold > 0 ? words.say.unknown : fee.fields.due.show(row.amount, language),
      },
      { key: 'day', title: fees.day, width: '120px', text: () => day },
    ]
  }, [words, fees, language, asked.month, day])
  return (
    <Answer of={statement} lines={10}>
      {({ rows, total }) => {
        const name = { ...total.org, name: fees.sum, shortName: fees.sum }
        const all = rows.length === 0 ? [] : [...rows, { ...total, org: name }]
        return (
          <RecordList
            label={fees.lists.statement}
            name="fee-statement"
            title={`${asked.month} ${fees.title}`}
            columns={columns}
            rows={rowsOf(all, `${asked.org ?? ''} ${asked.month}`)}
            keyOf={row => `${row.org.id} ${row.org.name}`}
            asOf={day}
            whose={whose}
            filters={
              <>
                {filters}
                {total.untold > 0 && (
                  <Text size="xs" className="quiet">
                    {fees.untold(count(total.untold), total.untold === 1)}
                  </Text>
                )}
              </>
            }
            empty={<Empty line={fees.noneStatement} />}
          />
        )
      }}
    </Answer>
  )
}

type MembersProps = ListProps & { readonly list: (typeof feeLists)[number] }

function Members({ asked, list: which, whose, filters }: MembersProps) {
  const { words, language } = useSpoken()
  const { fees } = words.duties
  const client = useClient()
  const { first, rows } = useRows<Asked & { readonly list: typeof which }, FeeMember>(
    'fee-members',
    { ...asked, list: which },
    (of, window, signal) => client.fees.members({ ...of, ...window }, { signal }),
  )
  const columns = useMemo((): readonly Column<FeeMember>[] => {
    const yuan = (fen: number | null) =>
      fen === null ? words.say.unknown : fee.fields.due.show(fen, language)
    return [
      {
        key: 'name',
        title: wordOf(person, 'name', language),
        width: '96px',
        text: row => row.name,
        href: row => `/people/${row.id}`,
      },
      {
        key: 'political',
        title: wordOf(person, 'political', language),
        width: '100px',
        text: row => row.political ?? '',
      },
      {
        key: 'phone',
        title: wordOf(person, 'phone', language),
        width: '124px',
        text: row => row.phoneMasked ?? '',
      },
      {
        key: 'org',
        title: fees.where,
        width: 'minmax(120px, 1fr)',
        text: row => row.org.shortName ?? row.org.name,
      },
      {
        key: 'now',
        title: fees.now,
        width: 'minmax(120px, 1fr)',
        text: row => row.now?.shortName ?? row.now?.name ?? '',
      },
      { key: 'due', title: fees.due, width: '110px', align: 'right', text: row => yuan(row.due) },
      { key: 'paid', title: fees.paidOf, width: '96px', align: 'right', text: row => yuan(row.paid) },
      {
        key: 'state',
        title: fees.state,
        width: '110px',
        text: row =>
          row.free === null
            ? fees.states[row.standing]
            : fees.freeBecause(fee.fields.free.show(row.free, language)),
      },
      {
        key: 'owed',
        title: fees.owed,
        width: '96px',
        align: 'right',
        text: row => (row.unpaidMonths === 0 ? '' : count(row.unpaidMonths)),
      },
      { key: 'since', title: fees.since, width: '110px', text: row => row.unpaidSince ?? '', isExtra: true },
    ]
  }, [words, fees, language])
  return (
    <Answer of={first} lines={10}>
      {() => (
        <RecordList
          label={fees.lists[which]}
          name="fee-members"
          title={`${asked.month} ${fees.title} ${fees.lists[which]}`}
          columns={columns}
          rows={rows}
          keyOf={row => row.id}
          whose={whose}
          filters={filters}
          empty={<Empty line={fees.none} />}
        />
      )}
    </Answer>
  )
}
