import { Box } from '@mantine/core'
import { failureOf } from '../api/failure.ts'
import { useStatus } from '../api/questions.ts'
import { WaitingForApproval } from '../features/packets/joining/waiting-for-approval.tsx'
import { ClockQuestion } from '../features/settings/clock-question.tsx'
import { FirstStart } from '../features/settings/first-start.tsx'
import { Answer } from '../kit/feedback/answer.tsx'
import { NotLetIn } from './not-let-in.tsx'
import { Shell } from './shell.tsx'

/** What the registry's state lets one see: the first start, the wait for an approval, or the program itself. */
export function Gate() {
  const status = useStatus()
  if (status.error && failureOf(status.error).kind === 'not-let-in') return <NotLetIn />
  if (status.data === undefined) {
    return (
      <Box p="xl">
        <Answer of={status}>{() => null}</Answer>
      </Box>
    )
  }
  const { clock } = status.data
  if ((clock.isBehind || clock.isAhead) && clock.lastWork !== null) {
    return <ClockQuestion today={clock.today} lastWork={clock.lastWork} isAhead={clock.isAhead} />
  }
  switch (status.data.state) {
    case 'empty':
      return <FirstStart />
    case 'waiting':
      return <WaitingForApproval />
    case 'ready':
      return <Shell org={status.data.org} isSample={status.data.isSample} />
  }
}
