import { addMonths, type IsoDay } from '#db/shared/day.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { existsNo, isBranch, type Outline } from './outline/outline.ts'
import type { Touched } from './touched.ts'

/** Whoever did not meet for so long has missed a quarter's members' meeting (三会两制一课: 支部大会 once a quarter). */
const monthsBetweenMeetings = 3

/** The newest meeting of every organization up to a day, and how many branches before each place met lately. */
export type LastMeetings = {
  readonly lastOf: ReadonlyMap<number, string>
  readonly metBefore: Int32Array
}

/** Read once for a day: by the index alone. */
export function readLastMeetings(connection: Connection, outline: Outline): LastMeetings {
  const rows = prepareOnce<unknown[], [number, string]>(connection, lastMeetingsStatement).raw()
  return counted(outline, new Map(rows.all({ day: outline.day })))
}

/** The same after something was written, in the outline as it is then. */
export function renewLastMeetings(
  connection: Connection,
  outline: Outline,
  { lastOf: before }: LastMeetings,
  { meetings }: Touched,
): LastMeetings {
  if (meetings.size === 0) return counted(outline, before)
  const lastOf = new Map(before)
  for (const no of meetings) lastOf.delete(no)
  const rows = prepareOnce<unknown[], [number, string | null]>(connection, lastMeetingsOfStatement)
    .raw()
    .all({ day: outline.day, wanted: JSON.stringify([...meetings]) })
  for (const [no, heldOn] of rows) if (heldOn !== null) lastOf.set(no, heldOn)
  return counted(outline, lastOf)
}

function counted(outline: Outline, lastOf: ReadonlyMap<number, string>): LastMeetings {
  const lately = addMonths(outline.day, -monthsBetweenMeetings)
  const { columns, nos } = outline
  const metBefore = new Int32Array(nos.length + 1)
  for (const [place, no] of nos.entries()) {
    const met = existsNo(columns, no) && isBranch(columns, no) && (lastOf.get(no) ?? '') > lately
    metBefore[place + 1] = (metBefore[place] ?? 0) + (met ? 1 : 0)
  }
  return { lastOf, metBefore }
}

const lastMeetingsOfStatement = `
  SELECT org.no, (SELECT max(held_on) FROM meeting WHERE meeting.org = org.id AND held_on <= @day)
  FROM json_each(@wanted) AS wanted CROSS JOIN org ON org.no = wanted.value`

export const lastMeetingsStatement = `
  SELECT org.no, newest.held_on
  FROM (SELECT org, max(held_on) AS held_on FROM meeting WHERE held_on <= @day GROUP BY org) AS newest
  CROSS JOIN org ON org.id = newest.org`

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
