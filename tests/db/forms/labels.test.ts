import { expect, test } from 'vitest'
import { formRosters } from '#db/forms/form-rosters.ts'
import { openForm } from '#db/forms/open-form.ts'
import { figureIn, partOf } from '#db/forms/proposing/labels.ts'
import { propose } from '#db/forms/proposing/propose.ts'
import { scalesOf } from '#db/forms/scale.ts'
import { broughtFigures } from '#db/records/ledger/district-figures.ts'
import { withTypes } from '#db/reports/type-figures.ts'
import { usualTypes } from '#db/reports/usual-types.ts'
import { paragraph, wordOf, workbookOf } from '#tests/fixtures/blank-forms.ts'

const types = new Map(
  usualTypes.flatMap(({ name, own = {}, also = [] }) =>
    [name, ...also].map(called => [called, { name, own, until: null }] as const),
  ),
)
const figures = withTypes(
  broughtFigures.map(one => ({ ...one, issuer: null })),
  types,
).map(({ key, name, unit, ofType }) => ({ key, name: name.zh, unit, ofType }))
const gap = undefined

test.each([
  ['主题团课场次', 'type:主题团课:sessions'],
  ['开展主题团课（场）', 'type:主题团课:sessions'],
  ['主题团课参加人次', 'type:主题团课:people'],
  ['护河志愿者', 'riverVolunteers'],
  ['护河治水参与人次', 'riverVolunteers'],
  ['河小二活动场次', 'riverEvents'],
  ['宣传册发放（万份）', 'type:宣传发放:份数'],
  ['宣传发放份数', 'type:宣传发放:份数'],
  ['婚恋交友活动场次', 'type:婚恋交友:sessions'],
  ['走访调研次数', 'type:走访调研:sessions'],
  ['志愿服务时长（小时）', 'volunteerHours'],
  ['团干部总数', 'cadresInPost'],
  ['录入团干部', 'cadres'],
  ['新发展团员', 'newMembers'],
  ['上年新发展团员数', 'newMembers'],
  // people are asked for, and not how many activities there were
  ['青年之声活动场次', 'youthVoiceActivities'],
  ['青年之声活动人次', 'type:青年之声活动:people'],
  // whose honour it is, is not said by every form
  ['五星级义工', 'fiveStarVolunteers'],
  ['驿站服务毕业生（人）', 'hostelGraduatesServed'],
  // a figure with its own unit behind it, and not what else is counted of the same
  ['微信推文篇数', 'wechatArticles'],
  ['工作画报册数', 'pictorialCopies'],
  ['街道机关团支部', undefined],
  ['优秀共青团员', undefined],
  // what names no type or not what is counted stays blank
  ['护河', undefined],
  ['荣誉', undefined],
  ['调研', undefined],
  ['编外指标甲', undefined],
  ['宣传册', undefined],
  ['青年人数', undefined],
  ['志愿者', undefined],
])('%s asks for %s', (label, key) => {
  expect(figureIn(label, figures)).toBe(key)
})

test('其中 is a part of the row above it, or of the head before it', async () => {
  expect(partOf('其中：新建', '团支部数', figures)).toBe('branchesFounded')
  expect(partOf('其中：新增', '园区团委', figures)).toBe('parkCommittees')
  expect(partOf('其中：女', '团员总数', figures)).toBeUndefined()
  const known = {
    rosters: formRosters,
    figures,
    year: 2018,
    units: [{ code: '1', name: '观湖街道团工委', full: '观湖街道团工委' }],
  }
  const rowsBelow = await workbookOf({
    name: '表',
    rows: [
      ['指标', '2018年', '2017年'],
      ['团支部总数', null, null],
      ['其中：新建', null, null],
      ['其中：某类', null, null],
    ],
  })
  expect(propose((await openForm('表.xlsx', rowsBelow)).parts, known)).toEqual({
    ...{ 's1!B2': 'figure:branches', 's1!C2': 'figure:branches@last' },
    ...{ 's1!B3': 'figure:branchesFounded', 's1!C3': 'figure:branchesFounded@last' },
  })
  const heads = await workbookOf({
    name: '表',
    rows: [
      ['各街道情况', gap, gap, gap],
      ['街道', '团支部数', '其中：新建', '团干部'],
      ['观湖', null, null, null],
      ['合计', null, null, null],
    ],
    merges: ['A1:D1'],
  })
  expect(propose((await openForm('表.xlsx', heads)).parts, known)).toMatchObject({
    ...{
      's1!B3': 'figure:branches/1',
      's1!C3': 'figure:branchesFounded/1',
      's1!D3': 'figure:cadresInPost/1',
    },
    's1!C4': 'figure:branchesFounded',
  })
})

