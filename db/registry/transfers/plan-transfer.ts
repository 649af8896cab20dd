import { type Draft, draftIds, type Plan } from '#db/plans/plan.ts'
import { titleToldOf } from '#db/records/kinds.ts'
import { paidMonths } from '#db/records/members/fee.ts'
import { isPartyWord } from '#db/records/members/fee-bands.ts'
import { addDays, addMonths, firstOfMonth, type IsoDay } from '#db/shared/day.ts'
import type { Text } from '#db/shared/text.ts'
import { called, type KnownOrg, type KnownPerson, lookUpOrg } from '../acts/known.ts'
import { refuseEarlier } from '../acts/plan-person.ts'
import type { Planning } from '../acts/planning.ts'
import { sentenceOf } from '../history/sentence.ts'
import { readSettings } from '../settings.ts'
import { isOpen, transfersOf } from './read-transfers.ts'

/**
 * 申请转接: nobody is moved yet. Fees are paid and posts laid down before it is asked for; where he goes is an organization
 * that is known here, or in the asker's words, for the office above to pass on, or an outside one.
 */
export async function planTransfer(planning: Planning, endPosts = false): Promise<Plan> {
  const { standpoint } = planning
  const { person } = planning.people
  planning.refuseStranger('person')
  planning.assume({ asked: planning.day('asked'), way: 'inside' })
  planning.assume({ deadline: addDays(planning.day('asked'), await daysToAnswer(planning)) })
  planning.missing()
  const asked = planning.day('asked')
  const deadline = planning.text('deadline') ?? asked
  if (deadline < asked)
    planning.tell(
      'deadline',
      'date-order',
      `早于申请日期 ${asked}。请改正。`,
      `This is before the day on which it is asked for, ${asked}. Correct it.`,
    )
  if (person !== undefined && person.homeOrg === undefined && !planning.hasProblems())
    planning.tell(
      'person',
      'person-homeless',
      `${person.name}没有编入团支部，不用办转接，直接编入即可。`,
      `${person.name} belongs to no branch, so there is nothing to transfer. Assign a branch instead.`,
    )
  if (person !== undefined) {
    // A roster says that he was there on its day, and not since when: he may have been asked away from there before.
    if (person.home?.since_known === 1) refuseEarlier(planning, person, asked, 'asked')
    await refuseSecond(planning, person)
    if (planning.text('fees') === 'paid') await warnOfFees(planning, person, asked)
  }
  const isOutside = planning.text('way') === 'outside'
  const target = isOutside ? undefined : await targetOf(planning, person)
  const posts = person?.posts ?? []
  const ends = endPosts || planning.text('posts') === 'ended'
  if (posts.length > 0 && !ends) {
    const zh = posts.map(post => `“${post.orgName}”${post.title}`).join('、')
    const en = posts.map(post => `${titleToldOf('post', post.title).en} of ${post.orgName}`).join(', ')
    planning.tell(
      'posts',
      'posts-held',
      `${person?.name ?? ''}还任${zh}。请先登记离任；已经免去的，选“已免去”，自申请之日离任。`,
      `${person?.name ?? ''} is still ${en}. Register the end of it first; if it was laid down already, choose "ended": it then ends on the day of the request.`,
      'ended',
    )
  }
  return planning.finish(() => {
    const nextId = draftIds()
    const id = nextId()
    const place = planning.text('to') ?? ''
    const to = target === undefined ? place : called(target)
    const from = person?.homeOrg === undefined ? '' : called(person.homeOrg)
    const label = { what: 'transfer', title: person?.name ?? '', from, to, on: asked, deadline }
    const fields = {
      person: person?.id ?? '',
      home: person?.homeOrg?.id ?? '',
      target: target?.id ?? null,
      way: planning.text('way') ?? 'inside',
      place: target === undefined ? place : null,
      reason: planning.text('reason') ?? 'other',
      asked,
      deadline,
      fees: planning.text('fees') ?? 'paid',
      posts: ends && (posts.length > 0 || !endPosts) ? 'ended' : 'none',
      note: planning.text('note') ?? null,
      stays: person?.lastHomes ?? [],
    }
    const ended = posts.map(
      (post): Draft => ({
        act: 'edit',
        entity: 'post',
        id: post.id,
        fields: { since: post.since, since_precision: post.since_precision, until: asked },
      }),
    )
    return {
      id,
      drafts: [{ act: 'create', entity: 'transfer', id, fields }, ...ended],
      label,
      sentences: [sentenceOf(label), ...posts.map(post => postEnds(person?.name ?? '', post, asked))],
    }
  })

  async function targetOf(plan: Planning, who: KnownPerson | undefined): Promise<KnownOrg | undefined> {
    const name = plan.text('to')
    if (name === undefined) return undefined
    const looked = await lookUpOrg(standpoint, name)
    if (looked.kind === 'ambiguous') {
      const choices = looked.choices.join('、')
      plan.tell(
        'to',
        'org-ambiguous',
        `不止一个组织叫“${name}”：${choices}。请改填组织ID。`,
        `More than one organization is called "${name}": ${looked.choices.join(', ')}. Name it by its code.`,
      )
      return undefined
    }
    if (looked.kind === 'unknown') {
      if (!standpoint.hasParentOffice)
        plan.tell(
          'to',
          'org-unknown',
          `台账里没有“${name}”这个组织。转到系统外的，请把去向选为系统外。`,
          `There is no organization "${name}" in this registry. If it is an outside one, choose outside as the way.`,
        )
      else
        plan.warn(
          `本台账里没有“${name}”，将请上级转交。`,
          `"${name}" is not known here; the office above will be asked to pass it on.`,
        )
      return undefined
    }
    const { found } = looked
    if (who?.homeOrg?.id === found.id)
      plan.tell(
        'to',
        'already-there',
        `${who.name}已在“${called(found)}”，不必转接。如要转到别处，请另选一个组织。`,
        `${who.name} is in ${called(found)} already. Choose another organization.`,
      )
    if (found.closed !== null && asked >= found.closed)
      plan.tell(
        'to',
        'org-closed',
        `“${called(found)}”已于 ${found.closed} 撤销。请选另一个组织。`,
        `"${called(found)}" was closed on ${found.closed}. Choose another organization.`,
      )
    return found
  }
}

