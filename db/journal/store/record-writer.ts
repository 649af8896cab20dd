import type { Fields } from '../change.ts'
import type { Entities, Entity } from '../entity.ts'
import { type Folded, foldCreation } from '../fold/fold.ts'
import type { Shadow } from '../fold/project.ts'
import { beginning } from '../fold/series.ts'
import type { FoundRecord, Records } from '../gather/records.ts'
import type { ChangeStore, StoredChange } from './change-store.ts'
import { isOfSeries, type RawConflict } from './conflict-store.ts'
import type { EntityTable, RawRow, TableRow } from './entity-table.ts'
import { Subjects } from './settle-series.ts'
import type { RawShadow } from './shadow-store.ts'
import type { TableStore } from './table-store.ts'

/** How many things are known at a time to be there: what comes next is mostly about what came last. */
const mostKnown = 5000

/**
 * Makes tables, shadows and conflicts say what records are: what lies there is read for many at once, and only what
 * differs is written. Series are laid out afterwards, of the subjects that were met.
 */
export class RecordWriter {
  readonly #changes: ChangeStore
  readonly #tables: TableStore
  readonly #entities: Entities
  readonly #records: Records
  /** The kinds of record that others may hang on. */
  readonly #targets: ReadonlySet<string>
  #subjects = new Subjects()
  /** Who is told of subjects of an entity's series before anything of them is written. */
  #watches = new Map<string, (subject: string) => void>()
  /** The tables of which rows are to be changed. */
  readonly #changed = new Set<EntityTable>()
  /** What this transaction made: it is there, and nothing else speaks of it yet. */
  #born = new Map<string, string>()
  /** Things known to be in the table of an entity; forgotten as soon as anything is folded anew. */
  #present = new Map<string, Set<string>>()

  constructor(changes: ChangeStore, tables: TableStore, entities: Entities, records: Records) {
    this.#changes = changes
    this.#tables = tables
    this.#entities = entities
    this.#records = records
    this.#targets = new Set([...entities.values()].flatMap(entity => Object.values(entity.refs)))
  }

  forget(): void {
    for (const table of this.#changed) table.forget()
    this.#changed.clear()
    this.#subjects = new Subjects()
    this.#watches.clear()
    this.forgetPresence()
  }

  /** For this transaction: `tell` hears of each subject before its series changes, and may hear of it again. */
  watch(entity: string, tell: (subject: string) => void): void {
    this.#watches.set(entity, tell)
  }

  /** Before anything is folded anew. */
  forgetPresence(): void {
    this.#born.clear()
    this.#present.clear()
  }

  /** The subjects whose series are to be laid out, from here on forgotten. */
  takeSubjects(): Subjects {
    const subjects = this.#subjects
    this.#subjects = new Subjects()
    return subjects
  }

  /** Answers what lay in the tables before, by thing. */
  write(records: readonly FoundRecord[]): Lying {
    const lying = this.#read(records)
    const isDown = this.#downAmong(records)
    for (const record of records) this.#writeOne(record, lying, isDown)
    for (const table of this.#changed) table.flush()
    this.#changed.clear()
    return lying
  }

  /**
   * Things that this very transaction made, and of which nothing lies there; table after table, and what others hang on
   * first.
   */
  writeCreations(stored: readonly StoredChange[]): void {
    const hanging: Creation[] = []
    for (const { change, no } of stored) {
      const entity = this.#entities.get(change.entity)
      if (entity === undefined) continue
      const creation = { id: change.thing, no, entity, folded: foldCreation(entity, change) }
      if (Object.keys(entity.refs).length > 0) hanging.push(creation)
      else this.#writeCreation(creation, () => false)
    }
    const isDown = this.#downAmong(hanging)
    for (const creation of hanging) this.#writeCreation(creation, isDown)
  }

  #writeCreation({ id, no, entity, folded }: Creation, isDown: IsDown): void {
    const { row, shadow } = this.#standing(entity, folded, no, isDown)
    if (row === undefined) {
      this.#tables.shadows.set(id, undefined, shadow)
      return
    }
    const subject = subjectIn(entity, row.fields)
    if (subject !== undefined) this.#watches.get(entity.name)?.(subject)
    if (this.#targets.has(entity.name)) {
      if (this.#born.size >= mostKnown) this.#born.clear()
      this.#born.set(id, entity.name)
    }
    if (subject === undefined) {
      this.#tables.add(entity, id, row)
    } else if (this.#born.delete(subject)) {
      // The first place of a thing that was just made holds from the beginning, and until another one comes.
      this.#tables.add(entity, id, { ...row, starts: beginning })
    } else {
      this.#tables.add(entity, id, row)
      this.#subjects.add(entity, subject)
    }
  }

  #writeOne(record: FoundRecord, lying: Lying, isDown: IsDown): void {
    const { id, members, entity, folded, known } = record
    let old: RawRow | undefined
    for (const member of members) {
      for (const { table, row } of lying.rows.get(member) ?? []) {
        this.#noteSubject(table.entity, row)
        if (member === id && table.entity === entity) old = row
        else table.drop(row)
      }
      const shadow = lying.shadows.get(member)
      const shaded = shadow && this.#entities.get(shadow.entity)
      if (shaded?.series) this.#noteSubject(shaded, JSON.parse(shadow?.fields ?? '{}'))
    }
    const { row, shadow, conflicts } = this.#standing(entity, folded, record.pristine, isDown)
    for (const member of members) {
      const isLost = member !== id && folded.state !== 'gone' && entity !== undefined && known.has(member)
      const wanted: Shadow | undefined = isLost
        ? { entity: entity.name, state: 'merged', survivor: id, fields: {} }
        : undefined
      this.#tables.shadows.set(member, lying.shadows.get(member), member === id ? shadow : wanted)
      const own = lying.conflicts.get(member) ?? []
      this.#tables.conflicts.set(member, entity?.name ?? '', own, member === id ? conflicts : [])
    }
    if (entity === undefined) return
    const table = this.#tables.of(entity.name)
    if (row === undefined) {
      if (old) table.drop(old)
      return
    }
    this.#noteSubject(entity, row.fields)
    if (old) {
      table.change(old, row)
      this.#changed.add(table)
    } else table.add(id, row)
  }

  /** Where a record stands: in its table, or in the shadows, or nowhere. */
  #standing(
    entity: Entity | undefined,
    folded: Folded,
    pristine: number | null,
    isDown: IsDown,
  ): { row?: TableRow; shadow?: Shadow; conflicts: readonly RawWanted[] } {
    if (entity === undefined || folded.state === 'gone') return { conflicts: [] }
    if (folded.state !== 'live') {
      const { state, fields } = folded
      return { shadow: { entity: entity.name, state, survivor: null, fields }, conflicts: [] }
    }
    let fields = folded.fields
    let isParked = false
    for (const field in entity.refs) {
      const [target, ref] = [entity.refs[field], fields[field]]
      if (target === undefined || typeof ref !== 'string') continue
      const survivor = this.#records.survivorOf(ref)
      if (survivor !== ref) fields = { ...fields, [field]: survivor }
      isParked ||= isDown(target, survivor)
    }
    if (isParked) {
      const shown = entity.series ? { ...fields, rank: folded.rank } : fields
      return {
        shadow: { entity: entity.name, state: 'parked', survivor: null, fields: shown },
        conflicts: [],
      }
    }
    return { row: { fields, rank: folded.rank, pristine }, conflicts: folded.conflicts }
  }

