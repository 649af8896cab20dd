import type { Connection } from '#db/sqlite/connection.ts'

/** What this registry knows of where things lie and ever lay, as sets of ids made for one question about one office. */
export type Territory = {
  /** Organizations and people that lie in the office's subtree now. */
  readonly now: string
  /** Organizations and people that any stay or mark, in force or not, ever put there. */
  readonly ever: string
}

/**
 * Fills two temporary tables with what lies, and what ever lay, in an office's subtree (bundles.md, "What goes in").
 * By the journal and the tables alone: no clock is asked. A person without any stay lies where his posts are.
 * `judged`: the names of an office that is judged. Its own word puts only such things there as it made itself.
 */
export function surveyTerritory(db: Connection, office: string, judged?: readonly string[]): Territory {
  db.exec(`
    DROP TABLE IF EXISTS temp.territory_now; DROP TABLE IF EXISTS temp.territory_ever;
    DROP TABLE IF EXISTS temp.edge; DROP TABLE IF EXISTS temp.latest;
    CREATE TEMP TABLE territory_now (id TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TEMP TABLE territory_ever (id TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TEMP TABLE edge (parent TEXT NOT NULL, child TEXT NOT NULL, office TEXT NOT NULL);
    -- every stay and every mark that the journal holds, whatever became of it
    INSERT INTO edge
      SELECT hangs_on ->> '$[1]', hangs_on ->> '$[0]', o.office FROM change c JOIN origin o ON o.no = c.origin
      WHERE entity IN ('placement', 'membership') AND kind = 'put' AND json_array_length(hangs_on) > 1;
    INSERT INTO edge
      SELECT hangs_on ->> '$[0]', hangs_on ->> '$[1]', o.office FROM change c JOIN origin o ON o.no = c.origin
      WHERE entity = 'merge' AND json_array_length(hangs_on) > 1
      UNION ALL
      SELECT hangs_on ->> '$[1]', hangs_on ->> '$[0]', o.office FROM change c JOIN origin o ON o.no = c.origin
      WHERE entity = 'merge' AND json_array_length(hangs_on) > 1;
  `)
  if (judged) dropOwnWord(db, judged)
  db.exec(`
    CREATE INDEX temp.edge_parent ON edge (parent);
    -- where a thing was put last: by what is in force, else by the latest stay that the journal knows
    CREATE TEMP TABLE latest (child TEXT PRIMARY KEY, parent TEXT NOT NULL) WITHOUT ROWID;
    INSERT INTO latest SELECT org, parent FROM placement WHERE until IS NULL AND parent IS NOT NULL;
    INSERT INTO latest
      SELECT person, coalesce(org, (SELECT h.org FROM membership h WHERE h.person = m.person AND h.org IS NOT NULL ORDER BY h.rank DESC LIMIT 1))
      FROM membership m WHERE until IS NULL
        AND coalesce(org, (SELECT h.org FROM membership h WHERE h.person = m.person AND h.org IS NOT NULL LIMIT 1)) IS NOT NULL;
    INSERT OR IGNORE INTO latest
      SELECT child, parent FROM (
        SELECT hangs_on ->> '$[0]' AS child, hangs_on ->> '$[1]' AS parent,
          row_number() OVER (PARTITION BY hangs_on ->> '$[0]' ORDER BY lamport DESC, w.id DESC) AS place
        FROM change c JOIN writer w ON w.no = c.writer
        WHERE entity IN ('placement', 'membership') AND kind = 'put' AND json_array_length(hangs_on) > 1
          AND NOT EXISTS (SELECT 1 FROM placement p WHERE p.org = hangs_on ->> '$[0]')
          AND NOT EXISTS (SELECT 1 FROM membership p WHERE p.person = hangs_on ->> '$[0]')
      ) WHERE place = 1;
    INSERT OR IGNORE INTO latest SELECT thing, survivor FROM shadow WHERE state = 'merged' AND survivor IS NOT NULL;
    CREATE INDEX temp.latest_parent ON latest (parent);
  `)
  db.prepare(
    `INSERT INTO temp.territory_now
     WITH RECURSIVE down (id) AS (
       SELECT ? UNION SELECT latest.child FROM down JOIN temp.latest ON latest.parent = down.id
     ) SELECT id FROM down`,
  ).run(office)
  db.prepare(
    `INSERT INTO temp.territory_ever
     WITH RECURSIVE down (id) AS (
       SELECT ? UNION SELECT edge.child FROM down JOIN temp.edge ON edge.parent = down.id
     ) SELECT id FROM down`,
  ).run(office)
  if (!judged) db.exec('INSERT OR IGNORE INTO temp.territory_ever SELECT id FROM temp.territory_now')
  db.exec(`
    -- people whom no stay ever put anywhere lie where their posts are
    INSERT OR IGNORE INTO temp.territory_now
      SELECT post.person FROM post JOIN temp.territory_now here ON here.id = post.org
      WHERE NOT EXISTS (SELECT 1 FROM membership m WHERE m.person = post.person)
        AND NOT EXISTS (SELECT 1 FROM temp.edge WHERE edge.child = post.person);
    INSERT OR IGNORE INTO temp.territory_ever
      SELECT post.person FROM post JOIN temp.territory_ever here ON here.id = post.org
      WHERE NOT EXISTS (SELECT 1 FROM temp.edge WHERE edge.child = post.person);
    DROP TABLE temp.edge; DROP TABLE temp.latest;
  `)
  return { now: 'temp.territory_now', ever: 'temp.territory_ever' }
}

function dropOwnWord(db: Connection, offices: readonly string[]): void {
  db.prepare(
    `DELETE FROM temp.edge WHERE office IN (SELECT value FROM json_each(@offices)) AND NOT EXISTS (
       SELECT 1 FROM change c JOIN origin o ON o.no = c.origin
       WHERE c.thing = edge.child AND c.kind = 'put' AND json_type(c.body, '$.base') IS NULL
         AND o.office IN (SELECT value FROM json_each(@offices)))`,
  ).run({ offices: JSON.stringify(offices) })
}
