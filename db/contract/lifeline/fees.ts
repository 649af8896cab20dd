import { z } from 'zod'
import { commandSchema, orgRefSchema, procedure, textSchema } from '../base.ts'
import { placeSchema } from '../looking.ts'
import { daySchema } from '../vocabulary.ts'

const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)
const ofMonth = { org: orgRefSchema.optional(), month: monthSchema.optional() }
const window = {
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(1000).default(100),
}

/** 团费查询 of one branch and month (domain.md 4.7); amounts in fen. */
export const feeBranchSchema = z.object({
  org: placeSchema,
  members: z.number(),
  liable: z.number(),
  paid: z.number(),
  unpaid: z.number(),
  /** What was paid in the month, what Party members paid of their own will included. */
  amount: z.number(),
  /** Of those who paid, how many are only said to have paid up to a month: how much is known of none of them. */
  untold: z.number(),
})
export type FeeBranch = z.infer<typeof feeBranchSchema>

/** 团费查询, 详情: one member in one month. */
export const feeMemberSchema = z.object({
  id: z.string(),
  name: z.string(),
  political: z.string().nullable(),
  phoneMasked: z.string().nullable(),
  /** Where he belonged at the end of the month, and where he belongs now. */
  org: placeSchema,
  now: placeSchema.nullable(),
  /** 当月应交金额: what was agreed, else what his income asks; null where nobody knows. */
  due: z.number().nullable(),
  /** Null for who has paid, but nobody wrote down how much. */
  paid: z.number().nullable(),
  standing: z.enum(['paid', 'unpaid', 'free', 'own-will']),
  /** Why fees are let off. */
  free: z.string().nullable(),
  /** 累计未交: months in a row up to the month. */
  unpaidMonths: z.number(),
  unpaidSince: z.string().nullable(),
})
export type FeeMember = z.infer<typeof feeMemberSchema>

/** Of a month: everybody, who is to pay, who has and who has not; who owes that many months in a row; and who need not pay. */
export const feeLists = ['all', 'liable', 'paid', 'unpaid', 'arrears-3', 'arrears-6', 'free'] as const

export const feesContract = {
  /** A month of all branches below an organization; the last month that is over if none is named. */
  statement: procedure.input(z.object(ofMonth)).output(
    z.object({
      month: monthSchema,
      day: daySchema,
      total: feeBranchSchema,
      rows: z.array(feeBranchSchema),
    }),
  ),
  members: procedure
    .input(z.object({ ...ofMonth, list: z.enum(feeLists).default('all'), ...window }))
    .output(z.object({ month: monthSchema, total: z.number(), rows: z.array(feeMemberSchema) })),
  /** What this office decides for its registry, with where each choice is published. */
  settings: procedure.input(z.object({})).output(
    z.object({
      feeBands: z.string(),
      sets: z.array(
        z.object({
          set: z.string(),
          name: textSchema,
          source: textSchema,
          bands: z.array(z.object({ income: z.string(), fen: z.number() })),
        }),
      ),
      transferDays: z.number(),
    }),
  ),
  set: procedure
    .input(
      commandSchema.pick({ by: true }).extend({
        feeBands: z.string().optional(),
        transferDays: z.number().int().optional(),
      }),
    )
    .output(z.object({ feeBands: z.string(), transferDays: z.number() })),
}
