import { Button, Group, SegmentedControl, Text } from '@mantine/core'
import { useMemo, useState } from 'react'
import { type Proposal, proposalStates } from '#contract/lifeline/rulings.ts'
import { ruling as rulingRecord } from '#db/records/lifeline/ruling.ts'
import { useClient } from '../../../api/client.ts'
import { useOrg, useProposalsDue, useStatus } from '../../../api/questions.ts'
import { useShownDay } from '../../../api/shown-day.ts'
import { useRows } from '../../../api/use-rows.ts'
import { addressOf } from '../../../kit/address/address.ts'
import { useAddress } from '../../../kit/address/use-address.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { useByHand } from '../../../kit/forms/by-hand.tsx'
import { OrgPicker } from '../../../kit/forms/org-picker.tsx'
import { RecordList } from '../../../kit/lists/record-list.tsx'
import type { Column } from '../../../kit/lists/record-table.tsx'
import { Empty } from '../../../kit/page/empty.tsx'
import { PageHeader } from '../../../kit/page/page-header.tsx'
import { SeverityTag } from '../../../kit/page/severity-tag.tsx'
import { type Spoken, useSpoken } from '../../../text/language.ts'
import { wordOf } from '../../../text/word-of.ts'
import { count, wordFor } from '../../../text/written.ts'
import { caseAddress } from '../case-columns.tsx'
import { CasePanel } from '../case-panel.tsx'
import { decidedTogether, isUnderWay, mostDecided } from '../case-verbs.ts'
import { CasesTogether } from '../org-case.tsx'
import { DecidePanel } from './decide-panel.tsx'

const parts = ['open', 'unopened', 'marked', 'set-aside', 'confirmed', 'lapsed'] as const
type Part = (typeof parts)[number]
type Filter = { readonly part: Part; readonly org: string | undefined; readonly asOf: string | undefined }

