import { canonical, type Json } from '#db/shared/canonical.ts'
import {
  byVersion,
  type Change,
  type Fields,
  type FieldValue,
  isCreation,
  namesChange,
  type Put,
  type Remove,
  type Return,
  rankOf,
  type Version,
  versionOf,
} from '../change.ts'
import { blankOf, type Entity, type FieldType, layoutOf, shapely } from '../entity.ts'
import type { Verdicts } from './judge.ts'

/** One register of a record with several heads of different values; register `*`: edited here, removed there. */
export type Conflict = { readonly register: string; readonly heads: readonly Version[] }

/**
 * What became of a record. `live`: in the tables. `returned`: an office above gave it back; it stays visible, marked,
 * outside of every count. `incomplete`: its creation has not come, or lacks what every such record has. `gone`: removed,
 * or taken back by its author.
 */
export type Folded =
  | {
      readonly state: 'live'
      readonly fields: Fields
      readonly rank: string
      /** The only change of the record, if nothing came after its creation. */
      readonly pristine: Change | undefined
      readonly conflicts: readonly Conflict[]
      readonly heads: Readonly<Record<string, readonly Version[]>>
    }
  | { readonly state: 'returned' | 'incomplete'; readonly fields: Fields }
  | { readonly state: 'gone' }

export type FoldInput = {
  readonly entity: Entity
  /** All changes of the record; of a merged record, those of every record merged into it. */
  readonly changes: readonly Change[]
  readonly verdicts: Verdicts
  /** The returns of a version, the highest number first. */
  readonly findReturns: (version: Version) => readonly Return[]
  /** What mergers of merged records say to have seen: the survivor's values stand for those of their heads. */
  readonly covered?: ReadonlySet<Version> | undefined
}

/** From the changes of one record to its values (journal.md, "From changes to values", rules 1 to 3 and 6). */
export function foldRecord(input: FoldInput): Folded {
  const { entity, changes, verdicts, findReturns } = input
  const covered = versionsAmong(changes, input.covered)
  const { growOnly = false } = entity
  const puts = changes
    .filter((c): c is Put => c.kind === 'put' && verdicts.inForce(c) && (!growOnly || isCreation(c)))
    .sort(byVersion)
  const removes = changes.filter((c): c is Remove => c.kind === 'remove' && verdicts.inForce(c) && !growOnly)
  const heads = new Map<string, readonly Put[]>()
  const alive = new Map<string, readonly Put[]>()
  const lookup = { changes, verdicts, find: finder(changes, findReturns) }
  for (const register of Object.keys(entity.registers)) {
    const standing = aliveIn(puts, register, lookup)
    const named = namedBy(standing, register, lookup, covered)
    alive.set(register, standing)
    heads.set(
      register,
      standing.filter(p => !named.has(versionOf(p))),
    )
  }
  const everyHead = [...heads.values()].flat()
  const exists = [...alive.values()].flat().some(p => isCreation(p) && !covered.has(versionOf(p)))
  if (!exists || everyHead.length === 0) return withoutCreation(entity, changes, verdicts, removes)

  const built = new Set(puts.flatMap(put => Object.values(put.body.base ?? {}).flat()))
  const openRemoves = removes.filter(m => !built.has(versionOf(m)))
  const cleared = new Set(openRemoves.flatMap(m => m.body.saw))
  if (openRemoves.length > 0 && everyHead.every(p => cleared.has(versionOf(p)))) return { state: 'gone' }

  const fields: Record<string, FieldValue> = {}
  const conflicts: Conflict[] = []
  const headVersions: Record<string, readonly Version[]> = {}
  for (const [register, types] of Object.entries(entity.registers)) {
    const own = heads.get(register) ?? []
    const kept = own.filter(p => !cleared.has(versionOf(p)))
    const candidates = kept.length > 0 ? kept : own
    const winner = candidates.at(-1) ?? alive.get(register)?.at(-1)
    for (const [field, type] of Object.entries(types)) {
      fields[field] = winner === undefined ? null : valueIn(entity, winner, register, field, type)
    }
    headVersions[register] = own.map(versionOf)
    const different = new Set(candidates.map(p => valueText(p, register)))
    if (different.size > 1) conflicts.push({ register, heads: candidates.map(versionOf) })
  }
  const standing = openRemoves.length === 0 ? new Set() : thingsBeyond(changes, covered)
  // A removal of a record already merged away, all of whose heads the merger saw, does not touch the survivor.
  const contested = openRemoves.filter(({ thing }) => standing.has(thing))
  if (contested.length > 0) {
    conflicts.push({ register: '*', heads: [...everyHead, ...contested].sort(byVersion).map(versionOf) })
  }
  if (entity.required.some(field => fields[field] === null || fields[field] === undefined)) {
    return { state: 'incomplete', fields }
  }
  const creation = puts.find(isCreation)
  return {
    state: 'live',
    fields,
    rank: creation ? rankOf(creation) : '',
    pristine: changes.length === 1 && (input.covered?.size ?? 0) === 0 ? changes[0] : undefined,
    conflicts,
    heads: headVersions,
  }
}

/** The fold of a record that has nothing but its creation, in force: the same answer without the work. */
export function foldCreation(entity: Entity, creation: Change): Folded {
  if (creation.kind !== 'put') return { state: 'gone' }
  // What a creation leaves empty, most of the fields, is copied at once.
  const fields: Record<string, FieldValue> = { ...blankOf(entity) }
  const { set } = creation.body
  for (const { register, fields: own } of layoutOf(entity)) {
    if (set[register] === undefined) continue
    for (const { field, type } of own) fields[field] = valueIn(entity, creation, register, field, type)
  }
  if (entity.required.some(field => fields[field] === null)) return { state: 'incomplete', fields }
  return { state: 'live', fields, rank: rankOf(creation), pristine: creation, conflicts: [], heads: {} }
}

