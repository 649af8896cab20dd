import { branchTypes, nearestKind, tiers } from '#contract/vocabulary.ts'
import { formerOf } from '#db/registry/former.ts'
import { existing } from '#db/registry/stats.ts'
import { holdsOn } from '#db/registry/subtree.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { OrgRow } from '../../kinds/parse-org.ts'
import { namesOut } from './name-out.ts'
import { inPages } from './pages.ts'
import { datedOf, type Wanted, wordOf } from './wanted.ts'

/** The organizations of a scope that exist on the day, parents before children where codes run that way. */
export async function* orgRows(reader: Reader, wanted: Wanted): AsyncGenerator<OrgRow> {
  const terms = await latestTerms(reader, wanted)
  const names = await namesOut(reader, wanted)
  const former = await formerOf(reader, wanted.asOf)
  const stored = await existing(reader, wanted).select(['org.no', 'org.id', 'org.code']).execute()
  const numbers = stored
    .map(row => former.on(row.id, row, wanted.asOf))
    .sort((a, b) => inOrder(a.code ?? '', b.code ?? '') || inOrder(a.id, b.id))
  const pages = inPages(numbers, among =>
    reader
      .selectFrom('org')
      .leftJoin('placement', join =>
        join.onRef('placement.org', '=', 'org.id').on(holdsOn('placement', wanted.asOf, 'starts')),
      )
      .selectAll('org')
      .select('placement.parent')
      .where('org.no', 'in', among)
      .execute(),
  )
  for await (const page of pages) {
    for (const known of page) {
      const row = former.on(known.id, known, wanted.asOf)
      const term = terms.get(row.id)
      yield {
        code: row.code ?? undefined,
        name: row.name,
        shortName: row.short_name ?? undefined,
        kind: nearestKind(row.kind),
        tier: wordOf(tiers, row.tier),
        parent: names.get(row.parent ?? ''),
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
}

async function latestTerms(reader: Reader, wanted: Wanted) {
  const rows = await existing(reader, wanted)
    .innerJoin('term', 'term.org', 'org.id')
    .where('term.elected', '<=', wanted.asOf)
    .orderBy('term.elected')
    .select(['term.org', 'term.elected', 'term.elected_precision', 'term.years'])
    .execute()
  return new Map(rows.map(row => [row.org, row]))
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
