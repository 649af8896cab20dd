import { type CellValue, type WriteSheet, writeXlsx } from 'hucre'
import { expect, test } from 'vitest'
import { recognise } from '#db/rosters/recognising/recognise.ts'
import { inventedId } from '#tests/fixtures/small-district.ts'
import {
  codesOf,
  goodId,
  memberHeaders,
  oneMember,
  readAll,
  refusalOf,
  sentenceOfFirst,
  xlsxOf,
} from './make-file.ts'

const ids = ['440399200105102107', '440399199311137452', '440399199408252406', inventedId('1993-06-11', 1)]
const person = (n: number, branch: CellValue = '第一支部'): CellValue[] => [
  `${'王李张刘'[n]}${'芳海伟明'[n]}`,
  ids[n] ?? '',
  branch,
]
const book = async (...sheets: WriteSheet[]) => writeXlsx({ sheets })
const members = (bytes: Uint8Array, more: object = {}) => readAll({ bytes, as: 'members', ...more })
type Rows = Awaited<ReturnType<typeof members>>['rows']
const told = (rows: Rows) =>
  rows.map(row => (row.refused ? (codesOf(row) ?? []).join() : `${row.values.name} ${row.values.branch}`))

test.each(['〃', '同上', '"', '″', '”', '- 〃 -', '(同上)', '同', '、、', '..'])(
  '%s means the cell above',
  async sign => {
    const { rows } = await members(
      await xlsxOf([memberHeaders, person(0), person(1, sign), person(2, sign), person(3, '第二支部')]),
    )
    expect(told(rows)).toEqual(['王芳 第一支部', '李海 第一支部', '张伟 第一支部', '刘明 第二支部'])
  },
)

test('a sign for the cell above is blank where nothing stands above', async () => {
  const { rows } = await members(await xlsxOf([memberHeaders, person(0, '〃')]))
  expect(told(rows)).toEqual(['org-missing'])
})

test('subtotals in any column are nobody', async () => {
  const { rows } = await members(
    await xlsxOf([
      ['所在团支部', '序号', '姓名', '身份证号'],
      ['第一支部', 1, '王芳', ids[0]!],
      ['第一支部小计', null, '1人', null],
      ['第二支部', 2, '李海', ids[1]!],
      [null, null, '小计', 1],
      [null, '小  计：', 1, null],
      [null, null, null, '合计：2人'],
      [null, null, '总人数', 2],
    ]),
  )
  expect(told(rows)).toEqual(['王芳 第一支部', '李海 第二支部'])
})

test.each(['2018.12.20', '2018年12月20日', '2018-12'])('%s alone below the table is nobody', async day => {
  const { rows } = await members(await xlsxOf([memberHeaders, person(0), [], [null, null, day]]))
  expect(told(rows)).toEqual(['王芳 第一支部'])
})

test('whoever joined before the day of birth in his ID number is refused, though no column tells it', async () => {
  const headers = [...memberHeaders, '入团年月']
  const { rows } = await members(
    await xlsxOf([headers, [...person(0), '1998-05'], [...person(1), '2008-05'], [...person(2), 20185]]),
  )
  expect(told(rows)).toEqual(['date-order', '李海 第一支部', 'date-order'])
})

test('a person whose workplace ends in 计 is no subtotal', async () => {
  const { rows } = await members(
    await xlsxOf([
      [...memberHeaders, '工作单位'],
      [...person(0), '某设计'],
      [...person(1), '成本合计'],
    ]),
  )
  expect(told(rows)).toEqual(['王芳 第一支部', '李海 第一支部'])
})

