import { type CellOfTwo, toldOf } from '#db/records/types/cell-of-two.ts'
import type { At, Weight } from '#db/records/types/field.ts'
import { canBeSameDay, readDate } from '#db/records/types/office-date.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Text } from '#db/shared/text.ts'
import { bareText } from '#db/shared/tidy-text.ts'
import { type Cell, isBlank, type SheetRow, shownText } from '#db/sheets/cell.ts'
import type { RosterForm } from './field.ts'
import { type Problem, problemAt } from './problem.ts'
import { dateOfParts } from './recognising/headers/date-parts.ts'
import { headerKey } from './recognising/headers/header-key.ts'
import type { Column, Columns, SecondColumn } from './recognising/headers/header-match.ts'
import { nameOfParts } from './recognising/headers/name-parts.ts'
import { ticked } from './recognising/headers/tick-columns.ts'

/** A header that announces two things needs no word about the cells below it. */
function isOfBoth(header: string): boolean {
  return /应到.*实到|实到.*应到|起止|类型[及和与]|[起始].*止/.test(header.replace(/\s+/g, ''))
}

const none: readonly Problem[] = []

/** A bare number below 金额(万元) is so many 万; one that was written with its own unit stays as it is. A month is its first day. */
function inUnit(cell: Cell, unit: string): Cell {
  if (unit === '1日') {
    const [, year, month = ''] = /^\s*(\d{4})[年.\-/](\d{1,2})月?\s*$/.exec(shownText(cell)) ?? []
    return year === undefined ? cell : `${year}-${month.padStart(2, '0')}-01`
  }
  if (typeof cell === 'number') return `${Number(cell.toPrecision(12))}${unit}`
  return typeof cell === 'string' && /^\s*[\d,，]+(\.\d+)?\s*$/.test(cell) ? `${cell.trim()}${unit}` : cell
}

/** The organization of a row that stands in none of its own cells. `always`: it goes before the row's own cell. */
export type GivenPlace = {
  readonly field: string
  readonly text: string
  readonly always: boolean
}

/** Where a row stands: what holds for all rows of its table. */
export type LineContext = {
  readonly today: IsoDay
  /** The year that the lines above the table, its sheet or its file name. */
  readonly year?: string | undefined
  /** And the month, where each row is of one. */
  readonly month?: string | undefined
  readonly place?: GivenPlace | undefined
  /** The sheet, which is named in problems where a file has several. */
  readonly sheet?: string | undefined
  /** Fields that may stand in one cell. */
  readonly twos?: readonly CellOfTwo<string>[] | undefined
  /** By which word a column is named that the file lacks. */
  readonly usual?: ReadonlyMap<string, string> | undefined
  /** What headers mean, for cells that say it once more before their value. */
  readonly meanings?: RosterForm['meanings'] | undefined
}

/**
 * One row of a roster as its parser sees it: cells by field, and the problems met on the way. A column that the
 * file lacks reads as blank cells.
 */
export class RosterLine<F extends string> implements At {
  readonly row: number
  readonly today: IsoDay
  readonly asWritten = true
  #year: string | undefined
  readonly #month: string | undefined
  #at = ''
  readonly #cells: readonly Cell[]
  readonly #columns: Columns<F>
  readonly #place: GivenPlace | undefined
  readonly #sheet: string | undefined
  readonly #twos: readonly CellOfTwo<string>[]
  readonly #usual: ReadonlyMap<string, string> | undefined
  readonly #meanings: RosterForm['meanings'] | undefined
  #problems: Problem[] | undefined
  #refusedFields: Set<string> | undefined
  #knownFields: Set<string> | undefined

  constructor(row: SheetRow, columns: Columns<F>, context: LineContext) {
    const { place, sheet, twos = [], today, year, month, usual, meanings } = context
    this.#meanings = meanings
    this.#usual = usual
    this.today = today
    this.#year = year
    this.#month = month
    this.row = row.row
    this.#cells = row.cells
    this.#columns = columns
    this.#place = place
    this.#sheet = sheet
    this.#twos = twos
  }

