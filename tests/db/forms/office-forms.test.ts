import { describe, expect, test } from 'vitest'
import type { Value } from '#db/forms/form.ts'
import { formRosters } from '#db/forms/form-rosters.ts'
import { openForm } from '#db/forms/open-form.ts'
import { monthsIn } from '#db/forms/periods.ts'
import { propose } from '#db/forms/proposing/propose.ts'
import { scalesOf } from '#db/forms/scale.ts'
import { broughtFigures } from '#db/records/ledger/district-figures.ts'
import { paragraph, partsIn, wordOf, workbookOf } from '#tests/fixtures/blank-forms.ts'

const known = {
  rosters: formRosters,
  figures: broughtFigures.map(({ key, name }) => ({ key, name: name.zh })),
  units: [
    { code: '440309001', name: '观湖街道团工委', full: '共青团深圳市龙华区观湖街道工作委员会' },
    { code: '440309002', name: '民治街道团工委', full: '共青团深圳市龙华区民治街道工作委员会' },
  ],
  year: 2018,
}
const gap = undefined

async function looked(bytes: Buffer, name = '表.xlsx') {
  const { parts } = await openForm(name, bytes)
  return { marks: propose(parts, known), scale: scalesOf(parts) }
}

describe('forms of other offices', () => {
  test('streets side by side: each gets its own figures, and whatever is no street none of the whole district', async () => {
    const { marks } = await looked(
      await workbookOf({
        name: '一览表',
        rows: [
          ['各街道共青团工作主要数据一览表', gap, gap, gap, gap, gap],
          ['指标', '单位', '观湖街道', '民治', '某园区', '全区合计'],
          ['团支部总数', '个', null, null, null, null],
          ['团员总数', '人', null, null, null, null],
        ],
        merges: ['A1:F1'],
      }),
    )
    expect(marks).toEqual({
      's1!C3': 'figure:branches/440309001',
      's1!C4': 'figure:members/440309001',
      's1!D3': 'figure:branches/440309002',
      's1!D4': 'figure:members/440309002',
      's1!F3': 'figure:branches',
      's1!F4': 'figure:members',
    })
  })

  test('a head in three rows, a line with the numbers of the columns, and the sum above the rows', async () => {
    const { marks } = await looked(
      await workbookOf({
        name: '季报',
        rows: [
          ['基层团组织建设情况季报表', gap, gap, gap, gap],
          ['序号', '单位', '组织情况', gap, '人员情况'],
          [gap, gap, '团支部', gap, '团员数'],
          [gap, gap, '总数', '其中：新建', gap],
          ['甲', '乙', 1, 2, 3],
          ['合计', gap, null, null, null],
          [null, null, null, null, null],
          [null, null, null, null, null],
        ],
        merges: ['A1:E1', 'A2:A4', 'B2:B4', 'C2:D2', 'C3:D3', 'E3:E4', 'A6:B6'],
      }),
    )
    expect(marks).toMatchObject({
      's1!7:8': 'units',
      's1!A7:A8': '#',
      's1!B7:B8': 'name',
      's1!C7:C8': 'figure:branches',
      's1!E7:E8': 'figure:members',
      's1!E6': 'figure:members',
    })
    expect(marks).not.toHaveProperty('s1!E7')
  })

  test('figures by month, quarter and half year', async () => {
    const { marks } = await looked(
      await workbookOf({
        name: '月报',
        rows: [
          ['志愿服务月度统计表', gap, gap],
          ['月份', '新注册志愿者', '志愿服务时长'],
          ['1月', null, null],
          ['第二季度', null, null],
          ['全年', null, null],
        ],
        merges: ['A1:C1'],
      }),
    )
    expect(marks).toEqual({
      's1!B3': 'figure:newVolunteers@m1',
      's1!C3': 'figure:volunteerHours@m1',
      's1!B4': 'figure:newVolunteers@m4-6',
      's1!C4': 'figure:volunteerHours@m4-6',
      's1!B5': 'figure:newVolunteers',
      's1!C5': 'figure:volunteerHours',
    })
  })

  test.each([
    ['3月', [3, 3]],
    ['十二月份', [12, 12]],
    ['三季度', [7, 9]],
    ['2018年上半年', [1, 6]],
    ['1-9月', [1, 9]],
    ['13月', undefined],
    ['第五季度', undefined],
    ['月份', undefined],
  ])('%s names these months', (text, months) => {
    expect(monthsIn(text)).toEqual(months)
  })

  test('a weight is written in the unit that the place asks for', async () => {
    const { scale } = await looked(
      await workbookOf({
        name: '物资',
        rows: [
          ['项目', '单位', '本年数'],
          ['募集物资', '千克', null],
          ['募集物资', '吨', null],
          ['募集物资（公斤）', gap, null],
          ['团员数', '人', null],
        ],
      }),
    )
    const places = ['s1!C2', 's1!C3', 's1!C4', 's1!C5']
    expect(places.map(at => scale(at, '吨'))).toEqual([0.001, 1, 0.001, 1])
    expect(scale('s1!C2', '人')).toBe(1)
    const { scale: inLetter } = await looked(
      await wordOf(paragraph('募集物资____千克，图书____斤。')),
      '函.docx',
    )
    expect([1, 2].map(n => inLetter(`p1#${n}`, '吨'))).toEqual([0.001, 0.0005])
  })

  test('单位：万元 over a table is about money alone; a unit behind a blank is about that blank', async () => {
    const { marks, scale } = await looked(
      await workbookOf({
        name: '捐助',
        rows: [
          ['公益捐助情况统计表', gap, gap],
          ['填报单位：', gap, '单位：万元'],
          ['序号', '项目', '本年数'],
          [1, '玉树善款', null],
          [2, '团员数（人）', null],
          [3, '志愿服务时长（万小时）', null],
        ],
        merges: ['A1:C1'],
      }),
    )
    expect(marks).toMatchObject({ 's1!C4': 'figure:yushuDonationYuan', 's1!C5': 'figure:members' })
    expect(scale('s1!C4', '元')).toBe(10_000)
    expect(scale('s1!C4', '人')).toBe(1)
    expect(scale('s1!C5', '元')).toBe(1)
    expect(scale('s1!C6', '小时')).toBe(10_000)

    const letter = await looked(
      await wordOf(
        [
          paragraph('我委下辖团支部____个，团员____名。全年开展五四青年文化月活动____场。'),
          paragraph('志愿服务时长约____万小时，募集物资____千克。'),
        ].join(''),
      ),
      '函.docx',
    )
    expect(letter.marks).toEqual({
      'p1#1': 'figure:branches',
      'p1#2': 'figure:members',
      'p1#3': 'figure:cultureMonthEvents',
      'p2#1': 'figure:volunteerHours',
      'p2#2': 'figure:donatedGoodsTonnes',
    })
    expect([scale('p1#1', '个'), letter.scale('p2#1', '小时'), letter.scale('p2#2', '吨')]).toEqual([
      1, 10_000, 0.001,
    ])
  })

  test('出生年月 and 入团年月 ask for the month; sex and age stand in rosters of cadres; no day is proposed under 出生年月', async () => {
    const { marks } = await looked(
      await workbookOf({
        name: '花名册',
        rows: [
          ['团干部花名册', gap, gap, gap, gap, gap],
          ['姓名', '性别', '年龄', '出生年月', '入团年月', '团内职务'],
          [1, 2, 3, 4, 5, 6],
          [null, null, null, null, null, null],
        ],
        merges: ['A1:F1'],
      }),
    )
    expect(marks).toEqual({
      's1!4:4': 'cadres',
      's1!A4:A4': 'name',
      's1!B4:B4': 'sex',
      's1!C4:C4': 'age',
      's1!D4:D4': 'birth@month',
      's1!E4:E4': 'joined@month',
      's1!F4:F4': 'title',
    })
    const card = await looked(
      await workbookOf({
        name: '审批表',
        rows: [
          ['优秀共青团干部推荐审批表', gap, gap, gap, gap],
          ['姓名', null, '出生年月', null, '照片'],
          ['性别', null, '入团年月', null, gap],
          ['身份证号码', null, '参加工作时间', '    年    月', gap],
        ],
        merges: ['A1:E1', 'E2:E4'],
      }),
    )
    expect(card.marks).toEqual({
      's1!E2#1': 'person:photo',
      's1!B2': 'person:name',
      's1!D2': 'person:birth@month',
      's1!B3': 'person:sex',
      's1!D3': 'person:joined@month',
      's1!B4': 'person:idNumber',
    })
  })
})

