import type { IsoDay } from '#db/shared/day.ts'
import { type Cell, type SheetRow, shownText } from './cell.ts'
import type { Columns } from './header-match.ts'
import { type Dated, readDate } from './office-date.ts'
import { type Place, type Problem, problemAt } from './problem.ts'
import { bareText, tidyText } from './tidy-text.ts'
import type { WordTable } from './word-table.ts'

/** What a person writes for "nothing" in a column that asks for something. */
const nothing = /^(-+|—+|\/+|\\+|无|暂无|空|null|N\/A)$/i

/**
 * One row of a roster as its parser reads it: cells by field, with the problems met on the way. Every reader gives
 * undefined for a blank cell, for a column that the file lacks, and for what it had to leave out.
 */
export class RosterLine<F extends string> {
  readonly row: number
  readonly #cells: readonly Cell[]
  readonly #columns: Columns<F>
  readonly #problems: Problem[] = []

  constructor(row: SheetRow, columns: Columns<F>) {
    this.row = row.row
    this.#cells = row.cells
    this.#columns = columns
  }

  get problems(): readonly Problem[] {
    return this.#problems
  }

  get refused(): boolean {
    return this.#problems.some(problem => problem.refused)
  }

  has(field: F): boolean {
    return this.#columns[field] !== undefined
  }

  /** The cell as it is; a formula is refused here, and then counts as blank. */
  cell(field: F): Cell {
    const column = this.#columns[field]
    if (column === undefined) return null
    const cell = this.#cells[column.index] ?? null
    if (typeof cell !== 'object' || cell === null || cell.kind === 'day') return cell
    if (cell.kind === 'formula') {
      this.refuse(
        field,
        'formula',
        `单元格是公式 =${cell.formula},不是填写的内容。请复制后“选择性粘贴为数值”,或直接填写,再导入。`,
        `the cell is a formula, =${cell.formula}, not a value. Paste it as a value or type it in, and import again.`,
      )
    } else {
      this.note(
        field,
        'value-unknown',
        '单元格里是计算出错的结果,未读取。请填写正确的内容。',
        'the cell holds the error of a calculation and was not read. Type the right value.',
      )
    }
    return null
  }

  text(field: F): string | undefined {
    const cell = this.cell(field)
    if (cell === null) return undefined
    const text = tidyText(shownText(cell))
    return text === '' ? undefined : text
  }

  /** Text in which a dash or 无 means nothing. */
  optionalText(field: F): string | undefined {
    const text = this.text(field)
    return text === undefined || nothing.test(text) ? undefined : text
  }

  /** A number, code or address: no white space, half-width. A number shown as 1.9E+10 has lost its digits. */
  code(field: F): string | undefined {
    const cell = this.cell(field)
    if (cell === null) return undefined
    const text = bareText(shownText(cell)).replace(/^'/, '')
    if (text === '' || nothing.test(text)) return undefined
    if (!/^\d(\.\d+)?E\+?\d+$/i.test(text)) return text
    this.note(
      field,
      'value-unknown',
      '号码被表格软件改成了科学计数法,末尾几位已丢失,未读取。请把该列设为文本格式后重新填写。',
      'the number was turned into scientific notation and lost its last digits; it was not read. Format the column as text and type it again.',
    )
    return undefined
  }

  /** The value of a word from a closed list; a word that is not on it is noted and left out. */
  word<V extends string>(field: F, words: WordTable<V>): V | undefined {
    const text = this.optionalText(field)
    if (text === undefined) return undefined
    const value = words.valueOf(text)
    if (value === undefined) this.noteUnknown(field, false)
    return value
  }

  /** The usual word of an open list; a word that is not on it is noted, and kept. */
  term(field: F, terms: WordTable<string>): string | undefined {
    const text = this.optionalText(field)
    if (text === undefined) return undefined
    const term = terms.valueOf(text)
    if (term === undefined) this.noteUnknown(field, true)
    return term ?? text
  }

  noteUnknown(field: F, kept: boolean): void {
    this.note(
      field,
      'value-unknown',
      kept
        ? '不是常用的选项,已按原文保留。如写错了,请改正。'
        : '不是可识别的选项,此格未读取。请改为下拉选项中的一种。',
      kept
        ? 'not one of the usual words; it was kept as written. Correct it if it is a slip.'
        : 'not one of the known words; this cell was not read. Use one of the words of the form.',
    )
  }

  /** A day or month; what is no day of the calendar, or has more than one reading, is refused. */
  date(field: F, repairs: { readonly repair?: string | undefined } = {}): Dated | undefined {
    const reading = readDate(this.cell(field))
    switch (reading.kind) {
      case 'blank':
        return undefined
      case 'dated':
        return reading.dated
      case 'impossible':
        this.refuse(
          field,
          'date-impossible',
          '日历上没有这一天。请改正该单元格后重新导入。',
          'there is no such day in the calendar. Correct the cell and import the file again.',
          repairs.repair ?? reading.repair,
        )
        return undefined
      case 'unclear':
        this.refuse(
          field,
          'date-unclear',
          '看不出是哪一年哪一月。请写成 2018-03-05 或 2018-03 的形式后重新导入。',
          'the year and month are not clear. Write it as 2018-03-05 or 2018-03 and import the file again.',
          repairs.repair ?? reading.repair,
        )
    }
    return undefined
  }

  /** A date that should not lie behind the day of the roster; if it does, that is noted. */
  pastDate(field: F, today: IsoDay): Dated | undefined {
    const dated = this.date(field)
    if (dated !== undefined && dated.day > today) {
      this.note(
        field,
        'date-future',
        `晚于填报日期 ${today}。请核对。`,
        `this is after the day of the roster, ${today}. Check it.`,
      )
    }
    return dated
  }

  /** A whole number from `least` to `most`, with or without a unit behind it (3年, 12人). */
  whole(field: F, least: number, most: number): number | undefined {
    const text = this.code(field)
    if (text === undefined) return undefined
    const digits = /^(\d{1,7})(\.0+)?[^\d.]{0,3}$/.exec(text)?.[1]
    const value = digits === undefined ? Number.NaN : Number(digits)
    if (value >= least && value <= most) return value
    this.noteUnknown(field, false)
    return undefined
  }

  refuse(field: F, code: string, zh: string, en: string, repair: string | null = null): void {
    this.#problems.push(problemAt(this.#place(field), code, { zh, en, repair, refused: true }))
  }

  note(field: F, code: string, zh: string, en: string, repair: string | null = null): void {
    this.#problems.push(problemAt(this.#place(field), code, { zh, en, repair, refused: false }))
  }

  #place(field: F): Place {
    const column = this.#columns[field]
    const value = column === undefined ? '' : shownText(this.#cells[column.index])
    return { row: this.row, column: column?.header ?? field, value }
  }
}
