import type { z } from 'zod'
import type { conflictSchema } from '#contract/packets/packets.ts'
import type { Change, FieldValue, Put } from '#db/journal/change.ts'
import { byVersion, versionOf } from '#db/journal/change.ts'
import type { ChangeSet } from '#db/journal/change-set.ts'
import { saidIn } from '#db/journal/entity.ts'
import { type Journal, openJournal } from '#db/journal/journal.ts'
import { isJudged, type StepEvent } from '#db/records/courses/course.ts'
import { courseOf } from '#db/records/courses/courses.ts'
import { kindOf } from '#db/records/kinds.ts'
import { maskedApart } from '#db/records/types/field.ts'
import { refuse } from '#db/shared/refusal.ts'
import { saidWorker, unsteered } from '#db/shared/tidy-text.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { refuseLocked } from '../acts/stored.ts'
import { registryEntities } from '../entities.ts'
import { givenBack } from '../given-back.ts'

export type Conflict = z.infer<typeof conflictSchema>

/** An open conflict as its table has it. */
export type ConflictRow = {
  readonly thing: string
  readonly register: string
  readonly entity: string
  readonly heads: string
}

/** A journal that is only read: what a query needs of it. */
export function readingJournal(db: Connection): Journal {
  return openJournal({
    db,
    entities: registryEntities,
    newId: () => '',
    clock: { now: () => new Date(0) },
    identity: { replica: '', office: () => '', sign: undefined, newWriter: () => '' },
  })
}

/** Every register with several heads of different values, every record edited here and removed there, every rival stay. */
export function readConflicts(db: Connection, journal: Journal): OpenConflicts<Conflict> {
  const named = db.prepare<[{ id: string }], { name: string }>(
    `SELECT name FROM person WHERE id = @id UNION ALL SELECT name FROM org WHERE id = @id`,
  )
  const nameOf = (id: string) => named.get({ id })?.name ?? id
  const { total, rows } = firstConflicts(db, mostRead)
  return { total, rows: rows.map(row => conflictOf(db, journal, row, nameOf)) }
}

/** Two values of what somebody judges, or has judged, stand as they are until it is returned. */
export async function refuseLockedConflict(reader: Reader, id: string): Promise<void> {
  const [thing = '', register = ''] = [id.slice(0, id.lastIndexOf(':')), id.slice(id.lastIndexOf(':') + 1)]
  const row = await reader
    .selectFrom('conflict')
    .where('thing', '=', thing)
    .where('register', '=', register)
    .select('entity')
    .executeTakeFirst()
  const kind = row === undefined ? undefined : kindOf(row.entity)
  if (kind !== undefined) await refuseLocked(reader, { kind, id: thing })
}

/**
 * The open conflicts that this office may settle: not those about people and organizations that have moved out of its
 * part, of whose end it would never hear, nor those of a matter that was judged, which stands as it was read then.
 * Where somebody belongs is every office's matter that wrote of it.
 */
export function conflictRows(db: Connection): ConflictRow[] {
  return firstConflicts(db, Number.MAX_SAFE_INTEGER).rows
}

/** How many conflicts are read for a list, whatever an office makes of it; once these are settled come others. */
export const mostRead = 1000

/** The first of some conflicts, and how many there are in all. */
export type OpenConflicts<T> = { readonly total: number; readonly rows: T[] }

/** As `conflictRows`, so many of them: of the others it is read alone that they are there. */
export function firstConflicts(db: Connection, limit: number): OpenConflicts<ConflictRow> {
  const named = ownConflicts(db)
  const read = db.prepare<[string], ConflictRow>(
    `SELECT c.thing, c.register, c.entity, c.heads FROM json_each(?) j
     CROSS JOIN conflict c ON c.thing = j.value ->> 0 AND c.register = j.value ->> 1 ORDER BY j.key`,
  )
  const first = named.slice(0, limit).map(({ thing, register }) => [thing, register])
  return { total: named.length, rows: first.length === 0 ? [] : read.all(JSON.stringify(first)) }
}

type NamedConflict = Pick<ConflictRow, 'thing' | 'register' | 'entity'>

function ownConflicts(db: Connection): NamedConflict[] {
  const rows = db
    .prepare<[], NamedConflict>('SELECT thing, register, entity FROM conflict ORDER BY thing, register')
    .all()
  const own = (row: NamedConflict) => (row.entity === 'person' || row.entity === 'org') && !isSeries(row)
  const gone = movedAway(
    db,
    rows.filter(own).map(row => row.thing),
  )
  const judged = judgedAmong(db, rows)
  return rows.filter(row => (!own(row) || !gone.has(row.thing)) && !judged.has(row.thing))
}

