import { describe, expect, test } from 'vitest'
import { charactersIn, columnLetters } from '#db/sheets/cell.ts'
import { openSpreadsheet } from '#db/sheets/spreadsheet.ts'
import { bookStream, record } from './make-xls.ts'
import { xlsbOf } from './make-xlsb.ts'
import { zipOf } from './make-zip.ts'
import { refusedAs, sheetsOf } from './sheets-of.ts'

/** A workbook of hand-written parts; `sheets` is how often the book names its one sheet. */
function bookOf({
  before = '',
  rows = '',
  behind = '',
  strings = '<sst/>',
  styles = '<styleSheet/>',
  sheets = 1,
}): Buffer {
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const sheet = '<sheet name="s" sheetId="1" r:id="rId1"/>'
  return zipOf({
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': `<Relationships><Relationship Id="rId1" Type="${type}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook><sheets>${sheet.repeat(sheets)}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${type}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${type}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="${type}/styles" Target="styles.xml"/></Relationships>`,
    'xl/sharedStrings.xml': strings,
    'xl/styles.xml': styles,
    'xl/worksheets/sheet1.xml': `<worksheet>${before}<sheetData>${rows}</sheetData>${behind}</worksheet>`,
  })
}
const many = (count: number, each: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => each(n)).join('')
const row = '<row r="1"><c r="A1" s="0"><v>43164</v></c></row>'
const merges = (count: number) =>
  `<mergeCells>${many(count, n => `<mergeCell ref="A${(n * 7919) % 999_983}:B${(n * 104_729) % 999_979}"/>`)}</mergeCells>`

