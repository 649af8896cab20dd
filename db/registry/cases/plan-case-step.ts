import { unknownFiles } from '#db/attachments/named-files.ts'
import { draftIds, type Plan, type Problem, stepDraft } from '#db/plans/plan.ts'
import { type RectificationAction, rectificationCourse } from '#db/records/courses/rectification-course.ts'
import { step } from '#db/records/courses/step.ts'
import { Reading } from '#db/records/reading.ts'
import { filesIn } from '#db/records/types/files.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { called, lookUpOrg, type Standpoint } from '../acts/known.ts'
import { sentenceOf } from '../history/sentence.ts'
import { noPoints, type Points, planCorrection, planReturned } from './plan-points.ts'
import { casesOf, findCase, isUnderWay, type KnownCase, seenOf } from './read-cases.ts'

export type CaseStep = {
  /** The case; or an organization, of whose cases the newest. */
  readonly id: string
  readonly action: RectificationAction
  readonly note?: string | undefined
  /** Of a return: the problems that are not solved, by their number from 1 on or by their words, each with the reason. */
  readonly points?: readonly { readonly problem: string; readonly reason: string }[] | undefined
  /** Of a correction: what ought to stand there, by field. */
  readonly set?: Readonly<Record<string, string>> | undefined
  /** 佐证材料, one file a line, as typed. */
  readonly files?: string | undefined
  readonly by: string
}

const words: Readonly<Record<'id' | 'note' | 'on' | 'points' | 'files', Text>> = {
  files: step.fields.files.words,
  id: { zh: '整治', en: 'case' },
  note: { zh: '说明', en: 'note' },
  on: { zh: '日期', en: 'day' },
  points: { zh: '逐条意见', en: 'point by point' },
}

/** What says nothing without a sentence. */
const sentenceFor: Readonly<Partial<Record<RectificationAction, Text>>> = {
  note: { zh: '请写明整改进展。', en: 'Write what progress was made.' },
  return: { zh: '请逐条写明退回的理由。', en: 'Give the reasons why it is returned, point by point.' },
  relapse: { zh: '请写明返潮的情况。', en: 'Say how it relapsed.' },
  'look-back': { zh: '请写明回头看的情况。', en: 'Say what was found on looking back.' },
  correct: { zh: '请写明更正的理由。', en: 'Say for what reason it is corrected.' },
  decline: { zh: '请写明不予更正的理由。', en: 'Say why the correction is declined.' },
}

