import type { IsoDay } from '#db/shared/day.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { layOut, type Outline } from './outline.ts'

type OrgTuple = readonly [no: number, id: string, tier: string, kind: string, closed: string | null]
type PlaceTuple = readonly [
  org: string,
  parent: string | null,
  since: string,
  starts: string,
  until: string | null,
]
type CountTuple = readonly [org: string, n: number]

/** Where every organization hangs on the day, and how many members each has of its own: four statements in all. */
export function readOutline(connection: Connection, day: IsoDay): Outline {
  const places = placesOn(connection, day)
  const members = membersOn(connection, day)
  const orgs = rowsOf<OrgTuple>(connection, 'SELECT no, id, tier, kind, closed FROM org')
  return layOut(
    day,
    orgs.map(([no, id, tier, kind, closed]) => {
      const place = places.get(id)
      return {
        no,
        id,
        tier,
        kind,
        isClosed: closed !== null && closed <= day,
        isBegun: place !== undefined && place.first <= day,
        isPlaced: place !== undefined && place.since !== undefined && place.since <= day,
        parent: place?.parent ?? null,
        members: members.get(id) ?? 0,
      }
    }),
  )
}

/** Posts held on the day, by the organization's place in the outline. */
export function readPostCounts(connection: Connection, outline: Outline): Int32Array {
  const { day } = outline
  const counts = new Int32Array(outline.orgs.length)
  const rows = rowsOf<CountTuple>(connection, postCountsStatement, day, day)
  for (const [org, n] of rows) {
    const place = outline.placeOf.get(org)
    if (place !== undefined) counts[place] = n
  }
  return counts
}

export const postCountsStatement = `
  SELECT org, count(*) FROM post
  WHERE (since IS NULL OR since <= ?) AND (until IS NULL OR until > ?) GROUP BY org`

type Placed = { first: string; since: string | undefined; parent: string | null }

function placesOn(connection: Connection, day: IsoDay): ReadonlyMap<string, Placed> {
  const places = new Map<string, Placed>()
  const rows = rowsOf<PlaceTuple>(connection, 'SELECT org, parent, since, starts, until FROM placement')
  for (const [org, parent, since, starts, until] of rows) {
    const holds = starts <= day && (until === null || until > day)
    const known = places.get(org)
    if (known === undefined) {
      places.set(org, { first: since, since: holds ? since : undefined, parent: holds ? parent : null })
      continue
    }
    if (since < known.first) known.first = since
    if (!holds) continue
    known.since = since
    known.parent = parent
  }
  return places
}

/** All by the index alone, less those that do not hold on the day, who are few on most days: so no row is read twice. */
function membersOn(connection: Connection, day: IsoDay): ReadonlyMap<string, number> {
  const all = rowsOf<CountTuple>(
    connection,
    'SELECT org, count(*) FROM membership WHERE org IS NOT NULL GROUP BY org',
  )
  const elsewhere = rowsOf<CountTuple>(
    connection,
    `SELECT +org, count(*) FROM membership
     WHERE +org IS NOT NULL AND (since > ? OR until <= ?) GROUP BY +org`,
    day,
    day,
  )
  const counts = new Map(all)
  for (const [org, n] of elsewhere) counts.set(org, (counts.get(org) ?? 0) - n)
  return counts
}

function rowsOf<Tuple>(connection: Connection, statement: string, ...values: string[]): Tuple[] {
  return connection
    .prepare<string[], Tuple>(statement)
    .raw()
    .all(...values)
}