describe('workbooks that would keep the program busy', () => {
  test.each<[string, () => Buffer, string]>([
    [
      'a format code of 200,000 brackets',
      () =>
        bookOf({
          rows: row,
          styles: `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="${'['.repeat(200_000)}yyyy"/></numFmts><cellXfs><xf numFmtId="164"/></cellXfs></styleSheet>`,
        }),
      'read',
    ],
    [
      '200,000 styles of one long format code',
      () =>
        bookOf({
          rows: row,
          styles: `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="${'[a]'.repeat(80)}"/></numFmts><cellXfs>${many(200_000, n => `<xf numFmtId="164" n="${n * 7}"/>`)}</cellXfs></styleSheet>`,
        }),
      'read',
    ],
    [
      '120,000 cells of one text of a million characters',
      () =>
        bookOf({
          strings: `<sst><si><t>${many(100_000, n => String((n * 7919) % 104_729).padStart(10, 'a'))}</t></si></sst>`,
          rows: many(
            120_000,
            n => `<row r="${n + 1}" n="${(n * 7919) % 104_729}"><c t="s"><v>0</v></c></row>`,
          ),
        }),
      'file-too-large',
    ],
    [
      '210,000 cells of one long text, which are counted first',
      () =>
        bookOf({
          strings: `<sst><si><t>${many(100_000, n => String((n * 7919) % 104_729).padStart(10, 'a'))}</t></si></sst>`,
          rows: many(
            210_000,
            n => `<row r="${n + 1}" n="${(n * 7919) % 104_729}"><c t="s"><v>0</v></c></row>`,
          ),
        }),
      'file-too-large',
    ],
    [
      '210,000 rows',
      () => bookOf({ rows: many(210_000, n => `<row><c><v>${n}</v></c></row>`) }),
      'too-many-rows',
    ],
    [
      'half a million merged cells',
      () => bookOf({ rows: many(1000, n => `<row><c><v>${n}</v></c></row>`), behind: merges(500_000) }),
      'file-too-large',
    ],
    [
      'a row of 6 MB without a cell',
      () => bookOf({ rows: `${row}<row>${many(600_000, n => `<d${(n * 7919) % 99_991}/>`)}</row>` }),
      'file-too-large',
    ],
    [
      'cells merged down 60,000 rows in 511 columns',
      () =>
        bookOf({
          rows: `<row>${'<c><v>1</v></c>'.repeat(512)}</row>${many(60_000, n => `<row><c><v>${(n * 7919) % 9973}</v></c></row>`)}`,
          behind: `<mergeCells>${many(511, n => `<mergeCell ref="${columnLetters(n + 1)}1:${columnLetters(n + 1)}60000"/>`)}</mergeCells>`,
        }),
      'file-too-large',
    ],
    [
      'twelve sheets of 4 MB of blank rows, each smaller than what is looked at alone',
      () =>
        zipOf(
          Object.fromEntries(
            Array.from({ length: 12 }, (_, n) => [`xl/worksheets/sheet${n}.xml`, '<row/>'.repeat(650_000)]),
          ),
        ),
      'file-too-large',
    ],
    [
      'a million formats of cells',
      () =>
        bookOf({
          rows: row,
          styles: `<styleSheet><cellXfs>${many(1_000_000, n => `<xf numFmtId="${(n * 7919) % 9973}"/>`)}</cellXfs></styleSheet>`,
        }),
      'read 1',
    ],
    ['ten thousand sheets of one part', () => bookOf({ rows: row, sheets: 10_000 }), 'file-damaged'],
  ])('%s', async (_, make, outcome) => {
    const bytes = make()
    const started = process.cpuUsage()
    const before = process.memoryUsage().rss
    expect((await refusedAs(bytes)).slice(0, outcome.length)).toBe(outcome)
    const { user, system } = process.cpuUsage(started)
    expect((user + system) / 1000).toBeLessThan(5000)
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000)
  })

  test('200,000 rows that only have a style are blank: what stands among them is read', async () => {
    const blank = (n: number) => `<row r="${n + 1}" s="${n % 7}"><c r="A${n + 1}" s="1"/></row>`
    const rows = many(210_000, n =>
      n % 70_000 === 5 ? `<row r="${n + 1}"><c><v>${n}</v></c></row>` : blank(n),
    )
    const [sheet] = await sheetsOf(bookOf({ rows }))
    expect(sheet?.rows.map(each => each.row)).toEqual([6, 70_006, 140_006])
  })

  test('a hundred thousand groups of hidden columns are looked at no longer than there are columns', async () => {
    const before = `<cols>${'<col min="1" max="16384" hidden="1"/>'.repeat(100_000)}</cols>`
    const started = process.cpuUsage()
    const [sheet] = await openSpreadsheet({ bytes: bookOf({ before, rows: row }), fileName: 'x.xlsx' })
    expect((await sheet?.hiddenColumns?.())?.size).toBe(512)
    const { user, system } = process.cpuUsage(started)
    expect((user + system) / 1000).toBeLessThan(2000)
  })

  test('a part in UTF-16 is no form that is read, and not called blank', async () => {
    const part = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
    const bytes = zipOf({
      '[Content_Types].xml': '<Types/>',
      'xl/workbook.xml': part('<workbook/>'),
    })
    expect(await refusedAs(bytes)).toBe('file-form-unread')
  })

  test('as many merged cells as a district needs are spread', async () => {
    const rows = many(
      20_000,
      n =>
        `<row r="${n + 1}"><c r="A${n + 1}"><v>${n}</v></c><c r="B${n + 1}">${n % 2 === 0 ? `<v>${n}</v>` : ''}</c></row>`,
    )
    const behind = `<mergeCells>${many(10_000, n => `<mergeCell ref="B${n * 2 + 1}:B${n * 2 + 2}"/>`)}</mergeCells>`
    const [sheet] = await sheetsOf(bookOf({ rows, behind }))
    expect(sheet?.rows.at(1)?.cells).toEqual([1, 0])
    expect(sheet?.rows.at(-1)?.cells).toEqual([19_999, 19_998])
  })
})

const long = 'x'.repeat(4_000)
const threeCells = `<row>${'<c t="s"><v>0</v></c>'.repeat(3)}</row>`

test.each<[string, () => Buffer]>([
  ['xlsx', () => bookOf({ rows: threeCells.repeat(1_000), strings: `<sst><si><t>${long}</t></si></sst>` })],
  ['xlsb', () => xlsbOf({ rows: Array(1_000).fill(Array(3).fill({ shared: 0 })), shared: [long] })],
  ['xls', sharedInXls],
])('of a text that stands in thousands of cells of an %s few are held at once', async (_form, bytes) => {
  const [sheet] = await openSpreadsheet({ bytes: bytes(), fileName: '名册' })
  let [most, rows] = [0, 0]
  for await (const batch of (await sheet?.open()) ?? []) {
    most = Math.max(most, charactersIn(batch.flatMap(({ cells }) => cells)))
    rows += batch.length
  }
  expect([rows, most <= 600_000]).toEqual([1_000, true])
})

function sharedInXls(): Buffer {
  const globals = [record(0xfc, [4, 1], [4, 1], [2, long.length], [1, 0], Buffer.from(long))]
  const cell = (n: number) => record(0xfd, [2, Math.floor(n / 3)], [2, n % 3], [2, 0], [4, 0])
  return bookStream([], { globals, sheetRecords: Array.from({ length: 3_000 }, (_, n) => cell(n)) })
}
