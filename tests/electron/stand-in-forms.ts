import { implement } from '@orpc/server'
import { contract } from '#contract/index.ts'

type Note = (path: readonly string[], input: unknown) => void

/** One blank form of two places. */
export function standInForms(note: Note) {
  const os = implement(contract)
  const marks = { 's1!B2': 'figure:members', 's1!B1': 'office' }
  const form = {
    ...{ id: 'f-1', name: '年度统计表', askedBy: '团市委', org: '龙华区', file: '年度统计表.xlsx' },
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
      yield { type: 'done' as const, result: { file, places: 2, rows: 0, left: [] } }
    }),
  }
}
