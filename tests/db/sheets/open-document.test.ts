import { describe, expect, test } from 'vitest'
import { type Entry, zipOf } from './make-zip.ts'
import { refusedAs, sheetsOf } from './sheets-of.ts'

const content = (tables: string, styles = '') =>
  `<?xml version="1.0"?><office:document-content><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:document-content>`
const ods = (tables: string, styles = '', more: Record<string, string | Entry> = {}) =>
  zipOf({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': content(tables, styles),
    ...more,
  })
const table = (rows: string, attributes = 'table:name="表"') =>
  `<table:table ${attributes}>${rows}</table:table>`
const row = (cells: string, attributes = '') => `<table:table-row ${attributes}>${cells}</table:table-row>`
const cell = (text: string, attributes = '') =>
  `<table:table-cell office:value-type="string" ${attributes}><text:p>${text}</text:p></table:table-cell>`
const rowsOf = async (bytes: Uint8Array) => (await sheetsOf(bytes))[0]?.rows

describe('what an ods holds', () => {
  test('rows in groups and header rows count, and repeated ones stand for themselves', async () => {
    const bytes = ods(
      table(
        `<table:table-header-rows>${row(cell('姓名'))}</table:table-header-rows>
         <table:table-row-group>${row(cell('张伟'), 'table:number-rows-repeated="2"')}</table:table-row-group>
         ${row('<table:table-cell table:number-columns-repeated="16384"/>', 'table:number-rows-repeated="3"')}
         ${row(`<table:table-cell table:number-columns-repeated="2"/>${cell('男', 'table:number-columns-repeated="2"')}`)}
         ${row('<table:table-cell/>', 'table:number-rows-repeated="1048569"')}`,
      ),
    )
    expect(await rowsOf(bytes)).toEqual([
      { row: 1, cells: ['姓名'] },
      { row: 2, cells: ['张伟'] },
      { row: 3, cells: ['张伟'] },
      { row: 7, cells: [null, null, '男', '男'] },
    ])
  })

  test('a number 2014.1 that is shown as 2014.10 is that', async () => {
    const value = (shown: string) =>
      `<table:table-cell office:value-type="float" office:value="2014.1"><text:p>${shown}</text:p></table:table-cell>`
    const bytes = ods(table(row(value('2014.10') + value('2014.1'))))
    expect((await rowsOf(bytes))?.[0]?.cells).toEqual(['2014.10', 2014.1])
  })

  test('values of every kind, formulas as a person writes them', async () => {
    const value = (type: string, given: string, more = '') =>
      `<table:table-cell office:value-type="${type}" ${given} ${more}><text:p>shown</text:p></table:table-cell>`
    const bytes = ods(
      table(
        row(
          [
            value('float', 'office:value="12.5"'),
            value('boolean', 'office:boolean-value="true"'),
            value('date', 'office:date-value="2018-03-05T10:00:00"'),
            value('date', 'office:date-value="2018-03-05"', 'table:style-name="ce1"'),
            value('float', 'office:value="1"', 'table:formula="of:=SUM([.A1:.B2])&amp;[$乙.C1]"'),
            '<table:table-cell office:value-type="string"><text:p>甲<text:s text:c="2"/>乙<text:span>丙</text:span></text:p>\n<text:p>丁</text:p><office:annotation><text:p>批注</text:p></office:annotation></table:table-cell>',
          ].join('\n'),
        ),
      ),
      '<number:date-style style:name="N1"><number:year/><number:month/></number:date-style><style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>',
    )
    expect((await rowsOf(bytes))?.[0]?.cells).toEqual([
      12.5,
      true,
      { kind: 'day', day: '2018-03-05', precision: 'day' },
      { kind: 'day', day: '2018-03-01', precision: 'month' },
      { kind: 'formula', formula: 'SUM(A1:B2)&乙!C1' },
      '甲  乙丙\n丁',
    ])
  })

  test('merged cells, hidden tables, and tables that only links and deleted rows hold', async () => {
    const covered = '<table:covered-table-cell/>'
    const bytes = ods(
      `<table:tracked-changes>${table(row(cell('删去的')))}</table:tracked-changes>
       ${table(`${row(cell('支部', 'table:number-rows-spanned="2"') + cell('甲'))}${row(covered + cell('乙'))}${row(cell('丙'))}`)}
       ${table(row(cell('藏')), 'table:name="藏" table:style-name="ta1"')}
       <table:dde-links><table:dde-link>${table(row(cell('外')))}</table:dde-link></table:dde-links>`,
      '<style:style style:name="ta1" style:family="table"><style:table-properties table:display="false"/></style:style>',
    )
    const [first, second, ...others] = await sheetsOf(bytes)
    expect(others).toEqual([])
    expect(first?.rows).toEqual([
      { row: 1, cells: ['支部', '甲'] },
      { row: 2, cells: ['支部', '乙'], spread: new Set([0]) },
      { row: 3, cells: ['丙'] },
    ])
    expect([first?.hidden, second?.hidden]).toEqual([false, true])
  })
})

