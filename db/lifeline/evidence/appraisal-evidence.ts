import { sql } from 'kysely'
import { holdsOn } from '#db/registry/subtree.ts'
import { appraisalBits, knownOfYear, yearEnd } from '../gathering/gather-appraisals.ts'
import { countsToSize, isMember, isPartyMember } from '../gathering/member-conditions.ts'
import { personName } from '../gathering/person-name.ts'
import { closedYear } from '../periods.ts'
import type { EvidenceAsked, EvidenceReader } from './evidence.ts'
import { firstRows, placeBy, totalBy } from './first-rows.ts'

/** Those of the year's roll who were not appraised, then those found excellent. */
export const unassessedEvidence: EvidenceReader = async (reader, orgs, asked) => {
  const { year, rows } = await ofTheYear(reader, orgs, asked, 'appraised')
  return rows.map(({ org, person, name, known, total }) => {
    const isExcellent = (known & appraisalBits.assessed) !== 0
    const text = isExcellent
      ? { zh: `${name}：${year}年度评议优秀`, en: `${name}: excellent in ${year}` }
      : { zh: `${name}：${year}年度未评议`, en: `${name}: not appraised for ${year}` }
    return { org, total, entity: 'person', id: person, text }
  })
}

/** Those of the year's roll who were not registered. */
export const unregisteredEvidence: EvidenceReader = async (reader, orgs, asked) => {
  const { year, rows } = await ofTheYear(reader, orgs, asked, 'registered')
  return rows.map(({ org, person, name, total }) => ({
    org,
    total,
    entity: 'person',
    id: person,
    text: { zh: `${name}：${year}年度未注册`, en: `${name}: not registered for ${year}` },
  }))
}

type Reading = Parameters<EvidenceReader>[0]

async function ofTheYear(
  reader: Reading,
  orgs: readonly string[],
  { asOf, pack, most }: EvidenceAsked,
  what: 'appraised' | 'registered',
) {
  const year = closedYear(asOf, pack.thresholds.closesAfterMonths)
  const end = yearEnd(year)
  const known = knownOfYear(asOf, year)
  const { assessed, excellent, failed, registered } = appraisalBits
  const isWanted =
    what === 'appraised'
      ? sql<boolean>`NOT ${isPartyMember} AND (NOT ${known} & ${assessed} OR ${known} & ${excellent})`
      : sql<boolean>`NOT ${known} & ${failed} AND NOT ${known} & ${registered}`
  const numbered = reader
    .selectFrom('membership')
    .leftJoin('person', 'person.id', 'membership.person')
    .leftJoin('card', 'card.thing', 'membership.person')
    .leftJoin('standing', join =>
      join.onRef('standing.person', '=', 'membership.person').on(holdsOn('standing', end)),
    )
    .where('membership.org', 'in', orgs)
    .where(holdsOn('membership', end))
    .where(isMember)
    .where(countsToSize)
    .where(isWanted)
    .select([
      sql<string>`membership.org`.as('org'),
      'membership.person',
      sql<string>`coalesce(${personName}, '')`.as('name'),
      known.as('known'),
      totalBy('membership.org').as('total'),
      placeBy('membership.org', sql`${known} & ${assessed}, membership.person`).as('place'),
    ])
  const rows = await firstRows(reader, numbered, most)
  return { year, rows }
}