test('a second header row, numbers of columns, words in English and examples are none of the people', async () => {
  const { roster, rows } = await members(
    await xlsxOf(
      [
        ['2018年团员花名册'],
        ['姓名', '身份证号', '所在团支部', '联系方式', null],
        [null, null, null, '手机', '邮箱'],
        ['Name', 'ID No.', 'Branch', 'Phone', 'E-mail'],
        [1, 2, 3, 4, 5],
        ['示例：张三', '440399200001010011', '某支部', null, null],
        [...person(0), '13800001234', 'a@b.cn'],
      ],
      { merges: [{ startRow: 1, startCol: 3, endRow: 1, endCol: 4 }] },
    ),
  )
  expect(rows).toMatchObject([{ row: 7, values: { phone: '13800001234', email: 'a@b.cn' }, problems: [] }])
  expect(roster.headerRow).toBe(2)
})

const twoLines = [
  ['序号', ...memberHeaders],
  [null, '手机', '入团时间', '备注'],
  [1, ...person(0)],
  [null, '13900000030', '2015.5', null],
  ['第二组'],
  [2, ...person(1)],
  [null, 13900000031, '2013.9', '新转入'],
  ['填表人：李老师'],
]

test('a person of two lines, as the two lines of the header say, is one person', async () => {
  const { roster, rows } = await members(await xlsxOf(twoLines))
  expect(told(rows)).toEqual(['王芳 第一支部', '李海 第一支部'])
  expect(rows).toMatchObject([
    { row: 3, values: { phone: '13900000030', joined: { day: '2015-05-01' } }, problems: [] },
    { row: 6, values: { phone: '13900000031', joined: { day: '2013-09-01' } }, problems: [] },
  ])
  expect(roster.columns.ignored).toEqual(['序号', '备注'])
  const found = await recognise({ bytes: await xlsxOf(twoLines), fileName: '名册.xlsx' })
  expect([found.as, found.missing, found.sheets[0]?.rows]).toEqual(['members', [], 3])
})

test('where one of them has no second line it is not known whose the others are, and these come back', async () => {
  const { rows } = await members(await xlsxOf(twoLines.toSpliced(3, 1)))
  expect(rows.map(({ row, refused }) => [row, refused])).toEqual([
    [3, false],
    [5, false],
    [6, true],
  ])
})

test('the branch may stand in a line with other things above the table', async () => {
  const { rows } = await members(
    await xlsxOf([
      ['班主任：李老师　　团支书：甘露　　团支部：东坪社区第一团支部'],
      ['姓名', '身份证号', '父亲电话', '本人电话'],
      ['王芳', ids[0]!, '13700000001', '13600000001'],
    ]),
    { knowsPlace },
  )
  expect(rows).toMatchObject([{ values: { branch: '东坪社区第一团支部', phone: '13600000001' } }])
})

test('headers merged over two rows are one header', async () => {
  const { rows } = await members(
    await xlsxOf(
      [
        ['姓名', '身份证号', '所在团支部', '联系方式', null],
        [null, null, null, '手机号码', '备用'],
        [...person(0), '13800001234', ''],
      ],
      { merges: [0, 1, 2].map(col => ({ startRow: 0, startCol: col, endRow: 1, endCol: col })) },
    ),
  )
  expect(rows).toMatchObject([{ row: 3, values: { phone: '13800001234' }, problems: [] }])
})

const groupedHeaders = [
  ['序号', '基本情况', null, null, null, null, null, null, null, '联系方式', '组织关系'],
  [null, '个人', null, null, null, '时间', null, null, null, null, null],
  [null, '姓名', '身份证号', '性别', '民族', '出生', null, '入团', null, '手机', '所在团支部'],
  [null, null, null, null, null, '年', '月', '年', '月', null, '（全称）'],
]
const tallHeaders = [
  ['序号', '姓名', '身份证号', '基本情况', null, null, null, null, null, '联系方式', '所在团支部'],
  [null, null, null, '个人', null, '时间', null, null, null, null, null],
  [null, null, null, '性别', '民族', '出生', null, '入团', null, '手机', null],
  [null, null, null, null, null, '年', '月', '年', '月', null, '（全称）'],
]

