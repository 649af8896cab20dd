import { describe, expect, test } from 'vitest'
import { carriedOver } from '#db/forms/carried-over.ts'
import type { RowsToFill } from '#db/forms/form.ts'
import { formRosters } from '#db/forms/form-rosters.ts'
import { marksOfRows, readPlaces } from '#db/forms/marks.ts'
import { openForm } from '#db/forms/open-form.ts'
import { propose } from '#db/forms/proposing/propose.ts'
import type { Marks } from '#db/records/ledger/blank-form.ts'
import { partsIn, type SheetGiven, workbookOf, zipOf } from '#tests/fixtures/blank-forms.ts'

const known = {
  rosters: formRosters,
  figures: [{ key: 'members', name: '团员总数' }],
  units: [],
  year: 2018,
}
const gap = undefined

async function partsOf(...sheets: SheetGiven[]) {
  return (await openForm('表.xlsx', await workbookOf(...sheets))).parts
}

const twoLists: SheetGiven = {
  name: '名单',
  rows: [
    ['团干部和团员名单', gap, gap, gap],
    ['一、团干部', gap, gap, gap],
    ['序号', '姓名', '团内现任职务', '任现职年月'],
    [null, null, null, null],
    [null, null, null, null],
    ['二、团员', gap, gap, gap],
    ['序号', '姓名', '身份证号码', '入团年月'],
    [null, null, null, null],
    [null, null, null, null],
    ['填表人：', null, gap, gap],
  ],
  merges: ['A1:D1', 'A2:D2', 'A6:D6'],
}

test('two lists one above the other are both proposed', async () => {
  expect(propose(await partsOf(twoLists), known)).toMatchObject({
    's1!4:5': 'cadres',
    's1!B4:B5': 'name',
    's1!C4:C5': 'title',
    's1!8:9': 'members',
    's1!B8:B9': 'name',
    's1!C8:C9': 'idNumber',
  })
})

test('lists side by side are filled at once, and the longer one says how many rows are put in', async () => {
  const bytes = await workbookOf({
    name: '并排',
    rows: [
      ['团干部', gap, gap, '团员', gap],
      ['姓名', '职务', gap, '姓名', '电话'],
      [null, null, gap, null, null],
      [null, null, gap, null, null],
      ['合计', '=COUNTA(B3:B4)', gap, gap, gap],
    ],
  })
  const form = await openForm('并排.xlsx', bytes)
  const list = (from: number, names: readonly string[]) => ({
    ...{ part: 's1', from: 2, to: 3, span: [from, from + 1] as const },
    columns: new Map([
      [from, 0],
      [from + 1, 1],
    ]),
    rows: names.map(name => [name, `${name}的`]),
  })
  const filled = form.fill({
    values: new Map(),
    rows: [list(0, ['甲']), list(3, ['一', '二', '三', '四'])],
  })
  const { parts } = await openForm('并排.xlsx', filled.bytes)
  const rows = Array.from({ length: 5 }, (_, n) =>
    ['A', 'B', 'D', 'E'].map(letter => parts[0]?.cells.find(({ at }) => at === `s1!${letter}${n + 3}`)?.text),
  )
  expect(rows).toEqual([
    ['甲', '甲的', '一', '一的'],
    ['', '', '二', '二的'],
    ['', '', '三', '三的'],
    ['', '', '四', '四的'],
    ['合计', '', '', ''],
  ])
})

