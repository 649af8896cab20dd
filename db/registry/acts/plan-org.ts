import type { OrgKind, Tier } from '#contract/vocabulary.ts'
import { orgKindSchema, tierSchema } from '#contract/vocabulary.ts'
import { draftIds, type Plan } from '#db/plans/plan.ts'
import { columnsOf } from '#db/records/columns.ts'
import { kindsInEnglish, org as orgKind, tiersInEnglish } from '#db/records/org.ts'
import { firstDay } from '#db/records/types/day.ts'
import { orgKindOfName, orgKindWords, tierWords } from '#db/records/words/org-words.ts'
import { nameKey } from '#db/shared/name-key.ts'
import type { Text } from '#db/shared/text.ts'
import { sentenceOf } from '../history/sentence.ts'
import { decisionDraft, decisionOf, isDecided } from '../org-acts/asking.ts'
import { called, type KnownOrg } from './known.ts'
import { inferTier, mayStandUnder, tierFits } from './may-stand-under.ts'
import type { Planning } from './planning.ts'

/** 新建一个团组织 under another one. */
export async function planOrgAdd(planning: Planning): Promise<Plan> {
  const { on } = planning.standpoint
  const { parent } = planning.orgs
  const name = planning.text('name')
  const byName = orgKindOfName(name ?? '')
  if (
    planning.text('kind') === undefined &&
    byName === undefined &&
    name !== undefined &&
    !planning.isRefused('kind')
  )
    planning.tell(
      'kind',
      'kind-missing',
      '从名称看不出组织类型。请选团工委、团委、团总支或团支部。',
      'The name does not tell the kind. Choose work committee, committee, general branch or branch.',
    )
  planning.assume({ kind: byName, branch_type: 'ordinary', founded: on })
  const kind = orgKindSchema.safeParse(planning.text('kind')).data
  if (kind !== undefined && parent !== undefined)
    planning.assume({
      tier: inferTier(kind, name ?? '', planning.text('industry') ?? '', tierSchema.parse(parent.tier)),
    })
  planning.check()
  planning.missing()
  const tier = tierSchema.safeParse(planning.text('tier')).data
  const founded = planning.text('founded')
  const since = (founded === undefined ? undefined : firstDay(founded)) ?? planning.day('since')
  planning.refuseFar('founded', since)
  planning.refuseClosed('parent', since)
  if (kind !== undefined && tier !== undefined && parent !== undefined)
    refuseUnfit(planning, { kind, tier }, parent)
  await refuseSameName(planning, undefined)
  return planning.finish(() => {
    const nextId = draftIds()
    const [id, place, note] = [nextId(), nextId(), nextId()]
    const { parent: _parent, ...said } = planning.said
    const label = {
      what: 'add',
      kind: 'org',
      title: orgKind.title(said),
      at: parent === undefined ? '' : called(parent),
      ...decisionOf(planning),
    }
    return {
      id,
      drafts: [
        { act: 'create', entity: 'org', id, fields: columnsOf(orgKind, said) },
        {
          act: 'create',
          entity: 'placement',
          id: place,
          fields: { org: id, parent: parent?.id ?? '', since, follows: [] },
        },
        ...(isDecided(planning)
          ? [decisionDraft(planning, { id: note, org: id, act: 'establish', on: since })]
          : []),
      ],
      label,
      sentences: [sentenceOf(label)],
    }
  })
}

/** Kinds and tiers as they may stand under each other (domain.md, "Who may stand under whom"). */
export function refuseUnfit(
  planning: Planning,
  child: { readonly kind: OrgKind; readonly tier: Tier },
  parent: KnownOrg,
  field = 'parent',
): void {
  const above = { kind: orgKindSchema.parse(parent.kind), tier: tierSchema.parse(parent.tier) }
  if (mayStandUnder(child.kind, above.kind) && tierFits(child.tier, above.tier)) return
  planning.tell(
    field,
    'parent-unfit',
    `${told(child).zh}不能设在“${called(parent)}”（${told(above).zh}）之下。请核对组织类型、所属层级和上级组织。`,
    `A ${told(child).en} cannot stand under "${called(parent)}", a ${told(above).en}. Check kind, tier and the organization above.`,
  )
}

function told({ kind, tier }: { readonly kind: OrgKind; readonly tier: Tier }): Text {
  return {
    zh: `${tierWords.wordFor(tier)}的${orgKindWords.wordFor(kind)}`,
    en: `${kindsInEnglish[kind]} (${tiersInEnglish[tier]})`,
  }
}

/** One code or one full name for two organizations: nobody could name either of them any more. */
export async function refuseSameName(planning: Planning, own: string | undefined): Promise<void> {
  const { reader } = planning.standpoint
  const [code, name] = [planning.text('code'), planning.text('name')]
  if (code !== undefined) await refuseUsedCode(planning, code, own)
  const sameName =
    name === undefined
      ? undefined
      : await reader
          .selectFrom('org')
          .where('name_key', '=', nameKey(name))
          .where('id', '<>', own ?? '')
          .where('closed', 'is', null)
          .select('id')
          .executeTakeFirst()
  if (sameName !== undefined)
    planning.tell(
      'name',
      'name-known',
      '台账里已有一个组织叫这个全称。请核对；如是另一个组织，请写出区别。',
      'There is an organization of this full name already. Check it; if this is another one, write what tells them apart.',
    )
}

/** A code is never used again: papers that name it mean whoever had it first, closed, merged or given another one since. */
async function refuseUsedCode(planning: Planning, code: string, own: string | undefined): Promise<void> {
  const { reader } = planning.standpoint
  const holder = await reader
    .selectFrom('org')
    .where('code', '=', code)
    .where('id', '<>', own ?? '')
    .select(['name', 'short_name', 'closed'])
    .executeTakeFirst()
  const former = await reader
    .selectFrom('decision')
    .innerJoin('org', 'org.id', 'decision.org')
    .where('decision.was_code', '=', code)
    .where('decision.org', '<>', own ?? '')
    .select(['org.name', 'org.short_name', 'decision.effective'])
    .executeTakeFirst()
  if (holder !== undefined && holder.closed === null)
    planning.tell(
      'code',
      'code-known',
      `“${holder.name}”已经用了这个组织ID。请核对。`,
      `${holder.name} has this code already. Check it.`,
    )
  else if (holder !== undefined)
    planning.tell(
      'code',
      'code-used',
      `这个组织ID是“${called(holder)}”的，该组织已于 ${holder.closed} 撤销。组织ID不重复使用，请另编一个。`,
      `This code belonged to ${called(holder)}, closed on ${holder.closed}. Codes are never used again; choose another one.`,
    )
  else if (former !== undefined)
    planning.tell(
      'code',
      'code-used',
      `这个组织ID是“${called(former)}”在 ${former.effective} 以前用的。组织ID不重复使用，请另编一个。`,
      `${called(former)} had this code until ${former.effective}. Codes are never used again; choose another one.`,
    )
}
