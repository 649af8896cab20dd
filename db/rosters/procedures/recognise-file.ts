import type { Recognised, Roster } from '#contract/rosters.ts'
import { rememberedColumns } from '#db/rosters/recognising/remembered-columns.ts'
import type { Session } from '#db/session.ts'
import type { Report } from '#db/shared/long-work.ts'
import { bytesOfFile } from '#db/sheets/source-file.ts'
import { registryFile } from '#db/sqlite/connection.ts'

export type RecogniseRequest = {
  readonly file: File
  readonly as?: Roster | undefined
  readonly sheet?: string | undefined
  readonly map: Readonly<Record<string, string>>
  readonly place?: string | undefined
}

/** Looks into a file with what is remembered of earlier ones; before there is a registry, nothing is. */
export async function recogniseFile(
  session: Session,
  { file, as, sheet, map, place }: RecogniseRequest,
  report: Report,
): Promise<Recognised> {
  const bytes = await bytesOfFile(file)
  const remembered = session.exists() ? await rememberedColumns(session.reader()) : {}
  const office = session.exists() ? session.office() : undefined
  const input = { bytes, fileName: file.name, as, sheet, map, place, remembered, office }
  const found = await session.threads.run({
    request: { task: 'recognise', input, file: registryFile(session.folder) },
    handOver: [bytes.buffer],
    report,
  })
  return {
    ...found,
    sheets: [...found.sheets],
    together: [...found.together],
    columns: found.columns.map(column => ({ ...column, samples: [...column.samples] })),
    fields: [...found.fields],
    needs: found.needs.map(need => [...need]),
    missing: found.missing.map(need => [...need]),
  }
}
