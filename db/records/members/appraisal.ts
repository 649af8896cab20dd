import { record, together } from '../record.ts'
import { choice } from '../types/choice.ts'
import { count } from '../types/count.ts'
import { day } from '../types/day.ts'
import { type At, column } from '../types/field.ts'
import { ref } from '../types/ref.ts'
import { text } from '../types/text.ts'
import { appraisalWords, registrationWords } from '../words/member-words.ts'

/**
 * 两制 of one member and one year: how the branch appraised him (团员教育评议) and whether his membership was registered
 * (年度团籍注册). One record, because the second rests on the first; two registers, because they are entered at
 * different times of the year.
 */
export const appraisal = record('appraisal', {
  words: { zh: '评议与注册', en: 'appraisal and registration' },
  fields: {
    ...together('place', {
      person: ref('person', '团员', 'member', { required: true, fixed: true }),
      year: count('年度', 'year', { required: true, fixed: true, least: 1950, most: 2199 }),
    }),
    ...together('assessment', {
      result: column(
        '评议等次 评议等级 评议意见 评定等次 等次 考核结果 评议结论 教育评议结果 民主评议结果 团员评议结果 最终等次 最终等级 最终结果 最终评定 评定结果 评定等级 综合等次 综合评定 总评 评议定等 民主评议等次 民主评议等级 支部评定等次 组织评定等次',
        choice(
          appraisalWords,
          {
            excellent: 'excellent',
            good: 'up to standard',
            basic: 'barely up to standard',
            failed: 'not up to standard',
          },
          '评议结果',
          'appraised as',
          { near: { 良好: 'good', 称职: 'good', 基本称职: 'basic', 不称职: 'failed' } },
        ),
        { tells: 4 },
      ),
      assessed_on: column('评议时间', day('评议日期', 'appraised on', { future: 'refused' })),
    }),
    ...together('registration', {
      registered: column(
        '注册情况 团籍注册 年度团籍注册 是否注册 注册状态 注册意见 团籍注册结果',
        choice(
          registrationWords,
          { registered: 'registered', deferred: 'deferred', refused: 'not registered' },
          '注册结果',
          'registration',
        ),
        { tells: 4 },
      ),
      registered_on: column('注册时间', day('注册日期', 'registered on', { future: 'refused' })),
    }),
    note: text('备注', 'note', { most: 500 }),
  },
  checks: [registeredIfGoodEnough],
  title: a => `${a.year ?? ''}`,
  first: ['person', 'year', 'result', 'assessed_on', 'registered', 'registered_on'],
  lies: { by: 'membership' },
  unique: ['person', 'year'],
  roster: {
    as: 'assessments',
    title: '团员教育评议和团籍注册登记表',
    words: { zh: '评议和注册表', en: 'list of appraisals and registrations' },
    of: { zh: '评议与注册', en: 'appraisals and registrations' },
  },
})

type Outcome = {
  readonly result?: string | null | undefined
  readonly registered?: string | null | undefined
}
function registeredIfGoodEnough({ result, registered }: Outcome, at: (field: 'registered') => At): undefined {
  if (result !== 'failed' || registered !== 'registered') return
  at('registered').tell(
    'kept',
    'registered-though-failed',
    '评议不合格的，整改合格后方可注册。请核对。',
    'a member who is not up to standard is registered only after improving. Check it.',
  )
}
