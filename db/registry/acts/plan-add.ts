import { sql } from 'kysely'
import { endedStatuses } from '#contract/vocabulary.ts'
import { draftIds, type Plan } from '#db/plans/plan.ts'
import { columnsOf } from '#db/records/columns.ts'
import { addForm } from '#db/records/forms.ts'
import { kindOf, officeKinds } from '#db/records/kinds.ts'
import { secretaryTitle } from '#db/records/post.ts'
import { cut, firstDay } from '#db/records/types/day.ts'
import { maskId } from '#db/records/types/id-number.ts'
import { planTransfer, refuseSecond } from '#db/registry/transfers/plan-transfer.ts'
import { invariant } from '#db/shared/invariant.ts'
import { refuse } from '#db/shared/refusal.ts'
import { planCase } from '../cases/plan-case.ts'
import { planRuling } from '../cases/plan-ruling.ts'
import { refuseClosedPeriod } from '../closings/plan-closed.ts'
import { judgeReopening, judgeTask } from '../closings/plan-tasks.ts'
import { readingOfPerson } from '../finding/search-text.ts'
import { sentenceOf } from '../history/sentence.ts'
import { planOrgMove } from '../org-acts/move.ts'
import { called, type KnownPerson, lookUpPerson, type Standpoint } from './known.ts'
import { planOrgAdd } from './plan-org.ts'
import { planMove, planStanding } from './plan-person.ts'
import { Planning, type Typed } from './planning.ts'
import { warnExtension } from './warn-extension.ts'
import { asItsType, isOwn, readWorkTypes } from './work-types.ts'

/** What adding a record of a kind would do. Refuses a kind that there is none of. */
export async function planAdd(standpoint: Standpoint, kind: string, typed: Typed): Promise<Plan> {
  const form = addForm(kind)
  if (form === undefined) unknownKind(kind)
  const planning = new Planning(standpoint, form, typed)
  await planning.lookUp()
  switch (kind) {
    case 'person':
      return planPersonAdd(planning)
    case 'org':
      return planOrgAdd(planning)
    case 'placement':
      return planOrgMove(planning)
    case 'membership':
      await refuseOnTheWay(planning)
      return planMove(planning)
    case 'standing':
      if (endedStatuses.some(status => status === planning.text('status'))) await refuseOnTheWay(planning)
      return planStanding(planning)
    case 'transfer':
      return planTransfer(planning)
    case 'post':
      return planPost(planning)
    case 'term':
      return planTerm(planning)
    case 'meeting':
      return planMeeting(planning)
    case 'work':
      return planWork(planning)
    case 'rectification':
      return planCase(planning)
    case 'ruling':
      return planRuling(planning, undefined)
    case 'decision':
      return planFormerName(planning)
    default:
      return planPlain(planning, kind)
  }
}

async function refuseOnTheWay(planning: Planning): Promise<void> {
  const { person } = planning.people
  if (person !== undefined) await refuseSecond(planning, person)
}

export function unknownKind(kind: string): never {
  const known = officeKinds.map(({ name }) => name).join(', ')
  refuse(
    'kind-unknown',
    `没有“${kind}”这种记录。可以是 ${known}。`,
    `There is no kind of record "${kind}". It can be ${known}.`,
    { kind },
  )
}

/** A record of which nobody but its definition has anything to say. */
async function planPlain(planning: Planning, kind: string): Promise<Plan> {
  planning.check()
  planning.missing()
  const { org } = planning.orgs
  const { person } = planning.people
  const { on, today } = planning.standpoint
  if (org !== undefined) planning.refuseClosed('org', on ?? today)
  if (person !== undefined) planning.refuseStranger('person')
  if (kind === 'task') await judgeTask(planning)
  if (kind === 'reopening') await judgeReopening(planning)
  await refuseTwice(planning, kind)
  return created(planning, person === undefined ? {} : { who: person.name })
}

/** Of what is kept once (a person's fees of a year) a second record would be a second truth. */
async function refuseTwice(planning: Planning, name: string): Promise<void> {
  const kind = kindOf(name)
  const { unique = [] } = kind ?? {}
  const refs = { ...planning.orgs, ...planning.people }
  const named = unique.map(field => refs[field]?.id ?? planning.said[field] ?? null)
  const [field] = unique
  if (kind === undefined || field === undefined || named.includes(null)) return
  const same = unique.map((column, at) => sql`${sql.ref(column)} = ${named[at]}`)
  const rows = sql<{ id: string }>`(
    SELECT id FROM ${sql.table(name)} WHERE ${sql.join(same, sql` AND `)} LIMIT 1
  )`
  const found = await planning.standpoint.reader.selectFrom(rows.as('same')).select('same.id').execute()
  if (found.length === 0) return
  const title = kind.title(planning.said)
  planning.tell(
    unique.at(-1) ?? field,
    'kept-once',
    `${title} ${kind.words.zh}已登记过。请打开那一条修改，不要再加一条。`,
    `There is a record of ${kind.words.en} ${title} already. Open that one and correct it instead of adding another.`,
  )
}

/** 曾用名: what an organization was called until a day, known from elsewhere. Every other decision is an act of its own. */
function planFormerName(planning: Planning): Plan {
  const act = planning.text('act')
  planning.check()
  planning.missing()
  if (act !== undefined && act !== 'rename')
    planning.tell(
      'act',
      'act-of-its-own',
      '这里只能补登曾用名（更名）。其他变动请单独办理，团员和下级组织会一并处理。',
      'Only a former name can be entered here. Everything else is an act of its own, which sees to members and organizations below.',
    )
  else if (act !== undefined && planning.text('was_name') === undefined)
    planning.tell(
      'was_name',
      'missing',
      '没有填写原全称。请补上。',
      'The former name is missing. Fill it in.',
    )
  return created(planning)
}

