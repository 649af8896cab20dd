import { type Change, isCreation, type Put, type Version, versionOf } from '#db/journal/change.ts'
import type { Journal } from '#db/journal/journal.ts'
import { isNamedAfter, replicaOf } from '#db/journal/names.ts'
import { Recent } from '#db/shared/made-once.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Founding, Lying, Places } from '../../trust/judging/bench.ts'
import { Remembered } from '../../trust/remembered.ts'

/** Of so many people and organizations all places lie in memory at a time. */
const mostLying = 8

/** Of how many things it is kept in mind what is known of them: a bound on memory, whatever the packet. */
const mostKept = 20_000

/** What is known of things before a packet is stored: what this registry knows, and what the packet brought so far. */
export class KnownThings {
  readonly #journal: Journal
  readonly #made: Remembered<Change>
  /** What is known here of the things that were looked at. */
  readonly #seen = new Map<string, { readonly isKnown: boolean; readonly first: Change | undefined }>()
  readonly #cardOf
  /**
   * Of organizations called after the PC that founded them: what the packet brought so far that writes kind, tier or code, and
   * which of them it places. Nobody asks it of any others, of which a packet may found very many.
   */
  readonly #structures = new Map<string, Version[]>()
  readonly #placed = new Set<string>()
  readonly #placementOf
  readonly #kindOfOrg
  readonly #nameOfOrg
  readonly #placement
  readonly #membership
  readonly #parents
  readonly #homes
  readonly #places = new Recent<string, Places>(mostLying)
  readonly #isOrg
  readonly #isPerson
  /** What the packet removed so far. */
  readonly #removed = new Set<string>()

