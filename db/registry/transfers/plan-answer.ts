import { type Draft, draftIds, type Plan, type Problem, stepDraft } from '#db/plans/plan.ts'
import { type TransferAction, transferCourse } from '#db/records/courses/transfer-course.ts'
import { titleToldOf } from '#db/records/kinds.ts'
import { cut } from '#db/records/types/day.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { called, type KnownOrg, lookUpOrg, type Standpoint } from '../acts/known.ts'
import { sentenceOf } from '../history/sentence.ts'
import { findTransfer, isOpen, type KnownTransfer, namesOf, seenOf } from './read-transfers.ts'

/** What is done about a transfer: `accept` of one to the outside is that its member has left. */
export type Answer = {
  readonly id: string
  readonly action: 'accept' | 'refuse' | 'cancel' | 'relay'
  /** The branch that takes him in, or the organization to which it is passed on. */
  readonly to?: string | undefined
  readonly note?: string | undefined
  readonly by: string
}

const words: Readonly<Record<'to' | 'note' | 'id', Text>> = {
  to: { zh: '转入组织', en: 'to' },
  note: { zh: '说明', en: 'note' },
  id: { zh: '转接', en: 'transfer' },
}

/** Plans one step of a transfer. Refuses an id that there is none of; what else stands against it is told at once. */
export async function planAnswer(standpoint: Standpoint, answer: Answer): Promise<Plan> {
  const known = await findTransfer(standpoint.reader, answer.id, standpoint.today)
  if (known === undefined) {
    const { zh, en } = unknownTransfer(answer.id)
    refuse('transfer-unknown', zh, en, { id: answer.id })
  }
  return planStep(standpoint, known, answer)
}

/** Said of an id, or of a person's, that there is no transfer of. */
export function unknownTransfer(id: string): Text {
  return {
    zh: `没有编号或团员为“${id}”的转接。请在转接列表里查看。`,
    en: `There is no transfer with the id, and of nobody with the ID number, "${id}". Look it up in the list of transfers.`,
  }
}

