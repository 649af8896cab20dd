import { draftIds, type Writing } from '#db/plans/plan.ts'
import { kindOf, overlong } from '#db/records/kinds.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Lang, Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Task, TaskTools } from '#db/sqlite/task.ts'
import { type Problem, problemAt } from '../problem.ts'
import { type RefusedRow, type Roster, readRoster, type TakenRow } from '../read-roster.ts'
import { noRows } from '../recognising/not-a-roster.ts'
import type { Place } from '../recognising/place-of-table.ts'
import { type HiddenAnswer, placeSaid, type SaidByName } from '../recognising/table-request.ts'
import { type RosterFields, type RosterKind, type RosterRows, rosterReadings } from '../roster-kinds.ts'
import { rowTexts } from '../writing/row-texts.ts'
import { writeRefused } from '../writing/write-refused.ts'
import { type DoubleAnswer, maybeRounded } from './doubtful-number.ts'
import type { RowPlan } from './draft.ts'
import { type HiddenTold, hiddenTold } from './hidden-rows.ts'
import { readNamesakes, withKnownNumbers } from './namesakes.ts'
import { type FindOrg, type OrgIndex, readOrgIndex, readOrgStates } from './org-index.ts'
import { type Question, seemsOthers } from './other-office.ts'
import { readPersonStates, readStatesById } from './person-states.ts'
import { type CadresSoFar, planCadre } from './plan-cadres.ts'
import { type Meeting, meetingKey, planMeeting, readMeetings } from './plan-meetings.ts'
import { type PeoplePlanning, planMember } from './plan-members.ts'
import { planOrgs } from './plan-orgs.ts'
import { type ChangedRow, type ProblemGroup, type ShownRow, Tally } from './tally.ts'
import { notingUnread, type UnreadOrgs } from './unread-orgs.ts'

export type PlanInput = {
  readonly bytes: Uint8Array
  readonly fileName: string
  readonly as: RosterKind
  readonly sheet: string | undefined
  readonly map: SaidByName
  /** The organization of all rows, where one was named for the whole file: its id, code or name. */
  readonly place: string | undefined
  readonly remembered: SaidByName
  readonly on: IsoDay | undefined
  readonly today: IsoDay
  readonly office: string
  readonly hasParentOffice: boolean
  readonly wantRefused: boolean
  /** The language of the workbook of refused rows. */
  readonly lang: Lang
  readonly doubles: Readonly<Record<string, DoubleAnswer>>
  readonly endPosts: boolean
  /** What was said about rows that a filter leaves out or somebody has hidden. */
  readonly hidden: HiddenAnswer | undefined
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
  /** Problems beyond those that are kept; they are counted in the groups. */
  readonly problemsLeftOut: number
  readonly groups: readonly ProblemGroup[]
  readonly tables: readonly { readonly sheet: string; readonly headerRow: number; readonly place: Place }[]
  /** What of the file was not read, in sentences. */
  readonly unread: readonly Text[]
  readonly question: Question | null
  /** Rows that nobody sees in the sheet, and what becomes of them. */
  readonly hidden: HiddenTold | null
  readonly shown: readonly ShownRow[]
  readonly changed: readonly ChangedRow[]
  readonly changedLeftOut: number
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
  const { bytes, fileName, sheet, remembered, today, as } = input
  const reader = tools.reader()
  const index = await readOrgIndex(reader, input.office)
  const knowsPlace = (text: string) => index.find(text).kind === 'found'
  const said = placeSaid(rosterReadings[as].form, input.map, knowsPlace)
  const place = input.place ?? said.place
  const { hidden } = input
  const request = { bytes, fileName, sheet, map: said.map, place, remembered, today, knowsPlace, hidden }
  switch (as) {
    case 'orgs': {
      const { roster, unread } = notingUnread(await readRoster({ ...request, as: 'orgs' }))
      const plan = orgPlan(roster, input, index, reader, unread)
      return take(roster, input, index, tools, plan, Number.POSITIVE_INFINITY)
    }
    case 'members': {
      const roster = await readRoster({ ...request, as: 'members' })
      return take(roster, input, index, tools, memberPlan(roster, input, index, reader), batchSize)
    }
    case 'cadres': {
      const roster = await readRoster({ ...request, as: 'cadres' })
      return take(roster, input, index, tools, cadrePlan(roster, input, index, reader), batchSize)
    }
    case 'meetings': {
      const roster = await readRoster({ ...request, as: 'meetings' })
      return take(roster, input, index, tools, meetingPlan(roster, index, reader), batchSize)
    }
  }
}

