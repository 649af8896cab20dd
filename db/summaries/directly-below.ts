import { sql } from 'kysely'
import { isMember, reportOf } from '#db/lifeline/gathering/member-conditions.ts'
import { uncountedReports } from '#db/lifeline/membership-words.ts'
import { existing, readStats } from '#db/registry/stats.ts'
import { holdsOn, withSubtree } from '#db/registry/subtree.ts'
import { type KnownTransfer, transfersBelow } from '#db/registry/transfers/read-transfers.ts'
import { type Asking, dayOfYear } from '#db/reports/ask.ts'
import { officesBelow } from '#db/reports/figures.ts'
import { daysBetween, type IsoDay, isDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { hollowIn, isHollowBranch, isHollowCommittee } from './hollow.ts'

/** 直属下级数据统计, as Guangdong's system has it (domain.md 4.7). */
export const belowHeads = [
  ...['组织名称', '已建立组织总数', '已建立支部数', '空心团委数', '空心团支部数', '无团干团支部数'],
  ...['团员数', '已报到团员数', '已录入团干数', '已入驻企业号团干数'],
  ...['转出中团员数', '已转出团员数', '待确认接收团员数', '已接收团员数'],
  ...['本级累计需响应申请数', '本级及时响应数', '本级及时响应率'],
  ...['累计需响应申请数', '及时响应数', '及时响应率'],
] as const

/** One line for each office directly below, as of the end of the year; transfers and answers are those of the year. */
export async function linesBelow(
  reader: Reader,
  asking: Asking,
): Promise<readonly (readonly (string | number)[])[]> {
  const asOf = dayOfYear(asking.year, asking.today)
  const lines: (string | number)[][] = []
  for (const { id, full } of await officesBelow(reader, asking)) {
    const scope = { root: id, asOf }
    const stats = await readStats(reader, scope)
    const weak = await hollowIn(reader, scope)
    const bare = weak.filter(({ cadres, kind }) => kind === 'branch' && cadres === 0).length
    const orgs = await orgsIn(reader, scope)
    const transfers = await transfersBelow(reader, scope)
    const waits = [...(await reportWaits(reader, scope)), ...transferWaits(transfers)].filter(
      ({ org, since }) => orgs.has(org) && since.startsWith(`${asking.year}-`),
    )
    lines.push([
      ...[full, stats.orgs, stats.branches],
      ...[weak.filter(isHollowCommittee).length, weak.filter(isHollowBranch).length, bare],
      ...[stats.members, await reportedIn(reader, scope)],
      ...[stats.cadres, await onTheAccountIn(reader, scope)],
      ...moved(transfers, orgs, asking.year),
      ...answered(
        waits.filter(({ org }) => org === id),
        asOf,
      ),
      ...answered(waits, asOf),
    ])
  }
  return lines
}

type Scope = { readonly root: string; readonly asOf: IsoDay }

async function orgsIn(reader: Reader, scope: Scope): Promise<ReadonlySet<string>> {
  const rows = await withSubtree(reader, scope).selectFrom('subtree').select('subtree.org').execute()
  return new Set(rows.map(({ org }) => org))
}

/** 已报到团员数: whoever handed his particulars in, also where they wait for approval; not who was sent back or withdrew. */
async function reportedIn(reader: Reader, scope: Scope): Promise<number> {
  const { asOf } = scope
  const found = await existing(reader, scope)
    .innerJoin('membership', 'membership.org', 'org.id')
    .leftJoin('standing', join =>
      join.onRef('standing.person', '=', 'membership.person').on(holdsOn('standing', asOf)),
    )
    .where(holdsOn('membership', asOf))
    .where(isMember)
    .where(reportOf, 'not in', uncountedReports)
    .select(sql<number>`count(DISTINCT membership.person)`.as('n'))
    .executeTakeFirstOrThrow()
  return found.n
}

/** 已入驻企业号团干数: of those in post, whoever is on the enterprise account. */
async function onTheAccountIn(reader: Reader, scope: Scope): Promise<number> {
  const found = await existing(reader, scope)
    .innerJoin('post', 'post.org', 'org.id')
    .innerJoin('person', 'person.id', 'post.person')
    .where(holdsOn('post', scope.asOf))
    .where('person.wework', '=', 'yes')
    .select(sql<number>`count(DISTINCT post.person)`.as('n'))
    .executeTakeFirstOrThrow()
  return found.n
}

/** Out of it under way, gone; into it waiting, accepted: within it nothing comes or goes. */
function moved(transfers: readonly KnownTransfer[], orgs: ReadonlySet<string>, year: number) {
  const isIn = (org: string | null) => org !== null && orgs.has(org)
  const isOver = ({ by }: KnownTransfer) => by?.day.startsWith(`${year}-`) === true
  const out = transfers.filter(one => isIn(one.home) && !isIn(one.goesTo))
  const into = transfers.filter(one => !isIn(one.home) && isIn(one.goesTo))
  return [
    out.filter(({ state }) => state === 'in-transit').length,
    out.filter(one => (one.state === 'accepted' || one.state === 'left') && isOver(one)).length,
    into.filter(({ state }) => state === 'in-transit').length,
    into.filter(one => one.state === 'accepted' && isOver(one)).length,
  ]
}

/** Something that somebody waited for: until it was answered, or still. */
type Wait = { readonly org: string; readonly since: string; readonly until: string | null }

async function reportWaits(reader: Reader, { root, asOf }: Scope): Promise<readonly Wait[]> {
  return withSubtree(reader, { root, asOf })
    .selectFrom('subtree')
    .innerJoin('membership', 'membership.org', 'subtree.org')
    .innerJoin('standing', 'standing.person', 'membership.person')
    .where(holdsOn('membership', asOf))
    .where('standing.report', 'in', ['pending', 'edit-pending'])
    .where('standing.since', '<=', asOf)
    .select(['subtree.org', 'standing.since', 'standing.until'])
    .execute()
}

/** Transfers inside wait for the organization to which they go; who withdrew his own waits for nothing. */
function transferWaits(transfers: readonly KnownTransfer[]): readonly Wait[] {
  return transfers.flatMap(({ goesTo, state, asked, by, steps, way }) =>
    goesTo === null || way !== 'inside' || state === 'cancelled'
      ? []
      : [
          {
            org: goesTo,
            since: steps.taken.findLast(step => step.action === 'relay')?.day ?? asked,
            until: state === 'accepted' || state === 'refused' ? (by?.day ?? null) : null,
          },
        ],
  )
}

/** How many were to be answered by the day, how many were in time, and the share. */
function answered(waits: readonly Wait[], asOf: IsoDay): readonly (string | number)[] {
  // Within 48 hours, 72 from 2021 on; a registry knows whole days (domain.md 3.2).
  const limit = asOf >= '2021-01-01' ? 3 : 2
  const days = ({ since, until }: Wait) => {
    const end = until !== null && until <= asOf ? until : undefined
    return isDay(since) && (end === undefined || isDay(end)) ? daysBetween(since, end ?? asOf) : 0
  }
  const isAnswered = ({ until }: Wait) => until !== null && until <= asOf
  // What came in just now may still be answered in time.
  const due = waits.filter(wait => isAnswered(wait) || days(wait) > limit)
  const timely = due.filter(wait => isAnswered(wait) && days(wait) <= limit).length
  return [due.length, timely, due.length === 0 ? '' : `${Math.round((timely * 1000) / due.length) / 10}%`]
}
