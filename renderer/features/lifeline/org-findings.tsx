import { Stack } from '@mantine/core'
import { useWhy } from '../../api/questions.ts'
import { Answer } from '../../kit/feedback/answer.tsx'
import { Empty } from '../../kit/page/empty.tsx'
import { useSpoken } from '../../text/language.ts'
import { FindingCard } from './finding-card.tsx'

type Props = { readonly org: string; readonly asOf: string | undefined; readonly rule?: string | undefined }

/** What was found of one organization itself, explained. */
export function OrgFindings({ org, asOf, rule }: Props) {
  const { words } = useSpoken()
  return (
    <Answer of={useWhy(org, asOf, rule)} lines={6}>
      {({ findings, asOf: today }) =>
        findings.length === 0 ? (
          <Empty line={words.org.findingsNone} />
        ) : (
          <Stack gap="sm">
            {findings.map(finding => (
              <FindingCard key={finding.rule} finding={finding} today={today} asOf={asOf} />
            ))}
          </Stack>
        )
      }
    </Answer>
  )
}
