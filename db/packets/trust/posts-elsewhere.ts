import { type Change, isCreation, rangesOf } from '#db/journal/change.ts'
import type { ChangeSet } from '#db/journal/change-set.ts'
import type { Journal } from '#db/journal/journal.ts'
import type { Session } from '#db/session.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { type Standing, standingOf } from './standing.ts'

const reason = {
  code: 'person-out',
  zh: '此人的登记已不算数，职务随之取消；登记恢复后，职务自动恢复',
  en: 'the registration of this person does not count, and the post with it; should it count again, so will the post',
}

/** What is to be given back now, and what of that is to be given back in its turn. */
type Due = { readonly out: readonly Change[]; readonly again: readonly Change[] }

/**
 * Whoever holds only a post of somebody never sees his record, so its return would mean nothing there. The office above
 * both sees it: it gives the post back as well, which goes wherever the post has gone, and takes that back once the person
 * counts again, by whatever way. Removals need none of this: they travel themselves.
 */
export async function settlePostsElsewhere(session: Session, set: ChangeSet): Promise<void> {
  await set.settleInSlices()
  const { out, again } = duePosts(session)
  const names = (changes: readonly Change[]) => rangesOf(changes.map(({ origin, n }) => [origin.writer, n]))
  if (out.length > 0) await set.giveBackInSlices(names(out), reason)
  if (again.length > 0) await set.giveBackInSlices(names(again), { ...reason, ...countsAgain })
}

const countsAgain = { zh: '此人的登记已恢复', en: 'the registration of this person counts again' }

/** As above, as a change set of its own, where nothing else is written: before a packet is made. */
export async function settlePostsBefore(session: Session): Promise<void> {
  if (session.identity()?.state !== 'ready') return
  const { out, again } = duePosts(session)
  if (out.length + again.length === 0) return
  const { journal } = session.writing()
  await journal.write({ label: { what: 'person-out' }, actor: '' }, set => settlePostsElsewhere(session, set))
}

function duePosts(session: Session): Due {
  const { db, journal } = session.writing()
  return { out: postsOut(session, db, journal), again: postsAgain(session, db, journal) }
}

/** Posts in an office that does not see their person, who is known here and does not count; of those that may be given back here. */
function postsOut(session: Session, db: Connection, journal: Journal): readonly Change[] {
  const parked = db
    .prepare<[], { id: string; person: string; org: string }>(
      `SELECT s.thing AS id, s.fields ->> '$.person' AS person, s.fields ->> '$.org' AS org FROM shadow s
       WHERE s.state = 'parked' AND s.entity = 'post'
         AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = s.fields ->> '$.person')
         AND EXISTS (SELECT 1 FROM org o WHERE o.id = s.fields ->> '$.org')
         AND NOT EXISTS (SELECT 1 FROM change r WHERE r.thing = s.fields ->> '$.person' AND r.kind = 'remove')`,
    )
    .all()
  if (parked.length === 0) return []
  const standing = standingOf(db, journal)
  const offices = new Set(standing.certificates.all().map(({ org }) => org))
  const unseen = parked.filter(({ person, org }) => {
    const seesHim = standing.ground.above(person, 'today')
    return [...standing.ground.above(org, 'today')].some(
      office => offices.has(office) && !seesHim.has(office),
    )
  })
  const creations = unseen.flatMap(({ id }) => journal.absorber.historyOf(id).filter(isCreation))
  return creations.filter(
    change => journal.absorber.isInForce(change) && mayGiveBack(session, standing, change),
  )
}

function mayGiveBack(session: Session, { certificates }: Standing, { origin }: Change): boolean {
  if (origin.replica === session.writing().keys.replica) return true
  const office = session.office()
  const offices = certificates.officesOf(origin.replica, 'ever')
  return offices.length > 0 && offices.every(of => certificates.isAtOrAbove(office, of, 'today'))
}

/** This PC's own returns of that kind, in force, of a post whose person counts. */
function postsAgain(session: Session, db: Connection, journal: Journal): readonly Change[] {
  const written = db
    .prepare<[string, string], { no: number }>(
      `SELECT r.no FROM change r JOIN writer w ON w.no = r.writer
       WHERE r.no IN (SELECT change FROM named WHERE kind = 'return')
         AND r.body ->> '$.reason.code' = ? AND w.replica = ?`,
    )
    .all(reason.code, session.writing().keys.replica)
  const isThere = db.prepare<[string]>('SELECT 1 FROM person WHERE id = ?')
  return journal.changes.numbered(written.map(({ no }) => no)).flatMap(({ change }) => {
    if (change.kind !== 'return' || !journal.absorber.isInForce(change)) return []
    const named = change.body.names.flatMap(([writer, from, to]) => journal.changes.inRange(writer, from, to))
    const counts = named.some(
      ({ entity, hangsOn: [person = ''] }) =>
        entity === 'post' && isThere.get(journal.absorber.survivorOf(person)) !== undefined,
    )
    return counts ? [change] : []
  })
}
