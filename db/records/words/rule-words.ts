import type { Lang, Text } from '#db/shared/text.ts'
import { wordKey } from '../types/word-table.ts'

/** What the rules are called (domain.md 9): in a case, in lists and on paper alike. */
export const ruleWords = {
  W01: { zh: '空心团支部', en: 'Hollow branch' },
  W02: { zh: '无团干团支部', en: 'Branch without cadres' },
  W03: { zh: '空心团委（团总支）', en: 'Hollow committee' },
  W04: { zh: '书记空缺', en: 'Secretary vacancy' },
  W05: { zh: '支委会不健全', en: 'Incomplete committee' },
  W06: { zh: '届满未换届', en: 'Overdue election' },
  W07: { zh: '支部规模超限', en: 'Oversized branch' },
  W08: { zh: '支部大会未按季召开', en: 'Missed general meetings' },
  W09: { zh: '支委会未按月召开', en: 'Missed committee meetings' },
  W10: { zh: '团课未按季开展', en: 'Missed League lessons' },
  W11: { zh: '长期无组织生活', en: 'Dormant branch' },
  W12: { zh: '教育评议未完成', en: 'Unfinished appraisal' },
  W13: { zh: '团籍注册未完成', en: 'Unfinished registration' },
  W14: { zh: '团费连续欠交', en: 'Fee arrears' },
  W15: { zh: '满六个月未交未处置', en: 'Six months unpaid and nothing done' },
  W16: { zh: '超龄团员未离团', en: 'Members past 28' },
  W17: { zh: '业务审批超时', en: 'Slow approval' },
  W18: { zh: '团员编号缺失或不合规', en: 'Missing member numbers' },
  W19: { zh: '组织信息不完整', en: 'Incomplete record' },
  W20: { zh: '对标定级偏低', en: 'Low rating' },
} as const satisfies Readonly<Record<string, Text>>

/** Every rule by its id, in one language. */
export function ruleNames(lang: Lang): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(ruleWords).map(([id, words]) => [id, words[lang]]))
}

export function ruleCalled(id: string, lang: Lang): string {
  return id in ruleWords ? ruleWords[id as keyof typeof ruleWords][lang] : id
}

/** A text in which rules are named, by their id or in Chinese, with the names that they have in one language. */
export function rulesToldIn(text: string, lang: Lang): string {
  const named = text.replace(/\bW\d\d\b/g, id => ruleCalled(id, 'zh'))
  if (lang === 'zh') return named
  const parts = named.split(/([、\s])/).map(part => {
    const id = ids.get(wordKey(part))
    return id === undefined ? part : ruleCalled(id, lang)
  })
  return parts.join('').replaceAll('、', ', ')
}

/** The rule that a person means by its id, its name or both; what is none of ours stands as it was written. */
export function ruleMeant(text: string): string {
  const [, id, name = ''] = /^(W\d\d)(.*)$/i.exec(text) ?? [undefined, undefined, text]
  const meant = ids.get(wordKey(name))
  const said = id?.toUpperCase()
  if (said !== undefined && (name === '' || meant === said)) return said
  return said === undefined ? (meant ?? text) : text
}

const ids: ReadonlyMap<string, string> = new Map(
  Object.entries(ruleWords).flatMap(([id, { zh, en }]) => [
    [wordKey(zh), id],
    [wordKey(en), id],
  ]),
)
