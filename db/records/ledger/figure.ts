import { record, together } from '../record.ts'
import { count } from '../types/count.ts'
import { day } from '../types/day.ts'
import type { At } from '../types/field.ts'
import { ref } from '../types/ref.ts'
import { code, text } from '../types/text.ts'
import { readQuestion } from './question.ts'

/** 报表指标: one figure that reports ask for, as a question to the registry (`question.ts`). It goes to the offices below. */
export const figure = record('figure', {
  words: { zh: '报表指标', en: 'figure' },
  fields: {
    ...together('place', {
      org: ref('org', '设立单位', 'made by', { required: true, fixed: true }),
      key: code('指标代码', 'key', { required: true, fixed: true }),
    }),
    name: text('指标名称', 'name', { required: true }),
    unit: text('计量单位', 'unit of measure', { most: 20 }),
    sentence: text('报告原句', 'sentence of the report', { most: 500 }),
    question: text('口径', 'question', { required: true, most: 10_000 }),
  },
  checks: [questionIsOne],
  title: f => f.name ?? '',
  first: ['org', 'key', 'name', 'unit', 'sentence', 'question'],
  lies: 'org',
  downwards: true,
  unique: ['org', 'key'],
  noRoster: true,
})

type Asked = { readonly question?: string | null | undefined }
function questionIsOne({ question }: Asked, at: (field: 'question') => At): undefined {
  if (question == null || readQuestion(question) !== undefined) return
  at('question').tell(
    'refused',
    'question-unreadable',
    '这个口径本程序读不懂。请从现有指标另存一份再改。',
    'this is no question that the program can read. Begin with one that exists and change it.',
  )
}

/** 上报数: a figure as it was reported, beside which stands what the records say now. */
export const reported = record('reported', {
  words: { zh: '上报数', en: 'reported figure' },
  fields: {
    ...together('place', {
      org: ref('org', '填报单位', 'reported by', { required: true, fixed: true }),
      year: count('年度', 'year', { required: true, fixed: true, least: 1950, most: 2199 }),
      key: code('指标代码', 'key', { required: true, fixed: true }),
    }),
    ...together('said', {
      value: count('上报数', 'value', { required: true, most: 1_000_000_000 }),
      reported_on: day('上报日期', 'reported on'),
    }),
    note: text('说明', 'note', { most: 500 }),
  },
  title: r => [r.year, r.key].filter(Boolean).join(' '),
  first: ['org', 'year', 'key', 'value', 'reported_on', 'note'],
  lies: 'org',
  unique: ['org', 'year', 'key'],
  roster: { as: 'reported', title: '上报数登记表' },
})
