import { z } from 'zod'
import type { FieldValue, Origin } from '#db/journal/change.ts'
import type { Json } from '#db/shared/canonical.ts'

/** Half a character of two (a lone surrogate) is no text: it would be stored as another one than was signed. */
export const wellFormed = (text: string) => text.isWellFormed()
export const text = z.string().max(10_000).refine(wellFormed)
/** No field of any record takes more: a rule pack and a part of a frozen year are one text each. */
export const longestValue = 200_000
export const longText = z.string().max(longestValue).refine(wellFormed)
export const id = z.string().min(1).max(200).refine(wellFormed)
const nameShape = /^[a-z][a-z0-9_]{0,63}$/
export const name = z.string().regex(nameShape)
export const version = z
  .string()
  .max(120)
  .regex(/^\d{1,16}@\S+$/)
export const count = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)
export const number = count.min(1).max(2 ** 40)
export const signature = z.base64().max(200)
const json = z.custom<Json>(isSmall)

/** How far numbers may go, and how many of a kind one change may name. */
export const bounds = { n: 2 ** 40, lamport: 2 ** 53 - 2 ** 40, things: 20, versions: 10_000 }

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

export const originSchema = z.object({
  writer: id,
  firstN: number,
  replica: id,
  office: z.string().max(200).refine(wellFormed),
  at: z.string().max(40).refine(wellFormed),
  actor: text,
  label: json,
})

export function readOrigin(value: unknown): Origin | undefined {
  return originSchema.safeParse(value).data
}

export function isId(value: unknown): value is string {
  return typeof value === 'string' && value.length >= 1 && value.length <= 200 && value.isWellFormed()
}

export function isName(value: unknown): value is string {
  return typeof value === 'string' && nameShape.test(value)
}

/** What may stand behind the @ of a version. */
export function isWriter(value: unknown): value is string {
  return isId(value) && value.length <= 100 && /^\S+$/.test(value)
}

export function isSignature(value: unknown): value is string {
  return signature.safeParse(value).success
}

/** The same as `value` allows, without its cost: a packet has a hundred thousand of them. */
export function isValue(value: unknown): value is FieldValue {
  if (typeof value === 'string') return value.length <= longestValue && value.isWellFormed()
  if (typeof value === 'number') return Number.isFinite(value)
  if (value === null) return true
  return (
    Array.isArray(value) &&
    value.length <= 10_000 &&
    value.every(item => typeof item === 'string' && item.length <= 10_000 && item.isWellFormed())
  )
}
