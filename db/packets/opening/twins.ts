import { type Change, digestOf, signedText } from '#db/journal/change.ts'
import type { ChangeSet } from '#db/journal/change-set.ts'
import type { Journal } from '#db/journal/journal.ts'
import { isSealedBy, type RangeSeal } from '#db/packets/format/range-seal.ts'
import { hashAfter, startHash } from '#db/packets/format/top-hash.ts'
import { invariant } from '#db/shared/invariant.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Certificates } from '../trust/certificates.ts'
import { hashOfRange, isProvedHere } from '../trust/proof.ts'
import { changeLine } from './lines/change-line.ts'
import type { Twin } from './survey.ts'

/** What became of a content that came under a known id and is another one than is known. */
export type Told = {
  readonly change: Change
  readonly became: 'ignored' | 'refused' | 'replaced' | 'kept-beside'
}

/**
 * A known id with other content is told, never skipped in silence: the proved one counts, of two proved ones the one
 * with the lower hash, and both travel. `mayCount` asks of each what is asked of every change that comes. Returns what took
 * the place of another one.
 */
export function settleTwins(
  db: Connection,
  journal: Journal,
  certificates: Certificates,
  twins: readonly Twin[],
  seals: readonly RangeSeal[],
  signer: string,
  mayCount: (change: Change) => boolean,
  set: ChangeSet,
): { readonly told: readonly Told[]; readonly placed: readonly Change[] } {
  const told: Told[] = []
  const placed: Change[] = []
  for (const { other, digest } of twins) {
    const [known] = journal.changes.inRange(other.origin.writer, other.n, other.n)
    if (known === undefined || isKnownTwin(db, other, digest)) continue
    if (!isProvedTwin(journal, certificates, seals, signer, other, digest)) {
      told.push({ change: other, became: 'ignored' })
      continue
    }
    if (!mayCount(other)) {
      told.push({ change: other, became: 'refused' })
      continue
    }
    const before = digestOf(known)
    if (!isProvedHere(db, journal, certificates, known) || digest < before) {
      keepBeside(db, journal, known, before)
      set.replace(other)
      placed.push(other)
      told.push({ change: other, became: 'replaced' })
    } else {
      addTwin(db, other, digest)
      told.push({ change: other, became: 'kept-beside' })
    }
  }
  return { told, placed }
}

function isKnownTwin(db: Connection, { origin, n }: Change, digest: string): boolean {
  return (
    db
      .prepare('SELECT 1 FROM twin WHERE writer = ? AND n = ? AND digest = ?')
      .get(origin.writer, n, digest) !== undefined
  )
}

function isProvedTwin(
  journal: Journal,
  certificates: Certificates,
  seals: readonly RangeSeal[],
  signer: string,
  other: Change,
  digest: string,
): boolean {
  const { writer, replica } = other.origin
  if (replica === signer) return true
  if (certificates.isSignedBy(replica, signedText(other), other.signature)) return true
  const key = certificates.signKeyOf(replica)
  if (key === undefined) return false
  const own = seals
    .filter(seal => seal.writer === writer && seal.from <= other.n && seal.to >= other.n)
    .slice(0, 10)
  return own.some(seal => {
    if (!isSealedBy(seal, key)) return false
    // The rest of the range as it lies here, this one as it came.
    const hash =
      seal.from === seal.to
        ? hashAfter(startHash, writer, other.n, digest)
        : hashOfRange(journal, writer, seal.from, seal.to, change =>
            change.n === other.n ? digest : digestOf(change),
          )
    return hash === seal.hash
  })
}

/** What counted until now travels on as the other content; the lists of offers keep the place where it stood. */
function keepBeside(db: Connection, journal: Journal, known: Change, digest: string): void {
  const twin = addTwin(db, known, digest)
  const no = journal.changes.numberOf(known.origin.writer, known.n)
  prepareOnce(db, 'UPDATE OR IGNORE offer SET change = ? WHERE change = ?').run(-twin, no)
  prepareOnce(db, 'DELETE FROM taken WHERE change = ?').run(no)
}

function addTwin(db: Connection, change: Change, digest: string): number {
  const { origin, n, thing, hangsOn } = change
  const row = db
    .prepare<[string, number, string, string, string, string], { no: number }>(
      `INSERT INTO twin (writer, n, digest, thing, hangs_on, line) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (writer, n, digest) DO UPDATE SET digest = excluded.digest RETURNING no`,
    )
    .get(origin.writer, n, digest, thing, JSON.stringify(hangsOn), changeLine(change))
  invariant(row, 'a content that does not count is kept beside the one that does')
  return row.no
}
