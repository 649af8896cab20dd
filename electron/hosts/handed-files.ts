import { mapEventIterator, ORPCError } from '@orpc/client'
import { implement } from '@orpc/server'
import { isEventStream } from '#contract/base.ts'
import { wireContract } from '#contract/port/wire.ts'
import type { NewId } from '#db/shared/new-id.ts'

/** So many files wait to be fetched, and of so many bytes together: the oldest is forgotten for a newer one. */
const most = 16
const mostBytes = 8 * 1024 * 1024

type Call = { readonly next: () => Promise<unknown> }

/**
 * A file in an event of a stream does not survive any wire of oRPC 1.16 (events are JSON, and a file becomes `{}`).
 * So it stays here, a reference goes over, and the client fetches it by `host.file`, once.
 */
export function handingFiles(newId: NewId) {
  const waiting = new Map<string, File>()

  const handAll = (event: unknown): unknown => {
    const own = new Map<string, File>()
    const referring = withReferences(event, file => {
      const id = newId()
      own.set(id, file)
      return { 'handed-file': id }
    })
    if (own.size > 0) makeRoom(own)
    for (const [id, file] of own) waiting.set(id, file)
    return referring
  }

  /** What comes with one event stays together, however much that is. */
  const makeRoom = (own: ReadonlyMap<string, File>): void => {
    for (const oldest of waiting.keys()) {
      const files = [...waiting.values(), ...own.values()]
      const bytes = files.reduce((sum, { size }) => sum + size, 0)
      if (files.length <= most && bytes <= mostBytes) return
      waiting.delete(oldest)
    }
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
        value: async event => handAll(event),
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
