import { sql } from 'kysely'
import { endedStatuses } from '#contract/vocabulary.ts'
import type { Plan } from '#db/plans/plan.ts'
import { addForm } from '#db/records/forms.ts'
import { kindOf, officeKinds } from '#db/records/kinds.ts'
import { planTransfer, refuseSecond } from '#db/registry/transfers/plan-transfer.ts'
import { refuse } from '#db/shared/refusal.ts'
import { planCase } from '../cases/plan-case.ts'
import { planRuling } from '../cases/plan-ruling.ts'
import { judgeTaskRequest } from '../closings/plan-task-request.ts'
import { judgeReopening, judgeTask } from '../closings/plan-tasks.ts'
import { planOrgMove } from '../org-acts/move.ts'
import { called, type Standpoint } from './known.ts'
import { planApart } from './plan-apart.ts'
import { planMeeting, planPost, planTerm, planWork } from './plan-events.ts'
import { planOrgAdd } from './plan-org.ts'
import { planMove, planPersonAdd, planStanding } from './plan-person.ts'
import { created, Planning, type Typed } from './planning.ts'

/** What adding a record of a kind would do. Refuses a kind that there is none of. */
export async function planAdd(standpoint: Standpoint, kind: string, typed: Typed): Promise<Plan> {
  const form = addForm(kind)
  if (form === undefined) unknownKind(kind)
  if (kind === 'rule_pack')
    refuse(
      'act-of-its-own',
      '规则包不能这样登记：先试算，再发布（“规则包”页面，或命令 rules publish）。',
      'A rule pack is not entered like this: rehearse it, then publish it (on the page of rule packs, or by "rules publish").',
      { kind },
    )
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
    case 'apart':
      return planApart(planning)
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
  if (kind === 'task_request') await judgeTaskRequest(planning)
  planning.check()
  planning.missing()
  const { org } = planning.orgs
  const { person } = planning.people
  const { on, today } = planning.standpoint
  if (org !== undefined) planning.refuseClosed('org', on ?? today)
  if (person !== undefined) planning.refuseStranger('person')
  if (kind === 'venue_log') await warnOfNoSuch(planning, 'venue')
  if (kind === 'project_stage') await warnOfNoSuch(planning, 'project')
  if (kind === 'task') await judgeTask(planning)
  if (kind === 'reopening') await judgeReopening(planning)
  await refuseTwice(planning, kind)
  return created(planning, person === undefined ? {} : { who: person.name })
}

/**
 * A log names its venue, and a stage its project, as spreadsheets do, by name: one that there is none of is kept as it was
 * written, and told, for it may be a slip of the pen.
 */
async function warnOfNoSuch(planning: Planning, kind: 'venue' | 'project'): Promise<void> {
  const name = planning.text(kind)
  const { org } = planning.orgs
  if (name === undefined || org === undefined) return
  const named = planning.standpoint.reader.selectFrom(kind).where('org', '=', org.id).select('name')
  if ((await named.where('name', '=', name).limit(1).execute()).length > 0) return
  const { zh, en } = kindOf(kind)?.words ?? { zh: kind, en: kind }
  const known = (await named.orderBy('no').limit(12).execute()).map(row => row.name)
  planning.warn(
    `“${called(org)}”还没有叫“${name}”的${zh}。${known.length === 0 ? `请先登记这个${zh}。` : `已有：${known.join('、')}。请核对名称。`}`,
    `${called(org)} has no ${en} called "${name}". ${known.length === 0 ? `Register the ${en} first.` : `There is: ${known.join(', ')}. Check the name.`}`,
  )
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
