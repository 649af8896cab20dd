import { type OrgKind, orgKindSchema, type Tier, tierSchema } from '#contract/vocabulary.ts'
import { type Draft, draftIds, type Plan } from '#db/plans/plan.ts'
import { kindsInEnglish, tiersInEnglish } from '#db/records/org.ts'
import { orgKindWords, tierWords } from '#db/records/words/org-words.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import { plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import { called, type KnownOrg, lookUpOrg } from '../acts/known.ts'
import { mayStandUnder, tierFits } from '../acts/may-stand-under.ts'
import { refuseSameName, refuseUnfit } from '../acts/plan-org.ts'
import type { Planning } from '../acts/planning.ts'
import { Former } from '../former.ts'
import { decisionSentence } from '../history/sentence.ts'
import {
  askLater,
  decisionDraft,
  decisionOf,
  type LaterOne,
  laterOf,
  refuseBeforeFounding,
  refuseClosedThen,
} from './asking.ts'
import { decisionsOf, type KnownDecision } from './gather.ts'

/** 更名: another name from a day on, and where it has one another code. What it was called until then is kept. */
export async function planRename(planning: Planning): Promise<Plan> {
  const { reader, office, hasParentOffice } = planning.standpoint
  const { org } = planning.orgs
  const on = planning.day('effective')
  const [name, short, code] = [planning.text('name'), planning.text('short_name'), planning.text('code')]
  if (name === undefined && short === undefined && code === undefined)
    planning.tell(
      'name',
      'missing',
      '没有填写新的全称。请补上。',
      'The new full name is missing. Fill it in.',
    )
  if (org === undefined) return planning.finish(nothing)
  refuseClosedThen(planning, org, on)
  refuseBeforeFounding(planning, org, on)
  if (code !== undefined && org.id === office && hasParentOffice)
    planning.tell(
      'code',
      'for-the-office-above',
      '本单位自己的组织ID由上级登记。',
      'The code of your own office is for the office above it to register.',
    )
  await refuseSameName(planning, org.id)
  const decisions = await decisionsOf(reader, org.id)
  const then = styleOn(org, decisions, on)
  const now = { name: name ?? then.name, short_name: short ?? then.short_name, code: code ?? then.code }
  if (now.name === then.name && now.short_name === then.short_name && now.code === then.code)
    planning.tell(
      'name',
      'unchanged',
      `“${called(then)}”就叫这个名称。请填写新的名称。`,
      `${called(then)} is called so already. Fill in the new name.`,
    )
  if (name !== undefined && short === undefined && then.short_name !== null)
    planning.warn(
      `简称仍是“${then.short_name}”。如也改了，请一并填写。`,
      `The short name stays ${then.short_name}. If it changed too, fill it in.`,
    )
  const later = decisions.filter(
    one => one.effective > on && (one.was_name !== null || one.was_code !== null),
  )
  const says = askLater(planning, later.map(laterDecision))
  return planning.finish(() => {
    const id = draftIds()()
    const isNamed = now.name !== then.name || now.short_name !== then.short_name
    const isCoded = now.code !== then.code
    const drafts: Draft[] = [
      decisionDraft(planning, {
        id,
        org: org.id,
        act: 'rename',
        on,
        was: {
          ...(isNamed && { was_name: then.name, was_short_name: then.short_name }),
          ...(isCoded && { was_code: then.code ?? '' }),
        },
      }),
    ]
    const names = { name: now.name, short_name: now.short_name }
    if (laterOf(planning) === 'replace') {
      for (const one of later) drafts.push({ act: 'remove', entity: 'decision', id: one.id })
      drafts.push({ act: 'edit', entity: 'org', id: org.id, fields: { ...names, code: now.code } })
    } else {
      const named = later.find(one => one.was_name !== null)
      const coded = later.find(one => one.was_code !== null)
      if (isNamed)
        drafts.push(until(named, { was_name: now.name, was_short_name: now.short_name }, org, names))
      if (isCoded) drafts.push(until(coded, { was_code: now.code }, org, { code: now.code }))
    }
    const to = now.short_name !== then.short_name ? (now.short_name ?? now.name) : now.name
    const label = {
      what: 'org-act',
      act: 'rename',
      title: called(then),
      to: isNamed ? to : `${called(then)}（${now.code ?? ''}）`,
      on,
      ...decisionOf(planning),
    }
    return { id: org.id, drafts, label, sentences: [decisionSentence(label), ...says] }
  })
}

/** What holds from the act on holds until the next decision; where there is none, in the end. */
function until(
  next: KnownDecision | undefined,
  was: Readonly<Record<string, string | null>>,
  org: KnownOrg,
  now: Readonly<Record<string, string | null>>,
): Draft {
  return next === undefined
    ? { act: 'edit', entity: 'org', id: org.id, fields: now }
    : { act: 'edit', entity: 'decision', id: next.id, fields: was }
}

