import type { IdType, MemberStatus, ReportStatus } from '#contract/vocabulary.ts'
import { person } from '#db/records/person.ts'
import type { Sex } from '#db/records/types/gb-11643.ts'
import type { Dated } from '#db/records/types/office-date.ts'
import { memberStatusWords, reportStatusWords } from '#db/records/words/member-words.ts'
import { sexWords } from '#db/records/words/person-words.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { RosterLine } from '../roster-line.ts'
import { readDay, readOptionalText, readText, readWord } from '../values/read-value.ts'
import { datedBy, personTexts, readBy } from './defined-columns.ts'
import type { MemberField } from './member-form.ts'
import { type More, readMore } from './more-fields.ts'
import { parsePerson } from './parse-person.ts'

/**
 * One member of a roster. `branch` is text as written: a code, a full or a short name. `feesPaidTo` is a month,
 * YYYY-MM. `birth` and `sex` come from the ID number where it is a 居民身份证. undefined is a blank cell, which says
 * nothing.
 */
export type MemberRow = {
  readonly name: string
  readonly idType: IdType
  readonly idNumber: string
  readonly birth: Dated
  readonly sex: Sex | undefined
  readonly nation: string | undefined
  readonly political: string | undefined
  readonly joined: Dated | undefined
  readonly memberNo: string | undefined
  readonly branch: string
  readonly education: string | undefined
  readonly highestEducation: string | undefined
  readonly occupation: string | undefined
  readonly phone: string | undefined
  readonly email: string | undefined
  readonly workplace: string | undefined
  readonly income: string | undefined
  readonly reportStatus: ReportStatus | undefined
  readonly status: MemberStatus | undefined
  readonly feesPaidTo: string | undefined
  readonly more: More
}

/** Reads a member; undefined when the row is refused. */
export function parseMember(line: RosterLine<MemberField>, today: IsoDay): MemberRow | undefined {
  const { name, idType, idNumber, birth, sex } = parsePerson(line, today)
  const branch = readText(line, 'branch')
  if (branch === undefined) {
    line.refuseMissing(
      'branch',
      'org-missing',
      '没有填写所在团支部。请补上后重新导入。',
      'the branch is missing. Fill it in and import again.',
    )
  }
  const row = {
    sex: readSex(line, sex),
    nation: readBy(line, 'nation', personTexts.nation),
    political: readBy(line, 'political', personTexts.political),
    joined: datedBy(line, 'joined', person.fields.joined),
    memberNo: readBy(line, 'memberNo', personTexts.memberNo),
    education: readBy(line, 'education', personTexts.education),
    highestEducation: readBy(line, 'highestEducation', personTexts.highestEducation),
    occupation: readBy(line, 'occupation', personTexts.occupation),
    phone: readBy(line, 'phone', personTexts.phone),
    email: readBy(line, 'email', personTexts.email),
    workplace: readBy(line, 'workplace', personTexts.workplace),
    income: readBy(line, 'income', personTexts.income),
    reportStatus: readWord(line, 'reportStatus', reportStatusWords),
    status: readStatus(line),
    feesPaidTo: lastMonthOf(readDay(line, 'feesPaidTo')),
    more: readMore(line),
  }
  if (
    line.refused ||
    name === undefined ||
    idNumber === undefined ||
    birth === undefined ||
    branch === undefined
  )
    return undefined
  return { name, idType, idNumber, birth, branch, ...row }
}

/** 交至2018年 is up to its December. */
function lastMonthOf(paid: Dated | undefined): string | undefined {
  return paid?.precision === 'year' ? `${paid.day.slice(0, 4)}-12` : paid?.day.slice(0, 7)
}

/** 转出 and the like: whoever writes that says that this is none of the branch's members any more. */
const leavingWord =
  /^(?:已|拟|申请|办理|正在)?(?:组织关系|团组织关系|团关系|关系)?(?:已)?(?:转出|转走|转移|转接出|调出|调离|迁出|移出|转往|转至|转到|离职|离校|毕业离校|毕业转出|离开|去世|死亡|已故|亡故)(?:团员|待接收|在途|中|成功|完成|审核通过)?/

/** Whether a state, or a remark, says that somebody has left: 转出, 已转出, 毕业离校. */
export function saysLeft(text: string): boolean {
  return leavingWord.test(text.replace(/\s+/g, ''))
}

/**
 * The state of a member. A word for having left never becomes 正常: the row is left out, since the roster does not say
 * where the member is now.
 */
function readStatus(line: RosterLine<MemberField>): MemberStatus | undefined {
  const text = readOptionalText(line, 'status')?.replace(/\s+/g, '')
  if (text === undefined || memberStatusWords.valueOf(text) !== undefined || !leavingWord.test(text))
    return readWord(line, 'status', memberStatusWords)
  line.refuse(
    'status',
    'member-left',
    '写的是已经离开，所以不登记为本支部团员。台账里还有他的，请办理转出；其实没有离开的，把这一格改为“正常”再导入。',
    'this says that the member has left, so the row was not taken. Record where the member went; one who is still there is 正常.',
  )
  return undefined
}

/** The ID number knows better than the column. */
function readSex(line: RosterLine<MemberField>, known: Sex | undefined): Sex | undefined {
  const given = readWord(line, 'sex', sexWords)
  if (given !== undefined && known !== undefined && given !== known) {
    line.note(
      'sex',
      'id-sex-differs',
      '与身份证号所示的性别不一致，已按身份证号登记。请核对。',
      'this differs from the sex that the ID number tells, which was taken. Check it.',
    )
  }
  return known ?? given
}
