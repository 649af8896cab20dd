import { expect, test } from 'vitest'
import type { Proposal, Ruling } from '#contract/lifeline/rulings.ts'
import { rulingSays } from '#renderer/features/cases/rulings/ruling-says.ts'
import { yearLines } from '#renderer/features/home/year-rows.ts'
import { evidenceAddress } from '#renderer/features/lifeline/evidence-address.ts'
import { newest } from '#renderer/features/lifeline/newest.ts'
import { momentsOf } from '#renderer/features/registry/history/history-filter.ts'
import { unitLines } from '#renderer/features/registry/orgs/unit-lines.ts'
import { isNow, personEvents } from '#renderer/features/registry/people/person-events.ts'
import { asOfDay, personNow } from '#renderer/features/registry/people/person-now.ts'
import { ageBands } from '#renderer/kit/pictures/age-bands.ts'
import { axisMarks } from '#renderer/kit/pictures/axis-marks.ts'
import { daysFrom, monthsAfter, shareOf, yearsFrom } from '#renderer/kit/pictures/days.ts'
import { termState } from '#renderer/kit/pictures/term-line.ts'
import { zhCN } from '#renderer/text/zh-CN.ts'

test('days, months and years are counted by the calendar', () => {
  expect(daysFrom('2026-03-27', '2026-11-24')).toBe(242)
  expect([
    monthsAfter('2026-01-31', 1),
    monthsAfter('2024-02-29', 12),
    monthsAfter('2026-11-24', -12),
  ]).toEqual(['2026-02-28', '2025-02-28', '2025-11-24'])
  expect([yearsFrom('1998-11-25', '2026-11-24'), yearsFrom('1998-11-24', '2026-11-24')]).toEqual([27, 28])
  expect([yearsFrom('2018-11', '2026-11-24'), yearsFrom('2018-12', '2026-11-24')]).toEqual([8, 7])
  expect(yearsFrom('2018', '2026-11-24')).toBe(8)
  expect(
    ['2027-02-27', '2027-02-28', '2028-02-28', '2028-02-29'].map(day => yearsFrom('1992-02-29', day)),
  ).toEqual([34, 35, 35, 36])
  expect([
    shareOf('2025-01-01', '2026-01-01', '2027-01-01'),
    shareOf('2026-07-02', '2026-01-01', '2027-01-01'),
  ]).toEqual([0, expect.closeTo(0.5, 2)])
  expect(shareOf('2026-01-01', '2026-01-01', '2026-01-01')).toBe(0)
})

test('a term runs, comes near, is overdue, and is past the longest delay', () => {
  const term = { elected: '2023-06-30', due: '2026-06-30', cap: '2026-12-30' }
  expect(termState(term, '2025-12-31')).toEqual({
    kind: 'running',
    days: 181,
    share: expect.closeTo(0.83, 2),
  })
  expect(termState(term, '2026-01-01')).toMatchObject({ kind: 'soon', days: 180 })
  expect(termState(term, '2026-06-30')).toMatchObject({ kind: 'soon', days: 0, share: 1 })
  expect(termState(term, '2026-07-01')).toMatchObject({ kind: 'overdue', days: 1 })
  expect(termState(term, '2026-12-30')).toMatchObject({ kind: 'overdue', days: 183 })
  expect(termState(term, '2026-12-31')).toMatchObject({ kind: 'past-cap', days: 184 })
  expect(termState({ ...term, due: null }, '2026-12-31')).toEqual({ kind: 'none' })
  expect(termState(null, '2026-12-31')).toEqual({ kind: 'none' })
})

test('every age from 14 to 27 has a bar, the others are joined, and nobody is lost', () => {
  const row = (age: number | null, male: number, female = 0) => ({ age, male, female, unknown: 1 })
  const { bands, unknown, most } = ageBands([
    row(12, 1),
    row(14, 2),
    row(27, 3, 4),
    row(28, 1),
    row(63, 1),
    row(null, 1),
  ])
  expect(bands.map(({ label, total }) => [label, total]).filter(([, total]) => total !== 0)).toEqual([
    ['<14', 2],
    ['14', 3],
    ['27', 8],
    ['28+', 4],
  ])
  expect([bands.length, unknown, most]).toEqual([16, 2, 8])
  expect(ageBands([]).bands.map(({ label }) => label)).toEqual(
    [...Array(14).keys()].map(i => `${14 + i}`).concat('28+'),
  )
})