type StepRow = Omit<StepEvent, 'saw'> & {
  readonly subject: string
  readonly of: string
  readonly saw: string
}

/** Which of these are matters that an office above has judged: until one is taken up again, nobody changes it. */
export function judgedAmong(
  db: Connection,
  records: readonly { readonly entity: string; readonly thing: string }[],
): ReadonlySet<string> {
  const matters = records.filter(({ entity }) => courseOf(entity)?.locked !== undefined)
  if (matters.length === 0) return new Set()
  const steps = db
    .prepare<[{ things: string }], StepRow>(
      `SELECT s.id, s.subject, s.of, s.action, s.day, s.about, s.saw,
         coalesce((SELECT min(printf('%014x@%s', c.lamport, w.id)) FROM change c JOIN writer w ON w.no = c.writer
           WHERE c.thing = s.id AND c.kind = 'put' AND NOT ${givenBack('c', 'w')}), '') AS rank
       FROM step s WHERE s.subject IN (SELECT value FROM json_each(@things))`,
    )
    .all({ things: JSON.stringify(matters.map(({ thing }) => thing)) })
  const bySubject = Map.groupBy(steps, one => one.subject)
  const isOver = ({ entity, thing }: (typeof matters)[number]) => {
    const course = courseOf(entity)
    const own = (bySubject.get(thing) ?? []).filter(({ of }) => of === entity)
    return (
      course !== undefined &&
      isJudged(
        course,
        own.map(one => ({ ...one, saw: textsIn(one.saw) })),
      )
    )
  }
  return new Set(matters.filter(isOver).map(({ thing }) => thing))
}

function textsIn(json: string): string[] {
  const list: unknown = JSON.parse(json)
  return Array.isArray(list) ? list.map(String) : []
}

/** Whether a thing stays though it was removed: an edit that the removal did not know stands against it. */
export function staysDisputed(thing: string): string {
  return `EXISTS (SELECT 1 FROM conflict f WHERE f.thing = ${thing} AND f.register = '*')`
}

/**
 * Of these people and organizations those that lie below another office by what is known here. Below the office above
 * which there is none lies everything, even what nobody placed.
 */
function movedAway(db: Connection, things: readonly string[]): ReadonlySet<string> {
  if (things.length === 0) return new Set()
  const found = db
    .prepare<[{ things: string }], string>(
      `WITH RECURSIVE office(id) AS (SELECT value FROM meta WHERE key = 'office'),
         up(thing, id) AS (
           SELECT j.value, m.org FROM json_each(@things) j JOIN membership m ON m.person = j.value AND m.until IS NULL
             WHERE m.org IS NOT NULL
           UNION SELECT j.value, j.value FROM json_each(@things) j JOIN placement p ON p.org = j.value AND p.until IS NULL
           UNION SELECT up.thing, p.parent FROM up JOIN placement p ON p.org = up.id AND p.until IS NULL
             WHERE p.parent IS NOT NULL
         )
       SELECT thing FROM up GROUP BY thing HAVING max(id = (SELECT id FROM office)) = 0
         AND EXISTS (SELECT 1 FROM placement p JOIN office ON office.id = p.org WHERE p.until IS NULL AND p.parent IS NOT NULL)`,
    )
    .pluck()
    .all({ things: JSON.stringify(things) })
  return new Set(found)
}

function conflictOf(
  db: Connection,
  journal: Journal,
  row: ConflictRow,
  nameOf: (id: string) => string,
): Conflict {
  const { heads, more } = shownHeads(db, journal, row)
  const values = withNumbersMasked(
    row.entity,
    heads.map(({ value }) => value),
  )
  return {
    id: `${row.thing}:${row.register}`,
    entity: row.entity,
    record: nameOf(row.thing),
    register: row.register,
    heads: heads.map(({ version, change }, i) => ({
      version,
      value: asShown(values[i]),
      actor: saidWorker(change.origin.actor),
      at: unsteered(change.origin.at),
      org: nameOf(change.origin.office),
    })),
    more,
    holds: holdingOf(row, heads)?.version ?? '',
  }
}

/** Of what counts nowhere yet no table has looked at the texts. */
function asShown(value: unknown): unknown {
  if (typeof value === 'string') return unsteered(value)
  if (Array.isArray(value)) return value.map(asShown)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, asShown(one)]))
}

