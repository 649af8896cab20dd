import { readXlsb } from 'hucre'
import { expect, test } from 'vitest'
import { openSpreadsheet } from '#db/sheets/spreadsheet.ts'
import { words, xlsbOf, xlsbRecord } from './make-xlsb.ts'
import { zipOf } from './make-zip.ts'
import { refusedAs, sheetsOf } from './sheets-of.ts'

/** Binary workbooks (.xlsb), read record by record. */

const table = [
  ['姓名', '身份证号', '出生日期'],
  [{ shared: 1 }, '440399199408252406', { value: 34571, style: 1 }],
  [{ shared: 0 }, 12.5, { value: 36_526, style: 2 }],
  [null, 268_435_455, true],
]

test('texts, numbers and days are read as another reader reads them', async () => {
  const bytes = xlsbOf({ rows: table, shared: ['李娜', '张伟'] })
  const [sheet] = await sheetsOf(bytes)
  expect(sheet?.name).toBe('表一')
  const day = (iso: string) => ({ kind: 'day', day: iso, precision: 'day' })
  expect(sheet?.rows.map(({ cells }) => cells)).toEqual([
    ['姓名', '身份证号', '出生日期'],
    ['张伟', '440399199408252406', day('1994-08-25')],
    ['李娜', 12.5, day('2000-01-01')],
    [null, 268_435_455, true],
  ])
  const judge = (await readXlsb(bytes)).sheets[0]?.rows.map(row =>
    row.map(value => (value instanceof Date ? day(value.toISOString().slice(0, 10)) : value)),
  )
  expect(sheet?.rows.map(({ cells }) => [...cells])).toEqual(judge)
})

test('formulas, errors and cells that do not name their column are told as what they are', async () => {
  const rows = [
    ['甲', { short: '乙' }, { short: 7.5 }],
    [{ formula: '张伟' }, { formula: 2.5 }, { error: 0x2a }],
  ]
  const [sheet] = await sheetsOf(xlsbOf({ rows }))
  expect(sheet?.rows.map(({ cells }) => cells)).toEqual([
    ['甲', '乙', 7.5],
    [
      { kind: 'formula', formula: '张伟' },
      { kind: 'formula', formula: '2.5' },
      { kind: 'error', error: '#N/A' },
    ],
  ])
})

test('what is hidden, struck through, merged and indented is known', async () => {
  const bytes = xlsbOf({
    rows: [
      ['支部', '姓名'],
      ['一支部', { value: '张伟', style: 3 }],
      [null, '李娜'],
      [{ value: '第三支部', style: 4 }],
    ],
    hiddenRows: [2],
    hiddenColumns: [1],
    merged: [[1, 2, 0, 0]],
  })
  const [sheet] = await openSpreadsheet({ bytes, fileName: '名册.xlsb' })
  expect(await sheet?.hiddenColumns?.()).toEqual(new Set([1]))
  const rows = (await sheetsOf(bytes))[0]?.rows ?? []
  expect(rows[1]).toEqual({ row: 2, cells: ['一支部', '张伟'], struck: new Set([1]) })
  expect(rows[2]).toEqual({ row: 3, cells: ['一支部', '李娜'], hidden: true, spread: new Set([0]) })
  expect(rows[3]).toEqual({ row: 4, cells: ['第三支部'], indents: new Map([[0, 2]]) })
})

test.each<[string, Buffer, string]>([
  ['a record that runs out of its part', xlsbRecord(5, words(0, 0)).subarray(0, 6), 'file-empty'],
  [
    'a text that says to have four thousand million characters',
    xlsbRecord(6, words(0, 0, 0xfffffffe)),
    'file-empty',
  ],
  ['a cell in column four thousand million', xlsbRecord(6, words(0xfffffffe, 0, 1)), 'file-empty'],
  [
    'a text of three megabytes in one record',
    xlsbRecord(6, words(0, 0), Buffer.alloc(3_000_000)),
    'file-too-large',
  ],
  [
    'merged cells without end',
    Buffer.concat(Array(100_001).fill(xlsbRecord(176, words(0, 9, 0, 0)))),
    'file-too-large',
  ],
])('%s does no harm', async (_, records, code) => {
  const row = xlsbRecord(0, words(0, 0), Buffer.alloc(17))
  expect(await refusedAs(withSheet(Buffer.concat([row, records])))).toBe(code)
})

test('200,001 rows are refused, and rows without cells are none', async () => {
  const row = (n: number) => xlsbRecord(0, words(n, 0), Buffer.alloc(17))
  const cell = xlsbRecord(2, words(0, 0, 6))
  const rows = (count: number, filled: boolean) =>
    Buffer.concat(Array.from({ length: count }, (_, n) => (filled ? Buffer.concat([row(n), cell]) : row(n))))
  expect(await refusedAs(withSheet(rows(200_001, true)))).toBe('too-many-rows')
  const last = Buffer.concat([rows(200_001, false), row(200_002), cell])
  expect(await refusedAs(withSheet(last))).toBe('read 1')
})

/** A workbook whose sheet is these bytes. */
function withSheet(sheet: Buffer): Buffer {
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const name = (text: string) => Buffer.concat([words(text.length), Buffer.from(text, 'utf16le')])
  return zipOf(
    {
      '[Content_Types].xml': '<Types/>',
      'xl/workbook.bin': xlsbRecord(156, words(0, 1), name('rId1'), name('s')),
      'xl/_rels/workbook.bin.rels': `<Relationships><Relationship Id="rId1" Type="${type}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>`,
      'xl/worksheets/sheet1.bin': sheet,
    },
    1,
  )
}
