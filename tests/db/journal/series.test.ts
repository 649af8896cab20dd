import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  beginning,
  circlesOf,
  intervalsOf,
  rivalsOf,
  type SeriesRow,
  type TreeRow,
} from '#db/journal/fold/series.ts'

const days = ['2017-01-01', '2017-06-15', '2018-01-01', '2018-03-01', '2018-03-02', '2018-12-31']
const everyDay = ['1900-01-01', ...days, '2018-02-28', '2019-01-01', '2199-12-31'].sort()

/** Rows of one subject whose ranks are all different, in any order. */
const rowsOfOne = fc
  .array(fc.record({ since: fc.constantFrom(...days), order: fc.nat(1000), value: fc.nat(2) }), {
    minLength: 1,
    maxLength: 9,
  })
  .map(list =>
    list.map(
      ({ since, order, value }, i): SeriesRow => ({
        id: `row-${i}`,
        subject: 'li',
        since,
        rank: `${String(order).padStart(4, '0')}-${i}`,
        follows: [],
        value: `${value}`,
      }),
    ),
  )

/** The rule in its plain form: of the rows that have begun by then, the one of highest rank. */
function placeOn(rows: readonly SeriesRow[], day: string): string | undefined {
  return rows
    .filter(row => row.since <= day)
    .reduce<SeriesRow | undefined>((a, b) => (a === undefined || b.rank > a.rank ? b : a), undefined)?.id
}

test('on every day exactly the row of highest rank that has begun holds', () => {
  fc.assert(
    fc.property(rowsOfOne, rows => {
      const intervals = intervalsOf(rows)
      const since = new Map(rows.map(row => [row.id, row.since]))
      for (const day of everyDay) {
        const holding = intervals.filter(
          ({ id, until }) => (since.get(id) ?? '') <= day && (until === null || day < until),
        )
        const expected = placeOn(rows, day)
        expect({ day, holding: holding.map(interval => interval.id) }).toEqual({
          day,
          holding: expected === undefined ? [] : [expected],
        })
      }
    }),
  )
})

test('counted from `starts`, exactly one row holds on every day there is', () => {
  fc.assert(
    fc.property(rowsOfOne, rows => {
      const intervals = intervalsOf(rows)
      for (const day of [beginning, ...everyDay]) {
        const holding = intervals.filter(
          ({ starts, until }) => starts <= day && (until === null || day < until),
        )
        expect({ day, count: holding.length }).toEqual({ day, count: 1 })
      }
      expect(intervals.filter(({ starts }) => starts === beginning)).toHaveLength(1)
    }),
  )
})

test('the order in which rows are given does not matter', () => {
  fc.assert(
    fc.property(rowsOfOne, rows => {
      expect(intervalsOf(rows.toReversed())).toEqual(intervalsOf(rows))
    }),
  )
})

test('a row that begins no earlier than one of higher rank never holds', () => {
  const row = (id: string, since: string): SeriesRow => ({
    id,
    subject: 'li',
    since,
    rank: id,
    follows: [],
    value: id,
  })
  expect(intervalsOf([row('1', '2017-01-01'), row('2', '2018-06-01'), row('3', '2018-03-01')])).toEqual([
    { id: '1', starts: beginning, until: '2018-03-01' },
    { id: '2', starts: '2018-06-01', until: '2018-03-01' },
    { id: '3', starts: '2018-03-01', until: null },
  ])
})

test('rows that nobody follows are rivals when they say different things, lowest rank first', () => {
  const row = (id: string, value: string, follows: readonly string[] = []): SeriesRow => ({
    id,
    subject: 'li',
    since: '2018-01-01',
    rank: id,
    follows,
    value,
  })
  expect(rivalsOf([])).toEqual([])
  expect(rivalsOf([row('1', 'A'), row('2', 'B', ['1'])])).toEqual([])
  expect(rivalsOf([row('3', 'C', ['1']), row('1', 'A'), row('2', 'B', ['1'])])).toEqual(['2', '3'])
  expect(rivalsOf([row('1', 'A'), row('2', 'B', ['1']), row('3', 'B', ['1'])])).toEqual([])
  expect(
    rivalsOf([row('1', 'A'), row('2', 'B', ['1']), row('3', 'C', ['1']), row('4', 'B', ['2', '3'])]),
  ).toEqual([])
})

const moves = fc
  .array(fc.record({ subject: fc.nat(5), since: fc.constantFrom(...days), parent: fc.nat(6) }), {
    maxLength: 14,
  })
  .map(list =>
    list.map(
      ({ subject, since, parent }, i): TreeRow => ({
        id: `move-${i}`,
        subject: `org-${subject}`,
        since,
        rank: String(i).padStart(4, '0'),
        follows: [],
        value: '',
        parent: parent === 6 ? null : `org-${parent}`,
      }),
    ),
  )

test('without the moves found there is no circle on any day, after each move in order of version', () => {
  fc.assert(
    fc.property(moves, rows => {
      const circles = circlesOf(rows)
      const taken: TreeRow[] = []
      for (const row of rows) {
        if (!circles.has(row.id)) taken.push(row)
        expect(everyDay.filter(day => isCircularOn(day, taken))).toEqual([])
      }
    }),
  )
})

test('every move found would have closed a circle on some day where it was made', () => {
  fc.assert(
    fc.property(moves, rows => {
      const circles = circlesOf(rows)
      const taken: TreeRow[] = []
      for (const row of rows) {
        if (circles.has(row.id)) expect(everyDay.some(day => isCircularOn(day, [...taken, row]))).toBe(true)
        else taken.push(row)
      }
      expect(circlesOf(rows.toReversed())).toEqual(circles)
    }),
  )
})

/** Whether somebody who goes up from any of these on that day comes back to where he was. */
function isCircularOn(day: string, rows: readonly TreeRow[]): boolean {
  const parents = new Map<string, string | null>()
  for (const [subject, own] of Map.groupBy(rows, row => row.subject)) {
    const on = intervalsOf(own).find(
      ({ starts, until }) => starts <= day && (until === null || (starts < until && day < until)),
    )
    parents.set(subject, own.find(row => row.id === on?.id)?.parent ?? null)
  }
  return [...parents.keys()].some(from => {
    const seen = new Set<string>()
    for (let org: string | null = from; org !== null; org = parents.get(org) ?? null) {
      if (seen.has(org)) return true
      seen.add(org)
    }
    return false
  })
}
