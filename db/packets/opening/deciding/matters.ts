import { type Change, isCreation, type Put, type Range } from '#db/journal/change.ts'
import { isJudged, isLocked as isLockedBy, ruleOf } from '#db/records/courses/course.ts'
import { courseOf, courses } from '#db/records/courses/courses.ts'
import type { AuthoredStep } from '#db/records/courses/judged.ts'
import { givenBack } from '#db/registry/given-back.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { stepIn } from '../../trust/judging/answered.ts'
import type { Matter, NamedOfMatters } from '../../trust/judging/bench.ts'
import { type KnownThings, outlineOf } from './known-things.ts'

/** The steps by which an office above leads a matter to a third one. */
const passingActions = Object.values(courses)
  .flatMap(course =>
    Object.entries(course.steps).flatMap(([action, rule]) => (rule.by === 'above' ? [`'${action}'`] : [])),
  )
  .join(', ')
const kindsWithCourse = Object.keys(courses)
  .map(kind => `'${kind}'`)
  .join(', ')

/** The steps of a matter, and whether it may be changed after all of them: followed once, whatever is asked then. */
type Followed = {
  readonly steps: AuthoredStep[]
  /** Of those that are known here. */
  readonly ids: ReadonlySet<string>
  readonly latest: string
  isJudged?: boolean
  isLocked?: boolean
}

/** Of so many steps, in all matters that were looked at, it is kept in mind what they led to. */
const mostKept = 20_000

/**
 * The matters that go through several hands (cases, transfers), as this registry knew them before a packet, and as the
 * packet leads them on as far as that was allowed.
 */
export class Matters {
  readonly #things: KnownThings
  /** The matters of this packet that their authors may write, and to whom it passes any on. */
  readonly #matters = new Map<string, Change>()
  /** The steps of this packet by their matter, as far as they were allowed. */
  readonly #steps = new Map<string, AuthoredStep[]>()
  readonly #passedTo = new Map<string, string[]>()
  readonly #spent = new Set<string>()
  /** The days on which the transfers of this packet were asked for. */
  readonly #asked = new Map<string, string>()
  readonly #followed = new Map<string, Followed>()
  #kept = 0
  readonly #stepsOf: (matter: string) => readonly KnownStep[]
  readonly #named: (ranges: readonly Range[]) => readonly NamedRow[]
  readonly #matterRow: (thing: string) => Pick<Matter, 'passedTo' | 'isSpent' | 'asked'> | undefined

  constructor(db: Connection, things: KnownThings) {
    this.#things = things
    const passed = prepareOnce<[string], { other: string }>(
      db,
      `SELECT other FROM step WHERE subject = ? AND action IN (${passingActions}) AND other IS NOT NULL`,
    )
    const inForce = new Map(
      Object.keys(courses).map(kind => [
        kind,
        prepareOnce<[string], { id: string }>(db, `SELECT id FROM "${kind}" WHERE id = ?`),
      ]),
    )
    const stepsOf = prepareOnce<[string, string], KnownStep>(
      db,
      `SELECT step.id, step.action, step.day, step.about, step.saw,
         min(printf('%014x@%s', c.lamport, w.id)) AS rank, w.replica, o.office
       FROM step JOIN change c ON c.thing = step.id AND c.kind = 'put'
       JOIN writer w ON w.no = c.writer JOIN origin o ON o.no = c.origin
       WHERE step.subject = ? AND step.of = ? AND NOT ${givenBack('c', 'w')} GROUP BY step.id`,
    )
    this.#stepsOf = matter => stepsOf.all(matter, things.kindOf(matter) ?? '')
    const named = prepareOnce<[string], NamedRow>(
      db,
      `SELECT DISTINCT coalesce(part.of, c.thing) AS thing, step.subject FROM json_each(?) r
       CROSS JOIN writer w ON w.id = r.value ->> 0
       CROSS JOIN change c INDEXED BY change_id ON c.writer = w.no AND c.n BETWEEN r.value ->> 1 AND r.value ->> 2
       LEFT JOIN step ON step.id = c.thing
       LEFT JOIN frozen_part part ON part.id = c.thing
       WHERE c.entity IN ('step', 'frozen_part', ${kindsWithCourse})`,
    )
    this.#named = ranges => named.all(JSON.stringify(ranges))
    const accepted = prepareOnce<[string], { id: string }>(
      db,
      // Whoever writes of somebody else that he came by it takes it out of nobody's hands.
      `SELECT m.id FROM membership m JOIN transfer t ON t.id = m.transfer AND t.person = m.person WHERE m.transfer = ?`,
    )
    const asked = prepareOnce<[string], { asked: string }>(db, 'SELECT asked FROM transfer WHERE id = ?')
    this.#matterRow = thing =>
      [...inForce.values()].some(find => find.get(thing) !== undefined)
        ? {
            passedTo: passed.all(thing).map(row => row.other),
            isSpent: accepted.get(thing) !== undefined,
            asked: asked.get(thing)?.asked,
          }
        : undefined
  }

