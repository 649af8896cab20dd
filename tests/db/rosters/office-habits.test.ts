import { type Cell, writeXlsx } from 'hucre'
import { expect, test } from 'vitest'
import { type Dated, shownDate } from '#db/records/types/office-date.ts'
import { unreadOf } from '#db/rosters/planning/seen-and-not-read.ts'
import { recognise } from '#db/rosters/recognising/recognise.ts'
import { soffice } from '#tests/fixtures/libreoffice.ts'
import { inventedId } from '#tests/fixtures/small-district.ts'
import { codesOf, converted, goodId, memberHeaders, oneMember, readAll, xlsxOf } from './make-file.ts'

/** What clerks do with a table because it is theirs: two things in one cell, a row for each branch, rows out of sight. */

const meetings = async (headers: string[], ...rows: (string | number | Date | null)[][]) => {
  const bytes = await xlsxOf([headers, ...rows])
  return (await readAll({ bytes, as: 'meetings' })).rows
}
type Crowd = { readonly expected?: number; readonly attended?: number }
const crowdOf = (row: Awaited<ReturnType<typeof meetings>>[number] | undefined): Crowd =>
  row === undefined || row.refused ? {} : { ...(row.values as Crowd) }

test.each([
  ['应到/实到', '12/10', 12, 10, []],
  ['应到/实到人数', '应到12人，实到10人', 12, 10, []],
  ['实到/应到', '10/12', 12, 10, []],
  ['应到（实到）', '12（10）', 12, 10, []],
  ['参会情况', '应参加 12 人、实参加10人，请假2人', 12, 10, ['cell-of-two']],
  ['实到人数', '应到12实到10', 12, 10, ['cell-of-two']],
  ['应到/实到', new Date(Date.UTC(2018, 11, 10)), 12, 10, []],
])('%s with %s holds both numbers', async (header, cell, expected, attended, codes) => {
  const [row] = await meetings(
    ['团支部', '活动类型', '日期', header],
    ['第一支部', '团课', '2018-03-05', cell],
  )
  expect([crowdOf(row).expected, crowdOf(row).attended, codesOf(row)]).toEqual([expected, attended, codes])
})

test.each([
  ['3月15日下午3点', '2018-03-15'],
  ['5月4日（周五）', '2018-05-04'],
  ['5月4日 晚', '2018-05-04'],
  ['4.20', '2018-04-20'],
])('%s below a title with a year is a day of it', async (cell, day) => {
  const bytes = await xlsxOf([
    ['2018年“三会一课”登记表'],
    ['团支部', '活动类型', '时间'],
    ['第一支部', '团课', cell],
  ])
  const { rows } = await readAll({ bytes, as: 'meetings' })
  expect(rows).toMatchObject([{ values: { day }, problems: [{ code: 'date-without-year' }] }])
})

test.each(['2018.3.5上午9:00-11:00', '2018-03-05下午3点', '2018/3/5 晚7:30', '2018.3.5上午'])(
  '%s is that day',
  async cell => {
    const [row] = await meetings(['团支部', '活动类型', '日期'], ['第一支部', '团课', cell])
    expect(row).toMatchObject({ refused: false, values: { day: '2018-03-05' }, problems: [] })
  },
)

test('whoever holds a post in each of two lines that his name is merged over holds both', async () => {
  const bytes = await xlsxOf(
    [
      ['姓名', '身份证号', '单位', '职务'],
      ['张伟', goodId, '第一支部', '书记'],
      [null, null, '第二支部', '副书记'],
      ['李海', deputy.id, '第一支部', '组织委员'],
    ],
    { merges: [0, 1].map(col => ({ startRow: 1, startCol: col, endRow: 2, endCol: col })) },
  )
  const { rows, roster } = await readAll({ bytes, as: 'cadres' })
  expect(
    rows.map(row => (row.refused ? codesOf(row) : [row.values.name, row.values.org, row.values.title])),
  ).toEqual([
    ['张伟', '第一支部', '书记'],
    ['张伟', '第二支部', '副书记'],
    ['李海', '第一支部', '组织委员'],
  ])
  expect(roster.passedOver).toEqual([])
})

test('one number stays one number', async () => {
  const [row] = await meetings(
    ['团支部', '活动类型', '日期', '应到人数', '实到人数'],
    ['第一支部', '团课', '2018-03-05', 12, '10人'],
  )
  expect([crowdOf(row).expected, crowdOf(row).attended, codesOf(row)]).toEqual([12, 10, []])
})

test.each([
  ['2018.3.5-3.6', '2018-03-05'],
  ['2018年3月5日至6日', '2018-03-05'],
  ['2018-03-05~2018-03-06', '2018-03-05'],
])('a meeting of %s begins on its first day', async (text, day) => {
  const [row] = await meetings(['团支部', '活动类型', '日期'], ['第一支部', '团课', text])
  expect(row).toMatchObject({ refused: false, values: { day } })
  expect(codesOf(row)).toEqual(['date-range'])
})

test.each(['2018.3.6-3.5', '2018.3.5-15.6', '5-3'])('%s is no span of time', async text => {
  const [row] = await meetings(['团支部', '活动类型', '日期'], ['第一支部', '团课', text])
  expect(codesOf(row)).toEqual(['date-unclear'])
})

const cadreHeaders = ['姓名', '身份证号码', '单位', '职务']
const cadre = async (header: string, cell: string) => {
  const bytes = await xlsxOf([
    [...cadreHeaders, header],
    ['张伟', goodId, '第一支部', '书记', cell],
  ])
  const [row] = (await readAll({ bytes, as: 'cadres' })).rows
  return row?.refused === false ? [row.values, codesOf(row)] : row
}

test('a post from one month to another has an end, and one that goes on has none', async () => {
  const month = (day: string) => ({ day, precision: 'month' })
  const ended = await cadre('任职时间', '2017.9-2019.6')
  expect(ended).toMatchObject([{ since: month('2017-09-01'), until: month('2019-06-01') }, ['cell-of-two']])
  expect(await cadre('任职起止时间', '2017年9月至今')).toMatchObject([
    { since: month('2017-09-01'), until: undefined },
    [],
  ])
  expect(await cadre('任职时间', '2017.9')).toMatchObject([{ since: month('2017-09-01') }, []])
})

test('a term of office from day to day is an election and a number of years', async () => {
  const bytes = await xlsxOf([
    ['团组织全称', '组织类型', '任期起止'],
    ['第一支部', '团支部', '2017.3-2020.3'],
  ])
  const [row] = (await readAll({ bytes, as: 'orgs' })).rows
  expect(row).toMatchObject({ values: { elected: { day: '2017-03-01' }, termYears: 3 } })
})

const branchOf = async (headers: string[], ...cells: (string | number | null)[]) => {
  const bytes = await xlsxOf([
    ['团组织全称', '组织类型', '上级组织', ...headers],
    ['第一支部', '团支部', '某团委', ...cells],
  ])
  const [row] = (await readAll({ bytes, as: 'orgs' })).rows
  if (row === undefined || row.refused) return codesOf(row)
  return [row.values.elected && shownDate(row.values.elected), row.values.termYears, codesOf(row)]
}

test.each([
  ['2023.5-2026.5', '2023-05', 3, ['cell-of-two']],
  ['2023年5月至2026年5月', '2023-05', 3, ['cell-of-two']],
  ['自2023年5月4日起至2026年5月3日止', '2023-05-04', 3, ['cell-of-two']],
  ['2023年5月—2026年4月（三年）', '2023-05', 3, ['cell-of-two']],
  ['2023-2026', '2023', 3, ['cell-of-two']],
  ['2023年5月起三年', '2023-05', 3, ['cell-of-two']],
  ['2023年5月至今', '2023-05', undefined, ['cell-of-two']],
  ['2023年5月', '2023-05', undefined, ['cell-of-two']],
  ['三年', undefined, 3, ['term-without-election']],
  ['第三届', undefined, undefined, ['value-unknown']],
  ['2023.5-2023.6', undefined, undefined, ['value-unknown']],
])(
  '本届任期 %s, without an election day beside it, says when it began and for how long',
  async (cell, ...read) => {
    expect(await branchOf(['本届任期'], cell)).toEqual(read)
  },
)

