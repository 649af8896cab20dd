import { expect, test } from 'vitest'
import { recognise } from '#db/rosters/recognising/recognise.ts'
import { codesOf, day, goodId, memberHeaders, readAll, refusalOf, xlsxOf } from './make-file.ts'

const person = ['张伟', goodId, '第一支部']

test('the table is found with or without titles, blank lines and blank columns around it', async () => {
  const plain = await readAll({ bytes: await xlsxOf([memberHeaders, person]), as: 'members' })
  expect(plain.roster).toMatchObject({ headerRow: 1, day: undefined, unit: undefined, sheet: '表1' })
  const framed = await readAll({
    bytes: await xlsxOf([
      [],
      [null, '共青团龙华区委员会'],
      [null, '团员信息表'],
      [],
      [null, '填报单位:共青团龙华区委员会    填报日期:2018年12月31日'],
      [],
      [null, ...memberHeaders],
      [],
      [null, ...person],
    ]),
    as: 'members',
  })
  expect(framed.roster).toMatchObject({ headerRow: 7, day: '2018-12-31', unit: '共青团龙华区委员会' })
  expect(framed.rows.map(row => [row.row, row.refused])).toEqual([[9, false]])
})

test.each([
  ['填报单位:某团委  填报日期:2018-12-31', '2018-12-31'],
  ['填报日期:2018年12月31日', '2018-12-31'],
  ['填表时间 2018.12.31', '2018-12-31'],
  ['(截至2018年12月31日)', '2018-12-31'],
  ['截止2018年12月', '2018-12-31'],
  ['截至2018年底', '2018-12-31'],
  ['统计截止日期:20181231', '2018-12-31'],
  ['二〇一八年十二月三十一日', '2018-12-31'],
  ['2018年12月31日', '2018-12-31'],
  ['2018年团员信息表', undefined],
])('from the line "%s" above the table comes the day %s', async (line, expected) => {
  const bytes = await xlsxOf([['团员信息表'], [line], memberHeaders, person])
  expect((await readAll({ bytes, as: 'members' })).roster.day).toBe(expected)
})

test('the day above the table may stand in a cell of its own, also as a real date', async () => {
  const date = new Date(Date.UTC(2018, 11, 31))
  const bytes = await xlsxOf([['团员信息表'], ['填报日期', null, date], memberHeaders, person])
  expect((await readAll({ bytes, as: 'members' })).roster.day).toBe('2018-12-31')
})

test('the day above the table bounds birth dates, and today where there is none', async () => {
  const rows = [memberHeaders, ['张伟', '440399200105102107', '第一支部']]
  const early = await readAll({ bytes: await xlsxOf([['填报日期:2000-12-31'], ...rows]), as: 'members' })
  expect(codesOf(early.rows[0])).toEqual(['date-impossible'])
  const today = await readAll({ bytes: await xlsxOf(rows), as: 'members', today: day('2000-12-31') })
  expect(codesOf(today.rows[0])).toEqual(['date-impossible'])
  const late = await readAll({ bytes: await xlsxOf(rows), as: 'members', today: day('2018-12-31') })
  expect(late.rows[0]?.refused).toBe(false)
})

test('totals, signatures, remarks, running numbers and repeated headers are no rows, and rows keep their numbers', async () => {
  const headers = ['序号', ...memberHeaders]
  const bytes = await xlsxOf([
    headers,
    [1, ...person],
    [2, null, null, null],
    [],
    ['小计', null, null, '1'],
    headers,
    [3, '王芳', '440399200105102107', '第二支部'],
    ['合计:2', null, null, null],
    ['制表:李四', null, '审核:王五', null],
    ['填表人', '李四'],
    ['备注: 以上为2018年底数据'],
    ['负责人(签字)\uff1a', null],
  ])
  const { rows } = await readAll({ bytes, as: 'members' })
  expect(rows.map(row => [row.row, row.refused])).toEqual([
    [2, false],
    [7, false],
  ])
})

test('a value merged over several rows counts for each of them, but makes no row of a blank one', async () => {
  const bytes = await xlsxOf(
    [
      ['所在团支部', '姓名', '身份证号'],
      ['第一支部', '张伟', goodId],
      [null, '王芳', '440399200105102107'],
      [null, null, null],
      ['第二支部', '何海', '440399199311137452'],
    ],
    { merges: [{ startRow: 1, startCol: 0, endRow: 3, endCol: 0 }] },
  )
  const { rows } = await readAll({ bytes, as: 'members' })
  expect(rows.map(row => (row.refused ? 'refused' : row.values.branch))).toEqual([
    '第一支部',
    '第一支部',
    '第二支部',
  ])
})

