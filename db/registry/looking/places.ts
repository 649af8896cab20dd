import type { Place } from '#contract/looking.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Outline } from './outline/outline.ts'
import { readPlacesAt } from './place-rows.ts'

/** The way from the top down to each organization named by code or id, itself last. Three statements for all. */
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
  const numbersBy = (statement: string) =>
    prepareOnce<string[], [string, number]>(connection, statement).raw().all(JSON.stringify(given))
  const numbers = new Map([...numbersBy(byIdStatement), ...numbersBy(byCodeStatement)])
  return given.flatMap(ref => {
    const place = outline.placeOfNo[numbers.get(ref) ?? -1] ?? -1
    return place < 0 ? [] : [[ref, place]]
  })
}

const byIdStatement = `
  SELECT org.id, org.no FROM json_each(?) AS wanted CROSS JOIN org ON org.id = wanted.value`

const byCodeStatement = `
  SELECT org.code, org.no FROM json_each(?) AS wanted CROSS JOIN org ON org.code = wanted.value`

/** The places from the top down to this one. */
export function wayTo({ parents }: Outline, place: number): number[] {
  const way: number[] = []
  for (let at = place; at >= 0; at = parents[at] ?? -1) way.unshift(at)
  return way
}
