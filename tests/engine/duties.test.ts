import { expect, test } from 'vitest'
import { refusalOf } from '#tests/fixtures/engine.ts'
import { codes, exchangeAll } from '#tests/fixtures/exchange.ts'
import { expectAgreement, threeOffices } from './three-offices.ts'

const { offices } = threeOffices()

test('fees, appraisal and rating are entered, kept once, corrected a month at a time, and travel', async () => {
  const all = await offices()
  const { street, community } = all
  const org = `${codes.community}1`
  const { rows } = await community.ask.records.list({ kind: 'membership', org })
  const person = rows[0]?.refs['person']?.id ?? ''
  expect(person).not.toBe('')

  const fees = await community.ask.records.add({
    kind: 'fee',
    set: { person, year: '2018年', due: '5元', paid_01: '5', paid_02: '5.00' },
  })
  expect(fees.sentences[0]?.zh).toBe('登记团费 赵晓安 2018')
  const again = await refusalOf(
    community.ask.records.add({ kind: 'fee', set: { person, year: '2018', paid_03: '5' } }),
  )
  expect(again.details['problems']).toMatchObject([{ field: 'year', code: 'kept-once' }])

  const wrong = await refusalOf(
    community.ask.records.add({
      kind: 'fee',
      set: { person, year: '1800', paid_01: '若干', free_from: '2018-05', free_to: '2018.3' },
    }),
  )
  for (const problem of [
    { field: 'year', code: 'value-unknown' },
    { field: 'paid_01', code: 'value-unknown' },
    { field: 'free_to', code: 'date-order' },
  ])
    expect(wrong.details['problems']).toContainEqual(expect.objectContaining(problem))

  await community.ask.records.add({
    kind: 'appraisal',
    set: { person, year: '2018', result: '优秀', assessed_on: '2018-12-01', registered: '已注册' },
  })
  const rating = await street.ask.records.add({
    kind: 'rating',
    set: { org, year: '2017', score: '87.5', star: '四星级', self_score: '92', self_star: '五星' },
  })
  await exchangeAll(all)
  // each at his own month: nothing is in conflict
  await community.ask.records.edit({ id: fees.id, set: { paid_03: '5' } })
  await street.ask.records.edit({ id: fees.id, set: { paid_04: '5' } })
  await exchangeAll(all)
  await expectAgreement(all)
  const { rows: kept } = await street.ask.records.list({ kind: 'fee', org })
  expect(kept).toMatchObject([
    { fields: { year: 2018, due: 500, paid_02: 500, paid_03: 500, paid_04: 500 }, conflicts: [] },
  ])
  const reviewed = await community.ask.records.show({ id: rating.id })
  expect(reviewed.fields).toMatchObject({ score: 875, star: 'four', self_score: 920, self_star: 'five' })
  // a reader sees points and stars, and yuan where fen are kept
  expect(reviewed.says).toMatchObject({
    score: { zh: '87.5', en: '87.5' },
    star: { zh: '四星级', en: 'four stars' },
  })
  const { says } = await community.ask.records.show({ id: fees.id })
  expect(says['due']).toEqual({ zh: '5.00', en: '5.00' })
})

test('an office registers what it found of itself; the review of its own rating is given back', async () => {
  const all = await offices()
  const { street, community } = all
  const org = codes.community
  const self = await community.ask.records.add({
    kind: 'rating',
    set: { org, year: '2016', self_score: '95', self_star: '五星' },
  })
  await community.ask.records.add({ kind: 'rating', set: { org, year: '2017', score: '95', star: '五星' } })
  await exchangeAll(all)
  const { rows } = await street.ask.records.list({ kind: 'rating', org })
  expect(rows.map(({ id }) => id)).toEqual([self.id])
  await street.ask.records.edit({ id: self.id, set: { score: '80', star: '四星' } })
  await exchangeAll(all)
  await expectAgreement(all)
  expect((await community.ask.records.show({ id: self.id })).fields).toMatchObject({
    score: 800,
    self_score: 950,
  })
})

test('a scan of a day that is over says what was back-dated since it was scanned, by whom and when', async () => {
  const { community, street } = await offices()
  community.setDay('2018-06-30')
  street.setDay('2018-06-30')
  const org = `${codes.community}1`
  const ask = (more: { asOf?: string; org?: string; keep?: boolean } = {}) =>
    community.ask.lifeline.scan({ asOf: '2018-06-30', ...more })
  expect((await ask()).earlier).toBeNull()
  const { rows } = await community.ask.records.list({ kind: 'membership', org })
  const person = rows[0]?.refs['person']?.id ?? ''

  // what is written about the day while it lasts is not back-dated
  await community.ask.records.add({
    kind: 'standing',
    set: { person, status: '正常', report: '报到被退回', since: '2018-06-30' },
    by: '李书记',
  })
  const onTheDay = await ask()
  community.setDay('2018-09-01')
  const later = await ask()
  expect(later.findings).toEqual(onTheDay.findings)
  expect(later.earlier).toMatchObject({ orgs: 0, findings: 0, differs: [], because: [] })

  // written today about today: nothing of the earlier day is another thing
  await community.ask.records
    .add({ kind: 'notice', set: { org, title: '无关' }, by: '李书记' })
    .catch(() => null)
  expect((await ask()).earlier).toMatchObject({ findings: 0 })

  const done = await community.ask.records.add({
    kind: 'rating',
    set: { org, year: '2017', score: '55' },
    by: '李书记',
  })
  const told = (await ask()).earlier
  expect(told?.differs.length).toBeGreaterThan(0)
  expect(told?.differs).toContainEqual(expect.objectContaining({ org, rule: 'W20' }))
  expect(told?.because).toMatchObject([{ changeSet: done.changeSet, actor: '李书记' }])
  expect(told?.at.slice(0, 10)).toBe('2018-06-30')
  // the window reads the same, of the whole and of a part that was never scanned by itself
  expect(await community.ask.lifeline.sinceEarlier({ asOf: '2018-06-30' })).toEqual(told)
  expect((await community.ask.lifeline.sinceEarlier({ asOf: '2018-06-30', org }))?.differs).toEqual(
    told?.differs.filter(one => one.org === org),
  )
  // it goes on saying so until somebody takes the new one for the measure
  expect((await ask()).earlier?.findings).toBe(told?.findings)
  await ask({ keep: true })
  expect((await ask()).earlier).toMatchObject({ findings: 0, because: [] })
  // rules alone, or another pack, are another question
  expect((await community.ask.lifeline.scan({ asOf: '2018-06-30', rules: ['W01'] })).earlier).toBeNull()
})
