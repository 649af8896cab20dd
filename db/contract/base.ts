import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'

/** One sentence in both languages. */
export const textSchema = z.object({ zh: z.string(), en: z.string() })

/**
 * The one foreseen error: a stable code and a sentence that names the thing, the problem and the next step. The same
 * over every transport. Whatever else goes wrong is a bug and arrives as INTERNAL_SERVER_ERROR with a reference.
 */
export const refusedSchema = z.object({
  code: z.string(),
  text: textSchema,
  details: z.record(z.string(), z.unknown()),
})

export const procedure = oc.errors({ REFUSED: { status: 422, data: refusedSchema } })

/** How far long work has come; `total` is 0 while it is not known. */
export const progressSchema = z.object({
  type: z.literal('progress'),
  what: textSchema,
  done: z.number(),
  total: z.number(),
})
export type Progress = z.infer<typeof progressSchema>

/** What long work answers: progress as it goes, and its result as the last event. Ending the stream cancels it. */
export function stream<T extends z.ZodType>(result: T) {
  return eventIterator(
    z.discriminatedUnion('type', [progressSchema, z.object({ type: z.literal('done'), result })]),
  )
}

/** Whether a procedure answered a stream of events, and not a value. */
export function isEventStream(output: unknown): output is AsyncIterator<unknown> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output && 'next' in output
}

/** An organization by code (组织ID), full or short name, whichever is unique. */
export const orgRefSchema = z.string().min(1)

/** The number of a change set, or null where nothing was changed. */
export const changeSetSchema = z.number().int().nullable()

/** What every command takes: who says to be working, and whether only to say what would happen. */
export const commandSchema = z.object({
  by: z.string().trim().max(100).default(''),
  dryRun: z.boolean().default(false),
})