const place = (id: string) => ({ id, code: null, name: id, shortName: null })
const detail = {
  id: 'p',
  name: '张伟',
  sex: null,
  birth: '2000-02-29',
  nation: null,
  political: null,
  joined: '2015-05',
  memberNo: null,
  education: null,
  occupation: null,
  workplace: null,
  more: [],
  idMasked: null,
  phoneMasked: null,
  isMerged: false,
  homes: [
    { id: 'h2', org: place('b'), reason: null, since: '2024-09-01', sinceKnown: true, until: null },
    { id: 'h1', org: place('a'), reason: null, since: '2018-01-01', sinceKnown: false, until: '2024-09-01' },
  ],
  posts: [
    { id: 'q2', org: place('b'), title: '书记', nature: null, since: '2025-03', until: null },
    { id: 'q1', org: place('a'), title: '委员', nature: null, since: '2019-01-01', until: '2021-01-01' },
  ],
  standings: [
    { id: 's', status: 'normal' as const, report: 'pending' as const, since: '2024-09-01', until: null },
  ],
}

test('homes, posts, states and what was done are one line, the newest first and the unknown days last', () => {
  const sentence = { zh: '导入', en: 'Imported' }
  const history = [{ changeSet: 7, at: '2024-09-02T04:00:00Z', actor: '李晓', sentence, isUndone: true }]
  const events = personEvents(detail, history)
  expect(events.map(({ kind, day }) => [kind, day])).toEqual([
    ['leaves', '2028-02-29'],
    ['post', '2025-03'],
    ['change', '2024-09-02'],
    ['state', '2024-09-01'],
    ['home', '2024-09-01'],
    ['post', '2019-01-01'],
    ['joined', '2015-05'],
    ['home', null],
  ])
  // Of two records that were merged, a stay whose place another took on its first day was never so.
  const merged = {
    id: 'h0',
    org: place('a'),
    reason: null,
    since: '2024-09-01',
    sinceKnown: true,
    until: '2024-09-01',
  }
  expect(personEvents({ ...detail, homes: [...detail.homes, merged] }, history)).toEqual(events)
  // What was taken back says so where it stands.
  expect(events.find(({ kind }) => kind === 'change')).toMatchObject({ isUndone: true })
  expect(events.filter(event => isNow(event, '2026-11-24')).map(({ id }) => id)).toEqual(['q2', 's', 'h2'])
  const gone = { ...detail, homes: detail.homes.map(home => ({ ...home, until: '2025-01-01' })) }
  expect(personEvents(gone, []).some(({ kind }) => kind === 'leaves')).toBe(false)
})

test('the header says where somebody is on the day, and what he is there', () => {
  const now = personNow(detail, '2026-11-24')
  expect([now.home?.id, now.posts.map(({ id }) => id), now.age, now.leagueYears]).toEqual([
    'b',
    ['q2'],
    26,
    11,
  ])
  expect(now.state).toEqual(expect.objectContaining({ status: 'normal', report: 'pending' }))
  const before = personNow(detail, '2020-06-01')
  expect([before.home?.id, before.posts.map(({ id }) => id), before.age, before.state]).toEqual([
    'a',
    ['q1'],
    20,
    { status: 'normal', report: 'approved' },
  ])
  const left = personNow({ ...detail, homes: [] }, '2026-11-24')
  expect([left.home, left.state, left.leagueYears]).toEqual([null, undefined, undefined])
})

test('a person as of a day has nothing that came later, and what ended later goes on', () => {
  const then = asOfDay(detail, '2020-06-01')
  expect(then.homes.map(({ id, until }) => [id, until])).toEqual([['h1', null]])
  expect(then.posts.map(({ id, until }) => [id, until])).toEqual([['q1', null]])
  expect([then.standings, then.joined]).toEqual([[], '2015-05'])
  expect(asOfDay(detail, '2014-01-01').joined).toBe(null)
})

test('days stand on a line in their order, and no label covers another', () => {
  const mark = (day: string, what: string) => ({ day, what, kind: 'limit' as const })
  const placed = axisMarks([
    mark('2027-11-05', '延期上限'),
    mark('2023-11-05', '上次换届'),
    mark('2026-11-05', '届满'),
    mark('2026-11-24', '今天'),
  ])
  expect(placed.map(({ what, line, hold }) => [what, line, hold])).toEqual([
    ['上次换届', 0, 'start'],
    ['届满', 0, 'middle'],
    ['今天', 1, 'middle'],
    ['延期上限', 0, 'end'],
  ])
  expect(placed.map(({ share }) => Math.round(share * 100))).toEqual([0, 75, 76, 100])
  const same = axisMarks([mark('2026-01-01', 'a'), mark('2026-01-01', 'b')])
  expect(same.map(({ share, line }) => [share, line])).toEqual([
    [0, 0],
    [0, 1],
  ])
})

