import { byVersion, type Change } from '../change.ts'

/** What of a revoked key still counts, by all revocations of it that are in force: what every one of them accepts. */
export type Revocation = {
  readonly accepts: (writer: string, n: number) => boolean
  /** The certificates by this key that stand, by their signatures; all others are void. */
  readonly standing: ReadonlySet<string>
}

/** The revocations in force, by the key that they revoke. There may be very many, also of one key. */
export type Revocations = ReadonlyMap<string, Revocation>

/** A revocation as it was written: by which replica, of which. */
type Written = {
  readonly replica: string
  readonly by: string
  readonly accepted: readonly string[]
  readonly standing: readonly string[]
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
): Revocations {
  const found = [...revocations].sort(byVersion).flatMap(change => {
    const written = writtenIn(change)
    return written === undefined ? [] : [{ change, written }]
  })
  const inForce = new InForce()
  if (found.length === 0) return inForce
  const places = root === undefined ? undefined : placesInChain(certificates, root)
  const candidates = places
    ? found
        .filter(({ written: { by, replica } }) => mayStand(places, by, replica, root))
        .sort((a, b) => compare(places.get(a.written.by), places.get(b.written.by)))
    : found
  for (const { change, written } of candidates) {
    if (!isRevoked(inForce, change)) inForce.add(written)
  }
  return inForce
}

/** Whether a revocation holds this change: its author's key is revoked, and the change is not among what was accepted. */
export function isRevoked(revocations: Revocations, { origin, n }: Pick<Change, 'origin' | 'n'>): boolean {
  return revocations.get(origin.replica)?.accepts(origin.writer, n) === false
}

class InForce extends Map<string, Revocation> {
  readonly #written = new Map<string, Written[]>()

  add(written: Written): void {
    const all = this.#written.get(written.replica) ?? []
    all.push(written)
    this.#written.set(written.replica, all)
    if (all.length === 1) this.set(written.replica, jointly(all))
  }
}

/** What several revocations of one key say together; worked out when it is first asked for, and again once there are more. */
function jointly(all: readonly Written[]): Revocation {
  let [accepted, accepting] = [new Map<string, readonly Span[]>(), 0]
  let [standing, leaving] = [new Set<string>(), 0]
  return {
    accepts: (writer, n) => {
      if (accepting < all.length) [accepted, accepting] = [acceptedByAll(all), all.length]
      return isIn(accepted.get(writer) ?? [], n)
    },
    get standing() {
      if (leaving < all.length) [standing, leaving] = [standingByAll(all), all.length]
      return standing
    },
  }
}

function writtenIn(change: Change): Written | undefined {
  if (change.kind !== 'put' || change.body.base !== undefined) return undefined
  const { replica, accepted, standing } = change.body.set['all'] ?? {}
  if (typeof replica !== 'string' || !Array.isArray(accepted)) return undefined
  return { replica, by: change.origin.replica, accepted, standing: Array.isArray(standing) ? standing : [] }
}

function standingByAll(all: readonly Written[]): Set<string> {
  const times = new Map<string, number>()
  for (const { standing } of all)
    for (const signature of new Set(standing)) times.set(signature, (times.get(signature) ?? 0) + 1)
  return new Set([...times].flatMap(([signature, n]) => (n === all.length ? [signature] : [])))
}

/** Numbers from one to another, both among them. */
type Span = readonly [from: number, to: number]

/** The numbers of each writer that all of these accept: their bounds are gone through once, in order. */
function acceptedByAll(all: readonly Written[]): Map<string, readonly Span[]> {
  const bounds = new Map<string, (readonly [at: number, step: 1 | -1])[]>()
  for (const { accepted } of all) {
    for (const [writer, spans] of spansIn(accepted)) {
      const own = bounds.get(writer) ?? []
      for (const [from, to] of spans) own.push([from, 1], [to + 1, -1])
      bounds.set(writer, own)
    }
  }
  return new Map(
    [...bounds].map(([writer, own]) => {
      const spans: Span[] = []
      let accepting = 0
      for (const [i, [at, step]] of own.sort((a, b) => a[0] - b[0]).entries()) {
        accepting += step
        const next = own[i + 1]?.[0]
        if (accepting === all.length && next !== undefined && next > at) spans.push([at, next - 1])
      }
      return [writer, spans]
    }),
  )
}