/** 改类型: a 团支部 becomes a 团总支, a 社区 one of the 两新, from a day on. */
export async function planKind(planning: Planning): Promise<Plan> {
  const { reader, office, hasParentOffice } = planning.standpoint
  const { org } = planning.orgs
  const on = planning.day('effective')
  const [kind, tier] = [planning.text('kind'), planning.text('tier')]
  if (kind === undefined && tier === undefined && !planning.isRefused('kind') && !planning.isRefused('tier'))
    planning.tell(
      'kind',
      'missing',
      '没有选新的组织类型或所属层级。请选一项。',
      'Neither a new kind nor a new tier is given. Choose one.',
    )
  if (org === undefined) return planning.finish(nothing)
  if (org.id === office && hasParentOffice)
    planning.tell(
      'org',
      'for-the-office-above',
      '本单位自己的类型和层级由上级登记。',
      'Kind and tier of your own office are for the office above it to register.',
    )
  refuseClosedThen(planning, org, on)
  refuseBeforeFounding(planning, org, on)
  const decisions = await decisionsOf(reader, org.id)
  const then = styleOn(org, decisions, on)
  const now = {
    kind: orgKindSchema.parse(kind ?? then.kind),
    tier: tierSchema.parse(tier ?? then.tier),
  }
  if (now.kind === then.kind && now.tier === then.tier && (kind !== undefined || tier !== undefined))
    planning.tell(
      kind === undefined ? 'tier' : 'kind',
      'unchanged',
      `“${called(then)}”的类型和层级就是这样。`,
      `${called(then)} is of this kind and tier already.`,
    )
  await refuseUnfitPlace(planning, org, now)
  const later = decisions.filter(one => one.effective > on && one.was_kind !== null)
  const says = askLater(planning, later.map(laterDecision))
  return planning.finish(() => {
    const id = draftIds()()
    const was = { was_kind: then.kind, was_tier: then.tier }
    const drafts: Draft[] = [decisionDraft(planning, { id, org: org.id, act: 'kind', on, was })]
    if (laterOf(planning) === 'replace') {
      for (const one of later) drafts.push({ act: 'remove', entity: 'decision', id: one.id })
      drafts.push({ act: 'edit', entity: 'org', id: org.id, fields: now })
    } else drafts.push(until(later[0], { was_kind: now.kind, was_tier: now.tier }, org, now))
    const words = sortWords(now, then)
    const before = sortWords({ kind: orgKindSchema.parse(then.kind), tier: tierSchema.parse(then.tier) }, now)
    const label = {
      what: 'org-act',
      act: 'kind',
      title: called(then),
      from: before.zh,
      fromEn: before.en,
      to: words.zh,
      toEn: words.en,
      on,
      ...decisionOf(planning),
    }
    return { id: org.id, drafts, label, sentences: [decisionSentence(label), ...says] }
  })
}

type Sort = { readonly kind: OrgKind; readonly tier: Tier }

function sortWords(now: Sort, then: { readonly kind: string; readonly tier: string }): Text {
  const kind = { zh: orgKindWords.wordFor(now.kind), en: kindsInEnglish[now.kind] }
  const tier = { zh: tierWords.wordFor(now.tier), en: tiersInEnglish[now.tier] }
  if (now.tier === then.tier) return kind
  if (now.kind === then.kind) return tier
  return { zh: `${tier.zh}的${kind.zh}`, en: `${kind.en} (${tier.en})` }
}

async function refuseUnfitPlace(planning: Planning, org: KnownOrg, now: Sort): Promise<void> {
  const { standpoint } = planning
  const above = org.parent === null ? undefined : await lookUpOrg(standpoint, org.parent)
  if (above?.kind === 'found') refuseUnfit(planning, now, above.found, 'kind')
  const below = await standpoint.reader
    .selectFrom('placement')
    .innerJoin('org', 'org.id', 'placement.org')
    .where('placement.parent', '=', org.id)
    .where('placement.until', 'is', null)
    .where('org.closed', 'is', null)
    .select(['org.kind', 'org.tier', 'org.name', 'org.short_name'])
    .execute()
  const unfit = below.filter(
    one =>
      !mayStandUnder(orgKindSchema.parse(one.kind), now.kind) ||
      !tierFits(tierSchema.parse(one.tier), now.tier),
  )
  const [first] = unfit
  if (first === undefined) return
  planning.tell(
    'kind',
    'children-unfit',
    `其下的 ${unfit.length} 个组织（如“${called(first)}”）不能设在这样的组织之下。请先调整这些组织。`,
    `${plural(unfit.length, 'organization')} below it, such as ${called(first)}, cannot stand under such a one. Change those first.`,
  )
}

/** The organization as it was on the day. */
export function styleOn(org: KnownOrg, decisions: readonly KnownDecision[], on: IsoDay): KnownOrg {
  return new Former(decisions.map(one => ({ ...one, no: org.no }))).byNo(org.no, org, on)
}

export function laterDecision(one: KnownDecision): LaterOne {
  const zh: string[] = []
  const en: string[] = []
  if (one.was_name !== null) {
    zh.push(`更名（原“${one.was_short_name ?? one.was_name}”）`)
    en.push(`renamed (was ${one.was_short_name ?? one.was_name})`)
  } else if (one.was_code !== null) {
    zh.push(`改组织ID（原 ${one.was_code || '无'}）`)
    en.push(`given another code (was ${one.was_code || 'none'})`)
  }
  if (one.was_kind !== null) {
    zh.push('改类型')
    en.push('changed in kind')
  }
  return { day: one.effective, says: { zh: zh.join('、'), en: en.join(', ') } }
}

function nothing(): never {
  invariant(false, 'what has problems is not carried out')
}
