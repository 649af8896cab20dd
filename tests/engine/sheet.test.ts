import { expect, onTestFinished, test, vi } from 'vitest'
import { expectSound, type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { filledDistrict } from '#tests/fixtures/small-district.ts'
import { tablesOf } from '#tests/fixtures/table-dump.ts'

async function aPc(): Promise<Pc> {
  const pc = await filledDistrict.open('sheet')
  onTestFinished(async () => {
    await expectSound(pc)
    await pc.discard()
  })
  return pc
}

const branch = '44039901011'

test('a sheet says how many rows were looked at, and whoever stops it halfway saves nothing', async () => {
  const { ask, folder } = await aPc()
  const of = { kind: 'fee', year: 2018 } as const
  const { rows: found } = await ask.sheet.rows({ of, org: branch })
  const rows = found.map(({ subject }) => ({ subject, set: { due: '5', paid_01: '5' } }))
  const before = tablesOf(folder)
  let now = 0
  const slow = vi.spyOn(performance, 'now').mockImplementation(() => (now += 30))
  try {
    const told: [string, number, number][] = []
    for await (const event of await ask.sheet.save({ of, org: branch, rows, by: '王芳' })) {
      if (event.type !== 'progress') continue
      told.push([event.what.zh, event.done, event.total])
      if (event.done === 2) break
    }
    expect(told).toContainEqual(['正在核对', 2, rows.length])
    expect(tablesOf(folder)).toEqual(before)
    const done = await resultOf(ask.sheet.save({ of, org: branch, rows, by: '王芳' }))
    expect(done.done).toBe(rows.length)
  } finally {
    slow.mockRestore()
  }
})

test('fees of a whole branch are one change set and one undo, each month at its own record', async () => {
  const { ask } = await aPc()
  const of = { kind: 'fee', year: 2018 } as const
  const before = await ask.sheet.rows({ of, org: branch })
  expect(before.day).toBe('2018-12-31')
  expect(before.rows.length).toBe(before.total)
  expect(before.rows.length).toBeGreaterThan(2)
  const [first, second] = before.rows
  const rows = before.rows.map(({ subject }, at) => ({
    subject,
    set: { due: '5', paid_01: '5', paid_02: at === 0 ? '5.00元' : '' },
  }))
  const looked = await resultOf(ask.sheet.save({ of, org: branch, rows, dryRun: true }))
  expect(looked).toMatchObject({ changeSet: null, done: rows.length, same: 0, wrong: 0 })
  const done = await resultOf(ask.sheet.save({ of, org: branch, rows, stamp: looked.stamp, by: '王芳' }))
  expect(done.sentences[0]?.zh).toMatch(/^整表登记“东坪社区第一”2018 年团费：/)
  const after = await ask.sheet.rows({ of, org: branch })
  expect(after.rows.map(row => row.record?.fields['paid_01'])).toEqual(after.rows.map(() => 500))
  expect(after.rows[0]?.record?.fields['paid_02']).toBe(500)
  expect(after.rows[1]?.record?.fields['paid_02']).toBe(null)

  // what stands there already is no change
  const again = await resultOf(
    ask.sheet.save({
      of,
      org: branch,
      rows: after.rows.map(({ subject, record, seen }) => ({
        subject,
        record: record?.id ?? '',
        seen,
        set: { paid_01: '5' },
      })),
    }),
  )
  expect(again).toMatchObject({ changeSet: null, same: rows.length, done: 0 })
  expect(first?.subject).not.toBe(second?.subject)

  await ask.registry.undo({ changeSet: done.changeSet ?? 0 }).then(drain)
  expect((await ask.sheet.rows({ of, org: branch })).rows.every(row => row.record === null)).toBe(true)
})

test('the first rows of a sheet are those that all of it begins with, and how many there are is told with all', async () => {
  const { ask } = await aPc()
  const street = '4403990100'
  for (const of of [
    { kind: 'fee', year: 2018 },
    { kind: 'rating', year: 2018 },
    { kind: 'meeting', year: 2018, quarter: 4, type: '团课' },
  ] as const) {
    const all = await ask.sheet.rows({ of, org: street })
    expect(all.total, of.kind).toBe(all.rows.length)
    const first = await ask.sheet.rows({ of, org: street, first: 2 })
    expect(first).toEqual({ ...all, total: null, rows: all.rows.slice(0, 2) })
    expect(await ask.sheet.rows({ of, org: street, first: all.rows.length })).toEqual(all)
  }
})

test('what stands against a row is told at its cell, and nothing is saved until it is left out', async () => {
  const { ask } = await aPc()
  const of = { kind: 'appraisal', year: 2018 } as const
  const { rows } = await ask.sheet.rows({ of, org: branch })
  const typed = rows.map(({ subject }, at) => ({
    subject,
    set: { result: at === 0 ? '很好' : '优秀', assessed_on: at === 1 ? '2019-01-05' : '2018-12-01' },
  }))
  const looked = await resultOf(ask.sheet.save({ of, org: branch, rows: typed, dryRun: true }))
  expect(looked.wrong).toBe(2)
  expect(looked.rows[0]?.problems).toMatchObject([{ field: 'result', code: 'value-unknown' }])
  expect(looked.rows[1]?.problems).toMatchObject([{ field: 'assessed_on' }])
  const refused = await refusalOf(resultOf(ask.sheet.save({ of, org: branch, rows: typed })))
  expect(refused.code).toBe('problems')
  const done = await resultOf(ask.sheet.save({ of, org: branch, rows: typed, leaveOut: true }))
  expect(done.done).toBe(rows.length - 2)
  expect(done.warnings[0]?.zh).toBe('另有 2 行没有登记。')
})

test('what somebody else wrote meanwhile is told at its cell, and what he left open is filled in', async () => {
  const { ask } = await aPc()
  const of = { kind: 'fee', year: 2018 } as const
  const { rows } = await ask.sheet.rows({ of, org: branch })
  const [row, other] = rows
  if (row === undefined || other === undefined) throw new Error('the branch has members')
  const made = await ask.records.add({
    kind: 'fee',
    set: { person: row.subject, year: '2018', paid_01: '3' },
    by: '李晓',
  })
  const mine = { subject: row.subject, seen: [], set: { paid_01: '5', paid_02: '5' } }
  const looked = await resultOf(ask.sheet.save({ of, org: branch, rows: [mine], dryRun: true }))
  expect(looked.rows[0]?.problems).toMatchObject([
    { field: 'paid_01', code: 'changed-meanwhile', message: { zh: expect.stringContaining('李晓') } },
  ])
  const second = await resultOf(
    ask.sheet.save({
      of,
      org: branch,
      rows: [{ ...mine, set: { paid_02: '5' } }],
    }),
  )
  expect(second.done).toBe(1)

  // the same of a record that stood there
  const now = await ask.sheet.rows({ of, org: branch })
  const seen = now.rows.find(one => one.subject === row.subject)
  await ask.records.edit({ id: made.id, set: { paid_03: '3' }, by: '李晓' })
  const late = { subject: row.subject, record: made.id, seen: seen?.seen ?? [], set: { paid_03: '5' } }
  const told = await resultOf(ask.sheet.save({ of, org: branch, rows: [late], dryRun: true }))
  expect(told.rows[0]?.problems).toMatchObject([{ field: 'paid_03', code: 'changed-meanwhile' }])

  await ask.records.remove({ id: made.id, reason: '重复登记' })
  const gone = await refusalOf(resultOf(ask.sheet.save({ of, org: branch, rows: [late] })))
  expect(gone.code).toBe('record-unknown')
})

test('a quarter of lessons is entered for all branches of a street, one row a branch', async () => {
  const { ask } = await aPc()
  const of = { kind: 'meeting', year: 2018, quarter: 4, type: '团课' } as const
  const street = '4403990100'
  const { rows } = await ask.sheet.rows({ of, org: street })
  expect(rows.map(row => row.name)).toContain('东坪社区第二')
  const typed = rows.map(({ subject, record, seen }) => ({
    subject,
    ...(record !== null && { record: record.id, seen }),
    set: { held_on: '2018-11-05', topic: '学习新团章', expected: '3', attended: '3' },
  }))
  const done = await resultOf(ask.sheet.save({ of, org: street, rows: typed }))
  expect(done).toMatchObject({ done: rows.length, wrong: 0 })
  expect(done.sentences[0]?.zh).toMatch(/^整表登记“云岭街道”2018 年第 4 季度团课：/)
  const after = await ask.sheet.rows({ of, org: street })
  expect(after.rows.every(row => row.record?.fields['held_on'] === '2018-11-05')).toBe(true)
})

async function drain(events: AsyncIterable<unknown>) {
  for await (const _ of events);
}

test('work of one type is entered row by row with the fields of its type; what is wrong stands at its cell', async () => {
  const { ask } = await aPc()
  const street = '4403990100'
  const set = {
    org: '4403990000',
    name: '护苗行动',
    own: '形式=讲座/展板/入户; 物料费=金额; 覆盖=数字; 联系=电话',
  }
  await ask.records.add({ kind: 'work_type', set })
  const of = { kind: 'work', year: 2018, type: '护苗行动' } as const
  const before = await ask.sheet.rows({ of, org: street })
  expect(before).toMatchObject({ total: 0, rows: [], own: { 形式: '讲座/展板/入户', 物料费: 'money' } })
  const line = (subject: string, fields: Record<string, string>) => ({ subject, set: fields })
  const rows = [
    line('new-1', {
      held_on: '2018.5.4',
      title: '进校园',
      people: '1.2万人',
      'own:形式': '展板',
      'own:物料费': '3.5万',
    }),
    line('new-2', {
      held_on: '2018-05-05',
      title: '进园区',
      org: '东坪社区第一',
      'own:覆盖': '约300户',
      'own:联系': '',
    }),
    line('new-3', { held_on: '2018-05-06', title: '进社区', 'own:形式': '广播', 'own:覆盖': '不少' }),
    line('new-4', { held_on: '2018.5.4', title: '进校园' }),
    line('new-5', { title: '没有日期' }),
  ]
  const looked = await resultOf(ask.sheet.save({ of, org: street, rows, dryRun: true }))
  expect(looked).toMatchObject({ done: 2, wrong: 3 })
  expect(looked.rows.map(row => row.problems.map(({ field, code }) => [field, code]))).toEqual([
    [],
    [],
    [
      ['own:形式', 'value-unknown'],
      ['own:覆盖', 'value-unknown'],
    ],
    [['title', 'work-twice']],
    [['held_on', 'missing']],
  ])
  const done = await resultOf(ask.sheet.save({ of, org: street, rows: rows.slice(0, 2), by: '王芳' }))
  expect(done.sentences[0]?.zh).toMatch(/^整表登记“.+”2018 年护苗行动：进校园、进园区$/)
  const after = await ask.sheet.rows({ of, org: street })
  expect(
    after.rows.map(({ name, record, org }) => [
      name,
      org.shortName,
      record?.fields['people'],
      record?.fields['own'],
    ]),
  ).toEqual([
    ['进校园', before.org.shortName, 12_000, { 形式: '展板', 物料费: '35000' }],
    ['进园区', '东坪社区第一', null, { 覆盖: '300' }],
  ])

  // one own field is corrected, the others stay; an emptied one goes
  const [first, second] = after.rows
  const edit = async (row: typeof first, fields: Record<string, string>) =>
    resultOf(
      ask.sheet.save({
        of,
        org: street,
        rows: [{ subject: row?.subject ?? '', record: row?.record?.id, seen: row?.seen ?? [], set: fields }],
      }),
    )
  expect((await edit(first, { 'own:物料费': '5万元', 'own:形式': '' })).done).toBe(1)
  const late = await edit(second, { 'own:覆盖': '约三百户' })
  expect(late).toMatchObject({ done: 0, same: 1 })
  const now = await ask.sheet.rows({ of, org: street })
  expect(now.rows.map(({ record }) => record?.fields['own'])).toEqual([{ 物料费: '50000' }, { 覆盖: '300' }])
  expect((await ask.sheet.rows({ of, org: '44039901011' })).total).toBe(1)
})
