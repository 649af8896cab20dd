import { type Change, namesChange, type Range, type Reason, rankOf } from '#db/journal/change.ts'
import type { Journal } from '#db/journal/journal.ts'
import { isMaking } from '#db/journal/store/change-store.ts'
import { Recent } from '#db/shared/made-once.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Takes } from '../../trust/judging/bench.ts'

/** So many changes are read at a time. */
const page = 1000

/** So many returns and removals are followed for one return: nobody undoes more at once. */
const mostFollowed = 300

/** Nobody has lain in more places than these, nor was one of them removed more often: of whom somebody says so, nothing is past. */
const mostPlaces = 200
const mostRemovals = 20

/** Of so many people and organizations it is kept where they lay. */
const mostLives = 50

/** What was found of one writer's changes from one number to another, both among them, in the order of their numbers. */
type Looked<T> = { from: number; to: number; found: readonly T[] }

/** What a return may not do to a change: of a removal that it would be, or of writing it anew. */
type Kept = { readonly n: number; readonly why: Reason }

/** The places of somebody that are in force, each with what removes it. */
type Life = readonly { readonly rank: string; readonly removals: readonly Change[] }[]

/** A return or a removal that is taken back itself. */
type Undone = {
  readonly no: number
  readonly n: number
  readonly kind: 'return' | 'remove'
  readonly thing: string
}

/** Whether ranges are taken out of force, or count again since what took them out is taken back. */
type Way = 'out' | 'back'

/**
 * What returns take out of force, each judged as the removal that its return would be, and what they let count again by taking
 * back a return or a removal, each judged as if it were written now: else who made somebody could take him from those
 * with whom he lies by now, or what he once wrote of somebody would count again after he left. A packet may hold
 * thousands of returns that name the same changes, so each is looked at once for each author.
 */
export class TakenBack {
  readonly #journal: Journal
  readonly #out = new Stretches<Kept>()
  readonly #back = new Stretches<Kept>()
  readonly #undone = new Stretches<Undone>()
  /** For each author the returns and removals of which all that follows was allowed. */
  readonly #allowed = new Set<string>()
  readonly #made: (writer: string, from: number, to: number) => readonly MadeRow[]
  readonly #undoing: (writer: string, from: number, to: number) => readonly Undone[]
  /** The local numbers of the stays, or placements, of somebody; and of the removals of one. */
  readonly #places: (subject: string, entity: string) => readonly number[]
  readonly #removals: (place: string) => readonly number[]
  readonly #lives = new Recent<string, Life>(mostLives)
  readonly #neverBack: ReadonlySet<string>

  constructor(db: Connection, journal: Journal) {
    this.#journal = journal
    const lasting = [...journal.entities.values()].flatMap(({ name, growOnly }) => (growOnly ? [name] : []))
    this.#neverBack = new Set(lasting)
    // A step is no record that anybody removes: what its author takes back of a matter has rules of its own.
    const others = [...lasting, 'step'].map(name => `'${name}'`).join(', ')
    const inRange = `FROM change INDEXED BY change_id
       WHERE writer = (SELECT no FROM writer WHERE id = ?) AND n BETWEEN ? AND ?`
    const made = prepareOnce<[string, number, number], MadeRow>(
      db,
      `SELECT n, entity, thing, hangs_on AS hangsOn ${inRange}
         AND kind = 'put' AND json_type(body, '$.base') IS NULL AND entity NOT IN (${others})
       ORDER BY n LIMIT ${page}`,
    )
    this.#made = (writer, from, to) => made.all(writer, from, to)
    const undoing = prepareOnce<[string, number, number], Undone>(
      db,
      `SELECT no, n, kind, thing ${inRange} AND kind IN ('return', 'remove') ORDER BY n LIMIT ${page}`,
    )
    this.#undoing = (writer, from, to) => undoing.all(writer, from, to)
    const places = prepareOnce<[string, string], number>(
      db,
      `SELECT c.no FROM change c INDEXED BY change_child
       WHERE c.hangs_on ->> '$[0]' = ? AND c.kind = 'put' AND c.entity IN ('placement', 'membership') AND c.entity = ?
         AND ${isMaking('c')} LIMIT ${mostPlaces + 1}`,
    ).pluck()
    this.#places = (subject, entity) => places.all(subject, entity)
    const removals = prepareOnce<[string], number>(
      db,
      `SELECT no FROM change INDEXED BY change_thing WHERE thing = ? AND kind = 'remove' LIMIT ${mostRemovals + 1}`,
    ).pluck()
    this.#removals = place => removals.all(place)
  }

