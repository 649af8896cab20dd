import { type Change, isCreation, rankOf } from '#db/journal/change.ts'
import type { Journal } from '#db/journal/journal.ts'
import { isMark, isReturned } from '#db/packets/status/territory.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { Remembered } from './remembered.ts'
import { noteReturnsInForce } from './returned-stays.ts'

/** `today` by the tables, or `ever`: wherever any stay or mark of the journal put a thing. */
export type When = 'today' | 'ever'

type Stay = { readonly isMade: boolean; readonly parents: readonly string[]; readonly rank: string }

type StayRow = {
  readonly thing: string
  readonly hangsOn: string
  readonly made: 0 | 1
  readonly lamport: number
  readonly writer: string
}

/** How many answers about single things are kept: a bound on memory, whatever the packet. */
const mostKept = 5000
const mostSeen = 20_000

/** No tree of offices is deeper: who hangs further down than this lies in nobody's part. */
const deepest = 50

const stayedIn = `kind = 'put' AND entity IN ('placement', 'membership')`

/** What a change moves, where to, and with which rank: of several moves the highest holds. */
export type Move = { readonly subject: string; readonly to: string | undefined; readonly rank: string }

/** Where an organization was put, by which PC, and with which rank. */
export type Placed = {
  readonly org: string
  readonly parent: string
  readonly rank: string
  readonly replica: string
}

/** Above the rank of any change. */
const beyondAllRanks = '~'

/**
 * What a stay or a placement moves; undefined for a change that moves nobody. It moves by what it says itself, never by
 * its envelope, which of an edit also names where the stay was before; an edited stay keeps the rank with which it was
 * made, so that correcting a day of one that is over brings nobody back.
 */
export function moveIn(change: Change, creation: Change | undefined): Move | undefined {
  const place = change.kind === 'put' ? change.body.set['place'] : undefined
  if (place === undefined) return undefined
  const [subject, to] =
    change.entity === 'placement' ? [place['org'], place['parent']] : [place['person'], place['org']]
  const first = creation ?? (isCreation(change) ? change : undefined)
  if (typeof subject !== 'string' || first === undefined) return undefined
  return { subject, to: typeof to === 'string' ? to : undefined, rank: rankOf(first) }
}

/**
 * Where people and organizations lie, and ever lay, as this registry knew it before a packet; what of the packet was
 * allowed so far can be laid over it, in order of versions. Looks up only what is asked for. A stay that was returned
 * for want of authority puts nobody anywhere.
 */
export class Ground {
  readonly #journal: Journal
  readonly #places
  readonly #homes
  readonly #lastHome
  readonly #stays
  readonly #posts
  /** What merge marks join, from either end. */
  readonly #marks: ReadonlyMap<string, readonly string[]>
  readonly #joined = new Map<string, string>()
  readonly #marked = new Set<string>()
  readonly #movedTo: Remembered<{ readonly to: string; readonly rank: string }>
  readonly #everTo: Remembered<readonly string[]>
  readonly #madeBy: Remembered<readonly string[]>
  /** Of the things that were looked at, the stays of those that this registry ever put anywhere; empty while nobody asked. */
  readonly #seen = new Map<string, readonly Stay[] | 'nowhere'>()
  /** Whether nothing is written now, so that what was read holds. */
  #isStill = false
  readonly #chains = new Map<string, ReadonlySet<string>>()
  readonly #evers = new Map<string, Set<string>>()
  readonly #placedAmong
  readonly #placements

