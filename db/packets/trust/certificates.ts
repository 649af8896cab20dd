import type { Fields } from '#db/journal/change.ts'
import type { Revocation } from '#db/journal/fold/revocations.ts'
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
  readonly #revocations: readonly Revocation[]
  #answers = new Map<string, boolean>()

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
    const issuer = isRoot(certificate) ? certificate : this.#byReplica.get(certificate.issuer)?.[0]
    if (issuer === undefined || !isIssuedBy(certificate, issuer)) return false
    this.#note(certificate)
    return true
  }

  #note(certificate: Certificate): void {
    const own = this.#byReplica.get(certificate.replica)
    if (own?.some(other => other.signature === certificate.signature)) return
    if (own) own.push(certificate)
    else this.#byReplica.set(certificate.replica, [certificate])
    this.#answers = new Map()
  }

  /** What is known may have changed: an organization was moved. */
  askAgain(): void {
    this.#answers = new Map()
  }

  all(): readonly Certificate[] {
    return [...this.#byReplica.values()].flat()
  }

  of(replica: string): readonly Certificate[] {
    return this.#byReplica.get(replica) ?? []
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
    return this.#revocations.some(revocation => revocation.replica === replica)
  }

  /** Whether an office stands above an organization or a person; or is that organization itself. */
  isAtOrAbove(office: string, thing: string, when: When): boolean {
    return office === this.rootOrg || this.#ground.above(thing, when).has(office)
  }

  /** `without`: as if nothing stood that this replica certified. */
  counts(certificate: Certificate, when: When, without = ''): boolean {
    return this.#countsAt(certificate, when, without, 0)
  }

  #countsAt(certificate: Certificate, when: When, without: string, depth: number): boolean {
    if (isRoot(certificate)) return certificate.replica === this.root
    if (depth > maxChainLength) return false
    if (certificate.issuer === without) return false
    const key = `${when} ${without} ${certificate.signature}`
    const known = this.#answers.get(key)
    if (known !== undefined) return known
    // Until it is answered it does not count: certificates in a ring lead nowhere.
    this.#answers.set(key, false)
    const answer = this.#stands(certificate) && this.#issuersOf(certificate, when, without, depth).length > 0
    this.#answers.set(key, answer)
    return answer
  }

  #issuersOf(certificate: Certificate, when: When, without: string, depth: number): readonly Certificate[] {
    return this.of(certificate.issuer).filter(
      issuer =>
        (issuer.org === certificate.org || this.isAtOrAbove(issuer.org, certificate.org, when)) &&
        this.#countsAt(issuer, when, without, depth + 1),
    )
  }

  /** A certificate by a revoked key stands where the revocation says so. */
  #stands(certificate: Certificate): boolean {
    return this.#revocations.every(
      ({ replica, standing }) => replica !== certificate.issuer || standing.has(certificate.signature),
    )
  }

  /** The organizations for which a replica may speak. */
  officesOf(replica: string, when: When): readonly string[] {
    return [...new Set(this.of(replica).flatMap(c => (this.counts(c, when) ? [c.org] : [])))]
  }

  /** The certificates that count today of an organization's PCs that are not revoked, the newest of each. */
  pcsOf(org: string): readonly Certificate[] {
    return [...this.#byReplica.keys()].flatMap(replica => {
      if (this.isRevoked(replica)) return []
      return this.of(replica)
        .filter(certificate => certificate.org === org && this.counts(certificate, 'today'))
        .slice(-1)
    })
  }

  /** A replica's own certificate and those above it up to the root, that count today; empty where there are none. */
  chainOf(replica: string, org: string): CertificateChain {
    const own = this.of(replica).findLast(c => c.org === org && this.counts(c, 'today'))
    return own === undefined ? [] : this.#chainFrom(own)
  }

  #chainFrom(certificate: Certificate): CertificateChain {
    if (isRoot(certificate)) return [certificate]
    const issuer = this.#issuersOf(certificate, 'today', '', 0).at(-1)
    return issuer === undefined ? [] : [certificate, ...this.#chainFrom(issuer)]
  }
}
