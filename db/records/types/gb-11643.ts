import { dayOf, type IsoDay } from '#db/shared/day.ts'

export const sexes = ['male', 'female'] as const
export type Sex = (typeof sexes)[number]

/**
 * What a 居民身份证 number comes to (GB 11643). `rounded`: a spreadsheet took it for a number and lost its last
 * digits. `old`: 15 digits, out of use since 2013, with the 18-digit form it stands for. `repair` is a proposal.
 */
export type IdReading =
  | { readonly kind: 'valid'; readonly id: string; readonly birth: IsoDay; readonly sex: Sex }
  | { readonly kind: 'rounded' }
  | { readonly kind: 'old'; readonly repair: string | null }
  | { readonly kind: 'malformed'; readonly repair: string | null }
  | { readonly kind: 'checksum'; readonly repair: string; readonly birth: IsoDay }

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checkCharacters = '10X98765432'
/** The first two digits: the provinces, 台湾 (71, 83), 香港 (81), 澳门 (82), foreigners' residence (9x). */
const provinces = new Set(
  [11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54]
    .concat([61, 62, 63, 64, 65, 71, 81, 82, 83, 91, 92, 93, 94, 95, 96, 97, 98, 99])
    .map(String),
)

/** Reads a resident ID number whose white space is gone already; a lower-case x counts as X. */
export function readIdNumber(text: string): IdReading {
  if (!isDigitsWithCheck(text)) return otherReading(text)
  const birth = dayOf(Number(text.slice(6, 10)), Number(text.slice(10, 12)), Number(text.slice(12, 14)))
  const check = checkCharacter(text)
  const last = text.charAt(17).toUpperCase()
  if (last !== check && text.endsWith('000')) return { kind: 'rounded' }
  if (birth === undefined || !provinces.has(text.slice(0, 2))) return { kind: 'malformed', repair: null }
  const id = text.slice(0, 17) + check
  if (last !== check) return { kind: 'checksum', repair: id, birth }
  return { kind: 'valid', id, birth, sex: text.charCodeAt(16) % 2 === 1 ? 'male' : 'female' }
}

/** Signs that people put between or behind the digits; the last digit makes sure that none is missing. */
const signs = /[\p{P}\p{S}]/gu
/** What is typed for the X at the end. */
const cross = /[\u00d7\u0425\u0445\u03a7\u03c7](?=\p{P}*$)/u

function otherReading(text: string): IdReading {
  const digits = text.replace(cross, 'X').replace(signs, '')
  if (digits !== text && isDigitsWithCheck(digits)) {
    const reading = readIdNumber(digits)
    if (reading.kind === 'valid') return reading
  }
  if (/^\d(\.\d+)?E\+?1[4-9]$/i.test(text)) return { kind: 'rounded' }
  if (/^\d{15}$/.test(text)) return { kind: 'old', repair: modernForm(text) }
  return { kind: 'malformed', repair: numberWithin(text) ?? withoutMistypedLetters(text) }
}

/** The eighteenth character that the first seventeen digits ask for. */
export function checkCharacter(digits: string): string {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += (digits.charCodeAt(i) - 48) * (weights[i] ?? 0)
  return checkCharacters.charAt(sum % 11)
}

function isDigitsWithCheck(text: string): boolean {
  if (text.length !== 18) return false
  for (let i = 0; i < 17; i++) {
    const code = text.charCodeAt(i)
    if (code < 48 || code > 57) return false
  }
  const last = text.charCodeAt(17)
  return (last >= 48 && last <= 57) || last === 88 || last === 120
}

function modernForm(old: string): string | null {
  const digits = `${old.slice(0, 6)}19${old.slice(6)}`
  const id = digits + checkCharacter(digits)
  return readIdNumber(id).kind === 'valid' ? id : null
}

/** ID:440…, or 440…(本人): the only number that stands between other words. */
function numberWithin(text: string): string | null {
  const [number, ...others] = text.match(/(?<![\dXx])\d{17}[\dXx](?![\dXx])/g) ?? []
  if (number === undefined || others.length > 0 || number === text) return null
  const reading = readIdNumber(number)
  return reading.kind === 'valid' ? reading.id : null
}

/** O for 0, l for 1, punctuation between: proposed only when the digits then hold together. */
function withoutMistypedLetters(text: string): string | null {
  const digits = text
    .replace(/[oO]/g, '0')
    .replace(/[lI|]/g, '1')
    .replace(/[^0-9Xx]/g, '')
  if (digits === text || !isDigitsWithCheck(digits)) return null
  const reading = readIdNumber(digits)
  return reading.kind === 'valid' ? reading.id : null
}

const checked = /^(\d{17}[\dX])\(?(?:已?(?:核|核对|核实|核查|确认)(?:过|无误)?|无误|正确|一致|√|✓)\)?$/i

/** 440…（已核）: what somebody who checked a list leaves behind a number says nothing else of it. */
export function withoutCheckMark(text: string): string {
  return checked.exec(text)?.[1] ?? text
}
