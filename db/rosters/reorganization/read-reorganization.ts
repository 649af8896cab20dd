import { type OrgAct, orgActWords } from '#db/records/words/decision-words.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { refuse } from '#db/shared/refusal.ts'
import { isBlank, type SheetRow } from '#db/sheets/cell.ts'
import { firstRows, type Sheet } from '#db/sheets/sheet.ts'
import type { SourceFile } from '#db/sheets/source-file.ts'
import { openSpreadsheet } from '#db/sheets/spreadsheet.ts'
import type { Task } from '#db/sqlite/task.ts'
import type { Problem } from '../problem.ts'
import { dittoFiller } from '../recognising/ditto.ts'
import { locateTable, type Table } from '../recognising/locate-table.ts'
import { RosterLine } from '../roster-line.ts'
import { readOptionalText, readText, readWholeDay } from '../values/read-value.ts'
import { type ReorganizationField, reorganizationForm } from './reorganization-form.ts'

/** One line: what becomes of which organization from which day. */
export type ReorganizationRow = {
  readonly row: number
  readonly sheet?: string | undefined
  readonly act: OrgAct
  readonly org: string
  readonly target: string | undefined
  /** None where the line says none: then it holds from the day of the whole. */
  readonly on: IsoDay | undefined
  readonly decided: IsoDay | undefined
  readonly document: string | undefined
  readonly said: Readonly<
    Partial<Record<'name' | 'short_name' | 'code' | 'kind' | 'tier' | 'members', string>>
  >
}

export type ReadReorganization = {
  readonly sheet: string
  readonly headerRow: number
  /** The headers as the file writes them, by field. */
  readonly headers: Readonly<Partial<Record<ReorganizationField, string>>>
  readonly ignored: readonly string[]
  readonly read: number
  readonly rows: readonly ReorganizationRow[]
  readonly problems: readonly Problem[]
}

/** A district has a few hundred organizations below each street: nobody decides about more at once. */
const mostRows = 2000

export type ReorganizationInput = SourceFile & {
  readonly wantedSheet: string | undefined
  readonly today: IsoDay
}

/** Reads a workbook of a reorganization, in a thread: what is no reorganization is refused, wrong cells are told. */
export const readReorganization: Task<ReorganizationInput, never, ReadReorganization> = async input => {
  const { fileName, wantedSheet, today } = input
  const sheets = await openSpreadsheet(input)
  const { sheet, table, rows } = await chooseSheet(sheets, fileName, wantedSheet)
  const columns = table.match.columns
  const found: ReorganizationRow[] = []
  const problems: Problem[] = []
  let read = 0
  const fill = dittoFiller()
  for (const written of rows.filter(one => one.row > table.headerEnd)) {
    const row = fill(written)
    const line = new RosterLine<ReorganizationField>(row, columns, { today })
    const isRow = (['act', 'org'] as const).every(name => {
      const column = columns[name]
      return column !== undefined && !isBlank(row.cells[column.index])
    })
    // Signatures and remarks below the table fill in neither.
    if (!isRow && !halfFilled(row, columns)) continue
    read++
    const parsed = parse(line)
    problems.push(...line.problems)
    if (parsed !== undefined) found.push(parsed)
  }
  if (read === 0)
    refuse(
      'no-rows',
      `“${fileName}”的工作表“${sheet.name}”里没有一行写明动作和组织。请核对是不是选错了文件。`,
      `Sheet "${sheet.name}" of ${fileName} has no line that names an act and an organization. Check that it is the right file.`,
      { file: fileName },
    )
  const headers: Partial<Record<ReorganizationField, string>> = {}
  for (const { field } of reorganizationForm.fields) {
    const header = columns[field]?.header
    if (header !== undefined) headers[field] = header
  }
  const used = new Set(Object.values(headers))
  const ignored = table.headers.filter(header => header !== '' && !used.has(header))
  return { sheet: sheet.name, headerRow: table.header.row, headers, ignored, read, rows: found, problems }
}

type Columns = Table<ReorganizationField>['match']['columns']

/** A line that names an act or an organization and something else besides is meant to be one. */
function halfFilled(row: SheetRow, columns: Columns): boolean {
  const filled = reorganizationForm.fields.filter(({ field }) => {
    const column = columns[field]
    return column !== undefined && !isBlank(row.cells[column.index])
  })
  return filled.length >= 2
}

async function chooseSheet(sheets: readonly Sheet[], fileName: string, wanted: string | undefined) {
  const chosen =
    wanted === undefined
      ? sheets.filter(sheet => !sheet.hidden)
      : sheets.filter(sheet => sheet.name === wanted)
  if (chosen.length === 0)
    refuse(
      'sheet-unknown',
      `“${fileName}”里没有工作表“${wanted ?? ''}”。有：${sheets.map(({ name }) => name).join('、')}。`,
      `There is no sheet "${wanted ?? ''}" in ${fileName}. There are: ${sheets.map(({ name }) => name).join(', ')}.`,
      { file: fileName },
    )
  for (const sheet of chosen) {
    const rows = await firstRows(sheet, mostRows + 100)
    const table = locateTable(rows, reorganizationForm)
    if (table?.match.columns.act === undefined || table.match.columns.org === undefined) continue
    if (rows.length >= mostRows + 100)
      refuse(
        'too-many-rows',
        `“${fileName}”超过 ${mostRows} 行，一次办理不了。请分成几个文件。`,
        `${fileName} has more than ${mostRows} lines, too many for one reorganization. Divide it into several files.`,
        { file: fileName },
      )
    return { sheet, table, rows }
  }
  refuse(
    'not-a-reorganization',
    `“${fileName}”里找不到组织调整表：表头要有“动作”和“组织”两列。请核对文件。`,
    `There is no reorganization in ${fileName}: its header needs the columns 动作 and 组织. Check the file.`,
    { file: fileName },
  )
}

function parse(line: RosterLine<ReorganizationField>): ReorganizationRow | undefined {
  const written = readText(line, 'act')
  const act = written === undefined ? undefined : orgActWords.valueOf(written)
  if (act === undefined)
    line.refuse(
      'act',
      written === undefined ? 'missing' : 'value-unknown',
      `这里要写明怎么调整：${orgActWords.words.join('、')}。请改正。`,
      `this has to say what becomes of it: ${orgActWords.values.join(', ')}. Correct it.`,
    )
  const org = readText(line, 'org')
  if (org === undefined)
    line.refuseMissing(
      'org',
      'org-missing',
      '没有填写组织。请补上。',
      'the organization is missing. Fill it in.',
    )
  const [on, decided] = [readWholeDay(line, 'effective'), readWholeDay(line, 'decided')]
  const said: Record<string, string> = {}
  for (const field of ['name', 'short_name', 'code', 'kind', 'tier', 'members'] as const) {
    const text = readOptionalText(line, field)
    if (text !== undefined) said[field] = text
  }
  const [target, document] = [readOptionalText(line, 'target'), readOptionalText(line, 'document')]
  if (line.refused || act === undefined || org === undefined) return undefined
  return { row: line.row, act, org, target, on, decided, document, said }
}
