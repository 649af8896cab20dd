import type { Progress } from '#contract/base.ts'

export type WorkEvent<T> = Progress | { readonly type: 'done'; readonly result: T }

/** Someone pressed Stop: nothing of the work is left. */
export class Stopped extends Error {
  constructor() {
    super('stopped')
    this.name = 'Stopped'
  }
}

/** Waits for the result of long work; throws `Stopped` when the signal says so. Leaving the stream cancels the work. */
export async function finish<T>(
  started: Promise<AsyncIterable<WorkEvent<T>>>,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<T> {
  try {
    for await (const event of await started) {
      if (event.type === 'done') return event.result
      if (signal.aborted) break
      onProgress(event)
    }
  } catch (error) {
    throw signal.aborted ? new Stopped() : error
  }
  if (signal.aborted) throw new Stopped()
  throw new Error('long work ended without a result')
}