test.each([
  ['groups above the names', groupedHeaders],
  ['names as tall as all of it', tallHeaders],
])('a header of four lines is one header: %s', async (_, headers) => {
  const numbers = headers[0]!.map((_, i) => i + 1)
  const line = ['1', '王芳', ids[0]!, '女', '汉族', '2001', '5', '2015', '5', '13800001234', '第一支部']
  const { roster, rows } = await members(await xlsxOf([['共青团员登记表'], ...headers, numbers, line]))
  expect(roster.columns.ignored.filter(header => header !== '序号')).toEqual([])
  expect(rows).toMatchObject([
    {
      row: 7,
      values: { joined: { day: '2015-05-01', precision: 'month' }, phone: '13800001234', branch: '第一支部' },
    },
  ])
  expect(roster.columns.matched).toMatchObject({ 出生: 'birth', 入团年月: 'joined' })
})

test('two tables side by side are both read, and share the column that stands there once', async () => {
  const { roster, rows } = await members(
    await xlsxOf([
      ['所在团支部', '姓名', '身份证号', null, '姓名', '身份证号'],
      ['第一支部', '王芳', ids[0]!, null, '李海', ids[1]!],
      ['第二支部', '张伟', ids[2]!, null, null, null],
    ]),
  )
  expect(told(rows)).toEqual(['王芳 第一支部', '李海 第一支部', '张伟 第二支部'])
  expect(roster.columns.ignored).toEqual([])
  const twice = await members(
    await xlsxOf([
      [...memberHeaders, '序号', ...memberHeaders],
      [...person(0), 2, ...person(1, '第二支部')],
      [...person(2), 4, '刘明', '440399199408252401', '第二支部'],
    ]),
  )
  expect(told(twice.rows)).toEqual(['王芳 第一支部', '李海 第二支部', '张伟 第一支部', 'id-checksum'])
  expect(twice.rows[3]?.problems[0]).toMatchObject({ column: '身份证号(2)' })
})

test('a table below another one with its columns in another order is read by its own header', async () => {
  const { rows } = await members(
    await xlsxOf([
      memberHeaders,
      person(0),
      [],
      ['所在团支部', '姓名', '身份证号'],
      ['第二支部', '李海', ids[1]!],
    ]),
  )
  expect(told(rows)).toEqual(['王芳 第一支部', '李海 第二支部'])
})

test('all sheets of the same shape are read, and each row is told by its sheet', async () => {
  const bytes = await book(
    { name: '一班', rows: [['填报日期：2018-12-31'], memberHeaders, person(0)] },
    { name: '二班', rows: [memberHeaders, person(1), ['', '123', '第一支部']] },
    { name: '汇总', rows: [memberHeaders, person(0), person(1), person(2)] },
    { name: '转出', rows: [memberHeaders, person(3)] },
    {
      name: '统计',
      rows: [
        ['班级', '人数'],
        ['一班', 1],
      ],
    },
  )
  const { roster, rows } = await members(bytes)
  expect(roster).toMatchObject({ sheet: '一班、二班、汇总', headerRow: 2, left: ['转出'], day: '2018-12-31' })
  expect(told(rows)).toEqual([
    '王芳 第一支部',
    '李海 第一支部',
    'name-missing,id-malformed',
    '王芳 第一支部',
    '李海 第一支部',
    '张伟 第一支部',
  ])
  expect(rows.map(row => !row.refused && row.repeats === true)).toEqual([
    false,
    false,
    false,
    true,
    true,
    false,
  ])
  expect(sentenceOfFirst(rows[2]).zh).toMatch(/^工作表“二班”第 3 行/)
  expect((await recognise({ bytes, fileName: 'x.xlsx' })).sure).toBe(true)
  expect(told((await members(bytes, { sheet: '二班' })).rows)).toHaveLength(2)
})

test('the same ID number with other words in a second sheet is refused, naming the sheet', async () => {
  const { rows } = await members(
    await book(
      { name: '一班', rows: [memberHeaders, person(0)] },
      { name: '二班', rows: [memberHeaders, person(0, '第二支部')] },
    ),
  )
  expect(rows[1]?.problems).toMatchObject([{ code: 'id-twice', sheet: '二班' }])
  expect(sentenceOfFirst(rows[1]).zh).toContain('与工作表“一班”第 2 行相同')
})

