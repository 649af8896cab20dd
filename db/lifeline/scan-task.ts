import type { Task } from '#db/sqlite/task.ts'
import type { Evidence } from './evidence/evidence.ts'
import { defaultPack } from './pack.ts'
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
  if (evidence) {
    const result = await scanWithEvidence(reader, defaultPack, question)
    return { ...result, ms: performance.now() - begun }
  }
  const result = await scan(reader, defaultPack, question)
  const findings = result.findings.map(finding => ({ ...finding, evidence: [] }))
  return { ...result, findings, ms: performance.now() - begun }
}
