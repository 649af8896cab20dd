import { bareText } from '#db/shared/tidy-text.ts'
import type { Cell } from '#db/sheets/cell.ts'
import type { At, Field, Options, Plain } from './field.ts'
import { code } from './text.ts'

/** A telephone number; dashes and +86 do not belong to a mobile number, which is otherwise the same one written twice. */
export function phone<R extends boolean = false>(
  zh: string,
  en: string,
  options: Options<R> = {},
): Field<string, NoInfer<R>, Plain> {
  const reads = (text: string, at: At) => {
    if (masked.test(text)) {
      at.tell(
        'left out',
        'phone-masked',
        '号码被遮住了几位，没有登记。请填写完整的号码。',
        'digits of this number are covered, so it was not taken. Write the whole number.',
      )
      return undefined
    }
    const mobile = plainMobile(text)
    if (mobile === undefined && isDoubtfulPhone(text)) tellDoubtful(at)
    return mobile ?? text
  }
  const one = code(zh, en, { ...options, most: 60, reads })
  return {
    ...one,
    type: 'phone',
    read(cell, at) {
      const [first, ...others] = phonesIn(cell)
      if (first !== undefined && isOfAnother(String(cell), first))
        at.tell(
          'kept',
          'phone-of-another',
          '写的是家长或别人的电话，登记成了这个人的。请核对；有本人电话的，改这一格。',
          'this says that it is the number of a parent or of somebody else, and it was taken as that of this person. Check it; if there is an own number, change the cell.',
        )
      const more = first === undefined ? undefined : otherContact.exec(String(cell).slice(0, 200))?.[0].trim()
      if (more !== undefined)
        at.tell(
          'kept',
          'phone-with-more',
          `号码旁边还写了“${more}”，没有登记。要登记的，请另写一列。`,
          `"${more}" stands beside the number and was not taken. Give it a column of its own if it is wanted.`,
        )
      const isQq = more !== undefined && others.every(number => more.includes(number))
      if (first === undefined || others.length === 0 || isQq) return one.read(first ?? cell, at)
      at.tell(
        'kept',
        'phones-several',
        `一格里有几个号码，只登记了 ${first}。要登记另一个的，请改这一格。`,
        `the cell holds more than one number; ${first} alone was taken. For another one, change the cell.`,
      )
      return first
    },
  }
}

/** An e-mail address, or the number or name of an account elsewhere. */
const otherContact =
  /[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{2,}|(?:qq|微信号?|wechat|vx)[:：号\s]{0,3}[a-z0-9_-]{5,30}/i

/** 139****1000: whoever passes a list on covers numbers; what is known of somebody is worth more than that. */
const masked = /\d[*＊•●×xX#]{2,}\d*$|^[*＊•●×xX#]{3,}\d+$/

/** Shorter than the short numbers of an office, or begun as a mobile number and with a digit too few or too many. */
export function isDoubtfulPhone(text: string): boolean {
  const digits = text.replace(/\D/g, '')
  return (
    digits.length < 5 ||
    /qq|微信|wechat|@/i.test(text) ||
    /^1(\d{6,9}|[0-2]\d{9}|\d{11,12})$/.test(text) ||
    /^(?!400|800)[2-9]\d{9}$/.test(text)
  )
}

function tellDoubtful(at: At): void {
  at.tell(
    'kept',
    'phone-doubtful',
    at.asWritten === true
      ? '不像电话号码：手机号是 11 位，固定电话要带区号。已有号码的不改，没有的按原文保留，请核对。'
      : '不像电话号码：手机号是 11 位，固定电话要带区号。已按原文保留，请核对。',
    at.asWritten === true
      ? 'this does not look like a telephone number: a mobile number has 11 digits, any other its area code. A number that is known stays; where none is, it was kept as written. Check it.'
      : 'this does not look like a telephone number: a mobile number has 11 digits, any other its area code. It was kept as written. Check it.',
  )
}

/** ①: a number that is none of the telephone's digits. */
const circled = /[\u2460-\u2473]/g

const mobiles = /(?<!\d)(?:(?:\+|00)?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)/g

/** The different telephone numbers of a cell in which several are written, mobile ones first; none for any other cell. */
function phonesIn(cell: Cell): readonly string[] {
  if (typeof cell !== 'string') return []
  const text = cell.replace(circled, ' ').normalize('NFKC')
  const carried = (text.match(mobiles) ?? []).flatMap(number => plainMobile(bareText(number)) ?? [])
  if (carried.length === 0) return fixedIn(text)
  // 手机13800001234, 13800001234(父亲), 13800001234微信同号: the words beside a number are none.
  const rest = text.replace(mobiles, ' ').match(/\d[\d-]{2,}/g) ?? []
  const [others, own] = [carried.filter(number => isOfAnother(text, number)), [...carried, ...rest]]
  return [...new Set([...own.filter(number => !others.includes(number)), ...others])]
}

const another =
  '(?:家长|监护人?|父亲?|母亲?|爸爸?|妈妈?|爷爷?|奶奶|外公|外婆|哥哥?|姐姐?|配偶|丈夫|妻子|家属|亲属|紧急联系人?)'
const before = new RegExp(`${another}(?:的?(?:手机|电话|号码|联系电话))?[(（:： ]*$`)
const behind = new RegExp(`^[ ]*[(（]?${another}(?![\\p{Script=Han}])`, 'u')

/** 母亲13900001111 and 13900001111（父）: whose number the words beside it say it is. */
function isOfAnother(cell: string, number: string): boolean {
  // Where the cell is longer, it holds more than somebody's numbers.
  if (cell.length > 200 || !/\p{Script=Han}/u.test(cell)) return false
  const text = cell.normalize('NFKC')
  const found = [...text.matchAll(mobiles)].find(([written]) => plainMobile(bareText(written)) === number)
  if (found === undefined) return false
  const [left, right] = [text.slice(0, found.index), text.slice(found.index + found[0].length)]
  // What stands between two numbers in brackets is of the first one.
  const isLabelled = before.test(left.slice(-16).replace(/^.*[)）]/, ''))
  return isLabelled || behind.test(right.slice(0, 8))
}

function fixedIn(text: string): readonly string[] {
  const numbers = text.split(/[\s/、,;|或]+/).map(bareText)
  const parts = numbers.filter(part => part.replace(/\D/g, '').length >= 7)
  return parts.length > 1 ? [...new Set(parts)] : []
}

/** A telephone number that only those see who ask for it. */
export function privatePhone(
  zh: string,
  en: string,
  options: Options<false> = {},
): Field<string, false, Plain> {
  return { ...phone(zh, en, options), mask: maskPhone }
}

/** A mobile number as its eleven digits; undefined where it is none. */
export function plainMobile(text: string): string | undefined {
  return /^(?:(?:\+|00)?86-?)?(1[3-9]\d)-?(\d{4})-?(\d{4})$/.exec(text)?.slice(1).join('')
}

/** A telephone number with only its beginning and its last two digits: 154******07. Short numbers are hidden whole. */
export function maskPhone(number: string): string {
  const characters = [...number]
  if (characters.length < 8) return '*'.repeat(characters.length)
  const hidden = characters.length - 5
  return `${characters.slice(0, 3).join('')}${'*'.repeat(hidden)}${characters.slice(-2).join('')}`
}