/** "writer:from-to" of one revocation, those of a writer put together where they touch or overlap. */
export function spansIn(accepted: readonly string[]): Map<string, readonly Span[]> {
  const spans = new Map<string, Span[]>()
  for (const entry of accepted) {
    const found = /^(.+):(\d+)-(\d+)$/.exec(entry)
    if (found === null) continue
    const [, writer = '', from, to] = found
    const own = spans.get(writer) ?? []
    if (Number(from) <= Number(to)) own.push([Number(from), Number(to)])
    spans.set(writer, own)
  }
  return new Map([...spans].map(([writer, own]) => [writer, united(own)]))
}

function united(spans: readonly Span[]): readonly Span[] {
  const found: [number, number][] = []
  for (const [from, to] of spans.toSorted((a, b) => a[0] - b[0])) {
    const last = found.at(-1)
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to)
    else found.push([from, to])
  }
  return found
}

/** Whether a number lies in one of these spans, which are in order. */
function isIn(spans: readonly Span[], n: number): boolean {
  let [low, high] = [0, spans.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const [from, to] = spans[middle] ?? [0, 0]
    if (n < from) high = middle
    else if (n > to) low = middle + 1
    else return true
  }
  return false
}

/** How many offices, and then how many PCs, stand between a replica and the root. */
type Place = readonly [offices: number, replicas: number]

/**
 * Each PC's place, the nearest of those that its certificates give it. The nearest to the root are gone on from first:
 * whoever certifies others from a place farther away brings nearer only those of that very organization.
 */
function placesInChain(certificates: Iterable<Change>, root: string): ReadonlyMap<string, Place> {
  const issued = new Map<string, Map<unknown, string[]>>()
  let rootOrg: unknown
  for (const change of certificates) {
    if (change.kind !== 'put') continue
    const { issuer, replica, org } = change.body.set['all'] ?? {}
    if (issuer === replica && issuer === root) rootOrg ??= org
    if (typeof replica !== 'string' || replica === root || issuer === replica) continue
    const perOrg = issued.get(String(issuer)) ?? new Map<unknown, string[]>()
    issued.set(String(issuer), perOrg)
    const certified = perOrg.get(org)
    if (certified === undefined) perOrg.set(org, [replica])
    else certified.push(replica)
  }
  return placesFrom(root, rootOrg, issued)
}

type Reached = { readonly replica: string; readonly org: unknown; readonly place: Place }

function placesFrom(
  root: string,
  rootOrg: unknown,
  issued: ReadonlyMap<string, ReadonlyMap<unknown, readonly string[]>>,
): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>()
  const done = new Set<string>()
  let level: Reached[] = [{ replica: root, org: rootOrg, place: [0, 0] }]
  while (level.length > 0) {
    const next: Reached[] = []
    // Within one organization the chain grows by a PC at a time: what is found on the way comes after what is as far away.
    const byPcs: Reached[][] = []
    const note = (one: Reached) => {
      byPcs[one.place[1]] ??= []
      byPcs[one.place[1]]?.push(one)
    }
    level.forEach(note)
    for (let pcs = 0; pcs < byPcs.length; pcs++) {
      for (const { replica, org, place } of byPcs[pcs] ?? []) {
        const key = `${replica} ${String(org)}`
        if (done.has(key)) continue
        done.add(key)
        const isNearest = !places.has(replica)
        if (isNearest) places.set(replica, place)
        const own = issued.get(replica)
        for (const other of own?.get(org) ?? [])
          note({ replica: other, org, place: [place[0], place[1] + 1] })
        if (!isNearest || own === undefined) continue
        for (const [office, others] of own) {
          if (office === org) continue
          for (const other of others)
            next.push({ replica: other, org: office, place: [place[0] + 1, place[1] + 1] })
        }
      }
    }
    level = next
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
