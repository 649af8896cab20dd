import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  addYears,
  dayOf,
  daysBetween,
  type IsoDay,
  isDay,
  laterDay,
} from '#db/shared/day.ts'

const day = (text: string) => text as IsoDay

/** Any day of two centuries. */
const days = fc
  .record({
    year: fc.integer({ min: 1920, max: 2150 }),
    month: fc.integer({ min: 1, max: 12 }),
    date: fc.integer({ min: 1, max: 31 }),
  })
  .map(({ year, month, date }) => dayOf(year, month, date))
  .filter(found => found !== undefined)

const monthOf = (of: IsoDay) => Number(of.slice(0, 4)) * 12 + Number(of.slice(5, 7)) - 1

describe('days of the calendar', () => {
  test.each([
    [2000, 2, 29, '2000-02-29'],
    [2020, 2, 29, '2020-02-29'],
    [1900, 2, 28, '1900-02-28'],
    [2018, 12, 31, '2018-12-31'],
    [2018, 1, 1, '2018-01-01'],
  ])('%i-%i-%i is %s', (year, month, date, text) => {
    expect(dayOf(year, month, date)).toBe(text)
    expect(isDay(text)).toBe(true)
  })

  test.each([
    [1900, 2, 29],
    [2100, 2, 29],
    [2019, 2, 29],
    [2018, 4, 31],
    [2018, 13, 1],
    [2018, 0, 1],
    [2018, 1, 0],
    [1899, 12, 31],
    [2200, 1, 1],
    [2018, 1.5, 1],
    [Number.NaN, 1, 1],
  ])('there is no day %d-%d-%d', (year, month, date) => {
    expect(dayOf(year, month, date)).toBeUndefined()
  })

  test.each(['2018-2-03', '2018-02-30', '20180203', ' 2018-02-03', '2018-02-03T00:00', '２０１８-02-03', ''])(
    '"%s" is no day',
    text => {
      expect(isDay(text)).toBe(false)
    },
  )

  test('days agree with the calendar of JavaScript itself', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1900, max: 2199 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 31 }),
        (year, month, date) => {
          const theirs = new Date(Date.UTC(year, month - 1, date))
          const exists = theirs.getUTCMonth() === month - 1
          expect(dayOf(year, month, date)).toBe(exists ? theirs.toISOString().slice(0, 10) : undefined)
        },
      ),
    )
  })
})

describe('months on', () => {
  test.each([
    ['2018-01-31', 1, '2018-02-28'],
    ['2020-01-31', 1, '2020-02-29'],
    ['2020-02-29', 12, '2021-02-28'],
    ['2020-02-29', 48, '2024-02-29'],
    ['2018-03-31', -1, '2018-02-28'],
    ['2018-08-31', 6, '2019-02-28'],
    ['2018-12-15', 1, '2019-01-15'],
    ['2018-01-15', -1, '2017-12-15'],
    ['2018-05-31', 0, '2018-05-31'],
    ['2018-01-15', -24, '2016-01-15'],
  ])('%s and %i months is %s', (from, months, to) => {
    expect(addMonths(day(from), months)).toBe(to)
  })

  test('the month is the one so many months on, and the day the same or the last of its month', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -200, max: 400 }), (from, months) => {
        const to = addMonths(from, months)
        expect(isDay(to)).toBe(true)
        expect(monthOf(to) - monthOf(from)).toBe(months)
        const lastOfMonth = addDays(to, 1).endsWith('-01')
        if (to.slice(8) !== from.slice(8)) expect([to, lastOfMonth]).toEqual([to, true])
        expect(Number(to.slice(8))).toBeLessThanOrEqual(Number(from.slice(8)))
      }),
    )
  })

  test('a later day is never followed by an earlier one', () => {
    fc.assert(
      fc.property(days, days, fc.integer({ min: -100, max: 300 }), (a, b, months) => {
        const [first, second] = a <= b ? [a, b] : [b, a]
        expect(addMonths(first, months) <= addMonths(second, months)).toBe(true)
      }),
    )
  })

  test('years are twelve months, and a leap day’s anniversary is the last of February', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -20, max: 40 }), (from, years) => {
        expect(addYears(from, years)).toBe(addMonths(from, years * 12))
      }),
    )
    expect([1, 2, 3, 4].map(years => addYears(day('2016-02-29'), years))).toEqual([
      '2017-02-28',
      '2018-02-28',
      '2019-02-28',
      '2020-02-29',
    ])
  })

  test('beyond the years that are known there is an error that says so', () => {
    expect(() => addMonths(day('2199-12-31'), 1)).toThrow(RangeError)
    expect(() => addMonths(day('1900-01-01'), -1)).toThrow('lies outside 1900 to 2199')
  })
})

describe('days on', () => {
  test('there and back is the same day, and the distance is what was gone', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -5000, max: 5000 }), (from, count) => {
        const to = addDays(from, count)
        expect(daysBetween(from, to)).toBe(count)
        expect(addDays(to, -count)).toBe(from)
        expect(Math.sign(count)).toBe(from < to ? 1 : from > to ? -1 : 0)
      }),
    )
  })

  test('a year has 365 days and a leap year 366', () => {
    expect(daysBetween(day('2019-01-01'), day('2020-01-01'))).toBe(365)
    expect(daysBetween(day('2020-01-01'), day('2021-01-01'))).toBe(366)
    expect(addDays(day('2020-02-28'), 1)).toBe('2020-02-29')
    expect(addDays(day('2018-12-31'), 1)).toBe('2019-01-01')
  })

  test('the later of two days is one of them, and not before the other', () => {
    fc.assert(
      fc.property(days, days, (a, b) => {
        expect(laterDay(a, b)).toBe([a, b].sort()[1])
      }),
    )
  })
})
