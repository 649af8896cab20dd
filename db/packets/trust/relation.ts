import { byVersion, type Change, isCreation, signedText } from '#db/journal/change.ts'
import type { Certificate } from '#db/packets/format/keys/certificate.ts'
import type { Certificates } from './certificates.ts'
import { type Ground, moveIn, type Placed } from './ground.ts'

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

/**
 * Where this office stands is said by whoever stood above it then: of all placements that it and the offices above it ever had,
 * here or in this packet, each counts that its author might write by those before it. Else a street that loses a community would
 * keep it: with a rank that it chose beforehand, or by something else under the id of the move.
 */
export function settleOwnPlace(
  office: string,
  placements: readonly Change[],
  ground: Ground,
  certificates: Certificates,
): void {
  const one = (org: string) => ground.survivorOf(org)
  const brought = Map.groupBy(placements.filter(isCreation), ({ hangsOn: [org = ''] }) => one(org))
  const found = new Map<string, readonly Placed[]>()
  const root = certificates.rootOrg ?? ''
  const open = new Set([one(office)])
  for (const org of open) {
    const fresh = (brought.get(org) ?? []).flatMap(change => placedBy(change, certificates))
    const own = [
      ...ground.placementsOf(org),
      ...fresh.map(({ parent, ...by }) => ({ ...by, org, parent: one(parent) })),
    ]
    found.set(org, own)
    for (const { parent } of own) if (parent !== root) open.add(parent)
  }
  if ([...found.values()].every(own => own.length < 2)) return
  const parents = new Map<string, string>()
  for (const { org, parent, replica } of [...found.values()].flat().sort(byRank)) {
    const isFirst = !parents.has(org)
    const reaches = (by: string, thing: string) => by === root || isWithin(parents, thing, by)
    const mayPlace = certificates
      .officesOf(replica, 'ever')
      .map(one)
      .some(by => by !== org && reaches(by, parent) && (isFirst || reaches(by, org)))
    if ((isFirst || mayPlace) && !isWithin(parents, parent, org)) parents.set(org, parent)
  }
  for (const [org, own] of found) {
    const parent = parents.get(org)
    if (own.length > 1 && parent !== undefined) ground.settle(org, parent)
  }
  certificates.askAgain()
}

/** Nobody stands below more offices. */
const deepest = 50

function placedBy(change: Change, certificates: Certificates): readonly Placed[] {
  const { replica } = change.origin
  const move = moveIn(change, change)
  if (move?.to === undefined || certificates.isRevoked(replica)) return []
  if (!certificates.isSignedBy(replica, signedText(change), change.signature)) return []
  return [{ org: move.subject, parent: move.to, rank: move.rank, replica }]
}

function byRank(one: Placed, other: Placed): number {
  return one.rank < other.rank ? -1 : 1
}

/** Whether something is an office, or lies below it, where all lie as these say. */
function isWithin(parents: ReadonlyMap<string, string>, thing: string, office: string): boolean {
  let at: string | undefined = thing
  for (let up = 0; at !== undefined && up <= deepest; up++) {
    if (at === office) return true
    at = parents.get(at)
  }
  return false
}
