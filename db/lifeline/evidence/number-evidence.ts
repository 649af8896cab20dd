import { sql } from 'kysely'
import { holdsOn } from '#db/registry/subtree.ts'
import { countsToSize, isMember, isNumbered, needsNumber } from '../gathering/member-conditions.ts'
import type { EvidenceReader } from './evidence.ts'
import { firstRows, placeBy, totalBy } from './first-rows.ts'

/** Who joined from 2017 on and has no member number, or one that cannot be right. */
export const unnumberedEvidence: EvidenceReader = async (reader, orgs, { asOf, most }) => {
  const numbered = reader
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person')
    .leftJoin('standing', join =>
      join.onRef('standing.person', '=', 'membership.person').on(holdsOn('standing', asOf)),
    )
    .where('membership.org', 'in', orgs)
    .where(holdsOn('membership', asOf))
    .where(isMember)
    .where(countsToSize)
    .where(needsNumber)
    .where(sql<boolean>`NOT ${isNumbered}`)
    .select([
      sql<string>`membership.org`.as('org'),
      'person.id',
      'person.name',
      'person.joined',
      'person.member_no',
      totalBy('membership.org').as('total'),
      placeBy('membership.org', sql`person.id`).as('place'),
    ])
  const rows = await firstRows(reader, numbered, most)
  return rows.map(({ org, id, name, joined, member_no, total }) => {
    const since = joined?.slice(0, 7) ?? ''
    const text = {
      zh: `${name}：${since}入团，${member_no === null ? '没有团员编号' : `团员编号${member_no}不合规`}`,
      en: `${name}: joined ${since}, ${member_no === null ? 'no member number' : `the number ${member_no} cannot be right`}`,
    }
    return { org, total, entity: 'person', id, text }
  })
}
