import type { IdType, PostNature } from '#contract/vocabulary.ts'
import { person } from '#db/records/person.ts'
import { canBeSameDay, type Dated } from '#db/records/types/office-date.ts'
import { postNatureWords, titleOf } from '#db/records/words/cadre-words.ts'
import { dayOf, type IsoDay } from '#db/shared/day.ts'
import type { RosterLine } from '../roster-line.ts'
import {
  noteUnusual,
  readDay,
  readOptionalText,
  readPastDay,
  readText,
  readWord,
} from '../values/read-value.ts'
import type { CadreField } from './cadre-form.ts'
import { datedBy, personTexts, readBy } from './defined-columns.ts'
import { parsePerson } from './parse-person.ts'

/**
 * One post of a roster of cadres; a person with posts in several organizations has several rows. `org` is text as
 * written; `title` is the usual word (书记, 副书记, 组织委员 ...), or the text as written where there is none.
 */
export type CadreRow = {
  readonly name: string
  readonly idType: IdType
  readonly idNumber: string
  readonly birth: Dated
  readonly org: string
  readonly title: string
  readonly nature: PostNature | undefined
  readonly since: Dated | undefined
  readonly until: Dated | undefined
  readonly phone: string | undefined
  readonly nation: string | undefined
  readonly political: string | undefined
  readonly education: string | undefined
  readonly joined: Dated | undefined
  readonly email: string | undefined
  readonly workplace: string | undefined
}

/** Reads a post; undefined when the row is refused. */
export function parseCadre(line: RosterLine<CadreField>, today: IsoDay): CadreRow | undefined {
  const { name, idType, idNumber, birth } = parsePerson(line, today)
  const org = readText(line, 'org')
  if (org === undefined) {
    line.refuseMissing(
      'org',
      'org-missing',
      '没有填写所属团组织。请补上后重新导入。',
      'the organization is missing. Fill it in and import again.',
    )
  }
  const title = readTitle(line)
  const row = {
    nature: readWord(line, 'nature', postNatureWords),
    since: readPastDay(line, 'since', today),
    until: lastDayOf(line, readDay(line, 'until')),
    phone: readBy(line, 'phone', personTexts.phone),
    nation: readBy(line, 'nation', personTexts.nation),
    political: readBy(line, 'political', personTexts.political),
    education: readBy(line, 'education', personTexts.education),
    joined: datedBy(line, 'joined', person.fields.joined),
    email: readBy(line, 'email', personTexts.email),
    workplace: readBy(line, 'workplace', personTexts.workplace),
  }
  noteBackwards(line, row.since, row.until)
  if (line.refused || name === undefined || idNumber === undefined || birth === undefined) return undefined
  return org === undefined || title === undefined
    ? undefined
    : { name, idType, idNumber, birth, org, title, ...row }
}

function readTitle(line: RosterLine<CadreField>): string | undefined {
  const text = readOptionalText(line, 'title')
  if (text === undefined) {
    line.refuseMissing(
      'title',
      'title-missing',
      '没有填写团内职务。请补上后重新导入。',
      'the post is missing. Fill it in and import again.',
    )
    return undefined
  }
  const title = titleOf(text)
  if (title === undefined) noteUnusual(line, 'title')
  return title ?? text
}

/** The end of a post is kept as a day. Of a year alone it is the last one, which is told. */
function lastDayOf(line: RosterLine<CadreField>, until: Dated | undefined): Dated | undefined {
  const day = until?.precision === 'year' ? dayOf(Number(until.day.slice(0, 4)), 12, 31) : undefined
  if (day === undefined) return until
  line.note(
    'until',
    'date-year',
    `只写了年份，离任日期按 ${day} 登记。知道是哪天的请改正。`,
    `only the year is given; the post was taken to end on ${day}. Correct it if the day is known.`,
  )
  return { day, precision: 'day' }
}

/** Real rosters have it (domain.md, "How rosters are read"), so it is a note. */
function noteBackwards(
  line: RosterLine<CadreField>,
  since: Dated | undefined,
  until: Dated | undefined,
): void {
  if (since === undefined || until === undefined || until.day >= since.day) return
  if (canBeSameDay(since, until)) return
  line.note(
    'until',
    'date-order',
    `早于任职日期 ${since.day}。请核对。`,
    `this is before the post began, ${since.day}. Check it.`,
  )
}
