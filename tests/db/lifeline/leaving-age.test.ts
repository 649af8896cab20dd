import fc from 'fast-check'
import { expect, test } from 'vitest'
import { leavingAge, leavingDay } from '#db/lifeline/leaving-age.ts'
import { addDays, lastBirthOfAge } from '#db/shared/day.ts'
import { day } from './healthy.ts'

test.each([
  ['1990-12-31', '2018-12-31'],
  ['1992-02-29', '2020-02-29'],
  // 2100 is no leap year
  ['2072-02-29', '2100-02-28'],
])('born %s, leaves on %s', (birth, leaves) => {
  expect(leavingDay(day(birth))).toBe(leaves)
  expect(birth <= lastBirthOfAge(day(leaves), leavingAge)).toBe(true)
  expect(birth <= lastBirthOfAge(addDays(day(leaves), -1), leavingAge)).toBe(false)
})

test('comparing births with the bound is the same as comparing 28th birthdays with the day', () => {
  const birth = fc.integer({ min: 0, max: 96_000 }).map(n => addDays(day('1901-01-01'), n))
  const distance = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -900, max: 900 }))
  fc.assert(
    fc.property(birth, distance, (born, days) => {
      const asOf = addDays(leavingDay(born), days)
      expect(born <= lastBirthOfAge(asOf, leavingAge)).toBe(leavingDay(born) <= asOf)
    }),
    { numRuns: 5000 },
  )
})

test('a day for which nobody could be 28 yet asks for nobody', () => {
  expect(lastBirthOfAge(day('1900-01-01'), leavingAge)).toBe('1872-01-01')
})
