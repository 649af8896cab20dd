import type { RosterLine } from '../roster-line.ts'
import { readText } from './read-value.ts'

/** Han of all planes, the dots of minority names, Latin letters and what stands between them. */
const anyName = /^[\p{Script=Han}\p{Script=Latin}· .'’-]+$/u
const commonName = /^[\u4e00-\u9fff]{2,8}$/
const startsLikeFormula = /^[=+\-@']/

/** The name of a person, refused when it is missing or is no name. */
export function readPersonName(line: RosterLine<'name'>): string | undefined {
  const text = readText(line, 'name')
  if (text === undefined) {
    line.refuseMissing(
      'name',
      'name-missing',
      '没有填写姓名。请补上后重新导入。',
      'the name is missing. Fill it in and import again.',
    )
    return undefined
  }
  if (commonName.test(text)) return text
  const name = text.replace(/[•・‧∙⋅]/g, '·').replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '')
  if (anyName.test(name) && /\p{L}/u.test(name) && !startsLikeFormula.test(name)) return name
  line.refuse(
    'name',
    'name-not-a-name',
    '不是姓名：姓名只含汉字、间隔号、字母和空格。请改正后重新导入。',
    'this is no name: a name holds Han characters, a middle dot, Latin letters and spaces. Correct it and import again.',
    startsLikeFormula.test(name) ? null : nameWithin(name),
  )
  return undefined
}

/** 张伟1 or 张伟(班长): the name itself, if that is plain. */
function nameWithin(text: string): string | null {
  const rest = text.replace(/[(\uff08][^()\uff08\uff09]*[)\uff09]/g, '').replace(/[^\p{L}· ]/gu, '')
  return commonName.test(rest) && rest.length <= 4 ? rest : null
}
