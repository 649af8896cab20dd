import type { IsoDay } from '#db/shared/day.ts'
import { plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { askedOrgs, fromAsked } from '../gathering/asked-orgs.ts'
import { appraisalQuery } from '../gathering/gather-appraisals.ts'
import { gatherKept, isRated } from '../gathering/gather-kept.ts'
import { isWidelyKept } from '../gathering/gather-shares.ts'
import { packFor } from '../packs/pack-in-force.ts'
import { widestUpTo } from '../rules/partly-kept.ts'
import { areMissed } from '../rules/w20-low-rating.ts'
import type { FrozenCase, FrozenOrg, YearContent } from './content.ts'

/** What of a year is not done yet, of one organization: each opens the record with which it is done. */
export type Missing = {
  readonly what: 'proposal' | 'judging' | 'appraisal' | 'registration' | 'rating' | 'unit'
  readonly org: string
  readonly code: string | null
  readonly name: string
  /** The case that waits, where it is one. */
  readonly case: string | null
  readonly text: Text
}

/**
 * What stands in the way of approving a year: proposals that nobody has decided on, cases that wait to be judged, and,
 * where they are kept here, appraisals, registrations and ratings of the year: of branches that have some, and of all once
 * so many have as the rules ask for. Results count that are known today: they are written down after the year is over.
 */
export async function missingIn(reader: Reader, content: YearContent, today: IsoDay): Promise<Missing[]> {
  const { year } = content
  const cases = Map.groupBy(content.cases, one => one.org)
  const undecided = content.orgs.flatMap(org => ofCases(org, cases.get(org.id) ?? [], year))
  const branches = content.orgs.filter(org => org.kind === 'branch' && !org.exempt)
  const pack = await packFor(reader, today)
  const kept = await gatherKept(reader, today, pack)
  const asked = askedOrgs(
    branches.map(({ id }) => id),
    today,
  )
  const isKept = (from: number | null) => from !== null && from <= year
  const asksForPeople = isKept(kept.appraisals) || isKept(kept.registrations)
  const people = asksForPeople ? await appraisalQuery(reader, asked, year).execute() : []
  const counts = new Map(people.map(row => [row.org, row]))
  const isAskedOfAll = (which: 'appraised' | 'registered') =>
    isWidelyKept(widestUpTo(kept, year, which), pack)
  const [appraisedByAll, registeredByAll] = [isAskedOfAll('appraised'), isAskedOfAll('registered')]
  const rated = areMissed(kept, pack, year)
    ? new Set((await ratedIn(reader, asked, year)).map(({ org }) => org))
    : undefined
  const ofBranches = branches.flatMap(org => {
    const count = counts.get(org.id)
    const missing: Missing[] = []
    const asks = (from: number | null, ofAll: boolean, own: number) => isKept(from) && (ofAll || own > 0)
    if (
      count !== undefined &&
      asks(kept.appraisals, appraisedByAll, count.assessed) &&
      count.assessed < count.eligible
    )
      missing.push(missingOf(org, 'appraisal', appraisalText(count.eligible - count.assessed)))
    if (
      count !== undefined &&
      asks(kept.registrations, registeredByAll, count.answered) &&
      count.registered < count.registrable
    )
      missing.push(missingOf(org, 'registration', registrationText(count.registrable - count.registered)))
    if (rated !== undefined && !rated.has(org.id)) missing.push(missingOf(org, 'rating', ratingText(year)))
    return missing
  })
  return [...undecided, ...ofBranches]
}

export function missingOf(
  { id, code, name }: Pick<FrozenOrg, 'id' | 'code' | 'name'>,
  what: Missing['what'],
  text: Text,
  about: string | null = null,
): Missing {
  return { what, org: id, code, name, case: about, text }
}

const over = ['cleared', 'merged', 'dissolved']

function ofCases(org: FrozenOrg, cases: readonly FrozenCase[], year: number): Missing[] {
  const waiting = cases.filter(({ state }) => state === 'submitted')
  const isDecided =
    org.decision === 'confirmed' ||
    org.decision === 'set-aside' ||
    cases.some(one => !over.includes(one.state) || one.opened >= `${year}-01-01`)
  return [
    ...waiting.map(one => missingOf(org, 'judging', judgingText(one), one.id)),
    ...(org.suggested && !isDecided ? [missingOf(org, 'proposal', proposalText)] : []),
  ]
}

const proposalText: Text = {
  zh: '建议认定，还没有决定。请认定并建立整治台账，或者登记不予认定的理由。',
  en: 'Proposed as needing rectification, and nobody has decided yet. Open a case, or say why it is set aside.',
}

function judgingText({ on }: FrozenCase): Text {
  return {
    zh: `整治台账${on === null ? '' : `于 ${on} `}申请销号，还没有验收。请验收或者退回。`,
    en: `Its case was handed in${on === null ? '' : ` on ${on}`} and waits to be judged. Clear it or return it.`,
  }
}

function appraisalText(left: number): Text {
  return {
    zh: `还有 ${left} 名团员没有教育评议结果。`,
    en: `${plural(left, 'member has', 'members have')} no result of the appraisal yet.`,
  }
}

function registrationText(left: number): Text {
  return {
    zh: `还有 ${left} 名团员没有年度团籍注册。`,
    en: `${plural(left, 'member is', 'members are')} not registered for the year yet.`,
  }
}

function ratingText(year: number): Text {
  return { zh: `没有 ${year} 年度对标定级结果。`, en: `No rating for ${year}.` }
}

function ratedIn(reader: Reader, asked: { readonly orgs: string; readonly asOf: IsoDay }, year: number) {
  return fromAsked(reader, asked)
    .crossJoin('rating')
    .whereRef('rating.org', '=', 'asked.org')
    .where('rating.year', '=', year)
    .where(isRated)
    .select('asked.org')
    .execute()
}
