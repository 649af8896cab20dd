import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Roster } from '#contract/rosters.ts'
import { type Pc, resultOf } from '#tests/fixtures/engine.ts'
import {
  cadreLines,
  csvFile,
  filledDistrict,
  inventedId,
  type Line,
  memberLines,
} from '#tests/fixtures/small-district.ts'

/** What a table says twice, and otherwise the second time, is asked about: one PC is looked at by previews alone. */

let pc: Pc
beforeAll(async () => {
  pc = await filledDistrict.open('contradictions')
})
afterAll(() => pc.discard())

type Preview = Awaited<ReturnType<typeof preview>>
const preview = (as: Roster, file: File) => resultOf(pc.ask.rosters.importFile({ file, as, dryRun: true }))
const told = ({ problems }: Preview) =>
  problems.map(({ row, code, refused }) => `${row} ${code}${refused ? '' : ' (note)'}`)

const first = { 组织ID: '44039901011', 团组织全称: '东坪社区第一团支部' }
const second = { 组织ID: '44039901012', 团组织全称: '东坪社区第二团支部' }

test('an organization with the code of one and the name of another is asked about, and so is a name under a second code', async () => {
  const line = (code: string, name: string, more: Line = {}): Line => ({
    组织ID: code,
    团组织全称: name,
    组织类型: '团支部',
    上级组织: '东坪社区',
    ...more,
  })
  const file = csvFile('组织.csv', [
    line(first.组织ID, second.团组织全称),
    line('4403990199', '东坪社区第二团支部'),
    line('44039901013', '东坪社区第三团支部', { 上级组织ID: '4403990102' }),
    line('44039901014', '东坪社区第四团支部', { 上级组织ID: '4403990101' }),
    // Of the same name under another community.
    line('44039901029', '东坪社区第二团支部', { 上级组织: '西坪社区' }),
    line(second.组织ID, '东坪社区青年团支部'),
  ])
  const asked = await preview('orgs', file)
  expect(told(asked)).toEqual(['2 code-of-another', '3 code-differs', '4 parent-contradicts'])
  expect(asked.problems[0]?.message.zh).toContain('组织ID是台账里“东坪社区第一团支部”的')
  expect(asked).toMatchObject({ created: 2, updated: 1, rejected: 3 })
})

test('an organization that the registry knows by its former name is asked about', async () => {
  const line = (name: string, former: string): Line => ({
    团组织全称: name,
    曾用名: former,
    上级组织: '东坪社区',
  })
  const file = csvFile('组织.csv', [
    line('东坪社区青年团支部', '东坪社区第一团支部'),
    line('东坪社区新团支部', '别处的团支部'),
    line('东坪社区联合团支部（原东坪社区第二团支部）', ''),
    line('东坪社区第二团支部', '东坪社区第一团支部'),
  ])
  expect(told(await preview('orgs', file))).toEqual(['2 org-renamed', '4 org-renamed'])
})

test('a code beside the name of another branch is asked about, with who it is', async () => {
  const line = (name: string, serial: number, more: Line): Line => ({
    姓名: name,
    身份证号: inventedId('1998-05-04', serial),
    ...more,
  })
  const file = csvFile('团员.csv', [
    line('甲明', 801, { 所在团支部: first.团组织全称, 团支部编号: second.组织ID }),
    line('乙明', 802, { 所在团支部: first.团组织全称, 团支部编号: first.组织ID }),
    line('丙明', 803, { 所在团支部: first.团组织全称, 团支部编号: 'T-7' }),
  ])
  const asked = await preview('members', file)
  expect(told(asked)).toEqual(['2 place-contradicts'])
  expect(asked.problems[0]).toMatchObject({ who: '甲明', column: '所在团支部' })
  expect(asked.problems[0]?.message.zh).toContain(
    '“团支部编号”一列写的是“44039901012”，是“东坪社区第二团支部”',
  )
  expect(asked).toMatchObject({ created: 2, rejected: 1 })
})

