import type { Case } from '#contract/lifeline/cases.ts'
import type { Proposal } from '#contract/lifeline/rulings.ts'

/** What one does about a case; two steps of its course may be one form: judging accepts or returns. */
export const caseVerbs = [
  'judge',
  'answer',
  'look-back',
  'submit',
  'note',
  'correct',
  'relapse',
  'close',
] as const
export type CaseVerb = (typeof caseVerbs)[number]

const needs: Readonly<Record<CaseVerb, Case['may'][number]>> = {
  judge: 'accept',
  answer: 'grant',
  'look-back': 'look-back',
  submit: 'submit',
  note: 'note',
  correct: 'correct',
  relapse: 'relapse',
  close: 'merge',
}

/**
 * What this office may do about a case, the likeliest next step first: looking back says whether it relapsed, and of an organization
 * that is closed only the end is to be said.
 */
export function verbsOf({ may, orgClosed }: Pick<Case, 'may' | 'orgClosed'>): readonly CaseVerb[] {
  const verbs = caseVerbs.filter(verb => may.includes(needs[verb]))
  // Progress is reported many times before a case is handed in once.
  const first = verbs.includes('note') ? ['note' as const] : []
  const isLooking = verbs.includes('look-back')
  if (orgClosed !== null && verbs.includes('close'))
    return ['close', ...verbs.filter(verb => verb !== 'close')]
  return [...first, ...verbs.filter(verb => verb !== 'note' && !(isLooking && verb === 'relapse'))]
}

/** More than these are not decided in one act. */
export const mostDecided = 200

/** Those about which the same can be decided: ours to decide, not decided so already, no case that has relapsed. */
export function decidedTogether<Row extends Pick<Proposal, 'isOurs' | 'state' | 'mark'>>(
  rows: readonly Row[],
  outcome: 'confirmed' | 'set-aside',
): readonly Row[] {
  return rows.filter(
    one => one.isOurs && one.state !== outcome && !(outcome === 'confirmed' && one.mark === 'found-again'),
  )
}

/** What a case waits for, by its steps: told beside the picture of its course. */
export type Missing =
  | { readonly what: 'note'; readonly month: string }
  | { readonly what: 'judge' | 'answer' | 'due' }
  | { readonly what: 'look-back'; readonly day: string }

/** What is missing of a case on a day. */
export function missingOf(
  {
    state,
    log,
    lookBack,
    corrections,
    awaitsDue,
    opened,
  }: Pick<Case, 'state' | 'log' | 'lookBack' | 'corrections' | 'awaitsDue' | 'opened'>,
  today: string,
): readonly Missing[] {
  const month = today.slice(0, 7)
  const isOpen = state === 'rectifying' || state === 'returned' || state === 'relapsed'
  const taken = log.filter(step => step.idle === null)
  const reported = taken.some(step => step.action === 'note' && step.day.startsWith(month))
  // Of the month in which somebody began, or had to begin anew, there is nothing to report yet.
  const begun = taken.findLast(step => step.action === 'relapse')?.day ?? opened
  return [
    ...(awaitsDue ? [{ what: 'due' as const }] : []),
    ...(isOpen && !reported && begun.slice(0, 7) < month ? [{ what: 'note' as const, month }] : []),
    ...(state === 'submitted' ? [{ what: 'judge' as const }] : []),
    ...(corrections.some(one => one.answer === null) ? [{ what: 'answer' as const }] : []),
    ...(lookBack !== null ? [{ what: 'look-back' as const, day: lookBack }] : []),
  ]
}

/** Whether a case has not come to an end. */
export function isUnderWay({ state }: Pick<Case, 'state'>): boolean {
  return !['cleared', 'merged', 'dissolved'].includes(state)
}