test('of several sheets the first with a fitting header is taken, hidden ones last', async () => {
  const { writeXlsx } = await import('hucre')
  const bytes = await writeXlsx({
    sheets: [
      { name: '旧', rows: [memberHeaders, ['何海', '440399199311137452', '旧支部']], hidden: true },
      { name: '说明', rows: [['填表说明'], ['请勿改动']] },
      {
        name: '组织',
        rows: [
          ['组织ID', '团组织全称', '组织类型'],
          ['L1', '共青团甲支部委员会', '团支部'],
        ],
      },
      { name: '团员', rows: [memberHeaders, person] },
    ],
  })
  expect((await readAll({ bytes, as: 'members' })).roster.sheet).toBe('团员')
  expect((await readAll({ bytes, as: 'orgs' })).roster.sheet).toBe('组织')
  const named = await readAll({ bytes, as: 'members', sheet: '旧' })
  expect(named.rows).toHaveLength(1)
  expect(await refusalOf(() => readAll({ bytes, as: 'members', sheet: '没有' }))).toBe('sheet-unknown')
  expect(await refusalOf(() => readAll({ bytes, as: 'members', sheet: '说明' }))).toBe('header-not-found')
})

test('a file without the columns that a roster needs is refused, naming them', async () => {
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '血型'],
    ['张伟', goodId, 'A'],
  ])
  const request = { bytes, as: 'members' as const, fileName: '甲.xlsx' }
  await expect(readAll(request)).rejects.toMatchObject({
    code: 'column-missing',
    text: {
      zh: expect.stringMatching(/^“甲\.xlsx”第 1 行的表头缺少“所在团支部”列。未能识别的列.血型。/),
      en: expect.stringMatching(/^甲\.xlsx lacks the column 所在团支部 in its header row 1\./),
    },
    details: { missing: ['所在团支部'], ignored: ['血型'] },
  })
})

test('a mapping names the field of a header, and a wrong one is refused', async () => {
  const bytes = await xlsxOf([
    ['称呼', '身份证号', '单位', '血型'],
    ['张伟', goodId, '第一支部', 'A'],
  ])
  const { roster, rows } = await readAll({ bytes, as: 'members', map: { 称呼: 'name', 单位: 'branch' } })
  expect(roster.columns).toEqual({
    matched: { 称呼: 'name', 身份证号: 'idNumber', 单位: 'branch' },
    ignored: ['血型'],
  })
  expect(rows[0]).toMatchObject({ refused: false, values: { name: '张伟', branch: '第一支部' } })
  expect(await refusalOf(() => readAll({ bytes, as: 'members', map: { 称呼: 'nickname' } }))).toBe(
    'field-unknown',
  )
  const absent = { 称呼: 'name', 单位: 'branch', 星座: 'phone' }
  expect(await refusalOf(() => readAll({ bytes, as: 'members', map: absent }))).toBe('header-unknown')
})

test('rows may be read more than once', async () => {
  const bytes = await xlsxOf([memberHeaders, person, person])
  const { roster, rows } = await readAll({ bytes, as: 'members' })
  const again = []
  for await (const row of roster.rows) again.push(row)
  expect(again).toEqual(rows)
  expect(again.map(row => row.refused)).toEqual([false, true])
})

test('a file is recognised by its headers', async () => {
  const kinds = {
    orgs: ['组织ID', '团组织全称', '团组织简称', '组织类型', '上级组织'],
    members: ['姓名', '身份证号', '所在团支部', '入团年月', '团籍状态'],
    cadres: ['姓名', '身份证号码', '所在团支部', '团内现任职务', '任现职年月', '入团年月'],
    meetings: ['团组织', '活动类型', '日期', '主题', '应到人数'],
  }
  for (const [as, headers] of Object.entries(kinds)) {
    const bytes = await xlsxOf([['某某表'], headers])
    expect(await recognise({ bytes, fileName: 'x' })).toMatchObject({ as, sheet: '表1', headerRow: 2 })
  }
  const other = await xlsxOf([
    ['菜名', '价格'],
    ['鱼香肉丝', 18],
  ])
  expect(await recognise({ bytes: other, fileName: 'x' })).toMatchObject({ as: null, sure: false })
})
