import { z } from 'zod'
import { orgRefSchema, procedure, textSchema } from './base.ts'
import { daySchema } from './vocabulary.ts'

const placeSchema = z.object({ id: z.string(), code: z.string().nullable(), name: z.string() })

/** Done in time, done late, past its day, near it (30 days), not due yet; or what this program cannot count. */
export const lampSchema = z.enum(['done', 'late', 'overdue', 'soon', 'open', 'unknown'])
export type TaskLamp = z.infer<typeof lampSchema>

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
  units: z.array(z.object({ org: placeSchema, value: z.number().nullable(), lamp: lampSchema })),
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
  /** What is for this office itself and late or near, and how many of the lamps below it are late. */
  due: procedure
    .input(z.object({}))
    .output(z.object({ overdue: z.number(), soon: z.number(), below: z.number() })),
}
