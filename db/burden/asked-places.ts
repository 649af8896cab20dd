import type { FormCell, FormPart } from '#db/forms/form.ts'
import { formRoster } from '#db/forms/form-rosters.ts'
import { columnAt, isWithin, markOf, readPlaces } from '#db/forms/marks.ts'
import { monthOnly } from '#db/forms/periods.ts'
import { isUnit, labelKey } from '#db/forms/proposing/labels.ts'
import { spreadWord } from '#db/forms/spread.ts'
import { placeOf } from '#db/forms/workbook/a1.ts'
import type { Marks } from '#db/records/ledger/blank-form.ts'

/** Something that a form asks for. */
export type Asked = {
  /** What it is, the same in every form: `figure:members`, `members.phone`, or the words of its label. */
  readonly thing: string
  /** Its words on the form; of what the registry fills in, undefined. */
  readonly label: string | undefined
  /** The first of its places. */
  readonly at: string
  /** So many places of the form are for it; rows that are filled one each count once. */
  readonly places: number
  /** Whether the registry fills it in, or somebody types it. */
  readonly by: 'registry' | 'hand'
  /** What the registry could fill in there, though nobody has marked it so. */
  readonly could: string | undefined
}

/**
 * Everything that a form asks for: what is marked, and each blank with words before or above it that nobody marked.
 * Who fills it in and when is no question; nor are signatures, seals and remarks.
 */
export function askedPlaces(parts: readonly FormPart[], marks: Marks, proposed: Marks): readonly Asked[] {
  const found = new Map<string, Asked>()
  const add = (thing: string, one: Omit<Asked, 'thing' | 'places'>) => {
    const known = found.get(`${one.by} ${thing}`)
    found.set(
      `${one.by} ${thing}`,
      known === undefined
        ? { thing, ...one, places: 1 }
        : { ...known, places: known.places + 1, could: known.could ?? one.could },
    )
  }
  const { single, rows } = readPlaces(marks)
  for (const [at, said] of single) {
    const thing = thingOf(said)
    if (thing !== undefined) add(thing, { label: undefined, at, by: 'registry', could: undefined })
  }
  for (const block of rows)
    for (const [column, said] of block.columns) {
      const { of } = block
      const thing =
        of === 'units' ? thingOf(said) : isAside(said) ? undefined : `${of}.${said.replace(monthOnly, '')}`
      const at = columnAt(block, column)
      if (thing !== undefined) add(thing, { label: undefined, at, by: 'registry', could: undefined })
    }
  const couldBe = proposals(proposed)
  for (const part of parts)
    for (const { at, label } of unmarked(part, single, rows)) {
      const could = couldBe(at)
      // Who fills it in and when is filled in by itself as soon as it is marked; nobody counts that as a burden.
      if (could !== undefined && thingOf(could) === undefined && !could.includes('.')) continue
      add(labelKey(label), {
        label: label
          .replace(/\s+/g, ' ')
          .replace(/\s*[:：]?\s*$/, '')
          .trim(),
        at,
        by: 'hand',
        could,
      })
    }
  return [...found.values()]
}

/** Figures are the same thing of whatever year or office, and so is what is told of a person; words, units and texts ask nothing. */
export function thingOf(said: string): string | undefined {
  const mark = markOf(said)
  if (mark?.is === 'figure') return `figure:${mark.key}`
  if (mark?.is !== 'person') return undefined
  const field = (spreadWord(mark.field)?.whole ?? mark.field).replace(monthOnly, '')
  const roster = ['cadres', 'members'].find(as =>
    formRoster(as)?.form.fields.some(one => one.field === field),
  )
  return roster === undefined ? undefined : `${roster}.${field}`
}

const isAside = (said: string) => said === '#' || said.startsWith('text:')

/** What is proposed for a place, be it alone or in a column of rows. */
function proposals(proposed: Marks): (at: string) => string | undefined {
  const { single, rows } = readPlaces(proposed)
  return at => {
    const alone = single.get(at)
    if (alone !== undefined) return alone
    const [id, address = ''] = at.split('!')
    const place = placeOf(address)
    const block = place && rows.find(one => one.part === id && isWithin(one, place.row, place.column))
    const said = place && block?.columns.get(place.column)
    if (block === undefined || said === undefined || isAside(said)) return undefined
    return block.of === 'units' ? said : `${block.of}.${said}`
  }
}

type Rows = ReturnType<typeof readPlaces>['rows']

