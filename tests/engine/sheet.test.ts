import { afterAll, expect, onTestFinished, test } from 'vitest'
import { expectSound, type Pc, prepared, refusalOf } from '#tests/fixtures/engine.ts'
import { fillDistrict } from '#tests/fixtures/small-district.ts'

const filled = prepared('sheet', fillDistrict)
afterAll(() => filled.discard())

async function aPc(): Promise<Pc> {
  const pc = await filled.open('sheet')
  onTestFinished(async () => {
    await expectSound(pc)
    await pc.discard()
  })
  return pc
}

const branch = '44039901011'

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
  const looked = await ask.sheet.save({ of, org: branch, rows, dryRun: true })
  expect(looked).toMatchObject({ changeSet: null, done: rows.length, same: 0, wrong: 0 })
  const done = await ask.sheet.save({ of, org: branch, rows, stamp: looked.stamp, by: '王芳' })
  expect(done.sentences[0]?.zh).toMatch(/^整表登记“东坪社区第一”2018 年团费：/)
  const after = await ask.sheet.rows({ of, org: branch })
  expect(after.rows.map(row => row.record?.fields['paid_01'])).toEqual(after.rows.map(() => 500))
  expect(after.rows[0]?.record?.fields['paid_02']).toBe(500)
  expect(after.rows[1]?.record?.fields['paid_02']).toBe(null)

  // what stands there already is no change
  const again = await ask.sheet.save({
    of,
    org: branch,
    rows: after.rows.map(({ subject, record, seen }) => ({
      subject,
      record: record?.id ?? '',
      seen,
      set: { paid_01: '5' },
    })),
  })
  expect(again).toMatchObject({ changeSet: null, same: rows.length, done: 0 })
  expect(first?.subject).not.toBe(second?.subject)

  await ask.registry.undo({ changeSet: done.changeSet ?? 0 }).then(drain)
  expect((await ask.sheet.rows({ of, org: branch })).rows.every(row => row.record === null)).toBe(true)
})

test('what stands against a row is told at its cell, and nothing is saved until it is left out', async () => {
  const { ask } = await aPc()
  const of = { kind: 'appraisal', year: 2018 } as const
  const { rows } = await ask.sheet.rows({ of, org: branch })
  const typed = rows.map(({ subject }, at) => ({
    subject,
    set: { result: at === 0 ? '很好' : '优秀', assessed_on: at === 1 ? '2019-01-05' : '2018-12-01' },
  }))
  const looked = await ask.sheet.save({ of, org: branch, rows: typed, dryRun: true })
  expect(looked.wrong).toBe(2)
  expect(looked.rows[0]?.problems).toMatchObject([{ field: 'result', code: 'value-unknown' }])
  expect(looked.rows[1]?.problems).toMatchObject([{ field: 'assessed_on' }])
  const refused = await refusalOf(ask.sheet.save({ of, org: branch, rows: typed }))
  expect(refused.code).toBe('problems')
  const done = await ask.sheet.save({ of, org: branch, rows: typed, leaveOut: true })
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
  const looked = await ask.sheet.save({ of, org: branch, rows: [mine], dryRun: true })
  expect(looked.rows[0]?.problems).toMatchObject([
    { field: 'paid_01', code: 'changed-meanwhile', message: { zh: expect.stringContaining('李晓') } },
  ])
  const second = await ask.sheet.save({
    of,
    org: branch,
    rows: [{ ...mine, set: { paid_02: '5' } }],
  })
  expect(second.done).toBe(1)

  // the same of a record that stood there
  const now = await ask.sheet.rows({ of, org: branch })
  const seen = now.rows.find(one => one.subject === row.subject)
  await ask.records.edit({ id: made.id, set: { paid_03: '3' }, by: '李晓' })
  const late = { subject: row.subject, record: made.id, seen: seen?.seen ?? [], set: { paid_03: '5' } }
  const told = await ask.sheet.save({ of, org: branch, rows: [late], dryRun: true })
  expect(told.rows[0]?.problems).toMatchObject([{ field: 'paid_03', code: 'changed-meanwhile' }])

  await ask.records.remove({ id: made.id, reason: '重复登记' })
  const gone = await refusalOf(ask.sheet.save({ of, org: branch, rows: [late] }))
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
  const done = await ask.sheet.save({ of, org: street, rows: typed })
  expect(done).toMatchObject({ done: rows.length, wrong: 0 })
  expect(done.sentences[0]?.zh).toMatch(/^整表登记“云岭街道”2018 年第 4 季度团课：/)
  const after = await ask.sheet.rows({ of, org: street })
  expect(after.rows.every(row => row.record?.fields['held_on'] === '2018-11-05')).toBe(true)
})

async function drain(events: AsyncIterable<unknown>) {
  for await (const _ of events);
}
