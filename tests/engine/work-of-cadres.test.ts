import { expect, test } from 'vitest'
import { expectSound, type Pc, resultOf } from '#tests/fixtures/engine.ts'
import { codes } from '#tests/fixtures/exchange.ts'
import {
  csvFile,
  filledDistrict,
  inventedId,
  type Line,
  memberLines,
  orgLines,
} from '#tests/fixtures/small-district.ts'

/** What cadres did who are no members (any more): they lie where they hold a post. */

const street = orgLines.find(line => line['组织ID'] === codes.street)?.['团组织简称'] ?? ''
const cadre = inventedId('1985-03-01', 901)

async function withCadre(name: string): Promise<Pc> {
  const pc = await filledDistrict.open(name)
  const line: Line = {
    姓名: '钟书记',
    身份证号码: cadre,
    团干所属组织: street,
    团内现任职务: '书记',
    任现职年月: '2018-01',
  }
  const posts = csvFile('团干部.csv', [line])
  expect((await resultOf(pc.ask.rosters.importFile({ file: posts, as: 'cadres' }))).created).toBe(1)
  return pc
}

const visits: readonly Line[] = [
  { 姓名: '钟书记', 单位: street, 联系日期: '2018-06-12', 联系形式: '面对面', 联系人数: '12' },
]

test('the visits of a secretary who is no member are listed and exported where he holds his post', async () => {
  const pc = await withCadre('work-of-cadres-list')
  const person = (await pc.ask.registry.find({ text: '钟书记' })).people[0]?.id ?? ''
  const set = { person, on_day: '2018-06-12', way: '面对面', people: '12' }
  await pc.ask.records.add({ kind: 'visit', set, by: '王书记' })
  for (const org of [codes.street, undefined]) {
    const { total, rows } = await pc.ask.records.list({ kind: 'visit', ...(org !== undefined && { org }) })
    expect([total, rows[0]?.title]).toEqual([1, '钟书记 2018-06-12'])
  }
  expect((await pc.ask.records.list({ kind: 'visit', org: codes.community })).total).toBe(0)
  const { file, rows } = await resultOf(
    pc.ask.rosters.exportRoster({ as: 'visits', name: '联系青年日志.csv' }),
  )
  expect(rows).toBe(1)
  expect(await file.text()).toContain(street)
  const again = await resultOf(pc.ask.rosters.importFile({ file, as: 'visits' }))
  expect([again.created, again.unchanged, again.rejected]).toEqual([0, 1, 0])
  await pc.ask.records.add({
    kind: 'visit',
    set: { ...set, on_day: '2018-07-01' },
    by: '王书记',
  })
  await expectSound(pc)
  await pc.discard()
})

test('a sign-in sheet names people by the office where they hold a post, or by one above their branch', async () => {
  const pc = await withCadre('work-of-cadres-import')
  const taken = await resultOf(
    pc.ask.rosters.importFile({ file: csvFile('联系日志.csv', visits), as: 'visits' }),
  )
  expect([taken.problems, taken.created]).toEqual([[], 1])
  const member = memberLines[0]?.['姓名'] ?? ''
  const signed: readonly Line[] = [street, '没有的街道'].map(unit => ({
    ...{ 姓名: member, 单位: unit, 培训名称: '提升营', 培训日期: '2018-06-12' },
  }))
  const sheet = await resultOf(
    pc.ask.rosters.importFile({ file: csvFile('签到表.csv', signed), as: 'attendances' }),
  )
  expect([sheet.created, sheet.problems.map(({ row, code }) => `${row} ${code}`)]).toEqual([
    1,
    ['3 org-unknown'],
  ])
  await pc.discard()
})
