import { expect, test } from 'vitest'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { incompleteCommittee } from '#db/lifeline/rules/w05-incomplete-committee.ts'
import { day, healthyBranch } from '../healthy.ts'

const judge = (counted: number, committee: number, kind: 'branch' | 'committee' = 'branch') =>
  incompleteCommittee.judge(
    healthyBranch({ kind, members: { counted }, posts: { committee } }),
    defaultPack,
    day('2018-12-31'),
  )

test('from seven members on three are due on the committee', () => {
  expect(judge(6, 0)).toBeUndefined()
  expect(judge(7, 2)).toMatchObject({ severity: 'orange', measured: 2, threshold: 3, unit: 'members' })
  expect(judge(7, 3)).toBeUndefined()
  expect(judge(50, 0)?.clears.zh).toContain('补选委员3人')
})

test('only a 团支部 has a 支委会', () => {
  expect(judge(20, 0, 'committee')).toBeUndefined()
})