/** What each office wrote, numbers of people masked but for the signs in which they differ. */
function withNumbersMasked(entity: string, values: readonly unknown[]): readonly unknown[] {
  const fields = Object.entries(kindOf(entity)?.fields ?? {}).filter(([, field]) => field.mask !== undefined)
  return fields.reduce<readonly unknown[]>((all, [name, field]) => {
    const shown = maskedApart(
      field,
      all.map(value => textIn(value, name)),
    )
    return all.map((value, i) => withText(value, name, shown[i] ?? ''))
  }, values)
}

/** What a field says, in the fields of a register or in those of a whole record's registers. */
function textIn(value: unknown, name: string): string | undefined {
  let found: string | undefined
  withText(value, name, text => {
    found = text
    return text
  })
  return found
}

function withText(value: unknown, name: string, to: string | ((text: string) => string)): unknown {
  return JSON.parse(JSON.stringify(value), (key, one: unknown) => {
    if (key !== name || typeof one !== 'string') return one
    return typeof to === 'string' ? to : to(one)
  })
}

export type Head = { readonly version: string; readonly change: Change; readonly value: unknown }

/** Whether stays are in conflict, and not a register of one record. */
export function isSeries(row: NamedConflict): boolean {
  return row.register === row.entity
}

/** The head that holds now: the highest; an edit that a removal did not know keeps the record, whichever is higher. */
export function holdingOf(row: ConflictRow, heads: readonly Head[]): Head | undefined {
  if (row.register !== '*') return heads.at(-1)
  return heads.findLast(head => head.change.kind === 'put') ?? heads.at(-1)
}

/**
 * What stands against each other, lowest version first, each change once: against a removal stands what it did not see,
 * whatever else of the record is in force.
 */
export function headsOf(journal: Journal, row: ConflictRow): Head[] {
  const heads = namesIn(row)
  const own = isSeries(row)
    ? []
    : journal.absorber.membersOf(row.thing).flatMap(member => journal.changes.ofThing(member))
  const byName = new Map(own.toReversed().map(change => [versionOf(change), change]))
  return known(
    row,
    heads.map(version => [
      version,
      isSeries(row) ? journal.changes.ofThing(version)[0] : byName.get(version),
    ]),
  )
}

/** So much of what stands in one conflict is shown, whatever an office writes. */
const mostShown = 12

/**
 * As `headsOf`, for a screen: of each office and of edits and removals its latest first, then the latest of all, and how
 * many there are besides. Only what is shown is read whole.
 */
export function shownHeads(
  db: Connection,
  journal: Journal,
  row: ConflictRow,
): { readonly heads: Head[]; readonly more: number } {
  const names = namesIn(row)
  if (names.length <= mostShown) return { heads: headsOf(journal, row), more: 0 }
  const things = isSeries(row) ? names : journal.absorber.membersOf(row.thing)
  const named = isSeries(row) ? 'c.thing' : "c.lamport || '@' || w.id"
  const found = db
    .prepare<[string], { no: number; name: string; side: string }>(
      `SELECT min(c.no) AS no, ${named} AS name, o.office || ' ' || (c.kind = 'remove') AS side
       FROM json_each(?) j JOIN change c ON c.thing = j.value JOIN writer w ON w.no = c.writer
       JOIN origin o ON o.no = c.origin WHERE c.kind IN ('put', 'remove') GROUP BY name`,
    )
    .all(JSON.stringify(things))
  const byName = new Map(found.map(one => [one.name, one]))
  const latest = names.toReversed().flatMap(name => byName.get(name) ?? [])
  const sides = new Set<string>()
  const ofSides = latest.filter(({ side }) => sides.size < sides.add(side).size)
  const chosen = new Set([...latest.slice(0, 1), ...ofSides, ...latest].slice(0, mostShown * 2))
  const shown = [...chosen].slice(0, mostShown)
  const read = new Map(shown.map(({ no, name }) => [name, journal.changes.byNumbers([no])[0]]))
  const heads = known(
    row,
    names.flatMap(name => (read.has(name) ? [[name, read.get(name)] as const] : [])),
  )
  return { heads, more: latest.length - shown.length }
}

function namesIn(row: ConflictRow): readonly string[] {
  const named: unknown = JSON.parse(row.heads)
  return Array.isArray(named) ? [...new Set(named.map(String))] : []
}

function known(row: ConflictRow, named: readonly (readonly [string, Change | undefined])[]): Head[] {
  const found = named.flatMap(([version, change]) =>
    change ? [{ version, change, value: valueIn(change, row) }] : [],
  )
  if (row.register !== '*') return found
  const seen = new Set(found.flatMap(({ change }) => (change.kind === 'remove' ? change.body.saw : [])))
  return found.filter(({ version, change }) => change.kind === 'remove' || !seen.has(version))
}

