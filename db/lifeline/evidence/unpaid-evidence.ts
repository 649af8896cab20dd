import { sql } from 'kysely'
import { holdsOn } from '#db/registry/subtree.ts'
import { addMonths, firstOfMonth } from '#db/shared/day.ts'
import { plural } from '#db/shared/plural.ts'
import { feeFreeNow, settledMonth, unpaidMonths } from '../gathering/fees-in-sql.ts'
import { countsToSize, isMember, isPartyMember, statusOf } from '../gathering/member-conditions.ts'
import { personName } from '../gathering/person-name.ts'
import type { EvidenceReader } from './evidence.ts'
import { firstRows, placeBy, totalBy } from './first-rows.ts'

/** Who has not paid for as long as W14 asks about, the longest first. */
export const unpaidEvidence: EvidenceReader = (reader, orgs, asked) => unpaid(reader, orgs, asked, 'W14')

/** Who has not paid for as long as W15 asks about and is still in normal standing. */
export const driftingEvidence: EvidenceReader = (reader, orgs, asked) => unpaid(reader, orgs, asked, 'W15')

async function unpaid(
  reader: Parameters<EvidenceReader>[0],
  orgs: readonly string[],
  { asOf, pack, kept, most }: Parameters<EvidenceReader>[2],
  rule: 'W14' | 'W15',
) {
  const members = reader
    .selectFrom('membership')
    .leftJoin('person', 'person.id', 'membership.person')
    .leftJoin('card', 'card.thing', 'membership.person')
    .leftJoin('standing', join =>
      join.onRef('standing.person', '=', 'membership.person').on(holdsOn('standing', asOf)),
    )
    .where('membership.org', 'in', orgs)
    .where(holdsOn('membership', asOf))
    .where(isMember)
    .where(countsToSize)
    .where(sql<boolean>`NOT ${isPartyMember}`)
    .$if(rule === 'W15', query => query.where(sql<boolean>`${statusOf} = 'normal'`))
    .select([
      sql<string>`membership.org`.as('org'),
      'membership.person',
      sql<string>`coalesce(${personName}, '')`.as('name'),
      sql<string | null>`person.joined`.as('joined'),
      settledMonth(asOf, kept).as('settled'),
    ])
    .limit(sql<number>`-1`)
  const months = unpaidMonths(asOf, kept)
  const numbered = reader
    .selectFrom(members.as('m'))
    .where(sql<boolean>`NOT ${feeFreeNow(asOf, kept)}`)
    .where(sql<boolean>`${months} >= ${pack.thresholds[rule].months}`)
    .select([
      'm.org',
      'm.person',
      'm.name',
      months.as('months'),
      totalBy('m.org').as('total'),
      placeBy('m.org', sql`${months} DESC, m.person`).as('place'),
    ])
  const rows = await firstRows(reader, numbered, most)
  return rows.map(({ org, person, name, months: unpaidFor, total }) => {
    const from = addMonths(firstOfMonth(asOf), -unpaidFor).slice(0, 7)
    const text = {
      zh: `${name}：自${from}起未交，已${unpaidFor}个月`,
      en: `${name}: unpaid since ${from}, for ${plural(unpaidFor, 'month')}`,
    }
    return { org, total, entity: 'person', id: person, text }
  })
}
