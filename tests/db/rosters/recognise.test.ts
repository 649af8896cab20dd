import { writeXlsx } from 'hucre'
import { expect, test } from 'vitest'
import { maskId } from '#db/records/types/id-number.ts'
import { columnNames, letteredColumn } from '#db/rosters/recognising/headers/column-names.ts'
import { recognise } from '#db/rosters/recognising/recognise.ts'
import { rosterKinds, rosterOf } from '#db/rosters/roster-kinds.ts'
import { writeTemplate } from '#db/rosters/writing/write-template.ts'
import { soffice } from '#tests/fixtures/libreoffice.ts'
import { bytesOf, converted, goodId, memberHeaders, readAll, refusalOf, xlsxOf } from './make-file.ts'

const person = ['张伟', goodId, '第一支部']
const fileName = '团员.xlsx'

/** What each column came to: name, field and by what. */
const columnsOf = ({ columns }: Awaited<ReturnType<typeof recognise>>) =>
  columns.map(({ name, field, by }) => [name, field, by])

test('every column is told with its header, examples from below it, and the field it stands for or none', async () => {
  const bytes = await xlsxOf([
    ['龙华区团员表'],
    ['填报日期：2018-12-31'],
    ['姓名', '身份证号', '所在团支部', '血型'],
    [...person, 'A'],
    ['李娜', '', '第一支部', 'A'],
    ['合计', 2],
  ])
  const found = await recognise({ bytes, fileName })
  expect(found).toMatchObject({
    as: 'members',
    sure: true,
    sheet: '表1',
    headerRow: 3,
    day: '2018-12-31',
    sheets: [{ name: '表1', rows: 2, headerRow: 3, hidden: false }],
    missing: [],
  })
  expect(found.columns).toEqual([
    { name: '姓名', header: '姓名', samples: ['张伟', '李娜'], field: 'name', by: 'header' },
    { name: '身份证号', header: '身份证号', samples: [maskId(goodId)], field: 'idNumber', by: 'header' },
    { name: '所在团支部', header: '所在团支部', samples: ['第一支部'], field: 'branch', by: 'header' },
    { name: '血型', header: '血型', samples: ['A'], field: null, by: null },
  ])
  expect(found.fields.find(({ field }) => field === 'idNumber')).toEqual({
    field: 'idNumber',
    label: { zh: '身份证号', en: 'ID number' },
    needed: true,
  })
})

test('columns of the same header and columns without one have names of their own', async () => {
  expect(columnNames(['手机', '', '手机', '手机(2)', '手机'])).toEqual([
    '手机',
    'B列',
    '手机(3)',
    '手机(2)',
    '手机(4)',
  ])
  expect(letteredColumn('AB列')).toBe(27)
  expect(letteredColumn('联系方式列')).toBeUndefined()
  const bytes = await xlsxOf([
    ['姓名', '', '所在团支部', '手机', '手机'],
    ['张伟', goodId, '第一支部', '13800000001', '13800000002'],
  ])
  const map = { B列: 'idNumber', 手机: 'ignore' }
  expect(columnsOf(await recognise({ bytes, fileName, as: 'members', map }))).toEqual([
    ['姓名', 'name', 'header'],
    ['B列', 'idNumber', 'chosen'],
    ['所在团支部', 'branch', 'header'],
    ['手机', null, 'chosen'],
    ['手机(2)', 'phone', 'header'],
  ])
  const { rows, roster } = await readAll({ bytes, as: 'members', map })
  expect(rows[0]).toMatchObject({ refused: false, values: { idNumber: goodId, phone: '13800000002' } })
  expect(roster.columns).toMatchObject({ matched: { 身份证号: 'idNumber' }, ignored: ['手机'] })
  expect(roster.headers).toEqual(['姓名', '身份证号', '所在团支部', '手机', '手机'])
  expect(await refusalOf(() => readAll({ bytes, as: 'members', map: { H列: 'email' } }))).toBe(
    'header-unknown',
  )
})

