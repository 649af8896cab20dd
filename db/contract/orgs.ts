import { z } from 'zod'
import { orgRefSchema, procedure, textSchema } from './base.ts'
import { actSchema, doneSchema, fieldInfoSchema } from './records.ts'
import { orgBriefSchema } from './registry.ts'
import { daySchema } from './vocabulary.ts'

/** What may become of an organization. Founding one is `records.add` of the kind `org`. */
export const orgActNames = ['rename', 'kind', 'move', 'merge', 'split', 'close', 'reopen'] as const
export type OrgActName = (typeof orgActNames)[number]

/** How many members an organization has on the day before an act and on its day, itself and all below it. */
export const headcountSchema = z.object({
  id: z.string(),
  name: z.string(),
  before: z.number(),
  after: z.number(),
})

/** One line of what changed: of a person or of an organization, with the day on which it did. */
export const changedSchema = z.object({
  entity: z.enum(['person', 'org']),
  id: z.string(),
  name: z.string(),
  day: daySchema,
  /** How many members an organization brought along or took away; null where it is about one person. */
  members: z.number().nullable(),
  sentence: textSchema,
})
export type Changed = z.infer<typeof changedSchema>

export const changeGroups = ['came', 'went', 'moved', 'founded', 'renamed', 'closed'] as const
export type ChangeGroup = (typeof changeGroups)[number]

export const changesSchema = z.object({
  org: orgBriefSchema,
  from: daySchema,
  to: daySchema,
  /** Members on both days: before + those who came - those who went = after, whoever comes or goes with an organization counted. */
  before: z.number(),
  after: z.number(),
  /** How many there are of each, of which the lists hold the first ones. */
  totals: z.record(z.enum(changeGroups), z.number()),
  came: z.array(changedSchema),
  went: z.array(changedSchema),
  moved: z.array(changedSchema),
  founded: z.array(changedSchema),
  renamed: z.array(changedSchema),
  closed: z.array(changedSchema),
})
export type Changes = z.infer<typeof changesSchema>

export const decidedSchema = z.object({
  id: z.string(),
  act: z.string(),
  on: daySchema,
  decided: daySchema.nullable(),
  document: z.string().nullable(),
  org: z.object({ id: z.string(), name: z.string() }),
  other: z.object({ id: z.string(), name: z.string() }).nullable(),
  sentence: textSchema,
})

const coverageRowSchema = z.object({
  org: z.object({ id: z.string(), code: z.string().nullable(), name: z.string() }),
  /** Organizations of the two-new that exist on the day. */
  organizations: z.number(),
  /** Parks, enterprises and social organizations that have none yet; of these, for how many one is planned. */
  open: z.number(),
  planned: z.number(),
  /** Members known in them. */
  members: z.number(),
  /** The share that has an organization; null where there is nothing. */
  share: z.number().nullable(),
})

export const coverageSchema = z.object({
  asOf: daySchema,
  own: coverageRowSchema,
  /** Of the organizations right below. */
  below: z.array(coverageRowSchema),
  /** Units with too few members for a branch each, of one place and together enough for a joint branch. */
  joint: z.array(
    z.object({
      org: z.object({ id: z.string(), code: z.string().nullable(), name: z.string() }),
      members: z.number(),
      units: z.array(z.object({ id: z.string(), name: z.string(), members: z.number() })),
    }),
  ),
})
export type Coverage = z.infer<typeof coverageSchema>

export const orgsContract = {
  /** How far the two-new are covered by organizations, below an organization on a day. */
  coverage: procedure
    .input(z.object({ org: orgRefSchema.optional(), asOf: daySchema.optional() }))
    .output(coverageSchema),
  /** The acts with the fields of each, for one form each: `act` takes what was typed in them. */
  acts: procedure
    .input(z.object({}))
    .output(
      z.array(z.object({ act: z.enum(orgActNames), words: textSchema, fields: z.array(fieldInfoSchema) })),
    ),
  /**
   * One act on one organization, previewed with `dryRun`. What lies after its day is a problem at the field `later`
   * (code `later-changes`) until somebody says whether it stays (`keep`) or is replaced (`replace`).
   */
  act: procedure
    .input(
      actSchema.extend({
        act: z.enum(orgActNames),
        org: orgRefSchema,
        /** By field of the act; a list of members has one ID number a line. */
        set: z.record(z.string().max(100), z.string().max(400_000)).default({}),
        later: z.enum(['keep', 'replace']).optional(),
      }),
    )
    .output(doneSchema.extend({ headcounts: z.array(headcountSchema) })),
  /** What came, went, moved, was founded, renamed and closed in an organization and all below it, after `from` up to `to`. */
  changes: procedure
    .input(
      z.object({
        org: orgRefSchema.optional(),
        from: daySchema,
        to: daySchema,
        /** The most lines of each list. */
        limit: z.number().int().min(1).max(1_000_000).default(500),
      }),
    )
    .output(changesSchema),
  /** What was decided about an organization, the oldest first: former names and codes, what was merged into it, of what it was split off. */
  lineage: procedure.input(z.object({ org: orgRefSchema })).output(z.array(decidedSchema)),
}
