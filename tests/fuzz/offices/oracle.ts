import { createHash } from 'node:crypto'
import { type Change, digestOf, idOf, isCreation } from '#db/journal/change.ts'
import { fieldsOf } from '#db/journal/entity.ts'
import { replicaOf } from '#db/journal/names.ts'
import { standingOf } from '#db/packets/trust/standing.ts'
import { compareAtOnce } from '#tests/fixtures/compare-at-once.ts'
import { Broken } from '../story.ts'
import { district } from './begin.ts'
import type { Letter, OfficePc } from './office-pc.ts'
import type { Offices } from './offices.ts'

/** What must hold once everybody has heard everything. Answers a digest of what each PC says of its own part. */
export function expectAgreement(offices: Offices): string {
  const root = offices.rootPc()
  const { certificates } = standingOf(root.db, root.replica.journal)
  const known = new Map(root.changes().map(change => [idOf(change), digestOf(change)]))
  const all = root.changes()
  const hash = createHash('sha256')
  for (const pc of offices.pcs) {
    if (pc.isGone) continue
    const { name } = pc.replica
    const differences = compareAtOnce(pc.db, pc.replica.journal)
    if (differences.length > 0)
      throw new Broken(`${name}: tables are not what the journal says: ${JSON.stringify(differences)}`)
    const counts = certificates.officesOf(pc.keys.replica, 'today').includes(pc.org)
    // Whose organization was removed above stands nowhere, and exchanges with nobody until it is put back.
    const isNowhere = pc.org !== district && offices.above(pc.org) === ''
    if (pc.isRevoked || !counts || isNowhere) continue
    const own = pc.changes()
    const lost = own.filter(change => known.get(idOf(change)) !== digestOf(change) && !isSpared(change))
    if (lost[0] !== undefined)
      throw new Broken(
        `${name} (${pc.org}): the district never heard of ${lost[0].kind} ${lost[0].entity} ${idOf(lost[0])}`,
      )
    expectNoLeak(pc, own, all)
    const [above] = offices.neighbours(pc).filter(one => one.org === offices.above(pc.org))
    for (const upper of above === undefined ? [root] : [above, root]) {
      const [one, other] = [scopeText(pc, pc.org), scopeText(upper, pc.org)]
      if (one !== other)
        throw new Broken(
          `${name} and ${upper.replica.name} do not agree on ${pc.org}:\n${differing(one, other)}`,
        )
    }
    hash.update(scopeText(pc, pc.org))
  }
  const homes = root.ids(
    'SELECT person FROM membership WHERE until IS NULL GROUP BY person HAVING count(*) > 1',
  )
  if (homes.length > 0) throw new Broken(`two homes at once: ${homes.join(', ')}`)
  offices.tally.add(
    'a change is held',
    all.filter(change => root.replica.journal.absorber.isHeld(change)).length,
  )
  return hash.digest('hex')
}

/** Of people an office holds only those whom a stay, a mark or a post ever put below it. */
function expectNoLeak({ org, replica }: OfficePc, own: readonly Change[], all: readonly Change[]): void {
  if (org === district) return
  const allowed = everBelow(all, org)
  const foreign = own.find(
    ({ entity, thing, kind, origin }) =>
      entity === 'person' &&
      kind !== 'return' &&
      !allowed.has(thing) &&
      !allowed.has(origin.office) &&
      !isForged(origin.writer),
  )
  if (foreign !== undefined)
    throw new Broken(`${replica.name}: ${org} holds ${foreign.thing}, who never lay there`)
}

/**
 * What nobody has to take in: what was forged, and a return of that; and a revocation by an office from which the revoked one
 * was moved away meanwhile. Each is laid aside above where nobody knows better, and shown there.
 */
function isSpared(change: Change): boolean {
  const { origin, entity, kind } = change
  if (entity === 'revocation' || isForged(origin.writer)) return true
  return kind === 'return' && change.body.names.every(([writer]) => isForged(writer))
}

const isForged = (writer: string) => writer.startsWith(`${replicaOf(writer)}.forged`)

/** Everything that any stay, post or mark ever put below an organization, in its slow and obvious form. */
export function everBelow(changes: readonly Change[], org: string): ReadonlySet<string> {
  const found = new Set([org])
  const joining = changes.filter(
    ({ kind, entity }) => kind === 'put' && ['membership', 'placement', 'post', 'merge'].includes(entity),
  )
  for (let size = 0; size !== found.size; ) {
    size = found.size
    for (const { entity, hangsOn } of joining) {
      const [child = '', parent = ''] = hangsOn
      if (found.has(parent)) found.add(child)
      if (entity === 'merge' && found.has(child)) found.add(parent)
    }
  }
  return found
}