test('what was chosen goes before what was remembered, and that before the words of the headers', async () => {
  const bytes = await xlsxOf([
    ['大名', '姓名', '身份证号', '所在团支部', '电话'],
    ['张伟', '小张', goodId, '第一支部', '1'],
  ])
  const remembered = { members: { 大名: 'name', 电话: 'ignore', 血型: 'email', 姓名: 'no-such-field' } }
  expect(columnsOf(await recognise({ bytes, fileName, remembered }))).toEqual([
    ['大名', 'name', 'remembered'],
    ['姓名', null, null],
    ['身份证号', 'idNumber', 'header'],
    ['所在团支部', 'branch', 'header'],
    ['电话', null, 'remembered'],
  ])
  const map = { 姓名: 'name', 电话: 'phone' }
  const chosen = columnsOf(await recognise({ bytes, fileName, remembered, as: 'members', map }))
  expect(chosen.slice(0, 2)).toEqual([
    ['大名', null, 'remembered'],
    ['姓名', 'name', 'chosen'],
  ])
  expect(chosen[4]).toEqual(['电话', 'phone', 'chosen'])
  const { rows } = await readAll({ bytes, as: 'members', remembered: remembered.members })
  expect(rows[0]).toMatchObject({ values: { name: '张伟', phone: undefined } })
})

test('headers that nobody knows are shown all the same, and can be chosen once it is said which roster it is', async () => {
  const bytes = await xlsxOf([['人员花名'], ['甲', '乙', '丙'], [goodId, '张伟', '第一支部']])
  const unknown = await recognise({ bytes, fileName })
  expect(unknown).toMatchObject({ as: null, sure: false, headerRow: 2, fields: [], missing: [] })
  expect(columnsOf(unknown).map(([name]) => name)).toEqual(['甲', '乙', '丙'])
  const asMembers = await recognise({ bytes, fileName, as: 'members' })
  expect(asMembers).toMatchObject({ as: 'members', sure: false, headerRow: 2 })
  expect(asMembers.missing).toEqual([['name'], ['idNumber'], ['branch']])
  const map = { 甲: 'idNumber', 乙: 'name', 丙: 'branch' }
  expect(await recognise({ bytes, fileName, as: 'members', map })).toMatchObject({ sure: true, missing: [] })
})

test('one header among them that is known stands for what it says, and is not asked about', async () => {
  const bytes = await xlsxOf([
    ['甲', '乙', '团支部'],
    [goodId, '张伟', '第一支部'],
  ])
  const asMembers = await recognise({ bytes, fileName, as: 'members' })
  expect(columnsOf(asMembers)).toEqual([
    ['甲', null, null],
    ['乙', null, null],
    ['团支部', 'branch', 'header'],
  ])
  expect(asMembers.missing).toEqual([['name'], ['idNumber']])
  const map = { 甲: 'idNumber', 乙: 'name' }
  expect(await recognise({ bytes, fileName, as: 'members', map })).toMatchObject({ sure: true, missing: [] })
})

test('two sheets of one kind, a kind that fits as well, and a missing column are asked about', async () => {
  const rows = [['姓名', '身份证号', '所在团支部'], person]
  const several = await writeXlsx({
    sheets: [
      { name: '2017', rows },
      { name: '2018', rows: [...rows, person] },
      { name: '旧表', rows, hidden: true },
    ],
  })
  const found = await recognise({ bytes: several, fileName })
  expect(found).toMatchObject({ as: 'members', sure: false, sheet: '2017' })
  expect(found.why.zh).toContain('有 2 张工作表')
  expect(found.sheets.map(({ name, rows, hidden }) => [name, rows, hidden])).toEqual([
    ['2017', 1, false],
    ['2018', 2, false],
    ['旧表', 1, true],
  ])
  expect(await recognise({ bytes: several, fileName, sheet: '2018' })).toMatchObject({
    as: 'members',
    sure: true,
    sheet: '2018',
  })
  const lacking = await xlsxOf([
    ['姓名', '入团年月', '所在团支部', '团籍状态'],
    ['张伟', '2014-05', '第一', '正常'],
  ])
  const asked = await recognise({ bytes: lacking, fileName })
  expect(asked).toMatchObject({ as: 'members', sure: false, missing: [['idNumber']] })
  expect(asked.why.zh).toContain('缺少“身份证号”列')
})

