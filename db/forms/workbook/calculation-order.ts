import type { FormFile } from '../form-file.ts'
import { attribute, type Edit, edited, treeOf, within } from '../xml-tree.ts'
import { addressOf, type Insertion, placeOf } from './a1.ts'
import type { SheetPart } from './read-workbook.ts'

const path = 'xl/calcchain.xml'

/** In what order Excel calculates: formulas that moved down are named by their new place, and those of new rows come last. */
export function moveOrder(
  file: FormFile,
  sheet: SheetPart,
  { after, count }: Insertion,
  added: readonly number[],
): void {
  const xml = file.text(path)
  const number = numberOf(file, sheet)
  if (xml === undefined || number === undefined) return
  const root = treeOf(xml, file.name)
  const edits: Edit[] = []
  // A cell that names no sheet lies on that of the cell before it.
  let own = false
  let last = 0
  for (const one of within(root, 'c')) {
    const said = attribute(one, 'i')
    if (said !== undefined) own = said === number
    last = one.end
    const place = placeOf(attribute(one, 'r') ?? '')
    if (!own || place === undefined || place.row <= after) continue
    const tag = xml.slice(one.start, one.inner)
    const moved = tag.replace(/(\sr=")[A-Z]+\d+(")/, `$1${addressOf(place.row + count, place.column)}$2`)
    edits.push({ from: one.start, to: one.inner, text: moved })
  }
  const more = Array.from({ length: count }, (_, n) =>
    added.map(column => `<c r="${addressOf(after + 1 + n, column)}" i="${number}"/>`).join(''),
  ).join('')
  if (last > 0 && more !== '') edits.push({ from: last, to: last, text: more })
  file.write(path, edited(xml, edits))
}

function numberOf(file: FormFile, { name }: SheetPart): string | undefined {
  const root = treeOf(file.text('xl/workbook.xml') ?? '', file.name)
  const found = [...within(root, 'sheet')].find(one => attribute(one, 'name') === name)
  return attribute(found, 'sheetId')
}
