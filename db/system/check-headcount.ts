import { plural } from '#db/shared/plural.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Check } from './check.ts'

/** Nobody is in two places on one day: the open stays of people, and the open places of organizations. */
export function checkHeadcount(db: Connection): Check {
  const { people } = db
    .prepare<[], { people: number }>(
      `SELECT count(*) AS people FROM (
         SELECT person FROM membership WHERE until IS NULL GROUP BY person HAVING count(*) <> 1
       )`,
    )
    .get() ?? { people: 0 }
  const { orgs } = db
    .prepare<[], { orgs: number }>(
      `SELECT count(*) AS orgs FROM (
         SELECT org FROM placement WHERE until IS NULL GROUP BY org HAVING count(*) <> 1
       )`,
    )
    .get() ?? { orgs: 0 }
  return {
    name: 'headcount',
    ok: people + orgs === 0,
    detail: {
      zh: `${people} 人、${orgs} 个组织同时在两处`,
      en: `${plural(people, 'person', 'people')} and ${plural(orgs, 'organization')} in two places at once`,
    },
  }
}