test('a table by street under a head in three levels is of figures, and no list of work', async () => {
  const known = { rosters: formRosters, figures, year: 2018, units: [] }
  const bytes = await workbookOf({
    name: '三层',
    rows: [
      ['序号', '街道', '组织', gap, '工作', gap, gap, '备注'],
      [gap, gap, '团支部', gap, '主题团课', gap, '宣传册发放', gap],
      [gap, gap, '总数', '其中：新建', '场次', '参加人次', '份数', gap],
      ...[0, 1].map(() => Array<null>(8).fill(null)),
    ],
    merges: ['A1:A3', 'B1:B3', 'C1:D1', 'E1:G1', 'C2:D2', 'E2:F2', 'H1:H3'],
  })
  expect(propose((await openForm('表.xlsx', bytes)).parts, known)).toEqual({
    ...{ 's1!4:5': 'units', 's1!A4:A5': '#', 's1!B4:B5': 'name' },
    ...{ 's1!C4:C5': 'figure:branches', 's1!D4:D5': 'figure:branchesFounded' },
    ...{ 's1!E4:E5': 'figure:type:主题团课:sessions', 's1!F4:F5': 'figure:type:主题团课:people' },
    's1!G4:G5': 'figure:type:宣传发放:份数',
  })
})

test('a label of two columns of a person asks for both', async () => {
  const rows = [
    ['推荐表', gap, gap, gap],
    ['姓名', null, '性别', null],
    ['身份证号码', null, '手机号', null],
    ['所在单位及职务', null, '单位职务', null],
  ]
  const { parts } = await openForm('表.xlsx', await workbookOf({ name: '表', rows, merges: ['A1:D1'] }))
  expect(propose(parts, { rosters: formRosters, figures, units: [], year: 2018 })).toMatchObject({
    ...{ 's1!B4': 'person:org+title', 's1!D4': 'person:org+title' },
  })
})

test('a part below its whole is known in either order: 专职 below 团干部 is 专职团干部', async () => {
  const bytes = await workbookOf({
    name: '表',
    rows: [
      ['情况表', undefined, undefined],
      ['团干部', undefined, '主题团课'],
      ['专职', '兼职', '场次'],
      [null, null, null],
    ],
    merges: ['A1:C1', 'A2:B2'],
  })
  const marks = propose((await openForm('表.xlsx', bytes)).parts, {
    ...{ rosters: formRosters, figures, year: 2018, units: [] },
  })
  expect(marks).toEqual({
    's1!A4': 'figure:cadresFullTime',
    's1!B4': 'figure:cadresPartTime',
    's1!C4': expect.any(String),
  })
})

