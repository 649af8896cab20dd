import { draftIds, type Writing } from '#db/plans/plan.ts'
import { kindOf, overlong } from '#db/records/kinds.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Text } from '#db/shared/text.ts'
import type { Cell } from '#db/sheets/cell.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Task, TaskTools } from '#db/sqlite/task.ts'
import { type Problem, problemAt } from '../problem.ts'
import { type RefusedRow, type Roster, readRoster, type TakenRow } from '../read-roster.ts'
import type { SaidByName } from '../recognising/choose-table.ts'
import { type RosterKind, type RosterRows, rosterReadings } from '../roster-kinds.ts'
import { writeRefused } from '../writing/write-refused.ts'
import type { RowPlan } from './draft.ts'
import { type OrgIndex, readOrgIndex, readOrgStates } from './org-index.ts'
import { readPersonStates } from './person-states.ts'
import { type CadresSoFar, planCadre } from './plan-cadres.ts'
import { type Meeting, meetingKey, planMeeting, readMeetings } from './plan-meetings.ts'
import { planMember } from './plan-members.ts'
import { planOrgs } from './plan-orgs.ts'
import { notingUnread, type UnreadOrgs } from './unread-orgs.ts'

export type PlanInput = {
  readonly bytes: Uint8Array
  readonly fileName: string
  readonly as: RosterKind
  readonly sheet: string | undefined
  readonly map: SaidByName
  readonly remembered: SaidByName
  readonly on: IsoDay | undefined
  readonly today: IsoDay
  readonly office: string
  readonly hasParentOffice: boolean
  readonly wantRefused: boolean
  /** How many rows there are to be; 0 while nobody knows. */
  readonly expected: number
}

export type PlanSummary = {
  readonly sheet: string
  readonly headerRow: number
  readonly day: IsoDay
  readonly columns: Roster<RosterKind>['columns']
  readonly read: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly rejected: number
  readonly problems: readonly Problem[]
  /** The refused rows as a workbook, where it was asked for and there are any. */
  readonly refused: Uint8Array | null
}

/** How many rows are planned at a time: one round of queries each. */
const batchSize = 500

const reading: Text = { zh: '正在读取和核对表格', en: 'Reading and checking the sheet' }

/**
 * Reads a roster and works out what each row would do, in a thread that only reads. The writes are handed over batch
 * by batch as plain data; what they add up to is the result.
 */
export const planImport: Task<PlanInput, readonly Writing[], PlanSummary> = async (input, tools) => {
  const { bytes, fileName, sheet, map, remembered, today } = input
  const request = { bytes, fileName, sheet, map, remembered, today }
  const reader = tools.reader()
  const index = await readOrgIndex(reader, input.office)
  switch (input.as) {
    case 'orgs': {
      const { roster, unread } = notingUnread(await readRoster({ ...request, as: 'orgs' }))
      const plan = orgPlan(roster, input, index, reader, unread)
      return take(roster, input, tools, plan, Number.POSITIVE_INFINITY)
    }
    case 'members': {
      const roster = await readRoster({ ...request, as: 'members' })
      return take(roster, input, tools, memberPlan(roster, input, index, reader), batchSize)
    }
    case 'cadres': {
      const roster = await readRoster({ ...request, as: 'cadres' })
      return take(roster, input, tools, cadrePlan(roster, input, index, reader), batchSize)
    }
    case 'meetings': {
      const roster = await readRoster({ ...request, as: 'meetings' })
      return take(roster, input, tools, meetingPlan(roster, index, reader), batchSize)
    }
  }
}

type Plan<K extends RosterKind> = (rows: readonly TakenRow<RosterRows[K]>[]) => Promise<readonly RowPlan[]>

async function take<K extends RosterKind>(
  roster: Roster<K>,
  input: PlanInput,
  tools: TaskTools<readonly Writing[]>,
  plan: Plan<K>,
  size: number,
): Promise<PlanSummary> {
  const counts = { read: 0, created: 0, updated: 0, unchanged: 0, rejected: 0 }
  const problems: Problem[] = []
  const refused: RefusedRow[] = []
  const reject = (row: number, own: readonly Problem[], cells: readonly Cell[]) => {
    counts.read++
    counts.rejected++
    problems.push(...own)
    if (input.wantRefused) refused.push({ refused: true, row, problems: own, cells })
  }
  let batch: TakenRow<RosterRows[K]>[] = []
  const headerOf = headersOf(roster)
  const flush = async () => {
    const drafts: Writing[] = []
    for (const [i, given] of (await plan(batch)).entries()) {
      const planned = withoutOverlong(given, headerOf)
      if (planned.verdict === 'rejected') {
        reject(planned.row, planned.problems, structuredClone(batch[i]?.cells ?? []))
        continue
      }
      counts.read++
      counts[planned.verdict]++
      problems.push(...planned.problems)
      for (const draft of planned.drafts) drafts.push(draft)
    }
    batch = []
    if (drafts.length > 0) await tools.emit(drafts)
    await tools.report(reading, counts.read, input.expected && Math.max(input.expected, counts.read))
  }
  for await (const row of roster.rows) {
    if (row.refused) reject(row.row, row.problems, row.cells)
    else batch.push(row)
    if (batch.length >= size) await flush()
  }
  await flush()
  const { sheet, headerRow, columns } = roster
  const day = dayOf(roster, input)
  const workbook = refused.length > 0 ? await refusedWorkbook(roster, day, sortedByRow(refused)) : null
  return { sheet, headerRow, columns, day, ...counts, problems: sortedByRow(problems), refused: workbook }
}