  matterOf(thing: string): Matter | undefined {
    const made = this.#matters.get(thing)
    const row = this.#matterRow(thing)
    const first = made ?? (row === undefined ? undefined : this.#things.firstOf(thing))
    if (first === undefined) return undefined
    const passedTo = [...(row?.passedTo ?? []), ...(this.#passedTo.get(thing) ?? [])]
    const isSpent = row?.isSpent === true || this.#spent.has(spentBy(thing, first.hangsOn[0]))
    const { entity: kind, hangsOn } = first
    // Of a transfer the person comes first; whatever else goes through several hands lies by the first that it hangs on.
    const [home = '', ...others] = kind === 'transfer' ? hangsOn.slice(1) : hangsOn
    return { kind, hangsOn, home, others, passedTo, isSpent, asked: row?.asked ?? this.#asked.get(thing) }
  }

  /**
   * By the steps that are known here, and those that this packet brought before: what came later locks nothing, unless
   * somebody above has judged the matter. Then it stays as he read it, under whatever rank something is written now.
   */
  isLocked(matter: string, rank: string): boolean {
    const course = courseOf(this.#things.kindOf(matter) ?? '')
    if (course === undefined) return false
    const followed = this.#follow(matter)
    followed.isJudged ??= isJudged(course, followed.steps)
    if (followed.isJudged) return true
    if (followed.latest >= rank)
      return isLockedBy(
        course,
        followed.steps.filter(step => step.rank < rank),
      )
    followed.isLocked ??= isLockedBy(course, followed.steps)
    return followed.isLocked
  }

  /** The steps of a matter that are in force here, and those that this packet brought before. */
  stepsOf(matter: string): readonly AuthoredStep[] {
    return this.#follow(matter).steps
  }

  #follow(matter: string): Followed {
    const before = this.#followed.get(matter)
    if (before !== undefined) return before
    const known = this.#stepsOf(matter).map(step => ({ ...step, saw: namesIn(step.saw) }))
    const ids = new Set(known.map(({ id }) => id))
    const steps = [...known, ...(this.#steps.get(matter) ?? []).filter(({ id }) => !ids.has(id))]
    const latest = steps.reduce((last, { rank }) => (rank > last ? rank : last), '')
    if (this.#kept > mostKept) this.forget()
    this.#kept += steps.length + 1
    const followed = { steps, ids, latest }
    this.#followed.set(matter, followed)
    return followed
  }

  /** Something was stored since. */
  forget(): void {
    this.#followed.clear()
    this.#kept = 0
  }

  /** What these ranges of changes are of matters, as far as it is known here. */
  namedIn(names: readonly Range[]): NamedOfMatters {
    const rows = this.#named(names)
    return {
      steps: rows.flatMap(({ thing, subject }) => (subject === null ? [] : { id: thing, subject })),
      matters: rows.flatMap(({ thing, subject }) => (subject === null ? thing : [])),
    }
  }

  /** A step of a matter, or the acceptance of a transfer, that is not known here: once it is, this can be judged. */
  isOfUnknown(change: Change): boolean {
    if (change.kind !== 'put' || !isCreation(change)) return false
    const matter =
      change.entity === 'step'
        ? change.body.set['all']?.['subject']
        : change.entity === 'membership'
          ? change.body.set['transfer']?.['transfer']
          : undefined
    return typeof matter === 'string' && this.#things.creationOf(matter) === undefined
  }

  /** A step that is taken in is known to what comes after it. */
  noteStep(change: Put): void {
    const { subject: matter, of, action } = change.body.set['all'] ?? {}
    const course = courseOf(String(of))
    if (typeof matter !== 'string' || course === undefined) return
    const step = stepIn(change)
    const own = this.#steps.get(matter)
    if (own === undefined) this.#steps.set(matter, [step])
    else own.push(step)
    const before = this.#followed.get(matter)
    if (before !== undefined && !before.ids.has(step.id)) this.#followed.set(matter, after(before, step))
    const [, other] = change.hangsOn
    if (ruleOf(course, String(action))?.by !== 'above' || other === undefined) return
    this.#passedTo.set(matter, [...(this.#passedTo.get(matter) ?? []), other])
  }

  /** A new record that is a matter. */
  noteMatter(change: Put): void {
    if (isCreation(change) && courseOf(change.entity) !== undefined) {
      this.#matters.set(change.thing, outlineOf(change))
      const { asked } = change.body.set['all'] ?? {}
      if (typeof asked === 'string') this.#asked.set(change.thing, asked)
      this.#followed.delete(change.thing)
    }
  }

  /** Somebody is taken in by a transfer, which is no offer for a second time. */
  noteSpent(change: Put): void {
    const by = change.entity === 'membership' ? change.body.set['transfer']?.['transfer'] : undefined
    if (typeof by === 'string') this.#spent.add(spentBy(by, change.hangsOn[0]))
  }
}

function spentBy(transfer: string, person: string | undefined): string {
  return JSON.stringify([transfer, person])
}

/** The list grows in place: a packet may bring thousands of steps of one matter. */
function after({ steps, ids, latest }: Followed, step: AuthoredStep): Followed {
  steps.push(step)
  return { steps, ids, latest: step.rank > latest ? step.rank : latest }
}

type KnownStep = Omit<AuthoredStep, 'saw'> & { readonly saw: string }
type NamedRow = { readonly thing: string; readonly subject: string | null }

function namesIn(json: string): string[] {
  const list: unknown = JSON.parse(json)
  return Array.isArray(list) ? list.map(String) : []
}