test('sheets of the same shape with different days are asked about', async () => {
  const bytes = await book(
    { name: '2017年', rows: [['填报日期：2017-12-31'], memberHeaders, person(0)] },
    { name: '2018年', rows: [['填报日期：2018-12-31'], memberHeaders, person(0), person(1)] },
  )
  expect(await refusalOf(() => members(bytes))).toBe('sheets-of-several-days')
  expect((await recognise({ bytes, fileName: 'x.xlsx' })).sure).toBe(false)
  expect(told((await members(bytes, { sheet: '2018年' })).rows)).toHaveLength(2)
})

const knowsPlace = (text: string) => /^东坪社区第[一二]团支部$/.test(text)
const unplaced = ['姓名', '身份证号']
const alone = (n: number) => person(n).slice(0, 2)

test.each<[string, CellValue[][]]>([
  ['the unit above the table', [['填报单位：东坪社区第一团支部'], unplaced, alone(0)]],
  ['the title', [['2018年东坪社区第一团支部团员花名册'], unplaced, alone(0)]],
  [
    'a line above it that names who filled it in as well',
    [['支部：东坪社区第一团支部', null, '填表人：王老师'], unplaced, alone(0)],
  ],
  ['a line between the rows', [unplaced, ['一、东坪社区第一团支部（1人）'], alone(0)]],
])('%s names the branch where no column does', async (_, rows) => {
  const found = await members(await xlsxOf(rows), { knowsPlace })
  expect(told(found.rows)).toEqual(['王芳 东坪社区第一团支部'])
  expect(await refusalOf(async () => members(await xlsxOf(rows)))).toBe('column-missing')
})

test('lines between the rows name the branch of the rows below them, and other lines are nobody', async () => {
  const { roster, rows } = await members(
    await xlsxOf([
      unplaced,
      ['（一）东坪社区第一团支部'],
      alone(0),
      ['以下人员正在办理转接，请核对。'],
      alone(1),
      ['2、东坪社区第二团支部：共2人'],
      alone(2),
      alone(3),
      ['王小明'],
    ]),
    { knowsPlace },
  )
  expect(told(rows)).toEqual([
    '王芳 东坪社区第一团支部',
    '李海 东坪社区第一团支部',
    '张伟 东坪社区第二团支部',
    '刘明 东坪社区第二团支部',
    'id-missing',
  ])
  expect(roster.passedOver).toEqual([{ sheet: '表1', row: 4, text: '以下人员正在办理转接，请核对。' }])
})

test('each sheet may be named after its branch', async () => {
  const { rows } = await members(
    await book(
      { name: '东坪社区第一团支部', rows: [unplaced, alone(0)] },
      { name: '东坪社区第二团支部', rows: [unplaced, alone(1)] },
    ),
    { knowsPlace },
  )
  expect(told(rows)).toEqual(['王芳 东坪社区第一团支部', '李海 东坪社区第二团支部'])
})

test('a branch that is named for the whole file goes before every column', async () => {
  const { rows } = await members(await xlsxOf([memberHeaders, person(0)]), { place: '东坪社区第二团支部' })
  expect(told(rows)).toEqual(['王芳 东坪社区第二团支部'])
})

test('a form of one person says so', async () => {
  const form = [
    ['共青团员登记表'],
    ['姓名', '张伟', '性别', '男', '民族', '汉族'],
    ['出生日期', '1949-12-31', '政治面貌', '共青团员'],
    ['身份证号', goodId, '手机号码', '13800001234'],
    ['所在团支部', '第一支部'],
  ]
  expect(await refusalOf(async () => members(await xlsxOf(form)))).toBe('form-of-one-person')
  const found = await recognise({ bytes: await xlsxOf(form), fileName: '登记表.xlsx' })
  expect(found.why.zh).toContain('一个人的登记表')
})

