import { Stack } from '@mantine/core'
import { useHistory } from '../../../api/questions.ts'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { withWholeDays } from '../../../kit/page/whole-days.tsx'
import { useSpoken } from '../../../text/language.ts'
import { moment } from '../../../text/written.ts'

/** The latest work in a few lines, for the home page. */
export function HistoryBrief() {
  const { words, say } = useSpoken()
  return (
    <Answer of={useHistory()}>
      {entries =>
        entries.length === 0 ? (
          <span className="quiet">{words.history.none}</span>
        ) : (
          <Stack gap={6}>
            {entries.slice(0, 6).map(entry => (
              <div
                key={entry.changeSet}
                style={{ display: 'flex', justifyContent: 'space-between', gap: 12, whiteSpace: 'nowrap' }}
              >
                <span style={{ overflow: 'hidden', textOverflow: 'ellipsis' }}>
                  <AppLink href={`/history/${entry.changeSet}`} title={say(entry.sentence)}>
                    {withWholeDays(say(entry.sentence))}
                  </AppLink>
                </span>
                <span className="quiet">{moment(entry.at)}</span>
              </div>
            ))}
          </Stack>
        )
      }
    </Answer>
  )
}
