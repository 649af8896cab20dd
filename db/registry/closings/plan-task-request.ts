import { draftIds, type Plan, type Problem, stepDraft } from '#db/plans/plan.ts'
import { valuesIn } from '#db/records/columns.ts'
import { type TaskRequestAction, taskRequestCourse } from '#db/records/courses/task-request-course.ts'
import { task as taskKind } from '#db/records/ledger/task.ts'
import { nameKey } from '#db/shared/name-key.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { called, type KnownOrg, lookUpOrg, type Standpoint } from '../acts/known.ts'
import type { Planning } from '../acts/planning.ts'
import { sentenceOf } from '../history/sentence.ts'
import { seenIn } from '../steps.ts'
import { findTaskRequest, promisedBy, taskRequestsOf } from './task-requests.ts'

/** 任务调整申请: of a task that is for this organization, something else than what holds for it, and once at a time. */
export async function judgeTaskRequest(planning: Planning): Promise<void> {
  const { reader, today } = planning.standpoint
  planning.assume({ asked: today })
  const { org } = planning.orgs
  const [year, item] = [planning.said['year'], planning.text('item')]
  if (org === undefined || typeof year !== 'number' || item === undefined) return
  const tasks = await tasksFor(planning.standpoint, org, year)
  const found = tasks.find(one => nameKey(one.item) === nameKey(item))
  if (found === undefined) {
    const known = tasks.map(one => one.item)
    planning.tell(
      'item',
      'task-unknown',
      known.length === 0
        ? `${year} 年没有下达给“${called(org)}”的任务。请核对年度和承担单位。`
        : `${year} 年下达给“${called(org)}”的任务里没有“${item}”。有：${known.join('、')}。`,
      known.length === 0
        ? `No task of ${year} was set for ${called(org)}. Check the year and whose task it is.`
        : `No task "${item}" of ${year} was set for ${called(org)}. There is: ${known.join(', ')}.`,
    )
    return
  }
  planning.said = { ...planning.said, item: found.item }
  planning.assume({ issuer: found.org })
  const before = (await taskRequestsOf(reader, year)).filter(
    one => one.org === org.id && one.issuer === found.org && one.item === found.item,
  )
  const waiting = before.find(({ state }) => state === 'asked')
  if (waiting !== undefined)
    planning.tell(
      'item',
      'request-waiting',
      `“${called(org)}”已于 ${waiting.asked} 申请调整“${found.item}”，还没有答复。请等答复，或先撤回。`,
      `${called(org)} asked on ${waiting.asked} to have "${found.item}" changed and waits for the answer. Wait for it, or withdraw that first.`,
    )
  const now = promisedBy(found, before)
  const [target, due] = [planning.said['target'] ?? null, planning.text('due') ?? null]
  const isSame = (target === null || target === now.target) && (due === null || due === now.due)
  if (isSame && !planning.isRefused('target') && !planning.isRefused('due'))
    planning.tell(
      'target',
      'missing',
      `现在的目标是 ${now.target}，期限是 ${now.due}。请写明要改为的目标或者期限。`,
      `It is ${now.target} by ${now.due} now. Say which target or which day it ought to be.`,
    )
}

/** The tasks of a year that are for this organization: those that name it, or all directly below their issuer; the nearest first. */
async function tasksFor({ reader }: Standpoint, org: KnownOrg, year: number) {
  const issuers = org.above.slice(1)
  if (issuers.length === 0) return []
  const rows = await reader
    .selectFrom('task')
    .where('year', '=', year)
    .where('org', 'in', issuers)
    .selectAll()
    .orderBy('no')
    .execute()
  const names = new Set([org.id, org.code, org.name_key, org.short_key].filter(one => one !== null))
  return rows
    .filter(row => {
      const whom = valuesIn(taskKind, row).whom ?? []
      return whom.length === 0
        ? row.org === org.parent
        : whom.some(name => names.has(name) || names.has(nameKey(name)))
    })
    .toSorted((a, b) => issuers.indexOf(a.org) - issuers.indexOf(b.org))
}

