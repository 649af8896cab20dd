import { refuse } from '#db/shared/refusal.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { type Change, idOf, isCreation, type Range, rangesOf, versionOf } from './change.ts'
import type { Journal } from './journal.ts'

export type UndoPlan = {
  readonly names: readonly Range[]
  /** Later changes in force that build on what would go; empty when the undo may be done. */
  readonly blockers: readonly Change[]
}

/**
 * What taking back a change set would return, and what stands in its way (journal.md, "Undo").
 * Refuses a change set that does not exist, or of which nothing is in force any more.
 */
export function planUndo(db: Connection, journal: Journal, changeSet: number): UndoPlan {
  const found = db
    .prepare<[number], Extent>(
      'SELECT first_change AS first, last_change AS last FROM change_set WHERE no = ?',
    )
    .get(changeSet)
  if (found === undefined) {
    refuse(
      'changeset-unknown',
      `没有编号为 ${changeSet} 的操作。请用 history 查看操作编号。`,
      `There is no change set ${changeSet}. Look up its number with history.`,
      { changeSet },
    )
  }
  const own = [...journal.changes.ofSet(changeSet)].filter(
    change => !journal.entities.get(change.entity)?.growOnly,
  )
  const inForce = own.length > 0 && own.some(change => journal.absorber.isInForce(change))
  if (!inForce) {
    refuse(
      'changeset-undone',
      `操作 ${changeSet} 已经撤销过，或没有可以撤销的内容。`,
      `Change set ${changeSet} has been taken back already, or holds nothing that can be taken back.`,
      { changeSet },
    )
  }
  const names = rangesOf(own.map(change => [change.origin.writer, change.n]))
  return { names, blockers: blockersOf(db, journal, found, own) }
}

/** Nothing that came before can build on a change set, so only what was stored after it is looked at. */
type Extent = { readonly first: number; readonly last: number }

function blockersOf(db: Connection, journal: Journal, extent: Extent, own: readonly Change[]): Change[] {
  const ids = new Set(own.map(idOf))
  const versions = new Set(own.map(versionOf))
  const created = new Set(own.filter(isCreation).map(change => change.thing))
  const later = db
    .prepare<[Extent], { writer: string; n: number }>(
      `SELECT w.id AS writer, c.n FROM change c JOIN writer w ON w.no = c.writer
       WHERE c.no > @last
         AND (c.thing IN (SELECT thing FROM change WHERE no BETWEEN @first AND @last)
           OR EXISTS (SELECT 1 FROM json_each(c.hangs_on) h
                      WHERE h.value IN (SELECT thing FROM change WHERE no BETWEEN @first AND @last)))`,
    )
    .all(extent)
  const blockers: Change[] = []
  for (const { writer, n } of later) {
    for (const change of journal.changes.inRange(writer, n, n)) {
      if (ids.has(idOf(change)) || !buildsOn(change, versions, created)) continue
      if (journal.absorber.isInForce(change)) blockers.push(change)
    }
  }
  return blockers
}

function buildsOn(change: Change, versions: ReadonlySet<string>, created: ReadonlySet<string>): boolean {
  if (change.hangsOn.some(thing => created.has(thing))) return true
  if (change.kind === 'put') {
    if (change.body.base) return Object.values(change.body.base).some(base => base.some(v => versions.has(v)))
    const follows = change.body.set['follows']?.['follows']
    return Array.isArray(follows) && follows.some(id => created.has(id))
  }
  return change.kind === 'remove' && change.body.saw.some(version => versions.has(version))
}