/** Plans one step of a case. Refuses a case that there is none of; what else stands against it is told at once. */
export async function planCaseStep(standpoint: Standpoint, asked: CaseStep): Promise<Plan> {
  const { office, hasParentOffice, today } = standpoint
  const on = standpoint.on ?? today
  const known = await caseNamed(standpoint, asked.id)
  const rule = rectificationCourse.steps[asked.action]
  const looked = await lookUpOrg(standpoint, known.org)
  const org = looked.kind === 'found' ? looked.found : undefined
  const title = org === undefined ? '' : called(org)
  const note = (asked.note ?? '').trim()
  const problems: Problem[] = []
  const tell = (field: keyof typeof words, code: string, zh: string, en: string) =>
    problems.push({
      field,
      words: words[field],
      value: { id: asked.id, on, note, points: note, files: asked.files ?? '' }[field],
      code,
      message: { zh, en },
      repair: null,
    })

  if (org?.own !== true)
    tell(
      'id',
      'org-not-yours',
      `“${title}”不在本单位之下，不能由本单位办理。`,
      `"${title}" does not lie below your office, so this is not yours to do.`,
    )
  else if (rule.by === 'above' && org.id === office)
    tell(
      'id',
      'case-for-above',
      `“${title}”就是本单位，须由上级团组织办理。`,
      `"${title}" is your own office; this is for the office above it to do.`,
    )
  const answered = rule.answers === 'correct' ? known.asked : known.submission
  if (!rule.from.includes(known.state)) tellState()
  else if (rule.answers === 'correct' && known.asked === undefined)
    tell(
      'id',
      'correction-none',
      `“${title}”没有待答复的更正申请。`,
      `No correction of the case of ${title} waits for an answer.`,
    )
  else if (rule.answers !== undefined && answered?.office === office && hasParentOffice)
    tell(
      'id',
      'case-own-submission',
      rule.answers === 'correct'
        ? `“${title}”的更正由本单位申请，须由上级团组织答复。`
        : `“${title}”的销号由本单位申请，须由上级团组织验收。`,
      rule.answers === 'correct'
        ? `Your office asked for this correction of the case of ${title}; an office above yours has to answer it.`
        : `Your office handed this case of ${title} in; an office above yours has to judge it.`,
    )
  else if (endsWhatWaits(asked.action, known) && known.submission?.office === office && hasParentOffice)
    tell(
      'id',
      'case-own-submission',
      `“${title}”的销号由本单位申请，正等上级团组织验收；确已合并或者撤销的，也由上级办理。`,
      `Your office handed this case of ${title} in, and it waits for an office above yours: that one ends it as well, if the branch was merged or closed.`,
    )
  else if (asked.action === 'correct' && known.asked !== undefined)
    tell(
      'id',
      'correction-waiting',
      `“${title}”已于 ${known.asked.day} 申请更正，还没有答复。请等答复以后再申请。`,
      `A correction of the case of ${title} was asked for on ${known.asked.day} and waits for its answer. Ask again after that.`,
    )
  else if (asked.action === 'submit' && (await isDisputed(standpoint.reader, known.id)))
    tell(
      'id',
      'case-disputed',
      `“${title}”的整治台账有两个单位写得不一样的内容，还没有选定。请先到“数据包”的“冲突”里选定，再申请销号。`,
      `Two offices wrote different things in the case of ${title}, and nobody has chosen yet. Choose under Packets, Conflicts, before you hand it in.`,
    )
  const points = pointsOf()
  const files = await filesOf(standpoint, asked.files)
  for (const { code, text } of files.troubles) tell('files', code, text.zh, text.en)
  const sentence = sentenceFor[asked.action]
  const isSaid = note !== '' || (asked.action === 'return' && points.points.length > 0)
  if (sentence !== undefined && !isSaid) tell('note', 'missing', sentence.zh, sentence.en)
  const last = known.by?.day ?? known.opened
  if (on < last)
    tell(
      'on',
      'before-last',
      `早于上一步的日期 ${last}。请写那一天或者以后的日期。`,
      `This is before the day of the last step, ${last}. Write that day or a later one.`,
    )
  if (on > today)
    tell(
      'on',
      'date-future',
      `晚于今天 ${today}。请写今天或以前的日期。`,
      `This is after today, ${today}. Write today or an earlier day.`,
    )
  if (asked.action === 'look-back' && known.lookBack !== null && on < known.lookBack)
    tell(
      'on',
      'look-back-early',
      `销号满三个月才回头看，最早 ${known.lookBack}。此前发现反弹，请登记返潮。`,
      `A case is looked back on three months after it was cleared, on ${known.lookBack} at the earliest. If it relapsed before, register that.`,
    )
  if (problems.length > 0) return { id: '', drafts: [], problems, sentences: [], warnings: [], label: null }

  const reason = [note, points.said].filter(part => part !== '').join('；')
  const label = { what: `case-${asked.action}`, title, on, ...(reason !== '' && { reason }) }
  return {
    id: known.id,
    drafts: [
      stepDraft(draftIds()(), {
        ...{ subject: known.id, of: 'rectification', action: asked.action, org: known.org, day: on },
        ...{ by: asked.by, note },
        about: rule.answers === undefined ? null : (answered?.id ?? null),
        files: files.items,
        saw: seenOf(known),
        points: [...points.points],
        remarks: [...points.remarks],
      }),
    ],
    problems,
    sentences: [sentenceOf(label)],
    warnings: [
      ...(asked.action === 'relapse' && known.due < on ? [newDeadline(known.due)] : []),
      ...(isEnd(asked.action) && org !== undefined && (org.closed === null || org.closed > on)
        ? [stillThere(title)]
        : []),
    ],
    label,
  }

  function pointsOf(): Points {
    if (asked.action === 'return' && asked.points !== undefined && asked.points.length > 0)
      return planReturned(known, asked.points, (code, zh, en) => tell('points', code, zh, en))
    if (asked.action !== 'correct') return noPoints
    return planCorrection(standpoint, known, asked.set ?? {}, problem => problems.push(problem))
  }

  function tellState(): void {
    const { zh, en } = rectificationCourse.states[known.state]
    const waits: Readonly<Record<string, unknown>> = { submit: known.submission, correct: known.asked }
    const next = Object.values(rectificationCourse.steps).filter(
      ({ from, answers }) =>
        from.includes(known.state) && (answers === undefined || waits[answers] !== undefined),
    )
    const may = (lang: keyof Text) => next.map(one => one.words[lang]).join(lang === 'zh' ? '、' : ', ')
    tell(
      'id',
      'case-not-from-here',
      `“${title}”的整治现在是“${zh}”，不能办理“${rule.words.zh}”。现在可以办理：${may('zh')}。`,
      `The case of ${title} is "${en}", and "${rule.words.en}" is not possible then. Possible now: ${may('en')}.`,
    )
  }
}

