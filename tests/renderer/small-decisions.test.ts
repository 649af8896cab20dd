import { ORPCError } from '@orpc/client'
import { expect, test } from 'vitest'
import { failureOf } from '#renderer/api/failure.ts'
import { Stopped } from '#renderer/api/long-work.ts'
import { decidedTogether, missingOf, verbsOf } from '#renderer/features/cases/case-verbs.ts'
import { isOld, yearBefore } from '#renderer/features/home/what-waits.ts'
import { groupsOf } from '#renderer/features/packets/joining/groups.ts'
import { isWorthAsking } from '#renderer/features/settings/is-worth-asking.ts'
import { isCalled } from '#renderer/frame/is-called.ts'
import { takeToken } from '#renderer/host/token.ts'
import { addressOf, changedAddress } from '#renderer/kit/address/address.ts'
import { keptScroll, withKeptScroll } from '#renderer/kit/address/kept-scroll.ts'
import { kindOfFile } from '#renderer/kit/files/kind-of-file.ts'
import { leastWidth, shrinking } from '#renderer/kit/lists/columns.ts'
import { numberColumns, paperShares } from '#renderer/kit/lists/paper.ts'
import { isComposing } from '#renderer/kit/page/is-composing.ts'
import { monthsAfter } from '#renderer/kit/pictures/days.ts'
import { tierOfName } from '#renderer/text/tier-of-name.ts'

test('an address holds what was chosen and nothing empty', () => {
  expect(addressOf('/people', { org: '440309', text: '', status: undefined })).toBe('/people?org=440309')
  expect(addressOf('/people')).toBe('/people')
  expect(changedAddress('/orgs', 'org=a&tab=cadres', { org: 'b', tab: undefined })).toBe('/orgs?org=b')
})

test('a page or a command is called by its words, and by pinyin and initials from anywhere', () => {
  const [label, reading] = ['登记换届', { pinyin: 'dengjihuanjie', initials: 'djhj' }]
  for (const wanted of ['换届', 'djhj', 'hj', 'DJ', 'huanjie', 'deng ji', 'd'])
    expect([wanted, isCalled(label, reading, wanted)]).toEqual([wanted, true])
  for (const wanted of ['h', 'jd', 'tjhj'])
    expect([wanted, isCalled(label, reading, wanted)]).toEqual([wanted, false])
  expect(isCalled(label, undefined, 'djhj')).toBe(false)
  expect(['backup', 'up and', 'check'].map(one => isCalled('Back up and check', undefined, one))).toEqual([
    true,
    true,
    true,
  ])
})

test('progress is asked for from the month after a case began, or began anew, until somebody reports in it', () => {
  type Known = Parameters<typeof missingOf>[0]
  const step = (action: string, day: string): Known['log'][number] => ({
    ...{ id: day, day, action, words: { zh: '', en: '' }, actor: null, note: null },
    ...{ points: [], files: [], idle: null },
  })
  const asked = (today: string, ...log: Known['log']) =>
    missingOf(
      { state: 'rectifying', log, lookBack: null, corrections: [], awaitsDue: false, opened: '2018-10-08' },
      today,
    ).some(({ what }) => what === 'note')
  expect(['2018-10-08', '2018-10-31', '2018-11-01'].map(day => asked(day))).toEqual([false, false, true])
  expect(asked('2018-11-30', step('note', '2018-11-02'))).toBe(false)
  expect(asked('2018-12-01', step('note', '2018-11-02'))).toBe(true)
  const again = step('relapse', '2019-03-20')
  expect(['2019-03-31', '2019-04-01'].map(day => asked(day, again))).toEqual([false, true])
})

test('a file is known by its ending, whatever the case', () => {
  expect(kindOfFile('团员名册.XLSX')).toBe('roster')
  expect(kindOfFile('民治街道_龙华区_000007_20181231.llb')).toBe('packet')
  expect(kindOfFile('入网申请-民治街道.json')).toBe('request')
  expect(kindOfFile('照片.png')).toBe('unknown')
  expect(kindOfFile('没有后缀')).toBe('unknown')
})

test('a fingerprint is read in groups of digits', () => {
  expect(groupsOf('12345 67890')).toEqual(['12345', '67890'])
  expect(groupsOf('1234567890')).toEqual(['12345', '67890'])
})