test('a post may name its branch, which goes before nothing and contradicts no column', async () => {
  const line = (name: string, serial: number, title: string, org?: string): Line => ({
    姓名: name,
    身份证号: inventedId('1998-05-04', serial),
    ...(org !== undefined && { 所属团组织: org }),
    职务: title,
  })
  const alone = await preview(
    'cadres',
    csvFile('团干部.csv', [
      line('甲明', 811, '东坪社区第一团支部书记'),
      line('乙明', 812, '云岭街道东坪社区第二团支部副书记（兼）'),
    ]),
  )
  expect(alone).toMatchObject({ created: 2, rejected: 0 })
  expect(alone.shown.map(({ values }) => [values['org'], values['title']])).toEqual([
    ['东坪社区第一团支部', '书记'],
    ['东坪社区第二团支部', '副书记'],
  ])
  expect(told(alone).filter(each => each.includes('cell-of-two'))).toEqual([
    '2 cell-of-two (note)',
    '3 cell-of-two (note)',
  ])
  const both = await preview(
    'cadres',
    csvFile('团干部.csv', [
      line('甲明', 811, '东坪社区第一团支部书记', '东坪社区第一团支部'),
      line('乙明', 812, '东坪社区第二团支部书记', '东坪社区第一团支部'),
      line('丙明', 813, '团支部书记', '东坪社区第一团支部'),
      line('丁明', 814, '东坪社区团总支委员', '东坪社区第一团支部'),
    ]),
  )
  expect(told(both).filter(each => each.includes('contradicts'))).toEqual(['3 place-contradicts'])
})

test('the age of a cadre who is known by his name is held against his birth date', async () => {
  const { rows } = await pc.ask.looking.cadres({ org: first.组织ID, text: '' })
  const name = rows[0]?.name ?? ''
  const file = csvFile('团干部.csv', [
    { 姓名: name, 年龄: '58', 团支部: first.团组织全称, 职务: '组织委员' },
    { 姓名: name, 年龄: '', 团支部: first.团组织全称, 职务: '宣传委员' },
  ])
  expect(told(await preview('cadres', file))).toEqual(['2 age-differs (note)'])
})

test('a second secretary is told, unless the first one is said to have left', async () => {
  const { rows } = await pc.ask.looking.cadres({ org: first.组织ID, text: '' })
  const head = { 姓名: rows[0]?.name ?? '', 职务: '书记', 团支部: first.团组织全称 }
  const line = (name: string, serial: number, branch: string): Line => ({
    姓名: name,
    身份证号: inventedId('1998-05-04', serial),
    团支部: branch,
    职务: '书记',
  })
  const next = line('甲明', 831, first.团组织全称)
  const asked = await preview('cadres', csvFile('团干部.csv', [next]))
  expect(told(asked)).toEqual(['2 second-secretary (note)'])
  expect(asked.problems[0]?.message.zh).toContain(`已有书记“${head.姓名}”`)
  const ended = csvFile('团干部.csv', [next, { ...head, 离任日期: '2018-09-01' }])
  expect(told(await preview('cadres', ended))).toEqual([])
})

test('a covered telephone never takes the place of the number that is known', async () => {
  const { 姓名 = '', 身份证号 = '', 所在团支部 = '' } = memberLines[0] ?? {}
  const file = csvFile('团员.csv', [{ 姓名, 身份证号, 所在团支部, 手机号码: '138****1000' }])
  const asked = await preview('members', file)
  expect([told(asked), asked.unchanged]).toEqual([['2 phone-masked (note)'], 1])
})

test('a branch in the title, or that a sheet is called after, goes before the office that reports', async () => {
  const text = [
    '东坪社区第一团支部团员花名册',
    '填报单位：共青团青山区委员会',
    '姓名,身份证号',
    `甲明,${inventedId('1998-05-04', 821)}`,
  ].join('\n')
  const { tables } = await preview('members', new File([text], '团员.csv'))
  expect(tables).toMatchObject([{ place: { from: 'title', text: '东坪社区第一团支部' } }])
  const untitled = new File([text.split('\n').slice(1).join('\n')], '东坪社区第二团支部.csv')
  expect((await preview('members', untitled)).tables).toMatchObject([
    { place: { from: 'file', text: '东坪社区第二团支部' } },
  ])
  const other = new File([text.replace('共青团青山区委员会', '西坪社区')], '团员.csv')
  expect((await preview('members', other)).tables).toMatchObject([{ place: { from: 'unit' } }])
})

