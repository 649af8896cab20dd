import type { z } from 'zod'
import type { headcountSchema } from '#contract/orgs.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { existing } from '../stats.ts'
import { holdsOn } from '../subtree.ts'
import { shortNames } from './gather.ts'

type Headcount = z.infer<typeof headcountSchema>

/** How many members these organizations have on the day, themselves and all below them. */
export async function membersUnder(
  reader: Reader,
  orgs: readonly string[],
  asOf: IsoDay,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  for (const root of orgs) {
    const row = await existing(reader, { root, asOf })
      .innerJoin('membership', 'membership.org', 'org.id')
      .where(holdsOn('membership', asOf))
      .select(eb => eb.fn.countAll<number>().as('n'))
      .executeTakeFirst()
    counts.set(root, row?.n ?? 0)
  }
  return counts
}

/** Both counts side by side, with what the organizations are called. */
export async function headcountsOf(
  reader: Reader,
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): Promise<Headcount[]> {
  const ids = [...new Set([...before.keys(), ...after.keys()])]
  const names = await shortNames(reader, ids)
  return ids.map(id => ({
    id,
    name: names.get(id) ?? '',
    before: before.get(id) ?? 0,
    after: after.get(id) ?? 0,
  }))
}