test('a term ends on the same day so many years on, and the year before has no 29 February of its own', () => {
  expect(monthsAfter('2016-02-29', 36)).toBe('2019-02-28')
  expect(monthsAfter('2018-12-31', 24)).toBe('2020-12-31')
  expect(yearBefore('2020-02-29')).toBe('2019-02-28')
  expect(yearBefore('2019-03-01')).toBe('2018-03-01')
})

test('a refusal is told in its own words, a bug by its reference, a dead host as such', () => {
  const text = { zh: '没有', en: 'none' }
  const refused = new ORPCError('REFUSED', { status: 422, data: { code: 'org-unknown', text, details: {} } })
  expect(failureOf(refused)).toEqual({ kind: 'refused', code: 'org-unknown', text })
  const bug = new ORPCError('INTERNAL_SERVER_ERROR', { data: { reference: 'ab12' } })
  expect(failureOf(bug)).toEqual({ kind: 'bug', reference: 'ab12' })
  expect(failureOf(new ORPCError('UNAUTHORIZED', { status: 401 }))).toEqual({ kind: 'not-let-in' })
  expect(failureOf(new TypeError('Failed to fetch'))).toEqual({ kind: 'unreachable' })
  expect(failureOf(new Stopped())).toEqual({ kind: 'stopped' })
})

test('the token is taken from the fragment once, stripped from the address, and kept for the tab', () => {
  const kept = new Map<string, string>()
  const shown: string[] = []
  const places = (hash: string) => ({
    location: { hash, pathname: '/orgs', search: '?org=1' },
    history: { state: null, replaceState: (_: unknown, __: string, url: string) => shown.push(url) },
    sessionStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
    },
  })
  expect(takeToken(places(''))).toBeUndefined()
  expect(takeToken(places('#token=secret'))).toBe('secret')
  expect(shown).toEqual(['/orgs?org=1'])
  expect(takeToken(places(''))).toBe('secret')
})

test('a word that is still being composed is told from one that is written', () => {
  expect(isComposing({ isComposing: true })).toBe(true)
  expect(isComposing({ isComposing: false })).toBe(false)
  expect(isComposing({})).toBe(false)
})

test('how far a list is scrolled stays with its entry of the history, beside what else is there', () => {
  const state = withKeptScroll({ other: 1 }, 'people', 720)
  expect(state).toEqual({ other: 1, scroll: { people: 720 } })
  expect(keptScroll(state, 'people')).toBe(720)
  expect(keptScroll(null, 'people')).toBe(0)
  expect(keptScroll('of another program', 'people')).toBe(0)
})

test('a table is at least as wide as its columns', () => {
  expect(leastWidth(['120px', 'minmax(160px, 1fr)', '1fr'])).toBe(280)
})

test('a table that is a little narrower than its columns takes the room from those that may grow', () => {
  const { tracks, minWidth } = shrinking(['36px', 'minmax(120px, 1fr)', '64px', 'minmax(40px, 2fr)'])
  expect(tracks).toEqual([
    '36px',
    'minmax(min(120px, (100% - 100px) * 0.7500), 1fr)',
    '64px',
    'minmax(min(40px, (100% - 100px) * 0.2500), 2fr)',
  ])
  expect(minWidth).toBe(212)
  expect(shrinking(['36px', '120px'])).toEqual({ tracks: ['36px', '120px'], minWidth: 156 })
})

test.each([
  [null, true],
  ['2026-11-17T23:59:00.000Z', false],
  ['2026-11-16T23:59:00.000Z', true],
  ['2027-01-01T00:00:00.000Z', false],
])('a backup of %s is old on 2026-11-24: %s', (backup, old) => {
  expect(isOld(backup, '2026-11-24')).toBe(old)
})

test.each([
  ['李晓', ['李晓'], false],
  ['李晓', ['王红', '李晓'], true],
  ['', ['李晓'], true],
  ['', [], false],
])('with “%s” in the window and %j at this PC, who is working is asked: %s', (name, workers, asked) => {
  expect(isWorthAsking(name, workers)).toBe(asked)
})

