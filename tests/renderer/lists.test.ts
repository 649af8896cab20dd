import { describe, expect, test } from 'vitest'
import { dueLines, type Waits } from '#renderer/features/home/what-waits.ts'
import { depthOf } from '#renderer/features/lifeline/heat.ts'
import { halfYearOn } from '#renderer/features/registry/people/people-filter.ts'
import { inOrder, pressed, type Told } from '#renderer/kit/lists/columns.ts'
import { copiedTable, copiedText, listed, workbookOf } from '#renderer/kit/lists/listed.ts'
import { isUnbroken, pageRules } from '#renderer/kit/lists/paper.ts'
import { topOfRow } from '#renderer/kit/lists/row-window.ts'
import { nothingChosen, span, toggled } from '#renderer/kit/lists/selection.ts'
import { tableStep } from '#renderer/kit/lists/table-keys.ts'
import { zhCN } from '#renderer/text/zh-CN.ts'

type Row = { readonly name: string; readonly n: number | null }
const columns: readonly Told<Row>[] = [
  { key: 'name', title: '名称', width: '120px', text: row => row.name },
  {
    key: 'n',
    title: '人数',
    width: 'minmax(80px, 1fr)',
    text: row => String(row.n ?? ''),
    value: row => row.n,
  },
]
const rows: readonly Row[] = [
  { name: '张伟', n: 10 },
  { name: '阿依', n: null },
  { name: '李晓', n: 9 },
]

describe('a list', () => {
  test('comes in the order of a column as it is read aloud, or by its numbers; what is not known comes last', () => {
    const names = (by: string, isDown: boolean) => inOrder(rows, columns, { by, isDown }).map(row => row.name)
    expect(names('name', false)).toEqual(['阿依', '李晓', '张伟'])
    expect(names('name', true)).toEqual(['张伟', '李晓', '阿依'])
    expect(names('n', false)).toEqual(['李晓', '张伟', '阿依'])
    expect(names('n', true)).toEqual(['张伟', '李晓', '阿依'])
    expect(names('nothing', false)).toEqual(rows.map(row => row.name))
  })

  test('is turned round by a second press on the same head', () => {
    expect(pressed(undefined, 'n')).toEqual({ by: 'n', isDown: false })
    expect(pressed({ by: 'n', isDown: false }, 'n')).toEqual({ by: 'n', isDown: true })
    expect(pressed({ by: 'n', isDown: true }, 'n')).toEqual({ by: 'n', isDown: false })
    expect(pressed({ by: 'n', isDown: true }, 'name')).toEqual({ by: 'name', isDown: false })
  })

  test('is gone through by arrows, the page keys, Home and End, and its heads lie above its first row', () => {
    const size = { rows: 100, columns: 3, page: 10 }
    const step = (key: string, row: number, column = 1) => tableStep(key, { row, column }, size)
    expect(step('ArrowDown', 0)).toEqual({ row: 1, column: 1 })
    expect(step('ArrowDown', 99)).toEqual({ row: 99, column: 1 })
    expect(step('ArrowUp', 0)).toEqual({ row: -1, column: 1 })
    expect(step('ArrowUp', -1)).toEqual({ row: -1, column: 1 })
    expect(step('PageDown', 5)).toEqual({ row: 15, column: 1 })
    expect(step('PageUp', 5)).toEqual({ row: 0, column: 1 })
    expect(step('Home', 50)).toEqual({ row: 0, column: 1 })
    expect(step('End', 50)).toEqual({ row: 99, column: 1 })
    expect(step('ArrowLeft', 5, 0)).toEqual({ row: 5, column: 0 })
    expect(step('ArrowRight', 5, 2)).toEqual({ row: 5, column: 2 })
    expect(step('Tab', 5)).toBeUndefined()
  })

  test('is scrolled no further than it takes for a row to be in sight, also where a million rows share a scrollbar', () => {
    const small = { count: 100, rowHeight: 36, view: 360 }
    expect(topOfRow({ ...small, row: 3, top: 0 })).toBe(0)
    expect(topOfRow({ ...small, row: 10, top: 0 })).toBe(36)
    expect(topOfRow({ ...small, row: 2, top: 360 })).toBe(72)
    const large = { count: 1_000_000, rowHeight: 36, view: 360 }
    const end = topOfRow({ ...large, row: 999_999, top: 0 })
    expect(end).toBeCloseTo(12_000_000 - 360, 0)
    expect(topOfRow({ ...large, row: 0, top: end })).toBe(0)
  })

  test('is chosen from row by row, and from one row through to another', () => {
    const one = toggled(nothingChosen, 4, 'a', '甲')
    expect([...toggled(one, 2, 'b', '乙').rows]).toEqual([
      ['a', '甲'],
      ['b', '乙'],
    ])
    expect(toggled(one, 4, 'a', '甲').rows.size).toBe(0)
    expect(span(one.anchor, 2)).toEqual([2, 4])
  })
})

