import { z } from 'zod'
import { orgRefSchema, procedure, stream } from '../base.ts'

const months = { sessions: z.array(z.number()).length(12), people: z.number().nullable() }
const silentSchema = z.object({ org: z.string(), name: z.string(), last: z.string().nullable() })

export const yearOfWorkSchema = z.object({
  asOf: z.string(),
  /** Whoever has no record since this day has fallen silent. */
  silentSince: z.string(),
  types: z.array(z.object({ type: z.string(), ...months })),
  units: z.array(silentSchema.extend(months)),
  silentTypes: z.array(z.object({ type: z.string(), last: z.string().nullable() })),
  /** Branches without work and meetings; `rows` are the first of them. */
  silentBranches: z.object({ total: z.number(), branches: z.number(), rows: z.array(silentSchema) }),
})
export type YearOfWork = z.infer<typeof yearOfWorkSchema>

/** A year of work in pictures: by month, by type, by office below; and what has fallen silent. */
export const activityContract = {
  year: procedure
    .input(z.object({ year: z.number().int().min(1950).max(2199), org: orgRefSchema.optional() }))
    .output(yearOfWorkSchema),
}

/** 团内统计: the League's own statistical tables of a year, one workbook. */
export const statisticsContract = {
  write: procedure
    .input(z.object({ year: z.number().int().min(1950).max(2199), org: orgRefSchema.optional() }))
    .output(stream(z.object({ file: z.instanceof(File), sheets: z.array(z.string()), rows: z.number() }))),
}
