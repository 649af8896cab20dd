import { z } from 'zod'
import { changeSetSchema, commandSchema, orgRefSchema, procedure, textSchema } from '../base.ts'
import { daySchema, severities } from '../vocabulary.ts'
import { packChangesSchema, packTestSchema } from './pack-changes.ts'

/** An organization of a rehearsal's list, and the rules that bring it there. */
const namedSchema = z.object({
  org: z.string(),
  orgId: z.string(),
  name: z.string(),
  rules: z.array(z.string()),
})
const countsSchema = z.object({ flagged: z.number(), suggested: z.number() })

/** A test case that a pack does not pass: its name, the same to be read, and what is wrong. */
const failingSchema = z.object({ name: z.string(), words: textSchema, says: textSchema })

/** The rule pack that judges a day, and what comes of another one. */
export const rulePackContract = {
  /** The pack that judges a day, or the one named, as it is on that day. */
  inForce: procedure
    .input(z.object({ asOf: daySchema.optional(), id: z.string().max(200).optional() }))
    .output(
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
        /** Every rule there is: whether it counts, and the heaviest that it may be. */
        rules: z.array(
          z.object({
            rule: z.string(),
            words: textSchema,
            basis: textSchema,
            counts: z.boolean(),
            atMost: z.enum(severities).nullable(),
          }),
        ),
        /** Its test cases that fail, or that this program cannot run; and how many it has. */
        failing: z.array(failingSchema),
        tests: z.number(),
        /** Its test cases; one that only a newer program can read has its name alone. */
        cases: z.array(
          z.object({ name: z.string(), test: packTestSchema.nullable(), says: textSchema.nullable() }),
        ),
        /** Only the topmost office publishes packs. */
        mayPublish: z.boolean(),
        thresholds: z.array(
          z.object({
            name: z.string(),
            value: z.number(),
            /** Whether it is the one that holds on the day. */
            holds: z.boolean(),
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
  /** Every pack that is known here, the newest first, and at the end the one that the program brings. */
  list: procedure.input(z.object({ asOf: daySchema.optional() })).output(
    z.object({
      asOf: daySchema,
      rows: z.array(
        z.object({
          id: z.string(),
          name: textSchema,
          year: z.number(),
          version: z.number(),
          since: z.string(),
          issuer: z.string().nullable(),
          /** It judges the day. One of an office below judges nobody; one that cannot be read neither. */
          judges: z.boolean(),
          isCarried: z.boolean(),
          unreadable: textSchema.nullable(),
          unknown: z.array(z.string()),
          tests: z.number(),
          failing: z.array(failingSchema),
        }),
      ),
    }),
  ),
  /** The pack in force as a file, to be changed and published. */
  save: procedure
    .input(
      z.object({ asOf: daySchema.optional(), id: z.string().max(200).optional(), name: z.string().min(1) }),
    )
    .output(z.object({ file: z.file() })),
  /** A pack with what is changed of it, as a file: the one in force, or another one. Nothing is written. */
  revise: procedure
    .input(
      z.object({
        file: z.file().optional(),
        asOf: daySchema.optional(),
        name: z.string().min(1),
        changes: packChangesSchema,
      }),
    )
    .output(z.object({ file: z.file(), tests: z.number(), failing: z.array(failingSchema) })),
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
        failing: z.array(failingSchema),
        tests: z.number(),
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
