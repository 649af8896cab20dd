import type { OrgKind } from '#contract/vocabulary.ts'
import type { Scope } from '#db/registry/subtree.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { inOneSnapshot } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { type Election, electionsOf } from './elections/due-elections.ts'
import { exemption } from './exemption.ts'
import type { BranchFacts } from './facts.ts'
import { gatherFacts } from './gathering/gather-facts.ts'
import type { Pack } from './packs/pack.ts'
import { packFor } from './packs/pack-in-force.ts'
import type { Finding } from './rule.ts'
import { allRules } from './rules/all-rules.ts'
import { judgeOrganization } from './scanning/judge-organization.ts'
import { type Unjudged, unjudged } from './scanning/scan.ts'
import { isFlagged, isSuggested } from './verdict.ts'

/** An organization with what the rules say of it as a whole. */
export type ReviewedOrg = {
  readonly id: string
  readonly parent: string | null
  readonly kind: OrgKind | null
  readonly isExempt: boolean
  readonly isFlagged: boolean
  readonly isSuggested: boolean
}

/**
 * Everything that the rules say on a day of an organization and all below it. The heat map, the list of findings, the
 * elections and what is due at home are all read from one review, so one gathering of facts serves them all.
 */
export type Review = {
  readonly root: string
  readonly asOf: IsoDay
  readonly orgs: readonly ReviewedOrg[]
  /** By organization, then rule. */
  readonly findings: readonly Finding[]
  /** All elections that come due at all, overdue ones too; the first due first. */
  readonly elections: readonly Election[]
  /** Rules that judge nobody here yet (scan.ts). */
  readonly unjudged: readonly Unjudged[]
}

/**
 * Reviews here. An organization is judged by its own facts and by what is kept in the registry at all, never by its
 * neighbours: what is said of a part is what is said of it in the whole.
 */
export function review(reader: Reader, scope: Scope): Promise<Review> {
  return inOneSnapshot(reader, async snapshot => {
    const pack = await packFor(snapshot, scope.asOf)
    return reviewOf(await gatherFacts(snapshot, scope, pack), pack, scope)
  })
}

/** What the rules say of these facts. */
export function reviewOf(facts: readonly BranchFacts[], pack: Pack, { root, asOf }: Scope): Review {
  const judged = facts.map(org => ({ org, findings: judgeOrganization(allRules, org, pack, asOf) }))
  return {
    root,
    asOf,
    orgs: judged.map(({ org, findings }) => ({
      id: org.orgId,
      parent: org.parent,
      kind: org.kind,
      isExempt: exemption(org, pack, asOf) !== undefined,
      isFlagged: isFlagged(findings),
      isSuggested: isSuggested(org, findings, pack),
    })),
    findings: judged.flatMap(({ findings }) => findings),
    elections: electionsOf(facts, pack, asOf),
    unjudged: unjudged(facts, allRules, pack, asOf),
  }
}

/**
 * Everything of a review that lies under an organization, by its id: which of those directly below it lies above;
 * the organization itself stands for its own.
 */
export function unitsUnder({ orgs }: Review, root: string): ReadonlyMap<string, string> {
  const parents = new Map(orgs.map(({ id, parent }) => [id, parent]))
  const units = new Map<string, string | undefined>([[root, root]])
  for (const { id } of orgs) {
    const way: string[] = []
    let at: string | null = id
    // What leads to no known place lies elsewhere; a circle, which a registry never has, leads to none.
    for (; at !== null && !units.has(at); at = parents.get(at) ?? null) {
      units.set(at, undefined)
      way.push(at)
    }
    const reached = at === null ? undefined : units.get(at)
    const unit = at === root ? way.at(-1) : reached
    for (const passed of way) units.set(passed, unit)
  }
  return new Map([...units].flatMap(([id, unit]) => (unit === undefined ? [] : [[id, unit] as const])))
}
