import type { CellValue } from 'hucre'
import { expect, test } from 'vitest'
import { codesOf, day, goodId, readAll, xlsxOf } from './make-file.ts'

async function oneRow<const K extends string>(as: K, cells: Record<string, CellValue>) {
  const bytes = await xlsxOf([Object.keys(cells), Object.values(cells)])
  const { rows } = await readAll({ bytes, as, today: day('2018-12-31') })
  return rows[0]!
}

const org = { 组织ID: 'LH1', 团组织全称: '共青团龙华区第1学校支部委员会', 组织类型: '团支部' }

test('an organization becomes typed values', async () => {
  const row = await oneRow('orgs', {
    ...org,
    团组织简称: '第1学校团支部',
    所属层级: '社区级',
    上级组织: '共青团民治街道工作委员会',
    单位所属行业类别: '4',
    支部类别: '临时支部',
    成立日期: '2017.4.6',
    最近换届日期: '2018年5月',
    '届期(年)': '三年',
    联系电话: '0755-26814757',
    统一社会信用代码: '1144030969 25471x2m',
    邮箱: 'a@b.cn',
  })
  expect(row).toMatchObject({
    refused: false,
    problems: [],
    values: {
      code: 'LH1',
      name: '共青团龙华区第1学校支部委员会',
      shortName: '第1学校团支部',
      kind: 'branch',
      tier: 'community',
      parent: '共青团民治街道工作委员会',
      industry: '职业教育学校',
      branchType: 'temporary',
      founded: { day: '2017-04-06', precision: 'day' },
      elected: { day: '2018-05-01', precision: 'month' },
      termYears: 3,
      phone: '0755-26814757',
      creditCode: '114403096925471X2M',
      email: 'a@b.cn',
    },
  })
})

test('a kind that is not written is taken from the name, and a blank cell says nothing', async () => {
  const bytes = await xlsxOf([
    ['团组织全称', '支部类别', '届期'],
    ['共青团民治街道工作委员会', '', 3],
    ['共青团中心医院总支部委员会', null, '5年'],
  ])
  const { rows } = await readAll({ bytes, as: 'orgs' })
  const values = rows.map(row => (row.refused ? undefined : row.values))
  expect(values.map(value => [value?.kind, value?.branchType, value?.termYears])).toEqual([
    ['work-committee', undefined, 3],
    ['general-branch', undefined, 5],
  ])
})

test.each<[string, Record<string, CellValue>, string[]]>([
  ['its kind is not known', { ...org, 组织类型: '协会' }, ['value-unknown']],
  [
    'its kind cannot be told from the name',
    { 组织ID: 'L1', 团组织全称: '龙华青年联合会' },
    ['value-unknown'],
  ],
  ['it has a code alone and no kind', { 组织ID: 'L1', 团组织全称: null, 组织类型: null }, ['kind-missing']],
  ['nothing tells which it is', { 组织ID: null, 团组织全称: null, 组织类型: '团支部' }, ['name-missing']],
  ['its founding day does not exist', { ...org, 成立日期: '2018-02-30' }, ['date-impossible']],
])('an organization is refused when %s', async (_, cells, codes) => {
  const row = await oneRow('orgs', cells)
  expect([row.refused, codesOf(row)]).toEqual([true, codes])
})

test.each<[string, Record<string, CellValue>]>([
  ['a tier that is not known', { ...org, 所属层级: '省' }],
  ['a term of ninety years', { ...org, 届期: 90 }],
  ['an industry that is not known', { ...org, 行业类别: '航天' }],
])('%s is a note, and the organization is taken', async (_, cells) => {
  expect(await oneRow('orgs', cells)).toMatchObject({ refused: false, problems: [{ code: 'value-unknown' }] })
})

test('the same code twice in a file counts once', async () => {
  const rows = [Object.keys(org), Object.values(org), Object.values({ ...org, 团组织全称: '另一个支部' })]
  const read = await readAll({ bytes: await xlsxOf(rows), as: 'orgs' })
  expect(read.rows.map(codesOf)).toEqual([[], ['code-twice']])
})

