import { type Change, isCreation } from '#db/journal/change.ts'
import type { Journal } from '#db/journal/journal.ts'
import { isMaking } from '#db/journal/store/change-store.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Certificates } from '../../trust/certificates.ts'
import { Ground } from '../../trust/ground.ts'
import { reasons } from '../../trust/judging/reasons.ts'
import type { Card } from '../lines/change-line.ts'
import type { GivenBack } from './court.ts'

/** Who offices below are, and what was stored of a packet from above, by its local numbers. */
type Heard = {
  readonly certificates: Certificates
  readonly office: string
  readonly extent: readonly [first: number, last: number]
  readonly cards: readonly Card[]
}

/**
 * What offices below claimed of things whose ids they know from elsewhere, where nobody had heard of them yet: a packet from
 * above tells what they are. It is given back here as it will be above, once that is heard of there.
 */
export function claimedBefore(db: Connection, journal: Journal, heard: Heard): readonly GivenBack[] {
  const { certificates, office } = heard
  const isBelow = ({ origin }: Change) => {
    const offices = certificates.officesOf(origin.replica, 'ever')
    return (
      offices.length > 0 &&
      offices.every(of => of !== office && certificates.isAtOrAbove(office, of, 'today'))
    )
  }
  return [...placesClaimed(db, journal, heard, isBelow), ...thingsClaimed(db, journal, heard, isBelow)].map(
    ({ origin, n, entity, thing }) => ({ writer: origin.writer, n, entity, thing, reason: reasons.beyond }),
  )
}

function placesIn(db: Connection) {
  return {
    org: prepareOnce<[string], { id: string }>(db, 'SELECT id FROM placement WHERE org = ?'),
    person: prepareOnce<[string], { id: string }>(db, 'SELECT id FROM membership WHERE person = ?'),
  }
}

/**
 * Where something lies of which an office above says by a card that it lies elsewhere: whoever founded a street below himself
 * would be sent whatever is moved below it.
 */
function placesClaimed(
  db: Connection,
  journal: Journal,
  { office, cards }: Heard,
  isBelow: (change: Change) => boolean,
): readonly Change[] {
  const placesOf = placesIn(db)
  let ground: Ground | undefined
  return cards.flatMap(({ thing, entity }) => {
    const places = entity === 'org' || entity === 'person' ? placesOf[entity].all(thing) : []
    if (places.length === 0) return []
    const changes = journal.changes.ofThings(places.map(({ id }) => id))
    // Whom anybody else put anywhere was moved since, and may be on the way back.
    if (!changes.every(isBelow)) return []
    ground ??= new Ground(db, journal)
    return ground.above(thing, 'today').has(office) ? changes.filter(isCreation) : []
  })
}

/**
 * What was made under the id of something that an office above made, as its own record shows once it comes. The place of whom it
 * moved would be another one, or none.
 */
function thingsClaimed(
  db: Connection,
  journal: Journal,
  { extent: [first, last] }: Heard,
  isBelow: (change: Change) => boolean,
): readonly Change[] {
  const placesOf = placesIn(db)
  const again = prepareOnce<[number, number, number], { thing: string }>(
    db,
    `SELECT DISTINCT c.thing FROM change c WHERE c.no BETWEEN ? AND ? AND ${isMaking('c')}
       AND EXISTS (SELECT 1 FROM change o INDEXED BY change_thing WHERE o.thing = c.thing AND o.no < ? AND ${isMaking('o')})`,
  ).all(first, last, first)
  return again.flatMap(({ thing }) => {
    const changes = journal.changes.ofThing(thing)
    // A claim of others that was given back above travels with that, and says nothing of whose it is.
    const isOfOthers = (change: Change) =>
      isCreation(change) && !isBelow(change) && journal.absorber.isInForce(change)
    if (!changes.some(isOfOthers)) return []
    const wasHere = ({ origin, n }: Change) => (journal.changes.numberOf(origin.writer, n) ?? last) < first
    const claims = changes.filter(change => wasHere(change) && isBelow(change))
    const claimers = new Set(claims.filter(isCreation).map(({ origin }) => origin.replica))
    // Where they put him goes with that: whoever sees both lays it aside, and gives nothing back.
    const places = [placesOf.person, placesOf.org].flatMap(find => find.all(thing).map(({ id }) => id))
    const isTheirs = (change: Change) => isCreation(change) && claimers.has(change.origin.replica)
    return [...claims, ...journal.changes.ofThings(places).filter(one => isTheirs(one) && wasHere(one))]
  })
}