test('rows that are put in keep the order of calculation of all sheets; sheets that nothing names stay as they are', async () => {
  const blank = await workbookOf(
    { name: '说明', rows: [['说明'], ['=1+1']] },
    {
      name: '附表1',
      rows: [
        ['单位名称', '团员数', '占比'],
        [null, null, '=B2/B$4'],
        [null, null, '=B3/B$4'],
        ['合计', '=SUM(B2:B3)', null],
      ],
    },
  )
  const form = await openForm('年报.xlsx', blank)
  const rows = [
    ['甲', 1],
    ['乙', 2],
    ['丙', 3],
    ['丁', 4],
  ]
  const columns = new Map([
    [0, 0],
    [1, 1],
  ])
  const { bytes } = form.fill({ values: new Map(), rows: [{ part: 's2', from: 1, to: 2, columns, rows }] })
  const [before, after] = [await partsIn(blank), await partsIn(bytes)]
  const cells = [...(after.get('xl/calcChain.xml') ?? '').matchAll(/<c r="([A-Z]+\d+)" i="(\d)"/g)].map(
    ([, cell, sheet]) => `${sheet}!${cell}`,
  )
  const formulas = [1, 2].flatMap(sheet =>
    [...(after.get(`xl/worksheets/sheet${sheet}.xml`) ?? '').matchAll(/<c r="([A-Z]+\d+)"[^>]*><f>/g)].map(
      ([, cell]) => `${sheet}!${cell}`,
    ),
  )
  expect(cells.toSorted()).toEqual(formulas.toSorted())
  expect(after.get('xl/worksheets/sheet1.xml')).toBe(before.get('xl/worksheets/sheet1.xml'))
  expect(after.get('[Content_Types].xml')).toBe(before.get('[Content_Types].xml'))
})

