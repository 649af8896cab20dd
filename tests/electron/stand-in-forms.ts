import { implement } from '@orpc/server'
import { contract } from '#contract/index.ts'

type Note = (path: readonly string[], input: unknown) => void

/** One blank form of two places. */
export function standInForms(note: Note) {
  const os = implement(contract)
  const marks = { 's1!B2': 'figure:members', 's1!B1': 'office' }
  const form = {
    ...{
      id: 'f-1',
      name: '年度统计表',
      askedBy: '团市委',
      usedBy: null,
      ended: null,
      org: '龙华区',
      file: '年度统计表.xlsx',
    },
    ...{ kind: 'xlsx' as const, isHere: true, places: 2 },
  }
  const done = {
    id: 'f-1',
    changeSet: 14,
    sentences: [{ zh: '登记空白表', en: 'Added a blank form' }],
    warnings: [],
  }
  const members = { word: 'figure:members', name: { zh: '团员', en: 'members' } }
  return {
    list: os.forms.list.handler(({ input, path }) => {
      note(path, input)
      return { forms: [form] }
    }),
    choices: os.forms.choices.handler(({ input, path }) => {
      note(path, input)
      return {
        words: [{ word: 'office', name: { zh: '单位全称', en: 'office' } }],
        figures: [members],
        units: [],
        rosters: [],
      }
    }),
    add: os.forms.add.handler(({ input, path }) => {
      note(path, input)
      return { ...done, marks }
    }),
    show: os.forms.show.handler(({ input, path }) => {
      note(path, input)
      const values: [string, string | number][] = [['s1!B2', 8368]]
      return { ...form, parts: [], marks, values, rows: [], unknown: [] }
    }),
    map: os.forms.map.handler(({ input, path }) => {
      note(path, input)
      return { ...done, marks }
    }),
    fill: os.forms.fill.handler(async function* ({ input, path }) {
      note(path, input)
      const file = new File(['PK'], '年度统计表_龙华区_2018.xlsx')
      yield { type: 'done' as const, result: { file, places: 2, rows: 0, left: [], pages: 1, without: [] } }
    }),
  }
}

/** One form that nobody uses, and one thing that is typed for nothing. */
export function standInBurden(note: Note) {
  const os = implement(contract)
  return {
    read: os.burden.read.handler(async function* ({ input, path }) {
      note(path, input)
      const members = { zh: '团员', en: 'members' }
      const name = { zh: '年度统计表', en: '年度统计表' }
      const askers = [{ id: 'f-1', kind: 'form' as const, name, by: 'hand' as const, at: 's1!B2' }]
      const form = {
        ...{
          id: 'f-1',
          name: name.zh,
          askedBy: '团市委',
          usedBy: null,
          times: 1,
          ended: false,
          isRead: true,
        },
        ...{ registry: 0, hand: 1, last: null, offices: 0, coveredBy: null, things: ['figure:members'] },
      }
      const thing = { thing: 'figure:members', name: members, askers, heldAs: members }
      yield {
        type: 'done' as const,
        result: {
          asOf: '2018-12-31',
          forms: [{ ...form, reasons: ['never-filled' as const, 'no-user' as const] }],
          repeated: [],
          typed: [thing],
        },
      }
    }),
  }
}

/** A summary of one passage and one figure, with one conflict. */
export function standInSummaries(note: Note) {
  const os = implement(contract)
  return {
    make: os.summaries.make.handler(async function* ({ input, path }) {
      note(path, input)
      const figure = { key: 'members', name: '团员', unit: '名', now: 8368, last: 6978 }
      const change = { id: 'figure:members', isConflict: true, taken: false, his: '8400余', now: '8368' }
      yield {
        type: 'done' as const,
        result: {
          file: new File(['PK'], '总结.docx'),
          passages: [{ id: 'lead', level: null, pieces: ['共有', { key: 'members', value: 8368 }, '名'] }],
          figures: [figure],
          changes: [{ ...change, what: 'figure-by-hand' as const }],
          kept: 1,
        },
      }
    }),
  }
}

/** A year of one type of work. */
export function standInActivity(note: Note) {
  const os = implement(contract)
  return {
    year: os.activity.year.handler(({ input, path }) => {
      note(path, input)
      const sessions = Array.from({ length: 12 }, (_, at) => at)
      return {
        ...{ asOf: '2018-12-31', silentSince: '2018-09-30', units: [], silentTypes: [] },
        types: [{ type: '主题团课', sessions, people: 40 }],
        silentBranches: { total: 0, branches: 883, rows: [] },
      }
    }),
  }
}

/** A workbook of statistics. */
export function standInStatistics(note: Note) {
  const os = implement(contract)
  return {
    write: os.statistics.write.handler(async function* ({ input, path }) {
      note(path, input)
      const file = new File(['PK'], '团内统计.xlsx')
      yield { type: 'done' as const, result: { file, sheets: ['组织数据统计表'], rows: 17 } }
    }),
  }
}
