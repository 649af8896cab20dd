import { Group, Select } from '@mantine/core'
import { severities } from '#contract/vocabulary.ts'
import { usePlaces, useScan } from '../../api/questions.ts'
import { addressOf } from '../../kit/address.ts'
import { Answer } from '../../kit/answer.tsx'
import { AppLink } from '../../kit/app-link.tsx'
import { Empty } from '../../kit/empty.tsx'
import { OrgPath } from '../../kit/org-path.tsx'
import { PageHeader } from '../../kit/page-header.tsx'
import { PrintButton } from '../../kit/print-button.tsx'
import { SeverityTag } from '../../kit/severity-tag.tsx'
import { useAddress } from '../../kit/use-address.ts'
import { type Column, VirtualTable } from '../../kit/virtual-table.tsx'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/number.ts'
import { wordFor } from '../../text/words-for.ts'
import { chosenFindings, type Finding } from './chosen-findings.ts'

/** The findings below an organization, by rule and severity; each opens its why. */
export function FindingsPage() {
  const { words, say } = useSpoken()
  const { get, change } = useAddress()
  const under = get('under')
  const asOf = get('asOf')
  const scan = useScan({ ...(under !== undefined && { org: under }), asOf, evidence: false })
  const path = usePlaces(under === undefined ? undefined : [under], asOf).data?.[0]?.path ?? []
  const own = path.at(-1)
  const rule = get('rule')
  const rowsOf = ({ findings, suggested }: NonNullable<typeof scan.data>) =>
    chosenFindings(findings, {
      rule,
      severity: get('severity'),
      among: get('suggested') === undefined ? undefined : new Set(suggested),
      ownOf:
        get('own') === undefined || own === undefined ? undefined : new Set([own.id, own.code ?? own.id]),
    })
  const printed = (day: string, rows: readonly Finding[]) => ({
    title: rule === undefined ? words.lifeline.allRules : wordFor(words.lifeline.rules, rule),
    note: [own?.name, `${words.say.asOf} ${day}`].filter(part => part !== undefined).join(' · '),
    heads: [
      words.lifeline.legendShort,
      words.org.name,
      words.lifeline.rule,
      words.lifeline.whyPrinted,
      words.lifeline.since,
      words.lifeline.clears,
    ],
    rows: rows.map(finding => [
      words.vocabulary.severity[finding.severity],
      finding.orgName,
      wordFor(words.lifeline.rules, finding.rule),
      say(finding.why),
      finding.since ?? words.lifeline.sinceUnknown,
      say(finding.clears),
    ]),
  })
  const columns: Column<Finding>[] = [
    {
      key: 'severity',
      title: words.lifeline.legendShort,
      width: '112px',
      cell: finding => <SeverityTag severity={finding.severity} />,
    },
    {
      key: 'org',
      title: words.org.name,
      width: 'minmax(220px, 1fr)',
      cell: finding => (
        <AppLink href={addressOf('/orgs', { org: finding.org, asOf })} title={finding.orgName}>
          {finding.orgName}
        </AppLink>
      ),
    },
    {
      key: 'rule',
      title: words.lifeline.rule,
      width: '170px',
      cell: finding => wordFor(words.lifeline.rules, finding.rule),
    },
    {
      key: 'why',
      title: words.lifeline.whyPrinted,
      width: 'minmax(260px, 1.4fr)',
      cell: finding => (
        <span className="two-lines" title={say(finding.why)}>
          {say(finding.why)}
        </span>
      ),
    },
    {
      key: 'since',
      title: words.lifeline.since,
      width: '110px',
      cell: finding => finding.since ?? words.lifeline.sinceUnknown,
    },
    {
      key: 'open',
      title: words.lifeline.why,
      width: '88px',
      cell: finding => (
        <AppLink href={addressOf('/lifeline/why', { org: finding.org, rule: finding.rule, asOf })}>
          {words.lifeline.why}
        </AppLink>
      ),
    },
  ]
  const chosen = scan.data && rowsOf(scan.data)
  return (
    <div className="whole">
      <div>
        {under !== undefined && <OrgPath path={path} asOf={asOf} />}
        <PageHeader
          title={rule === undefined ? words.lifeline.allRules : wordFor(words.lifeline.rules, rule)}
          note={[own?.name, chosen && words.lifeline.count(count(chosen.length))]
            .filter(part => part !== undefined)
            .join(' · ')}
        >
          <Group gap="xs" wrap="nowrap">
            {scan.data !== undefined && chosen !== undefined && chosen.length > 0 && (
              <PrintButton load={() => printed(scan.data.asOf, chosen)} />
            )}
            <Select
              w={180}
              clearable
              aria-label={words.lifeline.rule}
              placeholder={words.lifeline.rule}
              data={Object.entries(words.lifeline.rules).map(([value, label]) => ({ value, label }))}
              value={rule ?? null}
              onChange={value => change({ rule: value ?? undefined }, true)}
            />
            <Select
              w={120}
              clearable
              aria-label={words.lifeline.legendShort}
              placeholder={words.lifeline.legendShort}
              data={severities.map(value => ({ value, label: words.vocabulary.severity[value] }))}
              value={get('severity') ?? null}
              onChange={value => change({ severity: value ?? undefined }, true)}
            />
          </Group>
        </PageHeader>
      </div>
      <Answer of={scan} lines={10}>
        {result => {
          const rows = rowsOf(result)
          if (rows.length === 0) return <Empty line={words.lifeline.none} />
          return (
            <VirtualTable
              label={words.lifeline.allRules}
              columns={columns}
              count={rows.length}
              rowHeight={48}
              rowAt={i => rows[i]}
            />
          )
        }}
      </Answer>
    </div>
  )
}
