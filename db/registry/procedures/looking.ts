import type { Structure } from '#contract/vocabulary.ts'
import type { Implementing } from '#db/procedure.ts'
import { readTreeBegin } from '#db/registry/looking/outline/uncounted.ts'
import { readPerson } from '#db/registry/looking/person.ts'
import { asOfDay } from '#db/registry/past-day.ts'
import type { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import { type IsoDay, isDay } from '#db/shared/day.ts'
import { dayOf, daysOf, orgOrOwn } from './registry.ts'

export function lookingProcedures(os: Implementing, session: Session) {
  const scopeOf = async (input: {
    readonly org?: string | undefined
    readonly asOf?: string | undefined
    readonly structure?: Structure | undefined
  }) => ({ root: (await orgOrOwn(session, input.org)).id, ...daysOf(session, input) })
  return {
    top: os.looking.top.handler(async ({ input }) => session.browse('node', await scopeOf(input))),
    begin: os.looking.begin.handler(async ({ input }) => {
      const { root, asOf, structure = asOf } = await scopeOf(input)
      const begin = readTreeBegin(session.readConnection(), { root, day: structure, limit: input.limit })
      return { ...begin, children: [...begin.children] }
    }),
    children: os.looking.children.handler(async ({ input }) => {
      const { offset, limit } = input
      return session.browse('children', { ...(await scopeOf(input)), offset, limit })
    }),
    way: os.looking.way.handler(async ({ input }) => session.browse('way', await scopeOf(input))),
    places: os.looking.places.handler(({ input: { orgs, ...days } }) =>
      session.browse('places', { orgs, ...daysOf(session, days) }),
    ),
    people: os.looking.people.handler(async ({ input }) => {
      const { text, status, report, post, sort, down, offset, limit } = input
      const [agedBy, agedAfter] = [dayIn(input.agedBy), dayIn(input.agedAfter)]
      const wanted = { text, status, report, agedBy, agedAfter, post }
      return session.browse('people', { ...(await scopeOf(input)), ...wanted, sort, down, offset, limit })
    }),
    person: os.looking.person.handler(({ input }) => readPerson(session.reader(), input.id)),
    cadres: os.looking.cadres.handler(async ({ input }) => {
      const { text, down, offset, limit } = input
      const scope = await scopeOf(input)
      const day = { asOf: scope.asOf, isPast: scope.asOf < today(session.clock) }
      // Whoever holds a post on a day that is over left it later, if at all: of that nothing is told.
      const sort = day.isPast && input.sort === 'until' ? 'org' : input.sort
      const { total, rows } = await session.browse('cadres', { ...scope, text, sort, down, offset, limit })
      return { total, rows: rows.map(row => asOfDay(row, day)) }
    }),
    doubles: os.looking.doubles.handler(async () => {
      const asOf = dayOf(session, undefined)
      const found = await session.browse('doubles', { asOf })
      const orgs = [...new Set(found.flatMap(({ people }) => people.flatMap(({ org }) => org ?? [])))]
      const ways = await session.browse('places', { orgs, asOf })
      const places = new Map(ways.map(({ org, path }) => [org, path.at(-1)]))
      return found.map(({ why, people: [one, other], apart }) => ({
        why,
        apart,
        people: [
          { ...one, org: places.get(one.org ?? '') ?? null },
          { ...other, org: places.get(other.org ?? '') ?? null },
        ],
      }))
    }),
    due: os.looking.due.handler(async ({ input }) =>
      session.browse('due', await scopeOf({ asOf: input.asOf })),
    ),
  }
}

function dayIn(text: string | undefined): IsoDay | undefined {
  return text !== undefined && isDay(text) ? text : undefined
}
