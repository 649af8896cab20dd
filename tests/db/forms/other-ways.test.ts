import { describe, expect, test } from 'vitest'
import { blanksIn } from '#db/forms/blanks.ts'
import { formRosters } from '#db/forms/form-rosters.ts'
import { openForm } from '#db/forms/open-form.ts'
import type { Known } from '#db/forms/proposing/known.ts'
import { propose } from '#db/forms/proposing/propose.ts'
import { spreadOf } from '#db/forms/spread.ts'
import {
  paragraph,
  partsIn,
  type SheetGiven,
  wordOf,
  workbookOf,
  zipOf,
} from '#tests/fixtures/blank-forms.ts'

const gap = undefined
const known: Known = {
  rosters: formRosters,
  figures: [
    { key: 'members', name: '团员' },
    { key: 'branches', name: '团支部' },
    { key: 'communities', name: '社区' },
    { key: 'streets', name: '街道' },
    {
      key: 'type:主题团课:sessions',
      name: '主题团课场次',
      ofType: { names: ['主题团课'], measure: 'sessions' },
    },
    {
      key: 'type:主题团课:people',
      name: '主题团课参加人次',
      ofType: { names: ['主题团课'], measure: 'people' },
    },
  ],
  units: [
    { code: 'A1', name: '东坪街道团工委', full: '共青团青山区东坪街道工作委员会' },
    { code: 'A2', name: '西岭街道团工委', full: '共青团青山区西岭街道工作委员会' },
  ],
  year: 2018,
}
const proposed = async (name: string, bytes: Buffer) => propose((await openForm(name, bytes)).parts, known)
const ofBook = async (...sheets: readonly SheetGiven[]) => proposed('表.xlsx', await workbookOf(...sheets))

const cell = (words: string, span = 1) =>
  `<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/>${span > 1 ? `<w:gridSpan w:val="${span}"/>` : ''}</w:tcPr>${paragraph(words)}</w:tc>`
const table = (...rows: readonly string[]) =>
  `<w:tbl><w:tblGrid>${'<w:gridCol w:w="2000"/>'.repeat(4)}</w:tblGrid>${rows.map(row => `<w:tr>${row}</w:tr>`).join('')}</w:tbl>`

describe('labels that stand above what belongs to them', () => {
  const rows = [
    ['优秀团干部登记卡', gap, gap],
    ['姓名', '性别', '出生年月'],
    [null, null, null],
    ['政治面貌', '联系电话', '团内职务'],
    [null, null, null],
    ['主要事迹', null, null],
    [null, null, null],
  ]
  const merges = ['A1:C1', 'A6:C6', 'A7:C7']

  test('a card of a workbook and of a document asks for one person; one line of heads is a list', async () => {
    expect(await ofBook({ name: '卡', rows, merges })).toEqual({
      ...{ 's1!A3': 'person:name', 's1!B3': 'person:sex', 's1!C3': 'person:birth@month' },
      ...{ 's1!A5': 'person:political', 's1!B5': 'person:phone', 's1!C5': 'person:title' },
    })
    const line = (...words: readonly string[]) => words.map(one => cell(one)).join('')
    const word = await wordOf(
      table(
        ...[line('姓名', '性别', '民族', '出生年月'), line('', '', '', '')],
        ...[`${cell('所在单位及职务', 2)}${line('政治面貌', '手机号码')}`, `${cell('', 2)}${line('', '')}`],
        ...[cell('选举单位意见', 4), cell('（盖章）    年  月  日', 4)],
      ),
    )
    // The day of a stamp is for whoever stamps.
    expect(await proposed('表.docx', word)).toEqual({
      ...{ 't1!A2': 'person:name', 't1!B2': 'person:sex', 't1!C2': 'person:nation' },
      ...{ 't1!D2': 'person:birth@month', 't1!A4': 'person:org+title' },
      ...{ 't1!C4': 'person:political', 't1!D4': 'person:phone' },
    })
    const list = await ofBook({
      name: '名单',
      rows: [...rows.slice(0, 3), [null, null, null]],
      merges: ['A1:C1'],
    })
    expect(list).toMatchObject({ 's1!3:4': 'members', 's1!A3:A4': 'name' })
  })

  test('four cards to a sheet are for four people, and two lists with one blank row each stay lists', async () => {
    const card = rows.slice(1, 5)
    const beside = card.map(row => [...row, gap, ...row])
    const four = await ofBook({ name: '卡', rows: [['信息卡'], ...beside, [], ...beside] })
    expect(four).toMatchObject({
      ...{ 's1!A3': 'person:name', 's1!E3': 'person2:name', 's1!A8': 'person3:name' },
      ...{ 's1!G10': 'person4:title' },
    })
    const lists = await ofBook({
      name: '名单',
      rows: [
        ['姓名', '性别', '团内现任职务'],
        [null, null, null],
        ['姓名', '性别', '团员编号'],
        [null, null, null],
      ],
    })
    expect(Object.values(lists).some(said => said.startsWith('person'))).toBe(false)
  })
})

