import type { Measure } from '#db/files/measured.ts'
import type { Certificate } from './keys/certificate.ts'
import { fingerprint } from './keys/fingerprint.ts'
import { openPacket, type PacketOpening } from './open-packet.ts'
import type { Manifest } from './packet-manifest.ts'

/** What a packet says of itself before anybody decides whether to trust the root that its chain ends at. */
export type PacketSummary = {
  readonly name: string
  readonly sealed: Measure
  readonly manifest: Manifest
  readonly sender: Certificate
  readonly root: Certificate
  /** To be compared by telephone when this registry knows no root yet: the first approval packet. */
  readonly rootFingerprint: string
}

const anyRoot = { trustsRoot: () => true }

/**
 * Tells who sent a packet, and what it holds, without asking whether the sender is trusted. All else is verified as
 * in `openPacket`: the summary is what the holder of the named keys signed.
 */
export async function inspectPacket(opening: Omit<PacketOpening, 'trust'>): Promise<PacketSummary> {
  await using packet = await openPacket({ ...opening, trust: anyRoot })
  const { name, sealed, manifest, root, certificates } = packet
  const sender = certificates[0] ?? root
  return {
    name,
    sealed,
    manifest,
    sender,
    root,
    rootFingerprint: fingerprint(root),
  }
}
