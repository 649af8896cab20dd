import { expect, onTestFinished, test } from 'vitest'
import { expectSound, type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { filledDistrict } from '#tests/fixtures/small-district.ts'

async function aPc(): Promise<Pc> {
  const pc = await filledDistrict.open('fees')
  onTestFinished(async () => {
    await expectSound(pc)
    await pc.discard()
  })
  return pc
}

const branch = '44039901011'

test('a month is stated by branch: who was to pay, who did, who is let off, who pays of his own will', async () => {
  const { ask } = await aPc()
  const of = { kind: 'fee', year: 2018 } as const
  const { rows } = await ask.sheet.rows({ of, org: branch })
  const [one, two, three, four] = rows.map(row => row.subject)
  if (one === undefined || two === undefined || three === undefined || four === undefined)
    throw new Error('the branch has four members')
  await ask.records.edit({ id: one, set: { income: '2000-5000' } })
  await ask.records.edit({ id: four, set: { political: '中共党员' } })
  await resultOf(
    ask.sheet.save({
      of,
      org: branch,
      rows: [
        { subject: one, set: { paid_01: '5', paid_11: '5' } },
        { subject: two, set: { due: '3', paid_01: '3', paid_08: '3' } },
        { subject: three, set: { free: '经批准减免', free_from: '2018-06', free_to: '2018-12' } },
        { subject: four, set: { paid_11: '20' } },
      ],
    }),
  )
  const statement = await ask.fees.statement({ org: branch, month: '2018-11' })
  expect(statement.rows).toMatchObject([{ members: 4, liable: 2, paid: 1, unpaid: 1, amount: 2500 }])
  expect(statement.total).toMatchObject({ members: 4, amount: 2500 })
  const { rows: all } = await ask.fees.members({ org: branch, month: '2018-11' })
  const byId = new Map(all.map(row => [row.id, row]))
  expect(byId.get(one)).toMatchObject({ standing: 'paid', due: 500, paid: 500, unpaidMonths: 0 })
  expect(byId.get(two)).toMatchObject({
    standing: 'unpaid',
    due: 300,
    unpaidMonths: 3,
    unpaidSince: '2018-09',
  })
  expect(byId.get(three)).toMatchObject({ standing: 'free', free: '经批准减免', due: 0 })
  expect(byId.get(four)).toMatchObject({ standing: 'own-will', paid: 2000 })

  // each number of the statement is that of a list
  for (const [list, who] of [
    ['liable', [one, two]],
    ['paid', [one]],
    ['unpaid', [two]],
  ] as const) {
    const { rows } = await ask.fees.members({ org: branch, month: '2018-11', list })
    expect(new Set(rows.map(row => row.id))).toEqual(new Set(who))
  }

  // arrears of 3 and of 6 months, and who is free of them
  const listed = async (list: 'arrears-3' | 'arrears-6' | 'free', month: string) =>
    (await ask.fees.members({ org: branch, month, list })).rows.map(row => row.id)
  expect(await listed('arrears-3', '2018-11')).toEqual([two])
  expect(await listed('arrears-6', '2018-11')).toEqual([])
  expect(new Set(await listed('free', '2018-11'))).toEqual(new Set([three, four]))
  expect(await listed('free', '2018-05')).toEqual([four])

  // whose roster says that fees are paid up to a later month has paid, whatever it was
  await ask.records.edit({ id: two, set: { fees_paid_to: '2018-11' } })
  expect((await ask.fees.statement({ org: branch, month: '2018-11' })).total).toMatchObject({
    ...{ liable: 2, paid: 2, unpaid: 0, amount: 2500, untold: 1 },
  })
  expect(await listed('arrears-3', '2018-11')).toEqual([])
  const { rows: paidUpTo } = await ask.fees.members({ org: branch, month: '2018-11' })
  expect(paidUpTo.find(row => row.id === two)).toMatchObject({ standing: 'paid', paid: null })

  // the district is the sum of its branches; the month before this one if none is named
  const whole = await ask.fees.statement({})
  expect(whole.month).toBe('2018-11')
  expect(whole.rows.reduce((sum, row) => sum + row.members, 0)).toBe(whole.total.members)
})

test('an office goes by one of the two published sets of bands, with its source; the days of a transfer are set', async () => {
  const { ask } = await aPc()
  const of = { kind: 'fee', year: 2018 } as const
  const subject = (await ask.sheet.rows({ of, org: branch })).rows[0]?.subject ?? ''
  await ask.records.edit({ id: subject, set: { income: '2000-5000' } })
  const bandNow = async () =>
    (await ask.sheet.rows({ of, org: branch })).rows.find(row => row.subject === subject)?.band
  expect(await bandNow()).toBe(500)
  await ask.fees.set({ feeBands: 'national', transferDays: 20 })
  expect(await bandNow()).toBe(400)
  const settings = await ask.fees.settings({})
  expect(settings).toMatchObject({ feeBands: 'national', transferDays: 20 })
  expect(settings.sets.map(({ source }) => source.zh)).toEqual([
    expect.stringContaining('智慧团建'),
    expect.stringContaining('团费收缴、使用和管理的规定'),
  ])
  expect((await refusalOf(ask.fees.set({ feeBands: 'moon' }))).code).toBe('bands-unknown')
  expect((await refusalOf(ask.fees.set({ transferDays: 0 }))).code).toBe('days-out-of-range')
  const asked = await ask.transfers.ask({
    person: subject,
    to: '广州市天河区某公司团支部',
    outside: true,
    fees: 'paid',
    endPosts: true,
    dryRun: true,
  })
  expect(asked.sentences[0]?.zh).toContain('2019-01-20')
})

test('what is due this quarter and month is told for each branch; a small one has no committee', async () => {
  const { ask } = await aPc()
  const street = '4403990100'
  const before = await ask.duties.list({ org: street, open: true })
  expect(before).toMatchObject({ quarter: '2018-10-01', month: '2018-12-01', branches: 4, committeeFrom: 7 })
  const own = before.rows.find(row => row.org.code === branch)
  expect(own).toMatchObject({ assembly: 'due', lesson: 'due', committee: 'none' })
  await ask.records.add({ kind: 'meeting', set: { org: branch, type: '支部大会', held_on: '2018-10-08' } })
  await ask.records.add({ kind: 'meeting', set: { org: branch, type: '团课', held_on: '2018-12-30' } })
  const after = await ask.duties.list({ org: street, open: true })
  expect(after.rows.map(row => row.org.code)).not.toContain(branch)
  expect(after.owing.assembly).toBe(before.owing.assembly - 1)
  // the next quarter asks anew
  const later = await ask.duties.list({ org: branch, asOf: '2019-01-02' })
  expect(later.rows).toMatchObject([{ assembly: 'due', lesson: 'due', last: '2018-12-30' }])
})

test('a fee of 300 for a due of 3 is taken, and told on every way in: form, correction, pasted rows', async () => {
  const { ask } = await aPc()
  const of = { kind: 'fee', year: 2017 } as const
  const { rows } = await ask.sheet.rows({ of, org: branch })
  const [one, two, three] = rows.map(row => row.subject)
  if (one === undefined || two === undefined || three === undefined) throw new Error('it has members')
  const told = '300.00 元是每月应交 3.00 元的 100 倍'
  const set = { person: one, year: '2017', due: '3', paid_01: '300', paid_02: '3' }
  const { id, warnings } = await ask.records.add({ kind: 'fee', set })
  expect(warnings.map(({ zh }) => zh).join()).toContain(told)
  expect((await ask.records.show({ id })).fields['paid_01']).toBe(30_000)
  const mended = await ask.records.edit({ id, set: { paid_01: '3' } })
  expect(mended.warnings).toEqual([])
  const again = await ask.records.edit({ id, set: { paid_01: '300' }, dryRun: true })
  expect(again.warnings.map(({ zh }) => zh).join()).toContain(told)
  // what nobody is asked is known of whoever has no due of his own, too
  const free = await ask.records.add({ kind: 'fee', set: { person: two, year: '2017', paid_03: '36' } })
  expect(free.warnings.map(({ zh }) => zh).join()).toContain('36.00 元超过最高一档，每月 20.00 元')

  const { fields } = await ask.records.show({ id: three })
  const text = `姓名\t出生日期\t所在团支部\t年度\t每月应交\t1月\n${String(fields['name'])}\t${String(fields['birth'])}\t${branch}\t2017\t3\t300`
  const pasted = await resultOf(ask.rosters.pasteRows({ as: 'fees', text, dryRun: true }))
  expect(pasted).toMatchObject({ created: 1, rejected: 0 })
  expect(pasted.problems).toMatchObject([{ code: 'fee-much', refused: false }])
  expect(pasted.problems[0]?.message.zh).toContain(told)
})
