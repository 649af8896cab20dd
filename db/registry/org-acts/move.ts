import { orgKindSchema, tierSchema } from '#contract/vocabulary.ts'
import { type Draft, draftIds, type Plan } from '#db/plans/plan.ts'
import { plural } from '#db/shared/plural.ts'
import { called } from '../acts/known.ts'
import { refuseUnfit } from '../acts/plan-org.ts'
import type { Planning } from '../acts/planning.ts'
import { sentenceOf } from '../history/sentence.ts'
import { askLater, decisionDraft, decisionOf, isDecided, laterOf, movedUnder } from './asking.ts'
import { firstDayBelow, placesOf, shortNames } from './gather.ts'
import { holdingIn } from './timeline.ts'

/** 改变隶属关系: an organization with all below it comes under another one. */
export async function planOrgMove(
  planning: Planning,
  dayField: 'since' | 'effective' = 'since',
): Promise<Plan> {
  const { office, reader } = planning.standpoint
  planning.assume({ [dayField]: planning.day(dayField) })
  planning.check()
  planning.missing()
  const { org, parent } = planning.orgs
  const since = planning.day(dayField)
  if (planning.text('parent') === undefined && !planning.isRefused('parent'))
    planning.tell(
      'parent',
      'missing',
      '没有填写改设在哪个组织之下。请补上。',
      'There is no organization for it to come under. Fill it in.',
    )
  planning.refuseFar(dayField, since)
  planning.refuseClosed('parent', since)
  const holding = holdingIn(org === undefined ? [] : await placesOf(reader, org.id))
  const now = holding.findLast(place => place.since <= since)
  const later = holding.filter(place => place.since > since)
  if (org !== undefined && parent !== undefined) {
    const below = await firstDayBelow(reader, { parent: parent.id, orgs: [org.id], from: since })
    if (org.id === office)
      planning.tell(
        'org',
        'for-the-office-above',
        '本单位自己设在哪里，由上级登记。',
        'Where your own office stands is for the office above it to register.',
      )
    else if (parent.id === org.id)
      planning.tell(
        'parent',
        'parent-circle',
        `“${called(org)}”不能设在自己之下。请选另一个上级。`,
        `${called(org)} cannot stand under itself. Choose another organization above.`,
      )
    else if (parent.above.includes(org.id))
      planning.tell(
        'parent',
        'parent-circle',
        `“${called(parent)}”就在“${called(org)}”之下，不能倒过来。请选另一个上级。`,
        `${called(parent)} is below ${called(org)} itself. Choose another organization above.`,
      )
    else if (below !== undefined)
      planning.tell(
        'parent',
        'parent-circle',
        `“${called(parent)}”在 ${below.on} 设在“${called(org)}”之下，那时不能倒过来。请选另一个上级，或填它改设到别处以后的日期。`,
        `On ${below.on} ${called(parent)} stands below ${called(org)} itself. Choose another organization above, or a day after it moved elsewhere.`,
      )
    else if (now?.at === parent.id)
      planning.tell(
        'parent',
        'already-there',
        `“${called(org)}”${now.until === null ? '已经' : '这一天'}设在“${called(parent)}”之下。`,
        `${called(org)} ${now.until === null ? 'stands' : 'stood'} under ${called(parent)} ${now.until === null ? 'already' : 'on this day'}.`,
      )
    else
      refuseUnfit(planning, { kind: orgKindSchema.parse(org.kind), tier: tierSchema.parse(org.tier) }, parent)
    const [first] = holding
    if (first !== undefined && since < first.since)
      planning.tell(
        dayField,
        'before-last',
        `早于该组织最早的隶属关系（自 ${first.since}）。请填那以后的日期。`,
        `Its first place is known from ${first.since}. Choose a day from then on.`,
      )
  }
  const below = org === undefined ? 0 : await countBelow(reader, org.id)
  const names = await shortNames(
    reader,
    [...later, ...(now === undefined ? [] : [now])].flatMap(place => place.at ?? []),
  )
  const says = askLater(
    planning,
    later.map(({ since: day, at }) => movedUnder(day, names.get(at ?? '') ?? '')),
    dayField === 'since' ? 'since' : 'later',
  )
  return planning.finish(() => {
    const nextId = draftIds()
    const id = nextId()
    const label = {
      what: 'org-move',
      title: org === undefined ? '' : called(org),
      from: names.get(now?.at ?? '') ?? '',
      to: parent === undefined ? '' : called(parent),
      on: since,
      ...decisionOf(planning),
    }
    const drafts: Draft[] = []
    let follows = org?.lastPlacements ?? []
    const put = (at: string | null, day: string, as: string) => {
      const fields = { org: org?.id ?? '', parent: at, since: day, follows: [...follows] }
      drafts.push({ act: 'create', entity: 'placement', id: as, fields })
      follows = [as]
    }
    put(parent?.id ?? '', since, id)
    // A place ends where one of higher version begins: what is to stay is written again.
    if (laterOf(planning) === 'keep') for (const place of later) put(place.at, place.since, nextId())
    if (isDecided(planning) && org !== undefined)
      drafts.push(
        decisionDraft(planning, { id: nextId(), org: org.id, act: 'move', on: since, other: parent }),
      )
    return {
      // An act is told of its organization; by hand a place is a record of its own.
      id: dayField === 'effective' ? (org?.id ?? '') : id,
      drafts,
      label,
      sentences: [
        sentenceOf(label),
        ...(below > 0
          ? [
              {
                zh: `其下 ${below} 个组织一并转过去。`,
                en: `The ${plural(below, 'organization')} below it ${below === 1 ? 'comes' : 'come'} along.`,
              },
            ]
          : []),
        ...says,
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