/** That somebody holds a post no longer. */
export function postEnds(
  name: string,
  post: { readonly orgName: string; readonly title: string },
  on: string,
): Text {
  return {
    zh: `${name}不再任“${post.orgName}”${post.title}，自 ${on} 起`,
    en: `${name} is no longer ${titleToldOf('post', post.title).en} of ${post.orgName}, from ${on} on`,
  }
}

/** Who is on the way already is moved by nothing else: his old home takes that back first. */
export async function refuseSecond(planning: Planning, person: KnownPerson): Promise<void> {
  const { reader, today } = planning.standpoint
  const open = (await transfersOf(reader, person.id, today)).find(isOpen)
  if (open === undefined) return
  const where = open.place ?? ''
  planning.tell(
    'person',
    'in-transit',
    `${person.name}的组织关系正在转接（${open.asked} 申请${where === '' ? '' : `，转往“${where}”`}）。请先办结或撤销那次转接。`,
    `${person.name} is being transferred already (asked on ${open.asked}${where === '' ? '' : `, to "${where}"`}). Finish or cancel that first.`,
  )
}

/**
 * That fees are paid is said by who asks. Where the registry has fees of him, and none of the months before, it says so:
 * they may have been paid and not written down. Party members owe none.
 */
async function warnOfFees(planning: Planning, person: KnownPerson, asked: IsoDay): Promise<void> {
  if (isPartyWord(person.political)) return
  const years = await planning.standpoint.reader
    .selectFrom('fee')
    .where('person', '=', person.id)
    .select(['year', ...paidMonths])
    .execute()
  const paid = years.flatMap(({ year, ...months }) =>
    paidMonths.flatMap((month, at) =>
      (months[month] ?? 0) > 0 ? [`${year}-${String(at + 1).padStart(2, '0')}`] : [],
    ),
  )
  const last = [...paid, ...(person.fees_paid_to === null ? [] : [person.fees_paid_to.slice(0, 7)])]
    .sort()
    .at(-1)
  if (last === undefined || last >= addMonths(firstOfMonth(asked), -1).slice(0, 7)) return
  planning.warn(
    `台账里${person.name}的团费只登记到 ${last}。请核对是否已经交清。`,
    `The registry has the fees of ${person.name} only up to ${last}. Check whether they are paid in full.`,
  )
}

/** 10 days in the national system; another number where this registry keeps one. */
async function daysToAnswer({ standpoint: { reader } }: Planning): Promise<number> {
  return (await readSettings(reader)).transferDays
}
