import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { holdsOn } from '#db/registry/subtree.ts'
import { addMonths, daysBetween, firstOfMonth, type IsoDay, isDay } from '#db/shared/day.ts'
import { inOrder } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { ReportFacts } from '../facts.ts'
import { type AskedOrgs, fromAsked } from './asked-orgs.ts'
import { transferWaits } from './gather-transfers.ts'

export const noReports: ReportFacts = { open: [], timely: 0, late: 0 }

/** 报到待审核 and 修改资料待审核: somebody waits for the office. */
export const isWaiting: RawBuilder<SqlBool> = sql<SqlBool>`standing.report IN ('pending', 'edit-pending')`

/** Who waits for approval in each organization of the scope, transfers into it among them, and how it answered in the last month that is over. */
export async function gatherReports(
  reader: Reader,
  asked: AskedOrgs,
  limitDays: number,
): Promise<ReadonlyMap<string, ReportFacts>> {
  const waits = [...(await reportQuery(reader, asked).execute()), ...(await transferWaits(reader, asked))]
  const rows = Map.groupBy(waits, row => row.org)
  return new Map([...rows].map(([org, waits]) => [org, reportFacts(waits, asked.asOf, limitDays)]))
}

/** From when to when somebody waited, back to the beginning of the last month that is over. */
export function reportQuery(reader: Reader, asked: AskedOrgs) {
  const { asOf } = asked
  return fromAsked(reader, asked)
    .crossJoin('membership')
    .crossJoin('standing')
    .whereRef('membership.org', '=', 'asked.org')
    .where(holdsOn('membership', asOf))
    .whereRef('standing.person', '=', 'membership.person')
    .where(isWaiting)
    .where('standing.since', '<=', asOf)
    .where(eb =>
      eb.or([
        eb('standing.until', 'is', null),
        eb('standing.until', '>=', addMonths(firstOfMonth(asOf), -1)),
      ]),
    )
    .select(['asked.org', 'standing.since', 'standing.until'])
}

type Wait = { readonly since: string; readonly until: string | null }

function reportFacts(waits: readonly Wait[], asOf: IsoDay, limitDays: number): ReportFacts {
  const [month, running] = [addMonths(firstOfMonth(asOf), -1), firstOfMonth(asOf)]
  const open: IsoDay[] = []
  let [timely, late] = [0, 0]
  for (const { since, until } of waits) {
    if (!isDay(since)) continue
    const answered = until !== null && isDay(until) && until <= asOf ? until : null
    if (answered === null) open.push(since)
    if (since >= running) continue
    // what came in during the month and could still be answered in time after its end counts for the next one
    if (answered !== null && answered < running) {
      if (answered < month) continue
      if (daysBetween(since, answered) <= limitDays) timely += 1
      else late += 1
    } else if (daysBetween(since, running) > limitDays) late += 1
  }
  return { open: open.toSorted(inOrder), timely, late }
}
