import type { Place } from '#contract/looking.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Outline } from './outline/outline.ts'

type OrgTuple = readonly [no: number, id: string, code: string | null, name: string, shortName: string | null]

/** What the organizations at these places of the outline are called, by place: one statement for all. */
export function readPlacesAt(
  connection: Connection,
  outline: Outline,
  places: Iterable<number>,
): ReadonlyMap<number, Place> {
  const placeOf = new Map<number, number>()
  for (const place of places) {
    const no = outline.nos[place]
    if (no !== undefined) placeOf.set(no, place)
  }
  const numbers = [...placeOf.keys()]
  const rows = prepareOnce<string[], OrgTuple>(connection, placeRowsStatement)
    .raw()
    .all(JSON.stringify(numbers))
  return new Map(
    rows.map(([no, id, code, name, shortName]) => {
      const then = outline.former.byNo(no, { code, name, short_name: shortName }, outline.structure)
      const place = { id, code: then.code, name: then.name, shortName: then.short_name }
      return [placeOf.get(no) ?? -1, place]
    }),
  )
}

export const placeRowsStatement = `
  SELECT org.no, org.id, org.code, org.name, org.short_name
  FROM json_each(?) AS wanted CROSS JOIN org ON org.no = wanted.value`
