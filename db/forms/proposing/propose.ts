import type { Marks } from '#db/records/ledger/blank-form.ts'
import type { FormCell, FormPart } from '../form.ts'
import { cellsAbove, Grid, saidAbove, saidBefore } from '../grid.ts'
import { unitsOf } from '../marks.ts'
import { aboutOnePerson, asksOfPerson } from '../people/one-person.ts'
import { monthsIn, monthsMark } from '../periods.ts'
import { unitSaid } from '../scale.ts'
import { type SpreadCell, spreadCells } from '../spread.ts'
import { headBeside, labelBeside } from './beside.ts'
import { inTexts } from './in-texts.ts'
import type { Known } from './known.ts'
import { figureIn, labelKey, measureIn, partOf, saysSum, wordIn, yearIn, yearOfHeads } from './labels.ts'
import { onceEach, saysLittle } from './once-each.ts'
import { blocksIn, marksOf, ownFigure } from './propose-rows.ts'

/** What probably belongs where, by the words of the form: rows of a roster first, then single cells, then blanks in texts. */
export function propose(parts: readonly FormPart[], known: Known): Marks {
  const marks: Record<string, string> = {}
  const ofPerson = aboutOnePerson(parts)
  for (const part of parts) {
    const unit = part.kind === 'sheet' ? unitOfSheet(part.name, known) : undefined
    const year = yearOfHeads(part.kind === 'text' ? [] : part.cells.map(({ text }) => text), known.year)
    // Tables of a document about one person are of that person, too: family, work, what the office above says.
    const person = ofPerson.get(part.id) ?? (ofPerson.size > 0 && part.kind === 'table' ? {} : undefined)
    const found = proposedIn(part, { ...known, year }, person)
    Object.assign(marks, unit === undefined ? ofBlocks(found, part, known) : ofUnit(found, unit))
  }
  return marks
}

type Unit = Known['units'][number]

/** A sheet of its own for an office below is called after it. */
function unitOfSheet(name: string, known: Known): Unit | undefined {
  const [named] = unitNamed(name, known)
  return known.units.find(({ code, name: short }) => (code ?? short) === named)
}

