import { readDate } from '#db/records/types/office-date.ts'
import { plainMobile } from '#db/records/types/phone.ts'
import { daysBetween, type IsoDay } from '#db/shared/day.ts'
import { bareText } from '#db/shared/tidy-text.ts'
import { type Cell, type SheetRow, shownText } from '#db/sheets/cell.ts'
import type { RosterForm } from '../field.ts'
import type { RosterLine } from '../roster-line.ts'
import type { Columns } from './headers/header-match.ts'
import type { Table } from './locate-table.ts'

/** So many people below each other never have one mobile number. */
const leastAlike = 3
/** Nor do numbers or days of so many people go up, or down, by one from each to the next. */
const leastRising = 4
/** Nobody has more rows. */
const mostWaiting = 100

/** What a spreadsheet made of a cell that was drawn down from row `from`: the same again, or one more in each row. */
type Drawn = { readonly how: 'alike' | 'rising'; readonly from: number }
/** By field and number of the row: the cells that were drawn down. Of what rises the first cell is somebody's own. */
export type DrawnCells = Map<string, Map<number, Drawn>>

/** As which number a cell is compared with the one above it; undefined for what is not looked at. */
type AsNumber = (cell: Cell | undefined) => number | undefined

/** What is longer is none of these, and would be looked at for long in each of many rows. */
const longestLooked = 40

function shortText(cell: Cell | undefined): string {
  const text = shownText(cell)
  return text.length > longestLooked ? '' : text
}

function mobileOf(cell: Cell | undefined): number | undefined {
  const number = plainMobile(bareText(shortText(cell)))
  return number === undefined ? undefined : Number(number)
}

/** Without the province: what is longer is no exact number. */
function idNumberOf(cell: Cell | undefined): number | undefined {
  const text = bareText(shortText(cell))
  return /^\d{18}$/.test(text) ? Number(text.slice(3)) : undefined
}

const sinceThen = (day: IsoDay) => daysBetween('2000-01-01' as IsoDay, day)

function dayOf(cell: Cell | undefined): number | undefined {
  if (cell === undefined || cell === null) return undefined
  // 2011年3月 as a date cell shows no day, and has one.
  if (typeof cell === 'object' && cell.kind === 'day') return sinceThen(cell.day)
  if (shortText(cell) === '') return undefined
  const reading = readDate(cell)
  const isDay = reading.kind === 'dated' && reading.dated.precision === 'day'
  return isDay ? sinceThen(reading.dated.day) : undefined
}

const watched: Readonly<Record<string, AsNumber>> = {
  phone: mobileOf,
  idNumber: idNumberOf,
  joined: dayOf,
  since: dayOf,
  founded: dayOf,
  elected: dayOf,
}

/** Rows below each other of which each has the same as the one before, or one more, or one less. */
class Run {
  readonly #asNumber: AsNumber
  readonly #index: number
  readonly #cells: Map<number, Drawn>
  /** Whether the same in several rows says nothing. */
  readonly #mayBeAlike: boolean
  #last: { readonly number: number; readonly name: string; readonly row: number } | undefined
  #step = 0
  #people = 0
  /** Those of whom it is not known yet whether they are enough. */
  #waiting: number[] = []

  constructor(asNumber: AsNumber, index: number, cells: Map<number, Drawn>, mayBeAlike: boolean) {
    this.#asNumber = asNumber
    this.#index = index
    this.#cells = cells
    this.#mayBeAlike = mayBeAlike
  }

  /** How many of the last rows are undecided. */
  get undecided(): number {
    return this.#waiting.length
  }

