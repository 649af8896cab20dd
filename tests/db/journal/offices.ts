import { expect, onTestFinished } from 'vitest'
import { type Change, type Fields, type Range, type Reason, versionOf } from '#db/journal/change.ts'
import { fieldsOf } from '#db/journal/entity.ts'
import { openReplica, type Replica, type ReplicaOptions } from '#tests/fixtures/replica.ts'

/** A replica that is closed when the test is over. */
export function openOffice(name: string, options?: ReplicaOptions): Replica {
  const replica = openReplica(name, options)
  onTestFinished(() => {
    replica.db.close()
  })
  return replica
}

export function openOffices<const N extends string>(...names: readonly N[]): Record<N, Replica> {
  const entries = names.map(name => [name, openOffice(name)] as const)
  return Object.fromEntries(entries) as Record<N, Replica>
}

/** One office hears all that another one knows. */
export async function tell(from: Replica, to: Replica): Promise<void> {
  await to.receive(from.changes())
}

/** Every office hears all that any of them knows. */
export async function exchange(...offices: readonly Replica[]): Promise<void> {
  const all = offices.flatMap(office => office.changes())
  for (const office of offices) await office.receive(all)
}

/**
 * What has to be so after every history: the tables equal the journal projected anew, and offices that hear the same
 * changes in reverse order, at once or one by one, come to the same tables.
 */
export async function expectSameTables(...offices: readonly Replica[]): Promise<void> {
  await exchange(...offices)
  const [first, ...others] = offices
  if (first === undefined) throw new Error('an office is needed to compare with')
  const wanted = dumpOf(first)
  const reversed = first.changes().reverse()
  const atOnce = openReplica('at-once')
  await atOnce.receive(reversed)
  const oneByOne = openReplica('one-by-one')
  for (const change of reversed) await oneByOne.receive([change])
  for (const office of [first, ...others, atOnce, oneByOne]) {
    expect({ office: office.name, differences: office.differences() }).toEqual({
      office: office.name,
      differences: [],
    })
    expect({ office: office.name, dump: dumpOf(office) }).toEqual({ office: office.name, dump: wanted })
  }
  atOnce.db.close()
  oneByOne.db.close()
}

/** Everything replicated that a registry holds: its tables, shadows and conflicts, without numbers of its own. */
export function dumpOf({ db, journal }: Replica): Readonly<Record<string, readonly unknown[]>> {
  const dump: Record<string, readonly unknown[]> = {}
  for (const entity of journal.entities.values()) {
    const serial = entity.series ? ['rank', ...(entity.tree ? ['starts'] : []), 'until'] : []
    const derived = Object.keys(entity.derived?.({}) ?? {})
    const columns = ['id', ...fieldsOf(entity), ...derived, ...serial].join(', ')
    dump[entity.name] = db.prepare(`SELECT ${columns} FROM ${entity.name} ORDER BY id`).all()
  }
  dump['shadow'] = db
    .prepare<[], { fields: string }>('SELECT * FROM shadow ORDER BY thing')
    .all()
    .map(shadow => ({ ...shadow, fields: JSON.parse(shadow.fields) }))
  dump['conflict'] = db.prepare('SELECT * FROM conflict ORDER BY thing, register').all()
  return dump
}

/** The fields of a row that say something; undefined where there is no such row. */
export function rowOf({ journal }: Replica, entity: string, id: string): Fields | undefined {
  const definition = journal.entities.get(entity)
  if (definition === undefined) throw new Error(`no entity ${entity}`)
  return saying(journal.tables.read(definition, id))
}

/** A record that is known and not in force: its state and what it says. */
export function shadowOf(
  { journal }: Replica,
  id: string,
): { state: string; survivor: string | null; fields: Fields } | undefined {
  const shadow = journal.tables.shadowOf(id)
  return shadow && { state: shadow.state, survivor: shadow.survivor, fields: saying(shadow.fields) ?? {} }
}

function saying(fields: Fields | undefined): Fields | undefined {
  return (
    fields &&
    Object.fromEntries(
      Object.entries(fields).filter(
        ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
      ),
    )
  )
}

/** What is in conflict, by "thing register": what each head says there, lowest version first. */
export function conflictsOf(office: Replica): Readonly<Record<string, readonly unknown[]>> {
  const changes = office.changes()
  const rows = office.db
    .prepare<[], { thing: string; register: string; entity: string; heads: string }>('SELECT * FROM conflict')
    .all()
  const said = (head: string, register: string, entity: string): unknown => {
    if (register === entity) return rowOf(office, entity, head)
    const change = changes.find(candidate => versionOf(candidate) === head)
    if (change?.kind === 'put') return register === '*' ? change.body.set : (change.body.set[register] ?? {})
    return change?.kind
  }
  return Object.fromEntries(
    rows.map(({ thing, register, entity, heads }) => [
      `${thing} ${register}`,
      (JSON.parse(heads) as string[]).map(head => said(head, register, entity)),
    ]),
  )
}

/** The last change that somebody wrote about a thing, as a return or an admission names it. */
export function lastOf(office: Replica, thing: string): readonly Range[] {
  return namesOf(office.journal.changes.ofThing(thing).slice(-1))
}

export function namesOf(changes: readonly Change[]): readonly Range[] {
  return changes.map(({ origin, n }) => [origin.writer, n, n])
}

/** Everything that a replica's own writer wrote. */
export function ownChanges(office: Replica): readonly Change[] {
  return office.changes().filter(change => change.origin.replica === `replica-${office.name}`)
}

/** The last change that this office wrote itself, whatever it was about. */
export function lastOwn(office: Replica): readonly Range[] {
  return namesOf(ownChanges(office).slice(-1))
}

/** All heads of a record that its reader sees, as a removal or a merger names them. */
export function seenOf(office: Replica, thing: string): string[] {
  return [...new Set(Object.values(office.journal.absorber.headsOf(thing) ?? {}).flat())].sort()
}

export const reason: Reason = { code: 'checked', zh: '核对', en: 'checked' }

export function organization(name: string, tier = 'street'): Fields {
  return { name, kind: 'work-committee', tier, branch_type: 'ordinary' }
}

export function stay(
  person: string,
  org: string | null,
  since: string,
  follows: readonly string[] = [],
): Fields {
  return { person, org, since, since_known: 1, follows }
}

export function place(org: string, parent: string, since: string, follows: readonly string[] = []): Fields {
  return { org, parent, since, follows }
}

/** The place that holds on a day, as every query of the program asks for it. */
export function homeOn({ db }: Replica, person: string, day: string): string | null | undefined {
  return db
    .prepare<[string, string, string], { org: string | null }>(
      'SELECT org FROM membership WHERE person = ? AND since <= ? AND (until IS NULL OR until > ?)',
    )
    .get(person, day, day)?.org
}

export function parentOn({ db }: Replica, org: string, day: string): string | null | undefined {
  return db
    .prepare<[string, string, string], { parent: string | null }>(
      'SELECT parent FROM placement WHERE org = ? AND starts <= ? AND (until IS NULL OR until > ?)',
    )
    .get(org, day, day)?.parent
}
