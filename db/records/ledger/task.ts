import { record, together } from '../record.ts'
import { choice } from '../types/choice.ts'
import { count } from '../types/count.ts'
import { day } from '../types/day.ts'
import { type At, column } from '../types/field.ts'
import { list } from '../types/list.ts'
import { ref } from '../types/ref.ts'
import { code, text } from '../types/text.ts'
import { wordTable } from '../types/word-table.ts'

/** What of the records of a type of work counts towards a task. */
export type Counted = 'sessions' | 'people' | 'records' | 'hours'
const counted = wordTable<Counted>({
  sessions: ['场次', '场', '次数', '次', '期数', '期'],
  people: ['人数', '人', '人次', '名'],
  records: ['记录数', '条数', '个数', '个', '项'],
  hours: ['时长', '小时', '小时数'],
})

/**
 * 年度任务书 of an office, one record for each of its items: what is to be done by everybody it names, how much of it, until when. It goes to all
 * offices below. How far somebody has come is counted from the records of his part and stored nowhere; no weights,
 * no points, no ranking.
 */
export const task = record('task', {
  words: { zh: '任务', en: 'task' },
  fields: {
    ...together('place', {
      org: ref('org', '下达单位', 'set by', { required: true, fixed: true }),
      year: column(
        '任务年度',
        count('年度', 'year', { required: true, fixed: true, least: 1950, most: 2199 }),
      ),
      item: column(
        '任务名称 任务内容 任务项目 工作任务 任务事项',
        text('任务', 'task', { required: true, fixed: true, most: 200 }),
        { tells: 4, example: '开展主题团课' },
      ),
    }),
    ...together('what', {
      measure: column(
        '计量口径 统计口径 任务口径',
        text('按什么统计', 'counted by', { required: true, most: 200 }),
        {
          tells: 2,
          example: '主题团课',
          how: {
            zh: '写报表指标的名称，或工作类型的名称。',
            en: 'The name of a figure or of a type of work.',
          },
        },
      ),
      counts: column(
        '计量方式 统计单位',
        choice(
          counted,
          { sessions: 'sessions', people: 'people', records: 'records', hours: 'hours' },
          '按类型统计时计',
          'of a type, count',
          { blank: { zh: '场次', en: 'sessions' } },
        ),
      ),
      target: column(
        '目标数 任务数 目标值 任务量 任务指标',
        count('目标', 'target', { required: true, least: 1, most: 100_000_000 }),
        { tells: 4, example: '12' },
      ),
      due: column(
        '完成时限 完成期限 截止日期 截止时间 完成时间',
        day('完成期限', 'due', { required: true }),
        { tells: 2, example: '2019-11-30' },
      ),
    }),
    whom: column(
      '承担单位 责任单位 完成单位',
      list(text('', '', { most: 200 }), '承担单位', 'for whom', {
        blank: { zh: '直接下级', en: 'all offices directly below' },
      }),
      { tells: 2 },
    ),
    note: column('任务说明 工作要求', text('说明', 'note', { most: 2000 })),
  },
  checks: [dueInOrAfterItsYear],
  title: t => [t.year, t.item].filter(Boolean).join(' '),
  first: ['org', 'year', 'item', 'measure', 'counts', 'target', 'due', 'whom', 'note'],
  lies: 'org',
  downwards: true,
  unique: ['org', 'year', 'item'],
  roster: {
    as: 'tasks',
    title: '年度任务书',
    words: { zh: '任务书', en: 'task book' },
    of: { zh: '任务', en: 'tasks' },
  },
})

/**
 * 任务调整申请: one of those whom a task is for asks for another target, or a later day, for himself. How it ends is worked out from its steps
 * (`task-request-course.ts`); what was granted is read over the task, which nobody changes for it.
 */
export const taskRequest = record('task_request', {
  words: { zh: '任务调整申请', en: 'request to change a task' },
  fields: together('all', {
    org: ref('org', '承担单位', 'whose task', { required: true, fixed: true }),
    /** The organization that set the task, by its id. */
    issuer: code('下达单位', 'set by', { required: true, hidden: true, most: 200 }),
    year: count('年度', 'year', { required: true, fixed: true, least: 1950, most: 2199 }),
    item: text('任务', 'task', { required: true, fixed: true, most: 200 }),
    target: count('申请改为的目标', 'target asked for', { most: 100_000_000 }),
    due: day('申请改为的期限', 'day asked for'),
    asked: day('申请日期', 'asked on', { required: true, future: 'refused' }),
    reason: text('申请理由', 'reason', { required: true, most: 500 }),
  }),
  checks: [dueInOrAfterItsYear],
  title: r => [r.year, r.item].filter(Boolean).join(' '),
  first: ['org', 'year', 'item', 'target', 'due', 'reason', 'asked'],
  lies: 'org',
  once: true,
  // It is asked for and answered by its acts.
  noRoster: true,
})

type Due = { readonly year?: number | null | undefined; readonly due?: string | null | undefined }
function dueInOrAfterItsYear({ year, due }: Due, at: (field: 'due') => At): undefined {
  if (year == null || due == null) return
  const of = Number(due.slice(0, 4))
  if (of === year || of === year + 1) return
  at('due').tell(
    'refused',
    'date-order',
    `完成期限不在 ${year} 年，也不在次年。请改正年度或期限。`,
    `this lies neither in ${year} nor in the year after it. Correct the year or the day.`,
  )
}
