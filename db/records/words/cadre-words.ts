import type { PostNature } from '#contract/vocabulary.ts'
import { termTable, wordTable } from '../types/word-table.ts'

/** 团干部性质. */
export const postNatureWords = wordTable<PostNature>({
  'full-time': ['专职', '专', '专职团干', '专职团干部', '专职干部', '专职书记', '专职副书记', '全职', '专任'],
  'part-time': [
    '兼职',
    '兼',
    '兼职团干',
    '兼职团干部',
    '兼职干部',
    '兼职书记',
    '兼职副书记',
    '兼任',
    '非专职',
  ],
  seconded: ['挂职', '挂', '挂职团干', '挂职团干部', '挂职干部', '挂职书记', '挂职副书记', '挂任'],
})

/** 团内现任职务: of leading organs and of all others (domain.md 4.4). */
export const titleWords = termTable({
  书记: [
    '支书',
    '团支书',
    '书记员',
    '团支部书记',
    '支部书记',
    '团委书记',
    '团总支书记',
    '团工委书记',
    '总支书记',
    '工委书记',
  ],
  副书记: [
    '副支书',
    '团支部副书记',
    '支部副书记',
    '团委副书记',
    '团总支副书记',
    '团工委副书记',
    '常务副书记',
  ],
  常委: ['团委常委', '常务委员', '团区委常委'],
  委员: ['支委', '支部委员', '团支部委员', '团委委员', '团总支委员', '团工委委员', '支委委员', '支委会委员'],
  工作人员: ['干事', '团干事', '团委干事', '专干', '团务工作者', '一般工作人员'],
  候补委员: ['团委候补委员'],
  组织委员: ['组织委', '组委'],
  宣传委员: ['宣传委', '宣委'],
  文体委员: ['文体委', '文艺委员', '文娱委员', '体育委员', '文艺体育委员'],
  生产委员: ['生活委员', '生产生活委员'],
  权益委员: ['维权委员', '权益保护委员', '青年权益委员'],
  志愿委员: ['志愿服务委员', '志愿者委员', '青年志愿者委员', '青年志愿委员'],
  其他: ['其它', '其他职务', '其他委员'],
})

/** An office named in full. 党支部书记 is none of the League's. */
const office =
  /^(共青团|团)?[^党书记常委员]{0,12}?(团?工委|团?总支部?|团?支部|团委|区委|团区委|团市委|街道团工委)?(专职|兼职|挂职|常务|代理|代)?(副?书记)$/

/** Of these nobody heads a branch by his title. */
const inName = /第一书记|(?:名誉|荣誉|挂名)副?书记/

/** The canonical post of a title as offices write it, such as 团支部书记(兼); undefined if it is none of the list. */
export function titleOf(text: string): string | undefined {
  const bare = text.replace(/[(\uff08][^()\uff08\uff09]*[)\uff09]/g, '').replace(/\s+/g, '')
  if (inName.test(bare)) return undefined
  return titleWords.valueOf(bare) ?? titleWords.valueOf(office.exec(bare)?.[4] ?? '')
}

/** 书记兼组织委员, 副书记、宣传委员, 书记(兼团总支副书记): the posts of a cell in which several are written; else none. */
export function titlesIn(text: string): readonly string[] {
  const parts = text
    .replace(/[(\uff08]\s*兼(?=[^职任)\uff09])([^()\uff08\uff09]*)[)\uff09]/g, '、$1')
    .split(/[、，,;；/|\n]|兼任?(?=\p{Script=Han}{2})/u)
    .map(part => part.trim())
    .filter(part => part !== '')
  return parts.length > 1 && parts.every(part => titleOf(part) !== undefined) ? parts : []
}

/** 状态 of a cadre's account. */
export const enabledWords = wordTable<'enabled' | 'disabled'>({
  enabled: ['启用', '已启用'],
  disabled: ['禁用', '停用', '已禁用'],
})

/** 是否同级党委(支部)成员, and the like. */
export const partyBodyWords = wordTable<'yes' | 'no'>({
  yes: ['是', '√', '有', 'Y', '1', 'TRUE'],
  no: ['否', '不是', '×', '无', '没有', 'X', 'N', '0', 'FALSE'],
})

/** 原书记: what becomes of whoever is secretary when another one is appointed. */
export const formerHeadWords = wordTable<'ended' | 'stays'>({
  ended: ['同时离任', '离任', '已离任', '免去', '卸任'],
  stays: ['继续任职', '留任', '不离任', '仍任'],
})
