import type { Certificate } from '#db/packets/format/certificate.ts'
import type { ChainTrust } from '#db/packets/format/certificate-chain.ts'
import type { Session } from '#db/session.ts'
import { chainOf, knownCertificates, revokedReplicas } from './certificate-record.ts'
import { surveyTerritory } from './territory.ts'

/**
 * Whom this registry trusts: the root that its own chain ends at; issuers whose office it knows above the subject's,
 * or of whom it knows nothing else; and what has been revoked.
 */
export function trustOf(session: Session): ChainTrust {
  const { db, keys } = session.writing()
  const certificates = knownCertificates(db)
  const root = chainOf(certificates, keys.replica).at(-1)
  const revoked = revokedReplicas(db)
  return {
    trustsRoot: other => root !== undefined && sameKeys(root, other),
    mayIssue: (issuer, subject) => {
      if (issuer.org === subject.org) return true
      const known = certificates.get(subject.replica)
      if (known && known.issuer === issuer.replica) return true
      const { ever } = surveyTerritory(db, issuer.org)
      const isKnown = db.prepare<[string], { id: string }>('SELECT id FROM org WHERE id = ?').get(subject.org)
      return (
        isKnown === undefined ||
        db.prepare(`SELECT id FROM ${ever} WHERE id = ?`).get(subject.org) !== undefined
      )
    },
    isRevoked: certificate => revoked.has(certificate.replica),
  }
}

function sameKeys(a: Certificate, b: Certificate): boolean {
  return a.replica === b.replica && a.signKey === b.signKey && a.recipient === b.recipient
}
