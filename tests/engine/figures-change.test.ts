import { afterAll, expect, test, vi } from 'vitest'
import { ReadingThreads } from '#db/worker/run-task.ts'
import { type Pc, prepared, resultOf } from '#tests/fixtures/engine.ts'
import { codes } from '#tests/fixtures/exchange.ts'
import { csvFile, fillDistrict, inventedId } from '#tests/fixtures/small-district.ts'

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

test('all figures and a year of work are counted once for as long as nothing is written, and anew after that', async () => {
  const pc: Pc = await filled.open('figures-kept')
  const run = vi.spyOn(ReadingThreads.prototype, 'run')
  const counted = () => run.mock.calls.filter(([{ request }]) => /figures|activity/.test(request.task)).length
  const year = async () => {
    const { figures } = await pc.ask.reports.figures({ year: 2018 })
    const { types } = await pc.ask.activity.year({ year: 2018 })
    return { given: figures.find(({ key }) => key === 'donatedBooks')?.value, types: types.length }
  }
  const before = await year()
  expect(await year()).toEqual(before)
  expect(counted()).toBe(2)
  const set = { org: codes.community, type: '公益捐助', held_on: '2018-05-04', title: '送图书' }
  await pc.ask.records.add({ kind: 'work', set: { ...set, own: '图书册数=500' }, by: '王书记' })
  expect(await year()).toEqual({ given: 500, types: before.types + 1 })
  expect(counted()).toBe(4)
  run.mockRestore()
  await pc.discard()
})

test('records that do not say what a figure counts are told of with it, and opened', async () => {
  const pc: Pc = await filled.open('figures-blank')
  const add = (kind: string, set: Record<string, string>) => pc.ask.records.add({ kind, set, by: '王书记' })
  const site = (org: string, name: string) =>
    add('venue', { org, name, type: '青年活动培训阵地', opened: '2018-05-04' })
  await site(codes.community, '东坪阵地')
  const placeless = await site(codes.district, '区属阵地')
  const held = { org: codes.community, type: '文化月活动', held_on: '2018-05-04' }
  await add('work', { ...held, title: '开幕式', people: '300' })
  const silent = await add('work', { ...held, title: '青年论坛' })
  const asked = (key: string) => ({ key, year: 2018 })
  for (const [key, value, id] of [
    ['trainingSites', 1, placeless.id],
    ['cultureMonthParticipants', 300, silent.id],
  ] as const) {
    expect(await pc.ask.reports.figure(asked(key))).toMatchObject({ value, blank: 1, total: 1 })
    const { rows } = await pc.ask.reports.figure({ ...asked(key), blank: true })
    expect(rows).toMatchObject([{ id, counts: 0 }])
  }
  // How many events there were is known of each, and of goods a record has those that were given.
  expect((await pc.ask.reports.figure(asked('cultureMonthEvents'))).blank).toBe(0)
  await add('work', { ...held, type: '公益捐助', title: '送图书', own: '图书册数=5' })
  expect((await pc.ask.reports.figure(asked('donatedStationery'))).blank).toBe(0)
  await pc.ask.records.edit({ id: silent.id, set: { people: '40' }, by: '王书记' })
  expect(await pc.ask.reports.figure(asked('cultureMonthParticipants'))).toMatchObject({
    value: 340,
    blank: 0,
  })
  await pc.discard()
})

test('how many came is not known, and not 0, where records are there and none of them says it', async () => {
  const pc: Pc = await filled.open('figures-unknown')
  const add = (kind: string, set: Record<string, string>) => pc.ask.records.add({ kind, set, by: '王书记' })
  const asked = (key: string) => pc.ask.reports.figure({ key, year: 2018 })
  // Nothing of the kind was written down: there was nothing.
  expect(await asked('cultureMonthParticipants')).toMatchObject({ value: 0, blank: 0, total: 0 })
  const event = { org: codes.community, type: '文化月活动', held_on: '2018-05-04', title: '青年论坛' }
  const { id } = await add('work', event)
  await add('work_type', { org: codes.district, name: '技能比武', own: '参赛队伍=number; 赛项=text' })
  const contest = await add('work', { ...event, type: '技能比武', title: '叉车', own: '赛项=叉车' })
  for (const [key, silent] of [
    ['cultureMonthParticipants', id],
    ['type:技能比武:参赛队伍', contest.id],
  ] as const) {
    expect(await asked(key)).toMatchObject({ value: null, blank: 1, total: 0 })
    const { rows } = await pc.ask.reports.figure({ key, year: 2018, blank: true })
    expect(rows).toMatchObject([{ id: silent, counts: 0 }])
  }
  const all = await pc.ask.reports.figures({ year: 2018 })
  expect(all.figures.find(one => one.key === 'cultureMonthParticipants')?.value).toBeNull()
  const { types } = await pc.ask.activity.year({ year: 2018 })
  expect(types.map(({ type, people }) => [type, people])).toContainEqual(['文化月活动', null])
  expect((await resultOf(pc.ask.summaries.make({ year: 2018 }))).figures).toContainEqual(
    expect.objectContaining({ key: 'cultureMonthParticipants', now: null }),
  )
  expect(all.figures.find(one => one.key === 'cultureMonthEvents')?.value).toBe(1)
  await pc.ask.records.edit({ id, set: { people: '0' }, by: '王书记' })
  await pc.ask.records.edit({ id: contest.id, set: { own: '赛项=叉车; 参赛队伍=12' }, by: '王书记' })
  expect(await asked('cultureMonthParticipants')).toMatchObject({ value: 0, blank: 0 })
  expect(await asked('type:技能比武:参赛队伍')).toMatchObject({ value: 12, blank: 0, total: 1 })
  await pc.discard()
})