  /** Why this return does not count: something that it takes out of force, or lets count again, is not for its author to. */
  whyKept(change: Change, { whyNotRemoved, whyNotWritten }: Takes): Reason | undefined {
    if (change.kind !== 'return') return undefined
    const author = change.origin.replica
    const followed = new Set<string>()
    /** What was allowed with all that this return brings back, and is asked anew of another one. */
    const past = new Set<string>()
    const open: { readonly way: Way; readonly ranges: readonly Range[] }[] = [
      { way: 'out', ranges: change.body.names },
    ]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { way, ranges } = next
      for (const [writer, from, to] of ranges) {
        const kept =
          way === 'out'
            ? this.#out.within(
                `${author} ${writer}`,
                from,
                to,
                this.#lookingOut(writer, change, whyNotRemoved),
              )
            : this.#back.within(`${author} ${writer}`, from, to, this.#lookingBack(writer, whyNotWritten))
        for (const { why } of kept) return why
        for (const undone of this.#undone.within(writer, from, to, this.#lookingFor(writer))) {
          const key = `${author} ${way} ${undone.no}`
          if (this.#allowed.has(key) || followed.has(key) || past.has(key)) continue
          if (followed.size + past.size >= mostFollowed) return tooMuch
          if (way === 'out' && this.#isPastOfWhomItBrings(undone, ranges)) {
            past.add(key)
            continue
          }
          followed.add(key)
          const why = this.#follow(undone, way, whyNotWritten)
          if (why === 'nothing') continue
          if (why !== undefined) return why
          if (undone.kind === 'return')
            open.push({
              way: way === 'out' ? 'back' : 'out',
              ranges: this.#journal.changes.rangesNamedBy(undone.no),
            })
        }
      }
    }
    for (const key of followed) this.#allowed.add(key)
    return undefined
  }

  /** Something was stored since. */
  forget(): void {
    this.#out.forget()
    this.#back.forget()
    this.#undone.forget()
    this.#allowed.clear()
    this.#lives.clear()
  }

  /**
   * Whether a place that counts again is over: all that came after it stands, or comes back with it. Whoever was removed with all his
   * places, and is brought back, has lain elsewhere before as well.
   */
  #isPastOfWhomItBrings({ kind, thing }: Undone, names: readonly Range[]): boolean {
    const made = kind === 'remove' ? this.#journal.absorber.creationOf(thing) : undefined
    if (made === undefined || !['membership', 'placement'].includes(made.entity)) return false
    const after = this.#lifeOf(made).filter(({ rank }) => rank > rankOf(made))
    return after.length > 0 && after.every(one => one.removals.every(removal => namesChange(names, removal)))
  }

  /** Where whom a place is of lay, as far as that is in force. It is asked of one place after the other. */
  #lifeOf({ entity, hangsOn }: Change): Life {
    const [subject = ''] = hangsOn
    return this.#lives.get(`${entity} ${subject}`, () => {
      const { changes, absorber } = this.#journal
      const places = this.#places(subject, entity)
      if (places.length > mostPlaces) return []
      const life: { rank: string; removals: readonly Change[] }[] = []
      for (const made of changes.byNumbers(places).filter(absorber.isInForce)) {
        const removals = this.#removals(made.thing)
        if (removals.length > mostRemovals) return []
        life.push({
          rank: rankOf(made),
          removals: changes.byNumbers(removals).filter(absorber.isInForce),
        })
      }
      return life
    })
  }

  /** What a removal that is taken back lets count again; a return leads on to what it names. */
  #follow(
    { no, kind, thing }: Undone,
    way: Way,
    whyNotWritten: Takes['whyNotWritten'],
  ): Reason | 'nothing' | undefined {
    const [undone] = this.#journal.changes.byNumbers([no])
    const counts = undone !== undefined && this.#journal.absorber.isInForce(undone)
    // What counts already does not count again, and what does not count is not taken out.
    if (counts !== (way === 'out')) return 'nothing'
    // That a removal counts again is judged with whatever else is written anew.
    if (kind === 'return' || way === 'back') return undefined
    const made = this.#journal.absorber.creationOf(thing)
    if (made?.kind !== 'put') return undefined
    return whyNotWritten({ ...made, body: { set: made.body.set, base: {} } })
  }

  #lookingFor(writer: string) {
    return (from: number, to: number) => [...inPages(from, to, (at, last) => this.#undoing(writer, at, last))]
  }

  #lookingOut(writer: string, change: Change, whyNotRemoved: Takes['whyNotRemoved']) {
    return (from: number, to: number) => {
      const kept: Kept[] = []
      for (const row of inPages(from, to, (at, last) => this.#made(writer, at, last))) {
        const why = whyNotRemoved(removalOf(row, change))
        if (why !== undefined && this.#isInForce(writer, row.n)) kept.push({ n: row.n, why })
      }
      return kept
    }
  }

  #lookingBack(writer: string, whyNotWritten: Takes['whyNotWritten']) {
    const { changes, absorber } = this.#journal
    return (from: number, to: number) => {
      const kept: Kept[] = []
      for (const change of inPages(from, to, (at, last) => changes.someInRange(writer, at, last, page))) {
        if (change.kind !== 'put' && change.kind !== 'remove') continue
        if (this.#neverBack.has(change.entity)) continue
        const why = whyNotWritten(change)
        if (why !== undefined && !absorber.isInForce(change)) kept.push({ n: change.n, why })
      }
      return kept
    }
  }

  #isInForce(writer: string, n: number): boolean {
    return this.#journal.changes.inRange(writer, n, n).some(this.#journal.absorber.isInForce)
  }
}

