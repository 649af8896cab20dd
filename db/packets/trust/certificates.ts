import type { Fields } from '#db/journal/change.ts'
import type { Revocations } from '#db/journal/fold/revocations.ts'
import type { Journal } from '#db/journal/journal.ts'
import {
  type Certificate,
  certificateSchema,
  isIssuedBy,
  isRoot,
} from '#db/packets/format/keys/certificate.ts'
import { type CertificateChain, maxChainLength } from '#db/packets/format/keys/certificate-chain.ts'
import { verifyText } from '#db/packets/format/keys/keys.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Ground, When } from './ground.ts'

/** A certificate as a record of the journal. */
export function certificateFields(certificate: Certificate): Fields {
  const { replica, org, name, signKey, recipient, issuer, signature } = certificate
  return { replica, org, name, sign_key: signKey, recipient, issuer, signature }
}

/** Reads a certificate out of a record; undefined for what contradicts itself: an id that is not its keys' hash. */
export function certificateOf(fields: Fields | undefined): Certificate | undefined {
  const { replica, org, name, sign_key: signKey, recipient, issuer, signature } = fields ?? {}
  return certificateSchema.safeParse({ replica, org, name, signKey, recipient, issuer, signature }).data
}

/**
 * Which certificates count (bundles.md, "Whom to believe"): those whose chain leads to the one root, and each of whose
 * issuers works for the subject's own organization or for one that stands above it; by today's placements for
 * sealing, answering and new peers, by all that ever were for authorship. One that does not count does nothing, and
 * is asked again whenever more is known.
 */
export class Certificates {
  readonly root: string | undefined
  readonly #ground: Ground
  readonly #byReplica = new Map<string, Certificate[]>()
  readonly #bySignature = new Map<string, Certificate>()
  /** Those of each PC for one organization. */
  readonly #bySpeaker = new Map<string, Certificate[]>()
  /** The organizations for which each PC was ever certified. */
  readonly #certifiedFor = new Map<string, Set<string>>()
  readonly #revocations: Revocations
  /** Of each PC and organization how long the shortest chain is; by the day and by what is left out. */
  #lengths = new Map<string, Map<string, number>>()

  constructor(db: Connection, journal: Journal, ground: Ground, root = journal.changes.root()) {
    this.root = root
    this.#ground = ground
    this.#revocations = journal.absorber.revocations()
    const rows = prepareOnce<[], Certificate>(
      db,
      'SELECT replica, org, name, sign_key AS signKey, recipient, issuer, signature FROM certificate ORDER BY no',
    ).all()
    for (const row of rows) this.#note(row)
  }

  /** The organization at which everything ends: it stands above all others. */
  get rootOrg(): string | undefined {
    return this.root === undefined ? undefined : this.#byReplica.get(this.root)?.find(isRoot)?.org
  }

  /** Takes one in that a packet brought, if its issuer is known and signed it. Answers whether that is so. */
  add(certificate: Certificate): boolean {
    const known = this.#bySignature.get(certificate.signature)
    if (known !== undefined && saysTheSame(known, certificate)) return true
    const issuer = isRoot(certificate) ? certificate : this.#byReplica.get(certificate.issuer)?.[0]
    if (issuer === undefined || !isIssuedBy(certificate, issuer)) return false
    this.#note(certificate)
    return true
  }