const people = ['姓名', '性别', '民族', '出生年月', '入团年月', '政治面貌']
const hisOwn = ['张伟', '男', '汉', '1999.5', '2014.5', '团员']
test.each<[string, string[], string[], string]>([
  ['with the branch', [...people, '团支部'], [...hisOwn, '第一支部'], '“身份证号”列'],
  ['without', [...people, '联系电话'], [...hisOwn, '13800000001'], '“身份证号”“所在团支部”列'],
  ['with few columns', ['姓名', '性别', '团支部'], ['张伟', '男', '第一支部'], '“身份证号”列'],
  [
    'with workplaces and posts that few have',
    [...people, '工作单位', '职务', '备注'],
    [...hisOwn, '大浪社区', '', ''],
    '“身份证号”“所在团支部”列',
  ],
])('a roster of members without ID numbers is told what it lacks: %s', async (_, headers, line, lacks) => {
  const bytes = await xlsxOf([headers, line, line])
  const found = await recognise({ bytes, fileName })
  expect(found).toMatchObject({ as: 'members', sure: false })
  expect(found.why.zh).toBe(`像团员名册，但缺少${lacks}。`)
})

test('a sheet with no header row says so instead of guessing', async () => {
  const bytes = await xlsxOf([
    [1, 2],
    [3, 4],
  ])
  expect(await recognise({ bytes, fileName })).toMatchObject({ as: null, headerRow: null, columns: [] })
})

test.each(rosterKinds.map(({ as }) => as))(
  'an empty table of %s is recognised surely, and nothing in it is a row',
  async as => {
    for (const lang of ['zh', 'en'] as const) {
      const bytes = await bytesOf(writeTemplate(rosterOf(as), lang))
      expect(await recognise({ bytes, fileName })).toMatchObject({
        as,
        sure: true,
        headerRow: 1,
        missing: [],
      })
      const { rows, roster } = await readAll({ bytes, as })
      expect(rows).toEqual([])
      expect(roster.columns.ignored).toEqual([])
    }
  },
)

if (soffice === undefined)
  console.log('LibreOffice is not installed: whether it opens an empty table was not tried')
test.skipIf(soffice === undefined)(
  'an empty table that LibreOffice saved is still recognised surely, its notes behind it',
  async () => {
    const bytes = converted(await bytesOf(writeTemplate(rosterOf('members'), 'zh')), 'xlsx', 'ods')
    const found = await recognise({ bytes, fileName })
    expect(found).toMatchObject({ as: 'members', sure: true, sheet: '团员信息表', missing: [] })
    expect(found.sheets.map(({ name }) => name)).toEqual(['团员信息表', '填写说明'])
  },
)

test('a table whose first row is a person has no header, so nobody is taken for one', async () => {
  const bytes = await xlsxOf([person, ['李娜', goodId, '第二支部']])
  expect(await recognise({ bytes, fileName })).toMatchObject({ as: null, headerRow: null, columns: [] })
})

test('where the sheets of a file are rosters of several kinds none is passed over: members go first, and both are named', async () => {
  const members = [['姓名', '身份证号', '所在团支部'], person]
  const cadres = [
    ['姓名', '身份证号', '所在团组织', '团内职务', '任职时间'],
    [...person, '书记', '2018-01-01'],
  ]
  const bytes = new Uint8Array(
    await writeXlsx({
      sheets: [
        { name: '团干', rows: cadres },
        { name: '团员', rows: members },
      ],
    }),
  )
  const found = await recognise({ bytes, fileName })
  expect(found).toMatchObject({ as: 'members', sheet: '团员', sure: false })
  expect(found.why.zh).toContain('“团员”像团员名册，“团干”像团干部名册')
  expect(await recognise({ bytes, fileName, sheet: '团干' })).toMatchObject({ as: 'cadres', sure: true })
})

test('members with a 职务 that few of them have are no cadres', async () => {
  const headers = ['所在支部', '姓名', '身份证号', '入团年月', '政治面貌', '出生年月', '职务']
  const row = (title: string) => ['第一支部', '张伟', goodId, '2012.5', '团员', '1949.12', title]
  const rosterOf = (...titles: string[]) => xlsxOf([headers, ...titles.map(row)])
  expect(await recognise({ bytes: await rosterOf('书记', '', '', ''), fileName })).toMatchObject({
    as: 'members',
    sure: true,
  })
  expect(await recognise({ bytes: await rosterOf('书记', '委员', '副书记'), fileName })).toMatchObject({
    as: 'cadres',
    sure: true,
  })
})

test('a header in all columns of many rows takes no more than its columns come to', async () => {
  const spentOn = async (columns: number) => {
    const wide = Array.from({ length: columns }, (_, n) => (n % 2 === 0 ? '姓名' : '身份证号'))
    const bytes = await xlsxOf(Array.from({ length: 30 }, () => wide))
    const before = process.cpuUsage()
    expect((await recognise({ bytes, fileName: 'x.xlsx' })).as).toBe('members')
    const { user, system } = process.cpuUsage(before)
    return user + system
  }
  const narrow = await spentOn(128)
  expect((await spentOn(512)) / narrow).toBeLessThan(10)
})