test('what says that something is not known, or as it was, takes the place of nothing, nor does what is no telephone number', async () => {
  const { 姓名 = '', 身份证号 = '', 所在团支部 = '' } = memberLines[0] ?? {}
  const words = ['不详', '未知', '待核实', '不变', '同上年', '？', '略', '保密', '***']
  const lines = words.map(word => ({
    ...{ 姓名, 身份证号, 所在团支部, 民族: word, 政治面貌: word, 手机号码: word, 学习工作单位: word },
    入团年月: /[？*]/.test(word) ? '' : word,
  }))
  for (const line of lines) {
    const asked = await preview('members', csvFile('团员.csv', [line]))
    expect([line.民族, asked.unchanged, asked.changed]).toEqual([line.民族, 1, []])
  }
  const doubtful = csvFile('团员.csv', [{ 姓名, 身份证号, 所在团支部, 手机号码: '1380000100' }])
  const asked = await preview('members', doubtful)
  expect([told(asked), asked.unchanged]).toEqual([['2 phone-doubtful (note)'], 1])
})

test('a post that goes on is never held twice: another first day is asked about, and what is not listed is named', async () => {
  const [one, other] = [cadreLines[0], cadreLines[1]].map(line => ({ ...line }))
  const again = { ...one, 任现职年月: '2018-06' }
  const asked = await preview('cadres', csvFile('团干部.csv', [again]))
  expect([told(asked), asked.rejected]).toEqual([['2 post-day-differs'], 1])
  expect(asked.problems[0]?.message.zh).toContain('2017-01-15')
  const ended = { ...one, 离任日期: '2018-06-01' }
  const terms = await preview('cadres', csvFile('团干部.csv', [again, ended]))
  expect([told(terms), terms.created, terms.updated]).toEqual([[], 1, 1])
  const deputy = await preview('cadres', csvFile('团干部.csv', [{ ...other, 团内现任职务: '副书记' }]))
  expect(deputy.unread.map(({ zh }) => zh)).toEqual([
    expect.stringContaining(`还有 1 个在任职务没有列在表里：${other?.['姓名']}（东坪社区第二团支部 书记）。`),
  ])
  const listed = await preview('cadres', csvFile('团干部.csv', [one ?? {}, other ?? {}]))
  expect([listed.unchanged, listed.unread]).toEqual([2, []])
})

test('a column that slipped by a row renames nobody, and a corrected birth date makes nobody a second time', async () => {
  const known = memberLines.slice(0, 6)
  const slipped = known.map((line, n) => ({ ...line, 姓名: known[(n + 1) % known.length]?.['姓名'] ?? '' }))
  const asked = await preview('members', csvFile('团员.csv', slipped))
  expect([asked.rejected, asked.updated, told(asked)]).toEqual([
    known.length,
    0,
    known.map((_, n) => `${n + 2} name-of-another`),
  ])
  expect(asked.problems[0]?.message.zh).toContain(`台账里这个证件号码是“${known[0]?.['姓名']}”的`)
  // Two of a branch who share a character, each under the other's number.
  const alike = [memberLines[0], memberLines[24]]
  const crossed = alike.map((line, n) => ({ ...line, 姓名: alike[1 - n]?.['姓名'] ?? '' }))
  const mixed = await preview('members', csvFile('团员.csv', crossed))
  expect(told(mixed)).toEqual(['2 name-of-another', '3 name-of-another'])
  expect(mixed.problems[0]?.message.zh).toContain(`“${alike[1]?.['姓名']}”在同一个支部另有其人`)
  const [first] = known
  const renamed = { ...first, 姓名: `${first?.['姓名']?.charAt(0)}思` }
  expect(told(await preview('members', csvFile('团员.csv', [renamed])))).toEqual(['2 name-differs (note)'])
  const posts = cadreLines
    .slice(0, 3)
    .map((line, n) => ({ ...line, 姓名: cadreLines[n + 1]?.['姓名'] ?? '' }))
  expect(told(await preview('cadres', csvFile('团干部.csv', posts)))).toEqual(
    posts.map((_, n) => `${n + 2} name-of-another`),
  )

  const corrected = { ...first, 身份证号: inventedId('1993-05-13', 555) }
  const double = await preview('members', csvFile('团员.csv', [corrected]))
  expect(told(double)).toEqual(['2 person-double'])
  expect(double.problems[0]?.message.zh).toContain('同手机号码（出生日期不同）')
  const other = { ...corrected, 手机号码: '13911112222' }
  expect(told(await preview('members', csvFile('团员.csv', [other])))).toEqual([])
})
