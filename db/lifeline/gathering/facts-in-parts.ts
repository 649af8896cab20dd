import { sql } from 'kysely'
import { type Former, formerOf } from '#db/registry/former.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { inParts } from '#db/shared/slices.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { BranchFacts, Kept } from '../facts.ts'
import type { Pack } from '../packs/pack.ts'
import { askedOrgs } from './asked-orgs.ts'
import { factsOfRows, namedOrganizations, type OrganizationRow } from './gather-facts.ts'
import { gatherKept } from './gather-kept.ts'
import type { Laid } from './laid-out.ts'

/** So many organizations' records are in memory at once. */
const perPart = 4000

export type Placed = { readonly place: number; readonly facts: BranchFacts }

/** The facts of those at these places, some thousands at a time: each part is gone when the next one is read. */
export async function* factsInParts(
  reader: Reader,
  laid: Laid,
  places: Iterable<number>,
  { asOf, pack }: { readonly asOf: IsoDay; readonly pack: Pack },
): AsyncGenerator<readonly Placed[]> {
  const known = await knownOf(reader, asOf, pack)
  for (const part of inParts(places, perPart)) yield await placed(reader, laid, part, asOf, pack, known)
}

/** The facts of those at these places. */
export async function factsAt(
  reader: Reader,
  laid: Laid,
  places: readonly number[],
  asOf: IsoDay,
  pack: Pack,
): Promise<readonly Placed[]> {
  return placed(reader, laid, places, asOf, pack, await knownOf(reader, asOf, pack))
}

type Known = { readonly kept: Kept; readonly former: Former }

/** What is asked of the registry as a whole: once, however many parts there are. */
async function knownOf(reader: Reader, asOf: IsoDay, pack: Pack): Promise<Known> {
  return { kept: await gatherKept(reader, asOf, pack), former: await formerOf(reader, asOf) }
}

async function placed(
  reader: Reader,
  laid: Laid,
  places: readonly number[],
  asOf: IsoDay,
  pack: Pack,
  { kept, former }: Known,
): Promise<readonly Placed[]> {
  const placeOf = new Map(places.map(place => [laid.nos[place] ?? -1, place]))
  const ids = await idsOf(reader, [...placeOf.keys()])
  const rows = (await namedOrganizations(reader, askedOrgs([...ids.values()], asOf)).execute()).map(row =>
    former.on(row.id, row, asOf),
  )
  const place = ({ no }: OrganizationRow) => placeOf.get(no) ?? -1
  const uppers = rows.flatMap(row => {
    const upper = laid.parents[place(row)] ?? -1
    return upper < 0 ? [] : [laid.nos[upper] ?? -1]
  })
  const above = await idsOf(reader, [...new Set(uppers)])
  const facts = await factsOfRows(reader, rows, asOf, pack, {
    kept,
    above: row => above.get(laid.nos[laid.parents[place(row)] ?? -1] ?? -1) ?? null,
    below: row => laid.below[place(row)] ?? 0,
  })
  return rows.flatMap((row, n) => {
    const one = facts[n]
    return one === undefined ? [] : [{ place: place(row), facts: one }]
  })
}

/** The ids of organizations by their row numbers. */
export async function idsOf(reader: Reader, nos: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const rows = await reader
    .selectFrom('org')
    .where(sql<boolean>`no IN (SELECT value FROM json_each(${JSON.stringify(nos)}))`)
    .select(['no', 'id'])
    .execute()
  return new Map(rows.map(({ no, id }) => [no, id]))
}
