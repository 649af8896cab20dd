import { holdsOn } from '#db/registry/subtree.ts'
import { isDay } from '#db/shared/day.ts'
import { isAgedOn } from '../gathering/member-conditions.ts'
import { leavingAge, leavingDay } from '../leaving-age.ts'
import type { EvidenceReader } from './evidence.ts'

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
    .select(eb => [
      'membership.org',
      'person.id',
      'person.name',
      'person.birth',
      eb.fn
        .countAll<number>()
        .over(over => over.partitionBy('membership.org'))
        .as('total'),
      eb.fn
        .agg<number>('row_number')
        .over(over => over.partitionBy('membership.org').orderBy('person.birth').orderBy('person.id'))
        .as('place'),
    ])
  const rows = await reader
    .selectFrom(numbered.as('row'))
    .where('row.place', '<=', most)
    .orderBy('row.org')
    .orderBy('row.place')
    .select(['row.org', 'row.id', 'row.name', 'row.birth', 'row.total'])
    .execute()
  return rows.flatMap(({ org, id, name, birth, total }) => {
    if (org === null || birth === null || !isDay(birth)) return []
    const text = {
      zh: `${name}：${leavingDay(birth)}满${leavingAge}周岁，没有团内职务`,
      en: `${name}: turned ${leavingAge} on ${leavingDay(birth)}, holds no post`,
    }
    return [{ org, total, entity: 'person', id, text }]
  })
}
