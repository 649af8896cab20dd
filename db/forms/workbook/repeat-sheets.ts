import { escapeXml } from '#db/sheets/xml/xml-escape.ts'
import type { FormFile } from '../form-file.ts'
import { attribute, child, childrenOf, edited, textOf, treeOf, within } from '../xml-tree.ts'
import { readWorkbook, type SheetPart } from './read-workbook.ts'

const book = 'xl/workbook.xml'
const links = 'xl/_rels/workbook.xml.rels'
const types = '[Content_Types].xml'
const officeDocument = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml'

/**
 * Puts these sheets behind the others so often that there are `count` of each; answers where a place lies on each. Undefined
 * where one of them has pictures, remarks or tables, which belong to one sheet alone.
 */
export function repeatSheets(
  file: FormFile,
  count: number,
  parts: ReadonlySet<string>,
): ((at: string, page: number) => string) | undefined {
  const { sheets } = readWorkbook(file)
  const own = sheets.filter(({ id }) => parts.has(id))
  if (own.length === 0 || !own.every(sheet => standsAlone(file, sheet))) return undefined
  const xml = file.text(book) ?? ''
  const root = child(treeOf(xml, file.name), 'workbook')
  const all = [...within(treeOf(xml, file.name), 'sheet')]
  const last = all.at(-1)
  if (root === undefined || last === undefined) return undefined
  const names = new Set(all.map(one => attribute(one, 'name') ?? ''))
  let number = Math.max(0, ...all.map(one => Number(attribute(one, 'sheetId') ?? 0)))
  const prefix = last.prefix === '' ? '' : `${last.prefix}:`
  const made = { sheets: '', links: '', types: '', names: '' }
  for (let page = 1; page < count; page++)
    for (const sheet of own) {
      number++
      const name = freeName(names, sheet.name, page)
      const path = `xl/worksheets/sheet-${number}.xml`
      file.add(path, Buffer.from(copyOf(sheet)))
      made.sheets += `<${prefix}sheet name="${escapeXml(name)}" sheetId="${number}" r:id="rIdPage${number}"/>`
      made.links += `<Relationship Id="rIdPage${number}" Type="${officeDocument}/worksheet" Target="worksheets/sheet-${number}.xml"/>`
      made.types += `<Override PartName="/${path}" ContentType="${sheetType}"/>`
      made.names += namesFor(xml, root, {
        sheet,
        name,
        place: all.length + (page - 1) * own.length + own.indexOf(sheet),
      })
    }
  const defined = child(root, 'definedNames')
  file.write(
    book,
    edited(xml, [
      { from: last.end, to: last.end, text: made.sheets },
      ...(defined === undefined ? [] : [{ from: defined.close, to: defined.close, text: made.names }]),
    ]),
  )
  addAtEnd(file, links, 'Relationships', made.links)
  addAtEnd(file, types, 'Types', made.types)
  return (at, page) => {
    const [id = ''] = at.split('!')
    const place = own.findIndex(one => one.id === id)
    if (page === 0 || place < 0) return at
    return `s${all.length + (page - 1) * own.length + place + 1}${at.slice(id.length)}`
  }
}

/** Settings of a printer may be left out; whatever else a sheet has beside it cannot be another's as well. */
function standsAlone(file: FormFile, { path }: SheetPart): boolean {
  const [folder, name] = [path.slice(0, path.lastIndexOf('/')), path.split('/').at(-1)]
  const xml = file.text(`${folder}/_rels/${name}.rels`)
  if (xml === undefined) return true
  return [...within(treeOf(xml, file.name), 'Relationship')].every(
    one => attribute(one, 'Type')?.endsWith('/printerSettings') === true,
  )
}

/** A sheet as it is, but not the one that is open, and without what a printer keeps. */
function copyOf({ xml }: SheetPart): string {
  return xml
    .replace(/(<(?:\w+:)?sheetView\b[^>]*?)\stabSelected="[^"]*"/g, '$1')
    .replace(/(<(?:\w+:)?pageSetup\b[^>]*?)\sr:id="[^"]*"/g, '$1')
    .replace(/\sxr:uid="[^"]*"/g, '')
}

const longestName = 31

function freeName(taken: Set<string>, like: string, page: number): string {
  for (let n = page + 1; ; n++) {
    const ending = ` (${n})`
    const name = `${like.slice(0, longestName - ending.length)}${ending}`
    if (taken.has(name)) continue
    taken.add(name)
    return name
  }
}

/** What is printed of a sheet, and which rows on each page, holds for its copies. */
function namesFor(
  xml: string,
  root: ReturnType<typeof treeOf>,
  { sheet, name, place }: { readonly sheet: SheetPart; readonly name: string; readonly place: number },
): string {
  const at = [...within(root, 'sheet')].findIndex(one => attribute(one, 'name') === sheet.name)
  return childrenOf(child(root, 'definedNames'), 'definedName')
    .filter(one => attribute(one, 'localSheetId') === String(at))
    .map(one => {
      const tag = xml.slice(one.start, one.inner).replace(/localSheetId="\d+"/, `localSheetId="${place}"`)
      const own = `'${name.replaceAll("'", "''")}'!`
      const quoted = `'${sheet.name.replaceAll("'", "''")}'!`
      const said = textOf(xml, one).replaceAll(quoted, own).replaceAll(`${sheet.name}!`, own)
      return `${tag}${escapeXml(said)}${xml.slice(one.close, one.end)}`
    })
    .join('')
}

function addAtEnd(file: FormFile, path: string, name: string, text: string): void {
  const xml = file.text(path) ?? ''
  const root = child(treeOf(xml, file.name), name)
  if (root !== undefined) file.write(path, edited(xml, [{ from: root.close, to: root.close, text }]))
}
