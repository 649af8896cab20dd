import { readFile } from 'node:fs/promises'
import { createRouterClient } from '@orpc/server'
import type { Roster } from '#contract/rosters.ts'
import { openEngine } from '#db/engine.ts'
import type { District } from '#db/sample/generate-district.ts'
import { type Clock, systemClock } from '#db/shared/clock.ts'
import { invariant } from '#db/shared/invariant.ts'
import { uuidV7 } from '#db/shared/new-id.ts'

/** A roster on disk, to be taken in as what. */
export type WrittenRoster = { readonly as: Roster; readonly name: string; readonly path: string }

/** Progress is told this often, in milliseconds. */
const pause = 1000

/** Makes the registry of a district from its office files, by the engine and in the way that users do. */
export async function makeRegistry(
  folder: string,
  district: District,
  rosters: readonly WrittenRoster[],
  say: (line: string) => void,
  clock: Clock = systemClock,
): Promise<void> {
  const log = (level: string, message: string) => say(`${level}: ${message}`)
  const engine = await openEngine({ folder, clock, newId: uuidV7(), log, access: 'write' })
  try {
    const client = createRouterClient(engine.router)
    const { name, shortName, code } = district.root
    invariant(name && shortName && code, 'the district has code and names')
    const by = 'sample'
    await client.registry.init({ name, short: shortName, code, tier: 'district', on: district.asOf, by })
    for (const { as, name, path } of rosters) {
      if (as === 'work') await client.reports.adoptTypes({ by })
      say(`taking in ${name} ...`)
      let told = performance.now()
      const file = new File([await readFile(path)], name)
      // Invented people of one name and birthday are many; each is somebody of their own.
      const doubles = { '*': 'new' } as const
      for await (const event of await client.rosters.importFile({ file, as, by, doubles })) {
        if (event.type === 'progress') {
          if (performance.now() - told < pause) continue
          told = performance.now()
          say(`  ${event.what.en}: ${event.done}${event.total > 0 ? ` of ${event.total}` : ''}`)
          continue
        }
        const { read, created, updated, rejected, problems } = event.result
        const refused = problems.find(problem => problem.refused)
        invariant(rejected === 0, `no row of ${name} is refused: ${JSON.stringify(refused)}`)
        say(`  ${read} rows: ${created} new, ${updated} updated`)
      }
    }
  } finally {
    await engine.close()
  }
}
