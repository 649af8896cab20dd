import { refuse } from '#db/shared/refusal.ts'
import { type Certificate, isRoot, verifyCertificate } from './certificate.ts'

/** From the replica itself up to the district's root. */
export type CertificateChain = readonly Certificate[]

/** Five tiers, and room for a few more. */
export const maxChainLength = 10

/** What a registry knows about whom to trust; the chain itself only proves who signed what. */
export type ChainTrust = {
  /** The root that this registry confirmed by fingerprint when it enrolled. */
  readonly trustsRoot: (root: Certificate) => boolean
  /** Whether the issuer's office lies above the subject's, by my tables. */
  readonly mayIssue: (issuer: Certificate, subject: Certificate) => boolean
  readonly isRevoked: (certificate: Certificate) => boolean
}

/** A chain that holds: whose it is, and which of its members have been revoked since (what they sent is held). */
export type VerifiedChain = {
  readonly subject: Certificate
  readonly root: Certificate
  readonly revoked: readonly Certificate[]
}

/**
 * Verifies each signature up to a root that is trusted, and each issuer's right to issue. A revoked member is told,
 * not refused: what came by its key may have been written before, and a person decides (journal.md, rule 8).
 */
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
    if (certificate !== root && !trust.mayIssue(issuer, certificate)) refuseIssuer(issuer, certificate)
  }
  if (!trust.trustsRoot(root)) refuseRoot(subject, root)
  return { subject, root, revoked: chain.filter(trust.isRevoked) }
}

function refuseBroken(subject: Certificate | undefined): never {
  refuse(
    'certificate-chain-broken',
    `“${subject?.name ?? '（无）'}”的证书链不完整。请对方更新台账后重新发送。`,
    `The certificate chain of "${subject?.name ?? '(none)'}" is incomplete. Ask the sender to update and send again.`,
    { replica: subject?.replica },
  )
}

function refuseIssuer(issuer: Certificate, subject: Certificate): never {
  refuse(
    'certificate-issuer-not-above',
    `“${issuer.name}”不是“${subject.name}”的上级，无权为它签发证书。请向区里核实。`,
    `"${issuer.name}" is not an office above "${subject.name}" and may not issue its certificate. Ask the district about it.`,
    { replica: subject.replica, issuer: issuer.replica },
  )
}

function refuseRoot(subject: Certificate, root: Certificate): never {
  refuse(
    'certificate-root-unknown',
    `“${subject.name}”的证书由“${root.name}”签发，而本台账没有确认过它。请打电话核对它的指纹。`,
    `The certificate of "${subject.name}" comes from "${root.name}", which this registry never confirmed. Compare its fingerprint by telephone.`,
    { replica: subject.replica, root: root.replica },
  )
}