/** Whether something in it waits for somebody to choose: once it is handed in nobody may. */
async function isDisputed(reader: Reader, id: string): Promise<boolean> {
  const found = await reader.selectFrom('conflict').where('thing', '=', id).select('thing').limit(1).execute()
  return found.length > 0
}

function isEnd(action: RectificationAction): boolean {
  return action === 'merge' || action === 'dissolve'
}

/** Whoever handed a case in does not get around its judgement by ending it. */
export function endsWhatWaits(action: RectificationAction, { state }: Pick<KnownCase, 'state'>): boolean {
  return isEnd(action) && state === 'submitted'
}

function stillThere(title: string): Text {
  return {
    zh: `“${title}”在台账里还没有合并或者撤销，规则会继续查这个组织。请在“团组织”里办理并入或者撤销。`,
    en: `${title} is neither merged nor closed in the registry, and the rules go on judging it. Merge or close it on its page.`,
  }
}

function newDeadline(due: string): Text {
  return {
    zh: `原来的整改时限 ${due} 已过。请修改台账，写明新的整改时限、问题和措施。`,
    en: `Its deadline, ${due}, is over. Edit the case: until when now, what is wrong and what is done about it.`,
  }
}

/** The files that a step brings, as far as they lie here. */
async function filesOf({ reader, today }: Standpoint, typed: string | undefined) {
  const at = new Reading(today)
  const items = step.fields.files.read(typed ?? '', at.at('files')) ?? null
  const named = filesIn(items)
  for (const { name } of await unknownFiles(reader, named))
    at.at('files').tell(
      'refused',
      'file-not-here',
      `附件“${name}”不在本机。请再选一次文件。`,
      `The file "${name}" is not on this PC. Choose it again.`,
    )
  return { items, troubles: at.troubles.map(({ trouble }) => trouble) }
}

/** The case of this id; or of an organization, the one under way, else the newest. */
export async function caseNamed(standpoint: Standpoint, id: string): Promise<KnownCase> {
  const { reader, today } = standpoint
  const known = await findCase(reader, id, today)
  if (known !== undefined) return known
  const org = await lookUpOrg(standpoint, id)
  const all = org.kind === 'found' ? await casesOf(reader, [org.found.id], today) : []
  const found = all.find(isUnderWay) ?? all[0]
  if (found !== undefined) return found
  refuse(
    'case-unknown',
    `没有编号或组织为“${id}”的整治台账。请在整治台账列表里查看。`,
    `There is no case with the id, and of no organization called, "${id}". Look it up in the list of cases.`,
    { id },
  )
}