test('a term may have a column for its beginning and one for its end', async () => {
  for (const headers of [
    ['任期开始时间', '任期结束时间'],
    ['本届任期起', '本届任期止'],
    ['换届日期', '届满日期'],
  ])
    expect(await branchOf(headers, '2023.5', '2026年5月')).toEqual(['2023-05', 3, []])
  expect(await branchOf(['换届日期', '届满日期', '任期'], '2023.5', '2026年5月', '5年')).toEqual([
    '2023-05',
    5,
    ['term-ends-otherwise'],
  ])
  expect(await branchOf(['换届日期', '届满日期'], '2023.5', '2024年11月')).toEqual([
    '2023-05',
    undefined,
    ['term-ends-otherwise'],
  ])
  expect(await branchOf(['届满日期'], '2026.5')).toEqual([undefined, undefined, ['term-without-election']])
  const title = ['团组织换届情况表']
  const below = [
    ['团组织', '本届任期', null],
    [null, '起', '止'],
    ['第一支部', '2023.5', '2026.5'],
  ]
  const spelled = [
    ['团组织', '本届任期', null],
    [null, '开始', '届满'],
    ['第一支部', '2023.5', '2026.5'],
  ]
  for (const rows of [
    below,
    spelled,
    [
      ['团组织', '本届任期'],
      ['第一支部', '2023.5-2026.5'],
    ],
  ]) {
    const bytes = await xlsxOf([title, ...rows])
    expect((await recognise({ bytes, fileName: '换届情况.xlsx' })).as).toBe('terms')
    const [row] = (await readAll({ bytes, as: 'terms' })).rows
    expect(row).toMatchObject({ refused: false, values: { elected: '2023-05', years: 3 } })
  }
})

const secretary = { 姓名: '张伟', id: goodId }
const deputy = { 姓名: '李海', id: inventedId('1993-06-11', 1) }

test.each([
  [
    'each column naming its post',
    [['团支部', '书记姓名', '书记身份证号', '书记手机', '副书记姓名', '副书记身份证号', '副书记手机']],
  ],
  ['posts as headers of names', [['团支部', '书记', '身份证号', '手机', '副书记', '身份证号', '手机']]],
  [
    'the posts in the line above',
    [
      [null, '书记', null, null, '副书记', null, null],
      ['团支部', '姓名', '身份证号', '手机', '姓名', '身份证号', '手机'],
    ],
  ],
  [
    'the branch beside them there, without merged cells',
    [
      ['团支部', '书记', null, null, '副书记', null, null],
      [null, '姓名', '身份证号', '手机', '姓名', '身份证号', '手机'],
    ],
  ],
])('one row for each branch is a post for each of its officers: %s', async (_, headers) => {
  const people = [secretary.姓名, secretary.id, '13800001234', deputy.姓名, deputy.id, '13800005678']
  const bytes = await xlsxOf([
    ...headers,
    ['第一支部', ...people],
    ['第二支部', secretary.姓名, secretary.id, null, null, null, null],
  ])
  const { rows } = await readAll({ bytes, as: 'cadres' })
  expect(
    rows.map(row => (row.refused ? codesOf(row) : [row.values.org, row.values.name, row.values.title])),
  ).toEqual([
    ['第一支部', '张伟', '书记'],
    ['第一支部', '李海', '副书记'],
    ['第二支部', '张伟', '书记'],
  ])
  const found = await recognise({ bytes, fileName: '书记名单.xlsx' })
  expect([found.as, found.missing]).toEqual(['cadres', []])
})

const struckRows = async () => {
  const struck: Partial<Cell> = { style: { font: { strikethrough: true } } }
  const cells = new Map<string, Partial<Cell>>()
  // Rows from 0: all of the third, the name alone of the fourth, a corrected branch in the fifth.
  for (const place of ['2,0', '2,1', '2,2', '3,0', '4,2']) cells.set(place, struck)
  const people = [1, 2, 3, 4].map(n => [
    `张伟${'一二三四'.charAt(n - 1)}`,
    inventedId('1993-06-11', n),
    '第一支部',
  ])
  return xlsxOf([memberHeaders, ...people], { cells })
}

test.each(['xlsx', ...(soffice === undefined ? [] : ['xls', 'ods'])])(
  'whoever is struck through has left, and is not taken without a word, in %s too',
  async format => {
    const made = await struckRows()
    const bytes = format === 'xlsx' ? made : converted(made, 'xlsx', format)
    const { rows } = await readAll({ bytes, as: 'members' })
    expect(rows.map(row => [row.row, row.refused, ...(codesOf(row) ?? [])])).toEqual([
      [2, false],
      [3, true, 'row-struck'],
      [4, true, 'row-struck'],
      [5, false],
    ])
  },
)

const hiddenRows = async () =>
  xlsxOf([memberHeaders, ['张伟', goodId, '第一支部'], ['李海', deputy.id, '第一支部']], {
    rowDefs: new Map([[2, { hidden: true }]]),
    columns: [{}, { hidden: true }, {}],
  })

test.each(['xlsx', ...(soffice === undefined ? [] : ['xls', 'ods'])])(
  'rows and columns that nobody sees are known, in %s too',
  async format => {
    const made = await hiddenRows()
    const bytes = format === 'xlsx' ? made : converted(made, 'xlsx', format)
    const { roster, rows } = await readAll({ bytes, as: 'members' })
    expect(rows.map(({ row }) => row)).toEqual([2, 3])
    expect(roster.hidden).toEqual({ count: 1, first: [3] })
    expect(roster.hiddenColumns).toEqual(['身份证号'])
    const left = await readAll({ bytes, as: 'members', hidden: 'leave' })
    expect(left.rows.map(({ row }) => row)).toEqual([2])
  },
)

test('a kind and a topic in one cell, a weekday in brackets, and a title that goes on behind the branch', async () => {
  const bytes = await xlsxOf([
    ['第一支部2018年“三会两制一课”记录表'],
    ['时间', '会议类型及主题'],
    ['2018年3月5日（星期一）下午3:00', '支部大会：学习两会精神'],
  ])
  const { rows } = await readAll({ bytes, as: 'meetings', knowsPlace: text => text === '第一支部' })
  expect(rows).toMatchObject([
    {
      problems: [],
      values: { org: '第一支部', day: '2018-03-05', type: '支部大会', topic: '学习两会精神' },
    },
  ])
})

test('a sheet of the same shape whose branch nobody knows is told, not passed over', async () => {
  const sheet = (name: string, n: number) => ({
    name,
    rows: [memberHeaders.slice(0, 2), ['张伟', inventedId('1993-06-11', n)]],
  })
  const bytes = await writeXlsx({ sheets: [sheet('第一支部', 1), sheet('不知道的支部', 2)] })
  const { roster } = await readAll({ bytes, as: 'members', knowsPlace: text => text === '第一支部' })
  expect(roster.left).toEqual(['不知道的支部'])
})

test('a tick below one of the words of a header says that word', async () => {
  const below = ['优秀', '合格', '基本合格', '不合格']
  const row = (n: number, ...ticks: string[]) => ['张伟', inventedId('1993-06-11', n), '第一支部', ...ticks]
  const bytes = await xlsxOf([
    ['2018年度团员教育评议结果汇总表'],
    ['姓名', '身份证号', '团支部', '评议结果', null, null, null],
    [null, null, null, ...below],
    row(1, '√', '', '', ''),
    row(2, '', '', '', '√'),
    row(3, '×', '✓', '', ''),
    row(4, '√', '√', '', ''),
  ])
  const found = await recognise({ bytes, fileName: '评议.xlsx' })
  expect([found.as, found.sure]).toEqual(['assessments', true])
  const { rows } = await readAll({ bytes, as: 'assessments' })
  const results = rows.map(each => (each.refused ? undefined : { ...each.values }['result']))
  expect(results).toEqual(['excellent', 'failed', 'good', undefined])
  expect(codesOf(rows[3])).toEqual(['value-unknown'])
})

test('the ticks of two columns for the sexes are no words that nobody knows', async () => {
  const bytes = await xlsxOf([
    ['姓名', '性别', null, '身份证号', '团支部'],
    [null, '男', '女', null, null],
    ['李海', '√', null, inventedId('1993-06-11', 1), '第一支部'],
  ])
  const { rows } = await readAll({ bytes, as: 'members' })
  expect(rows).toMatchObject([{ row: 3, refused: false, problems: [] }])
})

test('a roster of members that names the secretary of each branch beside them is none of cadres', async () => {
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '手机', '入团年月', '所在团支部', '支部书记'],
    ['张伟', goodId, '13800001234', '2014-05', '第一支部', '王芳'],
  ])
  expect((await recognise({ bytes, fileName: 'x.xlsx' })).as).toBe('members')
})

test('cadres of 所在单位 belong to that organization', async () => {
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '所在单位', '团内职务'],
    ['张伟', goodId, '第一支部', '书记'],
  ])
  const { rows } = await readAll({ bytes, as: 'cadres' })
  expect(rows).toMatchObject([{ values: { org: '第一支部', title: '书记' } }])
})