function* unmarked(
  part: FormPart,
  single: ReadonlyMap<string, string>,
  rows: Rows,
): Generator<{ readonly at: string; readonly label: string }> {
  const own = rows.filter(one => one.part === part.id)
  const texts = part.cells.filter(({ text }) => text.trim() !== '')
  // What has boxes or blanks of its own asks by itself, and heads nothing below it.
  const heads = texts.filter(({ text, blanks }) =>
    blanks.every(({ from, boxes }) => boxes === undefined && from === text.length),
  )
  // A line at the head that says nothing else is the title, also where nobody merged its cells.
  const [title] = texts
  const asks =
    title !== undefined &&
    texts.every(one => one === title || one.row > title.row) &&
    !/[:：]\s*$/.test(title.text)
      ? heads.filter(one => one !== title)
      : heads
  const sums = new Set(texts.filter(({ text }) => isSum(text)).map(({ row }) => row))
  for (const cell of part.cells) {
    for (const [n, { before, from }] of cell.blanks.entries()) {
      if (single.has(`${cell.at}#${n + 1}`) || !isQuestion(before) || contact.test(labelKey(before))) continue
      if (from === cell.text.length && (isBehindBlank(cell, part) || isSalutation(cell.text, part))) continue
      yield { at: `${cell.at}#${n + 1}`, label: before }
    }
    if (part.kind === 'text' || cell.isFormula || single.has(cell.at)) continue
    if (part.kind === 'controls') {
      if (isQuestion(cell.text)) yield { at: cell.at, label: cell.text }
      continue
    }
    if (cell.text.trim() !== '' || sums.has(cell.row)) continue
    const block = own.find(one => isWithin(one, cell.row, cell.column))
    // Of rows that are filled one each, a column that nobody marked is asked once, in the first of them.
    if (block !== undefined && (cell.row > block.from || block.columns.has(cell.column))) continue
    const label = labelAt(cell, part.kind === 'sheet' ? asks : heads, {
      width: part.width,
      isInRows: block !== undefined,
      // Headers of rows that are filled one each say nothing of what stands below these.
      headedFrom: Math.max(0, ...own.filter(({ to }) => to < cell.row).map(({ to }) => to + 1)),
    })
    if (label !== undefined) yield { at: cell.at, label }
  }
}

/** Behind 联系电话： the next cell is filled in, where that is blank. */
function isBehindBlank({ row, column, columns }: FormCell, { cells }: FormPart): boolean {
  const next = cells.find(one => one.row === row && one.column === column + columns)
  return next !== undefined && next.text.trim() === '' && !next.isFormula
}

/** Whom a letter is written to: 团市委办公室：. */
function isSalutation(text: string, { kind }: FormPart): boolean {
  return kind === 'text' && /^(各|尊敬的|\S*(办公室|委员会|[省市区]委)[:：]\s*$)/.test(text.trim())
}

/** Whom to ask back is as much part of filling it in as who did, and when. */
const contact = /^(联系人|联系电话|联系方式|联系人及电话|联系人及联系方式|联系人电话|统一填报日期)$/

const ofOthers = /^(审核|审批|签发)|(签字|签名|签章|盖章|公章|意见)$/

/** Headers that only say that something is counted or written: what is asked stands before the row. */
const general =
  /^(数量|人数|数值|数字|内容|填写内容|(本|上|去|今)年(度|数|末)?|\d{4}年(度|数)?|(同比)?增减|完成情况|情况|总数|指标值|数据)$/
/** Columns that ask for nothing that somebody has to find out. */
const aside = /^(备注|说明|序号|编号|(计量)?单位)$/

type Within = { readonly width: number; readonly isInRows: boolean; readonly headedFrom: number }

/** The words that say what a blank is for: the header above it, the words before it, or both. */
function labelAt(
  { row, column, columns }: FormCell,
  texts: readonly FormCell[],
  { width, isInRows, headedFrom }: Within,
): string | undefined {
  const covers = (from: number, size: number, at: number) => from <= at && at < from + size
  const lefts = texts.filter(one => covers(one.row, one.rows, row) && one.column < column)
  const nearest = lefts.at(-1)
  // Between the words and the blank there may stand a unit; behind a number with its unit nothing is asked.
  const label = lefts.findLast(({ text }) => isQuestion(text) && !isUnit(text))
  const isUnitBetween = nearest !== undefined && nearest !== label && isUnit(nearest.text)
  if (!isInRows && isUnitBetween && label !== undefined && label.column + label.columns < nearest.column)
    return undefined
  // Who signs, what the office above says: beside such words nothing is asked, whatever stands above.
  const isBeside = nearest !== undefined && nearest.column + nearest.columns === column
  if (!isInRows && isBeside && ofOthers.test(labelKey(nearest.text))) return undefined
  if (!isInRows && label !== undefined && contact.test(labelKey(label.text))) return undefined
  const left = isInRows ? undefined : label?.text
  const above = texts.findLast(
    one =>
      one.row < row &&
      one.row >= headedFrom &&
      covers(one.column, one.columns, column) &&
      (left === undefined || one.columns >= columns) &&
      !(one.columns >= width && one.columns > columns),
  )?.text
  if (above !== undefined && aside.test(labelKey(above))) return undefined
  const [before, head] = [left, above].map(text =>
    text !== undefined && isQuestion(text) ? text : undefined,
  )
  if (head === undefined || general.test(labelKey(head))) return before
  if (before === undefined || /^\d+$/.test(before.trim())) return head
  // A label before it with a colon, or with nothing but labels in its row, asks by itself.
  return texts.some(one => one.row === row && one.column > column) ? before : `${before} · ${head}`
}

/** Whether words ask for something that somebody has to know. */
function isQuestion(text: string): boolean {
  const key = labelKey(text)
  if (key.length < 2 || key.length > 30 || /^[\d.\s]+$/.test(key)) return false
  return (
    !/^(备注|说明|序号|编号|单位.{1,2}|填报人|填表人|经办人|报送人|制表人?|年|月|日|年月日)$/.test(key) &&
    !ofOthers.test(key)
  )
}

const isSum = (text: string) => /^(小计|合计|总计|共计)$/.test(labelKey(text))
