import { z } from 'zod'
import type { Ruling } from '#contract/lifeline/rulings.ts'
import { severities } from '#contract/vocabulary.ts'
import type { KnownCase } from '#db/registry/cases/read-cases.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { inOrder } from '#db/shared/text.ts'
import { exemption } from '../exemption.ts'
import type { BranchFacts } from '../facts.ts'
import type { Pack } from '../packs/pack.ts'
import { allRules } from '../rules/all-rules.ts'
import { compared } from '../rulings/proposals.ts'
import { conclude } from '../scanning/scan.ts'
import { isFlagged } from '../verdict.ts'

const text = z.object({ zh: z.string(), en: z.string() })
const counted = z.record(z.string(), z.number())

const orgSchema = z.object({
  id: z.string(),
  code: z.string().nullable(),
  name: z.string(),
  kind: z.string().nullable(),
  tier: z.string().nullable(),
  parent: z.string().nullable(),
  members: z.number(),
  cadres: z.number(),
  exempt: z.boolean(),
  flagged: z.boolean(),
  suggested: z.boolean(),
  /** What people decided about the proposal, as it holds on the day; null where there was nothing to decide. */
  decision: z.enum(['open', 'lapsed', 'confirmed', 'set-aside']).nullable(),
})

const findingSchema = z.object({
  org: z.string(),
  rule: z.string(),
  severity: z.enum(severities),
  since: z.string().nullable(),
  measured: z.number(),
  threshold: z.number(),
  unit: z.string(),
  why: text,
  clears: text,
  worsens: z.object({ on: z.string(), to: z.enum(severities) }).nullable(),
})

const rulingSchema = z.object({
  id: z.string(),
  org: z.string(),
  outcome: z.enum(['confirmed', 'set-aside']),
  decided: z.string(),
  reason: z.string(),
  signer: z.string(),
  expires: z.string().nullable(),
})

const caseSchema = z.object({
  id: z.string(),
  org: z.string(),
  opened: z.string(),
  due: z.string(),
  state: z.string(),
  /** The day of the step that led there; null while none was taken. */
  on: z.string().nullable(),
  rules: z.array(z.string()),
  problems: z.array(z.string()),
  measures: z.array(z.string()),
  owner: z.string(),
  liaison: z.string(),
})

/** How many there are in an organization and all below it. */
const figuresSchema = z.object({
  org: z.string(),
  members: z.number(),
  cadres: z.number(),
  /** 团支部; those that are not judged, and those with a finding of yellow or worse. */
  branches: z.number(),
  exempt: z.number(),
  flagged: z.number(),
  /** Organizations that the verdict proposes. */
  suggested: z.number(),
  severities: counted,
  /** Findings of yellow or worse by rule: what is told for information flags nobody. */
  rules: counted,
  /** Cases by their state. */
  cases: counted,
})

/**
 * What is frozen of a year: as it was known when it was frozen, of one day. Its canonical text is what the hash is
 * of. What a newer program adds is kept as it is.
 */
export const contentSchema = z.looseObject({
  format: z.literal(1),
  office: z.object({ id: z.string(), code: z.string().nullable(), name: z.string() }),
  year: z.number(),
  day: z.string(),
  pack: z.object({ id: z.string(), name: text }),
  orgs: z.array(orgSchema),
  findings: z.array(findingSchema),
  rulings: z.array(rulingSchema),
  cases: z.array(caseSchema),
  /** Of every organization that others hang under, the office itself first. */
  figures: z.array(figuresSchema),
  unjudged: z.array(z.object({ rule: z.string(), why: text, partly: z.literal(true).optional() })),
})
export type YearContent = z.infer<typeof contentSchema>
export type FrozenOrg = z.infer<typeof orgSchema>
export type FrozenFinding = z.infer<typeof findingSchema>
export type FrozenRuling = z.infer<typeof rulingSchema>
export type FrozenCase = z.infer<typeof caseSchema>
export type Figures = z.infer<typeof figuresSchema>

export type YearKnown = {
  readonly root: string
  readonly year: number
  readonly day: IsoDay
  readonly pack: Pack
  readonly facts: readonly BranchFacts[]
  /** The newest first. */
  readonly cases: readonly KnownCase[]
  readonly rulings: ReadonlyMap<string, readonly Ruling[]>
}

