import { type Severity, severities } from '#contract/vocabulary.ts'
import type { FrozenCase, FrozenFinding, FrozenOrg, YearContent } from './content.ts'
import { canonicalText } from './sealed-content.ts'

/** What of one organization is another thing today, as of the same day, than when it was frozen. */
export type Difference = {
  readonly org: string
  readonly code: string | null
  readonly name: string
  /** `came` and `went`: it was not there, or is not any more, on that day. */
  readonly what: 'came' | 'went' | 'changed'
  /** Findings as they were and are; null where there was, or is, none. Those that stayed the same are not told. */
  readonly findings: readonly {
    readonly rule: string
    readonly was: Severity | null
    readonly now: Severity | null
  }[]
  /** Whether the verdict proposed it, and does. */
  readonly suggested: { readonly was: boolean; readonly now: boolean }
  readonly cases: readonly { readonly id: string; readonly was: string | null; readonly now: string | null }[]
  /** Headcounts, name or place: whatever else stands in its line. */
  readonly fields: readonly (typeof told)[number][]
}

/** What would be different if the year were frozen today: pure, by organization, in the order of the frozen ones. */
export function differencesBetween(was: YearContent, now: YearContent): readonly Difference[] {
  const [before, after] = [byOrg(was), byOrg(now)]
  const ids = [...before.keys(), ...[...after.keys()].filter(id => !before.has(id))]
  return ids.flatMap(id => {
    const [old, fresh] = [before.get(id), after.get(id)]
    if (old !== undefined && fresh !== undefined && canonicalText(old) === canonicalText(fresh)) return []
    const org = old?.org ?? fresh?.org
    if (org === undefined) return []
    return [
      {
        ...{ org: id, code: org.code, name: org.name },
        what: old?.org === undefined ? 'came' : fresh?.org === undefined ? 'went' : 'changed',
        findings: findingsOf(old?.findings ?? [], fresh?.findings ?? []),
        suggested: { was: old?.org?.suggested === true, now: fresh?.org?.suggested === true },
        cases: casesOf(old?.cases ?? [], fresh?.cases ?? []),
        fields: fieldsOf(old?.org, fresh?.org),
      },
    ]
  })
}

type OfOrg = {
  readonly org: FrozenOrg | undefined
  readonly findings: readonly FrozenFinding[]
  readonly cases: readonly FrozenCase[]
}

function byOrg({ orgs, findings, cases }: YearContent): ReadonlyMap<string, OfOrg> {
  const found = Map.groupBy(findings, ({ org }) => org)
  const opened = Map.groupBy(cases, ({ org }) => org)
  const known = new Map(orgs.map(org => [org.id, org]))
  const ids = new Set([...known.keys(), ...opened.keys()])
  return new Map(
    [...ids].map(id => [
      id,
      { org: known.get(id), findings: found.get(id) ?? [], cases: opened.get(id) ?? [] },
    ]),
  )
}

function findingsOf(old: readonly FrozenFinding[], fresh: readonly FrozenFinding[]): Difference['findings'] {
  const [before, after] = [old, fresh].map(list => new Map(list.map(one => [one.rule, one])))
  const rules = new Set([...old, ...fresh].map(({ rule }) => rule))
  return [...rules].sort().flatMap(rule => {
    const [was, now] = [before?.get(rule), after?.get(rule)]
    if (was !== undefined && now !== undefined && canonicalText(was) === canonicalText(now)) return []
    return [{ rule, was: was?.severity ?? null, now: now?.severity ?? null }]
  })
}

function casesOf(old: readonly FrozenCase[], fresh: readonly FrozenCase[]): Difference['cases'] {
  const [before, after] = [old, fresh].map(list => new Map(list.map(one => [one.id, one])))
  const ids = new Set([...old, ...fresh].map(({ id }) => id))
  return [...ids].flatMap(id => {
    const [was, now] = [before?.get(id), after?.get(id)]
    if (was !== undefined && now !== undefined && canonicalText(was) === canonicalText(now)) return []
    return [{ id, was: was?.state ?? null, now: now?.state ?? null }]
  })
}

const told = ['name', 'code', 'kind', 'parent', 'members', 'cadres', 'exempt', 'decision'] as const

function fieldsOf(old: FrozenOrg | undefined, fresh: FrozenOrg | undefined): Difference['fields'] {
  if (old === undefined || fresh === undefined) return []
  return told.filter(field => old[field] !== fresh[field])
}

/** The heaviest of these first. */
export function gravest(found: readonly Severity[]): Severity | undefined {
  return severities.find(severity => found.includes(severity))
}
