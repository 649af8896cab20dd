import { z } from 'zod'
import { orgRefSchema, procedure, textSchema } from './base.ts'
import { daySchema, severities } from './vocabulary.ts'

export const findingSchema = z.object({
  /** The organization's code, or its id where it has none. */
  org: z.string(),
  orgName: z.string(),
  rule: z.string(),
  severity: z.enum(severities),
  /** From which day it has been so; null where that is not known. */
  since: daySchema.nullable(),
  measured: z.number(),
  threshold: z.number(),
  unit: z.string(),
  why: textSchema,
  clears: textSchema,
  evidence: z.array(z.object({ entity: z.string(), id: z.string(), text: textSchema })),
})

export const scanSchema = z.object({
  asOf: daySchema,
  pack: z.string(),
  branches: z.number(),
  exempt: z.number(),
  flagged: z.number(),
  ms: z.number(),
  findings: z.array(findingSchema),
  suggested: z.array(z.string()),
})

/** An election that comes due: the newest one held, and the last day of its term. */
export const dueElectionSchema = z.object({
  id: z.string(),
  code: z.string().nullable(),
  name: z.string(),
  elected: daySchema,
  due: daySchema,
  daysLeft: z.number(),
})
export type DueElection = z.infer<typeof dueElectionSchema>

export const lifelineContract = {
  /** Elections due from the day asked about to half a year later, the soonest first; overdue ones are findings. */
  elections: procedure
    .input(z.object({ org: orgRefSchema.optional(), asOf: daySchema.optional() }))
    .output(z.object({ asOf: daySchema, until: daySchema, rows: z.array(dueElectionSchema) })),
  scan: procedure
    .input(
      z.object({
        org: orgRefSchema.optional(),
        asOf: daySchema.optional(),
        rules: z.array(z.string()).optional(),
        evidence: z.boolean().default(true),
      }),
    )
    .output(scanSchema),
}
