import type { Severity } from '#contract/vocabulary.ts'
import type { Text } from '#db/shared/text.ts'
import { worse } from '../overview.ts'
import type { YearContent } from './content.ts'
import { unitsIn } from './unit-of.ts'

/** What an organization was on the day of a review; `absent` before it was founded and after it was closed. */
export type Standing = 'weak' | 'sound' | 'absent'
/** What became of it since the review before: nothing is told of who was sound and stayed so. */
export type Turn = 'new' | 'still' | 'cleared' | 'relapsed' | 'closed'

export type Turned = {
  readonly org: string
  readonly code: string | null
  readonly name: string
  /** The street or system under which it lies, by the newest year that knows of it. */
  readonly unit: string
  readonly standings: readonly Standing[]
  /** By year; null where there is nothing to tell, and in the first, before which nothing is known. */
  readonly turns: readonly (Turn | null)[]
}

export type Unit = { readonly id: string; readonly code: string | null; readonly name: string }

/** Of one year and one unit: how many branches, how many organizations are weak, and what the rules hit. */
export type UnitYear = {
  readonly unit: string
  readonly branches: number
  readonly weak: number
  /** By rule: how many branches are hit, for information aside, and how badly the worst. */
  readonly rules: readonly { readonly rule: string; readonly n: number; readonly worst: Severity }[]
}

export type Years = {
  readonly units: readonly Unit[]
  /** One list a year, in the order of the years. */
  readonly byYear: readonly (readonly UnitYear[])[]
  /** Whoever was weak in any of the years. */
  readonly rows: readonly Turned[]
}

const over = ['cleared', 'merged', 'dissolved']

/** Weak is what the verdict proposes and nobody has set aside, what was confirmed, and what is being put right. */
export function weakIn({ orgs, cases }: Pick<YearContent, 'orgs' | 'cases'>): ReadonlySet<string> {
  return new Set([
    ...orgs
      .filter(({ suggested, decision }) => (suggested ? decision !== 'set-aside' : decision === 'confirmed'))
      .map(({ id }) => id),
    ...cases.filter(({ state }) => !over.includes(state)).map(({ org }) => org),
  ])
}

/** Years side by side, the oldest first: pure, over what each of them says. */
export function yearsSideBySide(contents: readonly YearContent[]): Years {
  const known = contents.map(content => ({
    content,
    weak: weakIn(content),
    orgs: new Map(content.orgs.map(org => [org.id, org])),
  }))
  const { root, units } = unitsOver(contents)
  const ever = new Set(known.flatMap(({ weak }) => [...weak]))
  const rows = [...ever].flatMap((id): Turned[] => {
    const newest = known.findLast(({ orgs }) => orgs.has(id))
    const org = newest?.orgs.get(id)
    if (newest === undefined || org === undefined) return []
    const standings = known.map(({ weak, orgs }) =>
      orgs.has(id) ? (weak.has(id) ? ('weak' as const) : ('sound' as const)) : ('absent' as const),
    )
    return [
      {
        ...{ org: id, code: org.code, name: org.name },
        unit: units.get(id) ?? root,
        standings,
        turns: standings.map((_, at) => turnOf(standings, at)),
      },
    ]
  })
  const shown = new Set([root, ...units.values()])
  const named = new Map(known.flatMap(({ orgs }) => [...orgs]))
  return {
    units: [...shown].flatMap(id => {
      const org = named.get(id)
      return org === undefined ? [] : [{ id, code: org.code, name: org.name }]
    }),
    byYear: known.map(({ content, weak }) => unitYears(content, weak, id => units.get(id) ?? root)),
    rows: rows.toSorted((a, b) => ((a.code ?? a.org) < (b.code ?? b.org) ? -1 : 1)),
  }
}

/** Where something lies today it lies in every year: else a reorganization would look like a cure. */
function unitsOver(contents: readonly YearContent[]) {
  const root = contents.at(-1)?.office.id ?? ''
  const units = new Map<string, string>()
  for (const content of contents) {
    const unitOf = unitsIn(content)
    for (const { id } of content.orgs) units.set(id, unitOf.get(id) ?? root)
  }
  return { root, units }
}

/** A branch that a rule hits in a year, as that year has it. */
export type Hit = {
  readonly org: string
  readonly code: string | null
  readonly name: string
  readonly findings: readonly { readonly rule: string; readonly severity: Severity; readonly why: Text }[]
}

/** Pure: the branches behind one figure of a year, of one unit and one rule. */
export function hitIn(
  contents: readonly YearContent[],
  { year, unit, rule }: { readonly year: number; readonly unit: string; readonly rule: string },
): readonly Hit[] {
  const { root, units } = unitsOver(contents)
  const content = contents.find(one => one.year === year)
  if (content === undefined) return []
  const hits = content.findings.filter(one => one.rule === rule && one.severity !== 'info')
  const found = Map.groupBy(hits, ({ org }) => org)
  return content.orgs.flatMap(({ id, kind, code, name }) => {
    const findings = found.get(id) ?? []
    if (kind !== 'branch' || findings.length === 0 || (units.get(id) ?? root) !== unit) return []
    return [
      {
        ...{ org: id, code, name },
        findings: findings.map(({ severity, why }) => ({ rule, severity, why })),
      },
    ]
  })
}

/** What became of it in a year, by what it was in the years before. */
function turnOf(standings: readonly Standing[], at: number): Turn | null {
  const [now, before] = [standings[at], standings[at - 1]]
  if (at === 0 || before === undefined) return null
  if (now === 'weak') {
    if (before === 'weak') return 'still'
    return standings.slice(0, at - 1).includes('weak') ? 'relapsed' : 'new'
  }
  if (before !== 'weak') return null
  return now === 'sound' ? 'cleared' : 'closed'
}

function unitYears(
  { orgs, findings }: YearContent,
  weak: ReadonlySet<string>,
  unitOf: (id: string) => string,
): UnitYear[] {
  const found = Map.groupBy(findings, ({ org }) => org)
  return [...Map.groupBy(orgs, ({ id }) => unitOf(id))].map(([unit, members]) => {
    const branches = members.filter(({ kind }) => kind === 'branch')
    const rules = new Map<string, { n: number; worst: Severity }>()
    for (const { id } of branches)
      for (const { rule, severity } of found.get(id) ?? []) {
        if (severity === 'info') continue
        const known = rules.get(rule)
        rules.set(rule, {
          n: (known?.n ?? 0) + 1,
          worst: known === undefined ? severity : worse(known.worst, severity),
        })
      }
    return {
      unit,
      branches: branches.length,
      weak: members.filter(({ id }) => weak.has(id)).length,
      rules: [...rules]
        .map(([rule, cell]) => ({ rule, ...cell }))
        .toSorted((a, b) => (a.rule < b.rule ? -1 : 1)),
    }
  })
}
