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
      set: { person, year: '1800', paid_01: '五块', free_from: '2018-05', free_to: '2018.3' },
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
