import { Button, Group, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Recognised } from '#contract/rosters.ts'
import { useClient } from '../../../api/client.ts'
import { type Failure, failureOf } from '../../../api/failure.ts'
import { Stopped } from '../../../api/long-work.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { useAddress } from '../../../kit/address/use-address.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { failureSentence } from '../../../kit/feedback/failure-sentence.ts'
import { useLongWork } from '../../../kit/feedback/long-work.tsx'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { useWorkingName } from '../../../kit/this-pc.ts'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'
import type { Chosen } from '../queue/chosen.ts'
import { useImportQueue } from '../queue/import-queue.tsx'
import { type Queued, type Said, saying } from '../queue/queue.ts'
import { StepHeading } from '../queue/queue-strip.tsx'
import { ColumnsBrief } from './columns-brief.tsx'
import { Outcome } from './outcome.tsx'

type Props = { readonly queued: Queued; readonly found: Recognised; readonly chosen: Chosen }

/** The third step: what would come of it, with every problem at its cell. One button imports it. */
export function PreviewStep({ queued, found, chosen }: Props) {
  const spoken = useSpoken()
  const { words, language } = spoken
  const client = useClient()
  const queries = useQueryClient()
  const changed = useChanged()
  const work = useLongWork()
  const { failed } = useNotices()
  const { change } = useAddress()
  const queue = useImportQueue()
  const [by] = useWorkingName()
  const [isBusy, setBusy] = useState(false)
  /** Whoever was away while it was tried finds it here, when the notice has gone. */
  const [failure, setFailure] = useState<Failure>()
  const preview = usePreview(queued.id, chosen)
  const say = (more: Partial<Said>) => {
    queue.turnTo(queued.id)
    queue.change(queued.id, all => ({ ...all, said: saying(all.said, more) }))
  }
  const isOthers = preview.data?.question?.code === 'other-office' && !chosen.confirmed
  const isAsked = isOthers || (preview.data?.hidden != null && chosen.hidden === undefined)

  const take = async () => {
    setBusy(true)
    setFailure(undefined)
    try {
      const result = await work(words.rosters.importing, signal =>
        client.rosters.importFile(
          { ...chosen, by, lang: language, wantRefused: true, remember: true },
          { signal },
        ),
      )
      queue.turnTo(queued.id)
      queue.change(queued.id, all => ({ ...all, result }))
      await changed()
      // What was said about columns now counts for the files that wait.
      if (Object.keys(chosen.map).length > 0) await queries.invalidateQueries({ queryKey: ['recognise'] })
    } catch (error) {
      failed(error)
      if (!(error instanceof Stopped)) setFailure(failureOf(error))
    } finally {
      setBusy(false)
    }
  }

  const taken = preview.data ? preview.data.created + preview.data.updated : 0
  const isKnown = preview.data !== undefined && (preview.data.unchanged > 0 || preview.data.read === 0)
  const label =
    preview.data === undefined
      ? words.rosters.importIt
      : taken > 0
        ? words.rosters.doImport(count(taken))
        : isKnown
          ? words.rosters.nothing
          : words.rosters.noneFit
  return (
    <div className="step-body">
      <StepHeading>{words.rosters.previewOf(chosen.file.name)}</StepHeading>
      <ColumnsBrief
        found={found}
        chosen={chosen}
        day={preview.data?.day}
        rows={preview.data?.read}
        said={queued.said}
        onSay={say}
        onChange={() => change({ step: 'columns' })}
      />
      <Answer of={preview} lines={8}>
        {result => <Outcome result={result} said={queued.said} onSay={say} />}
      </Answer>
      <div className="step-footer">
        {failure !== undefined && (
          <Text c="red" mr="auto">
            {failureSentence(failure, spoken)}
          </Text>
        )}
        {failure === undefined && preview.data?.rejected === 0 && preview.data.problems.length === 0 && (
          <Text className="quiet" mr="auto">
            {preview.data.read === 0 ? words.rosters.noRows : words.rosters.problemsNone}
          </Text>
        )}
        <Group gap="sm">
          <Button variant="default" disabled={isBusy} onClick={() => change({ step: 'columns' })}>
            {words.say.back}
          </Button>
          <Button disabled={taken === 0 || isAsked} loading={isBusy} onClick={() => void take()}>
            {label}
          </Button>
        </Group>
      </div>
    </div>
  )
}

/** What an import would do. It is worked out anew whenever it is looked at: the registry may have changed. */
export function usePreview(id: number, chosen: Chosen) {
  const { words, language } = useSpoken()
  const client = useClient()
  const work = useLongWork()
  const [by] = useWorkingName()
  // What is only confirmed changes nothing of what would happen.
  const { file, confirmed: _, ...said } = chosen
  return useQuery({
    queryKey: ['preview', id, language, said],
    gcTime: 0,
    queryFn: ({ signal: left }) =>
      work(words.rosters.checking(file.name), signal =>
        client.rosters.importFile(
          { ...chosen, by, lang: language, dryRun: true, wantRefused: true },
          { signal: AbortSignal.any([signal, left]) },
        ),
      ),
  })
}
