import { z } from 'zod'
import { commandSchema, orgRefSchema, procedure, stream } from './base.ts'
import { placeSchema } from './looking.ts'
import { actSchema, manySchema, recordSchema } from './records.ts'
import { daySchema } from './vocabulary.ts'

/** So many rows are entered on one sheet. */
export const longestSheet = 5000

/**
 * What a sheet is of: a year of fees or of appraisals (a row a member), a year of ratings (a row a branch), a quarter
 * of meetings of one type (a row a branch), or a year of work of one type (a row a record, and new ones below them).
 */
export const sheetOfSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['fee', 'appraisal', 'rating']), year: z.number().int().min(1950).max(2199) }),
  z.object({
    kind: z.literal('meeting'),
    year: z.number().int().min(1950).max(2199),
    quarter: z.number().int().min(1).max(4),
    type: z.string().min(1).max(100),
  }),
  z.object({
    kind: z.literal('work'),
    year: z.number().int().min(1950).max(2199),
    type: z.string().min(1).max(60),
  }),
])
export type SheetOf = z.infer<typeof sheetOfSchema>

export const sheetRowSchema = z.object({
  /** Whose row it is: a member or a branch; of work the record itself. */
  subject: z.string(),
  name: z.string(),
  /** The branch of a member; the organization itself for a branch. */
  org: placeSchema,
  /** 保留团籍的党员: pays by his own will, is registered but not appraised. */
  isParty: z.boolean(),
  /** What the band of his income asks of him a month, in fen; null where that is not known, or nothing is asked. */
  band: z.number().nullable(),
  /** What is kept of it already; null where nothing is. */
  record: recordSchema.pick({ id: true, fields: true }).nullable(),
  /** The versions that were seen. */
  seen: z.array(z.string()),
})
export type SheetRow = z.infer<typeof sheetRowSchema>

const savedRowSchema = z.object({
  /** Of work that is new any name that tells its row from the others. */
  subject: z.string(),
  /** The record that stood in the row; a new one is made without. */
  record: z.string().optional(),
  /** What was typed, by field; an empty text takes a value away. */
  set: z.record(z.string().max(100), z.string().max(20_000)),
  seen: z.array(z.string()).max(1000).default([]),
})

export const savedSheetSchema = commandSchema.extend({
  of: sheetOfSchema,
  org: orgRefSchema.optional(),
  on: actSchema.shape.on,
  rows: z.array(savedRowSchema).min(1).max(longestSheet),
  leaveOut: z.boolean().default(false),
  stamp: z.string().optional(),
})

/** A whole branch, or a whole street, entered at once on one sheet. */
export const sheetContract = {
  rows: procedure
    .input(
      z.object({
        of: sheetOfSchema,
        org: orgRefSchema.optional(),
        /** So many of the first rows alone, for who waits to see them; all of them if not given. */
        first: z.number().int().min(1).max(longestSheet).default(longestSheet),
      }),
    )
    .output(
      z.object({
        org: placeSchema,
        /** The day whose members or branches they are. */
        day: daySchema,
        /** How many there are, of which at most `longestSheet` come; null where there are more than the first ones asked for. */
        total: z.number().nullable(),
        rows: z.array(sheetRowSchema),
        /** Of work: the own fields of the type, and what each holds. A row says and sets them as `own:NAME`. */
        own: z.record(z.string(), z.string()).default({}),
      }),
    ),
  /**
   * All of it as one change set; with `dryRun` what would happen, row by row. `id` of a row is its subject. Whoever stops
   * waiting finds nothing of it saved.
   */
  save: procedure.input(savedSheetSchema).output(stream(manySchema)),
}
