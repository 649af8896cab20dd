import { type Change, type FieldValue, inOrder, isCreation, type Put, rankOf, versionOf } from '../change.ts'
import { type Entity, layoutOf } from '../entity.ts'
import { type Conflict, type Folded, valueIn, valueText } from './fold.ts'

/**
 * The fold of a record of which every change is in force and nothing was removed, as almost all are: the same answer as
 * `foldRecord` gives, looking only at what was written after the creation. Answers undefined where it is not as simple
 * as that.
 */
export function foldPlain(entity: Entity, changes: readonly Change[]): Folded | undefined {
  const history = plainHistory(entity, changes)
  if (history === undefined) return undefined
  const { creation, later } = history
  const untouched = [versionOf(creation)]
  const fields: Record<string, FieldValue> = {}
  const heads: Record<string, readonly string[]> = {}
  const conflicts: Conflict[] = []
  for (const { register, fields: own } of layoutOf(entity)) {
    const written = later.get(register)
    let winner: Put | undefined = creation
    heads[register] = untouched
    if (written !== undefined) {
      const standing = headsOf(register, creation, written)
      winner = standing.at(-1)
      if (winner === undefined) return undefined
      const versions = standing.map(versionOf)
      heads[register] = versions
      if (standing.length > 1) {
        const different = new Set(standing.map(put => valueText(put, register)))
        if (different.size > 1) conflicts.push({ register, heads: versions })
      }
    }
    for (const { field, type } of own) fields[field] = valueIn(entity, winner, register, field, type)
  }
  if (entity.required.some(field => fields[field] === null || fields[field] === undefined)) {
    return { state: 'incomplete', fields }
  }
  const pristine = changes.length === 1 ? creation : undefined
  return { state: 'live', fields, rank: rankOf(creation), pristine, conflicts, heads }
}

type PlainHistory = { readonly creation: Put; readonly later: ReadonlyMap<string, readonly Put[]> }

/** One creation, and the puts after it by the register that they write, in order of version. */
function plainHistory(entity: Entity, changes: readonly Change[]): PlainHistory | undefined {
  let creation: Put | undefined
  const later = new Map<string, Put[]>()
  for (const change of inOrder(changes)) {
    if (change.kind !== 'put') return undefined
    if (isCreation(change)) {
      if (creation !== undefined) return undefined
      creation = change
      continue
    }
    if (entity.growOnly) continue
    for (const register of Object.keys(change.body.set)) {
      const written = later.get(register)
      if (written) written.push(change)
      else later.set(register, [change])
    }
  }
  return creation && { creation, later }
}

/** In order of version: the creation is one of them, wherever it stands. */
function headsOf(register: string, creation: Put, written: readonly Put[]): Put[] {
  const named = new Set<string>()
  for (const put of written) for (const base of put.body.base?.[register] ?? []) named.add(base)
  return inOrder([creation, ...written]).filter(put => !named.has(versionOf(put)))
}
