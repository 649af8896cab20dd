import type { Act, Change } from '../change.ts'
import type { StoredChange } from '../store/change-store.ts'

/** How many things are brought up to date at a time: a bound on memory, whatever comes. */
const mostThings = 20_000

/**
 * What was stored and is not in the tables yet, without its bodies: the things that it is about, and the acts that
 * reach beyond their own thing. A thing is read and folded once, however often it was changed.
 */
export class News {
  readonly things = new Set<string>()
  readonly acts: Act[] = []
  #first: number | undefined

  static of(stored: readonly StoredChange[]): News {
    const news = new News()
    for (const { change, no } of stored) news.add({ ...actOf(change), no })
    return news
  }

  add({ no, kind, entity, thing }: Act): void {
    this.#first ??= no
    const isNaming = kind === 'return' || kind === 'admit'
    if (!isNaming) this.things.add(thing)
    if (isNaming || reachesFarther.has(entity)) this.acts.push({ no, kind, entity, thing })
  }

  /** The local number of the first change of it. */
  get first(): number {
    return this.#first ?? Number.MAX_SAFE_INTEGER
  }

  get isFull(): boolean {
    return this.things.size >= mostThings || this.acts.length >= mostThings
  }
}

function actOf({ kind, entity, thing }: Change): Omit<Act, 'no'> {
  return { kind, entity, thing }
}

/** What decides which keys are revoked, and with that of other changes whether they count. */
const reachesFarther = new Set(['revocation', 'certificate'])
