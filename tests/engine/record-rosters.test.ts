import { afterAll, afterEach, expect, test } from 'vitest'
import { rosterRecords } from '#db/records/rosters.ts'
import { expectSound, type Pc, prepared, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { csvFile, fillDistrict, type Line, orgLines } from '#tests/fixtures/small-district.ts'
import { tablesOf } from '#tests/fixtures/table-dump.ts'

/** Rosters that nothing but the definition of a kind of record makes. */

const filled = prepared('filled', fillDistrict)
const pcs: Pc[] = []

async function aDistrict(): Promise<Pc> {
  const pc = await filled.open('district')
  pcs.push(pc)
  return pc
}

afterEach(async () => {
  await Promise.all(pcs.splice(0).map(pc => pc.discard()))
})
afterAll(() => filled.discard())

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
