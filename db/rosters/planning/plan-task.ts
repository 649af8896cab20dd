import type { Writing } from '#db/plans/plan.ts'
import { kindOf, overlong } from '#db/records/kinds.ts'
import { maskId } from '#db/records/types/id-number.ts'
import { maskedText } from '#db/records/types/masked-text.ts'
import { type Readings, readAheadOf } from '#db/registry/finding/search-text.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Lang, Text } from '#db/shared/text.ts'
import { charactersIn } from '#db/sheets/cell.ts'
import { PackedRows, RoomForRows } from '#db/sheets/packed-rows.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Task, TaskTools } from '#db/sqlite/task.ts'
import { ofOneType, rosterHere } from '../kinds/work-columns.ts'
import type { RefusedRow, TakenRow } from '../parsed-row.ts'
import { type Problem, problemAt, type ToldProblem } from '../problem.ts'
import { type Roster, readRoster } from '../read-roster.ts'
import { noRows } from '../recognising/not-a-roster.ts'
import type { Place } from '../recognising/place-of-table.ts'
import { type HiddenAnswer, placeSaid, type SaidByName } from '../recognising/table-request.ts'
import type { RosterKind, Row } from '../roster-kind.ts'
import { rosterOf } from '../roster-kinds.ts'
import { writeRefused } from '../writing/write-refused.ts'
import type { RowPlan } from './draft.ts'
import { type HiddenTold, hiddenTold } from './hidden-rows.ts'
import { maybeRounded } from './members/doubtful-number.ts'
import { withKnownNumbers } from './members/namesakes.ts'
import { NotListed } from './members/not-listed.ts'
import { type OrgIndex, placesKnown, readOrgIndex } from './orgs/org-index.ts'
import { OrgsNotListed } from './orgs/orgs-not-listed.ts'
import { type Question, seemsOthers } from './orgs/other-office.ts'
import { notingUnread } from './orgs/unread-orgs.ts'
import { recordPlan } from './plan-records.ts'
import {
  type Asked,
  cadrePlan,
  dayOf,
  headersOf,
  memberPlan,
  orgPlan,
  type Plan,
  type SoFar,
} from './planners.ts'
import { PostsNotListed } from './posts-not-listed.ts'
import { unreadOf } from './seen-and-not-read.ts'
import { type ChangedRow, type ProblemGroup, type ShownRow, Tally } from './tally.ts'

export type PlanInput = Asked & {
  readonly bytes: Uint8Array
  readonly fileName: string
  readonly firstRow?: number | undefined
  readonly as: string
  readonly sheet: string | undefined
  readonly map: SaidByName
  /** The organization of all rows, where one was named for the whole file: its id, code or name. */
  readonly place: string | undefined
  /** Of which type of work all rows are, where no column says it. */
  readonly type: string | undefined
  readonly remembered: SaidByName
  readonly wantRefused: boolean
  /** The language of the workbook of refused rows. */
  readonly lang: Lang
  /** The year of rows that name none. */
  readonly year: number | undefined
  /** What was said about rows that a filter leaves out or somebody has hidden. */
  readonly hidden: HiddenAnswer | undefined
  /** How many rows there are to be; 0 while nobody knows. */
  readonly expected: number
}

export type PlanSummary = {
  readonly sheet: string
  readonly headerRow: number
  readonly day: IsoDay
  readonly columns: Roster<Row>['columns']
  readonly read: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly rejected: number
  /** Rows that are taken, with a note at one of their cells. */
  readonly noted: number
  readonly problems: readonly ToldProblem[]
  /** Problems beyond those that are kept; they are counted in the groups. */
  readonly problemsLeftOut: number
  readonly groups: readonly ProblemGroup[]
  readonly tables: readonly {
    readonly sheet: string
    readonly headerRow: number
    readonly place: ToldPlace
  }[]
  /** What of the file was not read, in sentences. */
  readonly unread: readonly Text[]
  readonly question: Question | null
  /** Rows that are refused because no year is named anywhere. */
  readonly lacksYear: number
  /** Rows that nobody sees in the sheet, and what becomes of them. */
  readonly hidden: HiddenTold | null
  readonly shown: readonly ShownRow[]
  readonly changed: readonly ChangedRow[]
  readonly changedLeftOut: number
  /** The refused rows as a workbook, where it was asked for and there are any. */
  readonly refused: Uint8Array | null
}

/** The writes of some rows, and what of them was worked out ahead. */
export type Planned = { readonly drafts: readonly Writing[]; readonly readings: Readings }

