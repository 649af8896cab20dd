import { invariant } from '#db/shared/invariant.ts'
import type { Connection } from '#db/sqlite/connection.ts'

export type Sheet = {
  /** People with a home before, and how many of them have none, or none that is known here, afterwards. */
  readonly before: number
  readonly left: number
  /** The organizations that are known here: of another office's, only some of the people are. */
  readonly perOrg: readonly {
    readonly org: string
    readonly name: string
    readonly before: number
    readonly in: number
    readonly out: number
    readonly after: number
  }[]
}

/** Remembers where everybody is, before a packet is applied. */
export function countHeads(db: Connection): void {
  db.exec(`
    DROP TABLE IF EXISTS temp.home_before;
    CREATE TEMP TABLE home_before (person TEXT PRIMARY KEY, org TEXT) WITHOUT ROWID;
    INSERT INTO home_before SELECT person, org FROM membership WHERE until IS NULL;
  `)
}

/** Everybody whose home is another now: those who had one, then those who had none. Each is looked up once, by index. */
export const movedSince = `
  SELECT b.person, b.org AS was, m.org AS is_now
  FROM temp.home_before b LEFT JOIN membership m INDEXED BY membership_person
    ON m.person = b.person AND m.until IS NULL
  WHERE b.org IS NOT m.org
  UNION ALL
  SELECT m.person, NULL, m.org FROM membership m
  WHERE m.until IS NULL AND m.org IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM temp.home_before b WHERE b.person = m.person)`

/** Per organization that anybody came to or left: everybody is counted once, not once for each organization. */
export const headsPerOrg = `
  WITH was AS MATERIALIZED (SELECT org, count(*) AS n FROM temp.home_before GROUP BY org),
  is_now AS MATERIALIZED (SELECT org, count(*) AS n FROM membership WHERE until IS NULL GROUP BY org),
  turned AS MATERIALIZED (
    SELECT org, sum(come) AS come, sum(gone) AS gone FROM (
      SELECT is_now AS org, 1 AS come, 0 AS gone FROM temp.moved WHERE is_now IS NOT NULL
      UNION ALL SELECT was, 0, 1 FROM temp.moved WHERE was IS NOT NULL
    ) GROUP BY org
  )
  SELECT t.org, o.name, coalesce(was.n, 0) AS before, t.come AS "in", t.gone AS out, coalesce(is_now.n, 0) AS after
  FROM turned t JOIN org o ON o.id = t.org
    LEFT JOIN was ON was.org = t.org LEFT JOIN is_now ON is_now.org = t.org
  ORDER BY o.name`

/**
 * The headcount sheet: per organization before + in - out = after. That it does not add up would be our bug, never a
 * sender's fault.
 */
export function compareHeads(db: Connection): Sheet {
  db.exec(`DROP TABLE IF EXISTS temp.moved; CREATE TEMP TABLE moved AS ${movedSince}`)
  const perOrg = db.prepare<[], Sheet['perOrg'][number]>(headsPerOrg).all()
  for (const row of perOrg) {
    const { before, in: come, out, after, name } = row
    invariant(
      before + come - out === after,
      `headcount of ${name}: ${before} + ${come} - ${out} is not ${after}`,
    )
  }
  const { n: before } = db
    .prepare<[], { n: number }>('SELECT count(*) AS n FROM temp.home_before WHERE org IS NOT NULL')
    .get() ?? { n: 0 }
  const { n: left } = db
    .prepare<[], { n: number }>(
      `SELECT count(*) AS n FROM temp.moved WHERE was IS NOT NULL
       AND (is_now IS NULL OR NOT EXISTS (SELECT 1 FROM org WHERE org.id = is_now))`,
    )
    .get() ?? { n: 0 }
  db.exec('DROP TABLE temp.moved; DROP TABLE temp.home_before')
  return { before, left, perOrg }
}