/** What the rows read so far tell of each other. */
type SoFar = {
  /** A row whose number a spreadsheet has rounded. */
  rounded: number | undefined
}

type Plan<K extends RosterKind> = (
  rows: readonly TakenRow<RosterRows[K]>[],
  soFar: SoFar,
) => Promise<readonly RowPlan[]>

async function take<K extends RosterKind>(
  roster: Roster<K>,
  input: PlanInput,
  index: OrgIndex,
  tools: TaskTools<readonly Writing[]>,
  plan: Plan<K>,
  size: number,
): Promise<PlanSummary> {
  const tally = new Tally()
  const soFar: SoFar = { rounded: undefined }
  let strange = 0
  const refuse = (row: RefusedRow | TakenRow<unknown>, problems: readonly Problem[]) => {
    tally.add('rejected', problems)
    if (problems.some(({ code }) => code === 'org-unknown' || code === 'org-not-yours')) strange++
    if (!input.wantRefused) return
    const cells = row.refused ? row.cells : structuredClone(row.cells)
    tally.refuse({ row: row.row, table: row.table, problems, cells })
  }
  let refused: RefusedRow[] = []
  let batch: TakenRow<RosterRows[K]>[] = []
  const show = showingRows(roster.as, tally)
  const headerOf = headersOf(roster)
  const settleRefused = async () => {
    const known = await withKnownNumbers(tools.reader(), refused)
    for (const [i, row] of refused.entries()) refuse(row, known[i] ?? row.problems)
    refused = []
  }
  const flush = async () => {
    await settleRefused()
    const drafts: Writing[] = []
    for (const [i, given] of (await plan(batch, soFar)).entries()) {
      const row = batch[i]
      if (row === undefined) continue
      const planned = withoutOverlong(given, row.sheet, headerOf)
      if (planned.verdict === 'rejected') {
        refuse(row, planned.problems)
        continue
      }
      tally.add(planned.verdict, planned.problems)
      show(row, planned)
      for (const draft of planned.drafts) drafts.push(draft)
    }
    batch = []
    if (drafts.length > 0) await tools.emit(drafts)
    const { read } = tally.counts
    await tools.report(reading, read, input.expected && Math.max(input.expected, read))
  }
  // Whether a number that ends in 000 is to be believed, the rest of the file tells.
  const held: TakenRow<RosterRows[K]>[] = []
  for await (const row of roster.rows) {
    if (row.refused) {
      refused.push(row)
      if (row.problems.some(({ code }) => code === 'id-rounded')) soFar.rounded ??= row.row
    } else if (row.repeats) tally.add('unchanged', [])
    else if (isDoubtful(row.values)) held.push(row)
    else batch.push(row)
    if (batch.length >= size) await flush()
    if (refused.length >= batchSize) await settleRefused()
  }
  await flush()
  batch = held
  if (held.length > 0) await flush()
  const { sheet, headerRow, columns, unit, fileName } = roster
  if (tally.counts.read === 0 && roster.hidden.count === 0) throw noRows(fileName, sheet, headerRow)
  const day = dayOf(roster, input)
  const rows = sortedByRow(tally.refused)
  const { counts, problemsLeftOut, shown, changed, changedLeftOut } = tally
  const hidden = hiddenTold(roster.hidden, input.hidden) ?? null
  return {
    sheet,
    headerRow,
    columns,
    day,
    hidden,
    ...counts,
    problems: sortedByRow(tally.problems),
    problemsLeftOut,
    groups: tally.groups(),
    tables: roster.tables.map(({ sheet, headerRow, place }) => ({
      sheet,
      headerRow,
      place: 'text' in place ? { ...place, text: index.nameOf(place.text) || place.text } : place,
    })),
    unread: unreadOf(roster),
    question:
      seemsOthers({
        unit,
        found: unit === undefined ? undefined : index.find(unit),
        office: index.nameOf(input.office),
        placed: counts.read,
        strange,
      }) ??
      hidden?.question ??
      null,
    shown,
    changed,
    changedLeftOut,
    refused:
      rows.length > 0 ? await refusedWorkbook(roster, day, input.lang, rows, tally.refusedLeftOut) : null,
  }
}

function isDoubtful(values: RosterRows[RosterKind]): boolean {
  return 'idNumber' in values && maybeRounded(values.idType, values.idNumber)
}

