import { z } from 'zod'
import { commandSchema, orgRefSchema, procedure, textSchema } from './base.ts'
import { doneSchema } from './records.ts'

const yearSchema = z.number().int().min(1950).max(2199)

/** A figure of a report: what the records say, what they said for the year before, and what was reported. */
export const figureSchema = z.object({
  key: z.string(),
  name: textSchema,
  unit: z.string(),
  /** The office that made it; null for one that the program brings. */
  issuer: z.string().nullable(),
  /** Null where its question is of a newer program, or records are there and none of them says the number. */
  value: z.number().nullable(),
  /** Null as `value` is, and where nothing of that year was written down. */
  lastYear: z.number().nullable(),
  asReported: z.number().nullable(),
})
export type Figure = z.infer<typeof figureSchema>

/** What stands behind a figure. Of counted places and values each is a row. What they `count` adds up to the value. */
export const figureRowSchema = z.object({
  kind: z.string(),
  id: z.string(),
  title: z.string(),
  /** Whose post or membership it is. */
  person: z.string().nullable(),
  org: z.string().nullable(),
  counts: z.number(),
  /** Of a place or a value, in how many records it stands; null of a record. */
  records: z.number().nullable(),
})

export const cadreRowSchema = z.object({
  person: z.string(),
  name: z.string(),
  org: z.string(),
  orgName: z.string(),
  title: z.string(),
  trainings: z.number(),
  hours: z.number(),
  contacts: z.number(),
  /** How many contacts 1+100 asks for; null for those it does not bind. */
  asked: z.number().nullable(),
  quarters: z.number(),
  faceToFace: z.number(),
})
export type CadreRow = z.infer<typeof cadreRowSchema>

const ofYear = z.object({ year: yearSchema, org: orgRefSchema.optional() })
const placeSchema = z.object({ code: z.string().nullable(), name: z.string() })

/** Reports as questions to the registry (工作台账): every figure is counted from records, and opens them. */
export const reportsContract = {
  figures: procedure
    .input(
      ofYear.extend({
        /** Of which type of work alone; also what nobody made a figure of. */ type: z
          .string()
          .min(1)
          .max(60)
          .optional(),
      }),
    )
    .output(z.object({ year: yearSchema, org: placeSchema, figures: z.array(figureSchema) })),
  figure: procedure
    .input(
      ofYear.extend({
        key: z.string().min(1),
        /** Of a figure that counts places or values: opens the records of this one of them. */
        among: z.string().min(1).max(400).optional(),
        /** Opens the records that count for nothing, as they do not say what is counted. */
        blank: z.boolean().default(false),
        limit: z.number().int().min(1).max(1000).default(100),
        offset: z.number().int().min(0).default(0),
      }),
    )
    .output(
      figureSchema.extend({
        year: yearSchema,
        org: placeSchema,
        /** Offices directly below that have nothing of what is counted: it may not have been written down. */
        missing: z.array(z.object({ org: z.string(), name: z.string() })),
        /** How many records of what is asked for count for nothing. */
        blank: z.number(),
        total: z.number(),
        rows: z.array(figureRowSchema),
      }),
    ),
  /** Everybody in post: who came to trainings of the year and who never did, and how 1+100 stands. */
  cadres: procedure
    .input(
      ofYear.extend({
        part: z.enum(['all', 'untrained', 'short']).default('all'),
        limit: z.number().int().min(1).max(1000).default(100),
        offset: z.number().int().min(0).default(0),
      }),
    )
    .output(
      z.object({
        year: yearSchema,
        org: placeSchema,
        cadres: z.number(),
        trained: z.number(),
        /** How many 1+100 binds, and how many of them fall short of it. */
        bound: z.number(),
        short: z.number(),
        total: z.number(),
        rows: z.array(cadreRowSchema),
      }),
    ),
  /** Makes those of the usual types of work that there are none of yet, so that work can be written down. */
  adoptTypes: procedure.input(commandSchema).output(doneSchema),
}
