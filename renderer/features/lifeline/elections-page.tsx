import type { DueElection } from '#contract/lifeline.ts'
import { useDueElections } from '../../api/questions.ts'
import { addressOf } from '../../kit/address.ts'
import { Answer } from '../../kit/answer.tsx'
import { AppLink } from '../../kit/app-link.tsx'
import { Empty } from '../../kit/empty.tsx'
import { PageHeader } from '../../kit/page-header.tsx'
import { PrintButton } from '../../kit/print-button.tsx'
import { type Column, VirtualTable } from '../../kit/virtual-table.tsx'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/number.ts'

/** The elections of the half year to come, the soonest first. */
export function ElectionsPage() {
  const { words } = useSpoken()
  const elections = useDueElections()
  const printed = (found: NonNullable<typeof elections.data>) => ({
    title: words.elections.title,
    note: `${words.say.asOf} ${found.asOf}`,
    heads: [
      words.org.name,
      words.org.code,
      words.elections.elected,
      words.elections.due,
      words.elections.left,
    ],
    rows: found.rows.map(row => [
      row.name,
      row.code ?? '',
      row.elected,
      row.due,
      words.elections.days(row.daysLeft),
    ]),
  })
  const columns: Column<DueElection>[] = [
    {
      key: 'org',
      title: words.org.name,
      width: 'minmax(260px, 1fr)',
      cell: row => (
        <AppLink href={addressOf('/orgs', { org: row.id, tab: 'terms' })} title={row.name}>
          {row.name}
        </AppLink>
      ),
    },
    { key: 'elected', title: words.elections.elected, width: '140px', cell: row => row.elected },
    { key: 'due', title: words.elections.due, width: '140px', cell: row => row.due },
    {
      key: 'left',
      title: words.elections.left,
      width: '120px',
      cell: row => words.elections.days(row.daysLeft),
    },
  ]
  return (
    <div className="whole">
      <PageHeader
        title={words.elections.title}
        note={elections.data && words.elections.note(count(elections.data.rows.length), elections.data.until)}
      >
        {elections.data !== undefined && elections.data.rows.length > 0 && (
          <PrintButton load={() => printed(elections.data)} />
        )}
      </PageHeader>
      <Answer of={elections} lines={10}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty line={words.elections.none} />
          ) : (
            <VirtualTable
              label={words.elections.title}
              columns={columns}
              count={rows.length}
              rowAt={i => rows[i]}
            />
          )
        }
      </Answer>
    </div>
  )
}
