import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'

/** What this registry knows of where things lie and ever lay, as sets of ids made for one question about one office. */
export type Territory = {
  /** Organizations and people that lie in the office's subtree now. */
  readonly now: string
  /** Organizations and people that any stay or mark of the journal ever put there. */
  readonly ever: string
}

// The order of the tables is ours; a plus keeps a column’s type from hiding the index over what a change hangs on: what names a change is few, and the journal is not gone through to find it.
const notReturned = `NOT EXISTS (
  SELECT 1 FROM writer w WHERE w.no = c.writer AND ${isReturned('w', 'c')})`

/** The condition of merge marks; the index over the few that govern others is found by the words of its own alone. */
export const isMark = "c.entity IN ('merge', 'revocation') AND c.entity = 'merge' AND c.kind = 'put'"

/**
 * Fills two temporary tables with what lies, and what ever lay, in an office's subtree (bundles.md, "What goes in"),
 * looking from the office downwards: it costs what lies there, whatever else the registry holds. What was returned
 * for want of authority put nobody anywhere; what is merged lies where its survivor lies; a person without any stay
 * lies where his posts are. `returns`: those for want of authority that are in force.
 */
export function surveyTerritory(db: Connection, returns: readonly number[], office: string): Territory {
  noteReturns(db, returns)
  db.exec(`
    CREATE TEMP TABLE IF NOT EXISTS territory_now (id TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TEMP TABLE IF NOT EXISTS territory_ever (id TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TEMP TABLE IF NOT EXISTS last_place (
      parent TEXT, entity TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (parent, entity, id));
    CREATE TEMP TABLE IF NOT EXISTS mark (one TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY (one, other)) WITHOUT ROWID;
    DELETE FROM temp.territory_now; DELETE FROM temp.territory_ever; DELETE FROM temp.mark; DELETE FROM temp.last_place;
    INSERT OR IGNORE INTO mark
      SELECT c.hangs_on ->> '$[0]', c.hangs_on ->> '$[1]' FROM change c
      WHERE ${isMark} AND ${notReturned};
    INSERT OR IGNORE INTO mark SELECT other, one FROM mark;
  `)
  prepareOnce(
    db,
    `INSERT INTO temp.territory_ever
     WITH RECURSIVE down (id) AS (
       SELECT ?
       UNION SELECT c.hangs_on ->> '$[0]' FROM down CROSS JOIN change c INDEXED BY change_parent
         ON c.hangs_on ->> '$[1]' = +down.id
         WHERE c.kind = 'put' AND c.entity IN ('placement', 'membership') AND ${notReturned}
       UNION SELECT mark.other FROM down CROSS JOIN temp.mark ON mark.one = +down.id
     ) SELECT id FROM down`,
  ).run(office)
  db.exec(`
    -- what has no place in force lies where its latest stay put it
    INSERT INTO temp.last_place
      SELECT ${lastParent('placement')}, 'placement', id FROM temp.territory_ever e
      WHERE NOT EXISTS (SELECT 1 FROM placement p WHERE p.org = e.id);
    INSERT INTO temp.last_place
      SELECT ${lastParent('membership')}, 'membership', id FROM temp.territory_ever e
      WHERE NOT EXISTS (SELECT 1 FROM membership m INDEXED BY membership_person WHERE m.person = e.id);
    DELETE FROM temp.last_place WHERE parent IS NULL;
  `)
  prepareOnce(
    db,
    `INSERT INTO temp.territory_now
     WITH RECURSIVE down (id) AS (
       SELECT ?
       UNION SELECT p.org FROM down CROSS JOIN placement p ON p.parent = down.id AND p.until IS NULL
       UNION SELECT l.id FROM down CROSS JOIN temp.last_place l ON l.parent = down.id AND l.entity = 'placement'
     ) SELECT id FROM down`,
  ).run(office)
  db.exec(`
    INSERT OR IGNORE INTO temp.territory_now
      SELECT m.person FROM temp.territory_now here CROSS JOIN membership m ON m.org = here.id AND m.until IS NULL;
    -- who left lies where he lay last
    INSERT OR IGNORE INTO temp.territory_now
      SELECT id FROM (
        SELECT DISTINCT h.person AS id FROM temp.territory_now here CROSS JOIN membership h ON h.org = here.id) past
      WHERE EXISTS (
        SELECT 1 FROM membership m INDEXED BY membership_person
        WHERE m.person = past.id AND m.until IS NULL AND m.org IS NULL)
        AND (
          SELECT l.org FROM membership l INDEXED BY membership_person
          WHERE l.person = past.id AND l.org IS NOT NULL ORDER BY l.rank DESC LIMIT 1
        ) IN (SELECT id FROM temp.territory_now);
    INSERT OR IGNORE INTO temp.territory_now
      SELECT l.id FROM temp.last_place l WHERE l.entity = 'membership' AND l.parent IN (SELECT id FROM temp.territory_now);
    INSERT OR IGNORE INTO temp.territory_now
      SELECT s.thing FROM shadow s WHERE s.state = 'merged' AND s.survivor IN (SELECT id FROM temp.territory_now);
    DELETE FROM temp.territory_now WHERE EXISTS (
      SELECT 1 FROM shadow s WHERE s.thing = territory_now.id AND s.state = 'merged'
        AND s.survivor NOT IN (SELECT id FROM temp.territory_now));
    -- people whom no stay ever put anywhere lie where their posts are, unless an office above says by a card that they lie elsewhere
    INSERT OR IGNORE INTO temp.territory_now
      SELECT post.person FROM temp.territory_now here CROSS JOIN post ON post.org = here.id WHERE ${neverPlaced};
    INSERT OR IGNORE INTO temp.territory_ever
      SELECT post.person FROM temp.territory_ever here CROSS JOIN post ON post.org = here.id WHERE ${neverPlaced};
    INSERT OR IGNORE INTO temp.territory_ever SELECT id FROM temp.territory_now;
    DELETE FROM temp.mark; DELETE FROM temp.last_place;
  `)
  return { now: 'temp.territory_now', ever: 'temp.territory_ever' }
}

