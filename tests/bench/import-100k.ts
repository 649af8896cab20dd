import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { streamXlsxRows } from 'hucre'
import { generateDistrict } from '#db/sample/generate-district.ts'
import { type Bench, byRatio, median, timed } from './bench.ts'
import { openTrial, rosterFile, takeIn } from './trial-registry.ts'

/**
 * A member roster from the xlsx file to committed, journaled, indexed records, against reading the same file raw and
 * inserting the same rows raw: one table, three indexes, one transaction, synchronous=FULL.
 */
export const import100k: Bench = {
  name: 'import-100k',
  run: async (scale, say) => {
    const times = scale === 'full' ? 12 : 1.5
    const runs = 3
    const district = generateDistrict({ times: Math.ceil(times) })
    say('writing the roster')
    const [orgs, members] = [await rosterFile(district, 'orgs'), await rosterFile(district, 'members')]
    const ours: number[] = []
    const raw: number[] = []
    for (let run = 0; run < runs; run++) {
      say(`run ${run + 1} of ${runs}: raw`)
      raw.push(await timed(() => rawImport(members)))
      say(`run ${run + 1} of ${runs}: ours`)
      const trial = await openTrial(district.root)
      try {
        await takeIn(trial, 'orgs', orgs)
        globalThis.gc?.()
        ours.push(
          await timed(async () => {
            const { rejected, created } = await takeIn(trial, 'members', members)
            if (rejected > 0 || created < 1000) throw new Error(`${created} created, ${rejected} rejected`)
          }),
        )
      } finally {
        await trial.close()
      }
    }
    return byRatio('import-100k', median(ours), median(raw), 1.8)
  },
}

async function rawImport(file: File): Promise<void> {
  const path = join(tmpdir(), `lifeline-raw-${process.pid}.db`)
  const db = new Database(path)
  try {
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('cache_size = -65536')
    const columns = Array.from({ length: 20 }, (_, i) => `c${i}`)
    db.exec(
      `CREATE TABLE raw (${columns.map(c => `${c} TEXT`).join(', ')});
       CREATE INDEX raw_name ON raw (c0); CREATE INDEX raw_id ON raw (c2); CREATE INDEX raw_branch ON raw (c8)`,
    )
    const insert = db.prepare(`INSERT INTO raw VALUES (${columns.map(() => '?').join(', ')})`)
    db.exec('BEGIN')
    for await (const { values } of streamXlsxRows(new Uint8Array(await file.arrayBuffer()))) {
      insert.run(
        columns.map((_, i) => (values[i] === null || values[i] === undefined ? null : String(values[i]))),
      )
    }
    db.exec('COMMIT')
  } finally {
    db.close()
    for (const ending of ['', '-wal', '-shm']) await rm(path + ending, { force: true })
  }
}