test('a table of which each row stands in one cell, or without a header, says what to do', async () => {
  const lines = [memberHeaders, ['张伟', goodId, '第一支部']].map(cells => [cells.join(',')])
  const bytes = await xlsxOf([['团员名册'], ...lines])
  expect(await refusalOf(async () => members(bytes))).toBe('columns-in-one-cell')
  // Whose row has a telephone is somebody, and no header, whatever his post is called.
  const posts = ['书记', '组织委员'].map((post, n) => [`张${n}`, post, '第一支部', `1380000123${n}`])
  const cadres = await xlsxOf(posts)
  expect(await refusalOf(() => readAll({ bytes: cadres, as: 'cadres' }))).toBe('header-not-found')
})

test('a table on its side is turned: its headers stand in a column, and each column is a person', async () => {
  const sideways: CellValue[][] = [
    ['第一支部团员名册'],
    ['序号', 1, 2, 3],
    ['姓名', '王芳', '李海', '张伟'],
    ['性别', '女', '女', '男'],
    ['身份证号', ids[0]!, ids[1]!, '440306'],
    ['所在团支部', '第一支部', '第一支部', '第二支部'],
    ['手机号码', '13800001234', null, null],
  ]
  const bytes = await xlsxOf(sideways)
  const { rows, roster } = await members(bytes)
  expect(roster.tables).toMatchObject([{ turned: true, headerRow: 1 }])
  expect(told(rows)).toEqual(['王芳 第一支部', '李海 第一支部', 'id-malformed'])
  expect(rows.map(({ row }) => row)).toEqual([2, 3, 4])
  const found = await recognise({ bytes, fileName: '名册.xlsx' })
  expect(found).toMatchObject({ as: 'members', missing: [] })
  expect(found.sheets).toMatchObject([{ rows: 3 }])
})

test('a table on its side without names is none, and a form about one person stays one', async () => {
  const one: CellValue[][] = [
    ['姓名', '张三', '性别', '男'],
    ['身份证号', ids[0]!, '所在团支部', '第一支部'],
    ['手机号码', '13800001234', '民族', '汉族'],
  ]
  expect(await refusalOf(async () => members(await xlsxOf(one)))).toBe('form-of-one-person')
})

test('a cell may say its header once more before its value', async () => {
  const { rows } = await members(
    await xlsxOf([
      [...memberHeaders, '入团日期', '联系电话'],
      ['姓名：王芳', `身份证：${ids[0]}`, '团支部：第一支部', '入团时间:2018.3', '电话：13800001234'],
      ['李海', `单位：${ids[1]}`, '第一支部', null, null],
    ]),
  )
  expect(told(rows)).toEqual(['王芳 第一支部', 'id-malformed'])
  expect(rows[0]).toMatchObject({
    values: { idNumber: ids[0], joined: { day: '2018-03-01', precision: 'month' }, phone: '13800001234' },
  })
})

test.each([
  ['18.3.5', { day: '2018-03-05', precision: 'day' }],
  ["'18.3", { day: '2018-03-01', precision: 'month' }],
  ['98年12月', { day: '1998-12-01', precision: 'month' }],
  ['180305', { day: '2018-03-05', precision: 'day' }],
])('a year of two digits, %s, is read, and told', async (cell, joined) => {
  const row = await oneMember({ 入团日期: cell })
  expect(row).toMatchObject({ refused: false, values: { joined } })
  expect(codesOf(row)).toEqual(['date-short-year'])
})

test('a year of two digits that has not come yet, or may be a month, is not guessed, nor where the ID number says otherwise', async () => {
  expect(codesOf(await oneMember({ 入团日期: '30.3.5' }))).toEqual(['date-unclear'])
  expect(codesOf(await oneMember({ 入团日期: '10.9' }))).toEqual(['date-unclear'])
  expect(codesOf(await oneMember({ 出生日期: '49.12.31' }))).not.toContain('date-short-year')
  expect(codesOf(await oneMember({ 身份证号: ids[0]!, 出生日期: '18.3.5' }))).toContain('date-unclear')
})

