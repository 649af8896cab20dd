import type { IdType } from '#contract/vocabulary.ts'
import { maskId } from '#db/records/types/id-number.ts'
import type { Text } from '#db/shared/text.ts'
import type { Problem } from '../../problem.ts'
import type { Namesake } from './namesakes.ts'

/** What somebody said of rows whose person is known under another ID number: it is him, or another one. */
export type DoubleAnswer = 'same' | 'new'

/** A number whose last three digits are 0: a spreadsheet may have put them there, and one time in eleven they fit. */
export function maybeRounded(idType: IdType, idNumber: string): boolean {
  return idType === 'resident' && idNumber.length === 18 && idNumber.endsWith('000')
}

/** Why a number that ends in 000 cannot be believed; undefined where nothing speaks against it. */
export function whyRounded(
  rounded: number | undefined,
  problems: readonly Problem[],
  namesakes: readonly Namesake[],
): Text | undefined {
  const next: Text = {
    zh: '请对照证件核对这个号码。',
    en: 'Check this number against the card.',
  }
  const because = (zh: string, en: string): Text => ({ zh: `${zh}${next.zh}`, en: `${en} ${next.en}` })
  if (namesakes.length > 0)
    return because(
      '末三位是 000，台账里有同名同出生日期、号码不同的人，多半是表格软件把末几位变成了 0。',
      'It ends in 000, and the registry knows somebody of this name and birth date under another number: a spreadsheet seems to have rounded it.',
    )
  if (rounded !== undefined)
    return because(
      `末三位是 000，本表第 ${rounded} 行的号码已被表格软件变成 0，这一个也信不过。`,
      `It ends in 000, and the number in row ${rounded} of this roster was rounded by a spreadsheet, so this one cannot be trusted either.`,
    )
  if (problems.some(({ code }) => code === 'id-sex-differs'))
    return because(
      '末三位是 000，性别也对不上，多半是表格软件把末几位变成了 0。',
      'It ends in 000 and does not fit the sex: a spreadsheet seems to have rounded it.',
    )
  return undefined
}

export const perhapsRounded: Text = {
  zh: '末三位是 000，可能是表格软件改的。请对照证件核对。',
  en: 'this ends in 000, which a spreadsheet may have done. Check it against the card.',
}

/**
 * The sentence about somebody who is known by name and birth date under another number. The roster may come from anybody, and
 * its answer goes back there: what only the registry knows stands masked.
 */
export function doubleSentence(
  { name, birth, isBornThen, idNumber }: Namesake,
  home: string | undefined,
): Text {
  const zhNumber = idNumber === null ? '，没有登记证件号码' : `，证件号码是 ${maskId(idNumber)}`
  const enNumber = idNumber === null ? 'without an ID number' : `under the ID number ${maskId(idNumber)}`
  return {
    zh: `台账里已有同名、${isBornThen ? `同出生日期（${birth}）` : '同手机号码（出生日期不同）'}的“${name}”${home === undefined ? '' : `（${home}）`}${zhNumber}。请核对：是同一个人，就用正确的号码；确是另一个人，请说明后再导入。`,
    en: `The registry has a "${name}" ${isBornThen ? `born on ${birth}` : 'with this mobile number, born on another day'}${home === undefined ? '' : ` (${home})`} ${enNumber}. Check: the same person needs the right number; if this is somebody else, say so and import again.`,
  }
}

/** The known number, masked, where it differs from the written one in so little that it must be what was meant. */
export function likelyNumber(written: string, namesakes: readonly Namesake[]): string | undefined {
  const [only, ...others] = namesakes
  const known = only?.idNumber ?? ''
  return others.length === 0 && known.slice(0, 14) === written.slice(0, 14) ? maskId(known) : undefined
}
