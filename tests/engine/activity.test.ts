import { expect, test } from 'vitest'
import { openForm } from '#db/forms/open-form.ts'
import { resultOf } from '#tests/fixtures/engine.ts'
import { codes } from '#tests/fixtures/exchange.ts'
import { memberLines } from '#tests/fixtures/small-district.ts'
import { threeOffices } from './three-offices.ts'

const { offices } = threeOffices()

test('a year of work by month, type and office; what has fallen silent is named, and what was written down is not', async () => {
  const { district } = await offices()
  await district.ask.reports.adoptTypes({})
  const add = (org: string, type: string, held_on: string, more: Record<string, string> = {}) =>
    district.ask.records.add({
      kind: 'work',
      set: { org, type, held_on, title: `${type}${held_on}`, ...more },
    })
  await add(codes.community, '主题团课', '2018-03-05', { sessions: '2', people: '40' })
  await add(codes.community, '主题团课', '2018-12-01', { people: '10' })
  await add(codes.street, '青年之声活动', '2018-03-20')
  await add(codes.street, '青年之声活动', '2017-03-20')

  const found = await district.ask.activity.year({ year: 2018 })
  const month = (list: readonly number[]) => list.flatMap((n, at) => (n === 0 ? [] : [[at + 1, n]]))
  expect(found.types.map(({ type, sessions, people }) => [type, month(sessions), people])).toEqual([
    [
      '主题团课',
      [
        [3, 2],
        [12, 1],
      ],
      50,
    ],
    // None of its records says how many came.
    ['青年之声活动', [[3, 1]], null],
  ])
  const street = found.units.find(({ org }) => org === codes.street)
  expect(month(street?.sessions ?? [])).toEqual([
    [3, 3],
    [12, 1],
  ])
  expect(street?.last).toBe('2018-12-01')
  expect(found.silentSince).toBe('2018-09-30')
  const silent = new Map(found.silentTypes.map(({ type, last }) => [type, last]))
  expect(silent.get('青年之声活动')).toBe('2018-03-20')
  expect(silent.has('主题团课')).toBe(false)
  expect(silent.get('Young课堂')).toBeNull()
  const { total, branches, rows } = found.silentBranches
  expect(rows).toHaveLength(total)
  await add(rows[0]?.org ?? '', '主题团课', '2018-12-20')
  const after = await district.ask.activity.year({ year: 2018 })
  expect(after.silentBranches).toMatchObject({ total: total - 1, branches })

  const ofStreet = await district.ask.activity.year({ year: 2017, org: codes.street })
  expect(ofStreet.types.map(({ type }) => type)).toEqual(['青年之声活动'])
})

test('the statistical tables agree with what is counted elsewhere, and name the hollow branches', async () => {
  const { district } = await offices()
  const { records, looking } = district.ask
  const cadre = (await looking.cadres({ org: codes.street, limit: 1 })).rows[0]
  await records.edit({ id: cadre?.person ?? '', set: { wework: '是' } })
  // Who was sent back has not reported in, and does not count to his branch, which is hollow now.
  const sentBack = (await looking.people({ org: `${codes.community}2`, limit: 2 })).rows
  for (const { id } of sentBack)
    await records.add({
      kind: 'standing',
      set: { person: id, report: '报到被退回', status: '正常', since: '2018-12-20' },
    })
  const { file, sheets } = await resultOf(district.ask.statistics.write({ year: 2018 }))
  expect(sheets).toEqual(['组织数据统计表', '共青团有关统计数据对比表', '直属下级数据统计', '空心组织列表'])
  const { parts } = await openForm(file.name, new Uint8Array(await file.arrayBuffer()))
  const linesOf = (at: number, from = 3) => {
    const part = parts[at]
    return Array.from({ length: part?.height ?? 0 }, (_, row) =>
      (part?.cells ?? []).filter(cell => cell.row === row).map(cell => cell.text),
    ).slice(from)
  }
  const stats = await district.ask.registry.stats({ asOf: '2018-12-31' })
  const sums = linesOf(0).at(-1) ?? []
  expect(sums[0]).toBe('合计')
  expect(Number(sums[4])).toBe(stats.branches)
  expect(Number(sums[5])).toBe(memberLines.length)
  expect([7, 8, 9].reduce((sum, at) => sum + Number(sums[at]), 0)).toBe(stats.cadres)
  // sixteen trades, those who say none, and the sum
  expect(linesOf(0)).toHaveLength(18)
  expect(linesOf(1)[0]?.slice(0, 2)).toEqual(['团员', String(memberLines.length)])
  // what was answered is a share of what was to be answered, and a transfer has two ends
  const heads = linesOf(2, 2)[0] ?? []
  const column = (name: string) => heads.indexOf(name)
  expect(column('及时响应率')).toBe(19)
  for (const line of linesOf(2)) {
    const number = (name: string) => Number(line[column(name)])
    expect(number('已报到团员数')).toBeLessThanOrEqual(number('团员数'))
    expect(number('及时响应数')).toBeLessThanOrEqual(number('累计需响应申请数'))
    expect(number('本级累计需响应申请数')).toBeLessThanOrEqual(number('累计需响应申请数'))
  }
  const sumOf = (name: string) => linesOf(2).reduce((sum, line) => sum + Number(line[column(name)]), 0)
  expect(sumOf('已报到团员数')).toBe(sumOf('团员数') - sentBack.length)
  expect(sumOf('已入驻企业号团干数')).toBe(1)
  const { findings } = await district.ask.lifeline.scan({ asOf: '2018-12-31', rules: ['W01'] })
  expect(findings.length).toBeGreaterThan(0)
  expect(sumOf('空心团支部数')).toBe(findings.length)
  const street = linesOf(2).find(([name]) => name?.includes('街道'))
  const ofStreet = await district.ask.registry.stats({ asOf: '2018-12-31', org: codes.street })
  expect(linesOf(2).map(line => Number(line[6]))).toContain(ofStreet.members)
  expect(street).toBeDefined()
  for (const [, , kind, , members] of linesOf(3))
    if (kind === '团支部') expect(Number(members)).toBeLessThan(3)
})
