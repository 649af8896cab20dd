import { inParts } from '#db/shared/slices.ts'
import { type Act, type Change, isCreation, versionOf } from '../change.ts'
import type { Entities, Entity } from '../entity.ts'
import { type Folded, foldRecord } from '../fold/fold.ts'
import { foldPlain } from '../fold/fold-plain.ts'
import { type MergeClass, mergeClasses } from '../fold/merge-classes.ts'
import { changesOfRecord, isMet, markOf } from '../fold/project.ts'
import type { ChangeStore, StoredChange } from '../store/change-store.ts'
import type { TableStore } from '../store/table-store.ts'
import { undisputed, type VerdictContext, type VerdictContexts } from './verdict-context.ts'

/** What was stored since the tables were last brought up to date, by what it acts on. */
export type Batch = {
  /** The local number of the first change of it: whatever has a higher one came with it. */
  readonly first: number
  /**
   * Things of which a row may lie anywhere until they are written anew: a mark connected them, or no longer does, or some
   * of what was known of them is here no longer.
   */
  readonly regrouped: Set<string>
}

/** A record as its changes make it, whatever the tables say of it now. */
export type FoundRecord = {
  readonly id: string
  /** The things that are this record: more than one where some were merged. */
  readonly members: readonly string[]
  /** Undefined for what a newer program wrote. */
  readonly entity: Entity | undefined
  readonly folded: Folded
  /** The local number of its only change. */
  readonly pristine: number | null
  /** Members that anything was ever put into or removed from, and of these the ones that the batch brought. */
  readonly known: ReadonlySet<string>
  readonly fresh: ReadonlySet<string>
  /** Whether any change older than the batch made it. */
  readonly wasMade: boolean
  /** One thing that nobody ever took for another kind, in no merge: it can stand in the table of its entity alone. */
  readonly isUsual: boolean
}

/** How many records are folded at once, and about how many changes of theirs. */
const most = { records: 500, changes: 5000 }

export const noBatch: Batch = { first: Number.MAX_SAFE_INTEGER, regrouped: new Set() }

/** From things to records: which things are one, and what their changes make of them. Writes nothing. */
export class Records {
  readonly #changes: ChangeStore
  readonly #tables: TableStore
  readonly #entities: Entities
  readonly #contexts: VerdictContexts
  #marked: Set<string> | undefined
  #merges: ReadonlyMap<string, Pick<MergeClass, 'survivor' | 'members'>> | undefined
  /** The histories that were read last: whoever looks at records and then writes them asks for these again. */
  #recent: ReadonlyMap<string, StoredChange[]> = new Map()

  constructor(changes: ChangeStore, tables: TableStore, entities: Entities, contexts: VerdictContexts) {
    this.#changes = changes
    this.#tables = tables
    this.#entities = entities
    this.#contexts = contexts
  }

  /** After a roll-back, and when a transaction begins or ends. */
  forget(): void {
    this.#recent = new Map()
    this.#marked = undefined
    this.forgetMerges()
  }

  /** After a mark was written or taken away. */
  forgetMerges(): void {
    this.#merges = undefined
  }

  /** Keeps up with what was just stored. */
  note(stored: StoredChange): void {
    const { kind, entity, thing } = stored.change
    if (entity === 'merge') this.#marked?.add(thing)
    if (kind !== 'return' && kind !== 'admit') this.#recent.get(thing)?.push(stored)
  }

  /** The same of many that were stored without being read. */
  noteActs(acts: readonly Act[]): void {
    this.#recent = new Map()
    for (const { entity, thing } of acts) if (entity === 'merge') this.#marked?.add(thing)
  }

  /** The things that any change takes for a merge mark. */
  markedThings(): ReadonlySet<string> {
    this.#marked ??= new Set(this.#changes.markedThings())
    return this.#marked
  }

  survivorOf(id: string): string {
    return this.#classes().get(id)?.survivor ?? id
  }

  membersOf(id: string): readonly string[] {
    return this.#classes().get(id)?.members ?? [id]
  }

  hasMerges(): boolean {
    return this.#classes().size > 0
  }

  recordsOf(things: ReadonlySet<string>): ReadonlySet<string> {
    if (!this.hasMerges()) return things
    const records = new Set<string>()
    for (const thing of things) records.add(this.survivorOf(thing))
    return records
  }

  /** Everything that was put into or removed from a thing, in the order in which it came. */
  historyOf(thing: string): readonly StoredChange[] {
    return this.#historiesOf([thing]).get(thing) ?? []
  }

  /** Of survivors’ ids: what is asked about them next is read with one question. */
  foresee(ids: readonly string[]): void {
    this.#historiesOf(ids.flatMap(id => this.membersOf(id)))
  }

