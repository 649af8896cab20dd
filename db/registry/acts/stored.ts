import { sql } from 'kysely'
import { valuesIn } from '#db/records/columns.ts'
import { isLocked } from '#db/records/courses/course.ts'
import { courseOf } from '#db/records/courses/courses.ts'
import { officeKinds } from '#db/records/kinds.ts'
import { type AnyKind, titleTold } from '#db/records/record.ts'
import { refuse } from '#db/shared/refusal.ts'
import { paced } from '#db/shared/slices.ts'
import type { Text } from '#db/shared/text.ts'
import { saidWorker, unsteered } from '#db/shared/tidy-text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { isGivenBack } from '../given-back.ts'
import { lastValues } from '../history/said-before.ts'
import { stepsOf } from '../steps.ts'
import { recordUnknown } from '../unknown.ts'

/** A record as it stands: its kind, its row, and its values as its fields have them. */
export type Stored = {
  readonly kind: AnyKind
  readonly id: string
  readonly row: Readonly<Record<string, unknown>>
  readonly values: Readonly<Record<string, unknown>>
  /** It was given back to this office and counts for nothing: correcting it puts it in force again. */
  readonly isReturned?: true
}

/** The record of this id, of whatever kind; also one that was given back. Refuses `record-unknown`. */
export async function readStored(reader: Reader, id: string): Promise<Stored> {
  for (const kind of officeKinds) {
    const [row] = await rowsOf(reader, kind.name, 'id', id)
    if (row !== undefined) return { kind, id, row, values: valuesIn(kind, row) }
  }
  const returned = await readReturned(reader, id)
  if (returned !== undefined) return returned
  const { zh, en } = (await tellRemoved(reader, id)) ?? recordUnknown(id)
  refuse('record-unknown', zh, en, { record: id })
}

/** Who removed a record, and when: a form may stand open over it in another window. */
async function tellRemoved(reader: Reader, id: string): Promise<Text | undefined> {
  const removed = await reader
    .selectFrom('change')
    .innerJoin('origin', 'origin.no', 'change.origin')
    .innerJoin('writer', 'writer.no', 'change.writer')
    .where('change.thing', '=', id)
    .where('change.kind', '=', 'remove')
    .where(({ not }) => not(isGivenBack('change', 'writer')))
    .select(['change.entity', 'origin.at', 'origin.actor'])
    .orderBy('change.no', 'desc')
    .executeTakeFirst()
  const kind = officeKinds.find(({ name }) => name === removed?.entity)
  if (removed === undefined || kind === undefined) return undefined
  const title = titleTold(kind, kind.title(valuesIn(kind, (await lastValues(reader, [id])).get(id) ?? {})))
  const [day, actor] = [unsteered(removed.at).slice(0, 10), saidWorker(removed.actor)]
  const { zh, en } = kind.words
  return {
    zh: `${zh}“${title.zh}”已于 ${day} 删除${actor === '' ? '' : `（${actor}）`}，不能再查看和修改。还要用的，先到回收站恢复。`,
    en: `The ${en} "${title.en}" was removed on ${day}${actor === '' ? '' : ` by ${actor}`} and can be neither looked at nor changed. Restore it from the trash if it is still needed.`,
  }
}

async function readReturned(reader: Reader, id: string): Promise<Stored | undefined> {
  const shadow = await reader
    .selectFrom('shadow')
    .where('thing', '=', id)
    .where('state', '=', 'returned')
    .select(['entity', 'fields'])
    .executeTakeFirst()
  const kind = officeKinds.find(({ name }) => name === shadow?.entity)
  if (shadow === undefined || kind === undefined) return undefined
  const row = { ...JSON.parse(shadow.fields), id }
  return { kind, id, row, values: valuesIn(kind, row), isReturned: true }
}

/** What tells of an event is never edited or removed: it is taken back, or another step is taken. */
export function refuseOnce({ kind }: Stored): void {
  if (kind.once !== true) return
  refuse(
    'record-once',
    `${kind.words.zh}登记以后不能修改或删除。请撤销它，再重新办理。`,
    `A ${kind.words.en} is never changed or removed once it is registered. Cancel it, and register it anew.`,
    { kind: kind.name },
  )
}