test('the tier with which a registry is begun is that of the name, whatever stands above it in the name', () => {
  expect(tierOfName('共青团清溪区委员会')).toBe('district')
  expect(tierOfName('共青团深圳市龙华区委员会')).toBe('district')
  expect(tierOfName('共青团深圳市龙华区直属机关工作委员会')).toBe('organ')
  expect(tierOfName('共青团龙华区民治街道工作委员会')).toBe('street')
  expect(tierOfName('共青团龙华区民治街道樟坑社区委员会')).toBe('community')
  expect(tierOfName('清溪区科技园区团委')).toBe('two-new')
  expect(tierOfName('')).toBe('street')
})

test('on paper a column that is wide on the screen and empty takes no room from sentences', () => {
  const sentence =
    '计入团员七人，应设支部委员会，实任委员二人，少于三人。最近换届已逾期，最近四个季度没有支部大会记录。'
  const list = {
    widths: [120, 200, 120, 200],
    heads: ['团组织', '规则查出', '认定日期', '整治台账'],
    rows: Array.from({ length: 9 }, () => ['区直机关第1团支部', sentence, '2018-12-31', '']),
  }
  const [org = 0, found = 0, day = 0, empty = 0] = paperShares(list, false)
  expect(org + found + day + empty).toBeCloseTo(1)
  expect(found).toBeGreaterThan(0.5)
  expect(empty).toBeLessThan(0.1)
  // A day stands in one line: ten signs of half the width, and the edges of its cell.
  expect(day * 60).toBeGreaterThan(6.5)
  const crowded = {
    widths: [64, 140, 200, 140, 300, 96, 84],
    heads: ['轻重', '单位', '组织名称', '问题', '情况', '从何时起', '详情'],
    rows: [
      [
        '红',
        '龙华区直属机关团工委',
        '共青团龙华区第22小学教工支部委员会',
        '空心团支部',
        sentence,
        '2018-12-31',
        '为什么',
      ],
    ],
  }
  // The edges of a cell and five signs: a short word is not broken, however much there is beside it.
  expect((paperShares(crowded, false)[3] ?? 0) * 60).toBeGreaterThan(6.29)
  // In English: no short word is broken, and none of a head, whatever letters are in it.
  const english = {
    widths: [104, 72, 100, 200, 100, 112, 156, 112],
    heads: ['Name', 'Sex', 'Born', 'Organization', 'Membership', 'Reported in', 'ID number', 'Telephone'],
    rows: [
      ['白辰洁', 'Female', '2003-04-07', '第7初级中学初三学生团支部', 'Normal', 'Edit pending'].concat([
        '440399**********82',
        '154******10',
      ]),
    ],
  }
  const shares = paperShares(english, false).map(share => share * 60)
  // 3.7 and 5.9 signs, and the edges.
  expect(shares[1]).toBeGreaterThan(5)
  expect(shares[4]).toBeGreaterThan(7.2)
  const short = { ...list, rows: [['甲', '乙', '丙', '丁']] }
  const [first = 0, second = 0] = paperShares(short, false)
  expect(second).toBeGreaterThan(first)
})

test('on paper a column of numbers is read from the right; days, codes and mixed texts are not', () => {
  const rows = [
    ['1,042', '2018-12-31', '团支部', '0.00', ''],
    ['7', '2018-11', '12', '-3.5%', ''],
  ]
  expect(numberColumns(rows, 5)).toEqual([true, false, false, true, false])
  // What became less than the year before has a minus sign of its own.
  expect(numberColumns([['+1,390'], ['−3'], ['0']], 1)).toEqual([true])
})

test('the same is decided about those alone that wait for us and are not decided so already', () => {
  const one = (more: Partial<Parameters<typeof decidedTogether>[0][number]>) => ({
    ...{ isOurs: true, state: 'open' as const, mark: null },
    ...more,
  })
  const rows = [
    one({}),
    one({ isOurs: false }),
    one({ state: 'confirmed' }),
    one({ state: 'lapsed', mark: 'found-again' }),
  ]
  expect(decidedTogether(rows, 'confirmed')).toEqual([rows[0]])
  expect(decidedTogether(rows, 'set-aside')).toEqual([rows[0], rows[2], rows[3]])
})

test('of a case whose organization is closed its end is to be said first; otherwise what was done since', () => {
  const may = ['note', 'submit', 'merge', 'dissolve'] as const
  expect(verbsOf({ may: [...may], orgClosed: null })).toEqual(['note', 'submit', 'close'])
  expect(verbsOf({ may: [...may], orgClosed: '2018-12-01' })).toEqual(['close', 'submit', 'note'])
})
