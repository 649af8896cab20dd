import { z } from 'zod'
import type { Change } from '#db/journal/change.ts'
import type { Json } from '#db/shared/canonical.ts'

const text = z.string().max(10_000)
const version = z.string().regex(/^\d{1,13}@.{1,64}$/)
const count = z
  .number()
  .int()
  .nonnegative()
  .max(2 ** 40)
const value = z.union([text, z.number(), z.null(), z.array(text)])
const ranges = z.array(z.tuple([text, count, count]))
const json: z.ZodType<Json> = z.json()

const envelope = {
  origin: z.object({
    writer: text.min(1),
    firstN: count,
    replica: text.min(1),
    office: text,
    at: text,
    actor: text,
    label: json,
  }),
  n: count.min(1),
  /** A leap beyond 2^40 makes the packet a damaged one (journal.md, "A change"). */
  lamport: count.min(1),
  entity: text.min(1),
  thing: text.min(1),
  hangsOn: z.array(text),
  schema: count,
  signature: z.string().max(200).nullable(),
}

const putBody = z.object({
  set: z.record(text, z.record(text, value)),
  base: z.record(text, z.array(version)).optional(),
})
const namingBody = z.object({
  names: ranges,
  reason: z.object({ code: text, zh: text, en: text }),
})

const changeSchema = z.discriminatedUnion('kind', [
  z.object({ ...envelope, kind: z.literal('put'), body: putBody }),
  z.object({ ...envelope, kind: z.literal('remove'), body: z.object({ saw: z.array(version) }) }),
  z.object({ ...envelope, kind: z.literal('return'), body: namingBody }),
  z.object({ ...envelope, kind: z.literal('admit'), body: namingBody }),
])

const cardSchema = z.object({ thing: text, entity: text, name: text, detail: text })

/** Made once: zod compiles a schema at its first use, and a packet has a hundred thousand lines. */
const lineSchema = z.union([z.object({ change: changeSchema }), z.object({ card: cardSchema })])

/** A name for something that lies elsewhere, so that no reference dangles: no change, and under no hash of offers. */
export type Card = z.infer<typeof cardSchema>

export type Line = { readonly change: Change } | { readonly card: Card } | undefined

/** A change as one line of a packet. */
export function changeLine(change: Change): string {
  return JSON.stringify({ change })
}

export function cardLine(card: Card): string {
  return JSON.stringify({ card })
}

/** Reads a line; undefined where it is no change and no card of this format. */
export function readLine(line: string): Line {
  let parsed: unknown
  try {
    parsed = JSON.parse(line)
  } catch {
    return undefined
  }
  const wrapped = lineSchema.safeParse(parsed)
  if (!wrapped.success) return undefined
  if ('card' in wrapped.data) return { card: wrapped.data.card }
  return { change: normal(wrapped.data.change) }
}

/** A put without a base is a creation: an absent base must not become an undefined one. */
function normal(change: z.infer<typeof changeSchema>): Change {
  if (change.kind !== 'put') return change
  const { set, base } = change.body
  return { ...change, body: base === undefined ? { set } : { set, base } }
}
