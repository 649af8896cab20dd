import type { Connection } from '#db/sqlite/connection.ts'
import { openWriter, registryFile } from '#db/sqlite/connection.ts'
import { type Bench, byRatio, median } from './bench.ts'
import { inLargeTree, times } from './browsing.ts'

const read = [
  'org',
  'placement',
  'membership',
  'person',
  'standing',
  'post',
  'term',
  'meeting',
  'fee',
  'appraisal',
  'rating',
]

/**
 * A scan of 100,000 organizations by every rule, with a year of meetings, fees, appraisals and ratings; the raw work is
 * reading the tables that it uses once, row by row.
 */
export const scan100k: Bench = {
  name: 'scan-100k',
  run: (scale, say) =>
    inLargeTree(
      scale,
      say,
      async ({ client, db }) => {
        const raw = median(await times(3, () => readAll(db)))
        say(`read once in ${Math.round(raw)} ms`)
        const ms = median(
          await times(3, async () => {
            const { branches, findings } = await client.lifeline.scan({ asOf: '2018-12-31', evidence: false })
            say(`${branches} branches, ${findings.length} findings`)
          }),
        )
        return byRatio('scan-100k', ms / 1000, raw / 1000, 4)
      },
      folder => fillDuties(folder, say),
    ),
}

function readAll(db: Connection): number {
  let rows = 0
  for (const table of read) for (const _ of db.prepare(`SELECT * FROM ${table}`).raw().iterate()) rows += 1
  return rows
}

/** What branches do in a year, straight into the tables: one in ten misses some of it. */
function fillDuties(folder: string, say: (text: string) => void): void {
  const db = openWriter(registryFile(folder))
  db.exec(`
    BEGIN;
    CREATE TEMP TABLE branch AS SELECT id, row_number() OVER () AS n FROM org WHERE kind = 'branch';
    CREATE TEMP TABLE month AS WITH RECURSIVE m (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM m WHERE n < 12)
      SELECT n, printf('2018-%02d-10', n) AS day FROM m;
    INSERT INTO meeting (id, org, type, held_on)
      SELECT 'a' || branch.n || '-' || month.n, branch.id, CASE month.n % 3 WHEN 0 THEN '支部大会' WHEN 1 THEN '团课' ELSE '主题团日' END, day
      FROM branch, month WHERE branch.n % 10 <> month.n % 10;
    INSERT INTO meeting (id, org, type, held_on)
      SELECT 'b' || branch.n || '-' || month.n, branch.id, '支委会', day FROM branch, month WHERE branch.n % 2 = 0;
    INSERT INTO term (id, org, elected, elected_precision, years)
      SELECT 't' || n, id, printf('201%d-06-01', 4 + n % 5), 'day', 3 FROM branch;
    INSERT INTO fee (id, person, year, paid_01, paid_02, paid_03, paid_04, paid_05, paid_06, paid_07, paid_08, paid_09, paid_10, paid_11, paid_12)
      SELECT 'f' || no, id, 2018, 500, 500, 500, 500, 500, 500, 500, 500, 500, nullif(no % 50, 1), nullif(no % 50, 1), NULL FROM person;
    INSERT INTO appraisal (id, person, year, result, registered)
      SELECT 'p' || no, id, 2017, CASE no % 10 WHEN 0 THEN 'excellent' ELSE 'good' END, 'registered' FROM person WHERE no % 100 <> 7;
    INSERT INTO rating (id, org, year, score, star) SELECT 'r' || n, id, 2017, 550 + n % 400, NULL FROM branch;
    COMMIT;
    PRAGMA optimize=0x10002;
  `)
  say(`${db.prepare('SELECT count(*) FROM meeting').pluck().get()} meetings`)
  db.close()
}
