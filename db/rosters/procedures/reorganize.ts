import type { Reorganized } from '#contract/rosters.ts'
import { standpointOf } from '#db/registry/procedures/records.ts'
import { carryOutReorganization } from '#db/rosters/reorganization/carry-out-reorganization.ts'
import type { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import type { Report } from '#db/shared/long-work.ts'
import { bytesOfFile } from '#db/sheets/source-file.ts'
import { reader, registryFile } from '#db/sqlite/connection.ts'

type Request = {
  readonly file: File
  readonly sheet?: string | undefined
  readonly on?: string | undefined
  readonly later?: 'keep' | 'replace' | undefined
  readonly by: string
  readonly dryRun: boolean
}

/** Takes a workbook of a reorganization: read in a thread, then done line by line in one change set. */
export async function reorganize(session: Session, request: Request, report: Report): Promise<Reorganized> {
  const { file, sheet, on, later, by, dryRun } = request
  const { journal, db } = session.writing()
  const bytes = await bytesOfFile(file)
  const workbook = await session.threads.run({
    request: {
      task: 'read-reorganization',
      input: { bytes, fileName: file.name, wantedSheet: sheet, today: today(session.clock) },
      file: registryFile(session.folder),
    },
    handOver: [bytes.buffer],
    report,
    stopped: report.stopped,
  })
  const before = session.reader()
  const done = await carryOutReorganization(workbook, {
    journal,
    within: reader(db),
    before,
    standpoint: await standpointOf(session, before, { on }),
    later,
    file: file.name,
    by,
    dryRun,
    newId: session.newId,
  })
  return { file: file.name, as: 'reorganization', ...done }
}
