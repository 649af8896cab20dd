import type { Json } from '#db/shared/canonical.ts'
import type { Clock } from '#db/shared/clock.ts'
import type { NewId } from '#db/shared/new-id.ts'
import { inSlices } from '#db/shared/slices.ts'
import { type Connection, commitAndLeaveInWal, prepareOnce, rollBack } from '#db/sqlite/connection.ts'
import { schemaNumber } from '#db/sqlite/migrate.ts'
import { type Absorber, absorber } from './absorb.ts'
import { type ChangeSet, changeSet, type Vouch } from './change-set.ts'
import type { Entities } from './entity.ts'
import { type ChangeStore, changeStore } from './store/change-store.ts'
import { type TableStore, tableStore } from './store/table-store.ts'

export type Work = {
  /** What is being done, as data: history makes its sentence of it. */
  readonly label: Json
  readonly actor: string
  /** Rolls everything back at the end: what would happen, with nothing changed. */
  readonly dryRun?: boolean
  /** Runs in the same transaction once the change set has its number: for what this replica notes beside it. */
  readonly beforeCommit?: (changeSet: number | null) => void
}

export type Done<T> = {
  /** The local number of the change set, or null if nothing was changed. */
  readonly changeSet: number | null
  readonly changes: number
  readonly result: T
}

/**
 * The one way to write. `write` runs its work inside one transaction: either everything that the work put into the
 * change set is in the journal and the tables, or nothing is. The work may wait between slices; the caller sees to it
 * that one work runs at a time.
 */
export type Journal = {
  readonly write: <T>(work: Work, fill: (set: ChangeSet) => T | Promise<T>) => Promise<Done<T>>
  readonly changes: ChangeStore
  readonly tables: TableStore
  readonly absorber: Absorber
  readonly entities: Entities
}

export type Identity = {
  readonly replica: string
  /** The organization for which this replica writes; read at each change set, since enrolment can change it. */
  readonly office: () => string
  readonly sign: ((text: string) => string) | undefined
  /** Names the writer of this opening: anew each time, so that a restored backup or a copied folder reuses no id. */
  readonly newWriter: () => string
  /** How it marks the files that its people chose. */
  readonly vouch?: Vouch
}

export type JournalParts = {
  readonly db: Connection
  readonly entities: Entities
  readonly newId: NewId
  readonly clock: Clock
  readonly identity: Identity
}

/** From so many changes on, what a transaction wrote is moved into the file when it has been answered. */
export const manyChanges = 5000

export function openJournal({ db, entities, newId, clock, identity }: JournalParts): Journal {
  const changes = changeStore(db)
  const tables = tableStore(db, entities)
  const absorb = absorber(changes, tables, entities)
  const writer = identity.newWriter()
  const addSet = prepareOnce(
    db,
    'INSERT INTO change_set (at, actor, label, first_change, last_change) VALUES (?, ?, ?, ?, ?)',
  )
  const saveLamport = prepareOnce(db, "INSERT OR REPLACE INTO meta (key, value) VALUES ('lamport', ?)")
  const noteUnsealed = prepareOnce(db, 'INSERT INTO unsealed (writer, from_n, to_n) VALUES (?, ?, ?)')
  let nextN = 1

  async function write<T>(work: Work, fill: (set: ChangeSet) => T | Promise<T>): Promise<Done<T>> {
    const { label, actor, dryRun = false, beforeCommit } = work
    db.exec('BEGIN IMMEDIATE')
    let committed = false
    let isOpen = true
    try {
      absorb.begin()
      const at = clock.now().toISOString()
      const counter = { n: nextN, lamport: changes.highestLamport() }
      const { replica, sign, office } = identity
      const author = { writer, replica, office, at, actor, label, sign }
      const set = changeSet({
        author,
        counter,
        schema: schemaNumber,
        newId,
        changes,
        tables,
        absorber: absorb,
        entities,
        isOpen: () => isOpen,
        vouch: identity.vouch ?? ((_, items) => items),
      })
      const result = await fill(set)
      isOpen = false
      const count = set.count()
      if (dryRun || count === 0) return { changeSet: null, changes: count, result }
      await inSlices(absorb.settling())
      const [first, last] = set.extent()
      const no =
        first === 0 ? null : Number(addSet.run(at, actor, JSON.stringify(label), first, last).lastInsertRowid)
      if (counter.n > nextN) noteUnsealed.run(writer, nextN, counter.n - 1)
      beforeCommit?.(no)
      saveLamport.run(String(counter.lamport))
      if (count >= manyChanges) commitAndLeaveInWal(db)
      else db.exec('COMMIT')
      committed = true
      nextN = counter.n
      return { changeSet: no, changes: count, result }
    } finally {
      isOpen = false
      if (!committed) {
        rollBack(db)
        changes.forget()
        absorb.forget()
      }
    }
  }

  return { write, changes, tables, absorber: absorb, entities }
}
