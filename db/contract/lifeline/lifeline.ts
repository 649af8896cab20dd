import { z } from 'zod'
import { orgRefSchema, procedure, textSchema } from '../base.ts'
import { placeSchema } from '../looking.ts'
import { historyEntrySchema } from '../registry.ts'
import { daySchema, severities } from '../vocabulary.ts'

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
  /** The day from which it is worse if nothing is done, and how bad then; null where time alone makes it no worse. */
  worsens: z.object({ on: daySchema, to: z.enum(severities) }).nullable(),
  evidence: z.array(z.object({ entity: z.string(), id: z.string(), text: textSchema })),
})

/** Rules that judge nobody, because what they rest on is not kept in this registry yet, with the sentence that says so. */
const unjudgedSchema = z.array(z.object({ rule: z.string(), why: textSchema }))

/** What was found; null where nothing was. */
const saidSchema = z
  .object({
    severity: z.enum(severities),
    since: daySchema.nullable(),
    measured: z.number(),
    threshold: z.number(),
  })
  .nullable()

/**
 * What an earlier scan of the same day found otherwise, and what was written since about whoever differs: back-dated or
 * corrected. Null where nothing was kept to be held against, and of a day that is not over.
 */
export const sinceEarlierSchema = z
  .object({
    /** When the earlier scan was made, and by which pack. */
    at: z.string(),
    pack: z.string(),
    /**
     * Whether that pack judges the day today as well. Where another one does, what differs was worked out by the earlier one
     * all the same; where that is not here any more, by the present one.
     */
    by: z.enum(['same', 'earlier', 'present']),
    orgs: z.number(),
    findings: z.number(),
    /** The first 200. */
    differs: z.array(
      z.object({
        org: z.string(),
        orgId: z.string(),
        orgName: z.string(),
        rule: z.string(),
        was: saidSchema,
        now: saidSchema,
      }),
    ),
    /** The newest fifty. */
    because: z.array(historyEntrySchema),
  })
  .nullable()
export type SinceEarlier = NonNullable<z.infer<typeof sinceEarlierSchema>>

export const scanSchema = z.object({
  asOf: daySchema,
  pack: z.string(),
  branches: z.number(),
  exempt: z.number(),
  flagged: z.number(),
  ms: z.number(),
  findings: z.array(findingSchema),
  suggested: z.array(z.string()),
  unjudged: unjudgedSchema,
  /** Thresholds of the pack that nobody has checked for a year, and what it names that this program does not know. */
  stale: z.array(z.string()),
  unknown: z.array(z.string()),
  /** Only of all rules by the pack of the day. */
  earlier: sinceEarlierSchema,
})

/** A finding in a list: without its evidence, which is read where one asks why. */
export const findingRowSchema = findingSchema.omit({ evidence: true }).extend({
  orgId: z.string(),
  /** The organization directly below the one asked about under which it lies; null for what is its own. */
  under: placeSchema.nullable(),
  /** The case by which the organization is being put right, the newest of several; null where none is under way. */
  openCase: z.object({ id: z.string(), due: z.string(), owner: z.string() }).nullable(),
})
export type FindingRow = z.infer<typeof findingRowSchema>

export const findingSorts = ['org', 'severity', 'rule', 'since', 'under'] as const
export type FindingSort = (typeof findingSorts)[number]

export const findingsFilterSchema = z.object({
  org: orgRefSchema.optional(),
  asOf: daySchema.optional(),
  rule: z.string().optional(),
  severity: z.enum(severities).optional(),
  /** Only of organizations that the verdict proposes. */
  suggested: z.boolean().default(false),
  /** Only what is the organization's own, and lies under none of those directly below it. */
  own: z.boolean().default(false),
  /** Any part of an organization's name. */
  text: z.string().trim().default(''),
  sort: z.enum(findingSorts).default('org'),
  down: z.boolean().default(false),
})
export type FindingsFilter = z.input<typeof findingsFilterSchema>

