import { z } from 'zod'
import { daySchema, severities } from '../vocabulary.ts'

/**
 * 检验用例: a branch as whoever made the pack imagined it, and what the pack has to say of it on a day. Whatever is not
 * said of the branch is in order: ten members, a committee of three elected half a year ago, a meeting last month.
 */
export const packTestSchema = z.strictObject({
  name: z.string().min(1).max(200),
  /** The same in English, where whoever made it said so. */
  english: z.string().min(1).max(200).optional(),
  on: daySchema,
  branch: z.strictObject({
    members: z.int().min(0).optional(),
    /** Members of 28 and older without a post. */
    aged: z.int().min(0).optional(),
    posts: z.int().min(0).optional(),
    committee: z.int().min(0).optional(),
    /** Since when there has been no 书记. */
    secretaryLeft: daySchema.optional(),
    elected: daySchema.optional(),
    years: z.int().min(1).max(10).optional(),
    founded: daySchema.optional(),
    lastMeeting: daySchema.optional(),
    /** Members behind with their fees, of all who are to pay. */
    behind: z.int().min(0).optional(),
    score: z.number().min(0).max(100).optional(),
    assessed: z.int().min(0).optional(),
    registered: z.int().min(0).optional(),
  }),
  expect: z.strictObject({
    /** Rules with the severity that they have to find; `none` where they must find nothing. */
    rules: z.record(z.string(), z.enum([...severities, 'none'])).default({}),
    suggested: z.boolean().optional(),
  }),
})
export type PackTest = z.infer<typeof packTestSchema>

const ground = z.string().trim().max(2000).nullable()

/** What is changed of a pack; what is not said stays. */
export const packChangesSchema = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  year: z.int().min(1950).max(2199).optional(),
  version: z.int().min(1).max(9999).optional(),
  since: daySchema.optional(),
  rules: z
    .record(z.string(), z.object({ counts: z.boolean(), atMost: z.enum(severities).nullable() }))
    .default({}),
  thresholds: z
    .array(
      z.object({
        name: z.string(),
        /** A new value from a day on, that of the pack if none is given. Without one, what holds is put right. */
        value: z.int().optional(),
        from: daySchema.optional(),
        basis: ground.optional(),
        source: ground.optional(),
        /** Its source was looked at today. */
        isChecked: z.boolean().default(false),
      }),
    )
    .max(1000)
    .default([]),
  /** Test cases by their names: these take the place of those of their names or stand at the end; those go. */
  tests: z
    .object({
      put: z.array(packTestSchema).max(200).default([]),
      remove: z.array(z.string()).max(200).default([]),
    })
    .default({ put: [], remove: [] }),
})
export type PackChanges = z.infer<typeof packChangesSchema>
