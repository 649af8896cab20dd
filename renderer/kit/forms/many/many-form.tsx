import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Progress } from '#contract/base.ts'
import type { DoneMany } from '#contract/records.ts'
import { failureOf } from '../../../api/failure.ts'
import { finish, Stopped } from '../../../api/long-work.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { useSpoken } from '../../../text/language.ts'
import { count as counted, inOneLine } from '../../../text/written.ts'
import { failureSentence } from '../../feedback/failure-sentence.ts'
import { useLeaveGuard } from '../../feedback/long-work.tsx'
import { useNotices } from '../../feedback/notices.tsx'
import { WorkBar } from '../../feedback/work-bar.tsx'
import { SeverityTag } from '../../page/severity-tag.tsx'
import { ActForm } from '../act-form.tsx'

/** So many rows are told one by one. */
const most = 200

/** Whether it is only looked at, or done, and then whether what stands in the way of some stops the others. */
type How = { readonly dryRun: true } | { readonly leaveOut: boolean; readonly stamp: string }
type Mistake = { readonly field: string; readonly text: string }

/** A look that takes longer, in milliseconds, says that it is under way, whether or not anything of it was told yet. */
const quickLook = 400

/** Whether something has been so for a while. */
function useLasting(is: boolean, milliseconds: number): boolean {
  const [lasts, setLasts] = useState(false)
  useEffect(() => {
    setLasts(false)
    const later = is ? setTimeout(() => setLasts(true), milliseconds) : undefined
    return () => clearTimeout(later)
  }, [is, milliseconds])
  return is && lasts
}

type Props<Said> = {
  readonly title: string
  /** How many are chosen. */
  readonly count: number
  /** What is done to which of them, beside what is said here: by it one preview is told from another. */
  readonly act: unknown
  readonly said: Said
  /** Whether enough is said for a look at what will come of it. */
  readonly isSaid: boolean
  /** The fields that are shown: a mistake that every row makes is told there. */
  readonly shown: readonly string[]
  readonly send: (said: Said, how: How, signal: AbortSignal) => Parameters<typeof finish<DoneMany>>[0]
  readonly onDone: () => void
  readonly onEnd: () => void
  readonly children: (mistake: Mistake | undefined) => ReactNode
}

/** The form of one act on many: what is said once for all, below it what will come of it, row by row, and how to stop it. */
export function ManyForm<Said>(props: Props<Said>) {
  const { title, count, act, said, isSaid, shown, send, onDone, onEnd, children } = props
  const { words, say, language } = useSpoken()
  const changed = useChanged()
  const { done: tell, failed } = useNotices()
  const [isBusy, setBusy] = useState(false)
  /** Takes the act back while it is under way: nothing of it is left. */
  const stop = useRef<AbortController>(undefined)
  /** How far the preview is, or what is carried out. */
  const [progress, setProgress] = useState<Progress>()
  const queries = useQueryClient()
  const [settled] = useDebouncedValue(said, 300)
  const asks = ['many', act, settled]
  const preview = useQuery({
    queryKey: asks,
    queryFn: async ({ signal }) => {
      setProgress(undefined)
      return finish(send(settled, { dryRun: true }, signal), signal, setProgress)
    },
    // Not while somebody types, and once it is done what would come of it is no question any more.
    enabled: isSaid && settled === said && !isBusy,
    placeholderData: keepPreviousData,
    gcTime: 0,
  })
  const isSlow = useLasting(isSaid && preview.isFetching, quickLook)
  const isWorking = isBusy || (isSaid && preview.isFetching && (isSlow || progress !== undefined))
  useLeaveGuard(isBusy)
  const isFresh = settled === said && !preview.isFetching
  const found = isSaid ? preview.data : undefined
  const mistake = found && sameMistake(found)
  // It is told at its field where that is shown here; else with the rows.
  const everywhere = mistake !== undefined && shown.includes(mistake.field) ? mistake : undefined
  const failure = isSaid && preview.error !== null ? failureOf(preview.error) : undefined
  const carryOut = async () => {
    if (found === undefined || !isFresh || isBusy || found.done === 0) return
    setBusy(true)
    try {
      stop.current = new AbortController()
      const { signal } = stop.current
      setProgress(undefined)
      const how = { leaveOut: found.wrong > 0, stamp: found.stamp }
      const done = await finish(send(said, how, signal), signal, setProgress)
      tell(inOneLine([...done.sentences, ...done.warnings].map(say), language), done.changeSet)
      onDone()
      onEnd()
      await changed()
    } catch (error) {
      failed(error)
      // Whoever stopped it finds everything as it was; else something may have been changed meanwhile.
      if (!(error instanceof Stopped)) void preview.refetch()
    } finally {
      setBusy(false)
    }
  }
  return (
    <ActForm onSubmit={carryOut}>
      <Stack gap="sm" className="record-fields">
        {children(everywhere && { field: everywhere.field, text: say(everywhere.message) })}
        {failure !== undefined && failure.kind !== 'stopped' && (
          <Alert color="red" title={words.failure.title}>
            {failureSentence(failure, { words, say })}
          </Alert>
        )}
        {isSaid && found === undefined && settled === said && preview.fetchStatus === 'idle' && (
          <Button
            variant="default"
            size="compact-sm"
            style={{ alignSelf: 'flex-start' }}
            onClick={() => void preview.refetch()}
          >
            {words.say.retry}
          </Button>
        )}
        {found !== undefined && everywhere === undefined && <Outcome found={found} />}
      </Stack>
      <footer className="record-foot">
        {isWorking && (
          <div role="status">
            <WorkBar
              title={title}
              progress={progress}
              onStop={() => (isBusy ? stop.current?.abort() : void queries.cancelQueries({ queryKey: asks }))}
            />
          </div>
        )}
        <Group gap="xs">
          <Button type="submit" loading={isBusy} disabled={!isFresh || (found?.done ?? 0) === 0} data-last>
            {words.byHand.many.go(counted(found?.done ?? count))}
          </Button>
          <Button variant="subtle" disabled={isBusy} onClick={onEnd}>
            {words.say.cancel}
          </Button>
        </Group>
      </footer>
    </ActForm>
  )
}

