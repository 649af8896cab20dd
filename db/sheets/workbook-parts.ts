import { escapeXml } from './xml/xml-escape.ts'

/** How a cell looks: the name of one of the styles below, whose place in the list is its number in the file. */
export type CellLook = (typeof looks)[number]
const looks = ['plain', 'title', 'unit', 'header', 'text', 'number', 'wrong', 'reason', 'long'] as const

export function styleNumber(look: CellLook): number {
  return looks.indexOf(look)
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const officeRelations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const sheetTypes = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** Where the sheet at this place (from 0) lies in the workbook. */
export function sheetPath(index: number): string {
  return `xl/worksheets/sheet${index + 1}.xml`
}

/** What the workbook says of a sheet. */
type Named = { readonly name: string; readonly frozenRows: number }

/** The parts of a workbook besides its sheets, by path (ECMA-376). */
export function workbookParts(sheets: readonly Named[]): ReadonlyMap<string, string> {
  const sheetNames = sheets.map(({ name }) => allowedName(name))
  return new Map([
    [
      '[Content_Types].xml',
      `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetTypes}.sheet.main+xml"/>${sheetNames.map((_, index) => `<Override PartName="/${sheetPath(index)}" ContentType="${sheetTypes}.worksheet+xml"/>`).join('')}<Override PartName="/xl/styles.xml" ContentType="${sheetTypes}.styles+xml"/></Types>`,
    ],
    ['_rels/.rels', relations([['rId1', 'officeDocument', 'xl/workbook.xml']])],
    [
      'xl/_rels/workbook.xml.rels',
      relations([
        ...sheetNames.map((_, i) => [`rId${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`] as const),
        [`rId${sheetNames.length + 1}`, 'styles', 'styles.xml'],
      ]),
    ],
    [
      'xl/workbook.xml',
      `${declaration}<workbook xmlns="${main}" xmlns:r="${officeRelations}"><sheets>${sheetNames.map((name, i) => `<sheet name="${escapeXml(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('')}</sheets>${repeatedHeads(sheets)}</workbook>`,
    ],
    ['xl/styles.xml', styles()],
  ])
}

/** The last of the rows that stay in sight is the header: it is printed on each page. */
function repeatedHeads(sheets: readonly Named[]): string {
  const names = sheets.map(({ name, frozenRows }, index) => {
    const sheet = allowedName(name).replaceAll("'", "''")
    const rows = `$${frozenRows}:$${frozenRows}`
    return `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">${escapeXml(`'${sheet}'!${rows}`)}</definedName>`
  })
  return `<definedNames>${names.join('')}</definedNames>`
}

/** Excel refuses a workbook whose sheet name is longer, or has one of these in it. */
function allowedName(name: string): string {
  return name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31)
}

/** What a sheet is besides its rows. */
export type WorksheetShape = {
  readonly widths: readonly number[]
  readonly frozenRows: number
  /** Ranges such as A1:C1. */
  readonly merged: readonly string[]
  /** How the cells of whole columns look where no row says so, such as those that are still to be filled in. */
  readonly columnLook?: CellLook
  /** Words to choose from, by range. Other words may be typed all the same. */
  readonly choices?: readonly { readonly range: string; readonly words: readonly string[] }[]
}

export function worksheetStart({ widths, frozenRows, columnLook }: WorksheetShape): string {
  const pane = `<pane ySplit="${frozenRows}" topLeftCell="A${frozenRows + 1}" activePane="bottomLeft" state="frozen"/>`
  const style = columnLook === undefined ? '' : ` style="${styleNumber(columnLook)}"`
  const columns = widths.map(
    (width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}"${style} customWidth="1"/>`,
  )
  return `${declaration}<worksheet xmlns="${main}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>${columns.join('')}</cols><sheetData>`
}

/** What stands across an A4 page at full size, in characters; a wider sheet is printed across the long side, a ledger on A3. */
const [acrossPage, acrossLedger] = [95, 200]
const [a4, a3] = [9, 8]

/** As wide as the page and as many pages long as it takes, with their numbers below. */
function onPaper({ widths }: WorksheetShape): string {
  const across = widths.reduce((sum, width) => sum + width, 0)
  const paper = across > acrossLedger ? a3 : a4
  return [
    '<printOptions horizontalCentered="1"/>',
    '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>',
    `<pageSetup paperSize="${paper}" orientation="${across > acrossPage ? 'landscape' : 'portrait'}" fitToWidth="1" fitToHeight="0"/>`,
    '<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter>',
  ].join('')
}

export function worksheetEnd(shape: WorksheetShape): string {
  const { merged, choices = [] } = shape
  const merges = merged.map(range => `<mergeCell ref="${range}"/>`).join('')
  const lists = choices.map(
    ({ range, words }) =>
      `<dataValidation type="list" allowBlank="1" sqref="${range}"><formula1>"${escapeXml(words.join(','))}"</formula1></dataValidation>`,
  )
  return [
    '</sheetData>',
    merges === '' ? '' : `<mergeCells count="${merged.length}">${merges}</mergeCells>`,
    lists.length === 0 ? '' : `<dataValidations count="${lists.length}">${lists.join('')}</dataValidations>`,
    onPaper(shape),
    '</worksheet>',
  ].join('')
}

function relations(list: readonly (readonly [string, string, string])[]): string {
  const each = list.map(
    ([id, type, target]) => `<Relationship Id="${id}" Type="${officeRelations}/${type}" Target="${target}"/>`,
  )
  return `${declaration}<Relationships xmlns="${packageRelations}">${each.join('')}</Relationships>`
}

/** Number format 49 is text: a number typed into such a cell keeps its digits. */
function styles(): string {
  const font = (size: number, bold: boolean) =>
    `<font>${bold ? '<b/>' : ''}<sz val="${size}"/><name val="宋体"/><charset val="134"/></font>`
  const fill = (colour: string) =>
    `<fill><patternFill patternType="solid"><fgColor rgb="FF${colour}"/><bgColor indexed="64"/></patternFill></fill>`
  const side = (name: string) => `<${name} style="thin"><color rgb="FFBFBFBF"/></${name}>`
  const formats = [
    format(0, 0, 0, 0, ''),
    format(0, 1, 0, 0, '<alignment horizontal="center" vertical="center"/>'),
    format(0, 0, 0, 0, '<alignment vertical="center"/>'),
    format(49, 2, 2, 1, '<alignment horizontal="center" vertical="center" wrapText="1"/>'),
    format(49, 0, 0, 1, '<alignment vertical="center"/>'),
    format(0, 0, 0, 1, '<alignment vertical="center"/>'),
    format(49, 0, 3, 1, '<alignment vertical="center"/>'),
    format(49, 0, 0, 1, '<alignment vertical="center" wrapText="1"/>'),
    format(49, 0, 0, 1, '<alignment vertical="center" wrapText="1"/>'),
  ]
  return `${declaration}<styleSheet xmlns="${main}"><fonts count="3">${font(11, false)}${font(16, true)}${font(11, true)}</fonts><fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>${fill('E7EEF8')}${fill('FFD9D0')}</fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>${side('left')}${side('right')}${side('top')}${side('bottom')}<diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${formats.length}">${formats.join('')}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}

function format(number: number, font: number, fill: number, border: number, alignment: string): string {
  return `<xf numFmtId="${number}" fontId="${font}" fillId="${fill}" borderId="${border}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">${alignment}</xf>`
}
