import { expect, test } from 'vitest'
import { editForm } from '#db/records/forms.ts'
import { mistakesIn } from '#db/records/reading.ts'

function doubts(texts: Readonly<Record<string, string>>): readonly string[] {
  const form = editForm('rating')
  if (form === undefined) throw new Error('a rating has a form')
  return mistakesIn(form, texts, '2018-12-31', false).told.map(
    ({ field, trouble }) => `${field} ${trouble.weight} ${trouble.text.zh}`,
  )
}

test('more stars than the points give are doubted, in the review and in the self-assessment; fewer may be meant', () => {
  expect(doubts({ score: '91', star: '五星级', self_score: '80', self_star: '四星级' })).toEqual([])
  expect(doubts({ score: '92', star: '三星级' })).toEqual([])
  expect(doubts({ score: '59.5', star: '二星级', self_score: '88', self_star: '五星级' })).toEqual([
    'star kept 59.5 分对应不予定级。请核对得分和星级。',
    'self_star kept 88 分对应四星级。请核对得分和星级。',
  ])
  expect(doubts({ star: '五星级' })).toEqual([])
})

test('with a veto there are no stars, whatever the points', () => {
  expect(doubts({ score: '91', star: '五星级', veto: '弄虚作假' })).toEqual([
    'star kept 有一票否决事项的不予定级。请核对星级，或删去一票否决事项。',
  ])
  expect(doubts({ score: '91', star: '不予定级', veto: '弄虚作假' })).toEqual([])
})
