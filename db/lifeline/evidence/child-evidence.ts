import { sql } from 'kysely'
import { holdsOn } from '#db/registry/subtree.ts'
import type { EvidenceReader } from './evidence.ts'
import { firstRows, placeBy, totalBy } from './first-rows.ts'

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
    .select([
      sql<string>`placement.parent`.as('org'),
      'org.id',
      'org.name',
      totalBy('placement.parent').as('total'),
      placeBy('placement.parent', sql`org.id`).as('place'),
    ])
  const rows = await firstRows(reader, numbered, most)
  return rows.map(({ org, id, name, total }) => {
    const text = { zh: `${name}：其下没有团支部`, en: `${name}: no branch below it` }
    return { org, total, entity: 'org', id, text }
  })
}
