import { Stack } from '@mantine/core'
import { useOverview } from '../../api/questions.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { addressOf } from '../../kit/address/address.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { Answer } from '../../kit/feedback/answer.tsx'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/written.ts'
import { SeverityBar } from './severity-bar.tsx'

/** The review in a few lines, for the home page. */
export function FindingsBrief() {
  const { words } = useSpoken()
  const { day } = useShownDay()
  return (
    <Answer of={useOverview({ asOf: day })} lines={3}>
      {({ flagged, branches, severities, suggested }) => (
        <Stack gap={6}>
          <AppLink href="/lifeline">{words.home.findingsLine(count(flagged), count(branches))}</AppLink>
          <SeverityBar
            severities={severities}
            addressOf={severity => addressOf('/lifeline/list', { severity })}
          />
          {suggested > 0 && (
            <AppLink href={addressOf('/lifeline/list', { suggested: 'yes' })}>
              {words.home.suggested(count(suggested))}
            </AppLink>
          )}
        </Stack>
      )}
    </Answer>
  )
}