test('rows of activities under 场次, 人次 and 上年场次 ask for each of these; rows of years for the year', async () => {
  const known = { rosters: formRosters, figures, year: 2018, units: [] }
  const blank = await workbookOf(
    {
      name: '表',
      rows: [
        ['活动情况', null, null, null, null],
        ['活动类型', '场次', '参与人次', '上年场次', '增减'],
        ['青年之声活动', null, null, null, null],
        ['青工学堂', null, null, null, null],
      ],
      merges: ['A1:E1'],
    },
    {
      name: '历年',
      rows: [
        ['年度', '团支部', '团员'],
        ['2018年', null, null],
        ['2017年', null, null],
        ['2015年', null, null],
      ],
    },
  )
  expect(propose((await openForm('表.xlsx', blank)).parts, known)).toEqual({
    ...{ 's1!B3': 'figure:youthVoiceActivities', 's1!C3': 'figure:type:青年之声活动:people' },
    ...{ 's1!D3': 'figure:youthVoiceActivities@last', 's1!E3': 'figure:youthVoiceActivities@difference' },
    ...{ 's1!B4': 'figure:type:青工学堂:sessions', 's1!C4': 'figure:workersSchoolBeneficiaries' },
    ...{ 's1!D4': 'figure:type:青工学堂:sessions@last', 's1!E4': 'figure:type:青工学堂:sessions@difference' },
    ...{ 's2!B2': 'figure:branches', 's2!C2': 'figure:members' },
    ...{ 's2!B3': 'figure:branches@last', 's2!C3': 'figure:members@last' },
  })
})

async function proposedOn(file: string, bytes: Buffer) {
  const { parts } = await openForm(file, bytes)
  return propose(parts, { rosters: formRosters, figures, units: [], year: 2018 })
}

test('people and hours behind, below and after what was done are of that, and not of all volunteers', async () => {
  const side = [
    ['单位', '活动', gap, '志愿服务', gap, gap],
    [gap, '文化月活动（场）', '参加青年（人次）', '护河治水（场）', '参与义工（名）', '服务时长（小时）'],
    [null, null, null, null, null, null],
    [null, null, null, null, null, null],
  ]
  const merges = ['A1:A2', 'B1:C1', 'D1:F1']
  expect(await proposedOn('表.xlsx', await workbookOf({ name: '表', rows: side, merges }))).toMatchObject({
    's1!B3:B4': 'figure:cultureMonthEvents',
    's1!C3:C4': 'figure:cultureMonthParticipants',
    's1!D3:D4': 'figure:riverEvents',
    's1!E3:E4': 'figure:riverVolunteers',
    's1!F3:F4': 'figure:type:护河治水:hours',
  })
  // Under another head it is of something else.
  const apart = ['单位', '文化月活动（场）', '参与义工（名）']
  const found = await proposedOn(
    '表.xlsx',
    await workbookOf({
      name: '表',
      rows: [[gap, '活动', '志愿服务'], apart, [null, null, null], [null, null, null]],
    }),
  )
  expect(found['s1!C3:C4']).not.toBe('figure:cultureMonthParticipants')
  const below = [
    ['指标', '单位', '2018年'],
    ['文化月活动', '场', null],
    ['参加青年', '人次', null],
    ['护河治水', '场', null],
    ['参与义工', '名', null],
    ['团员', '名', null],
    ['参加人数', '名', null],
  ]
  expect(await proposedOn('表.xlsx', await workbookOf({ name: '表', rows: below }))).toEqual({
    's1!C2': 'figure:cultureMonthEvents',
    's1!C3': 'figure:cultureMonthParticipants',
    's1!C4': 'figure:riverEvents',
    's1!C5': 'figure:riverVolunteers',
    's1!C6': 'figure:members',
  })
  const text = '开展护河治水____场，参与义工____人次；文化月活动____场，覆盖青年____人。'
  expect(await proposedOn('表.docx', await wordOf(paragraph(text)))).toEqual({
    'p1#1': 'figure:riverEvents',
    'p1#2': 'figure:riverVolunteers',
    'p1#3': 'figure:cultureMonthEvents',
    'p1#4': 'figure:cultureMonthParticipants',
  })
})

