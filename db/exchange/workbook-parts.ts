import { escapeXml } from './xml-escape.ts'

/** How a cell looks: the name of one of the styles below, whose place in the list is its number in the file. */
export type CellLook = (typeof looks)[number]
const looks = ['plain', 'title', 'unit', 'header', 'text', 'number', 'wrong', 'reason'] as const

export function styleNumber(look: CellLook): number {
  return looks.indexOf(look)
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const officeRelations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const sheetTypes = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** The parts of a workbook with one sheet besides the sheet itself, by path (ECMA-376). */
export function workbookParts(sheetName: string): ReadonlyMap<string, string> {
  return new Map([
    [
      '[Content_Types].xml',
      `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetTypes}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${sheetTypes}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${sheetTypes}.styles+xml"/></Types>`,
    ],
    ['_rels/.rels', relations([['rId1', 'officeDocument', 'xl/workbook.xml']])],
    [
      'xl/_rels/workbook.xml.rels',
      relations([
        ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
        ['rId2', 'styles', 'styles.xml'],
      ]),
    ],
    [
      'xl/workbook.xml',
      `${declaration}<workbook xmlns="${main}" xmlns:r="${officeRelations}"><sheets><sheet name="${escapeXml(allowedName(sheetName))}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
    ['xl/styles.xml', styles()],
  ])
}

/** Excel refuses a workbook whose sheet name is longer, or has one of these in it. */
function allowedName(name: string): string {
  return name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31)
}

export function worksheetStart(widths: readonly number[], frozenRows: number): string {
  const pane = `<pane ySplit="${frozenRows}" topLeftCell="A${frozenRows + 1}" activePane="bottomLeft" state="frozen"/>`
  const columns = widths.map(
    (width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  )
  return `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>${columns.join('')}</cols><sheetData>`
}

export function worksheetEnd(merged: readonly string[]): string {
  const merges = merged.map(range => `<mergeCell ref="${range}"/>`).join('')
  return `</sheetData>${merges === '' ? '' : `<mergeCells count="${merged.length}">${merges}</mergeCells>`}</worksheet>`
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
  ]
  return `${declaration}<styleSheet xmlns="${main}"><fonts count="3">${font(11, false)}${font(16, true)}${font(11, true)}</fonts><fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>${fill('E7EEF8')}${fill('FFD9D0')}</fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>${side('left')}${side('right')}${side('top')}${side('bottom')}<diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${formats.length}">${formats.join('')}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}

function format(number: number, font: number, fill: number, border: number, alignment: string): string {
  return `<xf numFmtId="${number}" fontId="${font}" fillId="${fill}" borderId="${border}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">${alignment}</xf>`
}
