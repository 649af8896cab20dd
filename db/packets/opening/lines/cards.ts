import { isNeverPlaced } from '#db/packets/status/territory.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Card } from './change-line.ts'

/**
 * Cards for a peer: of each person who holds a post that was offered to it, and of each organization that such a post,
 * stay or transfer names, and that it was not offered itself, the name, so that no reference dangles and no branch looks empty. Of a person also the year of birth and the
 * home's name, nothing else.
 */
export function readCards(db: Connection, peer: string): Card[] {
  db.exec(`
    CREATE TEMP TABLE IF NOT EXISTS named_thing (id TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TEMP TABLE IF NOT EXISTS offered_thing (id TEXT PRIMARY KEY) WITHOUT ROWID;
    DELETE FROM temp.named_thing; DELETE FROM temp.offered_thing;
  `)
  // By the records in force alone: what was given back names nobody.
  const offered = 'temp.offered_thing t CROSS JOIN'
  prepareOnce(
    db,
    `INSERT OR IGNORE INTO temp.offered_thing SELECT c.thing FROM offer o JOIN change c ON c.no = o.change
     WHERE o.peer = +? AND c.entity IN ('post', 'membership', 'placement', 'transfer', 'step')`,
  ).run(peer)
  db.exec(`
    INSERT OR IGNORE INTO temp.named_thing SELECT p.person FROM ${offered} post p ON p.id = t.id;
    INSERT OR IGNORE INTO temp.named_thing SELECT p.org FROM ${offered} post p ON p.id = t.id;
    INSERT OR IGNORE INTO temp.named_thing
      SELECT m.org FROM ${offered} membership m ON m.id = t.id WHERE m.org IS NOT NULL;
    INSERT OR IGNORE INTO temp.named_thing
      SELECT p.parent FROM ${offered} placement p ON p.id = t.id WHERE p.parent IS NOT NULL;
    INSERT OR IGNORE INTO temp.named_thing SELECT r.person FROM ${offered} transfer r ON r.id = t.id;
    INSERT OR IGNORE INTO temp.named_thing SELECT r.home FROM ${offered} transfer r ON r.id = t.id;
    INSERT OR IGNORE INTO temp.named_thing
      SELECT r.target FROM ${offered} transfer r ON r.id = t.id WHERE r.target IS NOT NULL;
    INSERT OR IGNORE INTO temp.named_thing
      SELECT s.other FROM ${offered} step s ON s.id = t.id WHERE s.other IS NOT NULL;
    DELETE FROM temp.offered_thing;
  `)
  prepareOnce(
    db,
    `DELETE FROM temp.named_thing WHERE id IN (
       SELECT c.thing FROM offer o JOIN change c ON c.no = o.change WHERE o.peer = +? AND c.entity IN ('person', 'org'))`,
  ).run(peer)
  // Of whom an office above says that he lies elsewhere, no claim of an office below says who he is.
  const isClaimed = `EXISTS (SELECT 1 FROM card k WHERE k.thing = t.id) AND ${isNeverPlaced('t.id')}`
  const people = db
    .prepare<[], Card>(
      `SELECT p.id AS thing, 'person' AS entity, p.name,
         json_object('birthYear', substr(p.birth, 1, 4), 'home', (
           SELECT o.name FROM membership m JOIN org o ON o.id = m.org WHERE m.person = p.id AND m.until IS NULL
         )) AS detail
       FROM temp.named_thing t JOIN person p ON p.id = t.id WHERE NOT (${isClaimed}) ORDER BY p.id`,
    )
    .all()
  const passedOn = db
    .prepare<[], Card>(
      `SELECT c.thing, c.entity, c.name, c.detail FROM temp.named_thing t JOIN card c ON c.thing = t.id
       WHERE (NOT EXISTS (SELECT 1 FROM person p WHERE p.id = t.id) OR (${isClaimed}))
         AND NOT EXISTS (SELECT 1 FROM org o WHERE o.id = t.id)
       ORDER BY c.thing`,
    )
    .all()
  const orgs = db
    .prepare<[], Card>(
      `SELECT o.id AS thing, 'org' AS entity, o.name, '{}' AS detail
       FROM temp.named_thing t JOIN org o ON o.id = t.id ORDER BY o.id`,
    )
    .all()
  db.exec('DELETE FROM temp.named_thing')
  return [...people, ...orgs, ...passedOn]
}

export function saveCards(db: Connection, cards: readonly Card[]): void {
  const put = prepareOnce(
    db,
    `INSERT INTO card (thing, entity, name, detail) VALUES (?, ?, ?, ?)
     ON CONFLICT (thing) DO UPDATE SET name = excluded.name, detail = excluded.detail`,
  )
  for (const { thing, entity, name, detail } of cards) put.run(thing, entity, name, detail)
}
