import { z } from 'zod'
import { commandSchema, orgRefSchema, procedure, stream, textSchema } from './base.ts'
import { doneSchema, manySchema } from './records.ts'
import { daySchema } from './vocabulary.ts'

/** 组织关系转接 (domain.md 4.6): asked for, passed on, accepted, refused, cancelled; `lapsed` after its deadline. */

export const transferStates = ['in-transit', 'lapsed', 'accepted', 'left', 'refused', 'cancelled'] as const

/** Those that wait for this registry's office, those that wait for another, and those that are over. */
export const transferParts = ['mine', 'open', 'over'] as const
/** By what a list of transfers can be put in order. */
export const transferSorts = ['asked', 'deadline', 'since'] as const

const placeSchema = z.object({ id: z.string(), code: z.string().nullable(), name: z.string() })

export const transferSchema = z.object({
  id: z.string(),
  person: z.object({ id: z.string(), name: z.string() }),
  home: placeSchema,
  /** Where it goes now; null to the outside, and until an office above has passed it on. */
  target: placeSchema.nullable(),
  way: z.string(),
  /** Where he goes in the asker's words. */
  place: z.string().nullable(),
  reason: z.string(),
  asked: z.string(),
  deadline: z.string(),
  fees: z.string(),
  posts: z.string(),
  note: z.string().nullable(),
  state: z.enum(transferStates),
  stateWords: textSchema,
  /** The day of the step by which it came there, who took it, and what he said. */
  since: z.string(),
  actor: z.string().nullable(),
  said: z.string().nullable(),
  /** What this registry's office may do about it now. */
  may: z.array(z.enum(['accept', 'refuse', 'cancel', 'relay'])),
  steps: z.array(
    z.object({
      id: z.string(),
      action: z.string(),
      words: textSchema,
      day: z.string(),
      actor: z.string().nullable(),
      note: z.string().nullable(),
      /** Why it had no effect, where that is so. */
      idle: z.enum(['unknown-action', 'not-from-here', 'answers-another']).nullable(),
    }),
  ),
})
export type Transfer = z.infer<typeof transferSchema>

/** Numbers of transfers (S20): how many were asked for, and what came of them. */
const sideSchema = z.object({
  asked: z.number(),
  inTransit: z.number(),
  lapsed: z.number(),
  done: z.number(),
  refused: z.number(),
  cancelled: z.number(),
})

const actSchema = commandSchema.extend({ on: daySchema.optional() })
const answerSchema = actSchema.extend({
  /** The transfer's id; or a member's id or ID number, of whose transfers the one that is under way. */
  id: z.string().min(1).max(200),
  note: z.string().max(1000).optional(),
})

/** The same step of several transfers, as one change set. */
export const manyAnswersSchema = actSchema.extend({
  ids: z.array(z.string().min(1).max(200)).min(1).max(10_000),
  action: z.enum(['accept', 'refuse', 'cancel', 'relay']),
  /** Of `accept`, the branch for those who were not sent to one that can take them; of `relay`, where all go. */
  to: orgRefSchema.optional(),
  note: z.string().max(1000).optional(),
  leaveOut: z.boolean().default(false),
  stamp: z.string().optional(),
})

export const transfersContract = {
  ask: procedure
    .input(
      actSchema.extend({
        person: z.string().min(1).max(200),
        /** An organization, or in words where he goes. */
        to: z.string().min(1).max(200),
        outside: z.boolean().default(false),
        reason: z.string().max(100).default('other'),
        fees: z.string().max(100).default(''),
        deadline: daySchema.optional(),
        note: z.string().max(1000).optional(),
        endPosts: z.boolean().default(false),
      }),
    )
    .output(doneSchema),
  list: procedure
    .input(
      z.object({
        org: orgRefSchema.optional(),
        /** Those of one person alone, wherever he belongs by now. */
        person: z.string().max(200).optional(),
        asOf: daySchema.optional(),
        state: z.enum(transferStates).optional(),
        part: z.enum(transferParts).optional(),
        sort: z.enum(transferSorts).default('asked'),
        down: z.boolean().default(true),
        limit: z.number().int().min(1).max(1000).default(100),
        offset: z.number().int().min(0).default(0),
      }),
    )
    .output(
      z.object({
        total: z.number(),
        rows: z.array(transferSchema),
        counts: z.object({ out: sideSchema, in: sideSchema, within: sideSchema }),
        /** How many there are of each part, whatever is listed. */
        parts: z.object({ mine: z.number(), open: z.number(), over: z.number() }),
      }),
    ),
  show: procedure.input(z.object({ id: z.string().min(1).max(200) })).output(transferSchema),
  accept: procedure.input(answerSchema.extend({ to: orgRefSchema.optional() })).output(doneSchema),
  refuse: procedure.input(answerSchema).output(doneSchema),
  cancel: procedure.input(answerSchema).output(doneSchema),
  relay: procedure.input(answerSchema.extend({ to: orgRefSchema })).output(doneSchema),
  answerMany: procedure.input(manyAnswersSchema).output(stream(manySchema)),
}
