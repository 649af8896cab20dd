import { orgKindSchema, tierSchema } from '#contract/vocabulary.ts'
import { type Draft, draftIds, type Plan } from '#db/plans/plan.ts'
import { maskId } from '#db/records/types/id-number.ts'
import { invariant } from '#db/shared/invariant.ts'
import { plural } from '#db/shared/plural.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { called, lookUpOrg } from '../acts/known.ts'
import { refuseSameName, refuseUnfit } from '../acts/plan-org.ts'
import type { Planning } from '../acts/planning.ts'
import { decisionSentence } from '../history/sentence.ts'
import {
  askLater,
  decisionDraft,
  decisionOf,
  laterOf,
  laterStays,
  refuseBeforeFounding,
  refuseClosedThen,
  refuseOwnOffice,
  some,
} from './asking.ts'
import { refuseElsewhere } from './dissolve.ts'
import { placesOf, staysOfMembers } from './gather.ts'
import { rewrite } from './timeline.ts'

/** 分设: beside an organization another one of its kind is founded, and some of its members go there. */
export async function planSplit(planning: Planning): Promise<Plan> {
  const { standpoint } = planning
  const { reader } = standpoint
  const { org } = planning.orgs
  const on = planning.day('effective')
  planning.missing()
  planning.refuseFar('effective', on)
  if (org === undefined) return planning.finish(nothing)
  refuseOwnOffice(planning, org)
  refuseClosedThen(planning, org, on)
  refuseBeforeFounding(planning, org, on)
  await refuseSameName(planning, undefined)
  const parent = (await placesOf(reader, org.id)).find(
    place => place.since <= on && (place.until === null || place.until > on),
  )?.at
  const above = parent == null ? undefined : await lookUpOrg(standpoint, parent)
  const child = { kind: orgKindSchema.parse(org.kind), tier: tierSchema.parse(org.tier) }
  if (above?.kind === 'found') {
    if (!above.found.own) planning.notYours('org', above.found)
    else refuseUnfit(planning, child, above.found, 'org')
  } else
    planning.tell(
      'org',
      'no-place',
      `“${called(org)}”在这一天不在任何组织之下，不能分设。请先登记它的上级。`,
      `On this day ${called(org)} stands below no other organization. Register first what it stands under.`,
    )
  const numbers = [...new Set((planning.text('members') ?? '').split(/[\s,，;；、]+/))].filter(Boolean)
  const stays = await staysOfMembers(reader, org.id, on)
  const { people, unknown } = await whoIsMeant(reader, numbers)
  const here = new Set(stays.map(stay => stay.subject))
  const strangers = people.filter(person => !here.has(person.id))
  if (unknown.length > 0)
    planning.tell(
      'members',
      'person-unknown',
      `台账里没有这 ${unknown.length} 个身份证号：${some(unknown.map(maskId))}。请核对。`,
      `${plural(unknown.length, 'ID number is', 'ID numbers are')} not in the registry: ${some(unknown.map(maskId))}. Check ${unknown.length === 1 ? 'it' : 'them'}.`,
    )
  if (strangers.length > 0)
    planning.tell(
      'members',
      'person-elsewhere',
      `有 ${strangers.length} 人在这一天以后不在“${called(org)}”：${some(strangers.map(({ name }) => name))}。请从名单里去掉，或改用“转移”。`,
      `${plural(strangers.length, 'of them is', 'of them are')} not in ${called(org)} from this day on: ${some(strangers.map(({ name }) => name))}. Take ${strangers.length === 1 ? 'that one' : 'those'} off the list, or use "Move".`,
    )
  const chosen = new Set(people.map(({ id }) => id))
  const going = stays.filter(stay => chosen.has(stay.subject))
  await refuseElsewhere(planning, going, on)
  const nextId = draftIds()
  const [id, place, note] = [nextId(), nextId(), nextId()]
  const change = { from: org.id, to: id, on, later: laterOf(planning), nextId }
  const moved = rewrite(going, { ...change, entity: 'membership', fresh: { since_known: 1 } })
  const says = askLater(planning, laterStays(moved.later))
  if (numbers.length === 0)
    planning.warn(
      `没有写明哪些团员编入，新组织暂时没有团员。`,
      `Nobody is named to go there; the new organization has no members yet.`,
    )
  return planning.finish(() => {
    const [name, short, code] = [
      planning.text('name') ?? '',
      planning.text('short_name'),
      planning.text('code'),
    ]
    const { kind, tier, branch_type, industry } = org
    const fields = { name, short_name: short ?? null, code: code ?? null, kind, tier, branch_type, industry }
    const drafts: Draft[] = [
      { act: 'create', entity: 'org', id, fields: { ...fields, founded: on, founded_precision: 'day' } },
      {
        act: 'create',
        entity: 'placement',
        id: place,
        fields: { org: id, parent: parent ?? '', since: on, follows: [] },
      },
      decisionDraft(planning, { id: note, org: id, act: 'split', on, other: org }),
      ...moved.drafts,
    ]
    const label = {
      what: 'org-act',
      act: 'split',
      title: short ?? name,
      to: called(org),
      on,
      members: moved.subjects,
      ...decisionOf(planning),
    }
    return { id, drafts, label, sentences: [decisionSentence(label), ...says] }
  })
}

/** Whom these ID numbers mean, and those that mean nobody. Of two with one number the older record counts. */
/** By ID number, or by record: the window shows no numbers in full, and names the people that were ticked. */
async function whoIsMeant(reader: Reader, numbers: readonly string[]) {
  const people = new Map<string, { id: string; name: string }>()
  for (let at = 0; at < numbers.length; at += 900) {
    const some = numbers.slice(at, at + 900)
    const rows = await reader
      .selectFrom('person')
      .where(eb =>
        eb.or([
          eb(
            'id_number',
            'in',
            some.map(number => number.toUpperCase()),
          ),
          eb('id', 'in', some),
        ]),
      )
      .orderBy('id')
      .select(['id', 'name', 'id_number'])
      .execute()
    for (const { id, name, id_number: number } of rows) {
      people.set(id, { id, name })
      if (number !== null && !people.has(number)) people.set(number, { id, name })
    }
  }
  const meant = numbers.map(number => people.get(number) ?? people.get(number.toUpperCase()))
  return {
    people: [...new Set(meant.filter(one => one !== undefined))],
    unknown: numbers.filter((_, at) => meant[at] === undefined),
  }
}

function nothing(): never {
  invariant(false, 'what has problems is not carried out')
}