test('headers and words in traditional characters are the same headers and words', async () => {
  const bytes = await xlsxOf([
    ['姓名', '性別', '民族', '身份證號碼', '政治面貌', '入團時間', '所在團支部', '聯繫電話', '學歷'],
    [
      '張偉',
      '男',
      '漢族',
      inventedId('1993-06-11', 1),
      '共青團員',
      '2014.5',
      '第一支部',
      '13800001234',
      '大學本科',
    ],
  ])
  const { roster, rows } = await readAll({ bytes, as: 'members' })
  expect(roster.columns.ignored).toEqual([])
  expect(rows).toMatchObject([
    {
      values: {
        name: '張偉',
        nation: '汉族',
        political: '共青团员',
        phone: '13800001234',
        education: '本科',
      },
      problems: [],
    },
  ])
})

test.each([
  ['书记兼组织委员', '书记'],
  ['副书记、宣传委员', '副书记'],
  ['团支部书记（兼东坪社区团总支副书记）', '书记'],
  ['组织委员/宣传委员', '组织委员'],
])('of the posts of %s the first is taken and the others are told', async (cell, title) => {
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '所在团支部', '团内职务'],
    ['张伟', goodId, '第一支部', cell],
  ])
  const { rows } = await readAll({ bytes, as: 'cadres' })
  expect([rows[0]?.refused === false && rows[0].values.title, codesOf(rows[0])]).toEqual([
    title,
    ['posts-several'],
  ])
})

test.each(['团支部书记（兼职）', '书记（兼）', '常务副书记'])('%s is one post', async cell => {
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '所在团支部', '团内职务'],
    ['张伟', goodId, '第一支部', cell],
  ])
  expect(codesOf((await readAll({ bytes, as: 'cadres' })).rows[0])).toEqual([])
})

type Joined = { readonly joined?: Dated }
const joinedOf = (row: { refused: boolean; values?: unknown } | undefined) => {
  const joined = row === undefined || row.refused ? undefined : (row.values as Joined).joined
  return joined && shownDate(joined)
}

test.each<[string, string[][], (string | number)[][]]>([
  [
    'below one header',
    [
      ['姓名', '身份证号', '所在团支部', '入团时间', '', ''],
      ['', '', '', '年', '月', '日'],
    ],
    [[2016, 9], ['2016年', '5月', '4日'], [16, 12], ['2016.10'], [2015]],
  ],
  [
    'with a header each',
    [['姓名', '身份证号', '所在团支部', '入团年份', '入团月份', '入团日']],
    [[2016, 9], [2016, '05', '04'], [16, 12], ['2016年10月'], [2015]],
  ],
])('a date in columns of its own for year, month and day, %s, is one date', async (_, headers, dates) => {
  const people = dates.map((date, i) => [
    `张${'甲乙丙丁戊'[i]}`,
    inventedId('2001-03-05', 101 + i),
    '第一支部',
    ...date,
  ])
  const { rows, roster } = await readAll({ bytes: await xlsxOf([...headers, ...people]), as: 'members' })
  expect(rows.map(joinedOf)).toEqual(['2016-09', '2016-05-04', '2016-12', '2016-10', '2015'])
  expect(roster.columns.ignored).toEqual([])
})

test('months and days that are none are told with the whole date', async () => {
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '所在团支部', '入团时间', ''],
    ['', '', '', '年', '月'],
    ['张伟', goodId, '第一支部', 2016, 13],
  ])
  const [row] = (await readAll({ bytes, as: 'members' })).rows
  expect(row?.problems).toMatchObject([{ code: 'date-impossible', column: '入团时间', value: '2016.13' }])
})

test('a half of a year is a year, and told', async () => {
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '所在团支部', '入团时间'],
    ['张伟', goodId, '第一支部', '2010年上半年'],
  ])
  const [row] = (await readAll({ bytes, as: 'members' })).rows
  expect(joinedOf(row)).toBe('2010')
  expect(codesOf(row)).toContain('date-vague')
})

test.each<[string, string[][], (string | null)[][]]>([
  [
    'side by side',
    [['姓', '名', '身份证号', '所在团支部']],
    [
      ['王', '芳'],
      ['古丽', '娜尔'],
      ['SMITH', 'JOHN'],
    ],
  ],
  [
    'below 姓名',
    [
      ['姓名', '', '身份证号', '所在团支部'],
      ['姓', '名', '', ''],
    ],
    [
      ['王', '芳'],
      ['古丽', '娜尔'],
      ['SMITH', 'JOHN'],
    ],
  ],
  [
    'the given name first',
    [['名字', '姓氏', '身份证号', '所在团支部']],
    [
      ['芳', '王'],
      ['娜尔', '古丽'],
      ['JOHN', 'SMITH'],
    ],
  ],
])('a surname and a given name in two columns, %s, are one name', async (_, headers, names) => {
  const people = names.map((name, i) => [...name, inventedId('2001-03-05', 201 + i), '第一支部'])
  const { rows, roster } = await readAll({ bytes: await xlsxOf([...headers, ...people]), as: 'members' })
  const given = headers[0]?.[0] === '名字'
  expect(rows.map(row => (row.refused ? codesOf(row) : row.values.name))).toEqual([
    '王芳',
    '古丽娜尔',
    given ? 'JOHN SMITH' : 'SMITH JOHN',
  ])
  expect(roster.columns.ignored).toEqual([])
})

test('two tables side by side may each have surname and given name', async () => {
  const headers = ['姓', '名', '身份证号']
  const bytes = await xlsxOf([
    [...headers, ...headers],
    ['王', '芳', inventedId('2001-03-05', 201), '李', '海', inventedId('2001-03-05', 202)],
  ])
  const { rows } = await readAll({ bytes, as: 'members', place: '第一支部' })
  expect(rows.map(row => (row.refused ? codesOf(row) : row.values.name))).toEqual(['王芳', '李海'])
})

const quarters = ['一季度', '第二季度', '3季度', 'Q4']
const paidIn = async (headers: string[], cells: (string | number | null)[]) => {
  const bytes = await xlsxOf([
    ['2018年团费收缴登记表'],
    ['姓名', '所在团支部', ...headers],
    ['张伟', '第一支部', ...cells],
  ])
  const [row] = (await readAll({ bytes, as: 'fees' })).rows
  const months = row?.refused === false ? { ...row.values } : {}
  const paid = Array.from({ length: 12 }, (_, m) => months[`paid_${String(m + 1).padStart(2, '0')}`])
  return { row, paid }
}

test('what was paid for a quarter or half a year is shared out over its months where all had the same', async () => {
  const [q, h] = [[60, 60, 60].map(n => n / 3), [20, 20, 20, 20, 20, 20]]
  const known = await paidIn(['每月应交', ...quarters], ['0.2', '￥0.60', 0.6, '√', null])
  expect(known.paid).toEqual([...q, ...q, ...q, undefined, undefined, undefined])
  expect(codesOf(known.row)).toEqual(['only-ticked'])
  const unknown = await paidIn(['上半年', '7-12月'], ['1.20元', null])
  expect(unknown.paid).toEqual([...h, ...Array.from({ length: 6 }, () => undefined)])
  expect(codesOf(unknown.row)).toEqual(['sum-shared'])
})

test('a quarter that does not come to three months of what is due, or cannot be shared, comes back', async () => {
  const short = await paidIn(['每月应交', ...quarters], [3, 9, 6, null, null])
  expect(short.row?.problems).toMatchObject([{ code: 'sum-not-shared', column: '第二季度', refused: true }])
  expect(codesOf((await paidIn(quarters, [5, null, null, null])).row)).toEqual(['sum-not-shared'])
})

test('a quarter beside its months is their sum, and not read', async () => {
  const { row, paid } = await paidIn(['1月', '2月', '3月', '一季度'], [2, 2, null, 6])
  expect(paid.slice(0, 3)).toEqual([200, 200, undefined])
  expect(codesOf(row)).toEqual([])
})

test('a sheet of fees by quarter is known for one', async () => {
  const bytes = await xlsxOf([
    ['2018年团费收缴登记表'],
    ['团支部', '姓名', ...quarters, '合计'],
    ['第一支部', '张伟', 0.6, 0.6, 0.6, 0.6, 2.4],
  ])
  const found = await recognise({ bytes, fileName: '团费.xlsx' })
  expect([found.as, found.sure, found.missing]).toEqual(['fees', true, []])
})

