import { byVersion, type Change, isCreation, signedText } from '#db/journal/change.ts'
import type { Certificate } from '#db/packets/format/keys/certificate.ts'
import type { Certificates } from './certificates.ts'
import { type Ground, moveIn } from './ground.ts'

/** Where a sender stands, seen from here. A packet from elsewhere waits unread, and is answered nothing. */
export type Relation = 'above' | 'beside' | 'below' | 'elsewhere'

/**
 * Who is above me (bundles.md, "Whom to believe"): the offices of my placement chain. Beside me stand the PCs of my
 * organization, below me the offices under me. Everybody else, and whoever has no certificate that counts today, is from
 * elsewhere. Which of his certificates he shows does not matter: after his office moved, the one that was signed anew may
 * not have come to him yet.
 */
export function relationTo(certificates: Certificates, office: string, sender: Certificate): Relation {
  if (!certificates.officesOf(sender.replica, 'today').includes(sender.org)) return 'elsewhere'
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
  firstOf: (thing: string) => Change | undefined,
): void {
  const made = new Map<string, Change>()
  for (const change of [...placements].sort(byVersion)) {
    const creation = firstOf(change.thing) ?? made.get(change.thing)
    const { replica } = change.origin
    const move = moveIn(change, creation)
    if (move?.to === undefined || (creation !== undefined && creation.hangsOn[0] !== move.subject)) continue
    if (creation === undefined && isCreation(change)) made.set(change.thing, change)
    const { subject: org, to: parent } = move
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
    ground.move(move, true)
    certificates.askAgain()
  }
}
