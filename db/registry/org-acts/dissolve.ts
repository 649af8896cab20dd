import { orgKindSchema, tierSchema } from '#contract/vocabulary.ts'
import { type Draft, draftIds, type Plan } from '#db/plans/plan.ts'
import { invariant } from '#db/shared/invariant.ts'
import { plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import { called, type KnownOrg, lookUpOrg } from '../acts/known.ts'
import { mayStandUnder, tierFits } from '../acts/may-stand-under.ts'
import type { Planning } from '../acts/planning.ts'
import { decisionSentence } from '../history/sentence.ts'
import { isOpen, namesOf, transfersTowards } from '../transfers/read-transfers.ts'
import {
  askLater,
  decisionDraft,
  decisionOf,
  laterOf,
  laterStays,
  movedUnder,
  refuseBeforeFounding,
  refuseOwnOffice,
  some,
} from './asking.ts'
import {
  decisionsOf,
  firstDayBelow,
  placesOf,
  placesOfUnits,
  postsIn,
  shortNames,
  staysOfMembers,
} from './gather.ts'
import { laterDecision } from './restyle.ts'
import { holdingIn, lastOf, rewrite, type Stay } from './timeline.ts'

/** 并入: an organization ends, and all that it has is the other one's from the day on: members, and what lies below it. */
export async function planMerge(planning: Planning): Promise<Plan> {
  const { into } = planning.orgs
  const { org } = planning.orgs
  if (org !== undefined && into !== undefined) {
    if (into.id === org.id)
      planning.tell(
        'into',
        'value-unfit',
        '不能并入自己。请选另一个组织。',
        'It cannot be merged into itself. Choose another one.',
      )
    else if (into.above.includes(org.id))
      planning.tell(
        'into',
        'parent-circle',
        `“${called(into)}”就在“${called(org)}”之下。请先把它改设到别处。`,
        `${called(into)} is below ${called(org)} itself. Move it elsewhere first.`,
      )
  }
  planning.refuseClosed('into', planning.day('effective'))
  return planEnd(planning, { act: 'merge', heir: into, heirField: 'into', endPosts: true })
}

/** 撤销: an organization ends. Nothing may be left below it, and its members go elsewhere. */
export async function planClosing(planning: Planning): Promise<Plan> {
  const { membersTo: heir } = planning.orgs
  const { org } = planning.orgs
  if (org !== undefined && heir?.id === org.id)
    planning.tell(
      'membersTo',
      'value-unfit',
      '团员不能转到要撤销的组织。请选另一个。',
      'Members cannot go to what is being closed. Choose another branch.',
    )
  planning.refuseClosed('membersTo', planning.day('effective'))
  const endPosts = planning.text('endPosts') === 'yes'
  return planEnd(planning, { act: 'close', heir, heirField: 'membersTo', endPosts })
}

type Ending = {
  readonly act: 'merge' | 'close'
  readonly heir: KnownOrg | undefined
  readonly heirField: string
  readonly endPosts: boolean
}

async function planEnd(planning: Planning, { act, heir, heirField, endPosts }: Ending): Promise<Plan> {
  const { reader } = planning.standpoint
  const { org } = planning.orgs
  const on = planning.day('effective')
  planning.missing()
  planning.refuseFar('effective', on)
  if (org === undefined) return planning.finish(nothing)
  refuseOwnOffice(planning, org)
  refuseEnded(planning, org)
  refuseBeforeFounding(planning, org, on)
  const own = await placesOf(reader, org.id)
  const moves = holdingIn(own).filter(place => place.since > on)
  const above = await shortNames(
    reader,
    moves.flatMap(place => place.at ?? []),
  )
  const units = await placesOfUnits(reader, org.id, on)
  const stays = await staysOfMembers(reader, org.id, on)
  const posts = await postsIn(reader, org.id, on)
  const decisions = (await decisionsOf(reader, org.id)).filter(
    one => one.effective > on && (one.was_name !== null || one.was_code !== null || one.was_kind !== null),
  )
  const unitIds = [...new Set(units.map(unit => unit.subject))]
  if (act === 'close') await refuseUnits(planning, org, unitIds)
  else if (heir !== undefined) await refuseUnfitUnits(planning, heir, unitIds, on)
  const members = new Set(stays.map(stay => stay.subject)).size
  if (heir !== undefined) await refuseAbsent(planning, heir, heirField, on)
  if (members > 0 && heir === undefined && !planning.isRefused(heirField))
    planning.tell(
      heirField,
      'org-has-members',
      `“${called(org)}”还有 ${members} 名团员。请写明他们转到哪个团支部。`,
      `${called(org)} has ${plural(members, 'member')}. Say to which branch they go.`,
    )
  if (members > 0 && heir !== undefined && heir.kind !== 'branch')
    planning.warn(
      `“${called(heir)}”不是团支部，团员一般编在团支部。请核对。`,
      `"${called(heir)}" is not a branch; members usually belong to a branch. Check it.`,
    )
  const young = posts.filter(post => post.since !== null && post.since > on)
  if (endPosts && young.length > 0)
    planning.tell(
      'effective',
      'before-last',
      `有 ${young.length} 人在这一天以后才任职（${some(young.map(post => post.name ?? ''))}）。请填那以后的日期，或先处理这些任职。`,
      `${plural(young.length, 'person', 'people')} took up posts after this day (${some(young.map(post => post.name ?? ''))}). Choose a later day, or see to those posts first.`,
    )
  if (posts.length > 0 && !endPosts)
    planning.warn(
      `还有 ${posts.length} 人在这里任职（${some(posts.map(post => post.name ?? ''))}）。组织撤销后请登记他们的离任日期。`,
      `${plural(posts.length, 'person holds a post', 'people hold posts')} here (${some(posts.map(post => post.name ?? ''))}). Register the day on which ${posts.length === 1 ? 'it' : 'these'} ended.`,
    )
  await warnOfComing(planning, org)
  const nextId = draftIds()
  const change = { from: org.id, to: heir?.id ?? '', on, later: laterOf(planning), nextId }
  const people = rewrite(stays, { ...change, entity: 'membership', fresh: { since_known: 1 } })
  const places = rewrite(units, { ...change, entity: 'placement', fresh: {} })
  await refuseElsewhere(planning, stays, on)
  const says = askLater(planning, [
    ...laterStays(people.later),
    ...places.later.map(day => ({ day, says: { zh: '下级组织改隶属', en: 'a unit below it moved' } })),
    ...decisions.map(laterDecision),
    ...moves.map(({ since, at }) => movedUnder(since, above.get(at ?? '') ?? '')),
  ])
  return planning.finish(() => {
    const id = nextId()
    const isReplaced = laterOf(planning) === 'replace'
    const [firstNamed] = decisions.filter(one => one.was_name !== null)
    const [firstCoded] = decisions.filter(one => one.was_code !== null)
    const [firstSorted] = decisions.filter(one => one.was_kind !== null)
    const drafts: Draft[] = [
      {
        act: 'edit',
        entity: 'org',
        id: org.id,
        fields: {
          closed: on,
          ...(isReplaced &&
            firstNamed && { name: firstNamed.was_name, short_name: firstNamed.was_short_name }),
          ...(isReplaced && firstCoded && { code: firstCoded.was_code || null }),
          ...(isReplaced && firstSorted && { kind: firstSorted.was_kind, tier: firstSorted.was_tier }),
        },
      },
      decisionDraft(planning, { id, org: org.id, act, on, other: heir }),
      ...people.drafts,
      ...places.drafts,
    ]
    const last = holdingIn(own).findLast(place => place.since <= on)
    // Where it stood when it ended is written again, so that no later move holds.
    if (isReplaced && moves.length > 0 && last !== undefined)
      drafts.push({
        act: 'create',
        entity: 'placement',
        id: nextId(),
        fields: { org: org.id, parent: last.at, since: last.since, follows: lastOf(own) },
      })
    if (isReplaced)
      for (const one of decisions) drafts.push({ act: 'remove', entity: 'decision', id: one.id })
    const ending = endPosts ? posts : []
    for (const post of ending)
      drafts.push({ act: 'edit', entity: 'post', id: post.id, fields: { until: on } })
    const label = {
      what: 'org-act',
      act,
      title: called(org),
      on,
      ...(heir && { to: called(heir), members: people.subjects }),
      ...decisionOf(planning),
    }
    const sentences: Text[] = [decisionSentence(label)]
    if (places.subjects > 0)
      sentences.push({
        zh: `其下 ${places.subjects} 个组织一并转到“${heir === undefined ? '' : called(heir)}”之下。`,
        en: `The ${plural(places.subjects, 'organization')} below it ${places.subjects === 1 ? 'comes' : 'come'} under ${heir === undefined ? '' : called(heir)}.`,
      })
    if (ending.length > 0)
      sentences.push({
        zh: `${ending.length} 项职务同日离任。`,
        en: `${plural(ending.length, 'post ends', 'posts end')} on the same day.`,
      })
    return { id: org.id, drafts, label, sentences: [...sentences, ...says] }
  })
}

/** Who is on his way to what ends arrives nowhere by himself: it is told while he can be counted. */
async function warnOfComing(planning: Planning, org: KnownOrg): Promise<void> {
  const { reader, today } = planning.standpoint
  const coming = (await transfersTowards(reader, { orgs: JSON.stringify([org.id]), asOf: today })).filter(
    one => isOpen(one) && one.goesTo === org.id,
  )
  if (coming.length === 0) return
  const names = await namesOf(
    reader,
    coming.map(one => one.person),
  )
  const who = some(coming.map(one => names.get(one.person)?.name ?? ''))
  planning.warn(
    `有 ${coming.length} 人正在转入“${called(org)}”（${who}）。接收时请另选团支部。`,
    `${plural(coming.length, 'person is', 'people are')} being transferred to ${called(org)} (${who}). Choose another branch when they are accepted.`,
  )
}

/** Whoever has the members has to exist from the day on, on all days: else they would be counted nowhere for a while. */
async function refuseAbsent(planning: Planning, heir: KnownOrg, field: string, on: string): Promise<void> {
  const { reader, office } = planning.standpoint
  if (planning.isRefused(field)) return
  const [first] = (await placesOf(reader, heir.id)).map(place => place.since).sort()
  if (heir.id !== office && (first === undefined || first > on))
    planning.tell(
      field,
      'not-founded-yet',
      `“${called(heir)}”自 ${first ?? '—'} 起才有，这一天还没有成立。请填那以后的日期，或选另一个组织。`,
      `${called(heir)} exists only from ${first ?? '—'} on, not yet on this day. Choose a later day, or another organization.`,
    )
  const closed =
    heir.closed ??
    (await decisionsOf(reader, heir.id)).find(one => one.was_closed !== null && one.effective > on)
      ?.was_closed
  if (closed != null)
    planning.tell(
      field,
      'org-closed',
      `“${called(heir)}”于 ${closed} 撤销。请选另一个组织。`,
      `${called(heir)} was closed on ${closed}. Choose another one.`,
    )
}

function refuseEnded(planning: Planning, org: KnownOrg): void {
  if (org.closed === null) return
  planning.tell(
    'org',
    'org-closed',
    `“${called(org)}”已于 ${org.closed} 撤销，不能再办理一次。请核对是不是选错了组织；那次登记有误的，请在“操作记录”里取消那一项。`,
    `${called(org)} was closed on ${org.closed} already, and cannot be closed twice. Check that it is the right organization; where that closing was wrong, undo it under History.`,
  )
}

async function refuseUnits(planning: Planning, org: KnownOrg, units: readonly string[]): Promise<void> {
  if (units.length === 0) return
  const names = some((await unitsNamed(planning, units)).map(called))
  planning.tell(
    'org',
    'org-has-units',
    `“${called(org)}”之下还有 ${units.length} 个组织（${names}）。请先把它们撤销或改设到别处。`,
    `There ${units.length === 1 ? 'is' : 'are'} ${plural(units.length, 'organization')} below ${called(org)} (${names}). Close or move ${units.length === 1 ? 'it' : 'them'} first.`,
  )
}

/** Whatever stood below what is merged stands below the other one. */
async function refuseUnfitUnits(
  planning: Planning,
  heir: KnownOrg,
  units: readonly string[],
  on: string,
): Promise<void> {
  if (units.length === 0) return
  const below = await firstDayBelow(planning.standpoint.reader, { parent: heir.id, orgs: units, from: on })
  if (below !== undefined && !planning.isRefused('into'))
    planning.tell(
      'into',
      'parent-circle',
      `“${called(heir)}”在 ${below.on} 设在要合并的组织之下，那时不能倒过来。请选另一个组织，或填它改设到别处以后的日期。`,
      `On ${below.on} ${called(heir)} stands below what is to be merged. Choose another organization, or a day after it moved elsewhere.`,
    )
  const above = { kind: orgKindSchema.parse(heir.kind), tier: tierSchema.parse(heir.tier) }
  const unfit = (await unitsNamed(planning, units)).filter(
    unit =>
      !mayStandUnder(orgKindSchema.parse(unit.kind), above.kind) ||
      !tierFits(tierSchema.parse(unit.tier), above.tier),
  )
  if (unfit.length === 0) return
  planning.tell(
    'into',
    'children-unfit',
    `其下的 ${unfit.length} 个组织（${some(unfit.map(called))}）不能设在“${called(heir)}”之下。请先把它们改设到别处。`,
    `${plural(unfit.length, 'organization')} below it (${some(unfit.map(called))}) cannot stand under ${called(heir)}. Move ${unfit.length === 1 ? 'it' : 'them'} elsewhere first.`,
  )
}

/** Some of them are enough to tell of. */
async function unitsNamed(planning: Planning, ids: readonly string[]) {
  return planning.standpoint.reader
    .selectFrom('org')
    .where('id', 'in', ids.slice(0, 900))
    .select(['name', 'short_name', 'kind', 'tier'])
    .execute()
}

/** Whoever went to another office meanwhile is not ours to write about any more. */
export async function refuseElsewhere(planning: Planning, stays: readonly Stay[], on: string): Promise<void> {
  const places = new Set(stays.filter(stay => stay.since > on).flatMap(stay => stay.at ?? []))
  for (const place of places) {
    const looked = await lookUpOrg(planning.standpoint, place)
    if (looked.kind === 'found' && looked.found.own) continue
    planning.tell(
      'effective',
      'moved-away',
      '这一天以后已有团员转到别的单位，他们的登记归那里管理。请填他们转走以后的日期。',
      'Since this day members have gone to other offices, who keep their records now. Choose a day after they went.',
    )
    return
  }
}

function nothing(): never {
  invariant(false, 'what has problems is not carried out')
}
