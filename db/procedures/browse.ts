import type { Implementing } from '#db/procedure.ts'
import { readMeetings, readTerms } from '#db/registry/browse/of-org.ts'
import { readPerson } from '#db/registry/browse/person.ts'
import { findOrg } from '#db/registry/find-org.ts'
import type { Session } from '#db/session.ts'
import { isDay } from '#db/shared/day.ts'
import { dayOf, orgOrOwn } from './registry.ts'

export function browseProcedures(os: Implementing, session: Session) {
  const scopeOf = async (input: {
    readonly org?: string | undefined
    readonly asOf?: string | undefined
  }) => ({
    root: (await orgOrOwn(session, input.org)).id,
    asOf: dayOf(session, input.asOf),
  })
  return {
    top: os.browse.top.handler(async ({ input }) =>
      session.browse('node', await scopeOf({ asOf: input.asOf })),
    ),
    children: os.browse.children.handler(async ({ input }) =>
      session.browse('children', await scopeOf(input)),
    ),
    places: os.browse.places.handler(({ input: { orgs, asOf } }) =>
      session.browse('places', { orgs, asOf: dayOf(session, asOf) }),
    ),
    people: os.browse.people.handler(async ({ input }) => {
      const { text, status, report, sort, offset, limit } = input
      const agedBy = input.agedBy !== undefined && isDay(input.agedBy) ? input.agedBy : undefined
      const wanted = { text, status, report, agedBy }
      return session.browse('people', { ...(await scopeOf(input)), ...wanted, sort, offset, limit })
    }),
    person: os.browse.person.handler(({ input }) => readPerson(session.reader(), input.id)),
    cadres: os.browse.cadres.handler(async ({ input }) => {
      const { offset, limit } = input
      return session.browse('cadres', { ...(await scopeOf(input)), offset, limit })
    }),
    terms: os.browse.terms.handler(async ({ input }) => {
      const org = await findOrg(session.reader(), input.org)
      return readTerms(session.reader(), org.id, dayOf(session, input.asOf))
    }),
    meetings: os.browse.meetings.handler(async ({ input }) => {
      const org = await findOrg(session.reader(), input.org)
      return readMeetings(session.reader(), org.id, dayOf(session, input.asOf), input.limit)
    }),
    due: os.browse.due.handler(async ({ input }) =>
      session.browse('due', await scopeOf({ asOf: input.asOf })),
    ),
  }
}