  /** What lies there of all these records' things. Of what the batch brought, nothing can lie there yet. */
  #read(records: readonly FoundRecord[]): Lying {
    const rows = new Map<string, { table: EntityTable; row: RawRow }[]>()
    const things: string[] = []
    const usual = new Map<string, string[]>()
    const odd: string[] = []
    for (const { id, members, entity, isUsual, fresh } of records) {
      if (isUsual && fresh.has(id)) continue
      things.push(...members)
      if (!isUsual || entity === undefined) odd.push(...members)
      else usual.set(entity.name, [...(usual.get(entity.name) ?? []), id])
    }
    if (things.length === 0) return { rows, shadows: new Map(), conflicts: new Map() }
    for (const table of this.#tables.tables) {
      const ids = [...(usual.get(table.entity.name) ?? []), ...odd]
      if (ids.length === 0) continue
      for (const row of table.load(ids)) {
        const id = String(row['id'])
        rows.set(id, [...(rows.get(id) ?? []), { table, row }])
      }
    }
    const conflicts = this.#tables.conflicts.load(things).filter(conflict => !isOfSeries(conflict))
    return {
      rows,
      shadows: new Map(this.#tables.shadows.load(things).map(shadow => [shadow.thing, shadow])),
      conflicts: Map.groupBy(conflicts, ({ thing }) => thing),
    }
  }

  /** Asks once for each entity which of the things that these records refer to were met and are not in force. */
  #downAmong(records: readonly Pick<FoundRecord, 'entity' | 'folded'>[]): IsDown {
    const asked = new Map<string, Set<string>>()
    for (const { entity, folded } of records) {
      if (entity === undefined || folded.state !== 'live') continue
      for (const [field, target] of Object.entries(entity.refs)) {
        const ref = folded.fields[field]
        if (typeof ref !== 'string') continue
        const survivor = this.#records.survivorOf(ref)
        if (this.#born.get(survivor) === target) continue
        const ids = asked.get(target) ?? new Set()
        asked.set(target, ids.add(survivor))
      }
    }
    const down = new Map([...asked].map(([target, ids]) => [target, this.#among(target, [...ids])]))
    return (target, id) => down.get(target)?.has(id) === true
  }

  /** Which of these were met and are not in force as what they are referred to as. */
  #among(target: string, ids: readonly string[]): ReadonlySet<string> {
    const present = this.#present.get(target) ?? new Set()
    this.#present.set(target, present)
    const unsure = ids.filter(id => !present.has(id))
    if (unsure.length === 0) return nothing
    const there = this.#tables.of(target).present(unsure)
    if (present.size >= mostKnown) present.clear()
    for (const id of there) present.add(id)
    const missing = unsure.filter(id => !there.has(id))
    return missing.length === 0 ? nothing : this.#records.metAmong([...this.#changes.known(missing)])
  }

  /** The subject that a series row spoke of until now needs its intervals anew, even when the row leaves it. */
  #noteSubject(entity: Entity, fields: Fields | RawRow): void {
    const subject = subjectIn(entity, fields)
    if (subject === undefined) return
    this.#watches.get(entity.name)?.(subject)
    this.#subjects.add(entity, subject)
  }
}

export type Lying = {
  readonly rows: ReadonlyMap<string, readonly { readonly table: EntityTable; readonly row: RawRow }[]>
  readonly shadows: ReadonlyMap<string, RawShadow>
  readonly conflicts: ReadonlyMap<string, readonly RawConflict[]>
}

type Creation = {
  readonly id: string
  readonly no: number
  readonly entity: Entity
  readonly folded: Folded
}
type IsDown = (target: string, id: string) => boolean
type RawWanted = { readonly register: string; readonly heads: readonly string[] }

const nothing: ReadonlySet<string> = new Set()

function subjectIn(entity: Entity, fields: Fields | RawRow): string | undefined {
  const subject = entity.series && fields[entity.series.subject]
  return typeof subject === 'string' ? subject : undefined
}
