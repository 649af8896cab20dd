import { z } from 'zod'
import { changeSetSchema, commandSchema, orgRefSchema, procedure, stream, textSchema } from './base.ts'
import { daySchema } from './vocabulary.ts'

export const rosters = ['orgs', 'members', 'cadres', 'meetings'] as const
export type Roster = (typeof rosters)[number]
export const rosterSchema = z.enum(rosters)

export const problemSchema = z.object({
  /** The row number that a person sees in the sheet. */
  row: z.number().int(),
  column: z.string(),
  value: z.string(),
  code: z.string(),
  message: textSchema,
  repair: z.string().nullable(),
  /** Whether the row was left out for it; otherwise it is a note. */
  refused: z.boolean(),
})
export type ImportProblem = z.infer<typeof problemSchema>

export const importResultSchema = z.object({
  file: z.string(),
  as: rosterSchema,
  sheet: z.string(),
  headerRow: z.number().int(),
  /** From this day hold states, homes and posts that the roster gives without a date. */
  day: daySchema,
  columns: z.object({ matched: z.record(z.string(), z.string()), ignored: z.array(z.string()) }),
  read: z.number(),
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  rejected: z.number(),
  problems: z.array(problemSchema),
  changeSet: changeSetSchema,
})
export type ImportResult = z.infer<typeof importResultSchema>

export const exchangeContract = {
  /** What a file looks like: which roster, which sheet and columns. */
  recognise: procedure
    .input(z.object({ file: z.instanceof(File) }))
    .output(z.object({ as: rosterSchema.nullable() })),
  /**
   * Takes a roster in. All accepted rows go in together, as one change set that can be taken back; refused rows do not
   * stop the others. `dryRun` is the preview.
   */
  importFile: procedure
    .input(
      commandSchema.extend({
        file: z.instanceof(File),
        as: rosterSchema,
        sheet: z.string().optional(),
        on: daySchema.optional(),
        map: z.record(z.string(), z.string()).default({}),
        /** Answers the refused rows as a workbook with coloured cells. */
        wantRefused: z.boolean().default(false),
      }),
    )
    .output(stream(importResultSchema.extend({ refused: z.instanceof(File).nullable() }))),
  /** Writes a roster that comes back unchanged. The format follows the name's ending: .xlsx or .csv. */
  exportRoster: procedure
    .input(
      z.object({
        as: rosterSchema,
        name: z.string(),
        org: orgRefSchema.optional(),
        asOf: daySchema.optional(),
      }),
    )
    .output(stream(z.object({ file: z.instanceof(File), rows: z.number() }))),
}
