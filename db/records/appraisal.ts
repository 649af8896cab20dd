import { record, together } from './record.ts'
import { choice } from './types/choice.ts'
import { count } from './types/count.ts'
import { day } from './types/day.ts'
import type { At } from './types/field.ts'
import { ref } from './types/ref.ts'
import { text } from './types/text.ts'
import { appraisalWords, registrationWords } from './words/member-words.ts'

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
      result: choice(
        appraisalWords,
        {
          excellent: 'excellent',
          good: 'up to standard',
          basic: 'barely up to standard',
          failed: 'not up to standard',
        },
        '评议结果',
        'appraised as',
      ),
      assessed_on: day('评议日期', 'appraised on', { future: 'refused' }),
    }),
    ...together('registration', {
      registered: choice(
        registrationWords,
        { registered: 'registered', deferred: 'deferred', refused: 'not registered' },
        '注册结果',
        'registration',
      ),
      registered_on: day('注册日期', 'registered on', { future: 'refused' }),
    }),
    note: text('备注', 'note', { most: 500 }),
  },
  checks: [registeredIfGoodEnough],
  title: a => `${a.year ?? ''}`,
  first: ['person', 'year', 'result', 'assessed_on', 'registered', 'registered_on'],
  lies: { by: 'membership' },
  unique: ['person', 'year'],
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
    'who is not up to standard is registered only after he has improved. Check it.',
  )
}
