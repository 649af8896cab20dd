import { type Change, digestOf, signedText } from '#db/journal/change.ts'
import type { ChangeSet } from '#db/journal/change-set.ts'
import type { Journal } from '#db/journal/journal.ts'
import { isSealedBy, type RangeSeal } from '#db/packets/format/range-seal.ts'
import { hashAfter, startHash } from '#db/packets/format/top-hash.ts'
import { invariant } from '#db/shared/invariant.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Certificates } from '../trust/certificates.ts'
import { hashOfRange, proofHere, sealsOver } from '../trust/proof.ts'
import { tryAllAgain } from './aside/tried-again.ts'
import type { replacementCourt } from './deciding/fates.ts'
import { changeLine } from './lines/change-line.ts'
import type { Twin } from './survey.ts'

/** How many changes are gone through at most to see whether the seals of one packet cover its other contents. */
const mostHashed = 1_000_000

/** What became of a content that came under a known id and is another one than is known. */
export type Told = {
  readonly change: Change
  readonly became: 'ignored' | 'refused' | 'replaced' | 'kept-beside'
}

/**
 * A known id with other content is told, never skipped in silence: the proved one counts, of two proved ones the one
 * with the lower hash, and both travel. `mayCount` asks of each what is asked of every change that comes, `mayGiveWay` of the one
 * that would not count any more what is asked of its return. Returns what took the place of another one.
 *
 * What is proved is asked before anything is replaced: a seal covers what one PC wrote under these numbers, and no longer
 * fits once one of them holds the other's content. So the packets may come in any order.
 */
export function settleTwins(
  db: Connection,
  journal: Journal,
  certificates: Certificates,
  twins: readonly Twin[],
  seals: readonly RangeSeal[],
  signer: string,
  { mayCount, mayGiveWay }: Pick<ReturnType<typeof replacementCourt>, 'mayCount' | 'mayGiveWay'>,
  set: ChangeSet,
): { readonly told: readonly Told[]; readonly placed: readonly Change[] } {
  const proves = proofInPacket(journal, certificates, twins, seals, signer)
  const isProvedHere = proofHere(db, journal, certificates, seals)
  const met = twins.flatMap(({ other, digest }) => {
    const [known] = journal.changes.inRange(other.origin.writer, other.n, other.n)
    if (known === undefined || isKnownTwin(db, other, digest)) return []
    const isProved = proves(other, digest)
    return [
      {
        other,
        digest,
        isProved,
        wasProved:
          isProved && (isOfAuthor(db, known) || isSigned(certificates, known) || isProvedHere(known)),
      },
    ]
  })
  const told: Told[] = []
  const placed: Change[] = []
  for (const { other, digest, isProved, wasProved } of met) {
    if (!isProved) {
      told.push({ change: other, became: 'ignored' })
      continue
    }
    if (!mayCount(other)) {
      told.push({ change: other, became: 'refused' })
      continue
    }
    // Of three contents under one number the first two may have changed places by now.
    const [known] = journal.changes.inRange(other.origin.writer, other.n, other.n)
    invariant(known, 'what is known stays known')
    const before = digestOf(known)
    const isRival = wasProved || hasWon(db, known)
    const counts = !isRival || digest < before
    // Else whoever made somebody could take him from those with whom he lies by now.
    if (isRival && counts && !mayGiveWay(known)) {
      told.push({ change: other, became: 'refused' })
      continue
    }
    if (counts) {
      keepBeside(db, journal, known, before)
      set.replace(other)
      tryAllAgain(db)
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
    prepareOnce(db, 'SELECT 1 FROM twin WHERE writer = ? AND n = ? AND digest = ?').get(
      origin.writer,
      n,
      digest,
    ) !== undefined
  )
}

/** Whether a content counts against another one: then it was proved once, whatever its neighbours hold by now. */
function hasWon(db: Connection, { origin, n }: Change): boolean {
  return prepareOnce(db, 'SELECT 1 FROM twin WHERE writer = ? AND n = ?').get(origin.writer, n) !== undefined
}

/** Whether a content is proved by what came with it: its author's packet, his signature, or his seal over the range. */
function proofInPacket(
  journal: Journal,
  certificates: Certificates,
  twins: readonly Twin[],
  seals: readonly RangeSeal[],
  signer: string,
) {
  const brought = Map.groupBy(twins, ({ other }) => idOf(other))
  let left = mostHashed
  /** The seal's hash over the contents that came, and over what lies here where none did. */
  const isWhole = (seal: RangeSeal): boolean => {
    left -= seal.to - seal.from + 1
    if (left < 0) return false
    const asItCame = (change: Change) => brought.get(idOf(change))?.[0]?.digest ?? digestOf(change)
    return hashOfRange(journal, seal.writer, seal.from, seal.to, asItCame) === seal.hash
  }
  const checked = new Map<RangeSeal, boolean>()
  const isKept = (seal: RangeSeal, key: string): boolean => {
    const before = checked.get(seal)
    if (before !== undefined) return before
    const kept = isSealedBy(seal, key) && isWhole(seal)
    checked.set(seal, kept)
    return kept
  }
  return (other: Change, digest: string): boolean => {
    const { writer, replica } = other.origin
    if (replica === signer) return true
    if (isSigned(certificates, other)) return true
    const key = certificates.signKeyOf(replica)
    if (key === undefined) return false
    return sealsOver(seals, writer, other.n).some(seal =>
      seal.from === seal.to
        ? isSealedBy(seal, key) && hashAfter(startHash, writer, other.n, digest) === seal.hash
        : brought.get(idOf(other))?.[0]?.digest === digest && isKept(seal, key),
    )
  }
}

function isSigned(certificates: Certificates, change: Change): boolean {
  return certificates.isSignedBy(change.origin.replica, signedText(change), change.signature)
}

/**
 * Whether a content came in a packet that its author signed, or was written on this very PC. That is proof as good as a seal:
 * otherwise an author who seals nothing would have the last word at each office, and everywhere another one.
 */
function isOfAuthor(db: Connection, { origin, n }: Change): boolean {
  const set = prepareOnce<[string, number], { isPacket: 0 | 1; peer: string | null }>(
    db,
    `SELECT s.label ->> '$.what' = 'packet' AS isPacket, s.label ->> '$.peer' AS peer
     FROM writer w JOIN change c ON c.writer = w.no
       JOIN change_set s ON s.first_change = (SELECT max(first_change) FROM change_set WHERE first_change <= c.no)
     WHERE w.id = ? AND c.n = ? AND json_valid(s.label)`,
  ).get(origin.writer, n)
  return set !== undefined && (set.isPacket === 0 || set.peer === origin.replica)
}

const idOf = ({ origin, n }: Change): string => `${origin.writer} ${n}`

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
