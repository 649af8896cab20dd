import type { IdType } from '#contract/vocabulary.ts'
import { person } from '#db/records/person.ts'
import { chineseNumeralsAsDigits } from '#db/records/types/chinese-numerals.ts'
import { column } from '#db/records/types/field.ts'
import { type IdReading, readIdNumber, type Sex } from '#db/records/types/gb-11643.ts'
import { canBeSameDay, type Dated, shownDate } from '#db/records/types/office-date.ts'
import { text } from '#db/records/types/text.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Text } from '#db/shared/text.ts'
import type { RosterLine } from '../roster-line.ts'
import { readBare, readDay, readOptionalText } from '../values/read-value.ts'
import { readBy, spot } from './composed.ts'

/** The columns by which every roster of people tells who somebody is. */
export const whose = {
  name: spot(person, 'name'),
  idType: spot(person, 'id_type'),
  idNumber: spot(person, 'id_number'),
  birth: spot(person, 'birth'),
} as const
/** 年龄: it is not kept, since the day of birth tells it, but one that contradicts that day is told. */
export const age = spot(
  { fields: { age: column('年纪 岁数 周岁 实足年龄 现年龄 实际年龄 年龄(周岁)', text('年龄', 'age')) } },
  'age',
  { onlyRead: true, tells: 0 },
)

type PersonLine = RosterLine<string>

/** `birth` and `sex` are those of the 居民身份证 number where there is one. */
export type Identity = {
  readonly name: string | undefined
  readonly idType: IdType
  readonly idNumber: string | undefined
  readonly birth: Dated | undefined
  readonly sex: Sex | undefined
  /** The age of a row, where it has nothing by which to tell whether that is right. */
  readonly age?: number | undefined
}

/**
 * Reads who a row is about. `today` is the day of the roster: nobody is born after it. Where the number may be missing,
 * the planner finds out who is meant.
 */
export function parsePerson(line: PersonLine, today: IsoDay, number?: 'may lack its number'): Identity {
  const name = readBy(line, 'name', whose.name)
  if (name === undefined)
    line.refuseMissing(
      'name',
      'name-missing',
      '没有填写姓名。请补上后重新导入。',
      'the name is missing. Fill it in and import again.',
    )
  const idType = readBy(line, 'idType', whose.idType) ?? 'resident'
  if (number !== undefined && readOptionalText(line, 'idNumber') === undefined) {
    const birth = readDay(line, 'birth')
    if (birth !== undefined && birth.day > today) refuseUnknown(line, 'birth', today, undefined)
    noteAge(line, birth, today)
    const untold = birth === undefined ? ageIn(line) : undefined
    return { name, idType, idNumber: undefined, birth, sex: undefined, age: untold }
  }
  const who = idType === 'resident' ? resident(line, name, today) : foreign(line, name, today)
  noteAge(line, who.birth, today)
  return who
}

/** How people count: by the birthday, by the year, from the first year on; and the list may be of last year. */
const [lessByOne, moreByTwo] = [1, 2]

function ageIn(line: PersonLine): number | undefined {
  const shown = line.shown('age').normalize('NFKC').replace(/\s+/g, '')
  const [, written] =
    /^(?:约|近)?(\d{1,3}|[一二三四五六七八九十]{1,3})(?:\.0+)?(?:周?岁)?(?:左右)?$/.exec(shown) ?? []
  const age = written === undefined ? Number.NaN : Number(chineseNumeralsAsDigits(written))
  return Number.isNaN(age) ? undefined : age
}

/** What is told of an age that nobody born on that day has. */
export function ageTold(age: number, birth: Dated, today: IsoDay): Text | undefined {
  if (birth.day > today) return undefined
  const had = today.slice(5) < birth.day.slice(5) ? 1 : 0
  const years = Number(today.slice(0, 4)) - Number(birth.day.slice(0, 4)) - had
  if (age >= years - lessByOne && age <= years + moreByTwo) return undefined
  return {
    zh: `与出生日期 ${shownDate(birth)} 不符：到 ${today} 应为 ${years} 岁。年龄没有登记，按出生日期计算。请核对出生日期和身份证号。`,
    en: `this contradicts the birth date, ${shownDate(birth)}: on ${today} it makes ${years}. The age is not kept; the birth date tells it. Check that date and the ID number.`,
  }
}

function noteAge(line: PersonLine, birth: Dated | undefined, today: IsoDay): void {
  const age = birth === undefined ? undefined : ageIn(line)
  const says = age === undefined || birth === undefined ? undefined : ageTold(age, birth, today)
  if (says !== undefined) line.note('age', 'age-differs', says.zh, says.en)
}

function resident(line: PersonLine, name: string | undefined, today: IsoDay): Identity {
  const reading = readResidentId(line)
  const known = reading?.kind === 'valid' ? reading.birth : undefined
  if (known !== undefined) line.knows('birth', 'sex')
  const given = readDay(line, 'birth', known)
  if (reading?.kind === 'checksum') refuseChecksum(line, reading, given)
  if (given !== undefined && given.day > today) refuseUnknown(line, 'birth', today, known)
  else if (known !== undefined && known > today) refuseUnknown(line, 'idNumber', today, undefined)
  if (reading?.kind !== 'valid')
    return { name, idType: 'resident', idNumber: undefined, birth: given, sex: undefined }
  if (given !== undefined && contradicts(given, reading.birth)) {
    line.refuse(
      'birth',
      'id-birth-differs',
      `与身份证号中的出生日期 ${reading.birth} 不一致。请核对证件，改正其中一处后重新导入。`,
      `this differs from the birth date in the ID number, ${reading.birth}. Check the card, correct one of them and import again.`,
      reading.birth,
    )
  }
  const birth: Dated = { day: reading.birth, precision: 'day' }
  return { name, idType: 'resident', idNumber: reading.id, birth, sex: reading.sex }
}

