import { z } from 'zod'
import { changeSetSchema, commandSchema, procedure, textSchema } from './base.ts'

export const removedSchema = z.object({
  id: z.string(),
  kind: z.string(),
  words: textSchema,
  /** How it was called, and whom or what it was of. */
  title: z.string(),
  of: z.string(),
  /** When by the PC on which it was removed, by whom, and of which office that PC was. */
  at: z.string(),
  actor: z.string(),
  office: z.string(),
  reason: z.string().nullable(),
  /** What went with it, by kind. */
  with: z.array(z.object({ words: textSchema, count: z.number() })),
})
export type Removed = z.infer<typeof removedSchema>

export const holderSchema = z.object({
  org: z.string(),
  name: z.string(),
  direction: z.enum(['up', 'down']),
  /** `theirs`: it came from there; `confirmed`: their receipt says that they have it; `sent`: it is in a packet for them. */
  how: z.enum(['theirs', 'confirmed', 'sent']),
  /** Whether all that is known of it here has been sent there. */
  isWhole: z.boolean(),
  /** The packet in which it went last, and when that was written. */
  number: z.number().nullable(),
  at: z.string().nullable(),
})
export type Holder = z.infer<typeof holderSchema>

/** What was removed, and may be brought back. */
export const trashContract = {
  list: procedure
    .input(
      z.object({
        kind: z.string().optional(),
        limit: z.number().int().min(1).max(1000).default(100),
        offset: z.number().int().min(0).default(0),
      }),
    )
    .output(
      z.object({
        total: z.number(),
        rows: z.array(removedSchema),
        /** The kinds of which anything was removed. */
        kinds: z.array(z.object({ kind: z.string(), words: textSchema })),
      }),
    ),
  /** Brings a record back with what went with it, as one change set. */
  restore: procedure.input(commandSchema.extend({ id: z.string() })).output(
    z.object({
      id: z.string(),
      changeSet: changeSetSchema,
      sentences: z.array(textSchema),
      warnings: z.array(textSchema),
    }),
  ),
  /** Which other offices hold a record, as far as packets made and received here tell. */
  holders: procedure.input(z.object({ of: z.string() })).output(z.array(holderSchema)),
}
