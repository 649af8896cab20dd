import { z } from 'zod'
import { changeSetSchema, commandSchema, orgRefSchema, procedure, stream, textSchema } from './base.ts'
import { daySchema, orgKindSchema, structureSchema, tierSchema } from './vocabulary.ts'

export const orgBriefSchema = z.object({ code: z.string().nullable(), name: z.string() })

export const statsSchema = z.object({
  asOf: daySchema,
  org: orgBriefSchema,
  orgs: z.number(),
  branches: z.number(),
  members: z.number(),
  cadres: z.number(),
  byTier: z.partialRecord(tierSchema, z.number()),
  byKind: z.partialRecord(orgKindSchema, z.number()),
  /** Whether the registry knows how it stood on that day: figures of a day before it knew anything compare with nothing. */
  isKnown: z.boolean(),
})

export const orgDetailSchema = z.object({
  id: z.string(),
  code: z.string().nullable(),
  name: z.string(),
  shortName: z.string().nullable(),
  tier: tierSchema,
  kind: orgKindSchema,
  branchType: z.string(),
  industry: z.string().nullable(),
  parent: orgBriefSchema.nullable(),
  path: z.array(z.string()),
  /** As far as it is known: a day, or `2018-03`. */
  founded: z.string().nullable(),
  closed: z.string().nullable(),
  /** Into which it was merged by the day, if it was. */
  successor: z.object({ id: z.string(), code: z.string().nullable(), name: z.string() }).nullable(),
  phone: z.string().nullable(),
  branches: z.number(),
  members: z.number(),
  cadres: z.number(),
})

export const foundSchema = z.object({
  orgs: z.array(
    z.object({
      id: z.string(),
      code: z.string().nullable(),
      name: z.string(),
      path: z.array(z.string()),
      /** The former name or code by which it was found. */
      formerly: z.string().nullable(),
      /** Into which it was merged, if it was. */
      successor: z.object({ id: z.string(), code: z.string().nullable(), name: z.string() }).nullable(),
    }),
  ),
  people: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      org: z.string().nullable(),
      idMasked: z.string().nullable(),
      /** A post held today, 书记 before others. */
      post: z.object({ title: z.string(), org: z.string(), orgName: z.string() }).nullable(),
      /** Whether the registry has a record of this person; whoever lies elsewhere is known by name and post alone. */
      isHere: z.boolean(),
      /** Given back by an office above: outside of every count until it is corrected. */
      isReturned: z.boolean(),
    }),
  ),
  /** Which of the two lists what was typed means more likely. */
  first: z.enum(['orgs', 'people']),
  ms: z.number(),
})

export const historyEntrySchema = z.object({
  changeSet: z.number(),
  at: z.string(),
  actor: z.string(),
  sentence: textSchema,
  changes: z.number(),
  /** Whether it may be taken back at all: not the beginning of a registry, and nothing twice. */
  canUndo: z.boolean(),
  isUndone: z.boolean(),
})

/** What of a person is masked until it is asked for with a reason. */
export const maskedFields = ['id', 'phone'] as const

export const disclosureSchema = z.object({
  at: z.string(),
  actor: z.string(),
  person: z.string(),
  /** Null where the registry no longer holds this person. */
  name: z.string().nullable(),
  field: z.enum(maskedFields),
  reason: z.string(),
})

export const registryContract = {
  /** Makes a registry with its own organization at the top. Refused where a registry is already. */
  init: procedure
    .input(
      commandSchema.extend({
        name: z.string().trim().min(1),
        tier: tierSchema,
        kind: orgKindSchema.optional(),
        code: z.string().trim().min(1).optional(),
        short: z.string().trim().min(1).optional(),
        on: daySchema.optional(),
      }),
    )
    .output(
      z.object({
        replica: z.string(),
        fingerprint: z.string(),
        org: z.object({
          id: z.string(),
          code: z.string().nullable(),
          name: z.string(),
          tier: tierSchema,
          kind: orgKindSchema,
        }),
        warnings: z.array(textSchema),
      }),
    ),
  /** The organization itself and all below it, never its ancestors; `cadres` counts posts held on the day. */
  stats: procedure
    .input(
      z.object({
        org: orgRefSchema.optional(),
        asOf: daySchema.optional(),
        structure: structureSchema.optional(),
      }),
    )
    .output(statsSchema),
  find: procedure
    .input(z.object({ text: z.string().trim().min(1), limit: z.number().int().min(1).max(500).default(20) }))
    .output(foundSchema),
  /** How texts are typed without Chinese: their pinyin and its initials, for finding pages and commands by them. */
  readings: procedure
    .input(z.object({ texts: z.array(z.string().max(200)).max(500) }))
    .output(z.array(z.object({ pinyin: z.string(), initials: z.string() }))),
  orgShow: procedure
    .input(z.object({ org: orgRefSchema, asOf: daySchema.optional(), structure: structureSchema.optional() }))
    .output(orgDetailSchema),
  /** An ID or telephone number in full; who asked and what for is noted first, in this registry only. */
  disclose: procedure
    .input(
      z.object({
        person: z.string(),
        field: z.enum(maskedFields),
        reason: z.string().trim().min(1).max(200),
        by: z.string().default(''),
      }),
    )
    .output(z.object({ value: z.string().nullable() })),
  /** Who looked at which number in full, the newest first; of one person or of all. */
  disclosures: procedure
    .input(
      z.object({ person: z.string().optional(), limit: z.number().int().min(1).max(10_000).default(200) }),
    )
    .output(z.array(disclosureSchema)),
  history: procedure
    .input(z.object({ of: z.string().optional(), limit: z.number().int().min(1).max(10_000).default(50) }))
    .output(z.array(historyEntrySchema)),
  /** What builds on a change set, and what would stay if that did: null where it cannot be undone even so. Nothing is tried. */
  undoLook: procedure.input(z.object({ changeSet: z.number().int() })).output(
    z.object({
      blockedBy: z.array(z.object({ changeSet: z.number(), sentence: textSchema })),
      kept: z.array(textSchema).nullable(),
      /** What does not come back with it. */
      notes: z.array(textSchema),
    }),
  ),
  /** Refused, with the list, when something in force builds on what would go; with `keep` that stays, and is told. */
  undo: procedure
    .input(commandSchema.extend({ changeSet: z.number().int(), keep: z.boolean().default(false) }))
    .output(
      stream(
        z.object({
          undone: z.boolean(),
          changeSet: changeSetSchema,
          blockedBy: z.array(z.object({ changeSet: z.number(), sentence: textSchema })),
          kept: z.array(textSchema),
        }),
      ),
    ),
}
