import type { OrgKind, Tier } from '#contract/vocabulary.ts'
import { orgKindSchema, tierSchema } from '#contract/vocabulary.ts'
import { draftIds, type Plan } from '#db/plans/plan.ts'
import { columnsOf } from '#db/records/columns.ts'
import { kindsInEnglish, org as orgKind, tiersInEnglish } from '#db/records/org.ts'
import { firstDay } from '#db/records/types/day.ts'
import { orgKindOfName, orgKindWords, tierWords } from '#db/records/words/org-words.ts'
import { nameKey } from '#db/shared/name-key.ts'
import type { Text } from '#db/shared/text.ts'
import { sentenceOf } from '../sentence.ts'
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
    const [id, place] = [nextId(), nextId()]
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
      ],
      label,
      sentences: [sentenceOf(label)],
    }
  })
}

/** 改变隶属关系: an organization with all below it comes under another one. */
export async function planOrgMove(planning: Planning): Promise<Plan> {
  const { office, reader } = planning.standpoint
  planning.assume({ since: planning.day('since') })
  planning.check()
  planning.missing()
  const { org, parent } = planning.orgs
  const since = planning.day('since')
  if (planning.text('parent') === undefined && !planning.isRefused('parent'))
    planning.tell(
      'parent',
      'missing',
      '没有填写改设在哪个组织之下。请补上。',
      'There is no organization for it to come under. Fill it in.',
    )
  planning.refuseFar('since', since)
  planning.refuseClosed('parent', since)
  if (org !== undefined && parent !== undefined) {
    if (org.id === office)
      planning.tell(
        'org',
        'for-the-office-above',
        '本单位自己设在哪里，由上级登记。',
        'Where your own office stands is for the office above it to register.',
      )
    else if (parent.above.includes(org.id))
      planning.tell(
        'parent',
        'parent-circle',
        `“${called(parent)}”就在“${called(org)}”之下，不能倒过来。请选另一个上级。`,
        `${called(parent)} is ${org.id === parent.id ? 'the same organization' : `below ${called(org)} itself`}. Choose another organization above.`,
      )
    else if (org.parent === parent.id)
      planning.tell(
        'parent',
        'already-there',
        `“${called(org)}”已经设在“${called(parent)}”之下。`,
        `${called(org)} stands under ${called(parent)} already.`,
      )
    else
      refuseUnfit(planning, { kind: orgKindSchema.parse(org.kind), tier: tierSchema.parse(org.tier) }, parent)
    if (org.placedSince !== null && since < org.placedSince)
      planning.tell(
        'since',
        'before-last',
        `早于现在的隶属关系（自 ${org.placedSince}）。请填那以后的日期。`,
        `Its present place is known from ${org.placedSince}. Choose a day from then on.`,
      )
  }
  const below = org === undefined ? 0 : await countBelow(reader, org.id)
  return planning.finish(() => {
    const id = draftIds()()
    const label = {
      what: 'org-move',
      title: org === undefined ? '' : called(org),
      to: parent === undefined ? '' : called(parent),
      on: since,
      ...decisionOf(planning),
    }
    const fields = { org: org?.id ?? '', parent: parent?.id ?? '', since, follows: org?.lastPlacements ?? [] }
    return {
      id,
      drafts: [{ act: 'create', entity: 'placement', id, fields }],
      label,
      sentences: [
        sentenceOf(label),
        ...(below > 0
          ? [
              {
                zh: `其下 ${below} 个组织一并转过去。`,
                en: `The ${below} organizations below it come along.`,
              },
            ]
          : []),
      ],
    }
  })
}

async function countBelow(reader: Planning['standpoint']['reader'], org: string): Promise<number> {
  const row = await reader
    .withRecursive('below(org)', db =>
      db
        .selectNoFrom(eb => eb.val(org).as('org'))
        .union(
          db
            .selectFrom('placement')
            .innerJoin('below', 'below.org', 'placement.parent')
            .where('placement.until', 'is', null)
            .select('placement.org'),
        ),
    )
    .selectFrom('below')
    .select(eb => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count - 1
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
  const find = (column: 'code' | 'name_key', value: string) =>
    reader
      .selectFrom('org')
      .where(column, '=', value)
      .where('id', '<>', own ?? '')
      .where('closed', 'is', null)
      .select(['name', 'short_name'])
      .executeTakeFirst()
  const sameCode = code === undefined ? undefined : await find('code', code)
  if (sameCode !== undefined)
    planning.tell(
      'code',
      'code-known',
      `“${sameCode.name}”已经用了这个组织ID。请核对。`,
      `${sameCode.name} has this code already. Check it.`,
    )
  const sameName = name === undefined ? undefined : await find('name_key', nameKey(name))
  if (sameName !== undefined)
    planning.tell(
      'name',
      'name-known',
      '台账里已有一个组织叫这个全称。请核对；如是另一个组织，请写出区别。',
      'There is an organization of this full name already. Check it; if this is another one, write what tells them apart.',
    )
}

/** 决定日期 and 文号 of an act, noted with it. */
function decisionOf(planning: Planning): Readonly<Record<string, string>> {
  const { decided, document } = planning.standpoint
  return { ...(decided !== undefined && { decided }), ...(document !== undefined && { document }) }
}
