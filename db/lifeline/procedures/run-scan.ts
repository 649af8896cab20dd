import type { ScanInput, Scanned, ScannedFinding } from '#db/lifeline/scanning/scan-task.ts'
import type { Session } from '#db/session.ts'
import { registryFile } from '#db/sqlite/connection.ts'

/** Scans in a thread of its own and gathers what it hands over. Ends it when it is stopped. */
export async function runScan(
  session: Session,
  input: ScanInput,
  stopped?: AbortSignal,
): Promise<Scanned & { readonly findings: ScannedFinding[] }> {
  const findings: ScannedFinding[] = []
  const scanned = await session.threads.run({
    request: { task: 'scan', input, file: registryFile(session.folder) },
    report: async () => stopped?.throwIfAborted(),
    onChunk: async part => {
      for (const finding of part) findings.push(finding)
    },
    stopped,
  })
  return { ...scanned, findings }
}
