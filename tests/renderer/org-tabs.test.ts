import { expect, test } from 'vitest'
import { officeKinds } from '#db/records/kinds.ts'
import { addedKinds, orgTabs, tabOf } from '#renderer/features/registry/orgs/org-tabs.ts'
import { worstFirst } from '#renderer/features/registry/orgs/unit-lines.ts'
import { personKinds } from '#renderer/features/registry/people/person-now.ts'
import { kindColumns } from '#renderer/kit/forms/kind-columns.ts'
import { inOneLine } from '#renderer/text/written.ts'
import { zhCN } from '#renderer/text/zh-CN.ts'

test('each list of an organization stands behind one of a few tabs, and a kind that nobody placed is not lost', () => {
  expect(orgTabs.length).toBeLessThanOrEqual(8)
  // So many are taken in at a glance, and stand beside the tree on a small screen.
  expect(orgTabs.filter(({ lists }) => lists.length > 6).map(({ tab }) => tab)).toEqual([])
  const keys = orgTabs.flatMap(({ lists }) => lists.map(({ key }) => key))
  expect(new Set(keys).size).toBe(keys.length)
  const ofOrgs = officeKinds.filter(({ name, lies }) => lies === 'org' && name !== 'membership')
  const shown = new Set([
    ...keys,
    'placement',
    'post',
    'term',
    'meeting',
    'rule_pack',
    'work_type',
    'figure',
    'reported',
    'task',
    'task_request',
    'closing',
    'reopening',
  ])
  expect(ofOrgs.filter(({ name }) => !shown.has(name)).map(({ name }) => name)).toEqual([])
})

test('an address names a list; the tab is that in which it stands, and one that there is none of leads to the overview', () => {
  expect(tabOf('fee')).toMatchObject({ tab: 'year', shown: { key: 'fee' } })
  expect(tabOf('terms')).toMatchObject({ tab: 'cadres', shown: { key: 'terms' } })
  expect(tabOf('venue_log')).toMatchObject({ tab: 'sites', shown: { key: 'venue_log' } })
  expect(tabOf(undefined)).toMatchObject({ tab: 'overview', shown: { key: 'overview' } })
  expect(tabOf('nothing')).toMatchObject({ tab: 'overview', shown: { key: 'overview' } })
})

test('what is added to an organization is no matter of one member', () => {
  expect(addedKinds.map(({ name }) => name)).toContain('notice')
  expect(addedKinds.filter(kind => personKinds.includes(kind))).toEqual([])
  expect(personKinds.map(({ name }) => name)).toEqual([
    'fee',
    'appraisal',
    'transfer',
    'attendance',
    'contact',
    'visit',
    'apart',
  ])
})

test('findings stand by severity, the oldest of the same severity first', () => {
  const found = (severity: 'red' | 'yellow', since: string | null) => ({ severity, since })
  const rows = [
    found('yellow', '2018-01-01'),
    found('red', null),
    found('red', '2018-06-01'),
    found('red', '2017-01-01'),
  ]
  expect(rows.toSorted(worstFirst).map(({ severity, since }) => `${severity} ${since}`)).toEqual([
    'red 2017-01-01',
    'red 2018-06-01',
    'red null',
    'yellow 2018-01-01',
  ])
})

test('the list of elections says when each term ends, as far as the day of the election is known', () => {
  const term = officeKinds.find(({ name }) => name === 'term')
  const columns = term && kindColumns(term, { language: 'zh', words: zhCN, asOf: undefined, same: 'org' })
  expect(columns?.filter(({ isExtra }) => !isExtra).map(({ title }) => title)).toEqual([
    '选举日期',
    '届期(年)',
    '届满日期',
  ])
  const ends = columns?.find(({ key }) => key === 'ends')
  const row = (fields: Readonly<Record<string, string | number | null>>) =>
    ends?.text({ kind: 'term', id: '', title: '', refs: {}, masked: [], conflicts: [], fields })
  expect(row({ elected: '2016-02-29', years: 3, extended_until: null })).toBe('2019-02-28')
  expect(row({ elected: '2016', years: 3, extended_until: null })).toBe('2019')
  expect(row({ elected: '2016-02-29', years: 3, extended_until: '2019-08-28' })).toBe('2019-08-28')
  expect(row({ elected: '2016-02-29', years: null, extended_until: null })).toBe('')
})

test('sentences that end with a full stop of their own and such that do not are told in one line alike', () => {
  expect(inOneLine(['甲并入乙', '它的任期到此为止。'], 'zh')).toBe('甲并入乙。它的任期到此为止')
  expect(inOneLine(['Closed A.', 'One post ends', 'See to it.'], 'en')).toBe(
    'Closed A. One post ends. See to it',
  )
})
