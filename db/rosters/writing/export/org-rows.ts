import { branchTypes, nearestKind, tiers } from '#contract/vocabulary.ts'
import { existing } from '#db/registry/stats.ts'
import { holdsOn } from '#db/registry/subtree.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { OrgRow } from '../../kinds/parse-org.ts'
import { nameOut } from './name-out.ts'
import { datedOf, type Wanted, wordOf } from './wanted.ts'

/** The organizations of a scope that exist on the day, parents before children where codes run that way. */
export async function* orgRows(reader: Reader, wanted: Wanted): AsyncGenerator<OrgRow> {
  const terms = await latestTerms(reader, wanted)
  const rows = await existing(reader, wanted)
    .leftJoin('placement', join =>
      join.onRef('placement.org', '=', 'org.id').on(holdsOn('placement', wanted.asOf, 'starts')),
    )
    .leftJoin('org as above', 'above.id', 'placement.parent')
    .selectAll('org')
    .select([nameOut('above').as('parent_name')])
    .orderBy('org.code')
    .orderBy('org.id')
    .execute()
  for (const row of rows) {
    const term = terms.get(row.id)
    yield {
      code: row.code ?? undefined,
      name: row.name,
      shortName: row.short_name ?? undefined,
      kind: nearestKind(row.kind),
      tier: wordOf(tiers, row.tier),
      parent: row.parent_name ?? undefined,
      industry: row.industry ?? undefined,
      branchType: wordOf(branchTypes, row.branch_type),
      founded: datedOf(row.founded, row.founded_precision),
      elected: term && datedOf(term.elected, term.elected_precision),
      termYears: term?.years ?? undefined,
      phone: row.phone ?? undefined,
      creditCode: row.credit_code ?? undefined,
      email: row.email ?? undefined,
    }
  }
}

async function latestTerms(reader: Reader, { asOf }: Wanted) {
  const rows = await reader
    .selectFrom('term')
    .where('elected', '<=', asOf)
    .orderBy('elected')
    .select(['org', 'elected', 'elected_precision', 'years'])
    .execute()
  return new Map(rows.map(row => [row.org, row]))
}
