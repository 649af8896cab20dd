import { z } from 'zod'
import { orgRefSchema, procedure, stream } from '../base.ts'

const changeSchema = z.object({
  id: z.string(),
  what: z.enum(['figure', 'text', 'both', 'figure-by-hand', 'difference', 'missing', 'gone']),
  /** Whether a person has to choose; `taken` says whether the new one stands in the file. */
  isConflict: z.boolean(),
  taken: z.boolean(),
  his: z.string(),
  now: z.string(),
})
export type SummaryChange = z.infer<typeof changeSchema>

/** 年度总结: text with figures as fields, in the layout of official documents (GB/T 9704). */
export const summariesContract = {
  /**
   * Makes the summary of a year. With `mine`, a summary that was made here before and that somebody worked on, this is made
   * anew: his words stay, figures are renewed, and what conflicts stays as he wrote it but for those that `take` names.
   */
  make: procedure
    .input(
      z.object({
        year: z.number().int().min(1950).max(2199),
        org: orgRefSchema.optional(),
        mine: z.instanceof(File).optional(),
        take: z.array(z.string().max(100)).max(1000).default([]),
      }),
    )
    .output(
      stream(
        z.object({
          file: z.instanceof(File),
          passages: z.array(
            z.object({
              id: z.string(),
              level: z.number().nullable(),
              pieces: z.array(
                z.union([z.string(), z.object({ key: z.string(), value: z.number().nullable() })]),
              ),
            }),
          ),
          /** Every figure of it, beside that of the year before. */
          figures: z.array(
            z.object({
              key: z.string(),
              name: z.string(),
              unit: z.string(),
              /** Null where nobody can tell: the records do not say it. */
              now: z.number().nullable(),
              last: z.number().nullable(),
            }),
          ),
          changes: z.array(changeSchema),
          kept: z.number(),
        }),
      ),
    ),
}
