import { z } from 'zod'
import { orgRefSchema, procedure, textSchema } from './base.ts'
import { actSchema, doneSchema } from './records.ts'
import { daySchema } from './vocabulary.ts'

const placeSchema = z.object({ id: z.string(), code: z.string().nullable(), name: z.string() })

/** Done in time, done late, past its day, near it (30 days), not due yet; where no record says how much; or what this program cannot count. */
export const lampSchema = z.enum(['done', 'late', 'overdue', 'soon', 'open', 'unsaid', 'unknown'])
export type TaskLamp = z.infer<typeof lampSchema>

/** What somebody asked to have changed of a task, and what was answered. */
export const taskRequestSchema = z.object({
  id: z.string(),
  state: z.enum(['asked', 'granted', 'declined', 'withdrawn']),
  asked: daySchema,
  target: z.number().nullable(),
  due: daySchema.nullable(),
  reason: z.string(),
  answer: z.object({ day: daySchema, actor: z.string().nullable(), note: z.string().nullable() }).nullable(),
  /** What this office may do about it. */
  may: z.array(z.enum(['grant', 'decline', 'withdraw'])),
})
export type TaskRequest = z.infer<typeof taskRequestSchema>

export const bookTaskSchema = z.object({
  id: z.string(),
  item: z.string(),
  measure: textSchema,
  unit: textSchema,
  /** The figure whose rows stand behind it; null where it is counted by a type of work. */
  figure: z.string().nullable(),
  target: z.number(),
  due: daySchema,
  note: z.string().nullable(),
  /** Names of those it is for that nobody is called by. */
  unknown: z.array(z.string()),
  units: z.array(
    z.object({
      org: placeSchema,
      value: z.number().nullable(),
      /** How many records it is counted from. */
      records: z.number(),
      lamp: lampSchema,
      /** What holds for it: the task as it was set, or as it was granted to be changed. */
      target: z.number(),
      due: daySchema,
      requests: z.array(taskRequestSchema),
    }),
  ),
})
export type BookTask = z.infer<typeof bookTaskSchema>

export const bookSchema = z.object({
  issuer: placeSchema,
  isOwn: z.boolean(),
  tasks: z.array(bookTaskSchema),
})
export type Book = z.infer<typeof bookSchema>

export const periodSchema = z.object({
  id: z.string(),
  org: z.string(),
  firstDay: daySchema,
  lastDay: daySchema,
  closesOn: daySchema,
  /** Whether its day is over: nothing of it is written any more, but by an exception. */
  isClosed: z.boolean(),
  exceptions: z.array(
    z.object({
      id: z.string(),
      whom: z.string(),
      firstDay: daySchema,
      lastDay: daySchema,
      ends: daySchema,
      reason: z.string(),
      /** Whether it still holds. */
      holds: z.boolean(),
    }),
  ),
})
export type Period = z.infer<typeof periodSchema>

/** 年度任务书: what offices set those below to do; how far they have come is counted from records, never typed. */
export const tasksContract = {
  /** Without a year, the running one. Of the offices above what is for this one. */
  books: procedure
    .input(z.object({ year: z.number().int().min(1950).max(2199).optional(), org: orgRefSchema.optional() }))
    .output(
      z.object({
        year: z.number(),
        asOf: daySchema,
        /** The years of which there are task books. */
        years: z.array(z.number()),
        org: placeSchema,
        books: z.array(bookSchema),
        periods: z.array(periodSchema),
      }),
    ),
  /** Answers what somebody asked about a task, or withdraws it; it is asked by adding a record of kind `task_request`. */
  answer: procedure
    .input(
      actSchema.extend({
        id: z.string().min(1).max(200),
        action: z.enum(['grant', 'decline', 'withdraw']),
        note: z.string().max(1000).optional(),
      }),
    )
    .output(doneSchema),
  /** What is for this office itself and late or near, how many of the lamps below it are late, and how many requests wait for its answer. */
  due: procedure
    .input(z.object({}))
    .output(z.object({ overdue: z.number(), soon: z.number(), below: z.number(), asked: z.number() })),
}
