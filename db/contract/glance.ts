import { z } from 'zod'
import { orgRefSchema, procedure } from './base.ts'
import { orgNodeSchema } from './looking.ts'
import { daySchema } from './vocabulary.ts'

/** The newest election of an organization, and the term that began with it. */
export const termGlanceSchema = z.object({
  elected: daySchema,
  isMonthOnly: z.boolean(),
  /** Null where it is not recorded: `due` is then presumed, as the rules presume it. */
  years: z.number().nullable(),
  /** The term's last day; null for whoever is appointed and has no term. */
  due: daySchema.nullable(),
  /** The last day of the longest delay that may be approved. */
  cap: daySchema.nullable(),
})

/** An organization in one line: what is asked of it again and again. */
export const unitSchema = orgNodeSchema.extend({
  /** The 书记 of the day; null where none is recorded. */
  secretary: z
    .object({
      person: z.string(),
      name: z.string(),
      phoneMasked: z.string().nullable(),
      /** As far as it is known: a day, or `2018-03`. */
      since: z.string().nullable(),
    })
    .nullable(),
  /** Whether it elects its secretary at all: 团工委 and 领导机关 do not. */
  isElected: z.boolean(),
  term: termGlanceSchema.nullable(),
  /** Its own newest meeting up to the day. */
  lastMeeting: z.string().nullable(),
  /** 团支部 under it, itself included, that met in the three months up to the day. */
  branchesMet: z.number(),
})
export type Unit = z.infer<typeof unitSchema>

/** Members of one age; `age` is null for those whose birthday is not known. */
export const ageSchema = z.object({
  age: z.number().nullable(),
  male: z.number(),
  female: z.number(),
  unknown: z.number(),
})
export type AgeRow = z.infer<typeof ageSchema>

const ofOrg = z.object({ org: orgRefSchema.optional(), asOf: daySchema.optional() })

/** What a page shows at a glance, each page in one question. */
export const glanceContract = {
  /** One organization with the days of its own meetings in a year, and those directly below it. */
  org: procedure.input(ofOrg).output(
    z.object({
      asOf: daySchema,
      /** The year of the meetings begins here. */
      from: daySchema,
      own: unitSchema,
      meetings: z.array(z.object({ heldOn: z.string(), type: z.string() })),
      below: z.array(unitSchema),
    }),
  ),
  /** The members of an organization and all below it by age, the youngest first. */
  ages: procedure.input(ofOrg).output(z.object({ asOf: daySchema, rows: z.array(ageSchema) })),
}
