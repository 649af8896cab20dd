import { type Severity, severities } from '#contract/vocabulary.ts'
import type { Scope } from '#db/registry/subtree.ts'
import { daysBetween, type IsoDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { exemption } from '../exemption.ts'
import type { Kept, Share } from '../facts.ts'
import { factsInParts } from '../gathering/facts-in-parts.ts'
import { gatherKept } from '../gathering/gather-kept.ts'
import { isWidelyKept } from '../gathering/gather-shares.ts'
import type { Laid } from '../gathering/laid-out.ts'
import type { Pack } from '../packs/pack.ts'
import { packFor } from '../packs/pack-in-force.ts'
import { closedYear } from '../periods.ts'
import { allRules } from '../rules/all-rules.ts'
import { areMissed } from '../rules/w20-low-rating.ts'
import { judgeOrganization } from '../scanning/judge-organization.ts'
import { isFlagged, isSuggested } from '../verdict.ts'
import { marks } from './review-columns.ts'

/** What everybody in a scope is judged by. */
export type Judging = {
  readonly scope: Scope
  readonly pack: Pack
  readonly kept: Kept
  readonly by: string
}

export async function judgingOn(reader: Reader, scope: Scope): Promise<Judging> {
  const pack = await packFor(reader, scope.asOf)
  const kept = await gatherKept(reader, scope.asOf, pack)
  return { scope, pack, kept, by: judgedBy(kept, pack, scope.asOf) }
}

/** Of how many have a record, and how many were rated, the rules look only at whether they are enough. */
function judgedBy(kept: Kept, pack: Pack, asOf: IsoDay): string {
  const rated = areMissed(kept, pack, closedYear(asOf, pack.thresholds.closesAfterMonths))
  const isShare = (value: unknown): value is Share =>
    value !== null && typeof value === 'object' && 'have' in value && 'of' in value
  return JSON.stringify([pack, { ...kept, rated }], (_key, value: unknown) =>
    isShare(value) ? isWidelyKept(value, pack) : value,
  )
}

const firstDay = '1899-12-31' as IsoDay
/** More than the number of any day. */
export const mostDays = 120_000

/** Of each place what the rules say of it as a whole, and of its findings four numbers each: the place, and what is kept. */
export type Judged = {
  readonly about: ReadonlyMap<number, { readonly code: string; readonly marks: number }>
  readonly findings: readonly Int32Array[]
}

/** Gathers and judges those at these places. */
export async function judgedAt(
  reader: Reader,
  { scope: { asOf }, pack }: Judging,
  laid: Laid,
  places: Iterable<number>,
  report?: (done: number, total: number) => Promise<void>,
): Promise<Judged> {
  const about = new Map<number, { code: string; marks: number }>()
  const found: Int32Array[] = []
  for await (const part of factsInParts(reader, laid, places, { asOf, pack })) {
    const lines: number[] = []
    for (const { place, facts } of part) {
      const findings = judgeOrganization(allRules, facts, pack, asOf)
      about.set(place, {
        code: facts.code ?? facts.orgId,
        marks:
          (facts.kind === 'branch' ? marks.branch : 0) |
          (exemption(facts, pack, asOf) === undefined ? 0 : marks.exempt) |
          (isFlagged(findings) ? marks.flagged : 0) |
          (isSuggested(facts, findings, pack) ? marks.suggested : 0),
      })
      for (const { rule, severity, since } of findings) {
        lines.push(place, ruleAt.get(rule) ?? 0, severityAt(severity), dayNumber(since))
      }
    }
    found.push(Int32Array.from(lines))
    await report?.(about.size, laid.nos.length)
  }
  return { about, findings: found }
}

const ruleAt = new Map(allRules.map(({ id }, at) => [id, at]))
const severityAt = (severity: Severity) => severities.indexOf(severity)

function dayNumber(day: IsoDay | null): number {
  return day === null ? 0 : daysBetween(firstDay, day)
}
