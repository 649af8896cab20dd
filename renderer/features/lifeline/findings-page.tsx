import { Select } from '@mantine/core'
import { useMemo } from 'react'
import {
  type FindingRow,
  type FindingsFilter,
  findingSorts,
  findingsFilterSchema,
} from '#contract/lifeline/lifeline.ts'
import { severities } from '#contract/vocabulary.ts'
import { useClient } from '../../api/client.ts'
import { useOverview, usePlaces } from '../../api/questions.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { useRows } from '../../api/use-rows.ts'
import { addressOf } from '../../kit/address/address.ts'
import { OrgPath } from '../../kit/address/org-path.tsx'
import { useAddress } from '../../kit/address/use-address.ts'
import { Answer } from '../../kit/feedback/answer.tsx'
import { type FilterTag, RecordList } from '../../kit/lists/record-list.tsx'
import type { Column } from '../../kit/lists/record-table.tsx'
import { useOrder } from '../../kit/lists/use-order.ts'
import { Empty } from '../../kit/page/empty.tsx'
import { PageHeader } from '../../kit/page/page-header.tsx'
import { SearchInput } from '../../kit/page/search-input.tsx'
import { SeverityTag } from '../../kit/page/severity-tag.tsx'
import { withWholeDays } from '../../kit/page/whole-days.tsx'
import { type Spoken, useSpoken } from '../../text/language.ts'
import { count, wordFor } from '../../text/written.ts'
import { caseAddress } from '../cases/case-columns.tsx'
import { CasesTogether } from '../cases/org-case.tsx'

const keeping = { keys: ['under', 'rule', 'severity', 'suggested', 'own', 'text', 'sort', 'down'] }

/** What of the address filters the list; what it cannot mean is left out. */
function filterOf(get: (key: string) => string | undefined): FindingsFilter {
  const given = {
    org: get('under'),
    asOf: get('asOf'),
    rule: get('rule'),
    severity: get('severity'),
    suggested: get('suggested') !== undefined,
    own: get('own') !== undefined,
    text: get('text') ?? '',
  }
  const read = findingsFilterSchema.safeParse(given)
  return read.success ? read.data : { org: given.org, asOf: given.asOf }
}

/** The findings below an organization, as they are filtered; each opens its why. */
export function FindingsPage() {
  const spoken = useSpoken()
  const { words } = spoken
  const client = useClient()
  const { get, change } = useAddress()
  const { order, onOrder } = useOrder(findingSorts, { by: 'org', isDown: false })
  const { day } = useShownDay()
  const filter = filterOf(key => (key === 'asOf' ? day : get(key)))
  const { asOf, org: under } = filter
  const { first, total, rows } = useRows<FindingsFilter, FindingRow>(
    'findings',
    { ...filter, sort: order.by, down: order.isDown },
    (of, window, signal) => client.lifeline.findings({ ...of, ...window }, { signal }),
  )
  // Who comes from the number of organizations finds it again above their problems.
  const isAllSuggested =
    filter.suggested === true && !filter.rule && !filter.severity && !filter.own && !filter.text
  const isWhole = !filter.suggested && !filter.rule && !filter.severity && !filter.own && !filter.text
  const overview = useOverview(
    { ...(under !== undefined && { org: under }), asOf },
    isAllSuggested || isWhole,
  ).data
  const flagged = overview?.units.reduce((sum, unit) => sum + unit.flagged, 0)
  const orgs = isWhole ? flagged : isAllSuggested ? overview?.suggested : undefined
  const path = usePlaces(under === undefined ? undefined : [under], asOf).data?.[0]?.path ?? []
  const whose = path.at(-1)
  const columns = useMemo(() => columnsOf(spoken, asOf), [spoken, asOf])
  const tags = useTags(filter, whose?.shortName ?? whose?.name)
  return (
    <div className="whole">
      <div>
        {under !== undefined && <OrgPath path={path} asOf={asOf} />}
        <PageHeader
          title={filter.suggested ? words.lifeline.suggestedList : words.lifeline.allRules}
          note={
            total === undefined
              ? ''
              : orgs !== undefined
                ? words.lifeline.countOf(count(orgs), count(total))
                : words.lifeline.count(count(total))
          }
        >
          <SearchInput
            value={filter.text ?? ''}
            label={words.org.name}
            width={220}
            onSearch={text => change({ text: text.trim() }, true)}
          />
        </PageHeader>
      </div>
      <Answer of={first} lines={10}>
        {() => (
          <RecordList
            label={words.lifeline.allRules}
            title={filter.suggested ? words.lifeline.suggestedList : words.lifeline.allRules}
            name="findings"
            columns={columns}
            rows={rows}
            keyOf={row => `${row.orgId} ${row.rule}`}
            rowHeight={48}
            order={order}
            onOrder={onOrder}
            asOf={asOf}
            whose={whose?.name}
            filters={<Filters filter={filter} />}
            keeping={keeping}
            tags={tags}
            {...(asOf === undefined && {
              actions: (chosen: readonly FindingRow[], letGo: () => void) => (
                <CasesTogether
                  orgs={chosen.filter(row => row.openCase === null).map(row => row.orgId)}
                  onDone={letGo}
                />
              ),
            })}
            empty={<Empty line={emptyLine(spoken, tags)} />}
          />
        )}
      </Answer>
    </div>
  )
}

