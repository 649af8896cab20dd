import { isEventStream } from '#contract/base.ts'

type Call = { readonly next: () => Promise<unknown> }

/**
 * Knows what has begun and not ended: a connection that is cut ends its work a little later, once that has left nothing
 * behind, and the engine is not closed before.
 */
export function workUnderWay() {
  const running = new Set<Promise<void>>()
  const begin = (): (() => void) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    running.add(promise)
    return () => {
      running.delete(promise)
      resolve()
    }
  }
  return {
    /** The outermost interceptor of a handler. */
    interceptor: async (call: Call): Promise<unknown> => {
      const end = begin()
      let isGoingOn = false
      try {
        const output = await call.next()
        if (!isEventStream(output)) return output
        isGoingOn = true
        return untilItsEnd(output, end)
      } finally {
        if (!isGoingOn) end()
      }
    },
    ended: async (): Promise<void> => {
      await Promise.all(running)
    },
  }
}

/** The same stream; `end` is told when it has ended, failed or was broken off. */
export function untilItsEnd(stream: AsyncIterator<unknown>, end: () => void): AsyncIterableIterator<unknown> {
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    next: async () => {
      try {
        const event = await stream.next()
        if (event.done) end()
        return event
      } catch (error) {
        end()
        throw error
      }
    },
    return: async value => {
      try {
        await stream.return?.()
        return { done: true, value }
      } finally {
        end()
      }
    },
  }
}
