import type { Change } from '#db/journal/change.ts'
import { replicaOf } from '#db/journal/names.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Certificates } from './certificates.ts'
import type { Author } from './judging/bench.ts'

/** The ranges that a revocation accepts: exactly what lies here of a key's writers, so that no gap can be filled later. */
export function acceptedRanges(db: Connection, replica: string): string[] {
  return db
    .prepare<[string], { writer: string; from: number; to: number }>(
      `SELECT writer, min(n) AS "from", max(n) AS "to" FROM (
         SELECT w.id AS writer, c.n, c.n - row_number() OVER (PARTITION BY w.no ORDER BY c.n) AS island
         FROM writer w JOIN change c ON c.writer = w.no WHERE w.replica = ?)
       GROUP BY writer, island ORDER BY writer, min(n)`,
    )
    .all(replica)
    .map(({ writer, from, to }) => `${writer}:${from}-${to}`)
}

/**
 * A revocation is for an office above the revoked PC to write, and within one organization for whoever certified it.
 * The root is never revoked.
 */
export function mayRevoke(revoked: string, author: Author, certificates: Certificates): boolean {
  const known = certificates.of(revoked).filter(certificate => certificates.counts(certificate, 'ever'))
  if (revoked === certificates.root || known.length === 0) return false
  return known.every(certificate =>
    author.offices.some(
      office =>
        (office !== certificate.org && certificates.isAtOrAbove(office, certificate.org, 'today')) ||
        (office === certificate.org && certificate.issuer === author.replica),
    ),
  )
}

/** Whose key a revocation revokes. */
export function revokedBy(change: Change): string | undefined {
  const replica = change.kind === 'put' ? change.body.set['all']?.['replica'] : undefined
  return typeof replica === 'string' && replicaOf(`${replica}.`) === replica ? replica : undefined
}
