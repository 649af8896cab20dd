import { bookStream } from '#tests/db/sheets/make-xls.ts'
import { xlsbOf } from '#tests/db/sheets/make-xlsb.ts'
import { zipOf } from '#tests/db/sheets/make-zip.ts'

type SwellingFile = readonly [name: string, content: () => Buffer]

/** Spreadsheets within every limit that come nearest to what the program may take of those that were made to fill the memory. */
export const mostSwelling: readonly SwellingFile[] = [
  ['60 MB of commas.csv', () => Buffer.alloc(60_000_000, ',')],
  ['200 rows of 500 long texts.ods', longTexts],
  ['54 MB of long texts.html', longCells],
  ['three and a half million shared texts.xlsx', sharedTexts],
]

/** The same in every other way in which sheets are written. */
export const swellingFiles: readonly SwellingFile[] = [
  ...mostSwelling,
  ['100,000 lines of 600 commas.csv', () => Buffer.alloc(60_100_000, `${','.repeat(600)}\n`)],
  ['600,000 texts.ods', textDocument],
  ['1.3 million cells.xls', () => bookStream(manyCells(22, n => oddText(n).slice(0, 7)))],
  ['1.3 million cells.xlsb', () => xlsbOf({ rows: manyCells(22, n => oddText(n)) })],
]

const headers = ['姓名', '身份证号', '所在团支部', '单位']

/** Texts that hardly shrink, and are different ones everywhere. */
function oddText(n: number): string {
  return ((n * 2_654_435_761) % 2 ** 40).toString(36)
}

function manyCells<T>(columns: number, cell: (n: number) => T): (string | T)[][] {
  const rows: (string | T)[][] = [[...headers]]
  for (let row = 0; row < 60_000; row++)
    rows.push(Array.from({ length: columns }, (_, column) => cell(row * columns + column)))
  return rows
}

function textDocument(): Buffer {
  const rows: string[] = []
  for (let n = 0; n < 25_000; n++)
    rows.push(odsRow(Array.from({ length: 24 }, (_, column) => odsCell(oddText(n * 24 + column)))))
  return odsOf(rows)
}

function longTexts(): Buffer {
  const long = odsCell('好'.repeat(3_000), 'table:number-columns-repeated="500"')
  return odsOf(Array.from({ length: 200 }, () => odsRow([odsCell('张三'), long])))
}

function longCells(): Buffer {
  const row = `<tr>${`<td>${'好'.repeat(3_000)}</td>`.repeat(20)}</tr>`
  return Buffer.from(
    `<html><meta charset="utf-8"><table><tr>${headers.map(text => `<td>${text}</td>`).join('')}</tr>${row.repeat(300)}</table></html>`,
  )
}

const odsCell = (text: string, attributes = '') =>
  `<table:table-cell office:value-type="string" ${attributes}><text:p>${text}</text:p></table:table-cell>`
const odsRow = (cells: readonly string[]) => `<table:table-row>${cells.join('')}</table:table-row>`

function odsOf(rows: readonly string[]): Buffer {
  const all = [odsRow(headers.map(text => odsCell(text))), ...rows].join('')
  const names = ['office', 'table', 'text'].map(
    name => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`,
  )
  return zipOf(
    {
      mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
      'content.xml': `<office:document-content ${names.join(' ')}><office:body><office:spreadsheet><table:table table:name="s">${all}</table:table></office:spreadsheet></office:body></office:document-content>`,
    },
    1,
  )
}

function sharedTexts(): Buffer {
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const texts: string[] = []
  for (let n = 0; n < 3_500_000; n++) texts.push(`<si><t>${oddText(n)}</t></si>`)
  const row = (cells: string) => `<row>${cells}</row>`
  const rows = [row(headers.map(text => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join(''))]
  for (let n = 0; n < 1000; n++) rows.push(row(`<c t="s"><v>${n}</v></c><c t="s"><v>${n + 1000}</v></c>`))
  return zipOf(
    {
      '[Content_Types].xml': '<Types/>',
      '_rels/.rels': `<Relationships><Relationship Id="rId1" Type="${type}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      'xl/workbook.xml': '<workbook><sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${type}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${type}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
      'xl/sharedStrings.xml': `<sst>${texts.join('')}</sst>`,
      'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows.join('')}</sheetData></worksheet>`,
    },
    1,
  )
}
