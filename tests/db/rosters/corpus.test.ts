import { type CellValue, streamXlsxRows, writeOds, writeXlsx, writeXlsxStream } from 'hucre'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Cell, SheetRow } from '#db/sheets/cell.ts'
import { openSpreadsheet } from '#db/sheets/spreadsheet.ts'
import { workbookBytes } from '#db/sheets/write-workbook.ts'
import { soffice } from '#tests/fixtures/libreoffice.ts'
import { bytesOf, converted, goodId, memberHeaders, readAll, xlsxOf } from './make-file.ts'

async function rowsOf(bytes: Uint8Array, sheet = 0): Promise<SheetRow[]> {
  const rows: SheetRow[] = []
  const sheets = await openSpreadsheet({ bytes, fileName: 'x' })
  for await (const batch of await sheets[sheet]!.open()) rows.push(...batch)
  return rows
}
const cellsOf = async (bytes: Uint8Array) => (await rowsOf(bytes)).map(row => row.cells)
const date = (year: number, month: number, dayOfMonth: number) =>
  new Date(Date.UTC(year, month - 1, dayOfMonth))
const isDay = (iso: string, precision = 'day') => ({ kind: 'day', day: iso, precision })

test('every kind of cell is told apart in an xlsx', async () => {
  const bytes = await writeXlsx({
    sheets: [
      {
        name: '表',
        rows: [['𠮷 <&>"', 12.5, true, date(2018, 3, 5), null, '', 0, '_x0041_']],
        cells: new Map([
          ['0,8', { value: null, type: 'formula', formula: 'A1&"x"' }],
          ['0,9', { value: '#N/A', type: 'error' }],
        ]),
      },
    ],
  })
  const [cells] = await cellsOf(bytes)
  expect(cells?.slice(0, 4)).toEqual(['𠮷 <&>"', 12.5, true, isDay('2018-03-05')])
  expect(cells?.slice(4, 7)).toEqual([null, null, 0])
  expect(cells?.[8]).toEqual({ kind: 'formula', formula: 'A1&"x"' })
  expect(cells?.[9]).toEqual({ kind: 'error', error: '#N/A' })
})

test.each(['UTC', 'Asia/Shanghai', 'America/Los_Angeles'])(
  'a date cell is the day of the sheet in %s too',
  async zone => {
    const before = process.env['TZ']
    process.env['TZ'] = zone
    try {
      expect(await cellsOf(await xlsxOf([[date(1999, 12, 31)]]))).toEqual([[isDay('1999-12-31')]])
    } finally {
      if (before === undefined) delete process.env['TZ']
      else process.env['TZ'] = before
    }
  },
)

test.each([
  ['yyyy-mm-dd', 'day'],
  ['yyyy"年"m"月"d"日"', 'day'],
  ['[$-804]yyyy/m/d', 'day'],
  ['yyyy"年"m"月"', 'month'],
  ['yyyy.mm', 'month'],
])('a date shown as %s is a %s', async (numFmt, precision) => {
  const bytes = await writeXlsx({
    sheets: [{ name: 's', columns: [{ header: 'x', numFmt }], rows: [['x'], [date(2018, 3, 5)]] }],
  })
  const [, second] = await cellsOf(bytes)
  expect(second).toEqual([isDay(precision === 'day' ? '2018-03-05' : '2018-03-01', precision)])
})

test.each(['numFmtId="2"', 'numFmtId="164"'])(
  'a number 2014.1 that is shown as 2014.10 is that: %s',
  async format => {
    const values = [2014.1, 2014.3, 12.1]
    const cells = (style: number) => values.map(value => `<c s="${style}"><v>${value}</v></c>`).join('')
    const sheet = sheetXml(`<row>${cells(1)}</row><row>${cells(0)}</row>`)
    const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0.00_ "/></numFmts><cellXfs><xf numFmtId="0"/><xf ${format}/></cellXfs></styleSheet>`
    expect(await cellsOf(await bookOf({ sheet, styles }))).toEqual([['2014.10', 2014.3, 12.1], values])
  },
)

