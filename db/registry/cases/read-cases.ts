import { type Selectable, sql } from 'kysely'
import { saidIn } from '#db/journal/entity.ts'
import { valuesIn } from '#db/records/columns.ts'
import type { Followed } from '#db/records/courses/course.ts'
import { type RectificationState, rectificationCourse } from '#db/records/courses/rectification-course.ts'
import { editForm } from '#db/records/forms.ts'
import { monthsToLookBack, rectification } from '#db/records/lifeline/rectification.ts'
import { Reading, readFields } from '#db/records/reading.ts'
import { addMonths, type IsoDay, isDay } from '#db/shared/day.ts'
import type { Reader, Tables } from '#db/sqlite/tables.ts'
import { registryEntities } from '../entities.ts'
import { isGivenBack } from '../given-back.ts'
import { followed, seenIn, stepsOf, type TakenStep } from '../steps.ts'
import { thoseBelow } from '../subtree.ts'

/** A case with how far it has come, by its steps. */
export type KnownCase = {
  readonly id: string
  readonly org: string
  readonly opened: string
  readonly rules: readonly string[]
  readonly problems: readonly string[]
  readonly measures: readonly string[]
  readonly owner: string
  readonly liaison: string
  readonly due: string
  readonly state: RectificationState
  readonly by: TakenStep | undefined
  readonly steps: Followed<RectificationState, TakenStep>
  /** The last request for 销号, which whoever judges it names. */
  readonly submission: TakenStep | undefined
  /** The last request for a correction, as long as nobody has answered it. */
  readonly asked: TakenStep | undefined
  /** The newest request for a correction, answered or not, with what stood there before it. */
  readonly correction: Correction | undefined
  /** The day from which somebody has to look back; null where that is not due, or was done. */
  readonly lookBack: IsoDay | null
  /** It relapsed after the deadline that it has: nobody has set another one yet. */
  readonly awaitsDue: boolean
}

export type Correction = {
  readonly asked: TakenStep
  readonly answer: TakenStep | undefined
  readonly before: Said
  /** What ought to stand there. */
  readonly after: Said
}

/** Cases with their states on the day: one statement more, however many. */
async function withStates(
  reader: Reader,
  rows: readonly Selectable<Tables['rectification']>[],
  asOf: IsoDay,
): Promise<KnownCase[]> {
  const steps = await stepsOf(
    reader,
    rows.map(row => row.id),
  )
  const all = rows.map(row => ({
    row,
    said: valuesIn(rectification, row),
    course: followed(rectificationCourse, steps.get(row.id), { home: row.org, asOf }),
  }))
  const written = await writtenAt(
    reader,
    all.filter(({ course }) => course.taken.some(step => step.action === 'grant')),
  )
  return all.map(({ row, said, course }) => {
    const since = written.get(row.id) ?? new Map<string, string>()
    const now = corrected(said, course, asOf, since)
    const { org, opened, rules, problems, measures, owner, liaison, due } = now
    const asked = course.taken.findLast(step => step.action === 'correct')
    const answer = course.taken.find(step => asked !== undefined && step.about === asked.id)
    const earlier = { ...course, taken: course.taken.filter(step => step.id !== answer?.id) }
    const relapse = course.taken.findLast(step => step.action === 'relapse')
    return {
      ...{ id: row.id, org, opened, problems, measures, owner, liaison, due },
      rules: rules ?? [],
      steps: course,
      state: course.state,
      by: course.by,
      submission: course.taken.findLast(step => step.action === 'submit'),
      asked: answer === undefined ? asked : undefined,
      correction: asked && correctionOf(asked, answer, corrected(said, earlier, asOf, since), asOf),
      lookBack: lookBackOf(course),
      awaitsDue: relapse !== undefined && due < relapse.day,
    }
  })
}

type Said = ReturnType<typeof valuesIn<typeof rectification>>