/** The same for a transfer that was found already. */
export async function planStep(
  standpoint: Standpoint,
  known: KnownTransfer,
  answer: Omit<Answer, 'id'>,
): Promise<Plan> {
  const { reader, office, today } = standpoint
  const on = standpoint.on ?? today
  const problems: Problem[] = []
  const tell = (field: keyof typeof words, code: string, zh: string, en: string) =>
    problems.push({
      field,
      words: words[field],
      value: field === 'id' ? known.id : (answer[field] ?? ''),
      code,
      message: { zh, en },
      repair: null,
    })
  const names = await namesOf(reader, [known.person, known.home, ...known.targets])
  const nameOf = (id: string | null) =>
    id === null ? (known.place ?? '') : (names.get(id)?.name ?? known.place ?? '')
  const who = nameOf(known.person)
  const isOutside = known.way === 'outside'
  const isHomes = answer.action === 'cancel' || (isOutside && answer.action !== 'relay')
  const home = await ownOrg(standpoint, known.home)
  const target = known.goesTo === null ? undefined : await ownOrg(standpoint, known.goesTo)

  if (!isOpen(known)) {
    const ended = transferCourse.states[known.state === 'lapsed' ? 'in-transit' : known.state]
    tell(
      'id',
      'transfer-over',
      `${who}的转接${ended.zh}${known.by?.day ? `（${known.by.day}）` : ''}，不能再办。`,
      `The transfer of ${who} was ${ended.en}${known.by?.day ? ` on ${known.by.day}` : ''}; nothing more can be done about it.`,
    )
  } else if (on > known.deadline && answer.action !== 'cancel' && answer.action !== 'refuse') {
    // What was done in time may be written down later.
    tell(
      'id',
      'transfer-lapsed',
      `${who}的转接到 ${known.deadline} 没有办结，已自动失效。请转出单位撤销后重新申请；其实在期限内办结的，请填写那一天。`,
      `The transfer of ${who} was not answered by ${known.deadline} and has lapsed. The office that the member leaves has to cancel it and apply anew; if it was answered in time, give that day.`,
    )
  }
  if (on < known.asked)
    tell(
      'id',
      'before-last',
      `早于申请日期 ${known.asked}。请填那以后的日期。`,
      `This is before it was asked for, ${known.asked}. Give a later day.`,
    )
  if (answer.action === 'relay') refuseRelay()
  else if (isHomes ? home === undefined : target === undefined)
    tell(
      'id',
      'transfer-not-yours',
      isHomes
        ? `这次转接由“${nameOf(known.home)}”申请，只能由它或者它的上级办理。`
        : `这次转接转往“${nameOf(known.goesTo)}”，只能由它或者它的上级办理。`,
      isHomes
        ? `This transfer was asked for by ${nameOf(known.home)}; only that office or one above it can do this.`
        : `This transfer goes to ${nameOf(known.goesTo)}; only that office or one above it can do this.`,
    )
  if (answer.action === 'refuse' && (answer.note ?? '').trim() === '')
    tell('note', 'missing', '请写明退回的理由。', 'Give the reason why it is refused.')
  const branch = answer.action === 'accept' && !isOutside ? await branchOf() : undefined
  const passedTo = answer.action === 'relay' ? await named('to') : undefined
  if (problems.length > 0) return { id: '', drafts: [], problems, sentences: [], warnings: [], label: null }

  const nextId = draftIds()
  const stay = nextId()
  const action: TransferAction =
    answer.action === 'accept' && isOutside
      ? 'leave'
      : answer.action === 'refuse' && isOutside
        ? 'cancel'
        : answer.action
  const moves = action === 'accept' || action === 'leave'
  const step = stepDraft(nextId(), {
    ...{ subject: known.id, of: 'transfer', action, org: known.home, day: on },
    ...{ by: answer.by, note: answer.note ?? null, saw: seenOf(known) },
    other: passedTo?.id ?? known.goesTo,
    about: moves ? stay : null,
  })
  const label = {
    what: `transfer-${action}`,
    title: who,
    from: nameOf(known.home),
    to:
      branch !== undefined
        ? called(branch)
        : passedTo !== undefined
          ? called(passedTo)
          : nameOf(known.goesTo),
    on,
    ...(answer.note && { reason: answer.note }),
  }
  const stayDraft: Draft = {
    act: 'create',
    entity: 'membership',
    id: stay,
    fields: {
      person: known.person,
      ...(branch ? { org: branch.id } : { reason: 'transferred' }),
      since: on,
      since_known: 1,
      follows: await lastStays(standpoint, known),
      transfer: known.id,
    },
  }
  return {
    id: known.id,
    drafts: moves ? [stayDraft, step] : [step],
    problems,
    sentences: [sentenceOf(label)],
    warnings: [
      ...warningsOf(branch),
      ...(branch === undefined ? [] : await notHereYet(standpoint, known, who)),
      ...(action === 'cancel' || action === 'refuse' ? await laidDown(standpoint, known, who) : []),
    ],
    label,
  }

  function refuseRelay(): void {
    if (isOutside)
      tell('id', 'transfer-outside', '转往系统外的不用转交。', 'A transfer to the outside is not passed on.')
    if (home === undefined || known.home === office)
      tell(
        'id',
        'transfer-not-yours',
        `只有“${nameOf(known.home)}”的上级可以转交这次转接。`,
        `Only an office above ${nameOf(known.home)} can pass this transfer on.`,
      )
  }

  /** The branch that takes him in: the one that was named, else where he was sent, if that is one. */
  async function branchOf(): Promise<KnownOrg | undefined> {
    const chosen = answer.to === undefined ? target : await named('to')
    if (chosen === undefined) return undefined
    if (answer.to === undefined && chosen.kind !== 'branch') {
      tell(
        'to',
        'missing',
        `“${called(chosen)}”不是团支部。请写明编入哪个团支部。`,
        `"${called(chosen)}" is not a branch. Say which branch the member joins.`,
      )
      return undefined
    }
    if (chosen.closed !== null && on >= chosen.closed)
      tell(
        'to',
        'org-closed',
        `“${called(chosen)}”已于 ${chosen.closed} 撤销。请选另一个团支部。`,
        `"${called(chosen)}" was closed on ${chosen.closed}. Choose another branch.`,
      )
    else if (chosen.closed !== null)
      // Whoever is taken in on an earlier day, as it is written down later, would belong nowhere since.
      tell(
        'to',
        'org-closed',
        `“${called(chosen)}”自 ${chosen.closed} 起撤销，${on} 编入的人从那天起没有组织。请选接收了它的团员的那个团支部。`,
        `"${called(chosen)}" is closed from ${chosen.closed} on: whoever joins it on ${on} belongs nowhere from then on. Choose the branch that took its members.`,
      )
    if (chosen.founded !== null && on < cut(chosen.founded, chosen.founded_precision))
      tell(
        'to',
        'not-founded-yet',
        `“${called(chosen)}”${chosen.founded} 才成立，这一天还没有。请填那以后的日期，或选另一个团支部。`,
        `"${called(chosen)}" was founded on ${chosen.founded}, not yet on this day. Choose a later day or another branch.`,
      )
    return chosen
  }

  async function named(field: 'to'): Promise<KnownOrg | undefined> {
    const name = answer.to
    if (name === undefined || name.trim() === '') {
      tell(field, 'missing', '请写明转到哪个组织。', 'Say to which organization.')
      return undefined
    }
    const looked = await lookUpOrg(standpoint, name)
    if (looked.kind === 'ambiguous')
      tell(
        field,
        'org-ambiguous',
        `不止一个组织叫“${name}”：${looked.choices.join('、')}。请改填组织ID。`,
        `More than one organization is called "${name}": ${looked.choices.join(', ')}. Name it by its code.`,
      )
    else if (looked.kind === 'unknown')
      tell(
        field,
        'org-unknown',
        `台账里没有“${name}”这个组织。请核对组织ID、全称或简称。`,
        `There is no organization "${name}" in this registry. Check its code, full name or short name.`,
      )
    else if (!looked.found.own)
      tell(
        field,
        'org-not-yours',
        `“${called(looked.found)}”不在本单位之下，不能由本单位登记。`,
        `"${called(looked.found)}" does not lie below your office, so you cannot write to it.`,
      )
    return looked.kind === 'found' && looked.found.own ? looked.found : undefined
  }
}

