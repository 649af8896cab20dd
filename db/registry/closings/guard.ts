import { Refusal } from '#db/shared/refusal.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { closedFor, closedText, closingsIn } from './closings.ts'

/** The changes of one transaction, by their local numbers. */
type Extent = readonly [first: number, last: number]
type Touched = { readonly org: string; readonly heldOn: string }

/**
 * Refuses a transaction that writes about work of a closed period, whichever way it came about: a form, a roster, an
 * edit of many, a conflict that is settled, something taken back or brought back. What others wrote is judged where
 * their packet is opened, by the day on which they wrote it.
 */
export function refuseClosedPeriods(db: Connection, [first, last]: Extent, on: string): void {
  if (first === 0) return
  const known = closingsIn(db)
  const past = known.closings.filter(one => one.closes_on < on)
  if (past.length === 0) return
  const from = past.map(one => one.first_day).toSorted()[0] ?? ''
  const until =
    past
      .map(one => one.last_day)
      .toSorted()
      .at(-1) ?? ''
  const touched = db
    .prepare<[{ first: number; last: number; from: string; until: string }], Touched>(touchedSql)
    .all({ first, last, from, until })
  const above = new Map<string, readonly string[]>()
  for (const { org, heldOn } of touched) {
    const ids = above.get(org) ?? aboveIn(db, org)
    above.set(org, ids)
    const closing = closedFor(known, { above: ids, heldOn, on })
    if (closing !== undefined)
      throw new Refusal('period-closed', closedText(closing, heldOn), { org, day: heldOn })
  }
}

/**
 * The days of all work that these changes write about: as it was before, and as it is now. A return is about what it
 * takes back or brings back, and so is the return of a return.
 */
const touchedSql = `
WITH RECURSIVE touched (no) AS (
  SELECT no FROM change WHERE no BETWEEN @first AND @last AND (entity = 'work' OR kind IN ('return', 'admit'))
  UNION
  SELECT c.no FROM touched JOIN named n ON n.change = touched.no JOIN writer w ON w.id = n.writer
  JOIN change c ON c.writer = w.no AND c.n BETWEEN n.from_n AND n.to_n
  WHERE c.entity = 'work' OR c.kind IN ('return', 'admit')
), things (id) AS (
  SELECT DISTINCT c.thing FROM touched JOIN change c ON c.no = touched.no WHERE c.entity = 'work'
), days (org, day) AS (
  SELECT c.hangs_on ->> '$[0]', c.body ->> '$.set.what.held_on'
  FROM touched JOIN change c ON c.no = touched.no WHERE c.entity = 'work' AND c.kind = 'put'
  UNION SELECT w.org, w.held_on FROM things JOIN work w ON w.id = things.id
  UNION SELECT c.hangs_on ->> '$[0]', c.body ->> '$.set.what.held_on' FROM things JOIN change c ON c.no = (
    SELECT b.no FROM change b WHERE b.thing = things.id AND b.no < @first AND b.kind = 'put'
      AND b.body ->> '$.set.what.held_on' IS NOT NULL
    ORDER BY b.lamport DESC LIMIT 1)
)
SELECT DISTINCT org, day AS heldOn FROM days WHERE org IS NOT NULL AND day BETWEEN @from AND @until`

/** The organization and those above it, upwards. */
export function aboveIn(db: Connection, org: string): readonly string[] {
  return db
    .prepare<[string], { id: string }>(
      `WITH RECURSIVE above (id, height) AS (
         SELECT ?, 0 UNION
         SELECT p.parent, height + 1 FROM above JOIN placement p ON p.org = above.id AND p.until IS NULL
         WHERE p.parent IS NOT NULL AND height < 30
       ) SELECT DISTINCT id FROM above ORDER BY height`,
    )
    .all(org)
    .map(({ id }) => id)
}
