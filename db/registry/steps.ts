import { sql } from 'kysely'
import { type Course, type Followed, follow, type StepEvent } from '#db/records/courses/course.ts'
import { courseOf } from '#db/records/courses/courses.ts'
import { step } from '#db/records/courses/step.ts'
import { unsteered } from '#db/shared/tidy-text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { isGivenBack } from './given-back.ts'

/** A step as it was taken, with its ends: whose it may be is for the course to say. */
export type TakenStep = StepEvent & {
  readonly subject: string
  /** What kind of matter it says to be a step of. */
  readonly of: string
  readonly org: string
  readonly other: string | null
  readonly actor: string | null
  readonly note: string | null
  /** What it says point by point, and to each point what. */
  readonly points: readonly string[]
  readonly remarks: readonly string[]
  /** 佐证材料, as a record names files. */
  readonly files: readonly string[]
  /** Who wrote it: whoever judges a submission stands above the office that handed it in. */
  readonly office: string
}

/** The steps in force of these matters, in order of version. One statement, however many. */
export async function stepsOf(
  reader: Reader,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, readonly TakenStep[]>> {
  const rows = await reader
    .selectFrom('step')
    .where(sql<boolean>`step.subject IN (SELECT value FROM json_each(${JSON.stringify(subjects)}))`)
    .select(({ selectFrom }) => [
      'step.id',
      'step.subject',
      'step.of',
      'step.action',
      'step.org',
      'step.other',
      'step.day',
      'step.actor',
      'step.note',
      'step.files',
      'step.about',
      'step.saw',
      'step.points',
      'step.remarks',
      selectFrom('change')
        .innerJoin('writer', 'writer.no', 'change.writer')
        .whereRef('change.thing', '=', 'step.id')
        .where('change.kind', '=', 'put')
        // What somebody made under its id before it came says neither when it was taken nor by whom.
        .where(({ not }) => not(isGivenBack('change', 'writer')))
        .select(sql<string>`min(printf('%014x@%s', change.lamport, writer.id))`.as('rank'))
        .as('rank'),
      selectFrom('change')
        .innerJoin('origin', 'origin.no', 'change.origin')
        .innerJoin('writer', 'writer.no', 'change.writer')
        .whereRef('change.thing', '=', 'step.id')
        .where('change.kind', '=', 'put')
        .where(({ not }) => not(isGivenBack('change', 'writer')))
        .select('origin.office')
        .orderBy('change.lamport')
        .limit(1)
        .as('office'),
    ])
    .orderBy('rank')
    .orderBy('step.id')
    .execute()
  const events = rows.map(({ saw, points, remarks, files, rank, office, ...row }) => ({
    ...row,
    points: textsIn(points).map(unsteered),
    remarks: textsIn(remarks).map(unsteered),
    files: step.fields.files.join?.([files]) ?? [],
    rank: rank ?? '',
    office: office ?? '',
    saw: textsIn(saw),
  }))
  return Map.groupBy(events, event => event.subject)
}

/**
 * How far a matter had come by a day: its steps followed through the table of its course, as far as they were taken
 * where it lies. One and the same for cases, years and what is asked about tasks; a transfer has two ends, and says
 * itself which steps are its own.
 */
export function followed<S extends string, A extends string>(
  course: Course<S, A>,
  steps: readonly TakenStep[] | undefined,
  { home, asOf }: { readonly home: string; readonly asOf?: string | undefined },
): Followed<S, TakenStep> {
  const own = (steps ?? []).filter(
    step => step.org === home && courseOf(step.of) === course && (asOf === undefined || step.day <= asOf),
  )
  return follow(course, own)
}

/** Every step that is known of a matter: what the next one saw. */
export function seenIn({ taken, idle }: Followed<string, TakenStep>): string[] {
  return [...taken, ...idle.map(({ event }) => event)].map(event => event.id).sort()
}

function textsIn(json: string): string[] {
  const list: unknown = JSON.parse(json)
  return Array.isArray(list) ? list.map(String) : []
}
