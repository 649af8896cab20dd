import { type Selectable, sql } from 'kysely'
import { valuesIn } from '#db/records/columns.ts'
import { type Followed, follow } from '#db/records/course.ts'
import { monthsToLookBack, rectification } from '#db/records/rectification.ts'
import { type RectificationState, rectificationCourse } from '#db/records/rectification-course.ts'
import { addMonths, type IsoDay, isDay } from '#db/shared/day.ts'
import type { Reader, Tables } from '#db/sqlite/tables.ts'
import { stepsOf, type TakenStep } from '../steps.ts'
import { withSubtree } from '../subtree.ts'

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
  /** The day from which somebody has to look back; null where that is not due, or was done. */
  readonly lookBack: IsoDay | null
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
  return rows.map(row => {
    const { org, opened, rules, problems, measures, owner, liaison, due } = valuesIn(rectification, row)
    const own = (steps.get(row.id) ?? []).filter(step => step.day <= asOf && step.org === row.org)
    const followed = follow(rectificationCourse, own)
    return {
      ...{ id: row.id, org, opened, problems, measures, owner, liaison, due },
      rules: rules ?? [],
      steps: followed,
      state: followed.state,
      by: followed.by,
      submission: followed.taken.findLast(step => step.action === 'submit'),
      lookBack: lookBackOf(followed),
    }
  })
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
  const rows = await withSubtree(reader, { root, asOf })
    .selectFrom('rectification')
    .where('opened', '<=', asOf)
    .where(sql<boolean>`org IN (SELECT org FROM subtree)`)
    .selectAll('rectification')
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

/** All cases of an organization, the newest first. */
export async function casesOf(reader: Reader, org: string, asOf: IsoDay): Promise<KnownCase[]> {
  const rows = await reader
    .selectFrom('rectification')
    .where('org', '=', org)
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
  return [...steps.taken, ...steps.idle.map(({ event }) => event)].map(event => event.id).sort()
}
