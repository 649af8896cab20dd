import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import type { Roster } from '#contract/rosters.ts'
import { openEngine } from '#db/engine.ts'
import { rosterOf } from '#db/rosters/roster-kinds.ts'
import { writeRoster } from '#db/rosters/writing/write-roster.ts'
import type { District } from '#db/sample/generate-district.ts'
import { systemClock } from '#db/shared/clock.ts'
import { invariant } from '#db/shared/invariant.ts'
import { uuidV7 } from '#db/shared/new-id.ts'

/** A registry in a folder of its own, gone when it is closed. */
export type Trial = {
  readonly folder: string
  readonly client: Awaited<ReturnType<typeof openTrial>>['client']
  /** Closes the engine and leaves the folder to whoever goes on with it. */
  readonly leave: () => Promise<void>
  readonly close: () => Promise<void>
}

export async function openTrial(root: {
  readonly name?: string | undefined
  readonly code?: string | undefined
}) {
  const folder = await mkdtemp(join(tmpdir(), 'lifeline-bench-'))
  const engine = await openEngine({
    folder,
    clock: systemClock,
    newId: uuidV7(),
    access: 'write',
    log: (level, message, details) => {
      if (level === 'error') console.error(message, details)
    },
  })
  const client = createRouterClient(engine.router)
  await client.registry.init({ name: root.name ?? '区团委', tier: 'district', code: root.code })
  return {
    folder,
    client,
    leave: () => engine.close(),
    close: async () => {
      await engine.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export async function takeIn(trial: Awaited<ReturnType<typeof openTrial>>, as: Roster, file: File) {
  for await (const event of await trial.client.rosters.importFile({ file, as })) {
    if (event.type === 'done') return event.result
  }
  throw new Error('the import ended without a result')
}

/** A roster of a generated district as an office file. */
export async function rosterFile(district: District, as: 'orgs' | 'members'): Promise<File> {
  const shared = { format: 'xlsx', unit: district.root.name, day: district.asOf } as const
  const chunks =
    as === 'orgs'
      ? writeRoster({ kind: rosterOf('orgs'), ...shared, rows: district.orgs })
      : writeRoster({ kind: rosterOf('members'), ...shared, rows: district.members })
  const bytes = Buffer.concat(await Array.fromAsync(chunks))
  invariant(bytes.length > 0, 'a roster has bytes')
  return new File([new Uint8Array(bytes)], `${as}.xlsx`)
}
