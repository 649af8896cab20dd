import { sql } from 'kysely'
import { holdsOn } from '#db/registry/subtree.ts'
import { isWaiting } from '../gathering/gather-reports.ts'
import { personName } from '../gathering/person-name.ts'
import { reportWord } from '../membership-words.ts'
import type { EvidenceReader } from './evidence.ts'
import { placeBy, totalBy } from './first-rows.ts'

/** Who waits for approval on the day, the longest first. */
export const waitingEvidence: EvidenceReader = async (reader, orgs, { asOf, most }) => {
  const numbered = reader
    .selectFrom('membership')
    .innerJoin('standing', 'standing.person', 'membership.person')
    .leftJoin('person', 'person.id', 'membership.person')
    .leftJoin('card', 'card.thing', 'membership.person')
    .where('membership.org', 'in', orgs)
    .where(holdsOn('membership', asOf))
    .where(holdsOn('standing', asOf))
    .where(isWaiting)
    .select([
      sql<string>`membership.org`.as('org'),
      'membership.person',
      sql<string>`coalesce(${personName}, '')`.as('name'),
      'standing.report',
      'standing.since',
      totalBy('membership.org').as('total'),
      placeBy('membership.org', sql`standing.since, membership.person`).as('place'),
    ])
  const rows = await reader
    .selectFrom(numbered.as('row'))
    .where('row.place', '<=', most)
    .orderBy('row.org')
    .orderBy('row.place')
    .selectAll()
    .execute()
  return rows.map(({ org, person, name, report, since, total }) => ({
    org,
    total,
    entity: 'person',
    id: person,
    text: {
      zh: `${name}：${reportWord(report).zh}，自${since}起`,
      en: `${name}: ${reportWord(report).en} since ${since}`,
    },
  }))
}
