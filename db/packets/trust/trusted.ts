import { fingerprint } from '#db/packets/format/keys/fingerprint.ts'
import type { Session } from '#db/session.ts'
import { knownName, standingOf } from './standing.ts'

/** Whom this PC is certified by, from the office that approved it up to the root that everybody below trusts. */
export type Trusted = {
  readonly state: 'root' | 'certified' | 'lost'
  /** The offices of the chain, the nearest first, by this registry's own names. */
  readonly chain: string[]
  readonly root: string | null
  /** The root's digits, which were compared over the telephone. */
  readonly digits: string | null
}

/** Read off the certificates that count today; `lost` where this PC's chain leads nowhere any more. */
export function readTrusted(session: Session): Trusted {
  const { db, journal } = session.writing()
  const identity = session.identity()
  const { certificates } = standingOf(db, journal)
  const chain = identity?.state === 'ready' ? certificates.chainOf(identity.replica, identity.office) : []
  const root = chain.at(-1)
  if (root === undefined) return { state: 'lost', chain: [], root: null, digits: null }
  const names = chain.slice(1).map(({ org, name }) => knownName(db, org) ?? name)
  return {
    state: chain.length === 1 ? 'root' : 'certified',
    chain: names,
    root: knownName(db, root.org) ?? root.name,
    digits: fingerprint({ signKey: root.signKey, recipient: root.recipient }),
  }
}