test('a record that shows a finding opens at its person, or with the organization', () => {
  const row = (entity: string, person?: string) => ({
    entity,
    id: 'x',
    text: { zh: '', en: '' },
    ...(person !== undefined && { person }),
  })
  expect(evidenceAddress(row('person'), 'B1', undefined)).toBe('/people/x')
  expect(evidenceAddress(row('post', 'p'), 'B1', undefined)).toBe('/people/p')
  expect(evidenceAddress(row('term'), 'B1', '2026-01-01')).toBe(
    '/orgs?org=B1&tab=terms&row=x&asOf=2026-01-01',
  )
  expect(evidenceAddress(row('org'), 'B1', undefined)).toBe('/orgs?org=x')
})

test('a history of days reaches from the first moment of the one to the last of the other', () => {
  const { from = '', before = '' } = momentsOf({ from: '2026-11-24', to: '2026-11-24' })
  expect(Date.parse(before) - Date.parse(from)).toBe(86_400_000)
  expect(new Date(from).getDate()).toBe(24)
  expect(momentsOf({ from: undefined, to: undefined })).toEqual({})
})

test('what came up last comes first; what has no day is none of it', () => {
  const found = (org: string, since: string | null) => ({ org, rule: 'W01', since })
  const rows = [
    found('a', '2026-01-01'),
    found('b', null),
    found('d', '2026-03-01'),
    found('c', '2026-03-01'),
  ]
  expect(newest(rows, 2).map(({ org }) => org)).toEqual(['c', 'd'])
  expect(newest(rows, 9).map(({ org }) => org)).toEqual(['c', 'd', 'a'])
})

test('the year stands beside last year; a kind of which nothing was written down then tells no change', () => {
  const row = (what: string, now: number, before: number) => ({ what, now, before })
  expect(
    yearLines([row('joined', 5, 0), row('left', 0, 5), row('posts', 6, 8), row('meetings', 0, 0)]),
  ).toEqual([
    { ...row('joined', 5, 0), change: undefined, nowShare: 1, beforeShare: 0 },
    { ...row('left', 0, 5), change: -5, nowShare: 0, beforeShare: 1 },
    { ...row('posts', 6, 8), change: -2, nowShare: 0.75, beforeShare: 1 },
  ])
})

test('a unit carries the worst of what was found; of a branch its findings are counted, of others the units hit', () => {
  const unit = (id: string, kind: 'branch' | 'committee') => ({
    id,
    code: null,
    name: id,
    shortName: null,
    initials: '',
    tier: 'community' as const,
    kind,
    branchType: 'ordinary' as const,
    children: 0,
    branches: 1,
    members: 3,
    secretary: null,
    isElected: true,
    term: null,
    lastMeeting: null,
    branchesMet: 0,
  })
  const cells = [
    { rule: 'W01', n: 1, worst: 'yellow' as const },
    { rule: 'W06', n: 4, worst: 'red' as const },
  ]
  const reviewed = (id: string, isOwn = false) => ({ org: place(id), isOwn, flagged: 3, cells })
  const lines = unitLines(
    [unit('a', 'branch'), unit('b', 'committee'), unit('c', 'branch'), unit('d', 'branch')],
    [reviewed('a'), reviewed('b'), reviewed('c', true), { ...reviewed('d'), cells: [] }],
  )
  expect(lines.map(({ found }) => found)).toEqual([
    { n: 5, worst: 'red' },
    { n: 3, worst: 'red' },
    undefined,
    undefined,
  ])
})

test('beside a finding stands what a person decided about it, or that nobody has yet', () => {
  const zh = { words: zhCN, language: 'zh' } as const
  const ruling: Ruling = {
    ...{ id: 'r', decided: '2026-11-20', reason: '三年未换届', signer: '李晓', expires: null },
    ...{ outcome: 'confirmed', rules: [], said: [], pack: null },
  }
  const open: Proposal = {
    ...{
      orgId: 'o',
      org: 'o',
      orgName: '第一团支部',
      street: null,
      isSuggested: true,
      state: 'open',
      mark: null,
    },
    ...{ newRules: [], findings: [], ruling: null, case: null, isOurs: true },
  }
  expect(rulingSays(open, zh)).toEqual(['建议认定为软弱涣散，还没有决定'])
  expect(rulingSays({ ...open, isSuggested: false }, zh)).toEqual([])
  expect(rulingSays({ ...open, state: 'confirmed', ruling }, zh)).toEqual([
    '2026-11-20 认定为软弱涣散，签署人 李晓',
  ])
  const aside: Ruling = { ...ruling, outcome: 'set-aside', expires: '2027-05-01' }
  const asked: Proposal = {
    ...{ ...open, state: 'set-aside', ruling: aside },
    ...{ mark: 'new-findings', newRules: ['W01'] },
  }
  expect(rulingSays(asked, zh)).toEqual([
    '2026-11-20 不予认定：三年未换届',
    '有效期至 2027-05-01',
    '认定以后又查出：空心团支部',
  ])
  expect(rulingSays({ ...open, state: 'lapsed', ruling: aside }, zh)[0]).toContain('要重新认定')
})
