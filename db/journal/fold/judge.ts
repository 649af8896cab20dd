import { type Admit, byVersion, type Change, idOf, type Return, type Version, versionOf } from '../change.ts'
import type { Entities } from '../entity.ts'
import { type Lifts, NamedNumbers } from './named-numbers.ts'
import { isRevoked, type Revocations } from './revocations.ts'

/**
 * Which changes are in force. A change is *held* when its author's key is revoked beyond what was accepted of its
 * writer and no admission lets it in; it is *returned* when a return in force names it and no later put on the same
 * thing, itself in force, lifts that return by naming it as its base. Returns and admissions belong to no record: a
 * return of one is lifted by nothing but a return.
 */
export type Verdicts = {
  readonly inForce: (change: Change) => boolean
  readonly isHeld: (change: Change) => boolean
  /** The returns in force, and not lifted, that name this change. */
  readonly returnsOn: (change: Change) => readonly Return[]
  /** Whether one of them was written by the change's own office, or by another. */
  readonly isReturnedBy: (change: Change, who: 'own' | 'another') => boolean
}

/** Judges a set of changes, in which all is that acts on any of them. */
export function judge(changes: Iterable<Change>, entities: Entities, revocations: Revocations): Verdicts {
  const all = [...changes]
  return new Governing(all.filter(isGovernor), entities, revocations).judge(all)
}

export type Governor = Return | Admit

export function isGovernor(change: Change): change is Governor {
  return change.kind === 'return' || change.kind === 'admit'
}

/**
 * What returns and admissions say, judged once for all records. To be right it needs, of each writer of whose changes
 * any is judged, all returns and admissions that name one of them, and so on for the writers of these. Whatever acts on
 * a change is of a higher version: so they are taken from the highest down, and each is settled before what it names.
 */
export class Governing {
  readonly #entities: Entities
  readonly #revocations: Revocations
  readonly #returns: NamedNumbers<Return>
  readonly #admissions: NamedNumbers<Admit>
  readonly #byVersion = new Map<Version, Return[]>()
  readonly #force = new Set<string>()
  /** The returns of each office by themselves, once somebody asks who returned a change. */
  #perOffice: ReadonlyMap<string, NamedNumbers<Return>> | undefined

  constructor(governors: Iterable<Governor>, entities: Entities, revocations: Revocations) {
    this.#entities = entities
    this.#revocations = revocations
    const all = [...governors].sort(byVersion).reverse()
    this.#returns = new NamedNumbers(all.filter(one => one.kind === 'return'))
    this.#admissions = new NamedNumbers(all.filter(one => one.kind === 'admit'))
    for (const one of all) {
      if (one.kind === 'return') add(this.#byVersion, one)
      if (this.#isHeld(one) || this.#isReturned(one, noLifts)) continue
      this.#force.add(idOf(one))
      if (one.kind === 'return') this.#returns.add(one)
      else this.#admissions.add(one)
    }
  }

  /** The returns of a version, in force or not, the highest number first: only a forger writes more than one. */
  readonly findReturns = (version: Version): readonly Return[] => this.#byVersion.get(version) ?? noReturns

  /** Judges changes among which is all that was ever put into their things; and tells of those that govern them, too. */
  judge(changes: readonly Change[]): Verdicts {
    const held = new Set<string>()
    const returned = new Set<string>()
    const force = new Set<string>()
    const isInForce = (id: string) => force.has(id) || this.#force.has(id)
    const perThing = new Map<string, Map<Version, Change>>()
    const liftsOf = (change: Change) =>
      isGovernor(change) ? noLifts : (perThing.get(change.thing) ?? noLifts)
    for (const change of changes.toSorted(byVersion).reverse()) {
      const id = idOf(change)
      const isHeld = this.#isHeld(change)
      const isReturned = this.#isReturned(change, liftsOf(change))
      if (isHeld) held.add(id)
      if (isReturned) returned.add(id)
      if (isHeld || isReturned) continue
      force.add(id)
      noteLifts(change, perThing)
    }
    const isReturned = (change: Change) => returned.has(idOf(change))
    return {
      inForce: change => isInForce(idOf(change)),
      isHeld: change => held.has(idOf(change)),
      returnsOn: change => (isReturned(change) ? this.#returns.allNaming(change, liftsOf(change)) : []),
      isReturnedBy: (change, who) => isReturned(change) && this.#isReturnedBy(who, change, liftsOf(change)),
    }
  }

  #isHeld(change: Change): boolean {
    if (!isRevoked(this.#revocations, change)) return false
    const mayBeAdmitted = change.kind !== 'admit' && change.entity !== 'revocation'
    return !(mayBeAdmitted && this.#admissions.names(change, noLifts))
  }

  #isReturned(change: Change, lifts: Lifts): boolean {
    return this.#entities.get(change.entity)?.growOnly !== true && this.#returns.names(change, lifts)
  }

  #isReturnedBy(who: 'own' | 'another', change: Change, lifts: Lifts): boolean {
    this.#perOffice ??= perOffice(this.#returns.added)
    const { office } = change.origin
    if (who === 'own') return this.#perOffice.get(office)?.names(change, lifts) === true
    for (const [by, returns] of this.#perOffice)
      if (by !== office && returns.names(change, lifts)) return true
    return false
  }
}

const noLifts: Lifts = new Map()
const noReturns: readonly Return[] = []

function add(returns: Map<Version, Return[]>, one: Return): void {
  const version = versionOf(one)
  const others = returns.get(version)
  if (others) others.push(one)
  else returns.set(version, [one])
}

/** From the highest version down: the first that lifts a return is the highest. */
function noteLifts(change: Change, perThing: Map<string, Map<Version, Change>>): void {
  if (change.kind !== 'put' || change.body.base === undefined) return
  const own = perThing.get(change.thing) ?? new Map<Version, Change>()
  perThing.set(change.thing, own)
  for (const base of Object.values(change.body.base).flat()) if (!own.has(base)) own.set(base, change)
}

function perOffice(returns: readonly Return[]): ReadonlyMap<string, NamedNumbers<Return>> {
  const offices = Map.groupBy(returns, one => one.origin.office)
  return new Map(
    [...offices].map(([office, own]) => {
      const numbers = new NamedNumbers(own)
      for (const one of own) numbers.add(one)
      return [office, numbers]
    }),
  )
}
