import { draftIds, type Plan } from '#db/plans/plan.ts'
import { invariant } from '#db/shared/invariant.ts'
import { apart } from '../acts/plan-many.ts'
import { sentenceOf } from '../history/sentence.ts'

/** The same decided about several organizations: one act in history, taken back as one; what stands against any, against all. */
export function asOneAct(plans: readonly Plan[]): Plan {
  const [first] = plans
  invariant(first, 'something is decided')
  if (plans.length === 1) return first
  const problems = plans.flatMap(plan => plan.problems)
  const told = new Set<string>()
  const distinct = problems.filter(({ field, message }) => {
    const key = `${field} ${message.zh}`
    return !told.has(key) && told.add(key)
  })
  if (distinct.length > 0)
    return { id: '', drafts: [], problems: distinct, sentences: [], warnings: [], label: null }
  const nextId = draftIds()
  const drafts = plans.flatMap(plan => apart(plan.drafts, nextId))
  const label = { ...labelOf(first), what: 'rulings', count: String(plans.length) }
  return {
    id: drafts[0]?.id ?? '',
    drafts,
    problems: [],
    sentences: [sentenceOf(label)],
    warnings: plans.flatMap(plan => plan.warnings),
    label,
  }
}

function labelOf({ label }: Plan): Readonly<Record<string, string>> {
  invariant(label !== null && typeof label === 'object' && !Array.isArray(label), 'a decision has a label')
  return Object.fromEntries(Object.entries(label).map(([name, value]) => [name, String(value)]))
}