/** What the rules propose waits for a person; what was decided stands beside what the rules say now. */
export function ProposalsPage() {
  const spoken = useSpoken()
  const { words } = spoken
  const client = useClient()
  const byHand = useByHand()
  const { get, change } = useAddress()
  const { day } = useShownDay()
  const status = useStatus().data
  const today = status?.clock.today ?? ''
  const part = parts.find(one => one === get('part')) ?? 'open'
  const filter: Filter = { part, org: get('under'), asOf: day }
  const { first, rows } = useRows<Filter, Proposal>(
    'proposals',
    filter,
    ({ part: of, ...asked }, window, signal) =>
      client.rulings.proposals(
        {
          ...asked,
          ...window,
          ...(of === 'marked' || of === 'unopened' ? { [of]: true } : { state: stateOf(of) }),
        },
        { signal },
      ),
  )
  const numbers = useProposalsDue(day, filter.org).data
  const under = useOrg(filter.org, day).data
  const underName = filter.org === undefined ? undefined : (under?.shortName ?? under?.name ?? filter.org)
  const [deciding, setDeciding] = useState<{
    readonly row: Proposal
    readonly alike?: readonly Proposal[]
    readonly outcome: 'confirmed' | 'set-aside'
    readonly letGo?: () => void
  }>()
  const [relapsing, setRelapsing] = useState<string>()
  const columns = useMemo(() => columnsOf(spoken, day), [spoken, day])
  const { proposals } = words.cases
  const n = (of: Part) => (of === 'marked' || of === 'unopened' ? numbers?.[of] : numbers?.counts[of])
  return (
    <div className="whole">
      <PageHeader
        title={proposals.title}
        note={numbers === undefined ? '' : proposals.note(count(numbers.counts.open + numbers.counts.lapsed))}
      />
      <Answer of={first} lines={10}>
        {() => (
          <RecordList
            label={proposals.title}
            name="proposals"
            columns={columns}
            rows={rows}
            keyOf={row => row.orgId}
            rowHeight={48}
            asOf={day}
            filters={
              <>
                <OrgPicker
                  label={words.person.org}
                  placeholder={status?.org?.name ?? ''}
                  org={filter.org}
                  name={underName}
                  onChange={org => change({ under: org }, true)}
                />
                <SegmentedControl
                  aria-label={proposals.part}
                  value={part}
                  onChange={value => change({ part: value === 'open' ? undefined : value }, true)}
                  data={parts.map(value => ({
                    value,
                    label: `${proposals.parts[value]}${n(value) === undefined ? '' : ` ${count(n(value) ?? 0)}`}`,
                  }))}
                />
              </>
            }
            tags={[
              ...(underName === undefined
                ? []
                : [
                    {
                      key: 'under',
                      label: underName,
                      onRemove: () => change({ under: undefined }, true),
                      isInField: true,
                    },
                  ]),
              { key: 'part', label: proposals.parts[part], onRemove: () => undefined, isInField: true },
            ]}
            {...(day === undefined && {
              onEdit: (row: Proposal) => setDeciding({ row, outcome: 'confirmed' }),
              verbs: (row: Proposal) => (
                <Verbs
                  row={row}
                  onDecide={outcome => setDeciding({ row, outcome })}
                  onRelapse={setRelapsing}
                  onOpen={() =>
                    byHand.add('rectification', {
                      set: { org: row.orgId, opened: today },
                      named: { org: { id: row.orgId, name: row.orgName } },
                    })
                  }
                />
              ),
              actions: (rows: readonly Proposal[], letGo: () => void) => (
                <>
                  <CasesTogether orgs={rows.filter(isToOpen).map(row => row.orgId)} onDone={letGo} />
                  <Many rows={rows} onDecide={decided => setDeciding({ ...decided, letGo })} />
                </>
              ),
              verbsWidth: spoken.language === 'zh' ? '168px' : '176px',
            })}
            empty={<Empty line={proposals.none[part]} />}
          />
        )}
      </Answer>
      {deciding !== undefined && (
        <DecidePanel
          key={deciding.row.orgId}
          row={deciding.row}
          alike={deciding.alike ?? []}
          outcome={deciding.outcome}
          onEnd={isDone => {
            if (isDone === true) deciding.letGo?.()
            setDeciding(undefined)
          }}
        />
      )}
      {relapsing !== undefined && (
        <CasePanel key={relapsing} id={relapsing} verb="relapse" onEnd={() => setRelapsing(undefined)} />
      )}
    </div>
  )
}

function stateOf(part: Part): Proposal['state'] | undefined {
  return proposalStates.find(one => one === part)
}

/** Confirmed, without a case under way, and none that relapsed instead. */
function isToOpen(row: Proposal): boolean {
  const isOpen = row.case !== null && isUnderWay(row.case)
  const hasRelapsed = row.mark === 'found-again' && row.case !== null
  return row.isOurs && row.state === 'confirmed' && !isOpen && !hasRelapsed
}

type VerbsProps = {
  readonly row: Proposal
  readonly onDecide: (outcome: 'confirmed' | 'set-aside') => void
  readonly onRelapse: (id: string) => void
  readonly onOpen: () => void
}

/** Who has decided goes on with the case; whoever has not decides; what was cleared and is found again relapsed. */
function Verbs({ row, onDecide, onRelapse, onOpen }: VerbsProps) {
  const { words } = useSpoken()
  const { proposals, verbs } = words.cases
  const again = row.mark === 'found-again' ? row.case : null
  if (!row.isOurs) return <span className="quiet">{proposals.ours}</span>
  const button = (label: string, act: () => void) => (
    <Button
      size="compact-sm"
      variant="default"
      tabIndex={-1}
      aria-label={`${label} ${row.orgName}`}
      onClick={act}
    >
      {label}
    </Button>
  )
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      {again !== null && button(verbs.relapse, () => onRelapse(again.id))}
      {again === null && row.state !== 'confirmed' && button(proposals.confirm, () => onDecide('confirmed'))}
      {isToOpen(row) && button(proposals.openCase, onOpen)}
      {row.state !== 'set-aside' && button(proposals.setAside, () => onDecide('set-aside'))}
    </Group>
  )
}

