import { sql } from 'kysely'
import type { Draft, Plan } from '#db/plans/plan.ts'
import { titleToldOf } from '#db/records/kinds.ts'
import { secretaryTitle } from '#db/records/post.ts'
import { cut, firstDay } from '#db/records/types/day.ts'
import { refuseClosedPeriod } from '../closings/plan-closed.ts'
import { postEnds } from '../transfers/plan-transfer.ts'
import { type AskedWords, readAskedWords, tellUncounted } from './asked-words.ts'
import { called, type Standpoint } from './known.ts'
import { created, type Planning } from './planning.ts'
import { warnExtension } from './warn-extension.ts'
import { asItsType, isOwn, readWorkTypes, type WorkTypes } from './work-types.ts'

/** 任命: who holds which post in which organization. */
export async function planPost(planning: Planning): Promise<Plan> {
  const { reader, on, today } = planning.standpoint
  planning.assume({ since: on ?? today })
  planning.check()
  planning.missing()
  refuseLeft(planning)
  const since = planning.text('since')
  const [{ person }, { org }] = [planning.people, planning.orgs]
  if (since !== undefined) {
    const first = firstDay(since) ?? today
    planning.refuseFar('since', first)
    planning.refuseClosed('org', first)
    if (person?.birth != null && first < person.birth)
      planning.tell(
        'since',
        'date-order',
        `早于${person.name}的出生日期 ${person.birth}。请改正。`,
        `this is before ${person.name} was born, ${person.birth}. Correct it.`,
      )
  }
  const former = planning.text('former')
  const heads: PostHeld[] = []
  const title = planning.text('title')
  const first = firstDay(since ?? '') ?? today
  if (org !== undefined && title !== undefined) {
    const now = await reader
      .selectFrom('post')
      .leftJoin('person', 'person.id', 'post.person')
      .leftJoin('card', 'card.thing', 'post.person')
      .where('post.org', '=', org.id)
      .where('post.title', '=', title)
      .where(eb => eb.or([eb('post.until', 'is', null), eb('post.until', '>', first)]))
      .select(['post.id', 'post.person', 'post.since', 'post.since_precision'])
      .select(sql<string>`coalesce(person.name, card.name, '')`.as('name'))
      .orderBy('post.no')
      .execute()
    const same = now.find(one => one.person === person?.id)
    if (same !== undefined)
      planning.tell(
        'title',
        'post-twice',
        `${same.name}已任“${called(org)}”的${title}${same.since === null ? '' : `（自 ${cut(same.since, same.since_precision)}）`}。如要改日期，请修改那一条。`,
        `${same.name} is ${titleToldOf('post', title).en} of ${called(org)} already${same.since === null ? '' : `, since ${cut(same.since, same.since_precision)}`}. To change a day, correct that record.`,
      )
    if (title === secretaryTitle && same === undefined) {
      // Whoever is appointed for a time that is over already came before the one of today.
      const isOver = planning.text('until') !== undefined
      const before = isOver ? [] : now.filter(one => (one.since ?? '') < first)
      heads.push(...before)
      askOfFormer(planning, called(org), first, before)
      const others = now.filter(one => !before.includes(one))
      if (others.length > 0)
        planning.warn(
          `“${called(org)}”现任书记是${others.map(one => one.name).join('、')}。如已离任，请登记离任日期。`,
          `${others.map(one => one.name).join(', ')} is secretary of ${called(org)} at present. If no longer, register the day on which it ended.`,
        )
    }
  }
  const { former: _former, ...said } = planning.said
  planning.said = said
  const plan = created(planning, person === undefined ? {} : { who: person.name })
  if (former !== 'ended' || plan.problems.length > 0 || org === undefined) return plan
  const ended = heads.map(
    ({ id, since: began, since_precision }): Draft => ({
      act: 'edit',
      entity: 'post',
      id,
      fields: { since: began, since_precision, until: first },
    }),
  )
  const told = heads.map(({ name }) => postEnds(name, { orgName: called(org), title: secretaryTitle }, first))
  return { ...plan, drafts: [...plan.drafts, ...ended], sentences: [...plan.sentences, ...told] }
}

/** An office that changes hands ends for the one and begins for the other with one act; who was there before is named. */
function askOfFormer(planning: Planning, org: string, day: string, heads: readonly PostHeld[]): void {
  if (heads.length === 0 || planning.text('former') !== undefined || planning.isRefused('former')) return
  const list = (mark: string) => heads.map(one => one.name).join(mark)
  planning.tell(
    'former',
    'secretary-held',
    `“${org}”现任书记是${list('、')}。换人的，选“同时离任”，自 ${day} 起不再任书记；不换的，选“继续任职”。`,
    `${list(', ')} is secretary of ${org} at present. If the office changes hands, choose that it ends on ${day}; if not, that it goes on.`,
    'ended',
  )
}

type PostHeld = {
  readonly id: string
  readonly name: string
  readonly since: string | null
  readonly since_precision: string | null
}

/** A post is held by anybody whom this registry knows, but by nobody who has left. */
function refuseLeft(planning: Planning): void {
  const { person } = planning.people
  if (person?.home !== undefined && person.home.org === null) planning.refuseStranger('person')
}