/** That all is well may only be said where nothing was filtered. */
function emptyLine({ words }: Spoken, tags: readonly FilterTag[]): string {
  return tags.length === 0
    ? words.lifeline.none
    : words.lifeline.noneFiltered(tags.map(tag => tag.label).join(words.packet.comma))
}

/** What has a field of its own above the list. */
const inFields: ReadonlySet<string> = new Set(['rule', 'severity', 'text'])

function useTags(filter: FindingsFilter, under: string | undefined): readonly FilterTag[] {
  const { words } = useSpoken()
  const { change } = useAddress()
  const { rule, severity, suggested, own, text, org } = filter
  const labels = [
    ['under', org === undefined ? undefined : (under ?? org)],
    ['own', own ? words.lifeline.own : undefined],
    ['suggested', suggested ? words.lifeline.suggested : undefined],
    ['rule', rule && wordFor(words.lifeline.rules, rule)],
    ['severity', severity && words.lifeline.severityTag(words.vocabulary.severity[severity])],
    ['text', text === undefined || text === '' ? undefined : words.person.textTag(text)],
  ] as const
  return labels.flatMap(([key, label]) => {
    if (label === undefined) return []
    const gone = key === 'under' ? { under: undefined, own: undefined } : { [key]: undefined }
    return [{ key, label, onRemove: () => change(gone, true), isInField: inFields.has(key) }]
  })
}

function Filters({ filter }: { readonly filter: FindingsFilter }) {
  const { words } = useSpoken()
  const { change } = useAddress()
  return (
    <>
      <Select
        w={180}
        clearable
        aria-label={words.lifeline.rule}
        placeholder={words.lifeline.rule}
        data={Object.entries(words.lifeline.rules).map(([value, label]) => ({ value, label }))}
        value={filter.rule ?? null}
        onChange={value => change({ rule: value ?? undefined }, true)}
      />
      <Select
        w={130}
        clearable
        aria-label={words.lifeline.legendShort}
        placeholder={words.lifeline.legendShort}
        data={severities.map(value => ({ value, label: words.vocabulary.severity[value] }))}
        value={filter.severity ?? null}
        onChange={value => change({ severity: value ?? undefined }, true)}
      />
    </>
  )
}

function columnsOf({ words, say, language }: Spoken, asOf: string | undefined): Column<FindingRow>[] {
  const whyOf = (row: FindingRow) => addressOf('/lifeline/why', { org: row.orgId, rule: row.rule, asOf })
  return [
    {
      key: 'severity',
      title: words.lifeline.legendShort,
      width: language === 'zh' ? '88px' : '104px',
      text: row => words.vocabulary.severity[row.severity],
      cell: row => <SeverityTag severity={row.severity} />,
      sorts: true,
    },
    {
      key: 'under',
      title: words.lifeline.unit,
      width: 'minmax(108px, 0.5fr)',
      text: row => row.under?.shortName ?? row.under?.name ?? words.lifeline.own,
      cell: row => (
        <span className="two-lines">{row.under?.shortName ?? row.under?.name ?? words.lifeline.own}</span>
      ),
      sorts: true,
    },
    {
      key: 'org',
      title: words.org.name,
      width: 'minmax(150px, 1fr)',
      text: row => row.orgName,
      cell: row => <span className="two-lines">{row.orgName}</span>,
      href: row => addressOf('/orgs', { org: row.orgId, asOf }),
      sorts: true,
    },
    {
      key: 'rule',
      title: words.lifeline.rule,
      width: 'minmax(108px, 0.6fr)',
      text: row => wordFor(words.lifeline.rules, row.rule),
      cell: row => <span className="two-lines">{wordFor(words.lifeline.rules, row.rule)}</span>,
      href: whyOf,
      sorts: true,
    },
    {
      key: 'why',
      title: words.lifeline.whyPrinted,
      width: 'minmax(200px, 1.4fr)',
      text: row => say(row.why),
      cell: row => <span className="two-lines">{withWholeDays(say(row.why))}</span>,
    },
    {
      key: 'since',
      title: words.lifeline.since,
      width: '104px',
      text: row => row.since ?? words.lifeline.sinceUnknown,
      sorts: true,
    },
    {
      key: 'case',
      title: words.lifeline.dueAndOwner,
      width: '120px',
      text: ({ openCase }) => (openCase === null ? '' : `${openCase.due} ${openCase.owner}`),
      cell: ({ openCase }) =>
        openCase && <span className="two-lines">{withWholeDays(`${openCase.due} ${openCase.owner}`)}</span>,
      href: row => (row.openCase === null ? undefined : caseAddress(row.openCase.id)),
    },
    {
      key: 'clears',
      title: words.lifeline.clears,
      width: 'minmax(220px, 1.2fr)',
      text: row => say(row.clears),
      cell: row => <span className="two-lines">{withWholeDays(say(row.clears))}</span>,
      isExtra: true,
    },
    {
      key: 'open',
      title: words.lifeline.details,
      width: '72px',
      text: () => words.lifeline.why,
      href: whyOf,
      isWay: true,
    },
  ]
}
