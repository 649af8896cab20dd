import type { z } from 'zod'
import type { casesContract } from '#contract/lifeline/cases.ts'
import type { Journal } from '#db/journal/journal.ts'
import { draftWriter } from '#db/plans/carry-out.ts'
import type { Plan } from '#db/plans/plan.ts'
import { isLocked } from '#db/records/courses/course.ts'
import { rectificationCourse } from '#db/records/courses/rectification-course.ts'
import { addForm, editForm } from '#db/records/forms.ts'
import { Reading, readFields } from '#db/records/reading.ts'
import { called, lookUpOrg, type Standpoint } from '#db/registry/acts/known.ts'
import { planEdit } from '#db/registry/acts/plan-edit.ts'
import { Planning } from '#db/registry/acts/planning.ts'
import { readStored } from '#db/registry/acts/stored.ts'
import { stateWord } from '#db/registry/cases/ledger.ts'
import { planCase } from '#db/registry/cases/plan-case.ts'
import { planCaseStep } from '#db/registry/cases/plan-case-step.ts'
import { casesOf, isUnderWay, type KnownCase } from '#db/registry/cases/read-cases.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { NewId } from '#db/shared/new-id.ts'
import type { Text } from '#db/shared/text.ts'
import { type Problem, problemAt, sentenceOf } from '../problem.ts'
import { type LedgerField, ledgerForm } from './ledger-form.ts'
import { newProgress } from './new-progress.ts'
import type { LedgerRow, ReadLedger } from './read-ledger.ts'

type Output = z.output<(typeof casesContract.takeLedger)['~orpc']['outputSchema'] & {}>
export type LedgerTaken = Omit<Output, 'file'>

type Carrying = {
  readonly journal: Journal
  /** Sees what the lines before wrote, within the transaction. */
  readonly standpoint: Standpoint
  readonly file: string
  readonly by: string
  readonly dryRun: boolean
  readonly newId: NewId
}

/**
 * Does what a ledger says that is new, in one change set: cases that there are none of are opened, what differs is
 * corrected, new lines of progress are reported. A line against which something stands is left out and told; what is
 * judged or over is changed on this way as little as on any other.
 */
export async function carryOutLedger(ledger: ReadLedger, carrying: Carrying): Promise<LedgerTaken> {
  const { journal, standpoint, file, by, dryRun, newId } = carrying
  const problems: Problem[] = [...ledger.problems]
  const sentences: Text[] = []
  const warnings: Text[] = []
  let unchanged = 0
  const work = { label: { what: 'import', as: 'ledger', file }, actor: by, dryRun }
  const { changeSet } = await journal.write(work, async set => {
    const rowOf = new Map<string, number>()
    for (const row of ledger.rows) {
      const known = await caseOf(row, standpoint)
      const naming = await whomItNames(row, standpoint)
      const said = [...naming.plans, ...(await planRow(row, known, carrying))]
      const before = known === undefined ? undefined : rowOf.get(known.id)
      // The first line about a case counts; another one that says the same does no harm.
      const isTwice = before !== undefined && said.some(plan => plan.drafts.length > 0)
      const plans = isTwice ? [saidBefore(before)] : said
      if (known !== undefined && before === undefined) rowOf.set(known.id, row.row)
      const against = plans.flatMap(plan => plan.problems)
      if (against.length > 0) {
        problems.push(...against.map(problem => problemIn(row, problem, ledger.headers)))
        continue
      }
      const doing = plans.filter(plan => plan.drafts.length > 0)
      if (doing.length === 0) unchanged++
      for (const plan of doing) {
        draftWriter(set, newId).writeAll(plan.drafts)
        set.settle()
        sentences.push(...plan.sentences)
        warnings.push(...plan.warnings.map(warning => atRow(row.row, warning)))
      }
      const told = [...naming.warnings, ...(await stateWarning(row, known, standpoint))]
      warnings.push(...told.map(warning => atRow(row.row, warning)))
    }
  })
  const rejected = new Set(problems.filter(one => one.refused).map(one => one.row)).size
  return {
    changeSet,
    sentences,
    warnings,
    unchanged,
    rejected,
    problems: problems
      .sort((a, b) => a.row - b.row)
      .map(one => ({
        row: one.row,
        column: one.column,
        value: one.value,
        code: one.code,
        message: sentenceOf(one),
      })),
  }
}

/** What one line does: it opens a case, or changes and reports on the one that it names. */
async function planRow(
  row: LedgerRow,
  known: KnownCase | undefined,
  { standpoint, journal, by }: Carrying,
): Promise<readonly Plan[]> {
  if (known === undefined) return [await planOpening(row, standpoint)]
  const changes = changesIn(row, known, standpoint)
  const plans: Plan[] = []
  if (Object.keys(changes).length > 0) {
    if (isLocked(rectificationCourse, known.steps.taken))
      return [locked(Object.keys(changes)[0] ?? 'problems')]
    plans.push(
      await planEdit(standpoint, journal, await readStored(standpoint.reader, known.id), changes, undefined),
    )
  }
  for (const { day, text } of newProgress(row.progress, known)) {
    const from = { ...standpoint, on: day ?? standpoint.on }
    const plan = await planCaseStep(from, { id: known.id, action: 'note', note: text, by })
    plans.push({ ...plan, problems: plan.problems.slice(0, 1).map(one => ({ ...one, field: 'note' })) })
  }
  return plans
}

