import { type Change, idOf, isCreation, versionOf } from '#db/journal/change.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Ground } from '../../trust/ground.ts'
import { Remembered } from '../../trust/remembered.ts'
import type { KnownThings } from '../deciding/known-things.ts'
import { AsideLookup } from './aside.ts'

/** What was laid aside, of this packet and of earlier ones: what hangs or builds on it is laid aside with it. */
export class LaidHere {
  readonly #things: KnownThings
  readonly #ground: Ground
  readonly #aside: AsideLookup
  /** Of this packet: the ids and versions of changes, the things they made and whom they moved. */
  readonly #laid: Remembered<true>
  #isEmpty = true

  constructor(db: Connection, things: KnownThings, ground: Ground) {
    this.#things = things
    this.#ground = ground
    this.#aside = new AsideLookup(db)
    this.#laid = new Remembered(db, 'aside')
  }

  foresee(things: readonly string[]): void {
    this.#laid.foresee(things.flatMap(thing => [`thing ${thing}`, `subject ${thing}`]))
  }

  /** Whether nothing was laid aside, of this packet or of an earlier one. */
  get isEmpty(): boolean {
    return this.#isEmpty && this.#aside.isEmpty
  }

  note(change: Change): void {
    this.#isEmpty = false
    const lay = (what: string) => this.#laid.set(what, true)
    lay(`change ${idOf(change)}`)
    lay(`version ${versionOf(change)}`)
    if (isCreation(change) && !this.#things.creationOf(change.thing)) lay(`thing ${change.thing}`)
    const [subject] = change.hangsOn
    const isStay = change.entity === 'membership' || change.entity === 'placement'
    if (isStay && subject) lay(`subject ${subject}`)
  }

  /** That somebody says to have made what another office made before. */
  noteClaim({ thing, origin }: Change): void {
    this.#laid.set(`claim ${origin.replica} ${thing}`, true)
  }

  /** Whatever hangs or builds on what was laid aside, in this packet or an earlier one, is laid aside with it. */
  hangsOn(change: Change): boolean {
    const isAsideThing = (thing: string) =>
      this.#laid.has(`thing ${thing}`) ||
      (this.#aside.hasThing(thing) && this.#things.creationOf(thing) === undefined)
    // What makes a thing gives way to nobody's unproved claim of it: the same change may lie aside from another sender.
    // Nor does a return or an admission hang on itself, which lay aside until its author was known.
    const isNaming = change.kind === 'return' || change.kind === 'admit'
    const about = isNaming || isCreation(change) ? change.hangsOn : [change.thing, ...change.hangsOn]
    if (about.some(isAsideThing)) return true
    if (this.isClaimed(change)) return true
    const isAsideVersion = (version: string) =>
      this.#laid.has(`version ${version}`) ||
      (this.#aside.hasVersion(version) && !this.#aside.isKnown(version))
    switch (change.kind) {
      case 'put': {
        if (
          Object.values(change.body.base ?? {})
            .flat()
            .some(isAsideVersion)
        )
          return true
        const follows = change.body.set['follows']?.['follows']
        return Array.isArray(follows) && follows.some(isAsideThing)
      }
      case 'remove':
        return change.body.saw.some(isAsideVersion)
      default:
        return change.body.names.some(
          ([writer, from, to]) => from === to && this.#laid.has(`change ${writer}:${from}`),
        )
    }
  }

  /** Whether it is about somebody whom its author says to have made, and another office had made before. */
  isClaimed(change: Change): boolean {
    // What makes somebody is asked anew each time whether it still is a claim.
    if (isCreation(change) && (change.entity === 'person' || change.entity === 'org')) return false
    const { replica } = change.origin
    const isOf = (thing: string) =>
      (this.#laid.has(`claim ${replica} ${thing}`) || this.#aside.hasClaim(thing, replica)) &&
      this.#things.creationOf(thing)?.origin.replica !== replica
    return [change.thing, ...change.hangsOn].some(isOf)
  }

  /** Whether somebody's place that a change is about was itself laid aside. */
  isAbout(change: Change): boolean {
    const made = this.#things.creationOf(change.thing)
    const about = [change.thing, ...change.hangsOn, ...(made?.hangsOn ?? [])]
    const chains = about.flatMap(thing => [thing, ...this.#ground.above(thing, 'today')])
    return chains.some(thing => this.#laid.has(`subject ${thing}`) || this.#aside.movesSubject(thing))
  }
}
