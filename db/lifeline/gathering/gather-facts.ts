import type { AliasableExpression } from 'kysely'
import { branchTypes, orgKinds, tiers } from '#contract/vocabulary.ts'
import { formerOf } from '#db/registry/former.ts'
import { holdsOn, type Scope, withSubtree } from '#db/registry/subtree.ts'
import { type IsoDay, isDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type {
  AppraisalFacts,
  BranchFacts,
  Kept,
  MeetingFacts,
  PostFacts,
  RatingFacts,
  ReportFacts,
  RequiredField,
  TermFacts,
} from '../facts.ts'
import type { Pack } from '../packs/pack.ts'
import { closedYear } from '../periods.ts'
import { type AskedOrgs, askedOrgs, fromAsked } from './asked-orgs.ts'
import { gatherAppraisals, noAppraisal } from './gather-appraisals.ts'
import { gatherKept } from './gather-kept.ts'
import { gatherMeetings, noMeetings, type OwedType, owedTypes } from './gather-meetings.ts'
import { emptyRoll, gatherMembers, type Roll } from './gather-members.ts'
import { gatherPosts } from './gather-posts.ts'
import { gatherRatings } from './gather-ratings.ts'
import { gatherReports, noReports } from './gather-reports.ts'
import { isWidelyKept } from './gather-shares.ts'
import { gatherTerms } from './gather-terms.ts'
import { known } from './known.ts'

const noPosts: PostFacts = { committee: 0, held: 0, lastEnd: null, secretary: { kind: 'never' } }

/**
 * The facts of every organization of the scope that exists on the day, in a dozen set-based queries whatever the number of
 * organizations and rules. An organization exists from its first placement until it is closed; the one asked about
 * exists whenever it is not closed, as in the registry's counts (stats.ts).
 */
export async function gatherFacts(reader: Reader, scope: Scope, pack: Pack): Promise<readonly BranchFacts[]> {
  return factsWithin(reader, scope, pack, () => true)
}

/**
 * The same of the one organization asked about, undefined when it is closed by then: the tree below it is only counted,
 * whoever is in it is left alone.
 */
export async function gatherOwnFacts(
  reader: Reader,
  scope: Scope,
  pack: Pack,
): Promise<BranchFacts | undefined> {
  const [own] = await factsWithin(reader, scope, pack, id => id === scope.root)
  return own
}

async function factsWithin(
  reader: Reader,
  scope: Scope,
  pack: Pack,
  isWanted: (org: string) => boolean,
): Promise<readonly BranchFacts[]> {
  const kept = await gatherKept(reader, scope.asOf, pack)
  const former = await formerOf(reader, scope.asOf)
  const rows = (await organizations(reader, scope)).map(row => former.on(row.id, row, scope.asOf))
  const exists = (row: OrganizationRow) => existsOn(row, scope)
  const below = branchesBelow(rows, scope.root, row => row.kind === 'branch' && exists(row))
  const wanted = rows.filter(row => isWanted(row.id) && exists(row))
  return factsOfRows(reader, wanted, scope.asOf, pack, {
    kept,
    above: existingAbove(rows, scope.root, exists),
    below: ({ id }) => below.get(id) ?? 0,
  })
}

/** What is known of the tree before the records of any organization in it are read. */
export type Around = {
  readonly kept: Kept
  /** The next one above that exists, and how many 团支部 exist below. */
  readonly above: (row: OrganizationRow) => string | null
  readonly below: (row: OrganizationRow) => number
}

/** The facts of organizations whose rows were read, in the same order. */
export async function factsOfRows(
  reader: Reader,
  rows: readonly OrganizationRow[],
  asOf: IsoDay,
  pack: Pack,
  around: Around,
): Promise<readonly BranchFacts[]> {
  const { closesAfterMonths, W17 } = pack.thresholds
  const year = closedYear(asOf, closesAfterMonths)
  const asked = askedOrgs(
    rows.map(({ id }) => id),
    asOf,
  )
  const gathered = {
    ...around,
    year,
    rolls: await gatherMembers(reader, asked, pack, around.kept),
    posts: await gatherPosts(reader, asked),
    terms: await gatherTerms(reader, asked),
    meetings: await gatherMeetings(reader, asked, narrowTypes(around.kept, pack)),
    appraisals: await gatherAppraisals(reader, asked, year, around.kept),
    reports: await gatherReports(reader, asked, W17.yellowAboveDays),
    ratings: await gatherRatings(reader, asked),
  }
  return rows.map(row => factsOf(row, gathered))
}

/** Of which types few branches keep meetings: of these it is asked whether one ever did. */
function narrowTypes({ shares }: Kept, pack: Pack): ReadonlySet<OwedType> {
  return new Set(owedTypes.filter(type => !isWidelyKept(shares[type], pack)))
}

export type OrganizationRow = Awaited<ReturnType<typeof organizations>>[number]

function organizations(reader: Reader, scope: Scope) {
  return organizationQuery(reader, scope).execute()
}

/** One row for each organization of the subtree, whether or not it exists on the day: the tree runs through all. */
export function organizationQuery(reader: Reader, scope: Scope) {
  return organizationColumns(
    withSubtree(reader, scope).selectFrom('subtree').select('subtree.org'),
    reader,
    scope.asOf,
  )
}

/** The same of those that are named. */
export function namedOrganizations(reader: Reader, asked: AskedOrgs) {
  return organizationColumns(fromAsked(reader, asked).select('asked.org'), reader, asked.asOf)
}

function organizationColumns(orgs: AliasableExpression<{ org: string }>, reader: Reader, asOf: IsoDay) {
  return reader
    .selectFrom(orgs.as('asked'))
    .crossJoin('org')
    .leftJoin('placement', join =>
      join.onRef('placement.org', '=', 'org.id').on(holdsOn('placement', asOf, 'starts')),
    )
    .whereRef('org.id', '=', 'asked.org')
    .select(eb => [
      'org.no',
      'org.id',
      'org.code',
      'org.name',
      'org.kind',
      'org.tier',
      'org.branch_type',
      'org.founded',
      'org.closed',
      'org.short_name',
      'org.industry',
      'org.phone',
      'org.credit_code',
      'org.members_approved',
      'placement.parent',
      eb
        .selectFrom('placement as any_time')
        .whereRef('any_time.org', '=', 'org.id')
        .select(e => e.fn.min('any_time.since').as('since'))
        .as('placed'),
    ])
}
function existsOn(row: OrganizationRow, { root, asOf }: Scope): boolean {
  if (row.closed !== null && row.closed <= asOf) return false
  return row.id === root || (row.placed !== null && row.placed <= asOf)
}

/** The next one above each row that exists: a closed one is passed over, and what hangs nowhere has none. */
function existingAbove(
  rows: readonly OrganizationRow[],
  root: string,
  exists: (row: OrganizationRow) => boolean,
): (row: OrganizationRow) => string | null {
  const byId = new Map(rows.map(row => [row.id, row]))
  return row => {
    const passed = new Set<string>()
    for (let at = row; at.id !== root && at.parent !== null && !passed.has(at.id); ) {
      passed.add(at.id)
      const above = byId.get(at.parent)
      if (above === undefined) return null
      if (exists(above)) return above.id
      at = above
    }
    return null
  }
}

/** How many of `rows` that `isBranch` lie below each organization; a row whose parent is not among them hangs nowhere. */
function branchesBelow(
  rows: readonly OrganizationRow[],
  root: string,
  isBranch: (row: OrganizationRow) => boolean,
): ReadonlyMap<string, number> {
  const children = Map.groupBy(rows, row => row.parent)
  const parents = new Map<string, string | null>([[root, null]])
  const topDown = [root]
  for (const parent of topDown) {
    for (const child of children.get(parent) ?? []) {
      if (parents.has(child.id)) continue
      parents.set(child.id, parent)
      topDown.push(child.id)
    }
  }
  const branches = new Set(rows.filter(isBranch).map(row => row.id))
  const below = new Map<string, number>()
  for (const id of topDown.toReversed()) {
    const parent = parents.get(id) ?? null
    if (parent === null) continue
    const added = (below.get(id) ?? 0) + (branches.has(id) ? 1 : 0)
    below.set(parent, (below.get(parent) ?? 0) + added)
  }
  return below
}

type Gathered = Around & {
  readonly year: number
  readonly rolls: ReadonlyMap<string, Roll>
  readonly posts: ReadonlyMap<string, PostFacts>
  readonly terms: ReadonlyMap<string, TermFacts>
  readonly meetings: ReadonlyMap<string, MeetingFacts>
  readonly appraisals: ReadonlyMap<string, AppraisalFacts>
  readonly reports: ReadonlyMap<string, ReportFacts>
  readonly ratings: ReadonlyMap<string, RatingFacts>
}

function factsOf(row: OrganizationRow, gathered: Gathered): BranchFacts {
  const founded = dayOrNull(row.founded)
  const posts = gathered.posts.get(row.id) ?? noPosts
  const { members, fees, numbers } = gathered.rolls.get(row.id) ?? emptyRoll
  return {
    orgId: row.id,
    code: row.code,
    name: row.name,
    parent: gathered.above(row),
    kind: known(orgKinds, row.kind),
    tier: known(tiers, row.tier),
    branchType: known(branchTypes, row.branch_type),
    founded,
    existsSince: founded ?? dayOrNull(row.placed),
    branchesBelow: gathered.below(row),
    members,
    membersApproved: row.members_approved,
    posts,
    term: gathered.terms.get(row.id) ?? null,
    meetings: gathered.meetings.get(row.id) ?? noMeetings,
    fees,
    numbers,
    appraisal: gathered.appraisals.get(row.id) ?? noAppraisal(gathered.year),
    reports: gathered.reports.get(row.id) ?? noReports,
    blank: blankFields(row, posts, gathered.kept),
    rating: gathered.ratings.get(row.id) ?? null,
    kept: gathered.kept,
  }
}

/**
 * What an organization's record has to say (domain.md 4.2, W19): a leading organ has no industry and stands on top, and
 * of new economic and social organizations the credit code is asked for. What nobody fills in is not asked for.
 */
function blankFields(row: OrganizationRow, { secretary }: PostFacts, kept: Kept): readonly RequiredField[] {
  const isLeading = row.kind === 'leading'
  const asked: Readonly<Record<RequiredField, boolean>> = {
    short_name: row.short_name === null,
    industry: !isLeading && row.industry === null,
    parent: !isLeading && row.parent === null,
    phone: row.phone === null,
    secretary: secretary.kind !== 'held',
    credit_code: row.tier === 'two-new' && row.credit_code === null,
  }
  return kept.fields.filter(field => asked[field])
}

/** A text that is no day of the calendar says as little as an empty cell. */
function dayOrNull(text: string | null): IsoDay | null {
  return text !== null && isDay(text) ? text : null
}
