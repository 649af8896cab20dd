import { z } from 'zod'
import { canonical } from '#db/shared/canonical.ts'
import { type ReplicaKeys, sign, verifyText } from './keys/keys.ts'

/** How many changes of one range may be missing where it is passed on. */
export const mostGaps = 1000

const sealSchema = z
  .object({
    writer: z.string().min(1).max(100),
    from: z.number().int().min(1),
    to: z.number().int().min(1),
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    signature: z.base64().length(88),
    gaps: z
      .array(z.tuple([z.number().int().min(1), z.string().regex(/^[0-9a-f]{64}$/)]).readonly())
      .max(mostGaps)
      .readonly()
      .optional(),
  })
  .refine(seal => seal.from <= seal.to)
  .readonly()

/**
 * An author's word for a range of one of his writers' changes: the running hash over their ids and contents, signed.
 * It travels with them, so that they can be proved whoever passes them on. Of what is passed on by nobody (laid aside,
 * or contradicting itself) `gaps` names the hash of the content: the others are proved without it.
 */
export type RangeSeal = z.infer<typeof sealSchema>

/** Seals a range whose running hash this is. */
export function sealRange(
  keys: ReplicaKeys,
  writer: string,
  from: number,
  to: number,
  hash: string,
): RangeSeal {
  const signature = Buffer.from(sign(keys, Buffer.from(sealText({ writer, from, to, hash })))).toString(
    'base64',
  )
  return { writer, from, to, hash, signature }
}

/** Whether the holder of this key (SPKI PEM) sealed the range. */
export function isSealedBy(seal: RangeSeal, signKey: string): boolean {
  return verifyText(signKey, sealText(seal), seal.signature)
}

function sealText({ writer, from, to, hash }: Pick<RangeSeal, 'writer' | 'from' | 'to' | 'hash'>): string {
  return canonical({ writer, from, to, hash })
}

/** Reads a packet's seals; undefined where they are none, or more than `max`. */
export function parseSeals(value: unknown, max: number): readonly RangeSeal[] | undefined {
  if (!Array.isArray(value) || value.length > max) return undefined
  return z.array(sealSchema).safeParse(value).data
}