  /** Survivors' ids, some at a time: see `partsByWeight`. */
  inParts(ids: Iterable<string>): Generator<readonly string[]> {
    return partsByWeight(this.#changes, ids, id => (this.hasMerges() ? this.membersOf(id) : [id]))
  }

  /** Things by themselves, merged or not, some at a time. */
  thingsInParts(things: Iterable<string>): Generator<readonly string[]> {
    return partsByWeight(this.#changes, things, thing => [thing])
  }

  /** Of survivors' ids; all their histories are read with one question. */
  find(ids: readonly string[], batch: Batch): FoundRecord[] {
    const histories = this.#historiesOf(this.hasMerges() ? ids.flatMap(id => this.membersOf(id)) : ids)
    this.#contexts.foresee(changesIn(histories))
    return ids.map(id => this.#found(id, this.membersOf(id), histories, batch))
  }

  /** Of things by themselves, merged or not. */
  findThings(things: readonly string[], batch: Batch): FoundRecord[] {
    const histories = this.#historiesOf(things)
    this.#contexts.foresee(changesIn(histories))
    return things.map(thing => this.#found(thing, [thing], histories, batch))
  }

  /** Of things that have changes those of which anything is known (see `isMet`). */
  metAmong(things: readonly string[]): ReadonlySet<string> {
    const met = new Set(this.#changes.made(things))
    for (const some of this.thingsInParts(things.filter(thing => !met.has(thing)))) {
      for (const [thing, stored] of this.#changes.histories(some)) {
        const changes = stored.map(({ change }) => change)
        if (isMet(changes, this.#contexts.of(changes).verdicts)) met.add(thing)
      }
    }
    return met
  }

  #historiesOf(things: readonly string[]): ReadonlyMap<string, readonly StoredChange[]> {
    if (!things.every(thing => this.#recent.has(thing))) this.#recent = this.#changes.histories(things)
    return this.#recent
  }

  #found(
    id: string,
    members: readonly string[],
    histories: ReadonlyMap<string, readonly StoredChange[]>,
    batch: Batch,
  ): FoundRecord {
    const stored =
      members.length === 1
        ? (histories.get(id) ?? [])
        : members.flatMap(member => histories.get(member) ?? [])
    const all = stored.map(({ change }) => change)
    const context = this.#contexts.of(all)
    const own = changesOfRecord(all, context.verdicts)
    const entity = this.#entities.get(own.entity)
    const folded = entity ? this.#fold(entity, members, own.changes, context) : gone
    // Others may have put something else under its id, before or after.
    const pristine = folded.state === 'live' ? folded.pristine : undefined
    return {
      id,
      members,
      entity,
      folded,
      pristine:
        pristine === undefined ? null : (stored.find(({ change }) => change === pristine)?.no ?? null),
      ...brought(id, members, stored, batch.first),
      wasMade: stored.some(({ no, change }) => no < batch.first && isCreation(change)),
      isUsual: members.length === 1 && all.length === own.changes.length && !batch.regrouped.has(id),
    }
  }

  /** `own`: of all changes those that take the record for what it is. */
  #fold(entity: Entity, members: readonly string[], own: readonly Change[], context: VerdictContext): Folded {
    if (members.length === 1) {
      const plain = context === undisputed ? foldPlain(entity, own) : undefined
      return plain ?? foldRecord({ entity, changes: own, ...context })
    }
    return foldRecord({ entity, changes: own, covered: this.#coveredOf(members, own), ...context })
  }

  /** What marks say to have seen may be very much: of it only what is a change of the record is ever read. */
  #coveredOf(members: readonly string[], own: readonly Change[]): ReadonlySet<string> {
    const merge = this.#entities.get('merge')
    if (merge === undefined) return new Set()
    const survivor = this.survivorOf(members[0] ?? '')
    const lost = members.filter(member => member !== survivor)
    return new Set(this.#tables.listed(merge, 'saw', own.map(versionOf), { field: 'lost', among: lost }))
  }

  #classes(): ReadonlyMap<string, Pick<MergeClass, 'survivor' | 'members'>> {
    if (this.#merges) return this.#merges
    const merge = this.#entities.get('merge')
    this.#merges = mergeClasses(merge ? this.#tables.pick(merge, ['kept', 'lost']).map(markOf) : [])
    return this.#merges
  }
}

/**
 * Records, some at a time. The histories of a part lie in memory together, so that it has fewer records where these were
 * written often or at length.
 */
export function* partsByWeight(
  changes: Pick<ChangeStore, 'weights'>,
  ids: Iterable<string>,
  membersOf: (id: string) => readonly string[],
): Generator<readonly string[]> {
  for (const some of inParts(ids, most.records)) {
    const weights = changes.weights(some.flatMap(membersOf))
    let part: string[] = []
    let sum = 0
    for (const id of some) {
      const weight = membersOf(id).reduce((n, member) => n + (weights.get(member) ?? 0), 0)
      if (part.length > 0 && sum + weight > most.changes) {
        yield part
        part = []
        sum = 0
      }
      part.push(id)
      sum += weight
    }
    if (part.length > 0) yield part
  }
}

function changesIn(histories: ReadonlyMap<string, readonly StoredChange[]>): readonly Change[] {
  return [...histories.values()].flatMap(stored => stored.map(({ change }) => change))
}

/** Of a record's members, those that anything was ever written of; and those of which all has a number from `first` on. */
function brought(
  id: string,
  members: readonly string[],
  stored: readonly StoredChange[],
  first: number,
): Pick<FoundRecord, 'known' | 'fresh'> {
  if (stored.length === 0) return { known: nothing, fresh: nothing }
  const isOld = ({ no }: StoredChange) => no < first
  if (members.length === 1) {
    const known = new Set([id])
    return { known, fresh: stored.some(isOld) ? nothing : known }
  }
  const known = new Set(stored.map(({ change }) => change.thing))
  const old = new Set(stored.filter(isOld).map(({ change }) => change.thing))
  return { known, fresh: new Set([...known].filter(member => !old.has(member))) }
}

const nothing: ReadonlySet<string> = new Set()
const gone: Folded = { state: 'gone' }
