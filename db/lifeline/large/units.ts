import { sql } from 'kysely'
import type { Reader } from '#db/sqlite/tables.ts'
import { idsOf } from '../gathering/facts-in-parts.ts'
import type { ReviewColumns } from './review-columns.ts'

/** Under which of those directly below the first one each lies; that one stands for itself. By places. */
export function unitsOf({ parents }: ReviewColumns): Int32Array {
  const units = new Int32Array(parents.length)
  for (let place = 0; place < parents.length; place++) {
    const parent = parents[place] ?? -1
    units[place] = parent <= 0 ? place : (units[parent] ?? 0)
  }
  return units
}

/** The places of organizations by their ids; those that are not here are left out. */
export async function placesOf(
  reader: Reader,
  { nos }: ReviewColumns,
  ids: Iterable<string>,
): Promise<ReadonlyMap<number, string>> {
  const rows = await reader
    .selectFrom('org')
    .where(sql<boolean>`id IN (SELECT value FROM json_each(${JSON.stringify([...ids])}))`)
    .select(['no', 'id'])
    .execute()
  const idOf = new Map(rows.map(({ no, id }) => [no, id]))
  const places = new Map<number, string>()
  for (const [place, no] of nos.entries()) {
    const id = idOf.get(no)
    if (id !== undefined) places.set(place, id)
  }
  return places
}

/** The ids of those at these places. */
export async function idsAt(
  reader: Reader,
  { nos }: ReviewColumns,
  places: Iterable<number>,
): Promise<ReadonlyMap<number, string>> {
  const wanted = [...new Set(places)]
  const ids = await idsOf(
    reader,
    wanted.map(place => nos[place] ?? -1),
  )
  return new Map(
    wanted.flatMap(place => {
      const id = ids.get(nos[place] ?? -1)
      return id === undefined ? [] : [[place, id] as const]
    }),
  )
}
