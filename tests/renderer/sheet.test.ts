import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shareOf } from '#renderer/features/registry/sheet/excellent-share.ts'
import { cellsOf, textOf } from '#renderer/kit/sheet/clipboard-table.ts'
import { type Act, typed, typingFrom } from '#renderer/kit/sheet/sheet-edits.ts'
import { meantBy, startingWith } from '#renderer/kit/sheet/sheet-options.ts'
import { cellsIn, moved, pastedOver } from '#renderer/kit/sheet/sheet-range.ts'

test('cells come from the clipboard as Excel puts them there: quotes, tabs and line breaks in a cell', () => {
  expect(cellsOf('优秀\t2018-12-01\r\n合格\t\r\n')).toEqual([
    ['优秀', '2018-12-01'],
    ['合格', ''],
  ])
  expect(cellsOf('"第一行\n第二行"\t"他说""好"""\n5" 管\t"没完')).toEqual([
    ['第一行\n第二行', '他说"好"'],
    ['5" 管', '"没完'],
  ])
  expect(cellsOf('')).toEqual([])
})

test('what is copied comes back as it was, whatever stands in the cells', () => {
  const cell = fc.string({ unit: fc.constantFrom('甲', 'a', '"', '\t', '\n', ' ', '5') })
  const width = fc.integer({ min: 1, max: 4 })
  const table = width.chain(n =>
    fc.array(fc.array(cell, { minLength: n, maxLength: n }), { minLength: 1, maxLength: 5 }),
  )
  fc.assert(
    fc.property(table, cells => {
      // One empty cell alone is an empty clipboard.
      fc.pre(textOf(cells) !== '')
      const back = cellsOf(`${textOf(cells)}\r\n`)
      expect(back).toEqual(cells)
    }),
  )
})

test('every step of typing is taken back and made again, and a new one forgets what was taken back', () => {
  const put = fc.record({
    row: fc.constantFrom('a', 'b'),
    column: fc.constantFrom('x', 'y'),
    text: fc.option(fc.constantFrom('1', '2', '3'), { nil: undefined }),
  })
  const act: fc.Arbitrary<Act> = fc.oneof(
    fc.record({ act: fc.constant('put' as const), puts: fc.array(put, { minLength: 1, maxLength: 3 }) }),
    fc.record({ act: fc.constantFrom('undo' as const, 'redo' as const) }),
  )
  fc.assert(
    fc.property(fc.array(act, { maxLength: 30 }), acts => {
      let now = typingFrom({ a: { x: '0' } })
      for (const one of acts) now = typed(now, one)
      const steps = now.past.length
      const end = now.edits
      for (let n = 0; n < steps; n++) now = typed(now, { act: 'undo' })
      expect(now.edits).toEqual({ a: { x: '0' } })
      for (let n = 0; n < steps; n++) now = typed(now, { act: 'redo' })
      expect(now.edits).toEqual(end)
    }),
  )
  const one = typed(typingFrom({}), { act: 'put', puts: [{ row: 'a', column: 'x', text: '5' }] })
  const back = typed(one, { act: 'undo' })
  expect(typed(back, { act: 'put', puts: [{ row: 'b', column: 'x', text: '5' }] }).future).toEqual([])
  expect(typed(one, { act: 'forget', rows: ['a'] }).edits).toEqual({})
})

test('one cell that was copied fills what is chosen; a block goes in evenly, or once, and is cut at the end', () => {
  const size = { rows: 5, columns: 4 }
  const chosen = { top: 1, bottom: 4, left: 1, right: 2 }
  const one = pastedOver(chosen, { rows: 1, columns: 1 }, size)
  expect(one.span).toEqual(chosen)
  expect(cellsIn(one.span).map(one.from)).toEqual(Array.from({ length: 8 }, () => ({ row: 0, column: 0 })))
  const two = pastedOver(chosen, { rows: 2, columns: 1 }, size)
  expect(two.from({ row: 3, column: 2 })).toEqual({ row: 0, column: 0 })
  const long = pastedOver({ top: 3, bottom: 3, left: 0, right: 0 }, { rows: 4, columns: 1 }, size)
  expect(long).toMatchObject({ span: { top: 3, bottom: 4 }, over: 2 })
})

test('Ctrl and an arrow go to the edge of what is filled in, as in Excel', () => {
  const filled = new Set(['0', '1', '2', '5'])
  const isFilled = ({ row }: { row: number }) => filled.has(String(row))
  const size = { rows: 10, columns: 1, page: 4 }
  const down = (row: number) =>
    moved({ row, column: 0 }, { key: 'ArrowDown', ctrl: true }, size, isFilled)?.row
  expect([down(0), down(2), down(5), down(9)]).toEqual([2, 5, 9, 9])
  expect(moved({ row: 1, column: 0 }, { key: 'PageDown', ctrl: false }, size, isFilled)?.row).toBe(5)
  expect(moved({ row: 1, column: 0 }, { key: 'x', ctrl: false }, size, isFilled)).toBe(undefined)
})

test('the first characters of a choice, its number or its word mean it; anything else stays as it is written', () => {
  const options = ['优秀', '合格', '基本合格', '不合格'].map((label, at) => ({ value: `v${at}`, label }))
  expect(meantBy('优', options)).toBe('v0')
  expect(meantBy('合格', options)).toBe('v1')
  expect(meantBy('4', options)).toBe('v3')
  expect(meantBy('9', options)).toBe('9')
  expect(meantBy('很好', options)).toBe('很好')
  expect(startingWith('', options)).toEqual(options)
  const incomes = ['2000以下', '2000-5000', '5000-8000'].map(label => ({ value: label, label }))
  expect(meantBy('2000-', incomes)).toBe('2000-5000')
})

test('how many are excellent is held against what may be in each branch; Party members are not appraised', () => {
  const row = (name: string, isParty = false) => ({
    org: { id: name, code: null, name, shortName: name },
    isParty,
  })
  const three = [row('甲'), row('甲'), row('甲')]
  const tooMany = { org: three[0]?.org, assessed: 3, excellent: 1, may: 0 }
  const whole = { excellent: 1, assessed: 3 }
  expect(shareOf(three, ['excellent', 'good', 'good'], 30)).toEqual({ ...whole, over: [tooMany] })
  expect(shareOf(three, ['excellent', 'good', 'good'], 35)).toEqual({ ...whole, over: [] })
  expect(shareOf([], [], 30)).toEqual({ excellent: 0, assessed: 0, over: [] })
  expect(shareOf(three, [undefined, undefined, 'good'], 30)).toMatchObject({ assessed: 1, over: [] })
  // Ten others of another branch make no room for this one, and a Party member none for anybody.
  const rows = [...three, ...Array.from({ length: 10 }, () => row('乙')), row('乙', true)]
  const results = [
    'excellent',
    'good',
    'good',
    ...Array.from({ length: 10 }, (_, n) => (n < 3 ? 'excellent' : 'good')),
  ]
  expect(shareOf(rows, [...results, 'excellent'], 30)).toEqual({
    excellent: 4,
    assessed: 13,
    over: [tooMany],
  })
})
