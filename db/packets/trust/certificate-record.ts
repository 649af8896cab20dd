import type { Fields } from '#db/journal/change.ts'
import { type Certificate, certificateSchema, isRoot } from '#db/packets/format/certificate.ts'
import type { CertificateChain } from '#db/packets/format/certificate-chain.ts'
import type { Connection } from '#db/sqlite/connection.ts'

/** A certificate as a record of the journal. */
export function certificateFields(certificate: Certificate): Fields {
  const { replica, org, name, signKey, recipient, issuer, signature } = certificate
  return { replica, org, name, sign_key: signKey, recipient, issuer, signature }
}

/**
 * All certificates that this registry knows, by replica. Of several for one replica the newest counts that an office
 * above gave it with a key that is not revoked; the one that it signed for itself only where there is no other.
 */
export function knownCertificates(db: Connection): Map<string, Certificate> {
  const rows = db
    .prepare(
      'SELECT replica, org, name, sign_key AS signKey, recipient, issuer, signature FROM certificate ORDER BY no',
    )
    .all()
  const revoked = revokedReplicas(db)
  const known = new Map<string, Certificate>()
  for (const row of rows) note(known, certificateSchema.parse(row), revoked)
  return known
}

export function revokedReplicas(db: Connection): ReadonlySet<string> {
  return new Set(
    db
      .prepare<[], { replica: string }>('SELECT replica FROM revocation')
      .all()
      .map(row => row.replica),
  )
}

export function note(
  known: Map<string, Certificate>,
  certificate: Certificate,
  revoked: ReadonlySet<string> = new Set(),
): void {
  const worth = (candidate: Certificate) => (isRoot(candidate) ? 0 : revoked.has(candidate.issuer) ? 1 : 2)
  const present = known.get(certificate.replica)
  if (present === undefined || worth(certificate) >= worth(present))
    known.set(certificate.replica, certificate)
}

/** A replica's certificate and those above it, its own first, the root's last; empty where one is not known. */
export function chainOf(certificates: ReadonlyMap<string, Certificate>, replica: string): CertificateChain {
  const chain: Certificate[] = []
  for (let at = certificates.get(replica); at !== undefined && !chain.includes(at); ) {
    chain.push(at)
    if (isRoot(at)) return chain
    at = certificates.get(at.issuer)
  }
  return []
}