/** How many rows are planned at a time: one round of queries each. */
const batchSize = 500
/** Or fewer, where so much stands in their cells: they are held until they are planned. */
const charactersAtOnce = 1_000_000

const reading: Text = { zh: '正在读取和核对表格', en: 'Reading and checking the sheet' }

/**
 * Reads a roster and works out what each row would do, in a thread that only reads. The writes are handed over batch
 * by batch as plain data; what they add up to is the result.
 */
export const planImport: Task<PlanInput, Planned, PlanSummary> = async (input, tools) => {
  const { bytes, fileName, sheet, remembered, today, as } = input
  const reader = tools.reader()
  const index = await readOrgIndex(reader, input.office)
  const places = placesKnown(index)
  const kind = await rosterOfInput(reader, input)
  const said = placeSaid(kind.form, input.map, places.knowsPlace)
  const place = input.place ?? said.place
  const { hidden, firstRow } = input
  const request = {
    bytes,
    firstRow,
    fileName,
    sheet,
    map: said.map,
    place,
    remembered,
    today,
    ...places,
    office: index.soleOwn(),
    hidden,
    year: input.year === undefined ? undefined : String(input.year),
  }
  const standpoint = { input, index, reader }
  switch (as) {
    case 'orgs': {
      const listed = new OrgsNotListed()
      const { roster, unread } = notingUnread(await readRoster(rosterOf('orgs'), request))
      const plan = listed.notingPlans(orgPlan(roster, standpoint, unread))
      const summary = await take(roster, input, index, tools, plan, Number.POSITIVE_INFINITY)
      return { ...summary, unread: [...summary.unread, ...listed.told(index, unread)] }
    }
    case 'members': {
      const listed = new NotListed()
      const roster = listed.noting(await readRoster(rosterOf('members'), request))
      const plan = listed.notingPlans(memberPlan(roster, standpoint))
      const summary = await take(roster, input, index, tools, plan, batchSize)
      return { ...summary, unread: [...summary.unread, ...(await listed.told(reader, summary.day))] }
    }
    case 'cadres': {
      const listed = new PostsNotListed()
      const roster = listed.noting(await readRoster(rosterOf('cadres'), request))
      const plan = listed.notingPlans(cadrePlan(roster, standpoint))
      const summary = await take(roster, input, index, tools, plan, batchSize)
      return { ...summary, unread: [...summary.unread, ...(await listed.told(reader, summary.day))] }
    }
    default: {
      const roster = await readRoster(kind, request)
      return take(roster, input, index, tools, recordPlan(roster, standpoint), batchSize)
    }
  }
}

/** Refuses a type of work that there is none of. */
async function rosterOfInput(reader: Reader, { as, type }: PlanInput): Promise<RosterKind> {
  if (type === undefined) return rosterHere(reader, as)
  await rosterHere(reader, as, type)
  return ofOneType(await rosterHere(reader, as), type)
}