test('a branch in the first row of each block alone is that of the rows below; one forgotten cell is none', async () => {
  const block = [memberHeaders, person(0), person(1, ''), person(2, null), person(3, '第二支部')]
  const { roster, rows } = await members(await xlsxOf(block))
  expect(told(rows)).toEqual(['王芳 第一支部', '李海 第一支部', '张伟 第一支部', '刘明 第二支部'])
  expect(roster.tables[0]?.inBlocks).toBe(true)
  const forgotten = [memberHeaders, person(0), person(1), person(2, ''), person(3)]
  expect(told((await members(await xlsxOf(forgotten))).rows)[2]).toBe('org-missing')
})

test('a blank parent of an organization says nothing, whatever stands above it', async () => {
  const { rows } = await readAll({
    as: 'orgs',
    bytes: await xlsxOf([
      ['上级团组织', '团支部名称'],
      ['东坪社区团总支', '甲团支部'],
      [null, '乙团支部'],
      [null, '丙团支部'],
    ]),
  })
  expect(rows.map(row => !row.refused && row.values.parent)).toEqual(['东坪社区团总支', undefined, undefined])
})

test('a list of names and numbers alone is taken for members, and asks only where they belong', async () => {
  const bytes = await xlsxOf([unplaced, alone(0), alone(1)])
  const found = await recognise({ bytes, fileName: 'x.xlsx' })
  expect(found).toMatchObject({ as: 'members', sure: false, missing: [['branch']] })
  expect((await recognise({ bytes, fileName: 'x.xlsx', as: 'members', place: '某支部' })).missing).toEqual([])
})

test('cadres of an office: 单位 is their organization, 专职/兼职/挂职 their nature, signs and years are read', async () => {
  const { rows } = await readAll({
    as: 'cadres',
    bytes: await xlsxOf([
      ['单位', '姓 名', '职务', '专职/兼职/挂职', '身份证号码', '任职时间'],
      ['东坪社区第一团支部', '王 芳', '团支部书记', '兼职', ids[0]!, '2017年'],
      ['〃', '李海', '组织委员', '〃', ids[1]!, '〃'],
    ]),
  })
  const since = { day: '2017-01-01', precision: 'year' }
  const shared = { org: '东坪社区第一团支部', nature: 'part-time', since }
  expect(rows).toMatchObject([
    { values: { name: '王芳', title: '书记', ...shared }, problems: [] },
    { values: { name: '李海', title: '组织委员', ...shared }, problems: [] },
  ])
})

test('meetings of several months in several sheets are read together', async () => {
  const headers = ['支部', '会议类型', '时间', '主题']
  const { roster, rows } = await readAll({
    as: 'meetings',
    bytes: await book(
      { name: '1月', rows: [headers, ['第一支部', '团员大会', '2018年1月5日下午3:00', '学习']] },
      {
        name: '2月',
        rows: [headers, ['〃', '团课', '2018.2.6', '学习'], ['第一支部', '团课', '2018.2.7', '学习']],
      },
    ),
  })
  expect(roster.sheet).toBe('1月、2月')
  expect(rows.map(row => (row.refused ? (codesOf(row) ?? []).join() : row.values['day']))).toEqual([
    '2018-01-05',
    'org-missing',
    '2018-02-07',
  ])
})

test('a remark that somebody has left is told, and the row is taken', async () => {
  const { rows } = await members(
    await xlsxOf([
      [...memberHeaders, '备 注'],
      [...person(0), '已转出'],
      [...person(1), '班长'],
    ]),
  )
  expect(rows.map(codesOf)).toEqual([['remark-left'], []])
  expect(rows[0]).toMatchObject({ refused: false, problems: [{ column: '备 注', value: '已转出' }] })
})

test.each([
  [`ID:${goodId}`, goodId],
  [`${goodId}（本人）`, goodId],
  [`${goodId} ${goodId}`, null],
])('in %s the number is proposed where there is just one', async (text, repair) => {
  const { rows } = await members(await xlsxOf([memberHeaders, ['张伟', text, '第一支部']]))
  expect(rows[0]?.problems).toMatchObject([{ code: 'id-malformed', repair }])
})

