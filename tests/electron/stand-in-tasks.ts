import { implement } from '@orpc/server'
import { contract } from '#contract/index.ts'

type Note = (path: readonly string[], input: unknown) => void

/** One branch that misses one bar of one honour. */
export function standInHonours(note: Note) {
  const os = implement(contract)
  const words = { zh: '深圳市五四红旗团支部', en: 'May Fourth Red Flag branch of Shenzhen' }
  return {
    awards: os.honours.awards.handler(({ input, path }) => {
      note(path, input)
      return [{ key: 'shenzhen-branch', words, source: { zh: '2021 年通知', en: 'notice of 2021' } }]
    }),
    check: os.honours.check.handler(({ input, path }) => {
      note(path, input)
      const bar = {
        key: 'arrears' as const,
        state: 'missed' as const,
        need: { zh: '低于 2%', en: 'below 2%' },
        have: { zh: '5%（1/20）', en: '5% (1/20)' },
      }
      const org = { id: 'o-3', code: '440309002001', name: '白石龙社区团支部' }
      return {
        asOf: '2018-12-31',
        all: 1,
        ready: 0,
        total: 1,
        rows: [{ org, bars: [bar], missed: 1, unknown: 0 }],
      }
    }),
  }
}

/** One task of a district's book with one street, and a period that is closed. */
export function standInTasks(note: Note) {
  const os = implement(contract)
  const org = { id: 'o-1', code: '440309', name: '龙华区' }
  const street = { id: 'o-2', code: '440309002', name: '民治街道' }
  return {
    books: os.tasks.books.handler(({ input, path }) => {
      note(path, input)
      const request = {
        ...{ id: 'q-1', state: 'asked' as const, asked: '2018-10-01', target: 8, due: null, reason: '合并' },
        ...{ answer: null, may: ['grant' as const, 'decline' as const] },
      }
      const task = {
        id: 't-1',
        item: '主题团课',
        measure: { zh: '主题团课', en: '主题团课' },
        unit: { zh: '场', en: 'sessions' },
        figure: null,
        target: 12,
        due: '2018-11-30',
        note: null,
        unknown: [],
        units: [
          {
            org: street,
            value: 7,
            records: 1,
            lamp: 'overdue' as const,
            target: 12,
            due: '2018-11-30',
            requests: [request],
          },
        ],
      }
      const exception = {
        id: 'e-1',
        whom: '民治街道',
        firstDay: '2018-01-01',
        lastDay: '2018-03-31',
        ends: '2018-04-20',
        reason: '补录',
        holds: false,
      }
      const period = {
        id: 'c-1',
        org: '龙华区',
        firstDay: '2018-01-01',
        lastDay: '2018-03-31',
        closesOn: '2018-04-10',
        isClosed: true,
        exceptions: [exception],
      }
      return {
        year: input.year ?? 2018,
        asOf: '2018-12-31',
        years: [2018],
        org,
        books: [{ issuer: org, isOwn: true, tasks: [task] }],
        periods: [period],
      }
    }),
    answer: os.tasks.answer.handler(({ input, path }) => {
      note(path, input)
      return { id: input.id, changeSet: 1, sentences: [{ zh: '同意', en: 'granted' }], warnings: [] }
    }),
    due: os.tasks.due.handler(({ input, path }) => {
      note(path, input)
      return { overdue: 1, soon: 2, below: 3, asked: 1 }
    }),
  }
}
