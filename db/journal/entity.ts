import type { Fields, FieldValue } from './change.ts'

export type FieldType = 'text' | 'integer' | 'list'

/** The characters of a text, or of each of at most `items` texts of a list. */
export type Lengths = Readonly<
  Record<string, { readonly stored: FieldType; readonly most?: number; readonly items?: number }>
>

/**
 * What the journal knows of a kind of record. Its table has the entity's name, its columns the fields' names.
 * A new feature adds a definition and a migration; the journal itself does not change.
 */
export type Entity = {
  readonly name: string
  /** Fields that only make sense together form one register: they are written, and conflict, as one. */
  readonly registers: Readonly<Record<string, Readonly<Record<string, FieldType>>>>
  /** Fields without which the record stays out of the tables. */
  readonly required: readonly string[]
  /** How much each field may hold: nothing longer is written, for no packet could carry it on. */
  readonly lengths?: Lengths
  /** Which values a field takes, where not all of its shape: a day that the calendar has, a number within bounds. */
  readonly takes?: Readonly<Record<string, (value: FieldValue) => boolean>>
  /** Fields that name another thing, with that thing's entity. */
  readonly refs: Readonly<Record<string, string>>
  /** Registers that only the office above may write (bundles.md, "Who may change what"). */
  readonly structure?: readonly string[]
  /** The author signs each change himself, so that relays can pass it on. */
  readonly signed?: boolean
  /** Never returned, never removed: certificates and revocations. */
  readonly growOnly?: boolean
  /** An event: never edited, only taken back. */
  readonly once?: boolean
  /** Places have only a beginning: rows of one subject follow each other in order of version. */
  readonly series?: { readonly subject: string; readonly value: readonly string[] }
  /** A series of places whose circles have no effect; `parent` is the field that names the thing above. */
  readonly tree?: { readonly parent: string }
  /** Columns made from the fields here, never journaled. */
  readonly derived?: (fields: Fields) => Readonly<Record<string, FieldValue>>
  /** The fields that `derived` and `search` read: both are made anew only when one of these changes. */
  readonly readings?: readonly string[]
  /** Text for the search index; `slot` keeps the row numbers of two entities apart. */
  readonly search?: { readonly slot: 0 | 1; readonly grams: (fields: Fields) => string }
}

export type Entities = ReadonlyMap<string, Entity>

export function entitiesOf(list: readonly Entity[]): Entities {
  return new Map(list.map(entity => [entity.name, entity]))
}

export function fieldsOf(entity: Entity): string[] {
  return Object.values(entity.registers).flatMap(register => Object.keys(register))
}

/** The registers of an entity with their fields, as lists. */
export type Layout = readonly {
  readonly register: string
  readonly fields: readonly { readonly field: string; readonly type: FieldType }[]
}[]

const layouts = new WeakMap<Entity, Layout>()

/** The same for every record of an entity: made once, and gone through for each of hundreds of thousands. */
export function layoutOf(entity: Entity): Layout {
  const known = layouts.get(entity)
  if (known !== undefined) return known
  const made = Object.entries(entity.registers).map(([register, types]) => ({
    register,
    fields: Object.entries(types).map(([field, type]) => ({ field, type })),
  }))
  layouts.set(entity, made)
  return made
}

const blanks = new WeakMap<Entity, Fields>()

/** All fields of an entity, nothing in any of them. */
export function blankOf(entity: Entity): Fields {
  const known = blanks.get(entity)
  if (known !== undefined) return known
  const made = Object.fromEntries(fieldsOf(entity).map(field => [field, null]))
  blanks.set(entity, made)
  return made
}

/** The register that a field belongs to. */
export function registerOf(entity: Entity, field: string): string {
  for (const { register, fields } of layoutOf(entity)) {
    if (fields.some(own => own.field === field)) return register
  }
  throw new Error(`invariant broken: ${entity.name} has no field ${field}`)
}

/**
 * What registers say of the fields of an entity, each field in its own register. Whatever else stands in them, as a newer
 * program or a forger writes it, says nothing: else a field could be given twice, once to be judged and once to count.
 */
export function saidIn<V = FieldValue>(
  entity: Entity,
  set: Readonly<Record<string, Readonly<Record<string, V>>>>,
): Record<string, V> {
  const said: Record<string, V> = {}
  for (const register in set) {
    const [given, types] = [set[register], ownOf(entity.registers, register)]
    if (given === undefined || types === undefined) continue
    for (const field in given) {
      const value = given[field]
      if (value !== undefined && Object.hasOwn(types, field)) said[field] = value
    }
  }
  return said
}

/** A register may be called as strangers like: `constructor` is in every object, and in none of ours. */
export function ownOf<V>(of: Readonly<Record<string, V>>, name: string): V | undefined {
  return Object.hasOwn(of, name) ? of[name] : undefined
}

/** Values of another shape than the definition's, or that no program writes there, are dropped: no packet can break a table. */
export function shapely(
  { takes }: Pick<Entity, 'takes'>,
  field: string,
  type: FieldType,
  given: FieldValue | undefined,
): FieldValue {
  const value = ofType(type, given)
  return value === null || takes?.[field]?.(value) !== false ? value : null
}

function ofType(type: FieldType, value: FieldValue | undefined): FieldValue {
  if (value === undefined || value === null) return null
  if (type === 'integer') return typeof value === 'number' && Number.isSafeInteger(value) ? value : null
  if (type === 'list') {
    return Array.isArray(value) && value.every(item => typeof item === 'string') ? value : null
  }
  return typeof value === 'string' ? value : null
}
