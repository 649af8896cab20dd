import { type Change, isCreation } from '#db/journal/change.ts'
import type { Journal } from '#db/journal/journal.ts'
import type { CertificateChain } from '#db/packets/format/keys/certificate-chain.ts'
import { type Manifest, mostPlacing } from '#db/packets/format/packet-manifest.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Certificates } from '../../trust/certificates.ts'
import { changeLine, contradictsItself, lineReader } from './change-line.ts'

/**
 * Where a peer's organization stands by this registry's tables, as the signed changes that say so: those by which it and
 * each one above it were founded and placed where they are now, and the certificates by which the two PCs speak for
 * them. None where all of this is as it was when the peer joined: it knows it.
 */
export function placingLines(
  db: Connection,
  journal: Journal,
  certificates: Certificates,
  { own, peer, org }: { readonly own: CertificateChain; readonly peer: string; readonly org: string },
): string[] {
  const theirs = certificates.chainOf(peer, org)
  const isAsApproved =
    certificates.of(peer).length === 1 && theirs.some(({ replica }) => replica === own[0]?.replica)
  const numbers = db
    .prepare<[string, string, number], number>(
      `WITH RECURSIVE above (id) AS (
         SELECT ? UNION SELECT p.parent FROM above JOIN placement p ON p.org = above.id AND p.until IS NULL WHERE p.parent IS NOT NULL
       ), about (id) AS (
         SELECT id FROM above UNION SELECT p.id FROM above JOIN placement p ON p.org = above.id AND p.until IS NULL
         UNION SELECT id FROM certificate WHERE signature IN (SELECT value FROM json_each(?))
       )
       SELECT c.no FROM about CROSS JOIN change c ON c.thing = about.id
       WHERE c.kind = 'put' AND json_type(c.body, '$.base') IS NULL
         AND (? = 0 OR EXISTS (SELECT 1 FROM above JOIN placement p ON p.org = above.id AND p.until IS NOT NULL))
       ORDER BY c.no LIMIT ${mostPlacing}`,
    )
    .pluck()
    .all(org, JSON.stringify([...own, ...theirs].map(({ signature }) => signature)), isAsApproved ? 1 : 0)
  return journal.changes.numbered(numbers).map(({ change }) => changeLine(change))
}

const placing: ReadonlySet<string> = new Set(['org', 'placement', 'certificate'])

/** The changes by which a packet says where its receiver stands; what founds, places and certifies nothing is none of them. */
export function placingIn(manifest: Manifest): readonly Change[] {
  const lines = lineReader()
  return (manifest.placing ?? [])
    .flatMap(line => lines.read(line) ?? [])
    .flatMap(line => ('change' in line ? [line.change] : []))
    .filter(change => placing.has(change.entity) && isCreation(change))
    .filter(change => !contradictsItself(change))
}
