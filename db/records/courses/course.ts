import type { Text } from '#db/shared/text.ts'

/**
 * Who may take a step: the office where the matter lies (`home`), the one at the other end (`other`), or one that
 * stands strictly above where it lies (`above`). Every office above these may do what they may.
 */
export type Side = 'home' | 'other' | 'above'

/** One allowed step: from which states, to which; `stays` leaves the state as it is. */
export type Rule<S extends string = string, A extends string = string> = {
  readonly words: Text
  readonly by: Side
  readonly from: readonly S[]
  readonly to: S | 'stays'
  /** States that it overrules as long as its author had not seen the step which led there. */
  readonly unseen?: readonly S[]
  /** It has to name the last step of this kind: who accepts says what he read. */
  readonly answers?: A
  /** It ends what waits by a step of this kind, too: then it is not for the office that took that step. */
  readonly settles?: A
}

/** The course of a kind of matter: the state in which it begins, and the table of allowed steps. */
export type Course<S extends string = string, A extends string = string> = {
  readonly begins: S
  readonly states: Readonly<Record<S, Text>>
  readonly steps: Readonly<Record<A, Rule<S, A>>>
  /** States in which nothing of the matter itself is changed: somebody judges it, or has judged it. */
  readonly locked?: readonly S[]
}

/** A step as it counts here. `rank` is the text of its version: the same order on every PC. */
export type StepEvent = {
  readonly id: string
  readonly action: string
  readonly day: string
  readonly rank: string
  readonly about: string | null
  readonly saw: readonly string[]
}

/** Why a step has no effect. It is shown all the same: somebody did it. */
export type Idle = 'unknown-action' | 'not-from-here' | 'answers-another'

/** Where a matter stands: its state, by which step it came there, what counted, and what had no effect. */
export type Followed<S extends string, E> = {
  readonly state: S
  readonly by: E | undefined
  readonly taken: readonly E[]
  readonly idle: readonly { readonly event: E; readonly why: Idle }[]
}

/**
 * The state of a matter as a function of the set of its steps (journal.md, rule 7): in order of version, whatever the
 * order in which they came. A step that is impossible in the state that was reached has no effect.
 */
export function follow<S extends string, A extends string, E extends StepEvent>(
  course: Course<S, A>,
  events: Iterable<E>,
): Followed<S, E> {
  let state = course.begins
  let by: E | undefined
  const taken: E[] = []
  const idle: { event: E; why: Idle }[] = []
  for (const event of [...events].sort(byRank)) {
    const rule = ruleOf(course, event.action)
    const why = whyIdle(rule, event, state, by, taken)
    if (why !== undefined || rule === undefined) {
      idle.push({ event, why: why ?? 'unknown-action' })
      continue
    }
    taken.push(event)
    if (rule.to === 'stays') continue
    state = rule.to
    by = event
  }
  return { state, by, taken, idle }
}

/** Whether what these steps led to is not to be changed any more. */
export function isLocked<S extends string>(course: Course<S>, events: Iterable<StepEvent>): boolean {
  return course.locked?.includes(follow(course, events).state) === true
}

/** Whether an office above has judged it, so that it stays as that office read it. */
export function isJudged<S extends string>(course: Course<S>, events: Iterable<StepEvent>): boolean {
  const { state, by } = follow(course, events)
  return (
    course.locked?.includes(state) === true && by !== undefined && ruleOf(course, by.action)?.by === 'above'
  )
}

/** The rule of an action; undefined for one that the course does not have. */
export function ruleOf<S extends string, A extends string>(
  course: Course<S, A>,
  action: string,
): Rule<S, A> | undefined {
  return isActionOf(course, action) ? course.steps[action] : undefined
}

function isActionOf<S extends string, A extends string>(course: Course<S, A>, action: string): action is A {
  return Object.hasOwn(course.steps, action)
}

function whyIdle<S extends string, A extends string>(
  rule: Rule<S, A> | undefined,
  event: StepEvent,
  state: S,
  by: StepEvent | undefined,
  taken: readonly StepEvent[],
): Idle | undefined {
  if (rule === undefined) return 'unknown-action'
  if (rule.answers !== undefined) {
    const last = taken.findLast(one => one.action === rule.answers)
    if (last === undefined || event.about !== last.id) return 'answers-another'
    // A second answer to what the first one left where it was says nothing.
    if (taken.some(one => one.about === last.id)) return 'answers-another'
  }
  if (rule.from.includes(state)) return undefined
  const isUnseen = by !== undefined && !event.saw.includes(by.id)
  return isUnseen && rule.unseen?.includes(state) === true ? undefined : 'not-from-here'
}

/** By version; of one version, which only a forger gives to two steps, by id. */
function byRank(a: StepEvent, b: StepEvent): number {
  if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