/** Each month has two columns below it, what is due and what was paid. */
const feesBelow = async (lines: (string | number | null)[][], more: Parameters<typeof xlsxOf>[1] = {}) => {
  const bytes = await xlsxOf([['2018年团费收缴登记表'], ...lines], more)
  const found = await recognise({ bytes, fileName: '团费.xlsx' })
  const { rows, roster } = await readAll({ bytes, as: 'fees' })
  return { rows, roster, as: [found.as, found.missing] }
}
const paidOf = (row: Awaited<ReturnType<typeof feesBelow>>['rows'][number] | undefined) => {
  const values = row?.refused === false ? { ...row.values } : {}
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => name === 'due' || name.startsWith('paid')),
  )
}
const twoMonths = [null, null, '1月', null, '2月', null, '合计', null]
const twice = ['应缴', '实缴']

test.each([
  [
    'the month merged above',
    [
      ['姓名', '所在团支部', '1月', null, '2月', null, '合计', null],
      [null, null, ...twice, ...twice, ...twice],
    ],
  ],
  [
    'the month repeated above',
    [
      ['姓名', '所在团支部', '1月', '1月', '2月', '2月', '合计', '合计'],
      ['姓名', '所在团支部', ...twice, ...twice, ...twice],
    ],
  ],
  ['names in the second line', [twoMonths, ['姓名', '所在团支部', ...twice, ...twice, ...twice]]],
  [
    'a line of groups above',
    [
      ['姓名', '所在团支部', '缴费情况', null, null, null, null, null],
      twoMonths,
      [null, null, ...twice, ...twice, ...twice],
    ],
  ],
  [
    'all in one line',
    [['姓名', '所在团支部', '1月应缴', '1月实缴', '2月应交(元)', '2月实交(元)', '应缴', '实缴']],
  ],
])('what is due and what was paid below each month are told apart: %s', async (_, headers) => {
  const lines = [
    ...headers,
    ['张伟', '第一支部', 2, 2, 2, null, 4, 2],
    ['李海', '第一支部', '0.50', '0.50', 0.5, 0.5, 1, 1],
  ]
  const { rows, as } = await feesBelow(lines)
  expect(rows.map(paidOf)).toEqual([
    { due: 200, paid_01: 200 },
    { due: 50, paid_01: 50, paid_02: 50 },
  ])
  expect([rows.map(codesOf), as]).toEqual([
    [[], []],
    ['fees', []],
  ])
})

test('months of which not the same is due are told, and so is a month for which nothing is', async () => {
  const { rows } = await feesBelow([
    ['姓名', '所在团支部', '1月', null, '2月', null, '3月', null],
    [null, null, ...twice, ...twice, ...twice],
    ['张伟', '第一支部', 2, 2, 3, 3, 3, null],
    ['李海', '第一支部', 0, null, '免', null, 2, '√'],
    ['王芳', '第一支部', null, null, 2, 2, 2, 2],
  ])
  expect(rows.map(paidOf)).toEqual([
    { paid_01: 200, paid_02: 300 },
    { due: 200, paid_03: 200 },
    { due: 200, paid_02: 200, paid_03: 200 },
  ])
  expect(rows.map(codesOf)).toEqual([['due-changes'], ['due-not-always', 'only-ticked'], []])
})

test('the two lines of a header once more, on the next page, are nobody', async () => {
  const head = [
    ['姓名', '所在团支部', '1月份（元）', null],
    [null, null, '应缴数', '实缴数'],
  ]
  const paid = (name: string) => [name, '第一支部', 2, 2]
  const { rows } = await feesBelow([...head, paid('张伟'), ...head, paid('李海')])
  expect(rows.map(paidOf)).toEqual([1, 2].map(() => ({ due: 200, paid_01: 200 })))
})

test('what is due in a row of one month is due each month, and in a row of a year it is not', async () => {
  const { rows } = await feesBelow([
    ['姓名', '所在团支部', '缴费月份', '应缴金额', '实缴金额'],
    ['张伟', '第一支部', '2018年1月', 2, 2],
    ['李海', '第一支部', '2018-02', '2元', null],
  ])
  expect(rows.map(paidOf)).toEqual([{ due: 200, paid_01: 200 }, { due: 200 }])
  const year = await feesBelow([
    ['姓名', '所在团支部', '1月', '2月', '应缴', '实缴'],
    ['张伟', '第一支部', 2, 2, 24, 4],
  ])
  expect(year.rows.map(paidOf)).toEqual([{ paid_01: 200, paid_02: 200 }])
})

test('what is due and what was paid below each quarter is shared out over its months', async () => {
  const { rows } = await feesBelow([
    ['姓名', '所在团支部', '一季度', null, '二季度', null],
    [null, null, ...twice, ...twice],
    ['张伟', '第一支部', 6, 6, 6, null],
  ])
  expect(rows.map(paidOf)).toEqual([{ due: 200, paid_01: 200, paid_02: 200, paid_03: 200 }])
  expect(rows.map(codesOf)).toEqual([[]])
})

test('a telephone alone below somebody is his second, and an address goes on where name and number are merged', async () => {
  const headers = ['姓名', '身份证号', '所在团支部', '手机号码', '学习工作单位']
  const bytes = await xlsxOf(
    [
      headers,
      ['王芳', inventedId('2001-03-05', 201), '第一支部', null, '某厂'],
      [null, null, null, '13800001234', null],
      ['李海', inventedId('2001-03-05', 202), '第一支部', '13800001235', '某某大学'],
      [null, null, null, null, '机电学院'],
      [null, null, '第一支部', '13800001236', null],
      [null, null, null, null, '共青团某某街道工作委员会'],
    ],
    { merges: [0, 1, 2].map(col => ({ startRow: 3, startCol: col, endRow: 4, endCol: col })) },
  )
  const { rows } = await readAll({ bytes, as: 'members' })
  expect(rows.map(row => [row.row, ...(codesOf(row) ?? [])])).toEqual([
    [2, 'second-line'],
    [4, 'second-line'],
    [6, 'name-missing', 'id-missing'],
    [7, 'name-missing', 'id-missing', 'org-missing'],
  ])
  expect(rows.slice(0, 2)).toMatchObject([
    { values: { phone: '13800001234', workplace: '某厂' } },
    { values: { phone: '13800001235', workplace: '某某大学机电学院' } },
  ])
})

test('a line below somebody with nothing but a telephone or an address is his, though nothing is merged', async () => {
  const cadreRows = [
    ['姓名', '单位', '职务', '联系电话', '工作单位', '通讯地址'],
    ['张伟', '第一支部', '书记', null, '某厂', '东坪路1号'],
    [null, null, null, '13800001234', null, null],
    [null, null, null, null, null, '3栋502'],
    ['李海', '第一支部', '副书记', '13800001235', null, null],
    [null, null, null, null, '某某大学', null],
    [null, null, null, '13800001236', null, '西坪路2号'],
    ['王芳', '第一支部', '组织委员', null, null, null],
  ]
  const bytes = await xlsxOf(cadreRows)
  const { rows } = await readAll({ bytes, as: 'cadres' })
  expect(rows.map(row => [row.row, ...(codesOf(row) ?? [])])).toEqual([
    [2, 'second-line'],
    [5, 'phones-several', 'second-line'],
    [8],
  ])
  expect(rows).toMatchObject([
    { values: { name: '张伟', phone: '13800001234', workplace: '某厂' } },
    { values: { name: '李海', phone: '13800001235', workplace: '某某大学' } },
    { values: { name: '王芳' } },
  ])
  const remark = '以上人员的组织关系已经转出。'
  const said = await readAll({
    bytes: await xlsxOf([
      ['姓名', '单位', '职务', '备注'],
      ['张伟', '第一支部', '书记', null],
      [null, null, null, remark],
    ]),
    as: 'cadres',
  })
  expect(said.roster.passedOver.map(({ text }) => text)).toEqual([remark])
  // The number of a card is not known of everybody.
  const unnumbered = await readAll({
    bytes: await xlsxOf([
      ['姓名', '身份证号', '单位', '职务', '联系电话'],
      ['张伟', null, '第一支部', '书记', null],
      [null, null, null, null, '13800001234'],
    ]),
    as: 'cadres',
  })
  expect(unnumbered.rows).toMatchObject([{ refused: false, values: { phone: '13800001234' } }])
})

test('of whom a line is that has another workplace and nobody’s name is asked', async () => {
  const { rows } = await readAll({
    bytes: await xlsxOf([
      ['姓名', '身份证号', '所在团支部', '学习工作单位'],
      ['王芳', inventedId('2001-03-05', 201), '第一支部', '某厂'],
      [null, null, null, '某某大学'],
    ]),
    as: 'members',
  })
  expect(rows.map(row => [row.row, row.refused, ...(codesOf(row) ?? [])])).toEqual([
    [2, false],
    [3, true, 'line-of-whom'],
  ])
  expect(rows[1]?.problems[0]?.says.zh).toContain('王芳')
})

