import { record, together } from '../record.ts'
import { count } from '../types/count.ts'
import { day } from '../types/day.ts'
import { ref } from '../types/ref.ts'
import { text } from '../types/text.ts'

/**
 * 规则包: the numbers with which the rules judge, as the topmost office publishes them (db/lifeline/packs). It lies at
 * that office, so that nobody else may write it, and goes to every office below.
 */
export const rulePack = record('rule_pack', {
  words: { zh: '规则包', en: 'rule pack' },
  fields: together('all', {
    org: ref('org', '发布单位', 'issuer', { required: true, fixed: true }),
    year: count('年度', 'year', { required: true, least: 1950, most: 2199 }),
    version: count('版次', 'version', { required: true, least: 1, most: 9999 }),
    since: day('施行日期', 'in force from', { required: true }),
    name: text('名称', 'name', { required: true }),
    /** JSON, for the program alone: what changes by it a rehearsal tells. */
    body: text('内容', 'content', { required: true, hidden: true, most: 200_000 }),
  }),
  title: p => `${p.year ?? ''}-${p.version ?? ''} ${p.name ?? ''}`.trim(),
  first: ['org', 'year', 'version', 'since', 'name'],
  lies: 'org',
  downwards: true,
  noRoster: true,
})
