import { type Course, follow, ruleOf, type StepEvent } from './course.ts'

/** A step that counts here, with the PC and the office that wrote it. */
export type AuthoredStep = StepEvent & { readonly replica: string; readonly office: string }

type IsOwn = (step: AuthoredStep) => boolean

/**
 * Whether these steps take the ground from one by which somebody else, above, has judged the matter: written under the
 * rank of an earlier day, or taken back, they would let it count for nothing.
 */
export function undoesJudgement(
  course: Course,
  before: readonly AuthoredStep[],
  after: readonly AuthoredStep[],
  isOwn: IsOwn,
): boolean {
  return lostBy(course, before, after).some(
    step => ruleOf(course, step.action)?.by === 'above' && !isOwn(step),
  )
}

/** Whether a step ends what its own author's office has handed in, before anybody has judged that. */
export function endsOwnRequest(
  course: Course,
  before: readonly AuthoredStep[],
  step: AuthoredStep,
  isOwn: IsOwn,
): boolean {
  const request = ruleOf(course, step.action)?.settles
  if (request === undefined) return false
  const { by } = follow(
    course,
    before.filter(({ rank }) => rank < step.rank),
  )
  const lost = lostBy(course, before, [...before, step])
  const waiting = [...(by === undefined ? [] : [by]), ...lost]
  return waiting.some(({ action, ...one }) => action === request && isOwn({ action, ...one }))
}

function lostBy(course: Course, before: readonly AuthoredStep[], after: readonly AuthoredStep[]) {
  const counts = new Set(follow(course, after).taken.map(({ id }) => id))
  return follow(course, before).taken.filter(({ id }) => !counts.has(id))
}