const countsSchema = z.object({
  branches: z.number(),
  exempt: z.number(),
  flagged: z.number(),
  suggested: z.number(),
  severities: z.record(z.enum(severities), z.number()),
})

/** An organization directly below, or the one asked about itself (`isOwn`), with what was found under it by rule. */
export const overviewUnitSchema = z.object({
  org: placeSchema,
  isOwn: z.boolean(),
  /** Organizations directly below it. */
  children: z.number(),
  branches: z.number(),
  flaggedBranches: z.number(),
  flagged: z.number(),
  cells: z.array(z.object({ rule: z.string(), n: z.number(), worst: z.enum(severities) })),
})
export type OverviewUnit = z.infer<typeof overviewUnitSchema>

/** The newest election held, and the last day of its term; overdue where `daysLeft` is below 0. */
export const electionSchema = z.object({
  id: z.string(),
  code: z.string().nullable(),
  name: z.string(),
  elected: daySchema,
  /** The term in years; null where it is not recorded and was presumed. */
  years: z.number().nullable(),
  /** The years that its end is reckoned by: those presumed where none are recorded. */
  reckoned: z.number(),
  due: daySchema,
  /** The last day of the longest delay that may be approved. */
  cap: daySchema,
  daysLeft: z.number(),
})
export type ElectionRow = z.infer<typeof electionSchema>

const scope = z.object({ org: orgRefSchema.optional(), asOf: daySchema.optional() })

export const lifelineContract = {
  /** Elections overdue, and those of the two years from the day asked about, the first due first. */
  elections: procedure.input(scope.extend({ limit: z.number().int().min(0).max(100_000).optional() })).output(
    z.object({
      asOf: daySchema,
      /** Elections up to here are prepared now; `until` ends what is looked at. */
      soon: daySchema,
      until: daySchema,
      overdue: z.number(),
      dueSoon: z.number(),
      /** How many come due in each month from the day asked about to `until`; those overdue are in none. */
      byMonth: z.array(z.object({ month: z.string(), n: z.number() })),
      rows: z.array(electionSchema),
    }),
  ),
  /**
   * 换届提醒函: one letter an organization, on pages of their own, in one .docx; of all whose election is overdue or to be
   * prepared now, or of those named. Signed by the registry's own office, on the day.
   */
  electionLetters: procedure
    .input(
      scope.extend({ name: z.string().min(1).max(200), ids: z.array(z.string()).max(100_000).optional() }),
    )
    .output(z.object({ file: z.instanceof(File), letters: z.number() })),
  /** The findings in figures, as a whole and by unit. */
  overview: procedure.input(scope).output(
    countsSchema.extend({
      asOf: daySchema,
      units: z.array(overviewUnitSchema),
      unjudged: unjudgedSchema,
    }),
  ),
  /** A window of the findings that a list asks for, and how many there are. */
  findings: procedure
    .input(
      findingsFilterSchema.extend({
        offset: z.number().int().min(0).default(0),
        limit: z.number().int().min(1).max(1000).default(200),
      }),
    )
    .output(z.object({ asOf: daySchema, total: z.number(), rows: z.array(findingRowSchema) })),
  scan: procedure
    .input(
      z.object({
        org: orgRefSchema.optional(),
        asOf: daySchema.optional(),
        rules: z.array(z.string()).optional(),
        evidence: z.boolean().default(true),
        /** A pack by its id, to run an old scan again; the one of the day if not given. */
        pack: z.string().max(200).optional(),
        /** From now on scans of this day are held against this one. */
        keep: z.boolean().default(false),
      }),
    )
    .output(scanSchema),
  /** As `scan` answers it, from the review that the pages are read from. */
  sinceEarlier: procedure
    .input(scope.extend({ keep: z.boolean().default(false) }))
    .output(sinceEarlierSchema),
}
