import { type ReactNode, useMemo } from 'react'
import type { PeopleFilter, PersonRow } from '#contract/looking.ts'
import { addressOf } from '../../kit/address.ts'
import { Answer } from '../../kit/answer.tsx'
import { AppLink } from '../../kit/app-link.tsx'
import { Empty } from '../../kit/empty.tsx'
import { type Column, VirtualTable } from '../../kit/virtual-table.tsx'
import { useSpoken } from '../../text/language.ts'
import { usePeople } from './use-people.ts'

type Props = {
  readonly filter: PeopleFilter
  /** Shown where nobody matches. */
  readonly empty?: ReactNode
  /** Stands above the table whatever comes; told how many there are as soon as that is known. */
  readonly heading?: (total: number | undefined) => ReactNode
  /** Beside the tree there is no room for the masked numbers: they are on each person's page. */
  readonly isNarrow?: boolean
}

/** People as a table that scrolls through all of them; every name and organization is a link. */
export function PeopleTable({ filter, empty, heading, isNarrow = false }: Props) {
  const { words } = useSpoken()
  const { first, total: known, list, rowAt, onSight } = usePeople(filter)
  const columns = useMemo(
    () => columnsOf(words).filter(({ key }) => !isNarrow || !numbers.has(key)),
    [words, isNarrow],
  )
  return (
    <>
      {heading?.(known)}
      <Answer of={first} lines={10}>
        {({ total }) =>
          total === 0 ? (
            (empty ?? <Empty line={words.person.emptyAll} />)
          ) : (
            <VirtualTable
              label={words.person.title}
              columns={columns}
              count={total}
              rowAt={rowAt}
              onSight={onSight}
              of={list}
            />
          )
        }
      </Answer>
    </>
  )
}

const numbers: ReadonlySet<string> = new Set(['id', 'phone'])

function columnsOf({ person, vocabulary }: ReturnType<typeof useSpoken>['words']): Column<PersonRow>[] {
  const sexes: Readonly<Record<string, string>> = vocabulary.sex
  return [
    {
      key: 'name',
      title: person.name,
      width: '140px',
      cell: row => (
        <AppLink href={`/people/${row.id}`} title={row.name}>
          {row.name}
        </AppLink>
      ),
    },
    { key: 'sex', title: person.sex, width: '76px', cell: row => sexes[row.sex ?? ''] ?? '' },
    { key: 'birth', title: person.birth, width: '104px', cell: row => row.birth },
    {
      key: 'org',
      title: person.org,
      width: 'minmax(160px, 1fr)',
      cell: row => (
        <AppLink href={addressOf('/orgs', { org: row.org.id })} title={row.org.name}>
          {row.org.shortName ?? row.org.name}
        </AppLink>
      ),
    },
    { key: 'status', title: person.status, width: '116px', cell: row => told(vocabulary.status[row.status]) },
    { key: 'report', title: person.report, width: '112px', cell: row => told(vocabulary.report[row.report]) },
    { key: 'id', title: person.idNumber, width: '156px', cell: row => row.idMasked },
    { key: 'phone', title: person.phone, width: '108px', cell: row => row.phoneMasked },
  ]
}

/** A word that is longer in one language than its column is told in full when one points at it. */
function told(word: string): ReactNode {
  return <span title={word}>{word}</span>
}
