import { type Change, idOf, isCreation, versionOf } from './change.ts'
import type { ChangeStore } from './change-store.ts'
import type { Entities, Entity } from './entity.ts'
import { type Folded, foldCreation, foldRecord } from './fold.ts'
import { judge, type Verdicts } from './judge.ts'
import { coveredIn, type Mark, type MergeClass, mergeClasses } from './merge-classes.ts'
import { changesOfRecord, markOf } from './project.ts'
import { type Revocation, revocationsInForce } from './revocations.ts'
import { beginning } from './series.ts'
import { Subjects, settleSeries } from './settle-series.ts'
import type { TableStore } from './table-store.ts'

/**
 * Brings the tables up to date with changes that were just stored: the fast counterpart of `project`, which it always
 * equals. A first change of a new thing goes straight into its table; everything else is folded anew from all changes
 * of its record, together with whatever hangs on a record whose standing changed.
 */
export type Absorber = {
  readonly absorb: (stored: readonly StoredChange[]) => void
  /** The same in steps, for so much that others want an answer meanwhile; all of them have to be taken. */
  readonly absorbing: (stored: readonly StoredChange[]) => Generator<void>
  /** The quick way for a thing that this very transaction made: nothing can refer to it or speak of it yet. */
  readonly absorbCreation: (stored: StoredChange) => void
  /** Lays out the series touched since the last call: before a transaction ends, and once for all of it. */
  readonly settle: () => void
  readonly settling: () => Generator<void>
  /** All heads per register that an author sees now, of a record in the tables or in the shadows. */
  readonly headsOf: (thing: string) => Readonly<Record<string, readonly string[]>> | undefined
  readonly ownHeadsOf: (thing: string) => readonly string[]
  readonly survivorOf: (thing: string) => string
  readonly isHeld: (change: Change) => boolean
  readonly revocations: () => readonly Revocation[]
  readonly isInForce: (change: Change) => boolean
  /** After a roll-back, and when a transaction begins: marks and revocations are read anew. */
  readonly forget: () => void
}

/** How many of the changes that a return names are read at a time. */
const page = 500

export type StoredChange = { readonly change: Change; readonly no: number }

