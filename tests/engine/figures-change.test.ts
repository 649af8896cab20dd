import { afterAll, expect, test } from 'vitest'
import { type Pc, prepared } from '#tests/fixtures/engine.ts'
import { codes } from '#tests/fixtures/exchange.ts'
import { fillDistrict } from '#tests/fixtures/small-district.ts'

const filled = prepared('figures-change', async pc => {
  await fillDistrict(pc)
  await pc.ask.reports.adoptTypes({})
})
afterAll(() => filled.discard())

test('behind a sum stand exactly the records that add to it; changed, taken away or added they change it, and what was reported stays beside it', async () => {
  const pc: Pc = await filled.open('figures-change')
  const add = (kind: string, set: Record<string, string>) => pc.ask.records.add({ kind, set, by: '王书记' })
  const given = (title: string, own: string) =>
    add('work', { org: codes.community, type: '公益捐助', held_on: '2018-05-04', title, own })
  const figure = async (key: string) => {
    const { value, total, rows, asReported } = await pc.ask.reports.figure({ key, year: 2018 })
    expect(rows).toHaveLength(total)
    expect(rows.reduce((sum, { counts }) => sum + counts, 0)).toBe(value)
    return { value, asReported, ids: rows.map(({ id }) => id) }
  }
  const pencils = await given('送文具', '文具数=305')
  const books = await given('送图书', '图书册数=500')
  const both = await given('送文具和图书', '文具数=10; 图书册数=20')
  expect(await figure('donatedStationery')).toEqual({
    ...{ value: 315, asReported: null, ids: [pencils.id, both.id] },
  })
  expect((await figure('donatedBooks')).ids).toEqual([books.id, both.id])

  await add('reported', { org: codes.district, year: '2018', key: 'donatedStationery', value: '315' })
  await pc.ask.records.edit({ id: pencils.id, set: { own: '文具数=300' }, by: '王书记' })
  expect(await figure('donatedStationery')).toMatchObject({ value: 310, asReported: 315 })
  await pc.ask.records.remove({ id: both.id, reason: '重复' })
  expect(await figure('donatedStationery')).toMatchObject({ value: 300, asReported: 315, ids: [pencils.id] })
  expect((await figure('donatedBooks')).value).toBe(500)
  const more = await given('又送文具', '文具数=1')
  expect(await figure('donatedStationery')).toMatchObject({ value: 301, ids: [pencils.id, more.id] })
  await pc.discard()
})
