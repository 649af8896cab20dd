import { Stack } from '@mantine/core'
import { useOverview, useWhy } from '../../api/questions.ts'
import { addressOf } from '../../kit/address/address.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { Answer } from '../../kit/feedback/answer.tsx'
import { Empty } from '../../kit/page/empty.tsx'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/written.ts'
import { FindingCard } from './finding-card.tsx'

type Props = {
  readonly org: string
  readonly asOf: string | undefined
  readonly rule?: string | undefined
  /** Others may stand below it, of which what is said here says nothing. */
  readonly isUnit: boolean
}

/** What was found of one organization itself, explained; of one that is no branch also how many below it have problems. */
export function OrgFindings({ org, asOf, rule, isUnit }: Props) {
  const { words } = useSpoken()
  const below = isUnit && <BranchesBelow org={org} asOf={asOf} />
  return (
    <Answer of={useWhy(org, asOf, rule)} lines={6}>
      {({ findings, asOf: today }) =>
        findings.length === 0 ? (
          <Empty line={isUnit ? words.glance.findingsOwn : words.org.findingsNone}>{below}</Empty>
        ) : (
          <Stack gap="sm">
            {findings.map(finding => (
              <FindingCard key={finding.rule} finding={finding} today={today} asOf={asOf} />
            ))}
            {below}
          </Stack>
        )
      }
    </Answer>
  )
}

/** Of how many branches below an organization anything was found, as the way to them; nothing where there are none. */
export function BranchesBelow({ org, asOf }: Pick<Props, 'org' | 'asOf'>) {
  const { words } = useSpoken()
  const { data } = useOverview({ org, asOf })
  if (data === undefined || data.branches === 0) return null
  return (
    <AppLink href={addressOf('/lifeline', { under: org, asOf })}>
      {words.glance.branchesFlagged(count(data.flagged), count(data.branches))}
    </AppLink>
  )
}
