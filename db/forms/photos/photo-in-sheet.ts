import type { FormFile } from '../form-file.ts'
import type { Range, SheetPart } from '../workbook/read-workbook.ts'
import { attribute, child, childrenOf, edited, treeOf, within } from '../xml-tree.ts'
import { drawn, extent, fitted, type Photo } from './photo.ts'
import { addPhoto, declare, freePath, relate } from './photo-parts.ts'

const mmOfDots = 25.4 / 96
const mmOfPoints = 25.4 / 72
const margin = 1
const drawingType = 'application/vnd.openxmlformats-officedocument.drawing+xml'
const xdr = 'http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** Lays a photo over a cell of a sheet, in its middle; a merged cell is as large as all that it covers. */
export function layPhoto(file: FormFile, sheet: SheetPart, range: Range, photo: Photo): void {
  const columns = widths(sheet, range)
  const rows = heights(sheet, range)
  const [width, height] = [columns, rows].map(list => list.reduce((sum, one) => sum + one, 0))
  const room = { width: width ?? 0, height: height ?? 0 }
  const size = fitted(photo, {
    width: Math.max(1, room.width - 2 * margin),
    height: Math.max(1, room.height - 2 * margin),
  })
  const left = placed(range.column, columns, (room.width - size.width) / 2)
  const top = placed(range.row, rows, (room.height - size.height) / 2)
  const drawing = drawingOf(file, sheet)
  const path = addPhoto(file, 'xl/media', photo)
  const id = relate(file, drawing, 'image', path.replace(/^xl\//, '../'))
  const number = 9000 + Number(/(\d+)\.\w+$/.exec(path)?.[1] ?? 1)
  const [cx, cy] = extent(size)
  const from = `<xdr:col>${left.at}</xdr:col><xdr:colOff>${left.off}</xdr:colOff><xdr:row>${top.at}</xdr:row><xdr:rowOff>${top.off}</xdr:rowOff>`
  const anchor = `<xdr:oneCellAnchor xmlns:xdr="${xdr}"><xdr:from>${from}</xdr:from><xdr:ext cx="${cx}" cy="${cy}"/><xdr:pic>${drawn(size, { prefix: 'xdr', id, number })}</xdr:pic><xdr:clientData/></xdr:oneCellAnchor>`
  const xml = file.text(drawing) ?? ''
  const root = child(treeOf(xml, file.name), 'wsDr')
  if (root !== undefined)
    file.write(drawing, edited(xml, [{ from: root.close, to: root.close, text: anchor }]))
}

/** Which column or row a place lies in, so far from the first one, and how far from its edge. */
function placed(first: number, sizes: readonly number[], away: number) {
  let rest = Math.max(0, away)
  let at = 0
  while (at < sizes.length - 1 && rest >= (sizes[at] ?? 0)) rest -= sizes[at++] ?? 0
  return { at: first + at, off: extent({ width: rest, height: 0 })[0] }
}

/** Excel counts a column in digits of seven dots. */
function widths({ root }: SheetPart, { column, columns }: Range): readonly number[] {
  const sheet = child(root, 'worksheet')
  const cols = childrenOf(child(sheet, 'cols'), 'col')
  const usual = Number(attribute(child(sheet, 'sheetFormatPr'), 'defaultColWidth') ?? 8.43)
  return Array.from({ length: columns }, (_, n) => {
    const number = column + n + 1
    const own = cols.find(
      one => Number(attribute(one, 'min')) <= number && Number(attribute(one, 'max')) >= number,
    )
    if (attribute(own, 'hidden') === '1') return 0
    return (Number(attribute(own, 'width') ?? usual) * 7 + 5) * mmOfDots
  })
}

function heights({ root, lines }: SheetPart, { row, rows }: Range): readonly number[] {
  const usual = Number(attribute(child(child(root, 'worksheet'), 'sheetFormatPr'), 'defaultRowHeight') ?? 15)
  return Array.from({ length: rows }, (_, n) => {
    const own = lines.find(line => line.row === row + n)?.node
    if (attribute(own, 'hidden') === '1') return 0
    return Number(attribute(own, 'ht') ?? usual) * mmOfPoints
  })
}

/** What must stand behind the drawing of a sheet. */
const behind = new Set([
  ...['legacyDrawing', 'legacyDrawingHF', 'drawingHF', 'picture', 'oleObjects', 'controls'],
  ...['webPublishItems', 'tableParts', 'extLst'],
])

/** The drawing of a sheet; one is made where it has none. */
function drawingOf(file: FormFile, sheet: SheetPart): string {
  const xml = file.text(sheet.path) ?? ''
  const root = child(treeOf(xml, file.name), 'worksheet')
  const known = attribute(child(root, 'drawing'), 'r:id')
  const cut = sheet.path.lastIndexOf('/')
  const rels = file.text(`${sheet.path.slice(0, cut)}/_rels/${sheet.path.slice(cut + 1)}.rels`)
  if (known !== undefined && rels !== undefined)
    for (const one of within(treeOf(rels, file.name), 'Relationship'))
      if (attribute(one, 'Id') === known)
        return (attribute(one, 'Target') ?? '')
          .toLowerCase()
          .replace(/^\.\.\//, 'xl/')
          .replace(/^\//, '')
  const path = freePath(file, n => `xl/drawings/drawing${n}.xml`)
  file.add(
    path,
    Buffer.from(
      `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<xdr:wsDr xmlns:xdr="${xdr}"></xdr:wsDr>`,
    ),
  )
  declare(file, 'Override', 'PartName', `/${path}`, drawingType)
  const id = relate(file, sheet.path, 'drawing', path.replace(/^xl\//, '../'))
  const prefix = root === undefined || root.prefix === '' ? '' : `${root.prefix}:`
  const at = root?.children.find(({ name }) => behind.has(name))?.start ?? root?.close ?? xml.length
  const text = `<${prefix}drawing xmlns:r="${relations}" r:id="${id}"/>`
  file.write(sheet.path, edited(xml, [{ from: at, to: at, text }]))
  return path
}
