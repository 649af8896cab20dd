import { expect, onTestFinished, test } from 'vitest'
import { openPc, refusalOf } from '#tests/fixtures/engine.ts'
import { district, fillDistrict } from '#tests/fixtures/small-district.ts'

async function filled(day: string) {
  const pc = await openPc('why', { day })
  onTestFinished(pc.discard)
  await fillDistrict(pc)
  return pc.ask.glance
}

test('an overdue election is explained by its days, its basis, and the record that opens', async () => {
  const glance = await filled('2020-02-01')
  const { findings, asOf } = await glance.why({ org: '44039901011', rule: 'W06' })
  const [finding] = findings
  expect([asOf, findings.length, finding?.severity]).toEqual(['2020-02-01', 1, 'orange'])
  expect(finding?.marks.map(({ day, what, kind }) => [day, what.zh, kind])).toEqual([
    ['2017-01-15', '上次换届', 'event'],
    ['2020-01-15', '届满', 'limit'],
    ['2020-07-15', '延期上限', 'limit'],
  ])
  expect(finding?.basis.zh).toContain('第二十二条')
  expect(finding?.evidence.map(row => row.entity)).toEqual(['term'])
})

test('a vacancy lies between the day it began and the days from which it is told', async () => {
  const glance = await filled('2018-05-31')
  const { findings } = await glance.why({ org: '4403990101', rule: 'W04' })
  expect(findings[0]?.marks.map(({ day, what }) => [day, what.zh])).toEqual([
    ['2012-03-01', '有记录起'],
    ['2012-03-31', '空缺满30天'],
    ['2012-05-30', '空缺满90天'],
  ])
})

test('where heads are counted there is no line of days; only the organization itself is told of', async () => {
  const glance = await filled('2018-05-31')
  const all = await glance.why({ org: district.code })
  expect(all.findings.map(({ org }) => org)).toEqual(all.findings.map(() => district.code))
  // Before anybody held a post in it.
  const empty = await glance.why({ org: '44039901011', asOf: '2016-06-01' })
  expect(empty.findings.map(({ rule, marks }) => [rule, marks])).toEqual([
    ['W02', []],
    ['W19', []],
  ])
  expect(await refusalOf(glance.why({ rule: 'W99' }))).toMatchObject({ code: 'rule-unknown' })
})
