import { z } from 'zod'

/**
 * A figure of a report as a question to the registry: of which records, which of them, in what time, and what of them
 * is counted. It is data, so that an office above can publish new ones without a new program.
 */

/** Names of fields, and of the own fields of a type of work (`own:物资吨数`). */
const fieldSchema = z.string().regex(/^(own:)?[^"\\\p{Cc}]{1,60}$/u)

const conditionSchema = z.union([
  /** One of these values, as they are kept. */
  z.strictObject({ field: fieldSchema, is: z.array(z.string().max(200)).min(1).max(50) }),
  /** The text contains one of these. */
  z.strictObject({ field: fieldSchema, has: z.array(z.string().min(1).max(200)).min(1).max(50) }),
])

const placeSchema = z.enum(['org', 'street', 'community'])

/** What is counted: the records; the sum of a field; how many different organizations or values. */
const measureSchema = z.union([
  z.literal('count'),
  z.strictObject({ sum: fieldSchema, blank: z.number().int().min(0).max(1).default(0) }),
  z.strictObject({ differentPlaces: placeSchema }),
  z.strictObject({ differentValues: fieldSchema }),
])

export const questionSchema = z.strictObject({
  /** The kind of record that is asked: it lies where its `org` says; people where they are members at the end of the year. */
  of: z.enum([
    ...['work', 'org', 'membership', 'post', 'meeting', 'prospect', 'venue', 'venue_log', 'project'],
    ...['project_stage', 'body', 'body_member', 'congress', 'person'],
  ] as const),
  where: z.array(conditionSchema).max(20).default([]),
  /**
   * `in`: the day of this field lies in the year, or so many years after it. `standing`: what had begun by the end of
   * the year and was not over, as a venue. `begun`: posts that had begun by then, over or not. `holds`: organizations that exist, members and posts at the end of the year.
   */
  when: z.union([
    z.strictObject({ in: fieldSchema, years: z.number().int().min(-1).max(1).default(0) }),
    z.literal('standing'),
    z.literal('begun'),
    z.literal('holds'),
  ]),
  measure: measureSchema.default('count'),
})
export type Question = z.infer<typeof questionSchema>
export type Condition = z.infer<typeof conditionSchema>

/** A question as it is kept; undefined for one that this program cannot read. */
export function readQuestion(body: string): Question | undefined {
  try {
    const read = questionSchema.safeParse(JSON.parse(body))
    return read.success ? read.data : undefined
  } catch {
    return undefined
  }
}

/** The fields between which a record of a kind stands: what had begun by a day and was not over. */
export const standsBetween: Readonly<Record<string, readonly [from: string, until: string]>> = {
  work: ['held_on', 'until'],
  venue: ['opened', 'closed'],
  project: ['begun', 'ended'],
  body: ['founded', 'ended'],
  body_member: ['since', 'until'],
}