/** The case of that day; where the line does not say a day, the one under way, or the last one if it is said to be over. */
async function caseOf(
  { org: name, opened, state }: LedgerRow,
  standpoint: Standpoint,
): Promise<KnownCase | undefined> {
  const org = await lookUpOrg(standpoint, name)
  if (org.kind !== 'found') return undefined
  const cases = await casesOf(standpoint.reader, [org.found.id], standpoint.today)
  if (opened !== undefined) return cases.find(one => one.opened === opened)
  return cases.find(isUnderWay) ?? cases.find(one => stateWord(one) === state)
}

/**
 * Whether the code and the name of a line are of one organization: where rows were sorted by some columns alone, what
 * was written about one would go to another.
 */
async function whomItNames({ org, called: name }: LedgerRow, standpoint: Standpoint) {
  const nothing = { plans: [] as Plan[], warnings: [] as Text[] }
  const byCode = await lookUpOrg(standpoint, org)
  if (name === '' || byCode.kind !== 'found') return nothing
  const byName = await lookUpOrg(standpoint, name)
  const is = called(byCode.found)
  if (byName.kind === 'found' && byName.found.id !== byCode.found.id) {
    const zh = `组织ID ${org} 是“${is}”，团组织名称写的却是“${called(byName.found)}”。请核对是不是串了行。`
    const en = `The code ${org} is that of ${is}, but the row names ${called(byName.found)}. Check whether rows were mixed up.`
    return { ...nothing, plans: [against('org', 'org-two', { zh, en })] }
  }
  if (byName.kind !== 'unknown') return nothing
  const zh = `组织ID ${org} 是“${is}”，表里的名称“${name}”没有采用。`
  const en = `The code ${org} is that of ${is}; the name ${name} in the sheet was not taken.`
  return { ...nothing, warnings: [{ zh, en }] }
}

async function planOpening({ org, opened, said }: LedgerRow, standpoint: Standpoint): Promise<Plan> {
  const form = addForm('rectification')
  invariant(form, 'cases are opened by a form')
  const planning = new Planning(standpoint, form, { org, ...said, ...(opened && { opened }) })
  await planning.lookUp()
  return planCase(planning)
}

/** What a line says otherwise than the case does; a blank cell takes nothing away. */
function changesIn({ said }: LedgerRow, known: KnownCase, { today }: Standpoint): Record<string, string> {
  const form = editForm('rectification')
  invariant(form, 'cases are corrected by their form')
  const read: Readonly<Record<string, unknown>> = readFields(form, said, new Reading(today))
  const before: Readonly<Record<string, unknown>> = { ...known }
  return Object.fromEntries(
    Object.entries(said).filter(
      ([field]) => JSON.stringify(read[field] ?? null) !== JSON.stringify(before[field] ?? null),
    ),
  )
}

function locked(field: string): Plan {
  return against(field, 'case-locked', {
    zh: '这份台账已经提交验收或者办结，内容不能再改，这一行没有导入。待验收的，请上级退回后再改；办结以后，请申请更正。',
    en: 'This case was handed in or is over, so what it says is not changed any more, and the row was left out. While it is judged, ask the office above to return it; afterwards, ask for a correction.',
  })
}

function saidBefore(row: number): Plan {
  return against('org', 'case-twice', {
    zh: `这份台账在第 ${row} 行已经写过，两行说的不一样，这一行没有导入。请只留一行。`,
    en: `Row ${row} is about the same case and says something else, so this row was left out. Keep one of the two.`,
  })
}

/** A line that is left out, and why. */
function against(field: string, code: string, message: Text): Plan {
  const problem = { field, words: { zh: '整治', en: 'case' }, value: '', code, message, repair: null }
  return { id: '', drafts: [], problems: [problem], sentences: [], warnings: [], label: null }
}

/** How far a case has come is told by its steps: whoever writes another state into the ledger is told that it does nothing. */
async function stateWarning(
  row: LedgerRow,
  before: KnownCase | undefined,
  standpoint: Standpoint,
): Promise<readonly Text[]> {
  // The first progress that the line reports moves its case on by itself.
  if (row.state === '' || (before !== undefined && stateWord(before) === row.state)) return []
  const known = await caseOf(row, standpoint)
  if (known === undefined || stateWord(known) === row.state) return []
  const org = await lookUpOrg(standpoint, known.org)
  const title = org.kind === 'found' ? called(org.found) : row.org
  const now = stateWord(known)
  return [
    {
      zh: `“${title}”的整改状态是“${now}”，表里写的“${row.state}”没有采用：申请销号、验收、销号请在台账里办理。`,
      en: `The case of ${title} is "${now}"; "${row.state}" in the sheet was not taken: handing in and judging are done in the ledger itself.`,
    },
  ]
}

/** A problem of a plan, at the cell of the line. */
function problemIn(
  row: LedgerRow,
  { field, value, code, message, repair }: Plan['problems'][number],
  headers: ReadLedger['headers'],
): Problem {
  const known = ledgerForm.fields.find(one => one.field === field)?.field
  const column: LedgerField = known ?? (field === 'note' || field === 'on' ? 'progress' : 'org')
  const usual = ledgerForm.fields.find(one => one.field === column)?.header ?? column
  const said: Readonly<Record<string, string | undefined>> = {
    ...row.said,
    org: row.org,
    progress: row.progress,
  }
  const place = { row: row.row, column: headers[column] ?? usual, value: said[column] ?? value }
  return problemAt(place, code, { ...message, repair, refused: true })
}

function atRow(row: number, { zh, en }: Text): Text {
  return { zh: `第 ${row} 行：${zh}`, en: `Row ${row}: ${en}` }
}
