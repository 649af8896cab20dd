import type { Scope } from '#db/registry/subtree.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { refuse } from '#db/shared/refusal.ts'
import { inParts } from '#db/shared/slices.ts'
import type { Text } from '#db/shared/text.ts'
import { inOrder } from '#db/shared/text.ts'
import { inOneSnapshot } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { exemption } from '../exemption.ts'
import type { BranchFacts } from '../facts.ts'
import { gatherFacts } from '../gathering/gather-facts.ts'
import type { Pack } from '../packs/pack.ts'
import type { Finding, Rule } from '../rule.ts'
import { allRules } from '../rules/all-rules.ts'
import { isFlagged, isSuggested } from '../verdict.ts'
import { judgeOrganization } from './judge-organization.ts'

/** What is asked: an organization with all below it, a day, the ids of the rules or all of them, and of a pack, or that of the day. */
export type ScanQuestion = Scope & { readonly rules?: readonly string[]; readonly pack?: string }

export type ScanResult = {
  readonly asOf: IsoDay
  /** The pack's id. */
  readonly pack: string
  /** 团支部 that exist on the day. */
  readonly branches: number
  /** 团支部 among them that are not judged. */
  readonly exempt: number
  /** 团支部 with at least one finding of yellow or worse, by the rules asked for. */
  readonly flagged: number
  /** By organization, then rule; of organizations of every kind. */
  readonly findings: readonly Finding[]
  /** Codes of the organizations that the verdict proposes, by the rules asked for (verdict.ts). */
  readonly suggested: readonly string[]
  /** The rules asked for that judge nobody, or few, because what they rest on is not kept in this registry yet. */
  readonly unjudged: readonly Unjudged[]
  /** Thresholds of the pack that nobody has checked for a year, and what it names that this program does not know. */
  readonly stale: readonly string[]
  readonly unknown: readonly string[]
}

/** Gathers, judges and concludes over one state of the registry. Refuses `rule-unknown`. */
export async function scan(reader: Reader, pack: Pack, question: ScanQuestion): Promise<ScanResult> {
  const { facts, rules } = await gatherForScan(reader, pack, question)
  return conclude(facts, rules, pack, question.asOf)
}

/** What a scan judges, and by which rules, of one state of the registry. Refuses `rule-unknown`. */
export async function gatherForScan(reader: Reader, pack: Pack, question: ScanQuestion) {
  const rules = rulesAskedFor(question.rules)
  const facts = await inOneSnapshot(reader, snapshot => gatherFacts(snapshot, question, pack))
  return { facts, rules }
}

/** What the rules say of these facts: pure, so that a change can be judged before it is made. */
export function conclude(
  facts: readonly BranchFacts[],
  rules: readonly Rule[],
  pack: Pack,
  asOf: IsoDay,
): ScanResult {
  const findings: Finding[] = []
  const parts = concludeInParts(facts, rules, pack, asOf)
  for (let part = parts.next(); ; part = parts.next()) {
    if (part.done === true) return { ...part.value, findings }
    for (const finding of part.value) findings.push(finding)
  }
}

/** So many organizations are judged at a time. */
const perPart = 1000

/** The same, which hands the findings over in their order while it judges, and says the rest at the end. */
export function* concludeInParts(
  facts: readonly BranchFacts[],
  rules: readonly Rule[],
  pack: Pack,
  asOf: IsoDay,
): Generator<readonly Finding[], Omit<ScanResult, 'findings'>> {
  let [branches, exempt, flagged] = [0, 0, 0]
  const suggested: string[] = []
  for (const some of inParts(facts.toSorted(byCodeThenId), perPart)) {
    const part: Finding[] = []
    for (const org of some) {
      const findings = judgeOrganization(rules, org, pack, asOf)
      if (org.kind === 'branch') {
        branches++
        if (exemption(org, pack, asOf) !== undefined) exempt++
        if (isFlagged(findings)) flagged++
      }
      if (isSuggested(org, findings, pack)) suggested.push(codeOf(org))
      for (const finding of findings) part.push(finding)
    }
    yield part.toSorted(byOrgThenRule)
  }
  return {
    asOf,
    pack: pack.id,
    branches,
    exempt,
    flagged,
    suggested,
    unjudged: unjudged(facts, rules, pack, asOf),
    stale: pack.stale,
    unknown: pack.unknown,
  }
}

const codeOf = ({ code, orgId }: BranchFacts) => code ?? orgId

function byCodeThenId(a: BranchFacts, b: BranchFacts): number {
  return inOrder(codeOf(a), codeOf(b)) || inOrder(a.orgId, b.orgId)
}

/** `partly`: who has a record of it is judged all the same. */
export type Unjudged = { readonly rule: string; readonly why: Text; readonly partly?: true | undefined }

/** Said once, instead of a finding for every branch. */
export function unjudged(
  facts: readonly Pick<BranchFacts, 'kept'>[],
  rules: readonly Rule[],
  pack: Pack,
  asOf: IsoDay,
): readonly Unjudged[] {
  const [any] = facts
  if (any === undefined) return []
  return rules.flatMap(({ id, keeps }) => {
    if (keeps === undefined || pack.off.includes(id)) return []
    if (!keeps.areKept(any.kept, pack, asOf)) return [{ rule: id, why: keeps.unkept }]
    return keeps.partly?.holds(any.kept, pack, asOf) === true
      ? [{ rule: id, why: keeps.partly.says(any.kept, pack, asOf), partly: true }]
      : []
  })
}

function byOrgThenRule(a: Finding, b: Finding): number {
  return inOrder(a.org, b.org) || inOrder(a.orgId, b.orgId) || inOrder(a.rule, b.rule)
}

function rulesAskedFor(ids: readonly string[] | undefined): readonly Rule[] {
  if (ids === undefined) return allRules
  const known = allRules.map(rule => rule.id)
  const unknown = ids.filter(id => !known.includes(id))
  if (unknown.length > 0) {
    refuse(
      'rule-unknown',
      `没有规则${unknown.join('、')}。请从${known.join('、')}中选择。`,
      `There is no rule ${unknown.join(', ')}. Choose among ${known.join(', ')}.`,
      { unknown, known },
    )
  }
  return allRules.filter(rule => ids.includes(rule.id))
}