/** Below what the latest stay of `e.id` put it: each thing's stays are gone through once, however many they are. */
const lastParent = (entity: 'placement' | 'membership') => `(
  SELECT c.hangs_on ->> '$[1]' FROM change c INDEXED BY change_child CROSS JOIN writer w ON w.no = c.writer
  WHERE c.hangs_on ->> '$[0]' = +e.id AND c.kind = 'put' AND c.entity IN ('placement', 'membership')
    AND c.entity = '${entity}' AND json_array_length(c.hangs_on) > 1 AND NOT ${isReturned('w', 'c')}
  ORDER BY c.lamport DESC, w.id DESC LIMIT 1)`

const neverPlaced = `${isNeverPlaced('post.person')} AND NOT EXISTS (SELECT 1 FROM card k WHERE k.thing = post.person)`

/** Whether no stay and no placement ever put a thing anywhere. */
export function isNeverPlaced(thing: string): string {
  return `NOT EXISTS (
    SELECT 1 FROM change c INDEXED BY change_child
    WHERE c.hangs_on ->> '$[0]' = +${thing} AND c.kind = 'put' AND c.entity IN ('placement', 'membership'))`
}

/** Notes which returns count, by their local numbers, for `isReturned`. */
export function noteReturns(db: Connection, returns: readonly number[]): void {
  db.exec(
    `CREATE TEMP TABLE IF NOT EXISTS return_in_force (no INTEGER PRIMARY KEY, lamport INTEGER NOT NULL, writer TEXT NOT NULL);
     DELETE FROM temp.return_in_force`,
  )
  prepareOnce(
    db,
    `INSERT INTO temp.return_in_force (no, lamport, writer)
     SELECT r.no, r.lamport, rw.id FROM json_each(?) j CROSS JOIN change r ON r.no = j.value
     CROSS JOIN writer rw ON rw.no = r.writer`,
  ).run(JSON.stringify(returns))
}

/**
 * Whether such a return names a change `c` of a writer `w`, and is later than it: numbers can be foretold. The order of the
 * tables is ours: what names a change is few.
 */
export function isReturned(writer: string, change: string): string {
  return `EXISTS (
    SELECT 1 FROM named n INDEXED BY named_range CROSS JOIN temp.return_in_force f ON f.no = n.change
    WHERE n.writer = ${writer}.id AND n.from_n <= ${change}.n AND n.to_n >= ${change}.n
      AND (f.lamport, f.writer) > (${change}.lamport, ${writer}.id))`
}
