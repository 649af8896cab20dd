import { z } from 'zod'
import { commandSchema, orgRefSchema, procedure, stream, textSchema } from '../base.ts'
import { doneSchema } from '../records.ts'
import { historyEntrySchema } from '../registry.ts'
import { daySchema, severities } from '../vocabulary.ts'

/** 年度评审 (domain.md 3.3): a year is frozen, approved by street and district, and compared with those before it. */

export const yearStates = ['open', 'sealed', 'approved', 'confirmed', 'reopened'] as const
export type YearState = (typeof yearStates)[number]

const yearSchema = z.number().int().min(1950).max(2199)
const ofYear = z.object({ org: orgRefSchema.optional(), year: yearSchema })

/** A frozen year in one line. */
const frozenSchema = z.object({
  id: z.string(),
  day: daySchema,
  hash: z.string(),
  /** When, and by whom it was frozen. */
  at: z.string(),
  actor: z.string(),
})

export const yearUnitSchema = z.object({
  org: z.string(),
  code: z.string().nullable(),
  name: z.string(),
  /** The organization asked about; the others are the streets and systems directly below it. */
  isOwn: z.boolean(),
  state: z.enum(yearStates),
  stateWords: textSchema,
  frozen: frozenSchema.nullable(),
  branches: z.number(),
  missing: z.number(),
  may: z.array(z.enum(['freeze', 'approve', 'take-back'])),
})
export type YearUnit = z.infer<typeof yearUnitSchema>

export const missingSchema = z.object({
  what: z.enum(['proposal', 'judging', 'appraisal', 'registration', 'rating', 'unit']),
  org: z.string(),
  code: z.string().nullable(),
  name: z.string(),
  /** The unit under which it lies. */
  unit: z.string(),
  case: z.string().nullable(),
  text: textSchema,
})
export type Missing = z.infer<typeof missingSchema>

const countsSchema = z.record(z.string(), z.number())

export const frozenFiguresSchema = z.object({
  org: z.string(),
  code: z.string().nullable(),
  name: z.string(),
  tier: z.string().nullable(),
  parent: z.string().nullable(),
  members: z.number(),
  cadres: z.number(),
  branches: z.number(),
  exempt: z.number(),
  flagged: z.number(),
  suggested: z.number(),
  severities: countsSchema,
  rules: countsSchema,
  cases: countsSchema,
})
export type FrozenFigures = z.infer<typeof frozenFiguresSchema>

const severity = z.enum(severities)

export const differenceSchema = z.object({
  org: z.string(),
  code: z.string().nullable(),
  name: z.string(),
  what: z.enum(['came', 'went', 'changed']),
  findings: z.array(z.object({ rule: z.string(), was: severity.nullable(), now: severity.nullable() })),
  suggested: z.object({ was: z.boolean(), now: z.boolean() }),
  cases: z.array(z.object({ id: z.string(), was: z.string().nullable(), now: z.string().nullable() })),
  fields: z.array(z.enum(['name', 'code', 'kind', 'parent', 'members', 'cadres', 'exempt', 'decision'])),
})
export type Difference = z.infer<typeof differenceSchema>

export const shownYearSchema = frozenSchema.extend({
  org: z.string(),
  code: z.string().nullable(),
  orgName: z.string(),
  year: z.number(),
  pack: z.string(),
  packName: textSchema.nullable(),
  state: z.enum(yearStates),
  stateWords: textSchema,
  log: z.array(
    z.object({
      day: z.string(),
      action: z.string(),
      words: textSchema,
      actor: z.string().nullable(),
      note: z.string().nullable(),
    }),
  ),
  /** What is wrong with what was frozen, where it cannot be read: a part that has not come, or another hash. */
  damage: z.enum(['incomplete', 'damaged', 'newer']).nullable(),
  findings: z.number(),
  figures: z.array(frozenFiguresSchema),
  unjudged: z.array(z.object({ rule: z.string(), why: textSchema })),
  /** What the same day would give today: its hash, whether that is the same, and what is different and why. */
  today: z.object({
    hash: z.string().nullable(),
    same: z.boolean(),
    different: z.number(),
    differences: z.array(differenceSchema),
    because: z.array(historyEntrySchema),
  }),
})
export type ShownYear = z.infer<typeof shownYearSchema>

export const frozenRowSchema = z.object({
  org: z.string(),
  code: z.string().nullable(),
  name: z.string(),
  members: z.number(),
  suggested: z.boolean(),
  findings: z.array(z.object({ rule: z.string(), severity, why: textSchema })),
  cases: z.array(z.object({ id: z.string(), state: z.string() })),
})
export type FrozenRow = z.infer<typeof frozenRowSchema>

export const standings = ['weak', 'sound', 'absent'] as const
export const turns = ['new', 'still', 'cleared', 'relapsed', 'closed'] as const
export type Turn = (typeof turns)[number]

const unitSchema = z.object({
  id: z.string(),
  code: z.string().nullable(),
  name: z.string(),
  /** As it is called today. */
  shortName: z.string().nullable(),
})

