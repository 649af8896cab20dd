import { fingerprint } from '#db/packets/format/keys/fingerprint.ts'
import { refuse } from '#db/shared/refusal.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Certificates } from './certificates.ts'
import { nameInSentence } from './standing.ts'

/** A PC that may speak only because of another PC's key: that certified it, or somebody whom that certified. */
export type Dependent = {
  readonly replica: string
  readonly org: string
  /** Whose key certified it. */
  readonly issuers: readonly string[]
  /** The signatures of its certificates, by issuer. */
  readonly certificates: readonly { readonly issuer: string; readonly signature: string }[]
}

/** The PCs whose certificates count only as long as what this key certified does, the nearest to it first. */
export function dependentsOf(certificates: Certificates, replica: string): readonly Dependent[] {
  const lost = certificates
    .all()
    .filter(
      one =>
        one.replica !== replica &&
        (certificates.counts(one, 'today')
          ? !certificates.counts(one, 'today', replica)
          : certificates.counts(one, 'ever') && !certificates.counts(one, 'ever', replica)),
    )
  // One that counts by another certificate as well depends on nobody.
  const found = [...Map.groupBy(lost, one => one.replica)].flatMap(([of, own]) => {
    const [first] = own
    const isFree = certificates.of(of).some(one => certificates.counts(one, 'today', replica))
    if (first === undefined || isFree) return []
    const issuers = [...new Set(own.map(one => one.issuer))]
    return [{ replica: of, org: first.org, issuers, certificates: own }]
  })
  return inOrder(found, replica)
}

function inOrder(found: readonly Dependent[], replica: string): readonly Dependent[] {
  const ordered: Dependent[] = []
  const known = new Set([replica])
  for (let left = found; left.length > 0; ) {
    const next = left.filter(one => one.issuers.some(issuer => known.has(issuer)))
    if (next.length === 0) return [...ordered, ...left]
    for (const one of next) known.add(one.replica)
    ordered.push(...next)
    left = left.filter(one => !known.has(one.replica))
  }
  return ordered
}

/** What becomes of the PCs that a revoked key let in, by what a person chose to keep. */
export type Parting = {
  /** Certificates by the key itself that stand, by their signatures. */
  readonly standing: readonly string[]
  /** Kept, though whoever certified them is not: they are certified anew. */
  readonly renewed: readonly string[]
  /** Not kept, though whoever certified them is: their own keys are revoked, with what of theirs stands. */
  readonly revoked: readonly { readonly replica: string; readonly standing: readonly string[] }[]
}

/** Works out what to write so that exactly those who are kept count afterwards. */
export function partingOf(
  dependents: readonly Dependent[],
  replica: string,
  keep: ReadonlySet<string>,
): Parting {
  const counting = new Set([replica])
  const standing: string[] = []
  const renewed: string[] = []
  const revoked: { replica: string; standing: readonly string[] }[] = []
  for (const one of dependents) {
    const isLetIn = one.issuers.some(issuer => counting.has(issuer))
    if (keep.has(one.replica)) {
      if (!isLetIn) renewed.push(one.replica)
      counting.add(one.replica)
      for (const own of one.certificates) if (own.issuer === replica) standing.push(own.signature)
    } else if (isLetIn && one.issuers.some(issuer => issuer !== replica && counting.has(issuer))) {
      const theirs = dependents.filter(other => keep.has(other.replica)).flatMap(other => other.certificates)
      revoked.push({
        replica: one.replica,
        standing: theirs.filter(c => c.issuer === one.replica).map(c => c.signature),
      })
    }
  }
  return { standing: standing.sort(), renewed, revoked }
}

/** The same as a person reads it who has to choose: which office's PC, by whom and when it was let in. */
export function readDependents(db: Connection, certificates: Certificates, replica: string) {
  const made = prepareOnce<[string], { at: string }>(
    db,
    `SELECT o.at FROM certificate k JOIN change c ON c.thing = k.id AND c.kind = 'put' JOIN origin o ON o.no = c.origin
     WHERE k.signature = ?`,
  )
  const heard = prepareOnce<[string], { at: string | null }>(
    db,
    'SELECT heard_at AS at FROM peer WHERE replica = ?',
  )
  return dependentsOf(certificates, replica).map(({ replica: of, org, issuers, certificates: own }) => {
    const [keys] = certificates.of(of)
    const issuer = issuers[0] ?? replica
    const byOrg = certificates.of(issuer)[0]?.org
    return {
      replica: of,
      org,
      name: nameInSentence(db, org),
      issuer,
      byName: nameInSentence(db, byOrg),
      at: made.get(own[0]?.signature ?? '')?.at ?? '',
      heard: heard.get(of)?.at ?? null,
      fingerprint: keys === undefined ? '' : fingerprint(keys),
    }
  })
}

/** Only what would be lost can be kept: a slip of the pen must not leave out a PC that was meant. */
export function refuseUnknownKept(dependents: readonly Dependent[], keep: readonly string[]): void {
  const unknown = keep.find(replica => !dependents.some(one => one.replica === replica))
  if (unknown === undefined) return
  const known = dependents.map(one => one.replica)
  refuse(
    'keep-unknown',
    known.length === 0
      ? `没有电脑是靠这个密钥加入的，“${unknown}”不用写明保留。`
      : `“${unknown}”不是靠这个密钥加入的电脑。可以保留的有：${known.join('、')}。`,
    known.length === 0
      ? `No PC was let in by this key, so "${unknown}" need not be kept.`
      : `"${unknown}" is no PC that was let in by this key. Those that can be kept: ${known.join(', ')}.`,
    { replica: unknown, known },
  )
}
