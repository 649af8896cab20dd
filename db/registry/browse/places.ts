import { sql } from 'kysely'
import type { Place } from '#contract/browse.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { pathsOf } from '../path.ts'

/** The way from the top down to each organization named by code or id, itself last. Two queries for all. */
export async function readPlaces(
  reader: Reader,
  refs: readonly string[],
  asOf: IsoDay,
): Promise<{ org: string; path: Place[] }[]> {
  const given = sql<{ value: string }>`json_each(${JSON.stringify([...new Set(refs)])})`.as('given')
  const columns = ['given.value as ref', 'org.id', 'org.code', 'org.name', 'org.short_name'] as const
  const byCode = await reader
    .selectFrom(given)
    .innerJoin('org', 'org.code', 'given.value')
    .select(columns)
    .execute()
  const byId = await reader
    .selectFrom(given)
    .innerJoin('org', 'org.id', 'given.value')
    .select(columns)
    .execute()
  const found = new Map([...byId, ...byCode].map(row => [row.ref, row]))
  const paths = await pathsOf(
    reader,
    [...found.values()].map(row => row.id),
    asOf,
  )
  return [...found.values()].map(({ ref, id, code, name, short_name: shortName }) => ({
    org: ref,
    path: [
      ...(paths.get(id) ?? []).map(above => ({
        id: above.id,
        code: above.code,
        name: above.name,
        shortName: above.short,
      })),
      { id, code, name, shortName },
    ],
  }))
}