describe('one thing spread over several cells', () => {
  test('an ID number with a cell for each digit, months and days with a cell for each part', async () => {
    const digits = Array.from({ length: 18 }, () => null)
    const marks = await ofBook({
      name: '表',
      rows: [
        ['登记表'],
        ['姓名', null, '性别', null, '民族', null, gap],
        ['身份证号', ...digits],
        ['出生年月', null, '年', null, '月', '政治面貌', null],
        ['填表日期', null, '年', null, '月', null, '日'],
        ['主题团课', ...Array.from({ length: 12 }, () => null)],
      ],
    })
    expect(marks).toMatchObject({
      ...{ 's1!B3': 'person:idNumber@1', 's1!S3': 'person:idNumber@18' },
      ...{ 's1!B4': 'person:birth@y', 's1!D4': 'person:birth@m' },
      ...{ 's1!B5': 'day-year', 's1!D5': 'day-month', 's1!F5': 'day-date' },
    })
    expect(Object.values(marks).filter(said => said.includes('idNumber'))).toHaveLength(18)
  })

  test('what stands in each cell is a sign, or the number of a year, a month or a day', () => {
    expect(['@1', '@17', '@18', '@19'].map(end => spreadOf('44039919871011230X', end))).toEqual([
      ...['4', '0', 'X'],
      undefined,
    ])
    expect(['@y', '@m', '@d'].map(end => spreadOf('1987-10-01', end))).toEqual([1987, 10, 1])
    expect(['@y', '@m', '@d'].map(end => spreadOf('1987.06', end))).toEqual([1987, 6, undefined])
    expect(spreadOf(undefined, '@1')).toBeUndefined()
  })
})

test('blanks in brackets are blanks; 参加____人次 behind a type of work is of that', async () => {
  expect(blanksIn('团支部（    ）个，团员(  )名').map(({ before, after }) => [before, after])).toEqual([
    ['团支部', '个，团员('],
    ['团员', '名'],
  ])
  expect(blanksIn('（    ）')).toEqual([])
  const marks = await proposed(
    '报告.docx',
    await wordOf(
      paragraph('共有团员（    ）名，比上年增加（    ）名。开展主题团课______场，参加________人次。'),
    ),
  )
  expect(marks).toEqual({
    ...{ 'p1#1': 'figure:members', 'p1#2': 'figure:members@difference' },
    ...{ 'p1#3': 'figure:type:主题团课:sessions', 'p1#4': 'figure:type:主题团课:people' },
  })
})

describe('a sheet for each street', () => {
  const rows = (name: string) => [
    [`${name}统计表`, ...Array(4).fill(gap)],
    ['填报单位：          ', ...Array(4).fill(gap)],
    ['序号', '社区', '团支部', '团员', 'code'],
    ['甲', '乙', 1, 2, 'c'],
    [1, null, null, null, 'X1'],
    [2, null, null, null, 'X2'],
    ['合计', null, '=SUM(C5:C6)', '=SUM(D5:D6)', gap],
    ['现有团员____名', gap, gap, gap, gap],
  ]
  const sheet = (name: string): SheetGiven => ({ name, rows: rows(name), merges: ['A1:E1', 'A2:E2'] })

  /** As Excel hides a column and a row: nobody sees the codes and the line of numbers. */
  async function withHidden(bytes: Buffer): Promise<Buffer> {
    const parts = Object.fromEntries(await partsIn(bytes))
    const made = Object.entries(parts).map(([path, xml]): [string, string] => [
      path,
      /worksheets\/sheet\d/.test(path)
        ? xml
            .replace('<sheetData>', '<cols><col min="5" max="5" width="9" hidden="1"/></cols><sheetData>')
            .replace('<row r="4"', '<row r="4" hidden="1"')
        : xml,
    ])
    return zipOf(Object.fromEntries(made))
  }

  test('rows are its communities, figures and the office its own; hidden rows and columns are nobody’s', async () => {
    const blank = await withHidden(await workbookOf(sheet('东坪街道'), sheet('全区')))
    const marks = await proposed('表.xlsx', blank)
    expect(marks).toMatchObject({
      ...{ 's1!A2#1': 'text:共青团青山区东坪街道工作委员会', 's1!5:6': 'units:A1+community' },
      ...{ 's1!B5:B6': 'name', 's1!C5:C6': 'figure:branches', 's1!D5:D6': 'figure:members' },
      ...{ 's1!A8#1': 'figure:members/A1', 's2!A8#1': 'figure:members' },
      ...{ 's2!A2#1': 'office', 's2!5:6': 'units:+community' },
    })
    expect(Object.keys(marks).some(at => /E\d|[!]B7/.test(at))).toBe(false)
  })
})

