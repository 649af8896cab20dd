import type { FormFile } from '../form-file.ts'
import { documentPart, paragraphsOf, textsOf, type WordCell, type WordDocument } from '../word/read-word.ts'
import { attribute, child, type Edit, type Node } from '../xml-tree.ts'
import { drawn, extent, fitted, oneInch, type Photo } from './photo.ts'
import { addPhoto, relate } from './photo-parts.ts'

const mmOfTwentieths = 25.4 / 1440
/** What Word keeps free at both sides of a cell, and above and below. */
const margins = { across: 4.2, down: 1.5 } as const

/** A photo in a cell of a document, in place of the words that ask for it. */
export function photoEdits(
  file: FormFile,
  { xml }: WordDocument,
  cell: WordCell,
  { photo, height }: { readonly photo: Photo; readonly height: number | undefined },
): Edit[] | undefined {
  const paragraphs = paragraphsOf(cell.node)
  const [paragraph] = paragraphs
  if (paragraph === undefined) return undefined
  const path = addPhoto(file, 'word/media', photo)
  const id = relate(file, documentPart, 'image', path.replace(/^word\//, ''))
  const width = twentieths(child(child(cell.node, 'tcPr'), 'tcW'))
  const size = fitted(photo, {
    width: width === undefined ? oneInch.width : width * mmOfTwentieths - margins.across,
    height: height === undefined ? oneInch.height : height * mmOfTwentieths - margins.down,
  })
  const [cx, cy] = extent(size)
  const number = 9000 + Number(/(\d+)\.\w+$/.exec(path)?.[1] ?? 1)
  const wp = 'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing'
  const a = 'http://schemas.openxmlformats.org/drawingml/2006/main'
  const pic = 'http://schemas.openxmlformats.org/drawingml/2006/picture'
  const run = `<w:r><w:drawing><wp:inline xmlns:wp="${wp}" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="${cx}" cy="${cy}"/><wp:docPr id="${number}" name="photo ${number}"/><a:graphic xmlns:a="${a}"><a:graphicData uri="${pic}"><pic:pic xmlns:pic="${pic}">${drawn(size, { prefix: 'pic', id, number })}</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`
  const edits: Edit[] = paragraphs
    .flatMap(textsOf)
    .map(({ start, end }) => ({ from: start, to: end, text: '' }))
  // Lines of a fixed height would cut the picture off.
  const spacing = child(child(paragraph, 'pPr'), 'spacing')
  if (spacing !== undefined && attribute(spacing, 'w:lineRule') === 'exact') {
    const tag = xml.slice(spacing.start, spacing.end)
    const auto = tag
      .replace(/\sw:lineRule="[^"]*"/, ' w:lineRule="auto"')
      .replace(/\sw:line="[^"]*"/, ' w:line="240"')
    edits.push({ from: spacing.start, to: spacing.end, text: auto })
  }
  if (paragraph.inner === paragraph.close && xml.charAt(paragraph.inner - 2) === '/')
    edits.push({
      from: paragraph.start,
      to: paragraph.end,
      text: `${xml.slice(paragraph.start, paragraph.inner - 2)}>${run}</w:p>`,
    })
  else edits.push({ from: paragraph.close, to: paragraph.close, text: run })
  return edits
}

function twentieths(width: Node | undefined): number | undefined {
  const said = Number(attribute(width, 'w:w'))
  return (attribute(width, 'w:type') ?? 'dxa') === 'dxa' && said > 0 ? said : undefined
}

/** How high the rows are over which a cell lies, in twentieths of a point; undefined where they say nothing. */
export function heightOfRows(rows: readonly { readonly node: Node }[]): number | undefined {
  let sum = 0
  for (const { node } of rows) {
    const said = Number(attribute(child(child(node, 'trPr'), 'trHeight'), 'w:val'))
    if (!(said > 0)) return undefined
    sum += said
  }
  return sum === 0 ? undefined : sum
}
