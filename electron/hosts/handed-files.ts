import { mapEventIterator, ORPCError } from '@orpc/client'
import { implement } from '@orpc/server'
import { wireContract } from '#contract/port/wire.ts'
import type { NewId } from '#db/shared/new-id.ts'
import { isEventStream } from './event-stream.ts'

/** So many files wait to be fetched; the oldest is forgotten for a newer one. */
const most = 16

type Call = { readonly next: () => Promise<unknown> }

/**
 * A file in an event of a stream does not survive any wire of oRPC 1.16 (events are JSON, and a file becomes `{}`).
 * So it stays here, a reference goes over, and the client fetches it by `host.file`, once.
 */
export function handingFiles(newId: NewId) {
  const waiting = new Map<string, File>()

  const hand = (file: File) => {
    const id = newId()
    waiting.set(id, file)
    const [oldest] = waiting.keys()
    if (waiting.size > most && oldest !== undefined) waiting.delete(oldest)
    return { 'handed-file': id }
  }

  const file = implement(wireContract.host).file.handler(({ input }) => {
    const found = waiting.get(input.id)
    waiting.delete(input.id)
    if (found === undefined) throw new ORPCError('NOT_FOUND')
    return found
  })

  return {
    /** The procedure by which the client fetches what was handed over. */
    file,
    interceptor: async (call: Call): Promise<unknown> => {
      const output = await call.next()
      if (!isEventStream(output)) return output
      return mapEventIterator(output, {
        value: async event => withReferences(event, hand),
        error: async error => error,
      })
    },
  }
}

function withReferences(value: unknown, hand: (file: File) => unknown): unknown {
  if (value instanceof File) return hand(value)
  if (Array.isArray(value)) return value.map(item => withReferences(item, hand))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, withReferences(field, hand)]))
}
