import { holdsOn } from '#db/registry/subtree.ts'
import type { EvidenceReader } from './evidence.ts'

/** The organizations directly below: of a hollow committee, those that have no branch below them either. */
export const childEvidence: EvidenceReader = async (reader, orgs, { asOf, most }) => {
  const numbered = reader
    .selectFrom('placement')
    .innerJoin('org', 'org.id', 'placement.org')
    .where('placement.parent', 'in', orgs)
    .where(holdsOn('placement', asOf, 'starts'))
    .where(eb =>
      eb.exists(
        eb
          .selectFrom('placement as any_time')
          .whereRef('any_time.org', '=', 'org.id')
          .where('any_time.since', '<=', asOf)
          .select('any_time.id'),
      ),
    )
    .where(eb => eb.or([eb('org.closed', 'is', null), eb('org.closed', '>', asOf)]))
    .select(eb => [
      'placement.parent',
      'org.id',
      'org.name',
      eb.fn
        .countAll<number>()
        .over(over => over.partitionBy('placement.parent'))
        .as('total'),
      eb.fn
        .agg<number>('row_number')
        .over(over => over.partitionBy('placement.parent').orderBy('org.id'))
        .as('place'),
    ])
  const rows = await reader
    .selectFrom(numbered.as('row'))
    .where('row.place', '<=', most)
    .orderBy('row.parent')
    .orderBy('row.place')
    .select(['row.parent', 'row.id', 'row.name', 'row.total'])
    .execute()
  return rows.flatMap(({ parent, id, name, total }) => {
    if (parent === null) return []
    const text = { zh: `${name}：其下没有团支部`, en: `${name}: no branch below it` }
    return [{ org: parent, total, entity: 'org', id, text }]
  })
}