  constructor(db: Connection, journal: Journal) {
    this.#journal = journal
    this.#made = new Remembered(db, 'creations')
    this.#cardOf = prepareOnce<[string], { thing: string }>(db, 'SELECT thing FROM card WHERE thing = ?')
    this.#placementOf = prepareOnce<[string], { no: number }>(
      db,
      `SELECT no FROM change INDEXED BY change_child
       WHERE hangs_on ->> '$[0]' = ? AND kind = 'put' AND entity IN ('placement', 'membership') AND entity = 'placement' LIMIT 1`,
    )
    const one = (table: string, subject: string) =>
      prepareOnce<[string], { subject: string; since: string }>(
        db,
        `SELECT ${subject} AS subject, since FROM ${table} WHERE id = ?`,
      )
    this.#placement = one('placement', 'org')
    this.#membership = one('membership', 'person')
    const all = (table: string, subject: string, place: string, transfer: string) =>
      prepareOnce<[string], Lying>(
        db,
        `SELECT id, ${place} AS place, rank, since, until, ${transfer} AS transfer FROM ${table}
         WHERE ${subject} = ? ORDER BY rank`,
      )
    this.#parents = all('placement', 'org', 'parent', 'NULL')
    this.#homes = all('membership', 'person', 'org', 'transfer')
    const isRow = (table: string) =>
      prepareOnce<[string], { id: string }>(db, `SELECT id FROM ${table} WHERE id = ?`)
    this.#isOrg = isRow('org')
    this.#isPerson = isRow('person')
    this.#kindOfOrg = prepareOnce<[string], { kind: string }>(db, 'SELECT kind FROM org WHERE id = ?')
    this.#nameOfOrg = prepareOnce<[string], { name: string }>(
      db,
      'SELECT coalesce(short_name, name) AS name FROM org WHERE id = ?',
    )
  }

  /** The things that are asked about next: one question for all of them. */
  foresee(things: readonly string[]): void {
    this.#made.foresee(things)
    if (this.#seen.size > mostKept) this.#seen.clear()
    const fresh = things.filter(thing => !this.#seen.has(thing))
    const known = this.#journal.changes.known(fresh)
    const firsts = this.#journal.changes.firstOfThings([...known])
    for (const thing of fresh) {
      const lowest = firsts.get(thing)
      const first = lowest && this.#counting(lowest)
      this.#seen.set(thing, { isKnown: known.has(thing), first: first && knownOutlineOf(first) })
    }
  }

  /** Something was stored since. */
  forget(): void {
    this.#seen.clear()
  }

  /** A creation that is taken in is known to what comes after it. */
  noteMade(change: Put): void {
    if (isCreation(change) && !this.#made.has(change.thing)) this.#made.set(change.thing, outlineOf(change))
    const [placed] = change.hangsOn
    if (change.entity === 'placement' && placed !== undefined && isOfSomePc(placed)) this.#placed.add(placed)
    if (!this.#writesStructure(change) || !isOfSomePc(change.thing)) return
    const versions = this.#structures.get(change.thing)
    if (versions === undefined) this.#structures.set(change.thing, [versionOf(change)])
    else versions.push(versionOf(change))
  }

  /** Of an organization, as it is known here and as the packet brought it so far. */
  foundingOf(org: string): Founding {
    const known = this.#journal.changes.ofThing(org).filter(change => this.#writesStructure(change))
    const versions = new Set([...known.map(versionOf), ...(this.#structures.get(org) ?? [])])
    const isPlaced = this.#placed.has(org) || this.#placementOf.get(org) !== undefined
    return { versions: [...versions], isPlaced }
  }

  #writesStructure(change: Change): boolean {
    if (change.entity !== 'org' || change.kind !== 'put') return false
    const { structure = [] } = this.#journal.entities.get('org') ?? {}
    return isCreation(change) || structure.some(register => register in change.body.set)
  }

  /** The first change of a thing that is known here, or that the packet brought before. */
  creationOf(thing: string): Change | undefined {
    return this.#made.get(thing) ?? this.firstOf(thing)
  }

  kindOf(thing: string): string | undefined {
    return this.creationOf(thing)?.entity
  }

  /** The first change of a thing that is known here. Each change asks several times of the same few things. */
  firstOf(thing: string): Change | undefined {
    const seen = this.#seen.get(thing)
    if (seen !== undefined) return seen.first
    const found = this.#journal.absorber.creationOf(thing)
    const first = found && knownOutlineOf(found)
    this.#seen.set(thing, { isKnown: first !== undefined || this.#journal.changes.hasThing(thing), first })
    return first
  }

  /** What was given back, as somebody's claim of this id, says nothing of what it is once another one made it. */
  #counting(lowest: Change): Change | undefined {
    const { changes, absorber } = this.#journal
    return changes.isNamed(lowest) ? absorber.creationOf(lowest.thing) : lowest
  }

  /** Whether anything was ever put into a thing, or removed from it, as far as this registry knows. */
  isKnownHere(thing: string): boolean {
    return this.#seen.get(thing)?.isKnown ?? this.#journal.changes.hasThing(thing)
  }

  /** Whether it is known here by its name alone, as something that lies in another office. */
  liesElsewhere(thing: string): boolean {
    return this.creationOf(thing) === undefined && this.#cardOf.get(thing) !== undefined
  }

  isBranch(org: string): boolean {
    return this.#kindOfOrg.get(org)?.kind === 'branch' || madeKind(this.#made.get(org)) === 'branch'
  }

  /** Where whom a stay or a placement is of lay before it, by the tables and by what the packet removed so far. */
  placeBefore(stay: string, entity: string): string | undefined {
    const subject = this.#row(stay, entity)?.subject
    if (subject === undefined) return undefined
    const { inOrder, at } = this.#lyingOf(subject, entity)
    return (
      inOrder.slice(0, at.get(stay) ?? 0).findLast(({ id }) => !this.#removed.has(id))?.place ?? undefined
    )
  }

  /** The day from which a stay or a placement holds, by the tables. */
  beganOn(stay: string, entity: string): string | undefined {
    return this.#row(stay, entity)?.since
  }

  /** By the tables, all places of a person or an organization. */
  placesOf(subject: string, entity: string): Places {
    const id = this.#journal.absorber.survivorOf(subject)
    return this.isKnownHere(id) ? this.#lyingOf(id, entity) : nowhere
  }

  #row(stay: string, entity: string) {
    return (entity === 'placement' ? this.#placement : this.#membership).get(stay)
  }

  #lyingOf(subject: string, entity: string): Places {
    return this.#places.get(`${entity} ${subject}`, () => {
      const inOrder = (entity === 'placement' ? this.#parents : this.#homes).all(subject)
      const at = new Map(inOrder.map(({ id }, n) => [id, n]))
      return { inOrder, at, byPlace: Map.groupBy(inOrder, ({ place }) => place) }
    })
  }

  /** Whether a person or an organization is in force, by the tables and by what the packet removed so far. */
  isThere(subject: string, entity: string): boolean {
    const find = entity === 'placement' ? this.#isOrg : this.#isPerson
    return !this.#removed.has(subject) && find.get(this.#journal.absorber.survivorOf(subject)) !== undefined
  }

  /** A removal that is taken in, and counts, is known to what comes after it. */
  noteRemoved({ entity, thing }: Change): void {
    if (goTogether.has(entity)) this.#removed.add(thing)
  }

  nameOf(org: string): string | undefined {
    return this.#nameOfOrg.get(org)?.name
  }
}

const nowhere: Places = { inOrder: [], at: new Map(), byPlace: new Map() }

/** Whoever is removed goes with all his places. */
const goTogether = new Set(['person', 'org', 'membership', 'placement'])

/** Whether an organization may be called after the PC that founded it before it was enrolled, as that one's writers are. */
const isOfSomePc = (org: string): boolean => isNamedAfter(org, replicaOf(org))

/** What is kept in mind of a creation that a packet brings: there may be a hundred thousand. */
export function outlineOf(change: Put): Change {
  return change.entity === 'org' ? withoutLabel(change) : withoutBody(change)
}

/** Of a creation that is known here. Of people and their homes there are most, and nobody asks what they say. */
function knownOutlineOf(change: Change): Change {
  const isUsual = change.entity === 'person' || change.entity === 'membership'
  return change.kind === 'put' && isUsual ? withoutBody(change) : withoutLabel(change)
}

function withoutLabel<T extends Change>(change: T): T {
  return { ...change, origin: { ...change.origin, label: null } }
}

function withoutBody(change: Put): Change {
  return { ...withoutLabel(change), body: { set: {} } }
}

function madeKind(change: Change | undefined): unknown {
  return change?.kind === 'put' ? change.body.set['kind']?.['kind'] : undefined
}
