import type { Task } from '#db/sqlite/task.ts'
import type { Evidence } from './evidence/evidence.ts'
import { packById, packFor } from './packs/pack-in-force.ts'
import type { Finding } from './rule.ts'
import { type ScanQuestion, type ScanResult, scan } from './scan.ts'
import { scanWithEvidence } from './scan-with-evidence.ts'

export type ScanInput = ScanQuestion & { readonly evidence: boolean }
export type Scanned = Omit<ScanResult, 'findings'> & {
  readonly ms: number
  readonly findings: readonly (Finding & { readonly evidence: readonly Evidence[] })[]
}

/** A scan in a thread of its own: it reads the whole tree, and a screen must not wait for it. */
export const scanTask: Task<ScanInput, never, Scanned> = async ({ evidence, ...question }, tools) => {
  const begun = performance.now()
  const reader = tools.reader()
  const { asOf, pack: named } = question
  const pack = named === undefined ? await packFor(reader, asOf) : await packById(reader, named, asOf)
  if (evidence) {
    const result = await scanWithEvidence(reader, pack, question)
    return { ...result, ms: performance.now() - begun }
  }
  const result = await scan(reader, pack, question)
  const findings = result.findings.map(finding => ({ ...finding, evidence: [] }))
  return { ...result, findings, ms: performance.now() - begun }
}
