import { meetingTypeWords } from '#db/records/words/meeting-words.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { RosterLine } from '../roster-line.ts'
import { readDay, readOptionalText, readTerm, readText, readWhole } from '../values/read-value.ts'
import type { MeetingField } from './meeting-form.ts'

/** One meeting or activity. `org` is text as written; `type` is the usual word (支部大会, 团课 ...), or as written. */
export type MeetingRow = {
  readonly org: string
  readonly type: string
  readonly day: IsoDay
  readonly topic: string | undefined
  readonly expected: number | undefined
  readonly attended: number | undefined
  readonly place: string | undefined
}

/** Reads a meeting; undefined when the row is refused. */
export function parseMeeting(line: RosterLine<MeetingField>, today: IsoDay): MeetingRow | undefined {
  const org = readText(line, 'org')
  if (org === undefined) {
    line.refuseMissing(
      'org',
      'org-missing',
      '没有填写团组织。请补上后重新导入。',
      'the organization is missing. Fill it in and import again.',
    )
  }
  const type = readTerm(line, 'type', meetingTypeWords)
  if (type === undefined) {
    line.refuseMissing(
      'type',
      'type-missing',
      '没有填写活动类型。请补上后重新导入。',
      'the kind of meeting is missing. Fill it in and import again.',
    )
  }
  const day = readMeetingDay(line, today)
  const row = {
    topic: readOptionalText(line, 'topic'),
    expected: readWhole(line, 'expected', 0, 1_000_000),
    attended: readWhole(line, 'attended', 0, 1_000_000),
    place: readOptionalText(line, 'place'),
  }
  noteCrowd(line, row.expected, row.attended)
  if (line.refused || org === undefined || type === undefined || day === undefined) return undefined
  return { org, type, day, ...row }
}

function readMeetingDay(line: RosterLine<MeetingField>, today: IsoDay): IsoDay | undefined {
  const dated = readDay(line, 'day')
  if (dated?.precision === 'day') {
    if (dated.day > today) {
      line.note(
        'day',
        'date-future',
        `晚于填报日期 ${today}。请核对。`,
        `this is after the day of the roster, ${today}. Check it.`,
      )
    }
    return dated.day
  }
  line.refuseMissing(
    'day',
    dated === undefined ? 'date-missing' : 'date-unclear',
    '没有写明是哪一天。请写成 2018-03-05 的形式后重新导入。',
    'the day is not given. Write it as 2018-03-05 and import the file again.',
  )
  return undefined
}

function noteCrowd(
  line: RosterLine<MeetingField>,
  expected: number | undefined,
  attended: number | undefined,
): void {
  if (expected === undefined || attended === undefined || attended <= expected) return
  line.note(
    'attended',
    'attended-over-expected',
    `实到人数多于应到人数 ${expected}。请核对。`,
    `more came than were expected, ${expected}. Check it.`,
  )
}
