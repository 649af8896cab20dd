import { type Change, isCreation } from '#db/journal/change.ts'
import type { Journal } from '#db/journal/journal.ts'
import type { Certificate } from '#db/packets/format/keys/certificate.ts'
import { type Manifest, mostPlacing } from '#db/packets/format/packet-manifest.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { changeLine, contradictsItself, lineReader } from './change-line.ts'

/**
 * Where a peer's organization stands by this registry's tables, as the signed changes that say so: those by which it and
 * each one above it were founded and placed where they are now, and the certificates by which the two PCs speak for
 * them. None where none of these was ever moved: whoever joined there knows it.
 */
export function placingLines(
  db: Connection,
  journal: Journal,
  org: string,
  certificates: readonly Certificate[],
): string[] {
  const signatures = JSON.stringify(certificates.map(({ signature }) => signature))
  const numbers = db
    .prepare<[string, string], number>(
      `WITH RECURSIVE above (id) AS (
         SELECT ? UNION SELECT p.parent FROM above JOIN placement p ON p.org = above.id AND p.until IS NULL WHERE p.parent IS NOT NULL
       ), about (id) AS (
         SELECT id FROM above UNION SELECT p.id FROM above JOIN placement p ON p.org = above.id AND p.until IS NULL
         UNION SELECT id FROM certificate WHERE signature IN (SELECT value FROM json_each(?))
       )
       SELECT c.no FROM about CROSS JOIN change c ON c.thing = about.id
       WHERE c.kind = 'put' AND json_type(c.body, '$.base') IS NULL
         AND EXISTS (SELECT 1 FROM above JOIN placement p ON p.org = above.id AND p.until IS NOT NULL)
       ORDER BY c.no LIMIT ${mostPlacing}`,
    )
    .pluck()
    .all(org, signatures)
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
