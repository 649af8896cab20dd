import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Double, DoublePerson } from '#contract/looking.ts'
import { person as member } from '#db/records/person.ts'
import { useClient } from '../../../api/client.ts'
import { useShownDay } from '../../../api/shown-day.ts'
import { addressOf } from '../../../kit/address/address.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { RecordList } from '../../../kit/lists/record-list.tsx'
import type { Column } from '../../../kit/lists/record-table.tsx'
import { Empty } from '../../../kit/page/empty.tsx'
import { PageHeader } from '../../../kit/page/page-header.tsx'
import { type Language, useSpoken } from '../../../text/language.ts'
import { wordOf } from '../../../text/word-of.ts'
import { count } from '../../../text/written.ts'
import type { Words } from '../../../text/zh-CN.ts'
import { MergePanel } from './merge-panel.tsx'

/** People who may be registered twice: each pair is compared, and made one. */
export function DoublesPage() {
  const { language, words } = useSpoken()
  const { day } = useShownDay()
  const client = useClient()
  const doubles = useQuery({ queryKey: ['doubles'], queryFn: () => client.looking.doubles({}) })
  const [compared, setCompared] = useState<Double>()
  const columns = useMemo(() => columnsOf(words, language), [words, language])
  return (
    <div className="whole">
      <PageHeader
        title={words.doubles.title}
        note={doubles.data === undefined ? '' : words.doubles.note(count(doubles.data.length))}
      />
      <Answer of={doubles} lines={10}>
        {rows => (
          <RecordList
            label={words.doubles.title}
            name="doubles"
            columns={columns}
            count={rows.length}
            rowAt={i => rows[i]}
            keyOf={keyOf}
            load={async most => rows.slice(0, most)}
            empty={<Empty line={words.doubles.none} />}
            verbsWidth="104px"
            {...(day === undefined && {
              verbs: (row: Double) => (
                <Button size="compact-sm" variant="default" onClick={() => setCompared(row)}>
                  {words.doubles.compare}
                </Button>
              ),
            })}
          />
        )}
      </Answer>
      {compared !== undefined && (
        <MergePanel key={keyOf(compared)} pair={compared} onEnd={() => setCompared(undefined)} />
      )}
    </div>
  )
}

const keyOf = ({ people: [one, other] }: Double) => `${one.id} ${other.id}`

function columnsOf(words: Words, language: Language): Column<Double>[] {
  const { doubles, person } = words
  const place = ({ org }: DoublePerson) => (org === null ? person.left : (org.shortName ?? org.name))
  return [
    { key: 'why', title: doubles.why, width: '176px', text: row => doubles.reasons[row.why] },
    {
      key: 'name',
      title: wordOf(member, 'name', language),
      width: '84px',
      text: row => row.people[0].name,
      href: row => addressOf(`/people/${row.people[0].id}`, {}),
    },
    {
      key: 'birth',
      title: wordOf(member, 'birth', language),
      width: '100px',
      text: row => row.people[0].birth ?? '',
    },
    { key: 'older', title: doubles.older, width: 'minmax(120px, 1fr)', text: row => place(row.people[0]) },
    { key: 'olderId', title: person.idNumber, width: '154px', text: row => row.people[0].idMasked ?? '' },
    {
      key: 'newer',
      title: doubles.newer,
      width: 'minmax(120px, 1fr)',
      text: row => place(row.people[1]),
      href: row => addressOf(`/people/${row.people[1].id}`, {}),
    },
    { key: 'newerId', title: doubles.newerId, width: '154px', text: row => row.people[1].idMasked ?? '' },
  ]
}
