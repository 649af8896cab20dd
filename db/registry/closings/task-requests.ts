import { type Selectable, sql } from 'kysely'
import type { Followed } from '#db/records/courses/course.ts'
import { type TaskRequestState, taskRequestCourse } from '#db/records/courses/task-request-course.ts'
import type { Reader, Tables } from '#db/sqlite/tables.ts'
import { followed, stepsOf, type TakenStep } from '../steps.ts'

/** A request to change a task with how far it has come, by its steps. */
export type KnownTaskRequest = Selectable<Tables['task_request']> & {
  readonly state: TaskRequestState
  /** The step by which it came to its state; undefined as long as nobody has answered. */
  readonly by: TakenStep | undefined
  readonly steps: Followed<TaskRequestState, TakenStep>
}

/**
 * Each with its state: two statements more, however many. An answer counts that comes from whoever set the task or from
 * an office above that: an office between them answers nothing for it.
 */
async function withStates(
  reader: Reader,
  rows: readonly Selectable<Tables['task_request']>[],
): Promise<readonly KnownTaskRequest[]> {
  if (rows.length === 0) return []
  const steps = await stepsOf(
    reader,
    rows.map(row => row.id),
  )
  const above = await aboveOf(reader, [...new Set(rows.map(row => row.issuer))])
  return rows.map(row => {
    const counts = (step: TakenStep) =>
      step.action === 'withdraw' || above.get(row.issuer)?.includes(step.office) === true
    const course = followed(taskRequestCourse, (steps.get(row.id) ?? []).filter(counts), { home: row.org })
    return { ...row, state: course.state, by: course.by, steps: course }
  })
}

/** All that was asked about the tasks of a year, in the order in which it was written down. */
export async function taskRequestsOf(reader: Reader, year: number): Promise<readonly KnownTaskRequest[]> {
  const rows = await reader
    .selectFrom('task_request')
    .where('year', '=', year)
    .selectAll()
    .orderBy('no')
    .execute()
  return withStates(reader, rows)
}

/** The request of this id. */
export async function findTaskRequest(reader: Reader, id: string): Promise<KnownTaskRequest | undefined> {
  const rows = await reader.selectFrom('task_request').where('id', '=', id).selectAll().execute()
  return (await withStates(reader, rows))[0]
}

type Promised = { readonly target: number; readonly due: string }
/**
 * What one office has to reach, and until when: the task as it was set, with what was granted to it read over it, the
 * answer that was given last over those before it.
 */
export function promisedBy({ target, due }: Promised, requests: readonly KnownTaskRequest[]): Promised {
  return requests
    .flatMap(one => (one.state === 'granted' && one.by !== undefined ? [{ ...one, rank: one.by.rank }] : []))
    .toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
    .reduce((now, one) => ({ target: one.target ?? now.target, due: one.due ?? now.due }), { target, due })
}

/** Each of these organizations and those above it, upwards. */
export async function aboveOf(
  reader: Reader,
  orgs: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const above = sql<{ of: string; id: string; height: number }>`(
    WITH RECURSIVE above (of, id, height) AS (
      SELECT value, value, 0 FROM json_each(${JSON.stringify(orgs)}) UNION
      SELECT above.of, p.parent, height + 1 FROM above JOIN placement p ON p.org = above.id AND p.until IS NULL
      WHERE p.parent IS NOT NULL AND height < 30
    ) SELECT of, id, height FROM above
  )`
  const rows = await reader
    .selectFrom(above.as('above'))
    .select(['above.of', 'above.id'])
    .orderBy('above.height')
    .execute()
  return new Map(
    [...Map.groupBy(rows, row => row.of)].map(([of, found]) => [of, found.map(({ id }) => id)] as const),
  )
}
