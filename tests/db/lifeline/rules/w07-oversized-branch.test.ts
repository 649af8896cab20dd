import { expect, test } from 'vitest'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { oversizedBranch } from '#db/lifeline/rules/w07-oversized-branch.ts'
import { day, healthyBranch } from '../healthy.ts'

const judge = (counted: number, kind: 'branch' | 'general-branch' = 'branch') =>
  oversizedBranch.judge(
    healthyBranch({ kind, members: { held: counted + 5, counted } }),
    defaultPack,
    day('2018-12-31'),
  )

test('50 members that count are as many as there may be, 51 are one too many', () => {
  expect(judge(49)).toBeUndefined()
  expect(judge(50)).toBeUndefined()
  expect(judge(51)).toMatchObject({ severity: 'yellow', measured: 51, threshold: 50, unit: 'members' })
  expect(judge(53)?.clears.zh).toContain('转出3人')
})

test('a 团总支 may be larger', () => {
  expect(judge(51, 'general-branch')).toBeUndefined()
})

test('more may have been approved for it', () => {
  const approved = (counted: number) =>
    oversizedBranch.judge(
      healthyBranch({ members: { counted }, membersApproved: 60 }),
      defaultPack,
      day('2018-12-31'),
    )
  expect(approved(60)).toBeUndefined()
  expect(approved(61)).toMatchObject({ threshold: 60, why: { zh: '计入团员61人，超过经批准的60人。' } })
})
