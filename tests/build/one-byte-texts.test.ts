import { Script } from 'node:vm'
import { expect, test } from 'vitest'
import { inAscii } from '#build/one-byte-texts.ts'

test.each([
  "'命脉台账 “𠮷” é'",
  '`团员\\n`',
  'String.raw`\\d—[^～]`',
  "'a\\\\命' + '\\命'",
  '[/[一-龥]+/u.test("龙"), /^𠮷$/u.test("𠮷"), /\\—/.test("—")].join()',
  '({ 姓名: 1 }).姓名 /* 名 */',
])('means the same in ASCII: %s', code => {
  const ascii = inAscii(code)
  const signs = code.startsWith('String.raw') ? ascii.replace(/String\.raw`[^`]*`/, '') : ascii
  expect(signs).toMatch(/^[\0-\x7f]*$/)
  expect(new Script(ascii).runInThisContext()).toEqual(new Script(code).runInThisContext())
})
