import { byVersion, type Change, rankOf, signedText } from '#db/journal/change.ts'
import type { Certificate } from '#db/packets/format/certificate.ts'
import type { Certificates } from './certificates.ts'
import type { Ground } from './ground.ts'

/** Where a sender stands, seen from here. A packet from elsewhere waits unread, and is answered nothing. */
export type Relation = 'above' | 'beside' | 'below' | 'elsewhere'

/**
 * Who is above me (bundles.md, "Whom to believe"): the offices of my placement chain. Beside me stand the PCs of my
 * organization, below me the offices under me. Everybody else, and whoever's certificate does not count today, is from
 * elsewhere.
 */
export function relationTo(certificates: Certificates, office: string, sender: Certificate): Relation {
  if (!certificates.counts(sender, 'today')) return 'elsewhere'
  if (sender.org === office) return 'beside'
  if (certificates.isAtOrAbove(sender.org, office, 'today')) return 'above'
  return certificates.isAtOrAbove(office, sender.org, 'today') ? 'below' : 'elsewhere'
}

/**
 * Lays the individually signed placements of a packet over the ground, in order of version, as far as their authors
 * may move what they move: they, and nobody else, say who is above me now.
 */
export function layPlacements(
  placements: readonly Change[],
  ground: Ground,
  certificates: Certificates,
): void {
  for (const change of [...placements].sort(byVersion)) {
    const [org, parent] = change.hangsOn
    const { replica } = change.origin
    if (org === undefined || parent === undefined || change.kind !== 'put') continue
    if (certificates.isRevoked(replica)) continue
    const mayMove = certificates
      .officesOf(replica, 'today')
      .some(
        office =>
          office !== org &&
          certificates.isAtOrAbove(office, org, 'today') &&
          certificates.isAtOrAbove(office, parent, 'today'),
      )
    if (!mayMove || !certificates.isSignedBy(replica, signedText(change), change.signature)) continue
    ground.move(org, parent, rankOf(change), true)
    certificates.askAgain()
  }
}
