import type { Place } from '#contract/looking.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Outline } from './outline.ts'

type OrgTuple = readonly [no: number, id: string, code: string | null, name: string, shortName: string | null]

/** What the organizations at these places of the outline are called, by place: one statement for all. */
export function readPlacesAt(
  connection: Connection,
  outline: Outline,
  places: Iterable<number>,
): ReadonlyMap<number, Place> {
  const numbers = [...new Set(places)].flatMap(place => outline.orgs[place]?.no ?? [])
  const rows = connection.prepare<string[], OrgTuple>(placeRowsStatement).raw().all(JSON.stringify(numbers))
  return new Map(
    rows.map(([no, id, code, name, shortName]) => [
      outline.placeOfNo[no] ?? -1,
      { id, code, name, shortName },
    ]),
  )
}

export const placeRowsStatement = `
  SELECT org.no, org.id, org.code, org.name, org.short_name
  FROM json_each(?) AS wanted CROSS JOIN org ON org.no = wanted.value`