test('columns of a table beside the first, below one header, or of one number are no columns that nobody uses', async () => {
  const unused = async (rows: (string | null)[][]) =>
    (await recognise({ bytes: await xlsxOf(rows), fileName: 'x.xlsx', as: 'members' })).columns.flatMap(
      ({ name, field }) => (field === null ? [name] : []),
    )
  const person = ['张伟', '440399200105102107']
  expect(
    await unused([
      ['姓名', '身份证号', '备用', '姓名', '身份证号'],
      [...person, 'x', ...person],
    ]),
  ).toEqual(['备用'])
  expect(
    await unused([
      ['姓名', '身份证号', null, '性别', null],
      [null, null, null, '男', '女'],
      ['张伟', '44039920010510', '2107', '', '√'],
    ]),
  ).toEqual([])
})

test.each([
  [
    'terms',
    '青山区基层团组织换届情况统计表',
    ['团组织名称', '本次换届时间', '任期', '书记'],
    ['第一支部', '2017年9月15日', '3年', '张伟'],
  ],
  [
    'orgs',
    '团组织架构表',
    ['街道', '社区', '团支部', '成立时间'],
    ['云岭街道', '东坪社区', '第三团支部', '2018年9月'],
  ],
  [
    'members',
    '名单',
    ['街道', '社区', '支部', '姓名', '证件号码'],
    ['云岭', '东坪', '第一团支部', '张伟', goodId],
  ],
])('a table of %s is known by its title and columns: %s', async (as, title, headers, line) => {
  const bytes = await xlsxOf([[title], headers, line])
  expect((await recognise({ bytes, fileName: '表.xlsx' })).as).toBe(as)
})

test('names, numbers and branches with a remark beside them are members', async () => {
  const bytes = await xlsxOf([
    [...memberHeaders, '备注'],
    ['王芳', goodId, '第一支部', '新转入'],
  ])
  expect(await recognise({ bytes, fileName: '名单.xlsx' })).toMatchObject({ as: 'members', sure: true })
})

const elected = ['第一支部', '2018-03-15', '第三届']
test.each<[string, string | null, string[], string[], string, boolean]>([
  [
    'with officers',
    '2018年基层团组织换届选举情况登记表',
    ['团组织名称', '选举日期', '任期', '书记', '委员'],
    ['第一支部', '2018.3.15', '2018.3-2021.3', '张伟', '王芳、李海'],
    'terms',
    false,
  ],
  [
    'with officers and no title',
    null,
    ['团组织名称', '选举日期', '届次', '任期', '书记'],
    [...elected, '3', '张伟'],
    'terms',
    false,
  ],
  [
    'with a row for each who was elected',
    '新一届团支部委员会选举结果一览表',
    ['团支部', '选举日期', '届次', '姓名', '身份证号', '职务', '得票数'],
    [...elected, '张伟', goodId, '书记', '18'],
    'terms',
    false,
  ],
  [
    'with the last one and the next one',
    '基层团组织换届台账',
    ['组织全称', '组织类型', '上次换届日期', '本次换届日期', '下次换届日期', '任期（年）'],
    ['第一支部', '团支部', '2015-03-01', '2018-03-15', '2021-03-15', '3'],
    'terms',
    true,
  ],
  [
    'without a title, told by what only they have',
    null,
    ['团组织全称', '最近换届日期', '届期（年）', '应换届日期', '是否按期换届'],
    ['第一支部', '2018-03-15', '3', '2021-03-15', '是'],
    'terms',
    true,
  ],
  [
    'beside what makes a new organization',
    null,
    ['团组织全称', '组织类型', '上级组织', '成立日期', '选举日期', '届期(年)', '书记'],
    ['第一支部', '团支部', '第一总支', '2018-01-01', '2018-03-15', '3', '张伟'],
    'orgs',
    true,
  ],
])('a list of elections %s is none of organizations', async (_, title, headers, row, as, sure) => {
  const bytes = await xlsxOf([...(title === null ? [] : [[title]]), headers, row])
  const found = await recognise({ bytes, fileName: 'x.xlsx' })
  expect([found.as, found.sure]).toEqual([as, sure])
  expect(found.why.zh.includes('再把文件拖进来')).toBe(!sure)
})

