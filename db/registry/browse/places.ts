import type { Place } from '#contract/browse.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Outline } from './outline.ts'
import { readPlacesAt } from './place-rows.ts'

/** The way from the top down to each organization named by code or id, itself last. Two statements for all. */
export function readPlaces(
  connection: Connection,
  outline: Outline,
  refs: readonly string[],
): { org: string; path: Place[] }[] {
  const found = placesNamed(connection, outline, refs)
  const ways = found.map(([org, place]) => ({ org, way: wayTo(outline, place) }))
  const rows = readPlacesAt(
    connection,
    outline,
    ways.flatMap(({ way }) => way),
  )
  return ways.map(({ org, way }) => ({ org, path: way.flatMap(place => rows.get(place) ?? []) }))
}

function placesNamed(connection: Connection, outline: Outline, refs: readonly string[]): [string, number][] {
  const given = [...new Set(refs)]
  const byCode = new Map(
    connection.prepare<string[], [string, number]>(byCodeStatement).raw().all(JSON.stringify(given)),
  )
  return given.flatMap(ref => {
    const no = byCode.get(ref)
    const place = no === undefined ? outline.placeOf.get(ref) : outline.placeOfNo[no]
    return place === undefined ? [] : [[ref, place]]
  })
}

export const byCodeStatement = `
  SELECT org.code, org.no FROM json_each(?) AS wanted CROSS JOIN org ON org.code = wanted.value`

function wayTo({ parents }: Outline, place: number): number[] {
  const way: number[] = []
  for (let at = place; at >= 0; at = parents[at] ?? -1) way.unshift(at)
  return way
}
