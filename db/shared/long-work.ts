import { slice } from './slices.ts'
import type { Text } from './text.ts'

/**
 * Tells how far long work has come; throws `Cancelled` when nobody waits for it any more. `stopped` says so at once, for
 * work that waits or is done in another thread.
 */
export type Report = ((what: Text, done: number, total: number) => Promise<void>) & {
  readonly stopped?: AbortSignal | undefined
}

export type ProgressEvent = {
  readonly type: 'progress'
  readonly what: Text
  readonly done: number
  readonly total: number
}
export type WorkEvent<T> = ProgressEvent | { readonly type: 'done'; readonly result: T }

/** Thrown inside long work when its consumer has gone: everything begun is rolled back on the way out. */
export class Cancelled extends Error {
  constructor() {
    super('cancelled')
    this.name = 'Cancelled'
  }
}

/**
 * Runs long work and yields its progress, and its result as the last event. Between slices the thread answers others.
 * When the consumer stops, or the signal says so, the work is told at its next report and has ended, with nothing
 * left behind, before this returns.
 */
export async function* longWork<T>(
  run: (report: Report) => Promise<T>,
  signal?: AbortSignal,
): AsyncGenerator<WorkEvent<T>, void> {
  let latest: ProgressEvent | undefined
  let shown: ProgressEvent | undefined
  let wake: () => void = () => undefined
  let stopped = false
  let breath = performance.now()
  const gone = new AbortController()
  const tell = async (what: Text, done: number, total: number) => {
    if (stopped || signal?.aborted) throw new Cancelled()
    const isNew = latest !== undefined && latest.what !== what
    latest = { type: 'progress', what, done, total }
    // What begins now is shown before it begins: it may be one statement that nobody gets a word in.
    if (!isNew && performance.now() - breath < slice) return
    wake()
    await new Promise(resolve => setImmediate(resolve))
    breath = performance.now()
    if (stopped || signal?.aborted) throw new Cancelled()
  }
  const report: Report = Object.assign(tell, {
    stopped: signal === undefined ? gone.signal : AbortSignal.any([gone.signal, signal]),
  })
  let outcome: { ok: true; result: T } | { ok: false; error: unknown } | undefined
  const work = run(report)
    .then(
      result => {
        outcome = { ok: true, result }
      },
      (error: unknown) => {
        outcome = { ok: false, error }
      },
    )
    .then(() => wake())
  try {
    while (outcome === undefined) {
      const woken = new Promise<void>(resolve => {
        wake = resolve
      })
      if (latest !== undefined && latest !== shown) {
        shown = latest
        yield shown
      }
      if (outcome === undefined) await woken
    }
  } finally {
    stopped = true
    gone.abort()
    await work
  }
  const ended: { ok: true; result: T } | { ok: false; error: unknown } = outcome
  if (!ended.ok) throw ended.error
  yield { type: 'done', result: ended.result }
}
