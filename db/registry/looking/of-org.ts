import type { IsoDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'

/** Elections of one organization up to the day, the newest first. */
export function readTerms(reader: Reader, org: string, asOf: IsoDay) {
  return reader
    .selectFrom('term')
    .where('org', '=', org)
    .where('elected', '<=', asOf)
    .orderBy('elected', 'desc')
    .orderBy('id', 'desc')
    .select(['id', 'elected', 'elected_precision as precision', 'years'])
    .execute()
}

/** Meetings of one organization up to the day, the newest first. */
export async function readMeetings(reader: Reader, org: string, asOf: IsoDay, limit: number) {
  const query = reader.selectFrom('meeting').where('org', '=', org).where('held_on', '<=', asOf)
  const counted = await query.select(eb => eb.fn.countAll<number>().as('n')).executeTakeFirst()
  const rows = await query
    .orderBy('held_on', 'desc')
    .limit(limit)
    .select(['id', 'type', 'held_on as heldOn', 'topic', 'expected', 'attended', 'place'])
    .execute()
  return { total: counted?.n ?? 0, rows }
}

/** On which days of a time an organization met, and what for: the oldest first, each kind of meeting once a day. */
export function readMeetingDays(reader: Reader, org: string, from: IsoDay, to: IsoDay) {
  return reader
    .selectFrom('meeting')
    .where('org', '=', org)
    .where('held_on', '>=', from)
    .where('held_on', '<=', to)
    .distinct()
    .select(['held_on as heldOn', 'type'])
    .orderBy('held_on')
    .orderBy('type')
    .limit(2000)
    .execute()
}