test('dates of the 1904 system and date formats of Chinese Excel (31, 57) are days', async () => {
  const sheet = sheetXml(
    '<row r="1"><c r="A1" s="1"><v>43164</v></c><c r="B1" s="2"><v>43164</v></c><c r="C1"><v>43164</v></c></row>',
  )
  const styles =
    '<styleSheet><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="31"/><xf numFmtId="57"/></cellXfs></styleSheet>'
  expect(await cellsOf(await bookOf({ sheet, styles }))).toEqual([
    [isDay('2018-03-05'), isDay('2018-03-01', 'month'), 43164],
  ])
  const late =
    '<workbook><workbookPr date1904="1"/><sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>'
  const shifted = sheet.replaceAll('43164', '41702')
  expect((await cellsOf(await bookOf({ sheet: shifted, styles, workbook: late })))[0]?.[0]).toEqual(
    isDay('2018-03-05'),
  )
})

describe('worksheets as other programs write them', () => {
  test.each<[string, string, Cell[][]]>([
    [
      'rows and cells without places',
      '<row><c><v>1</v></c><c t="inlineStr"><is><t>甲</t></is></c></row>',
      [[1, '甲']],
    ],
    ['a namespace prefix', 'x:', [[1, '甲']]],
    ['white space between all tags', '<row r="1">\n  <c r="B1" >\n <v> 5 </v>\n </c>\n</row>\n', [[null, 5]]],
    [
      'single quotes and spare attributes',
      "<row spans='1:2' r='3' ht='20'><c  s='0'  r='A3' t='str'><v>乙</v></c></row>",
      [['乙']],
    ],
    [
      'rich text and phonetic readings',
      '<row r="1"><c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t>张</t></r><r><t xml:space="preserve"> 伟</t></r><rPh sb="0" eb="1"><t>zhang</t></rPh></is></c></row>',
      [['张 伟']],
    ],
    [
      'entities, CDATA and escapes',
      '<row r="1"><c r="A1" t="inlineStr"><is><t>&#24352;&#x4F1F;&amp;_x000D_</t></is></c><c r="B1" t="str"><v><![CDATA[a<b]]></v></c></row>',
      [['张伟&\r']],
    ],
    [
      'blank cells and rows in between',
      '<row r="1"/><row r="2"><c r="A2"/><c r="C2"><v>7</v></c><c r="D2" t="s"/></row><row r="9"></row>',
      [[null, null, 7]],
    ],
    [
      'a picture in a cell says nothing, a link is a formula',
      '<row r="1"><c r="A1" t="str"><f>_xlfn.DISPIMG("ID_4F",1)</f><v>=DISPIMG("ID_4F",1)</v></c><c r="B1" t="str"><f>HYPERLINK("http://"&amp;A2,"x")</f><v>x</v></c></row>',
      [[null, { kind: 'formula', formula: 'HYPERLINK("http://"&A2,"x")' }]],
    ],
    ['an empty formula element', '<row r="1"><c r="A1"><f></f><v>3</v></c></row>', [[3]]],
    ['cells far to the right', '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>', [[1]]],
    [
      'booleans, errors and ISO dates',
      '<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="e"><v>#REF!</v></c><c r="C1" t="d"><v>2018-03-05T00:00:00</v></c></row>',
      [[true, { kind: 'error', error: '#REF!' }, '2018-03-05']],
    ],
  ])('%s', async (name, rows, expected) => {
    const sheet =
      rows === 'x:'
        ? '<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>'
        : sheetXml(rows)
    const cells = await cellsOf(await bookOf({ sheet }))
    if (name.startsWith('entities')) expect(cells[0]?.[0]).toBe('张伟&\r')
    else expect(cells).toEqual(expected)
  })

  test('formulas are seen with their text, also shared ones and those without a result', async () => {
    const sheet = sheetXml(
      '<row r="1"><c r="A1" t="str"><f>B1&amp;"x"</f><v>甲x</v></c><c r="B1"><f t="shared" ref="B1:B2" si="0">C1*2</f><v>4</v></c></row><row r="2"><c r="B2"><f t="shared" si="0"/><v>6</v></c><c r="C2"><f>NOW()</f></c></row>',
    )
    const formula = (text: string) => ({ kind: 'formula', formula: text })
    expect(await cellsOf(await bookOf({ sheet }))).toEqual([
      [formula('B1&"x"'), formula('C1*2')],
      [null, formula('C1*2'), formula('NOW()')],
    ])
  })

  test('a text of which a part is struck through is told, and so is a row without a height', async () => {
    const run = (strike: string, text: string) => `<r><rPr>${strike}</rPr><t>${text}</t></r>`
    const inline = (column: string, runs: string) => `<c r="${column}" t="inlineStr"><is>${runs}</is></c>`
    const rows = [
      `<row r="1">${inline('A1', run('<strike/>', '张') + run('<strike val="1"/>', '伟'))}${inline('B1', run('<strike val="0"/>', '李'))}</row>`,
      `<row r="2" ht="0" customHeight="1">${inline('A2', run('', '王'))}${inline('B2', run('', '芳') + run('<strike/>', '海'))}</row>`,
      '<row r="3" ht="0.75"><c r="A3"><v>1</v></c></row>',
    ]
    const read = await rowsOf(await bookOf({ sheet: sheetXml(rows.join('')) }))
    expect(read.map(({ struck, hidden }) => [[...(struck ?? [])], hidden ?? false])).toEqual([
      [[0], false],
      [[1], true],
      [[], false],
    ])
    const strings = `<sst><si><t>李</t></si><si>${run('<strike/>', '张伟')}</si></sst>`
    const shared = sheetXml('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>')
    expect(
      (await rowsOf(await bookOf({ sheet: shared, strings }))).map(({ struck }) => [...(struck ?? [])]),
    ).toEqual([[1]])
  })

  test('row numbers go on over blank, missing and hidden rows', async () => {
    const sheet = sheetXml(
      '<row r="2"><c><v>1</v></c></row><row r="7" hidden="1"><c><v>2</v></c></row><row><c><v>3</v></c></row>',
    )
    expect((await rowsOf(await bookOf({ sheet }))).map(row => row.row)).toEqual([2, 7, 8])
  })
})

