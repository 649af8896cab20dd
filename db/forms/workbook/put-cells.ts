import { escapeXml } from '#db/sheets/xml/xml-escape.ts'
import { decodeXml } from '#db/sheets/xml/xml-text.ts'
import type { RowsToFill, Value } from '../form.ts'
import { attribute, child, type Edit, edited, type Node, within } from '../xml-tree.ts'
import { addressOf, placeOf } from './a1.ts'
import type { SheetPart, Workbook } from './read-workbook.ts'

/** What is written within a text, and the words behind it. */
export type InText = {
  readonly from: number
  readonly to: number
  readonly after: string
  readonly value: Value
}

/** Values by address, and values for blanks within the texts of cells. */
export type Puts = {
  readonly puts: ReadonlyMap<string, Value>
  readonly texts: ReadonlyMap<string, readonly InText[]>
  /** Rows that are filled one each: a cell that is missing in one looks as the same one of the first does. */
  readonly like: readonly Pick<RowsToFill, 'from' | 'to' | 'columns'>[]
}

/** A cell as it is written: text stays text, whatever it begins with. */
export function tagOf(prefix: string, address: string, style: string | undefined, value: Value): string {
  const looks = style === undefined ? '' : ` s="${style}"`
  if (value === '') return `<${prefix}c r="${address}"${looks}/>`
  if (typeof value === 'number')
    return `<${prefix}c r="${address}"${looks}><${prefix}v>${value}</${prefix}v></${prefix}c>`
  return `<${prefix}c r="${address}"${looks} t="inlineStr"><${prefix}is><${prefix}t xml:space="preserve">${escapeXml(value)}</${prefix}t></${prefix}is></${prefix}c>`
}

/** The text of a sheet with these cells written; every other character of it stays. */
export function putInto(sheet: SheetPart, workbook: Workbook, { puts, texts, like }: Puts): string {
  const { xml, data } = sheet
  const prefix = data.prefix === '' ? '' : `${data.prefix}:`
  const byRow = Map.groupBy(
    [...puts].flatMap(([address, value]) => {
      const place = placeOf(address)
      return place === undefined ? [] : [{ ...place, address, value }]
    }),
    ({ row }) => row,
  )
  const lines = new Map(sheet.lines.map(line => [line.row, line]))
  const edits: Edit[] = []
  const styleOf = (row: number, column: number): string | undefined => {
    const block = like.find(({ from, to, columns }) => row >= from && row <= to && columns.has(column))
    const model = block === undefined ? undefined : lines.get(block.from)
    return attribute(model?.cells.get(column)?.node, 's')
  }
  for (const [row, list] of [...byRow].sort(([a], [b]) => a - b)) {
    const line = lines.get(row)
    const inOrder = list.toSorted((a, b) => a.column - b.column)
    if (line === undefined) {
      const before = sheet.lines.findLast(one => one.row < row)
      const at = before?.node.end ?? data.inner
      const cells = inOrder.map(({ address, column, value }) =>
        tagOf(prefix, address, styleOf(row, column), value),
      )
      edits.push({ from: at, to: at, text: `<${prefix}row r="${row + 1}">${cells.join('')}</${prefix}row>` })
      continue
    }
    const added: { at: number; text: string }[] = []
    for (const { address, column, value } of inOrder) {
      const cell = line.cells.get(column)
      if (cell !== undefined) {
        if (value === '' && child(cell.node, 'v') === undefined && child(cell.node, 'is') === undefined)
          continue
        const text = tagOf(prefix, address, attribute(cell.node, 's'), value)
        edits.push({ from: cell.node.start, to: cell.node.end, text })
        continue
      }
      if (value === '') continue
      const before = [...line.cells.values()].findLast(one => one.column < column)
      added.push({
        at: before?.node.end ?? line.node.inner,
        text: tagOf(prefix, address, styleOf(row, column) ?? attribute(line.node, 's'), value),
      })
    }
    if (added.length === 0) continue
    if (line.node.inner === line.node.close && xml.charAt(line.node.inner - 2) === '/') {
      const tag = `${xml.slice(line.node.start, line.node.inner - 2)}>`
      const text = `${tag}${added.map(one => one.text).join('')}</${prefix}row>`
      edits.push({ from: line.node.start, to: line.node.end, text })
    } else for (const { at, text } of added) edits.push({ from: at, to: at, text })
  }
  for (const [address, list] of texts) edits.push(...textEdit(sheet, workbook, prefix, address, list))
  return edited(xml, edits)
}

/** A text with its blanks filled; how its characters look stays. */
function textEdit(
  sheet: SheetPart,
  workbook: Workbook,
  prefix: string,
  address: string,
  list: readonly InText[],
): Edit[] {
  const place = placeOf(address)
  const cell = sheet.lines.find(({ row }) => row === place?.row)?.cells.get(place?.column ?? -1)
  if (cell === undefined || place === undefined) return []
  const said = attribute(cell.node, 't')
  const [source, item] =
    said === 's'
      ? [
          workbook.strings.xml,
          workbook.strings.items[Number(sheet.xml.slice(...inside(child(cell.node, 'v'))))],
        ]
      : [sheet.xml, child(cell.node, 'is')]
  const style = attribute(cell.node, 's')
  const looks = style === undefined ? '' : ` s="${style}"`
  const open = `<${prefix}c r="${addressOf(place.row, place.column)}"${looks} t="inlineStr"><${prefix}is>`
  const body = item === undefined ? '' : spliced(source, item, list)
  return [{ from: cell.node.start, to: cell.node.end, text: `${open}${body}</${prefix}is></${prefix}c>` }]
}

function inside(node: Node | undefined): [number, number] {
  return node === undefined ? [0, 0] : [node.inner, node.close]
}

/** What is inside a string, with pieces of its text replaced in whichever of its runs they stand. */
function spliced(xml: string, item: Node, wanted: readonly InText[]): string {
  const edits: Edit[] = []
  let from = 0
  for (const node of within(item, 't', 'rPh')) {
    const text = decodeXml(xml.slice(node.inner, node.close))
    const to = from + text.length
    let made = ''
    let at = 0
    for (const one of wanted) {
      if (one.to < from || one.from > to || (one.from === to && one.to > to)) continue
      const [a, b] = [Math.max(0, one.from - from), Math.min(text.length, one.to - from)]
      made += text.slice(at, a) + (one.from >= from ? padded(one) : '')
      at = b
    }
    made += text.slice(at)
    if (made !== text) {
      const name = node.prefix === '' ? 't' : `${node.prefix}:t`
      edits.push({
        from: node.start,
        to: node.end,
        text: `<${name} xml:space="preserve">${escapeXml(made)}</${name}>`,
      })
    }
    from = to
  }
  return edited(xml, edits.concat(outside(xml, item)))
}

function outside(xml: string, item: Node): Edit[] {
  return [
    { from: 0, to: item.inner, text: '' },
    { from: item.close, to: xml.length, text: '' },
  ]
}

/** What stood behind a gap stays where it was, as far as there is room. */
function padded({ from, to, after, value: said }: InText): string {
  const value = String(said)
  const room = to - from - [...value].reduce((sum, one) => sum + (one.charCodeAt(0) > 0x2e80 ? 2 : 1), 0)
  // Two labels that a gap set apart stay apart.
  const least = from < to && after !== '' && !/^[年月日]/.test(after) ? 2 : 0
  return value + ' '.repeat(Math.max(least, Math.min(room, 40)))
}
