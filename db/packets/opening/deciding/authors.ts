import { type Change, isCreation, rankOf, signedText } from '#db/journal/change.ts'
import type { Entities } from '#db/journal/entity.ts'
import { isNamedAfter } from '#db/journal/names.ts'
import type { Certificate } from '#db/packets/format/keys/certificate.ts'
import type { Certificates } from '../../trust/certificates.ts'
import type { Author, Bench } from '../../trust/judging/bench.ts'
import type { Relation } from '../../trust/relation.ts'
import { mayRevoke, revokedBy } from '../../trust/revoking.ts'

/** Who sent it, from where, and whose changes a person said to take in though nobody proves them. */
export type Sender = {
  readonly certificate: Certificate
  readonly relation: Relation
  readonly believed: ReadonlySet<string>
  /** Opened a second time: it waited, or something of it lay aside. */
  readonly isAgain: boolean
}

/**
 * Those whose changes a packet brings: how each of them stands to its sender and to this office, and whether what he says is
 * proved.
 */
export class Authors {
  readonly #sender: Sender
  /** Asked only where somebody is judged. */
  readonly #office: () => string
  readonly #certificates: Certificates
  readonly #entities: Entities
  readonly #bench: Pick<Bench, 'creationOf' | 'placesOf' | 'ground'>
  readonly #known = new Map<string, Author>()
  /** Who may revoke whose key, until an organization is moved: the packet's certificates are known from the beginning. */
  readonly #mayRevokeKey = new Map<string, boolean>()

  constructor(
    sender: Sender,
    office: () => string,
    certificates: Certificates,
    entities: Entities,
    bench: Pick<Bench, 'creationOf' | 'placesOf' | 'ground'>,
  ) {
    this.#sender = sender
    this.#office = office
    this.#certificates = certificates
    this.#entities = entities
    this.#bench = bench
  }

  /** Whoever writes with this key, and the offices for which it ever spoke; of one that nobody certified none. */
  of(replica: string): Author {
    const known = this.#known.get(replica)
    if (known && known.offices.length > 0) return known
    const author = { replica, offices: this.#certificates.officesOf(replica, 'ever') }
    this.#known.set(replica, author)
    return author
  }

  /** An organization was moved: who stands where is asked anew. */
  askAgain(): void {
    this.#certificates.askAgain()
    this.#mayRevokeKey.clear()
  }

  /** Whether the author of a revocation may revoke the key that it names. */
  mayRevoke(change: Change): boolean {
    const revoked = revokedBy(change)
    if (revoked === undefined) return false
    const { replica } = change.origin
    const key = `${replica} ${revoked}`
    const known = this.#mayRevokeKey.get(key)
    if (known !== undefined) return known
    const may = mayRevoke(revoked, this.of(replica), this.#certificates)
    this.#mayRevokeKey.set(key, may)
    return may
  }

  /** Whether a change is proved by who sent it or by a seal, and not by what it says itself. */
  isProvedForAll({ isSealed, change }: { readonly isSealed: boolean; readonly change: Change }): boolean {
    const { relation, certificate, believed } = this.#sender
    const { replica } = change.origin
    return relation !== 'below' || isSealed || replica === certificate.replica || believed.has(replica)
  }

  /** Proved changes of authors at or below the sender; nothing else comes from below. */
  isProved(change: Change, author: Author, isSealed: boolean): boolean {
    const { origin, signature } = change
    const { replica, org } = this.#sender.certificate
    const speaks = author.offices.includes(origin.office)
    if (!speaks && !isNamedAfter(origin.office, origin.replica)) return false
    if (origin.replica === replica) return author.offices.length > 0
    // For what else somebody certified him, whether he asked for it or not, takes nothing away from this.
    const isBelow = speaks
      ? this.#certificates.isAtOrAbove(org, origin.office, 'ever')
      : this.isBelowSender(author)
    if (!isBelow) return false
    if (isSealed) return true
    return this.#certificates.isSignedBy(origin.replica, signedText(change), signature)
  }

  /**
   * The certificate that an office between the sender and this one gave, or this one itself: whoever reports past that office
   * brings it along with his first packet. So with the revocation of whose key it may revoke: an office that was restored from
   * before it would go on answering a thief. Each carries its author's signature, which was looked at, and where its chain
   * does not count it does nothing.
   */
  isPowerOfOfficeBetween(change: Change, { offices }: Author): boolean {
    if (change.kind !== 'put' || offices.length === 0) return false
    const isPower =
      change.entity === 'certificate' || (change.entity === 'revocation' && this.mayRevoke(change))
    return isPower && offices.every(office => this.#certificates.isAtOrAbove(this.#office(), office, 'ever'))
  }

  /**
   * What an office that stands or stood above the sender signed and said to him alone: where something of his part lies by now, or
   * another record under the id of what says so. He believed it, and hears by its return that it does not count.
   */
  isSaidBySuperior(change: Change, author: Author): boolean {
    if (change.kind !== 'put' || !isCreation(change)) return false
    if (!author.offices.includes(change.origin.office)) return false
    if (this.isBelowSender(author) || this.isAtOrAboveHere(author)) return false
    if (this.#entities.get(change.entity)?.signed !== true) return false
    const made = this.#bench.creationOf(change.thing)
    const [org] = (made ?? change).hangsOn
    if (org === undefined || (made ?? change).entity !== 'placement') return false
    if (!this.#certificates.isAtOrAbove(this.#sender.certificate.org, org, 'today')) return false
    // What he wrote before it was moved was his to write then: that comes proved from where it was.
    const rank = rankOf(change)
    const isLater = (place: string) =>
      (this.#bench.placesOf(place, 'placement').inOrder.at(-1)?.rank ?? '') < rank
    return made !== undefined || [...this.#bench.ground.above(org, 'today')].every(isLater)
  }

  /** Whether he speaks for nothing but what lies at or below the sender. */
  isBelowSender({ offices }: Author): boolean {
    const { org } = this.#sender.certificate
    return offices.length > 0 && offices.every(office => this.#certificates.isAtOrAbove(org, office, 'ever'))
  }

  /**
   * What an office above this one wrote, and signed, of something that does not lie here, as the name of the office under
   * which the sender stood before it was moved: whatever of that is for this office comes from above.
   */
  isOfNoConcern(change: Change, author: Author): boolean {
    const office = this.#office()
    const { replica } = change.origin
    if (author.offices.includes(office) || !this.isAtOrAboveHere(author)) return false
    if (!this.#certificates.isSignedBy(replica, signedText(change), change.signature)) return false
    const about = [change.thing, ...change.hangsOn]
    return !about.some(thing => this.#certificates.isAtOrAbove(office, thing, 'ever'))
  }

  /** The PCs of this office and of those above it are judged by nobody here, even if a person believed somebody else. */
  isAtOrAboveHere({ offices }: Author): boolean {
    return offices.some(office => this.#certificates.isAtOrAbove(office, this.#office(), 'today'))
  }
}