function valueIn(change: Change, row: ConflictRow): unknown {
  if (change.kind !== 'put') return null
  if (isSeries(row)) return saidBy(change)
  return row.register === '*' ? change.body.set : (change.body.set[row.register] ?? {})
}

/** Whoever settles a conflict writes what somebody else said: of that only what counted. */
function saidBy(change: Put): Record<string, FieldValue> {
  const entity = registryEntities.get(change.entity)
  return entity === undefined ? {} : saidIn(entity, change.body.set)
}

/** Settles a conflict: the head that is kept is written anew over all of them. Refuses an unknown one. */
export function settleConflict(
  db: Connection,
  journal: Journal,
  set: ChangeSet,
  id: string,
  keep: string,
): void {
  const colon = id.lastIndexOf(':')
  const row = db
    .prepare<[string, string], ConflictRow>(
      'SELECT thing, register, entity, heads FROM conflict WHERE thing = ? AND register = ?',
    )
    .get(id.slice(0, colon), id.slice(colon + 1))
  if (row === undefined) {
    refuse(
      'conflict-unknown',
      `没有编号为“${id}”的冲突，可能已经处理过。请重新打开冲突列表看一看。`,
      `There is no conflict "${id}"; it may have been settled. Look at the list of conflicts again.`,
      { id },
    )
  }
  const heads = headsOf(journal, row)
  const kept = heads.find(head => head.version === keep)
  if (kept === undefined) {
    refuse(
      'conflict-version-unknown',
      `这处冲突里没有“${keep}”这个版本。请从列出的版本中选一个。`,
      `This conflict has no version "${keep}". Choose one of those listed.`,
      { id, versions: heads.map(head => head.version) },
    )
  }
  const { change } = kept
  if (isSeries(row)) {
    if (change.kind !== 'put') return
    set.create(row.entity, { ...saidBy(change), follows: heads.map(head => head.version) })
  } else if (change.kind === 'remove') set.remove(row.entity, row.thing)
  else if (change.kind === 'put') {
    const values: Record<string, FieldValue> =
      row.register === '*' ? saidBy(change) : { ...emptyRegister(row), ...change.body.set[row.register] }
    set.edit(row.entity, row.thing, values)
    if (row.register === '*') keepBeside(db, journal, set, row.thing, heads)
  }
}

/**
 * With a record that is kept comes what was removed along with it and hangs on it: a person has his home again, and his
 * posts. Each is written anew over its removal, which lets it stand whoever removed it.
 */
function keepBeside(
  db: Connection,
  journal: Journal,
  set: ChangeSet,
  thing: string,
  heads: readonly Head[],
): void {
  const removals = heads.flatMap(({ change: { kind, origin, n } }) =>
    kind === 'remove' ? (journal.changes.numberOf(origin.writer, n) ?? []) : [],
  )
  const beside = db
    .prepare<[{ thing: string; removals: string }], number>(
      `SELECT c.no FROM change c INDEXED BY change_removed
       WHERE c.kind = 'remove' AND c.thing <> @thing
         AND c.origin IN (SELECT origin FROM change WHERE no IN (SELECT value FROM json_each(@removals)))
         AND EXISTS (SELECT 1 FROM json_each(c.hangs_on) WHERE value = @thing)`,
    )
    .pluck()
    .all({ thing, removals: JSON.stringify(removals) })
  const gone = journal.changes.byNumbers(beside).filter(change => {
    const entity = journal.entities.get(change.entity)
    return entity !== undefined && journal.tables.read(entity, change.thing) === undefined
  })
  for (const [id, own] of Map.groupBy(gone, change => change.thing)) {
    const entity = registryEntities.get(own[0]?.entity ?? '')
    if (entity === undefined) continue
    const puts = journal.changes
      .ofThing(id)
      .flatMap(change => (change.kind === 'put' && journal.absorber.isInForce(change) ? [change] : []))
    const last = puts.toSorted(byVersion).at(-1)
    const register = Object.keys(entity.registers).find(name => last?.body.set[name] !== undefined)
    const values = register === undefined ? undefined : last?.body.set[register]
    if (register === undefined || values === undefined) continue
    const seen = own.flatMap(change =>
      change.kind === 'remove' ? [versionOf(change), ...change.body.saw] : [],
    )
    set.edit(entity.name, id, values, { [register]: seen })
  }
}

/** A head that left a field of its register empty wins as it is: the field becomes empty. */
function emptyRegister(row: ConflictRow): Record<string, null> {
  const fields = registryEntities.get(row.entity)?.registers[row.register] ?? {}
  return Object.fromEntries(Object.keys(fields).map(field => [field, null]))
}
