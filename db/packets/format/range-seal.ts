import { canonical } from '#db/shared/canonical.ts'
import { type ReplicaKeys, sign, verifyText } from './keys/keys.ts'

/** How many changes of one range may be missing where it is passed on. */
export const mostGaps = 1000

/**
 * An author's word for a range of one of his writers' changes: the running hash over their ids and contents, signed.
 * It travels with them, so that they can be proved whoever passes them on. Of what is passed on by nobody (laid aside,
 * or contradicting itself) `gaps` names the hash of the content: the others are proved without it.
 */
export type RangeSeal = {
  readonly writer: string
  readonly from: number
  readonly to: number
  readonly hash: string
  readonly signature: string
  readonly gaps?: readonly (readonly [n: number, digest: string])[]
}

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

const hashShape = /^[0-9a-f]{64}$/
const signatureShape = /^[A-Za-z0-9+/]{86}==$/

/** Reads a packet's seals; undefined where they are none, or more than `max`. None is copied: there may be very many. */
export function parseSeals(value: unknown, max: number): readonly RangeSeal[] | undefined {
  if (!Array.isArray(value) || value.length > max) return undefined
  return value.every(isSeal) ? value : undefined
}

function isSeal(value: unknown): value is RangeSeal {
  if (typeof value !== 'object' || value === null) return false
  const { writer, from, to, hash, signature, gaps }: Partial<Record<keyof RangeSeal, unknown>> = value
  const isRange = isNumber(from) && isNumber(to) && from <= to
  const isNamed = typeof writer === 'string' && writer.length >= 1 && writer.length <= 100
  const isSigned = typeof signature === 'string' && signatureShape.test(signature)
  return isRange && isNamed && isSigned && isHash(hash) && (gaps === undefined || areGaps(gaps))
}

function areGaps(value: unknown): boolean {
  if (!Array.isArray(value) || value.length > mostGaps) return false
  return value.every(gap => Array.isArray(gap) && gap.length === 2 && isNumber(gap[0]) && isHash(gap[1]))
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1
}

function isHash(value: unknown): value is string {
  return typeof value === 'string' && hashShape.test(value)
}
