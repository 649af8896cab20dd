import { expect, test } from 'vitest'
import type { PostFacts } from '#db/lifeline/facts.ts'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { branchWithoutCadres } from '#db/lifeline/rules/w02-branch-without-cadres.ts'
import { day, healthyBranch } from '../healthy.ts'

const judge = (posts: Partial<PostFacts>, kind: 'branch' | 'committee' = 'branch') =>
  branchWithoutCadres.judge(healthyBranch({ kind, posts }), defaultPack, day('2018-12-31'))

test('nobody in post is red, one person in any post is enough', () => {
  expect(judge({ held: 0, secretary: { kind: 'never' } })).toMatchObject({
    severity: 'red',
    measured: 0,
    threshold: 1,
    unit: 'posts',
  })
  expect(judge({ held: 1, secretary: { kind: 'never' } })).toBeUndefined()
})

test('it has been so since the last post ended, or since the founding', () => {
  expect(judge({ held: 0, lastEnd: day('2018-05-01') })?.since).toBe('2018-05-01')
  expect(judge({ held: 0 })?.since).toBe('2010-01-01')
})

test('a committee without cadres is a matter of W04', () => {
  expect(judge({ held: 0 }, 'committee')).toBeUndefined()
})