describe('the edition of the next year', () => {
  async function next(old: SheetGiven, said: Marks, now: SheetGiven) {
    const [before, after] = [await partsOf(old), await partsOf(now)]
    const proposed = propose(before, known)
    const marks = Object.fromEntries(
      Object.entries({ ...proposed, ...said }).filter(([, word]) => word !== ''),
    )
    return carriedOver({ parts: before, proposed, marks }, { parts: after, proposed: propose(after, known) })
  }
  const roster = (heads: readonly string[], blanks: number, title = '2018年团员花名册'): SheetGiven => ({
    name: '花名册',
    rows: [
      [title, ...heads.slice(1).map(() => gap)],
      [...heads],
      ...Array.from({ length: blanks }, () => heads.map(() => null)),
    ],
    merges: [`A1:${String.fromCharCode(64 + heads.length)}1`],
  })

  test('a column was put in and a row more stands there: each column is found by its head', async () => {
    const old = roster(['序号', '姓名', '身份证号码', '入团年月', '本会编码'], 3)
    const now = roster(['序号', '姓名', '性别', '身份证号码', '入团年月', '本会编码'], 5, '2019年团员花名册')
    const marks = await next(old, { 's1!E3:E5': 'member_no', 's1!D3:D5': '' }, now)
    expect(marks).toEqual({
      's1!3:7': 'members',
      's1!A3:A7': '#',
      's1!B3:B7': 'name',
      // what the earlier one did not ask for is proposed
      's1!C3:C7': 'sex',
      's1!D3:D7': 'idNumber',
      's1!F3:F7': 'member_no',
    })
  })

  test('a year and the one before it are those of the new edition', async () => {
    const edition = (year: number, ...more: readonly (readonly (string | null)[])[]): SheetGiven => ({
      name: '对比',
      rows: [[`${year}年对比表`, gap, gap], ['指标', `${year}年`, `${year - 1}年`], ...more],
      merges: ['A1:C1'],
    })
    const old = edition(2018, ['内部指标甲', null, null])
    const said = { 's1!B3': 'figure:members', 's1!C3': 'figure:members@last' }
    expect(
      await next(old, said, edition(2019, ['团员总数', null, null], ['内部指标甲', null, null])),
    ).toMatchObject({
      's1!B4': 'figure:members',
      's1!C4': 'figure:members@last',
    })
  })

  test('rows and places that a person did not want are not proposed again', async () => {
    const own: SheetGiven = {
      name: '表',
      rows: [
        ['填报单位', null],
        ['团员总数', null],
      ],
    }
    expect(await next(own, { 's1!B2': '' }, own)).toEqual({ 's1!B1': 'office' })
    const old = roster(['序号', '姓名', '身份证号码', '入团年月'], 3)
    expect(
      await next(old, { 's1!3:5': '', 's1!A3:A5': '', 's1!B3:B5': '', 's1!C3:C5': '', 's1!D3:D5': '' }, old),
    ).toEqual({})
  })

  test('of two lists each goes where its own heads stand', async () => {
    const now: SheetGiven = { ...twoLists, rows: [['说明', gap, gap, gap], ...twoLists.rows], merges: [] }
    expect(await next(twoLists, { 's1!C8:C9': 'phone' }, now)).toMatchObject({
      's1!5:6': 'cadres',
      's1!C5:C6': 'title',
      's1!9:10': 'members',
      's1!C9:C10': 'phone',
    })
  })
})

