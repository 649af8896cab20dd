import { type Change, isCreation, type Reason, rangesOf } from '#db/journal/change.ts'
import type { ChangeSet } from '#db/journal/change-set.ts'
import { type Entity, saidIn } from '#db/journal/entity.ts'
import type { Journal } from '#db/journal/journal.ts'
import { registryEntities } from '#db/registry/entities.ts'
import type { Session } from '#db/session.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { type Standing, standingOf } from './standing.ts'

/** Why a record is given back, by what it hangs on. */
const reasons: Readonly<Record<string, Reason>> = {
  person: {
    code: 'person-out',
    zh: '此人的登记已不算数，职务等记录随之取消；登记恢复后，自动恢复',
    en: 'the registration of this person does not count, and this with it; should it count again, so will this',
  },
  org: {
    code: 'org-out',
    zh: '对方组织的登记已不算数，去往该组织的记录随之取消；该组织恢复后，自动恢复',
    en: 'the registration of the other organization does not count, and this with it; should it count again, so will this',
  },
}

const countsAgain = {
  zh: '所依据的登记已恢复',
  en: 'the registration that it hangs on counts again',
}

/** What is to be given back now, by the reason, and what of that is to be given back in its turn. */
type Due = {
  readonly out: readonly (readonly [reason: Reason, changes: readonly Change[]])[]
  readonly again: readonly Change[]
}

/**
 * Whoever holds a post of somebody, or a stay in some branch, but never saw the record of that person or branch, could
 * make nothing of its return. The office above both sees it: it gives the post or stay back as well, which goes wherever
 * that has gone, and takes this back once the other counts again, by whatever way. Removals need none of this: they
 * travel themselves.
 */
export async function settleHangingElsewhere(session: Session, set: ChangeSet): Promise<void> {
  await set.settleInSlices()
  const { out, again } = dueNow(session)
  for (const [reason, changes] of out) await set.giveBackInSlices(namesOf(changes), reason)
  if (again.length === 0) return
  await set.giveBackInSlices(namesOf(again), { code: 'counts-again', ...countsAgain })
}

/** As above, as a change set of its own, where nothing else is written: before a packet is made. */
export async function settleHangingBefore(session: Session): Promise<void> {
  if (session.identity()?.state !== 'ready') return
  const { out, again } = dueNow(session)
  if (out.length + again.length === 0) return
  const { journal } = session.writing()
  const work = { label: { what: 'hanging-out' }, actor: '' }
  await journal.write(work, set => settleHangingElsewhere(session, set))
}

const namesOf = (changes: readonly Change[]) => rangesOf(changes.map(({ origin, n }) => [origin.writer, n]))

function dueNow(session: Session): Due {
  const { db, journal } = session.writing()
  return { out: hangingOut(session, db, journal), again: countingAgain(session, db, journal) }
}

type Hanging = {
  readonly id: string
  readonly target: string
  readonly down: string
  readonly beside: string
}

/** Of each kind that hangs on two things: on the one that may not count, while the other one does. */
const kindsOfTwo = [...registryEntities.values()].flatMap(entity =>
  Object.entries(entity.refs).flatMap(([down, target]) =>
    Object.entries(entity.refs)
      .filter(([field]) => field !== down)
      .map(([field, kind]) => ({ entity, down, target, field, kind })),
  ),
)

const parkedRecords = `
  WITH parked AS MATERIALIZED (SELECT thing, entity, fields FROM shadow WHERE state = 'parked')
  ${kindsOfTwo
    .map(
      ({ entity, down, target, field, kind }) =>
        `SELECT s.thing AS id, '${target}' AS target, s.fields ->> '$.${down}' AS down, s.fields ->> '$.${field}' AS beside
         FROM parked s
         WHERE s.entity = '${entity.name}'
           AND NOT EXISTS (SELECT 1 FROM ${target} t WHERE t.id = s.fields ->> '$.${down}')
           AND EXISTS (SELECT 1 FROM ${kind} t WHERE t.id = s.fields ->> '$.${field}')
           AND EXISTS (SELECT 1 FROM change c WHERE c.thing = s.fields ->> '$.${down}')
           AND NOT EXISTS (SELECT 1 FROM change r WHERE r.thing = s.fields ->> '$.${down}' AND r.kind = 'remove')`,
    )
    .join(' UNION ALL ')}`

/** What hangs on something that does not count, in an office that does not see that; of those that may be given back here. */
function hangingOut(session: Session, db: Connection, journal: Journal): Due['out'] {
  // The long question is not even read where nothing is parked, as in most offices.
  if (prepareOnce(db, "SELECT 1 FROM shadow WHERE state = 'parked' LIMIT 1").get() === undefined) return []
  const parked = prepareOnce<[], Hanging>(db, parkedRecords).all()
  if (parked.length === 0) return []
  const standing = standingOf(db, journal)
  const { ground } = standing
  const offices = new Set(standing.certificates.all().map(({ org }) => org))
  const unseen = parked.filter(({ down, beside }) => {
    const seesIt = ground.above(down, 'today')
    return [...ground.above(beside, 'ever')].some(office => offices.has(office) && !seesIt.has(office))
  })
  return Object.entries(reasons).flatMap(([target, reason]) => {
    const things = new Set(unseen.filter(one => one.target === target).map(({ id }) => id))
    const creations = [...things].flatMap(id => journal.absorber.historyOf(id).filter(isCreation))
    const due = creations.filter(
      change => journal.absorber.isInForce(change) && mayGiveBack(session, standing, change),
    )
    return due.length === 0 ? [] : [[reason, due] as const]
  })
}

function mayGiveBack(session: Session, { certificates }: Standing, { origin }: Change): boolean {
  if (origin.replica === session.writing().keys.replica) return true
  const office = session.office()
  const offices = certificates.officesOf(origin.replica, 'ever')
  return offices.length > 0 && offices.every(of => certificates.isAtOrAbove(office, of, 'today'))
}

/** This PC's own returns of that kind, in force, of a record of which all that it hangs on counts. */
function countingAgain(session: Session, db: Connection, journal: Journal): readonly Change[] {
  const codes = Object.values(reasons).map(({ code }) => `'${code}'`)
  const written = db
    .prepare<[string], { no: number }>(
      `SELECT r.no FROM change r JOIN writer w ON w.no = r.writer
       WHERE r.no IN (SELECT change FROM named WHERE kind = 'return')
         AND r.body ->> '$.reason.code' IN (${codes.join(', ')}) AND w.replica = ?`,
    )
    .all(session.writing().keys.replica)
  return journal.changes.numbered(written.map(({ no }) => no)).flatMap(({ change }) => {
    if (change.kind !== 'return' || !journal.absorber.isInForce(change)) return []
    const named = change.body.names.flatMap(([writer, from, to]) => [
      ...journal.changes.inRange(writer, from, to),
    ])
    return named.some(one => hangsOnWhatCounts(journal, one)) ? [change] : []
  })
}

function hangsOnWhatCounts({ entities, tables, absorber }: Journal, change: Change): boolean {
  const entity: Entity | undefined = entities.get(change.entity)
  if (entity === undefined || change.kind !== 'put' || !isCreation(change)) return false
  const fields = saidIn(entity, change.body.set)
  return Object.entries(entity.refs).every(([field, target]) => {
    const ref = fields[field]
    const of = entities.get(target)
    return (
      typeof ref !== 'string' || (of !== undefined && tables.read(of, absorber.survivorOf(ref)) !== undefined)
    )
  })
}
