import { z } from 'zod'
import { commandSchema, orgRefSchema, procedure, textSchema } from '../base.ts'
import { doneSchema } from '../records.ts'
import { daySchema, severities } from '../vocabulary.ts'
import { caseStates } from './cases.ts'

/**
 * 认定 (domain.md 3.6): what the rules propose and people decide. `open` waits to be decided; `lapsed` was decided, and
 * that holds no longer.
 */
export const proposalStates = ['open', 'lapsed', 'confirmed', 'set-aside'] as const
/**
 * The rules find what they had not found when it was set aside; nothing any more of what was confirmed; or something
 * again where a case was cleared (返潮).
 */
export const proposalMarks = ['new-findings', 'no-longer-found', 'found-again'] as const

export const rulingSchema = z.object({
  id: z.string(),
  outcome: z.enum(['confirmed', 'set-aside']),
  decided: z.string(),
  reason: z.string(),
  signer: z.string(),
  expires: z.string().nullable(),
  /** What the rules said on the day, and by which pack. */
  rules: z.array(z.string()),
  said: z.array(z.string()),
  pack: z.string().nullable(),
})
export type Ruling = z.infer<typeof rulingSchema>

export const proposalSchema = z.object({
  orgId: z.string(),
  org: z.string(),
  orgName: z.string(),
  street: z.string().nullable(),
  isSuggested: z.boolean(),
  state: z.enum(proposalStates),
  mark: z.enum(proposalMarks).nullable(),
  /** Rules that found nothing when it was set aside, and do now. */
  newRules: z.array(z.string()),
  findings: z.array(z.object({ rule: z.string(), severity: z.enum(severities), why: textSchema })),
  ruling: rulingSchema.nullable(),
  /** The case under way, or the last one. */
  case: z.object({ id: z.string(), state: z.enum(caseStates), stateWords: textSchema }).nullable(),
  /** Whether this registry's office may decide it. */
  isOurs: z.boolean(),
})
export type Proposal = z.infer<typeof proposalSchema>

export const rulingsContract = {
  proposals: procedure
    .input(
      z.object({
        org: orgRefSchema.optional(),
        asOf: daySchema.optional(),
        state: z.enum(proposalStates).optional(),
        /** Only those at which people and machine differ now. */
        marked: z.boolean().optional(),
        /** Only those that were confirmed and have no case yet. */
        unopened: z.boolean().optional(),
        /** Of this organization itself alone. */
        own: z.boolean().optional(),
        limit: z.number().int().min(1).max(1000).default(100),
        offset: z.number().int().min(0).default(0),
      }),
    )
    .output(
      z.object({
        asOf: daySchema,
        total: z.number(),
        rows: z.array(proposalSchema),
        counts: z.record(z.enum(proposalStates), z.number()),
        marked: z.number(),
        unopened: z.number(),
      }),
    ),
  /** All that was ever decided about an organization, the newest first. */
  of: procedure.input(z.object({ org: orgRefSchema })).output(z.array(rulingSchema)),
  decide: procedure
    .input(
      commandSchema.extend({
        org: orgRefSchema,
        /** Others about which the same is decided for the same reason, in one act. */
        alike: z.array(orgRefSchema).max(200).default([]),
        outcome: z.enum(['confirmed', 'set-aside']),
        reason: z.string().max(1000).default(''),
        signer: z.string().max(200).default(''),
        expires: z.string().max(40).default(''),
        on: daySchema.optional(),
      }),
    )
    .output(doneSchema),
}
