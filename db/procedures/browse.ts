import type { Implementing } from '#db/procedure.ts'
import { readCadres } from '#db/registry/browse/cadres.ts'
import { readDue } from '#db/registry/browse/due.ts'
import { readMeetings, readTerms } from '#db/registry/browse/of-org.ts'
import { readChildren, readNode } from '#db/registry/browse/org-nodes.ts'
import { readPeople } from '#db/registry/browse/people.ts'
import { readPerson } from '#db/registry/browse/person.ts'
import { readPlaces } from '#db/registry/browse/places.ts'
import { findOrg } from '#db/registry/find-org.ts'
import type { Session } from '#db/session.ts'
import { addMonths, isDay } from '#db/shared/day.ts'
import { dayOf, orgOrOwn } from './registry.ts'

export function browseProcedures(os: Implementing, session: Session) {
  return {
    top: os.browse.top.handler(async ({ input }) => {
      const own = await orgOrOwn(session, undefined)
      return readNode(session.reader(), { root: own.id, asOf: dayOf(session, input.asOf) })
    }),
    children: os.browse.children.handler(async ({ input }) => {
      const org = await findOrg(session.reader(), input.org)
      return readChildren(session.reader(), { root: org.id, asOf: dayOf(session, input.asOf) })
    }),
    places: os.browse.places.handler(({ input }) =>
      readPlaces(session.reader(), input.orgs, dayOf(session, input.asOf)),
    ),
    people: os.browse.people.handler(async ({ input }) => {
      const org = await orgOrOwn(session, input.org)
      const { text, status, report, sort, offset, limit } = input
      const agedBy = input.agedBy !== undefined && isDay(input.agedBy) ? input.agedBy : undefined
      const scope = { root: org.id, asOf: dayOf(session, input.asOf) }
      return readPeople(session.reader(), scope, { text, status, report, agedBy }, { sort, offset, limit })
    }),
    person: os.browse.person.handler(({ input }) => readPerson(session.reader(), input.id)),
    cadres: os.browse.cadres.handler(async ({ input }) => {
      const org = await findOrg(session.reader(), input.org)
      return readCadres(session.reader(), { root: org.id, asOf: dayOf(session, input.asOf) }, input.limit)
    }),
    terms: os.browse.terms.handler(async ({ input }) => {
      const org = await findOrg(session.reader(), input.org)
      return readTerms(session.reader(), org.id, dayOf(session, input.asOf))
    }),
    meetings: os.browse.meetings.handler(async ({ input }) => {
      const org = await findOrg(session.reader(), input.org)
      return readMeetings(session.reader(), org.id, dayOf(session, input.asOf), input.limit)
    }),
    due: os.browse.due.handler(async ({ input }) => {
      const own = await orgOrOwn(session, undefined)
      const asOf = dayOf(session, input.asOf)
      return readDue(session.reader(), { root: own.id, asOf }, addMonths(asOf, 6))
    }),
  }
}
