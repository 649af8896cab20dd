import { rm } from 'node:fs/promises'
import { memberRows } from '#db/rosters/writing/export/member-rows.ts'
import { systemClock, today } from '#db/shared/clock.ts'
import { openReadOnly, reader, registryFile } from '#db/sqlite/connection.ts'
import { type Bench, byRatio, median, timed } from './bench.ts'
import { fillLargeTree } from './large-tree.ts'
import { openTrial } from './trial-registry.ts'
import { Office, resultOf } from './two-offices.ts'

/** As many branches as a district has. */
const tree = { orgs: 950, shape: { widths: [8, 6, 5], wide: 20 } } as const

/**
 * The rows of a member roster of the whole registry, as they go into the file; the raw work is one question that
 * finds and reads the same columns of the same people. The file itself is told beside it: its compression is no work of ours.
 */
export const exportRoster100k: Bench = {
  name: 'export-roster-100k',
  run: async (scale, say) => {
    const trial = await openTrial({ name: '区团委', code: 'T0' })
    await trial.leave()
    const people = scale === 'full' ? 100_000 : 20_000
    fillLargeTree(trial.folder, { ...tree, people }, say)
    const db = openReadOnly(registryFile(trial.folder))
    try {
      const root = db.prepare<[], string>("SELECT value FROM meta WHERE key = 'office'").pluck().get() ?? ''
      const asOf = today(systemClock)
      const raw = db.prepare<[string, ...string[]]>(
        `WITH RECURSIVE subtree (org) AS (
           SELECT ? UNION SELECT placement.org FROM placement JOIN subtree ON subtree.org = placement.parent
           WHERE placement.starts <= ? AND (placement.until IS NULL OR placement.until > ?))
         SELECT person.*, org.name, standing.status, standing.report
         FROM subtree CROSS JOIN org ON org.id = subtree.org JOIN membership ON membership.org = org.id
         JOIN person ON person.id = membership.person
         LEFT JOIN standing ON standing.person = person.id AND (standing.until IS NULL OR standing.until > ?)
         WHERE membership.since <= ? AND (membership.until IS NULL OR membership.until > ?)
         ORDER BY membership.no`,
      )
      const [ours, baseline]: [number[], number[]] = [[], []]
      for (let run = 0; run < 6; run++) {
        const read = await timed(async () => count(raw.iterate(root, asOf, asOf, asOf, asOf, asOf), people))
        const written = await timed(() => countAsync(memberRows(reader(db), { root, asOf }), people))
        // The first reads the file into memory.
        if (run > 0) {
          baseline.push(read)
          ours.push(written)
        }
      }
      say(`the whole file: ${(await wholeFile(trial.folder)).toFixed(2)} s`)
      return byRatio('export-roster-100k', median(ours), median(baseline), 1.5)
    } finally {
      db.close()
      await rm(trial.folder, { recursive: true, force: true })
    }
  },
}

function count(rows: Iterable<unknown>, expected: number): void {
  let n = 0
  for (const _ of rows) n++
  if (n !== expected) throw new Error(`${n} rows instead of ${expected}`)
}

async function countAsync(rows: AsyncIterable<unknown>, expected: number): Promise<void> {
  let n = 0
  for await (const _ of rows) n++
  if (n !== expected) throw new Error(`${n} rows instead of ${expected}`)
}

function wholeFile(folder: string): Promise<number> {
  return new Office(folder).asking(client =>
    timed(() => resultOf(client.rosters.exportRoster({ as: 'members', name: 'members.xlsx' }))),
  )
}