describe('what other offices wrote into their forms', () => {
  test('月份 in a head split by a line is no blank; the year that is asked for is not that of the day; who signs signs', async () => {
    const { marks } = await looked(
      await workbookOf({
        name: '月报',
        rows: [
          ['志愿服务分月情况', gap, gap],
          ['统计年度：____年  填报日期：    年    月    日', gap, gap],
          ['        月份\n项目', '1月', '2月'],
          ['新注册志愿者（人）', null, null],
          ['负责人（签字）：          （盖章）', gap, gap],
        ],
        merges: ['A1:C1', 'A2:C2', 'A5:C5'],
      }),
    )
    expect(marks).toEqual({
      's1!A2#1': 'year',
      's1!A2#2': 'day-year',
      's1!A2#3': 'day-month',
      's1!A2#4': 'day-date',
      's1!B4': 'figure:newVolunteers@m1',
      's1!C4': 'figure:newVolunteers@m2',
    })
  })

  test('columns of two years following each other are this one and the last, whenever the form comes; a unit in brackets stands', async () => {
    const { marks, scale } = await looked(
      await workbookOf({
        name: '对比',
        rows: [
          ['指标', '计量单位', '2016年', '2015年', '增减'],
          ['团员总数', null, null, null, null],
          ['募集物资（公斤）', null, null, null, null],
          ['团支部（上年）', null, null, null, null],
        ],
      }),
    )
    expect(marks).toMatchObject({
      's1!B2': 'unit:members',
      's1!C2': 'figure:members',
      's1!D2': 'figure:members@last',
      's1!E2': 'figure:members@difference',
      's1!B3': 'text:公斤',
      's1!C3': 'figure:donatedGoodsTonnes',
    })
    expect(scale('s1!C3', '吨')).toBe(0.001)
    expect(marks['s1!C4']).toBe('figure:branches@last')
  })

  const underlined = (spaces: string) =>
    `<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t xml:space="preserve">${spaces}</w:t></w:r>`
  const text = (said: string) => `<w:r><w:t xml:space="preserve">${said}</w:t></w:r>`
  const control = (name: string, said: string) =>
    `<w:sdt><w:sdtPr><w:alias w:val="${name}"/><w:text/></w:sdtPr><w:sdtContent>${text(said)}</w:sdtContent></w:sdt>`

  test('an underlined gap is a blank; what says only the year is of the figure before it; a control is filled once', async () => {
    const bytes = await wordOf(
      [
        paragraph(text('现有团员'), underlined('        '), text('名（上年末____名，比上年增减____名）。')),
        paragraph(text('团员总数：'), control('团员总数', ' ')),
      ].join(''),
    )
    const { marks } = await looked(bytes, '函.docx')
    expect(marks).toEqual({
      'p1#1': 'figure:members',
      'p1#2': 'figure:members@last',
      'p1#3': 'figure:members@difference',
      c1: 'figure:members',
    })
    const form = await openForm('函.docx', bytes)
    const filled = form.fill({
      values: new Map<string, Value>([
        ['p1#1', 8368],
        ['p1#2', 6978],
        ['p1#3', 1390],
        ['c1', 8368],
      ]),
      rows: [],
    })
    const { parts } = await openForm('函.docx', filled.bytes)
    expect(parts[0]?.cells.map(cell => cell.text.replaceAll(' ', ''))).toEqual([
      '现有团员8368名（上年末6978名，比上年增减1390名）。',
      '团员总数：8368',
    ])
    const xml = (await partsIn(filled.bytes)).get('word/document.xml') ?? ''
    expect(/<w:r>(?:(?!<\/w:r>).)*8368/.exec(xml)?.[0]).toContain('<w:u w:val="single"/>')
  })

  const cell = (said: string | null, inner = '') =>
    `<w:tc><w:tcPr><w:tcW w:w="1500" w:type="dxa"/></w:tcPr>${inner}${said === null ? '<w:p/>' : paragraph(said === '' ? text('') : `<w:r><w:rPr><w:b/><w:sz w:val="24"/></w:rPr><w:t>${said}</w:t></w:r>`)}</w:tc>`
  const row = (...cells: readonly (string | null)[]) =>
    `<w:tr>${cells.map(one => (one?.startsWith('<w:tc>') === true ? one : cell(one))).join('')}</w:tr>`
  const table = (...rows: readonly string[]) => `<w:tbl><w:tblPr/><w:tblGrid/>${rows.join('')}</w:tbl>`

  test('on a form about one person the table of the family is not filled from a roster, and a second card is a second person’s', async () => {
    const family = table(row('姓名', '关系', '单位'), row(null, null, null))
    const block = [row('姓名', null, '性别', null), row('单位', null, '联系电话', null)]
    const bytes = await wordOf(table(...block, ...block, row('家庭成员', cell(null, family), null, null)))
    const { marks } = await looked(bytes, '登记表.docx')
    expect(marks).toEqual({
      't1!B1': 'person:name',
      't1!D1': 'person:sex',
      't1!B2': 'person:org',
      't1!D2': 'person:phone',
      ...{
        't1!B3': 'person2:name',
        't1!D3': 'person2:sex',
        't1!B4': 'person2:org',
        't1!D4': 'person2:phone',
      },
    })
    // what is filled in is as large as the label beside it, but not bold
    const form = await openForm('登记表.docx', bytes)
    const filled = form.fill({ values: new Map([['t1!B1', '林小红']]), rows: [] })
    const xml = (await partsIn(filled.bytes)).get('word/document.xml') ?? ''
    expect(/<w:r>(?:(?!<\/w:r>).)*林小红/.exec(xml)?.[0]).toBe(
      '<w:r><w:rPr><w:sz w:val="24"/></w:rPr><w:t xml:space="preserve">林小红',
    )
  })
})