const tooMuch: Reason = {
  code: 'too-many-undone',
  zh: `这次撤销涉及的撤销和删除超过 ${mostFollowed} 次，没有生效。请分几次撤销。`,
  en: `This takes back more than ${mostFollowed} returns and removals at once, so it does not count. Take them back a few at a time.`,
}

/**
 * One stretch for each key, with whatever lies between what was asked for: ranges may be as many as a packet has bytes.
 */
class Stretches<T extends { readonly n: number }> {
  readonly #looked = new Map<string, Looked<T>>()

  forget(): void {
    this.#looked.clear()
  }

  /** What is found from one number to another. */
  *within(
    key: string,
    from: number,
    to: number,
    look: (from: number, to: number) => readonly T[],
  ): Generator<T> {
    const looked = this.#looked.get(key) ?? { from, to: from - 1, found: [] }
    this.#looked.set(key, looked)
    if (to > looked.to) {
      looked.found = [...looked.found, ...look(looked.to + 1, to)]
      looked.to = to
    }
    if (from < looked.from) {
      looked.found = [...look(from, looked.from - 1), ...looked.found]
      looked.from = from
    }
    const { found } = looked
    for (let at = firstFrom(found, from); at < found.length; at++) {
      const one = found[at]
      if (one === undefined || one.n > to) return
      yield one
    }
  }
}

type MadeRow = Pick<Change, 'n' | 'entity' | 'thing'> & { readonly hangsOn: string }

/** All rows from one number to another, of which so many are read at a time. */
function* inPages<T extends { readonly n: number }>(
  from: number,
  to: number,
  read: (from: number, to: number) => readonly T[],
): Generator<T> {
  for (let at: number | undefined = from; at !== undefined && at <= to; ) {
    const rows = read(at, to)
    yield* rows
    const last = rows.length < page ? undefined : rows.at(-1)?.n
    at = last === undefined ? undefined : last + 1
  }
}

function removalOf({ entity, thing, hangsOn }: MadeRow, { origin, n, lamport, schema }: Change) {
  const about: string[] = JSON.parse(hangsOn)
  const envelope = { origin, n, lamport, entity, thing, hangsOn: about, schema, signature: null }
  return { ...envelope, kind: 'remove' as const, body: { saw: [] } }
}

/** The place of the first with this number or a higher one, of a list that is in order. */
function firstFrom(found: readonly { readonly n: number }[], from: number): number {
  let [low, high] = [0, found.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((found[middle]?.n ?? 0) < from) low = middle + 1
    else high = middle
  }
  return low
}
