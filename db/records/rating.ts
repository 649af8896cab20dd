import type { Cell } from '#db/sheets/cell.ts'
import { record, together } from './record.ts'
import { choice } from './types/choice.ts'
import { count, points } from './types/count.ts'
import { day } from './types/day.ts'
import { type At, column } from './types/field.ts'
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
function star(zh: string, en: string) {
  const one = choice(starWords, starsInEnglish, zh, en)
  return {
    ...one,
    read: (cell: Cell, at: At) => one.read(typeof cell === 'string' ? starsInWords(cell) : cell, at),
  }
}

/** ★★★★☆ are four stars, and 二星级（后进） is what stands before the bracket. */
function starsInWords(text: string): string {
  const bare = text.replace(/\s+/g, '')
  if (/^[★☆]{2,5}$/.test(bare) && bare.includes('★')) return `${bare.replaceAll('☆', '').length}星`
  return bare.replace(/(?<=星级?)[(（](?:优秀|良好|一般|较差|后进|软弱涣散)(?:团支部)?[)）]$/, '')
}

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
      score: column(
        '得分 分数 总分 评分 最终得分 复核分数 复核分 复核评分',
        score('复核得分', 'score on review'),
        {
          tells: 3,
        },
      ),
      star: column(
        '星级 定级 定级结果 评定星级 最终星级 等级 等次 定级等次 定级等级 评定等次',
        star('复核星级', 'stars on review'),
        {
          tells: 3,
        },
      ),
      veto: column('一票否决 否决事项', text('一票否决事项', 'veto', { most: 500 })),
      reviewed_on: day('复核日期', 'reviewed on', { future: 'refused' }),
    }),
    ...together('self', {
      self_score: column('自评分 自评分数', score('自评得分', 'self-assessed score'), { tells: 3 }),
      self_star: column('自评等级 自评定级', star('自评星级', 'self-assessed stars'), { tells: 3 }),
      self_on: day('自评日期', 'self-assessed on', { future: 'refused' }),
    }),
    note: text('备注', 'note', { most: 500 }),
  },
  checks: [starsOfScore, noStarsWithVeto],
  title: r => `${r.year ?? ''}`,
  first: ['org', 'year', 'score', 'star', 'veto', 'reviewed_on', 'self_score', 'self_star', 'self_on'],
  lies: 'org',
  structure: ['review'],
  unique: ['org', 'year'],
  roster: { as: 'ratings', title: '对标定级登记表' },
})

type Star = keyof typeof starsInEnglish
type Rated = {
  readonly score?: number | null | undefined
  readonly star?: string | null | undefined
  readonly veto?: string | null | undefined
  readonly self_score?: number | null | undefined
  readonly self_star?: string | null | undefined
}

/** What points mean, in tenths: from 90 five stars, from 80 four, from 70 three, from 60 two (lagging), below it none. */
const fromPoints: readonly (readonly [least: number, star: Star])[] = [
  [900, 'five'],
  [800, 'four'],
  [700, 'three'],
  [600, 'two'],
  [0, 'none'],
]

/** More stars than the points give are a slip more often than not; fewer may be meant: other conditions stand beside them. */
function starsOfScore(rated: Rated, at: (field: 'star' | 'self_star') => At): undefined {
  const told = (field: 'star' | 'self_star', score: number | null | undefined) => {
    const star = rated[field]
    const given = fromPoints.findIndex(([, one]) => one === star)
    const due = fromPoints.findIndex(([least]) => score != null && score >= least)
    const [, meant] = fromPoints[due] ?? []
    if (meant === undefined || given === -1 || given >= due) return
    const says = starWords.wordFor(meant)
    at(field).tell(
      'kept',
      'star-above-score',
      `${Number(score) / 10} 分对应${says}。请核对得分和星级。`,
      `${Number(score) / 10} points stand for ${starsInEnglish[meant]}. Check points and stars.`,
    )
  }
  told('star', rated.score)
  told('self_star', rated.self_score)
}

/** 存在“一票否决”指标的 is not rated, whatever its points. */
function noStarsWithVeto({ veto, star }: Rated, at: (field: 'star') => At): undefined {
  if (veto == null || star == null || star === 'none') return
  at('star').tell(
    'kept',
    'star-with-veto',
    `有一票否决事项的不予定级。请核对星级，或删去一票否决事项。`,
    'with a veto there are no stars, whatever the points. Check the stars, or take the veto away.',
  )
}
