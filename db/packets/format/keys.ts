import {
  createPrivateKey,
  createPublicKey,
  sign as cryptoSign,
  verify as cryptoVerify,
  generateKeyPairSync,
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

/** Draws the keys of a new replica. */
export async function generateKeys(replica: string): Promise<ReplicaKeys> {
  const pair = generateKeyPairSync('ed25519')
  const identity = await generateX25519Identity()
  return {
    replica,
    signPrivate: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    signPublic: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    identity,
    recipient: await identityToRecipient(identity),
  }
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

/** Whether the holder of this key (SPKI PEM) signed these bytes. */
export function verify(signPublic: string, bytes: Uint8Array, signature: Uint8Array): boolean {
  return cryptoVerify(null, bytes, createPublicKey(signPublic), signature)
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
    const key = createPublicKey(pem)
    return key.asymmetricKeyType === 'ed25519' && key.export({ type: 'spki', format: 'pem' }) === pem
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