test('how far a text is indented is known in steps', async () => {
  const margins = ['0.353cm', '20pt', '0.01in']
  const bytes = ods(
    table(row(margins.map((_, n) => cell('甲', `table:style-name="ce${n}"`)).join(''))),
    margins
      .map(
        (margin, n) =>
          `<style:style style:name="ce${n}" style:family="table-cell"><style:paragraph-properties fo:margin-left="${margin}"/></style:style>`,
      )
      .join(''),
  )
  expect((await rowsOf(bytes))?.[0]?.indents).toEqual(
    new Map([
      [0, 1],
      [1, 2],
    ]),
  )
})

describe('an ods that would swell', () => {
  test.each<[string, string, string]>([
    ['a value in 10^9 columns', row(cell('x', 'table:number-columns-repeated="1000000000"')), 'read'],
    ['a row 10^8 times', row(cell('x').repeat(3), 'table:number-rows-repeated="100000000"'), 'too-many-rows'],
    [
      'both',
      row(cell('x', 'table:number-columns-repeated="1000000000"'), 'table:number-rows-repeated="100000000"'),
      'file-too-large',
    ],
    [
      '10^9 blank columns before a value',
      row(`<table:table-cell table:number-columns-repeated="1000000000"/>${cell('x')}`),
      'file-empty',
    ],
    ['10^9 spaces', row(cell('<text:s text:c="1000000000"/>')), 'file-empty'],
    ['a cell over 10^9 rows', row(cell('x', 'table:number-rows-spanned="1000000000"')), 'read'],
    [
      'columns of one style by 10^9',
      `<table:table-column table:number-columns-repeated="1000000000"/>${row(cell('x'))}`,
      'read',
    ],
    [
      'a million tables',
      `</table:table>${'<table:table/>'.repeat(1_000_000)}<table:table>`,
      'file-too-large',
    ],
    ['tags within each other', '<a>'.repeat(300_000), 'file-empty'],
    ['a tag that never ends', `<table:table-row ${'a'.repeat(3_900_000)}`, 'file-too-large'],
    ['a text that never ends', 'a'.repeat(3_900_000), 'file-too-large'],
    ['an open quotation mark', `<table:table-row a="${'a'.repeat(100_000)}`, 'file-damaged'],
  ])('%s', async (_, rows, outcome) => {
    const bytes = ods(table(rows))
    const started = process.cpuUsage()
    const before = process.memoryUsage().rss
    expect((await refusedAs(bytes)).startsWith(outcome)).toBe(true)
    const { user, system } = process.cpuUsage(started)
    expect((user + system) / 1000).toBeLessThan(5000)
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000)
  })
})

test('an encrypted ods, a text document and a document without content say what they are', async () => {
  const manifest = '<!DOCTYPE manifest><manifest:manifest><manifest:encryption-data/></manifest:manifest>'
  expect(await refusedAs(ods('', '', { 'META-INF/manifest.xml': manifest }))).toBe('file-encrypted')
  expect(await refusedAs(zipOf({ 'encrypted-package': 'x', 'META-INF/manifest.xml': manifest }))).toBe(
    'file-encrypted',
  )
  const text =
    '<office:document-content><office:body><office:text><text:p>通知</text:p></office:text></office:body></office:document-content>'
  expect(await refusedAs(zipOf({ 'content.xml': text }))).toBe('file-not-a-spreadsheet')
  expect(await refusedAs(zipOf({ 'META-INF/manifest.xml': '<manifest/>' }))).toBe('file-damaged')
})

test('a workbook with nothing written in it says so', async () => {
  expect(await refusedAs(ods(table('') + table(row('<table:table-cell/>'))))).toBe('file-empty')
})
