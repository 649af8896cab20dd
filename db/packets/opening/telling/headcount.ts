import type { ChangeSet } from '#db/journal/change-set.ts'
import { invariant } from '#db/shared/invariant.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'

export type Sheet = {
  /** How many people have no home any more, or none that is known here; and of how many, where there are any. */
  readonly left: number
  readonly before: number | undefined
  /** The organizations that are known here: of another office's, only some of the people are. */
  readonly perOrg: readonly {
    readonly org: string
    readonly name: string
    readonly before: number
    readonly in: number
    readonly out: number
    readonly after: number
  }[]
  /** The organizations that were known here and hang elsewhere now; null where that is not known here. */
  readonly moves: readonly {
    readonly org: string
    readonly was: string | null
    readonly now: string | null
    readonly since: string | null
  }[]
  /** How many organizations lie below this office no more, and the people in them: they are among those who left. */
  readonly gone: { readonly orgs: number; readonly people: number }
}

/** Remembers where people are, of those whose places are about to be written: whatever the size of the registry. */
export function watchHomes(db: Connection, set: Pick<ChangeSet, 'watch'>): void {
  db.exec(`
    CREATE TEMP TABLE IF NOT EXISTS home_before (person TEXT PRIMARY KEY, org TEXT) WITHOUT ROWID;
    CREATE TEMP TABLE IF NOT EXISTS moved (person TEXT, was TEXT, is_now TEXT);
    CREATE TEMP TABLE IF NOT EXISTS place_before (org TEXT PRIMARY KEY, parent TEXT) WITHOUT ROWID;
    DELETE FROM temp.home_before; DELETE FROM temp.moved; DELETE FROM temp.place_before;
  `)
  const note = prepareOnce<[{ readonly person: string }]>(db, homeOf)
  set.watch('membership', person => note.run({ person }))
  const notePlace = prepareOnce<[{ readonly org: string }]>(db, placeOf)
  set.watch('placement', org => notePlace.run({ org }))
}

// Whoever was noted is not looked for again: a packet may bring thousands of stays of one person.
export const homeOf = `
  INSERT INTO temp.home_before (person, org)
    SELECT @person, (SELECT org FROM membership INDEXED BY membership_person WHERE person = @person AND until IS NULL)
    WHERE NOT EXISTS (SELECT 1 FROM temp.home_before b WHERE b.person = @person)`

export const placeOf = `
  INSERT INTO temp.place_before (org, parent)
    SELECT @org, (SELECT parent FROM placement WHERE org = @org AND until IS NULL)
    WHERE NOT EXISTS (SELECT 1 FROM temp.place_before b WHERE b.org = @org)`

/** Of these organizations, those that hung somewhere before and hang elsewhere now. */
export const movedOrgs = `
  SELECT b.org, b.parent AS was, p.parent AS now, p.since
  FROM temp.place_before b LEFT JOIN placement p ON p.org = b.org AND p.until IS NULL
  WHERE b.parent IS NOT NULL AND b.parent IS NOT p.parent
  ORDER BY b.org`

/** The organizations that lay below an office before and do not now. To be asked only where one has moved: it goes through all of them. */
const goneOrgs = `
  WITH RECURSIVE
    before (id) AS (
      SELECT @office
      UNION SELECT b.org FROM before JOIN temp.place_before b ON b.parent = before.id
      UNION SELECT p.org FROM before JOIN placement p ON p.parent = before.id AND p.until IS NULL
        WHERE NOT EXISTS (SELECT 1 FROM temp.place_before b WHERE b.org = p.org)
    ),
    now (id) AS (
      SELECT @office
      UNION SELECT p.org FROM now JOIN placement p ON p.parent = now.id AND p.until IS NULL
    )
  SELECT id FROM before WHERE id NOT IN (SELECT id FROM now)`

/** Of these people, whose home is another now. Each is looked up once, by index. */
export const movedSince = `
  SELECT b.person, b.org AS was, m.org AS is_now
  FROM temp.home_before b LEFT JOIN membership m INDEXED BY membership_person
    ON m.person = b.person AND m.until IS NULL
  WHERE b.org IS NOT m.org`

/** Per organization that anybody came to or left: who is there now is counted of these alone, by index. */
export const headsPerOrg = `
  WITH turned AS MATERIALIZED (
    SELECT org, sum(come) AS come, sum(gone) AS gone FROM (
      SELECT is_now AS org, 1 AS come, 0 AS gone FROM temp.moved WHERE is_now IS NOT NULL
      UNION ALL SELECT was, 0, 1 FROM temp.moved WHERE was IS NOT NULL
    ) GROUP BY org
  ), counted AS MATERIALIZED (
    SELECT t.org, t.come, t.gone,
      (SELECT count(*) FROM membership m INDEXED BY membership_org WHERE m.org = t.org AND m.until IS NULL) AS n
    FROM turned t
  )
  SELECT c.org, o.name, c.n - c.come + c.gone AS before, c.come AS "in", c.gone AS out, c.n AS after
  FROM counted c JOIN org o ON o.id = c.org
  ORDER BY o.name`

/**
 * The headcount sheet: per organization before + in - out = after. Who goes with an organization that is taken from below
 * this `office` has left it, as has who was moved alone.
 */
export function compareHeads(db: Connection, office?: string): Sheet {
  db.exec(`INSERT INTO temp.moved ${movedSince}`)
  const perOrg = prepareOnce<[], Sheet['perOrg'][number]>(db, headsPerOrg).all()
  for (const { before, in: come, out, name } of perOrg) {
    invariant(before >= out, `headcount of ${name}: ${out} left of ${before}, and ${come} came`)
  }
  const moves = prepareOnce<[], Sheet['moves'][number]>(db, movedOrgs).all()
  const gone = moves.length === 0 || office === undefined ? { orgs: 0, people: 0 } : goneWith(db, office)
  const { n: alone } = db
    .prepare<[], { n: number }>(
      `SELECT count(*) AS n FROM temp.moved WHERE was IS NOT NULL
       AND (is_now IS NULL OR NOT EXISTS (SELECT 1 FROM org WHERE org.id = is_now))`,
    )
    .get() ?? { n: 0 }
  const left = alone + gone.people
  // Of how many they are is asked only where somebody left: it goes through all.
  const before = left === 0 ? undefined : peopleBefore(db)
  db.exec('DELETE FROM temp.moved; DELETE FROM temp.home_before; DELETE FROM temp.place_before')
  return { before, left, perOrg, moves, gone }
}

/** Who came to such an organization with the same packet did not leave. */
function goneWith(db: Connection, office: string): Sheet['gone'] {
  const row = db
    .prepare<[{ office: string }], Sheet['gone']>(
      `WITH gone AS MATERIALIZED (${goneOrgs})
       SELECT (SELECT count(*) FROM gone) AS orgs,
         (SELECT count(*) FROM gone CROSS JOIN membership m INDEXED BY membership_org ON m.org = gone.id AND m.until IS NULL
          WHERE NOT EXISTS (SELECT 1 FROM temp.moved c WHERE c.person = m.person AND c.was IS NULL)) AS people`,
    )
    .get({ office })
  return row ?? { orgs: 0, people: 0 }
}

function peopleBefore(db: Connection): number {
  const row = db
    .prepare<[], { n: number }>(
      `SELECT (SELECT count(*) FROM membership WHERE until IS NULL AND org IS NOT NULL)
         - (SELECT count(*) FROM temp.moved WHERE is_now IS NOT NULL)
         + (SELECT count(*) FROM temp.moved WHERE was IS NOT NULL) AS n`,
    )
    .get()
  return row?.n ?? 0
}
