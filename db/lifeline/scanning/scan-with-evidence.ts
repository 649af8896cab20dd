import { inOneSnapshot } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { type EvidencedFinding, readEvidence } from '../evidence/read-evidence.ts'
import type { Pack } from '../packs/pack.ts'
import { type ScanQuestion, type ScanResult, scan } from './scan.ts'

export type EvidencedScan = Omit<ScanResult, 'findings'> & { readonly findings: readonly EvidencedFinding[] }

/** A scan with the records behind every finding, all of one state of the registry. */
export function scanWithEvidence(reader: Reader, pack: Pack, question: ScanQuestion): Promise<EvidencedScan> {
  return inOneSnapshot(reader, async snapshot => {
    const result = await scan(snapshot, pack, question)
    return { ...result, findings: await readEvidence(snapshot, result.findings, question.asOf, pack) }
  })
}
