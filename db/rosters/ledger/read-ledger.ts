import type { IsoDay } from '#db/shared/day.ts'
import { refuse } from '#db/shared/refusal.ts'
import { isBlank, type SheetRow, shownText } from '#db/sheets/cell.ts'
import { firstRows } from '#db/sheets/sheet.ts'
import type { SourceFile } from '#db/sheets/source-file.ts'
import { openSpreadsheet } from '#db/sheets/spreadsheet.ts'
import type { Task } from '#db/sqlite/task.ts'
import { type Problem, problemAt } from '../problem.ts'
import type { Columns } from '../recognising/headers/header-match.ts'
import { locateTable } from '../recognising/locate-table.ts'
import { RosterLine } from '../roster-line.ts'
import { readWholeDay } from '../values/read-value.ts'
import { joinedRows } from './joined-rows.ts'
import { type LedgerField, ledgerForm } from './ledger-form.ts'

/** One line of a ledger as it was written; a blank cell says nothing. */
export type LedgerRow = {
  readonly row: number
  /** By its code, else by its name. */
  readonly org: string
  /** What it calls the organization beside its code; empty where it has no code. */
  readonly called: string
  readonly opened: IsoDay | undefined
  readonly said: Readonly<
    Partial<Record<'rules' | 'problems' | 'measures' | 'owner' | 'liaison' | 'due', string>>
  >
  readonly progress: string
  readonly state: string
}

export type ReadLedger = {
  readonly headers: Readonly<Partial<Record<LedgerField, string>>>
  readonly rows: readonly LedgerRow[]
  readonly problems: readonly Problem[]
}

/** A district has some nine hundred branches: nobody puts more in order at once. */
const mostRows = 5000

export type LedgerInput = SourceFile & { readonly today: IsoDay }

/** Reads a ledger that was filled in elsewhere, in a thread: what is no ledger is refused, wrong cells are told. */
export const readLedger: Task<LedgerInput, never, ReadLedger> = async input => {
  const { fileName, today } = input
  for (const sheet of await openSpreadsheet(input)) {
    if (sheet.hidden) continue
    const rows = await firstRows(sheet, mostRows + 100)
    const table = locateTable(rows, ledgerForm)
    const columns = table?.match.columns
    if (table === undefined || columns === undefined) continue
    if ((columns.org ?? columns.code) === undefined || (columns.problems ?? columns.progress) === undefined)
      continue
    if (rows.length >= mostRows + 100) tooMany(fileName)
    const headers: Partial<Record<LedgerField, string>> = {}
    for (const { field } of ledgerForm.fields) {
      const header = columns[field]?.header
      if (header !== undefined) headers[field] = header
    }
    const found: LedgerRow[] = []
    const { whole, loose } = joinedRows(
      rows.filter(one => one.row > table.headerEnd),
      columns,
    )
    const problems: Problem[] = loose.map(row => goesOnNothing(row, columns))
    for (const row of whole) {
      const named = [columns.code, columns.org].some(
        one => one !== undefined && !isBlank(row.cells[one.index]),
      )
      const isSigned = ledgerForm.fields.filter(({ field }) => {
        const column = columns[field]
        return field !== 'number' && column !== undefined && !isBlank(row.cells[column.index])
      })
      // Signatures and remarks below the table fill in one cell.
      if (!named || isSigned.length < 2) continue
      const line = new RosterLine<LedgerField>(row, columns, { today })
      const parsed = parse(line)
      problems.push(...line.problems)
      if (!line.refused) found.push(parsed)
    }
    if (found.length + problems.length === 0) noRows(fileName)
    return { headers, rows: found, problems }
  }
  refuse(
    'not-a-ledger',
    `“${fileName}”里找不到整治台账：表头要有“团组织全称”或“组织ID”，以及“主要问题”或“进展”。请用本程序导出的台账填写。`,
    `There is no ledger of cases in ${fileName}: its header needs 团组织全称 or 组织ID, and 主要问题 or 进展. Fill in a ledger that this program wrote.`,
    { file: fileName },
  )
}

function parse(line: RosterLine<LedgerField>): LedgerRow {
  const text = (field: LedgerField) => shownText(line.cell(field)).trim()
  const said: Partial<Record<keyof LedgerRow['said'], string>> = {}
  for (const field of ['rules', 'problems', 'measures', 'owner', 'liaison'] as const) {
    const written = text(field)
    if (written !== '') said[field] = written
  }
  const due = readWholeDay(line, 'due')
  if (due !== undefined) said.due = due
  const code = text('code')
  return {
    row: line.row,
    org: code === '' ? text('org') : code,
    called: code === '' ? '' : text('org'),
    opened: readWholeDay(line, 'opened'),
    said,
    progress: text('progress'),
    state: text('state'),
  }
}

/** A row that says to go on another one, which was deleted, or of which organization or day were written otherwise. */
function goesOnNothing(row: SheetRow, columns: Columns<LedgerField>): Problem {
  const value = shownText(row.cells[columns.number?.index ?? 0])
  return problemAt({ row: row.row, column: columns.number?.header ?? '序号', value }, 'goes-on-nothing', {
    zh: '这是接着写的一行，但表里没有它所接的那一行，没有导入。请核对组织ID、团组织全称和认定日期是否与上一行相同。',
    en: 'This row goes on another one that is not in the sheet, so it was left out. Check that code, name and day are those of the row above.',
    refused: true,
  })
}

function tooMany(file: string): never {
  refuse(
    'too-many-rows',
    `“${file}”超过 ${mostRows} 行，一次办理不了。请分成几个文件。`,
    `${file} has more than ${mostRows} lines, too many for one ledger. Divide it into several files.`,
    { file },
  )
}

function noRows(file: string): never {
  refuse(
    'no-rows',
    `“${file}”里没有一行写明团组织。请核对是不是选错了文件。`,
    `${file} has no line that names an organization. Check that it is the right file.`,
    { file },
  )
}
