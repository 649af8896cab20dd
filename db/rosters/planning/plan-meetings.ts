import { type Selectable, sql } from 'kysely'
import type { Reader, MeetingRow as Stored } from '#db/sqlite/tables.ts'
import type { MeetingRow } from '../kinds/parse-meeting.ts'
import type { Problem } from '../problem.ts'
import type { TakenRow } from '../read-roster.ts'
import { differing, type RowPlan } from './draft.ts'
import { type Placing, placeOfRow } from './place-of-row.ts'
import { changesOf } from './row-change.ts'

export type Meeting = Pick<
  Selectable<Stored>,
  'id' | 'org' | 'type' | 'held_on' | 'topic' | 'expected' | 'attended' | 'place'
>

export type MeetingPlanning = Placing & {
  /** By organization, type, day and topic; meetings made by earlier rows stand here too. */
  readonly meetings: Map<string, Meeting>
  readonly nextId: () => string
}

/** Organization, type, day and topic name a meeting (domain.md, "How rosters are read"). */
export function meetingKey(org: string, type: string, day: string, topic: string | null): string {
  return JSON.stringify([org, type, day, topic ?? ''])
}

/** The meetings of these organizations on these days: one query for a whole batch of rows. */
export async function readMeetings(
  reader: Reader,
  wanted: readonly { readonly org: string; readonly day: string }[],
): Promise<Meeting[]> {
  const given = sql<{ org: string; day: string }>`(
    SELECT DISTINCT value ->> 'org' AS org, value ->> 'day' AS day FROM json_each(${JSON.stringify(wanted)})
  )`
  return reader
    .selectFrom(given.as('given'))
    .innerJoin('meeting', join =>
      join.onRef('meeting.org', '=', 'given.org').onRef('meeting.held_on', '=', 'given.day'),
    )
    .select([
      'meeting.id',
      'meeting.org',
      'meeting.type',
      'meeting.held_on',
      'meeting.topic',
      'meeting.expected',
      'meeting.attended',
      'meeting.place',
    ])
    .execute()
}

/** What one row of a meeting roster would do. Nothing is written here. */
export function planMeeting(parsed: TakenRow<MeetingRow>, planning: MeetingPlanning): RowPlan {
  const { row, values } = parsed
  const problems: Problem[] = [...parsed.problems]
  const rejected = (): RowPlan => ({ row, verdict: 'rejected', drafts: [], problems })
  const { type, day, topic = null } = values
  const org = placeOfRow(parsed, 'org', values.org, planning, problems)
  if (org === undefined) return rejected()
  const place = org.name
  const key = meetingKey(org.id, type, day, topic)
  const existing = planning.meetings.get(key)
  const counts = { expected: values.expected, attended: values.attended, place: values.place }
  if (existing) {
    const fields = differing(counts, existing)
    if (Object.keys(fields).length === 0) return { row, verdict: 'unchanged', drafts: [], problems, place }
    planning.meetings.set(key, { ...existing, ...fields })
    return {
      row,
      verdict: 'updated',
      drafts: [{ act: 'edit', entity: 'meeting', id: existing.id, fields }],
      problems,
      place,
      changes: changesOf(fields, existing),
    }
  }
  const id = planning.nextId()
  const fields = {
    org: org.id,
    type,
    held_on: day,
    topic,
    expected: values.expected ?? null,
    attended: values.attended ?? null,
    place: values.place ?? null,
  }
  planning.meetings.set(key, { id, ...fields })
  return {
    row,
    verdict: 'created',
    drafts: [{ act: 'create', entity: 'meeting', id, fields }],
    problems,
    place,
  }
}
