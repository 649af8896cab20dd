import { implement } from '@orpc/server'
import { contract } from '#contract/index.ts'

type Note = (path: readonly string[], input: unknown) => void

/** One task of a district's book with one street, and a period that is closed. */
export function standInTasks(note: Note) {
  const os = implement(contract)
  const org = { id: 'o-1', code: '440309', name: '龙华区' }
  const street = { id: 'o-2', code: '440309002', name: '民治街道' }
  return {
    books: os.tasks.books.handler(({ input, path }) => {
      note(path, input)
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
        units: [{ org: street, value: 7, lamp: 'overdue' as const }],
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
    due: os.tasks.due.handler(({ input, path }) => {
      note(path, input)
      return { overdue: 1, soon: 2, below: 3 }
    }),
  }
}
