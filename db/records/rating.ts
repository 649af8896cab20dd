import { record, together } from './record.ts'
import { choice } from './types/choice.ts'
import { count, points } from './types/count.ts'
import { day } from './types/day.ts'
import { column } from './types/field.ts'
import { ref } from './types/ref.ts'
import { text } from './types/text.ts'
import { starWords } from './words/org-words.ts'

const starsInEnglish = {
  five: 'five stars',
  four: 'four stars',
  three: 'three stars',
  two: 'two stars (lagging)',
  none: 'not rated (weak)',
} as const

const score = (zh: string, en: string) => points(zh, en, { most: 100 })
const star = (zh: string, en: string) => choice(starWords, starsInEnglish, zh, en)

/**
 * 对标定级: how a branch was rated for a year, by itself and, what counts, by the office above (基层团组织规范化建设工作
 * 实施方案, 中青办发〔2019〕6号).
 */
export const rating = record('rating', {
  words: { zh: '对标定级', en: 'rating' },
  fields: {
    ...together('place', {
      org: ref('org', '团组织', 'organization', { required: true, fixed: true }),
      year: count('年度', 'year', { required: true, fixed: true, least: 1950, most: 2199 }),
    }),
    ...together('review', {
      score: column('得分 分数 总分 评分 最终得分 复核分数', score('复核得分', 'score on review'), {
        tells: 3,
      }),
      star: column('星级 定级 定级结果 评定星级 最终星级 等级', star('复核星级', 'stars on review'), {
        tells: 3,
      }),
      veto: column('一票否决 否决事项', text('一票否决事项', 'veto', { most: 500 })),
      reviewed_on: day('复核日期', 'reviewed on', { future: 'refused' }),
    }),
    ...together('self', {
      self_score: column('自评分 自评分数', score('自评得分', 'score by itself'), { tells: 3 }),
      self_star: column('自评等级 自评定级', star('自评星级', 'stars by itself'), { tells: 3 }),
      self_on: day('自评日期', 'assessed itself on', { future: 'refused' }),
    }),
    note: text('备注', 'note', { most: 500 }),
  },
  title: r => `${r.year ?? ''}`,
  first: ['org', 'year', 'score', 'star', 'veto', 'reviewed_on', 'self_score', 'self_star', 'self_on'],
  lies: 'org',
  structure: ['review'],
  unique: ['org', 'year'],
  roster: { as: 'ratings', title: '对标定级登记表' },
})
