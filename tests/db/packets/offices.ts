import {
  type Certificate,
  issueCertificate,
  issueRootCertificate,
} from '#db/packets/format/keys/certificate.ts'
import type { CertificateChain, ChainTrust } from '#db/packets/format/keys/certificate-chain.ts'
import { generateKeys, type ReplicaKeys } from '#db/packets/format/keys/keys.ts'
import type { PacketDraft } from '#db/packets/format/write-packet.ts'
import type { Clock } from '#db/shared/clock.ts'
import { Refusal } from '#db/shared/refusal.ts'

/** One office's replica: its keys and its certificates up to the district's. */
export type Office = {
  readonly keys: ReplicaKeys
  readonly chain: CertificateChain
  readonly certificate: Certificate
}

export const clock: Clock = { now: () => new Date(2019, 11, 31, 9, 30) }

export async function district(label = 'r-district', name = '坪山区'): Promise<Office> {
  const keys = await generateKeys()
  const certificate = issueRootCertificate(keys, `org-${label}`, name)
  return { keys, chain: [certificate], certificate }
}

export async function below(parent: Office, label: string, name: string): Promise<Office> {
  const keys = await generateKeys()
  const subject = {
    replica: keys.replica,
    org: `org-${label}`,
    name,
    signKey: keys.signPublic,
    recipient: keys.recipient,
  }
  const certificate = issueCertificate(parent.keys, subject)
  return { keys, chain: [certificate, ...parent.chain], certificate }
}

/** 坪山区, its street 碧岭街道 and that street's community 六联社区. */
export async function offices(): Promise<{ root: Office; street: Office; community: Office }> {
  const root = await district()
  const street = await below(root, 'r-street', '碧岭街道')
  return { root, street, community: await below(street, 'r-community', '六联社区') }
}

export function trusting(root: Office, changes: Partial<ChainTrust> = {}): ChainTrust {
  return {
    trustsRoot: found => found.signKey === root.keys.signPublic,
    ...changes,
  }
}

export function draft(from: Office, to: Office, changes: Partial<PacketDraft> = {}): PacketDraft {
  const end = ({ certificate: { replica, org, name } }: Office) => ({ replica, org, name })
  return {
    keys: from.keys,
    chain: from.chain,
    recipient: to.keys.recipient,
    changes: ['{"id":"w-1","kind":"put"}', '{"id":"w-2","kind":"remove"}'],
    seals: [],
    files: [],
    statement: {
      app: '0.1.0',
      schema: 1,
      kind: 'packet',
      from: end(from),
      to: end(to),
      number: 7,
      fromTop: { pos: 0, hash: '' },
      toTop: { pos: 2, hash: 'ab'.repeat(32) },
      have: null,
      missingFiles: [],
      counts: { member: 2 },
      cards: 0,
      yours: 0,
      seals: 0,
      aside: [],
    },
    ...changes,
  }
}

/** The Refusal that this ends with; fails where it ends well or with a bug. */
export async function refusalOf(step: Promise<unknown> | (() => unknown)): Promise<Refusal> {
  try {
    await (typeof step === 'function' ? step() : step)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('was not refused')
}

export async function collected<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of source) found.push(item)
  return found
}