test('a list of activities with sessions and a place is the work ledger, its names are titles', async () => {
  const marks = await ofBook({
    name: '台账',
    rows: [
      ['活动开展情况台账', ...Array(6).fill(gap)],
      ['序号', '活动时间', '活动名称', '活动地点', '主办单位', '场次', '参加人数'],
      [1, ...Array(6).fill(null)],
      [2, ...Array(6).fill(null)],
    ],
    merges: ['A1:G1'],
  })
  expect(marks).toEqual({
    ...{ 's1!3:4': 'work', 's1!A3:A4': '#', 's1!B3:B4': 'held_on', 's1!C3:C4': 'title' },
    ...{ 's1!D3:D4': 'venue', 's1!E3:E4': 'org', 's1!F3:F4': 'sessions', 's1!G3:G4': 'people' },
  })
})

test('20__年 has its century: two digits are written behind it', async () => {
  const blank = await wordOf(paragraph('（20    年度）  填报日期：20__年__月__日'))
  expect(await proposed('表.docx', blank)).toEqual({
    ...{ 'p1#1': 'year', 'p1#2': 'day-year', 'p1#3': 'day-month', 'p1#4': 'day-date' },
  })
  const { fill, parts } = await openForm('表.docx', blank)
  expect(parts[0]?.cells[0]?.blanks).toHaveLength(4)
  const values = new Map<string, number>([
    ...Object.entries({ 'p1#1': 2018, 'p1#2': 2026, 'p1#3': 11, 'p1#4': 20 }),
  ])
  const { bytes } = fill({ values, rows: [] })
  const [text] = (await openForm('表.docx', bytes)).parts.flatMap(({ cells }) => cells)
  expect(text?.text).toMatch(/^（2018 +年度）/)
  expect(text?.text.replace(/\s/g, '')).toBe('（2018年度）填报日期：2026年11月20日')
})

test('a day at the end of a letter stays at the right: the gap before it is how far the line is indented', async () => {
  const gapped = `${' '.repeat(38)}年   月   日`
  const blank = await wordOf(paragraph('报告：____') + paragraph(gapped))
  const form = await openForm('表.docx', blank)
  const values = new Map([['p2#1', 2026] as const, ['p2#2', 11] as const, ['p2#3', 20] as const])
  const { bytes } = form.fill({ values, rows: [] })
  const [, line] = (await openForm('表.docx', bytes)).parts[0]?.cells ?? []
  expect(line?.text).toMatch(/^ {34}2026年 ?11 ?月 ?20 ?日$/)
})

describe('what Word has beside text and tables', () => {
  const box = (words: string) => `<w:txbxContent>${paragraph(words)}</w:txbxContent>`
  const boxes = `<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps"><w:drawing>${box('填报单位：______')}</w:drawing></mc:Choice><mc:Fallback><w:pict>${box('填报单位：______')}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`
  const tick = (word: string) =>
    `<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:sizeAuto/><w:default w:val="0"/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve">${word} </w:t></w:r>`
  const person = table(
    `${cell('姓名')}${cell('')}${cell('性别')}<w:tc><w:tcPr/><w:p>${tick('男')}${tick('女')}</w:p></w:tc>`,
    `${cell('身份证号码')}${cell('')}${cell('政治面貌')}${cell('')}`,
  )

  /** A document with a header, as Word keeps it: a part of its own. */
  async function withHeader(body: string, words: string): Promise<Buffer> {
    const parts = Object.fromEntries(await partsIn(await wordOf(body)))
    const main = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
    return zipOf({
      ...parts,
      'word/header1.xml': `<w:hdr xmlns:w="${main}">${paragraph(words)}</w:hdr>`,
      'word/footer1.xml': `<w:ftr xmlns:w="${main}">${paragraph('第 1 页')}</w:ftr>`,
    })
  }

  test('blanks of headers and text boxes, and boxes of the older form fields, are proposed and filled; nothing else changes', async () => {
    const blank = await withHeader(`${boxes}${person}`, '（20    年度）')
    const marks = await proposed('表.docx', blank)
    expect(marks).toMatchObject({
      ...{ 'h2p1#1': 'year', 'p2#1': 'office', 't1!B1': 'person:name', 't1!D1#1': 'person:sex' },
    })
    const form = await openForm('表.docx', blank)
    const values = new Map<string, string | number>(
      Object.entries({ 'h2p1#1': 2018, 'p2#1': '青山区团委', 't1!B1': '王小明', 't1!D1#1': '女' }),
    )
    const { bytes, left } = form.fill({ values, rows: [] })
    expect(left).toEqual([])
    const [before, after] = [await partsIn(blank), await partsIn(bytes)]
    expect(after.get('word/header1.xml')).toContain('18')
    const xml = after.get('word/document.xml') ?? ''
    // Once for programs of today, once for those that draw text boxes in the old way.
    expect(xml.split('青山区团委')).toHaveLength(3)
    expect(xml).toContain(
      '<w:default w:val="0"/><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve">女',
    )
    expect(xml.split('<w:checked/>')).toHaveLength(2)
    for (const [path, text] of before) if (!/document|header/.test(path)) expect(after.get(path)).toBe(text)
  })

  test('a page for each person has its text box filled, too; the header stands once for all', async () => {
    const form = await openForm('表.docx', await withHeader(`${boxes}${person}`, '单位：______'))
    const at = form.repeated(3, new Set())
    const values = new Map(
      [0, 1, 2].flatMap(page => [
        [at?.('p2#1', page) ?? '', `单位${page}`] as const,
        [at?.('t1!B1', page) ?? '', `人${page}`] as const,
        [at?.('h2p1#1', page) ?? '', '区团委'] as const,
      ]),
    )
    const { bytes, left } = form.fill({ values, rows: [] })
    expect(left).toEqual([])
    const parts = await partsIn(bytes)
    const said = [...(parts.get('word/document.xml') ?? '').matchAll(/(单位|人)\d/g)].map(([word]) => word)
    expect(said).toEqual(['单位0', '单位0', '人0', '单位1', '单位1', '人1', '单位2', '单位2', '人2'])
    expect(parts.get('word/header1.xml')).toContain('区团委')
  })
})

