import type { IdType, MemberStatus, ReportStatus } from '#contract/vocabulary.ts'
import type { Sex } from '#db/records/types/gb-11643.ts'
import type { Dated } from '#db/records/types/office-date.ts'
import {
  incomeWords,
  memberStatusWords,
  occupationWords,
  reportStatusWords,
} from '#db/records/words/member-words.ts'
import { educationWords, nationWords, politicalWords, sexWords } from '#db/records/words/person-words.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { RosterLine } from '../roster-line.ts'
import {
  readCode,
  readDay,
  readOptionalText,
  readPastDay,
  readPhone,
  readTerm,
  readText,
  readWord,
} from '../values/read-value.ts'
import type { MemberField } from './member-form.ts'
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
    nation: readTerm(line, 'nation', nationWords),
    political: readTerm(line, 'political', politicalWords),
    joined: readPastDay(line, 'joined', today),
    memberNo: readCode(line, 'memberNo'),
    education: readTerm(line, 'education', educationWords),
    highestEducation: readTerm(line, 'highestEducation', educationWords),
    occupation: readTerm(line, 'occupation', occupationWords),
    phone: readPhone(line, 'phone'),
    email: readCode(line, 'email'),
    workplace: readOptionalText(line, 'workplace'),
    income: readTerm(line, 'income', incomeWords),
    reportStatus: readWord(line, 'reportStatus', reportStatusWords),
    status: readWord(line, 'status', memberStatusWords),
    feesPaidTo: readDay(line, 'feesPaidTo')?.day.slice(0, 7),
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