test('whoever was elected holds the post from the election, and a number of years is no day', async () => {
  const bytes = await xlsxOf([
    ['团支部', '选举日期', '任期', '书记'],
    ['第一支部', '2018-03-15', 3, '张伟'],
  ])
  const byYears = await xlsxOf([
    ['团支部', '任期', '书记'],
    ['第一支部', '三年', '张伟'],
  ])
  const sinceOf = async (bytes: Uint8Array) => {
    const [row] = (await readAll({ bytes, as: 'cadres' })).rows
    return row?.refused === false ? [row.values.since?.day, row.problems] : row?.problems
  }
  expect(await sinceOf(bytes)).toEqual(['2018-03-15', []])
  expect(await sinceOf(byYears)).toEqual([undefined, []])
})

test('lists of venues and of units without an organization are none of organizations', async () => {
  const venues = await xlsxOf([
    ['青年之家基本情况'],
    ['序号', '名称', '地址', '类型', '主管组织', '启用时间', '负责人', '联系电话'],
    [1, '龙华青年之家', '人民路1号', '青年之家', '某街道团工委', '2018-05-04', '张伟', '13800001234'],
    [2, '福城U站', '福城路2号', 'U站', '某街道团工委', '2018-06-01', '李海', '13800001235'],
  ])
  expect((await recognise({ bytes: venues, fileName: 'x.xlsx' })).as).toBe('venues')
  expect((await readAll({ bytes: venues, as: 'venues' })).rows).toMatchObject([
    { refused: false, values: { name: '龙华青年之家', org: '某街道团工委', opened: '2018-05-04' } },
    { refused: false, values: { name: '福城U站', type: '志愿服务U站' } },
  ])
  const units = await xlsxOf([
    ['未建团“两新”组织摸排表'],
    [
      '序号',
      '所属街道',
      '单位名称',
      '单位类别',
      '35岁以下青年数',
      '团员数',
      '拟建团时间',
      '联系人',
      '联系电话',
    ],
    [1, '某街道', '某科技园', '产业园区', '120人', 5, '2025.6', '张三', '13800001234'],
    [2, '某街道', '某公司', '非公企业', 40, 3, '2025年6月', '李四', '13800001235'],
  ])
  expect((await recognise({ bytes: units, fileName: 'x.xlsx' })).as).toBe('prospects')
  expect((await readAll({ bytes: units, as: 'prospects' })).rows).toMatchObject([
    {
      refused: false,
      values: { name: '某科技园', org: '某街道', members: 5, youths: 120, planned: '2025-06' },
    },
    { refused: false, values: { name: '某公司', type: '企业' } },
  ])
})

const takenAs = async (title: string, headers: string[], ...rows: (string | number)[][]) => {
  const bytes = await xlsxOf([[title], headers, ...rows])
  return recognise({ bytes, fileName: '表.xlsx', knowsPlace: text => text === '第一支部' })
}

test.each<[string, string[], (string | number)[]]>([
  [
    '2018年志愿服务台账',
    ['姓名', '服务时间', '服务时长', '活动名称', '服务地点'],
    ['王芳', '2018-03-05', 3, '学雷锋', '社区'],
  ],
  [
    '志愿服务台账',
    ['所在团支部', '姓名', '活动名称', '活动日期', '服务时长（小时）'],
    ['第一支部', '王芳', '学雷锋', '2018-03-05', 3],
  ],
  [
    '志愿服务台账',
    ['团支部', '活动类型', '活动名称', '活动时间', '姓名', '服务时长'],
    ['第一支部', '志愿服务', '学雷锋', '2018-03-05', '王芳', 3],
  ],
  [
    '第一支部志愿者服务登记表',
    ['姓名', '活动名称', '日期', '服务时间', '地点'],
    ['王芳', '学雷锋', '2018-03-05', '3', '社区'],
  ],
  [
    '义工服务时数统计表',
    ['姓名', '身份证号', '所在团支部', '服务项目', '服务日期', '服务时数'],
    ['王芳', goodId, '第一支部', '交通', '2018-03-05', 3],
  ],
])('who volunteered when is neither meetings nor members: %s with %j', async (title, headers, row) => {
  const found = await takenAs(title, headers, row, row)
  expect([found.as, found.sure]).toEqual([null, false])
  expect(found.why.zh).toMatch(/志愿服务台账，一行是一个人.*工作台账/)
})

