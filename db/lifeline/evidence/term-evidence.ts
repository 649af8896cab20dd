import type { EvidenceReader } from './evidence.ts'

/** The elections of the organization up to the day, the newest first. */
export const termEvidence: EvidenceReader = async (reader, orgs, { asOf, most }) => {
  const numbered = reader
    .selectFrom('term')
    .where('term.org', 'in', orgs)
    .where('term.elected', '<=', asOf)
    .select(eb => [
      'term.org',
      'term.id',
      'term.elected',
      'term.years',
      eb.fn
        .countAll<number>()
        .over(over => over.partitionBy('term.org'))
        .as('total'),
      eb.fn
        .agg<number>('row_number')
        .over(over => over.partitionBy('term.org').orderBy('term.elected', 'desc').orderBy('term.id', 'desc'))
        .as('place'),
    ])
  const rows = await reader
    .selectFrom(numbered.as('row'))
    .where('row.place', '<=', most)
    .orderBy('row.org')
    .orderBy('row.place')
    .select(['row.org', 'row.id', 'row.elected', 'row.years', 'row.total'])
    .execute()
  return rows.map(({ org, id, elected, years, total }) => ({
    org,
    total,
    entity: 'term',
    id,
    text: {
      zh: `${elected}换届，${years === null ? '届期未录入' : `届期${years}年`}`,
      en: `elected ${elected}, ${years === null ? 'term not recorded' : `term of ${years}`}`,
    },
  }))
}