  see(row: SheetRow, name: string): void {
    const number = this.#asNumber(row.cells[this.#index])
    const before = this.#last
    this.#last = number === undefined ? undefined : { number, name, row: row.row }
    if (number === undefined) {
      this.#begin([])
      return
    }
    const step = before === undefined ? undefined : number - before.number
    if (
      before === undefined ||
      step === undefined ||
      Math.abs(step) > 1 ||
      (step === 0 && this.#mayBeAlike)
    ) {
      this.#begin([row.row])
      return
    }
    // Somebody who has several rows has one number in all of them.
    const isHim = step === 0 && before.name === name
    if (!isHim && this.#people > 1 && step !== this.#step) this.#begin([before.row])
    if (!isHim) {
      this.#step = step
      this.#people++
    }
    this.#waiting.push(row.row)
    const isAlike = this.#step === 0
    if (this.#people >= (isAlike ? leastAlike : leastRising)) {
      const [first = row.row] = this.#waiting
      const from = this.#cells.get(before.row)?.from ?? first
      const how = isAlike ? 'alike' : 'rising'
      for (const each of this.#waiting) if (isAlike || each !== from) this.#cells.set(each, { how, from })
      this.#waiting = []
    } else if (this.#waiting.length >= mostWaiting) this.#waiting = []
  }

  #begin(waiting: number[]): void {
    this.#waiting = waiting
    this.#people = waiting.length
  }
}

/**
 * The rows of a table of people, or of organizations; which of their cells were drawn down the column is added to
 * `drawn`, before a row is handed on.
 */
export async function* notingDrawnCells<F extends string>(
  batches: AsyncIterable<readonly SheetRow[]>,
  { ownPhone, fields }: RosterForm<F>,
  { match, beside }: Pick<Table<F>, 'match' | 'beside'>,
  drawn: DrawnCells,
): AsyncGenerator<readonly SheetRow[]> {
  const columns: Columns<string> = match.columns
  const { name } = columns
  if (ownPhone === undefined || name === undefined || beside.length > 0) {
    yield* batches
    return
  }
  const ofPeople = fields.some(({ field }) => field === 'idNumber')
  const runs = Object.entries(watched).flatMap(([field, asNumber]) => {
    const column = columns[field]
    if (column === undefined) return []
    const cells = new Map<number, Drawn>()
    drawn.set(field, cells)
    // People of one branch joined on one day, and branches of one community may have one telephone.
    return [new Run(asNumber, column.index, cells, field !== 'phone' || !ofPeople)]
  })
  const held: SheetRow[] = []
  for await (const batch of batches) {
    const rows: SheetRow[] = []
    for (const row of batch) {
      const called = shownText(row.cells[name.index]).trim()
      for (const run of runs) run.see(row, called)
      held.push(row)
      const undecided = runs.reduce((most, run) => Math.max(most, run.undecided), 0)
      rows.push(...held.splice(0, held.length - undecided))
    }
    if (rows.length > 0) yield rows
  }
  if (held.length > 0) yield held
}

/** The row without a telephone that was copied to it: it is nobody's. */
export function withoutCopied(drawn: DrawnCells, row: SheetRow, { phone }: Columns<string>): SheetRow {
  if (phone === undefined || drawn.get('phone')?.get(row.row)?.how !== 'alike') return row
  return { ...row, cells: row.cells.with(phone.index, null) }
}

/** Tells of a row which of its cells were drawn down; an ID number that was is no one's, and so the row is refused. */
export function noteDrawn(
  drawn: DrawnCells,
  row: SheetRow,
  columns: Columns<string>,
  line: RosterLine<string>,
): void {
  for (const [field, cells] of drawn) {
    const cell = cells.get(row.row)
    const column = columns[field]
    if (cell === undefined || column === undefined) continue
    const value = shownText(row.cells[column.index])
    if (cell.how === 'alike')
      line.noteAt(column.header, value, 'phone-copied', {
        zh: '上下几个人写的是同一个手机号，像是往下拖动时复制的，这几个人的都没有登记。请填各人自己的号码。',
        en: 'people below each other have this same mobile number, as when a cell is drawn down: it was taken for none of them. Write the number of each.',
      })
    else if (field === 'idNumber')
      line.refuse(
        field,
        'id-drawn',
        `从第 ${cell.from} 行起，证件号码一行比一行差一，像是往下拖动时自动递增的，不是各人自己的号码。请对照证件重新填写。`,
        `from row ${cell.from} on each ID number is one away from the one above it, as when a cell is drawn down: it is nobody's own. Write it anew from the card.`,
      )
    else
      line.noteAt(column.header, value, drawnCode(field), {
        zh: `从第 ${cell.from} 行起，这一列一行比一行差一，像是往下拖动时自动递增的。台账里没有的先按它登记，已有的没有改动。请逐个核对。`,
        en: `from row ${cell.from} on each cell of this column is one away from the one above it, as when a cell is drawn down. It was taken where nothing is known, and changes nothing that is. Check each of them.`,
      })
  }
}

/** The code of the note on a cell of that field which rises by one. */
export const drawnCode = (field: string) => `${field}-drawn`
