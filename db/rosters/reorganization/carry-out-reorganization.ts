import type { z } from 'zod'
import type { reorganizedSchema } from '#contract/rosters.ts'
import type { Journal } from '#db/journal/journal.ts'
import { draftWriter } from '#db/plans/carry-out.ts'
import type { Plan } from '#db/plans/plan.ts'
import type { Standpoint } from '#db/registry/acts/known.ts'
import { planAdd } from '#db/registry/acts/plan-add.ts'
import { type OrgActAsked, planOrgAct } from '#db/registry/org-acts/act.ts'
import { headcountsOf, membersUnder } from '#db/registry/org-acts/headcounts.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { NewId } from '#db/shared/new-id.ts'
import { inOrder, type Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { type Problem, problemAt, sentenceOf } from '../problem.ts'
import type { ReadReorganization, ReorganizationRow } from './read-reorganization.ts'
import { type ReorganizationField, reorganizationForm } from './reorganization-form.ts'

type Reorganized = Omit<z.infer<typeof reorganizedSchema>, 'file' | 'as'>

type Carrying = {
  readonly journal: Journal
  /** Sees what was written so far, within the transaction. */
  readonly within: Reader
  /** Sees what stood before. */
  readonly before: Reader
  readonly standpoint: Omit<Standpoint, 'reader' | 'decided' | 'document'>
  readonly later: 'keep' | 'replace' | undefined
  readonly file: string
  readonly by: string
  readonly dryRun: boolean
  readonly newId: NewId
}

/**
 * Does what all lines say, in the order of their days, each on what those before it left, in one change set: all of it
 * or, where anything stands against one line, nothing. What stands against any of them is told of all. Within a day the
 * lines may stand in any order: one that holds only once another of that day is done waits for it.
 */
export async function carryOutReorganization(
  workbook: ReadReorganization,
  carrying: Carrying,
): Promise<Reorganized> {
  const { journal, within, standpoint, file, by, dryRun, newId } = carrying
  const problems: Problem[] = [...workbook.problems]
  const sentences: Text[] = []
  const warnings: Text[] = []
  const touched = new Set([standpoint.office])
  const days = byDay(workbook.rows, standpoint)
  const last = days.at(-1)?.day ?? standpoint.on ?? standpoint.today
  let headcounts: Reorganized['headcounts'] = []
  const label = { what: 'import', as: 'reorganization', file }
  const work = { label, actor: by, dryRun: dryRun || problems.length > 0 }
  let changeSet: number | null = null
  try {
    const done = await journal.write(work, async set => {
      const carryOut = async (row: ReorganizationRow) => {
        const { plan, orgs } = await planRow(row, { ...carrying, reader: within })
        if (plan.problems.length > 0) return plan.problems
        const { writeAll, idOf } = draftWriter(set, newId)
        writeAll(plan.drafts)
        set.settle()
        for (const org of orgs) touched.add(idOf(org))
        const [first, ...others] = plan.sentences
        if (first !== undefined) sentences.push(atRow(row.row, first), ...others)
        warnings.push(...plan.warnings.map(warning => atRow(row.row, warning)))
        return []
      }
      for (const { rows } of days) {
        let open = rows
        for (let round = 1; open.length > 0; round++) {
          const refused: { row: ReorganizationRow; against: Plan['problems'] }[] = []
          for (const row of open) {
            const against = await carryOut(row)
            if (against.length > 0) refused.push({ row, against })
          }
          if (refused.length === open.length || round === mostRounds) {
            for (const { row, against } of refused)
              problems.push(...against.map(problem => problemIn(row, problem, workbook.headers)))
            break
          }
          open = refused.map(({ row }) => row)
        }
      }
      if (problems.length > 0 && !work.dryRun) throw new Stopped()
      const before = await membersUnder(carrying.before, [...touched], last)
      headcounts = await headcountsOf(within, before, await membersUnder(within, [...touched], last))
    })
    changeSet = done.changeSet
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
  }
  const refused = new Set(problems.filter(problem => problem.refused).map(problem => problem.row))
  return {
    sheet: workbook.sheet,
    headerRow: workbook.headerRow,
    day: last,
    columns: { matched: headersIn(workbook.headers), ignored: [...workbook.ignored] },
    read: workbook.read,
    created: 0,
    updated: refused.size > 0 ? 0 : workbook.read,
    unchanged: 0,
    rejected: refused.size > 0 ? workbook.read : 0,
    problems: problems
      .sort((a, b) => a.row - b.row)
      .map(problem => ({ ...problem, message: sentenceOf(problem) })),
    sentences,
    warnings,
    headcounts,
    changeSet,
  }
}

/** What waits for what within a day is a chain of few links: a unit for the one above it, a closing for what moves away. */
const mostRounds = 12

/** What was begun is rolled back: it is all or nothing. */
class Stopped extends Error {}

type Here = Carrying & { readonly reader: Reader }

async function planRow(
  row: ReorganizationRow,
  { reader, standpoint, later }: Here,
): Promise<{ readonly plan: Plan; readonly orgs: readonly string[] }> {
  const { act, org, target, decided, document, said } = row
  const from: Standpoint = { ...standpoint, reader, on: dayOf(row, standpoint), decided, document }
  if (act === 'establish') {
    const { members: _members, ...fields } = said
    const set = { name: org, ...fields, ...(target !== undefined && { parent: target }) }
    const plan = await planAdd(from, 'org', set)
    return { plan, orgs: plan.id === '' ? [] : [plan.id] }
  }
  const asked: OrgActAsked = { act, org, set: setOf(row), later }
  const { plan, touched } = await planOrgAct(from, asked)
  return { plan, orgs: touched }
}

/** What the line says, in the fields of its act; the target is whatever the act needs one for. */
function setOf({ act, target, said }: ReorganizationRow): Record<string, string> {
  const { members, kind, tier, ...names } = said
  const aim = (field: string) => (target === undefined ? {} : { [field]: target })
  switch (act) {
    case 'move':
      return aim('parent')
    case 'merge':
      return aim('into')
    case 'close':
      return { ...aim('membersTo'), endPosts: 'yes' }
    case 'rename':
      return { ...aim('name'), ...names }
    case 'kind':
      return { ...aim('kind'), ...(kind !== undefined && { kind }), ...(tier !== undefined && { tier }) }
    case 'split':
      return { ...aim('name'), ...names, ...(members !== undefined && { members }) }
    default:
      return {}
  }
}

const columnOf: Readonly<Record<string, ReorganizationField>> = {
  parent: 'target',
  into: 'target',
  membersTo: 'target',
  effective: 'effective',
  founded: 'effective',
  since: 'effective',
  later: 'effective',
  name: 'name',
  short_name: 'short_name',
  code: 'code',
  kind: 'kind',
  tier: 'tier',
  members: 'members',
}

/** A problem of a plan, at the cell of the line. */
function problemIn(
  row: ReorganizationRow,
  { field, value, code, message, repair }: Plan['problems'][number],
  headers: ReadReorganization['headers'],
): Problem {
  const at = columnOf[field] ?? 'org'
  const isAimed = at === 'name' && row.said.name === undefined && row.target !== undefined
  const column = isAimed ? 'target' : at
  const header =
    headers[column] ?? reorganizationForm.fields.find(one => one.field === column)?.header ?? column
  const written: Readonly<Partial<Record<ReorganizationField, string | undefined>>> = {
    org: row.org,
    target: row.target,
    effective: row.on,
  }
  const shown = column in written ? (written[column] ?? '') : value
  return problemAt({ row: row.row, column: header, value: shown }, code, {
    ...message,
    repair,
    refused: true,
  })
}

function dayOf(row: ReorganizationRow, { on, today }: Pick<Standpoint, 'on' | 'today'>): IsoDay {
  return row.on ?? on ?? today
}

/** The lines of each day as the file has them, the days in their order. */
function byDay(rows: readonly ReorganizationRow[], standpoint: Pick<Standpoint, 'on' | 'today'>) {
  return [...Map.groupBy(rows, row => dayOf(row, standpoint))]
    .map(([day, of]) => ({ day, rows: of as readonly ReorganizationRow[] }))
    .sort((a, b) => inOrder(a.day, b.day))
}

function headersIn(headers: ReadReorganization['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([field, header]) => [header, field]))
}

function atRow(row: number, { zh, en }: Text): Text {
  return { zh: `第 ${row} 行：${zh}`, en: `Row ${row}: ${en}` }
}
