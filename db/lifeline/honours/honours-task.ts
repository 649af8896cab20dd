import type { IsoDay } from '#db/shared/day.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Task } from '#db/sqlite/task.ts'
import type { BranchFacts } from '../facts.ts'
import { gatherFacts } from '../gathering/gather-facts.ts'
import { packFor } from '../packs/pack-in-force.ts'
import { awards, type BarResult, measured } from './bars.ts'

export type HonoursInput = { readonly award: string; readonly root: string; readonly asOf: IsoDay }
export type Candidate = {
  readonly org: { readonly id: string; readonly code: string | null; readonly name: string }
  readonly bars: readonly BarResult[]
  readonly missed: number
  readonly unknown: number
}

/**
 * Everybody of the kind that an honour is for, with each bar: who misses none first, then by how many are missed. A bar
 * of which the registry holds no records is unknown, and neither met nor missed.
 */
export async function readCandidates(
  reader: Reader,
  { award: key, root, asOf }: HonoursInput,
): Promise<readonly Candidate[]> {
  const award = awards.find(one => one.key === key)
  if (award === undefined)
    refuse(
      'award-unknown',
      `没有“${key}”这项荣誉的条件。可以查：${awards.map(one => one.key).join('、')}。`,
      `No conditions are known for an honour "${key}". There are: ${awards.map(one => one.key).join(', ')}.`,
      { award: key },
    )
  const pack = await packFor(reader, asOf)
  const all = await gatherFacts(reader, { root, asOf }, pack)
  const below = belowEach(all)
  return all
    .filter(
      ({ kind, branchType }) => kind !== null && award.kinds.includes(kind) && branchType === 'ordinary',
    )
    .map(facts => {
      const bars = measured(award, facts, below.get(facts.orgId) ?? [facts], { asOf, pack })
      return {
        org: { id: facts.orgId, code: facts.code, name: facts.name },
        bars,
        missed: bars.filter(({ state }) => state === 'missed').length,
        unknown: bars.filter(({ state }) => state === 'unknown').length,
      }
    })
    .toSorted((a, b) => a.missed - b.missed || a.unknown - b.unknown)
}

/** Each organization with itself and all below it. */
function belowEach(all: readonly BranchFacts[]): ReadonlyMap<string, readonly BranchFacts[]> {
  const known = new Map(all.map(facts => [facts.orgId, facts]))
  const below = new Map<string, BranchFacts[]>(all.map(facts => [facts.orgId, []]))
  for (const facts of all) {
    const passed = new Set<string>()
    for (
      let at: BranchFacts | undefined = facts;
      at !== undefined && !passed.has(at.orgId);
      at = at.parent === null ? undefined : known.get(at.parent)
    ) {
      passed.add(at.orgId)
      below.get(at.orgId)?.push(facts)
    }
  }
  return below
}

/** In a thread that only reads: it is a scan of the whole part. */
export const honoursTask: Task<HonoursInput, never, readonly Candidate[]> = (input, tools) =>
  readCandidates(tools.reader(), input)
