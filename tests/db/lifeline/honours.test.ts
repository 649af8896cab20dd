import { expect, test } from 'vitest'
import type { BranchFacts } from '#db/lifeline/facts.ts'
import { awards, measured } from '#db/lifeline/honours/bars.ts'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { day, healthyBranch } from './healthy.ts'

const award = (key: string) => {
  const found = awards.find(one => one.key === key)
  if (found === undefined) throw new Error(`no award ${key}`)
  return found
}
const looking = { asOf: day('2018-12-31'), pack: defaultPack }
const of = (key: string, own: BranchFacts, below: readonly BranchFacts[] = [own]) =>
  measured(award(key), own, below, looking).map(bar => `${bar.key} ${bar.state} ${bar.have?.zh ?? '—'}`)

test('each bar of an honour is told as met, missed or not recorded, with what there is', () => {
  expect(of('shenzhen-branch', healthyBranch())).toEqual([
    'two-systems met 100%（20/20）',
    'arrears met 0%（0/10）',
    'stars missed 四星级',
    'age met 2010-01-01',
  ])
  const young = healthyBranch({
    founded: day('2017-01-01'),
    rating: { id: 'r', year: 2017, score: 950, star: 'five', veto: null },
    fees: { liable: 50, behind: 1 },
    appraisal: { registered: 9 },
  })
  // one of fifty is 2%, which is not below it
  expect(of('shenzhen-branch', young)).toEqual([
    'two-systems missed 95%（19/20）',
    'arrears missed 2%（1/50）',
    'stars met 五星级',
    'age missed 2017-01-01',
  ])
  const unkept = healthyBranch({ founded: null, rating: null, kept: { fees: null, appraisals: null } })
  expect(of('shenzhen-branch', unkept)).toEqual([
    'two-systems unknown —',
    'arrears unknown —',
    'stars unknown —',
    'age unknown —',
  ])
})

test('a committee is measured by all branches below it together, and a share is cut and never rounded up', () => {
  const own = healthyBranch({ orgId: 'c', kind: 'committee', fees: { liable: 0 } })
  const branches = [
    healthyBranch({
      orgId: 'a',
      appraisal: { eligible: 1000, assessed: 1000, registrable: 1000, registered: 1000 },
    }),
    healthyBranch({
      orgId: 'b',
      appraisal: { assessed: 9 },
      fees: { behind: 1 },
      term: { elected: day('2014-01-01'), monthOnly: false, years: 3 },
      reports: { open: [], timely: 7, late: 3 },
    }),
  ]
  expect(of('shenzhen-committee', own, [own, ...branches])).toEqual([
    'two-systems missed 99.9%（2019/2020）',
    'arrears missed 5%（1/20）',
    'timely met 70%（7/10）',
    'numbers met 100%（8/8）',
    'age met 2010-01-01',
  ])
  expect(of('guangdong-committee', own, [own, ...branches])).toContain('elections missed 66.6%（2/3）')
})

test('a bar of 0 asks that nobody at all owes fees', () => {
  expect(of('college-branch', healthyBranch())).toContain('arrears met 0%（0/10）')
  const one = healthyBranch({ fees: { liable: 1000, behind: 1 } })
  expect(of('college-branch', one)).toContain('arrears missed 0.1%（1/1000）')
})

test('every column of bars that was in use is an honour of its own', () => {
  expect(awards.map(({ key, bars }) => [key, bars.map(bar => Object.values(bar).join(' '))])).toEqual([
    ['shenzhen-branch', ['two-systems 100', 'arrears 2', 'stars five', 'age 2']],
    ['shenzhen-committee', ['two-systems 100', 'arrears 5', 'timely 70', 'numbers 98', 'age 2']],
    ['guangdong-committee', ['two-systems 98', 'arrears 5', 'timely 70', 'elections 98', 'age 3']],
    ['guangdong-committee-2021', ['two-systems 100', 'arrears 5', 'timely 70', 'numbers 98', 'age 3']],
    ['guangdong-branch', ['two-systems 98', 'arrears 5', 'elections 98', 'age 2']],
    ['college-branch', ['two-systems 100', 'arrears 0', 'timely 70', 'stars four', 'age 1']],
  ])
})
