import { record, together } from './record.ts'
import { monthsBetween, termOfOffice, wholeYears } from './types/cell-of-two.ts'
import { count } from './types/count.ts'
import { day, firstDay, knownDay } from './types/day.ts'
import { type At, column } from './types/field.ts'
import { ref } from './types/ref.ts'
import { text } from './types/text.ts'

/** How many months an election may be delayed by approval (基层组织选举工作条例, 中青发〔2025〕1号, 第四条). */
export const longestDelay = { branch: 6, others: 12 } as const

const counted = count('届期(年)', 'term in years', {
  least: 1,
  most: 10,
  blank: { zh: '按 3 年推定；学生团支部请填 1', en: 'presumed to be 3; a student branch has 1' },
})
const yearsOfTerm: typeof counted = {
  ...counted,
  /** 第三届 is the third term, and not one of three years. */
  read(cell, at) {
    if (typeof cell !== 'string' || !/届\s*$/.test(cell)) return counted.read(cell, at)
    at.tell(
      'left out',
      'value-unknown',
      '写的是第几届，不是每届几年。请写成 3 或 2023.5-2026.5 的形式。',
      'this says which term it is, and not for how many years. Write it as 3 or 2023.5-2026.5.',
    )
    return undefined
  },
}

/** When a term ends, in a column beside its beginning: it is kept as the number of its years. */
export const endOfTerm = column(
  '届满日期 届满时间 任期届满时间 任期届满日期 任期届满 到届日期 到届时间 任期到期时间 任期结束时间 任期结束日期 任期止 任期至 本届任期止 本届任期结束时间 本届任期届满时间 本届届满时间 本届届满日期 本届任期届满 本届任期结束 本届任期到期 本届任期至 任期结束 任期到期 应换届日期 应换届时间',
  knownDay('任期届满日期', 'end of the term'),
  { tells: 1, example: '2021-03-15' },
)

/** For how many years a term is that ends then; what the row says of it itself goes before that. */
export function yearsUntil(
  ends: string | undefined,
  elected: string | undefined,
  years: number | undefined,
  at: At,
): number | undefined {
  if (ends === undefined) return years
  if (elected === undefined) {
    at.tell(
      'kept',
      'term-without-election',
      '写了届满时间，没有写换届日期，没有登记。请补上换届日期。',
      'this says when a term ends, but not when it was elected, and was not taken. Add the election day.',
    )
    return years
  }
  const [months, whole] = [monthsBetween(elected, ends), wholeYears(elected, ends)]
  // An election held some weeks early or late leaves the term what it is.
  const isWhole = whole >= 1 && whole <= 10 && Math.abs(months - 12 * whole) <= (ends.length === 4 ? 11 : 3)
  if (isWhole && (years === undefined || years === whole)) return whole
  const [zh, en] = isWhole ? [`${whole} 年`, `${whole} years`] : [`${months} 个月`, `${months} months`]
  at.tell(
    'kept',
    'term-ends-otherwise',
    years === undefined
      ? `从换届 ${elected} 到届满是${zh}，不是整年，没有登记届期。请核对。`
      : `从换届 ${elected} 到届满是${zh}，表里写每届 ${years} 年，按 ${years} 年登记。请核对。`,
    years === undefined
      ? `from the election, ${elected}, to its end the term has ${en}, which is no whole number of years; its length was not taken. Check it.`
      : `from the election, ${elected}, to its end the term has ${en}, and the row says ${years} years, which was taken. Check it.`,
  )
  return years
}

/** 届: from one election to the next (基层组织选举工作条例). */
export const term = record('term', {
  words: { zh: '换届', en: 'election' },
  fields: {
    ...together('place', { org: ref('org', '团组织', 'organization', { required: true, fixed: true }) }),
    ...together('election', {
      elected: column(
        '换届日期 换届时间 本次换届时间 本次换届日期 实际换届时间 实际换届日期 本届换届时间 最近换届日期 最近换届时间 选举时间 本届选举日期 换届选举日期 换届选举时间 任期起止 任期起止时间 本届任期起止 任期开始时间 任期开始日期 任期起始时间 任期起始日期 任期起 本届任期起 本届任期开始时间 任期开始 任期起始 本届任期开始 本届任期起始 本届任期自 任期自 本届任期',
        knownDay('选举日期', 'election day', { required: true, future: 'refused', isPast: true }),
        { tells: 3, example: '2018-03-15' },
      ),
      years: column('届期 任期 任期(年) 每届任期 任期年限 届期年限 本届任期 本届任期(年)', yearsOfTerm, {
        tells: 2,
        example: '3',
      }),
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
    beside: {
      columns: { ends: endOfTerm },
      says: ({ ends }, { elected, years }, at) => ({ years: yearsUntil(ends, elected, years, at('ends')) }),
    },
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
