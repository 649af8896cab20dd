import { ActionIcon, Text, Title } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { rosterWords } from '#db/records/rosters.ts'
import { useAddress } from '../../../kit/address/use-address.ts'
import { type Spoken, useSpoken } from '../../../text/language.ts'
import type { Words } from '../../../text/zh-CN.ts'
import { useImportQueue } from './import-queue.tsx'
import type { Queue, Queued } from './queue.ts'
import type { Looking } from './use-recognised.ts'

type Props = {
  readonly queue: Queue
  readonly current: number | undefined
  readonly kindOf: (id: number) => Looking
}

/** The files that are taken one after the other, and how far they are. */
export function QueueStrip({ queue, current, kindOf }: Props) {
  const { words, say } = useSpoken()
  const { change } = useAddress()
  const { turnTo, remove } = useImportQueue()
  return (
    <ol className="queue-strip" aria-label={words.rosters.queue}>
      {queue.map((queued, i) => {
        const { id, file, result } = queued
        const state = stateOf(queued, kindOf(id), words, say)
        return (
          <li key={id} className="panel" data-current={id === current}>
            <button
              type="button"
              aria-current={id === current ? 'step' : undefined}
              onClick={() => {
                turnTo(id)
                change({ step: undefined, file: file.name })
              }}
            >
              <span className="quiet">
                {result === undefined ? i + 1 : <IconCheck size={14} aria-hidden />}
              </span>
              <Text size="sm" truncate maw={200}>
                {file.name}
              </Text>
              <span className="quiet">{state}</span>
            </button>
            {result === undefined && (
              <ActionIcon
                size="sm"
                variant="subtle"
                color="gray"
                aria-label={words.rosters.takeAwayFile(file.name)}
                onClick={() => remove(id)}
              >
                <IconX size={14} aria-hidden />
              </ActionIcon>
            )}
          </li>
        )
      })}
    </ol>
  )
}

/** In a word or two how far a file is. */
function stateOf(
  { said, result, undone }: Queued,
  { data, error }: Looking,
  { rosters }: Words,
  say: Spoken['say'],
): string {
  if (result !== undefined) return undone === true ? rosters.takenBack : rosters.imported
  if (error !== null) return rosters.unreadable
  const as = said.as ?? data?.as
  if (as != null) return say(rosterWords(as))
  return data === undefined ? rosters.beingRead : rosters.kindUnknown
}

/** What a step is about. It takes the focus when the step begins, so that the keyboard goes on from there. */
export function StepHeading({ children }: { readonly children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <Title order={2} tabIndex={-1} ref={heading} className="step-heading">
      {children}
    </Title>
  )
}
