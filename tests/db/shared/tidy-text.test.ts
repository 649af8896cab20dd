import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ownCopy } from '#db/shared/own-copy.ts'
import { bareText, tidyText } from '#db/shared/tidy-text.ts'

test.each([
  ['　李　明　', '李 明'],
  ['李\r\n明', '李 明'],
  ['\u200b李\ufeff明', '李明'],
  ['Ａ座１２号', 'A座12号'],
  ['（第一）支部', '（第一）支部'],
  ['⼈民', '人民'],
  ['Cafe\u0301', 'Caf\u00e9'],
  ['李\u3164明\u2800', '李明'],
  ['李\u{e0041}明\u034f', '李明'],
  ['葛\u{e0100}城\ufe0f', '葛城'],
  ['\u180e\u180e\u180e', ''],
  ['ᠮᠣᠩ\u180bᠭᠣᠯ', 'ᠮᠣᠩ\u180bᠭᠣᠯ'],
  ['  ', ''],
  ['', ''],
])('%j is meant as %j', (text, meant) => {
  expect(tidyText(text)).toBe(meant)
})

test('text that is tidy stays as it is, and tidying twice is tidying once', () => {
  const piece = fc.constantFrom(
    '李',
    '𠮷',
    ' ',
    '　',
    '\n',
    '\u200b',
    'Ａ',
    'a',
    '·',
    '。',
    '⼈',
    'e\u0301',
    '—',
    '\u{2f800}',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
      const once = tidyText(pieces.join(''))
      expect(tidyText(once)).toBe(once)
      expect(once).toBe(once.normalize('NFC').trim())
      expect(once).not.toMatch(/\s\s|[\n\u3000\u200b]/u)
    }),
  )
})

test('numbers, dates and codes lose every space and every width', () => {
  expect(bareText(' ４４０３ 99\u200b2000\t0101 ００１Ｘ')).toBe('44039920000101001X')
  expect(bareText('2018.12.31')).toBe('2018.12.31')
})

test('a copy is the same text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), text => {
      expect(ownCopy(text)).toBe(text)
    }),
  )
})
