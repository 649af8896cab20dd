import { byVersion, type Change, type Fields } from '../change.ts'

/** A revocation in force: of what key, and what of it still counts. */
export type Revocation = {
  readonly replica: string
  /** The replica that wrote it. */
  readonly by: string
  readonly accepts: (writer: string, n: number) => boolean
  /** The certificates by this key that stand, by their signatures; all others are void. */
  readonly standing: ReadonlySet<string>
}

/**
 * The revocations that count (bundles.md, "Whom to believe"): judged from the root down by the chain of certificates,
 * not by versions, which a forger chooses. One counts if its author's place in the chain is higher than that of the
 * key that it revokes, and if none that counts holds it. A set without a root is judged in order of version.
 */
export function revocationsInForce(
  revocations: Iterable<Change>,
  certificates: Iterable<Change>,
  root: string | undefined,
): readonly Revocation[] {
  const found = [...revocations].sort(byVersion).flatMap(change => {
    const revocation = revocationOf(change)
    return revocation === undefined ? [] : [{ change, revocation }]
  })
  if (found.length === 0) return []
  const places = root === undefined ? undefined : placesInChain(certificates, root)
  const candidates = places
    ? found
        .filter(({ revocation: { by, replica } }) => mayStand(places, by, replica, root))
        .sort((a, b) => compare(places.get(a.revocation.by), places.get(b.revocation.by)))
    : found
  const inForce: Revocation[] = []
  for (const { change, revocation } of candidates) {
    if (!isRevoked(inForce, change)) inForce.push(revocation)
  }
  return inForce
}

/** Whether a revocation holds this change: its author's key is revoked, and the change is not among what was accepted. */
export function isRevoked(
  revocations: readonly Revocation[],
  { origin, n }: Pick<Change, 'origin' | 'n'>,
): boolean {
  return revocations.some(r => r.replica === origin.replica && !r.accepts(origin.writer, n))
}

function revocationOf(change: Change): Revocation | undefined {
  if (change.kind !== 'put' || change.body.base !== undefined) return undefined
  const { replica, accepted, standing } = change.body.set['all'] ?? {}
  if (typeof replica !== 'string' || !Array.isArray(accepted)) return undefined
  return {
    replica,
    by: change.origin.replica,
    accepts: acceptance(accepted),
    standing: new Set(Array.isArray(standing) ? standing : []),
  }
}

/** "writer:from-to": looked up among the ranges of the writer. */
function acceptance(entries: readonly string[]): (writer: string, n: number) => boolean {
  const ranges = new Map<string, (readonly [from: number, to: number])[]>()
  for (const entry of entries) {
    const found = /^(.+):(\d+)-(\d+)$/.exec(entry)
    if (found === null) continue
    const [, writer = '', from, to] = found
    const own = ranges.get(writer)
    const range = [Number(from), Number(to)] as const
    if (own) own.push(range)
    else ranges.set(writer, [range])
  }
  return (writer, n) => ranges.get(writer)?.some(([from, to]) => n >= from && n <= to) === true
}

/** How many offices, and then how many PCs, stand between a replica and the root. */
type Place = readonly [offices: number, replicas: number]

function placesInChain(certificates: Iterable<Change>, root: string): ReadonlyMap<string, Place> {
  const issued = new Map<string, Fields[]>()
  for (const change of certificates) {
    if (change.kind !== 'put') continue
    const fields = change.body.set['all'] ?? {}
    const issuer = String(fields['issuer'])
    if (issuer === fields['replica'] && issuer !== root) continue
    const own = issued.get(issuer)
    if (own) own.push(fields)
    else issued.set(issuer, [fields])
  }
  const places = new Map<string, Place>([[root, [0, 0]]])
  const begun = (issued.get(root) ?? []).find(fields => fields['replica'] === root)
  const best = new Map<string, Place>()
  const queue: { replica: string; org: unknown; place: Place }[] = [
    { replica: root, org: begun?.['org'], place: [0, 0] },
  ]
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const { replica, org } of issued.get(at.replica) ?? []) {
      if (typeof replica !== 'string' || replica === root) continue
      const place: Place = [at.place[0] + (org === at.org ? 0 : 1), at.place[1] + 1]
      const key = `${replica} ${String(org)}`
      if (compare(best.get(key), place) <= 0) continue
      best.set(key, place)
      if (compare(places.get(replica), place) > 0) places.set(replica, place)
      queue.push({ replica, org, place })
    }
  }
  return places
}

function mayStand(
  places: ReadonlyMap<string, Place>,
  by: string,
  replica: string,
  root: string | undefined,
): boolean {
  if (replica === root) return false
  return compare(places.get(by), places.get(replica)) < 0 || !places.has(replica)
}

/** Lower is nearer to the root; what is not known stands below everything. */
function compare(a: Place | undefined, b: Place | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1
  return a[0] - b[0] || a[1] - b[1]
}
