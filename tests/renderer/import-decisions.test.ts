import { expect, test } from 'vitest'
import { fileNameOf } from '#contract/packets/file-name.ts'
import type { FoundColumn, ImportProblem, Recognised } from '#contract/rosters.ts'
import {
  currentOf,
  inOrder,
  nextOf,
  nothingSaid,
  type Queue,
  saying,
  stepOf,
  withFiles,
} from '#renderer/features/rosters/queue/queue.ts'
import { byOf, choosing, fieldOf, lacking } from '#renderer/features/rosters/queue/said-columns.ts'
import { ofGroup, problemKinds, shownProblems } from '#renderer/features/rosters/steps/problem-kinds.ts'

const column = (name: string, field: string | null, by: FoundColumn['by'] = 'header'): FoundColumn => ({
  name,
  header: name,
  samples: [],
  field,
  by: field === null ? null : by,
})
const found: Recognised = {
  as: 'members',
  isLedger: false,
  sure: true,
  why: { zh: '', en: '' },
  sheets: [{ name: '表1', hidden: false, rows: 3, headerRow: 1 }],
  sheet: '表1',
  together: ['表1'],
  place: { from: 'column' },
  headerRow: 1,
  day: null,
  columns: [column('姓名', 'name'), column('手机', 'phone'), column('备注', null)],
  fields: [],
  needs: [['name'], ['code', 'phone']],
  missing: [],
}
const result = { changeSet: 1 } as never
const files = (...names: string[]) => names.map(name => new File(['x'], name))
const names = (queue: Queue) => queue.map(({ file }) => file.name)

test('a field stands in one column: the one that had it is left out, and what is needed is seen to be missing', () => {
  const map = choosing(found.columns, {}, '备注', 'phone')
  expect(map).toEqual({ 备注: 'phone', 手机: 'ignore' })
  expect(found.columns.map(each => fieldOf(each, map))).toEqual(['name', null, 'phone'])
  expect(found.columns.map(each => byOf(each, map))).toEqual(['header', 'chosen', 'chosen'])
  expect(lacking(found, map)).toEqual([])
  const less = choosing(found.columns, map, '备注', 'ignore')
  expect(lacking(found, less)).toEqual([['code', 'phone']])
  expect(lacking(found, choosing(found.columns, less, '姓名', 'ignore'))).toEqual([
    ['name'],
    ['code', 'phone'],
  ])
})

test('a column of two fields lacks neither, until it is said to be something else', () => {
  const both = { ...column('姓名及电话', 'name'), alsoField: 'phone' }
  const twoInOne: Recognised = { ...found, columns: [both, column('备注', null)] }
  expect(lacking(twoInOne, {})).toEqual([])
  expect(lacking(twoInOne, choosing(twoInOne.columns, {}, '姓名及电话', 'ignore'))).toEqual(found.needs)
})

test('files are taken in the order in which they build on each other, whatever cannot be told last', () => {
  const queue = withFiles([], files('会议', '坏的', '不明', '团员', '又不明', '组织'), 1)
  const kinds = { 会议: 'meetings', 团员: 'members', 组织: 'orgs', 坏的: 'unreadable' } as const
  const ordered = inOrder(queue, ({ file }) => kinds[file.name as keyof typeof kinds])
  expect(names(ordered)).toEqual(['组织', '团员', '会议', '又不明', '不明', '坏的'])
  expect(currentOf(ordered, undefined)?.file.name).toBe('组织')
  expect(currentOf(ordered, 1)?.file.name).toBe('会议')
  const [first, ...rest] = ordered.map((queued, i) => (i === 0 ? { ...queued, result } : queued))
  expect(currentOf([first!, ...rest], undefined)?.file.name).toBe('团员')
  expect(nextOf([first!, ...rest], first!)?.file.name).toBe('团员')
  expect(nextOf([first!], first!)).toBeUndefined()
})

test('a file of the same name takes the place of the one before, as not yet done', () => {
  const queue = withFiles([], files('团员', '组织'), 1).map(queued => ({ ...queued, result }))
  const again = withFiles(queue, files('团员'), 3)
  expect(again.map(({ id, result: done }) => [id, done !== undefined])).toEqual([
    [2, true],
    [3, false],
  ])
})

test('another kind or sheet has other columns, so what was said about columns goes with it', () => {
  const said = { ...nothingSaid, map: { 备注: 'phone' }, on: '2018-12-31' }
  expect(saying(said, { as: 'cadres' })).toEqual({ as: 'cadres', map: {}, on: '2018-12-31' })
  expect(saying(said, { on: undefined }).map).toEqual({ 备注: 'phone' })
  expect(saying({ ...said, sheet: '表1' }, { sheet: '表1' }).map).toEqual({ 备注: 'phone' })
})

test('a sure file goes straight to the preview, any other to its columns, and no step is shown too early', () => {
  const [queued] = withFiles([], files('团员'), 1)
  expect(stepOf(undefined, undefined, undefined, false)).toBe('file')
  expect(stepOf(undefined, queued, undefined, false)).toBe('file')
  expect(stepOf(undefined, queued, found, false)).toBe('preview')
  expect(stepOf('columns', queued, found, false)).toBe('columns')
  expect(stepOf(undefined, queued, { ...found, sure: false }, false)).toBe('columns')
  expect(stepOf('preview', queued, { ...found, sure: false }, false)).toBe('preview')
  expect(stepOf('preview', queued, found, true)).toBe('columns')
  expect(stepOf('preview', queued, { ...found, as: null }, false)).toBe('columns')
  expect(stepOf('preview', { ...queued!, result }, found, false)).toBe('done')
  expect(stepOf('file', { ...queued!, result }, found, false)).toBe('file')
})

const problem = (row: number, code: string, refused: boolean, more: Partial<ImportProblem> = {}) => ({
  row,
  column: '身份证号',
  value: 'x',
  code,
  message: { zh: '', en: '' },
  says: { zh: '', en: '' },
  repair: null,
  refused,
  ...more,
})

test('problems are filtered by what happens to the row and by kind, and counted', () => {
  const problems = [
    problem(3, 'id-checksum', true),
    problem(3, 'value-unknown', false),
    problem(4, 'value-unknown', false),
    problem(4, 'value-differs', false),
    problem(5, 'value-differs', false, { column: '手机号码' }),
  ]
  expect(shownProblems(problems, 'all')).toHaveLength(5)
  expect(shownProblems(problems, 'refused').map(({ row }) => row)).toEqual([3])
  expect(shownProblems(problems, 'notes')).toHaveLength(4)
  expect(shownProblems(problems, 'code:value-differs').map(({ row }) => row)).toEqual([4, 5])
  const group = ofGroup({ code: 'value-differs', column: '手机号码', refused: false })
  expect(shownProblems(problems, group).map(({ row }) => row)).toEqual([5])
  expect(problemKinds(problems)[0]).toEqual({ code: 'value-unknown', count: 2 })
})

test('a file name is one that Windows takes', () => {
  expect(fileNameOf('团员名册-民治/龙华:街道?-2018', 'xlsx')).toBe('团员名册-民治龙华街道-2018.xlsx')
})
