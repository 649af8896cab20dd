import { Alert, Button, Skeleton, Stack } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { failureOf } from '../../api/failure.ts'
import { useSpoken } from '../../text/language.ts'
import { failureSentence } from './failure-sentence.ts'

type Props<T> = {
  readonly of: { readonly data: T | undefined; readonly error: Error | null; readonly refetch: () => unknown }
  readonly children: (data: T) => ReactNode
  /** How many grey lines stand for what will come. */
  readonly lines?: number
}

/** What an answer becomes: the thing itself, a sentence about what went wrong, or grey lines after 300 ms. */
export function Answer<T>({ of, children, lines = 4 }: Props<T>) {
  const spoken = useSpoken()
  if (of.data !== undefined) return <>{children(of.data)}</>
  if (of.error) {
    const failure = failureOf(of.error)
    const look =
      failure.kind === 'stopped' ? { color: 'gray' } : { color: 'red', title: spoken.words.failure.title }
    return (
      <Alert {...look}>
        <Stack gap="xs" align="flex-start">
          {failureSentence(failure, spoken)}
          <Button size="compact-sm" variant="default" onClick={() => of.refetch()}>
            {spoken.words.say.retry}
          </Button>
        </Stack>
      </Alert>
    )
  }
  return <Waiting lines={lines} />
}

function Waiting({ lines }: { readonly lines: number }) {
  const isSlow = useLate(300)
  return (
    <Stack gap={12} aria-busy="true" style={{ visibility: isSlow ? 'visible' : 'hidden' }}>
      {Array.from({ length: lines }, (_, line) => line).map(line => (
        <Skeleton key={line} height={20} width={`${90 - (line % 3) * 12}%`} />
      ))}
    </Stack>
  )
}

/** Whether what is shown has been there for longer than so many milliseconds. */
export function useLate(ms: number): boolean {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = window.setTimeout(() => setLate(true), ms)
    return () => window.clearTimeout(timer)
  }, [ms])
  return isLate
}
