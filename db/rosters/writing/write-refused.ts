import type { IsoDay } from '#db/shared/day.ts'
import { plural } from '#db/shared/plural.ts'
import type { Lang } from '#db/shared/text.ts'
import { type Cell, columnLetters, shownText } from '#db/sheets/cell.ts'
import { type OutCell, type OutRow, type OutSheet, workbookBytes } from '#db/sheets/write-workbook.ts'
import { type Problem, sentenceOf } from '../problem.ts'
import { headingLines, headingRows, widthOf } from './write-roster.ts'

/** The rows of a file that were left out, with the header, unit and day of that file (a Roster has all three). */
export type RefusedToWrite = {
  readonly title: string
  readonly unit: string | undefined
  readonly day: IsoDay | undefined
  readonly lang: Lang
  /** The sheets that rows were left out of. */
  readonly sheets: readonly RefusedSheet[]
  /** How many rows more were left out of the import than a workbook holds. */
  readonly leftOut?: number
}

export type RefusedSheet = {
  readonly name: string
  readonly headers: readonly string[]
  readonly rows: readonly { readonly cells: readonly Cell[]; readonly problems: readonly Problem[] }[]
}

const added = {
  zh: ['建议改为', '原因'],
  en: ['Proposed', 'Reason'],
} as const satisfies Record<Lang, readonly string[]>

/**
 * A workbook of the refused rows as they stood, the wrong cells coloured, behind them what is proposed and why they
 * were left out. Corrected, it can be read by readRoster like the file that it came from.
 */
export function writeRefused(refused: RefusedToWrite): AsyncGenerator<Buffer> {
  const heading = [...headingLines(refused.title, refused.unit, refused.day), ...leftOutLine(refused)]
  return workbookBytes(...refused.sheets.map(sheet => outSheet(sheet, heading, refused.lang)))
}

/** Nobody is to take the workbook for all of them. */
function leftOutLine({ leftOut = 0, lang }: RefusedToWrite): readonly string[] {
  if (leftOut === 0) return []
  return [
    lang === 'zh'
      ? `还有 ${leftOut} 行没有导入，这里放不下：请在原表里改好，再导入原表。`
      : `${plural(leftOut, 'more row was', 'more rows were')} not imported and ${leftOut === 1 ? 'does' : 'do'} not fit here: correct ${leftOut === 1 ? 'it' : 'them'} in the original file and import that again.`,
  ]
}

function outSheet(sheet: RefusedSheet, heading: readonly string[], lang: Lang): OutSheet {
  const headers = [...sheet.headers, ...added[lang]]
  const lastColumn = columnLetters(headers.length - 1)
  return {
    name: sheet.name,
    widths: headers.map((header, index) => (index < sheet.headers.length ? widthOf(header) : 48)),
    frozenRows: heading.length + 1,
    merged: heading.map((_, index) => `A${index + 1}:${lastColumn}${index + 1}`),
    rows: sheetRows(sheet, heading, headers, lang),
  }
}

async function* sheetRows(
  sheet: RefusedSheet,
  heading: readonly string[],
  headers: readonly string[],
  lang: Lang,
): AsyncGenerator<OutRow> {
  yield* headingRows(heading)
  yield headers.map(value => ({ value, look: 'header' as const }))
  for (const { cells, problems } of sheet.rows) {
    const wrong = new Set(problems.map(problem => problem.column))
    yield [
      ...sheet.headers.map((header, index) => outCell(cells[index] ?? null, wrong.has(header.trim()))),
      { value: proposals(problems), look: 'reason' },
      { value: problems.map(problem => sentenceOf(problem)[lang]).join('\n'), look: 'reason' },
    ]
  }
}

/** Dates and formulas as their text; a number that lost its digits as what is left of them. */
function outCell(cell: Cell, wrong: boolean): OutCell {
  const value = typeof cell === 'number' && Number.isSafeInteger(Math.trunc(cell)) ? cell : shownText(cell)
  return { value, look: wrong ? 'wrong' : typeof value === 'number' ? 'number' : 'text' }
}

function proposals(problems: readonly Problem[]): string {
  return problems
    .filter(problem => problem.repair !== null)
    .map(problem => `${problem.column}：${problem.repair}`)
    .join('\n')
}
