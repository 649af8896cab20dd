import { endedStatuses } from '#contract/vocabulary.ts'
import { draftIds, type Plan } from '#db/plans/plan.ts'
import { columnsOf } from '#db/records/columns.ts'
import { type MemberState, nextStates } from '#db/records/courses/member-steps.ts'
import { kindOf, titleToldOf } from '#db/records/kinds.ts'
import { standing } from '#db/records/stays.ts'
import { cut } from '#db/records/types/day.ts'
import { maskId } from '#db/records/types/id-number.ts'
import { invariant } from '#db/shared/invariant.ts'
import { readingOfPerson } from '../finding/search-text.ts'
import { sentenceOf } from '../history/sentence.ts'
import { called, type KnownPerson, lookUpPerson } from './known.ts'
import type { Planning } from './planning.ts'

const ended: readonly string[] = endedStatuses

/** 发展、登记一名团员: the person, and where he belongs from a day on. */
export async function planPersonAdd(planning: Planning): Promise<Plan> {
  const { standpoint } = planning
  planning.check()
  planning.missing()
  const since = planning.day('since')
  planning.refuseFar('since', since)
  planning.refuseClosed('org', since)
  planning.refuseClosedLater('org', since)
  planning.refuseNotYet('org', since)
  await refuseDouble(planning)
  await warnOfNamesake(planning)
  const { org } = planning.orgs
  if (org !== undefined && org.kind !== 'branch')
    planning.warn(
      `“${called(org)}”不是团支部，团员一般编在团支部。请核对。`,
      `"${called(org)}" is not a branch; members usually belong to a branch. Check it.`,
    )
  const [born, joined] = [planning.text('birth'), planning.text('joined')]
  if (
    born !== undefined &&
    joined !== undefined &&
    Number(joined.slice(0, 4)) - Number(born.slice(0, 4)) < 13
  )
    planning.warn(
      '入团时不满 13 周岁。请核对出生日期和入团年月。',
      'This is under 13 years of age at joining. Check the birth date and the day of joining.',
    )
  const definition = kindOf('person')
  invariant(definition, 'there are people')
  return planning.finish(() => {
    const nextId = draftIds()
    const [id, home] = [nextId(), nextId()]
    const name = planning.text('name') ?? ''
    const at = org === undefined ? '' : called(org)
    const label = { what: 'add', kind: 'person', title: name, at, on: since }
    const { org: _org, since: _since, ...said } = planning.said
    const stay = { person: id, org: org?.id ?? '', since, since_known: 1, follows: [] }
    return {
      id,
      drafts: [
        { act: 'create', entity: 'person', id, fields: columnsOf(definition, said) },
        { act: 'create', entity: 'membership', id: home, fields: stay },
      ],
      label,
      sentences: [sentenceOf(label)],
    }
  })

  async function refuseDouble(one: Planning): Promise<void> {
    const number = one.text('id_number')
    if (number === undefined || one.isRefused('id_number')) return
    const looked = await lookUpPerson(standpoint, number)
    if (looked.kind === 'found') tellDouble(one, looked.found)
  }
}

/** The same ID number twice would be the same person twice. */
export function tellDouble(planning: Planning, { name, home, homeOrg }: KnownPerson): void {
  const zh =
    home !== undefined && home.org === null
      ? `已于 ${home.since} 离团`
      : homeOrg === undefined
        ? '没有编入支部'
        : `现在“${called(homeOrg)}”`
  const en =
    home !== undefined && home.org === null
      ? `who left the League on ${home.since}`
      : homeOrg === undefined
        ? 'who belongs to no branch'
        : `who is in ${called(homeOrg)} now`
  planning.tell(
    'id_number',
    'id-known',
    `台账里已有这个身份证号：${name}，${zh}。如要转到别的支部，请用“转移”；如是另一个人，请核对证件。`,
    `This ID number is registered already: ${name}, ${en}. To bring this person to another branch, use "Move"; if it is somebody else, check the card.`,
  )
}

/** The same name and birth date with another ID number may be the same person: to be looked at, never refused. */
async function warnOfNamesake(planning: Planning): Promise<void> {
  const [name, birth, number] = [planning.text('name'), planning.text('birth'), planning.text('id_number')]
  if (name === undefined || birth === undefined) return
  const alike = await planning.standpoint.reader
    .selectFrom('person')
    .where('pinyin', '=', readingOfPerson(name).pinyin)
    .where('name', '=', name)
    .where('birth', '=', birth)
    .where('id_number', 'is not', number ?? '')
    .select(['id', 'id_number'])
    .limit(1)
    .executeTakeFirst()
  if (alike === undefined) return
  const masked = alike.id_number === null ? '' : maskId(alike.id_number)
  planning.warn(
    `台账里另有同名且同一天出生的${name}（${masked}）。请核对是不是同一个人。`,
    `There is another ${name} born on the same day (${masked}). Check whether it is the same person.`,
  )
}

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
  planning.refuseClosedLater('org', since)
  planning.refuseNotYet('org', since)
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
      `"${called(org)}" is not a branch; members usually belong to a branch. Check it.`,
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

/** Nobody goes on from where he is before he has come there. */
export function refuseEarlier(
  planning: Planning,
  { name, home }: KnownPerson,
  since: string,
  field = 'since',
): void {
  const told = home === undefined ? null : home.since_known === 1 ? home.since : home.told_on
  if (told === null || told === undefined || since >= told) return
  planning.tell(
    field,
    'before-last',
    `早于${name}现在的去向（自 ${told}）。请填那以后的日期。`,
    `${name}'s present home is known from ${told}. Choose a day from then on.`,
  )
}

/** Whoever goes may still stand in the list of cadres of the branch that he leaves. */
function warnOfPosts(planning: Planning, { name, posts }: KnownPerson): void {
  if (posts.length === 0) return
  const zh = posts.map(post => `“${post.orgName}”${post.title}`).join('、')
  const en = posts.map(post => `${titleToldOf('post', post.title).en} of ${post.orgName}`).join(', ')
  planning.warn(
    `${name}仍任${zh}。如不再任职，请登记离任日期。`,
    `${name} is still ${en}. If no longer, register the day on which it ended.`,
  )
}

/** A state that cannot follow the one that holds, and which could. */
function refuseStep(planning: Planning, { name, standing: now }: KnownPerson, wanted: MemberState): void {
  for (const field of ['report', 'status'] as const) {
    const next = nextStates(now)[field]
    if (now === undefined || next === undefined || wanted[field] === now[field]) continue
    if (next.includes(wanted[field])) continue
    const { words } = standing.fields[field]
    const show = standing.fields[field].show as (state: string, language: 'zh' | 'en') => string
    const chinese = (state: string) => `“${show(state, 'zh')}”`
    const english = (state: string) => `"${show(state, 'en')}"`
    planning.tell(
      field,
      'step-not-allowed',
      `${name}的${words.zh}现为${chinese(now[field])}，下一步只能是${next.map(chinese).join('、')}。原来登记错了的，请先在操作记录里撤销那一步。`,
      `${name} stands at ${english(now[field])} (${words.en}); what can follow is ${next.map(english).join(', ')}. If that was a mistake, undo it in the history first.`,
    )
  }
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
    refuseStep(planning, person, wanted)
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
