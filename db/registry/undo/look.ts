import { readingJournal } from '#db/registry/conflicts/conflicts.ts'
import { Refusal } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import type { Task } from '#db/sqlite/task.ts'
import { type Blocking, plannedUndo } from './plan.ts'

export type UndoLookInput = { readonly changeSet: number }

/** What is to be known of an undo before anybody decides on it. */
export type UndoLook = {
  readonly blockedBy: readonly Blocking[]
  /** What would stay where these are left as they are; null where it cannot be undone even so. */
  readonly kept: Text[] | null
}

/**
 * What stands in the way of taking back a change set, told without trying it, in a thread of its own: of an import of
 * thousands that takes as long as the undo. Refuses what is never taken back.
 */
export const undoLookTask: Task<UndoLookInput, never, UndoLook> = async ({ changeSet }, tools) => {
  const db = tools.connection()
  const plan = await plannedUndo({ db, reader: tools.reader(), journal: readingJournal(db) }, changeSet)
  const { blockedBy } = await plan.whole()
  if (blockedBy.length === 0) return { blockedBy, kept: [] }
  try {
    const sparing = await plan.sparing()
    return { blockedBy, kept: sparing.blockedBy.length === 0 ? sparing.told : null }
  } catch (error) {
    if (error instanceof Refusal) return { blockedBy, kept: null }
    throw error
  }
}
