import type { CadreRow } from '#contract/browse.ts'
import { useCadres } from '../../api/questions.ts'
import { addressOf } from '../../app/address.ts'
import { useSpoken } from '../../text/language.ts'
import { wordFor } from '../../text/words-for.ts'
import { Answer } from '../../ui/answer.tsx'
import { AppLink } from '../../ui/app-link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { type Column, VirtualTable } from '../../ui/virtual-table.tsx'

type Props = { readonly org: string; readonly asOf: string | undefined }

/** The posts held in an organization and all below it. */
export function CadresTab({ org, asOf }: Props) {
  const { words } = useSpoken()
  const columns: Column<CadreRow>[] = [
    {
      key: 'name',
      title: words.person.name,
      width: '132px',
      cell: row => <AppLink href={`/people/${row.person}`}>{row.name}</AppLink>,
    },
    { key: 'title', title: words.person.post, width: '120px', cell: row => row.title },
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
  ]
  return (
    <Answer of={useCadres(org, asOf)}>
      {({ total, rows }) =>
        rows.length === 0 ? (
          <Empty line={words.org.cadresNone} />
        ) : (
          <div className="whole">
            <VirtualTable
              label={words.org.cadres}
              columns={columns}
              count={rows.length}
              rowAt={i => rows[i]}
            />
            {rows.length < total && <span className="quiet">{words.org.shownFirst(rows.length, total)}</span>}
          </div>
        )
      }
    </Answer>
  )
}
