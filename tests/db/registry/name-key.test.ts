import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nameKey } from '#db/shared/name-key.ts'

test.each([
  ['共青团坪山区委员会', '中国共产主义青年团坪山区委员会'],
  ['六联社区（第一）团支部', '六联社区(第一)团支部'],
  ['六联社区【第一】团支部', '六联社区〔第一〕团支部'],
  ['“青春”团支部', '青春团支部'],
  ['「青春」团支部', '『青春』团支部'],
  ['ABC公司团支部', 'ＡＢＣ 公司　团支部'],
  ['abc团支部', 'ABC团支部'],
  ['阿卜·团支部', '阿卜•团支部'],
  ['A-1座团支部', 'A–1座团支部'],
  ['第2团支部', '第２团支部'],
  ['⼈民团支部', '人民团支部'],
])('%s and %s are the same name', (a, b) => {
  expect(nameKey(a)).toBe(nameKey(b))
})

test.each([
  ['六联社区第一团支部', '六联社区第二团支部'],
  ['六联社区(第一)团支部', '六联社区第一团支部'],
  ['坪山区团委', '坪山区委员会'],
  ['中国共产主义青年团', ''],
  ['六联中国共产主义青年团支部', '六联共青团支部'],
])('%s and %s are different names', (a, b) => {
  expect(nameKey(a)).not.toBe(nameKey(b))
})

test('the key of a key is itself, so that it can be looked up by either', () => {
  const piece = fc.constantFrom(
    '共青团',
    '中国共产主义青年团',
    '坪山',
    '（',
    '〕',
    'ＡＢ',
    'c',
    '·',
    '•',
    '“',
    ' ',
    '１',
    '—',
    '𠮷',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), pieces => {
      const key = nameKey(pieces.join(''))
      fc.pre(!key.startsWith('共青团中国共产主义青年团'))
      expect(nameKey(key)).toBe(key)
    }),
  )
})
