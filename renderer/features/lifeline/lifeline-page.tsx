import { Group, Stack } from '@mantine/core'
import { useChildren, usePlaces, useScan, useTop } from '../../api/questions.ts'
import { addressOf } from '../../kit/address.ts'
import { Answer } from '../../kit/answer.tsx'
import { AppLink } from '../../kit/app-link.tsx'
import { DayPicker } from '../../kit/day-picker.tsx'
import { Empty } from '../../kit/empty.tsx'
import { OrgPath } from '../../kit/org-path.tsx'
import { PageHeader } from '../../kit/page-header.tsx'
import { SeverityTag } from '../../kit/severity-tag.tsx'
import { useAddress } from '../../kit/use-address.ts'
import { useSpoken } from '../../text/language.ts'
import { heatRows } from './heat-rows.ts'
import { HeatTable } from './heat-table.tsx'
import { LifelineFollows } from './lifeline-follows.tsx'

/** Units and rules as a table of coloured, labelled cells; each unit opens the ones below it. */
export function LifelinePage() {
  const { words } = useSpoken()
  const { get, change } = useAddress()
  const asOf = get('asOf')
  const top = useTop(asOf)
  const under = get('under') ?? top.data?.id
  const scan = useScan(
    { ...(under !== undefined && { org: under }), asOf, evidence: false },
    under !== undefined,
  )
  const children = useChildren(under, asOf)
  const findings = scan.data?.findings
  const orgs = findings && [...new Set(findings.map(finding => finding.org))]
  const places = usePlaces(orgs, asOf)
  const place = usePlaces(under === undefined ? undefined : [under], asOf).data?.[0]
  const whole = {
    data:
      scan.data && children.data && places.data
        ? { scan: scan.data, rows: heatRows(children.data, scan.data.findings, places.data) }
        : undefined,
    error: scan.error ?? children.error ?? places.error,
    refetch: scan.refetch,
  }
  return (
    <Stack gap="sm">
      {place !== undefined && place.path.length > 1 && <OrgPath path={place.path.slice(0, -1)} asOf={asOf} />}
      <PageHeader
        title={
          place === undefined || place.path.length < 2
            ? words.lifeline.title
            : (place.path.at(-1)?.name ?? '')
        }
        note={scan.data && words.lifeline.summary(scan.data.branches, scan.data.flagged, scan.data.exempt)}
      >
        <AppLink href={addressOf('/lifeline/list', { under: get('under'), asOf })}>
          {words.lifeline.allRules}
        </AppLink>
        <DayPicker value={asOf} onChange={day => change({ asOf: day })} />
      </PageHeader>
      <Answer of={whole} lines={10}>
        {({ scan: { branches }, rows }) =>
          branches === 0 && rows.length === 0 ? (
            <Empty line={words.lifeline.noBranches} />
          ) : (
            <>
              <HeatTable
                rows={rows}
                under={under ?? ''}
                ownName={place?.path.at(-1)?.shortName ?? place?.path.at(-1)?.name ?? words.lifeline.own}
                asOf={asOf}
              />
              <Group gap="xs" className="quiet">
                {words.lifeline.legend}
                <SeverityTag severity="red" />
                <SeverityTag severity="orange" />
                <SeverityTag severity="yellow" />
                <SeverityTag severity="info" />
              </Group>
              <LifelineFollows under={under} asOf={asOf} />
            </>
          )
        }
      </Answer>
    </Stack>
  )
}
