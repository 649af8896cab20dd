import type { Task } from '#db/sqlite/task.ts'
import { inOneSnapshot } from '../one-snapshot.ts'
import type { YearContent } from './content.ts'
import { type FreezeInput, readContent } from './freeze-task.ts'
import { type Missing, missingIn } from './missing.ts'
import { isReviewed } from './plan-year.ts'

export type YearStatus = {
  /** The office itself with what hangs under no street or system, then each of these. */
  readonly units: readonly {
    readonly id: string
    readonly code: string | null
    readonly name: string
    readonly branches: number
    readonly missing: number
  }[]
  readonly missing: readonly (Missing & { readonly unit: string })[]
}

/** How far a year has come, unit by unit, in a thread that only reads. */
export const statusTask: Task<FreezeInput, never, YearStatus> = (input, tools) =>
  inOneSnapshot(tools.reader(), async reader => {
    const content = await readContent(reader, input)
    const missing = await missingIn(reader, content, input.today)
    const unitOf = unitsIn(content)
    const told = missing.map(one => ({ ...one, unit: unitOf.get(one.org) ?? input.root }))
    const count = (ids: readonly (string | undefined)[]) => {
      const counts = new Map<string, number>()
      for (const id of ids) counts.set(id ?? input.root, (counts.get(id ?? input.root) ?? 0) + 1)
      return counts
    }
    const branches = count(
      content.orgs.filter(({ kind }) => kind === 'branch').map(({ id }) => unitOf.get(id)),
    )
    const left = count(told.map(({ unit }) => unit))
    return {
      missing: told,
      units: content.orgs
        .filter(({ id }) => id === input.root || unitOf.get(id) === id)
        .map(({ id, code, name }) => ({
          ...{ id, code, name },
          branches: branches.get(id) ?? 0,
          missing: left.get(id) ?? 0,
        })),
    }
  })

/** The street or system directly below the office under which each organization lies; of the office's own there is none. */
export function unitsIn({ orgs, office }: Pick<YearContent, 'orgs' | 'office'>): ReadonlyMap<string, string> {
  const byId = new Map(orgs.map(org => [org.id, org]))
  const isUnit = new Set(
    orgs
      .filter(org => org.parent === office.id && org.kind !== 'branch' && isReviewed(org.tier))
      .map(({ id }) => id),
  )
  const units = new Map<string, string | undefined>()
  for (const { id } of orgs) {
    const way: string[] = []
    const seen = new Set<string>()
    let at: string | null | undefined = id
    while (at != null && !units.has(at) && !isUnit.has(at) && !seen.has(at)) {
      seen.add(at)
      way.push(at)
      at = byId.get(at)?.parent
    }
    const unit = at == null ? undefined : isUnit.has(at) ? at : units.get(at)
    for (const passed of way) units.set(passed, unit)
    if (isUnit.has(id)) units.set(id, id)
  }
  return new Map([...units].flatMap(([id, unit]) => (unit === undefined ? [] : [[id, unit] as const])))
}
