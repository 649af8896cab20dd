import { branchTypes, nearestKind, tiers } from '#contract/vocabulary.ts'
import { formerOf } from '#db/registry/former.ts'
import { holdsOn } from '#db/registry/subtree.ts'
import { inOrder } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { columnReader } from '../../kinds/composed.ts'
import { type OrgRow, orgTexts } from '../../kinds/orgs.ts'
import { namesOut } from './name-out.ts'
import { inPages } from './pages.ts'
import { datedOf, rowsScope, type Wanted, wordOf } from './wanted.ts'

const textsOf = columnReader(orgTexts)

/** The organizations of a scope that exist on the day, parents before children where codes run that way. */
export async function* orgRows(reader: Reader, wanted: Wanted): AsyncGenerator<OrgRow> {
  const terms = await latestTerms(reader, wanted)
  const names = await namesOut(reader, wanted)
  const day = wanted.structured?.structure ?? wanted.asOf
  const former = await formerOf(reader, day)
  const stored = await rowsScope(reader, wanted).select(['org.no', 'org.id', 'org.code']).execute()
  const heirs = wanted.structured?.heirs
  const numbers = stored
    // What another one has taken the place of is no row of its own.
    .filter(({ id }) => heirs === undefined || heirs.get(id) === id)
    .map(row => former.on(row.id, row, day))
    .sort((a, b) => inOrder(a.code ?? '', b.code ?? '') || inOrder(a.id, b.id))
  const pages = inPages(numbers, among =>
    reader
      .selectFrom('org')
      .leftJoin('placement', join =>
        join.onRef('placement.org', '=', 'org.id').on(holdsOn('placement', day, 'starts')),
      )
      .selectAll('org')
      .select('placement.parent')
      .where('org.no', 'in', among)
      .execute(),
  )
  for await (const page of pages) {
    for (const known of page) {
      const row = former.on(known.id, known, day)
      const term = terms.get(row.id)
      yield {
        code: row.code ?? undefined,
        name: row.name,
        shortName: row.short_name ?? undefined,
        kind: nearestKind(row.kind),
        ...textsOf(row),
        tier: wordOf(tiers, row.tier),
        parent: names.get(row.parent ?? ''),
        branchType: wordOf(branchTypes, row.branch_type),
        founded: datedOf(row.founded, row.founded_precision),
        elected: term && datedOf(term.elected, term.elected_precision),
        termYears: term?.years ?? undefined,
      }
    }
  }
}

async function latestTerms(reader: Reader, wanted: Wanted) {
  const rows = await rowsScope(reader, wanted)
    .innerJoin('term', 'term.org', 'org.id')
    .where('term.elected', '<=', wanted.asOf)
    .orderBy('term.elected')
    .select(['term.org', 'term.elected', 'term.elected_precision', 'term.years'])
    .execute()
  return new Map(rows.map(row => [row.org, row]))
}