test('a ledger of volunteering with a row for each time is a work ledger of which the type is asked', async () => {
  const headers = ['团支部', '活动名称', '活动时间', '活动地点', '参加人数', '服务时长']
  const found = await takenAs('台账', headers, ['第一支部', '学雷锋', '2018-03-05', '社区', 5, 10])
  expect([found.as, found.sure, found.missing]).toEqual(['work', false, [['type']]])
  expect(found.columns.map(({ field }) => field)).toEqual([
    ...['org', 'title', 'held_on', 'venue', 'people', 'hours'],
  ])
  const unknown = ['第一支部', '学雷锋', '2018-03-05', '社区', 5]
  expect((await takenAs('志愿服务活动台账', headers.slice(0, 5), unknown, unknown)).as).toBe('work')
  // Meetings of the branch that are called so stay meetings.
  const meetings = ['团支部', '活动类型', '活动时间', '活动主题', '应到人数', '实到人数']
  const said = await takenAs('组织生活', meetings, ['第一支部', '志愿服务', '2018-03-05', '学雷锋', 9, 8])
  expect([said.as, said.sure]).toEqual(['meetings', true])
  // So do members whose hours are counted beside them.
  const member = ['王芳', goodId, '第一支部', 12]
  const counted = await takenAs('团员名册', ['姓名', '身份证号', '所在团支部', '志愿服务时长'], member)
  expect([counted.as, counted.sure]).toEqual(['members', true])
})

test.each(['2018年团干部培训班学员名单', '参训人员名册', '团干部培训签到表'])(
  '%s is a list of a training, which says what it lacks for that',
  async title => {
    const row = ['鲁方', '第一支部', '书记', '13400000001']
    const found = await takenAs(title, ['姓名', '单位', '职务', '联系电话'], row)
    expect([found.as, found.sure, found.missing]).toEqual(['attendances', false, [['training'], ['held_on']]])
    expect(found.why.zh).toContain(title)
    expect(found.why.zh).toContain('“培训名称”“培训日期”')
  },
)

test.each(['某培训学校团支部团干部名册', '团干部名册（培训后更新）'])(
  '%s is a list of cadres all the same',
  async title => {
    const found = await takenAs(title, ['姓名', '单位', '职务'], ['鲁方', '第一支部', '书记'])
    expect([found.as, found.sure]).toEqual(['cadres', true])
  },
)

test.each(['班级', '所在班级', '部门', '车间'])(
  'where members lack their branch a column %s is named as what may be it',
  async header => {
    const row = ['王芳', goodId, '高一（1）班']
    const found = await takenAs('高一年级名册', ['姓名', '身份证号', header], row)
    expect([found.as, found.sure, found.missing]).toEqual(['members', false, [['branch']]])
    expect(found.why.zh).toContain(`“${header}”一列写的如果就是团支部`)
    const bytes = await xlsxOf([['姓名', '身份证号', header], row])
    const refused = await readAll({ bytes, as: 'members' }).catch((error: { text?: { zh: string } }) => error)
    expect(refused).toMatchObject({ text: { zh: expect.stringContaining(`也许就是“${header}”`) } })
  },
)

test.each([
  '党员花名册',
  '某街道通讯录',
  '国庆值班表',
  '民兵花名册',
  '疫苗接种登记表',
  '2018级学生信息表',
  '2018年优秀团员推荐名单',
])('of %s it is asked whether they are cadres or members', async title => {
  const cadre = await takenAs(
    title,
    ['姓名', '单位', '职务', '手机'],
    ['王芳', '第一支部', '书记', '13800001234'],
  )
  expect([cadre.as, cadre.sure]).toEqual(['cadres', false])
  const member = await takenAs(title, ['姓名', '身份证号', '所在支部'], ['王芳', goodId, '第一支部'])
  expect([member.as, member.sure]).toEqual(['members', false])
  for (const { why } of [cadre, member]) expect(why.zh).toContain(title)
})

test.each(['某街道团干部通讯录', '2018级学生团员花名册', '困难团员名单', '职工团支部团员信息表'])(
  '%s is what it says',
  async title => {
    const found = await takenAs(title, ['姓名', '身份证号', '所在团支部'], ['王芳', goodId, '第一支部'])
    expect([found.as, found.sure]).toEqual(['members', true])
  },
)
