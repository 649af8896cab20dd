import { type Change, isCreation, versionOf } from '../change.ts'
import { changesOfRecord } from '../fold/project.ts'
import type { ChangeStore } from '../store/change-store.ts'
import { noBatch, type Records } from './records.ts'
import type { VerdictContexts } from './verdict-context.ts'

export type Heads = Readonly<Record<string, readonly string[]>>

/** All heads per register that an author sees now, of a record in the tables or in the shadows. */
export function headsOf(records: Records, contexts: VerdictContexts, thing: string): Heads | undefined {
  const [record] = records.find([records.survivorOf(thing)], noBatch)
  if (record?.entity === undefined) return undefined
  const { entity, folded } = record
  const all = () => record.members.flatMap(member => records.historyOf(member).map(({ change }) => change))
  if (folded.state === 'live') {
    const contested = folded.conflicts.find(conflict => conflict.register === '*')?.heads ?? []
    if (contested.length === 0) return folded.heads
    const removes = new Set(
      all()
        .filter(change => change.kind === 'remove')
        .map(versionOf),
    )
    return Object.fromEntries(
      Object.entries(folded.heads).map(([register, heads]) => [
        register,
        [...heads, ...contested.filter(version => !heads.includes(version) && removes.has(version))],
      ]),
    )
  }
  const written = all()
  const { verdicts } = contexts.of(written)
  const { changes: own } = changesOfRecord(written, verdicts)
  const returned = own.flatMap(change => verdicts.returnsOn(change).map(back => ({ change, back })))
  if (returned.length === 0) return undefined
  // What somebody took back himself stays so when another change of the same record is corrected.
  const byOthers = returned.filter(({ change, back }) => change.origin.office !== back.origin.office)
  const returns = [...new Set((byOthers.length > 0 ? byOthers : returned).map(({ back }) => versionOf(back)))]
  // The author sees the returned values, his own later edits among them: a correction takes the place of all.
  return Object.fromEntries(
    Object.keys(entity.registers).map(register => [register, [...returns, ...seenIn(register, own)]]),
  )
}

/** A record as it stands in its table: `pristine` is the number of its creation while nothing else was ever written of it. */
export type Standing = { readonly id: string; readonly pristine: number | null }

/**
 * All versions that an author sees now of many records in the tables, in order. Of one that was never written again that
 * is its creation; the others are read with one question.
 */
export function seenOf(
  records: Records,
  contexts: VerdictContexts,
  changes: ChangeStore,
  standing: readonly Standing[],
): ReadonlyMap<string, readonly string[]> {
  const creations = changes.versionsOf(standing.flatMap(({ pristine }) => pristine ?? []))
  const touched = standing.filter(({ pristine }) => pristine === null || !creations.has(pristine))
  records.foresee(touched.map(({ id }) => records.survivorOf(id)))
  const later = touched.map(({ id }) => {
    const heads = Object.values(headsOf(records, contexts, id) ?? {}).flat()
    return [id, [...new Set(heads)].sort()] as const
  })
  const untouched = standing.flatMap(({ id, pristine }) => {
    const version = pristine === null ? undefined : creations.get(pristine)
    return version === undefined ? [] : [[id, [version]] as const]
  })
  return new Map<string, readonly string[]>([...later, ...untouched])
}

/** The heads of a merged record itself, not of the one that it was merged into. */
export function ownHeadsOf(records: Records, thing: string): readonly string[] {
  const [record] = records.findThings([thing], noBatch)
  return record?.folded.state === 'live' ? [...new Set(Object.values(record.folded.heads).flat())] : []
}

function seenIn(register: string, own: readonly Change[]): string[] {
  return own
    .filter(change => change.kind === 'put' && (isCreation(change) || register in change.body.set))
    .map(versionOf)
}
