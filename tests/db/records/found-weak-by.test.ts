import { expect, test } from 'vitest'
import { allRules } from '#db/lifeline/rules/all-rules.ts'
import { editForm } from '#db/records/forms.ts'
import { rectification } from '#db/records/lifeline/rectification.ts'
import { Reading, readFields } from '#db/records/reading.ts'
import { sentenceOf } from '#db/registry/history/sentence.ts'
import { day } from '../lifeline/healthy.ts'

const { rules } = rectification.fields
function read(text: string): unknown {
  const form = editForm('rectification')
  if (form === undefined) throw new Error('a case can be edited')
  return readFields(form, { rules: text }, new Reading(day('2018-12-31')))['rules']
}

test('认定情形 is kept by the ids of the rules and read as people write it: by name, by id, by both', () => {
  expect(read('W01、W06')).toEqual(['W01', 'W06'])
  expect(read('空心团支部；届满未换届')).toEqual(['W01', 'W06'])
  expect(read('w01 空心团支部, W03 空心团委(团总支)')).toEqual(['W01', 'W03'])
  expect(read('Six months unpaid and nothing done')).toEqual(['W15'])
})

test('what is no rule of ours, or another name than its id says, stands as it was written', () => {
  expect(read('班子不团结')).toEqual(['班子不团结'])
  expect(read('W21')).toEqual(['W21'])
  expect(read('W01书记空缺')).toEqual(['W01书记空缺'])
})

test('every rule is shown by its name, which is read back as the same rule', () => {
  const ids = allRules.map(({ id }) => id)
  expect(rules.show(['W01', 'W06'], 'zh')).toBe('空心团支部、届满未换届')
  expect(rules.show(['W01', 'W99'], 'en')).toBe('Hollow branch、W99')
  for (const lang of ['zh', 'en'] as const) expect(read(rules.show(ids, lang))).toEqual(ids)
})

test('a case is called by its day and the names of its rules, in history in the words of either language', () => {
  const title = rectification.title({ opened: day('2018-10-08'), rules: ['W01', 'W03', 'W99'] })
  expect(title).toBe('2018-10-08 空心团支部、空心团委（团总支）、W99')
  const edit = { what: 'edit', kind: 'rectification', who: '一支部', at: '', reason: '' }
  const changes = [{ field: 'owner', from: '甲', to: '乙' }]
  // labels of before say the ids
  for (const said of [title, '2018-10-08 W01、W03、W99'])
    expect(sentenceOf({ ...edit, title: said, changes })).toEqual({
      zh: '修改整治 一支部 2018-10-08 空心团支部、空心团委（团总支）、W99：责任人由“甲”改为“乙”',
      en: 'Changed the case 一支部 2018-10-08 Hollow branch, Hollow committee, W99: responsible 甲 → 乙',
    })
})
