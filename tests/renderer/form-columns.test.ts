import { expect, test } from 'vitest'
import { downColumn, restOfColumn, unitBeside } from '#renderer/features/reports/forms/of-units.ts'

const cell = (at: string, row: number, column: number, text = '') => ({
  ...{ at: `s1!${at}`, row, column, rows: 1, columns: 1, text },
  ...{ isFormula: false, blanks: [] },
})
const part = {
  ...{ id: 's1', kind: 'sheet' as const, name: '表', height: 4, width: 3 },
  cells: [
    ...[cell('A1', 0, 0, '观湖'), cell('B1', 0, 1), cell('C1', 0, 2)],
    ...[cell('A2', 1, 0, '民治'), cell('B2', 1, 1), cell('C2', 1, 2)],
    ...[cell('A3', 2, 0, '龙华'), cell('B3', 2, 1), cell('C3', 2, 2, '—')],
    ...[cell('A4', 3, 0, '合计'), cell('B4', 3, 1), cell('C4', 3, 2)],
  ],
}
const marks = { 's1!B1': 'figure:members/G', 's1!B2': 'figure:members/M', 's1!B3': 'figure:members/L' }

test('a figure beside those of an office is of that office, and holds for the blank cells of its column by their own offices', () => {
  expect(unitBeside(marks, 's1', 1)).toBe('M')
  expect(unitBeside(marks, 's1', 3)).toBeUndefined()
  const rest = restOfColumn(part, 's1!C1', marks)
  expect(rest).toEqual([{ at: 's1!C2', unit: 'M' }])
  expect(downColumn('s1!C1', 'figure:branches@last/G', rest)).toEqual({
    's1!C1': 'figure:branches@last/G',
    's1!C2': 'figure:branches@last/M',
  })
  // Of all offices it is said of one cell alone, and so are words.
  expect(downColumn('s1!C1', 'figure:branches', rest)).toEqual({ 's1!C1': 'figure:branches' })
  expect(downColumn('s1!C1', '', rest)).toEqual({ 's1!C1': '' })
  expect(restOfColumn(part, 's1!C4', marks)).toEqual([])
})
