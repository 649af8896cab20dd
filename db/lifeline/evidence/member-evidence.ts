import { sql } from 'kysely'
import { holdsOn } from '#db/registry/subtree.ts'
import { countsToSize, isMember, reportOf, statusOf } from '../gathering/member-conditions.ts'
import { personName } from '../gathering/person-name.ts'
import { reportWord, statusWord } from '../membership-words.ts'
import type { EvidenceReader } from './evidence.ts'
import { placeBy, totalBy } from './first-rows.ts'

/** Everyone on the roll, with the states that decide whether he counts; those who do not count come first. */
export const memberEvidence: EvidenceReader = async (reader, orgs, { asOf, most }) => {
  const numbered = reader
    .selectFrom('membership')
    .leftJoin('standing', join =>
      join.onRef('standing.person', '=', 'membership.person').on(holdsOn('standing', asOf)),
    )
    .where('membership.org', 'in', orgs)
    .where(holdsOn('membership', asOf))
    .where(isMember)
    .select([
      sql<string>`membership.org`.as('org'),
      'membership.person',
      statusOf.as('status'),
      reportOf.as('report'),
      countsToSize.as('counts'),
      totalBy('membership.org').as('total'),
      placeBy('membership.org', sql`${countsToSize}, membership.person`).as('place'),
    ])
  const rows = await reader
    .selectFrom(numbered.as('row'))
    .leftJoin('person', 'person.id', 'row.person')
    .leftJoin('card', 'card.thing', 'row.person')
    .where('row.place', '<=', most)
    .orderBy('row.org')
    .orderBy('row.place')
    .select(['row.org', 'row.person', 'row.status', 'row.report', 'row.counts', 'row.total'])
    .select(personName.as('name'))
    .execute()
  return rows.map(({ org, person, status, report, counts, total, name }) => {
    const text = {
      zh: `${name ?? '姓名不详'}：${statusWord(status).zh}，${reportWord(report).zh}，${counts ? '计入' : '不计入'}`,
      en: `${name ?? 'name not known'}: ${statusWord(status).en}, ${reportWord(report).en}, ${counts ? 'counts' : 'does not count'}`,
    }
    return { org, total, entity: 'person', id: person, text }
  })
}