/** 换届: from one election to the next. */
export async function planTerm(planning: Planning): Promise<Plan> {
  const { reader, on, today } = planning.standpoint
  planning.assume({ elected: on })
  planning.check()
  planning.missing()
  const { org } = planning.orgs
  const elected = planning.text('elected')
  if (org !== undefined && elected !== undefined) {
    planning.refuseClosed('org', firstDay(elected) ?? today)
    const terms = await reader
      .selectFrom('term')
      .where('org', '=', org.id)
      .select(['elected', 'elected_precision'])
      .execute()
    if (terms.some(term => cut(term.elected, term.elected_precision) === elected))
      planning.tell(
        'elected',
        'term-twice',
        `“${called(org)}”这一天的换届已登记过。请核对日期；如要补充，请修改那一条。`,
        `This election of ${called(org)} is registered already. Check the day; to add to it, correct that record.`,
      )
    if (org.kind === 'work-committee' || org.kind === 'leading')
      planning.warn(
        `“${called(org)}”是团工委或领导机关，没有届期，不会提示换届。`,
        `"${called(org)}" is a work committee or leading body: it has no term, and no election will be asked for.`,
      )
    warnBeforeFounding(planning, elected)
    warnExtension(planning, org)
  }
  return created(planning)
}

/** 三会两制一课: one meeting. */
export async function planMeeting(planning: Planning): Promise<Plan> {
  const { reader, on } = planning.standpoint
  planning.assume({ held_on: on })
  planning.check()
  planning.missing()
  const { org } = planning.orgs
  const [type, heldOn, topic] = [planning.text('type'), planning.text('held_on'), planning.text('topic')]
  if (org !== undefined && type !== undefined && heldOn !== undefined) {
    planning.refuseClosed('org', heldOn)
    const same = await reader
      .selectFrom('meeting')
      .where('org', '=', org.id)
      .where('held_on', '=', heldOn)
      .where('type', '=', type)
      .where('topic', 'is', topic ?? null)
      .select('id')
      .executeTakeFirst()
    if (same !== undefined)
      planning.tell(
        'held_on',
        'meeting-twice',
        `“${called(org)}”这一天的${type}已登记过。如是另一次，请写明不同的主题。`,
        `A meeting of ${called(org)} of this kind (${titleToldOf('meeting', type).en}) is registered on this day already. If it is another one, give it another topic.`,
      )
    warnBeforeFounding(planning, heldOn)
  }
  return created(planning)
}

/** 工作记录: its type gives it fields of its own; the same work is written down once. */
export async function planWork(planning: Planning): Promise<Plan> {
  const { reader, on } = planning.standpoint
  planning.assume({ held_on: on })
  planning.check()
  await judgeWork(planning)
  planning.missing()
  const { org } = planning.orgs
  const [type, heldOn, title] = [planning.text('type'), planning.text('held_on'), planning.text('title')]
  await refuseClosedPeriod(planning, org, heldOn, 'held_on')
  if (org !== undefined && type !== undefined && heldOn !== undefined && title !== undefined) {
    planning.refuseClosed('org', heldOn)
    const same = await reader
      .selectFrom('work')
      .where('org', '=', org.id)
      .where('held_on', '=', heldOn)
      .where('type', '=', type)
      .where('title', '=', title)
      .select('id')
      .executeTakeFirst()
    if (same !== undefined)
      planning.tell(
        'title',
        'work-twice',
        `“${called(org)}”这一天的“${title}”已登记过。如是另一次，请写明不同的名称。`,
        `"${title}" of ${called(org)} is registered on this day already. If it is another one, give it another title.`,
      )
    warnBeforeFounding(planning, heldOn)
  }
  return created(planning)
}

const looked = new WeakMap<object, Promise<KnownOfWork>>()

type KnownOfWork = { readonly types: WorkTypes; readonly asked: AskedWords }

/** The types of work and by which of their fields figures choose, read once for an act on many. */
function typesKnown({ reader, looked: many }: Standpoint): Promise<KnownOfWork> {
  const read = async () => ({ types: await readWorkTypes(reader), asked: await readAskedWords(reader) })
  if (many === undefined) return read()
  const known = looked.get(many) ?? read()
  looked.set(many, known)
  return known
}

/** Reads the type and its own fields as the types of this registry have them. */
export async function judgeWork(planning: Planning): Promise<void> {
  const own = planning.said['own']
  const type = planning.text('type')
  if (type === undefined) return
  const { types, asked } = await typesKnown(planning.standpoint)
  const work = { type, held_on: planning.text('held_on'), own: isOwn(own) ? own : undefined }
  const at = (field: 'type' | 'own') => planning.reading.at(field)
  const settled = asItsType(types, work, at)
  planning.said = { ...planning.said, ...settled }
  tellUncounted(asked, types, { ...work, ...settled }, at)
}

function warnBeforeFounding(planning: Planning, day: string): void {
  const { org } = planning.orgs
  if (org === undefined || org.founded === null || day >= cut(org.founded, org.founded_precision)) return
  planning.warn(
    `早于“${called(org)}”的成立日期 ${cut(org.founded, org.founded_precision)}。请核对。`,
    `This is before ${called(org)} was founded, ${cut(org.founded, org.founded_precision)}. Check it.`,
  )
}
