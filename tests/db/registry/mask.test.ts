import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskId } from '#db/records/types/id-number.ts'

test.each([
  ['440399200001010017', '440399**********17'],
  ['44039920000101001X', '440399**********1X'],
  ['440399000101001', '440399*******01'],
  ['H12345678', '*********'],
  ['12345', '*****'],
  ['', ''],
])('%s is shown as %s', (number, masked) => {
  expect(maskId(number)).toBe(masked)
})

test('birth date and serial number are never shown, and the length is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), number => {
      const characters = [...number]
      const masked = [...maskId(number)]
      expect(masked).toHaveLength(characters.length)
      const hidden = characters.length < 10 ? masked : masked.slice(6, -2)
      expect(hidden.every(character => character === '*')).toBe(true)
    }),
  )
})
