import { record, together } from './record.ts'
import { termOfOffice } from './types/cell-of-two.ts'
import { count } from './types/count.ts'
import { day, firstDay, knownDay } from './types/day.ts'
import { type At, column } from './types/field.ts'
import { ref } from './types/ref.ts'
import { text } from './types/text.ts'

/** How many months an election may be delayed by approval (基层组织选举工作条例, 中青发〔2025〕1号, 第四条). */
export const longestDelay = { branch: 6, others: 12 } as const

/** 届: from one election to the next (基层组织选举工作条例). */
export const term = record('term', {
  words: { zh: '换届', en: 'election' },
  fields: {
    ...together('place', { org: ref('org', '团组织', 'organization', { required: true, fixed: true }) }),
    ...together('election', {
      elected: column(
        '换届日期 换届时间 本次换届时间 本次换届日期 实际换届时间 实际换届日期 本届换届时间 最近换届日期 最近换届时间 选举时间 本届选举日期 换届选举日期 换届选举时间 任期起止 任期起止时间 本届任期起止',
        knownDay('选举日期', 'election day', { required: true, future: 'refused' }),
        { tells: 3, example: '2018-03-15' },
      ),
      years: column(
        '届期 任期 任期(年) 每届任期 任期年限 届期年限',
        count('届期(年)', 'term in years', {
          least: 1,
          most: 10,
          blank: { zh: '按 3 年推定；学生团支部请填 1', en: 'presumed to be 3; a student branch has 1' },
        }),
        { tells: 2, example: '3' },
      ),
    }),
    ...together('extension', {
      extended_until: day('延期至', 'extended until'),
      approved_on: day('延期批准日期', 'extension approved on', { future: 'refused' }),
      approval: text('延期批准文号', 'approved by document'),
    }),
  },
  checks: [extendedAfterElection],
  title: t => t.elected ?? '',
  first: ['org', 'elected', 'years'],
  lies: 'org',
  roster: {
    as: 'terms',
    again: ['org', 'elected'],
    twos: [termOfOffice('elected', 'years')],
    alsoHas: [
      ...['届次', '第几届', '上次换届日期', '上次换届时间', '上届换届时间', '下次换届日期', '下次换届时间'],
      ...[
        '应换届日期',
        '应换届时间',
        '到届日期',
        '到届时间',
        '届满日期',
        '届满时间',
        '是否按期换届',
        '是否换届',
      ],
      ...['是否延期', '延期原因', '得票数', '得票', '书记得票', '选举方式', '批复时间', '批复文号'],
    ],
  },
})

type Extended = {
  readonly elected?: string | null | undefined
  readonly extended_until?: string | null | undefined
}
function extendedAfterElection(
  { elected, extended_until }: Extended,
  at: (field: 'extended_until') => At,
): undefined {
  if (elected == null || extended_until == null) return
  const first = firstDay(elected)
  if (first === undefined || first < extended_until) return
  at('extended_until').tell(
    'refused',
    'date-order',
    `延期不能早于选举日期 ${elected}。请改正其中一个。`,
    `a term cannot be extended to before its election, ${elected}. Correct one of the two.`,
  )
}