/**
 * What a put says of a field, as far as it may stand there. What a record is about has to stand in the envelope, too, which is all
 * that was judged of a kind or a field that this program did not know yet when it came.
 */
export function valueIn(
  entity: Entity,
  { body, hangsOn }: Put,
  register: string,
  field: string,
  type: FieldType,
): FieldValue {
  const value = shapely(entity, field, type, body.set[register]?.[field])
  const isHidden = typeof value === 'string' && field in entity.refs && !hangsOn.includes(value)
  return isHidden ? null : value
}

/**
 * Whether a put says nothing of what every such record has, where it writes that: a new record without it never comes into a
 * table, and one from which an edit takes it away is in none any more.
 */
export function leavesOut(entity: Entity, put: Put): boolean {
  return layoutOf(entity).some(
    ({ register, fields }) =>
      writes(put, register) &&
      fields.some(
        ({ field, type }) =>
          entity.required.includes(field) && valueIn(entity, put, register, field, type) === null,
      ),
  )
}

const noVersions: ReadonlySet<Version> = new Set()

type Lookup = Pick<FoldInput, 'changes' | 'verdicts'> & {
  readonly find: (version: Version) => Change | undefined
}

/**
 * A base is a change of this record, or a return that names one; any other version is not known here. Of several of one
 * version it is the one with the highest number.
 */
function finder(
  changes: readonly Change[],
  findReturns: (version: Version) => readonly Return[],
): (version: Version) => Change | undefined {
  const known = new Map<Version, Change | undefined>(changes.map(change => [versionOf(change), change]))
  return version => {
    if (known.has(version)) return known.get(version)
    const isOfOne = (naming: Return) => changes.some(change => namesChange(naming.body.names, change))
    const found = findReturns(version).find(isOfOne)
    known.set(version, found)
    return found
  }
}

/** A creation writes all registers, those it left empty too. */
function writes(put: Put, register: string): boolean {
  return isCreation(put) || Object.hasOwn(put.body.set, register)
}

/**
 * The puts of a register that count, in order of version: what builds on changes that count for nothing alone counts
 * for nothing. A base is lower than what names it; one that is not known here, or is not lower, is trusted.
 */
function aliveIn(puts: readonly Put[], register: string, lookup: Lookup): Put[] {
  const judged = new Map<Change, boolean>()
  const isAlive = (put: Put): boolean => {
    const bases = put.body.base?.[register]
    if (bases === undefined || bases.length === 0) return true
    return bases.some(version => {
      const base = lookup.find(version)
      if (base === undefined) return true
      if (!lookup.verdicts.inForce(base)) return false
      return judged.get(base) ?? true
    })
  }
  return puts.filter(put => {
    if (!writes(put, register)) return false
    const alive = isAlive(put)
    judged.set(put, alive)
    return alive
  })
}

/**
 * The versions that puts take the place of: their bases, and what removes and returns among them took away. Many puts
 * may name the same.
 */
function namedBy(
  puts: readonly Put[],
  register: string,
  { find, changes }: Lookup,
  covered: ReadonlySet<Version>,
): ReadonlySet<Version> {
  const bases = new Set(puts.flatMap(put => put.body.base?.[register] ?? []))
  const named = new Set([...covered, ...bases])
  for (const version of bases) {
    const base = find(version)
    if (base?.kind === 'remove') for (const saw of base.body.saw) named.add(saw)
    if (base?.kind !== 'return') continue
    for (const change of changes) if (namesChange(base.body.names, change)) named.add(versionOf(change))
  }
  return named
}

/** What a put says of a register, as one text. */
export function valueText(put: Put, register: string): string {
  const json: Json = put.body.set[register] ?? {}
  return canonical(json)
}

/** Of all that mergers say to have seen, which may be very much, what are changes of the record. */
function versionsAmong(
  changes: readonly Change[],
  said: ReadonlySet<Version> = noVersions,
): ReadonlySet<Version> {
  return said.size === 0 ? noVersions : new Set(changes.map(versionOf).filter(version => said.has(version)))
}

/** The things of which anything was put that the merger did not see. */
function thingsBeyond(changes: readonly Change[], covered: ReadonlySet<Version>): ReadonlySet<string> {
  const beyond = changes.filter(change => change.kind === 'put' && !covered.has(versionOf(change)))
  return new Set(beyond.map(({ thing }) => thing))
}

function withoutCreation(
  entity: Entity,
  changes: readonly Change[],
  verdicts: Verdicts,
  removes: readonly Remove[],
): Folded {
  const puts = changes.filter((c): c is Put => c.kind === 'put' && !verdicts.isHeld(c)).sort(byVersion)
  const fields: Record<string, FieldValue> = {}
  for (const put of puts) {
    // What its author took back himself is gone from view.
    if (!isCreation(put) && verdicts.isReturnedBy(put, 'own')) continue
    for (const [register, types] of Object.entries(entity.registers)) {
      if (put.body.set[register] === undefined) continue
      for (const [field, type] of Object.entries(types))
        fields[field] = valueIn(entity, put, register, field, type)
    }
  }
  if (removes.length > 0 || puts.length === 0) return { state: 'gone' }
  if (!puts.some(isCreation)) return { state: 'incomplete', fields }
  const givenBack = puts.some(put => verdicts.isReturnedBy(put, 'another'))
  return givenBack ? { state: 'returned', fields } : { state: 'gone' }
}
