import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { readXlsx, writeXlsx } from 'hucre'
import { afterAll, afterEach, expect, test } from 'vitest'
import type { Roster } from '#contract/rosters.ts'
import { expectSound, openPc, type Pc, prepared, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import {
  beginDistrict,
  cadreLines,
  cadreRoster,
  csvFile,
  district,
  filledDistrict,
  filledOn,
  inventedId,
  type Line,
  meetingRoster,
  memberLines,
  memberRoster,
  orgLines,
  orgRoster,
} from '#tests/fixtures/small-district.ts'
import { bytesOf, changeCount, everyRowOf, lookInto, tablesOf } from '#tests/fixtures/table-dump.ts'

const begun = prepared('begun', beginDistrict)
const pcs: Pc[] = []

async function aDistrict(from: { open: (name: string) => Promise<Pc> } = filledDistrict): Promise<Pc> {
  const pc = await from.open('district')
  pcs.push(pc)
  return pc
}

afterEach(async () => {
  await Promise.all(pcs.splice(0).map(pc => pc.discard()))
})
afterAll(() => begun.discard())

type More = { readonly on?: string; readonly dryRun?: boolean; readonly wantRefused?: boolean }

function take(pc: Pc, as: Roster, file: File, more: More = {}) {
  return resultOf(pc.ask.rosters.importFile({ file, as, ...more }))
}

function undo(pc: Pc, changeSet: number | null, dryRun = false) {
  return resultOf(pc.ask.registry.undo({ changeSet: changeSet ?? 0, dryRun }))
}

type Counts = { created: number; updated: number; unchanged: number; rejected: number }
const countsOf = ({ created, updated, unchanged, rejected }: Counts) => ({
  created,
  updated,
  unchanged,
  rejected,
})
const codesOf = (result: { problems: readonly { row: number; code: string; refused: boolean }[] }) =>
  result.problems.map(({ row, code, refused }) => `${row} ${code}${refused ? '' : ' (note)'}`)

const member = (n: number): Line => memberLines[n] ?? {}
const idOf = (line: Line): string => line['身份证号'] ?? ''
const branch = (n: number): Line => orgLines[6 + n] ?? {}
const codeOf = (line: Line): string => line['组织ID'] ?? ''

/** What the registry says of a person: one row of its table. */
function personIn(pc: Pc, line: Line) {
  const people = tablesOf(pc.folder)['person'] ?? []
  return people.find(row => row['id_number'] === idOf(line))
}

async function membersOf(pc: Pc, code: string, asOf?: string): Promise<number> {
  const stats = await pc.ask.registry.stats({ org: code, ...(asOf !== undefined && { asOf }) })
  return stats.members
}

const rosters = [
  ['orgs', orgRoster],
  ['members', memberRoster],
  ['cadres', cadreRoster],
  ['meetings', meetingRoster],
] as const

test('a preview says what an import would do and changes not one byte, for every kind of roster', async () => {
  const pc = await aDistrict(begun)
  for (const [as, roster] of rosters) {
    const [bytes, rows] = [bytesOf(pc.folder), everyRowOf(pc.folder)]
    const preview = await take(pc, as, roster(), { dryRun: true })
    expect(bytesOf(pc.folder).equals(bytes)).toBe(true)
    expect(everyRowOf(pc.folder)).toBe(rows)
    expect(preview.changeSet).toBeNull()
    const real = await take(pc, as, roster())
    expect(real).toMatchObject({ ...countsOf(preview), changeSet: expect.any(Number) })
    expect(real.created).toBe(real.read)
  }
  await expectSound(pc)
})

test('the same file taken in twice is unchanged the second time and writes nothing', async () => {
  const pc = await aDistrict()
  for (const [as, roster] of rosters) {
    const rows = everyRowOf(pc.folder)
    const again = await take(pc, as, roster())
    expect(again).toMatchObject({ unchanged: again.read, rejected: 0, problems: [], changeSet: null })
    expect(everyRowOf(pc.folder)).toBe(rows)
  }
})

test('what is taken in does not depend on the order of the rows, parents after children or before', async () => {
  const bare = (pc: Pc) => {
    const tables = tablesOf(pc.folder)
    const nameOf = new Map<unknown, unknown>()
    for (const row of tables['org'] ?? []) nameOf.set(row['id'], row['code'])
    for (const row of tables['person'] ?? []) nameOf.set(row['id'], row['id_number'])
    const named = (value: unknown) => nameOf.get(value) ?? value
    return Object.entries(tables).map(([name, rows]) => [
      name,
      rows
        .map(({ id: _id, follows: _follows, ...row }) =>
          JSON.stringify(Object.entries(row).map(([key, value]) => [key, named(value)])),
        )
        .sort(),
    ])
  }
  const control = ['certificate', 'revocation', 'merge']
  const content = (pc: Pc) => bare(pc).filter(([name]) => !control.includes(String(name)))
  const expected = content(await aDistrict())
  const shuffled = (lines: readonly Line[]) =>
    fc.shuffledSubarray([...lines], { minLength: lines.length, maxLength: lines.length })
  await fc.assert(
    fc.asyncProperty(shuffled(orgLines), shuffled(memberLines), async (orgs, members) => {
      const pc = await begun.open('shuffled')
      try {
        expect(await take(pc, 'orgs', orgRoster(orgs))).toMatchObject({ created: 14, rejected: 0 })
        expect(await take(pc, 'members', memberRoster(members), { on: filledOn })).toMatchObject({
          created: 30,
          rejected: 0,
        })
        await take(pc, 'cadres', cadreRoster())
        await take(pc, 'meetings', meetingRoster())
        expect(content(pc)).toEqual(expected)
      } finally {
        await pc.discard()
      }
    }),
    { numRuns: 5, examples: [[[...orgLines].reverse(), [...memberLines].reverse()]] },
  )
})

test('refused rows are named and do not stop the others', async () => {
  const pc = await aDistrict(begun)
  await take(pc, 'orgs', orgRoster())
  const wrongDigit = idOf(member(1)).replace(/.$/, last => (last === '0' ? '1' : '0'))
  const result = await take(
    pc,
    'members',
    memberRoster([
      member(0),
      { ...member(1), 身份证号: wrongDigit },
      { ...member(2), 所在团支部: '没有的支部' },
      { ...member(3), 姓名: '=1+1' },
      { ...member(4), 姓名: '' },
      member(0),
      member(5),
    ]),
  )
  expect(countsOf(result)).toEqual({ created: 2, updated: 0, unchanged: 0, rejected: 5 })
  expect(codesOf(result)).toEqual([
    '3 id-checksum',
    '4 org-unknown',
    '5 name-not-a-name',
    '6 name-missing',
    '7 id-twice',
  ])
  expect((await pc.ask.registry.stats({})).members).toBe(2)
  await expectSound(pc)
})

test('rows that are taken with a note are all counted, also where not every problem is kept', async () => {
  const pc = await aDistrict(begun)
  await take(pc, 'orgs', orgRoster())
  const { 姓名 = '', 所在团支部 = '' } = member(0)
  const lines = Array.from({ length: 2_100 }, (_, n) => ({
    姓名,
    身份证号: inventedId(`${1960 + Math.floor(n / 100)}-03-05`, n % 100),
    所在团支部: n % 100 === 0 ? '没有的支部' : 所在团支部,
    备注: '已转出',
  }))
  const file = csvFile('团员.csv', lines)
  const result = await take(pc, 'members', file, { dryRun: true })
  expect(result.problemsLeftOut).toBeGreaterThan(0)
  expect(result).toMatchObject({ read: 2_100, rejected: 21, noted: 2_079 })
})

test('organizations whose parent is refused are refused with it, and nothing else is', async () => {
  const pc = await aDistrict(begun)
  const lines = orgLines.map(line => (codeOf(line) === '4403990101' ? { ...line, 组织类型: '看不懂' } : line))
  const result = await take(pc, 'orgs', orgRoster(lines))
  expect(countsOf(result)).toEqual({ created: 11, updated: 0, unchanged: 0, rejected: 3 })
  expect(codesOf(result)).toEqual(['4 value-unknown', '8 parent-refused', '9 parent-refused'])
  expect((await pc.ask.registry.stats({})).orgs).toBe(12)
})

test('a district that its roster calls 团委 is a leading organ, and may have work committees below it', async () => {
  const pc = await aDistrict(begun)
  const own = { 团组织全称: district.name, 组织类型: '团委', 所属层级: '区级' }
  const result = await take(pc, 'orgs', orgRoster([own, ...orgLines]))
  expect(result).toMatchObject({ created: orgLines.length, rejected: 0 })
})

test('a roster that gives this office another code is told so, at the cell, rather than asked for a parent', async () => {
  const pc = await aDistrict(begun)
  const own = { 组织ID: '4403999999', 团组织全称: district.name, 组织类型: '团委', 所属层级: '区级' }
  const result = await take(pc, 'orgs', orgRoster([{ ...orgLines[0], ...own, 上级组织: '' }]))
  expect(codesOf(result)).toEqual(['2 own-code'])
  expect(result.problems[0]).toMatchObject({ column: '组织ID', value: '4403999999' })
  expect(result.problems[0]?.message.zh).toContain(`台账里的“${district.code}”`)
})

test('a code that lost its first zeros in a spreadsheet is that of the organization of the same name', async () => {
  const pc = await aDistrict(begun)
  const line = { ...orgLines[0], 组织ID: '00330101' }
  expect(await take(pc, 'orgs', orgRoster([line]))).toMatchObject({ created: 1 })
  const again = { ...line, 组织ID: '330101', 上级组织: '', 联系电话: '0571-86000001' }
  const told = await take(pc, 'orgs', orgRoster([again]))
  expect(told).toMatchObject({ created: 0, updated: 1, rejected: 0, problems: [{ code: 'code-zeros' }] })
  expect(tablesOf(pc.folder)['org']?.map(({ code }) => code)).toContain('00330101')
})

test('a problem of a rating names the organization, and one of a refused row whom it names', async () => {
  const pc = await aDistrict()
  const branch = orgLines.at(-1)?.['团组织全称'] ?? ''
  const ratings = csvFile('2017年定级.csv', [
    { 团支部: branch, 年度: '2017', 复核得分: '182', 复核星级: '四星级' },
    { 团支部: '不知道的支部', 年度: '2017', 复核得分: '80', 复核星级: '四星级' },
  ])
  const told = await take(pc, 'ratings', ratings, { dryRun: true })
  expect(told.problems.map(({ who }) => who)).toEqual([`${branch} 2017`, '不知道的支部 2017'])
  const fees = csvFile('2017年团费.csv', [{ 姓名: '张三丰', 所在团支部: branch, 一季度: '5' }])
  const refused = await take(pc, 'fees', fees, { dryRun: true })
  expect(refused.problems).toMatchObject([{ code: 'sum-not-shared', who: '张三丰' }])
})

test('an organization that may not stand under another is told what both of them are', async () => {
  const pc = await aDistrict()
  const name = '云岭街道不合适团工委'
  const line = { 团组织全称: name, 组织类型: '团工委', 所属层级: '街道', 上级组织: '东坪社区' }
  const { problems } = await take(pc, 'orgs', orgRoster([line]))
  expect(problems[0]?.message).toEqual({
    zh: expect.stringContaining('街道的团工委不能设在“云岭街道东坪社区团总支”（社区的团总支）之下'),
    en: expect.stringContaining(
      'A work committee (street) cannot stand under "云岭街道东坪社区团总支", a general branch (community)',
    ),
  })
})

test('the workbook of refused rows, corrected, is taken in like the file that it came from', async () => {
  const pc = await aDistrict(begun)
  await take(pc, 'orgs', orgRoster())
  const lines = memberLines.map((line, i) => (i % 10 === 3 ? { ...line, 所在团支部: '没有的支部' } : line))
  const first = await take(pc, 'members', csvFile('团员.csv', lines, '2018-11-30'), { wantRefused: true })
  expect(countsOf(first)).toEqual({ created: 27, updated: 0, unchanged: 0, rejected: 3 })
  expect(first.refused?.name).toBe('团员-未导入.xlsx')
  const book = await readXlsx(new Uint8Array(await (first.refused ?? new File([], '')).arrayBuffer()))
  const [sheet] = book.sheets
  expect(sheet).toBeDefined()
  const heading = sheet?.rows.findIndex(row => row.includes('身份证号')) ?? -1
  const column = sheet?.rows[heading]?.indexOf('所在团支部') ?? -1
  const rows = (sheet?.rows ?? []).map((row, i) =>
    i > heading ? row.map((cell, at) => (at === column ? codeOf(branch(0)) : cell)) : row,
  )
  const corrected = await writeXlsx({ sheets: [{ name: '团员', rows }] })
  const second = await take(pc, 'members', new File([Buffer.from(corrected)], '改正.xlsx'))
  expect(countsOf(second)).toEqual({ created: 3, updated: 0, unchanged: 0, rejected: 0 })
  expect(second.day).toBe('2018-11-30')
  expect((await pc.ask.registry.stats({})).members).toBe(30)
})

test('undo of an import that made records leaves the tables as they were before', async () => {
  const pc = await aDistrict(begun)
  const empty = tablesOf(pc.folder)
  const { changeSet } = await take(pc, 'orgs', orgRoster())
  expect(tablesOf(pc.folder)).not.toEqual(empty)
  expect(await undo(pc, changeSet, true)).toMatchObject({ undone: false, changeSet: null, blockedBy: [] })
  expect(await undo(pc, changeSet)).toMatchObject({ undone: true, blockedBy: [] })
  expect(tablesOf(pc.folder)).toEqual(empty)
  await expectSound(pc)
})

test('undo of an import that changed, moved and ended records brings back exactly the values before', async () => {
  const pc = await aDistrict()
  const before = tablesOf(pc.folder)
  const members = await take(
    pc,
    'members',
    memberRoster([
      { ...member(0), 手机号码: '13911110000', 所在团支部: codeOf(branch(3)) },
      { ...member(1), 团籍状态: '自愿退团' },
      { ...member(2), 团籍状态: '自行脱团待审核', 报到资料状态: '修改资料待审核', 姓名: '孙新名' },
    ]),
  )
  expect(members.updated).toBe(3)
  const orgs = await take(
    pc,
    'orgs',
    orgRoster([{ ...branch(0), 上级组织: '4403990102', 团组织全称: '改名团支部', 成立日期: '2014-09-11' }]),
  )
  expect(orgs.updated).toBe(1)
  const after = tablesOf(pc.folder)
  for (const name of ['person', 'membership', 'standing', 'org', 'placement'])
    expect(after[name]).not.toEqual(before[name])
  await undo(pc, orgs.changeSet)
  await undo(pc, members.changeSet)
  expect(tablesOf(pc.folder)).toEqual(before)
  expect(await refusalOf(undo(pc, members.changeSet))).toMatchObject({ code: 'changeset-undone' })
  expect(await refusalOf(undo(pc, 9999))).toMatchObject({ code: 'changeset-unknown' })
  await expectSound(pc)
})

test('taking an undo back brings back exactly what the import had made', async () => {
  const pc = await aDistrict()
  const { changeSet } = await take(
    pc,
    'members',
    memberRoster([{ ...member(0), 手机号码: '13911110000', 所在团支部: codeOf(branch(3)) }]),
  )
  const after = tablesOf(pc.folder)
  const undone = await undo(pc, changeSet)
  const redone = await undo(pc, undone.changeSet)
  expect(redone.undone).toBe(true)
  expect(tablesOf(pc.folder)).toEqual(after)
  await undo(pc, redone.changeSet)
  expect(personIn(pc, member(0))).toMatchObject({ phone: member(0)['手机号码'] })
  await expectSound(pc)
})

test('undo is refused, with the list, while something builds on the change set; backwards all of it goes', async () => {
  const pc = await aDistrict(begun)
  const empty = tablesOf(pc.folder)
  const sets: (number | null)[] = []
  for (const [as, roster] of rosters) sets.push((await take(pc, as, roster())).changeSet)
  const full = tablesOf(pc.folder)
  const [orgs, members, cadres, meetings] = sets
  const ofOrgs = await undo(pc, orgs ?? null)
  expect(ofOrgs).toMatchObject({ undone: false, changeSet: null })
  expect(ofOrgs.blockedBy.map(entry => entry.changeSet).sort()).toEqual([members, cadres, meetings])
  expect((await undo(pc, members ?? null)).blockedBy).toEqual([
    { changeSet: cadres, sentence: { zh: '导入团干部：团干部.csv', en: 'Imported cadres from 团干部.csv' } },
  ])
  expect(tablesOf(pc.folder)).toEqual(full)
  for (const set of sets.toReversed()) expect(await undo(pc, set ?? null)).toMatchObject({ undone: true })
  expect(tablesOf(pc.folder)).toEqual(empty)
  await expectSound(pc)
})

test('history tells what is taken back now, so that it is not asked for twice', async () => {
  const pc = await aDistrict()
  const { changeSet } = await take(pc, 'members', memberRoster([{ ...member(0), 手机号码: '13911110000' }]))
  const first = async () => (await pc.ask.registry.history({})).find(entry => entry.changeSet === changeSet)
  const undone = await undo(pc, changeSet)
  expect(await first()).toMatchObject({ isUndone: true, canUndo: false })
  await undo(pc, undone.changeSet)
  expect(await first()).toMatchObject({ isUndone: false, canUndo: true })
})

test('a roster may be taken in again after it was taken back', async () => {
  const pc = await aDistrict(begun)
  await take(pc, 'orgs', orgRoster())
  const { changeSet } = await take(pc, 'members', memberRoster())
  await undo(pc, changeSet)
  expect((await pc.ask.registry.stats({})).members).toBe(0)
  expect(countsOf(await take(pc, 'members', memberRoster()))).toMatchObject({ created: 30, rejected: 0 })
  expect((await pc.ask.registry.stats({})).members).toBe(30)
  await expectSound(pc)
})

test('history tells every change set, and undo among them, newest first', async () => {
  const pc = await aDistrict()
  const { changeSet } = await take(pc, 'members', memberRoster([{ ...member(0), 手机号码: '13911110000' }]))
  const undone = await undo(pc, changeSet)
  const ofPerson = await pc.ask.registry.history({ of: String(personIn(pc, member(0))?.['id']) })
  expect(await pc.ask.registry.history({ of: member(0)['身份证号'] ?? '' })).toEqual(ofPerson)
  expect(ofPerson.map(entry => entry.changeSet)).toContain(changeSet)
  const [newest, second] = await pc.ask.registry.history({ limit: 2 })
  expect(newest).toMatchObject({
    changeSet: undone.changeSet,
    sentence: { en: expect.stringMatching(/^Undid "Imported members from /) },
    canUndo: true,
    isUndone: false,
  })
  expect(second).toMatchObject({ changeSet, changes: 1 })
})

test('text that looks like a formula goes out guarded and comes back as it was, as CSV and as a workbook', async () => {
  const pc = await aDistrict()
  const odd = ['=SUM(A1:A9)', '+86厂', '-1号厂', '@平台', "'引号", '=HYPERLINK("http://x","点")']
  const lines = odd.map((text, i) => ({
    ...member(i),
    学习工作单位: text.startsWith("'") ? text : `'${text}`,
  }))
  const taken = await take(pc, 'members', memberRoster(lines))
  expect(countsOf(taken)).toMatchObject({ updated: odd.length, rejected: 0 })
  expect(odd.map((_, i) => personIn(pc, member(i))?.['workplace'])).toEqual(odd)
  for (const name of ['回来.csv', '回来.xlsx']) {
    const { file } = await resultOf(pc.ask.rosters.exportRoster({ as: 'members', name }))
    if (name.endsWith('.csv')) {
      const text = await file.text()
      expect(text).toContain("'=SUM(A1:A9)")
      expect(text).not.toMatch(/(^|[,"])[=+@]/m)
    }
    const back = await take(pc, 'members', file)
    expect({ name, ...countsOf(back) }).toEqual({ name, created: 0, updated: 0, unchanged: 30, rejected: 0 })
  }
})

test('a month without a day never overwrites a full date of that month, and a full date does fill it', async () => {
  const pc = await aDistrict()
  const joined = () => personIn(pc, member(0))
  const set = (text: string) => take(pc, 'members', memberRoster([{ ...member(0), 入团年月: text }]))
  await set('2016-09-12')
  expect(countsOf(await set('2016.09'))).toMatchObject({ unchanged: 1 })
  expect(joined()).toMatchObject({ joined: '2016-09-12', joined_precision: 'day' })
  expect(countsOf(await set('2016年10月'))).toMatchObject({ updated: 1 })
  expect(joined()).toMatchObject({ joined: '2016-10-01', joined_precision: 'month' })
  expect(countsOf(await set('2016-10-01'))).toMatchObject({ updated: 1 })
  expect(joined()).toMatchObject({ joined: '2016-10-01', joined_precision: 'day' })
  const org = (text: string) => take(pc, 'orgs', orgRoster([{ ...branch(0), 成立日期: text }]))
  expect(countsOf(await org('2014.9'))).toMatchObject({ unchanged: 1 })
  const elected = (text: string) => take(pc, 'orgs', orgRoster([{ ...branch(0), 最近换届日期: text }]))
  expect(countsOf(await elected('2017年1月'))).toMatchObject({ unchanged: 1 })
  const since = (text: string) => take(pc, 'cadres', cadreRoster([{ ...cadreLines[0], 任现职年月: text }]))
  expect(countsOf(await since('2017-01'))).toMatchObject({ unchanged: 1 })
  expect(tablesOf(pc.folder)['post']).toHaveLength(8)
})

test('a blank cell says nothing: no import of blanks changes a value or erases one', async () => {
  const pc = await aDistrict()
  const before = everyRowOf(pc.folder)
  const key = new Set([
    '姓名',
    '身份证号',
    '身份证号码',
    '所在团支部',
    '团干所属组织',
    '团内现任职务',
    '组织ID',
  ])
  const others = new Set(['团组织', '活动类型', '日期', '主题', '组织类型'])
  const blank = (line: Line): Line =>
    Object.fromEntries(
      Object.entries(line).map(([heading, cell]) => [
        heading,
        key.has(heading) || others.has(heading) ? cell : '',
      ]),
    )
  const files: readonly (readonly [Roster, File])[] = [
    ['orgs', orgRoster(orgLines.map(blank))],
    ['members', memberRoster(memberLines.map(blank))],
    ['cadres', cadreRoster(cadreLines.map(blank))],
  ]
  for (const [as, file] of files) {
    const result = await take(pc, as, file)
    expect({ as, ...countsOf(result) }).toEqual({
      as,
      created: 0,
      updated: 0,
      unchanged: result.read,
      rejected: 0,
    })
  }
  expect(everyRowOf(pc.folder)).toBe(before)
})

test('a later roster moves people from its own day on, and an older one does not move them back', async () => {
  const pc = await aDistrict()
  const [from, to] = [codeOf(branch(0)), codeOf(branch(3))]
  const moved = [{ ...member(0), 所在团支部: to }]
  expect(countsOf(await take(pc, 'members', csvFile('十月.csv', moved, '2018-10-15')))).toMatchObject({
    updated: 1,
  })
  const counts = async (day: string) => [await membersOf(pc, from, day), await membersOf(pc, to, day)]
  expect(await counts('2018-10-14')).toEqual([4, 4])
  expect(await counts('2018-10-15')).toEqual([3, 5])
  const older = await take(pc, 'members', csvFile('六月.csv', [member(0)], '2018-06-30'))
  expect(codesOf(older)).toEqual(['3 roster-older (note)'])
  expect(countsOf(older)).toMatchObject({ unchanged: 1 })
  expect(await counts('2018-12-31')).toEqual([3, 5])
  expect((await take(pc, 'members', memberRoster(moved))).unchanged).toBe(1)
  await expectSound(pc)
})

test('where two rosters differ about a home that neither dates, the later roster counts, whichever came first', async () => {
  const pc = await aDistrict(begun)
  await take(pc, 'orgs', orgRoster())
  const [from, to] = [codeOf(branch(0)), codeOf(branch(3))]
  await take(pc, 'members', csvFile('十二月.csv', [{ ...member(0), 所在团支部: to }], '2018-12-01'))
  const older = await take(
    pc,
    'members',
    csvFile('六月.csv', [{ ...member(0), 所在团支部: from }], '2018-06-30'),
  )
  expect(codesOf(older)).toEqual(['3 roster-older (note)'])
  expect([await membersOf(pc, from), await membersOf(pc, to)]).toEqual([0, 1])
})

test('a status that ends the membership is leaving from the day of the roster, and coming back is a new stay', async () => {
  const pc = await aDistrict()
  const code = codeOf(branch(0))
  const left = [{ ...member(0), 团籍状态: '满28周岁离团' }]
  expect(countsOf(await take(pc, 'members', memberRoster(left), { on: '2018-07-01' }))).toMatchObject({
    updated: 1,
  })
  const counts = async () =>
    Promise.all(['2018-06-30', '2018-07-01', '2018-12-31'].map(day => membersOf(pc, code, day)))
  expect(await counts()).toEqual([4, 3, 3])
  expect((await take(pc, 'members', memberRoster(left), { on: '2018-08-01' })).unchanged).toBe(1)
  const found = await pc.ask.registry.find({ text: member(0)['姓名'] ?? '' })
  expect(found.people).toMatchObject([{ name: member(0)['姓名'], org: null }])
  expect((await take(pc, 'members', memberRoster([member(0)]), { on: '2018-09-01' })).updated).toBe(1)
  expect(await counts()).toEqual([4, 3, 4])
  expect((await take(pc, 'members', memberRoster(left), { on: '2018-08-01' })).problems).toMatchObject([
    { code: 'roster-older', refused: false },
  ])
  expect(await counts()).toEqual([4, 3, 4])
  await expectSound(pc)
})

test('an organization that is unknown, or meant by more than one name, is refused with the choices', async () => {
  const pc = await aDistrict()
  const twin = {
    ...branch(2),
    组织ID: '4403990199',
    团组织全称: '另一个团支部',
    团组织简称: branch(0)['团组织简称'] ?? '',
  }
  await take(pc, 'orgs', orgRoster([twin]))
  const newcomer = { 姓名: '新人甲', 身份证号: inventedId('1999-01-01', 901) }
  const result = await take(
    pc,
    'members',
    memberRoster([
      { ...newcomer, 身份证号: inventedId('1999-01-02', 902), 所在团支部: '哪里也没有' },
      { ...newcomer, 所在团支部: branch(0)['团组织简称'] ?? '' },
    ]),
  )
  expect(codesOf(result)).toEqual(['2 org-unknown', '3 org-ambiguous'])
  expect(result.problems[1]?.message.en).toContain(`${codeOf(branch(0))}, 4403990199`)
  const refused = await refusalOf(pc.ask.registry.stats({ org: branch(0)['团组织简称'] ?? '' }))
  expect(refused).toMatchObject({
    code: 'org-ambiguous',
    details: { choices: [codeOf(branch(0)), '4403990199'] },
  })
  expect(await refusalOf(pc.ask.registry.orgShow({ org: '哪里也没有' }))).toMatchObject({
    code: 'org-unknown',
  })
})

const committee = (code: string, name: string, parent: string): Line => ({
  组织ID: code,
  团组织全称: name,
  组织类型: '团委',
  所属层级: '街道',
  上级组织: parent,
})

test('rows whose parents form a circle are refused, and the rest of the file is taken in', async () => {
  const pc = await aDistrict(begun)
  const result = await take(
    pc,
    'orgs',
    orgRoster([
      committee('A1', '甲团委', 'A3'),
      committee('A2', '乙团委', 'A1'),
      committee('A3', '丙团委', 'A2'),
      committee('A4', '丁团委', 'A4'),
      committee('A5', '戊团委', '4403990000'),
    ]),
  )
  expect(codesOf(result)).toEqual([
    '2 parent-circle',
    '3 parent-circle',
    '4 parent-circle',
    '5 parent-circle',
  ])
  expect(countsOf(result)).toMatchObject({ created: 1, rejected: 4 })
  await expectSound(pc)
})

test('a row that would hang an organization below one of its own is refused', async () => {
  const pc = await aDistrict(begun)
  const lines = [
    committee('A1', '甲团委', '4403990000'),
    committee('A2', '乙团委', 'A1'),
    committee('A3', '丙团委', 'A2'),
  ]
  await take(pc, 'orgs', orgRoster(lines))
  const before = tablesOf(pc.folder)
  const result = await take(pc, 'orgs', orgRoster([committee('A1', '甲团委', 'A3')]))
  expect(codesOf(result)).toEqual(['2 parent-circle'])
  expect(tablesOf(pc.folder)).toEqual(before)
})

test('the district’s own row is recognised under another name than the registry was begun with', async () => {
  const own = await openPc('named')
  pcs.push(own)
  const { org } = await own.ask.registry.init({ name: '青山团区委', tier: 'district' })
  const top: Line = {
    组织ID: '4403990000',
    团组织全称: '共青团青山区委员会',
    组织类型: '领导机关团组织',
    所属层级: '区',
  }
  const result = await take(own, 'orgs', orgRoster([...orgLines.slice(0, 2), top]))
  expect(countsOf(result)).toEqual({ created: 2, updated: 1, unchanged: 0, rejected: 0 })
  expect(await own.ask.registry.orgShow({ org: '4403990000' })).toMatchObject({
    id: org.id,
    name: '共青团青山区委员会',
  })
  expect((await own.ask.registry.stats({})).orgs).toBe(3)
  await expectSound(own)
})

test.each([
  ['its own row', true],
  ['no row of its own', false],
])(
  'an office whose name here lacks the city is seen in a roster that writes it, with %s',
  async (_, hasOwn) => {
    const own = await openPc('without-city')
    pcs.push(own)
    const { org } = await own.ask.registry.init({ name: '共青团青山区委员会', tier: 'district' })
    const name = '共青团碧海市青山区委员会'
    const top: Line = { 团组织全称: name, 组织类型: '领导机关团组织', 上级组织: '共青团碧海市委员会' }
    const street: Line = {
      团组织全称: `${name.slice(0, -3)}云岭街道工作委员会`,
      组织类型: '团工委',
      上级组织: name,
    }
    const result = await take(own, 'orgs', orgRoster(hasOwn ? [top, street] : [street]))
    expect(countsOf(result)).toEqual({ created: 1, updated: hasOwn ? 1 : 0, unchanged: 0, rejected: 0 })
    expect((await own.ask.registry.stats({})).orgs).toBe(2)
    expect(await own.ask.registry.orgShow({ org: org.id })).toMatchObject({
      name: hasOwn ? name : '共青团青山区委员会',
    })
    const other = { ...street, 团组织全称: '共青团南山区工作委员会', 上级组织: '共青团碧海市南山区委员会' }
    expect(countsOf(await take(own, 'orgs', orgRoster([other])))).toMatchObject({ rejected: 1 })
    await expectSound(own)
  },
)

/** Enough people that an import takes many slices; every one with an ID number of his own. */
function manyMembers(count: number): readonly Line[] {
  return Array.from({ length: count }, (_, i) => ({
    姓名: `${'王李张刘陈'[i % 5]}${'一二三四五六七'[i % 7]}`,
    身份证号: inventedId(`${1991 + (i % 8)}-0${(i % 9) + 1}-1${Math.floor(i / 900) % 10}`, i % 1000),
    所在团支部: codeOf(branch(i % 8)),
  }))
}

test('an import whose consumer stops in the middle leaves nothing behind, and the next command works', async () => {
  const pc = await aDistrict(begun)
  await take(pc, 'orgs', orgRoster())
  const before = everyRowOf(pc.folder)
  const file = memberRoster(manyMembers(6000))
  let seen = 0
  for await (const event of await pc.ask.rosters.importFile({ file, as: 'members' })) {
    expect(event.type).toBe('progress')
    if (++seen === 3) break
  }
  expect(seen).toBe(3)
  expect(everyRowOf(pc.folder)).toBe(before)
  const stop = new AbortController()
  const aborted = async () => {
    const events = await pc.ask.rosters.importFile({ file, as: 'members' }, { signal: stop.signal })
    for await (const event of events) {
      if (event.type === 'done') return 'done'
      stop.abort()
    }
    return 'ended'
  }
  await expect(aborted()).rejects.toThrow()
  expect(everyRowOf(pc.folder)).toBe(before)
  expect(await take(pc, 'members', memberRoster())).toMatchObject({ created: 30 })
  await expectSound(pc)
})

test('people of a large roster are found by all that they are found by, and one that is stopped at its end leaves nothing', async () => {
  const pc = await aDistrict(begun)
  await take(pc, 'orgs', orgRoster())
  const before = everyRowOf(pc.folder)
  const schema = () =>
    lookInto(pc.folder, db => db.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all())
  const parts = schema()
  const file = memberRoster(manyMembers(6000))
  let isIndexing = false
  for await (const event of await pc.ask.rosters.importFile({ file, as: 'members' })) {
    isIndexing = event.type === 'progress' && event.what.en === 'Getting ready for searches'
    if (isIndexing) break
  }
  expect(isIndexing).toBe(true)
  expect(everyRowOf(pc.folder)).toBe(before)
  expect(schema()).toEqual(parts)
  expect(await take(pc, 'members', file)).toMatchObject({ created: 6000, rejected: 0 })
  expect(schema()).toEqual(parts)
  const id = manyMembers(6000)[4321]?.['身份证号'] ?? ''
  for (const text of [id, id.slice(-6)]) {
    const { people } = await pc.ask.registry.find({ text })
    expect(people.map(person => person.idMasked?.slice(-2))).toContain(id.slice(-2))
  }
  await expectSound(pc)
})

test('commands that are asked for at once run one after the other, and each does its whole work', async () => {
  const pc = await aDistrict(begun)
  await take(pc, 'orgs', orgRoster())
  const parts = [0, 10, 20].map(from => memberRoster(memberLines.slice(from, from + 10), `${from}.csv`))
  const results = await Promise.all(parts.map(file => take(pc, 'members', file)))
  expect(results.map(result => result.created)).toEqual([10, 10, 10])
  expect(new Set(results.map(result => result.changeSet)).size).toBe(3)
  await expectSound(pc)
})

test('when somebody reported in and was approved is read from a roster, kept as his standings, and written again', async () => {
  const pc = await aDistrict()
  const day = (line: Line, asked: string, approved: string, more: Line = {}) => ({
    ...line,
    ...{ 申请报到时间: asked, 报到审核通过时间: approved },
    ...more,
  })
  const lines = [
    day(member(0), '2018-03-05 14:22:11', '2018/3/6'),
    day(member(1), '2018-12-20', '', { 报到资料状态: '报到待审核' }),
    day(member(2), '2018-05', '', {}),
    day({ ...member(3), 身份证号: inventedId('1999-09-09', 9), 姓名: '林新' }, '2018-07-01', '2018-07-15'),
  ]
  const first = await take(pc, 'members', memberRoster(lines), { on: '2018-12-24' })
  expect(codesOf(first).filter(code => code.includes('day'))).toEqual(['4 day-missing (note)'])
  expect(countsOf(first)).toEqual({ created: 1, updated: 2, unchanged: 1, rejected: 0 })
  const standings = (line: Line) =>
    (tablesOf(pc.folder)['standing'] ?? [])
      .filter(row => row['person'] === personIn(pc, line)?.['id'])
      .map(row => [row['report'], row['since']])
  expect(standings(lines[0] ?? {})).toEqual([
    ['pending', '2018-03-05'],
    ['approved', '2018-03-06'],
  ])
  expect(standings(lines[1] ?? {})).toEqual([['pending', '2018-12-20']])
  expect(standings(lines[2] ?? {})).toEqual([])
  // The next roster says when he was approved; what the registry knows already stays, and is told.
  const next = [day(member(1), '', '2018-12-25'), day(member(0), '2018-03-01', '2018-03-06'), lines[3] ?? {}]
  const second = await take(pc, 'members', memberRoster(next), { on: '2018-12-28' })
  expect(countsOf(second)).toEqual({ created: 0, updated: 1, unchanged: 2, rejected: 0 })
  expect(codesOf(second)).toEqual(['3 report-day-differs (note)'])
  expect(standings(lines[1] ?? {})).toEqual([
    ['pending', '2018-12-20'],
    ['approved', '2018-12-25'],
  ])
  const { file } = await resultOf(pc.ask.rosters.exportRoster({ as: 'members', name: 'a.csv' }))
  const text = await file.text()
  const column = (text.split('\n').find(line => line.includes('申请报到时间')) ?? '')
    .split(',')
    .indexOf('申请报到时间')
  const written = (line: Line) =>
    text
      .split('\n')
      .find(row => row.includes(idOf(line)))
      ?.split(',')
      .slice(column, column + 3)
  expect(written(lines[0] ?? {})).toEqual(['2018-03-05', '2018-03-06', '审核通过'])
  expect(written(lines[1] ?? {})).toEqual(['2018-12-20', '2018-12-25', '审核通过'])
  expect(countsOf(await take(pc, 'members', file))).toMatchObject({ updated: 0, rejected: 0 })
  await expectSound(pc)
})

test('every roster that was taken in, written out and taken in again is unchanged, in both formats', async () => {
  const pc = await aDistrict()
  const more = [
    {
      ...member(0),
      团籍状态: '满28周岁离团待审核',
      报到资料状态: '报到待审核',
      入团年月: '2015年5月',
      团费交至: '2018-09',
    },
    {
      ...member(1),
      全日制学历: '本科',
      职业: '其他',
      收入: '2000-5000',
      电子邮箱: 'a@b.cn',
      团员编号: '201744012345',
    },
    {
      姓名: '陈·约翰',
      身份证号: 'H1234567',
      证件类型: '境外身份证',
      出生日期: '1995-05-05',
      所在团支部: codeOf(branch(1)),
    },
  ]
  await take(pc, 'members', memberRoster(more))
  await take(pc, 'cadres', cadreRoster([{ ...cadreLines[1], 离任日期: '2018-06-01' }]))
  await take(
    pc,
    'orgs',
    orgRoster([{ ...branch(5), 支部类别: '流动团员团支部', 单位所属行业类别: '城市社区' }]),
  )
  const before = tablesOf(pc.folder)
  for (const [as] of rosters) {
    for (const name of [`${as}.xlsx`, `${as}.csv`]) {
      const { file, rows } = await resultOf(pc.ask.rosters.exportRoster({ as, name }))
      expect(rows).toBeGreaterThan(0)
      const recognised = await resultOf(pc.ask.rosters.recognise({ file }))
      const back = await take(pc, as, file)
      expect({
        name,
        as: recognised.as,
        sure: recognised.sure,
        ...countsOf(back),
        problems: back.problems,
      }).toEqual({
        name,
        as,
        sure: true,
        created: 0,
        updated: 0,
        unchanged: rows,
        rejected: 0,
        problems: [],
      })
    }
  }
  expect(tablesOf(pc.folder)).toEqual(before)
})

test('rosters written out fill an empty registry with the same numbers on every day', async () => {
  const pc = await aDistrict()
  await take(pc, 'cadres', cadreRoster([{ ...cadreLines[1], 离任日期: '2018-06-01' }]))
  const other = await aDistrict(begun)
  for (const [as] of rosters) {
    const { file } = await resultOf(pc.ask.rosters.exportRoster({ as, name: `${as}.xlsx` }))
    expect(await take(other, as, file)).toMatchObject({ rejected: 0 })
  }
  for (const asOf of ['2009-01-01', '2013-01-01', '2017-03-01', '2018-06-01', '2018-12-31']) {
    expect(await other.ask.registry.stats({ asOf })).toEqual(await pc.ask.registry.stats({ asOf }))
  }
})

test('a roster goes out and comes back where two branches of different communities have the same name', async () => {
  const pc = await aDistrict(begun)
  const named = orgLines.map((line, i) =>
    i === 6 || i === 8 ? { ...line, 团组织全称: '第一团支部', 团组织简称: '' } : line,
  )
  expect(await take(pc, 'orgs', orgRoster(named))).toMatchObject({ created: 14, rejected: 0 })
  await take(pc, 'members', memberRoster())
  const { file, rows } = await resultOf(pc.ask.rosters.exportRoster({ as: 'members', name: '团员.xlsx' }))
  expect(countsOf(await take(pc, 'members', file))).toEqual({
    created: 0,
    updated: 0,
    unchanged: rows,
    rejected: 0,
  })
})

test('the numbers of a day are those of that day: before the founding, after a move, after posts have ended', async () => {
  const pc = await aDistrict()
  await take(pc, 'members', memberRoster([{ ...member(0), 所在团支部: codeOf(branch(6)) }]), {
    on: '2018-10-15',
  })
  await take(pc, 'cadres', cadreRoster([{ ...cadreLines[0], 离任日期: '2018-06-01' }]))
  const on = async (asOf: string, org?: string) => {
    const { orgs, branches, members, cadres } = await pc.ask.registry.stats({
      asOf,
      ...(org !== undefined && { org }),
    })
    return { orgs, branches, members, cadres }
  }
  expect(await on('2010-05-03')).toEqual({ orgs: 1, branches: 0, members: 0, cadres: 0 })
  expect(await on('2010-05-04')).toMatchObject({ orgs: 3 })
  expect(await on('2012-03-01')).toMatchObject({ orgs: 7, branches: 0 })
  expect(await on('2014-09-10')).toMatchObject({ orgs: 15, branches: 8 })
  expect(await on('2018-12-31')).toEqual({ orgs: 15, branches: 8, members: 30, cadres: 7 })
  expect(await on('2018-05-31', '4403990100')).toMatchObject({ members: 16, cadres: 4 })
  expect(await on('2018-06-01', '4403990100')).toMatchObject({ members: 16, cadres: 3 })
  expect(await on('2018-10-15', '4403990100')).toMatchObject({ members: 15, cadres: 3 })
  expect(await on('2018-10-15', '4403990200')).toMatchObject({ members: 15, cadres: 4 })
  expect(await on('2017-01-14')).toMatchObject({ cadres: 0 })
})

test('the 填报日期 above the table is the day of the roster, the day given with the command goes before it', async () => {
  const pc = await aDistrict()
  const lines = [{ ...member(0), 所在团支部: codeOf(branch(3)) }]
  const above = await take(pc, 'members', csvFile('表.csv', lines, '2018-10-15'), { dryRun: true })
  const given = await take(pc, 'members', csvFile('表.csv', lines, '2018-10-15'), {
    dryRun: true,
    on: '2018-11-01',
  })
  const neither = await take(pc, 'members', csvFile('表.csv', lines), { dryRun: true })
  expect([above.day, given.day, neither.day]).toEqual(['2018-10-15', '2018-11-01', '2018-12-31'])
})

test('a file that cannot be taken at all is refused with its reason and changes nothing', async () => {
  const pc = await aDistrict()
  const before = everyRowOf(pc.folder)
  const members = (file: File) => refusalOf(take(pc, 'members', file))
  const codes = [
    (await members(new File([''], '空.csv'))).code,
    (await members(new File(['不是表格'], '表.csv'))).code,
    (await members(new File([new Uint8Array([0x50, 0x4b, 3, 4, 0, 0])], '坏.xlsx'))).code,
    (await members(orgRoster())).code,
  ]
  expect(codes.every(code => /^[a-z-]+$/.test(code))).toBe(true)
  expect(everyRowOf(pc.folder)).toBe(before)
  expect(changeCount(pc.folder)).toBeGreaterThan(0)
  expect(lookInto(pc.folder, db => db.pragma('integrity_check', { simple: true }))).toBe('ok')
})

test('a month without a day is shown as that month, of a person, a post and an organization', async () => {
  const pc = await aDistrict(begun)
  const [line, ...others] = orgLines
  await take(pc, 'orgs', orgRoster([{ ...line, 成立日期: '2010.5' }, ...others]))
  const { code, name } = { code: line?.['组织ID'] ?? '', name: '张伟' }
  const card = inventedId('1998-03-12', 801)
  await take(
    pc,
    'members',
    memberRoster([{ ...member(0), 姓名: name, 身份证号: card, 入团年月: '2012年3月' }]),
  )
  const post = {
    姓名: name,
    身份证号码: card,
    团干所属组织: code,
    团内现任职务: '书记',
    任现职年月: '2016.10',
  }
  await take(pc, 'cadres', cadreRoster([post]))
  expect((await pc.ask.registry.orgShow({ org: code })).founded).toBe('2010-05')
  const { people } = await pc.ask.registry.find({ text: name })
  const shown = await pc.ask.looking.person({ id: people[0]?.id ?? '' })
  expect(shown).toMatchObject({ joined: '2012-03', posts: [{ since: '2016-10' }] })
  const cadres = await pc.ask.looking.cadres({ org: code, offset: 0, limit: 10 })
  expect(cadres.rows).toMatchObject([{ since: '2016-10' }])
})

test('an organization that is named but for its kind is proposed, where only one can be meant', async () => {
  const pc = await aDistrict()
  const post = (org: string) => ({ ...cadreLines[0], 团干所属组织: org })
  const names = ['东坪社区第一支部', '东坪社区第一团委', '东坪社区第九', '云岭']
  const { problems } = await take(pc, 'cadres', cadreRoster(names.map(post)), { dryRun: true })
  const unknown = problems.filter(({ code }) => code === 'org-unknown')
  expect(unknown.map(({ value, repair }) => [value, repair])).toEqual([
    ['东坪社区第一团委', '东坪社区第一'],
    ['东坪社区第九', null],
    ['云岭', null],
  ])
})

test('the beginning of a registry is not taken back, so that it can still be opened', async () => {
  const pc = await aDistrict(begun)
  expect(await pc.ask.registry.history({})).toMatchObject([{ changeSet: 1, canUndo: false }])
  expect(await refusalOf(undo(pc, 1))).toMatchObject({ code: 'undo-beginning' })
  expect((await pc.ask.registry.stats({})).orgs).toBe(1)
})

test('a registry is begun once', async () => {
  const pc = await aDistrict()
  expect(await refusalOf(beginDistrict(pc))).toMatchObject({ code: 'registry-exists' })
})

test('a row with a text that no packet could carry is refused at its cell; the other rows go in', async () => {
  const pc = await aDistrict()
  const lines: readonly Line[] = [
    { 团组织: '东坪社区第一', 活动类型: '团课', 日期: '2018-03-05', 主题: '团'.repeat(501) },
    { 团组织: '东坪社区第一', 活动类型: '团课', 日期: '2018-03-06', 主题: '团'.repeat(500) },
  ]
  const result = await take(pc, 'meetings', csvFile('long.csv', lines))
  expect(countsOf(result)).toEqual({ created: 1, updated: 0, unchanged: 0, rejected: 1 })
  expect(result.problems.map(({ row, column, code, refused }) => [row, column, code, refused])).toEqual([
    [2, '主题', 'too-long', true],
  ])
})

test('an import is taken back but for what later work builds on: that is told by name, with the work that needs it', async () => {
  const pc = await aDistrict(begun)
  const sets: (number | null)[] = []
  for (const [as, roster] of rosters.slice(0, 2)) sets.push((await take(pc, as, roster())).changeSet)
  const [orgs, members] = sets
  const orgsOnly = tablesOf(pc.folder)['org']
  const person = idOf(member(0))
  const id = String(personIn(pc, member(0))?.['id'])
  await pc.ask.records.edit({ id, set: { workplace: '第二中学' }, by: 'x' })
  const asked = { changeSet: members ?? 0, by: 'x' }
  expect(await resultOf(pc.ask.registry.undo(asked))).toMatchObject({ undone: false, kept: [] })
  const { undone, kept, changeSet } = await resultOf(pc.ask.registry.undo({ ...asked, keep: true }))
  expect(undone).toBe(true)
  expect(kept).toHaveLength(1)
  expect(kept[0]?.zh).toMatch(new RegExp(`^保留 1 条（${member(0)['姓名']}）：之后的“.*”用到了。$`))
  const left = tablesOf(pc.folder)
  expect(left['person']?.map(row => row['id_number'])).toEqual([person])
  expect(left['membership']?.map(row => row['person'])).toEqual([id])
  expect(left['org']).toEqual(orgsOnly)
  const [told] = await pc.ask.registry.history({ limit: 1 })
  expect(told?.sentence.zh).toContain('保留 1 条')
  // Of the organizations the branch of the one who is left stays, with what it hangs below.
  const ofOrgs = await resultOf(pc.ask.registry.undo({ changeSet: orgs ?? 0, keep: true, by: 'x' }))
  expect(ofOrgs.undone).toBe(true)
  const home = left['membership']?.[0]?.['org']
  const standing = tablesOf(pc.folder)
  expect(standing['org']?.map(row => row['id'])).toContain(home)
  expect(standing['org']?.length).toBeLessThan(orgsOnly?.length ?? 0)
  expect(standing['placement']).toHaveLength((standing['org']?.length ?? 0) - 1)
  await expectSound(pc)
  await undo(pc, ofOrgs.changeSet)
  await undo(pc, changeSet)
  expect(tablesOf(pc.folder)['person']).toHaveLength(memberLines.length)
  await expectSound(pc)
})

test('a short name below 团组织全称 is no new full name; a short name beside it is one of its own', async () => {
  const pc = await aDistrict()
  const [line = {}] = orgLines.filter(each => each['组织类型'] === '团支部')
  const { 团组织全称: name = '', 团组织简称: short = '', 组织类型: kind = '', 上级组织: parent = '' } = line
  const file = { 团组织全称: short, 组织类型: kind, 上级组织: parent }
  const same = await take(pc, 'orgs', csvFile('组织.csv', [file]))
  expect([countsOf(same), codesOf(same)]).toEqual([{ created: 0, updated: 0, unchanged: 1, rejected: 0 }, []])
  expect((await pc.ask.registry.find({ text: name })).orgs[0]).toMatchObject({ name })
  const renamed = { ...file, 团组织简称: `${short}新` }
  expect(countsOf(await take(pc, 'orgs', csvFile('组织.csv', [renamed]), { dryRun: true }))).toMatchObject({
    updated: 1,
  })
})