/** What a PC holds of an office's part: its organizations and people, and every record that hangs on these alone. */
export function scopeText(pc: OfficePc, office: string): string {
  const orgs = pc.ids(
    `WITH RECURSIVE below (id) AS (
       SELECT ? UNION SELECT p.org FROM below JOIN placement p ON p.parent = below.id AND p.until IS NULL
     ) SELECT id FROM below`,
    office,
  )
  const people = pc.ids(
    `SELECT m.person FROM membership m JOIN person p ON p.id = m.person
     WHERE m.until IS NULL AND m.org IN (SELECT value FROM json_each(?))`,
    JSON.stringify(orgs),
  )
  const here = new Set([...orgs, ...people])
  const lines: string[] = []
  for (const entity of pc.replica.journal.entities.values()) {
    if (['certificate', 'revocation', 'merge'].includes(entity.name)) continue
    const refs = Object.keys(entity.refs)
    const columns = ['id', ...fieldsOf(entity)]
    const rows = pc.db
      .prepare<[], Record<string, unknown>>(`SELECT ${columns.join(', ')} FROM ${entity.name} ORDER BY id`)
      .all()
    for (const row of rows) {
      const itself = entity.name === 'org' || entity.name === 'person'
      const isHere = itself
        ? here.has(String(row['id']))
        : refs.length > 0 && refs.every(ref => here.has(String(row[ref])))
      if (isHere) lines.push(`${entity.name} ${JSON.stringify(row)}`)
    }
  }
  return lines.join('\n')
}

export function differing(one: string, other: string): string {
  const [mine, theirs] = [new Set(one.split('\n')), new Set(other.split('\n'))]
  const only = (lines: Set<string>, not: Set<string>, sign: string) =>
    [...lines].filter(line => !not.has(line)).map(line => `${sign} ${line}`)
  return [...only(mine, theirs, '<'), ...only(theirs, mine, '>')].slice(0, 12).join('\n')
}

/**
 * "A transfer: A writes only out and cancel, B only in and refuse" (journal.md, rule 7): so it is known to both, and to
 * whoever it is passed on to; and its person is, by "a read-only card (name, birth year, home), so that no reference
 * dangles" (bundles.md, "What goes in").
 */
function namedByTransfers(changes: readonly Change[], allowed: ReadonlySet<string>): readonly string[] {
  const isLedThere = ({ hangsOn }: Change) => hangsOn.some(end => allowed.has(end))
  const steps = changes.filter(change => change.entity === 'step' && isLedThere(change))
  const passedOn = new Set(steps.flatMap(({ hangsOn }) => hangsOn))
  return changes
    .filter(change => change.entity === 'transfer' && (isLedThere(change) || passedOn.has(change.thing)))
    .flatMap(({ hangsOn }) => hangsOn)
}

/**
 * Searches a letter, as whoever opens it reads it, for people who never lay below the office that it goes to: for their
 * ids, and for the names that nobody else bears. `changes`: all that its writer holds.
 */
export function foreignIn(letter: Letter, changes: readonly Change[], office: string): string | undefined {
  const allowed = everBelow(changes, office)
  // Whom no stay ever put anywhere lies with whoever made him, whoever else wrote of him.
  const isMadeThere = (change: Change) => isCreation(change) && allowed.has(change.origin.office)
  const known = new Set([
    ...changes.filter(isMadeThere).map(({ thing }) => thing),
    ...namedByTransfers(changes, allowed),
  ])
  const people = changes.filter(
    ({ entity, kind, thing, origin }) =>
      entity === 'person' &&
      kind === 'put' &&
      !allowed.has(thing) &&
      !known.has(thing) &&
      !allowed.has(origin.office),
  )
  if (people.length === 0) return undefined
  const { to, from, name, lines, ...rest } = letter
  const text = [...lines, JSON.stringify(rest)].join('\n')
  const named = people.flatMap(change => {
    const said = change.kind === 'put' ? change.body.set['name']?.['name'] : undefined
    return typeof said === 'string' && said.startsWith('of ') ? [change.thing, said] : [change.thing]
  })
  return named.find(one => text.includes(JSON.stringify(one)))
}
