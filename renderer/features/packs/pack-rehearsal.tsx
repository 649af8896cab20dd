import { SegmentedControl } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { useClient } from '../../api/client.ts'
import { rowsOf } from '../../api/use-rows.ts'
import { addressOf } from '../../kit/address/address.ts'
import { RecordList } from '../../kit/lists/record-list.tsx'
import type { Column } from '../../kit/lists/record-table.tsx'
import { Empty } from '../../kit/page/empty.tsx'
import { type Spoken, useSpoken } from '../../text/language.ts'
import { count, wordFor } from '../../text/written.ts'

export type Rehearsal = Awaited<ReturnType<ReturnType<typeof useClient>['rulePacks']['rehearse']>>
type Row = Rehearsal['newlyFlagged'][number]

const lists = ['newlyFlagged', 'cleared', 'newlySuggested', 'released'] as const

/** What a pack would newly flag and clear: the lists behind the numbers, each row opening its branch. */
export function PackRehearsal({ found }: { readonly found: Rehearsal }) {
  const spoken = useSpoken()
  const { words } = spoken
  const { packs } = words
  const [list, setList] = useState(() => lists.find(one => found[one].length > 0) ?? 'newlyFlagged')
  const rows = found[list]
  const columns = useMemo(() => columnsOf(spoken), [spoken])
  return (
    <div className="rehearsal">
      <p>
        <strong>{packs.rehearsed(count(found.newlyFlagged.length), count(found.cleared.length))}</strong>{' '}
        <span className="quiet">
          {[
            packs.total(count(found.now.flagged), count(found.next.flagged)),
            packs.suggestedTotal(count(found.now.suggested), count(found.next.suggested)),
          ].join(words.packet.comma)}
        </span>
      </p>
      {found.unknown.length > 0 && (
        <p className="quiet">{packs.unknown(found.unknown.join(words.packet.comma))}</p>
      )}
      <div className={rows.length === 0 ? undefined : 'rehearsal-rows'}>
        <RecordList<Row>
          label={packs[list]}
          name="rehearsal"
          columns={columns}
          rows={rowsOf(rows, list)}
          keyOf={row => row.orgId}
          asOf={found.asOf}
          filters={
            <SegmentedControl
              aria-label={packs.lists}
              value={list}
              onChange={value => setList(lists.find(one => one === value) ?? list)}
              data={lists.map(value => ({ value, label: `${packs[value]} ${count(found[value].length)}` }))}
            />
          }
          empty={<Empty line={packs.nobody} />}
        />
      </div>
      {found.rules.length > 0 && (
        <details>
          <summary>{packs.byRule}</summary>
          <ul className="rehearsal-list">
            {found.rules.map(({ rule, now, next }) => (
              <li key={rule}>
                {wordFor(words.lifeline.rules, rule)} {count(now)} → {count(next)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

function columnsOf({ words }: Spoken): Column<Row>[] {
  return [
    {
      key: 'org',
      title: words.org.name,
      width: 'minmax(280px, 1fr)',
      text: row => row.name,
      href: row => addressOf('/orgs', { org: row.orgId }),
    },
    {
      key: 'rules',
      title: words.packs.becauseOf,
      width: 'minmax(220px, 1fr)',
      text: row => row.rules.map(rule => wordFor(words.lifeline.rules, rule)).join(words.packet.comma),
    },
    {
      key: 'code',
      title: words.annual.fields.code,
      width: '140px',
      text: row => (row.org === row.orgId ? '' : row.org),
    },
  ]
}