  constructor(db: Connection, journal: Journal) {
    this.#journal = journal
    this.#movedTo = new Remembered(db, 'moves')
    this.#everTo = new Remembered(db, 'stays')
    this.#madeBy = new Remembered(db, 'makers')
    noteReturnsInForce(db, journal)
    this.#places = prepareOnce<[string], { parent: string | null; rank: string }>(
      db,
      'SELECT parent, rank FROM placement WHERE org = +? AND until IS NULL ORDER BY rank DESC LIMIT 1',
    )
    this.#homes = prepareOnce<[string], { org: string | null; rank: string }>(
      db,
      'SELECT org, rank FROM membership INDEXED BY membership_person WHERE person = +? AND until IS NULL ORDER BY rank DESC LIMIT 1',
    )
    this.#lastHome = prepareOnce<[string], { org: string }>(
      db,
      'SELECT org FROM membership INDEXED BY membership_person WHERE person = +? AND org IS NOT NULL ORDER BY rank DESC LIMIT 1',
    )
    this.#stays = prepareOnce<[string], StayRow>(
      db,
      `SELECT j.value AS thing, c.hangs_on AS hangsOn, json_type(c.body, '$.base') IS NULL AS made, c.lamport, w.id AS writer
       FROM json_each(?) j CROSS JOIN change c INDEXED BY change_child CROSS JOIN writer w ON w.no = c.writer
       WHERE c.hangs_on ->> '$[0]' = j.value AND c.${stayedIn.replaceAll('entity', 'c.entity')} AND NOT ${isReturned('w', 'c')}`,
    )
    this.#placedAmong = prepareOnce<[string], { id: string }>(
      db,
      `SELECT j.value AS id FROM json_each(?) j WHERE
         EXISTS (SELECT 1 FROM change INDEXED BY change_child WHERE hangs_on ->> '$[0]' = j.value AND ${stayedIn})
         OR EXISTS (SELECT 1 FROM placement WHERE org = j.value)
         OR EXISTS (SELECT 1 FROM membership INDEXED BY membership_person WHERE person = j.value)
         OR EXISTS (SELECT 1 FROM post WHERE person = j.value)`,
    )
    this.#placements = prepareOnce<[string], { no: number }>(
      db,
      `SELECT c.no FROM change c INDEXED BY change_child
       WHERE c.hangs_on ->> '$[0]' = ? AND c.${stayedIn.replaceAll('entity', 'c.entity')} AND c.entity = 'placement'
         AND c.hangs_on ->> '$[1]' IS NOT NULL AND json_type(c.body, '$.base') IS NULL
         AND (EXISTS (SELECT 1 FROM placement p WHERE p.id = c.thing)
           OR NOT EXISTS (SELECT 1 FROM change r INDEXED BY change_thing WHERE r.thing = c.thing AND r.kind = 'remove'))`,
    )
    this.#posts = prepareOnce<[string], { org: string }>(db, 'SELECT org FROM post WHERE person = ?')
    const marks = new Map<string, string[]>()
    const join = (one: string, other: string) => {
      const others = marks.get(one)
      if (others === undefined) marks.set(one, [other])
      else others.push(other)
    }
    const all = prepareOnce<[], { kept: string; lost: string }>(
      db,
      `SELECT c.hangs_on ->> '$[0]' AS kept, c.hangs_on ->> '$[1]' AS lost
       FROM change c JOIN writer w ON w.no = c.writer
       WHERE ${isMark} AND NOT ${isReturned('w', 'c')}`,
    )
    for (const { kept, lost } of all.iterate()) {
      join(kept, lost)
      join(lost, kept)
    }
    this.#marks = marks
  }

  /**
   * The things that are asked about next, until this is called again: one question for all of them finds those that the
   * registry knows a place of. While it stands nothing may be written.
   */
  foresee(things: readonly string[]): void {
    for (const remembered of [this.#movedTo, this.#everTo, this.#madeBy]) remembered.foresee(things)
    this.foreseePlaces(things)
  }

  /** The same within a transaction that may be rolled back, where nothing is laid over the ground any more. */
  foreseePlaces(things: readonly string[]): void {
    if (this.#evers.size > mostSeen) this.#evers.clear()
    if (this.#chains.size > mostKept) this.#chains.clear()
    this.#isStill = things.length > 0
    if (this.#seen.size > mostSeen || !this.#isStill) this.#seen.clear()
    const fresh = things.filter(thing => !this.#seen.has(thing))
    if (fresh.length === 0) return
    const found = this.#placedAmong.all(JSON.stringify(fresh)).map(({ id }) => id)
    for (const thing of fresh) this.#seen.set(thing, 'nowhere')
    for (const [thing, stays] of this.#readStays(found)) this.#seen.set(thing, stays)
  }

  /** Whether it was asked already, and nothing that lies here says anything of where this is. */
  #isNowhere(id: string): boolean {
    return this.#seen.get(id) === 'nowhere'
  }

  /** The offices in whose part a person or an organization lies; an organization lies in its own. */
  above(thing: string, when: When): ReadonlySet<string> {
    if (when === 'ever') return this.#everAbove(thing)
    const id = this.#one(thing)
    const moved = this.#movedTo.get(id)
    if (moved !== undefined) return this.#withSelf(id, this.#chain(moved.to))
    if (this.#isNowhere(id)) return this.#madeAbove(id)
    if (this.#places.get(id) !== undefined) return this.#chain(id)
    const stay = this.#homes.get(id)
    if (stay !== undefined) {
      const org = stay.org ?? this.#lastHome.get(id)?.org
      return org === undefined ? new Set() : this.#chain(org)
    }
    // What is made anew lies with whoever makes it now, wherever another one's claim of it was given back.
    if (this.#madeBy.has(id)) return this.#madeAbove(id)
    const last = this.#lastStay(id)
    const parent = last?.parents[0]
    if (parent !== undefined) return this.#withSelf(id, this.#chain(parent))
    const posts = this.#posts.all(id)
    if (posts.length > 0) return new Set(posts.flatMap(({ org }) => [...this.#chain(org)]))
    return this.#madeAbove(id)
  }

  #madeAbove(id: string): ReadonlySet<string> {
    const makers = this.#madeBy.get(id)
    if (makers !== undefined) return new Set(makers)
    const maker = this.#makerOf(id)
    return maker === undefined ? new Set([id]) : this.#withSelf(id, this.#chain(maker))
  }

  /** Whom no stay ever put anywhere lies with whoever made him, though his first stay may come by a later packet. */
  #makerOf(id: string): string | undefined {
    const made = this.#journal.absorber.creationOf(id)
    return made?.entity === 'person' ? made.origin.office : undefined
  }

  /** Whether an organization was put below another one, by the tables or by what the packet was allowed so far. */
  isBelowAnother(org: string): boolean {
    const id = this.#one(org)
    if (this.#movedTo.has(id)) return true
    return !this.#isNowhere(id) && typeof this.#places.get(id)?.parent === 'string'
  }

  /** A thing that a packet brings for the first time: until it is placed it lies with whoever made it. */
  make(thing: string, offices: Iterable<string>): void {
    this.#madeBy.set(thing, [...new Set([...offices].flatMap(office => [...this.#chain(office)]))])
    this.#evers.delete(thing)
  }

  /** A stay or a placement of the packet that was allowed; of several the one of highest version holds. */
  move({ subject: thing, to, rank }: Move, isPlace: boolean): void {
    if (to === undefined) return
    const id = this.#one(thing)
    const here = () => (this.#isNowhere(id) ? undefined : (this.#places.get(id) ?? this.#homes.get(id)))
    const now = this.#movedTo.get(id) ?? here()
    if (now === undefined || now.rank < rank) this.#movedTo.set(id, { to, rank })
    const ever = this.#everTo.get(thing) ?? []
    if (!ever.includes(to)) this.#everTo.set(thing, [...ever, to])
    const known = this.#evers.get(thing)
    // Whom a stay or a mark put somewhere before, one more only adds to; what is merged with him has the same set.
    if (known !== undefined && (ever.length > 0 || this.#marks.has(thing))) {
      this.#spread(known, new Set([to]))
    } else this.#evers.delete(thing)
    // Whom a person's stay moves, nothing else hangs on; an organization takes along all that lies below it.
    if (!isPlace) return
    this.#chains.clear()
    this.#evers.clear()
  }

  /**
   * Where an organization was ever put, as it was written: whatever else was made under the id of such a placement, or moved
   * it to another rank.
   */
  placementsOf(org: string): readonly Placed[] {
    const { absorber, changes } = this.#journal
    const rows = absorber.membersOf(org).flatMap(member => this.#placements.all(member))
    return absorber.inForceAmong(changes.numbered(rows.map(({ no }) => no))).map(({ change }) => ({
      org,
      parent: this.#one(change.hangsOn[1] ?? ''),
      rank: rankOf(change),
      replica: change.origin.replica,
    }))
  }

  /** Where an organization lies, whatever its placements in force say. */
  settle(org: string, parent: string): void {
    this.#movedTo.set(org, { to: parent, rank: beyondAllRanks })
    this.#chains.clear()
    this.#evers.clear()
  }

  /** A merge mark of the packet that was allowed: two things are one from here on. */
  join(one: string, other: string): void {
    const [a, b] = [this.#one(one), this.#one(other)]
    if (a !== b) this.#joined.set(a < b ? b : a, a < b ? a : b)
    this.#marked.add(one).add(other)
    this.#chains.clear()
    this.#evers.clear()
  }

  /** Whether any mark ever joined a thing to another one. */
  isMarked(thing: string): boolean {
    return this.#marks.has(thing) || this.#marked.has(thing)
  }

  /** Of the things that are one, the one under whose id they are known. */
  survivorOf(thing: string): string {
    return this.#one(thing)
  }

  #one(thing: string): string {
    let id = this.#journal.absorber.survivorOf(thing)
    for (let up = this.#joined.get(id); up !== undefined; up = this.#joined.get(id)) id = up
    return id
  }

  #withSelf(id: string, chain: ReadonlySet<string>): ReadonlySet<string> {
    return new Set([id, ...chain])
  }

  #chain(org: string): ReadonlySet<string> {
    const known = this.#chains.get(org)
    if (known) return known
    const chain = new Set<string>()
    let at: string | null | undefined = this.#one(org)
    while (typeof at === 'string' && !chain.has(at) && chain.size < deepest) {
      chain.add(at)
      const parent: string | null | undefined = this.#parentOf(at)
      at = typeof parent === 'string' ? this.#one(parent) : parent
    }
    chain.add(org)
    this.#chains.set(org, chain)
    return chain
  }

  #parentOf(org: string): string | null | undefined {
    const moved = this.#movedTo.get(org)
    if (moved !== undefined) return moved.to
    if (this.#isNowhere(org)) return undefined
    const place = this.#places.get(org)
    return place === undefined ? this.#lastStay(org)?.parents[0] : place.parent
  }

  #lastStay(thing: string): Stay | undefined {
    return this.#staysOf(thing).reduce<Stay | undefined>(
      (last, stay) =>
        stay.isMade && stay.parents.length > 0 && (last === undefined || stay.rank > last.rank) ? stay : last,
      undefined,
    )
  }

  #staysOf(thing: string): readonly Stay[] {
    const known = this.#seen.get(thing)
    if (known !== undefined) return known === 'nowhere' ? [] : known
    const stays = this.#readStays([thing]).get(thing) ?? []
    if (this.#isStill) this.#seen.set(thing, stays)
    return stays
  }

  #readStays(things: readonly string[]): Map<string, Stay[]> {
    const stays = new Map<string, Stay[]>(things.map(thing => [thing, []]))
    for (const { thing, hangsOn, made, lamport, writer } of this.#stays.iterate(JSON.stringify(things))) {
      const hangs: string[] = JSON.parse(hangsOn)
      const rank = `${lamport.toString(16).padStart(14, '0')}@${writer}`
      stays.get(thing)?.push({ isMade: made === 1, parents: hangs.slice(1), rank })
    }
    return stays
  }

  #everAbove(thing: string): ReadonlySet<string> {
    const known = this.#evers.get(thing)
    if (known) return known
    const found = new Set([thing, ...(this.#madeBy.get(thing) ?? [])])
    this.#spread(found, found)
    // What marks connect ever lay at the same places: a packet may have merged thousands, and edit each of them.
    this.#evers.set(thing, found)
    if (!this.#marks.has(thing) || this.#madeBy.has(thing)) return found
    const joined = new Set([thing])
    for (const id of joined) for (const other of this.#marks.get(id) ?? []) joined.add(other)
    for (const id of joined) if (!this.#madeBy.has(id)) this.#evers.set(id, found)
    return found
  }

  /** Adds to a set what these lie in or ever lay in, and so on upwards. */
  #spread(found: Set<string>, fresh: Set<string>): void {
    const meet = (id: string) => {
      if (!found.has(id)) fresh.add(id)
    }
    for (const id of fresh) {
      found.add(id)
      for (const stay of this.#staysOf(id)) stay.parents.forEach(meet)
      this.#everTo.get(id)?.forEach(meet)
      this.#marks.get(id)?.forEach(meet)
      meet(this.#one(id))
      if (found.size === 1 && !this.#isNowhere(id)) for (const { org } of this.#posts.all(id)) meet(org)
      const maker = found.size === 1 ? this.#makerOf(id) : undefined
      if (maker !== undefined) meet(maker)
    }
  }
}