/** The version of the newest change by which what stands there now was written, by field; of the cases given. */
async function writtenAt(
  reader: Reader,
  cases: readonly { readonly row: { readonly id: string }; readonly said: Said }[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  if (cases.length === 0) return new Map()
  const changes = await reader
    .selectFrom('change')
    .innerJoin('writer', 'writer.no', 'change.writer')
    .where('change.kind', '=', 'put')
    .where(
      sql<boolean>`change.thing IN (SELECT value FROM json_each(${JSON.stringify(cases.map(({ row }) => row.id))}))`,
    )
    // Else whoever writes what stands there once more, and has it given back, would undo what was granted.
    .where(({ not }) => not(isGivenBack('change', 'writer')))
    .select([
      'change.thing',
      'change.body',
      sql<string>`printf('%014x@%s', change.lamport, writer.id)`.as('rank'),
    ])
    .orderBy('rank')
    .execute()
  const byCase = Map.groupBy(changes, ({ thing }) => thing)
  return new Map(
    cases.map(({ row, said }) => {
      const stands = new Map(Object.entries(said).map(([field, value]) => [field, JSON.stringify(value)]))
      const found = (byCase.get(row.id) ?? []).flatMap(({ body, rank }) =>
        Object.entries(fieldsSet(body))
          .filter(([field, value]) => stands.get(field) === JSON.stringify(value))
          .map(([field]) => [field, rank] as const),
      )
      return [row.id, new Map(found)]
    }),
  )
}

function fieldsSet(body: string): Readonly<Record<string, unknown>> {
  const { set }: { readonly set?: Readonly<Record<string, Readonly<Record<string, unknown>>>> } =
    JSON.parse(body)
  const entity = registryEntities.get(rectification.name)
  return entity === undefined ? {} : saidIn<unknown>(entity, set ?? {})
}

/**
 * What was said, with what was granted to be corrected read over it, in the order of the answers. Of a case that was
 * taken up again, what was written after the answer holds.
 */
function corrected(
  said: Said,
  { taken }: Followed<RectificationState, TakenStep>,
  asOf: IsoDay,
  since: ReadonlyMap<string, string>,
): Said {
  const granted = taken.flatMap(answer =>
    answer.action === 'grant'
      ? taken.filter(step => step.id === answer.about).map(step => ({ ...step, answered: answer.rank }))
      : [],
  )
  let now = said
  for (const { answered, ...step } of granted) {
    const known = Object.entries(askedFor(step, asOf)).filter(
      ([field]) => (since.get(field) ?? '') < answered,
    )
    now = { ...now, ...Object.fromEntries(known) }
  }
  return now
}

/** The fields that a request for a correction names, with what ought to stand there. */
function askedFor({ points, remarks, day }: TakenStep, asOf: IsoDay): Partial<Said> {
  const form = editForm('rectification')
  if (form === undefined || points.length === 0) return {}
  const written = Object.fromEntries(points.map((field, at) => [field, remarks[at] ?? '']))
  const read = readFields(form, written, new Reading(isDay(day) ? day : asOf))
  return Object.fromEntries(
    Object.entries(read).filter(([field, value]) => value != null && form.fields[field]?.fixed === false),
  )
}

function correctionOf(
  asked: TakenStep,
  answer: TakenStep | undefined,
  before: Said,
  asOf: IsoDay,
): Correction {
  return { asked, answer, before, after: { ...before, ...askedFor(asked, asOf) } }
}

function lookBackOf({ state, by, taken }: Followed<RectificationState, TakenStep>): IsoDay | null {
  if (state !== 'cleared' || by === undefined || !isDay(by.day)) return null
  const isDone = taken.indexOf(by) < taken.findLastIndex(step => step.action === 'look-back')
  return isDone ? null : addMonths(by.day, monthsToLookBack)
}

/** The cases of an organization and all below it, the newest first. */
export async function casesBelow(
  reader: Reader,
  { root, asOf }: { readonly root: string; readonly asOf: IsoDay },
): Promise<KnownCase[]> {
  const named = await reader
    .selectFrom('rectification')
    .where('opened', '<=', asOf)
    .select('org')
    .distinct()
    .execute()
  const below = await thoseBelow(
    reader,
    { root, asOf },
    named.map(({ org }) => org),
  )
  if (below.size === 0) return []
  const rows = await reader
    .selectFrom('rectification')
    .where('opened', '<=', asOf)
    .where(sql<boolean>`org IN (SELECT value FROM json_each(${JSON.stringify([...below])}))`)
    .selectAll()
    .orderBy('opened', 'desc')
    .orderBy('no', 'desc')
    .execute()
  return withStates(reader, rows, asOf)
}

/** The case of this id. */
export async function findCase(reader: Reader, id: string, asOf: IsoDay): Promise<KnownCase | undefined> {
  const rows = await reader.selectFrom('rectification').where('id', '=', id).selectAll().execute()
  return (await withStates(reader, rows, asOf))[0]
}

/** All cases of these organizations themselves, the newest first. */
export async function casesOf(reader: Reader, orgs: readonly string[], asOf: IsoDay): Promise<KnownCase[]> {
  const rows = await reader
    .selectFrom('rectification')
    .where(sql<boolean>`org IN (SELECT value FROM json_each(${JSON.stringify(orgs)}))`)
    .selectAll()
    .orderBy('opened', 'desc')
    .orderBy('no', 'desc')
    .execute()
  return withStates(reader, rows, asOf)
}

/** Whether it is still being put right, or judged. */
export function isUnderWay({ state }: Pick<KnownCase, 'state'>): boolean {
  return state !== 'cleared' && state !== 'merged' && state !== 'dissolved'
}

/** Every step that is known here: what the next one saw. */
export function seenOf({ steps }: KnownCase): string[] {
  return seenIn(steps)
}

/** The full names of organizations, for what is written on paper. */
export async function fullNamesOf(
  reader: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await reader
    .selectFrom('org')
    .where(sql<boolean>`id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)
    .select(['id', 'name'])
    .execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}
