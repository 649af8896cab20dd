import { type Change, isCreation, type Put, type Reason, rankOf } from '#db/journal/change.ts'
import { replicaOf } from '#db/journal/names.ts'
import { ruleOf } from '#db/records/courses/course.ts'
import { courseOf } from '#db/records/courses/courses.ts'
import { type AuthoredStep, endsOwnRequest, undoesJudgement } from '#db/records/courses/judged.ts'
import type { Author, Bench } from './bench.ts'
import { reasons } from './reasons.ts'

/**
 * How many steps of one matter are taken of one office: each is judged by all before it. A matter takes a dozen, and one that
 * is told of every week for years stays below this.
 */
const mostSteps = 300

/** Nobody judges or ends what his own office handed in; and what was judged already, no step undoes that comes later. */
export function whyLate(change: Change, author: Author, bench: Bench): Reason | undefined {
  if (change.kind !== 'put' || !isCreation(change)) return undefined
  const { of, subject, action, about } = change.body.set['all'] ?? {}
  const course = typeof of === 'string' ? courseOf(of) : undefined
  if (course === undefined || typeof subject !== 'string') return undefined
  const isOwn = isOwnOf(author, bench)
  const answered = typeof about === 'string' ? bench.creationOf(about) : undefined
  const isAnswer = ruleOf(course, String(action))?.by === 'above' && answered?.entity === 'step'
  if (isAnswer && isOwn(answered.origin)) return reasons.ownWord
  const steps = bench.stepsOf(subject)
  const step = stepIn(change)
  if (steps.filter(({ office }) => office === step.office).length >= mostSteps) return reasons.crowded
  if (course.locked === undefined) return undefined
  if (endsOwnRequest(course, steps, step, isOwn)) return reasons.ownWord
  return undoesJudgement(course, steps, [...steps, step], isOwn) ? reasons.judged : undefined
}

/** What somebody above has judged is taken back from under him as little as it is edited. */
export function whyTakenBack(
  change: Change & { kind: 'return' | 'admit' },
  author: Author,
  bench: Bench,
): Reason | undefined {
  const own = change.body.names.filter(([writer]) => replicaOf(writer) === author.replica)
  if (change.kind !== 'return' || own.length === 0) return undefined
  const { steps, matters } = bench.namedIn(own)
  const locked = matters.find(matter => bench.isLocked(matter, rankOf(change)))
  if (locked !== undefined) return lockedReason(bench.kindOf(locked))
  const gone = new Set(steps.map(({ id }) => id))
  const isUndone = [...new Set(steps.map(({ subject }) => subject))].some(subject => {
    const course = courseOf(bench.kindOf(subject) ?? '')
    const before = bench.stepsOf(subject)
    const after = before.filter(({ id }) => !gone.has(id))
    return course?.locked !== undefined && undoesJudgement(course, before, after, isOwnOf(author, bench))
  })
  return isUndone ? reasons.judged : undefined
}

export function lockedReason(kind: string | undefined): Reason {
  if (kind === 'task_request') return reasons.answered
  return kind === 'frozen_year' ? reasons.yearLocked : reasons.locked
}

/** Whether something was written by the author's office, on whichever of its PCs and under whichever of its names. */
function isOwnOf({ replica: own, offices }: Author, { certificates }: Bench) {
  return ({ replica, office }: Pick<AuthoredStep, 'replica' | 'office'>): boolean =>
    replica === own ||
    offices.includes(office) ||
    certificates.officesOf(replica, 'ever').some(one => offices.includes(one))
}

/** A step as it follows those of its matter that are known. */
export function stepIn(change: Put): AuthoredStep {
  const { action, day, about, saw } = change.body.set['all'] ?? {}
  return {
    id: change.thing,
    action: String(action),
    day: String(day),
    rank: rankOf(change),
    replica: change.origin.replica,
    office: change.origin.office,
    about: typeof about === 'string' ? about : null,
    saw: Array.isArray(saw) ? saw : [],
  }
}