describe('lists side by side', () => {
  const laid = async (bytes: Buffer, rows: RowsToFill[]) => {
    const { bytes: made } = (await openForm('并排.xlsx', bytes)).fill({ values: new Map(), rows })
    const [part] = (await openForm('并排.xlsx', made)).parts
    const said = new Map(part?.cells.map(({ at, text }) => [at.slice(3), text]))
    const down = (column: string) =>
      Array.from({ length: part?.height ?? 0 }, (_, row) => said.get(`${column}${row + 1}`) ?? '').join('|')
    return { down, xml: (await partsIn(made)).get('xl/worksheets/sheet1.xml') ?? '' }
  }
  const list = (from: number, to: number, column: number, words: string, source?: string): RowsToFill => ({
    ...{ part: 's1', from, to, columns: new Map([[column, 0]]), rows: [...words].map(word => [word]) },
    ...(source !== undefined && { source }),
  })

  test('that begin and end in different rows are filled without a gap, and the sums below move', async () => {
    const bytes = await workbookOf({
      name: '并排',
      rows: [
        ['甲', gap, '标题'],
        [null, gap, '乙'],
        [null, gap, null],
        [null, gap, null],
        ['合计', '=COUNTA(A2:A4)', null],
        [gap, gap, '=COUNTA(C3:C5)'],
      ],
    })
    const { down, xml } = await laid(bytes, [list(1, 3, 0, '一二三四五'), list(2, 4, 2, '甲乙丙丁戊己庚')])
    expect(down('A')).toBe('甲|一|二|三|四|五|||合计|')
    expect(down('C')).toBe('标题|乙|甲|乙|丙|丁|戊|己|庚|')
    expect(xml).toContain('<f>COUNTA(A2:A8)</f>')
    expect(xml).toContain('<f>COUNTA(C3:C9)</f>')
  })

  test('two on the left, one above the other, beside a long one', async () => {
    const bytes = await workbookOf({
      name: '并排',
      rows: [
        ['甲', '丙'],
        [null, null],
        [null, null],
        ['乙', null],
        [null, null],
        [null, null],
      ],
    })
    const { down } = await laid(bytes, [
      list(1, 2, 0, '一二三'),
      list(4, 5, 0, '子丑寅卯'),
      list(1, 5, 1, 'abcdefghi'),
    ])
    expect(down('A')).toBe('甲|一|二|三|乙|子|丑|寅|卯|')
    expect(down('B')).toBe('丙|a|b|c|d|e|f|g|h|i')
  })

  test('halves of one roster: the right one goes on where the left one ends', async () => {
    const rows = [
      ['团员名单', gap, gap, gap],
      ['序号', '姓名', '身份证号码', '入团年月', '序号', '姓名', '身份证号码', '入团年月'],
      ...[0, 1].map(() => Array<null>(8).fill(null)),
    ]
    const bytes = await workbookOf({ name: '名单', rows, merges: ['A1:H1'] })
    expect(propose((await openForm('名单.xlsx', bytes)).parts, known)).toEqual({
      ...{ 's1!A3:D4': 'members', 's1!A3:A4': '#', 's1!B3:B4': 'name', 's1!C3:C4': 'idNumber' },
      ...{ 's1!D3:D4': 'joined@month', 's1!H3:H4': 'joined@month' },
      ...{ 's1!E3:H4': 'members', 's1!E3:E4': '#', 's1!F3:F4': 'name', 's1!G3:G4': 'idNumber' },
    })
    const few = await laid(bytes, [list(2, 3, 1, '一二三', 'm'), list(2, 3, 5, '一二三', 'm')])
    expect([few.down('B'), few.down('F')]).toEqual(['|姓名|一|二', '|姓名|三|'])
    const many = await laid(bytes, [
      list(2, 3, 1, '一二三四五六七', 'm'),
      list(2, 3, 5, '一二三四五六七', 'm'),
    ])
    expect([many.down('B'), many.down('F')]).toEqual(['|姓名|一|二|三|四', '|姓名|五|六|七|'])
  })

  test('of one column are marked with their column', () => {
    const marks = {
      's1!B2:B5': 'cadres/name',
      's1!D3:D9': 'work:主题团课/topic',
      's1!A2:B4': 'members',
      's1!A2:A4': 'text:和/或',
    }
    const { rows } = readPlaces(marks)
    expect(rows.map(({ of, only, span, columns }) => [of, only, span, [...columns]])).toEqual([
      ['cadres', undefined, [1, 1], [[1, 'name']]],
      ['work', '主题团课', [3, 3], [[3, 'topic']]],
      ['members', undefined, [0, 1], [[0, 'text:和/或']]],
    ])
    expect(Object.assign({}, ...rows.map(marksOfRows))).toEqual(marks)
  })
})

test('rows in the middle of a list that nobody sees stay as they are: the list goes on below them, and grows by what has no room', async () => {
  const given = await workbookOf({
    name: '名单',
    rows: [
      ['序号', '姓名'],
      [1, null],
      [2, '旧'],
      [3, null],
      [4, null],
    ],
  })
  const sheet = 'xl/worksheets/sheet1.xml'
  const xml = (await partsIn(given)).get(sheet) ?? ''
  const hiding = xml.replace(/<row r="3"/, '<row r="3" hidden="1"')
  expect(hiding).not.toBe(xml)
  const parts = Object.fromEntries(await partsIn(given))
  const form = await openForm('名单.xlsx', await zipOf({ ...parts, [sheet]: hiding }))
  const filled = form.fill({
    values: new Map(),
    rows: [
      {
        ...{ part: 's1', from: 1, to: 4, span: [0, 1] as const, columns: new Map([[1, 0]]) },
        rows: ['甲', '乙', '丙', '丁'].map(name => [name]),
      },
    ],
  })
  const cells = (await openForm('名单.xlsx', filled.bytes)).parts[0]?.cells ?? []
  const names = cells
    .filter(({ column, row }) => column === 1 && row > 0)
    .map(({ row, text }) => `${row} ${text}`)
  expect(names).toEqual(['1 甲', '3 乙', '4 丙', '5 丁'])
  const rowOf = (text: string | undefined) => /<row r="3".*?<\/row>/.exec(text ?? '')?.[0]
  expect(rowOf((await partsIn(filled.bytes)).get(sheet))).toBe(rowOf(hiding))
})
