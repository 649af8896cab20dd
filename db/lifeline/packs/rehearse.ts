import type { Scope } from '#db/registry/subtree.ts'
import { inOneSnapshot } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Task } from '#db/sqlite/task.ts'
import { gatherFacts } from '../gathering/gather-facts.ts'
import { allRules } from '../rules/all-rules.ts'
import { conclude, type ScanResult } from '../scanning/scan.ts'
import type { Pack } from './pack.ts'
import { packFor } from './pack-in-force.ts'
import { packOn, readRulePack } from './rule-pack.ts'

export type Rehearsed = {
  readonly branches: number
  readonly now: Counts
  readonly next: Counts
  /** By code, or id where there is none: 团支部 that would have a finding, or none any more. */
  readonly newlyFlagged: readonly Named[]
  readonly cleared: readonly Named[]
  /** Organizations that the verdict would propose, or no longer. */
  readonly newlySuggested: readonly Named[]
  readonly released: readonly Named[]
  readonly rules: readonly RuleChange[]
}
type Counts = { readonly flagged: number; readonly suggested: number }
export type Named = {
  readonly org: string
  readonly orgId: string
  readonly name: string
  /** By which it comes into the list: they find it, or find it graver, on one side alone. */
  readonly rules: string[]
}
/** How many findings a rule has, and would have. */
type RuleChange = { readonly rule: string; readonly now: number; readonly next: number }

/** What another pack would find on a day, beside what the present one finds. Nothing is written. */
export function rehearse(reader: Reader, present: Pack, other: Pack, scope: Scope): Promise<Rehearsed> {
  return inOneSnapshot(reader, async snapshot => {
    const scanBy = async (pack: Pack) => {
      const facts = await gatherFacts(snapshot, scope, pack)
      return { facts, scan: conclude(facts, allRules, pack, scope.asOf) }
    }
    const { facts, scan: now } = await scanBy(present)
    const { scan: next } = await scanBy(other)
    const names = new Map(facts.map(org => [org.code ?? org.orgId, org]))
    const [foundNow, foundNext] = [foundBy(now), foundBy(next)]
    const named = (codes: readonly string[], here: FoundBy, there: FoundBy) =>
      codes
        .map(org => {
          const other = there.get(org)
          const rules = [...(here.get(org) ?? [])].flatMap(([rule, severity]) =>
            other?.get(rule) === severity ? [] : [rule],
          )
          return { org, orgId: names.get(org)?.orgId ?? org, name: names.get(org)?.name ?? org, rules }
        })
        .toSorted((a, b) => (a.org < b.org ? -1 : 1))
    const coming = (codes: readonly string[]) => named(codes, foundNext, foundNow)
    const going = (codes: readonly string[]) => named(codes, foundNow, foundNext)
    const isBranch = (org: string) => names.get(org)?.kind === 'branch'
    const flagged = (scan: ScanResult) =>
      new Set(
        scan.findings
          .filter(({ severity, org }) => severity !== 'info' && isBranch(org))
          .map(({ org }) => org),
      )
    const [before, after] = [flagged(now), flagged(next)]
    const [proposed, proposing] = [new Set(now.suggested), new Set(next.suggested)]
    return {
      branches: now.branches,
      now: { flagged: now.flagged, suggested: now.suggested.length },
      next: { flagged: next.flagged, suggested: next.suggested.length },
      newlyFlagged: coming([...after].filter(org => !before.has(org))),
      cleared: going([...before].filter(org => !after.has(org))),
      newlySuggested: coming([...proposing].filter(org => !proposed.has(org))),
      released: going([...proposed].filter(org => !proposing.has(org))),
      rules: allRules.flatMap(({ id }) => {
        const count = (scan: ScanResult) => scan.findings.filter(({ rule }) => rule === id).length
        const change = { rule: id, now: count(now), next: count(next) }
        return change.now === change.next ? [] : [change]
      }),
    }
  })
}

type FoundBy = ReadonlyMap<string, ReadonlyMap<string, string>>

/** By organization, which rules find it and how gravely. */
function foundBy({ findings }: ScanResult): FoundBy {
  const counted = findings.filter(({ severity }) => severity !== 'info')
  const orgs = Map.groupBy(counted, ({ org }) => org)
  return new Map(
    [...orgs].map(([org, its]) => [org, new Map(its.map(({ rule, severity }) => [rule, severity]))]),
  )
}

export type RehearsalInput = Scope & { readonly body: string }

/** A rehearsal in a thread that only reads: it is two scans of everything. */
export const rehearseTask: Task<RehearsalInput, never, Rehearsed> = async ({ body, ...scope }, tools) => {
  const reader = tools.reader()
  const other = packOn(readRulePack(body), 'rehearsed', scope.asOf)
  return rehearse(reader, await packFor(reader, scope.asOf), other, scope)
}
