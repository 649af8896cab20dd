import type { Proposal, Ruling } from '#contract/lifeline/rulings.ts'
import type { KnownCase } from '#db/registry/cases/read-cases.ts'
import { isUnderWay } from '#db/registry/cases/read-cases.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { inOrder } from '#db/shared/text.ts'
import type { Finding } from '../rule.ts'

/** What is known of one organization by the machine and by people, before the two are compared. */
export type Sides<Found = Finding> = {
  readonly orgId: string
  readonly isSuggested: boolean
  readonly findings: readonly Found[]
  /** The newest first. */
  readonly rulings: readonly Ruling[]
  readonly cases: readonly KnownCase[]
}

export type Compared<Found = Finding> = Sides<Found> &
  Pick<Proposal, 'state' | 'mark' | 'newRules'> & {
    /** The one that holds, or held last. */
    readonly ruling: Ruling | undefined
    readonly lastCase: KnownCase | undefined
    /** It was confirmed, and nobody has opened its case yet: the work itself is still to come. */
    readonly isUnopened: boolean
  }

/**
 * What people decided beside what the machine says, on a day. A decision holds until it expires; what was confirmed is
 * done with once its case is over. Where the two differ later it is marked: neither overwrites the other. Undefined
 * where neither has anything to say.
 */
export function compared<Found extends Pick<Finding, 'rule' | 'severity'>>(
  sides: Sides<Found>,
  asOf: IsoDay,
): Compared<Found> | undefined {
  const { isSuggested, findings, rulings, cases } = sides
  const ruling = rulings.find(one => one.decided <= asOf)
  const lastCase = cases.find(isUnderWay) ?? cases[0]
  const isDone =
    ruling?.outcome === 'confirmed' &&
    lastCase !== undefined &&
    lastCase.opened >= ruling.decided &&
    !isUnderWay(lastCase)
  const holds = ruling !== undefined && !isDone && (ruling.expires === null || ruling.expires > asOf)
  if (!isSuggested && !holds) return undefined
  const before = new Set(ruling?.rules)
  const newRules =
    holds && ruling.outcome === 'set-aside' && isSuggested
      ? [...new Set(findings.filter(isGrave).map(({ rule }) => rule))].filter(rule => !before.has(rule))
      : []
  // Whoever opened a case found it weak: nobody is asked again while it is under way.
  const isOpened = lastCase !== undefined && isUnderWay(lastCase)
  const undecided = ruling === undefined || isDone ? 'open' : 'lapsed'
  const state = holds ? ruling.outcome : isOpened ? 'confirmed' : undecided
  const mark = markOf()
  const isUnopened = state === 'confirmed' && !isOpened
  return { ...sides, state, mark, newRules: newRules.toSorted(inOrder), ruling, lastCase, isUnopened }

  function markOf(): Proposal['mark'] {
    if (newRules.length > 0) return 'new-findings'
    if (holds && ruling.outcome === 'confirmed' && !isSuggested) return 'no-longer-found'
    const isSetAside = holds && ruling.outcome === 'set-aside'
    return isSuggested && !isSetAside && lastCase?.state === 'cleared' ? 'found-again' : null
  }
}

/** What counts towards a proposal. */
function isGrave({ severity }: Pick<Finding, 'severity'>): boolean {
  return severity === 'red' || severity === 'orange'
}

const rank: Readonly<Record<Proposal['state'], 0 | 2>> = { lapsed: 0, open: 0, 'set-aside': 2, confirmed: 2 }

/** 0: waits to be decided; 1: people and machine differ; 2: neither. */
export function urgency({ state, mark }: Pick<Proposal, 'state' | 'mark'>): 0 | 1 | 2 {
  return mark !== null && rank[state] > 1 ? 1 : rank[state]
}

/** What waits for somebody first. */
export function byUrgency(a: Compared, b: Compared): number {
  return urgency(a) - urgency(b)
}