export function absorber(changes: ChangeStore, tables: TableStore, entities: Entities): Absorber {
  let governing: { classes: ReadonlyMap<string, MergeClass>; marks: readonly Mark[] } | undefined
  let revocations: readonly Revocation[] | undefined
  let pending = new Subjects()
  /** What this transaction made: it is there, and nothing else speaks of it yet. */
  let born = new Set<string>()
  /** Things that are known to be in their tables; forgotten as soon as anything is folded anew. */
  let present = new Set<string>()

  /** The changes of the thing looked at last: one look at a record asks for them several times. */
  let last: { readonly thing: string; readonly own: readonly Change[] } | undefined

  function changesOf(thing: string): readonly Change[] {
    if (last?.thing !== thing) last = { thing, own: changes.ofThing(thing) }
    return last.own
  }

  const targets = new Set([...entities.values()].flatMap(entity => Object.values(entity.refs)))

  function referringTo(thing: string): readonly string[] {
    // Of whatever kind the reference takes it to be: it may have turned out to be another.
    return [...targets].flatMap(target => tables.referring(target, thing))
  }

  function merges() {
    if (governing) return governing
    const merge = entities.get('merge')
    const marks = merge ? tables.allOf(merge).map(markOf) : []
    governing = { marks, classes: mergeClasses(marks) }
    return governing
  }

  function revoked(): readonly Revocation[] {
    revocations ??= withoutRevocations(new Set())
    return revocations
  }

  /** The revocations in force, as if these changes had not come. */
  function withoutRevocations(left: ReadonlySet<Change>): readonly Revocation[] {
    const ids = new Set([...left].map(idOf))
    const found = changes.revocations().filter(change => !ids.has(idOf(change)))
    if (found.length === 0) return []
    const certificates = changes.certificates().filter(change => !ids.has(idOf(change)))
    return revocationsInForce(found, certificates, changes.root())
  }

  function isRevokedKey(replica: string): boolean {
    return revoked().some(revocation => revocation.replica === replica)
  }

  /** What `judge` needs to be right about these changes. */
  function context(own: readonly Change[]): {
    verdicts: Verdicts
    findReturn: (v: string) => Change | undefined
  } {
    const all = new Map<string, Change>()
    const returns = new Map<string, Change>()
    const queue = [...own]
    for (let change = queue.pop(); change !== undefined; change = queue.pop()) {
      if (all.has(idOf(change))) continue
      all.set(idOf(change), change)
      if (change.kind === 'return') returns.set(versionOf(change), change)
      for (const naming of changes.naming(change)) queue.push(naming)
    }
    return { verdicts: judge(all.values(), entities, revoked()), findReturn: version => returns.get(version) }
  }

  function fold(entity: Entity, members: readonly string[]): { folded: Folded; own: readonly Change[] } {
    const all = members.flatMap(changesOf)
    const own = changesOfRecord(all).changes.filter(c => c.kind === 'put' || c.kind === 'remove')
    const { marks } = merges()
    const covered = coveredIn(marks, members, survivorOf(members[0] ?? ''))
    return { folded: foldRecord({ entity, changes: own, covered, ...context(all) }), own }
  }

  const survivorOf = (id: string) => merges().classes.get(id)?.survivor ?? id
  const membersOf = (id: string) => merges().classes.get(id)?.members ?? [id]

  /** The things that a change acts on beside its own: what it names, what its revocation covers. */
  function* reach(change: Change, found: Set<string>, seen: Set<string>): Generator<void> {
    yield
    if (seen.has(idOf(change))) return
    seen.add(idOf(change))
    if (change.kind === 'return' || change.kind === 'admit') {
      for (const [writer, from, to] of change.body.names) {
        // By what is there: a range may name more numbers than anybody can count.
        for (let at = from; ; ) {
          const some = changes.someInRange(writer, at, to, page)
          for (const named of some) yield* reach(named, found, seen)
          const last = some.at(-1)
          if (last === undefined || some.length < page) break
          at = last.n + 1
        }
      }
      return
    }
    found.add(change.thing)
  }

  /** What of a key's changes counts has changed with these: by a revocation, or by a certificate that moves one's place. */
  function* reachRevoked(news: readonly Change[], found: Set<string>, seen: Set<string>): Generator<void> {
    const before = withoutRevocations(new Set(news))
    revocations = undefined
    const after = revoked()
    const text = (list: readonly Revocation[]) => list.map(r => `${r.by} ${r.replica}`).join()
    if (text(before) === text(after)) return
    for (const replica of new Set([...before, ...after].map(revocation => revocation.replica))) {
      for (const covered of changes.ofReplica(replica)) yield* reach(covered, found, seen)
    }
  }

  function isFresh(change: Change, batch: ReadonlyMap<string, number>): boolean {
    if (batch.get(change.thing) !== 1 || !entities.has(change.entity)) return false
    if (merges().classes.has(change.thing)) return false
    if (changes.naming(change).length > 0) return false
    if (isRevokedKey(change.origin.replica)) return false
    return changes.ofThing(change.thing).length === 1
  }

  function absorb(stored: readonly StoredChange[]): void {
    for (const _ of absorbing(stored));
  }

  function* absorbing(stored: readonly StoredChange[]): Generator<void> {
    born = new Set()
    present = new Set()
    last = undefined
    const batch = new Map<string, number>()
    for (const { change } of stored) batch.set(change.thing, (batch.get(change.thing) ?? 0) + 1)
    const affected = new Set<string>()
    const seen = new Set<string>()
    const fresh: StoredChange[] = []
    const creations = stored.filter(({ change }) => isCreation(change) && !governs(change))
    for (const { change } of stored) {
      if (!isCreation(change) || governs(change)) yield* reach(change, affected, seen)
    }
    const aboutKeys = stored.map(item => item.change).filter(change => mayRevoke.has(change.entity))
    if (aboutKeys.length > 0) yield* reachRevoked(aboutKeys, affected, seen)
    spreadOverMerges(affected)
    for (const item of creations) {
      if (!affected.has(item.change.thing) && isFresh(item.change, batch)) fresh.push(item)
      else affected.add(item.change.thing)
    }
    const numbers = new Map(stored.map(({ change, no }) => [idOf(change), no]))
    const later: string[] = []
    const down = new Set<string>()
    for (const record of recordsOf(affected)) {
      yield
      if (isRoot(record)) refold(record, numbers, down)
      else later.push(record)
    }
    const hanging = new Set(later)
    for (const { change, no } of fresh) {
      const entity = entities.get(change.entity)
      if (entity === undefined || Object.keys(entity.refs).length > 0) continue
      putFresh(entity, change, no)
      if (!tables.has(entity.name, change.thing)) down.add(change.thing)
    }
    for (const thing of down) {
      yield
      for (const ref of referringTo(thing)) hanging.add(survivorOf(ref))
    }
    for (const record of hanging) {
      yield
      refold(record, numbers, new Set())
    }
    for (const { change, no } of fresh) {
      const entity = entities.get(change.entity)
      if (entity !== undefined && Object.keys(entity.refs).length > 0) putFresh(entity, change, no)
    }
  }

  function absorbCreation({ change, no }: StoredChange): void {
    if (governs(change) || isRevokedKey(change.origin.replica)) {
      absorb([{ change, no }])
      return
    }
    const entity = entities.get(change.entity)
    if (entity === undefined) return
    if (putFresh(entity, change, no)) born.add(change.thing)
  }

  /** Marks first: what they connect, or no longer connect, is folded anew as a whole, with all that refers to it. */
  function spreadOverMerges(affected: Set<string>): void {
    const marked = [...affected].filter(thing => entityOf(thing)?.name === 'merge')
    if (marked.length === 0) return
    const before = merges().classes
    const merge = entities.get('merge')
    const touched = new Set<string>()
    for (const thing of marked) {
      affected.delete(thing)
      if (merge === undefined) continue
      const { folded } = fold(merge, [thing])
      for (const mark of [tables.read(merge, thing), folded.state === 'live' ? folded.fields : undefined]) {
        if (mark === undefined) continue
        touched.add(String(mark['kept']))
        touched.add(String(mark['lost']))
      }
      store(merge, thing, folded, null)
    }
    governing = undefined
    for (const id of touched) {
      const members = [...(before.get(id)?.members ?? [id]), ...membersOf(id)]
      for (const member of members) {
        affected.add(member)
        for (const ref of referringTo(member)) affected.add(ref)
      }
    }
  }

  function entityOf(thing: string): Entity | undefined {
    return entities.get(changesOfRecord(changesOf(thing)).entity)
  }

  function entityOfRecord(members: readonly string[]): Entity | undefined {
    return entities.get(changesOfRecord(members.flatMap(changesOf)).entity)
  }

  /** A record that lost its only change, or turned out to be of another kind, leaves the table where it stood. */
  function dropStrays(record: string, members: readonly string[], entity: Entity | undefined): void {
    const own = members.flatMap(changesOf)
    if (entity !== undefined && own.every(change => change.entity === entity.name)) return
    for (const other of entities.values()) {
      if (other === entity) continue
      noteSubject(other, record)
      tables.drop(other, record)
      clearConflicts(other, record)
    }
    if (entity === undefined) tables.unshade(record)
  }

  function recordsOf(things: Iterable<string>): Set<string> {
    const records = new Set<string>()
    for (const thing of things) records.add(survivorOf(thing))
    return records
  }

  /** Records that hang on nothing are settled before those that hang on them. */
  function isRoot(record: string): boolean {
    const entity = entityOfRecord(membersOf(record))
    return entity === undefined || Object.keys(entity.refs).length === 0
  }

  /** Answers whether the record is in its table now. */
  function putFresh(entity: Entity, change: Change, no: number): boolean {
    return store(entity, change.thing, foldCreation(entity, change), no, true)
  }

  function refold(record: string, numbers: ReadonlyMap<string, number>, down: Set<string>): void {
    const members = membersOf(record)
    const entity = entityOfRecord(members)
    dropStrays(record, members, entity)
    if (entity === undefined) return
    const was = tables.has(entity.name, record)
    for (const member of members) {
      if (member === record) continue
      for (const other of entities.values()) {
        if (!tables.has(other.name, member)) continue
        noteSubject(other, member)
        tables.drop(other, member)
        clearConflicts(other, member)
      }
      tables.unshade(member)
    }
    const { folded } = fold(entity, members)
    const only = folded.state === 'live' && folded.pristine ? numbers.get(idOf(folded.pristine)) : undefined
    store(entity, record, folded, only ?? null)
    if (folded.state !== 'gone') {
      for (const lost of members) {
        if (lost === record || !changes.hasThing(lost)) continue
        tables.cast(lost, { entity: entity.name, state: 'merged', survivor: record, fields: {} })
      }
    }
    const is = tables.has(entity.name, record)
    if (was !== is || !is || members.length > 1) for (const member of members) down.add(member)
  }

  function clearConflicts(entity: Entity, thing: string): void {
    tables.clearConflicts(thing, [...Object.keys(entity.registers), '*'])
  }

  function store(
    entity: Entity,
    id: string,
    folded: Folded,
    pristine: number | null,
    isNew = false,
  ): boolean {
    if (!isNew) {
      noteSubject(entity, id)
      tables.unshade(id)
      clearConflicts(entity, id)
    }
    if (folded.state !== 'live') {
      if (!isNew) tables.drop(entity, id)
      if (folded.state !== 'gone') {
        tables.cast(id, { entity: entity.name, state: folded.state, survivor: null, fields: folded.fields })
      }
      return false
    }
    const fields = { ...folded.fields }
    let parked = false
    for (const [field, target] of Object.entries(entity.refs)) {
      const ref = fields[field]
      if (typeof ref !== 'string') continue
      const survivor = survivorOf(ref)
      fields[field] = survivor
      if (!isPresent(target, survivor) && changes.hasThing(survivor)) parked = true
    }
    if (parked) {
      if (!isNew) tables.drop(entity, id)
      const row = entity.series ? { ...fields, rank: folded.rank } : fields
      tables.cast(id, { entity: entity.name, state: 'parked', survivor: null, fields: row })
      return false
    }
    const row = { fields, rank: folded.rank, pristine }
    const subject = entity.series && String(fields[entity.series.subject])
    if (isNew && subject !== undefined && born.delete(subject)) {
      // The first place of a thing that was just made holds from the beginning, and until another one comes.
      tables.add(entity, id, entity.tree ? { ...row, starts: beginning } : row)
      return true
    }
    if (isNew) tables.add(entity, id, entity.tree ? { ...row, starts: '' } : row)
    else tables.put(entity, id, entity.tree ? { ...row, starts: '' } : row)
    tables.setConflicts(id, entity.name, folded.conflicts)
    if (subject !== undefined) pending.add(entity, subject)
    return true
  }

  function isPresent(entity: string, id: string): boolean {
    if (born.has(id) || present.has(id)) return true
    if (!tables.has(entity, id)) return false
    present.add(id)
    return true
  }

  /** The subject that a series row spoke of until now needs its intervals anew, even when the row leaves it. */
  function noteSubject(entity: Entity, id: string): void {
    if (!entity.series) return
    const fields = tables.read(entity, id) ?? tables.shadowOf(id)?.fields
    const subject = fields?.[entity.series.subject]
    if (typeof subject === 'string') pending.add(entity, subject)
  }

  function settle(): void {
    for (const _ of settling());
  }

  function* settling(): Generator<void> {
    const subjects = pending
    pending = new Subjects()
    yield* settleSeries(tables, entities, subjects)
  }

  function headsOf(thing: string): Readonly<Record<string, readonly string[]>> | undefined {
    const record = survivorOf(thing)
    const entity = entityOf(record)
    if (entity === undefined) return undefined
    const { folded, own } = fold(entity, membersOf(record))
    if (folded.state === 'live') {
      const contested = folded.conflicts.find(conflict => conflict.register === '*')?.heads ?? []
      return Object.fromEntries(
        Object.entries(folded.heads).map(([register, heads]) => [
          register,
          [...heads, ...contested.filter(version => !heads.includes(version) && isRemove(own, version))],
        ]),
      )
    }
    const { verdicts } = context(own)
    const returns = [...new Set(own.flatMap(change => verdicts.returnsOn(change).map(versionOf)))]
    if (returns.length === 0) return undefined
    // The author sees the returned values, his own later edits among them: a correction takes the place of all.
    const seen = (register: string) =>
      own
        .filter(change => change.kind === 'put' && (isCreation(change) || register in change.body.set))
        .map(versionOf)
    return Object.fromEntries(
      Object.keys(entity.registers).map(register => [register, [...returns, ...seen(register)]]),
    )
  }

  /** The heads of a merged record itself, not of the one that it was merged into. */
  function ownHeadsOf(thing: string): readonly string[] {
    const entity = entityOf(thing)
    if (entity === undefined) return []
    const { changes: own } = changesOfRecord(changesOf(thing))
    const folded = foldRecord({ entity, changes: own, ...context(own) })
    return folded.state === 'live' ? [...new Set(Object.values(folded.heads).flat())] : []
  }

  function forget(): void {
    pending = new Subjects()
    born = new Set()
    present = new Set()
    last = undefined
    governing = undefined
    revocations = undefined
  }

  return {
    absorb,
    absorbing,
    absorbCreation,
    settle,
    settling,
    headsOf,
    ownHeadsOf,
    survivorOf,
    revocations: revoked,
    isHeld: change => context([change]).verdicts.isHeld(change),
    isInForce: change => context(changes.ofThing(change.thing)).verdicts.inForce(change),
    forget,
  }
}

/** Certificates and revocations together decide which keys are revoked. */
const mayRevoke = new Set(['revocation', 'certificate'])

/** Marks and revocations act on other records than their own. */
function governs(change: Change): boolean {
  return change.entity === 'merge' || change.entity === 'revocation'
}

function isRemove(changes: readonly Change[], version: string): boolean {
  return changes.some(change => change.kind === 'remove' && versionOf(change) === version)
}
