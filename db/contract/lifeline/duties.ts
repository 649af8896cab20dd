import { z } from 'zod'
import { orgRefSchema, procedure } from '../base.ts'
import { placeSchema } from '../looking.ts'
import { daySchema } from '../vocabulary.ts'

/** 三会两制一课 of a branch in the running quarter and month: held, still to be held, or not owed at all. */
const stateSchema = z.enum(['held', 'due', 'none'])

export const dutyRowSchema = z.object({
  org: placeSchema,
  members: z.number(),
  assembly: stateSchema,
  lesson: stateSchema,
  /** A branch below the size from which it has a 支委会 owes none. */
  committee: stateSchema,
  /** Its newest meeting of any type. */
  last: daySchema.nullable(),
})
export type DutyRow = z.infer<typeof dutyRowSchema>

export const dutiesContract = {
  list: procedure
    .input(
      z.object({
        org: orgRefSchema.optional(),
        asOf: daySchema.optional(),
        /** Only branches that still owe something. */
        open: z.boolean().default(false),
        offset: z.number().int().min(0).default(0),
        limit: z.number().int().min(1).max(1000).default(100),
      }),
    )
    .output(
      z.object({
        /** The first days of the running quarter and month. */
        quarter: daySchema,
        month: daySchema,
        asOf: daySchema,
        /** From so many members on a branch has a 支委会. */
        committeeFrom: z.number(),
        branches: z.number(),
        owing: z.object({ assembly: z.number(), lesson: z.number(), committee: z.number() }),
        total: z.number(),
        rows: z.array(dutyRowSchema),
      }),
    ),
}
