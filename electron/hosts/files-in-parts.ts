import { openAsBlob } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ORPCError } from '@orpc/client'
import { implement } from '@orpc/server'
import { isEventStream } from '#contract/base.ts'
import { type InParts, inPartsSchema, partLength, portContract, replacedIn } from '#contract/port/port.ts'
import type { NewId } from '#db/shared/new-id.ts'
import { makePlace, notWritten, removePlace } from './uploads.ts'
import { untilItsEnd } from './work-under-way.ts'

/** So many files wait at a time; the oldest is forgotten for a newer one. */
const most = 16

type Call<Options> = Options & { readonly next: (options?: Options) => Promise<unknown> }

/**
 * The engine's end of files in parts: what the page sends is laid down in the registry's folder and handed to the procedure
 * as a file that lies there; what a procedure answers is read from where it lies, part by part. Files of up to one
 * part go along in the message.
 */
export function filesInParts({ folder, newId }: { readonly folder: string; readonly newId: NewId }) {
  /** The folders of what the page has begun to send. */
  const coming = new Map<string, Promise<string>>()
  const going = new Map<string, File>()

  const discard = async (id: string): Promise<void> => {
    const place = coming.get(id)
    coming.delete(id)
    const made = await place?.catch(() => undefined)
    if (made !== undefined) await removePlace(made)
  }
  const oldest = (waiting: ReadonlyMap<string, unknown>): string | undefined =>
    waiting.size > most ? waiting.keys().next().value : undefined
  const found = <T>(waiting: ReadonlyMap<string, T>, id: string): T => {
    const one = waiting.get(id)
    if (one === undefined) throw new ORPCError('NOT_FOUND')
    return one
  }

  const os = implement(portContract.parts)
  const router = {
    begin: os.begin.handler(async () => {
      const id = newId()
      const place = makePlace(folder)
      place.catch(() => undefined)
      coming.set(id, place)
      const first = oldest(coming)
      if (first !== undefined) await discard(first)
      return { id }
    }),
    add: os.add.handler(async ({ input: { id, part } }) => {
      try {
        await appendFile(join(await found(coming, id), fileName), await part.bytes(), { mode: 0o600 })
        return {}
      } catch (error) {
        throw notWritten(error)
      }
    }),
    read: os.read.handler(({ input: { id, from } }) => {
      const file = found(going, id)
      const to = from + partLength
      if (to >= file.size) going.delete(id)
      return file.slice(from, to)
    }),
    forget: os.forget.handler(async ({ input: { id } }) => {
      going.delete(id)
      await discard(id)
      return {}
    }),
  }

  const taken = async ({ 'file-in-parts': sent }: InParts, used: string[]): Promise<File> => {
    const place = await found(coming, sent.id)
    used.push(sent.id)
    const bytes = await openAsBlob(join(place, fileName))
    if (bytes.size !== sent.size) throw new ORPCError('BAD_REQUEST')
    return new File([bytes], sent.name, { type: sent.type })
  }
  const handed = (file: File): File | InParts => {
    if (file.size <= partLength) return file
    const id = newId()
    going.set(id, file)
    const first = oldest(going)
    if (first !== undefined) going.delete(first)
    return { 'file-in-parts': { id, name: file.name, type: file.type, size: file.size } }
  }

  return {
    router,
    /** Puts files in the place of what stands for them, and removes them once the call was answered to its end. */
    interceptor: async <Options extends { readonly input: unknown }>(
      call: Call<Options>,
    ): Promise<unknown> => {
      const used: string[] = []
      const end = () => Promise.all(used.map(discard))
      let isGoingOn = false
      try {
        const input = await replacedIn(call.input, value => {
          const sent = inPartsSchema.safeParse(value)
          return sent.success ? taken(sent.data, used) : undefined
        })
        const output = await call.next({ ...call, input })
        if (!isEventStream(output)) return await replacedIn(output, value => handedIn(value, handed))
        isGoingOn = true
        return untilItsEnd(output, () => void end())
      } finally {
        if (!isGoingOn) await end()
      }
    },
    close: async (): Promise<void> => {
      going.clear()
      await Promise.all([...coming.keys()].map(discard))
    },
  }
}

const fileName = 'file'

function handedIn(value: unknown, handed: (file: File) => unknown): Promise<unknown> | undefined {
  return value instanceof File ? Promise.resolve(handed(value)) : undefined
}
