import { z } from 'zod'
import { orgRefSchema, procedure, textSchema } from './base.ts'
import {
  branchTypeSchema,
  daySchema,
  memberStatuses,
  orgKindSchema,
  reportStatuses,
  structureSchema,
  tierSchema,
} from './vocabulary.ts'

/** An organization in a tree or a list; the counts are of itself and all below it on the day, as statistics count. */
export const orgNodeSchema = z.object({
  id: z.string(),
  code: z.string().nullable(),
  name: z.string(),
  shortName: z.string().nullable(),
  /** The first letters of its short name’s, or else its name’s, syllables: 民治街道 is mzjd. */
  initials: z.string(),
  tier: tierSchema,
  kind: orgKindSchema,
  branchType: branchTypeSchema,
  /** Organizations directly below it. */
  children: z.number(),
  branches: z.number(),
  members: z.number(),
})
export type OrgNode = z.infer<typeof orgNodeSchema>

/** The same before anything below it was counted. */
export const uncountedOrgSchema = orgNodeSchema.omit({ branches: true, members: true })
export type UncountedOrg = z.infer<typeof uncountedOrgSchema>

export const placeSchema = z.object({
  id: z.string(),
  code: z.string().nullable(),
  name: z.string(),
  shortName: z.string().nullable(),
})
export type Place = z.infer<typeof placeSchema>

export const peopleSorts = ['name', 'sex', 'birth', 'joined', 'org', 'status', 'report'] as const
export const postFilters = ['held', 'none'] as const
export const peopleFilterSchema = z.object({
  org: orgRefSchema.optional(),
  asOf: daySchema.optional(),
  structure: structureSchema.optional(),
  /**
   * Any part of a name, pinyin or initials from the beginning, the beginning of an ID number, or four or more last
   * digits of an ID or telephone number.
   */
  text: z.string().trim().default(''),
  status: z.enum(memberStatuses).optional(),
  /** One 报到 state, or `open` for whoever is not approved. */
  report: z.enum([...reportStatuses, 'open']).optional(),
  /** Those whose 28th birthday lies on or before this day. */
  agedBy: daySchema.optional(),
  /** Those whose 28th birthday lies after this day. */
  agedAfter: daySchema.optional(),
  /** Whether they hold a post on the day, wherever: whoever does may stay when he is 28. */
  post: z.enum(postFilters).optional(),
  sort: z.enum(peopleSorts).default('name'),
  /** The other way round; what is not known comes last either way. */
  down: z.boolean().default(false),
})
export type PeopleFilter = z.input<typeof peopleFilterSchema>

export const personRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  sex: z.string().nullable(),
  birth: z.string().nullable(),
  joined: z.string().nullable(),
  idMasked: z.string().nullable(),
  phoneMasked: z.string().nullable(),
  org: placeSchema,
  status: z.enum(memberStatuses),
  report: z.enum(reportStatuses),
  /** The posts held on the day, wherever. */
  posts: z.array(z.object({ title: z.string(), org: z.string() })),
})
export type PersonRow = z.infer<typeof personRowSchema>

export const cadreRowSchema = z.object({
  id: z.string(),
  person: z.string(),
  name: z.string(),
  org: placeSchema,
  title: z.string(),
  nature: z.string().nullable(),
  /** As far as it is known: a day, or `2018-03`. */
  since: z.string().nullable(),
  until: z.string().nullable(),
})
export type CadreRow = z.infer<typeof cadreRowSchema>

export const cadreSorts = ['org', 'name', 'title', 'nature', 'since', 'until'] as const
export const cadresFilterSchema = z.object({
  org: orgRefSchema.optional(),
  asOf: daySchema.optional(),
  structure: structureSchema.optional(),
  /** Any part of a name or a title, pinyin or initials from the beginning. */
  text: z.string().trim().default(''),
  sort: z.enum(cadreSorts).default('org'),
  down: z.boolean().default(false),
})
export type CadresFilter = z.input<typeof cadresFilterSchema>

const doublePersonSchema = z.object({
  id: z.string(),
  name: z.string(),
  birth: z.string().nullable(),
  idMasked: z.string().nullable(),
  phoneMasked: z.string().nullable(),
  /** Where he is now; null where he is nowhere, or left. */
  org: placeSchema.nullable(),
})
export type DoublePerson = z.infer<typeof doublePersonSchema>

