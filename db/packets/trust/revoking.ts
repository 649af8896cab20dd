import type { Change, Range } from '#db/journal/change.ts'
import { spansIn } from '#db/journal/fold/revocations.ts'
import { replicaOf } from '#db/journal/names.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
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

/** What a revocation would let count no more, of what lies here of that key's writers. */
export function voidedBy(db: Connection, change: Change, revoked: string): Range[] {
  const said = change.kind === 'put' ? change.body.set['all']?.['accepted'] : undefined
  const accepted = spansIn(Array.isArray(said) ? said : [])
  const writers = prepareOnce<[string], { id: string; last: number }>(
    db,
    'SELECT w.id, (SELECT max(n) FROM change c WHERE c.writer = w.no) AS last FROM writer w WHERE w.replica = ?',
  ).all(revoked)
  return writers.flatMap(({ id, last }) => {
    const left: Range[] = []
    let next = 1
    for (const [from, to] of accepted.get(id) ?? []) {
      if (from > next) left.push([id, next, from - 1])
      next = Math.max(next, to + 1)
    }
    return next > (last ?? 0) ? left : [...left, [id, next, last]]
  })
}

/** Whose key a revocation revokes. */
export function revokedBy(change: Change): string | undefined {
  const replica = change.kind === 'put' ? change.body.set['all']?.['replica'] : undefined
  return typeof replica === 'string' && replicaOf(`${replica}.`) === replica ? replica : undefined
}

/**
 * So much may the revocations by one PC say in all: one for each, and one for each range and each certificate that it
 * names. An office revokes a key once, with a range for each day on which that PC was used; nothing lifts a revocation, and
 * each is gone through whenever somebody asks which keys count.
 */
const mostRevoked = 100_000

/** What the revocations say that are known here of each PC, and those of a packet as they are taken in. */
export class RevokedSoFar {
  readonly #ofAuthor: (replica: string) => number
  readonly #said = new Map<string, number>()

  constructor(db: Connection) {
    const ofAuthor = prepareOnce<[string], { said: number | null }>(
      db,
      `SELECT sum(1 + coalesce(json_array_length(c.body, '$.set.all.accepted'), 0)
         + coalesce(json_array_length(c.body, '$.set.all.standing'), 0)) AS said
       FROM change c JOIN writer w ON w.no = c.writer
       WHERE c.entity IN ('merge', 'revocation') AND c.entity = 'revocation' AND w.replica = ?`,
    )
    this.#ofAuthor = replica => ofAuthor.get(replica)?.said ?? 0
  }

  isTooMuch(change: Change): boolean {
    return this.#saidBy(change.origin.replica) + saidIn(change) > mostRevoked
  }

  note(change: Change): void {
    const { replica } = change.origin
    this.#said.set(replica, this.#saidBy(replica) + saidIn(change))
  }

  #saidBy(replica: string): number {
    const known = this.#said.get(replica) ?? this.#ofAuthor(replica)
    this.#said.set(replica, known)
    return known
  }
}

function saidIn(change: Change): number {
  const { accepted, standing } = (change.kind === 'put' ? change.body.set['all'] : undefined) ?? {}
  return [accepted, standing].reduce<number>((sum, list) => sum + (Array.isArray(list) ? list.length : 0), 1)
}
