import { afterEach, expect, test } from 'vitest'
import { rosterRecords } from '#db/records/rosters.ts'
import { expectSound, type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import {
  csvFile,
  filledDistrict,
  inventedId,
  type Line,
  memberLines,
  orgLines,
} from '#tests/fixtures/small-district.ts'
import { tablesOf } from '#tests/fixtures/table-dump.ts'

/** Rosters that nothing but the definition of a kind of record makes. */

const pcs: Pc[] = []

async function aDistrict(): Promise<Pc> {
  const pc = await filledDistrict.open('district')
  pcs.push(pc)
  return pc
}

afterEach(async () => {
  await Promise.all(pcs.splice(0).map(pc => pc.discard()))
})

const take = (pc: Pc, as: string, file: File, more: object = {}) =>
  resultOf(pc.ask.rosters.importFile({ file, as, ...more }))
const counts = ({ created, updated, unchanged, rejected }: Awaited<ReturnType<typeof take>>) => [
  created,
  updated,
  unchanged,
  rejected,
]
const branch = (n: number) => orgLines[6 + n]?.['团组织全称'] ?? ''

const notices: readonly Line[] = [
  { 团支部: branch(0), 通报标题: '关于团费收缴情况的通报', 发文日期: '2018.12.20', 正文: '请于年底前缴清。' },
  { 团支部: '东坪社区一支部', 通报标题: '关于三会两制一课的通报', 发文日期: '2018年11月5日', 正文: '' },
  { 团支部: '没有的支部', 通报标题: '另一个', 发文日期: '2018-11-05', 正文: '' },
  { 团支部: branch(1), 通报标题: '', 发文日期: '2018-11-05', 正文: '没有标题' },
]

test('notices come in, are the same again the second time, are corrected, and go out as they came', async () => {
  const pc = await aDistrict()
  const file = csvFile('通报.csv', notices)
  const first = await take(pc, 'notices', file)
  expect(counts(first)).toEqual([2, 0, 0, 2])
  expect(first.problems.map(({ row, code }) => `${row} ${code}`)).toEqual([
    '3 org-meant',
    '4 org-unknown',
    '5 title-missing',
  ])
  expect(counts(await take(pc, 'notice', file, { dryRun: true }))).toEqual([0, 0, 2, 2])
  const corrected = csvFile('通报.csv', [{ ...notices[0], 正文: '已经缴清。' }])
  const changed = await take(pc, 'notices', corrected)
  expect(counts(changed)).toEqual([0, 1, 0, 0])
  expect(changed.changed[0]?.changes).toEqual([{ field: 'body', from: '请于年底前缴清。', to: '已经缴清。' }])
  const { file: out, rows } = await resultOf(
    pc.ask.rosters.exportRoster({ as: 'notices', name: '通报.xlsx' }),
  )
  expect(rows).toBe(2)
  expect(counts(await take(pc, 'notices', out))).toEqual([0, 0, 2, 0])
  expect(tablesOf(pc.folder)['notice']).toHaveLength(2)
  await expectSound(pc)
})

test('an election known by its month is the same as one of a day within it, which makes it exact', async () => {
  const pc = await aDistrict()
  const line = { 团组织: branch(0), 选举日期: '2016-05', '届期(年)': '3' }
  expect(counts(await take(pc, 'terms', csvFile('换届.csv', [line])))).toEqual([1, 0, 0, 0])
  const exact = { ...line, 选举日期: '2016-05-12' }
  expect(counts(await take(pc, 'terms', csvFile('换届.csv', [exact])))).toEqual([0, 1, 0, 0])
  expect(counts(await take(pc, 'terms', csvFile('换届.csv', [line])))).toEqual([0, 0, 1, 0])
  const span = { 团组织: branch(1), 任期起止: '2017.3-2020.3' }
  expect(counts(await take(pc, 'terms', csvFile('换届.csv', [span])))).toEqual([1, 0, 0, 0])
  const terms = (tablesOf(pc.folder)['term'] ?? []).map(row => [row['elected'], row['years']])
  expect(terms).toEqual(expect.arrayContaining([['2016-05-12', 3]]))
  expect(terms.filter(([elected]) => String(elected).startsWith('2016'))).toHaveLength(1)
  await expectSound(pc)
})

test('every kind of record has its empty table and its export, and a word that names none is refused', async () => {
  const pc = await aDistrict()
  const kinds = await pc.ask.rosters.kinds({})
  expect(kinds.map(({ as }) => as)).toEqual(
    expect.arrayContaining(['orgs', 'members', 'cadres', 'meetings', 'terms', 'notices']),
  )
  expect(kinds).toHaveLength(3 + rosterRecords.length)
  for (const { as, title } of kinds) {
    const { file } = await pc.ask.rosters.template({ as })
    expect(file.name).toBe(`${title}-空表.xlsx`)
    const out = await resultOf(pc.ask.rosters.exportRoster({ as, name: `${as}.csv` }))
    expect(await out.file.text()).toContain(title)
  }
  expect(await refusalOf(take(pc, 'fish', csvFile('鱼.csv', notices)))).toMatchObject({
    code: 'roster-unknown',
  })
})

const who = (n: number) => ({
  姓名: memberLines[n]?.['姓名'] ?? '',
  身份证号: memberLines[n]?.['身份证号'] ?? '',
})
const feesOf = (pc: Pc) =>
  (tablesOf(pc.folder)['fee'] ?? []).map(row => [row['year'], row['paid_01'], row['paid_02'], row['paid_03']])
const codesOf = ({ problems }: Awaited<ReturnType<typeof take>>) =>
  problems.map(({ row, code }) => `${row} ${code}`)

test('a year of fees is one row a member, the months beside each other, the year above the table', async () => {
  const pc = await aDistrict()
  const lines = [
    { ...who(0), '1月': '2', '2月': '2.00元', '3月': '' },
    { ...who(1), '1月': '5', '2月': '', '3月': '5' },
  ]
  const sheet = await csvFile('团费.csv', lines).text()
  const file = new File([`2018年团费收缴登记表\n${sheet}`], '团费.csv')
  const found = await resultOf(pc.ask.rosters.recognise({ file }))
  expect([found.as, found.missing]).toEqual(['fees', []])
  expect(counts(await take(pc, 'fees', file))).toEqual([2, 0, 0, 0])
  expect(feesOf(pc)).toEqual([
    [2018, 200, 200, null],
    [2018, 500, null, 500],
  ])
  const { file: out } = await resultOf(pc.ask.rosters.exportRoster({ as: 'fees', name: '团费.csv' }))
  expect(counts(await take(pc, 'fees', out))).toEqual([0, 0, 2, 0])
  await expectSound(pc)
})

test('a month that is ticked alone was paid as is due each month; without a due it is told and not taken', async () => {
  const pc = await aDistrict()
  const lines = [
    { ...who(0), 月交纳额: '0.5', '1月': '√', '2月': '√', '3月': '' },
    { ...who(1), 月交纳额: '', '1月': '√', '2月': '2', '3月': '' },
  ]
  const sheet = await csvFile('团费.csv', lines).text()
  const result = await take(pc, 'fees', new File([`2018年团费收缴登记表\n${sheet}`], '团费.csv'))
  expect(codesOf(result)).toEqual(['3 only-ticked', '4 only-ticked'])
  expect(result.problems[0]?.message.zh).toContain('打勾的 2 格按“每月应交(元)”0.50 登记')
  expect(result.problems[1]?.message.zh).toContain('1 格没有登记')
  expect(feesOf(pc)).toEqual([
    [2018, 50, 50, null],
    [2018, null, 200, null],
  ])
})

test('fees listed payment by payment come to the same, by name within the branch too', async () => {
  const pc = await aDistrict()
  const branchOf = (n: number) => memberLines[n]?.['所在团支部'] ?? ''
  const line = (n: number, month: string, amount: string) => ({
    姓名: who(n).姓名,
    团支部: branchOf(n),
    缴费月份: month,
    缴费金额: amount,
  })
  const file = csvFile('2018年团费.csv', [
    line(0, '2018-01', '2'),
    line(0, '2月', '2'),
    line(1, '3', '5'),
    { ...line(1, '', '5') },
    line(0, '2018.3', '若干'),
    { ...line(0, '2018-03', '2'), 姓名: '没有的人' },
  ])
  const result = await take(pc, 'fees', file)
  expect(codesOf(result)).toEqual(['5 month-missing', '6 value-unknown', '7 person-unknown'])
  expect(result.read).toBe(6)
  expect(feesOf(pc)).toEqual(
    expect.arrayContaining([
      [2018, 200, 200, null],
      [2018, null, null, 500],
    ]),
  )
  await expectSound(pc)
})

test('two people of one name in one branch are not guessed between', async () => {
  const pc = await aDistrict()
  const first = memberLines[0] ?? {}
  const twin = { ...first, 身份证号: inventedId('1995-06-07', 3), 手机号码: '13911112222' }
  await take(pc, 'members', csvFile('团员.csv', [twin]))
  const line = { 姓名: first['姓名'] ?? '', 团支部: first['所在团支部'] ?? '', 年度: '2018', '1月': '2' }
  expect(codesOf(await take(pc, 'fees', csvFile('团费.csv', [line])))).toEqual(['2 person-ambiguous'])
  const born = { ...line, 出生日期: '1995年6月' }
  expect(counts(await take(pc, 'fees', csvFile('团费.csv', [born])))).toEqual([1, 0, 0, 0])
})

test('assessments and ratings come in by year, and later ones complete them', async () => {
  const pc = await aDistrict()
  const assessed = csvFile(
    '评议.csv',
    [0, 1].map(n => ({ ...who(n), 年度: '2018', 评议等次: n === 0 ? '优秀' : '合格' })),
  )
  expect(counts(await take(pc, 'assessments', assessed))).toEqual([2, 0, 0, 0])
  const registered = csvFile('注册.csv', [{ ...who(0), 年度: '2018年', 团籍注册: '已注册' }])
  expect(counts(await take(pc, 'appraisal', registered))).toEqual([0, 1, 0, 0])
  expect(tablesOf(pc.folder)['appraisal']).toMatchObject([
    { result: 'excellent', registered: 'registered' },
    { result: 'good', registered: null },
  ])
  const rated = csvFile('定级.csv', [{ 团支部: branch(0), 年度: '2018', 得分: '92.5', 星级: '五星级' }])
  expect(counts(await take(pc, 'ratings', rated))).toEqual([1, 0, 0, 0])
  await expectSound(pc)
})

test('what a file tells of a branch after it was merged belongs to its successor, what it tells of before stays', async () => {
  const pc = await aDistrict()
  const [gone, heir] = [branch(1), branch(0)]
  await pc.ask.orgs.act({ act: 'merge', org: gone, set: { into: heir }, on: '2018-11-20', by: 'x' })
  const lines = [
    { 团支部: gone, 活动类型: '支部大会', 日期: '2018-11-01' },
    { 团支部: gone, 活动类型: '支部大会', 日期: '2018-12-01' },
  ]
  const told = await take(pc, 'meetings', csvFile('会议.csv', lines))
  expect(told.problems.map(({ row, code }) => `${row} ${code}`)).toEqual(['3 org-merged'])
  const orgs = tablesOf(pc.folder)['org'] ?? []
  const idOf = (name: string) => orgs.find(row => row['name'] === name)?.['id']
  const held = (tablesOf(pc.folder)['meeting'] ?? []).filter(row =>
    ['2018-11-01', '2018-12-01'].includes(String(row['held_on'])),
  )
  expect(held.map(row => [row['held_on'], row['org']]).sort()).toEqual([
    ['2018-11-01', idOf(gone)],
    ['2018-12-01', idOf(heir)],
  ])
  const again = await take(pc, 'meetings', csvFile('会议.csv', lines))
  expect(counts(again)).toEqual([0, 0, 2, 0])
})

test('a list of fees whose year stands nowhere asks once for it, and is taken in by the answer', async () => {
  const pc = await aDistrict()
  const rows = memberLines
    .slice(0, 3)
    .map(line => ({ 姓名: line['姓名'] ?? '', 身份证号: line['身份证号'] ?? '', 一月: '0.2', 三月: '0.2' }))
  const wide = await take(pc, 'fees', csvFile('团费.csv', rows), { dryRun: true })
  expect(wide).toMatchObject({ created: 0, rejected: 3, lacksYear: 3 })
  const long = memberLines.slice(0, 2).map(line => ({
    姓名: line['姓名'] ?? '',
    身份证号: line['身份证号'] ?? '',
    缴费月份: '3月',
    缴费金额: '0.2',
  }))
  const byRow = await take(pc, 'fees', csvFile('缴费.csv', long), { dryRun: true })
  expect(byRow).toMatchObject({ created: 0, rejected: 2, lacksYear: 2 })
  // What the file is named after is a year, and nobody is asked.
  const named = await take(pc, 'fees', csvFile('2017年团费.csv', rows), { dryRun: true })
  expect(named).toMatchObject({ created: 3, lacksYear: 0 })
  const taken = await take(pc, 'fees', csvFile('团费.csv', rows), { year: 2018 })
  expect(taken).toMatchObject({ created: 3, rejected: 0, lacksYear: 0 })
  expect(tablesOf(pc.folder)['fee']?.map(({ year, paid_03 }) => [year, paid_03])).toEqual(
    Array(3).fill([2018, 20]),
  )
  await expectSound(pc)
})

test('columns headed in English are those headed in Chinese: work, venues, members', async () => {
  const pc = await aDistrict()
  await pc.ask.reports.adoptTypes({})
  const work = {
    Organization: branch(0),
    Type: '主题团课',
    Date: '2018-12-01',
    Title: '一',
    People: '30',
    Hours: '2',
  }
  expect(counts(await take(pc, 'work', csvFile('work.csv', [work])))).toEqual([1, 0, 0, 0])
  expect(tablesOf(pc.folder)['work']?.map(({ people, hours }) => [people, hours])).toEqual([[30, 20]])
  const venue = { Organization: branch(0), Type: '青年之家', Name: '东坪青年之家', Opened: '2018-05-01' }
  expect(counts(await take(pc, 'venues', csvFile('venues.csv', [venue])))).toEqual([1, 0, 0, 0])
  const member = {
    Name: '新友',
    'ID number': inventedId('2001-03-04', 811),
    Branch: branch(0),
    Joined: '2016-05',
  }
  expect(counts(await take(pc, 'members', csvFile('members.csv', [member])))).toEqual([1, 0, 0, 0])
  await expectSound(pc)
})

test('a row that says otherwise what a row above it said of the same record comes back', async () => {
  const pc = await aDistrict()
  const [member] = memberLines
  const who = { 姓名: member?.['姓名'] ?? '', 身份证号: member?.['身份证号'] ?? '' }
  const paid = (month: string, amount: string) => ({ ...who, 月份: month, 实交: amount })
  const lines = [paid('1', '2'), paid('2', '2'), paid('1', '2'), paid('2', '5')]
  const taken = await take(pc, 'fees', csvFile('2018年团费.csv', lines))
  expect(counts(taken)).toEqual([1, 1, 1, 1])
  expect(taken.problems).toMatchObject([{ row: 5, code: 'said-otherwise', refused: true }])
  expect(taken.problems[0]?.says.zh).toContain('第 3 行')
  expect(taken.problems[0]?.says.zh).toContain('2月缴纳(元)”是 2')
  expect(tablesOf(pc.folder)['fee']).toMatchObject([{ paid_01: 200, paid_02: 200 }])
  // What the registry has from an earlier file is corrected by a later one.
  expect(counts(await take(pc, 'fees', csvFile('2018年团费.csv', [paid('2', '5')])))).toEqual([0, 1, 0, 0])
  const meeting = (came: string) => ({
    团组织: branch(0),
    活动类型: '团课',
    日期: '2018-03-05',
    实到人数: came,
  })
  const meetings = await take(pc, 'meetings', csvFile('会议.csv', [meeting('9'), meeting('8')]))
  expect(counts(meetings)).toEqual([1, 0, 0, 1])
  expect(meetings.problems.at(-1)?.says.zh).toContain('请把名称写得不一样')
})
