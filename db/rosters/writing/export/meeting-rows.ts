import { existing } from '#db/registry/stats.ts'
import { isDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { MeetingRow } from '../../kinds/parse-meeting.ts'
import { namesOut } from './name-out.ts'
import { inPages } from './pages.ts'
import type { Wanted } from './wanted.ts'

/** The meetings of a scope held by the day. */
export async function* meetingRows(reader: Reader, wanted: Wanted): AsyncGenerator<MeetingRow> {
  const names = await namesOut(reader, wanted)
  const numbers = await existing(reader, wanted)
    .innerJoin('meeting', 'meeting.org', 'org.id')
    .where('meeting.held_on', '<=', wanted.asOf)
    .orderBy('meeting.no')
    .select('meeting.no')
    .execute()
  const pages = inPages(numbers, among =>
    reader.selectFrom('meeting').where('meeting.no', 'in', among).selectAll().execute(),
  )
  for await (const page of pages) {
    for (const row of page) {
      const org = names.get(row.org)
      if (!isDay(row.held_on) || org === undefined) continue
      yield {
        org,
        type: row.type,
        day: row.held_on,
        topic: row.topic ?? undefined,
        expected: row.expected ?? undefined,
        attended: row.attended ?? undefined,
        place: row.place ?? undefined,
      }
    }
  }
}
