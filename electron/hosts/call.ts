import { mapEventIterator, ORPCError } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { createRouterClient } from '@orpc/server'
import { z } from 'zod'
import type { Progress } from '#contract/base.ts'
import { isEventStream } from '#contract/base.ts'
import type { Contract } from '#contract/index.ts'
import { Cancelled, type WorkEvent } from '#db/shared/long-work.ts'
import type { EngineRouter } from './open-engine.ts'

export type Client = ContractRouterClient<Contract>

/** Writes a bug down for whoever repairs it, and answers the reference that its victim reads out to him. */
export type ReportBug = (error: unknown, doing: string) => string

type Call = {
  readonly path: readonly string[]
  readonly signal?: AbortSignal | undefined
  readonly next: () => Promise<unknown>
}

/**
 * Lets every call fail in the same way over every transport: a foreseen failure goes through as it is, a bug is
 * written down here, once, and reaches the caller as INTERNAL_SERVER_ERROR with `data.reference`. In process oRPC
 * would hand over the raw error, over a wire a bare 500. An interceptor of `createRouterClient` and of every handler.
 */
export function reportingBugs(report: ReportBug): (call: Call) => Promise<unknown> {
  return async call => {
    const told = (error: unknown): unknown => {
      if (call.signal?.aborted) return new Cancelled()
      if (error instanceof ORPCError && (error.code !== 'INTERNAL_SERVER_ERROR' || referenceOf(error)))
        return error
      const reference = report(error, call.path.join('.'))
      return new ORPCError('INTERNAL_SERVER_ERROR', { data: { reference }, cause: error })
    }
    try {
      const output = await call.next()
      if (!isEventStream(output)) return output
      return mapEventIterator(output, { value: async event => event, error: async error => told(error) })
    } catch (error) {
      throw told(error)
    }
  }
}

/** The engine in process, called as it would be over a wire. `ended` hears of each call that has been answered, not of long work. */
export function clientInProcess(router: EngineRouter, report: ReportBug, ended?: () => void): Client {
  const noting = async ({ next }: Call) => {
    const output = await next()
    if (!isEventStream(output)) ended?.()
    return output
  }
  return createRouterClient(router, { interceptors: [reportingBugs(report), noting] })
}

export type Watch = {
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
}

/**
 * Waits for the result of long work. The call was given the same signal, which cancels the work: `Cancelled` is thrown
 * once that has left nothing behind; a result that was faster still counts.
 */
export async function finish<T>(started: Promise<AsyncIterable<WorkEvent<T>>>, watch: Watch): Promise<T> {
  try {
    for await (const event of await started) {
      if (event.type === 'done') return event.result
      if (!watch.signal.aborted) watch.onProgress(event)
    }
  } catch (error) {
    throw watch.signal.aborted ? new Cancelled() : error
  }
  if (watch.signal.aborted) throw new Cancelled()
  throw new Error('long work ended without a result')
}

/** Waits for a question that changes nothing; stops waiting when the signal says so. */
export async function ask<T>(asked: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: cancelled, reject } = Promise.withResolvers<never>()
  const stop = () => reject(new Cancelled())
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop)
  try {
    return await Promise.race([asked, cancelled])
  } catch (error) {
    throw signal.aborted ? new Cancelled() : error
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

const referenceSchema = z.object({ reference: z.string() })

/** The reference under which a bug was written down; undefined for whatever is none, or nobody has written down. */
export function referenceOf(error: unknown): string | undefined {
  const data = referenceSchema.safeParse(error instanceof ORPCError ? error.data : undefined)
  return data.success ? data.data.reference : undefined
}
