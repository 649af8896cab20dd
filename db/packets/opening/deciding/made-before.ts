import type { Change, Reason, Remove } from '#db/journal/change.ts'
import type { Journal } from '#db/journal/journal.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'

/** So many creations are read at a time. */
const page = 1000

/** What was looked at of one writer's changes for one author: all from one number to another, both among them. */
type Looked = {
  from: number
  to: number
  /** Of the creations among them those that he may not take out of force, by their numbers. */
  kept: { readonly n: number; readonly why: Reason }[]
}

/**
 * The creations that returns name, each judged as the removal that its return would be: else who made somebody could take him
 * from those with whom he lies by now. A packet may hold thousands of returns that name the same changes, so each is
 * looked at once for each author.
 */
export class MadeBefore {
  readonly #journal: Journal
  readonly #looked = new Map<string, Looked>()
  readonly #made: (writer: string, from: number, to: number) => readonly MadeRow[]

  constructor(db: Connection, journal: Journal) {
    this.#journal = journal
    // A step is no record that anybody removes: what its author takes back of a matter has rules of its own.
    const others = [...journal.entities.values()].flatMap(({ name, growOnly }) =>
      growOnly === true || name === 'step' ? [`'${name}'`] : [],
    )
    const made = prepareOnce<[string, number, number], MadeRow>(
      db,
      `SELECT n, entity, thing, hangs_on AS hangsOn FROM change INDEXED BY change_id
       WHERE writer = (SELECT no FROM writer WHERE id = ?) AND n BETWEEN ? AND ?
         AND kind = 'put' AND json_type(body, '$.base') IS NULL AND entity NOT IN (${others.join(', ')})
       ORDER BY n LIMIT ${page}`,
    )
    this.#made = (writer, from, to) => made.all(writer, from, to)
  }

  /** Why this return does not take out of force what it names, if anything of that is in force and not for its author to remove. */
  whyKept(change: Change, whyNotRemoved: (removal: Remove) => Reason | undefined): Reason | undefined {
    if (change.kind !== 'return') return undefined
    for (const [writer, from, to] of change.body.names) {
      const key = `${change.origin.replica} ${writer}`
      const looked = this.#looked.get(key) ?? { from, to: from - 1, kept: [] }
      this.#looked.set(key, looked)
      const look = (first: number, last: number) => this.#lookAt(writer, first, last, change, whyNotRemoved)
      // One stretch a writer, with whatever lies between what was named: ranges may be as many as a packet has bytes.
      if (to > looked.to) {
        looked.kept.push(...look(looked.to + 1, to))
        looked.to = to
      }
      if (from < looked.from) {
        looked.kept = [...look(from, looked.from - 1), ...looked.kept]
        looked.from = from
      }
      const first = looked.kept[firstFrom(looked.kept, from)]
      if (first !== undefined && first.n <= to) return first.why
    }
    return undefined
  }

  /** Something was stored since. */
  forget(): void {
    this.#looked.clear()
  }

  #lookAt(
    writer: string,
    from: number,
    to: number,
    change: Change,
    whyNotRemoved: (removal: Remove) => Reason | undefined,
  ): Looked['kept'] {
    const kept: Looked['kept'] = []
    for (let at: number | undefined = from; at !== undefined && at <= to; ) {
      const rows = this.#made(writer, at, to)
      for (const row of rows) {
        const why = whyNotRemoved(removalOf(row, change))
        if (why !== undefined && this.#isInForce(writer, row.n)) kept.push({ n: row.n, why })
      }
      const last = rows.length < page ? undefined : rows.at(-1)?.n
      at = last === undefined ? undefined : last + 1
    }
    return kept
  }

  #isInForce(writer: string, n: number): boolean {
    return this.#journal.changes.inRange(writer, n, n).some(this.#journal.absorber.isInForce)
  }
}

type MadeRow = Pick<Change, 'n' | 'entity' | 'thing'> & { readonly hangsOn: string }

function removalOf({ entity, thing, hangsOn }: MadeRow, { origin, n, lamport, schema }: Change): Remove {
  const about: string[] = JSON.parse(hangsOn)
  const envelope = { origin, n, lamport, entity, thing, hangsOn: about, schema, signature: null }
  return { ...envelope, kind: 'remove', body: { saw: [] } }
}

/** The place of the first with this number or a higher one, of a list that is in order. */
function firstFrom(kept: Looked['kept'], from: number): number {
  let [low, high] = [0, kept.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((kept[middle]?.n ?? 0) < from) low = middle + 1
    else high = middle
  }
  return low
}
