import { sql } from 'kysely'
import type { ToldChange } from '#contract/lifeline/glance.ts'
import { refuse } from '#db/shared/refusal.ts'
import { saidWorker, unsteered } from '#db/shared/tidy-text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { recordUnknown } from '../unknown.ts'
import { aboutThings } from './about-things.ts'
import { type HistoryEntry, readChangeSet } from './history.ts'
import { changeColumns, nothingTold, tellRows } from './told-changes.ts'

/** One change of a record: told, with who wrote it where and when, and the work here of which it was a part. */
export type PastChange = {
  readonly entry: HistoryEntry
  readonly change: ToldChange
  readonly by: { readonly office: string; readonly actor: string; readonly at: string }
}

/**
 * All that was ever done to one record, the newest first: added, changed, removed, given back and brought back, by
 * whomever. Refuses `record-unknown`.
 */
export async function readRecordsPast(
  reader: Reader,
  thing: string,
  { offset, limit }: { readonly offset: number; readonly limit: number },
) {
  const about = await aboutThings(reader, sql`SELECT ${thing} AS id`)
  const counted = await reader
    .selectFrom(about.as('about'))
    .select(eb => eb.fn.countAll<number>().as('n'))
    .executeTakeFirst()
  const total = counted?.n ?? 0
  if (total === 0) {
    const { zh, en } = recordUnknown(thing)
    refuse('record-unknown', zh, en, { record: thing })
  }
  // Which they are is asked first: from them one goes to what each says, and never through all writers or changes.
  const numbers = sql<{ no: number }>`(
    SELECT its.no FROM ${about} its CROSS JOIN change ON change.no = its.no
    ORDER BY change.lamport DESC, change.no DESC LIMIT ${limit} OFFSET ${offset}
  )`
  const asked = (await reader.selectFrom(numbers.as('found')).select('no').execute()).map(({ no }) => no)
  const found = await reader
    .selectFrom('change')
    .innerJoin('origin', 'origin.no', 'change.origin')
    .innerJoin('writer', 'writer.no', 'change.writer')
    .where(sql<boolean>`change.no IN (SELECT value FROM json_each(${JSON.stringify(asked)}))`)
    .select(changeColumns)
    .select(
      sql<number>`(SELECT no FROM change_set WHERE first_change <= change.no ORDER BY first_change DESC LIMIT 1)`.as(
        'changeSet',
      ),
    )
    .execute()
  const rows = found.toSorted((one, other) => asked.indexOf(one.no) - asked.indexOf(other.no))
  const changes = new Map((await tellRows(reader, rows)).map(change => [change.no, change]))
  const past: PastChange[] = []
  for (const { no, changeSet, office, officeName, actor, at } of rows) {
    const [entry, change] = [await readChangeSet(reader, changeSet), changes.get(no)]
    if (entry !== undefined && change !== undefined)
      past.push({
        entry,
        change,
        by: { office: officeName ?? office, actor: saidWorker(actor), at: unsteered(at) },
      })
  }
  return { id: thing, ...(await calledBy(reader, thing)), total, rows: past }
}

/** What a record is called by all that is known of it, whether it is still there or not, and whom it is about. */
async function calledBy(
  reader: Reader,
  thing: string,
): Promise<Pick<ToldChange, 'kind' | 'title' | 'subjects'>> {
  const last = await reader
    .selectFrom('change')
    .innerJoin('origin', 'origin.no', 'change.origin')
    .innerJoin('writer', 'writer.no', 'change.writer')
    .where('change.thing', '=', thing)
    .where('change.kind', '=', 'put')
    .orderBy('change.lamport', 'desc')
    .limit(1)
    .select(changeColumns)
    .execute()
  const [told] = await tellRows(reader, last)
  if (told === undefined) return { kind: nothingTold, title: nothingTold, subjects: [] }
  const name = told.subjects[0]?.name ?? ''
  const isOwn = told.title.zh === '' && name !== ''
  return {
    kind: told.kind,
    title: isOwn ? { zh: name, en: name } : told.title,
    subjects: isOwn ? [] : told.subjects,
  }
}
