import { useMemo } from 'react'
import { type CadreRow, type CadresFilter, cadreSorts } from '#contract/looking.ts'
import { person as member } from '#db/records/person.ts'
import { post } from '#db/records/post.ts'
import { useClient } from '../../../api/client.ts'
import { useDays } from '../../../api/shown-day.ts'
import { useRows } from '../../../api/use-rows.ts'
import { addressOf } from '../../../kit/address/address.ts'
import { useAddress } from '../../../kit/address/use-address.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { useByHand } from '../../../kit/forms/by-hand.tsx'
import { ManyActs } from '../../../kit/forms/many/many-acts.tsx'
import { RowVerbs } from '../../../kit/forms/row-verbs.tsx'
import { RecordList } from '../../../kit/lists/record-list.tsx'
import type { Column } from '../../../kit/lists/record-table.tsx'
import { useOrder } from '../../../kit/lists/use-order.ts'
import { Empty } from '../../../kit/page/empty.tsx'
import { SearchInput } from '../../../kit/page/search-input.tsx'
import { type Language, useSpoken } from '../../../text/language.ts'
import { wordOf } from '../../../text/word-of.ts'
import { wordFor } from '../../../text/written.ts'
import type { Words } from '../../../text/zh-CN.ts'

type Props = { readonly org: string; readonly whose: string; readonly asOf: string | undefined }

/** The posts held in an organization and all below it. */
export function CadresTab({ org, whose, asOf }: Props) {
  const { language, words } = useSpoken()
  const client = useClient()
  const days = useDays(asOf)
  const byHand = useByHand()
  const { get, change } = useAddress()
  const { order, onOrder } = useOrder(cadreSorts, { by: 'org', isDown: false })
  const text = get('text') ?? ''
  const look = (wanted: string) => change({ text: wanted.trim() }, true)
  const { first, rows } = useRows<CadresFilter, CadreRow>(
    'cadres',
    { org, ...days, text, sort: order.by, down: order.isDown },
    (of, window, signal) => client.looking.cadres({ ...of, ...window }, { signal }),
  )
  const columns = useMemo(() => columnsOf(words, language, asOf), [words, language, asOf])
  return (
    <Answer of={first}>
      {() => (
        <RecordList
          label={words.org.cadres}
          name="cadres"
          columns={columns}
          rows={rows}
          keyOf={row => row.id}
          order={order}
          onOrder={onOrder}
          asOf={asOf}
          whose={whose}
          filters={<SearchInput value={text} label={words.org.cadresHint} onSearch={look} />}
          tags={
            text === ''
              ? []
              : [
                  {
                    key: 'text',
                    label: words.person.textTag(text),
                    onRemove: () => look(''),
                    isInField: true,
                  },
                ]
          }
          {...(asOf === undefined && {
            onEdit: (row: CadreRow) => byHand.edit(row.id),
            actions: (rows: readonly CadreRow[], done: () => void) => (
              <ManyActs kind="post" ids={rows.map(row => row.id)} onDone={done} />
            ),
          })}
          verbs={(row: CadreRow) => (
            <RowVerbs
              inList
              id={row.id}
              title={`${row.name} ${row.title}`}
              {...(asOf !== undefined && { page: `/people/${row.person}` })}
            />
          )}
          empty={<Empty line={text === '' ? words.org.cadresNone : words.org.cadresEmpty} />}
        />
      )}
    </Answer>
  )
}

function columnsOf(
  { person, vocabulary, say }: Words,
  language: Language,
  asOf: string | undefined,
): Column<CadreRow>[] {
  return [
    {
      key: 'name',
      title: wordOf(member, 'name', language),
      width: '112px',
      text: row => row.name,
      href: row => `/people/${row.person}`,
      sorts: true,
    },
    {
      key: 'title',
      title: wordOf(post, 'title', language),
      width: '112px',
      text: row => row.title,
      sorts: true,
    },
    {
      key: 'org',
      title: person.org,
      width: 'minmax(140px, 1fr)',
      text: row => row.org.shortName ?? row.org.name,
      href: row => addressOf('/orgs', { org: row.org.id, tab: 'cadres', asOf }),
      sorts: true,
    },
    {
      key: 'nature',
      title: wordOf(post, 'nature', language),
      width: '104px',
      text: row => (row.nature === null ? '' : wordFor(vocabulary.nature, row.nature)),
      sorts: true,
    },
    {
      key: 'since',
      title: wordOf(post, 'since', language),
      width: '112px',
      text: row => row.since ?? say.unknown,
      sorts: true,
    },
    {
      key: 'until',
      title: wordOf(post, 'until', language),
      width: '112px',
      text: row => row.until ?? person.now,
      sorts: true,
      isExtra: true,
    },
  ]
}
