import { z } from 'zod'
import { orgRefSchema, procedure, textSchema } from '../base.ts'
import { daySchema } from '../vocabulary.ts'

export const barKeys = ['two-systems', 'arrears', 'timely', 'numbers', 'elections', 'stars', 'age'] as const
export const barSchema = z.object({
  key: z.enum(barKeys),
  /** `unknown` where the registry holds no records of it. */
  state: z.enum(['met', 'missed', 'unknown']),
  need: textSchema,
  have: textSchema.nullable(),
})
export const candidateSchema = z.object({
  org: z.object({ id: z.string(), code: z.string().nullable(), name: z.string() }),
  bars: z.array(barSchema),
  missed: z.number(),
  unknown: z.number(),
})
export type Candidate = z.infer<typeof candidateSchema>

/** Who may be put up for an honour, by the bars of its notice; which bar is missed is told, and nobody is refused. */
export const honoursContract = {
  awards: procedure
    .input(z.object({}))
    .output(z.array(z.object({ key: z.string(), words: textSchema, source: textSchema }))),
  check: procedure
    .input(
      z.object({
        award: z.string(),
        org: orgRefSchema.optional(),
        asOf: daySchema.optional(),
        /** Only those that miss no bar. */
        eligible: z.boolean().default(false),
        offset: z.number().int().min(0).default(0),
        limit: z.number().int().min(1).max(1000).default(100),
      }),
    )
    .output(
      z.object({
        asOf: daySchema,
        /** How many there are, and how many of them miss no bar and leave none unknown. */
        all: z.number(),
        ready: z.number(),
        total: z.number(),
        rows: z.array(candidateSchema),
      }),
    ),
}