test('a line right above a table says more of its branch than the title of the sheet and its unit', async () => {
  const [title, unit] = [['某医院团总支团员名册'], ['填报单位：某医院团总支']]
  const headers = ['姓名', '身份证号']
  const person = (name: string, n: number) => [name, inventedId('2001-03-05', n)]
  const bytes = await xlsxOf([
    ...[title, unit, ['一、护理团支部'], headers, person('王芳', 201)],
    ...[['二、医技团支部'], headers, person('李海', 202)],
  ])
  const knowsPlace = (text: string) => /^(某医院团总支|护理团支部|医技团支部)$/.test(text)
  const { rows } = await readAll({ bytes, as: 'members', knowsPlace })
  expect(rows.map(row => (row.refused ? codesOf(row) : row.values.branch))).toEqual([
    '护理团支部',
    '医技团支部',
  ])
})

test('the same heads below 自评 and 复核 are told apart by what stands above them', async () => {
  const bytes = await xlsxOf([
    ['2018年度对标定级结果'],
    ['团支部', '自评', null, '复核', null],
    [null, '得分', '星级', '得分', '星级'],
    ['第一支部', 92.5, '五星级', 88, '★★★★'],
    ['第二支部', 70, '三星', 65, '二星级（后进）'],
  ])
  const { rows } = await readAll({ bytes, as: 'ratings' })
  expect(rows).toMatchObject([
    { problems: [], values: { self_score: 925, self_star: 'five', score: 880, star: 'four' } },
    { problems: [], values: { self_score: 700, self_star: 'three', score: 650, star: 'two' } },
  ])
})

test('who signs below a table, and numbered remarks there, are nobody', async () => {
  const bytes = await xlsxOf([
    ['序号', '姓名', '身份证号', '所在团支部', '入团年月'],
    [1, '王芳', inventedId('2001-03-05', 201), '第一支部', '2015-05'],
    ['填表说明：'],
    [1, '姓名须与身份证一致，不得使用别名、简称；'],
    ['（2）', '本表于每季度末报送。'],
    ['团委书记（签字）：', null, '日期：2018年12月'],
    ['村委会（公章）', null, null, '负责人签字'],
    [2, '李海'],
  ])
  const { rows, roster } = await readAll({ bytes, as: 'members' })
  expect(rows.map(({ row, refused }) => [row, refused])).toEqual([
    [2, false],
    [8, true],
  ])
  expect(roster.passedOver.map(({ row }) => row)).toEqual([4, 5])
})

test('nobody is called 空缺, and a mobile number in brackets behind a name is his', async () => {
  const bytes = await xlsxOf([
    ['团支部', '书记', '副书记', '宣传委员'],
    ['第一支部', '路遥（13700000005）', '—', '空缺'],
  ])
  const { rows } = await readAll({ bytes, as: 'cadres' })
  expect(rows).toMatchObject([
    {
      refused: false,
      problems: [{ code: 'cell-of-two' }],
      values: { name: '路遥', phone: '13700000005', title: '书记' },
    },
  ])
})

test('a post that nobody holds is no row, a state says who has left, and behind 原书记 stands what is his', async () => {
  const cadresOf = async (...table: string[][]) =>
    (await readAll({ bytes: await xlsxOf(table), as: 'cadres' })).rows
  const vacant = await cadresOf(
    ['团支部', '职务', '姓名'],
    ['第一支部', '书记', '路遥'],
    ['第一支部', '宣传委员', '（空缺）'],
  )
  expect(vacant.map(codesOf)).toEqual([[]])
  for (const [header = '', left = '', stays = ''] of [
    ['状态', '离任', '在任'],
    ['任职状态', '已免职', '现任'],
    ['是否在任', '否', '是'],
  ]) {
    const states = await cadresOf(
      ['姓名', '团支部', '职务', '离任日期', header],
      ['路遥', '第一支部', '书记', '', left],
      ['张伟', '第一支部', '书记', '2018-05-01', left],
      ['李海', '第一支部', '副书记', '', stays],
    )
    expect(states.map(codesOf)).toEqual([['post-ended'], [], []])
  }
  const [handover] = await cadresOf(
    ['团支部', '原书记', '离任时间', '现书记', '任职时间'],
    ['第一支部', '路遥', '2018-09-30', '张伟', '2018-10-01'],
  )
  expect(handover).toMatchObject({ values: { name: '张伟', since: { day: '2018-10-01' }, until: undefined } })
})

test.each(['单位', '团支部'])(
  'two tables of cadres side by side are both read, without numbers too, below %s',
  async place => {
    const headers = [place, '姓名', '职务']
    const bytes = await xlsxOf([
      ['团干部名单'],
      [...headers, ...headers],
      ['第一支部', '路遥', '书记', '第二支部', '张伟', '书记'],
      ['第一支部', '李海', '组织委员', null, null, null],
    ])
    const { rows } = await readAll({ bytes, as: 'cadres' })
    expect(
      rows.map(row => (row.refused ? codesOf(row) : [row.values.name, row.values.org, row.values.more])),
    ).toEqual([
      ['路遥', '第一支部', {}],
      ['张伟', '第二支部', {}],
      ['李海', '第一支部', {}],
    ])
  },
)

test('a row of somebody who is 委员 is no header', async () => {
  const bytes = await xlsxOf([
    ['横坑社区团总支成员名单'],
    ['姓名', '职务', '分工'],
    ['路遥', '书记', '全面'],
    ['张伟', '委员', '组织'],
    ['李海', '委员', '宣传'],
  ])
  const { rows } = await readAll({ bytes, as: 'cadres', place: '横坑社区团总支' })
  expect(rows.map(row => (row.refused ? codesOf(row) : row.values.name))).toEqual(['路遥', '张伟', '李海'])
})

test('a birth date with a year of two digits is read where the ID number says the same month', async () => {
  const [id, other] = [inventedId('1992-03-03', 1), inventedId('1992-04-03', 1)]
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '所在团支部', '出生年月'],
    ['王芳', id, '第一支部', '92.3'],
    ['李海', other, '第一支部', '92.3'],
  ])
  const { rows } = await readAll({ bytes, as: 'members' })
  expect(rows.map(codesOf)).toEqual([[], ['date-unclear']])
})

test('a number 2014.1 may be January or October: both are named, and the ID number tells which one it is', async () => {
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '所在团支部', '出生年月', '入团年月'],
    ['王芳', inventedId('1992-10-03', 1), '第一支部', 1992.1, 2007.1],
    ['李海', inventedId('1992-10-03', 3), '第一支部', 1992.1, 2007.11],
    ['张伟', inventedId('1992-04-03', 1), '第一支部', 1992.1, 2007.11],
  ])
  const { rows } = await readAll({ bytes, as: 'members' })
  expect(rows.map(codesOf)).toEqual([['date-either-month'], [], ['date-either-month']])
  const [problem] = rows[0]?.problems ?? []
  expect(problem).toMatchObject({ column: '入团年月', repair: null })
  for (const text of [problem?.says.zh, problem?.says.en])
    for (const month of ['2007-01', '2007-10']) expect(text).toContain(month)
  const meeting = ['第一支部', '团课', 2018.1]
  const [row] = await meetings(['团支部', '活动类型', '日期'], meeting)
  expect(codesOf(row)).toEqual(['date-either-month'])
})

const joinedIn = async (...cells: string[]) => {
  const people = cells.map((cell, i) => `张伟,${inventedId('1999-03-05', 401 + i)},第一支部,${cell}`)
  const bytes = Buffer.from(['姓名,身份证号,所在团支部,入团年月', ...people].join('\n'))
  const { rows } = await readAll({ bytes, as: 'members', fileName: '名册.csv' })
  return rows.map(row => (row.refused ? codesOf(row) : row.values.joined && shownDate(row.values.joined)))
}

test('2014.1 in a text file is January, unless its column has lost the 0 of October', async () => {
  const either = ['date-either-month']
  expect(await joinedIn('2014.1', '2014.10', '2014.11')).toEqual(['2014-01', '2014-10', '2014-11'])
  expect(await joinedIn('2014.1', '2014.3', '2015.5')).toEqual(['2014-01', '2014-03', '2015-05'])
  expect(await joinedIn('2014.1', '2014.11', '2015.5')).toEqual([either, '2014-11', '2015-05'])
  expect(await joinedIn('2014.1', '2014.03', '2015.05')).toEqual([either, '2014-03', '2015-05'])
  expect(await joinedIn('2014.01', '2014.1', '2014.12')).toEqual(['2014-01', either, '2014-12'])
})

