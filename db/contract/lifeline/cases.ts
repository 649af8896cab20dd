import { z } from 'zod'
import { changeSetSchema, commandSchema, orgRefSchema, procedure, stream, textSchema } from '../base.ts'
import { doneSchema, manyInputSchema, manySchema } from '../records.ts'
import { daySchema } from '../vocabulary.ts'

/** 整治台账 (domain.md 3.6): a weak organization from the day on which it was found so to its 销号, and after it. */

export const caseStates = [
  'rectifying',
  'submitted',
  'returned',
  'cleared',
  'merged',
  'dissolved',
  'relapsed',
] as const

/** By the days that are left; `off` where nothing is due. */
export const caseLamps = ['red', 'orange', 'yellow', 'green', 'off'] as const

/** What may be done about a case; the order is that of its course. */
export const caseActions = [
  'note',
  'submit',
  'accept',
  'return',
  'merge',
  'dissolve',
  'look-back',
  'relapse',
  'correct',
  'grant',
  'decline',
] as const

export const caseSchema = z.object({
  id: z.string(),
  /** The organization's code, or its id where it has none. */
  org: z.string(),
  orgId: z.string(),
  orgName: z.string(),
  /** The day from which the organization is no longer there; null as long as it is. */
  orgClosed: z.string().nullable(),
  /** The street or department below which it lies; null where it is none's. */
  street: z.string().nullable(),
  state: z.enum(caseStates),
  stateWords: textSchema,
  opened: z.string(),
  due: z.string(),
  /** Until it is due, or somebody has to look back; below 0 where that day has passed. */
  daysLeft: z.number().nullable(),
  lamp: z.enum(caseLamps),
  /** 回头看: from which day; null where it is not due, or was done. */
  lookBack: z.string().nullable(),
  /** It relapsed after its deadline, and nobody has set another one yet. */
  awaitsDue: z.boolean(),
  rules: z.array(z.string()),
  /** The same by their names. */
  ruleWords: textSchema,
  problems: z.array(z.string()),
  /** What the office above said of each problem when it judged last; `open` where nobody has judged it. */
  points: z.array(
    z.object({
      problem: z.string(),
      is: z.enum(['open', 'accepted', 'returned']),
      reason: z.string().nullable(),
    }),
  ),
  measures: z.array(z.string()),
  owner: z.string(),
  liaison: z.string(),
  /** The first others of the same organization that are under way as well: two offices opened one, neither knowing of the other. */
  beside: z.array(z.object({ id: z.string(), opened: z.string(), owner: z.string() })),
  /** What this registry's office may do about it now. */
  may: z.array(z.enum(caseActions)),
  /** Nothing of what it says is changed any more: it is judged, or over. */
  isLocked: z.boolean(),
  /** What somebody asked to be corrected after it was over, and what became of that; the newest last. */
  corrections: z.array(
    z.object({
      id: z.string(),
      day: z.string(),
      actor: z.string().nullable(),
      reason: z.string().nullable(),
      set: z.array(z.object({ field: z.string(), words: textSchema, value: z.string() })),
      answer: z
        .object({
          isGranted: z.boolean(),
          day: z.string(),
          actor: z.string().nullable(),
          note: z.string().nullable(),
        })
        .nullable(),
    }),
  ),
  log: z.array(
    z.object({
      id: z.string(),
      day: z.string(),
      action: z.string(),
      words: textSchema,
      actor: z.string().nullable(),
      note: z.string().nullable(),
      /** What it says point by point: problems with the reason why they are returned, fields with their new value. */
      points: z.array(z.object({ point: z.string(), remark: z.string() })),
      /** 佐证材料, as a record names files. */
      files: z.array(z.string()),
      /** Why it had no effect, where that is so. */
      idle: z.enum(['unknown-action', 'not-from-here', 'answers-another']).nullable(),
    }),
  ),
})
export type Case = z.infer<typeof caseSchema>

const actSchema = commandSchema.extend({ on: daySchema.optional() })
const sentence = z.string().max(1000)
/** The case's id; or an organization, of whose cases the one under way, else the newest. */
const stepSchema = actSchema.extend({
  id: z.string().min(1).max(200),
  note: sentence.optional(),
  /** 佐证材料: files as a record names them, one a line; `attachments.put` answers each. */
  files: z.string().max(20_000).optional(),
})
const point = z.string().max(500)
/** Those to be listed: by the organization that they lie under, state, lamp, and whether they wait for this office. */
const wantedSchema = z.object({
  org: orgRefSchema.optional(),
  asOf: daySchema.optional(),
  state: z.enum(caseStates).optional(),
  lamp: z.enum(caseLamps).optional(),
  /** Under way, and past its deadline or near it. */
  due: z.enum(['overdue', 'soon']).optional(),
  /** To be judged, to be answered, or to be looked back on, by this office. */
  waiting: z.boolean().optional(),
  /** Of this organization itself alone. */
  own: z.boolean().optional(),
})

