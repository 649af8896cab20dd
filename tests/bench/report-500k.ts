import { rm } from 'node:fs/promises'
import { createRouterClient } from '@orpc/server'
import { openEngine } from '#db/engine.ts'
import { districtFigures } from '#db/records/ledger/district-figures.ts'
import { usualTypes } from '#db/reports/usual-types.ts'
import { generateDistrict } from '#db/sample/generate-district.ts'
import { systemClock } from '#db/shared/clock.ts'
import { uuidV7 } from '#db/shared/new-id.ts'
import { openReadOnly, openWriter, registryFile } from '#db/sqlite/connection.ts'
import { type Bench, byValue, median, timed } from './bench.ts'
import { openTrial, rosterFile, takeIn } from './trial-registry.ts'

const records = 500_000
const years = 10
const year = 2018

type Client = Awaited<ReturnType<typeof openTrial>>['client']
type Ledger = { readonly client: Client; readonly rawCount: () => number }

/** A district of 954 organizations with ten years of work, 500,000 records in all. */
async function inLargeLedger<T>(
  say: (text: string) => void,
  measure: (ledger: Ledger) => Promise<T>,
): Promise<T> {
  const district = generateDistrict()
  const { name, code } = district.root
  const trial = await openTrial({ name, code })
  await takeIn(trial, 'orgs', await rosterFile(district, 'orgs'))
  await trial.client.reports.adoptTypes({})
  await trial.leave()
  fillWork(trial.folder)
  say(`${records} records of work`)
  const engine = await openEngine({
    folder: trial.folder,
    clock: systemClock,
    newId: uuidV7(),
    access: 'read',
    log: (_level, message, details) => console.error(message, details),
  })
  const db = openReadOnly(registryFile(trial.folder))
  const raw = db.prepare<[], { n: number }>(
    `SELECT count(*) + sum(length(title) > 0) AS n FROM work WHERE held_on LIKE '${year}%'`,
  )
  try {
    return await measure({
      client: createRouterClient(engine.router),
      rawCount: () => {
        const begun = performance.now()
        raw.get()
        return performance.now() - begun
      },
    })
  } finally {
    db.close()
    await engine.close()
    await rm(trial.folder, { recursive: true, force: true })
  }
}

/** Straight into the table: what was done by whom in ten years, evenly over organizations, types and days. */
function fillWork(folder: string): void {
  const db = openWriter(registryFile(folder))
  const types = JSON.stringify(usualTypes.map(({ name, own }) => [name, own ?? {}]))
  db.exec(
    'BEGIN; CREATE TEMP TABLE place AS SELECT id, row_number() OVER () - 1 AS n FROM org; CREATE INDEX temp.place_n ON place (n);',
  )
  db.exec('CREATE TEMP TABLE kind (n INTEGER PRIMARY KEY, name TEXT, own TEXT)')
  db.prepare("INSERT INTO kind SELECT key, value ->> '$[0]', value -> '$[1]' FROM json_each(?)").run(types)
  db.prepare(
    `WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < ${records - 1})
     INSERT INTO work (id, org, type, held_on, title, people, own)
     SELECT 'w' || n.n, place.id, kind.name,
       date('${year - years + 1}-01-01', '+' || ((n.n * 37) % ${years * 365}) || ' days'),
       kind.name || n.n, n.n % 90,
       (SELECT json_group_object(key, CASE value WHEN 'number' THEN '7' ELSE kind.name END) FROM json_each(kind.own))
     FROM n JOIN place ON place.n = (n.n * 7919) % (SELECT count(*) FROM place)
     JOIN kind ON kind.n = (n.n * 31) % (SELECT count(*) FROM kind)`,
  ).run()
  db.exec('COMMIT; PRAGMA optimize=0x10002')
  db.close()
}

/** The slowest of all figures, opened with the records behind it; the raw work is reading the year's records once. */
export const report500k: Bench = {
  name: 'report-500k',
  run: (_scale, say) =>
    inLargeLedger(say, async ({ client, rawCount }) => {
      let slowest = { key: '', ms: 0 }
      const begun = process.cpuUsage()
      for (const { key } of districtFigures) {
        const ms = median(await asked(3, () => client.reports.figure({ key, year, limit: 100 })))
        if (ms > slowest.ms) slowest = { key, ms }
      }
      const { user, system } = process.cpuUsage(begun)
      const each = (user + system) / 1000 / districtFigures.length / 3
      say(`the slowest is ${slowest.key}; ${Math.round(each)} ms of the processor for each`)
      return byValue('report-500k', slowest.ms, median([rawCount(), rawCount(), rawCount()]), 200)
    }),
}

/**
 * The annual report: all figures of a year beside those of the year before, the summary with its fields and the statistical
 * tables. Judged by time of the processor, which other programs of the PC do not lengthen; the raw work is reading the year's records once for each figure.
 */
export const reportAll500k: Bench = {
  name: 'report-all-500k',
  run: (_scale, say) =>
    inLargeLedger(say, async ({ client, rawCount }) => {
      const parts = [
        ['figures', () => client.reports.figures({ year })],
        ['summary', async () => finished(await client.summaries.make({ year, take: [] }))],
        ['tables', async () => finished(await client.statistics.write({ year }))],
      ] as const
      let ms = 0
      for (const [name, part] of parts) {
        const used = median([await cpuOf(part), await cpuOf(part), await cpuOf(part)])
        say(`${name}: ${Math.round(used)} ms of the processor`)
        ms += used
      }
      const raw = median([rawCount(), rawCount(), rawCount()])
      return byValue('report-all-500k', ms, raw * districtFigures.length * 2, 5000)
    }),
}

/** Milliseconds of the processor, those of the reading threads among them. */
async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const begun = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / 1000
}

async function finished(events: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of events);
}

async function asked(times: number, ask: () => Promise<unknown>): Promise<number[]> {
  const found: number[] = []
  for (let n = 0; n < times; n++) found.push((await timed(ask)) * 1000)
  return found
}
