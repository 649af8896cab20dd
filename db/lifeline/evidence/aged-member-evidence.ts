import { sql } from 'kysely'
import { holdsOn } from '#db/registry/subtree.ts'
import { isDay } from '#db/shared/day.ts'
import { isAgedOn } from '../gathering/member-conditions.ts'
import { leavingAge, leavingDay } from '../leaving-age.ts'
import type { EvidenceReader } from './evidence.ts'
import { firstRows, placeBy, totalBy } from './first-rows.ts'

/** Those who should have left at 28, the eldest first. */
export const agedMemberEvidence: EvidenceReader = async (reader, orgs, { asOf, most }) => {
  const numbered = reader
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person')
    .leftJoin('standing', join =>
      join.onRef('standing.person', '=', 'membership.person').on(holdsOn('standing', asOf)),
    )
    .where('membership.org', 'in', orgs)
    .where(holdsOn('membership', asOf))
    .where(isAgedOn(asOf))
    .select([
      sql<string>`membership.org`.as('org'),
      'person.id',
      'person.name',
      'person.birth',
      totalBy('membership.org').as('total'),
      placeBy('membership.org', sql`person.birth, person.id`).as('place'),
    ])
  const rows = await firstRows(reader, numbered, most)
  return rows.flatMap(({ org, id, name, birth, total }) => {
    if (birth === null || !isDay(birth)) return []
    const text = {
      zh: `${name}：${leavingDay(birth)}满${leavingAge}周岁，没有团内职务`,
      en: `${name}: turned ${leavingAge} on ${leavingDay(birth)}, holds no post`,
    }
    return [{ org, total, entity: 'person', id, text }]
  })
}
