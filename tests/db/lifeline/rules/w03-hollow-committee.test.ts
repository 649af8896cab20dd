import { expect, test } from 'vitest'
import { orgKinds } from '#contract/vocabulary.ts'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { hollowCommittee } from '#db/lifeline/rules/w03-hollow-committee.ts'
import { day, healthyBranch } from '../healthy.ts'

const judge = (kind: (typeof orgKinds)[number] | null, branchesBelow: number) =>
  hollowCommittee.judge(healthyBranch({ kind, branchesBelow }), defaultPack, day('2018-12-31'))?.severity

test.each([
  ['leading', undefined],
  ['work-committee', 'orange'],
  ['committee', 'orange'],
  ['general-branch', 'orange'],
  ['branch', undefined],
  [null, undefined],
] as const)('no branch below a %s: %s', (kind, severity) => {
  expect(judge(kind, 0)).toBe(severity)
})

test('one branch anywhere below is enough', () => {
  for (const kind of orgKinds) expect(judge(kind, 1)).toBeUndefined()
})
