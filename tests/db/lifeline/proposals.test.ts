import { expect, test } from 'vitest'
import type { Ruling } from '#contract/lifeline/rulings.ts'
import type { Finding } from '#db/lifeline/rule.ts'
import { compared, type Sides } from '#db/lifeline/rulings/proposals.ts'
import type { KnownCase } from '#db/registry/cases/read-cases.ts'
import { day } from './healthy.ts'

const on = day('2018-12-31')
const ruling = (more: Partial<Ruling>): Ruling => ({
  ...{ id: 'r', outcome: 'set-aside', decided: '2018-10-01', reason: '', signer: '', expires: '2019-06-30' },
  ...{ rules: ['W01'], said: [], pack: null },
  ...more,
})
const finding = (rule: string, severity: Finding['severity'] = 'red') => ({ rule, severity }) as Finding
const sides = (more: Partial<Sides>): Sides => ({
  ...{ orgId: 'o', isSuggested: true, findings: [finding('W01')], rulings: [], cases: [] },
  ...more,
})
const told = (more: Partial<Sides>, asOf = on) => {
  const one = compared(sides(more), asOf)
  return one && [one.state, one.mark, one.newRules]
}

test('nobody decided: it waits; nothing found and nothing decided: there is nothing to tell', () => {
  expect(told({})).toEqual(['open', null, []])
  expect(told({ isSuggested: false })).toBeUndefined()
})

test('a decision holds from its day to the day before it expires, and is lapsed from then on', () => {
  const rulings = [ruling({})]
  expect(told({ rulings }, day('2018-09-30'))).toEqual(['open', null, []])
  expect(told({ rulings }, day('2018-10-01'))).toEqual(['set-aside', null, []])
  expect(told({ rulings }, day('2019-06-29'))).toEqual(['set-aside', null, []])
  expect(told({ rulings }, day('2019-06-30'))).toEqual(['lapsed', null, []])
})

test('what the rules find beyond what they had said is marked; a reminder is not', () => {
  const rulings = [ruling({})]
  expect(told({ rulings, findings: [finding('W01'), finding('W06', 'orange')] })).toEqual([
    'set-aside',
    'new-findings',
    ['W06'],
  ])
  expect(told({ rulings, findings: [finding('W01'), finding('W19', 'yellow')] })).toEqual([
    'set-aside',
    null,
    [],
  ])
})

test('what was confirmed and is found no longer is marked; once its case is over it waits anew', () => {
  const rulings = [ruling({ outcome: 'confirmed', expires: null })]
  expect(told({ rulings, isSuggested: false, findings: [] })).toEqual(['confirmed', 'no-longer-found', []])
  const over = { opened: '2018-10-01', state: 'cleared' } as KnownCase
  const open = { opened: '2018-10-01', state: 'submitted' } as KnownCase
  expect(told({ rulings, cases: [open] })).toEqual(['confirmed', null, []])
  expect(told({ rulings, cases: [over] })).toEqual(['open', 'found-again', []])
  expect(told({ cases: [open] })).toEqual(['confirmed', null, []])
  const earlier = { ...over, opened: '2018-01-01' }
  expect(told({ rulings, cases: [earlier] })).toEqual(['confirmed', 'found-again', []])
  expect(told({ rulings, cases: [{ ...earlier, state: 'merged' }] })).toEqual(['confirmed', null, []])
})

test('what was cleared and is found again is marked, as long as nobody set it aside', () => {
  const cases = [{ opened: '2018-03-01', state: 'cleared' } as KnownCase]
  expect(told({ cases })).toEqual(['open', 'found-again', []])
  expect(told({ cases, rulings: [ruling({})] })).toEqual(['set-aside', null, []])
  expect(told({ cases, rulings: [ruling({})] }, day('2019-07-01'))).toEqual(['lapsed', 'found-again', []])
  expect(told({ cases, isSuggested: false, findings: [] })).toBeUndefined()
})
