import type { Reporting } from '#contract/packets/exchange.ts'
import { subjectsOf } from '#db/packets/status/given-back.ts'
import { correctedSince, eachOnce, givenBackByOthers } from '#db/packets/status/returns-in-force.ts'
import type { Text } from '#db/shared/text.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'

type Row = {
  readonly id: string
  readonly code: string | null
  readonly name: string
  readonly shortName: string | null
  readonly tier: string
  readonly pcs: number
  readonly revoked: number
  readonly heard: string | null
  readonly number: number | null
  readonly received: string | null
  readonly waiting: number
  readonly turned: number
  readonly restored: number
}

const mostOffices = 2000

/**
 * Who has reported: every office directly below this one that keeps a registry of its own or should (branches do not:
 * their general branch reports for them), and any below those whose packets come here. Of several PCs of one office the
 * one heard last counts. Five statements, whatever the number of offices.
 */
export function readReporting(db: Connection, office: string, now: Date): Reporting[] {
  const rows = prepareOnce<[{ office: string }], Row>(db, offices).all({ office })
  const returned = returnedOf(db)
  return rows.map(row => {
    const { pcs, revoked, heard, number, received } = row
    const back = returned.get(row.id) ?? 0
    const silent = heard === null ? null : daysSince(heard, now)
    return {
      id: row.id,
      code: row.code,
      name: row.name,
      shortName: row.shortName,
      tier: row.tier,
      pcs,
      state:
        pcs === 0
          ? revoked > 0
            ? 'revoked'
            : 'not-enrolled'
          : number === null
            ? 'nothing-sent'
            : 'reporting',
      number,
      received,
      heard,
      silentDays: silent,
      waiting: row.waiting,
      turnedOut: row.turned > 0,
      restored: row.restored > 0,
      returned: back,
    }
  })
}

/** Days that have passed; a clock that was set back since says 0. */
function daysSince(at: string, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - Date.parse(at)) / 86_400_000))
}

const offices = `
  WITH office AS (
    SELECT p.org AS id FROM placement p JOIN org o ON o.id = p.org
      WHERE p.parent = @office AND p.until IS NULL AND o.kind <> 'branch' AND o.closed IS NULL
    UNION SELECT p.org FROM peer p WHERE p.direction = 'down' AND EXISTS (SELECT 1 FROM org WHERE org.id = p.org)
  ),
  pc AS (
    SELECT p.*, EXISTS (SELECT 1 FROM revocation v WHERE v.replica = p.replica) AS gone FROM peer p WHERE p.direction = 'down'
  ),
  heard AS (
    SELECT pc.org, max(pc.heard_at) AS at, sum(NOT pc.gone) AS pcs, sum(pc.gone) AS revoked FROM pc GROUP BY pc.org
  ),
  last AS (
    SELECT pc.org, r.number, r.at, row_number() OVER (PARTITION BY pc.org ORDER BY r.no DESC) AS place
    FROM pc JOIN received r ON r.peer = pc.replica WHERE NOT pc.gone
  )
  SELECT o.id, o.code, o.name, o.short_name AS shortName, o.tier,
    coalesce(h.pcs, 0) AS pcs, coalesce(h.revoked, 0) AS revoked, h.at AS heard, l.number, l.at AS received,
    (SELECT count(*) FROM waiting w JOIN pc ON pc.replica = w.peer WHERE pc.org = o.id) AS waiting,
    (SELECT count(*) FROM warning w JOIN pc ON pc.replica = w.peer WHERE pc.org = o.id AND NOT pc.gone AND w.code = 'other-journal') AS turned,
    (SELECT count(*) FROM waiting w JOIN pc ON pc.replica = w.peer WHERE pc.org = o.id AND w.awaits = 'lacking') AS restored
  FROM office JOIN org o ON o.id = office.id
    LEFT JOIN heard h ON h.org = o.id LEFT JOIN last l ON l.org = o.id AND l.place = 1
  ORDER BY o.code, o.name LIMIT ${mostOffices}`

/**
 * What was given back to offices below and not written anew since the last return that names it: `t` is a change of theirs,
 * `r` that return.
 */
const openReturns = `json_each(?) e
  CROSS JOIN change t ON t.writer = e.value ->> 0 AND t.n BETWEEN e.value ->> 1 AND e.value ->> 2
  JOIN writer w ON w.no = t.writer JOIN peer p ON p.replica = w.replica AND p.direction = 'down'
  JOIN change r ON r.no = e.value ->> 3
  WHERE NOT EXISTS (${correctedSince})`

/** The ranges that are asked about: each number once, but none of a return that was put away. */
function lastReturns(db: Connection): string {
  const settled = new Set(db.prepare<[], number>('SELECT change FROM return_settled').pluck().all())
  const given = givenBackByOthers(db).filter(({ no }) => !settled.has(no))
  const asked = eachOnce(given.toSorted((a, b) => b.no - a.no))
  return JSON.stringify(asked.map(({ writer, from, to, no }) => [writer, from, to, no]))
}

/** How many things of each office were given back and not written anew since. */
function returnedOf(db: Connection): ReadonlyMap<string, number> {
  const rows = db
    .prepare<[string], { org: string; n: number }>(
      `SELECT p.org, count(DISTINCT t.thing) AS n FROM ${openReturns} GROUP BY p.org`,
    )
    .all(lastReturns(db))
  return new Map(rows.map(({ org, n }) => [org, n]))
}

/** What one return gave back and nobody has corrected: whom it is about, so many records, and why. */
export type OpenReturn = {
  readonly about: readonly string[]
  readonly records: number
  readonly reason: Text
}

/** So many returns of an office are named in a letter, the newest. */
const mostReturns = 5

/** The newest returns of each office of which something is not corrected. */
export function readOpenReturns(db: Connection): ReadonlyMap<string, readonly OpenReturn[]> {
  const rows = db
    .prepare<[string], { org: string; no: number; reason: string; records: number }>(
      `SELECT * FROM (
         SELECT p.org, r.no, r.body -> '$.reason' AS reason, count(DISTINCT t.thing) AS records,
           row_number() OVER (PARTITION BY p.org ORDER BY r.no DESC) AS place
         FROM ${openReturns} GROUP BY p.org, r.no
       ) WHERE place <= ${mostReturns} ORDER BY no DESC`,
    )
    .all(lastReturns(db))
  return Map.groupBy(
    rows.map(({ org, no, reason, records }) => ({
      ...{ org, records, reason: JSON.parse(reason) as Text },
      about: subjectsOf(db, no).map(({ name }) => name),
    })),
    ({ org }) => org,
  )
}