type ManyProps = {
  readonly rows: readonly Proposal[]
  readonly onDecide: (deciding: {
    readonly row: Proposal
    readonly alike: readonly Proposal[]
    readonly outcome: 'confirmed' | 'set-aside'
  }) => void
}

/** The same decided about all that are chosen, as far as it is ours to decide and not decided so already. */
function Many({ rows, onDecide }: ManyProps) {
  const { words } = useSpoken()
  const { proposals } = words.cases
  const button = (outcome: 'confirmed' | 'set-aside', label: string) => {
    const [row, ...alike] = decidedTogether(rows, outcome)
    if (row === undefined || alike.length >= mostDecided) return null
    return (
      <Button size="compact-sm" variant="default" onClick={() => onDecide({ row, alike, outcome })}>
        {proposals.many(label, count(alike.length + 1))}
      </Button>
    )
  }
  return (
    <>
      {button('confirmed', proposals.confirm)}
      {button('set-aside', proposals.setAside)}
      {(['confirmed', 'set-aside'] as const).some(
        outcome => decidedTogether(rows, outcome).length > mostDecided,
      ) && <Text size="sm">{proposals.tooMany(count(mostDecided))}</Text>}
    </>
  )
}

function columnsOf({ words, language, say }: Spoken, asOf: string | undefined): Column<Proposal>[] {
  const { cases } = words
  const { proposals } = cases
  const outcome = (row: Proposal) =>
    row.ruling === null ? '' : rulingRecord.fields.outcome.show(row.ruling.outcome, language)
  const ruled = (row: Proposal) =>
    row.ruling === null
      ? ''
      : [
          outcome(row),
          row.ruling.decided,
          row.ruling.signer,
          row.ruling.expires === null ? '' : proposals.until(row.ruling.expires),
        ]
          .filter(part => part !== '')
          .join(words.packet.comma)
  const marked = (row: Proposal) =>
    row.mark === null
      ? ''
      : proposals.mark[row.mark](
          row.newRules.map(rule => wordFor(words.lifeline.rules, rule)).join(words.packet.comma),
        )
  return [
    { key: 'street', title: cases.street, width: 'minmax(170px, 0.8fr)', text: row => row.street ?? '' },
    {
      key: 'org',
      title: wordOf(rulingRecord, 'org', language),
      width: 'minmax(140px, 0.8fr)',
      text: row => row.orgName,
      cell: row => <span className="two-lines">{row.orgName}</span>,
      href: row => addressOf('/lifeline/why', { org: row.orgId, asOf }),
    },
    {
      key: 'findings',
      title: proposals.findings,
      width: 'minmax(220px, 2.4fr)',
      text: row => row.findings.map(({ why }) => say(why)).join(' '),
      cell: row => (
        <span className="two-lines" title={row.findings.map(({ why }) => say(why)).join('\n')}>
          {row.findings.slice(0, 4).map(({ rule, severity }) => (
            <SeverityTag key={rule} severity={severity}>
              {wordFor(words.lifeline.rules, rule)}
            </SeverityTag>
          ))}
        </span>
      ),
    },
    {
      key: 'ruling',
      title: proposals.ruling,
      width: 'minmax(130px, 0.8fr)',
      text: row => [ruled(row), marked(row)].filter(part => part !== '').join(' '),
      cell: row => (
        <span className="two-lines" title={row.ruling?.reason}>
          {ruled(row)}
          {row.mark !== null && (
            <>
              {' '}
              <SeverityTag severity="orange">{marked(row)}</SeverityTag>
            </>
          )}
        </span>
      ),
    },
    {
      key: 'case',
      title: cases.title,
      width: '96px',
      text: row => row.case?.stateWords[language] ?? '',
      href: row => (row.case === null ? undefined : caseAddress(row.case.id)),
    },
  ]
}
