import { Group, Stack, Text } from '@mantine/core'
import { useScan } from '../../api/questions.ts'
import { addressOf } from '../../kit/address.ts'
import { Answer } from '../../kit/answer.tsx'
import { AppLink } from '../../kit/app-link.tsx'
import { SeverityTag } from '../../kit/severity-tag.tsx'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/number.ts'
import { severityCounts } from './severity-counts.ts'

/** The review in a few lines, for the home page. */
export function FindingsBrief() {
  const { words } = useSpoken()
  return (
    <Answer of={useScan({ evidence: false })} lines={3}>
      {scan => (
        <Stack gap={6}>
          <AppLink href="/lifeline">{words.home.findingsLine(scan.flagged, scan.branches)}</AppLink>
          {severityCounts(scan.findings).map(
            ([severity, n]) =>
              n > 0 && (
                <Group key={severity} justify="space-between">
                  <SeverityTag severity={severity} />
                  <AppLink href={addressOf('/lifeline/list', { severity })}>{count(n)}</AppLink>
                </Group>
              ),
          )}
          {scan.suggested.length > 0 && (
            <Text size="sm">
              <AppLink href={addressOf('/lifeline/list', { suggested: 'yes' })}>
                {words.home.suggested(scan.suggested.length)}
              </AppLink>
            </Text>
          )}
        </Stack>
      )}
    </Answer>
  )
}
