import { afterEach, expect, test } from 'vitest'
import { expectSound, type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { filledDistrict, inventedId, memberLines, orgLines } from '#tests/fixtures/small-district.ts'
import { tablesOf } from '#tests/fixtures/table-dump.ts'

const pcs: Pc[] = []

async function aDistrict(): Promise<Pc> {
  const pc = await filledDistrict.open('district')
  pcs.push(pc)
  return pc
}

afterEach(async () => {
  await Promise.all(pcs.splice(0).map(pc => pc.discard()))
})

type More = Omit<Parameters<Pc['ask']['rosters']['pasteRows']>[0], 'as' | 'text'>
const paste = (pc: Pc, as: string, rows: readonly (readonly string[])[], more: More = {}) =>
  resultOf(pc.ask.rosters.pasteRows({ as, text: rows.map(row => row.join('\t')).join('\r\n'), ...more }))
const branch = (n: number) => orgLines[6 + n]?.['组织ID'] ?? ''
const ids = [1, 2].map(n => inventedId(`1999-05-0${n}`, n))

test('rows copied with their headers come in as a file does', async () => {
  const pc = await aDistrict()
  const rows = [
    ['姓名', '身份证号', '手机'],
    ['新人甲', ids[0] ?? '', '13900000001'],
    ['新人乙', 'x', ''],
  ]
  const seen = await paste(pc, 'members', rows, { org: branch(0), dryRun: true })
  expect(seen).toMatchObject({ created: 1, rejected: 1, headerRow: 1 })
  expect(seen.problems.map(({ row, code }) => `${row} ${code}`)).toEqual(['3 id-malformed'])
  const done = await paste(pc, 'members', rows, { org: branch(0) })
  expect(done.changeSet).not.toBeNull()
  await expectSound(pc)
})

test('rows copied without headers are read by the columns named, and counted as they were pasted', async () => {
  const pc = await aDistrict()
  const rows = [
    ['支部大会', '2018-09-01', '"第一行\n第二行"', '4', '3'],
    ['团课', '2018-02-30', '', '', ''],
  ]
  const columns = ['type', 'day', 'topic', 'expected', 'attended']
  const result = await paste(pc, 'meetings', rows, { org: branch(1), columns })
  expect(result).toMatchObject({ created: 1, rejected: 1, headerRow: 0 })
  expect(result.problems).toMatchObject([
    { row: 2, code: 'date-impossible', message: { zh: expect.stringContaining('第 2 行') } },
  ])
  expect(tablesOf(pc.folder)['meeting']?.find(row => row['held_on'] === '2018-09-01')).toMatchObject({
    topic: '第一行 第二行',
    expected: 4,
  })
})

test('without columns they are those of the empty table', async () => {
  const pc = await aDistrict()
  const { 姓名 = '', 身份证号 = '' } = memberLines[0] ?? {}
  const result = await paste(pc, 'assessments', [[姓名, 身份证号, '', '', '2018', '优秀']])
  expect(result).toMatchObject({ created: 1, rejected: 0 })
  expect(tablesOf(pc.folder)['appraisal']).toMatchObject([{ year: 2018, result: 'excellent' }])
})

test('a blank paste and a column that is none are refused', async () => {
  const pc = await aDistrict()
  expect(await refusalOf(paste(pc, 'members', [['', ''], ['']]))).toMatchObject({ code: 'paste-blank' })
  expect(await refusalOf(paste(pc, 'meetings', [['团课']], { columns: ['fish'] }))).toMatchObject({
    code: 'field-unknown',
  })
})