test('honours of the province are asked for by their level; a form about a person that asks for 单位及职务 gets both', async () => {
  expect(figureIn('优秀共青团员（省级）', figures)).toBe('honourProvincialMembers')
  expect(figureIn('省级优秀共青团干部', figures)).toBe('honourProvincialCadres')
  expect(figureIn('优秀共青团员（区级）', figures)).toBeUndefined()
  const card = [
    ['姓名', null, '性别', null],
    ['民族', null, '学历', null],
    ['工作单位及职务', null, '手机', null],
  ]
  expect(await proposedOn('表.xlsx', await workbookOf({ name: '表', rows: card }))).toMatchObject({
    's1!B3': 'person:org+title',
  })
})

test('a block for each office below asks under its name of that alone; a line of labels heads nothing', async () => {
  const block = (name: string) => [
    [name, gap, gap, gap],
    ['团支部数', null, '团员数', null],
    ['文化月活动场次', null, '护河治水场次', null],
    [null, null, null, null],
  ]
  const rows = [['一街一块', gap, gap, gap], ...block('观湖街道'), ...block('某中学'), ...block('民治街道')]
  const bytes = await workbookOf({ name: '分块', rows, merges: ['A1:D1', 'A2:D2', 'A6:D6', 'A10:D10'] })
  const units = ['观湖', '民治'].map((place, n) => ({
    ...{ code: `44030900${n + 1}`, name: `${place}街道团工委` },
    full: `共青团深圳市龙华区${place}街道工作委员会`,
  }))
  const { parts } = await openForm('表.xlsx', bytes)
  const marks = propose(parts, { rosters: formRosters, figures, units, year: 2018 })
  const ofBlock = (row: number, unit: string) => ({
    ...{ [`s1!B${row}`]: `figure:branches${unit}`, [`s1!D${row}`]: `figure:members${unit}` },
    ...{ [`s1!B${row + 1}`]: `figure:cultureMonthEvents${unit}` },
    ...{ [`s1!D${row + 1}`]: `figure:riverEvents${unit}` },
  })
  // Nobody knows 某中学: nothing of another office stands there.
  expect(marks).toEqual({ ...ofBlock(3, '/440309001'), ...ofBlock(11, '/440309002') })
})

test('a sum above its rows that is worked out already, and words that stand before anything', async () => {
  const rows = [
    ['序号', '街道名称', '主题团课（场）', '参加人数'],
    ['全区合计', null, '=SUM(C3:C4)', '=SUM(D3:D4)'],
    [1, null, null, null],
    [2, null, null, null],
  ]
  expect(
    await proposedOn('表.xlsx', await workbookOf({ name: '表', rows, merges: ['A2:B2'] })),
  ).toMatchObject({
    ...{ 's1!3:4': 'units', 's1!A3:A4': '#', 's1!B3:B4': 'name' },
    ...{ 's1!C3:C4': 'figure:type:主题团课:sessions', 's1!D3:D4': 'figure:type:主题团课:people' },
  })
  for (const label of ['工作开展', '工作情况', '活动开展情况', '青年人数'])
    expect(figureIn(label, figures), label).toBeUndefined()
  expect(figureIn('婚恋交友活动参加人次', figures)).toBe('matchmakingParticipants')
  const text =
    '现将2018年情况报送如下：全年新注册志愿者____人，发布志愿项目____个；U站____个，上年____个，增加____个。'
  expect(await proposedOn('表.docx', await wordOf(paragraph(text)))).toEqual({
    ...{ 'p1#1': 'figure:newVolunteers', 'p1#2': 'figure:volunteerProjects' },
    ...{ 'p1#3': 'figure:uStations', 'p1#4': 'figure:uStations@last', 'p1#5': 'figure:uStations@difference' },
  })
})

