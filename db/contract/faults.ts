import { z } from 'zod'
import { orgRefSchema, procedure, textSchema } from './base.ts'
import { daySchema } from './vocabulary.ts'

/** Mistakes that only show across records (domain.md, "Cross-data error checks"): no weakness, but data to put right. */
export const faultChecks = [
  'same-number',
  'two-branches',
  'birth-number',
  'joined-young',
  'unknown-person',
  'not-a-member',
  'nowhere',
  'branch-above',
  'closed-branch',
  'closed-post',
  'same-code',
  'post-ends-first',
] as const

export const faultSchema = z.object({
  check: z.enum(faultChecks),
  /** What it opens: a member or an organization. */
  entity: z.enum(['person', 'org']),
  id: z.string(),
  name: z.string(),
  /** Where that lies. */
  place: z.string().nullable(),
  says: textSchema,
})
export type Fault = z.infer<typeof faultSchema>

export const faultsContract = {
  /** A window of what is to be put right in an organization and all below it, and how much there is of each kind. */
  list: procedure
    .input(
      z.object({
        org: orgRefSchema.optional(),
        asOf: daySchema.optional(),
        check: z.enum(faultChecks).optional(),
        limit: z.number().int().min(1).max(1000).default(100),
        offset: z.number().int().min(0).default(0),
      }),
    )
    .output(
      z.object({
        asOf: daySchema,
        total: z.number(),
        checks: z.array(
          z.object({ check: z.enum(faultChecks), words: textSchema, mends: textSchema, n: z.number() }),
        ),
        rows: z.array(faultSchema),
      }),
    ),
}