/** What somebody judges, or has judged, stays as he read it: whatever is still to be said is said by a step. */
export async function refuseLocked(reader: Reader, { kind, id }: Pick<Stored, 'kind' | 'id'>): Promise<void> {
  const course = courseOf(kind.name)
  if (course?.locked === undefined) return
  const steps = (await stepsOf(reader, [id])).get(id) ?? []
  if (!isLocked(course, steps)) return
  if (kind.name === 'frozen_year')
    refuse(
      'year-approved',
      '这个年度的评审已经审定，不能撤销。请在年度评审里先撤回审定；上级已经审定的，由上级先撤回。',
      'The review of this year is approved and cannot be undone. Take the approval back on the page of the annual review; what the office above has confirmed it takes back first.',
      { kind: kind.name, record: id },
    )
  if (kind.name === 'task_request')
    refuse(
      'request-answered',
      '这份任务调整申请已经答复或者撤回，不能再撤销登记。需要再调整的，请重新申请。',
      'This request to change a task was answered or withdrawn and cannot be undone. Ask anew for what is still to be changed.',
      { kind: kind.name, record: id },
    )
  refuse(
    'case-locked',
    `这条${kind.words.zh}已经提交验收或者办结，内容不能再改。待验收的，请上级退回后再改；办结以后，请登记更正并写明理由。`,
    `This ${kind.words.en} was handed in or is over, so what it says is not changed any more. While it is judged, ask the office above to return it; afterwards, register a correction with its reason.`,
    { kind: kind.name, record: id },
  )
}

/** Which of these may not be changed, since somebody judges or has judged them. */
export async function lockedAmong(
  reader: Reader,
  records: readonly { readonly entity: string; readonly id: string }[],
): Promise<ReadonlySet<string>> {
  if (records.length === 0) return new Set()
  const steps = await stepsOf(
    reader,
    records.map(({ id }) => id),
  )
  const locked = records.filter(({ entity, id }) => {
    const course = courseOf(entity)
    return course?.locked !== undefined && isLocked(course, steps.get(id) ?? [])
  })
  return new Set(locked.map(({ id }) => id))
}

/** Ids that one statement takes. */
const atOnce = 150

/** These records, all those of one kind by one question; those that are there no more are left out. */
export async function readStoredOf(reader: Reader, ids: readonly string[]): Promise<readonly Stored[]> {
  const found = new Map<string, Stored>()
  const breathe = paced()
  for (let from = 0; from < ids.length; from += atOnce) {
    await breathe()
    let left = ids.slice(from, from + atOnce)
    for (const kind of officeKinds) {
      if (left.length === 0) break
      const rows = sql<Record<string, unknown>>`(
        SELECT * FROM ${sql.table(kind.name)} WHERE id IN (${sql.join(left)})
      )`
      for (const row of await reader.selectFrom(rows.as('found')).selectAll().execute()) {
        const id = String(row['id'])
        found.set(id, { kind, id, row, values: valuesIn(kind, row) })
      }
      left = left.filter(id => !found.has(id))
    }
  }
  return ids.flatMap(id => found.get(id) ?? [])
}

/** The rows of a kind of which a field says this. */
export function rowsOf(reader: Reader, kind: string, field: string, value: string) {
  const rows = sql<Record<string, unknown>>`(
    SELECT * FROM ${sql.table(kind)} WHERE ${sql.ref(field)} = ${value}
  )`
  return reader.selectFrom(rows.as('found')).selectAll().execute()
}

/** How many there are of them. */
export async function countOf(reader: Reader, kind: string, field: string, value: string): Promise<number> {
  const rows = sql<{ id: string }>`(SELECT id FROM ${sql.table(kind)} WHERE ${sql.ref(field)} = ${value})`
  const { count } = await reader
    .selectFrom(rows.as('found'))
    .select(eb => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}
