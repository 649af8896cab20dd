import type { Text } from '#db/shared/text.ts'
import type { Task } from '#db/sqlite/task.ts'
import type { Evidence } from '../evidence/evidence.ts'
import { packById, packFor } from '../packs/pack-in-force.ts'
import type { Finding } from '../rule.ts'
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
  const texts = sharedTexts()
  if (evidence) {
    const result = await scanWithEvidence(reader, pack, question)
    const findings = result.findings.map(finding => ({ ...finding, ...texts(finding) }))
    return { ...result, findings, ms: performance.now() - begun }
  }
  const result = await scan(reader, pack, question)
  const findings = result.findings.map(finding => ({ ...finding, ...texts(finding), evidence: none }))
  return { ...result, findings, ms: performance.now() - begun }
}

const none: readonly Evidence[] = []

/**
 * Thousands of branches are told the same: what is one object is handed to the other thread once, and kept once. Texts
 * that are equal become one here.
 */
function sharedTexts() {
  const known = new Map<string, Text>()
  const shared = (text: Text): Text => {
    const found = known.get(text.zh)
    if (found?.en === text.en) return found
    known.set(text.zh, text)
    return text
  }
  return ({ why, clears }: Pick<Finding, 'why' | 'clears'>) => ({ why: shared(why), clears: shared(clears) })
}
