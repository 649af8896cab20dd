import { refuse } from '#db/shared/refusal.ts'
import type { OpenedPacket } from '../open-packet.ts'
import { type Certificate, verifyCertificate } from './certificate.ts'
import type { CertificateChain } from './certificate-chain.ts'
import type { ReplicaKeys } from './keys.ts'

/**
 * The chain that an approval packet gives to this replica: its new certificate, issued by the packet's sender for
 * these very keys, before the sender's own. An ordinary packet, or an approval for other keys, is refused.
 */
export function approvedChain(
  packet: Pick<OpenedPacket, 'name' | 'manifest' | 'certificates'>,
  keys: ReplicaKeys,
): CertificateChain {
  const { name, manifest, certificates } = packet
  const issuer = certificates[0]
  if (manifest.kind !== 'approval' || issuer === undefined || !isFor(manifest.approval, keys)) {
    return refuse(
      'approval-not-mine',
      `${name} 不是对本机入网申请的批准文件。请向上级索取批准文件，或重新生成入网申请。`,
      `${name} does not approve this PC's request to join. Ask the office above for the approval, or make a new request.`,
      { file: name },
    )
  }
  verifyCertificate(manifest.approval, issuer)
  return [manifest.approval, ...certificates]
}

function isFor(certificate: Certificate, keys: ReplicaKeys): boolean {
  return (
    certificate.replica === keys.replica &&
    certificate.signKey === keys.signPublic &&
    certificate.recipient === keys.recipient
  )
}
