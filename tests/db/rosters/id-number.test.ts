import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkCharacter, readIdNumber } from '#db/records/types/gb-11643.ts'

test('a number whose check digit fits tells birth date and sex', () => {
  expect(readIdNumber('11010519491231002X')).toEqual({
    kind: 'valid',
    id: '11010519491231002X',
    birth: '1949-12-31',
    sex: 'female',
  })
  expect(readIdNumber('11010519491231002x')).toMatchObject({ kind: 'valid', id: '11010519491231002X' })
  expect(readIdNumber('440399200105102107')).toMatchObject({
    kind: 'valid',
    birth: '2001-05-10',
    sex: 'female',
  })
  expect(readIdNumber('440399199311137452')).toMatchObject({ kind: 'valid', sex: 'male' })
})

test('a wrong check digit is told, with the digit that would fit', () => {
  expect(readIdNumber('440399199408252401')).toEqual({
    kind: 'checksum',
    repair: '440399199408252406',
    birth: '1994-08-25',
  })
})

test.each(['440399200006033000', '4.40399E+17', '4.40399200006033E17', '4E+14'])(
  '%s was rounded by a spreadsheet',
  text => {
    expect(readIdNumber(text)).toEqual({ kind: 'rounded' })
  },
)

test('a number that rightly ends in 000 is not called rounded', () => {
  const digits = Array.from(
    { length: 10_000 },
    (_, n) =>
      `4403992000${String((n % 12) + 1).padStart(2, '0')}${String((n % 28) + 1).padStart(2, '0')}${String(Math.floor(n / 336) % 100).padStart(2, '0')}0`,
  )
  const rightly = digits.find(text => text.endsWith('00') && checkCharacter(text) === '0')!
  expect(readIdNumber(`${rightly}0`)).toMatchObject({ kind: 'valid' })
})

test('fifteen digits are an old number, with its modern form', () => {
  expect(readIdNumber('110105491231002')).toEqual({ kind: 'old', repair: '11010519491231002X' })
  expect(readIdNumber('110105491331002')).toEqual({ kind: 'old', repair: null })
})

test.each([
  '',
  '44039919',
  'E12345678',
  '4403992001051021071',
  '044039920010510210',
  '4403992001051O2107x',
  '990399200113402104',
])('%j is no resident ID number', text => {
  expect(readIdNumber(text).kind).toBe('malformed')
})

test('an impossible birth date makes a number malformed even where the check digit fits', () => {
  const digits = '44039920011340210'
  expect(readIdNumber(digits + checkCharacter(digits))).toEqual({ kind: 'malformed', repair: null })
})

test('letters typed for digits are proposed as digits where the number then holds together', () => {
  expect(readIdNumber('44O399200105102107')).toEqual({ kind: 'malformed', repair: '440399200105102107' })
  expect(readIdNumber('44O399200105102108')).toEqual({ kind: 'malformed', repair: null })
})

test.each(['440399-20010510-2107', '440399200105102107。', '`440399200105102107', '440399200105102107；'])(
  'signs between the digits of %s change nothing, since the check digit fits',
  text => {
    expect(readIdNumber(text)).toMatchObject({ kind: 'valid', id: '440399200105102107' })
  },
)

test('a cross in place of the X at the end is the X', () => {
  expect(readIdNumber('11010519491231002×')).toMatchObject({ kind: 'valid', id: '11010519491231002X' })
  expect(readIdNumber('11010519491231002*').kind).toBe('malformed')
  expect(readIdNumber('44039920010510210×').kind).toBe('malformed')
})

test('one wrong digit among the seventeen never passes', () => {
  fc.assert(
    fc.property(fc.nat({ max: 16 }), fc.integer({ min: 1, max: 9 }), (place, by) => {
      const id = '440399200105102107'
      const wrong = id.slice(0, place) + ((Number(id[place]) + by) % 10) + id.slice(place + 1)
      expect(readIdNumber(wrong).kind).not.toBe('valid')
    }),
  )
})
