import {
  createHash,
  createPrivateKey,
  createPublicKey,
  sign as cryptoSign,
  verify as cryptoVerify,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto'
import { Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { z } from 'zod'

/** A signing key as certificates carry it: Ed25519, SPKI PEM, in the one spelling that node:crypto and openssl write. */
export const signKeySchema = z.string().max(200).refine(isSignKey)

/** An age X25519 recipient, `age1…`, with a sound checksum. */
export const recipientSchema = z
  .string()
  .regex(/^age1[02-9ac-hj-np-z]{58}$/)
  .refine(isRecipient)

export const replicaKeysSchema = z
  .object({
    replica: z.string().min(1).max(100),
    signPrivate: z.string().max(400),
    signPublic: signKeySchema,
    identity: z.string().startsWith('AGE-SECRET-KEY-1').max(100),
    recipient: recipientSchema,
  })
  .readonly()

/** The keys of one installed registry: Ed25519 for signing (PKCS8 and SPKI PEM), age X25519 for opening. */
export type ReplicaKeys = z.infer<typeof replicaKeysSchema>

/** Draws the keys of a new replica; its id follows from them. */
export async function generateKeys(): Promise<ReplicaKeys> {
  const pair = generateKeyPairSync('ed25519')
  const identity = await generateX25519Identity()
  const signPublic = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const recipient = await identityToRecipient(identity)
  return {
    replica: replicaId({ signKey: signPublic, recipient }),
    signPrivate: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    signPublic,
    identity,
    recipient,
  }
}

const base32 = 'abcdefghijklmnopqrstuvwxyz234567'

/**
 * A replica's id: 160 bits of the SHA-256 of its two public keys, in base 32. So an id has one pair of keys, and
 * nobody can certify other keys for it or write under its name.
 */
export function replicaId(keys: { readonly signKey: string; readonly recipient: string }): string {
  const hash = createHash('sha256').update(`replica\n${keys.signKey}${keys.recipient}\n`).digest()
  let bits = BigInt(`0x${hash.subarray(0, 20).toString('hex')}`)
  let id = ''
  for (let i = 0; i < 32; i++) {
    id = (base32[Number(bits & 31n)] ?? '') + id
    bits >>= 5n
  }
  return id
}

/** Whether an id is the one that these keys have. */
export function isIdOf(
  replica: string,
  keys: { readonly signKey: string; readonly recipient: string },
): boolean {
  return replica === replicaId(keys)
}

/** The raw 64-byte Ed25519 signature of these bytes. */
export function sign(keys: Pick<ReplicaKeys, 'signPrivate'>, bytes: Uint8Array): Uint8Array {
  return cryptoSign(null, bytes, createPrivateKey(keys.signPrivate))
}

/** Signs many texts with one key, which is read once; answers base64. */
export function signer(keys: Pick<ReplicaKeys, 'signPrivate'>): (text: string) => string {
  const key = createPrivateKey(keys.signPrivate)
  return text => cryptoSign(null, Buffer.from(text), key).toString('base64')
}

/**
 * Whether the holder of this key (SPKI PEM) signed these bytes. That never changes, and costs fifty times what it costs to find
 * it again: a packet is looked at before it is taken in, what it brings is asked about at several places, and what lies aside
 * is tried again.
 */
export function verify(signPublic: string, bytes: Uint8Array, signature: Uint8Array): boolean {
  const asked = createHash('sha256')
    .update(`${signPublic.length} ${signature.length} ${signPublic}`)
    .update(signature)
    .update(bytes)
    .digest('base64')
  const known = verdicts.get(asked)
  if (known !== undefined) return known
  const verdict = cryptoVerify(null, bytes, publicKeyOf(signPublic), signature)
  if (verdicts.size >= mostVerdicts) verdicts.clear()
  verdicts.set(asked, verdict)
  return verdict
}

const verdicts = new Map<string, boolean>()
const mostVerdicts = 50_000

/** Keys that were read lately: of the changes of a packet most are signed with a few, and reading one costs as much as using it. */
const readKeys = new Map<string, KeyObject>()
const mostReadKeys = 1000
/** Of these, those that were found to be signing keys in their one spelling. */
const soundKeys = new WeakSet<KeyObject>()

function publicKeyOf(pem: string): KeyObject {
  const known = readKeys.get(pem)
  if (known !== undefined) return known
  const key = createPublicKey(pem)
  if (readKeys.size >= mostReadKeys) readKeys.clear()
  readKeys.set(pem, key)
  return key
}

/** Whether this is a key's signature in base64; a text that is no signature at all is none. */
export function verifyText(signPublic: string, text: string, signature: string): boolean {
  const bytes = Buffer.from(signature, 'base64')
  return bytes.length === 64 && verify(signPublic, Buffer.from(text), bytes)
}

/** Whether the public halves belong to the private ones: a hand-edited or mixed-up key file fails here. */
export async function areKeysSound(keys: ReplicaKeys): Promise<boolean> {
  try {
    const derived = createPublicKey(keys.signPrivate).export({ type: 'spki', format: 'pem' }).toString()
    return derived === keys.signPublic && (await identityToRecipient(keys.identity)) === keys.recipient
  } catch {
    return false
  }
}

function isSignKey(pem: string): boolean {
  if (!pem.startsWith('-----BEGIN PUBLIC KEY-----\n')) return false
  try {
    const key = publicKeyOf(pem)
    if (soundKeys.has(key)) return true
    if (key.asymmetricKeyType !== 'ed25519' || key.export({ type: 'spki', format: 'pem' }) !== pem)
      return false
    soundKeys.add(key)
    return true
  } catch {
    return false
  }
}

function isRecipient(recipient: string): boolean {
  try {
    new Encrypter().addRecipient(recipient)
    return true
  } catch {
    return false
  }
}
