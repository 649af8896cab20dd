import {
  AlignmentType,
  Document,
  Footer,
  type IRunOptions,
  Packer,
  PageNumber,
  Paragraph,
  type Table as PrintedTable,
  TextRun,
} from 'docx'
import {
  type Block,
  fangSong,
  hei,
  kai,
  type Paper,
  plainSong,
  song,
  widthInCharacters,
  writtenDay,
} from './paper.ts'
import { linesIn, printedTable } from './write-table.ts'

/*
 * The page of an official document (党政机关公文格式, GB/T 9704-2012, 5.2): A4, 37 mm above and 28 mm to the left of a
 * type area of 156 x 225 mm, in which 22 lines of 28 characters stand. Text is 三号 (16 pt) 仿宋, the title 二号 (22 pt)
 * 小标宋. Word measures in twips, a twentieth of a point.
 */
const mm = (n: number) => Math.round((n * 1440) / 25.4)
const page = { width: mm(210), height: mm(297) }
const margin = { top: mm(37), bottom: mm(35), left: mm(28), right: mm(26), footer: mm(28) }
const typeArea = mm(156)
const line = 579
const pageHeight = 22 * line
const character = 16 * 20
/** In half points. */
const size = { title: 44, text: 32, pageNumber: 28 }
/** Without it a line holds 27 characters and not 28. */
const tight = -5

const spacing = { line, lineRule: 'exact' as const, before: 0, after: 0 }

/** The bytes of one .docx with each paper on pages of its own. `writer` is named in the file's properties. */
export async function writePapers(
  papers: readonly Paper[],
  writer: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const document = new Document({
    creator: writer,
    lastModifiedBy: writer,
    title: papers.length === 1 ? (papers[0]?.title ?? '') : '',
    evenAndOddHeaderAndFooters: true,
    styles: { default: { document: { run: { font: fangSong, size: size.text } } } },
    sections: papers.map(paper => ({
      properties: {
        page: { size: page, margin, pageNumbers: { start: 1 } },
        grid: { type: 'lines' as const, linePitch: line },
      },
      // The number stands on the outer side: right on odd pages, left on even ones.
      footers: {
        default: pageNumber(AlignmentType.RIGHT),
        even: pageNumber(AlignmentType.LEFT),
      },
      children: laidOut(paper),
    })),
  })
  return new Uint8Array(await Packer.toArrayBuffer(document))
}

function laidOut({ title, to, body, signed }: Paper): (Paragraph | PrintedTable)[] {
  const last = body.at(-1)
  const endsInTable = signed === undefined && typeof last === 'object' && 'rows' in last
  // Of a form: the whole page below its title.
  const room = pageHeight - line * (1 + linesIn(title, typeArea, size.title))
  return [
    paragraph(title, { font: song, size: size.title }, { alignment: AlignmentType.CENTER }),
    paragraph('', {}),
    ...(to === undefined ? [] : [paragraph(`${to}：`, {})]),
    ...body.map((given, at) => block(given, signed !== undefined && at >= body.length - 2, room)),
    ...(signed === undefined ? [] : signature(signed.office, writtenDay(signed.day))),
    // A document does not end in a table: what follows one takes no room of the page.
    ...(endsInTable ? [paragraph('', { size: 2 }, { spacing: { ...spacing, line: 14 } })] : []),
  ]
}

/**
 * `goesAlong`: it does not end a page. Whoever signs stands on a page with some of what he signs (GB/T 9704), so the last
 * lines go with him. `room`: how high a table may be to have one page.
 */
function block(given: Block, goesAlong: boolean, room: number): Paragraph | PrintedTable {
  const firstLine = { firstLine: 2 * character }
  if (typeof given === 'string') {
    // A paragraph that fills a page would leave the one before it blank.
    const keepNext = goesAlong && widthInCharacters(given) <= 28 * 8
    return paragraph(given, {}, { indent: firstLine, ...(keepNext && { keepNext }) })
  }
  if ('rows' in given) return printedTable(given, { width: typeArea, room, goesAlong })
  const font = given.level === 1 ? hei : kai
  return paragraph(given.heading, { font }, { indent: firstLine, keepNext: true })
}

/** The day stands four characters from the right and the office above it in the middle; the longer of both stays inside. */
function signature(office: string, day: string): Paragraph[] {
  const [wide, narrow] = [widthInCharacters(office), widthInCharacters(day)]
  const middle = Math.max(4 + narrow / 2, wide / 2)
  const fromRight = (width: number) => ({
    alignment: AlignmentType.RIGHT,
    indent: { right: Math.round((middle - width / 2) * character) },
    keepLines: true,
  })
  return [
    paragraph('', {}, { keepNext: true }),
    paragraph(office, {}, { ...fromRight(wide), keepNext: true }),
    paragraph(day, {}, fromRight(narrow)),
  ]
}

type Placed = {
  readonly alignment?: (typeof AlignmentType)[keyof typeof AlignmentType]
  readonly indent?: { readonly firstLine?: number; readonly right?: number }
  readonly keepNext?: boolean
  readonly keepLines?: boolean
  readonly spacing?: typeof spacing
}

function paragraph(text: string, run: IRunOptions, placed: Placed = {}): Paragraph {
  return new Paragraph({
    spacing,
    ...placed,
    children: [new TextRun({ font: fangSong, size: size.text, characterSpacing: tight, ...run, text })],
  })
}

function pageNumber(alignment: Placed['alignment'] & string): Footer {
  const run = { font: plainSong, size: size.pageNumber }
  const outside = alignment === AlignmentType.RIGHT ? { right: character } : { left: character }
  return new Footer({
    children: [
      new Paragraph({
        alignment,
        indent: outside,
        children: [new TextRun({ ...run, children: ['— ', PageNumber.CURRENT, ' —'] })],
      }),
    ],
  })
}
