import type { CadreRow } from '#contract/browse.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { existing } from '../stats.ts'
import { holdsOn, type Scope } from '../subtree.ts'

/** Posts held on the day in an organization and all below it, by organization; counted as stats counts them. */
export async function readCadres(
  reader: Reader,
  scope: Scope,
  limit: number,
): Promise<{ total: number; rows: CadreRow[] }> {
  const query = existing(reader, scope)
    .innerJoin('post', 'post.org', 'org.id')
    .innerJoin('person', 'person.id', 'post.person')
    .where(holdsOn('post', scope.asOf))
  const counted = await query.select(eb => eb.fn.countAll<number>().as('n')).executeTakeFirst()
  const rows = await query
    .orderBy('org.code')
    .orderBy('post.no')
    .limit(limit)
    .select([
      'post.id',
      'person.id as person',
      'person.name',
      'org.id as org',
      'org.code',
      'org.name as org_name',
      'org.short_name',
      'post.title',
      'post.nature',
      'post.since',
      'post.until',
    ])
    .execute()
  return {
    total: counted?.n ?? 0,
    rows: rows.map(({ org, code, org_name: name, short_name: shortName, ...row }) => ({
      ...row,
      org: { id: org, code, name, shortName },
    })),
  }
}
