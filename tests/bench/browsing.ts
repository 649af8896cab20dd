import { rm } from 'node:fs/promises'
import { createRouterClient } from '@orpc/server'
import { type PeopleFilter, peopleSorts } from '#contract/looking.ts'
import { openEngine } from '#db/engine.ts'
import { systemClock, today } from '#db/shared/clock.ts'
import { uuidV7 } from '#db/shared/new-id.ts'
import { type Connection, openReadOnly, openWriter, registryFile } from '#db/sqlite/connection.ts'
import { type Bench, byRatio, byValue, median, percentile, type Scale } from './bench.ts'
import { fillLargeTree } from './large-tree.ts'
import { openTrial } from './trial-registry.ts'

const orgs = 100_000

type Large = {
  readonly client: Awaited<ReturnType<typeof openTrial>>['client']
  readonly db: Connection
  /** The organization with 1,000 branches directly below it, among others. */
  readonly widest: string
  /** Moves somebody to another organization, and every other time an organization too: what was kept is true no more. */
  readonly write: () => void
}

/** A tree of 100,000 organizations with as many people as the scale says, looked through by `measure`. */
export async function inLargeTree<T>(
  scale: Scale,
  say: (text: string) => void,
  measure: (large: Large) => Promise<T>,
  fillMore: (folder: string) => void = () => undefined,
): Promise<T> {
  const trial = await openTrial({ name: '区团委', code: 'T0' })
  await trial.leave()
  try {
    const people = scale === 'full' ? 1_000_000 : 100_000
    const widest = fillLargeTree(trial.folder, { orgs, people }, say)
    fillMore(trial.folder)
    const log = (_level: string, message: string, details?: unknown) => console.error(message, details)
    const engine = await openEngine({
      folder: trial.folder,
      clock: systemClock,
      newId: uuidV7(),
      access: 'read',
      log,
    })
    const db = openReadOnly(registryFile(trial.folder))
    const writer = openWriter(registryFile(trial.folder))
    const moveMember = writer.prepare(
      'UPDATE membership SET org = (SELECT org FROM membership AS other WHERE other.no = ?) WHERE no = ?',
    )
    const moveOrg = writer.prepare(
      'UPDATE placement SET parent = (SELECT parent FROM placement AS other WHERE other.no = ?) WHERE no = ?',
    )
    let written = 0
    const write = () => {
      const n = ++written * 17
      moveMember.run(n + 1, n)
      // The last organizations are branches.
      if (written % 2 === 0) moveOrg.run(orgs - n - 1, orgs - n - 2)
    }
    try {
      return await measure({ client: createRouterClient(engine.router), db, widest, write })
    } finally {
      writer.close()
      db.close()
      await engine.close()
    }
  } finally {
    await rm(trial.folder, { recursive: true, force: true })
  }
}

export async function times(runs: number, work: (run: number) => unknown): Promise<number[]> {
  const ms: number[] = []
  for (let run = 0; run < runs; run++) {
    const begun = performance.now()
    await work(run)
    ms.push(performance.now() - begun)
  }
  return ms
}

/** What the first answer after a write takes, as it is told beside the figures: 50 ms are wanted. */
async function sayAfterWrite(
  say: (text: string) => void,
  write: () => void,
  ask: (run: number) => Promise<unknown>,
  runs = 5,
): Promise<void> {
  const ms: number[] = []
  for (let run = 0; run < runs; run++) {
    write()
    ms.push(...(await times(1, () => ask(run))))
  }
  say(
    `after a write: ${median(ms).toFixed(0)} ms, the slowest twentieth ${percentile(ms, 0.95).toFixed(0)} ms`,
  )
}

/** Opening the widest node of the tree, counts and all; the raw work is reading the rows of what lies below it. */
export const tree100k: Bench = {
  name: 'tree-100k',
  run: (scale, say) =>
    inLargeTree(scale, say, async ({ client, db, widest, write }) => {
      const [cold] = await times(1, () => client.looking.children({ org: widest }))
      say(`first time: ${cold?.toFixed(0)} ms`)
      await sayAfterWrite(say, write, () => client.looking.children({ org: widest }))
      // Of forty the third slowest would be the 95th: that says how busy the PC is.
      const ours = await times(400, async () => {
        const children = await client.looking.children({ org: widest })
        if (children.length < 1000) throw new Error(`${children.length} children`)
      })
      const raw = db.prepare(
        'SELECT org.* FROM placement JOIN org ON org.id = placement.org WHERE placement.parent = ? ORDER BY code',
      )
      const baseline = median(await times(40, () => raw.all(widest)))
      return byValue('tree-100k', percentile(ours, 0.95), baseline, 1)
    }),
}

/**
 * The counts of all organizations with all below them, asked for at the top right after somebody moved, and every other
 * time an organization too; the raw work is one plain GROUP BY over the stays of that day.
 */
export const count1m: Bench = {
  name: 'count-1m',
  run: (scale, say) =>
    inLargeTree(scale, say, async ({ client, db, write }) => {
      const [cold] = await times(1, () => client.registry.stats({}))
      say(`first time: ${cold?.toFixed(0)} ms`)
      const kept = await times(20, () => client.registry.stats({}))
      say(`kept: ${median(kept).toFixed(1)} ms`)
      const ours: number[] = []
      for (let run = 0; run < 5; run++) {
        write()
        ours.push(...(await times(1, () => client.registry.stats({}))))
      }
      const raw = db.prepare(
        'SELECT org, count(*) FROM membership WHERE since <= ? AND (until IS NULL OR until > ?) GROUP BY org',
      )
      const day = today(systemClock)
      const baseline = median(await times(10, () => raw.all(day, day)))
      return byRatio('count-1m', median(ours) / 1000, baseline / 1000, 3)
    }),
}

const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗']

/** Pages of people by filters and orders that were not asked for before, one after the other. */
function filtered(run: number): PeopleFilter & { limit: number } {
  const born = String(2000 + (run % 9))
  const filters: PeopleFilter[] = [
    { text: surnames[run % surnames.length] ?? '王' },
    { report: 'open' },
    { status: 'normal', agedBy: `${born}-06-30` },
    { post: run % 2 === 0 ? 'held' : 'none', agedAfter: `${born}-12-31` },
    { text: surnames[(run * 7) % surnames.length] ?? '王', status: 'normal', post: 'none' },
  ]
  const sort = peopleSorts[run % peopleSorts.length] ?? 'name'
  return { ...filters[run % filters.length], sort, down: run % 3 === 0, limit: 100 }
}

/** The first page of any filter in any order; the raw work is one walk over the names. */
export const filter1m: Bench = {
  name: 'filter-1m',
  run: (scale, say) =>
    inLargeTree(scale, say, async ({ client, db, write }) => {
      for (const sort of peopleSorts) {
        const [cold] = await times(1, () => client.looking.people({ sort }))
        say(`first time by ${sort}: ${cold?.toFixed(0)} ms`)
      }
      await client.looking.people({ text: 'z' })
      const ours = await times(100, run => client.looking.people(filtered(run)))
      await sayAfterWrite(say, write, run => client.looking.people(filtered(run)), 100)
      const raw = db.prepare('SELECT no FROM person WHERE instr(name, ?) > 0')
      const baseline = median(await times(surnames.length, run => raw.all(surnames[run])))
      return byValue('filter-1m', percentile(ours, 0.95), baseline, 50)
    }),
}
