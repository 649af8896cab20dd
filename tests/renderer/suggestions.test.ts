import { expect, test } from 'vitest'
import { broughtFigures } from '#db/records/ledger/district-figures.ts'
import { usualTypes } from '#db/reports/usual-types.ts'
import { suggestionsFor } from '#renderer/kit/lists/suggestions.ts'

test('a field offers each word once, though figures and types, types of two offices, or two places are called the same', () => {
  // The usual types of an office, and once more those of the office above.
  const known = { types: [...usualTypes, ...usualTypes], places: ['东坪社区', '东坪社区'] }
  const figures = broughtFigures.map(({ name }) => name.zh)
  const shared = usualTypes.filter(({ name }) => figures.includes(name)).map(({ name }) => name)
  expect(shared).toContain('青年之声活动')
  for (const language of ['zh', 'en'] as const)
    for (const kind of ['work', 'task', 'transfer'])
      for (const words of Object.values(suggestionsFor(kind, { ...known, language })))
        expect(words).toEqual([...new Set(words)])
  const { measure } = suggestionsFor('task', { ...known, language: 'zh' })
  expect(measure).toHaveLength(new Set([...figures, ...usualTypes.map(({ name }) => name)]).size)
  expect(suggestionsFor('notice', { ...known, language: 'zh' })).toEqual({})
})
