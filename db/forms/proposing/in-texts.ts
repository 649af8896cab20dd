import type { Marks } from '#db/records/ledger/blank-form.ts'
import type { FormCell, FormPart } from '../form.ts'
import { Grid, saidAbove, saidBefore } from '../grid.ts'
import { ofSameTypes } from './beside.ts'
import type { FigureName } from './known.ts'
import { figureIn, wordIn, yearIn } from './labels.ts'

/** The figures that a text may name, and the year that it is of. */
type Named = { readonly figures: readonly FigureName[]; readonly year: number }

/** What the office above writes: its opinion, with its stamp and its day. */
const ofOthers = /意见|审批|审核|批准|签字|签章/

/** What belongs in the blanks and boxes of texts, by the words before each. */
export function inTexts(part: FormPart, known: Named): Marks {
  const marks: Record<string, string> = {}
  const grid = part.kind === 'text' ? undefined : new Grid(part)
  for (const cell of part.cells) {
    const label = grid === undefined ? '' : (saidBefore(cell, grid)[0] ?? '')
    if (ofOthers.test(label)) continue
    // Their stamp and its day may have the cell below their opinion.
    if (grid !== undefined && /盖章|签/.test(cell.text) && ofOthers.test(saidAbove(cell, grid)[0] ?? ''))
      continue
    // 出生年月 | ____年__月: a day that a label before it asks for is no day of filling in.
    const isOfLabel =
      label !== '' &&
      !/[:：]\s*$/.test(label) &&
      wordIn(label) === undefined &&
      (cell.blanks[0]?.before ?? '') === ''
    for (const [n, { from, before, after, boxes, isPhoto }] of cell.blanks.entries()) {
      if (isPhoto === true) continue
      if (boxes !== undefined) {
        const said = wordIn(before === '' ? label : before)
        if (said !== undefined) marks[`${cell.at}#${n + 1}`] = said
        continue
      }
      // Behind a label that ends with its colon the next cell is filled in, where that is blank.
      const next = from === cell.text.length ? grid?.at(cell.row, cell.column + cell.columns) : undefined
      if (next !== undefined && next.text.trim() === '' && !next.isFormula && wordIn(before) !== undefined)
        continue
      // Whoever signs writes the name, and nobody else.
      if (/签字|签名|签章|手签/.test(before)) continue
      const previous = cell.blanks[n - 1]
      const earlier = marksBefore(cell, n, marks)
      const said = isOfLabel
        ? undefined
        : (partOfDay(before, after, previous?.after ?? '') ??
          besideBlank(before, after, earlier, known) ??
          blankWord(before, known) ??
          alsoFounded(cell, n, known) ??
          blankWord(`${label}${before}${/^人次/.test(after) ? '人次' : ''}`, known))
      const figure =
        said ?? (isOfLabel ? undefined : ofSameFigure(before, marks[`${cell.at}#${n}`], known.year))
      if (figure !== undefined) marks[`${cell.at}#${n + 1}`] = figure
    }
  }
  return marks
}

/** The marks of the blanks before one in the same sentence, the nearest first. */
function marksBefore({ at, blanks, text }: FormCell, n: number, marks: Marks): readonly string[] {
  const here = blanks[n]?.from ?? 0
  return blanks
    .slice(0, n)
    .map(({ to }, before) =>
      /[。；;！\n]/.test(text.slice(to, here)) ? '' : (marks[`${at}#${before + 1}`] ?? ''),
    )
    .filter(mark => mark !== '')
    .toReversed()
}

/** 新建园区团委____个、街道机关团支部____个: what is founded is said once for all that follow in the sentence. */
function alsoFounded({ text, blanks }: FormCell, n: number, known: Named): string | undefined {
  const { from = 0, before = '' } = blanks[n] ?? {}
  const sentence =
    text
      .slice(0, from)
      .split(/[。；;！\n]/)
      .at(-1) ?? ''
  if (!/(新成立|新建|成立)/.test(sentence)) return undefined
  const figure = figureIn(`新成立${before}`, known.figures)
  return figure === undefined ? undefined : `figure:${figure}`
}

/** 团员____名（上年末____名，比上年增减____名）: what says only of which year it is, is of the figure before it. */
function ofSameFigure(before: string, previous: string | undefined, year: number): string | undefined {
  const when = yearIn(before, year)
  const figure = /^figure:[^@/]+/.exec(previous ?? '')?.[0]
  return when === '' || figure === undefined ? undefined : `${figure}${when}`
}

/** 主题团课____场，参加____人次: what counts people or hours without saying of what is of the same type of work. */
function besideBlank(
  before: string,
  after: string,
  earlier: readonly string[],
  { figures }: Named,
): string | undefined {
  const [, unit = '', doing = ''] =
    /^[百千万]?(人次|人|名|小时|学时|个|项)(?:青年|义工|志愿者|团员|群众)?(参加|参与)?/.exec(after) ?? []
  const isOfHours = /小时|学时/.test(unit) && /^(志愿)?(服务)?$/.test(before)
  const said = isOfHours ? '时长' : `${before === '' ? doing : before}(${unit})`
  const keys = earlier.map(mark => /^figure:([^@/]+)$/.exec(mark)?.[1])
  const figure = ofSameTypes(said, keys, figures)
  return figure === undefined ? undefined : `figure:${figure}`
}

/** ___年___月___日: behind a label of a day, or alone; a year that stands by itself is that of the form. */
function partOfDay(before: string, after: string, between: string): string | undefined {
  // Behind another label another day begins.
  const isAfterYear = /年$/.test(before) || /^年[^:：]*$/.test(between)
  if (/^月/.test(after)) return 'day-month'
  if (/^日/.test(after) && (/月$/.test(before) || /^月/.test(between))) return 'day-date'
  // 统计年度：____年 is the year that is asked for, whenever it is filled in.
  if (/^年(度)?/.test(after) && !isAfterYear)
    return /^年$/.test(after) && wordIn(before) !== 'year' ? 'day-year' : 'year'
  return undefined
}

function blankWord(before: string, known: Named): string | undefined {
  const word = wordIn(before)
  if (word !== undefined) return word
  const figure = figureIn(before, known.figures)
  return figure === undefined ? undefined : `figure:${figure}${yearIn(before, known.year)}`
}