function warningsOf(branch: KnownOrg | undefined): Text[] {
  if (branch === undefined || branch.kind === 'branch') return []
  return [
    {
      zh: `“${called(branch)}”不是团支部，团员一般编在团支部。请核对。`,
      en: `"${called(branch)}" is not a branch; members usually belong to a branch. Check it.`,
    },
  ]
}

/** An organization of this registry's own part; undefined for one that lies elsewhere. */
async function ownOrg(standpoint: Standpoint, id: string): Promise<KnownOrg | undefined> {
  const looked = await lookUpOrg(standpoint, id)
  return looked.kind === 'found' && looked.found.own ? looked.found : undefined
}

/** The last stays that are known here; where he lies elsewhere, those that the asker saw. */
async function lastStays({ reader }: Standpoint, { person, stays }: KnownTransfer): Promise<string[]> {
  const rows = await reader
    .selectFrom('membership')
    .where('person', '=', person)
    .select(['id', 'follows'])
    .execute()
  const list = (json: string): string[] => {
    const parsed: unknown = JSON.parse(json)
    return Array.isArray(parsed) ? parsed.map(String) : []
  }
  const followed = new Set(rows.flatMap(row => list(row.follows)))
  const last = rows.map(row => row.id).filter(id => !followed.has(id))
  return last.length > 0 ? last : list(stays)
}

/** Of somebody from another part of the tree this registry has the name alone, until an office above hears that he was taken in. */
async function notHereYet({ reader }: Standpoint, { person }: KnownTransfer, who: string): Promise<Text[]> {
  const here = await reader.selectFrom('person').where('id', '=', person).select('id').executeTakeFirst()
  if (here !== undefined) return []
  return [
    {
      zh: `${who}的登记现在还不在本台账里：请把本单位的数据包报给上级，上级以后给本单位的数据包会带来。`,
      en: `The record of ${who} is not in this registry yet: send your packet to the office above; a later packet from there brings it.`,
    },
  ]
}

/** Who stays where he was no longer holds what he laid down to go: it is said, for his branch may be without a secretary now. */
async function laidDown({ reader }: Standpoint, known: KnownTransfer, who: string): Promise<readonly Text[]> {
  if (known.posts !== 'ended') return []
  const posts = await reader
    .selectFrom('post')
    .innerJoin('org', 'org.id', 'post.org')
    .where('post.person', '=', known.person)
    .where('post.until', '=', known.asked)
    .select(['post.title', 'org.name', 'org.short_name'])
    .execute()
  if (posts.length === 0) return []
  const zh = posts.map(post => `“${called(post)}”${post.title}`).join('、')
  const en = posts.map(post => `${titleToldOf('post', post.title).en} of ${called(post)}`).join(', ')
  return [
    {
      zh: `申请转接时${who}已自 ${known.asked} 起不再任${zh}。仍任原职的，请修改这项职务，清空离任日期。`,
      en: `When the transfer was asked for, ${who} stopped being ${en} on ${known.asked}. If the post goes on, edit it and clear the day on which it ended.`,
    },
  ]
}
