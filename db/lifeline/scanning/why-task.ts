import type { Scope } from '#db/registry/subtree.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { inOneSnapshot } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Task } from '#db/sqlite/task.ts'
import { type EvidencedFinding, readEvidence } from '../evidence/read-evidence.ts'
import { gatherOwnFacts } from '../gathering/gather-facts.ts'
import { packFor } from '../packs/pack-in-force.ts'
import type { Mark } from '../rule.ts'
import { allRules } from '../rules/all-rules.ts'
import { judgeOrganization } from './judge-organization.ts'

export type WhyInput = Scope & { readonly rule?: string }

/** A finding with everything that explains it: what it rests on, the days between which it lies, the records behind it. */
export type Explained = EvidencedFinding & { readonly basis: Text; readonly marks: readonly Mark[] }

/** The same in a thread that only reads: of an organization with much below it, all of which has to be looked at. */
export const whyTask: Task<WhyInput, never, readonly Explained[]> = (input, tools) =>
  explained(tools.reader(), input)

/** What the rules find in one organization itself, explained. Refuses `rule-unknown`. */
export function explained(reader: Reader, { rule, ...scope }: WhyInput): Promise<readonly Explained[]> {
  const rules = rule === undefined ? allRules : allRules.filter(({ id }) => id === rule)
  if (rules.length === 0) {
    refuse(
      'rule-unknown',
      `没有规则${rule}。请从${allRules.map(({ id }) => id).join('、')}中选择。`,
      `There is no rule ${rule}. Choose among ${allRules.map(({ id }) => id).join(', ')}.`,
      { unknown: [rule], known: allRules.map(({ id }) => id) },
    )
  }
  return inOneSnapshot(reader, async snapshot => {
    const pack = await packFor(snapshot, scope.asOf)
    const facts = await gatherOwnFacts(snapshot, scope, pack)
    if (facts === undefined) return []
    const findings = judgeOrganization(rules, facts, pack, scope.asOf)
    const evidenced = await readEvidence(snapshot, findings, scope.asOf, pack)
    return evidenced.flatMap(finding => {
      const found = allRules.find(({ id }) => id === finding.rule)
      return found === undefined
        ? []
        : [{ ...finding, basis: found.basis, marks: found.marks?.(facts, pack) ?? [] }]
    })
  })
}
