import { record, together } from '../record.ts'
import { count } from '../types/count.ts'
import { day } from '../types/day.ts'
import { ref } from '../types/ref.ts'
import { code } from '../types/text.ts'

/** Characters of one part: with what stands around it, one change of a packet (packet-limits.ts). */
export const longestPart = 180_000

/**
 * 年度评审封存: what the rules found, what was done about it and how many there were, of one organization and all below
 * it on one day, as it was known when it was frozen. The content lies in `frozen_part`s; `hash` is the SHA-256 of its
 * canonical text, so that nobody changes it unseen. How far its approval has come is said by steps
 * (`year-course.ts`). A later one of the same year stands beside it; nothing replaces it.
 */
export const frozenYear = record('frozen_year', {
  words: { zh: '年度评审', en: 'annual review' },
  fields: together('all', {
    org: ref('org', '单位', 'organization', { required: true, fixed: true }),
    year: count('年度', 'year', { required: true, least: 1950, most: 2199 }),
    day: day('截止日期', 'as of', { required: true }),
    pack: code('规则包', 'rule pack', { required: true, most: 200 }),
    hash: code('校验码', 'hash', { required: true, most: 64 }),
    size: count('字节数', 'bytes', { required: true, most: 1_000_000_000, hidden: true }),
    parts: count('份数', 'parts', { required: true, most: 10_000, hidden: true }),
  }),
  title: y => `${y.year ?? ''} ${(y.hash ?? '').slice(0, 8)}`.trim(),
  first: [],
  lies: 'org',
  once: true,
})

/** One part of the content of a frozen year, in its order: the text is cut where it would not fit into one change. */
export const frozenPart = record('frozen_part', {
  words: { zh: '年度评审内容', en: 'content of an annual review' },
  fields: together('all', {
    org: ref('org', '单位', 'organization', { required: true, fixed: true }),
    of: code('所属评审', 'of', { required: true, hidden: true, most: 200 }),
    n: count('序号', 'number', { required: true, hidden: true, most: 10_000 }),
    body: code('内容', 'content', { required: true, hidden: true, most: longestPart }),
  }),
  title: p => String(p.n ?? ''),
  first: [],
  lies: 'org',
  once: true,
})
