import { expect, test } from 'vitest'
import { titleToldOf } from '#db/records/kinds.ts'
import { rosterNames } from '#db/records/rosters.ts'

const chinese = /\p{Script=Han}/u

test.each([
  ['meeting', '2018-03-01 支部大会', '2018-03-01 general meeting'],
  ['ruling', '2018-12-31 不予认定', '2018-12-31 set aside'],
  ['decision', '2018-12-31 并入', '2018-12-31 merged'],
  ['post', '李安 书记', '李安 secretary'],
  ['rectification', '2018-10-08 空心团支部、书记空缺', '2018-10-08 Hollow branch, Secretary vacancy'],
])('a %s is called in the reader’s language', (kind, zh, en) => {
  const told = titleToldOf(kind, zh)
  expect(told.zh).toBe(zh)
  expect(told.en).not.toMatch(/支部|认定|并入|书记|空/)
  expect(told.en).toBe(en)
})

test('a step says what was done in words, in both languages, and never by its code', () => {
  expect(titleToldOf('step', '2018-11-20 submit')).toEqual({
    zh: expect.stringMatching(chinese),
    en: expect.not.stringMatching(/\bsubmit$/),
  })
})

test('what is called by a day or a name alone stays as it is, as what this program does not know does', () => {
  expect(titleToldOf('rating', '2018')).toEqual({ zh: '2018', en: '2018' })
  expect(titleToldOf('person', '李安')).toEqual({ zh: '李安', en: '李安' })
  expect(titleToldOf('of a newer program', '支部大会')).toEqual({ zh: '支部大会', en: '支部大会' })
})

test('the rows of a roster are many in English, whatever their kind is called', () => {
  const called = new Map(rosterNames.map(({ as, of }) => [as, of.en]))
  expect(called.get('prospects')).toBe('units without organization')
  expect(called.get('bodies')).toBe('bodies')
  expect(called.get('congresses')).toBe('congresses')
  expect(called.get('fees')).toBe('fees')
  expect(
    [...called.values()].filter(name => !/^[a-z ]*[a-z]s(?: (?:of|to|without) .*)?$/.test(name)),
  ).toEqual([])
})
