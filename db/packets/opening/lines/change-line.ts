import { z } from 'zod'
import type { Change } from '#db/journal/change.ts'
import { isNamedAfter } from '#db/journal/names.ts'
import {
  bounds,
  count,
  id,
  longText,
  name,
  number,
  originSchema,
  signature,
  text,
  version,
  wellFormed,
} from './allowed.ts'
import { ColumnReader } from './column-reader.ts'

const value = z.union([longText, z.number(), z.null(), z.array(text).max(10_000)])
const things = z.array(id).max(20)
const ranges = z.array(z.tuple([id, count, count])).max(10_000)
const envelope = {
  origin: originSchema,
  n: number,
  /** From above only 2^53 counts; a packet from below may leap by 2^32 at a time (see `survey.ts`). */
  lamport: count.min(1).max(bounds.lamport),
  entity: name,
  thing: id,
  hangsOn: things,
  schema: count,
  signature: signature.nullable(),
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
  /** Says nothing: it makes up for what compresses too well (packet-changes.ts). */
  z.object({ filler: z.string() }),
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

/** Reads the lines of one packet, in their order; each is undefined where it is none of this format. */
export function lineReader(): {
  readonly read: (line: string) => readonly Line[] | undefined
  readonly length: () => number
} {
  const columns = new ColumnReader()
  const read = (line: string): readonly Line[] | undefined => {
    let parsed: unknown
    try {
      parsed = JSON.parse(line)
    } catch {
      return undefined
    }
    if (typeof parsed === 'object' && parsed !== null && 'columns' in parsed) {
      return columns.read(parsed.columns)?.map(change => ({ change }))
    }
    const found = lineSchema.safeParse(parsed).data
    if (found === undefined) return undefined
    if ('filler' in found) return []
    return ['change' in found ? { change: normal(found.change) } : found]
  }
  return { read, length: () => columns.length }
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
