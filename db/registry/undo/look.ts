import { readingJournal } from '#db/registry/conflicts/conflicts.ts'
import { staysEnded } from '#db/registry/org-acts/takes-along.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { Refusal } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Task } from '#db/sqlite/task.ts'
import { type Blocking, plannedUndo } from './plan.ts'

export type UndoLookInput = { readonly changeSet: number; readonly today: IsoDay }

/** What is to be known of an undo before anybody decides on it. */
export type UndoLook = {
  readonly blockedBy: readonly Blocking[]
  /** What would stay where these are left as they are; null where it cannot be undone even so. */
  readonly kept: Text[] | null
  /** What does not come back with it. */
  readonly notes: readonly Text[]
}

/**
 * What stands in the way of taking back a change set, told without trying it, in a thread of its own: of an import of
 * thousands that takes as long as the undo. Refuses what is never taken back.
 */
export const undoLookTask: Task<UndoLookInput, never, UndoLook> = async ({ changeSet, today }, tools) => {
  const [db, reader] = [tools.connection(), tools.reader()]
  const plan = await plannedUndo({ db, reader, journal: readingJournal(db) }, changeSet)
  const notes = await endedWith(db, reader, changeSet, today)
  const { blockedBy } = await plan.whole()
  if (blockedBy.length === 0) return { blockedBy, kept: [], notes }
  try {
    const sparing = await plan.sparing()
    return { blockedBy, kept: sparing.blockedBy.length === 0 ? sparing.told : null, notes }
  } catch (error) {
    if (error instanceof Refusal) return { blockedBy, kept: null, notes }
    throw error
  }
}

/** So many organizations are named whose cases ended with them. */
const mostNamed = 5

/** The cases of organizations that this closed, and that would be there again: what ended with them stays ended. */
async function endedWith(db: Connection, reader: Reader, changeSet: number, asOf: IsoDay): Promise<Text[]> {
  const closed = db
    .prepare<[number], { id: string; name: string }>(
      `SELECT DISTINCT o.id, coalesce(o.short_name, o.name) AS name
       FROM change_set s JOIN change c ON c.no BETWEEN s.first_change AND s.last_change AND c.entity IN ('org', 'decision')
       JOIN org o ON o.id = CASE c.entity WHEN 'org' THEN c.thing ELSE c.hangs_on ->> '$[0]' END
       WHERE s.no = ? AND o.closed IS NOT NULL AND (c.entity = 'decision' OR json_type(c.body, '$.set.closed') IS NOT NULL)
       LIMIT ${mostNamed}`,
    )
    .all(changeSet)
  const told: Text[] = []
  for (const { id, name } of closed) {
    const ended = await staysEnded(reader, { root: id, asOf })
    if (ended !== undefined) told.push({ zh: `${name}：${ended.zh}`, en: `${name}: ${ended.en}` })
  }
  return told
}
