import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nameKey } from '#db/shared/name-key.ts'
import { bareText, tidyText } from '#db/shared/tidy-text.ts'

const tidied: [string, string][] = [
  ['张伟', '张伟'],
  ['\u3000张伟 ', '张伟'],
  ['张\u200b伟\ufeff', '张伟'],
  ['第\uff11\uff12支部\uff08\uff21区\uff09', '第12支部\uff08A区\uff09'],
  ['共青团\n龙华区', '共青团 龙华区'],
  ['阿卜杜拉·买买提', '阿卜杜拉·买买提'],
  ['𠮷田', '𠮷田'],
  ['\u2f2f', '工'],
  ['a  b', 'a b'],
  ['', ''],
  ['\u0007张', '张'],
]
test.each(tidied)('%j is tidied to %j', (text, expected) => {
  expect(tidyText(text)).toBe(expected)
})

test('tidying twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      expect(tidyText(tidyText(text))).toBe(tidyText(text))
    }),
  )
})

test('numbers and codes lose white space and full-width forms', () => {
  expect(bareText(' \uff11\uff13\uff18 1234 5678\n')).toBe('13812345678')
  expect(bareText('\uff2c\uff28000001')).toBe('LH000001')
})

const same: [string, string][] = [
  ['共青团龙华区\uff08直属\uff09支部', '共青团龙华区(直属)支部'],
  ['“两新”组织支部', '"两新"组织支部'],
  ['中国共产主义青年团深圳市龙华区委员会', '共青团深圳市龙华区委员会'],
  ['共青团龙华区 第1支部', '共青团龙华区第1支部'],
  ['A栋支部', 'a栋支部'],
]
test.each(same)('%s and %s are one name', (a, b) => {
  expect(nameKey(a)).toBe(nameKey(b))
})

test('names that differ in a character stay apart', () => {
  expect(nameKey('第1支部')).not.toBe(nameKey('第11支部'))
  expect(nameKey('龙华区团委')).not.toBe(nameKey('共青团龙华区委员会'))
})
