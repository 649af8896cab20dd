import { endedStatuses } from '#contract/vocabulary.ts'
import { draftIds, type Plan } from '#db/plans/plan.ts'
import { cut } from '#db/records/types/day.ts'
import { sentenceOf } from '../history/sentence.ts'
import { called, type KnownPerson } from './known.ts'
import type { Planning } from './planning.ts'

const ended: readonly string[] = endedStatuses

/** 转移 or 离团: a stay in another branch, or nowhere with a reason. */
export function planMove(planning: Planning): Plan {
  planning.assume({ since: planning.day('since') })
  planning.check()
  planning.missing()
  planning.refuseStranger('person')
  const { person } = planning.people
  const { org } = planning.orgs
  const reason = planning.text('reason')
  const since = planning.day('since')
  if (
    planning.text('org') === undefined &&
    reason === undefined &&
    !planning.isRefused('org') &&
    !planning.isRefused('reason')
  )
    planning.tell(
      'org',
      'missing',
      '没有填写转到哪个团支部；如是离团，请选离团原因。',
      'There is no branch to move to. If it is leaving the League, choose the reason.',
    )
  if (planning.text('org') !== undefined && reason !== undefined)
    planning.tell(
      'reason',
      'value-unfit',
      '转到别的支部就不是离团，只能填一项。',
      'Whoever moves to a branch does not leave. Fill in one of the two.',
    )
  planning.refuseFar('since', since)
  planning.refuseClosed('org', since)
  if (person !== undefined) {
    if (org !== undefined && person.home?.org === org.id)
      planning.tell(
        'org',
        'already-there',
        `${person.name}已在“${called(org)}”，不必再转。如要转到别处，请另选一个团支部。`,
        `${person.name} is in ${called(org)} already. Choose another branch.`,
      )
    refuseEarlier(planning, person, since)
    warnOfPosts(planning, person)
  }
  if (org !== undefined && org.kind !== 'branch')
    planning.warn(
      `“${called(org)}”不是团支部，团员一般编在团支部。请核对。`,
      `"${called(org)}" is no branch; members belong to branches as a rule. Check it.`,
    )
  return planning.finish(() => {
    const id = draftIds()()
    const from = person?.homeOrg === undefined ? '' : called(person.homeOrg)
    const common = { title: person?.name ?? '', from, on: since }
    const label =
      reason === undefined
        ? { what: 'move', ...common, to: org === undefined ? '' : called(org) }
        : { what: 'leave', ...common, reason }
    const fields = {
      person: person?.id ?? '',
      ...(org && { org: org.id }),
      ...(reason !== undefined && { reason }),
      since,
      since_known: 1,
      follows: person?.lastHomes ?? [],
    }
    return {
      id,
      drafts: [{ act: 'create', entity: 'membership', id, fields }],
      label,
      sentences: [sentenceOf(label)],
    }
  })
}

function refuseEarlier(planning: Planning, { name, home }: KnownPerson, since: string): void {
  const told = home === undefined ? null : home.since_known === 1 ? home.since : home.told_on
  if (told === null || told === undefined || since >= told) return
  planning.tell(
    'since',
    'before-last',
    `早于${name}现在的去向（自 ${told}）。请填那以后的日期。`,
    `${name}'s present home is known from ${told}. Choose a day from then on.`,
  )
}

/** Whoever goes may still stand in the list of cadres of the branch that he leaves. */
function warnOfPosts(planning: Planning, { name, posts }: KnownPerson): void {
  if (posts.length === 0) return
  const zh = posts.map(post => `“${post.orgName}”${post.title}`).join('、')
  const en = posts.map(post => `${post.title} of ${post.orgName}`).join(', ')
  planning.warn(
    `${name}仍任${zh}。如不再任职，请登记离任日期。`,
    `${name} is still ${en}. If no longer, register the day on which it ended.`,
  )
}

/** 报到 and 团籍 steps: what holds of a member from a day on. One that ends the membership is leaving. */
export function planStanding(planning: Planning): Plan {
  planning.refuseStranger('person')
  const { person } = planning.people
  const now = { status: person?.standing?.status ?? 'normal', report: person?.standing?.report ?? 'approved' }
  const said = planning.said
  const status = planning.text('status')
  const report = planning.text('report')
  if (
    status === undefined &&
    report === undefined &&
    !planning.isRefused('status') &&
    !planning.isRefused('report')
  )
    planning.tell(
      'report',
      'missing',
      '没有填写报到资料状态或团籍状态。请至少填一项。',
      'Neither the reporting state nor the membership state was given. Fill in one of them.',
    )
  planning.assume({ ...now, since: planning.day('since') })
  planning.missing()
  const since = planning.day('since')
  planning.refuseFar('since', since)
  const wanted = {
    status: planning.text('status') ?? now.status,
    report: planning.text('report') ?? now.report,
  }
  const leaves = ended.includes(wanted.status)
  if (person !== undefined) {
    if (!leaves && wanted.status === now.status && wanted.report === now.report && !planning.hasProblems())
      planning.tell(
        said['status'] == null ? 'report' : 'status',
        'nothing-changes',
        `${person.name}现在就是这个状态。`,
        `This is ${person.name}'s state already.`,
      )
    if (leaves) {
      refuseEarlier(planning, person, since)
      warnOfPosts(planning, person)
    } else if (person.standing !== undefined && since < person.standing.since)
      planning.tell(
        'since',
        'before-last',
        `早于${person.name}现在的状态（自 ${cut(person.standing.since, 'day')}）。请填那以后的日期。`,
        `${person.name}'s present state holds from ${person.standing.since}. Choose a day from then on.`,
      )
  }
  return planning.finish(() => {
    const id = draftIds()()
    const title = person?.name ?? ''
    if (leaves) {
      const from = person?.homeOrg === undefined ? '' : called(person.homeOrg)
      const label = { what: 'leave', title, from, on: since, reason: wanted.status }
      const fields = {
        person: person?.id ?? '',
        reason: wanted.status,
        since,
        since_known: 1,
        follows: person?.lastHomes ?? [],
      }
      return {
        id,
        drafts: [{ act: 'create', entity: 'membership', id, fields }],
        label,
        sentences: [sentenceOf(label)],
      }
    }
    const label = { what: 'standing', title, on: since, ...wanted }
    const fields = { person: person?.id ?? '', ...wanted, since, follows: person?.lastStandings ?? [] }
    return {
      id,
      drafts: [{ act: 'create', entity: 'standing', id, fields }],
      label,
      sentences: [sentenceOf(label)],
    }
  })
}
