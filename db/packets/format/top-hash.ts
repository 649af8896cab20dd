import { hash } from 'node:crypto'

/** The running hash of an empty list of offers, or of a range of changes. */
export const startHash = '0'.repeat(64)

/** The running hash after one more change: sha256 of the hash before it, the change's id and its content's digest. */
export function hashAfter(before: string, writer: string, n: number, digest: string): string {
  return hash('sha256', `${before} ${writer}:${n} ${digest}`, 'hex')
}
