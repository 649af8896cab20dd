import { isEventStream } from '#contract/base.ts'
import { type InParts, inPartsSchema, partLength, replacedIn } from '#contract/port/port.ts'

/** What the engine's end of the port does with files in parts. */
export type Parts = {
  readonly begin: () => Promise<{ readonly id: string }>
  readonly add: (input: { readonly id: string; readonly part: Blob }) => Promise<unknown>
  readonly read: (input: { readonly id: string; readonly from: number }) => Promise<Blob>
  readonly forget: (input: { readonly id: string }) => Promise<unknown>
}

type Asked = { readonly input: unknown; readonly signal?: AbortSignal | undefined }
type Call<Options> = Options & { readonly next: (options?: Options) => Promise<unknown> }

/**
 * The page's end of the host's files-in-parts.ts: an interceptor of a port's link. Files longer than a part are sent ahead
 * of the call that takes them, a part at a time and the next when the last was taken; what is answered in parts is put
 * together out of pieces that the browser keeps where it likes.
 */
export function filesInParts(parts: Parts): <Options extends Asked>(call: Call<Options>) => Promise<unknown> {
  return async call => {
    const sent: string[] = []
    const { signal } = call
    try {
      const input = await replacedIn(call.input, value =>
        value instanceof File && value.size > partLength ? send(parts, value, sent, signal) : undefined,
      )
      const output = await call.next({ ...call, input })
      if (isEventStream(output)) return output
      return await replacedIn(output, value => {
        const waiting = inPartsSchema.safeParse(value)
        return waiting.success ? receive(parts, waiting.data, signal) : undefined
      })
    } catch (error) {
      // The engine forgets by itself what a call took; what no call took is forgotten here.
      for (const id of sent) void parts.forget({ id }).catch(() => undefined)
      throw error
    }
  }
}

async function send(parts: Parts, file: File, sent: string[], signal?: AbortSignal): Promise<InParts> {
  const { id } = await parts.begin()
  sent.push(id)
  for (let from = 0; from < file.size; from += partLength) {
    signal?.throwIfAborted()
    await parts.add({ id, part: file.slice(from, from + partLength) })
  }
  return { 'file-in-parts': { id, name: file.name, type: file.type, size: file.size } }
}

async function receive(
  parts: Parts,
  { 'file-in-parts': waiting }: InParts,
  signal?: AbortSignal,
): Promise<File> {
  const { id, name, type, size } = waiting
  const pieces: Blob[] = []
  for (let from = 0; from < size; from += partLength) {
    if (signal?.aborted) {
      void parts.forget({ id }).catch(() => undefined)
      signal.throwIfAborted()
    }
    pieces.push(await parts.read({ id, from }))
  }
  return new File(pieces, name, { type })
}
