import type { ChangeSet } from '#db/journal/change-set.ts'
import type { Journal } from '#db/journal/journal.ts'
import { courseOf } from '#db/records/courses/courses.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { lockedAmong } from '../acts/stored.ts'
import { type ConflictRow, conflictRows, headsOf, holdingOf, settleConflict } from './conflicts.ts'

export type ConflictsMeant = {
  readonly ids?: readonly string[] | undefined
  readonly kind?: string | undefined
  readonly register?: string | undefined
  /** Whose value is kept; what holds now where none is named. */
  readonly office: string | undefined
}

export type Choice = { readonly id: string; readonly row: ConflictRow; readonly keep: string }

/**
 * The conflicts that are meant and what is kept in each. Those in which that office wrote nothing, and those of what
 * somebody judges, stay as they are: `left` counts them. Refuses where nothing would be settled.
 */
export async function chooseMany(
  db: Connection,
  journal: Journal,
  reader: Reader,
  meant: ConflictsMeant,
): Promise<{ readonly choices: readonly Choice[]; readonly left: number }> {
  const named = meant.ids && new Set(meant.ids)
  const rows = conflictRows(db).filter(
    row =>
      (named?.has(idOf(row)) ?? true) &&
      (meant.kind === undefined || row.entity === meant.kind) &&
      (meant.register === undefined || row.register === meant.register),
  )
  const courses = rows.filter(row => courseOf(row.entity)?.locked !== undefined)
  const locked = await lockedAmong(
    reader,
    courses.map(({ entity, thing }) => ({ entity, id: thing })),
  )
  const choices = rows.flatMap((row): Choice[] => {
    if (locked.has(row.thing)) return []
    const heads = headsOf(journal, row)
    const kept =
      meant.office === undefined
        ? holdingOf(row, heads)
        : heads.findLast(head => head.change.origin.office === meant.office)
    return kept === undefined ? [] : [{ id: idOf(row), row, keep: kept.version }]
  })
  if (choices.length === 0) {
    refuse(
      'conflicts-none-meant',
      '没有可以这样处理的冲突：选中的冲突里没有这个单位写的内容，或者已经处理过。请重新打开冲突列表看一看。',
      'No conflict can be settled like this: that office wrote nothing in those chosen, or they were settled already. Look at the list of conflicts again.',
    )
  }
  return { choices, left: rows.length - choices.length }
}

function idOf({ thing, register }: ConflictRow): string {
  return `${thing}:${register}`
}

/** Settles each as it was chosen; a record that is removed by it has no other conflicts any more. */
export function settleMany(
  db: Connection,
  journal: Journal,
  set: ChangeSet,
  choices: readonly Choice[],
): void {
  const removed = new Set<string>()
  const wholeFirst = choices.toSorted(
    (a, b) => Number(b.row.register === '*') - Number(a.row.register === '*'),
  )
  for (const { id, row, keep } of wholeFirst) {
    if (removed.has(row.thing)) continue
    settleConflict(db, journal, set, id, keep)
    if (row.register === '*' && isRemoval(journal, row.thing, keep)) removed.add(row.thing)
  }
}

function isRemoval(journal: Journal, thing: string, version: string): boolean {
  return journal.changes
    .ofThing(thing)
    .some(change => change.kind === 'remove' && `${change.lamport}@${change.origin.writer}` === version)
}
