import { implement } from '@orpc/server'
import { contract } from '#contract/index.ts'

type Note = (path: readonly string[], input: unknown) => void

/** A year of one figure, with one record behind it. */
export function standInReports(note: Note) {
  const os = implement(contract)
  const org = { code: '440309', name: '龙华区' }
  const figure = {
    key: 'lectures',
    name: { zh: '党课、团课等教育活动', en: 'lectures' },
    unit: '场',
    issuer: null,
    value: 100,
    lastYear: 90,
    asReported: 102,
  }
  return {
    figures: os.reports.figures.handler(({ input, path }) => {
      note(path, input)
      return { year: input.year, org, figures: [figure] }
    }),
    figure: os.reports.figure.handler(({ input, path }) => {
      note(path, input)
      const row = {
        kind: 'work',
        id: 'w-1',
        title: '2018-05-04 团课',
        person: null,
        org: '白石龙社区',
        counts: 100,
        records: null,
      }
      return {
        ...figure,
        year: input.year,
        org,
        missing: [{ org: '440309002', name: '民治街道' }],
        blank: 0,
        total: 3,
        rows: [row],
      }
    }),
    cadres: os.reports.cadres.handler(({ input, path }) => {
      note(path, input)
      const row = {
        person: 'p-1',
        name: '李明',
        org: 'o-3',
        orgName: '白石龙社区',
        title: '书记',
        trainings: 0,
        hours: 0,
        contacts: 40,
        asked: 100,
        quarters: 2,
        faceToFace: 1,
      }
      return { year: input.year, org, cadres: 2, trained: 1, bound: 1, short: 1, total: 1, rows: [row] }
    }),
    adoptTypes: os.reports.adoptTypes.handler(({ input, path }) => {
      note(path, input)
      return {
        id: '',
        changeSet: 12,
        sentences: [{ zh: '设立 31 种常用工作类型', en: 'Made 31 usual types of work' }],
        warnings: [],
      }
    }),
  }
}
