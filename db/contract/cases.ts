import { z } from 'zod'
import { commandSchema, orgRefSchema, procedure, textSchema } from './base.ts'
import { doneSchema } from './records.ts'
import { daySchema } from './vocabulary.ts'

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

export const caseSchema = z.object({
  id: z.string(),
  /** The organization's code, or its id where it has none. */
  org: z.string(),
  orgId: z.string(),
  orgName: z.string(),
  state: z.enum(caseStates),
  stateWords: textSchema,
  opened: z.string(),
  due: z.string(),
  /** Until it is due, or somebody has to look back; below 0 where that day has passed. */
  daysLeft: z.number().nullable(),
  lamp: z.enum(caseLamps),
  /** 回头看: from which day; null where it is not due, or was done. */
  lookBack: z.string().nullable(),
  rules: z.array(z.string()),
  problems: z.array(z.string()),
  measures: z.array(z.string()),
  owner: z.string(),
  liaison: z.string(),
  /** What this registry's office may do about it now. */
  may: z.array(
    z.enum(['note', 'submit', 'accept', 'return', 'merge', 'dissolve', 'look-back', 'relapse', 'correct']),
  ),
  log: z.array(
    z.object({
      id: z.string(),
      day: z.string(),
      action: z.string(),
      words: textSchema,
      actor: z.string().nullable(),
      note: z.string().nullable(),
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

export const casesContract = {
  list: procedure
    .input(
      z.object({
        org: orgRefSchema.optional(),
        asOf: daySchema.optional(),
        state: z.enum(caseStates).optional(),
        lamp: z.enum(caseLamps).optional(),
        limit: z.number().int().min(1).max(1000).default(100),
        offset: z.number().int().min(0).default(0),
      }),
    )
    .output(
      z.object({
        total: z.number(),
        rows: z.array(caseSchema),
        counts: z.partialRecord(z.enum(caseStates), z.number()),
      }),
    ),
  show: procedure.input(z.object({ id: z.string().min(1).max(200) })).output(caseSchema),
  /** 整治台账 as offices print it (domain.md 3.7), in an .xlsx. */
  ledger: procedure
    .input(
      z.object({
        name: z.string().min(1).max(200),
        org: orgRefSchema.optional(),
        asOf: daySchema.optional(),
      }),
    )
    .output(z.object({ file: z.instanceof(File), rows: z.number() })),
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
  note: procedure.input(stepSchema).output(doneSchema),
  submit: procedure.input(stepSchema).output(doneSchema),
  accept: procedure.input(stepSchema).output(doneSchema),
  return: procedure.input(stepSchema).output(doneSchema),
  close: procedure.input(stepSchema.extend({ how: z.enum(['merged', 'dissolved']) })).output(doneSchema),
  lookBack: procedure.input(stepSchema.extend({ relapsed: z.boolean().default(false) })).output(doneSchema),
  correct: procedure.input(stepSchema).output(doneSchema),
}
