import { z } from 'zod'
import { bareText } from '#db/shared/tidy-text.ts'
import { type At, type Field, field, type Options, type Plain, plain } from './field.ts'
import { readIdNumber, withoutCheckMark } from './gb-11643.ts'
import { tellTooLong, textIn } from './text.ts'

const longest = 60

/** A number of an identity paper, as text. Which rules it keeps depends on the kind of paper: `residentId` is for a check. */
export function idNumber<R extends boolean = false>(
  zh: string,
  en: string,
  options: Options<R> = {},
): Field<string, NoInfer<R>, Plain> {
  return field(zh, en, options, {
    type: 'id-number',
    columns: plain,
    most: longest,
    schema: z.string().max(longest),
    input: { as: 'line' },
    read(cell, at) {
      if (typeof cell === 'number' && cell > Number.MAX_SAFE_INTEGER) {
        tellRounded(at)
        return undefined
      }
      const number = withoutCheckMark(bareText(textIn(cell, at) ?? '').replace(/^'+/, '')).toUpperCase()
      if (number === '') return undefined
      if (number.length <= longest) return number
      tellTooLong(at, longest, number.length)
      return undefined
    },
    show: value => value,
    mask: maskId,
  })
}

function tellRounded(at: At): void {
  at.tell(
    'refused',
    'id-rounded',
    '证件号码被表格软件当成数字，末尾几位已变成 0。请对照证件重新填写。',
    'a spreadsheet took the ID number for a number and its last digits became 0. Type it again from the card.',
  )
}

/** GB 11643: number, birth and sex of a 居民身份证, or undefined with what is wrong told. `born`: the birth given beside it. */
export function residentId(text: string, born: string | undefined, at: At) {
  const reading = readIdNumber(text)
  switch (reading.kind) {
    case 'valid':
      return reading
    case 'rounded':
      tellRounded(at)
      return undefined
    case 'old':
      at.tell(
        'refused',
        'id-15',
        '是 15 位的旧身份证号，2013 年起已停用。请改为 18 位。',
        'this is an old ID number of 15 digits, out of use since 2013. Change it to 18 digits.',
        reading.repair,
      )
      return undefined
    case 'malformed':
      at.tell(
        'refused',
        'id-malformed',
        '不是身份证号：应为 18 位，含真实的出生日期。请对照证件改正；如是境外证件，请把证件类型改为境外身份证。',
        'this is no ID number: it has 18 digits with a true birth date in them. Correct it from the card; for a foreign paper, change the ID type.',
        reading.repair,
      )
      return undefined
    case 'checksum':
      at.tell(
        'refused',
        'id-checksum',
        '身份证号校验不通过，有一位可能写错。请对照证件改正。',
        'the check digit of the ID number does not fit; a digit may be wrong. Correct it from the card.',
        born === reading.birth ? reading.repair : null,
      )
      return undefined
  }
}

/** An ID number with only its region and last two characters: 440399********07. Short numbers are hidden whole. */
export function maskId(number: string): string {
  const characters = [...number]
  if (characters.length < 10) return '*'.repeat(characters.length)
  const hidden = characters.length - 8
  return `${characters.slice(0, 6).join('')}${'*'.repeat(hidden)}${characters.slice(-2).join('')}`
}
