import { type Change, isCreation } from '#db/journal/change.ts'
import type { Journal } from '#db/journal/journal.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Certificates } from '../../trust/certificates.ts'
import { Ground } from '../../trust/ground.ts'
import { reasons } from '../../trust/judging/reasons.ts'
import type { Card } from '../lines/change-line.ts'
import type { GivenBack } from './court.ts'

/**
 * What offices below said of where something lies of which an office above says by a card that it lies elsewhere: whoever knows
 * the id of a street may have founded it below himself where nobody had heard of it yet, and whatever is moved below that
 * street would be sent to him. It is given back here as it will be above, once that is heard of there.
 */
export function claimedBefore(
  db: Connection,
  journal: Journal,
  certificates: Certificates,
  office: string,
  cards: readonly Card[],
): readonly GivenBack[] {
  const placesOf = {
    org: prepareOnce<[string], { id: string }>(db, 'SELECT id FROM placement WHERE org = ?'),
    person: prepareOnce<[string], { id: string }>(db, 'SELECT id FROM membership WHERE person = ?'),
  }
  const isBelow = ({ origin }: Change) => {
    const offices = certificates.officesOf(origin.replica, 'ever')
    return (
      offices.length > 0 &&
      offices.every(of => of !== office && certificates.isAtOrAbove(office, of, 'today'))
    )
  }
  let ground: Ground | undefined
  return cards.flatMap(({ thing, entity }) => {
    const places = entity === 'org' || entity === 'person' ? placesOf[entity].all(thing) : []
    if (places.length === 0) return []
    const changes = journal.changes.ofThings(places.map(({ id }) => id))
    // Whom anybody else put anywhere was moved since, and may be on the way back.
    if (!changes.every(isBelow)) return []
    ground ??= new Ground(db, journal)
    if (!ground.above(thing, 'today').has(office)) return []
    return changes.filter(isCreation).map(({ origin, n, entity: kind, thing: place }) => {
      return { writer: origin.writer, n, entity: kind, thing: place, reason: reasons.beyond }
    })
  })
}
