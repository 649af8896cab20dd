import { type ReactNode, useMemo } from 'react'
import type { PeopleFilter, PersonRow } from '#contract/looking.ts'
import { person as member } from '#db/records/person.ts'
import { standing } from '#db/records/stays.ts'
import { useClient } from '../../../api/client.ts'
import { useMarked } from '../../../api/exchange.ts'
import { useDays } from '../../../api/shown-day.ts'
import { useRows } from '../../../api/use-rows.ts'
import { addressOf } from '../../../kit/address/address.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { ManyActs } from '../../../kit/forms/many/many-acts.tsx'
import { RowVerbs } from '../../../kit/forms/row-verbs.tsx'
import type { Order } from '../../../kit/lists/columns.ts'
import type { Keeping } from '../../../kit/lists/filters-kept.ts'
import { type FilterTag, RecordList } from '../../../kit/lists/record-list.tsx'
import type { Column } from '../../../kit/lists/record-table.tsx'
import { Empty } from '../../../kit/page/empty.tsx'
import { type Language, useSpoken } from '../../../text/language.ts'
import { wordOf } from '../../../text/word-of.ts'
import { wordFor } from '../../../text/written.ts'
import type { Words } from '../../../text/zh-CN.ts'
import { askPeople, peopleRows } from './people-question.ts'

type Props = {
  readonly filter: PeopleFilter
  readonly order: Order
  readonly onOrder: (order: Order) => void
  readonly filters?: ReactNode
  readonly keeping?: Keeping
  readonly tags?: readonly FilterTag[]
  /** What the list is called on paper and in files, where it is not all members. */
  readonly title?: string
  /** Shown where nobody matches. */
  readonly empty?: ReactNode
  /** Stands above the table whatever comes; told how many there are as soon as that is known. */
  readonly heading?: (total: number | undefined) => ReactNode
  /** Whose list it is, where that is not the registry's own. */
  readonly whose?: string
  /** Beside the tree there is no room for the masked numbers until somebody asks for them. */
  readonly isNarrow?: boolean
  /** It stands among other things of its page, and is printed with them. */
  readonly isPart?: boolean
  /** Shows the posts that they hold. */
  readonly isWithPosts?: boolean
  readonly add?: ReactNode
  readonly onEdit?: (row: PersonRow) => void
}

/** People as a list that scrolls through all of them; every name and organization is a link. */
export function PeopleList({
  filter,
  heading,
  empty,
  whose,
  isNarrow = false,
  isWithPosts = false,
  ...rest
}: Props) {
  const { language, words } = useSpoken()
  const client = useClient()
  const days = useDays(filter.asOf)
  const marked = useMarked()
  const { first, total, rows } = useRows(peopleRows, { ...filter, ...days }, askPeople(client))
  const columns = useMemo(
    () => columnsOf(words, marked, language, filter.asOf, isNarrow, isWithPosts),
    [words, marked, language, filter.asOf, isNarrow, isWithPosts],
  )
  return (
    <>
      {heading?.(total)}
      <Answer of={first} lines={10}>
        {() => (
          <RecordList
            {...rest}
            {...(filter.asOf === undefined
              ? {
                  actions: (rows: readonly PersonRow[], done: () => void) => (
                    <ManyActs kind="person" ids={rows.map(row => row.id)} onDone={done} />
                  ),
                }
              : {
                  verbs: (row: PersonRow) => (
                    <RowVerbs inList id={row.id} title={row.name} page={`/people/${row.id}`} />
                  ),
                })}
            label={words.person.title}
            name={isNarrow ? 'people-beside' : isWithPosts ? 'overage' : 'people'}
            columns={columns}
            rows={rows}
            keyOf={row => row.id}
            asOf={filter.asOf}
            whose={whose}
            empty={empty ?? <Empty line={words.person.emptyAll} />}
          />
        )}
      </Answer>
    </>
  )
}

function columnsOf(
  { person, vocabulary, say, exchange, overage }: Words,
  marked: ReadonlySet<string>,
  language: Language,
  asOf: string | undefined,
  isNarrow: boolean,
  isWithPosts: boolean,
): Column<PersonRow>[] {
  return [
    {
      key: 'name',
      title: wordOf(member, 'name', language),
      // Names of the nationalities are long.
      width: 'minmax(104px, 3fr)',
      text: row => row.name,
      href: row => `/people/${row.id}`,
      mark: row => (marked.has(row.id) ? exchange.mark : undefined),
      sorts: true,
    },
    {
      key: 'sex',
      title: wordOf(member, 'sex', language),
      width: '72px',
      text: row => (row.sex === null ? '' : wordFor(vocabulary.sex, row.sex)),
      sorts: true,
    },
    {
      key: 'birth',
      title: wordOf(member, 'birth', language),
      width: '100px',
      text: row => row.birth ?? '',
      sorts: true,
    },
    {
      key: 'org',
      title: person.org,
      width: 'minmax(112px, 4fr)',
      text: row => row.org.shortName ?? row.org.name,
      href: row => addressOf('/orgs', { org: row.org.id, asOf }),
      sorts: true,
    },
    {
      key: 'posts',
      title: overage.posts,
      width: 'minmax(112px, 4fr)',
      text: row => row.posts.map(({ title, org }) => overage.post(title, org)).join(overage.and),
      isExtra: !isWithPosts,
    },
    {
      key: 'status',
      title: wordOf(standing, 'status', language),
      width: '100px',
      text: row => vocabulary.status[row.status],
      sorts: true,
    },
    {
      key: 'report',
      title: person.report,
      // Its longest words differ only at their ends.
      width: '124px',
      text: row => vocabulary.report[row.report],
      sorts: true,
    },
    { key: 'id', title: person.idNumber, width: '156px', text: row => row.idMasked ?? '', isExtra: isNarrow },
    {
      key: 'phone',
      title: person.phone,
      width: '112px',
      text: row => row.phoneMasked ?? '',
      isExtra: isNarrow,
    },
    {
      key: 'joined',
      title: wordOf(member, 'joined', language),
      width: '112px',
      text: row => row.joined ?? say.unknown,
      sorts: true,
      isExtra: true,
    },
  ]
}
