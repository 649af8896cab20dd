import { branchTypes, orgKinds } from '#contract/vocabulary.ts'
import { readFormer } from '#db/registry/former.ts'
import type { Scope } from '#db/registry/subtree.ts'
import { type IsoDay, isDay } from '#db/shared/day.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Task } from '#db/sqlite/task.ts'
import { termFacts } from '../gathering/gather-terms.ts'
import { known } from '../gathering/known.ts'
import type { Pack } from '../packs/pack.ts'
import { packFor } from '../packs/pack-in-force.ts'
import { type Election, type ElectionsAhead, electionsAhead, nextElection } from './due-elections.ts'

/** `isAll`: what is asked about is the whole registry, so that nobody has to be told from those who lie elsewhere. */
export type ElectionsAsked = Scope & { readonly isAll: boolean; readonly limit: number }

/**
 * The elections of so many organizations that no review of them all fits on a screen: from their terms alone, gone
 * through once. What is answered is counted over all of them, and of the rows the first due come along.
 */
export const electionsTask: Task<ElectionsAsked, never, ElectionsAhead> = async (asked, tools) =>
  readElections(tools.connection(), asked, await packFor(tools.reader(), asked.asOf))

type TermTuple = readonly [
  no: number,
  kind: string,
  branchType: string,
  founded: string | null,
  closed: string | null,
  elected: string,
  precision: string | null,
  years: number | null,
  extendedUntil: string | null,
]

/** The same here. */
export function readElections(
  connection: Connection,
  { root, asOf, isAll, limit }: ElectionsAsked,
  pack: Pack,
): ElectionsAhead {
  const former = readFormer(connection, asOf)
  const found: Election[] = []
  const rows = connection
    .prepare<unknown[], TermTuple>(
      isAll ? statement : `${below} ${statement} AND org.id IN (SELECT org FROM subtree)`,
    )
    .raw()
    .iterate({ day: asOf, root })
  for (const [no, kind, branchType, founded, closed, elected, precision, years, extended] of rows) {
    const then = former.byNo(no, { kind, closed }, asOf)
    if (then.closed !== null && then.closed <= asOf) continue
    const org = {
      kind: known(orgKinds, then.kind),
      branchType: known(branchTypes, branchType),
      founded: dayOrNull(founded),
      term: termFacts(elected, precision, years, extended) ?? null,
    }
    const next = nextElection(org, pack, asOf)
    if (next !== undefined) found.push({ id: String(no), code: null, name: '', ...next })
  }
  const ahead = electionsAhead(
    found.sort((a, b) => a.daysLeft - b.daysLeft || Number(a.id) - Number(b.id)),
    asOf,
  )
  return { ...ahead, rows: named(connection, ahead.rows.slice(0, limit), asOf, former) }
}

/** Rows by their organizations' numbers, with ids, codes and names as they were on the day. */
function named(
  connection: Connection,
  rows: readonly Election[],
  asOf: IsoDay,
  former: ReturnType<typeof readFormer>,
): Election[] {
  const names = connection
    .prepare<string[], { no: number; id: string; code: string | null; name: string }>(namesStatement)
    .all(JSON.stringify(rows.map(({ id }) => Number(id))))
  const byNo = new Map(names.map(row => [String(row.no), former.byNo(row.no, row, asOf)]))
  return rows.flatMap(row => {
    const org = byNo.get(row.id)
    return org === undefined ? [] : [{ ...row, id: org.id, code: org.code, name: org.name }]
  })
}

function dayOrNull(text: string | null): IsoDay | null {
  return text !== null && isDay(text) ? text : null
}

const statement = `
  SELECT org.no, org.kind, org.branch_type, org.founded, org.closed, term.elected, term.elected_precision, term.years,
    CASE WHEN coalesce(term.approved_on, '') <= @day THEN term.extended_until END
  FROM term CROSS JOIN org ON org.id = term.org
  WHERE term.elected <= @day
    AND NOT EXISTS (
      SELECT 1 FROM term AS newer
      WHERE newer.org = term.org AND newer.elected <= @day AND (newer.elected, newer.id) > (term.elected, term.id))
    AND (org.id = @root OR EXISTS (SELECT 1 FROM placement WHERE placement.org = org.id AND placement.since <= @day))`

const below = `
  WITH RECURSIVE subtree(org) AS (
    SELECT @root UNION
    SELECT placement.org FROM placement JOIN subtree ON subtree.org = placement.parent
    WHERE placement.starts <= @day AND (placement.until IS NULL OR placement.until > @day))`

const namesStatement = `
  SELECT org.no, org.id, org.code, org.name FROM json_each(?) AS wanted CROSS JOIN org ON org.no = wanted.value`