  get year(): string | undefined {
    return this.#year
  }

  /** The row names its year itself, which goes before that of the sheet: a month without one is of it. */
  saysYear(year: string): void {
    this.#year = year
  }

  /** What is told from here on is told of this field. */
  readonly at = (field: F): At => {
    this.#at = field
    return this
  }

  /** A type of field tells what is wrong with a cell: the row goes on without what was not refused. */
  tell(weight: Weight, code: string, zh: string, en: string, repair: string | null = null): void {
    if (weight === 'refused') {
      this.#refusedFields ??= new Set()
      this.#refusedFields.add(this.#at)
    }
    this.#add(this.#at, code, { zh, en, repair, refused: weight === 'refused' })
  }

  /** What these fields say is known from elsewhere in the row: a formula in their cells leaves nothing out. */
  knows(...fields: readonly F[]): void {
    this.#knownFields = new Set(fields)
  }

  get problems(): readonly Problem[] {
    return this.#problems ?? none
  }

  get refused(): boolean {
    return this.#refusedFields !== undefined
  }

  isRefused(field: F): boolean {
    return this.#refusedFields?.has(field) ?? false
  }

  /** The cell as it is; a formula is refused here, the error of a calculation noted, and both count as blank. */
  cell(field: F): Cell {
    const column = this.#columns[field]
    const place = this.#place?.field === field ? this.#place : undefined
    if (place?.always) return place.text
    if (column?.says !== undefined) return column.says
    for (const two of this.#twos) {
      const part = two.fields[0] === field ? 0 : two.fields[1] === field ? 1 : undefined
      const said = part === undefined ? undefined : this.#partOf(two, part)
      if (said !== undefined) return said.cell
    }
    if (column === undefined) return place?.text ?? this.#given(field)
    const cell =
      column.also === undefined ? cellAt(this.#cells, column) : this.#ofSeveral(field, column, column.also)
    if (isBlank(cell)) return place?.text ?? this.#given(field)
    if (typeof cell !== 'object' || cell === null || cell.kind === 'day')
      return column.unit === undefined ? withoutLabel(cell, field, this.#meanings) : inUnit(cell, column.unit)
    if (cell.kind === 'formula' && this.#knownFields?.has(field)) {
      this.note(
        field,
        'formula',
        '单元格是公式，没有读取，按身份证号登记。',
        'the cell is a formula and was not read; the ID number says it.',
      )
    } else if (cell.kind === 'formula') {
      this.refuse(
        field,
        'formula',
        '单元格是公式，不是填写的内容。请复制后“选择性粘贴为数值”，或直接填写，再导入。',
        'the cell is a formula, not a value. Paste it as a value or type it in, and import again.',
      )
    } else {
      this.note(
        field,
        'value-unknown',
        '单元格里是计算出错的结果，未读取。请填写正确的内容。',
        'the cell holds the error of a calculation and was not read. Type the right value.',
      )
    }
    return null
  }

  /** The first column that says something; what another one says otherwise is told. */
  #ofSeveral(field: string, column: Column, also: readonly SecondColumn[]): Cell {
    const own = cellAt(this.#cells, column)
    const others = also.map(({ index, header }) => ({ header, cell: this.#cells[index] ?? null }))
    const first = saysNothing(own) ? others.find(({ cell }) => !saysNothing(cell)) : undefined
    const cell = first?.cell ?? own
    const header = first?.header ?? column.header
    for (const other of others) {
      if (other === first || saysNothing(other.cell) || saysTheSame(field, cell, other.cell)) continue
      // A cell may be looked at more than once.
      if (this.#problems?.some(({ column: told, code }) => told === other.header && ofSeveral.has(code)))
        continue
      const [value, taken] = [other.cell, cell].map(shownText)
      if (field === 'phone')
        this.noteAt(other.header, value ?? '', 'phones-several', {
          zh: `另一列已有号码 ${taken}，只登记了那一个。要登记这一个的，请改在那一列。`,
          en: `another column has a number already, ${taken}, which alone was taken. For this one, change that column.`,
        })
      else if (field === 'idNumber')
        this.refuseAt(other.header, value ?? '', 'columns-differ', {
          zh: `“${header}”一列写的是“${taken}”，和这里不一样，不知道哪一个是对的。请对照证件改正后重新导入。`,
          en: `the column ${header} says "${taken}", which differs from this, and it is not known which is right. Correct it from the card and import again.`,
        })
      else
        this.noteAt(other.header, value ?? '', 'columns-differ', {
          zh: `“${header}”一列写的是“${taken}”，和这里不一样，按那一列登记。请核对。`,
          en: `the column ${header} says "${taken}", which differs from this and was taken. Check it.`,
        })
    }
    return cell
  }

  /** What the file calls the column of a field; nothing where it has none. */
  header(field: F): string {
    return this.#columns[field]?.header ?? ''
  }

  /** The cell as a person sees it, and nothing told of it; a formula or an error says nothing. */
  shown(field: F): string {
    const column = this.#columns[field]
    const cell = column === undefined ? null : cellAt(this.#cells, column)
    return typeof cell === 'object' && cell !== null && cell.kind !== 'day' ? '' : shownText(cell).trim()
  }

  /** A year that is asked for may stand above the table, and so may a month. */
  #given(field: F): Cell {
    if (field === 'of') return this.#month ?? null
    return field === 'year' ? (this.year ?? null) : null
  }

  /** What a cell that holds two fields says of one of them: its own, or the other's where its own is blank. */
  #partOf(two: CellOfTwo<string>, part: 0 | 1): { readonly cell: Cell } | undefined {
    const byName: Readonly<Record<string, Column | undefined>> = this.#columns
    const [one, other] = two.fields
    if (two.onlyInOneColumn === true && byName[one]?.index !== byName[other]?.index) return undefined
    for (const field of [two.fields[part], two.fields[part === 0 ? 1 : 0]]) {
      const column = byName[field]
      const cell = column === undefined ? null : (this.#cells[column.index] ?? null)
      if (column === undefined || isBlank(cell)) continue
      const parts = two.parts(cell, column.header)
      if (parts === undefined) {
        if (field === two.fields[part] && column.within !== true) return undefined
        continue
      }
      const at = field === one ? 1 : 0
      if (two.mustAgree === true && this.#saysOtherNumber(byName[two.fields[at]], column, parts[at])) {
        if (field === two.fields[part]) return undefined
        continue
      }
      if (part === 0 && two.isOfBoth !== undefined && this.#saysElse(byName[other], column, parts[1]))
        return undefined
      if (part === 0 && !isOfBoth(column.header) && two.isOfBoth?.(column.header) !== true) {
        const { zh, en } = toldOf(two, parts)
        this.noteAt(column.header, shownText(cell), 'cell-of-two', { zh, en })
      }
      return { cell: parts[part] ?? null }
    }
    return byName[two.fields[part]]?.within === true ? { cell: null } : undefined
  }

  /** Whether the other field's own column says something else than the cell of both: then it is not known which is true. */
  #saysElse(own: Column | undefined, both: Column, part: Cell): boolean {
    if (own === undefined || own.index === both.index || isBlank(part)) return false
    const said = cellAt(this.#cells, own)
    const [one, other] = [said, part].map(cell => bareText(shownText(cell)).toUpperCase())
    return !isBlank(said) && one !== other
  }

  #saysOtherNumber(own: Column | undefined, both: Column, part: Cell): boolean {
    if (own === undefined || own.index === both.index) return false
    const [one, other] = [cellAt(this.#cells, own), part].map(cell => shownText(cell).replace(/\D/g, ''))
    return one !== '' && one !== other
  }

  /** Leaves the row out for this cell. */
  refuse(field: F, code: string, zh: string, en: string, repair: string | null = null): void {
    this.#refusedFields ??= new Set()
    this.#refusedFields.add(field)
    this.#add(field, code, { zh, en, repair, refused: true })
  }

  /** The same for a value that is missing, unless its cell was refused already. */
  refuseMissing(field: F, code: string, zh: string, en: string): void {
    if (!this.isRefused(field)) this.refuse(field, code, zh, en)
  }

  note(field: F, code: string, zh: string, en: string): void {
    this.#add(field, code, { zh, en, repair: null, refused: false })
  }

  /** A note about a cell of which no field is read. */
  noteAt(column: string, value: string, code: string, says: Text): void {
    const place = { row: this.row, sheet: this.#sheet, column, value }
    this.#problems ??= []
    this.#problems.push(problemAt(place, code, { ...says, refused: false }))
  }

  /** Leaves the row out for a cell that is in no column of the roster. */
  refuseAt(column: string, value: string, code: string, says: Text): void {
    const place = { row: this.row, sheet: this.#sheet, column, value }
    this.#refusedFields ??= new Set()
    this.#refusedFields.add(column)
    this.#problems ??= []
    this.#problems.push(problemAt(place, code, { ...says, refused: true }))
  }

  #add(
    field: string,
    code: string,
    says: {
      readonly zh: string
      readonly en: string
      readonly repair: string | null
      readonly refused: boolean
    },
  ): void {
    const byName: Readonly<Record<string, Column | undefined>> = this.#columns
    const column = byName[field]
    const value =
      column === undefined
        ? ''
        : shownText(column.ticks === undefined ? cellAt(this.#cells, column) : this.#cells[column.index])
    const place = {
      row: this.row,
      sheet: this.#sheet,
      column: column?.header ?? this.#usual?.get(field) ?? field,
      value,
    }
    this.#problems ??= []
    this.#problems.push(problemAt(place, code, says))
  }
}

/** 无 and a stroke say no more than a blank does. */
function saysNothing(cell: Cell): boolean {
  return (
    isBlank(cell) || (typeof cell === 'string' && /^(?:-+|—+|–+|\/+|\\+|无|没有|暂无|空)$/.test(cell.trim()))
  )
}

/** What is told of a second column. */
const ofSeveral: ReadonlySet<string> = new Set(['phones-several', 'columns-differ'])

/** Whether two cells of one thing agree: a number but for signs within it, a day as far as both tell it. */
function saysTheSame(field: string, one: Cell, other: Cell): boolean {
  const [a = '', b = ''] = [one, other].map(cell => bareText(shownText(cell)).toUpperCase())
  if (a === b) return true
  if (field === 'phone') return a.replace(/\D/g, '').includes(b.replace(/\D/g, ''))
  const [day, same] = [readDate(one), readDate(other)]
  return day.kind === 'dated' && same.kind === 'dated' && canBeSameDay(day.dated, same.dated)
}

/** The cell below a header: of a date or a name that is spread over several columns, all of it. */
export function cellAt(cells: readonly Cell[], { index, ticks, parts, given }: Column): Cell {
  if (ticks !== undefined) return ticked(cells, ticks)
  if (given !== undefined) return nameOfParts(cells, index, given)
  return parts === undefined ? (cells[index] ?? null) : dateOfParts(cells, index, parts)
}

/** No header is longer. */
const longestLabel = 12

/** 身份证：4403… below 身份证号码: the header once more, and behind it the value. */
function withoutLabel(cell: Cell, field: string, meanings: RosterForm['meanings'] | undefined): Cell {
  if (typeof cell !== 'string' || meanings === undefined) return cell
  const at = cell.search(/[:：]/)
  if (at < 1 || at > longestLabel) return cell
  const isSame = meanings()
    .get(headerKey(cell.slice(0, at)))
    ?.some(known => known.field === field)
  return isSame ? cell.slice(at + 1).trim() : cell
}