async function refusedWorkbook<K extends RosterKind>(
  { as, headers, unit }: Roster<K>,
  day: IsoDay,
  rows: readonly RefusedRow[],
): Promise<Uint8Array> {
  const { title } = rosterReadings[as].form
  return Buffer.concat(await Array.fromAsync(writeRefused({ title, headers, unit, day, lang: 'zh', rows })))
}

/** A row with a text that is longer than its field takes is refused: no packet could carry it on. */
function withoutOverlong(planned: RowPlan, headerOf: (field: string) => string): RowPlan {
  for (const { entity, fields } of planned.drafts) {
    const column = overlong(entity, fields)
    if (column === undefined) continue
    const { row, problems } = planned
    const value = String(fields[column])
    const most = kindOf(entity)?.fields[column]?.most ?? 0
    const roster = column.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
    const named = headerOf(roster)
    const header = named === roster ? (kindOf(entity)?.fields[column]?.words.zh ?? named) : named
    const problem = problemAt({ row, column: header, value }, 'too-long', {
      zh: `最多 ${most} 个字，这里有 ${value.length} 个字。请缩短后重新导入。`,
      en: `at most ${most} characters fit here, these are ${value.length}. Make it shorter and import again.`,
      refused: true,
    })
    return { row, verdict: 'rejected', drafts: [], problems: [...problems, problem] }
  }
  return planned
}

function sortedByRow<T extends { readonly row: number }>(rows: readonly T[]): T[] {
  return rows.toSorted((a, b) => a.row - b.row)
}

/** The day from which hold states, homes and posts that the roster gives without a date. */
function dayOf(roster: Roster<RosterKind>, { on, today }: PlanInput): IsoDay {
  return on ?? roster.day ?? today
}

/** How the file heads a field's column; the usual word where it has no such column. */
function headersOf<K extends RosterKind>(roster: Roster<K>): (field: string) => string {
  const headers = new Map<string, string>()
  for (const { field, header } of rosterReadings[roster.as].form.fields) headers.set(field, header)
  for (const [header, field] of Object.entries<string>(roster.columns.matched)) headers.set(field, header)
  return field => headers.get(field) ?? field
}

/** Parents may stand below their children, so an organization roster is planned as a whole. */
function orgPlan(
  roster: Roster<'orgs'>,
  input: PlanInput,
  index: OrgIndex,
  reader: Reader,
  unread: UnreadOrgs,
): Plan<'orgs'> {
  const { office, hasParentOffice } = input
  const day = dayOf(roster, input)
  const headerOf = headersOf(roster)
  return async rows =>
    planOrgs({
      rows,
      index,
      states: await readOrgStates(reader),
      office,
      hasParentOffice,
      unread,
      day,
      headerOf,
    })
}

function memberPlan(
  roster: Roster<'members'>,
  input: PlanInput,
  index: OrgIndex,
  reader: Reader,
): Plan<'members'> {
  const shared = { index, day: dayOf(roster, input), nextId: draftIds(), headerOf: headersOf(roster) }
  return async rows => {
    const states = await readPersonStates(
      reader,
      rows.map(row => row.values.idNumber),
      false,
    )
    return rows.map(row => planMember(row, { ...shared, states }))
  }
}

function cadrePlan(
  roster: Roster<'cadres'>,
  input: PlanInput,
  index: OrgIndex,
  reader: Reader,
): Plan<'cadres'> {
  const shared = { index, day: dayOf(roster, input), nextId: draftIds(), headerOf: headersOf(roster) }
  const soFar: CadresSoFar = { people: new Map(), posts: new Set() }
  return async rows => {
    const states = await readPersonStates(
      reader,
      rows.map(row => row.values.idNumber),
      true,
    )
    return rows.map(row => planCadre(row, { ...shared, states }, soFar))
  }
}

function meetingPlan(roster: Roster<'meetings'>, index: OrgIndex, reader: Reader): Plan<'meetings'> {
  const meetings = new Map<string, Meeting>()
  const shared = { index, meetings, nextId: draftIds(), headerOf: headersOf(roster) }
  return async rows => {
    const wanted = rows.flatMap(({ values }) => {
      const found = index.find(values.org)
      return found.kind === 'found' ? [{ org: found.org.id, day: values.day }] : []
    })
    for (const meeting of await readMeetings(reader, wanted)) {
      const key = meetingKey(meeting.org, meeting.type, meeting.held_on, meeting.topic)
      if (!meetings.has(key)) meetings.set(key, meeting)
    }
    return rows.map(row => planMeeting(row, shared))
  }
}
