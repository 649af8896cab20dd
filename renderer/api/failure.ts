import { ORPCError } from '@orpc/client'
import { z } from 'zod'
import { refusedSchema, textSchema } from '#contract/base.ts'
import { Stopped } from './long-work.ts'

export type Sentence = z.infer<typeof textSchema>

/** What went wrong, as the screens tell it apart. */
export type Failure =
  | { readonly kind: 'refused'; readonly code: string; readonly text: Sentence }
  | { readonly kind: 'bug'; readonly reference: string }
  | { readonly kind: 'not-let-in' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'unreachable' }

const problemsSchema = z.array(
  z.object({
    field: z.string(),
    message: textSchema,
    code: z.string(),
    repair: z.string().nullable(),
  }),
)
export type FieldProblem = z.infer<typeof problemsSchema>[number]

/** What stands against something that was filled in, at its fields; undefined where it failed in another way. */
export function problemsOf(error: unknown): readonly FieldProblem[] | undefined {
  if (!(error instanceof ORPCError)) return undefined
  const refused = refusedSchema.safeParse(error.data)
  if (!refused.success || refused.data.code !== 'problems') return undefined
  return problemsSchema.safeParse(refused.data.details['problems']).data
}

const referenceSchema = z.object({ reference: z.string() })

/** Reads a thrown value: a refusal is told in its own words, a bug by its reference, a dead host as such. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Stopped) return { kind: 'stopped' }
  if (!(error instanceof ORPCError)) return { kind: 'unreachable' }
  const refused = refusedSchema.safeParse(error.data)
  if (refused.success) return { kind: 'refused', code: refused.data.code, text: refused.data.text }
  if (error.status === 401) return { kind: 'not-let-in' }
  const bug = referenceSchema.safeParse(error.data)
  return { kind: 'bug', reference: bug.success ? bug.data.reference : error.code }
}