test('headers in English and headers with a number behind them are known', async () => {
  const { rows } = await members(
    await xlsxOf([
      ['Name', 'ID Number', 'Branch', '联系电话1', '入团年份'],
      [...person(0), '13800001111', 2014],
    ]),
  )
  expect(rows).toMatchObject([
    { values: { phone: '13800001111', joined: { day: '2014-01-01', precision: 'year' } } },
  ])
})

test('tables below each other, each with its branch in the title, are of their own branches', async () => {
  const { rows } = await members(
    await xlsxOf([
      ['东坪社区第一团支部团员名单'],
      unplaced,
      alone(0),
      ['支部书记：', '', '日期：2018.12.20'],
      [],
      ['东坪社区第二团支部团员名单（2018年）'],
      unplaced,
      alone(1),
      alone(2),
    ]),
    { knowsPlace },
  )
  expect(told(rows)).toEqual([
    '王芳 东坪社区第一团支部',
    '李海 东坪社区第二团支部',
    '张伟 东坪社区第二团支部',
  ])
})

test('tables side by side, each with its branch above it, are of their own branches', async () => {
  const { roster, rows } = await members(
    await xlsxOf([
      ['各支部团员名单'],
      ['东坪社区第一团支部', null, null, '东坪社区第二团支部', null, null],
      ['序号', ...unplaced, '序号', ...unplaced],
      [1, ...alone(0), 1, ...alone(1)],
      [2, ...alone(2), 2, ...alone(3)],
    ]),
    { knowsPlace },
  )
  expect(told(rows)).toEqual([
    '王芳 东坪社区第一团支部',
    '李海 东坪社区第二团支部',
    '张伟 东坪社区第一团支部',
    '刘明 东坪社区第二团支部',
  ])
  expect(roster.tables[0]?.place).toMatchObject({ each: ['东坪社区第一团支部', '东坪社区第二团支部'] })
})

test('tables side by side stay two where their header stands again in other words further down', async () => {
  const { rows } = await members(
    await xlsxOf([
      [...memberHeaders, ...memberHeaders],
      [...person(0), ...person(1)],
      ['姓名', '身份证号码', '所在团支部', '姓名', '身份证号码', '所在团支部'],
      [...person(2), ...person(3)],
    ]),
  )
  expect(told(rows)).toEqual(['王芳 第一支部', '李海 第一支部', '张伟 第一支部', '刘明 第一支部'])
})

test.each(['以下为已转出人员：', '二、已转出团员（2人）', '转出人员名单'])(
  'below %s nobody becomes a member of the branch',
  async line => {
    const { rows } = await members(
      await xlsxOf([memberHeaders, person(0), [line], person(1), person(2), ['在册人员：'], person(3)]),
    )
    expect(told(rows)).toEqual(['王芳 第一支部', 'member-left', 'member-left', '刘明 第一支部'])
    expect(sentenceOfFirst(rows[1]).zh).toContain(line)
  },
)

test.each([
  ['in two cells', (id: string) => [id.slice(0, 14), id.slice(14)]],
  ['in three cells', (id: string) => [id.slice(0, 6), id.slice(6, 14), id.slice(14)]],
  ['a digit in each cell', (id: string) => [...id]],
])('an ID number %s below one header is one number', async (_, cut) => {
  const cells = (n: number): CellValue[] => ['王芳', ...cut(ids[n] ?? ''), '第一支部']
  const blanks = cut(ids[0] ?? '')
    .slice(1)
    .map(() => null)
  const { rows } = await members(
    await xlsxOf([['姓名', '身份证号', ...blanks, '所在团支部'], cells(0), cells(1)]),
  )
  expect(rows).toMatchObject([
    { values: { idNumber: ids[0] }, problems: [] },
    { values: { idNumber: ids[1] }, problems: [] },
  ])
})

