import type { Reader } from '#db/sqlite/tables.ts'
import type { Task } from '#db/sqlite/task.ts'
import { recordColumnsOf } from '../../kinds/of-one-record.ts'
import { rosterOf } from '../../roster-kinds.ts'
import { writeRoster } from '../write-roster.ts'
import { cadreRows } from './cadre-rows.ts'
import { memberRows } from './member-rows.ts'
import { orgRows } from './org-rows.ts'
import { recordRows } from './record-rows.ts'
import type { Wanted } from './wanted.ts'

export type ExportInput = Wanted & {
  readonly as: string
  readonly format: 'xlsx' | 'csv'
  readonly unit: string
}
export type ExportSummary = { readonly rows: number }

const writing = { zh: '正在写出表格', en: 'Writing the sheet' }

/** Writes a roster as of a day, row by row; its bytes are handed over as they come. */
export const exportTask: Task<ExportInput, Uint8Array, ExportSummary> = async (input, tools) => {
  const { as, format, unit, asOf } = input
  let rows = 0
  async function* counted<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
    for await (const row of source) {
      rows++
      if (rows % 200 === 0) await tools.report(writing, rows, 0)
      yield row
    }
  }
  const shared = { format, unit, day: asOf }
  const bytes = (reader: Reader) => {
    switch (as) {
      case 'orgs':
        return writeRoster({ kind: rosterOf('orgs'), ...shared, rows: counted(orgRows(reader, input)) })
      case 'members':
        return writeRoster({ kind: rosterOf('members'), ...shared, rows: counted(memberRows(reader, input)) })
      case 'cadres':
        return writeRoster({ kind: rosterOf('cadres'), ...shared, rows: counted(cadreRows(reader, input)) })
      default: {
        const rows = recordRows(reader, recordColumnsOf(as), input)
        return writeRoster({ kind: rosterOf(as), ...shared, rows: counted(rows) })
      }
    }
  }
  // One state of the registry, however long it takes: what is written meanwhile is in none of the pages.
  await tools
    .reader()
    .transaction()
    .execute(async snapshot => {
      for await (const chunk of bytes(snapshot)) await tools.emit(new Uint8Array(chunk))
    })
  return { rows }
}