export const comparedYearsSchema = z.object({
  years: z.array(
    z.object({
      year: z.number(),
      day: daySchema,
      /** The frozen year that was read; null where it was worked out anew. */
      frozen: z.object({ id: z.string(), hash: z.string() }).nullable(),
      /** What the rules hit in branches, by unit. */
      units: z.array(
        z.object({
          unit: z.string(),
          branches: z.number(),
          weak: z.number(),
          rules: z.array(z.object({ rule: z.string(), n: z.number(), worst: z.enum(severities) })),
        }),
      ),
    }),
  ),
  /** The organization itself, with what lies under no street or system, and each of these. */
  units: z.array(unitSchema),
  /** How many took each turn, by year and unit; what nobody took is left out. */
  turns: z.array(z.object({ year: z.number(), unit: z.string(), turn: z.enum(turns), n: z.number() })),
  /** Of whoever was weak in any of these years: how many went from one standing to another. */
  flows: z.array(
    z.object({ from: z.number(), was: z.enum(standings), is: z.enum(standings), n: z.number() }),
  ),
  /** Cases month by month: opened and ended in it, and under way at its end. */
  progress: z.array(
    z.object({ month: z.string(), opened: z.number(), ended: z.number(), underWay: z.number() }),
  ),
})
export type ComparedYears = z.infer<typeof comparedYearsSchema>

const window = {
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(1000).default(200),
}

const act = commandSchema.extend(ofYear.shape)
/** Frozen as of the last day of its year, or today where that is still to come, unless another day of it is named. */
const freezing = act.extend({ day: daySchema.optional() })

export const annualContract = {
  /** How far a year has come: the organization itself and the streets and systems directly below it. */
  status: procedure
    .input(ofYear)
    .output(z.object({ year: z.number(), day: daySchema, units: z.array(yearUnitSchema) })),
  /** What stands in the way of approving it. */
  missing: procedure
    .input(ofYear.extend({ unit: z.string().max(200).optional(), ...window }))
    .output(z.object({ day: daySchema, total: z.number(), rows: z.array(missingSchema) })),
  freeze: procedure
    .input(freezing)
    .output(stream(doneSchema.extend({ hash: z.string(), year: z.number(), day: daySchema }))),
  approve: procedure
    .input(freezing)
    .output(stream(doneSchema.extend({ hash: z.string(), year: z.number(), day: daySchema }))),
  takeBack: procedure.input(act.extend({ reason: z.string().trim().min(1).max(1000) })).output(doneSchema),
  /** All frozen years of an organization, the newest year first, and of each the one that counts first. */
  list: procedure.input(z.object({ org: orgRefSchema.optional() })).output(
    z.object({
      rows: z.array(
        frozenSchema.extend({
          year: z.number(),
          state: z.enum(yearStates),
          stateWords: textSchema,
          /** Whether it is the one of its year that counts. */
          counts: z.boolean(),
        }),
      ),
    }),
  ),
  /** A frozen year beside what would be different today: by its id, or the one of a year that counts. */
  show: procedure
    .input(z.object({ org: orgRefSchema.optional(), year: yearSchema.optional(), id: z.string().optional() }))
    .output(shownYearSchema),
  /** A year and the two before it, side by side: as they were frozen, or worked out anew where they were not. */
  years: procedure.input(ofYear).output(comparedYearsSchema),
  /** The organizations behind one figure of it: of a turn, or of those weak in one of the years. */
  turned: procedure
    .input(
      ofYear.extend({
        at: yearSchema,
        unit: z.string().max(200).optional(),
        turn: z.enum(turns).optional(),
        ...window,
      }),
    )
    .output(
      z.object({
        total: z.number(),
        rows: z.array(
          z.object({
            org: z.string(),
            code: z.string().nullable(),
            name: z.string(),
            unit: z.string(),
            unitName: z.string(),
            standings: z.array(z.enum(standings)),
            turns: z.array(z.enum(turns).nullable()),
          }),
        ),
      }),
    ),
  /** The branches that a rule hits in one of the years, as it was frozen, or worked out anew where it was not. */
  hit: procedure
    .input(ofYear.extend({ at: yearSchema, unit: z.string().max(200), rule: z.string().max(20), ...window }))
    .output(
      z.object({
        total: z.number(),
        rows: z.array(frozenRowSchema.pick({ org: true, code: true, name: true, findings: true })),
      }),
    ),
  /**
   * The documents of a frozen year, in Chinese as every official document: a review form for each weak organization,
   * a report for the office and for each unit directly below it, or the ledger. In one file, one each, or all in a zip.
   * With `form`, that blank form of the office (.docx) is filled instead: at tags and content controls.
   */
  papers: procedure
    .input(
      z.object({
        id: z.string(),
        what: z.enum(['forms', 'summaries', 'ledger']),
        under: z.string().max(200).optional(),
        as: z.enum(['one', 'each', 'zip']).default('one'),
        form: z.instanceof(File).optional(),
      }),
    )
    .output(
      stream(
        z.object({
          files: z.array(z.instanceof(File)),
          papers: z.number(),
          /** Places of the blank form for which nothing is known: they stay as they are. */
          left: z.array(z.string()),
        }),
      ),
    ),
  /** The names of places that a blank form may have. */
  places: procedure.input(z.object({})).output(z.object({ places: z.array(z.string()) })),
  /** The organizations behind one figure of a frozen year. */
  rows: procedure
    .input(
      z.object({
        id: z.string(),
        under: z.string().max(200).optional(),
        which: z.enum(['branches', 'flagged', 'exempt', 'suggested', 'cases', 'rule', 'severity']),
        value: z.string().max(20).optional(),
        ...window,
      }),
    )
    .output(z.object({ total: z.number(), rows: z.array(frozenRowSchema) })),
}
