import { inOneSnapshot } from '#db/sqlite/connection.ts'
import type { Task } from '#db/sqlite/task.ts'
import { type FreezeInput, readContent } from './freeze-task.ts'
import { type Missing, missingIn } from './missing.ts'
import { unitsIn } from './unit-of.ts'

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