/** A mistake that stands at every row is one of what was typed, and is told there. */
function sameMistake({ rows }: DoneMany) {
  const [first] = rows
  const problem = first?.problems[0]
  if (problem === undefined || rows.length < 2) return undefined
  return rows.every(row => row.problems[0]?.message.zh === problem.message.zh) ? problem : undefined
}

/** How many, and each with what becomes of it; those that cannot be done come first, then those to be looked at. */
function Outcome({ found }: { readonly found: DoneMany }) {
  const { words, say, language } = useSpoken()
  const { many } = words.byHand
  const rows = found.rows.filter(row => !row.isSame)
  const wrong = rows.filter(row => row.problems.length > 0)
  const warned = rows.filter(row => row.problems.length === 0 && row.warnings.length > 0)
  const plain = rows.filter(row => row.problems.length === 0 && row.warnings.length === 0)
  const told = [...wrong, ...warned, ...plain].slice(0, most)
  const untold = { wrong: Math.max(0, wrong.length - most), all: rows.length - told.length }
  const counts = [found.done, found.same, found.wrong, warned.length].map(counted)
  const [done = '', same = '', left = '', minded = ''] = counts
  return (
    <section aria-label={words.byHand.whatHappens}>
      <Text size="sm" fw={600} aria-live="polite">
        {many.outcome(done, same, left, minded)}
      </Text>
      <ul className="many-rows">
        {told.map(row => (
          <li key={row.id}>
            {row.problems.length > 0 ? (
              <>
                <SeverityTag severity="orange">{many.stays}</SeverityTag>{' '}
                {titled(row.title, row.problems.map(problem => say(problem.message)).join(' '))}
              </>
            ) : (
              <>
                {row.warnings.length > 0 && <SeverityTag severity="yellow">{words.sheet.check}</SeverityTag>}{' '}
                {inOneLine([...row.sentences, ...row.warnings].map(say), language)}
              </>
            )}
          </li>
        ))}
      </ul>
      {[
        untold.wrong > 0 && many.moreStay(counted(untold.wrong)),
        untold.all > untold.wrong && many.more(counted(untold.all - untold.wrong)),
      ].map(
        line =>
          line !== false && (
            <Text key={line} size="sm" className="quiet">
              {line}
            </Text>
          ),
      )}
    </section>
  )
}

/** Whose sentence it is, where it does not begin with the name itself. */
const titled = (title: string, sentence: string) =>
  sentence.startsWith(title) ? sentence : `${title} ${sentence}`
