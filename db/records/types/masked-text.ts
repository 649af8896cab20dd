import { maskId } from './id-number.ts'
import { maskPhone } from './phone.ts'

/** ID numbers, whole or rounded by a spreadsheet, and mobile numbers, wherever they stand in a text. */
const numbers = /(?<![\dXx])(?:\d{17}[\dXx]|\d{15}|1[3-9]\d{9})(?![\dXx])/g

/** What stands in a file before anybody said what it is, with the numbers of people masked as everywhere. */
export function maskedText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(numbers, number => (number.length === 11 ? maskPhone(number) : maskId(number)))
}
