import { createHash } from 'node:crypto'
import { type Draft, draftIds } from '#db/plans/plan.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Standpoint } from '../acts/known.ts'
import {
  apart,
  type Many,
  type ManyRow,
  named,
  type PlannedMany,
  plannedOf,
  unknownRow,
} from '../acts/plan-many.ts'
import { type Answer, planStep, unknownTransfer } from './plan-answer.ts'
import { findTransfer, type KnownTransfer, namesOf, seenOf } from './read-transfers.ts'

/** The same step of several transfers; of those to be accepted `to` is for whom no branch was named that can take them. */
type Answers = Omit<Answer, 'id'> & Pick<Many, 'ids' | 'dryRun' | 'leaveOut' | 'stamp' | 'looked'>

/**
 * What one answer would do to several transfers: each is planned as it would be alone, and all become one change set.
 * What stands against one of them stands at its row.
 */
export async function planAnswers(standpoint: Standpoint, answers: Answers): Promise<PlannedMany> {
  const whole: Standpoint = { ...standpoint, looked: { orgs: new Map(), people: new Map() } }
  const { reader, today } = whole
  const found: (KnownTransfer | string)[] = []
  for (const id of new Set(answers.ids)) found.push((await findTransfer(reader, id, today)) ?? id)
  const known = [...new Map(found.filter(one => typeof one !== 'string').map(one => [one.id, one])).values()]
  const [first] = known
  if (first === undefined) nothingChosen()
  if (answers.action !== 'cancel' && known.some(({ way }) => way !== first.way)) notOfOneWay()
  const names = await namesOf(
    reader,
    known.flatMap(({ person, home }) => [person, home]),
  )
  const nameOf = (id: string) => names.get(id)?.name ?? ''
  const rows: ManyRow[] = []
  const drafts: Draft[] = []
  const labels: Label[] = []
  const nextId = draftIds()
  const stamping = createHash('sha256')
  for (const one of known) {
    await answers.looked(rows.length, known.length)
    const plan = await planOf(whole, one, answers)
    const { sentences, warnings, problems, label } = plan
    // Of two of one name the branches tell them apart.
    const title = `${nameOf(one.person)}（${nameOf(one.home)}）`
    rows.push({ id: one.id, title, sentences, warnings, problems, isSame: false })
    drafts.push(...apart(plan.drafts, nextId))
    if (isLabel(label)) labels.push(label)
    stamping.update(JSON.stringify([one.id, label, problems.map(({ code }) => code), seenOf(one)]))
  }
  const unknown = found.filter(one => typeof one === 'string')
  rows.push(...unknown.map(id => unknownRow(id, unknownTransfer(id))))
  const stamp = stamping.digest('hex')
  return plannedOf(answers, { rows, stamp, id: first.id, drafts, label: labelOf(labels) })
}

/** Whoever was sent to a branch joins that one, as he was told; `to` is for the others. */
async function planOf(standpoint: Standpoint, known: KnownTransfer, { action, to, note, by }: Answers) {
  const answer = { action, note, by }
  if (action !== 'accept') return planStep(standpoint, known, { ...answer, to })
  const plan = await planStep(standpoint, known, answer)
  const isBranchMissing = plan.problems.some(({ field }) => field === 'to')
  return to !== undefined && isBranchMissing ? planStep(standpoint, known, { ...answer, to }) : plan
}

type Label = Readonly<Record<string, string>>

function isLabel(label: unknown): label is Label {
  return typeof label === 'object' && label !== null && !Array.isArray(label)
}

/** One label for all: what every one says alike, how many there are, and the first names. */
function labelOf(labels: readonly Label[]) {
  const [first = {}] = labels
  const shared = Object.entries(first).filter(([key, said]) => labels.every(one => one[key] === said))
  const { what = 'transfer-accept', title: _title, from: _from, ...alike } = Object.fromEntries(shared)
  const titles = labels.slice(0, named).map(({ title = '' }) => title)
  return { ...alike, what: `${what}-many`, count: labels.length, titles }
}

function nothingChosen(): never {
  refuse(
    'transfer-unknown',
    '选中的转接已经都不在了。请刷新列表再选。',
    'None of the chosen transfers is there any more. Choose again.',
  )
}

/** To accept one inside is to take somebody in; of one to the outside it is noted that he has left. */
function notOfOneWay(): never {
  refuse(
    'kinds-mixed',
    '选中的有系统内的转接，也有转往系统外的，两种办法不同。请分开办理。',
    'Some of the chosen transfers are inside the system and some go to the outside; they are answered differently. Do them separately.',
  )
}