/** The older record first: it is the one that stays. */
const doubleSchema = z.object({
  why: z.enum(['same-number', 'near-number', 'no-number', 'same-phone', 'other-papers', 'name-and-phone']),
  people: z.tuple([doublePersonSchema, doublePersonSchema]),
  /** The record that says that they are two people; null while nobody has said so. */
  apart: z.string().nullable(),
})
export type Double = z.infer<typeof doubleSchema>

const staySchema = z.object({
  id: z.string(),
  org: placeSchema.nullable(),
  reason: z.string().nullable(),
  since: z.string(),
  sinceKnown: z.boolean(),
  until: z.string().nullable(),
})

export const personDetailSchema = z.object({
  id: z.string(),
  name: z.string(),
  sex: z.string().nullable(),
  birth: z.string().nullable(),
  nation: z.string().nullable(),
  political: z.string().nullable(),
  /** As far as it is known: a day, or `2018-03`. */
  joined: z.string().nullable(),
  memberNo: z.string().nullable(),
  education: z.string().nullable(),
  occupation: z.string().nullable(),
  workplace: z.string().nullable(),
  /** What else is known, with its words. */
  more: z.array(z.object({ field: z.string(), words: textSchema, value: textSchema.nullable() })),
  idMasked: z.string().nullable(),
  phoneMasked: z.string().nullable(),
  /** Another record was made one with this one, and can be parted again. */
  isMerged: z.boolean(),
  homes: z.array(staySchema),
  posts: z.array(
    z.object({
      id: z.string(),
      org: placeSchema,
      title: z.string(),
      nature: z.string().nullable(),
      /** The same. */
      since: z.string().nullable(),
      until: z.string().nullable(),
    }),
  ),
  standings: z.array(
    z.object({
      id: z.string(),
      /** A word of the vocabulary, or one of a newer program. */
      status: z.string(),
      report: z.string(),
      since: z.string(),
      until: z.string().nullable(),
    }),
  ),
})

const onDay = { asOf: daySchema.optional(), structure: structureSchema.optional() }
const ofOrg = z.object({ org: orgRefSchema, ...onDay })

/** What the pages look through: trees and lists as of a day, ID and telephone numbers always masked. */
export const lookingContract = {
  /** This registry's own organization, where the tree begins. */
  top: procedure.input(z.object(onDay)).output(orgNodeSchema),
  /** The same and the first of those directly below it, at once: of a large registry the counts take longer than a screen may wait. */
  begin: procedure
    .input(z.object({ ...onDay, limit: z.number().int().min(1).max(1000) }))
    .output(z.object({ top: uncountedOrgSchema, children: z.array(uncountedOrgSchema) })),
  /** The organizations directly below one on a day, by code: all of them, or so many from one on. */
  children: procedure
    .input(
      ofOrg.extend({
        offset: z.number().int().min(0).default(0),
        limit: z.number().int().min(1).max(1000).optional(),
      }),
    )
    .output(z.array(orgNodeSchema)),
  /** The way down to each organization named (by code or id), itself last; those unknown are left out. */
  places: procedure
    .input(z.object({ orgs: z.array(z.string()).max(100_000), ...onDay }))
    .output(z.array(z.object({ org: z.string(), path: z.array(placeSchema) }))),
  /** The way down to one organization (by code or id), each with its place among the children of the one above. */
  way: procedure.input(ofOrg).output(z.array(z.object({ id: z.string(), at: z.number().int() }))),
  people: procedure
    .input(
      peopleFilterSchema.extend({
        offset: z.number().int().min(0).default(0),
        limit: z.number().int().min(1).max(1000).default(200),
      }),
    )
    .output(z.object({ total: z.number(), rows: z.array(personRowSchema) })),
  person: procedure.input(z.object({ id: z.string() })).output(personDetailSchema),
  /** Posts held on the day in the organization and all below it, a window of them and how many there are. */
  cadres: procedure
    .input(
      cadresFilterSchema.extend({
        offset: z.number().int().min(0).default(0),
        limit: z.number().int().min(1).max(1000).default(200),
      }),
    )
    .output(z.object({ total: z.number(), rows: z.array(cadreRowSchema) })),
  /** Pairs of records that may be one person, the surest first; at most 1,000. */
  doubles: procedure.input(z.object({})).output(z.array(doubleSchema)),
  /**
   * What is due: those not reported in, those of 28 and older who are to leave, beside them those who may stay because
   * they hold a post, and those who reach 28 by `until`.
   */
  due: procedure.input(z.object({ asOf: daySchema.optional() })).output(
    z.object({
      asOf: daySchema,
      until: daySchema,
      notReported: z.number(),
      past28: z.number(),
      past28InPost: z.number(),
      reaching28: z.number(),
    }),
  ),
}