test('a text box that lies over a sheet is read and filled; the sheet stays as its bytes are', async () => {
  const parts = Object.fromEntries(
    await partsIn(await workbookOf({ name: '表', rows: [['统计表'], ['团员', null]] })),
  )
  const drawing = `<xdr:wsDr xmlns:xdr="x" xmlns:a="a"><xdr:sp><xdr:txBody><a:p><a:r><a:rPr b="1"/><a:t>填报单位：       填报</a:t></a:r><a:r><a:t>人：____</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>`
  const blank = await zipOf({ ...parts, 'xl/drawings/drawing1.xml': drawing })
  expect(await proposed('表.xlsx', blank)).toEqual({
    ...{ 'd1p1#1': 'office', 'd1p1#2': 'writer', 's1!B2': 'figure:members' },
  })
  const { fill } = await openForm('表.xlsx', blank)
  const values = new Map([['d1p1#1', '青山区<团委>'] as const, ['d1p1#2', '王小明'] as const])
  const { bytes, left } = fill({ values, rows: [] })
  expect(left).toEqual([])
  const after = await partsIn(bytes)
  expect(after.get('xl/drawings/drawing1.xml')).toBe(
    drawing.replace('单位：       填报', '单位：青山区&lt;团委&gt;  填报').replace('____', '王小明'),
  )
  expect(after.get('xl/worksheets/sheet1.xml')).toBe(parts['xl/worksheets/sheet1.xml'])
})

test('a blank of a text box over a sheet that lies over pieces of different looks is filled where it begins, and leaves nothing behind', async () => {
  const parts = Object.fromEntries(await partsIn(await workbookOf({ name: '表', rows: [['统计表']] })))
  const drawing = (pieces: readonly string[]) =>
    `<xdr:wsDr xmlns:xdr="x" xmlns:a="a"><xdr:sp><xdr:txBody><a:p>${pieces.map(text => `<a:r><a:t>${text}</a:t></a:r>`).join('')}</a:p></xdr:txBody></xdr:sp></xdr:wsDr>`
  const pieces = ['填报单位：__', '__', '__　　填报人：_', '_____']
  const blank = await zipOf({ ...parts, 'xl/drawings/drawing1.xml': drawing(pieces) })
  expect(await proposed('表.xlsx', blank)).toEqual({ 'd1p1#1': 'office', 'd1p1#2': 'writer' })
  const { fill } = await openForm('表.xlsx', blank)
  const values = new Map([['d1p1#1', '青山区团委'] as const, ['d1p1#2', '王小明'] as const])
  const { bytes, left } = fill({ values, rows: [] })
  expect(left).toEqual([])
  expect((await partsIn(bytes)).get('xl/drawings/drawing1.xml')).toBe(
    drawing(['填报单位：青山区团委', '', '　　填报人：王小明', '']),
  )
})

test('several blanks of one sentence are each known by the words before them, whatever unit stands between', async () => {
  const text = '截至____年底，全区共有团支部____个、团员____名、社区____个，共有街道____个。'
  expect(await proposed('报告.docx', await wordOf(paragraph(text)))).toEqual({
    'p1#1': 'year',
    'p1#2': 'figure:branches',
    'p1#3': 'figure:members',
    'p1#4': 'figure:communities',
    'p1#5': 'figure:streets',
  })
})
