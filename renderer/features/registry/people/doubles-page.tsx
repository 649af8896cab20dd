import { Button, SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Double, DoublePerson } from '#contract/looking.ts'
import { person as member } from '#db/records/person.ts'
import { useClient } from '../../../api/client.ts'
import { useShownDay } from '../../../api/shown-day.ts'
import { rowsOf } from '../../../api/use-rows.ts'
import { addressOf } from '../../../kit/address/address.ts'
import { useAddress } from '../../../kit/address/use-address.ts'
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

/** People who may be registered twice: each pair is compared, and made one, or noted as two people. */
export function DoublesPage() {
  const { language, words } = useSpoken()
  const { day } = useShownDay()
  const client = useClient()
  const { get, change } = useAddress()
  const doubles = useQuery({ queryKey: ['doubles'], queryFn: () => client.looking.doubles({}) })
  const [compared, setCompared] = useState<Double>()
  const columns = useMemo(() => columnsOf(words, language), [words, language])
  const open = doubles.data?.filter(({ apart }) => apart === null).length
  const part = get('part') === 'apart' ? 'apart' : 'open'
  const choose = (value: string) => change({ part: value === 'apart' ? value : undefined }, true)
  return (
    <div className="whole">
      <PageHeader
        title={words.doubles.title}
        note={open === undefined ? '' : words.doubles.note(count(open))}
      />
      <Answer of={doubles} lines={10}>
        {all => {
          const [toCompare, apart] = [
            all.filter(pair => pair.apart === null),
            all.filter(pair => pair.apart !== null),
          ]
          const rows = part === 'apart' ? apart : toCompare
          return (
            <RecordList
              label={words.doubles.title}
              name="doubles"
              columns={columns}
              rows={rowsOf(rows, part)}
              keyOf={keyOf}
              filters={
                (apart.length > 0 || part === 'apart') && (
                  <SegmentedControl
                    aria-label={words.doubles.part}
                    value={part}
                    onChange={choose}
                    data={[
                      { value: 'open', label: `${words.doubles.open} ${count(toCompare.length)}` },
                      { value: 'apart', label: `${words.doubles.apart} ${count(apart.length)}` },
                    ]}
                  />
                )
              }
              tags={
                part === 'open'
                  ? []
                  : [
                      {
                        key: 'part',
                        label: words.doubles.apart,
                        onRemove: () => choose('open'),
                        isInField: true,
                      },
                    ]
              }
              empty={
                <Empty
                  line={part === 'open' && apart.length > 0 ? words.doubles.allApart : words.doubles.none}
                />
              }
              verbsWidth="104px"
              {...(day === undefined && {
                verbs: (row: Double) => (
                  <Button size="compact-sm" variant="default" onClick={() => setCompared(row)}>
                    {words.doubles.compare}
                  </Button>
                ),
              })}
            />
          )
        }}
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
      width: 'minmax(84px, 120px)',
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