/** Keeps the first rows as they will be stored, and what would change of those that are known. */
function showingRows<K extends RosterKind>(as: K, tally: Tally) {
  const texts = rowTexts[as]
  const { fields, place } = rosterReadings[as].form
  return (row: TakenRow<RosterRows[K]>, { verdict, changes, place: org }: RowPlan) => {
    const isChanged = changes !== undefined && changes.length > 0 && verdict === 'updated'
    if (!isChanged && !(tally.wantsShown && verdict !== 'unchanged')) return
    const textOf = (field: RosterFields[K]) =>
      field === place && org !== undefined ? org : String(texts[field](row.values) ?? '')
    const where = { row: row.row, sheet: row.sheet ?? null }
    if (isChanged) tally.change({ ...where, title: titleOf(as, row.values), changes })
    if (!tally.wantsShown) return
    const values = fields.flatMap(({ field }) => {
      const text = textOf(field)
      return text === '' ? [] : [[field, text] as const]
    })
    tally.show({ ...where, verdict, values: Object.fromEntries(values) })
  }
}

/** Of whom or of what a row is. */
function titleOf<K extends RosterKind>(as: K, values: RosterRows[K]): string {
  const texts: Readonly<Record<string, (row: RosterRows[K]) => string | number | undefined>> = rowTexts[as]
  const named = as === 'meetings' ? ['day', 'type'] : ['name', 'shortName', 'code']
  const parts = named.flatMap(field => texts[field]?.(values) ?? [])
  return (as === 'meetings' ? parts : parts.slice(0, 1)).join(' ')
}

/** What of a file was seen and not read, for people to judge. */
function unreadOf<K extends RosterKind>({
  left,
  passedOver,
  tables,
  hiddenColumns,
}: Roster<K>): readonly Text[] {
  const told = passedOver.slice(0, 3).map(({ row, text }) => `第 ${row} 行“${text.slice(0, 30)}”`)
  const toldEn = passedOver.slice(0, 3).map(({ row, text }) => `row ${row}: ${text.slice(0, 30)}`)
  const places = new Set(
    tables.flatMap(({ place }) => ('text' in place && place.from !== 'said' ? [place.text] : [])),
  )
  return [
    ...(left.length === 0
      ? []
      : [
          {
            zh: `没有读这些一样的工作表：“${left.join('”“')}”。要导入的，请另选一次工作表。`,
            en: `These sheets of the same shape were not read: ${left.join(', ')}. Choose them on their own if they are wanted.`,
          },
        ]),
    ...(passedOver.length === 0
      ? []
      : [
          {
            zh: `表中间有 ${passedOver.length} 行说明，没有当作人（${told.join('、')}${passedOver.length > 3 ? ' …' : ''}）。`,
            en: `${passedOver.length} lines of words between the rows were taken for nobody (${toldEn.join('; ')}${passedOver.length > 3 ? ' …' : ''}).`,
          },
        ]),
    ...(tables.some(({ inBlocks }) => inBlocks)
      ? [
          {
            zh: '所在组织只写在每一组的第一行，下面空着的按上面的登记。',
            en: 'The organization is written in the first row of each block alone; blank cells below it were taken for the same.',
          },
        ]
      : []),
    ...(hiddenColumns.length === 0
      ? []
      : [
          {
            zh: `“${hiddenColumns.join('”“')}”在表里是隐藏的列，也读了。`,
            en: `These columns are hidden in the sheet and were read all the same: ${hiddenColumns.join(', ')}.`,
          },
        ]),
    ...(places.size === 0
      ? []
      : [
          {
            zh: `表里没有写所在组织的列，按表上写的“${[...places].join('”“')}”登记。`,
            en: `No column says where the rows belong; they were taken for ${[...places].map(place => `"${place}"`).join(', ')}, which the sheet names.`,
          },
        ]),
  ]
}

async function refusedWorkbook<K extends RosterKind>(
  { as, tables, unit }: Roster<K>,
  day: IsoDay,
  lang: Lang,
  rows: Tally['refused'],
  leftOut: number,
): Promise<Uint8Array> {
  const { title } = rosterReadings[as].form
  const sheets = tables.flatMap(({ sheet, headers }, table) => {
    const own = rows.filter(row => row.table === table)
    return own.length === 0 ? [] : [{ name: tables.length > 1 ? sheet : title, headers, rows: own }]
  })
  return Buffer.concat(await Array.fromAsync(writeRefused({ title, unit, day, lang, sheets, leftOut })))
}

