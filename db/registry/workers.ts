import type { Reader } from '#db/sqlite/tables.ts'

/** A shared PC has a handful of them; older names are not worth a line to pick from. */
const most = 12

/** The names of those who did something here, the latest first. */
export async function readWorkers(reader: Reader): Promise<string[]> {
  const rows = await reader
    .selectFrom('change_set')
    .where('actor', '!=', '')
    .groupBy('actor')
    .orderBy(eb => eb.fn.max('no'), 'desc')
    .limit(most)
    .select('actor')
    .execute()
  return rows.map(row => row.actor)
}
