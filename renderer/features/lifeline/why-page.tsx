import { Stack } from '@mantine/core'
import { usePlaces } from '../../api/questions.ts'
import { addressOf } from '../../kit/address.ts'
import { AppLink } from '../../kit/app-link.tsx'
import { Empty } from '../../kit/empty.tsx'
import { OrgPath } from '../../kit/org-path.tsx'
import { PageHeader } from '../../kit/page-header.tsx'
import { useAddress } from '../../kit/use-address.ts'
import { useSpoken } from '../../text/language.ts'
import { OrgFindings } from './org-findings.tsx'

/** Why one organization was found weak by one rule. */
export function WhyPage() {
  const { words } = useSpoken()
  const { get } = useAddress()
  const org = get('org')
  const asOf = get('asOf')
  const path = usePlaces(org === undefined ? undefined : [org], asOf).data?.[0]?.path ?? []
  if (org === undefined)
    return <Empty isPage title={words.failure.missingTitle} line={words.failure.missing} />
  return (
    <Stack gap="sm" maw={960}>
      <OrgPath path={path.slice(0, -1)} asOf={asOf} />
      <PageHeader title={path.at(-1)?.name ?? ''}>
        <AppLink href={addressOf('/orgs', { org, asOf })}>{words.lifeline.open}</AppLink>
      </PageHeader>
      <OrgFindings org={org} asOf={asOf} rule={get('rule')} />
    </Stack>
  )
}
