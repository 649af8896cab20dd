import {
  byVersion,
  type Change,
  idOf,
  namesChange,
  type Put,
  type Return,
  type Version,
  versionOf,
} from '../change.ts'
import type { Entities } from '../entity.ts'
import { isRevoked, type Revocations } from './revocations.ts'

/**
 * Which changes are in force. A change is *held* when its author's key is revoked beyond what was accepted of its
 * writer and no admission lets it in; it is *returned* when a return in force names it and no later put on the same
 * thing, itself in force, lifts that return by naming it as its base.
 */
export type Verdicts = {
  readonly inForce: (change: Change) => boolean
  readonly isHeld: (change: Change) => boolean
  /** The returns in force, and not lifted, that name this change. */
  readonly returnsOn: (change: Change) => readonly Return[]
}

/**
 * Judges a set of changes. To be right for a thing, the set needs: all changes of that thing, every return and
 * admission that names one of them, those that name these, and so on; and the revocations in force.
 * Changes are taken from the highest version down, so that whatever can act on a change is settled before it.
 */
export function judge(changes: Iterable<Change>, entities: Entities, revocations: Revocations): Verdicts {
  const all = [...changes]
  const held = new Set<string>()
  const returned = new Map<string, readonly Return[]>()
  const force = new Set<string>()
  const returnsInForce: Return[] = []
  const admitsInForce: Change[] = []
  const lifts = new Set<string>()

  for (const change of all.sort(byVersion).reverse()) {
    const id = idOf(change)
    const governs = change.kind === 'admit' || change.entity === 'revocation'
    if (isRevoked(revocations, change)) {
      const admitted =
        !governs && admitsInForce.some(y => y.kind === 'admit' && namesChange(y.body.names, change))
      if (!admitted) held.add(id)
    }
    const growOnly = entities.get(change.entity)?.growOnly === true
    const naming = growOnly
      ? []
      : returnsInForce.filter(
          t => namesChange(t.body.names, change) && !lifts.has(`${change.thing} ${versionOf(t)}`),
        )
    if (naming.length > 0) returned.set(id, naming)
    if (held.has(id) || naming.length > 0) continue
    force.add(id)
    if (change.kind === 'return') returnsInForce.push(change)
    else if (change.kind === 'admit') admitsInForce.push(change)
    else if (change.kind === 'put') for (const base of basesOf(change)) lifts.add(`${change.thing} ${base}`)
  }
  return {
    inForce: change => force.has(idOf(change)),
    isHeld: change => held.has(idOf(change)),
    returnsOn: change => returned.get(idOf(change)) ?? [],
  }
}

function basesOf(put: Put): readonly Version[] {
  return put.body.base ? Object.values(put.body.base).flat() : []
}
