import { severities } from '#contract/vocabulary.ts'
import type { Scope } from '#db/registry/subtree.ts'
import { daysBetween, type IsoDay } from '#db/shared/day.ts'
import type { Task } from '#db/sqlite/task.ts'
import { exemption } from '../exemption.ts'
import {
  factsInParts,
  type Laid,
  layOut,
  type Shared,
  sharedBytes,
  sharedInts,
} from '../gathering/facts-in-parts.ts'
import { inOrder } from '../in-order.ts'
import { packFor } from '../packs/pack-in-force.ts'
import { allRules } from '../rules/all-rules.ts'
import { judgeOrganization } from '../scanning/judge-organization.ts'
import { inOneSnapshot } from '../scanning/one-snapshot.ts'
import { type Unjudged, unjudged } from '../scanning/scan.ts'
import { isFlagged, isSuggested } from '../verdict.ts'

/** What the rules say of an organization as a whole, a bit each. */
export const marks = { branch: 1, exempt: 2, flagged: 4, suggested: 8 } as const

/**
 * A review of more organizations than its findings could be held of: of each finding what it is counted, chosen and put
 * in order by, ten bytes. What it says in words is found again for the few that are shown.
 */
export type ReviewColumns = Laid & {
  readonly marks: Shared<Uint8Array>
  /** Findings, by the organization's code (its id where it has none), then rule: its place, and the rule's among all. */
  readonly places: Shared<Int32Array>
  readonly rules: Shared<Uint8Array>
  readonly severities: Shared<Uint8Array>
  /** Days since the first one that there can be; 0 where it is not known. */
  readonly since: Shared<Int32Array>
  readonly unjudged: readonly Unjudged[]
}

const firstDay = '1899-12-31' as IsoDay
/** More than the number of any day. */
export const mostDays = 120_000

const says = { zh: '正在排查', en: 'Reviewing' }

/** In a thread that only reads: gathered and judged some thousands at a time. */
export const largeReviewTask: Task<Scope, never, ReviewColumns> = (scope, tools) =>
  inOneSnapshot(tools.reader(), async reader => {
    const pack = await packFor(reader, scope.asOf)
    const laid = layOut(tools.connection(), scope)
    const total = laid.nos.length
    const about = sharedBytes(total)
    const codes: string[] = new Array(total).fill('')
    const found: Int32Array[] = []
    let unjudgedHere: readonly Unjudged[] = []
    let done = 0
    for await (const part of factsInParts(reader, laid, scope.asOf, pack)) {
      const lines: number[] = []
      if (done === 0)
        unjudgedHere = unjudged(
          part.map(({ facts }) => facts),
          allRules,
          pack,
          scope.asOf,
        )
      for (const { place, facts } of part) {
        const findings = judgeOrganization(allRules, facts, pack, scope.asOf)
        codes[place] = facts.code ?? facts.orgId
        about[place] =
          (facts.kind === 'branch' ? marks.branch : 0) |
          (exemption(facts, pack, scope.asOf) === undefined ? 0 : marks.exempt) |
          (isFlagged(findings) ? marks.flagged : 0) |
          (isSuggested(facts, findings, pack) ? marks.suggested : 0)
        for (const { rule, severity, since } of findings) {
          lines.push(place, ruleAt.get(rule) ?? 0, severities.indexOf(severity), dayNumber(since))
        }
      }
      found.push(Int32Array.from(lines))
      done += part.length
      await tools.report(says, done, total)
    }
    return { ...laid, marks: about, unjudged: unjudgedHere, ...inColumns(found, codes) }
  })

const ruleAt = new Map(allRules.map(({ id }, at) => [id, at]))

function dayNumber(day: IsoDay | null): number {
  return day === null ? 0 : daysBetween(firstDay, day)
}

/** Four numbers a finding, by part, become columns in the order of codes; the rules of one organization stay in theirs. */
function inColumns(parts: readonly Int32Array[], codes: readonly string[]) {
  const order = Int32Array.from(codes.keys()).sort((a, b) => inOrder(codes[a] ?? '', codes[b] ?? '') || a - b)
  const length = parts.reduce((sum, part) => sum + part.length / 4, 0)
  const next = new Int32Array(codes.length + 1)
  const rank = new Int32Array(codes.length)
  for (const [at, place] of order.entries()) rank[place] = at
  for (const part of parts) {
    for (let n = 0; n < part.length; n += 4) {
      const after = (rank[part[n] ?? 0] ?? 0) + 1
      next[after] = (next[after] ?? 0) + 1
    }
  }
  for (let at = 0; at < codes.length; at++) next[at + 1] = (next[at + 1] ?? 0) + (next[at] ?? 0)
  const columns = {
    places: sharedInts(length),
    rules: sharedBytes(length),
    severities: sharedBytes(length),
    since: sharedInts(length),
  }
  for (const part of parts) {
    for (let n = 0; n < part.length; n += 4) {
      const place = part[n] ?? 0
      const at = next[rank[place] ?? 0] ?? 0
      next[rank[place] ?? 0] = at + 1
      columns.places[at] = place
      columns.rules[at] = part[n + 1] ?? 0
      columns.severities[at] = part[n + 2] ?? 0
      columns.since[at] = part[n + 3] ?? 0
    }
  }
  return columns
}