/** 境外身份证: any text will do, but it does not tell the birth date. */
function foreign(line: PersonLine, name: string | undefined, today: IsoDay): Identity {
  const idNumber = readIdText(line)?.toUpperCase()
  const birth = readDay(line, 'birth')
  if (birth !== undefined && birth.day > today) refuseUnknown(line, 'birth', today, undefined)
  if (birth?.precision === 'year') {
    line.refuse(
      'birth',
      'date-unclear',
      '境外证件看不出出生日期，只写年份不够。请写成 1998-03-05 的形式后重新导入。',
      'a foreign paper does not tell the birth date, and a year alone is not enough. Write it as 1998-03-05 and import again.',
    )
  }
  if (birth === undefined) {
    line.refuseMissing(
      'birth',
      'birth-missing',
      '境外证件看不出出生日期，必须填写。请补上后重新导入。',
      'a foreign paper does not tell the birth date, so it must be given. Fill it in and import again.',
    )
  }
  return { name, idType: 'foreign', idNumber, birth, sex: undefined }
}

/** The number as text; refused when it is missing or when a number cell cannot have kept its digits. */
function readIdText(line: PersonLine): string | undefined {
  // It was counted up from the row above, and is nobody's.
  if (line.isRefused('idNumber')) return undefined
  const cell = line.cell('idNumber')
  if (typeof cell === 'number' && cell > Number.MAX_SAFE_INTEGER) {
    refuseRounded(line)
    return undefined
  }
  const text = cell === null ? undefined : readBare(line, 'idNumber')
  if (text === undefined) {
    line.refuseMissing(
      'idNumber',
      'id-missing',
      '没有填写证件号码。请补上后重新导入。',
      'the ID number is missing. Fill it in and import again.',
    )
  }
  return text
}

function readResidentId(line: PersonLine): IdReading | undefined {
  const text = readIdText(line)
  if (text === undefined) return undefined
  if (isMasked(text)) {
    line.refuse(
      'idNumber',
      'id-masked',
      '证件号码的中间几位被遮住了，看不出是谁。请向填报单位要写全号码的表，再导入。',
      'digits of the ID number are covered, so it is not known who this is. Ask the office for a roster with full numbers and import that.',
    )
    return undefined
  }
  const reading = readIdNumber(text)
  if (reading.kind === 'rounded') refuseRounded(line)
  else if (reading.kind === 'old') {
    line.refuse(
      'idNumber',
      'id-15',
      '是 15 位的旧身份证号，2013 年起已停用。请改为 18 位后重新导入。',
      'this is an old ID number of 15 digits, out of use since 2013. Change it to 18 digits and import again.',
      reading.repair,
    )
  } else if (reading.kind === 'malformed') {
    line.refuse(
      'idNumber',
      'id-malformed',
      '不是身份证号：应为 18 位，含真实的出生日期。请对照证件改正；如是境外证件，请在“证件类型”中注明。',
      'this is no ID number: it has 18 digits with a true birth date in them. Correct it from the card; for a foreign paper, say so in 证件类型.',
      reading.repair,
    )
  }
  return reading
}

/** 4403**********1234: covered by stars, dots or a row of x, as offices do before they pass a list on. */
export function isMasked(text: string): boolean {
  return (
    /^[\dx*\u00d7\u2022\u25cf\u25cb\u2606\u2605\u2588\u25a0#?_.\u2026-]{8,24}$/i.test(text) &&
    /([*\u00d7\u2022\u25cf\u25cb\u2606\u2605\u2588\u25a0#?_]{2}|x{3}|\*|\.{3}|\u2026|-{3})/i.test(text)
  )
}

/** A last digit is proposed only where the birth date of the row agrees with the rest of the number. */
function refuseChecksum(
  line: PersonLine,
  reading: Extract<IdReading, { kind: 'checksum' }>,
  given: Dated | undefined,
): void {
  line.refuse(
    'idNumber',
    'id-checksum',
    '身份证号校验不通过，有一位可能写错。请对照证件改正后重新导入。',
    'the check digit of the ID number does not fit; a digit may be wrong. Correct it from the card and import again.',
    given?.precision === 'day' && given.day === reading.birth ? reading.repair : null,
  )
}

function refuseRounded(line: PersonLine): void {
  line.refuse(
    'idNumber',
    'id-rounded',
    '证件号码被表格软件当成数字，末尾几位已变成 0。请把该列设为文本格式，对照证件重新填写后再导入。',
    'a spreadsheet took the ID number for a number and its last digits became 0. Format the column as text, type the number again from the card and import again.',
  )
}

function refuseUnknown(line: PersonLine, field: 'birth' | 'idNumber', today: IsoDay, known?: IsoDay): void {
  line.refuse(
    field,
    'date-impossible',
    `出生日期晚于填报日期 ${today}。请改正后重新导入。`,
    `this birth date is after the day of the roster, ${today}. Correct it and import again.`,
    known !== undefined && known <= today ? known : null,
  )
}

function contradicts(given: Dated, known: IsoDay): boolean {
  return !canBeSameDay(given, { day: known, precision: 'day' })
}