/** A block of rows for each office below stands under its name alone, over the whole width: what is asked there is asked of that. */
function ofBlocks(found: Marks, part: FormPart, known: Known): Marks {
  if (part.kind === 'text' || part.kind === 'controls') return found
  const titles = part.cells.flatMap(({ text, row, columns }) => {
    if (columns < 2 || columns < part.width) return []
    const [named] = unitNamed(text, known)
    const unit = known.units.find(({ code, name }) => (code ?? name) === named)
    const isForAll = saysSum(text)
    // An office that nobody knows here, and no heading within a block (一、组织建设).
    const isOther = /(街道|社区|学校|[中小大]学|医院|公司|集团|[团工]委|局|园区|支部|总支|中心|协会)$/.test(
      labelKey(text),
    )
    return unit !== undefined || isForAll || isOther ? [{ row, unit, isForAll }] : []
  })
  if (!titles.some(({ unit }) => unit !== undefined)) return found
  const rows = new Map(part.cells.map(({ at, row }) => [at, row]))
  const marks: Record<string, string> = {}
  const titleOver = (at: string) => {
    const row = rows.get(at.replace(/#\d+$/, '')) ?? Number(/!\D*(\d+)/.exec(at)?.[1] ?? 0) - 1
    return titles.findLast(title => title.row < row)
  }
  for (const [at, mark] of Object.entries(found)) {
    const title = titleOver(at)
    if (title?.unit !== undefined) Object.assign(marks, ofUnit({ [at]: mark }, title.unit))
    else if (title === undefined || title.isForAll) marks[at] = mark
  }
  return marks
}

/** What is asked on the sheet of an office below is asked of that. Who fills it in there is not known here. */
function ofUnit(found: Marks, { code, name, full }: Unit): Marks {
  const office = code ?? name
  const said = Object.entries(found).flatMap(([at, mark]): [string, string][] => {
    if (mark === 'office') return [[at, `text:${full}`]]
    if (mark === 'writer' || mark === 'secretary' || mark.startsWith('office-')) return []
    if (mark === 'units' || mark === unitsOf({ tier: 'community' }))
      return [[at, unitsOf({ office, tier: mark === 'units' ? undefined : 'community' })]]
    const isSingle = !at.includes(':')
    return [[at, isSingle && mark.startsWith('figure:') && !mark.includes('/') ? `${mark}/${office}` : mark]]
  })
  return Object.fromEntries(said)
}

function proposedIn(part: FormPart, known: Known, person: Marks | undefined): Marks {
  if (part.kind === 'controls') return controls(part, known)
  const blanks = inTexts(part, known)
  if (part.kind === 'text') return { ...blanks, ...person }
  const grid = new Grid(part)
  const rows = person !== undefined ? [] : blocksIn(part, grid, known)
  const spread = spreadCells(grid)
  const singles = new Map<FormCell, string>()
  for (const cell of part.cells) {
    if (cell.text.trim() !== '' || cell.isFormula) continue
    if (rows.some(({ from, to }) => cell.row >= from && cell.row <= to)) continue
    if (person !== undefined && saidBefore(cell, grid).slice(0, 1).some(asksOfPerson)) continue
    const said = single(cell, { grid, spread }, known)
    if (said !== undefined) singles.set(cell, said)
  }
  return {
    ...blanks,
    ...onceEach(singles, grid, text => figureIn(text, known.figures) !== undefined),
    ...person,
    ...Object.assign({}, ...rows.map(block => marksOf(part, block))),
  }
}

const dayParts: Readonly<Record<string, string>> = { '@y': 'day-year', '@m': 'day-month', '@d': 'day-date' }

/** What belongs in a blank cell, by the words before it and above it. */
function single(
  cell: FormCell,
  { grid, spread }: { readonly grid: Grid; readonly spread: ReadonlyMap<FormCell, SpreadCell> },
  known: Known,
): string | undefined {
  const lefts = saidBefore(cell, grid)
  const above = saidAbove(cell, grid)
  const [left = ''] = lefts
  const apart = spread.get(cell)
  if (apart !== undefined && dayParts[apart.end] !== undefined)
    return wordIn(apart.label) === 'day' ? dayParts[apart.end] : undefined
  const year = above.map(text => yearIn(text, known.year)).find(one => one !== '') ?? ''
  const measure = above.slice(0, 1).flatMap(text => measureIn(text) ?? [])[0] ?? ''
  const own =
    labelBeside(cell, grid, known.figures) ??
    lefts
      .map(text => figureIn(measure === '' ? text : `${labelKey(text)}${measure}`, known.figures))
      .find(one => one !== undefined) ??
    ofLevelBefore(lefts, known) ??
    partAbove(cell, grid, known)
  if (own !== undefined) {
    if (above.some(text => /^(单位|计量单位)$/.test(labelKey(text)))) {
      // A label that says in what it is counted is taken at its word: 募集物资（公斤）.
      const unit = lefts.map(unitSaid).find(said => said !== undefined)
      return unit === undefined ? `unit:${own}` : `text:${unit}`
    }
    if (above.some(text => /^(备注|说明|完成时间|责任人|联系人|牵头单位)$/.test(labelKey(text))))
      return undefined
    const months = above.map(monthsIn).find(one => one !== undefined)
    const unit = above.flatMap(text => unitNamed(text, known))[0]
    return `figure:${own}${yearIn(left, known.year) || year || (months === undefined ? '' : monthsMark(months))}${unit === undefined ? '' : `/${unit}`}`
  }
  // Who and when stands right behind its label; further cells of the line are for nobody.
  const word = isBehind(cell, left, grid) ? wordIn(left) : undefined
  if (word !== undefined) return word
  const counted = saidAfter(cell, grid)
  const after = counted === undefined ? undefined : figureIn(counted, known.figures)
  if (after !== undefined) return `figure:${after}${yearIn(left, known.year) || year}`
  // Beside 合计 the column of names has no number.
  if (lefts.length > 0 && above.some(text => /^(街道|社区)(名称)?$/.test(labelKey(text)))) return undefined
  const heads = namingAbove(cell, grid)
  // Sums of the rows above are no heads.
  const over = cellsAbove(cell, grid).filter(({ isFormula }) => !isFormula)
  const [nearest] = over
  if (nearest !== undefined && isLineOfLabels(nearest.row, grid)) return undefined
  const head =
    (nearest && headBeside(nearest, grid, known.figures, one => ownFigure(one, grid, known))) ??
    heads.map(text => figureIn(text, known.figures)).find(one => one !== undefined) ??
    over.slice(0, 1).map(one => ownFigure(one, grid, known))[0]
  if (head === undefined) return undefined
  const unit = lefts.flatMap(text => unitNamed(text, known))[0]
  const months = lefts.map(monthsIn).find(one => one !== undefined)
  const ofYear = lefts.map(text => yearIn(text, known.year)).find(one => one !== '') ?? ''
  const when = year || ofYear || (months === undefined ? '' : monthsMark(months))
  if (unit !== undefined) return `figure:${head}${when}/${unit}`
  const isAlone =
    lefts.length === 0 ||
    lefts.every(
      text =>
        monthsIn(text) !== undefined ||
        isOneOfBoth(text, known.year) ||
        saysSum(text) ||
        /^(全年|全年合计|全年累计|累计|数量|人数|本单位|\d*)$/.test(labelKey(text)),
    )
  return isAlone ? `figure:${head}${when}` : undefined
}

/** 优秀共青团员 | 省级 | [ ]: the level of an honour in a column of its own. */
function ofLevelBefore([level = '', name]: readonly string[], { figures }: Known): string | undefined {
  if (name === undefined || !/^[省市]级?$/.test(labelKey(level))) return undefined
  return figureIn(`${labelKey(name)}(${labelKey(level)})`, figures)
}

/** A line in which every label has its own blank behind it: they head nothing below. */
function isLineOfLabels(row: number, grid: Grid): boolean {
  return grid
    .inRow(row)
    .filter(({ text }) => text.trim() !== '')
    .every(label => {
      const behind = grid.at(row, label.column + label.columns)
      return behind !== undefined && behind.text.trim() === '' && !behind.isFormula
    })
}

/** 2018年 or 上年 before a row: the year that the form is of, or the one before it. */
function isOneOfBoth(text: string, year: number): boolean {
  const [, said, word] =
    /^(?:(\d{4})年?(?:度|末|底)?|(本年度?|今年|当年|上年度?|去年))$/.exec(labelKey(text)) ?? []
  return word !== undefined || (said !== undefined && [year, year - 1].includes(Number(said)))
}

/** 其中：新建 in the rows below 园区团委 is of that. */
function partAbove(cell: FormCell, grid: Grid, { figures }: Known): string | undefined {
  const label = grid
    .inRow(cell.row)
    .findLast(one => one.column < cell.column && /^\s*(其中|另有)/.test(one.text))
  if (label === undefined) return undefined
  const rows = Array.from(
    { length: label.row },
    (_, n) => grid.at(label.row - 1 - n, label.column)?.text ?? '',
  )
  const whole = rows.find(text => text.trim() !== '' && !/^\s*(其中|另有)/.test(text))
  return whole === undefined ? undefined : partOf(label.text, whole, figures)
}

function isBehind({ row, column }: FormCell, label: string, grid: Grid): boolean {
  return grid.at(row, column - 1)?.text === label
}

/** 观湖街道团工委, 观湖街道 and 观湖 are one place. */
function placeIn(name: string): string {
  return name.replace(/(?<=.{2})(街道|社区)?(团工委|团委|团总支|办事处)?$/, '')
}

function unitNamed(text: string, { units }: Known): string[] {
  const key = labelKey(text)
  if (key.length < 2) return []
  const found = units.filter(
    ({ name, full }) => name === key || full === key || placeIn(name) === placeIn(key),
  )
  return found.length === 1 && found[0] !== undefined ? [found[0].code ?? found[0].name] : []
}

/** What is counted, where it stands behind the blank: 现有 [ ] 名团员. */
function saidAfter({ row, column, columns }: FormCell, grid: Grid): string | undefined {
  const text = grid.at(row, column + columns)?.text.trim() ?? ''
  return /^[个名人场次项期篇条支](?=\p{Script=Han})/u.test(text) ? text.slice(1) : undefined
}

/**
 * The headers that may name the figure of a cell. One that lies over several columns speaks of all of them: it names a figure only
 * where those below it say no more than of which year, or that it is counted.
 */
function namingAbove(cell: FormCell, grid: Grid): readonly string[] {
  const heads = cellsAbove(cell, grid).filter(({ isFormula }) => !isFormula)
  const own = heads.findIndex(({ columns }) => columns > cell.columns)
  if (own < 0) return heads.map(({ text }) => text)
  const little = heads.slice(0, own).every(({ text }) => saysLittle(text))
  return (little ? heads : heads.slice(0, own)).map(({ text }) => text)
}

function controls(part: FormPart, known: Known): Marks {
  const marks: Record<string, string> = {}
  for (const { at, text } of part.cells) {
    const keyed = known.figures.find(({ key }) => key === text.trim())?.key
    const figure = keyed ?? figureIn(text, known.figures)
    const said =
      wordIn(text) ?? (figure === undefined ? undefined : `figure:${figure}${yearIn(text, known.year)}`)
    if (said !== undefined) marks[at] = said
  }
  return marks
}
