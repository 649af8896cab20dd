import { createHash } from 'node:crypto'

/** The running hash of an empty list of offers. */
export const startHash = '0'.repeat(64)

/** The running hash of a list of offers after one more change: sha256 of the hash before it and the change's id. */
export function hashAfter(before: string, writer: string, n: number): string {
  return createHash('sha256').update(`${before} ${writer}:${n}`).digest('hex')
}
