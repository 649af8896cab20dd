import { z } from 'zod'
import { orgRefSchema, procedure, stream, textSchema } from '../base.ts'

const askerSchema = z.object({
  id: z.string(),
  /** What asks: a blank form, a task book, the yearly summary, the statistical tables, or a type of work. */
  kind: z.enum(['form', 'tasks', 'summary', 'tables', 'type']),
  name: textSchema,
  /** Whether the registry fills it in there, or somebody types it. */
  by: z.enum(['registry', 'hand']),
  at: z.string().nullable(),
})

export const askedThingSchema = z.object({
  thing: z.string(),
  name: textSchema,
  askers: z.array(askerSchema),
  /** What the registry holds of it, where somebody types it all the same. */
  heldAs: textSchema.nullable(),
})
export type AskedThing = z.infer<typeof askedThingSchema>

/** Why a form may die: never filled though kept for months, not filled for a year, nobody is known to use it, another form asks for all of it. */
export const reasonSchema = z.enum(['never-filled', 'silent', 'no-user', 'covered'])

export const formWeightSchema = z.object({
  id: z.string(),
  name: z.string(),
  askedBy: z.string().nullable(),
  usedBy: z.string().nullable(),
  times: z.number(),
  ended: z.boolean(),
  /** Whether its file lies here and could be read. */
  isRead: z.boolean(),
  /** How many things the registry fills in, and how many somebody types, each time it is filled. */
  registry: z.number(),
  hand: z.number(),
  last: z
    .object({ org: z.string(), orgName: z.string(), on: z.string(), writer: z.string().nullable() })
    .nullable(),
  /** How many offices filled it since a year ago. */
  offices: z.number(),
  reasons: z.array(reasonSchema),
  coveredBy: z.object({ id: z.string(), name: z.string() }).nullable(),
  things: z.array(z.string()),
})
export type FormWeight = z.infer<typeof formWeightSchema>

/** 填报负担: what is asked for in how many forms, what is typed twice, and which forms nobody would miss. */
export const burdenContract = {
  read: procedure
    .input(z.object({ year: z.number().int().min(1950).max(2199).optional(), org: orgRefSchema.optional() }))
    .output(
      stream(
        z.object({
          asOf: z.string(),
          forms: z.array(formWeightSchema),
          /** What two askers or more ask for, the most asked first. */
          repeated: z.array(askedThingSchema),
          /** What is typed though the registry holds it, then what is typed in two forms or more. */
          typed: z.array(askedThingSchema),
        }),
      ),
    ),
}
