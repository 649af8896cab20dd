import { expect, test } from 'vitest'
import { askedPlaces } from '#db/burden/asked-places.ts'
import { openForm } from '#db/forms/open-form.ts'
import { paragraph, wordOf, workbookOf } from '#tests/fixtures/blank-forms.ts'

/** What somebody would type into a form of which nothing is marked. */
async function typedIn(name: string, bytes: Buffer): Promise<readonly (string | undefined)[]> {
  const { parts } = await openForm(name, bytes)
  return askedPlaces(parts, {}, {}).map(({ label }) => label)
}

test('a number before its unit is asked once, and what has boxes or blanks of its own heads nothing below it', async () => {
  const rows = [
    ['信息卡', undefined, undefined, undefined, undefined],
    ['组织', '网格数', null, '个', '是否建群：□是 □否'],
    ['组织', '驿站床位', null, '个', null],
    ['活动', '直播场次', null, '场', null],
    ['说明', '获奖____人，推荐____人', undefined, undefined, undefined],
    ['审核人：', null, '联系电话：', null, null],
    ['负责人签字', null, '存在困难', null, null],
  ]
  const bytes = await workbookOf({ name: '卡', rows, merges: ['A1:E1', 'B5:E5', 'D7:E7'] })
  expect((await typedIn('卡.xlsx', bytes)).toSorted()).toEqual(
    ['是否建群', '网格数', '获奖', '推荐', '驿站床位', '直播场次', '存在困难'].toSorted(),
  )
})

test('a unit between its label and the blank is no question', async () => {
  const rows = [
    ['指标', '单位', '数值'],
    ['网格数', '个', null],
    ['直播场次', '场', null],
  ]
  expect(await typedIn('表.xlsx', await workbookOf({ name: '表', rows }))).toEqual(['网格数', '直播场次'])
})

test('whom a letter is written to is no question, nor who fills it in', async () => {
  const text = [
    '团市委办公室：',
    '各区团委：',
    '我区共有网格____个。',
    '填表人：________',
    '联系电话：________',
  ]
  const bytes = await wordOf(text.map(one => paragraph(one)).join(''))
  expect(await typedIn('函.docx', bytes)).toEqual(['我区共有网格'])
})
