import { orgKindSchema } from '#contract/vocabulary.ts'
import { rectificationCourse } from '#db/records/courses/rectification-course.ts'
import { orgKindWords } from '#db/records/words/org-words.ts'
import { ruleCalled } from '#db/records/words/rule-words.ts'
import { ownOf } from '#db/shared/own-of.ts'
import type { FrozenCase, FrozenFinding, FrozenOrg, YearContent } from './content.ts'
import { unitsIn } from './unit-of.ts'
import { weakIn } from './years.ts'

/** A weak organization of a frozen year with all that is written about it on paper. */
export type WeakOrg = {
  readonly org: FrozenOrg
  /** In it and all below it: a committee has its members in its branches, and most of its cadres too. */
  readonly members: number
  readonly cadres: number
  readonly parent: string
  readonly unit: string
  readonly unitName: string
  readonly findings: readonly FrozenFinding[]
  /** The newest of its cases. */
  readonly case: FrozenCase | undefined
}

/** The weak organizations of a year, or of one unit of it, in the order of their codes. */
export function weakOrgs(content: YearContent, under?: string): readonly WeakOrg[] {
  const weak = weakIn(content)
  const byId = new Map(content.orgs.map(org => [org.id, org]))
  const units = unitsIn(content)
  const members = sumsBelow(content, byId, ({ members }) => members)
  const cadres = sumsBelow(content, byId, ({ cadres }) => cadres)
  const findings = Map.groupBy(content.findings, ({ org }) => org)
  const cases = Map.groupBy(content.cases, ({ org }) => org)
  const isUnder = (org: FrozenOrg) => {
    const seen = new Set<string>()
    for (let at: FrozenOrg | undefined = org; at !== undefined && !seen.has(at.id); ) {
      if (at.id === under) return true
      seen.add(at.id)
      at = at.parent === null ? undefined : byId.get(at.parent)
    }
    return under === undefined || under === content.office.id
  }
  return content.orgs
    .filter(org => weak.has(org.id) && isUnder(org))
    .map(org => {
      const unit = units.get(org.id) ?? content.office.id
      return {
        org,
        members: members.get(org.id) ?? 0,
        cadres: cadres.get(org.id) ?? 0,
        parent: org.parent === null ? '' : (byId.get(org.parent)?.name ?? ''),
        unit,
        unitName: byId.get(unit)?.name ?? content.office.name,
        findings: findings.get(org.id) ?? [],
        case: cases.get(org.id)?.at(-1),
      }
    })
}

/** Of each organization the sum of it and of all below it. */
function sumsBelow(
  { orgs }: YearContent,
  byId: ReadonlyMap<string, FrozenOrg>,
  countOf: (org: FrozenOrg) => number,
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  for (const org of orgs) {
    const seen = new Set<string>()
    for (let at = byId.get(org.id); at !== undefined && !seen.has(at.id); at = byId.get(at.parent ?? '')) {
      seen.add(at.id)
      sums.set(at.id, (sums.get(at.id) ?? 0) + countOf(org))
    }
  }
  return sums
}

export function kindWord(kind: string | null): string {
  const known = orgKindSchema.safeParse(kind)
  return known.success ? orgKindWords.wordFor(known.data) : (kind ?? '')
}

export function ruleName(id: string): string {
  return ruleCalled(id, 'zh')
}

export const severityWords: Readonly<Record<FrozenFinding['severity'], string>> = {
  red: '红',
  orange: '橙',
  yellow: '黄',
  info: '提示',
}

export function stateWord({ state }: FrozenCase): string {
  const words: Readonly<Record<string, { readonly zh: string }>> = rectificationCourse.states
  return ownOf(words, state)?.zh ?? state
}

/** What the review says of it in one sentence. */
export function conclusionOf({ org, case: one }: WeakOrg): string {
  if (one !== undefined) return `已认定为软弱涣散，整治台账${stateWord(one)}`
  if (org.decision === 'confirmed') return '已认定为软弱涣散'
  return org.suggested ? '建议认定为软弱涣散' : '不建议认定为软弱涣散'
}

/** Sentences as one: each but the last ends in a semicolon. */
export function joined(sentences: readonly string[]): string {
  return sentences.map((one, at) => (at < sentences.length - 1 ? one.replace(/。$/, '') : one)).join('；')
}