/** A new record that stands on its own: its label, its one draft. */
function created(planning: Planning, more: Readonly<Record<string, string>> = {}): Plan {
  const { kind } = planning.form
  const definition = kindOf(kind)
  invariant(definition, 'what has a form has a definition')
  return planning.finish(() => {
    const id = draftIds()()
    const refs = Object.entries({ ...planning.orgs, ...planning.people }).map(([field, { id: of }]) => [
      field,
      of,
    ])
    const said = { ...planning.said, ...Object.fromEntries(refs) }
    const { org } = planning.orgs
    const label = {
      what: 'add',
      kind,
      title: definition.title(said),
      ...(org && { at: called(org) }),
      ...more,
    }
    const fields = columnsOf(definition, said)
    return {
      id,
      drafts: [{ act: 'create', entity: kind, id, fields }],
      label,
      sentences: [sentenceOf(label)],
    }
  })
}

/** 发展、登记一名团员: the person, and where he belongs from a day on. */
async function planPersonAdd(planning: Planning): Promise<Plan> {
  const { standpoint } = planning
  planning.check()
  planning.missing()
  const since = planning.day('since')
  planning.refuseFar('since', since)
  planning.refuseClosed('org', since)
  await refuseDouble(planning)
  await warnOfNamesake(planning)
  const { org } = planning.orgs
  if (org !== undefined && org.kind !== 'branch')
    planning.warn(
      `“${called(org)}”不是团支部，团员一般编在团支部。请核对。`,
      `"${called(org)}" is no branch; members belong to branches as a rule. Check it.`,
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
    `This ID number is registered already: ${name}, ${en}. To bring somebody to another branch, move him; if it is somebody else, check the card.`,
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

/** 任命: who holds which post in which organization. */
async function planPost(planning: Planning): Promise<Plan> {
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
  const title = planning.text('title')
  if (org !== undefined && title !== undefined) {
    const now = await reader
      .selectFrom('post')
      .innerJoin('person', 'person.id', 'post.person')
      .where('post.org', '=', org.id)
      .where('post.title', '=', title)
      .where(eb =>
        eb.or([eb('post.until', 'is', null), eb('post.until', '>', firstDay(since ?? '') ?? today)]),
      )
      .select(['post.person', 'person.name', 'post.since', 'post.since_precision'])
      .execute()
    const same = now.find(one => one.person === person?.id)
    if (same !== undefined)
      planning.tell(
        'title',
        'post-twice',
        `${same.name}已任“${called(org)}”的${title}${same.since === null ? '' : `（自 ${cut(same.since, same.since_precision)}）`}。`,
        `${same.name} holds this post in ${called(org)} already${same.since === null ? '' : `, since ${cut(same.since, same.since_precision)}`}.`,
      )
    const others = now.filter(one => one.person !== person?.id)
    if (title === secretaryTitle && others.length > 0)
      planning.warn(
        `“${called(org)}”现任书记是${others.map(one => one.name).join('、')}。如已离任，请登记离任日期。`,
        `${others.map(one => one.name).join(', ')} is secretary of ${called(org)} at present. If no longer, register the day on which it ended.`,
      )
  }
  return created(planning, person === undefined ? {} : { who: person.name })
}

/** A post is held by anybody whom this registry knows, but by nobody who has left. */
function refuseLeft(planning: Planning): void {
  const { person } = planning.people
  if (person?.home !== undefined && person.home.org === null) planning.refuseStranger('person')
}

/** 换届: from one election to the next. */
async function planTerm(planning: Planning): Promise<Plan> {
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
        `“${called(org)}”这一天的换届已登记过。`,
        `This election of ${called(org)} is registered already.`,
      )
    if (org.kind === 'work-committee' || org.kind === 'leading')
      planning.warn(
        `“${called(org)}”是团工委或领导机关，没有届期，不会提示换届。`,
        `"${called(org)}" is a work committee or leading organ: it has no term, and no election will be asked for.`,
      )
    warnBeforeFounding(planning, elected)
    warnExtension(planning, org)
  }
  return created(planning)
}

/** 三会两制一课: one meeting. */
async function planMeeting(planning: Planning): Promise<Plan> {
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
        `This meeting of ${called(org)} is registered already. If it is another one, give it another topic.`,
      )
    warnBeforeFounding(planning, heldOn)
  }
  return created(planning)
}

/** 工作记录: its type gives it fields of its own; the same work is written down once. */
async function planWork(planning: Planning): Promise<Plan> {
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
        `This work of ${called(org)} is registered already. If it is another one, give it another title.`,
      )
    warnBeforeFounding(planning, heldOn)
  }
  return created(planning)
}

/** Reads the type and its own fields as the types of this registry have them. */
export async function judgeWork(planning: Planning): Promise<void> {
  const own = planning.said['own']
  const type = planning.text('type')
  if (type === undefined) return
  const settled = asItsType(
    await readWorkTypes(planning.standpoint.reader),
    { type, held_on: planning.text('held_on'), own: isOwn(own) ? own : undefined },
    field => planning.reading.at(field),
  )
  planning.said = { ...planning.said, ...settled }
}

function warnBeforeFounding(planning: Planning, day: string): void {
  const { org } = planning.orgs
  if (org === undefined || org.founded === null || day >= cut(org.founded, org.founded_precision)) return
  planning.warn(
    `早于“${called(org)}”的成立日期 ${cut(org.founded, org.founded_precision)}。请核对。`,
    `This is before ${called(org)} was founded, ${cut(org.founded, org.founded_precision)}. Check it.`,
  )
}
