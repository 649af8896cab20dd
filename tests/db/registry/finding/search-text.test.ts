import fc from 'fast-check'
import { convert, pinyin } from 'pinyin-pro'
import { expect, test } from 'vitest'
import { searchText } from '#db/registry/finding/search-key.ts'
import {
  grams,
  readAheadOf,
  readingOfOrg,
  readingOfPerson,
  readingsAhead,
} from '#db/registry/finding/search-text.ts'

test.each([
  ['单雪', 'shanxue', 'sx'],
  ['曾国强', 'zengguoqiang', 'zgq'],
  ['覃光', 'qinguang', 'qg'],
  ['解晓东', 'xiexiaodong', 'xxd'],
  ['仇英', 'qiuying', 'qy'],
  ['区志明', 'ouzhiming', 'ozm'],
  ['任重', 'renzhong', 'rz'],
  ['尉迟恭', 'yuchigong', 'ycg'],
  ['欧阳修', 'ouyangxiu', 'oyx'],
])('the family name of %s is read as one', (name, pinyin, initials) => {
  expect(readingOfPerson(name)).toEqual({ pinyin, initials })
})

test('what another thread reads ahead is what would be read here, and the dictionary is not asked again', () => {
  const names = ['单雪', '曾国强', '王芳', '尉迟恭']
  const here = new Map(names.map(name => [name, readingOfPerson(name)]))
  const handedOver = new Set<string>()
  const ahead = readAheadOf(names, handedOver)
  expect([...ahead.names.keys()]).not.toContain('王芳')
  for (const [name, reading] of ahead.names) expect(reading, name).toEqual(here.get(name))
  expect(ahead.characters.get('芳')).toBe('fang')
  expect(ahead.characters.has('单') && ahead.characters.get('单') === undefined).toBe(true)
  // Of what was handed over before only names come again.
  expect(readAheadOf(['王芳', '单雪'], handedOver)).toMatchObject({ characters: new Map() })
  try {
    readingsAhead(structuredClone(ahead))
    for (const name of names) expect(readingOfPerson(name), name).toEqual(here.get(name))
    const said = { pinyin: 'as another thread said', initials: 'a' }
    readingsAhead({ names: new Map([['单雪', said]]), characters: new Map([['\u4e00', 'yi']]) })
    expect(readingOfPerson('单雪').initials).toBe('a')
    expect(readingOfPerson('一').pinyin).toBe('yi')
  } finally {
    readingsAhead({ names: new Map(), characters: new Map() })
  }
})

test('a name of another people is read without its dot, and Latin letters as they are', () => {
  expect(readingOfPerson('阿卜杜拉·买买提')).toEqual({ pinyin: 'abudulamaimaiti', initials: 'abdlmmt' })
  expect(readingOfPerson('李Ａmy')).toEqual({ pinyin: 'liamy', initials: 'lamy' })
})

test('ü is typed as v', () => {
  expect(readingOfPerson('吕绿')).toEqual({ pinyin: 'lvlv', initials: 'll' })
})

test('a character that no dictionary knows stands for itself, whole', () => {
  expect(readingOfPerson('李𠮷')).toEqual({ pinyin: 'li𠮷', initials: 'l𠮷' })
})

test('an organization’s name is read as words, not as a family name', () => {
  expect(readingOfOrg('重庆路社区')).toEqual({ pinyin: 'chongqinglushequ', initials: 'cqlsq' })
  expect(readingOfOrg('2019级3班')).toEqual({ pinyin: '2019ji3ban', initials: '2019j3b' })
})

test('what is compared has letters and digits only, half-width and in lower case', () => {
  expect(searchText(' 单 雪（Ａ座）·№３ ')).toBe('单雪a座no3')
  expect(searchText('·—“”')).toBe('')
})

test('every character and every pair of neighbours is a token, once', () => {
  expect(grams('单雪').split(' ')).toEqual(['单', '单雪', '雪'])
  expect(grams('买买提').split(' ')).toEqual(['买', '买买', '买提', '提'])
  expect(grams('李').split(' ')).toEqual(['李'])
})

test('a character outside the first plane is one character and not two halves', () => {
  expect(grams('𠮷田').split(' ')).toEqual(['𠮷', '𠮷田', '田'])
})

test('texts do not run into each other, and absent ones are nothing', () => {
  expect(grams('坪山', null, '龙华', undefined, '').split(' ')).not.toContain('山龙')
  expect(grams(null, '')).toBe('')
})

test('any two neighbouring characters of a name are a token, whatever stands between them', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...'单曾覃李雪明𠮷·(A1 '), { maxLength: 8 }), characters => {
      const tokens = new Set(grams(characters.join('')).split(' '))
      const compared = [...searchText(characters.join(''))]
      for (const [i, character] of compared.entries()) {
        expect(tokens).toContain(character)
        const next = compared[i + 1]
        if (next !== undefined) expect(tokens).toContain(character + next)
      }
    }),
  )
})

/** Idioms in which a character is read as nowhere else, and names with readings of their own. */
const oddlyRead =
  '告朔饩羊 傍若无人 合从连衡 阿房宫 为什么 大夫 成吉思汗 重庆 尉迟恭 万俟卨 单于 一不 不一定 了却 朝阳 长安'

test('characters read one by one are read as the dictionary reads them together', () => {
  const everyCharacter = Array.from({ length: 0x9fff - 0x4e00 }, (_, i) => String.fromCharCode(0x4e00 + i))
  const inFours = everyCharacter.flatMap((_, i) => (i % 4 ? [] : [everyCharacter.slice(i, i + 4).join('')]))
  for (const text of [...inFours, ...oddlyRead.split(' ')]) {
    const together = pinyin(text, { toneType: 'symbol', type: 'array', surname: 'head' })
    const plain = together.map(one => convert(one, { format: 'toneNone' }).replaceAll('ü', 'v')).join('')
    expect([text, readingOfPerson(text).pinyin]).toEqual([text, plain])
  }
})
