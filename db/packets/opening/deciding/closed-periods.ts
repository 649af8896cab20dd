import type { Change } from '#db/journal/change.ts'
import { replicaOf } from '#db/journal/names.ts'
import { type Closings, closedFor, closingsIn } from '#db/registry/closings/closings.ts'
import { today } from '#db/shared/clock.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Ground } from '../../trust/ground.ts'

/**
 * Whether somebody below wrote about work of a period after it had been closed for him. What counts is the day of his
 * own clock, on which he wrote: a packet may lie for weeks, and what was written in time counts however late it comes.
 */
export class ClosedPeriods {
  readonly #ground: Ground
  readonly #closings: Closings
  readonly #dayOf: (work: string) => string | undefined
  readonly #named: (change: Change) => readonly { readonly org: string; readonly heldOn: string }[]

  constructor(db: Connection, ground: Ground) {
    this.#ground = ground
    this.#closings = closingsIn(db)
    const day = prepareOnce<[string], { day: string }>(db, 'SELECT held_on AS day FROM work WHERE id = ?')
    this.#dayOf = work => day.get(work)?.day
    const named = prepareOnce<[string, number, number], { org: string; heldOn: string }>(
      db,
      `SELECT DISTINCT k.org, k.held_on AS heldOn FROM writer w
       JOIN change c ON c.writer = w.no AND c.entity = 'work'
       JOIN work k ON k.id = c.thing WHERE w.id = ? AND c.n BETWEEN ? AND ?`,
    )
    this.#named = ({ kind, body, origin }) =>
      kind !== 'return'
        ? []
        : body.names.flatMap(([writer, from, to]) =>
            replicaOf(writer) === origin.replica ? named.all(writer, from, to) : [],
          )
  }

  /** Of a change of work, and of a return by which somebody takes back what he wrote himself. */
  isClosedFor(change: Change, made: Change | undefined): boolean {
    if (this.#closings.closings.length === 0) return false
    const on = writtenOn(change)
    if (on === undefined) return false
    return this.#about(change, made).some(
      ({ org, heldOn }) =>
        closedFor(this.#closings, { above: [...this.#ground.above(org, 'today')], heldOn, on }) !== undefined,
    )
  }

  #about(change: Change, made: Change | undefined): readonly { org: string; heldOn: string }[] {
    if (change.kind === 'return') return this.#named(change)
    const [org] = made?.hangsOn ?? change.hangsOn
    if (change.entity !== 'work' || org === undefined) return []
    const said = change.kind === 'put' ? change.body.set['what']?.['held_on'] : undefined
    const before = made?.kind === 'put' ? made.body.set['what']?.['held_on'] : undefined
    return [said, this.#dayOf(change.thing) ?? before].flatMap(heldOn =>
      typeof heldOn === 'string' ? [{ org, heldOn }] : [],
    )
  }
}

/** The day of his wall on which its author wrote it; undefined where his clock said nothing that is a day. */
function writtenOn({ origin }: Change): string | undefined {
  const at = new Date(origin.at)
  return Number.isNaN(at.getTime()) ? undefined : today({ now: () => at })
}
