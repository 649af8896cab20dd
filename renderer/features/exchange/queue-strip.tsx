import { ActionIcon, Text } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { useAddress } from '../../app/use-address.ts'
import { useSpoken } from '../../text/language.ts'
import { useImportQueue } from './import-queue.tsx'
import type { Queue } from './queue.ts'
import type { Looking } from './use-recognised.ts'

type Props = {
  readonly queue: Queue
  readonly current: number | undefined
  readonly kindOf: (id: number) => Looking
}

/** The files that are taken one after the other, and how far they are. */
export function QueueStrip({ queue, current, kindOf }: Props) {
  const { words } = useSpoken()
  const { change } = useAddress()
  const { turnTo, remove } = useImportQueue()
  return (
    <ol className="queue-strip" aria-label={words.exchange.queue}>
      {queue.map(({ id, file, said, result, undone }, i) => {
        const as = said.as ?? kindOf(id).data?.as
        const state =
          result !== undefined
            ? undone
              ? words.exchange.takenBack
              : words.exchange.imported
            : kindOf(id).error !== null
              ? words.exchange.unreadable
              : as == null
                ? words.exchange.kindUnknown
                : words.exchange.roster[as]
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
                aria-label={words.exchange.takeAwayFile(file.name)}
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