test.each([
  ['农历四月初八', '农历', null],
  ['1999年腊月廿三', '农历', null],
  ['民国103年5月', '民国', '2014-05'],
])('%s is said to be of another calendar', async (text, named, repair) => {
  const row = await oneMember({ 入团年月: text })
  expect(row.problems).toMatchObject([{ code: 'date-other-calendar', repair }])
  expect(row.problems[0]?.says.zh).toContain(named)
})

test('a comma behind a name is none of it', async () => {
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '所在团支部'],
    ['千寻、', inventedId('1992-03-03', 1), '第一支部'],
  ])
  const [row] = (await readAll({ bytes, as: 'members' })).rows
  expect(row).toMatchObject({
    refused: false,
    values: { name: '千寻' },
    problems: [{ code: 'name-with-more' }],
  })
})

test('a sheet of fees for each month says the month in its title; 未交 is not paid, and no mistake', async () => {
  const sheet = (month: string, title: string) => ({
    name: month,
    rows: [[title], ['姓名', '所在团支部', '实交'], ['张伟', '第一支部', 5], ['李海', '第一支部', '未交']],
  })
  const bytes = await writeXlsx({
    sheets: [sheet('1月', '2018年1月团费收缴表'), sheet('二月份', '2018年团费收缴表')],
  })
  const { rows } = await readAll({ bytes, as: 'fees' })
  expect(rows.map(row => [row.refused ? 'refused' : { ...row.values }, codesOf(row)])).toMatchObject([
    [{ year: 2018, paid_01: 500 }, []],
    [{ name: '李海' }, []],
    [{ year: 2018, paid_02: 500 }, []],
    [{ name: '李海' }, []],
  ])
})

test.each([
  ['1-3月团费', undefined],
  ['3月5日收缴', undefined],
  ['团费（三月）', '三月'],
])('the month of %s', async (name, month) => {
  const rows = [['2018年团费收缴表'], ['姓名', '所在团支部', '实交'], ['张伟', '第一支部', 5]]
  const bytes = await writeXlsx({ sheets: [{ name, rows }] })
  const [row] = (await readAll({ bytes, as: 'fees' })).rows
  expect(codesOf(row)).toEqual(month === undefined ? ['month-missing'] : [])
})

test('a list of who came is not surely one of cadres, nor meetings of which no kind is one', async () => {
  const came = await xlsxOf([
    ['2018年团干部培训班签到表'],
    ['序号', '姓名', '单位', '职务', '手机'],
    [1, '鲁方', '第一支部', '书记', '13400000001'],
  ])
  expect((await recognise({ bytes: came, fileName: 'x.xlsx' })).sure).toBe(false)
  const work = (...kinds: string[]) =>
    xlsxOf([
      ['团支部', '活动时间', '活动名称', '应到人数', '实到人数'],
      ...kinds.map(kind => ['第一支部', '2018-03-05', kind, 5, 4]),
    ])
  const sureOf = async (...kinds: string[]) => {
    const { as, sure } = await recognise({ bytes: await work(...kinds), fileName: 'x.xlsx' })
    return [as, sure]
  }
  expect(await sureOf('学雷锋', '五四晚会')).toEqual(['meetings', false])
  expect(await sureOf('学雷锋', '团员大会')).toEqual(['meetings', true])
})

test('headers behind the codes of another system, or behind their English, are read', async () => {
  const bytes = await xlsxOf([
    ['XM 姓名', 'SFZH_身份证号', 'A0107-出生日期', 'Branch / 所在团支部', 'XB 性别'],
    ['王芳', inventedId('2000-01-01', 201), '20000101', '第一支部', '男'],
  ])
  expect(await recognise({ bytes, fileName: 'x.xlsx' })).toMatchObject({ as: 'members', sure: true })
  const { roster, rows } = await readAll({ bytes, as: 'members' })
  expect(rows).toMatchObject([{ problems: [], values: { name: '王芳', branch: '第一支部', sex: 'male' } }])
  expect(roster.columns.ignored).toEqual([])
})

test.each([
  ['政治面貌', '03', '共青团员'],
  ['政治面貌', '01', '中共党员'],
  ['政治面貌', '13', '群众'],
  ['学历', '21', '本科'],
  ['学历', 31, '大专'],
  ['学历', '61', '高中'],
  ['民族', '02', '蒙古族'],
])('%s %s is the number of a word in the national standard', async (header, cell, word) => {
  const bytes = await xlsxOf([
    [...memberHeaders, header],
    ['王芳', inventedId('2000-01-01', 201), '第一支部', cell],
  ])
  const [row] = (await readAll({ bytes, as: 'members' })).rows
  expect(codesOf(row)).not.toContain('value-unknown')
  expect(Object.values(row?.refused === false ? row.values : {})).toContain(word)
})

test('what may be a number of an office’s own is kept as it stands, and told', async () => {
  const bytes = await xlsxOf([
    [...memberHeaders, '政治面貌'],
    ['王芳', inventedId('2000-01-01', 201), '第一支部', 3],
  ])
  expect(codesOf((await readAll({ bytes, as: 'members' })).rows[0])).toEqual(['value-unknown'])
})

test.each(['3月5日、4月2日、5月7日', '2018-06-01 / 2018-07-01', '2018.3.5，2018.4.6', '3.5、6.8'])(
  'of several days in one cell it is said that each wants a row: %s',
  async cell => {
    const bytes = await xlsxOf([
      ['2018年三会两制一课台账'],
      ['团支部', '类型', '召开日期'],
      ['第一支部', '支委会', cell],
    ])
    const [row] = (await readAll({ bytes, as: 'meetings' })).rows
    expect(codesOf(row)).toEqual(['date-several'])
    expect(row?.problems[0]?.says.zh).toContain('每个日期各写一行')
  },
)

test('what was paid afterwards is paid, and whoever need not pay made no mistake', async () => {
  const bytes = await xlsxOf([
    ['2018年团费收缴台账'],
    ['姓名', '身份证号', '团支部', '1月', '2月', '3月'],
    ['王芳', inventedId('2000-01-01', 201), '第一支部', '2（补）', '免', 2],
  ])
  const [row] = (await readAll({ bytes, as: 'fees' })).rows
  expect(row).toMatchObject({ problems: [], values: { paid_01: 200, paid_03: 200 } })
  expect(row?.refused === false && 'paid_02' in row.values).toBe(false)
})

test('a hidden sheet of the same shape is told and not read', async () => {
  const sheet = (name: string, n: number, hidden: boolean) => ({
    ...{ name, hidden, state: hidden ? ('hidden' as const) : ('visible' as const) },
    rows: [memberHeaders, ['王芳', inventedId('2000-01-01', n), '第一支部']],
  })
  const bytes = await writeXlsx({ sheets: [sheet('在册', 1, false), sheet('去年的', 2, true)] })
  const { roster, rows } = await readAll({ bytes, as: 'members' })
  expect(rows).toHaveLength(1)
  expect(roster.leftHidden).toEqual(['去年的'])
})

test('a ledger of transfers is none of members: it is said where transfers are done', async () => {
  const bytes = await xlsxOf([
    ['2018年团组织关系转接登记台账'],
    ['序号', '姓名', '身份证号', '转出团支部', '转入团支部', '转接日期', '经办人', '状态'],
    [1, '王芳', inventedId('2000-01-01', 201), '第一支部', '第二支部', '2018-06-01', '李', '已完成'],
  ])
  const found = await recognise({ bytes, fileName: 'x.xlsx' })
  expect([found.as, found.sure]).toEqual([null, false])
  expect(found.why.zh).toContain('转接')
})

test('whoever has a day in a column 转出时间 has left', async () => {
  const people = ['', '2018.5.1', '—'].map((cell, i) => [
    '王芳',
    inventedId('2000-01-01', 301 + i),
    '第一支部',
    '2017.3',
    cell,
  ])
  const bytes = await xlsxOf([[...memberHeaders, '转入时间', '转出时间'], ...people])
  const { rows } = await readAll({ bytes, as: 'members' })
  expect(rows.map(codesOf)).toEqual([[], ['member-left'], []])
  expect(rows[1]?.problems[0]).toMatchObject({ column: '转出时间', value: '2018.5.1' })
  // Of pupils it is known beforehand when they will leave school.
  const pupil = ['王芳', inventedId('2002-01-01', 301), '第一支部', '2017.3', '2099年6月']
  const school = await xlsxOf([[...memberHeaders, '转入时间', '离校时间'], pupil])
  expect((await readAll({ bytes: school, as: 'members' })).rows.map(codesOf)).toEqual([[]])
  // How it ended is known where the state says so.
  const ended = [['满28周岁离团'], ['正常']].map(state => [
    '王芳',
    inventedId('1985-01-01', 301),
    '第一支部',
    '2018.5',
    ...state,
  ])
  const states = await xlsxOf([[...memberHeaders, '离团时间', '团籍状态'], ...ended])
  const told = await readAll({ bytes: states, as: 'members' })
  expect(told.rows[0]).toMatchObject({ refused: false, values: { status: 'aged-out' } })
  expect(codesOf(told.rows[1])).toContain('member-left')
})

