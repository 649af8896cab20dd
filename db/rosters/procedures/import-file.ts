import { openableName } from '#contract/file-name.ts'
import type { ImportResult, Roster } from '#contract/rosters.ts'
import { draftWriter } from '#db/plans/carry-out.ts'
import type { PlanInput } from '#db/rosters/planning/plan-task.ts'
import { rememberColumns, rememberedColumns } from '#db/rosters/recognising/remembered-columns.ts'
import type { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Report } from '#db/shared/long-work.ts'
import { bytesOfFile } from '#db/sheets/source-file.ts'
import { registryFile } from '#db/sqlite/connection.ts'

export type ImportRequest = {
  readonly file: File
  readonly as: Roster
  readonly sheet?: string | undefined
  readonly on?: IsoDay | undefined
  readonly map: Readonly<Record<string, string>>
  readonly by: string
  readonly dryRun: boolean
  readonly wantRefused: boolean
  readonly remember?: boolean
  readonly expected?: number | undefined
}

/**
 * Takes a roster in: planned in a thread that reads, written here in slices, all in one transaction and one change
 * set. Refuses a file that cannot be taken at all; rows that cannot be taken are in the result.
 */
export async function importFile(
  session: Session,
  request: ImportRequest,
  report: Report,
): Promise<ImportResult & { readonly refused: File | null }> {
  const { journal, db } = session.writing()
  const office = session.office()
  const { file, as, sheet, map, on, wantRefused } = request
  const bytes = await bytesOfFile(file)
  const hasParentOffice =
    (await session.reader().selectFrom('peer').where('direction', '=', 'up').select('replica').execute())
      .length > 0
  const input: PlanInput = {
    bytes,
    fileName: file.name,
    as,
    sheet,
    map,
    remembered: (await rememberedColumns(session.reader()))[as] ?? {},
    on,
    today: today(session.clock),
    office,
    hasParentOffice,
    wantRefused,
    expected: request.expected ?? 0,
  }
  const label = { what: 'import', as, file: file.name }
  const { dryRun, by } = request
  const { result, changeSet } = await journal.write({ label, actor: by, dryRun }, async set => {
    const { write } = draftWriter(set, session.newId)
    let written = 0
    // Rows are counted where they are planned; what is written lags a little behind.
    let progress = { done: 0, total: 0 }
    return session.threads.run({
      request: { task: 'plan-import', input, file: registryFile(session.folder) },
      handOver: [bytes.buffer],
      report: async (what, done, total) => {
        progress = { done, total }
        await report(what, done, total)
      },
      stopped: report.stopped,
      onChunk: async chunk => {
        for (const draft of chunk) {
          if (!dryRun) write(draft)
          if (++written % 500 === 0) await report(dryRun ? checking : writing, progress.done, progress.total)
        }
      },
    })
  })
  if (request.remember && !dryRun) rememberColumns(db, as, map)
  const { refused, ...summary } = result
  const name = file.name.replace(/\.[^.]*$/, '')
  return {
    file: file.name,
    as,
    ...summary,
    columns: { matched: { ...summary.columns.matched }, ignored: [...summary.columns.ignored] },
    problems: summary.problems.map(({ text, ...problem }) => ({ ...problem, message: text })),
    changeSet,
    refused: refused && new File([new Uint8Array(refused)], openableName(`${name}-未收入.xlsx`)),
  }
}

const checking = { zh: '正在核对', en: 'Checking' }
const writing = { zh: '正在写入', en: 'Writing' }
