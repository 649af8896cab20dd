import { createHash } from 'node:crypto'

/** The two public keys that a fingerprint stands for. */
export type PublicKeys = { readonly signKey: string; readonly recipient: string }

const groups = 6
const groupDigits = 5
const modulus = 10n ** BigInt(groups * groupDigits)

/**
 * Six groups of five digits for two people to read to each other over the telephone; digits need no spelling in any
 * dialect, and nobody listens to more than six groups.
 *
 * They are the first 160 bits of SHA-256 over the signing key (SPKI PEM) and the age recipient, modulo 10^30: about
 * 99 bits. To pass for somebody else one must find keys with the same thirty digits, 2^99 tries. Both keys are in it,
 * so neither can be exchanged alone. Somebody who listens to only four of the groups still leaves 2^66 tries.
 */
export function fingerprint({ signKey, recipient }: PublicKeys): string {
  const hex = createHash('sha256').update(`${signKey}${recipient}\n`).digest('hex').slice(0, 40)
  const digits = (BigInt(`0x${hex}`) % modulus).toString().padStart(groups * groupDigits, '0')
  return Array.from({ length: groups }, (_, n) => digits.slice(n * groupDigits, (n + 1) * groupDigits)).join(
    ' ',
  )
}

/** Whether what a person typed is this fingerprint; spaces, dashes and full-width digits do not matter. */
export function isSameFingerprint(typed: string, known: string): boolean {
  const digits = (text: string) => text.normalize('NFKC').replace(/[\s-]/g, '')
  return digits(typed) === digits(known)
}