describe('a list that is handed on', () => {
  const list = listed({ title: '团员', notes: [], of: { office: '', day: '' } }, columns, [
    { name: '=cmd|x', n: 1 },
    { name: '＠甲\t乙', n: null },
    { name: '<b>', n: 2 },
    { name: '\n"=1+1"', n: 3 },
    { name: '"甲"乙', n: 4 },
  ])

  test('is copied as it stands there: a line a row, and nothing in it is calculated or begins another cell', () => {
    expect(copiedText(list).split('\r\n')).toEqual([
      ...['名称\t人数', "'=cmd|x\t1", "'＠甲 乙\t", '<b>\t2'],
      ...[`' "=1+1"\t3`, '"""甲""乙"\t4'],
    ])
    expect(copiedTable(list)).toContain('>&lt;b&gt;</td>')
    expect(copiedTable(list)).not.toContain('<b>')
  })

  test('leaves out what only leads on: on paper and in a file a column of the same word says nothing', () => {
    const way = { key: 'why', title: '详情', width: '72px', text: () => '为什么', isWay: true }
    const { heads, rows, widths } = listed(
      { title: '问题', notes: [], of: { office: '', day: '' } },
      [...columns, way],
      [{ name: '甲', n: 1 }],
    )
    expect([heads, rows]).toEqual([['名称', '人数'], [['甲', '1']]])
    expect(widths).toHaveLength(2)
  })

  test('is a file of its own for each office, day and filter, by a name that Windows takes', () => {
    const nameOf = (filter?: string, title = '团员') =>
      workbookOf({ title, of: { office: '龙华区团委', day: '2026-11-28', filter } })
    expect(nameOf()).toBe('团员-龙华区团委-2026-11-28.xlsx')
    expect(nameOf('未报到/十一月?')).toBe('团员-未报到十一月-龙华区团委-2026-11-28.xlsx')
    const long = nameOf('很长的条件、'.repeat(40))
    expect(long).toMatch(/^团员-很长的条件、.*…-龙华区团委-2026-11-28\.xlsx$/)
    expect(long.length).toBeLessThan(80)
    expect(workbookOf({ title: 'CON', of: { office: '', day: '' } })).not.toMatch(/^CON\.xlsx$/)
  })

  test('keeps days, numbers and masked numbers on one line of paper', () => {
    for (const text of ['2018-12-31', '8,368', '440399**********1X', '3 / 12'])
      expect(isUnbroken(text)).toBe(true)
    for (const text of ['', '民治街道', 'a-b']) expect(isUnbroken(text)).toBe(false)
  })

  test('says on every page whose it is and which page of how many, whatever an office is called', () => {
    const rules = pageRules('共青团"\\}</style>委员会', '截至日期 2018-12-31 · 正常', true)
    expect(rules).toContain('size: A4 landscape')
    expect(rules).toContain('counter(page) " / " counter(pages)')
    expect(rules).toContain('截至日期 2018-12-31 · 正常')
    expect(rules).not.toContain('</style>')
    expect(rules).toContain('共青团\\22 \\5c }\\3c /style\\3e 委员会')
  })
})

test('the depth of a cell is the share of the branches that are hit', () => {
  expect([depthOf(1, 100), depthOf(8, 100), depthOf(20, 100), depthOf(40, 100), depthOf(51, 100)]).toEqual([
    1, 2, 3, 4, 5,
  ])
  expect(depthOf(3, 0)).toBe(5)
})

test('half a year on is the same day, or the last of a shorter month', () => {
  expect(halfYearOn('2018-12-31')).toBe('2019-06-30')
  expect(halfYearOn('2018-08-31')).toBe('2019-02-28')
  expect(halfYearOn('2026-11-24')).toBe('2027-05-24')
})

test('what waits stands in the order in which it presses, and each line opens its own list', () => {
  const waits: Waits = {
    asOf: '2026-11-24',
    until: '2027-05-24',
    soon: '2027-05-24',
    overdue: 3,
    dueSoon: 2,
    notReported: 7,
    past28: 5,
    past28InPost: 17,
    reaching28: 4,
    waiting: 1,
    givenBack: 1,
    conflicts: 1,
    transfers: 6,
    casesOverdue: 8,
    casesSoon: 9,
    casesWaiting: 10,
    proposals: 11,
    tasksOverdue: 12,
    tasksSoon: 13,
    tasksBelow: 14,
    tasksAsked: 15,
    unopened: 16,
  }
  const lines = dueLines(zhCN, waits)
  expect(lines.filter(line => line.isLate).map(line => line.n)).toEqual([3, 1, 1, 8, 12, 5])
  expect(new Set(lines.map(line => line.href)).size).toBe(lines.length)
  expect(lines.find(line => line.n === 16)?.href).toBe('/lifeline/proposals?part=unopened')
  expect(lines.find(line => line.n === 5)).toMatchObject({
    href: '/people/overage',
    label: '已满 28 周岁，应离团（另有 17 人任职可留）',
  })
  expect(lines.find(line => line.n === 4)?.href).toContain('agedAfter=2026-11-24&agedBy=2027-05-24')
})
