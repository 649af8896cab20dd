import { ownCopy } from './own-copy.ts'

/**
 * The text as it was meant: full-width digits and letters made half-width, outer space (also U+3000) and zero-width
 * characters taken off, inner white space and line breaks made one space, composed form. Chinese punctuation stays.
 */
export function tidyText(text: string): string {
  return isTidy(text) ? ownCopy(text) : tidied(text)
}

function isTidy(text: string): boolean {
  const length = text.length
  if (length === 0) return true
  if (text.charCodeAt(0) === 0x20 || text.charCodeAt(length - 1) === 0x20) return false
  let last = 0
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x7f ? code < 0x20 || (code === 0x20 && last === 0x20) : !isPlainBeyondAscii(code))
      return false
    last = code
  }
  return true
}

/**
 * Han, kana, common Chinese punctuation, the middle dot; extension planes but for the compatibility forms (U+2F800) and what
 * stands on plane 14, which nobody sees, as nobody sees the filler U+3164.
 */
function isPlainBeyondAscii(code: number): boolean {
  if (code > 0x3000 && code < 0xa000) return code !== 0x3164
  if (code >= 0xd800 && code < 0xe000) return code !== 0xd87e && code !== 0xdb40
  return code === 0xb7 || (code >= 0x2014 && code <= 0x2026)
}

/**
 * What nobody sees and means nothing here: format and control characters, fillers, what chooses between shapes of one character.
 * Only between letters of Uyghur and its like, or in Mongolian, some of them say how the word is written.
 */
const joining = String.raw`(?<=[[\p{Script=Arabic}\p{Script=Mongolian}]&&\p{L}])[\u200c\u200d\u180e](?=[[\p{Script=Arabic}\p{Script=Mongolian}]&&\p{L}])|(?<=[\p{Script=Mongolian}&&\p{L}])[\u180b-\u180d\u180f]`
const shaping = String.raw`\ufe00-\ufe0f\u{e0100}-\u{e01ef}`
const unseen = String.raw`(?!${joining})[\p{Cf}\p{DI}\u2800]`
const zeroWidth = new RegExp(String.raw`${unseen}|(?![\t\n\r\v\f])\p{Cc}`, 'gv')
const fullWidth = /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/g
/** Radicals that come out of copied PDF text look like the character but are not it. */
const radicals = /[\u2e80-\u2fdf]/g

function tidied(text: string): string {
  return text
    .replace(zeroWidth, '')
    .replace(fullWidth, char => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(radicals, char => char.normalize('NFKC'))
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim()
}

/** What could steer how the text around it is shown: control characters, and those that turn the direction of writing. */
const steering = /(?![\t\n\r])[\p{Cc}\p{Bidi_Control}]/u
const allSteering = new RegExp(steering, 'gu')

/** Whether a text holds what could make whoever reads it read something else: nothing that is read in here does. */
export function steers(text: string): boolean {
  return steering.test(text)
}

/** What a line that is read in here never holds: a second line, what nobody sees but an emoji's shape, or nothing to be seen. */
const unlike = new RegExp(String.raw`(?![${shaping}])${unseen}|[\n\r\t\v\f\u2028\u2029]`, 'v')
/** What most lines are: something to be seen, and nothing but Latin, Chinese characters and their marks. */
const usual = /^[!-~\u4e00-\u9fff\uff01-\uff5e][ -~\u00b7\u3001-\u3011\u4e00-\u9fff\uff01-\uff5e]*$/

/** Whether a line could pass for another one, or for none. */
export function misleads(text: string): boolean {
  if (usual.test(text) || text === '') return false
  return steers(text) || unlike.test(text) || tidyText(text) === ''
}

/** What somebody else wrote, for a sentence of ours: nothing in it changes how the rest is shown. */
export function unsteered(text: string): string {
  return text.replace(allSteering, '')
}

/** So long may the name be of who worked. */
const longestName = 100

/** Who is said to have done something, as some PC said it: on one line, and no longer than a name is. */
export function saidWorker(actor: string): string {
  return unsteered(actor).replace(/\s+/g, ' ').slice(0, longestName).toWellFormed()
}

/** Everything half-width, all white space gone: for numbers, dates and codes, where neither means anything. */
export function bareText(text: string): string {
  if (/^[!-~]*$/.test(text)) return ownCopy(text)
  return text.replace(zeroWidth, '').normalize('NFKC').replace(/\s+/g, '')
}

/**
 * The text with half a surrogate pair made U+FFFD. Such a half is no character: it cannot be written as UTF-8, so a
 * table and a journal that both held the text would differ. Spreadsheets bring them, and so may anything typed.
 */
export function wellFormed(text: string): string {
  return text.isWellFormed() ? text : text.toWellFormed()
}