export type TaskAnswer = {
  readonly id: string
  readonly action: TaskRequestAction
  readonly note?: string | undefined
  readonly by: string
}

/** Plans the answer to a request, or its withdrawal. Refuses an id that there is none of. */
export async function planTaskAnswer(standpoint: Standpoint, asked: TaskAnswer): Promise<Plan> {
  const { reader, office, today } = standpoint
  const on = standpoint.on ?? today
  const known = await findTaskRequest(reader, asked.id)
  if (known === undefined)
    refuse(
      'request-unknown',
      `没有编号为“${asked.id}”的任务调整申请。请在任务书里查看。`,
      `There is no request to change a task with the id "${asked.id}". Look it up in the task book.`,
      { id: asked.id },
    )
  const problems: Problem[] = []
  const tell = (field: 'id' | 'note' | 'on', code: string, zh: string, en: string) =>
    problems.push({
      field,
      words: words[field],
      value: { id: asked.id, note: asked.note ?? '', on }[field],
      code,
      message: { zh, en },
      repair: null,
    })
  const [org, issuer] = [await lookUpOrg(standpoint, known.org), await lookUpOrg(standpoint, known.issuer)]
  const who = org.kind === 'found' ? called(org.found) : ''
  const setBy = issuer.kind === 'found' ? called(issuer.found) : ''
  const isAnswer = asked.action !== 'withdraw'
  const isOurs = isAnswer
    ? issuer.kind === 'found' && issuer.found.above.includes(office)
    : org.kind === 'found' && org.found.own
  if (!isOurs)
    tell(
      'id',
      'request-not-yours',
      isAnswer
        ? `这项任务由“${setBy}”下达，只能由它或者它的上级答复。`
        : `这份申请由“${who}”提出，只能由它或者它的上级撤回。`,
      isAnswer
        ? `The task was set by ${setBy}; only that office or one above it answers.`
        : `${who} asked for this; only that office or one above it withdraws it.`,
    )
  else if (known.state !== 'asked') {
    const { zh, en } = taskRequestCourse.states[known.state]
    tell(
      'id',
      'request-answered',
      `“${who}”的这份申请已于 ${known.by?.day ?? ''} 办结：${zh}。需要再调整的，请重新申请。`,
      `This request of ${who} is over since ${known.by?.day ?? ''}: ${en}. Ask anew for what is still to be changed.`,
    )
  }
  const note = (asked.note ?? '').trim()
  if (asked.action === 'decline' && note === '')
    tell('note', 'missing', '请写明不同意的理由。', 'Say why it is declined.')
  if (on < known.asked)
    tell(
      'on',
      'before-last',
      `早于申请日期 ${known.asked}。`,
      `This is before the day on which it was asked for, ${known.asked}.`,
    )
  if (on > today)
    tell(
      'on',
      'date-future',
      `晚于今天 ${today}。请写今天或以前的日期。`,
      `This is after today, ${today}. Write today or an earlier day.`,
    )
  if (problems.length > 0) return { id: '', drafts: [], problems, sentences: [], warnings: [], label: null }
  const label = {
    what: `task-request-${asked.action}`,
    title: known.item,
    at: who,
    ...(known.target !== null && { target: known.target }),
    ...(known.due !== null && { due: known.due }),
    ...(note !== '' && { reason: note }),
  }
  return {
    id: known.id,
    drafts: [
      stepDraft(draftIds()(), {
        ...{ subject: known.id, of: 'task_request', action: asked.action, org: known.org, day: on },
        ...{ by: asked.by, note, saw: seenIn(known.steps) },
      }),
    ],
    problems,
    sentences: [sentenceOf(label)],
    warnings: [],
    label,
  }
}

const words: Readonly<Record<'id' | 'note' | 'on', Text>> = {
  id: { zh: '任务调整申请', en: 'request' },
  note: { zh: '说明', en: 'note' },
  on: { zh: '日期', en: 'day' },
}