/** A row with a text that is longer than its field takes is refused: no packet could carry it on. */
function withoutOverlong(
  planned: RowPlan,
  sheet: string | undefined,
  headerOf: (field: string) => string,
): RowPlan {
  for (const { entity, fields } of planned.drafts) {
    const column = overlong(entity, fields)
    if (column === undefined) continue
    const { row, problems } = planned
    const value = String(fields[column])
    const most = kindOf(entity)?.fields[column]?.most ?? 0
    const roster = column.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
    const named = headerOf(roster)
    const header = named === roster ? (kindOf(entity)?.fields[column]?.words.zh ?? named) : named
    const problem = problemAt({ row, sheet, column: header, value }, 'too-long', {
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
  // Of two tables side by side the first one's.
  for (const [header, field] of Object.entries<string>(roster.columns.matched).toReversed())
    headers.set(field, header)
  return field => headers.get(field) ?? field
}

/** Finds the organizations of a roster's rows, first of all below the unit that filled it in. */
function finderFor(roster: Roster<RosterKind>, index: OrgIndex): FindOrg {
  const unit = roster.unit === undefined ? undefined : index.find(roster.unit)
  const within = unit?.kind === 'found' ? unit.org.id : undefined
  return index.finder({ within, kind: roster.as === 'members' ? 'branch' : undefined })
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
    rows.length === 0
      ? []
      : planOrgs({
          rows,
          index,
          states: await readOrgStates(reader),
          office,
          hasParentOffice,
          unread,
          nameOf: id => index.nameOf(id),
          day,
          headerOf,
        })
}

/** Gathers what the registry knows of the people of a batch of rows, and of those who have their names. */
function peopleGatherer(
  roster: Roster<'members'> | Roster<'cadres'>,
  input: PlanInput,
  index: OrgIndex,
  reader: Reader,
) {
  const shared = {
    find: finderFor(roster, index),
    told: new Set<string>(),
    headerOf: headersOf<RosterKind>(roster),
    nameOf: (id: string) => index.nameOf(id),
    day: dayOf(roster, input),
    nextId: draftIds(),
    doubles: input.doubles,
    endPosts: input.endPosts,
  }
  return async (
    rows: readonly TakenRow<RosterRows['members'] | RosterRows['cadres']>[],
    { rounded }: SoFar,
  ): Promise<PeoplePlanning> => {
    const states = await readPersonStates(
      reader,
      rows.map(row => row.values.idNumber),
    )
    const unknown = rows
      .filter(({ values }) => !states.has(values.idNumber))
      .map(({ values: { name, birth } }) => ({ name, birth: birth.day }))
    const namesakes = await readNamesakes(reader, unknown)
    const namesakeStates = await readStatesById(
      reader,
      [...namesakes.values()].flatMap(people => people.map(({ id }) => id)),
    )
    return { ...shared, states, namesakes, namesakeStates, rounded }
  }
}

function memberPlan(
  roster: Roster<'members'>,
  input: PlanInput,
  index: OrgIndex,
  reader: Reader,
): Plan<'members'> {
  const gather = peopleGatherer(roster, input, index, reader)
  return async (rows, soFar) => {
    const planning = await gather(rows, soFar)
    return rows.map(row => planMember(row, planning))
  }
}

function cadrePlan(
  roster: Roster<'cadres'>,
  input: PlanInput,
  index: OrgIndex,
  reader: Reader,
): Plan<'cadres'> {
  const gather = peopleGatherer(roster, input, index, reader)
  const cadres: CadresSoFar = { people: new Map(), posts: new Set() }
  return async (rows, soFar) => {
    const planning = await gather(rows, soFar)
    return rows.map(row => planCadre(row, planning, cadres))
  }
}

function meetingPlan(roster: Roster<'meetings'>, index: OrgIndex, reader: Reader): Plan<'meetings'> {
  const meetings = new Map<string, Meeting>()
  const find = finderFor(roster, index)
  const shared = { find, told: new Set<string>(), meetings, nextId: draftIds(), headerOf: headersOf(roster) }
  return async rows => {
    const wanted = rows.flatMap(({ values }) => {
      const found = find(values.org)
      return found.kind === 'found' ? [{ org: found.org.id, day: values.day }] : []
    })
    for (const meeting of await readMeetings(reader, wanted)) {
      const key = meetingKey(meeting.org, meeting.type, meeting.held_on, meeting.topic)
      if (!meetings.has(key)) meetings.set(key, meeting)
    }
    return rows.map(row => planMeeting(row, shared))
  }
}
