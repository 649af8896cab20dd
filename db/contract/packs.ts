import { z } from 'zod'
import { changeSetSchema, commandSchema, orgRefSchema, procedure, textSchema } from './base.ts'
import { daySchema } from './vocabulary.ts'

const namedSchema = z.object({ org: z.string(), name: z.string() })
const countsSchema = z.object({ flagged: z.number(), suggested: z.number() })

/** The rule pack that judges a day, and what comes of another one. */
export const rulePackContract = {
  inForce: procedure.input(z.object({ asOf: daySchema.optional() })).output(
    z.object({
      asOf: daySchema,
      id: z.string(),
      name: textSchema,
      year: z.number(),
      version: z.number(),
      since: z.string(),
      /** The office that published it; null for the pack that the program brings. */
      issuer: z.string().nullable(),
      /** Rules that judge nobody. */
      off: z.array(z.string()),
      unknown: z.array(z.string()),
      thresholds: z.array(
        z.object({
          name: z.string(),
          value: z.number(),
          from: z.string().nullable(),
          basis: textSchema.nullable(),
          source: z.string().nullable(),
          checked: z.string().nullable(),
          /** Nobody has looked at its source for a year on the day. */
          isStale: z.boolean(),
        }),
      ),
    }),
  ),
  /** The pack in force as a file, to be changed and published. */
  save: procedure
    .input(z.object({ asOf: daySchema.optional(), name: z.string().min(1) }))
    .output(z.object({ file: z.file() })),
  /** What a pack would newly flag and clear on a day, beside the one in force. Nothing is written. */
  rehearse: procedure
    .input(z.object({ file: z.file(), asOf: daySchema.optional(), org: orgRefSchema.optional() }))
    .output(
      z.object({
        asOf: daySchema,
        branches: z.number(),
        now: countsSchema,
        next: countsSchema,
        newlyFlagged: z.array(namedSchema),
        cleared: z.array(namedSchema),
        newlySuggested: z.array(namedSchema),
        released: z.array(namedSchema),
        rules: z.array(z.object({ rule: z.string(), now: z.number(), next: z.number() })),
        unknown: z.array(z.string()),
      }),
    ),
  /** Only the topmost office publishes; the offices below receive it with their next packet. */
  publish: procedure.input(commandSchema.extend({ file: z.file() })).output(
    z.object({
      id: z.string(),
      changeSet: changeSetSchema,
      sentences: z.array(textSchema),
      warnings: z.array(textSchema),
    }),
  ),
}
