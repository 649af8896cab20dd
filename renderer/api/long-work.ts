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

/** How somebody who waits for many rows hears how many have come, and stops it. */
export type Watch = { readonly signal: AbortSignal; readonly tell: (rows: number) => void }

/** Work that the page does itself, begun at once and told as the engine tells its own. */
export function ownWork<T>(
  work: (tell: (progress: Progress) => void) => Promise<T>,
): AsyncIterable<WorkEvent<T>> {
  let latest: Progress | undefined
  let wake: () => void = () => undefined
  const done = work(progress => {
    latest = progress
    wake()
  })
  // Nobody waits for it any more once it was stopped.
  done.catch(() => undefined)
  return (async function* () {
    for (;;) {
      const news = new Promise<undefined>(resolve => {
        wake = () => resolve(undefined)
      })
      if (latest !== undefined) {
        const told = latest
        latest = undefined
        yield told
        continue
      }
      const ended = await Promise.race([done.then(result => ({ result })), news])
      if (ended !== undefined) {
        yield { type: 'done', result: ended.result }
        return
      }
    }
  })()
}
