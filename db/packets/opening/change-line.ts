import { z } from 'zod'
import type { Change } from '#db/journal/change.ts'
import { isNamedAfter } from '#db/journal/names.ts'
import type { Json } from '#db/shared/canonical.ts'

/** Half a character of two (a lone surrogate) is no text: it would be stored as another one than was signed. */
const wellFormed = (text: string) => text.isWellFormed()
const text = z.string().max(10_000).refine(wellFormed)
const id = z.string().min(1).max(200).refine(wellFormed)
const name = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/)
const version = z
  .string()
  .max(120)
  .regex(/^\d{1,16}@\S+$/)
const count = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)
const number = count.min(1).max(2 ** 40)
const value = z.union([text, z.number(), z.null(), z.array(text).max(10_000)])
const things = z.array(id).max(20)
const ranges = z.array(z.tuple([id, count, count])).max(10_000)
const json = z.custom<Json>(isSmall)

/** What an author did, as data: a few fields, however a stranger may nest them. */
function isSmall(label: unknown): boolean {
  const queue: { value: unknown; depth: number }[] = [{ value: label, depth: 0 }]
  let seen = 0
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (++seen > 1000 || at.depth > 6) return false
    if (typeof at.value === 'string' && !(at.value.length <= 10_000 && wellFormed(at.value))) return false
    if (typeof at.value !== 'object' || at.value === null) continue
    for (const [key, value] of Object.entries(at.value)) {
      if (key === '__proto__' || key.length > 200 || !wellFormed(key)) return false
      queue.push({ value, depth: at.depth + 1 })
    }
  }
  return true
}

const envelope = {
  origin: z.object({
    writer: id,
    firstN: number,
    replica: id,
    office: z.string().max(200).refine(wellFormed),
    at: z.string().max(40).refine(wellFormed),
    actor: text,
    label: json,
  }),
  n: number,
  /** From above only 2^53 counts; a packet from below may leap by 2^32 at a time (see `survey.ts`). */
  lamport: count.min(1).max(2 ** 53 - 2 ** 40),
  entity: name,
  thing: id,
  hangsOn: things,
  schema: count,
  signature: z.base64().max(200).nullable(),
}

const putBody = z.object({
  set: z.record(name, z.record(name, value)),
  base: z.record(name, z.array(version).max(10_000)).optional(),
})
const namingBody = z.object({
  names: ranges,
  reason: z.object({ code: name.or(z.string().regex(/^[a-z-]{1,64}$/)), zh: text, en: text }),
})

const changeSchema = z.discriminatedUnion('kind', [
  z.object({ ...envelope, kind: z.literal('put'), body: putBody }),
  z.object({
    ...envelope,
    kind: z.literal('remove'),
    body: z.object({ saw: z.array(version).max(10_000) }),
  }),
  z.object({ ...envelope, kind: z.literal('return'), body: namingBody }),
  z.object({ ...envelope, kind: z.literal('admit'), body: namingBody }),
])

const cardSchema = z.object({
  thing: id,
  entity: z.enum(['person', 'org']),
  name: z.string().min(1).max(200).refine(wellFormed),
  detail: z.string().max(1000).refine(isJson),
})

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}

/** A name for something that lies elsewhere, so that no reference dangles: no change, and under no hash of offers. */
export type Card = z.infer<typeof cardSchema>

/** At these places of the sender's offers stand changes that the receiver gave him: named, not repeated. */
export type Run = readonly [writer: string, from: number, to: number]

export type Line = { readonly change: Change } | { readonly card: Card } | { readonly yours: readonly Run[] }

/** Made once: zod compiles a schema at its first use, and a packet has a hundred thousand lines. */
const lineSchema = z.union([
  z.object({ change: changeSchema }),
  z.object({ card: cardSchema }),
  z.object({ yours: ranges }),
])

/** A change as one line of a packet. */
export function changeLine(change: Change): string {
  return JSON.stringify({ change })
}

export function cardLine(card: Card): string {
  return JSON.stringify({ card })
}

export function runsLine(yours: readonly Run[]): string {
  return JSON.stringify({ yours })
}

/** Reads a line; undefined where it is none of this format. */
export function readLine(line: string): Line | undefined {
  let parsed: unknown
  try {
    parsed = JSON.parse(line)
  } catch {
    return undefined
  }
  const found = lineSchema.safeParse(parsed).data
  if (found === undefined) return undefined
  return 'change' in found ? { change: normal(found.change) } : found
}

/** A put without a base is a creation: an absent base must not become an undefined one. */
function normal(change: z.infer<typeof changeSchema>): Change {
  if (change.kind !== 'put') return change
  const { set, base } = change.body
  return { ...change, body: base === undefined ? { set } : { set, base } }
}

/** Whether a change's names contradict themselves: a writer, or a first number, that its replica cannot have. */
export function contradictsItself({ origin, n }: Change): boolean {
  return !isNamedAfter(origin.writer, origin.replica) || origin.firstN > n
}