test('a table of types names the office that made them as the form does', async () => {
  const pc: Pc = await filled.open('figures-types')
  const file = csvFile('工作类型.csv', [{ 设立单位: codes.district, 类型名称: '技能比武', 工作领域: '其他' }])
  expect(await resultOf(pc.ask.rosters.importFile({ file, as: 'work-types' }))).toMatchObject({ created: 1 })
  await pc.discard()
})

test('an honour that does not say which one is told of as it is entered, in its file, and with each figure that counts by it', async () => {
  const pc: Pc = await filled.open('figures-honours')
  const honour = (title: string, own?: string) =>
    pc.ask.records.add({
      kind: 'work',
      set: {
        ...{ org: codes.community, type: '荣誉', held_on: '2018-05-04', title },
        ...(own !== undefined && { own }),
      },
      by: '王书记',
    })
  const silent = await honour('某人获奖')
  expect(silent.warnings.map(({ zh }) => zh).join()).toContain('“称号”没有填写')
  const part = await honour('又一人获奖', '级别=省级; 称号=优秀共青团员')
  expect(part.warnings.map(({ en }) => en).join()).toContain('"广东省优秀共青团员"')
  expect((await honour('区里的', '称号=龙华区最美家庭')).warnings).toEqual([])
  expect((await honour('省里的', '称号=广东省优秀共青团员')).warnings).toEqual([])
  const asked = { key: 'honourProvincialMembers', year: 2018 }
  expect(await pc.ask.reports.figure(asked)).toMatchObject({ value: 1, total: 1, blank: 1 })
  const { rows } = await pc.ask.reports.figure({ ...asked, blank: true })
  expect(rows).toMatchObject([{ id: silent.id, counts: 0 }])
  const lines = [
    { 团组织: codes.community, 工作类型: '荣誉', 日期: '2018-06-01', 名称: '表里的一人' },
    { 团组织: codes.community, 工作类型: '荣誉', 日期: '2018-05-04', 名称: '省里的' },
  ]
  const { created, unchanged, problems } = await resultOf(
    pc.ask.rosters.importFile({ file: csvFile('荣誉.csv', lines), as: 'work' }),
  )
  expect({ created, unchanged }).toEqual({ created: 1, unchanged: 1 })
  expect(problems).toMatchObject([{ code: 'own-uncounted', refused: false, row: 2 }])
  await pc.discard()
})

test('who joined in the year is counted once where he is a member at its end, by whichever street', async () => {
  const pc: Pc = await filled.open('figures-joined')
  const value = async (org?: string) =>
    (await pc.ask.reports.figure({ key: 'newMembers', year: 2018, org })).value ?? 0
  const [all, street] = [await value(), await value(codes.street)]
  const joined = (name: string, serial: number, day: string, on?: string) =>
    pc.ask.records.add({
      kind: 'person',
      set: { org: `${codes.community}1`, name, id_number: inventedId('2002-03-04', serial), joined: day },
      on,
      by: '王书记',
    })
  await joined('甲新', 901, '2018-01-01')
  await joined('乙旧', 902, '2017-12-31')
  await joined('丙新', 903, '2018-12')
  const moved = await joined('丁新', 904, '2018-05-04', '2018-05-04')
  expect([await value(), await value(codes.street)]).toEqual([all + 3, street + 3])
  await pc.ask.records.add({
    kind: 'membership',
    set: { person: moved.id, org: '44039902011', since: '2018-10-01' },
    by: '王书记',
  })
  expect([await value(), await value(codes.street)]).toEqual([all + 3, street + 2])
  const { rows } = await pc.ask.reports.figure({ key: 'newMembers', year: 2018, limit: 1000 })
  expect(rows.map(({ title }) => title)).toContain('丁新')
  await pc.discard()
})
