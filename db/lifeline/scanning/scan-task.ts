import { inParts } from '#db/shared/slices.ts'
import type { Text } from '#db/shared/text.ts'
import type { Task } from '#db/sqlite/task.ts'
import type { Evidence } from '../evidence/evidence.ts'
import { packById, packFor } from '../packs/pack-in-force.ts'
import type { Finding } from '../rule.ts'
import { concludeInParts, gatherForScan, type ScanQuestion, type ScanResult } from './scan.ts'
import { scanWithEvidence } from './scan-with-evidence.ts'

export type ScanInput = ScanQuestion & { readonly evidence: boolean }
/** What is said when all findings were handed over. */
export type Scanned = Omit<ScanResult, 'findings'> & { readonly ms: number }
export type ScannedFinding = Finding & { readonly evidence: Evidence[] }

/**
 * A scan in a thread of its own: it reads the whole tree, and a screen must not wait for it. The findings are handed
 * over part by part in their order, while the others are still made: of a large district they are hundreds of thousands.
 */
export const scanTask: Task<ScanInput, readonly ScannedFinding[], Scanned> = async (
  { evidence, ...question },
  tools,
) => {
  const begun = performance.now()
  const reader = tools.reader()
  const { asOf, pack: named } = question
  const pack = named === undefined ? await packFor(reader, asOf) : await packById(reader, named, asOf)
  if (evidence) {
    const { findings, ...result } = await scanWithEvidence(reader, pack, question)
    for (const part of inParts(findings, perPart)) {
      await tools.emit(handedOver(part))
    }
    return { ...result, ms: performance.now() - begun }
  }
  const { facts, rules } = await gatherForScan(reader, pack, question)
  const parts = concludeInParts(facts, rules, pack, asOf)
  for (let part = parts.next(); ; part = parts.next()) {
    if (part.done === true) return { ...part.value, ms: performance.now() - begun }
    if (part.value.length > 0) await tools.emit(handedOver(part.value))
  }
}

/** So many findings with their evidence are handed over at a time. */
const perPart = 2000

/**
 * Thousands of branches are told the same: what is one object is handed to the other thread once, and kept once. Texts
 * that are equal become one here.
 */
function handedOver(
  findings: readonly (Finding & { readonly evidence?: readonly Evidence[] })[],
): readonly ScannedFinding[] {
  const known = new Map<string, Text>()
  const shared = (text: Text): Text => {
    const found = known.get(text.zh)
    if (found?.en === text.en) return found
    known.set(text.zh, text)
    return text
  }
  return findings.map(finding => ({
    ...finding,
    why: shared(finding.why),
    clears: shared(finding.clears),
    evidence: [...(finding.evidence ?? [])],
  }))
}
