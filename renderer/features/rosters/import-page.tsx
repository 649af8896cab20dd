import { Stepper } from '@mantine/core'
import { useEffect } from 'react'
import { AppLink } from '../../kit/address/app-link.tsx'
import { useAddress } from '../../kit/address/use-address.ts'
import { PageHeader } from '../../kit/page/page-header.tsx'
import { useSpoken } from '../../text/language.ts'
import { chosenOf } from './queue/chosen.ts'
import { useImportQueue } from './queue/import-queue.tsx'
import { currentOf, inOrder, placedNear, stepOf, steps } from './queue/queue.ts'
import { QueueStrip } from './queue/queue-strip.tsx'
import { lacking } from './queue/said-columns.ts'
import { useRecognised } from './queue/use-recognised.ts'
import { ColumnsStep } from './steps/columns-step.tsx'
import { DoneStep } from './steps/done-step.tsx'
import { FileStep } from './steps/file-step.tsx'
import { PreviewStep } from './steps/preview-step.tsx'

/**
 * Rosters come in by four steps: the file, its columns and day, the preview, done. Nothing is written before the
 * preview is confirmed. Several files are taken one after the other, in the order in which they build on each other.
 */
export function ImportPage() {
  const { words } = useSpoken()
  const { get, change } = useAddress()
  const { queue, turnedTo } = useImportQueue()
  const recognised = useRecognised(queue)
  const ordered = inOrder(queue, ({ id, said, result }) => {
    const { data, error } = recognised.of(id)
    if (error !== null && data === undefined) return 'unreadable'
    return result?.as ?? said.as ?? data?.as
  })
  // While files are still being looked into, nobody knows which of them comes first.
  const isWaiting = turnedTo === undefined && recognised.isReading
  const given = isWaiting ? undefined : currentOf(ordered, turnedTo)
  const looking = given && recognised.of(given.id)
  const found = looking?.data
  const current = given && found ? placedNear(given, found) : given
  const lacks =
    current !== undefined && found !== undefined && lacking(found, current.said.map, current.said).length > 0
  const step = stepOf(get('step'), current, found, lacks)
  const chosen = current && found && chosenOf(current, found)

  const named = get('file')
  const name = current?.file.name
  useEffect(() => {
    if (name !== undefined && name !== named) change({ file: name }, true)
  })

  return (
    <div className="step-page">
      <PageHeader title={words.rosters.title}>
        <AppLink href="/export">{words.rosters.exportTitle}</AppLink>
      </PageHeader>
      <Stepper active={steps.indexOf(step)} size="xs" allowNextStepsSelect={false} maw={760}>
        {words.rosters.steps.map(label => (
          <Stepper.Step key={label} label={label} />
        ))}
      </Stepper>
      {queue.length > 1 && <QueueStrip queue={ordered} current={current?.id} kindOf={recognised.of} />}
      {step === 'file' && (
        <FileStep
          looking={looking}
          isReading={recognised.isReading}
          current={current}
          lostFile={queue.length === 0 ? named : undefined}
        />
      )}
      {step === 'columns' && current && found && (
        <ColumnsStep key={current.id} queued={current} found={found} />
      )}
      {step === 'preview' && current && found && chosen && (
        <PreviewStep key={current.id} queued={current} found={found} chosen={chosen} />
      )}
      {step === 'done' && current?.result && (
        <DoneStep key={current.id} queued={current} result={current.result} ordered={ordered} />
      )}
    </div>
  )
}