test('a large sheet reads the same as by hucre, wherever its pieces are cut', async () => {
  const texts = ['张伟', '𠮷', 'a&b', '', '共青团龙华区第1学校教工支部委员会']
  const rows: CellValue[][] = Array.from({ length: 4000 }, (_, n) =>
    Array.from({ length: 12 }, (_, c) => ((n + c) % 5 === 4 ? n * c : (texts[(n * 7 + c) % 5] ?? null))),
  )
  for (const inlineStrings of [true, false]) {
    const bytes = await bytesOf(writeXlsxStream(rows, { name: 's', inlineStrings }))
    const byHucre: unknown[] = []
    for await (const row of streamXlsxRows(bytes))
      byHucre.push([row.index + 1, ...row.values.map(v => (v === '' ? null : v))])
    const trimmed = (cells: readonly unknown[]) =>
      cells.slice(0, cells.findLastIndex(cell => cell !== null) + 1)
    const ours = (await rowsOf(bytes)).map(row => [row.row, ...row.cells.map(cell => cell ?? null)])
    expect(ours).toEqual(byHucre.map(row => trimmed(row as unknown[])))
  }
})

test('our own workbooks read the same by hucre as by us', async () => {
  const rows = [
    ['姓名', '=1+1', '<&>"\'', ' 空 格 ', '多\n行', '_x0041_', 'a\u0001b'],
    ['𠮷', 12, 0.5],
  ]
  const out = rows.map(row => row.map(value => ({ value, look: 'text' as const })))
  const bytes = await bytesOf(
    workbookBytes({ name: '表', widths: [10], frozenRows: 1, merged: ['A1:B1'], rows: out }),
  )
  const byHucre: unknown[] = []
  for await (const row of streamXlsxRows(bytes)) byHucre.push(row.values)
  expect(byHucre).toEqual(rows)
  expect(await cellsOf(bytes)).toEqual(rows)
})

