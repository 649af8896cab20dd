import { useMemo } from 'react'
import type { CadreRow } from '#contract/looking.ts'
import { useClient } from '../../api/client.ts'
import { useRows } from '../../api/use-rows.ts'
import { addressOf } from '../../kit/address.ts'
import { Answer } from '../../kit/answer.tsx'
import { AppLink } from '../../kit/app-link.tsx'
import { Empty } from '../../kit/empty.tsx'
import { RowVerbs } from '../../kit/row-verbs.tsx'
import { type Column, VirtualTable } from '../../kit/virtual-table.tsx'
import { useSpoken } from '../../text/language.ts'
import { wordFor } from '../../text/words-for.ts'

type Props = { readonly org: string; readonly asOf: string | undefined }

/** The posts held in an organization and all below it. */
export function CadresTab({ org, asOf }: Props) {
  const { words } = useSpoken()
  const client = useClient()
  const { first, list, rowAt, onSight } = useRows<Props, CadreRow>(
    'cadres',
    { org, asOf },
    (of, window, signal) => client.looking.cadres({ ...of, ...window }, { signal }),
  )
  const columns = useMemo(() => columnsOf(words, asOf), [words, asOf])
  return (
    <Answer of={first}>
      {({ total }) =>
        total === 0 ? (
          <Empty line={words.org.cadresNone} />
        ) : (
          <div className="whole">
            <VirtualTable
              label={words.org.cadres}
              columns={columns}
              count={total}
              rowAt={rowAt}
              onSight={onSight}
              of={list}
            />
          </div>
        )
      }
    </Answer>
  )
}

function columnsOf(
  words: ReturnType<typeof useSpoken>['words'],
  asOf: string | undefined,
): Column<CadreRow>[] {
  return [
    {
      key: 'name',
      title: words.person.name,
      width: '132px',
      cell: row => (
        <AppLink href={`/people/${row.person}`} title={row.name}>
          {row.name}
        </AppLink>
      ),
    },
    {
      key: 'title',
      title: words.person.post,
      width: '120px',
      cell: row => <span title={row.title}>{row.title}</span>,
    },
    {
      key: 'org',
      title: words.person.org,
      width: 'minmax(200px, 1fr)',
      cell: row => (
        <AppLink href={addressOf('/orgs', { org: row.org.id, tab: 'cadres', asOf })} title={row.org.name}>
          {row.org.shortName ?? row.org.name}
        </AppLink>
      ),
    },
    {
      key: 'nature',
      title: words.person.nature,
      width: '90px',
      cell: row => (row.nature === null ? '' : wordFor(words.vocabulary.nature, row.nature)),
    },
    { key: 'since', title: words.person.since, width: '116px', cell: row => row.since ?? words.say.unknown },
    { key: 'until', title: words.person.until, width: '116px', cell: row => row.until ?? words.person.now },
    ...(asOf === undefined
      ? [
          {
            key: 'verbs',
            title: words.byHand.verbs,
            width: '64px',
            cell: (row: CadreRow) => <RowVerbs id={row.id} title={`${row.name} ${row.title}`} />,
          },
        ]
      : []),
  ]
}
