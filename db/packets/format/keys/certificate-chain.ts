import { refuse } from '#db/shared/refusal.ts'
import { type Certificate, isRoot, verifyCertificate } from './certificate.ts'

/** From the replica itself up to the district's root. */
export type CertificateChain = readonly Certificate[]

/** Five tiers, and room for a few more. */
export const maxChainLength = 10

/**
 * The one root that a registry believes: the one that it confirmed by fingerprint when it enrolled. Whether those
 * between may speak for their organizations is not for the chain to prove: see `packets/trust`.
 */
export type ChainTrust = { readonly trustsRoot: (root: Certificate) => boolean }

/** A chain that holds: whose it is, and where it ends. */
export type VerifiedChain = { readonly subject: Certificate; readonly root: Certificate }

/** Verifies each signature up to a root that is trusted. No sentence repeats the names that the chain gives itself. */
export function verifyChain(chain: CertificateChain, trust: ChainTrust): VerifiedChain {
  const subject = chain[0]
  const root = chain.at(-1)
  if (subject === undefined || root === undefined || chain.length > maxChainLength || !isRoot(root)) {
    refuseBroken(subject)
  }
  for (const [n, certificate] of chain.entries()) {
    const issuer = chain[n + 1] ?? root
    if (certificate !== root && certificate.issuer !== issuer.replica) refuseBroken(subject)
    verifyCertificate(certificate, issuer)
  }
  if (!trust.trustsRoot(root)) refuseRoot(subject, root)
  return { subject, root }
}

function refuseBroken(subject: Certificate | undefined): never {
  refuse(
    'certificate-chain-broken',
    '发送方的证书链不完整。请对方更新台账后重新发送。',
    "The sender's chain of certificates is incomplete. Ask the sender to update and send again.",
    { replica: subject?.replica },
  )
}

function refuseRoot(subject: Certificate, root: Certificate): never {
  refuse(
    'certificate-root-unknown',
    '发送方的证书不是本台账确认过的区级密钥签发的。请打电话和对方核对数字。',
    "The sender's certificate does not come from the district key that this registry confirmed. Compare the digits by telephone.",
    { replica: subject.replica, root: root.replica },
  )
}
