import { sql } from 'kysely'
import { plural } from '#db/shared/plural.ts'
import type { EvidenceReader } from './evidence.ts'
import { firstRows, placeBy, totalBy } from './first-rows.ts'

/** The elections of the organization up to the day, the newest first. */
export const termEvidence: EvidenceReader = async (reader, orgs, { asOf, most }) => {
  const numbered = reader
    .selectFrom('term')
    .where('term.org', 'in', orgs)
    .where('term.elected', '<=', asOf)
    .select([
      'term.org',
      'term.id',
      'term.elected',
      'term.years',
      totalBy('term.org').as('total'),
      placeBy('term.org', sql`term.elected DESC, term.id DESC`).as('place'),
    ])
  const rows = await firstRows(reader, numbered, most)
  return rows.map(({ org, id, elected, years, total }) => ({
    org,
    total,
    entity: 'term',
    id,
    text: {
      zh: `${elected}换届，${years === null ? '届期未录入' : `届期${years}年`}`,
      en: `elected ${elected}, ${years === null ? 'term not recorded' : `term of ${plural(years, 'year')}`}`,
    },
  }))
}
