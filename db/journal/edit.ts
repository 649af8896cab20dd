import { invariant } from '#db/shared/invariant.ts'
import { refuse } from '#db/shared/refusal.ts'
import { tidyText, unsteered, wellFormed } from '#db/shared/tidy-text.ts'
import { type Change, type Fields, type FieldValue, isCreation, type PutBody } from './change.ts'
import { type Entity, layoutOf, registerOf, saidIn } from './entity.ts'
import { hangsOn } from './hangs-on.ts'

/** What is known of a record when it is edited. */
export type Editing = {
  /** Per register all heads that the author saw. */
  readonly heads: Readonly<Record<string, readonly string[]>>
  /** Its values now. */
  readonly current: Fields
  /** Everything that was put into or removed from it, in order of version. */
  readonly own: readonly Change[]
  /** The change that says what it hangs on. */
  readonly made: Change | undefined
  readonly survivorOf: (thing: string) => string
}

/** What a new record says: registers of which nothing is given stay away. */
export function creationBody(entity: Entity, fields: Fields): PutBody {
  const set: Record<string, Record<string, FieldValue>> = {}
  for (const { register, fields: own } of layoutOf(entity)) {
    let given: Record<string, FieldValue> | undefined
    for (const { field } of own) {
      const value = fields[field]
      if (value === undefined || value === null) continue
      given ??= {}
      given[field] = asWritten(entity, field, value)
    }
    if (given !== undefined) set[register] = given
  }
  return { set }
}

/** What an edit says, and what its record hangs on from here on: a register is written whole. */
export function editBody(
  entity: Entity,
  fields: Fields,
  { heads, current, own, made, survivorOf }: Editing,
): { readonly hangs: readonly string[]; readonly body: PutBody } {
  const set: Record<string, Record<string, FieldValue>> = {}
  const base: Record<string, readonly string[]> = {}
  for (const register of new Set(Object.keys(fields).map(field => registerOf(entity, field)))) {
    const values: Record<string, FieldValue> = {}
    for (const field in entity.registers[register]) {
      const given = field in fields ? fields[field] : current[field]
      const value = field in entity.refs ? fixed(own, register, field, given, survivorOf) : given
      if (value === undefined || value === null) continue
      values[field] = asWritten(entity, field, value)
    }
    set[register] = values
    base[register] = heads[register] ?? []
  }
  // Of all that is written, not of what was given.
  const hangs = [...new Set([...(made?.hangsOn ?? []), ...hangsOn(entity, saidIn(entity, set))])]
  return { hangs, body: { set, base } }
}

/**
 * What a record lies by is fixed when it is made; correcting it is to remove it and make another, in one change set.
 * Written is what the record itself said, not what that was merged into meanwhile: a mark may be taken back.
 */
function fixed(
  own: readonly Change[],
  register: string,
  field: string,
  given: FieldValue | undefined,
  survivorOf: (thing: string) => string,
): FieldValue | undefined {
  const survivor = (value: FieldValue | undefined) => (typeof value === 'string' ? survivorOf(value) : null)
  const said = own.flatMap(change =>
    change.kind === 'put' && (isCreation(change) || register in change.body.set)
      ? [change.body.set[register]?.[field] ?? null]
      : [],
  )
  const same = said.findLast(value => survivor(value) === survivor(given))
  invariant(same !== undefined || said.length === 0, `what a record lies by is fixed: its ${field}`)
  return same ?? given
}

/** How many records are edited at a time. */
const mostApart = 500

/** Parts in which no record comes twice: a second edit of it builds on the first. */
export function* apart<T>(all: Iterable<T>, recordOf: (one: T) => string): Generator<T[]> {
  let part: T[] = []
  let seen = new Set<string>()
  for (const one of all) {
    const record = recordOf(one)
    if (seen.has(record) || part.length >= mostApart) {
      yield part
      part = []
      seen = new Set()
    }
    seen.add(record)
    part.push(one)
  }
  if (part.length > 0) yield part
}

/** What is longer than its field takes would be read by no other office: it is refused before anything is written. */
export function refuseOverlong({ name, lengths = {} }: Entity, fields: Fields): void {
  for (const field in fields) {
    const [value, bound] = [fields[field], lengths[field]]
    if (bound === undefined) continue
    const { most = Number.POSITIVE_INFINITY, items = Number.POSITIVE_INFINITY } = bound
    if (typeof value === 'string' && value.length <= most) continue
    const texts = Array.isArray(value) ? value : [value]
    if (texts.length <= items && texts.every(text => typeof text !== 'string' || text.length <= most))
      continue
    refuse(
      'too-long',
      `“${field}”里的内容太长，最多 ${most} 个字。请缩短后再保存。`,
      `"${field}" is too long: at most ${most} characters fit. Make it shorter and save again.`,
      { entity: name, field, most },
    )
  }
}

/** Characters that stand as they are, whatever stands beside them: Latin, and the usual Chinese ones. */
const settled = /^[ -~\u00a0-\u00ac\u00ae-\u02ff\u4e00-\u9fff]*$/

/** Text in the one form in which table and journal hold the same, rid of what no table takes. */
function asWritten({ takes }: Entity, field: string, value: FieldValue): FieldValue {
  const isTaken = (one: FieldValue) => takes?.[field]?.(one) !== false
  const plainly = (text: string) => {
    const plain = unsteered(text)
    return isTaken(plain) ? plain : tidyText(plain)
  }
  if (Array.isArray(value)) return isTaken(value) ? value : value.map(plainly)
  if (typeof value !== 'string' || settled.test(value)) return value
  const text = wellFormed(value).normalize('NFC')
  return isTaken(text) ? text : plainly(text)
}
