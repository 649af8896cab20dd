import type { IdType } from '#contract/vocabulary.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { readIdNumber, type Sex } from './id-number.ts'
import type { Dated } from './office-date.ts'
import { idTypeWords } from './person-words.ts'
import type { RosterLine } from './roster-line.ts'

/** The fields by which every roster of people tells who somebody is. */
export type PersonField = 'name' | 'idType' | 'idNumber' | 'birth'

/** `birth` and `sex` are those of the 居民身份证 number where there is one. */
export type Identity = {
  readonly name: string | undefined
  readonly idType: IdType
  readonly idNumber: string | undefined
  readonly birth: Dated | undefined
  readonly sex: Sex | undefined
}

/** Reads who a row is about. `today` is the day of the roster: nobody is born after it. */
export function parsePerson(line: RosterLine<PersonField>, today: IsoDay): Identity {
  const name = personName(line)
  const idType = line.word('idType', idTypeWords) ?? 'resident'
  return idType === 'resident' ? resident(line, name, today) : foreign(line, name, today)
}

/** Han of all planes, the dots of minority names, Latin letters and single spaces between. */
const personNames = /^[\p{Script=Han}\p{Script=Latin}·•・ 〇.'’-]+$/u
const plainName = /^[\u4e00-\u9fff]{2,8}$/

function personName(line: RosterLine<PersonField>): string | undefined {
  const before = line.problems.length
  const text = line.text('name')
  if (text === undefined) {
    if (line.problems.length === before)
      line.refuse(
        'name',
        'name-missing',
        '没有填写姓名。请补上后重新导入。',
        'the name is missing. Fill it in and import again.',
      )
    return undefined
  }
  if (plainName.test(text)) return text
  const name = text.replace(/[•・‧∙⋅]/g, '·').replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '')
  if (/^[=+\-@']/.test(text) || !/\p{L}/u.test(name) || !personNames.test(name)) {
    const stripped = name.replace(/[^\p{L}· ]/gu, '').trim()
    line.refuse(
      'name',
      'name-not-a-name',
      '不是姓名:姓名只含汉字、间隔号、字母和空格。请改正后重新导入。',
      'this is no name: a name holds Han characters, a middle dot, Latin letters and spaces. Correct it and import again.',
      plainName.test(stripped) && stripped.length <= 4 && !/^[=+\-@']/.test(text) ? stripped : null,
    )
    return undefined
  }
  return name
}

function resident(line: RosterLine<PersonField>, name: string | undefined, today: IsoDay): Identity {
  const reading = readId(line)
  const ownBirth = reading?.kind === 'valid' ? reading.birth : undefined
  const birth = line.date('birth', { repair: ownBirth })
  refuseFuture(line, birth, ownBirth, today)
  if (reading?.kind === 'checksum') {
    line.refuse(
      'idNumber',
      'id-checksum',
      '身份证号校验不通过,可能有一位写错。请对照证件改正后重新导入。',
      'the check digit of the ID number does not fit; a digit may be wrong. Correct it from the card and import again.',
      birth?.precision === 'day' && birth.day === reading.birth ? reading.repair : null,
    )
  }
  if (reading?.kind !== 'valid')
    return { name, idType: 'resident', idNumber: undefined, birth, sex: undefined }
  if (birth !== undefined && contradicts(birth, reading.birth)) {
    line.refuse(
      'birth',
      'id-birth-differs',
      `与身份证号中的出生日期 ${reading.birth} 不一致。请核对证件,改正其中一处后重新导入。`,
      `this differs from the birth date in the ID number, ${reading.birth}. Check the card, correct one of them and import again.`,
      reading.birth,
    )
  }
  return {
    name,
    idType: 'resident',
    idNumber: reading.id,
    birth: { day: reading.birth, precision: 'day' },
    sex: reading.sex,
  }
}

function foreign(line: RosterLine<PersonField>, name: string | undefined, today: IsoDay): Identity {
  const cell = line.cell('idNumber')
  const number = typeof cell === 'number' && cell >= 2 ** 53 ? undefined : line.code('idNumber')
  if (typeof cell === 'number' && cell >= 2 ** 53) refuseRounded(line)
  else if (number === undefined) refuseMissing(line)
  const birth = line.date('birth')
  refuseFuture(line, birth, undefined, today)
  if (birth === undefined && !line.refused) {
    line.refuse(
      'birth',
      'birth-missing',
      '境外证件看不出出生日期,必须填写“出生日期”。请补上后重新导入。',
      'a foreign paper does not tell the birth date, so it must be given. Fill it in and import again.',
    )
  }
  return { name, idType: 'foreign', idNumber: number?.toUpperCase(), birth, sex: undefined }
}

function readId(line: RosterLine<PersonField>): ReturnType<typeof readIdNumber> | undefined {
  const before = line.problems.length
  const cell = line.cell('idNumber')
  if (typeof cell === 'number' && cell >= 2 ** 53) {
    refuseRounded(line)
    return undefined
  }
  const text = line.digits('idNumber')
  if (text === undefined) {
    if (line.problems.length === before) refuseMissing(line)
    return undefined
  }
  const reading = readIdNumber(text)
  switch (reading.kind) {
    case 'rounded':
      refuseRounded(line)
      break
    case 'old':
      line.refuse(
        'idNumber',
        'id-15',
        '是 15 位的旧身份证号,2013 年起已停用。请改为 18 位后重新导入。',
        'this is an old ID number of 15 digits, out of use since 2013. Change it to 18 digits and import again.',
        reading.repair,
      )
      break
    case 'malformed':
      line.refuse(
        'idNumber',
        'id-malformed',
        '不是身份证号:应为 18 位,其中含正确的出生日期。请对照证件改正;如为境外证件,请在“证件类型”中注明。',
        'this is no ID number: it should have 18 digits with a true birth date in them. Correct it from the card; for a foreign paper, say so in 证件类型.',
        reading.repair,
      )
  }
  return reading
}

function refuseMissing(line: RosterLine<PersonField>): void {
  line.refuse(
    'idNumber',
    'id-missing',
    '没有填写身份证号。请补上后重新导入。',
    'the ID number is missing. Fill it in and import again.',
  )
}

function refuseRounded(line: RosterLine<PersonField>): void {
  line.refuse(
    'idNumber',
    'id-rounded',
    '身份证号被表格软件当成数字,末尾几位已变成 0。请把该列设为文本格式,对照证件重新填写后再导入。',
    'a spreadsheet took the ID number for a number and its last digits became 0. Format the column as text, type the number again from the card and import again.',
  )
}

function refuseFuture(
  line: RosterLine<PersonField>,
  birth: Dated | undefined,
  ownBirth: IsoDay | undefined,
  today: IsoDay,
): void {
  const field = birth !== undefined && birth.day > today ? 'birth' : 'idNumber'
  if (field === 'idNumber' && (ownBirth === undefined || ownBirth <= today)) return
  line.refuse(
    field,
    'date-impossible',
    `出生日期晚于填报日期 ${today}。请改正后重新导入。`,
    `this birth date is after the day of the roster, ${today}. Correct it and import again.`,
    field === 'birth' && ownBirth !== undefined && ownBirth <= today ? ownBirth : null,
  )
}

function contradicts(given: Dated, known: IsoDay): boolean {
  return given.precision === 'day' ? given.day !== known : given.day.slice(0, 7) !== known.slice(0, 7)
}
