import type { Change, Return, Version } from '../change.ts'
import type { Entities } from '../entity.ts'
import { Governing, type Governor, isGovernor, type Verdicts } from '../fold/judge.ts'
import { type Revocations, revocationsInForce } from '../fold/revocations.ts'
import type { ChangeStore } from '../store/change-store.ts'

/** What a fold asks of the changes around its record's own. */
export type VerdictContext = {
  readonly verdicts: Verdicts
  readonly findReturns: (version: Version) => readonly Return[]
}

/** Of changes that nothing names and no revocation can touch: all are in force. */
export const undisputed: VerdictContext = {
  verdicts: { inForce: () => true, isHeld: () => false, returnsOn: () => [], isReturnedBy: () => false },
  findReturns: () => [],
}

/** Gathers what governs the changes of records, and judges; all of it is read and settled once for many records. */
export class VerdictContexts {
  readonly #changes: ChangeStore
  readonly #entities: Entities
  /** By their local numbers the returns and admissions that were read: all that name anything of these writers. */
  readonly #governors = new Map<number, Governor>()
  readonly #writers = new Set<string>()
  #governing: Governing | undefined
  #revocations: Revocations | undefined
  /** From what was committed beside it the revocations were judged. */
  #judgedAt: string | undefined

  constructor(changes: ChangeStore, entities: Entities) {
    this.#changes = changes
    this.#entities = entities
  }

  /**
   * When a transaction begins. What revocations say is long, and stays as it was judged: each that is stored since is told,
   * and what else decides over them is the root, or was committed by another connection.
   */
  begin(): void {
    this.forgetGovernors()
    const now = `${this.#changes.commitsOfOthers()} ${this.#changes.root()}`
    if (now !== this.#judgedAt) this.forgetRevocations()
    this.#judgedAt = now
  }

  /** After a roll-back, and where others may have written. */
  forget(): void {
    this.forgetGovernors()
    this.forgetRevocations()
  }

  /** After a return or an admission was stored. */
  forgetGovernors(): void {
    this.#governors.clear()
    this.#writers.clear()
    this.#governing = undefined
  }

  forgetRevocations(): void {
    this.#revocations = undefined
    this.#governing = undefined
  }

  isRevoked(replica: string): boolean {
    return this.revocations().has(replica)
  }

  /** What is asked about next: what governs any of these changes is read together. */
  foresee(changes: readonly Change[]): void {
    this.#readGovernors(changes.filter(change => this.#isDisputed(change)))
  }

  /** For all changes of a record's things. */
  of(all: readonly Change[]): VerdictContext {
    if (!all.some(change => this.#isDisputed(change))) return undisputed
    this.#readGovernors(all)
    this.#governing ??= new Governing(this.#governors.values(), this.#entities, this.revocations())
    return { verdicts: this.#governing.judge(all), findReturns: this.#governing.findReturns }
  }

  /** The revocations in force, judged from the root down. */
  revocations(): Revocations {
    if (this.#revocations) return this.#revocations
    const found = this.#changes.revocations()
    const certificates = found.length === 0 ? [] : this.#changes.certificates()
    this.#revocations = revocationsInForce(found, certificates, this.#changes.root())
    return this.#revocations
  }

  #isDisputed(change: Change): boolean {
    return this.isRevoked(change.origin.replica) || this.#changes.isNamed(change)
  }

  /** What names anything of the writers of these changes, of the writers of that, and so on. */
  #readGovernors(changes: readonly Change[]): void {
    let fresh = this.#newWritersOf(changes)
    while (fresh.size > 0) {
      const numbers = new Set([...fresh].flatMap(writer => this.#changes.naming(writer)))
      for (const writer of fresh) this.#writers.add(writer)
      const found = this.#changes.numbered([...numbers].filter(no => !this.#governors.has(no)))
      if (found.length === 0) return
      for (const { change, no } of found) if (isGovernor(change)) this.#governors.set(no, change)
      this.#governing = undefined
      fresh = this.#newWritersOf(found.map(({ change }) => change))
    }
  }

  #newWritersOf(changes: readonly Change[]): Set<string> {
    const writers = new Set(changes.map(({ origin }) => origin.writer))
    return new Set([...writers].filter(writer => !this.#writers.has(writer)))
  }
}
