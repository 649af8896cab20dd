import { type Change, idOf, type Version, versionOf } from '../change.ts'
import type { Entities } from '../entity.ts'
import { judge, type Verdicts } from '../fold/judge.ts'
import { type Revocations, revocationsInForce } from '../fold/revocations.ts'
import type { ChangeStore } from '../store/change-store.ts'

/** What a fold asks of the changes around its record's own. */
export type VerdictContext = {
  readonly verdicts: Verdicts
  readonly findReturn: (version: Version) => Change | undefined
}

/** Of changes that nothing names and no revocation can touch: all are in force. */
export const undisputed: VerdictContext = {
  verdicts: { inForce: () => true, isHeld: () => false, returnsOn: () => [] },
  findReturn: () => undefined,
}

/** Gathers what `judge` needs to be right about a record, and judges; revocations and what names others are read once. */
export class VerdictContexts {
  readonly #changes: ChangeStore
  readonly #entities: Entities
  readonly #naming = new Map<number, Change>()
  #revocations: Revocations | undefined

  constructor(changes: ChangeStore, entities: Entities) {
    this.#changes = changes
    this.#entities = entities
  }

  /** After a roll-back, and where others may have written. */
  forget(): void {
    this.#naming.clear()
    this.forgetRevocations()
  }

  forgetRevocations(): void {
    this.#revocations = undefined
  }

  isRevoked(replica: string): boolean {
    return this.revocations().has(replica)
  }

  /** For all changes of a record's things. */
  of(all: readonly Change[]): VerdictContext {
    const isUndisputed = all.every(
      change => !this.isRevoked(change.origin.replica) && this.#changes.naming(change).length === 0,
    )
    return isUndisputed ? undisputed : this.#judged(all)
  }

  /** The revocations in force, judged from the root down. */
  revocations(): Revocations {
    if (this.#revocations) return this.#revocations
    const found = this.#changes.revocations()
    const certificates = found.length === 0 ? [] : this.#changes.certificates()
    this.#revocations = revocationsInForce(found, certificates, this.#changes.root())
    return this.#revocations
  }

  #judged(own: readonly Change[]): VerdictContext {
    const all = new Map<string, Change>()
    const returns = new Map<Version, Change>()
    const queue = [...own]
    for (let change = queue.pop(); change !== undefined; change = queue.pop()) {
      if (all.has(idOf(change))) continue
      all.set(idOf(change), change)
      if (change.kind === 'return') returns.set(versionOf(change), change)
      for (const naming of this.#namingOf(change)) queue.push(naming)
    }
    const verdicts = judge(all.values(), this.#entities, this.revocations())
    return { verdicts, findReturn: version => returns.get(version) }
  }

  #namingOf(change: Change): Change[] {
    const numbers = this.#changes.naming(change)
    const missing = numbers.filter(no => !this.#naming.has(no))
    for (const { change: found, no } of this.#changes.numbered(missing)) this.#naming.set(no, found)
    return numbers.flatMap(no => this.#naming.get(no) ?? [])
  }
}
