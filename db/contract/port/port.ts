import { oc } from '@orpc/contract'
import { z } from 'zod'
import { wireContract } from './wire.ts'

/** In bytes: a longer file goes over a port in parts of this length, one after the other. */
export const partLength = 1024 * 1024

/** What stands for a file that is at the other end of the port already, or waits there to be read. */
export const inPartsSchema = z.object({
  'file-in-parts': z.object({
    id: z.string(),
    name: z.string(),
    type: z.string(),
    size: z.number().int().nonnegative(),
  }),
})
export type InParts = z.infer<typeof inPartsSchema>

const named = z.object({ id: z.string() })

/**
 * The contract as it is spoken over a MessagePort. A message is in memory whole, here, there and in between: files that may
 * be larger than that go over in parts, and the next part only when the last one was taken.
 */
export const portContract = {
  ...wireContract,
  parts: {
    /** Makes room for a file of the page's; the oldest that nobody asked for makes way. */
    begin: oc.output(named),
    add: oc.input(z.object({ id: z.string(), part: z.instanceof(Blob) })).output(z.object({})),
    /** The part of a file of the engine's that begins at this byte. */
    read: oc
      .input(z.object({ id: z.string(), from: z.number().int().nonnegative() }))
      .output(z.instanceof(Blob)),
    /** What was begun or is waiting is wanted no longer. */
    forget: oc.input(named).output(z.object({})),
  },
}
export type PortContract = typeof portContract

/** A value in which some are replaced by others, for either end; `other` answers undefined for those that stay. */
export async function replacedIn(
  value: unknown,
  other: (value: unknown) => Promise<unknown> | undefined,
): Promise<unknown> {
  if (typeof value !== 'object' || value === null) return value
  const instead = other(value)
  if (instead !== undefined) return instead
  if (Array.isArray(value)) return Promise.all(value.map(item => replacedIn(item, other)))
  if (Object.getPrototypeOf(value) !== Object.prototype) return value
  const entries = Object.entries(value).map(
    async ([key, field]): Promise<[string, unknown]> => [key, await replacedIn(field, other)],
  )
  return Object.fromEntries(await Promise.all(entries))
}
