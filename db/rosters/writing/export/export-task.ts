import { readWorkTypes } from '#db/registry/acts/work-types.ts'
import { structuredScope } from '#db/registry/looking/heirs.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Task } from '#db/sqlite/task.ts'
import { recordColumnsOf } from '../../kinds/of-one-record.ts'
import { rosterHere } from '../../kinds/work-columns.ts'
import { rosterOf } from '../../roster-kinds.ts'
import { writeRoster } from '../write-roster.ts'
import { cadreRows } from './cadre-rows.ts'
import { memberRows } from './member-rows.ts'
import { orgRows } from './org-rows.ts'
import { recordRows } from './record-rows.ts'
import type { Wanted } from './wanted.ts'

export type ExportInput = Omit<Wanted, 'structured'> & {
  /** The day of the organizations, where it is not that of the rows. */
  readonly structure?: IsoDay | undefined
  readonly as: string
  /** Of the work ledger, the one type of work that is wanted: its own fields are columns. */
  readonly type?: string | undefined
  readonly format: 'xlsx' | 'csv'
  readonly unit: string
}
export type ExportSummary = { readonly rows: number }

/** A type of work by its own name, also where it was called otherwise. */
async function properType(reader: Reader, called: string): Promise<string> {
  return (await readWorkTypes(reader)).get(called)?.name ?? called
}

const writing = { zh: '正在写出表格', en: 'Writing the sheet' }

/** Writes a roster as of a day, row by row; its bytes are handed over as they come. */
export const exportTask: Task<ExportInput, Uint8Array<ArrayBuffer>, ExportSummary> = async (input, tools) => {
  const { as, type, format, unit, root, asOf, isPast, structure } = input
  let rows = 0
  async function* counted<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
    for await (const row of source) {
      rows++
      if (rows % 200 === 0) await tools.report(writing, rows, 0)
      yield row
    }
  }
  const shared = { format, unit, day: asOf }
  const bytes = async (reader: Reader) => {
    const structured =
      structure === undefined || structure === asOf
        ? undefined
        : structuredScope(tools.connection(), { root, asOf, structure })
    const wanted: Wanted = { root, asOf, isPast, structured }
    switch (as) {
      case 'orgs':
        return writeRoster({ kind: rosterOf('orgs'), ...shared, rows: counted(orgRows(reader, wanted)) })
      case 'members':
        return writeRoster({
          kind: rosterOf('members'),
          ...shared,
          rows: counted(memberRows(reader, wanted)),
        })
      case 'cadres':
        return writeRoster({ kind: rosterOf('cadres'), ...shared, rows: counted(cadreRows(reader, wanted)) })
      default: {
        const kind = type === undefined ? rosterOf(as) : await rosterHere(reader, as, type)
        const only = type === undefined ? undefined : { column: 'type', is: await properType(reader, type) }
        const rows = recordRows(reader, recordColumnsOf(as), { ...wanted, only })
        return writeRoster({ kind, ...shared, rows: counted(rows) })
      }
    }
  }
  // One state of the registry, however long it takes: what is written meanwhile is in none of the pages.
  await tools
    .reader()
    .transaction()
    .execute(async snapshot => {
      for await (const chunk of await bytes(snapshot)) await tools.emit(new Uint8Array(chunk))
    })
  return { rows }
}
