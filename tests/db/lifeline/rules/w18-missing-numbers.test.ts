import { expect, onTestFinished, test } from 'vitest'
import { gatherFacts } from '#db/lifeline/gathering/gather-facts.ts'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { missingNumbers } from '#db/lifeline/rules/w18-missing-numbers.ts'
import { day, healthyBranch } from '../healthy.ts'
import { smallRegistry } from '../small-registry.ts'

test.each([
  [0, 0, undefined],
  [97, 100, 'yellow'],
  [98, 100, undefined],
  [48, 49, 'yellow'],
])('%d of %d: %s', (valid, required, severity) => {
  const found = missingNumbers.judge(
    healthyBranch({ numbers: { valid, required } }),
    defaultPack,
    day('2018-12-31'),
  )
  expect(found?.severity).toBe(severity)
})

test.each([
  ['2016-12-01', null, 0, 0],
  ['2017-01-01', null, 1, 0],
  ['2017-01-01', '201744000301', 1, 1],
  ['2017-05-01', '201844000301', 1, 1],
  ['2018-05-01', '201744000301', 1, 1],
  ['2019-05-01', '201844000301', 1, 0],
  ['2019-05-01', '201944000301', 1, 1],
  ['2018-05-01', '20184400030', 1, 0],
  ['2018-05-01', '2018440003012', 1, 0],
  ['2018-05-01', '2018440003X1', 1, 0],
  ['2018-05-01', '２０１８44000301', 1, 0],
  ['2018-05-01', '2015161234567890', 1, 1],
  ['2018-05-01', '2014161234567890', 1, 0],
  [null, '201844000301', 0, 0],
])('joined %s with the number %s', async (joined, number, required, valid) => {
  const registry = smallRegistry()
  onTestFinished(() => void registry.close())
  const branch = registry.org({ under: null })
  registry.member(registry.person({ more: { joined, member_no: number } }), branch)
  const [facts] = await gatherFacts(registry.reader, { root: branch, asOf: day('2019-12-31') }, defaultPack)
  expect(facts?.numbers).toEqual({ required, valid })
})
