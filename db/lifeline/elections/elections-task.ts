import { branchTypes, orgKinds } from '#contract/vocabulary.ts'
import { type Former, readFormer } from '#db/registry/former.ts'
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

type TermTuple = [
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

/** The same here: counted in one pass that keeps two numbers of each, then the first rows are read whole. */
export function readElections(
  connection: Connection,
  { root, asOf, isAll, limit }: ElectionsAsked,
  pack: Pack,
): ElectionsAhead {
  const former = readFormer(connection, asOf)
  const { soon, until, byMonth: months } = electionsAhead([], asOf)
  const byMonth = new Map(months.map(({ month }) => [month, 0]))
  const found: { readonly no: number; readonly daysLeft: number }[] = []
  let [overdue, dueSoon] = [0, 0]
  const within = isAll ? '' : 'AND org.id IN (SELECT org FROM subtree)'
  const rows = connection
    .prepare<unknown[], TermTuple>(
      `${isAll ? '' : below} SELECT ${columns} FROM term CROSS JOIN org ON org.id = term.org WHERE ${newest} ${within}`,
    )
    .raw()
    .iterate({ day: asOf, root })
  for (const row of rows) {
    const next = electionIn(row, former, pack, asOf)
    if (next === undefined || next.due > until) continue
    found.push({ no: row[0], daysLeft: next.daysLeft })
    if (next.due < asOf) overdue++
    else {
      if (next.due <= soon) dueSoon++
      const month = next.due.slice(0, 7)
      byMonth.set(month, (byMonth.get(month) ?? 0) + 1)
    }
  }
  const first = found.sort((a, b) => a.daysLeft - b.daysLeft || a.no - b.no).slice(0, limit)
  const wanted = JSON.stringify(first.map(({ no }) => no))
  const whole = connection
    .prepare<unknown[], [...TermTuple, id: string, code: string | null, name: string]>(
      `SELECT ${columns}, org.id, org.code, org.name FROM json_each(@wanted) AS wanted
       CROSS JOIN org ON org.no = wanted.value CROSS JOIN term ON term.org = org.id WHERE ${newest}`,
    )
    .raw()
    .all({ day: asOf, root, wanted })
  const byNo = new Map(
    whole.flatMap(row => {
      const [no, id, code, name] = [row[0], row[9], row[10], row[11]]
      const next = electionIn(row, former, pack, asOf)
      const then = former.byNo(no, { code, name }, asOf)
      return next === undefined ? [] : [[no, { ...next, id, code: then.code, name: then.name }] as const]
    }),
  )
  return {
    ...{ asOf, soon, until, overdue, dueSoon },
    byMonth: months.map(({ month }) => ({ month, n: byMonth.get(month) ?? 0 })),
    rows: first.flatMap(({ no }): Election[] => {
      const row = byNo.get(no)
      return row === undefined ? [] : [row]
    }),
  }
}

/** When the organization of a row has to elect next, as it was on the day; undefined where it does not, or was closed. */
function electionIn(
  row: TermTuple | readonly [...TermTuple, ...unknown[]],
  former: Former,
  pack: Pack,
  asOf: IsoDay,
) {
  const [no, kind, branchType, founded, closed, elected, precision, years, extended] = row
  const then = former.byNo(no, { kind, closed }, asOf)
  if (then.closed !== null && then.closed <= asOf) return undefined
  const org = {
    kind: known(orgKinds, then.kind),
    branchType: known(branchTypes, branchType),
    founded: dayOrNull(founded),
    term: termFacts(elected, precision, years, extended) ?? null,
  }
  return nextElection(org, pack, asOf)
}

function dayOrNull(text: string | null): IsoDay | null {
  return text !== null && isDay(text) ? text : null
}

const columns = `org.no, org.kind, org.branch_type, org.founded, org.closed,
  term.elected, term.elected_precision, term.years,
  CASE WHEN coalesce(term.approved_on, '') <= @day THEN term.extended_until END`

/** The newest election on or before the day of each organization that has begun by then. */
const newest = `
  term.elected <= @day
    AND NOT EXISTS (
      SELECT 1 FROM term AS newer
      WHERE newer.org = term.org AND newer.elected <= @day AND (newer.elected, newer.id) > (term.elected, term.id))
    AND (org.id = @root OR EXISTS (SELECT 1 FROM placement WHERE placement.org = org.id AND placement.since <= @day))`

const below = `
  WITH RECURSIVE subtree(org) AS (
    SELECT @root UNION
    SELECT placement.org FROM placement JOIN subtree ON subtree.org = placement.parent
    WHERE placement.starts <= @day AND (placement.until IS NULL OR placement.until > @day))`