/** So many cases are opened in one act. */
export const openedTogetherSchema = manyInputSchema
  .omit({ add: true })
  .extend({ ids: z.array(z.string().min(1).max(200)).min(1).max(200) })

export const casesContract = {
  list: procedure
    .input(
      wantedSchema.extend({
        limit: z.number().int().min(1).max(1000).default(100),
        offset: z.number().int().min(0).default(0),
      }),
    )
    .output(
      z.object({
        total: z.number(),
        rows: z.array(caseSchema),
        /** How many there are of each, whatever is listed of them. */
        counts: z.partialRecord(z.enum(caseStates), z.number()),
        lamps: z.partialRecord(z.enum(caseLamps), z.number()),
        /** Under way and past their deadline; and those that this office has to judge, answer, or look back on. */
        overdue: z.number(),
        dueSoon: z.number(),
        waiting: z.number(),
      }),
    ),
  show: procedure
    .input(z.object({ id: z.string().min(1).max(200), asOf: daySchema.optional() }))
    .output(caseSchema),
  /** 整治台账 as offices print it (domain.md 3.7), in an .xlsx. */
  ledger: procedure
    .input(wantedSchema.extend({ name: z.string().min(1).max(200) }))
    .output(z.object({ file: z.instanceof(File), rows: z.number() })),
  /** The same as a table, to be printed. */
  form: procedure.input(wantedSchema).output(
    z.object({
      title: z.string(),
      notes: z.array(z.string()),
      heads: z.array(z.string()),
      widths: z.array(z.number()),
      rows: z.array(z.array(z.string())),
    }),
  ),
  /** A ledger that was filled in elsewhere: new cases, what was changed, and new lines of progress, as one act. */
  takeLedger: procedure.input(commandSchema.extend({ file: z.instanceof(File) })).output(
    z.object({
      file: z.string(),
      changeSet: changeSetSchema,
      sentences: z.array(textSchema),
      warnings: z.array(textSchema),
      /** Rows that say nothing new. */
      unchanged: z.number(),
      rejected: z.number(),
      problems: z.array(
        z.object({
          row: z.number(),
          column: z.string(),
          value: z.string(),
          code: z.string(),
          message: textSchema,
        }),
      ),
    }),
  ),
  /** 催办函: a letter to each organization whose case is overdue, or to those named, in one .docx. */
  letters: procedure
    .input(
      z.object({
        name: z.string().min(1).max(200),
        org: orgRefSchema.optional(),
        asOf: daySchema.optional(),
        ids: z.array(z.string()).max(3000).optional(),
      }),
    )
    .output(z.object({ file: z.instanceof(File), letters: z.number() })),
  /** 更正申请表: the newest correction that was asked for of a case that is over, to be signed; in a .docx. */
  correction: procedure
    .input(
      z.object({
        id: z.string().min(1).max(200),
        name: z.string().min(1).max(200),
        asOf: daySchema.optional(),
      }),
    )
    .output(z.object({ file: z.instanceof(File), isAnswered: z.boolean() })),
  /** 认定、建档. Without problems, those that the rules find in it on the day; without rules, all that find any. */
  open: procedure
    .input(
      actSchema.extend({
        org: orgRefSchema,
        rules: z.array(z.string().min(1).max(20)).max(100).default([]),
        problems: z.array(point).max(100).default([]),
        measures: z.array(point).max(100).default([]),
        owner: z.string().max(200).default(''),
        liaison: z.string().max(200).default(''),
        due: z.string().max(40).default(''),
      }),
    )
    .output(doneSchema),
  /**
   * The same for several organizations (`ids`), as one change set: what is done, by whom and until when is said once, and
   * of each the problems are those that the rules find in it on the day. Otherwise as `records.many`.
   */
  openMany: procedure.input(openedTogetherSchema).output(stream(manySchema)),
  note: procedure.input(stepSchema).output(doneSchema),
  submit: procedure.input(stepSchema).output(doneSchema),
  accept: procedure.input(stepSchema).output(doneSchema),
  /** Point by point, or as a whole: problems that are not named are accepted. */
  return: procedure
    .input(
      stepSchema.extend({
        points: z
          .array(z.object({ problem: z.string().min(1).max(500), reason: z.string().max(500) }))
          .max(100)
          .optional(),
      }),
    )
    .output(doneSchema),
  close: procedure.input(stepSchema.extend({ how: z.enum(['merged', 'dissolved']) })).output(doneSchema),
  lookBack: procedure.input(stepSchema.extend({ relapsed: z.boolean().default(false) })).output(doneSchema),
  /** Asks for a correction of a case that is over: the reason, and by field what ought to stand there. */
  correct: procedure
    .input(stepSchema.extend({ set: z.record(z.string().max(100), z.string().max(10_000)).optional() }))
    .output(doneSchema),
  answer: procedure.input(stepSchema.extend({ grant: z.boolean() })).output(doneSchema),
}