test('a telephone in the second line of somebody whose name and number are merged over two rows is his second', async () => {
  const down = (row: number) =>
    [0, 1, 2].map(col => ({ startRow: row, startCol: col, endRow: row + 1, endCol: col }))
  const { rows } = await members(
    await xlsxOf(
      [
        [...memberHeaders, '手机号码'],
        [...person(0), '13800001234'],
        [null, null, null, '13800005678'],
        [...person(1), '13800001235'],
        [null, null, null, '13800005679'],
      ],
      { merges: [...down(1), ...down(3)] },
    ),
  )
  expect(told(rows)).toEqual(['王芳 第一支部', '李海 第一支部'])
  expect(rows.map(codesOf)).toEqual([
    ['phones-several', 'second-line'],
    ['phones-several', 'second-line'],
  ])
  expect(rows[1]?.problems.at(-1)?.value).toBe('13800005679')
})

test.each(['以下空白', '（以下无正文）', '———————', '******', '完'])(
  '%s below the last row says that the table ends there, and is nobody',
  async end => {
    const bytes = await book({ name: '表1', rows: [['姓名', '身份证号', '所在团支部'], person(0), [end]] })
    const { rows } = await members(bytes)
    expect(rows.map(row => [row.row, row.refused])).toEqual([[2, false]])
  },
)

test.each([
  ['1.郑伟', '郑伟'],
  ['（2）郑伟', '郑伟'],
  ['3、 郑伟', '郑伟'],
  ['郑伟（男）', '郑伟'],
  ['郑伟(兼)', '郑伟'],
])('a name with a running number or a sex beside it, %s, is the name, and told', async (cell, name) => {
  const row = await oneMember({ 姓名: cell })
  expect(row).toMatchObject({ refused: false, values: { name } })
  expect(codesOf(row)).toEqual(['name-with-more'])
})

test.each(['（已核）', '(已核对)', '（已核实无误）', '√', ' 已核'])(
  'an ID number with %s behind is that number',
  async behind => {
    const row = await oneMember({ 身份证号: `${goodId}${behind}` })
    expect(row).toMatchObject({ refused: false, values: { idNumber: goodId } })
    expect(codesOf(row)).toEqual([])
  },
)

test.each(['2018年五四', '2018年“五四”', '2018年五四青年节'])('%s is the fourth of May', async cell => {
  expect(await oneMember({ 入团日期: cell })).toMatchObject({
    refused: false,
    values: { joined: { day: '2018-05-04', precision: 'day' } },
  })
})

test('nobody below or beside a title of those who have not joined yet becomes a member', async () => {
  const below = await members(
    await xlsxOf([memberHeaders, person(0), ['二、入团积极分子（1人）'], person(1), ['一、团员'], person(2)]),
  )
  expect(below.rows.map(({ refused }) => refused)).toEqual([false, true, false])
  expect(codesOf(below.rows[1])).toEqual(['not-a-member'])
  const beside = await members(
    await xlsxOf([
      ['团员', null, null, null, '入团积极分子'],
      [...memberHeaders, null, '姓名', '身份证号', '确定时间'],
      [...person(0), null, ...person(1).slice(0, 2), '2018年4月'],
    ]),
  )
  expect(beside.rows.map(({ refused }) => refused)).toEqual([false, true])
  const whole = await members(await xlsxOf([['发展对象花名册'], memberHeaders, person(0)]))
  expect(whole.rows.map(({ refused }) => refused)).toEqual([true])
  const mixed = await members(
    await xlsxOf([['团员、入团积极分子花名册'], ['注：发展对象请另报'], memberHeaders, person(0)]),
  )
  expect(mixed.rows.map(({ refused }) => refused)).toEqual([false])
})

test('headers in traditional characters are known', async () => {
  const { rows } = await members(
    await xlsxOf([
      ['姓名', '身份證號', '所屬團支部', '入團時間'],
      [...person(0), '2018年3月'],
    ]),
  )
  expect(rows[0]).toMatchObject({ refused: false, values: { joined: { day: '2018-03-01' } } })
})
