import type { Dispute } from '#contract/packets/packets.ts'
import type { Change, Fields, FieldValue } from '#db/journal/change.ts'
import { saidIn } from '#db/journal/entity.ts'
import type { Journal } from '#db/journal/journal.ts'
import { kindOf } from '#db/records/kinds.ts'
import { maskedApart } from '#db/records/types/field.ts'
import { saidWorker, unsteered } from '#db/shared/tidy-text.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { registryEntities } from '../entities.ts'
import {
  type ConflictRow,
  firstConflicts,
  type Head,
  holdingOf,
  isSeries,
  mostRead,
  type OpenConflicts,
  shownHeads,
} from './conflicts.ts'

type Subject = NonNullable<Dispute['about']>

/** What tells a record from others that hang on the same person or organization. */
const telling: Readonly<Record<string, readonly string[]>> = {
  post: ['title'],
  term: ['elected'],
  meeting: ['held_on', 'topic'],
}

/**
 * The open conflicts as a screen shows them: about whom, and what each office wrote, field by field. Of two numbers that are
 * masked elsewhere, the signs in which they differ are shown, and these are compared.
 */
export function readDisputes(db: Connection, journal: Journal): OpenConflicts<Dispute> {
  const disputeOf = disputesIn(db, journal)
  const { total, rows } = firstConflicts(db, mostRead)
  return { total, rows: rows.map(disputeOf) }
}

/** Reads single conflicts as `readDisputes` does. */
export function disputesIn(db: Connection, journal: Journal): (row: ConflictRow) => Dispute {
  const named = db.prepare<[{ id: string }], Subject>(
    `SELECT 'person' AS kind, id, name FROM person WHERE id = @id
     UNION ALL SELECT 'org', id, name FROM org WHERE id = @id
     UNION ALL SELECT entity, thing, name FROM card WHERE thing = @id AND entity IN ('person', 'org') LIMIT 1`,
  )
  const nameOf = (id: string) => named.get({ id })
  return row => {
    const { heads, more } = shownHeads(db, journal, row)
    const creation = journal.absorber.creationOf(row.thing)
    return {
      id: `${row.thing}:${row.register}`,
      entity: row.entity,
      register: row.register,
      about: [row.thing, ...(creation?.hangsOn ?? [])].map(nameOf).find(found => found !== undefined) ?? null,
      detail: detailOf(row, creation),
      heads: withNumbersMasked(
        row.entity,
        heads.map(head => headOf(row, head, nameOf)),
      ),
      more,
      holds: holdingOf(row, heads)?.version ?? '',
      why: whyOf(row, heads),
    }
  }
}

function withNumbersMasked(entity: string, heads: Dispute['heads']): Dispute['heads'] {
  const kind = kindOf(entity)
  return heads.map((head, i) => ({
    ...head,
    fields: head.fields.map(one => {
      const field = kind?.fields[one.field]
      if (field?.mask === undefined || one.value === null) return one
      const values = heads.map(({ fields }) => fields.find(other => other.field === one.field)?.value)
      return { ...one, value: maskedApart(field, values)[i] ?? '' }
    }),
  }))
}

/** Why the one holds that does, by the rules of the journal. */
function whyOf(row: ConflictRow, heads: readonly Head[]): Dispute['why'] {
  if (row.register === '*') return 'edited'
  const [before, last] = heads.slice(-2)
  if (before !== undefined && before.change.lamport === last?.change.lamport) return 'at-once'
  return isSeries(row) ? 'last-stay' : 'later'
}

/** Of the records that an organization has many of, those that have a name are told apart by it. */
function byName(entity: string): readonly string[] {
  return entity === 'person' || entity === 'org' ? [] : ['name', 'title']
}

function detailOf(row: ConflictRow, creation: Change | undefined): string | null {
  const fields = creation === undefined ? {} : valuesOf(creation)
  const told = (telling[row.entity] ?? byName(row.entity)).flatMap(field => fields[field] ?? [])
  return told.length === 0 ? null : unsteered(told.join(' '))
}

function valuesOf(change: Change): Fields {
  const entity = registryEntities.get(change.entity)
  return change.kind === 'put' && entity !== undefined ? saidIn(entity, change.body.set) : {}
}

function headOf(
  row: ConflictRow,
  { version, change }: Head,
  nameOf: (id: string) => Subject | undefined,
): Dispute['heads'][number] {
  const { actor, at, office } = change.origin
  const entity = registryEntities.get(row.entity)
  const values = valuesOf(change)
  const fields = change.kind === 'put' ? shownFields(row, values) : []
  return {
    version,
    removed: change.kind === 'remove',
    fields: fields.map(field => {
      const value = plain(values[field])
      const isReference = entity?.refs[field] !== undefined && typeof value === 'string'
      return { field, value, name: isReference ? (nameOf(value)?.name ?? null) : null }
    }),
    actor: saidWorker(actor),
    at: unsteered(at),
    org: nameOf(office)?.name ?? office,
    office,
  }
}

/** The fields of the register in dispute; of a stay all but whose it is; of a removed record what was edited. */
function shownFields(row: ConflictRow, values: Fields): readonly string[] {
  const entity = registryEntities.get(row.entity)
  if (entity === undefined) return Object.keys(values)
  if (isSeries(row)) {
    const hidden = ['follows', entity.series?.subject]
    return Object.values(entity.registers)
      .flatMap(register => Object.keys(register))
      .filter(field => !hidden.includes(field))
  }
  return row.register === '*' ? Object.keys(values) : Object.keys(entity.registers[row.register] ?? {})
}

function plain(value: FieldValue | undefined): string | number | null {
  if (typeof value === 'number' || value === undefined || value === null) return value ?? null
  return unsteered(typeof value === 'string' ? value : value.join('；'))
}