test.each([
  ['书记及联系电话', '路遥 13700000005'],
  ['支部书记姓名、电话', '路遥、13700000005'],
  ['书记姓名（手机）', '路遥\n13700000005'],
  ['书记姓名/电话', '路遥/13700000005'],
])('a branch with %s in one cell is a list of cadres', async (header, cell) => {
  const bytes = await xlsxOf([
    ['团支部', header],
    ['第一支部', cell],
  ])
  const { rows } = await readAll({ bytes, as: 'cadres' })
  expect(rows).toMatchObject([{ values: { name: '路遥', phone: '13700000005', title: '书记' } }])
  expect((await recognise({ bytes, fileName: 'x.xlsx' })).as).toBe('cadres')
})

test.each(['姓名/电话', '姓名及联系方式', '姓名（手机号）'])(
  '%s heads the name and the telephone of a member',
  async header => {
    const bytes = await xlsxOf([
      ['团支部', header, '身份证号'],
      ['第一支部', '张伟/13700000005', goodId],
      ['第一支部', '李海', inventedId('1993-06-11', 1)],
    ])
    const { rows } = await readAll({ bytes, as: 'members' })
    expect(rows).toMatchObject([
      { values: { name: '张伟', phone: '13700000005' }, problems: [] },
      { values: { name: '李海', phone: undefined }, problems: [] },
    ])
  },
)

test.each(['负责人姓名', '主要负责人'])('%s beside a post is the name of who holds it', async header => {
  const bytes = await xlsxOf([
    ['序号', '团支部', header, '职务', '联系电话'],
    [1, '第一支部', '路遥', '书记', '13700000005'],
  ])
  const { rows } = await readAll({ bytes, as: 'cadres' })
  expect(rows).toMatchObject([
    { values: { name: '路遥', title: '书记', org: '第一支部', phone: '13700000005' } },
  ])
  // Where 姓名 stands as well he is somebody else.
  const both = await xlsxOf([
    ['团支部', '姓名', '职务', header],
    ['第一支部', '路遥', '书记', '张伟'],
  ])
  expect((await readAll({ bytes: both, as: 'cadres' })).rows).toMatchObject([{ values: { name: '路遥' } }])
})

test('a line that says until when the list counts is nobody', async () => {
  const bytes = await xlsxOf([
    memberHeaders,
    ['王芳', inventedId('2000-01-01', 301), '第一支部'],
    ['截至2018年6月'],
  ])
  expect((await readAll({ bytes, as: 'members' })).rows).toHaveLength(1)
})

test.each(['是否在册', '是否仍在支部', '在册情况'])(
  'whoever is off the roll by a column %s is not taken for a member',
  async header => {
    const cells = ['是', '否', '不在册', '']
    const people = cells.map((cell, i) => ['王芳', inventedId('2000-01-01', 301 + i), '第一支部', cell])
    const { rows } = await readAll({
      bytes: await xlsxOf([[...memberHeaders, header], ...people]),
      as: 'members',
    })
    expect(rows.map(codesOf)).toEqual([[], ['member-left'], ['member-left'], []])
    expect(rows[1]?.problems[0]).toMatchObject({ column: header, value: '否' })
  },
)

test.each([
  ['是否团员', ['是', '否', '不是', '×', '√', '']],
  ['是否已入团', ['Y', 'N', '未入团', '否', '已入团', '是']],
])('whoever is none by a column %s is not taken for a member', async (header, cells) => {
  const people = cells.map((cell, i) => ['王芳', inventedId('2000-01-01', 301 + i), '第一支部', cell])
  const bytes = await xlsxOf([[...memberHeaders, header], ...people])
  const { rows } = await readAll({ bytes, as: 'members' })
  expect(
    rows.map(row => (row.refused ? row.problems.map(({ code, column }) => [code, column]) : [])),
  ).toEqual([0, 1, 1, 1, 0, 0].map(none => (none === 1 ? [['not-a-member', header]] : [])))
})

test('a box that is ticked in a cell says yes, or that it was paid; one that is not says no', async () => {
  const { rows } = await feesBelow([
    ['姓名', '所在团支部', '每月应交', '1月', '2月'],
    ['张伟', '第一支部', 2, true, false],
    ['李海', '第一支部', 2, '已交', '未交'],
  ] as unknown as (string | number | null)[][])
  expect(rows.map(paidOf)).toEqual([1, 2].map(() => ({ due: 200, paid_01: 200 })))
  const bytes = await xlsxOf([
    [...memberHeaders, '是否团员'],
    ['张伟', inventedId('2001-03-05', 201), '第一支部', true],
    ['李海', inventedId('2001-03-05', 202), '第一支部', false],
  ])
  expect((await readAll({ bytes, as: 'members' })).rows.map(codesOf)).toEqual([[], ['not-a-member']])
})

test('what a remark below the table says of colours is told, for colours are not read', async () => {
  const person = (n: number) => ['张伟', inventedId('2001-03-05', n), '第一支部']
  const remark = '注：标红的为已转出人员'
  const bytes = await xlsxOf([memberHeaders, person(201), [remark], ['备注：手机号请填全']])
  const { rows, roster } = await readAll({ bytes, as: 'members' })
  expect([rows.length, roster.passedOver.map(({ row, text }) => [row, text])]).toEqual([1, [[3, remark]]])
})

const feesOf = async (above: string[][], headers: string[], ...cells: (string | number)[][]) => {
  const bytes = await xlsxOf([
    ...above,
    ['姓名', '团支部', ...headers, '实交'],
    ...cells.map(some => ['王芳', '第一支部', ...some, 2]),
  ])
  const { rows } = await readAll({ bytes, as: 'fees', fileName: '团费.xlsx' })
  return rows.map(row =>
    row.refused
      ? codesOf(row)
      : Object.keys(row.values)
          .filter(name => /^paid|year/.test(name))
          .map(name => (name === 'year' ? row.values[name] : name)),
  )
}

test('a month without its year is of the year that its row names, else of the year of the sheet', async () => {
  const months = [[1], ['2'], ['三月'], ['十二'], ['04月份']]
  const read = ['01', '02', '03', '12', '04'].map(month => [2018, `paid_${month}`])
  expect(await feesOf([['2018年团费缴纳明细表']], ['月份'], ...months)).toEqual(read)
  expect(await feesOf([['团费缴纳明细（2018）']], ['月份'], ...months)).toEqual(read)
  expect(await feesOf([['团费明细'], ['时间：2018年1月-12月']], ['月份'], ...months)).toEqual(read)
  const inRows = months.map(cells => [2018, ...cells])
  expect(await feesOf([['团费']], ['年度', '月份'], ...inRows)).toEqual(read)
  expect(await feesOf([['2019年团费']], ['年份', '缴费月份'], ...inRows)).toEqual(read)
  // The number of a document names no year of fees, nor does the day on which the list was written.
  expect(await feesOf([['（粤团（2018）12号）'], ['填报日期：2018-12-20']], ['月份'], [1])).toEqual([
    ['year-missing'],
  ])
})

test.each(['1-3', '1-3月', '4、5、6', '1月至3月', '2018.1-2018.3', '2018年1月—3月'])(
  '%s is no month, and nothing is paid for the first of them alone',
  async cell => {
    expect(await feesOf([['2018年团费']], ['月份'], [cell])).toEqual([['months-several']])
  },
)

test('of the months up to which somebody has paid the last one counts', async () => {
  expect(await oneMember({ 团费交至: '2018.1-2018.12' })).toMatchObject({
    problems: [],
    values: { feesPaidTo: '2018-12' },
  })
})

const namesOf = async (...names: string[]) => {
  const people = names.map((name, i) => [name, inventedId('2000-01-01', 201 + i), '第一支部'])
  const { rows } = await readAll({ bytes: await xlsxOf([memberHeaders, ...people]), as: 'members' })
  return rows.map(row => (row.refused ? codesOf(row) : [row.values.name, ...(codesOf(row) ?? [])]))
}