const cadre = { 姓名: '张伟', 身份证号码: goodId, 团干所属组织: '第1支部', 团内现任职务: '书记' }

test('a post becomes typed values', async () => {
  const row = await oneRow('cadres', {
    ...cadre,
    团内现任职务: '团支部书记\uff08兼\uff09',
    团干部性质: '兼职团干',
    任现职年月: '2016-11',
    离任日期: '至今',
    文化程度: '普通本科',
  })
  expect(row).toMatchObject({
    refused: false,
    problems: [],
    values: {
      name: '张伟',
      idNumber: goodId,
      org: '第1支部',
      title: '书记',
      nature: 'part-time',
      since: { day: '2016-11-01', precision: 'month' },
      until: undefined,
      education: '普通本科',
    },
  })
})

test('one person may hold several posts, and a title of no list is kept with a note', async () => {
  const rows = [
    Object.keys(cadre),
    Object.values(cadre),
    Object.values({ ...cadre, 团内现任职务: '大队辅导员' }),
  ]
  const read = await readAll({ bytes: await xlsxOf(rows), as: 'cadres' })
  expect(read.rows.map(codesOf)).toEqual([[], ['value-unknown']])
  expect(read.rows[1]).toMatchObject({ refused: false, values: { title: '大队辅导员' } })
})

test('a post without organization or title is refused; one that ends before it began is a note', async () => {
  expect(codesOf(await oneRow('cadres', { ...cadre, 团干所属组织: null }))).toEqual(['org-missing'])
  expect(codesOf(await oneRow('cadres', { ...cadre, 团内现任职务: '无' }))).toEqual(['title-missing'])
  const backwards = await oneRow('cadres', { ...cadre, 任现职年月: '2018-07-30', 离任日期: '2018-07-23' })
  expect(backwards).toMatchObject({ refused: false, problems: [{ code: 'date-order', column: '离任日期' }] })
  const sameMonth = await oneRow('cadres', { ...cadre, 任现职年月: '2018-07-30', 离任日期: '2018-07' })
  expect(sameMonth).toMatchObject({ refused: false, problems: [] })
})

const meeting = { 团组织: '第1支部', 活动类型: '团员大会', 日期: '2018.2.21' }

test('a meeting becomes typed values', async () => {
  const row = await oneRow('meetings', {
    ...meeting,
    主题: '=1+1',
    应到人数: '9人',
    实到人数: 7,
    地点: '会议室',
  })
  expect(row).toMatchObject({
    refused: false,
    problems: [],
    values: {
      org: '第1支部',
      type: '支部大会',
      day: '2018-02-21',
      topic: '=1+1',
      expected: 9,
      attended: 7,
      place: '会议室',
    },
  })
})

test.each<[string, Record<string, CellValue>, string[], boolean]>([
  ['without a day', { ...meeting, 日期: null }, ['date-missing'], true],
  ['with a month alone', { ...meeting, 日期: '2018-02' }, ['date-unclear'], true],
  ['without a kind', { ...meeting, 活动类型: '' }, ['type-missing'], true],
  ['without an organization', { ...meeting, 团组织: ' ' }, ['org-missing'], true],
  ['of a kind that is not known', { ...meeting, 活动类型: '春游' }, ['value-unknown'], false],
  ['in the future', { ...meeting, 日期: '2019-02-21' }, ['date-future'], false],
  [
    'to which more came than were expected',
    { ...meeting, 应到人数: 7, 实到人数: 9 },
    ['attended-over-expected'],
    false,
  ],
  ['with a crowd that is no number', { ...meeting, 应到人数: '全体' }, ['value-unknown'], false],
])('a meeting %s', async (_, cells, codes, refused) => {
  const row = await oneRow('meetings', cells)
  expect([codesOf(row), row.refused]).toEqual([codes, refused])
})
