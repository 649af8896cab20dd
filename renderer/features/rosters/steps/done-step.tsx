import { Alert, Button, Text } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { useAddress } from '../../../kit/address/use-address.ts'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'
import { useImportQueue } from '../queue/import-queue.tsx'
import type { Imported } from '../queue/queue.ts'
import { nextOf, type Queue, type Queued } from '../queue/queue.ts'
import { StepHeading } from '../queue/queue-strip.tsx'
import { Outcome } from './outcome.tsx'

type Props = { readonly queued: Queued; readonly result: Imported; readonly ordered: Queue }

/** The last step: what was imported, taking it back, the refused rows as a workbook, and where to go on. */
export function DoneStep({ queued, result, ordered }: Props) {
  const { words } = useSpoken()
  const { undo } = useNotices()
  const { change, navigate } = useAddress()
  const queue = useImportQueue()
  const [isBusy, setBusy] = useState(false)
  const { changeSet } = result
  const next = nextOf(ordered, queued)

  const takeBack = async (number: number) => {
    setBusy(true)
    const undone = await undo(number)
    setBusy(false)
    if (undone) queue.change(queued.id, all => ({ ...all, undone }))
  }
  const another = () => {
    queue.turnTo(undefined)
    if (next !== undefined) return change({ step: 'file' })
    queue.clear()
    navigate('/import')
  }
  const goOn = ({ id, file }: Queued) => {
    queue.turnTo(id)
    change({ step: undefined, file: file.name })
  }
  const isPeople = result.as === 'members'
  return (
    <div className="step-body">
      <StepHeading>{words.rosters.doneTitle}</StepHeading>
      <div className="panel done-line">
        <Text fw={600} size="lg" role="status">
          {queued.undone
            ? words.rosters.undone(result.file)
            : words.rosters.done(result.file, count(result.created + result.updated))}
        </Text>
        {changeSet !== null && !queued.undone && (
          <Button variant="default" loading={isBusy} onClick={() => void takeBack(changeSet)}>
            {words.rosters.undoAll}
          </Button>
        )}
      </div>
      {queued.undone ? (
        <Alert color="gray">{words.rosters.undoneLine}</Alert>
      ) : (
        <Outcome result={result} said={queued.said} />
      )}
      <div className="step-footer">
        <Button variant="default" component={Link} href={isPeople ? '/people' : '/orgs'}>
          {isPeople ? words.rosters.seePeople : words.rosters.seeOrgs}
        </Button>
        <Button variant={next === undefined ? 'filled' : 'default'} onClick={another}>
          {words.rosters.another}
        </Button>
        {next !== undefined && (
          <Button onClick={() => goOn(next)}>{words.rosters.nextFile(next.file.name)}</Button>
        )}
      </div>
    </div>
  )
}