/** What a year is, of these facts and cases: pure, and in one order whatever the order in which they were read. */
export function contentOf({ root, year, day, pack, facts, cases, rulings }: YearKnown): YearContent {
  const scan = conclude(facts, allRules, pack, day)
  const found = Map.groupBy(scan.findings, ({ orgId }) => orgId)
  const suggested = new Set(scan.suggested)
  const opened = Map.groupBy(cases, ({ org }) => org)
  const decisionOf = (id: string, isSuggested: boolean) =>
    compared(
      {
        ...{ orgId: id, isSuggested, findings: found.get(id) ?? [] },
        ...{ rulings: rulings.get(id) ?? [], cases: opened.get(id) ?? [] },
      },
      day,
    )?.state ?? null
  const orgs = facts
    .map(org => ({
      ...{ id: org.orgId, code: org.code, name: org.name, kind: org.kind, tier: org.tier },
      parent: org.orgId === root ? null : org.parent,
      members: org.members.held,
      cadres: org.posts.held,
      exempt: exemption(org, pack, day) !== undefined,
      flagged: isFlagged(found.get(org.orgId) ?? []),
      suggested: suggested.has(org.code ?? org.orgId),
      decision: decisionOf(org.orgId, suggested.has(org.code ?? org.orgId)),
    }))
    .toSorted((a, b) => Number(b.id === root) - Number(a.id === root) || byCode(a, b))
  const own = orgs.find(({ id }) => id === root)
  const known = {
    orgs,
    findings: scan.findings.map(({ org: _, orgId, orgName: __, evidenceOf: ___, ...judgement }) => ({
      org: orgId,
      ...judgement,
    })),
    rulings: [...rulings]
      .flatMap(([org, list]) => list.map(one => frozenRuling(org, one)))
      .filter(one => one.decided <= day)
      .toSorted((a, b) => inOrder(a.decided, b.decided) || inOrder(a.id, b.id)),
    cases: cases.map(frozenCase).toSorted((a, b) => inOrder(a.opened, b.opened) || inOrder(a.id, b.id)),
  }
  return {
    format: 1,
    office: { id: root, code: own?.code ?? null, name: own?.name ?? '' },
    year,
    day,
    pack: { id: pack.id, name: pack.name },
    ...known,
    figures: figuresOf(known),
    unjudged: [...scan.unjudged],
  }
}

function byCode(a: { code: string | null; id: string }, b: { code: string | null; id: string }): number {
  return inOrder(a.code ?? a.id, b.code ?? b.id) || inOrder(a.id, b.id)
}

function frozenRuling(org: string, { id, outcome, decided, reason, signer, expires }: Ruling): FrozenRuling {
  return { id, org, outcome, decided, reason, signer, expires }
}

function frozenCase(one: KnownCase): FrozenCase {
  const { id, org, opened, due, state, by, rules, problems, measures, owner, liaison } = one
  return {
    ...{ id, org, opened, due, state, on: by?.day ?? null, owner, liaison },
    rules: [...rules],
    problems: [...problems],
    measures: [...measures],
  }
}

type Counted = Pick<YearContent, 'orgs' | 'findings' | 'cases'>

/** One line for the office and each organization with others below it: every record counts in all that stand above it. */
export function figuresOf({ orgs, findings, cases }: Counted): Figures[] {
  const parents = new Map(orgs.map(({ id, parent }) => [id, parent]))
  const above = new Set(orgs.flatMap(({ parent }) => parent ?? []))
  const figures = new Map<string, Figures>()
  const [root] = orgs
  for (const { id } of orgs) if (above.has(id) || id === root?.id) figures.set(id, noFigures(id))
  const count = (org: string, add: (to: Figures) => void) => {
    const seen = new Set<string>()
    for (let at: string | null = org; at !== null && !seen.has(at); at = parents.get(at) ?? null) {
      seen.add(at)
      const to = figures.get(at)
      if (to !== undefined) add(to)
    }
    // What hangs nowhere on the day is the office's own.
    const own = root === undefined || seen.has(root.id) ? undefined : figures.get(root.id)
    if (own !== undefined) add(own)
  }
  for (const org of orgs)
    count(org.id, to => {
      to.members += org.members
      to.cadres += org.cadres
      if (org.suggested) to.suggested += 1
      if (org.kind !== 'branch') return
      to.branches += 1
      if (org.exempt) to.exempt += 1
      if (org.flagged) to.flagged += 1
    })
  for (const { org, rule, severity } of findings)
    count(org, to => {
      if (severity !== 'info') to.rules[rule] = (to.rules[rule] ?? 0) + 1
      to.severities[severity] = (to.severities[severity] ?? 0) + 1
    })
  for (const { org, state } of cases)
    count(org, to => {
      to.cases[state] = (to.cases[state] ?? 0) + 1
    })
  return [...figures.values()]
}

function noFigures(org: string): Figures {
  return {
    ...{ org, members: 0, cadres: 0, branches: 0, exempt: 0, flagged: 0, suggested: 0 },
    ...{ severities: {}, rules: {}, cases: {} },
  }
}
