import { existing } from '#db/registry/stats.ts'
import { isDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { MeetingRow } from '../../kinds/parse-meeting.ts'
import { nameOut } from './name-out.ts'
import type { Wanted } from './wanted.ts'

/** The meetings of a scope held by the day. */
export async function* meetingRows(reader: Reader, wanted: Wanted): AsyncGenerator<MeetingRow> {
  const rows = await existing(reader, wanted)
    .innerJoin('meeting', 'meeting.org', 'org.id')
    .where('meeting.held_on', '<=', wanted.asOf)
    .orderBy('meeting.no')
    .select([
      nameOut('org').as('org'),
      'meeting.type',
      'meeting.held_on',
      'meeting.topic',
      'meeting.expected',
    ])
    .select(['meeting.attended', 'meeting.place'])
    .execute()
  for (const row of rows) {
    if (!isDay(row.held_on)) continue
    yield {
      org: row.org,
      type: row.type,
      day: row.held_on,
      topic: row.topic ?? undefined,
      expected: row.expected ?? undefined,
      attended: row.attended ?? undefined,
      place: row.place ?? undefined,
    }
  }
}