  #note(certificate: Certificate): void {
    const { replica, org, signature } = certificate
    if (this.#bySignature.has(signature)) return
    this.#bySignature.set(signature, certificate)
    push(this.#byReplica, replica, certificate)
    push(this.#bySpeaker, speaker(replica, org), certificate)
    this.#certifiedFor.set(replica, (this.#certifiedFor.get(replica) ?? new Set<string>()).add(org))
    this.askAgain()
  }

  /** What is known may have changed: an organization was moved. */
  askAgain(): void {
    if (this.#lengths.size > 0) this.#lengths = new Map()
  }

  /** The organizations that are asked about next, until this is called again: where they stand is asked once for all. */
  foresee(orgs: readonly string[]): void {
    this.#ground.foreseePlaces(orgs)
  }

  all(): readonly Certificate[] {
    return [...this.#bySignature.values()]
  }

  of(replica: string): readonly Certificate[] {
    return this.#byReplica.get(replica) ?? []
  }

  /** The one that carries this signature of its issuer. */
  signedWith(signature: string): Certificate | undefined {
    return this.#bySignature.get(signature)
  }

  /** Reads the certificate in a record; one that is known need not be looked at again. */
  read(fields: Fields | undefined): Certificate | undefined {
    const known = this.#bySignature.get(String(fields?.['signature']))
    const isKnown =
      known !== undefined && fields !== undefined && saysTheSame(certificateFields(known), fields)
    return isKnown ? known : certificateOf(fields)
  }

  /** The key of a replica follows from its id, whoever certified it for whatever organization. */
  signKeyOf(replica: string): string | undefined {
    return this.#byReplica.get(replica)?.[0]?.signKey
  }

  isSignedBy(replica: string, text: string, signature: string | null): boolean {
    const key = this.signKeyOf(replica)
    return key !== undefined && signature !== null && verifyText(key, text, signature)
  }

  isRevoked(replica: string): boolean {
    return this.#revocations.has(replica)
  }

  /** Whether an office stands above an organization or a person; or is that organization itself. */
  isAtOrAbove(office: string, thing: string, when: When): boolean {
    return office === this.rootOrg || this.#ground.above(thing, when).has(office)
  }

  /** `without`: as if nothing stood that this replica certified. */
  counts(certificate: Certificate, when: When, without = ''): boolean {
    return this.#lengthBy(certificate, when, without) <= maxChainLength
  }

  /** How many certificates lead from this one up to the root the shortest way, itself among them; infinitely many where none do. */
  #lengthBy(certificate: Certificate, when: When, without: string): number {
    if (isRoot(certificate)) return certificate.replica === this.root ? 1 : Infinity
    if (!this.#stands(certificate, without)) return Infinity
    const { issuer, org } = certificate
    const lengths = this.#issuersFor(issuer, org, when).map(one => this.#lengthOf(one, when, without))
    return 1 + Math.min(...lengths)
  }

  /** The offices for which an issuer would have to speak so that he may certify somebody of this one, as far as he is certified for them. */
  #issuersFor(issuer: string, org: string, when: When): Speaker[] {
    const { rootOrg } = this
    const certifiedFor = this.#certifiedFor.get(issuer) ?? new Set()
    const near = new Set(rootOrg === undefined ? [org] : [org, rootOrg])
    const isNear = certifiedFor.size <= near.size && [...certifiedFor].every(office => near.has(office))
    // Whoever speaks for no other office than these needs no look at what stands between them.
    const offices = isNear ? near : new Set([org, ...this.#ground.above(org, when), ...near])
    return [...offices].filter(office => certifiedFor.has(office)).map(office => speaker(issuer, office))
  }

  /**
   * The length of the shortest chain by which a PC speaks for an organization. Everything that it may depend on is gone
   * through once, up to where nothing more is found, and then down again from the root: so a ring of certificates leads
   * nowhere, and what is asked first makes no difference.
   */
  #lengthOf(asked: Speaker, when: When, without: string): number {
    const key = `${when} ${without}`
    const lengths = this.#lengths.get(key) ?? new Map<Speaker, number>()
    this.#lengths.set(key, lengths)
    const known = lengths.get(asked)
    if (known !== undefined) return known
    const certified = new Map<Speaker, Speaker[]>()
    const found = new Set([asked])
    const ofLength: Speaker[][] = Array.from({ length: maxChainLength + 2 }, () => [])
    for (const one of found) {
      const own = this.#bySpeaker.get(one) ?? []
      if (own.some(certificate => isRoot(certificate) && certificate.replica === this.root)) {
        ofLength[1]?.push(one)
        continue
      }
      for (const upper of this.#above(own, when, without)) {
        push(certified, upper, one)
        const length = lengths.get(upper)
        if (length === undefined) found.add(upper)
        else if (length <= maxChainLength) ofLength[length]?.push(upper)
      }
    }
    for (const [length, some] of ofLength.entries()) {
      if (length > maxChainLength) break
      for (const one of some) {
        if (found.delete(one)) lengths.set(one, length)
        else if (lengths.get(one) !== length) continue
        for (const lower of certified.get(one) ?? []) if (found.has(lower)) ofLength[length + 1]?.push(lower)
      }
    }
    for (const one of found) lengths.set(one, Infinity)
    return lengths.get(asked) ?? Infinity
  }

  /** Who certified a PC for an organization, by certificates that stand. */
  #above(own: readonly Certificate[], when: When, without: string): ReadonlySet<Speaker> {
    const issuers = new Set<string>()
    for (const one of own) if (!isRoot(one) && this.#stands(one, without)) issuers.add(one.issuer)
    const org = own[0]?.org ?? ''
    return new Set([...issuers].flatMap(issuer => this.#issuersFor(issuer, org, when)))
  }

  /** A certificate by a revoked key stands where the revocation says so. */
  #stands({ issuer, signature }: Certificate, without: string): boolean {
    if (issuer === without) return false
    const revocation = this.#revocations.get(issuer)
    return revocation === undefined || revocation.standing.has(signature)
  }

  /** The organizations for which a replica may speak. */
  officesOf(replica: string, when: When): readonly string[] {
    const offices = new Set(this.of(replica).map(({ org }) => org))
    return [...offices].filter(org => this.#lengthOf(speaker(replica, org), when, '') <= maxChainLength)
  }

  /** The certificates that count today of an organization's PCs that are not revoked, the newest of each. */
  pcsOf(org: string): readonly Certificate[] {
    return [...this.#byReplica.keys()].flatMap(replica => {
      if (this.isRevoked(replica)) return []
      const own = this.#bySpeaker.get(speaker(replica, org)) ?? []
      return own.filter(certificate => this.counts(certificate, 'today')).slice(-1)
    })
  }

  /** A replica's own certificate and those above it up to the root, that count today, the shortest way; empty where there are none. */
  chainOf(replica: string, org: string): CertificateChain {
    const chain: Certificate[] = []
    for (let next: readonly Speaker[] = [speaker(replica, org)]; next.length > 0; ) {
      const own = next.flatMap(one => this.#bySpeaker.get(one) ?? [])
      const lengths = own.map(one => this.#lengthBy(one, 'today', ''))
      const length = lengths.reduce((least, one) => Math.min(least, one), Infinity)
      const certificate = own[lengths.lastIndexOf(length)]
      if (certificate === undefined || length > maxChainLength) return []
      chain.push(certificate)
      next = isRoot(certificate) ? [] : this.#issuersFor(certificate.issuer, certificate.org, 'today')
    }
    return chain
  }
}

/** A PC that speaks for an organization. */
type Speaker = string

function speaker(replica: string, org: string): Speaker {
  return `${replica} ${org}`
}

/** Whether two of them have the same fields and values, neither more than the other. */
function saysTheSame(one: Certificate | Fields, other: Certificate | Fields): boolean {
  const fields = Object.keys(one)
  return fields.length === Object.keys(other).length && fields.every(field => one[field] === other[field])
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}