describe('files that LibreOffice saved', () => {
  const rows: CellValue[][] = [
    ['团员信息表'],
    ['填报日期:2018-12-31'],
    [...memberHeaders, '出生日期', '入团年月'],
    ['张𠮷', goodId, '第一支部', date(1949, 12, 31), '2015.10'],
    [null, '440399200105102107', '第一支部', null, null],
  ]
  const formula = { value: null, type: 'formula' as const, formula: '"王"&"芳"' }
  let bytes: Uint8Array
  beforeAll(async () => {
    bytes = await xlsxOf(rows, { cells: new Map([['4,0', formula]]) })
    if (soffice === undefined)
      console.log('LibreOffice is not installed: xls, ods and csv made by it were not read')
  })

  test.skipIf(soffice === undefined).each(['xls', 'xlsx', 'ods'])('%s', async format => {
    const file = converted(bytes, 'xlsx', format)
    const { roster, rows: read } = await readAll({ bytes: file, as: 'members', fileName: `x.${format}` })
    expect(roster).toMatchObject({ headerRow: 3, day: '2018-12-31' })
    expect(read[0]).toMatchObject({
      refused: false,
      row: 4,
      values: {
        name: '张𠮷',
        birth: { day: '1949-12-31', precision: 'day' },
        joined: { day: '2015-10-01', precision: 'month' },
      },
      problems: [],
    })
    expect(read[1]).toMatchObject({ refused: true, row: 5, problems: [{ code: 'formula', column: '姓名' }] })
  })

  test.skipIf(soffice === undefined)(
    'LibreOffice opens what we write, and shows the same cells',
    async () => {
      const out = [
        ['身份证号', '姓名'],
        [goodId, '=1+1'],
        ['007', '多\n行'],
      ].map(row => row.map(value => ({ value, look: 'text' as const })))
      const written = await bytesOf(
        workbookBytes({ name: '表', widths: [22, 10], frozenRows: 1, merged: [], rows: out }),
      )
      const csv = converted(written, 'xlsx', 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false')
      expect(csv.toString('utf8')).toBe(`身份证号,姓名\n${goodId},=1+1\n007,"多\n行"\n`)
    },
  )
})

test('an ods made by hucre is read', async () => {
  const bytes = await writeOds({
    sheets: [{ name: '表', rows: [memberHeaders, ['张伟', goodId, '第一支部']] }],
  })
  const { rows } = await readAll({ bytes, as: 'members' })
  expect(rows[0]).toMatchObject({ refused: false, row: 2, values: { name: '张伟' } })
})

const sheetXml = (rows: string) =>
  `<?xml version="1.0"?><worksheet><sheetData>${rows}</sheetData></worksheet>`

/** A workbook of hand-written parts. */
async function bookOf(parts: {
  sheet: string
  styles?: string
  workbook?: string
  strings?: string
}): Promise<Buffer> {
  const { zipOf } = await import('../sheets/make-zip.ts')
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  return zipOf({
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': `<Relationships><Relationship Id="rId1" Type="${type}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml':
      parts.workbook ?? '<workbook><sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${type}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${type}/styles" Target="/xl/styles.xml"/><Relationship Id="rId3" Type="${type}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    ...(parts.strings !== undefined && { 'xl/sharedStrings.xml': parts.strings }),
    'xl/styles.xml': parts.styles ?? '<styleSheet/>',
    'xl/worksheets/sheet1.xml': parts.sheet,
  })
}
