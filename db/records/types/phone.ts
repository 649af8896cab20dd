import type { Field, Options, Plain } from './field.ts'
import { code } from './text.ts'

/** A telephone number; dashes and +86 do not belong to a mobile number, which is otherwise the same one written twice. */
export function phone<R extends boolean = false>(
  zh: string,
  en: string,
  options: Options<R> = {},
): Field<string, NoInfer<R>, Plain> {
  const reads = (text: string) => plainMobile(text) ?? text
  return { ...code(zh, en, { ...options, most: 60, reads }), type: 'phone' }
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
  return /^(?:\+?86-?)?(1[3-9]\d)-?(\d{4})-?(\d{4})$/.exec(text)?.slice(1).join('')
}

/** A telephone number with only its beginning and its last two digits: 154******07. Short numbers are hidden whole. */
export function maskPhone(number: string): string {
  const characters = [...number]
  if (characters.length < 8) return '*'.repeat(characters.length)
  const hidden = characters.length - 5
  return `${characters.slice(0, 3).join('')}${'*'.repeat(hidden)}${characters.slice(-2).join('')}`
}
