import { expect, test } from 'vitest'
import type { Severity } from '#contract/vocabulary.ts'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import type { Finding } from '#db/lifeline/rule.ts'
import { isFlagged, isSuggested } from '#db/lifeline/verdict.ts'
import { healthyBranch } from './healthy.ts'

const finding = (severity: Severity): Finding => ({
  org: 'LH000001',
  orgId: 'org-1',
  orgName: '第一团支部',
  rule: 'W01',
  evidenceOf: 'members',
  severity,
  since: null,
  measured: 0,
  threshold: 3,
  unit: 'members',
  why: { zh: '', en: '' },
  clears: { zh: '', en: '' },
  worsens: null,
})
const suggested = (severities: readonly Severity[], kind: 'branch' | 'committee' | 'leading' = 'branch') =>
  isSuggested(healthyBranch({ kind }), severities.map(finding), defaultPack)

test.each([
  [[], false],
  [['red'], true],
  [['orange', 'orange'], false],
  [['orange', 'orange', 'yellow', 'yellow'], false],
  [['orange', 'orange', 'orange'], true],
  [['yellow', 'yellow', 'yellow', 'yellow'], false],
  [['info', 'info'], false],
] as const)('%j: %s', (severities, expected) => {
  expect(suggested(severities)).toBe(expected)
})

test('a committee may be put on the list, the leading organ not', () => {
  expect(suggested(['red'], 'committee')).toBe(true)
  expect(suggested(['red'], 'leading')).toBe(false)
})

test('information alone flags nothing', () => {
  expect(isFlagged([finding('info')])).toBe(false)
  expect(isFlagged([finding('info'), finding('yellow')])).toBe(true)
  expect(isFlagged([])).toBe(false)
})
