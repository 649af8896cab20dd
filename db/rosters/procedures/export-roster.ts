import type { Roster } from '#contract/rosters.ts'
import { refuseReserved } from '#db/files/durable-file.ts'
import { rosterOf } from '#db/rosters/roster-kinds.ts'
import { formatOf } from '#db/rosters/writing/write-roster.ts'
import type { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Report } from '#db/shared/long-work.ts'
import { refuse } from '#db/shared/refusal.ts'
import { registryFile } from '#db/sqlite/connection.ts'

export type ExportRequest = {
  readonly as: Roster
  readonly type?: string | undefined
  readonly name: string
  readonly org: { readonly id: string; readonly name: string }
  readonly asOf: IsoDay
  readonly structure?: IsoDay | undefined
}

/** Writes a roster of an organization and all below it. Refuses a name that ends neither in .xlsx nor in .csv. */
export async function exportRoster(
  session: Session,
  { as, type, name, org, asOf, structure }: ExportRequest,
  report: Report,
): Promise<{ readonly file: File; readonly rows: number }> {
  const format = formatOf(name)
  if (format === undefined) {
    refuse(
      'format-unknown',
      `“${name}”的扩展名不能写出。请用 .xlsx 或 .csv 结尾的文件名。`,
      `"${name}" has an ending that cannot be written. Use a name that ends in .xlsx or .csv.`,
      { name },
    )
  }
  refuseReserved(name)
  const parts: Uint8Array<ArrayBuffer>[] = []
  const isPast = asOf < today(session.clock)
  const input = { as: rosterOf(as).as, type, format, unit: org.name, root: org.id, asOf, isPast, structure }
  const { rows } = await session.threads.run({
    request: { task: 'export-roster', input, file: registryFile(session.folder) },
    report,
    onChunk: async chunk => {
      parts.push(chunk)
    },
  })
  return { file: new File(parts, name), rows }
}