test('a sentence says once of what it speaks: what is founded, what is published, how many took part', async () => {
  const text = [
    '全年新注册志愿者____人，发布项目____个，参与____万人次，服务____万小时。',
    '开展骨干义工外出交流____场、新注册义工培训____场，____名义工参加。',
    '今年新建园区团委____个、街道机关团支部____个。参与____人次。',
  ]
  expect(await proposedOn('表.docx', await wordOf(text.map(one => paragraph(one)).join('')))).toEqual({
    'p1#1': 'figure:newVolunteers',
    'p1#2': 'figure:volunteerProjects',
    'p1#3': 'figure:volunteerParticipations',
    'p1#4': 'figure:volunteerHours',
    'p2#1': 'figure:volunteerVisits',
    'p2#2': 'figure:volunteerTrainingSessions',
    // who came to both is not who came to the trainings: that is for a person to say
    'p3#1': 'figure:parkCommittees',
    'p3#2': 'figure:streetOrganBranches',
  })
})

test('a head in two lines counts people where its brackets say so, below the sums of a quarter too', async () => {
  const rows = [
    ['月份', '驿站', gap],
    [gap, '住宿（人）', '服务毕业生（人）'],
    ['1月', null, null],
    ['2月', null, null],
    ['一季度小计', '=SUM(B3:B4)', '=SUM(C3:C4)'],
    ['4月', null, null],
  ]
  const merges = ['A1:A2', 'B1:C1']
  expect(await proposedOn('表.xlsx', await workbookOf({ name: '月度', rows, merges }))).toEqual({
    's1!B3': 'figure:hostelGuests@m1',
    's1!C3': 'figure:hostelGraduatesServed@m1',
    's1!B4': 'figure:hostelGuests@m2',
    's1!C4': 'figure:hostelGraduatesServed@m2',
    's1!B6': 'figure:hostelGuests@m4',
    's1!C6': 'figure:hostelGraduatesServed@m4',
  })
})

test('全区总计 above the rows is their sum; a blank between its label and its unit keeps what it asks for; a level has a column of its own', async () => {
  const rows = [
    ['序号', '街道', '团支部（个）'],
    ['全区总计', gap, '=SUM(C3:C4)'],
    [1, null, null],
    [2, null, null],
  ]
  const units = await workbookOf({ name: '街道', rows, merges: ['A2:B2'] })
  expect(await proposedOn('表.xlsx', units)).toMatchObject({
    's1!3:4': 'units',
    's1!B3:B4': 'name',
    's1!C3:C4': 'figure:branches',
  })
  const card = [
    ['一页通', gap, gap, gap, gap],
    ['填报单位', null, '日期', null, '层级：□区级 □街道'],
    ['组织', '兼职团干部', null, '人', null],
    ['荣誉', '优秀共青团员', '省级', null, null],
  ]
  const cells = await workbookOf({ name: '卡', rows: card, merges: ['A1:E1'] })
  expect(await proposedOn('表.xlsx', cells)).toMatchObject({
    's1!C3': 'figure:cadresPartTime',
    's1!D4': 'figure:honourProvincialMembers',
  })
})

test('a number is written in the unit that stands behind it, each half of a form in its own', async () => {
  const rows = [
    ['一页通', gap, gap, gap, gap, gap],
    ['志愿服务总时长', null, '万小时', '捐赠图书', null, '册'],
    ['新注册志愿者', null, '人', '玉树善款', null, '万元'],
  ]
  const card = await openForm('表.xlsx', await workbookOf({ name: '卡', rows, merges: ['A1:F1'] }))
  const scale = scalesOf(card.parts)
  expect(['B2', 'E2', 'B3', 'E3'].map(at => scale(`s1!${at}`, undefined))).toEqual([10_000, 1, 1, 10_000])
  const behind = [
    ['指标', '数量', '单位', '上年'],
    ['文化月参加青年', null, '万人', null],
    ['团员总数', null, '名', null],
  ]
  const table = await openForm('表.xlsx', await workbookOf({ name: '表', rows: behind }))
  const said = scalesOf(table.parts)
  expect(['B2', 'D2', 'B3', 'D3'].map(at => said(`s1!${at}`, undefined))).toEqual([10_000, 10_000, 1, 1])
})