async function take<R extends Row>(
  roster: Roster<R>,
  input: PlanInput,
  index: OrgIndex,
  tools: TaskTools<Planned>,
  plan: Plan<R>,
  size: number,
): Promise<PlanSummary> {
  const tally = new Tally()
  const soFar: SoFar = { rounded: undefined }
  let strange = 0
  const refuse = (row: RefusedRow | TakenRow<R>, problems: readonly Problem[]) => {
    tally.add(
      'rejected',
      problems,
      row.refused ? (row.unread?.name ?? row.who) : titleOf(roster.kind, row.values),
    )
    if (problems.some(({ code }) => code === 'org-unknown' || code === 'org-not-yours')) strange++
    if (input.wantRefused) tally.refuse({ row: row.row, table: row.table, problems, cells: row.cells })
  }
  let refused: RefusedRow[] = []
  let batch: TakenRow<R>[] = []
  let characters = 0
  const show = showingRows(roster.kind, tally)
  const headerOf = headersOf(roster)
  const tell = () => {
    const { read } = tally.counts
    return tools.report(reading, read, input.expected && Math.max(input.expected, read))
  }
  const settleRefused = async () => {
    const known = await withKnownNumbers(tools.reader(), refused)
    for (const [i, row] of refused.entries()) refuse(row, known[i] ?? row.problems)
    refused = []
    characters = 0
  }
  const handedOver = new Set<string>()
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
      tally.add(
        planned.verdict,
        planned.problems,
        planned.problems.length === 0 ? '' : titleOf(roster.kind, row.values),
      )
      show(row, planned)
      for (const draft of planned.drafts) drafts.push(draft)
    }
    batch = []
    if (drafts.length > 0) await tools.emit({ drafts, readings: readAheadOf(namesOf(drafts), handedOver) })
    await tell()
  }
  // Whether a number that ends in 000 is to be believed, the rest of the file tells.
  const held = new PackedRows<TakenRow<R>>(new RoomForRows(input))
  for await (const row of roster.rows) {
    if (row.refused) {
      refused.push(row)
      if (row.problems.some(({ code }) => code === 'id-rounded')) soFar.rounded ??= row.row
    } else if (row.repeats) tally.add('unchanged', [])
    else if (isDoubtful(row.values)) held.add(structuredClone(row))
    else batch.push(row)
    characters += charactersIn(row.cells)
    const isMuch = characters >= charactersAtOnce
    if (batch.length >= size || (isMuch && size === batchSize)) await flush()
    if (refused.length >= batchSize || isMuch) {
      await settleRefused()
      await tell()
    }
  }
  await flush()
  for await (const rows of held.batches()) {
    for (const row of rows) {
      batch.push(row)
      if (batch.length >= size) await flush()
    }
  }
  if (batch.length > 0) await flush()
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
    lacksYear: tally.lacksYear,
    ...counts,
    problems: sortedByRow(tally.problems),
    problemsLeftOut,
    groups: tally.groups(),
    tables: roster.tables.map(({ sheet, headerRow, place }) => ({
      sheet,
      headerRow,
      place: placeTold(place, index),
    })),
    unread: unreadOf(roster),
    question:
      seemsOthers({
        unit,
        found: unit === undefined ? undefined : index.find(unit),
        office: index.nameOf(input.office),
        isBare: index.isBare(input.office),
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

type ToldPlace = { readonly from: Place['from']; readonly text?: string }

/** Where the organization of a table's rows stands, with the names that the registry has for it. */
function placeTold(place: Place, index: OrgIndex): ToldPlace {
  if (!('text' in place)) return { from: place.from }
  const names = (place.each ?? [place.text]).map(text => index.nameOf(text) || text)
  return { from: place.from, text: names.join('、') }
}

/** The people among what is made. */
function* namesOf(drafts: readonly Writing[]): Generator<string> {
  for (const { act, entity, fields } of drafts) {
    const name = fields['name']
    if (act === 'create' && entity === 'person' && typeof name === 'string') yield name
  }
}

function isDoubtful({ idType, idNumber }: Row): boolean {
  return idType === 'resident' && typeof idNumber === 'string' && maybeRounded(idType, idNumber)
}

/** Keeps the first rows as they will be stored, and what would change of those that are known. */
function showingRows<R extends Row>(kind: RosterKind<R>, tally: Tally) {
  const { texts } = kind
  const { fields, place } = kind.form
  return (row: TakenRow<R>, { verdict, changes, place: org }: RowPlan) => {
    const isChanged = changes !== undefined && changes.length > 0 && verdict === 'updated'
    if (!isChanged && !(tally.wantsShown && verdict !== 'unchanged')) return
    const textOf = (field: string) =>
      field === place && org !== undefined ? org.name : String(texts[field]?.(row.values) ?? '')
    const where = { row: row.row, sheet: row.sheet ?? null }
    if (isChanged) tally.change({ ...where, title: titleOf(kind, row.values), changes })
    if (!tally.wantsShown) return
    const values = fields.flatMap(({ field }) => {
      const text = field === 'idNumber' ? maskId(textOf(field)) : maskedText(textOf(field))
      return text === '' ? [] : [[field, text] as const]
    })
    tally.show({ ...where, verdict, values: Object.fromEntries(values) })
  }
}

/** Of whom or of what a row is. */
function titleOf<R extends Row>({ texts, named }: RosterKind<R>, values: R): string {
  const parts = named.by.flatMap(field => texts[field]?.(values) ?? [])
  return (named.all ? parts : parts.slice(0, 1)).join(' ')
}

async function refusedWorkbook(
  { kind, tables, unit }: Pick<Roster<Row>, 'kind' | 'tables' | 'unit'>,
  day: IsoDay,
  lang: Lang,
  rows: Tally['refused'],
  leftOut: number,
): Promise<Uint8Array> {
  const { title } = kind.form
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
      en: `at most ${most} characters fit here, and this has ${value.length}. Make it shorter and import again.`,
      refused: true,
    })
    return { row, verdict: 'rejected', drafts: [], problems: [...problems, problem] }
  }
  return planned
}

function sortedByRow<T extends { readonly row: number }>(rows: readonly T[]): T[] {
  return rows.toSorted((a, b) => a.row - b.row)
}