test('two names with a space between are not one, and 同志 or the sound of a name is none of it', async () => {
  const more = ['李明', 'name-with-more']
  expect(await namesOf('李明同志', '李明 Li Ming', '李明LI MING', '李明同学')).toEqual([
    more,
    more,
    more,
    more,
  ])
  const none = ['name-not-a-name']
  expect(await namesOf('李明  王芳', '李明\n王芳', '张三丰 李海')).toEqual([none, none, none])
  expect(await namesOf('李 明', '欧阳 夏丹', '张 三丰', 'Li Ming', '王同')).toEqual([
    ...[['李明'], ['欧阳夏丹'], ['张三丰'], ['Li Ming'], ['王同']],
  ])
})

test('whom to ring up about a form is nobody’s contact, and its rows are members', async () => {
  const bytes = await xlsxOf([
    ['关于做好团员信息采集工作的通知'],
    ['各团支部：'],
    ['    请如实填写下表，于12月20日前报送。'],
    ['    联系人：王小明  电话：0755-23332000'],
    [],
    ['某团委'],
    ['2018年12月1日'],
    [],
    memberHeaders,
    ['王芳', inventedId('2000-01-01', 201), '第一支部'],
  ])
  expect(await recognise({ bytes, fileName: 'x.xlsx' })).toMatchObject({
    as: 'members',
    sure: true,
    headerRow: 9,
  })
  expect((await readAll({ bytes, as: 'members' })).rows).toMatchObject([{ values: { name: '王芳' } }])
})

test('of two columns that say the same the one in sight is read', async () => {
  const [right, wrong] = [inventedId('2000-01-01', 201), inventedId('2000-01-01', 202)]
  const bytes = await xlsxOf(
    [
      ['姓名', '姓名', '身份证号', '身份证号码', '所在团支部'],
      ['旧名', '王芳', wrong, right, '第一支部'],
    ],
    { columns: [{ hidden: true }, {}, { hidden: true }, {}, {}] },
  )
  const { roster, rows } = await readAll({ bytes, as: 'members' })
  expect(rows).toMatchObject([{ problems: [], values: { name: '王芳', idNumber: right } }])
  expect(roster.hiddenColumns).toEqual([])
  const { columns } = await recognise({ bytes, fileName: 'x.xlsx' })
  expect(columns.flatMap(({ header, field }) => (field === null ? [] : [header]))).toEqual([
    '姓名',
    '身份证号码',
    '所在团支部',
  ])
})

test('whoever joined as a child is told', async () => {
  const joined = async (cell: string) =>
    codesOf(await oneMember({ 身份证号: inventedId('2004-05-06', 201), 入团年月: cell }))
  expect(await joined('2017-04')).toEqual(['joined-young'])
  expect(await joined('2017-05')).toEqual([])
  expect(await joined('2015')).toEqual(['joined-young'])
  expect(await joined('2016-04')).toEqual(['joined-young'])
  expect(await joined('2016-05')).toEqual([])
})

test('a quotation mark that is never closed swallows nobody', async () => {
  const [first, second] = [201, 202].map(n => inventedId('2000-01-01', n))
  const bytes = Buffer.from(
    `姓名,身份证号,所在团支部,备注\n王芳,${first},第一支部,"地址\n李海,${second},第一支部,x\n`,
  )
  const { rows } = await readAll({ bytes, as: 'members', fileName: '名册.csv' })
  expect(rows.map(row => [row.row, row.refused])).toEqual([
    [2, false],
    [3, false],
  ])
})

test('a tab before each cell, so that no digit is lost, parts no cells', async () => {
  const cells = [memberHeaders, ['王芳', inventedId('2000-01-01', 201), '第一支部']]
  const bytes = Buffer.from(cells.map(row => row.map(cell => `\t${cell}`).join(',')).join('\r\n'))
  const { rows } = await readAll({ bytes, as: 'members', fileName: '名册.csv' })
  expect(rows).toMatchObject([{ problems: [], values: { name: '王芳', branch: '第一支部' } }])
})

test.each(['第 2 页 共 2 页', '2/3', '- 2 -', '第3页', '导出人：admin', '导出时间：2018-12-01 10:00'])(
  '%s below the table is nobody',
  async text => {
    const bytes = await xlsxOf([
      ['所在团支部', '姓名', '身份证号'],
      ['第一支部', '王芳', inventedId('2000-01-01', 201)],
      [text],
    ])
    expect((await readAll({ bytes, as: 'members' })).rows).toHaveLength(1)
  },
)

test('a masked telephone is told', async () => {
  expect(codesOf(await oneMember({ 手机号码: '138****1234' }))).toEqual(['phone-masked'])
})

test('等次 of a rating is its stars', async () => {
  const bytes = await xlsxOf([['2018年对标定级'], ['团支部', '得分', '等次'], ['第一支部', '92分', '五星']])
  const { rows } = await readAll({ bytes, as: 'ratings' })
  expect(rows).toMatchObject([{ problems: [], values: { score: 920, star: 'five' } }])
})

test('a second sheet about the same people that lacks columns is told', async () => {
  const bytes = await writeXlsx({
    sheets: [
      {
        name: '汇总',
        rows: [
          ['支部', '人数'],
          ['第一支部', 1],
        ],
      },
      { name: '基本信息', rows: [memberHeaders, ['王芳', inventedId('2000-01-01', 201), '第一支部']] },
      {
        name: '联系方式',
        rows: [
          ['姓名', '手机'],
          ['王芳', '13800001234'],
        ],
      },
    ],
  })
  const { roster, rows } = await readAll({ bytes, as: 'members' })
  expect([rows.length, roster.left, roster.lacking]).toEqual([1, [], ['联系方式']])
  expect(unreadOf(roster).map(({ zh }) => zh)).toEqual([expect.stringContaining('“联系方式”')])
})

test.each(['3月5日-6日', '3.5-3.7', '3月5日至4月2日'])(
  '%s below a title with a year begins on its first day',
  async cell => {
    const bytes = await xlsxOf([
      ['2018年组织生活台账'],
      ['团支部', '类型', '时间'],
      ['第一支部', '团课', cell],
    ])
    const { rows } = await readAll({ bytes, as: 'meetings' })
    expect(rows).toMatchObject([{ values: { day: '2018-03-05' }, problems: [{ code: 'date-range' }] }])
  },
)

test('whoever is no member by a column 类别 is not taken for one', async () => {
  const cells = ['团员', '入团积极分子', '青年', '预备团员', '入党积极分子', '']
  const people = cells.map((cell, i) => ['王芳', inventedId('2000-01-01', 201 + i), cell])
  const bytes = await xlsxOf([['第一支部团员、积极分子名册'], ['姓名', '身份证号', '类别'], ...people])
  const { rows } = await readAll({ bytes, as: 'members', knowsPlace: text => text === '第一支部' })
  const none = ['not-a-member']
  expect(rows.map(codesOf)).toEqual([[], none, none, none, [], []])
  expect(rows[1]?.problems[0]).toMatchObject({ column: '类别', value: '入团积极分子' })
})

test('what a program wrote for nothing, a word of an example and 李某 are no names', async () => {
  const none = ['name-not-a-name']
  const names = ['undefined', 'NaN', '测试', '姓名', '李某', '李某某']
  expect(await namesOf(...names)).toEqual(names.map(() => none))
})

const postOf = async (title: string, until = '') => {
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '单位', '职务', '任职时间', '免职时间'],
    ['张伟', goodId, '第一支部', title, '2016.3', until],
  ])
  const [row] = (await readAll({ bytes, as: 'cadres' })).rows
  return row === undefined || row.refused ? codesOf(row) : row.values.title
}

test('原书记 holds no post unless it is said until when, and 拟任书记 none yet', async () => {
  for (const title of ['原书记', '前任副书记', '原团支部书记', '书记（已离任）'])
    expect(await postOf(title)).toEqual(['post-over'])
  expect(await postOf('原书记', '2018.3')).toBe('书记')
  for (const title of ['拟任书记', '书记（拟任）', '书记候选人'])
    expect(await postOf(title)).toContain('post-not-yet')
  expect(await postOf('前进社区团支部书记')).toBe('书记')
})

test('months whose headers are dates are months', async () => {
  const month = (n: number) => new Date(Date.UTC(2018, n - 1, 1))
  const bytes = await xlsxOf([
    ['2018年团费'],
    ['姓名', '团支部', '每月应交', month(1), month(2), month(3)],
    ['王芳', '第一支部', 2, 2, null, 2],
  ])
  expect(await recognise({ bytes, fileName: 'x.xlsx' })).toMatchObject({ as: 'fees', sure: true })
  const { rows } = await readAll({ bytes, as: 'fees' })
  expect(rows).toMatchObject([{ problems: [], values: { year: 2018, due: 200, paid_01: 200, paid_03: 200 } }])
  expect(Object.keys(rows[0]?.refused === false ? rows[0].values : {})).not.toContain('paid_02')
})
