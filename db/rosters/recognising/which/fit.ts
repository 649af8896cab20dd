import { rosterWords } from '#db/records/rosters.ts'
import type { Text } from '#db/shared/text.ts'
import { isBlank, type SheetRow, shownText } from '#db/sheets/cell.ts'
import type { Sheet } from '#db/sheets/sheet.ts'
import type { SourceFile } from '#db/sheets/source-file.ts'
import type { RosterForm } from '../../field.ts'
import type { OwnColumn } from '../../kinds/work-columns.ts'
import type { RosterKind } from '../../roster-kind.ts'
import { rosterKinds } from '../../roster-kinds.ts'
import { asideName, placedTable } from '../choose-table.ts'
import { headerKey, headerKeyWithoutRemarks, keyOfQuestion } from '../headers/header-key.ts'
import type { Column } from '../headers/header-match.ts'
import { locateTable, namedNeed, type Table } from '../locate-table.ts'
import { maybeOfPlace } from '../not-a-roster.ts'
import type { IsBranchOf } from '../place-of-table.ts'
import { columnChoices, type SaidByName } from '../table-request.ts'
import { withoutHim } from '../who-of-table.ts'

/** A file to look into. Where `as` or `sheet` is given, it is read as that. */
export type Recognising = SourceFile & {
  readonly as?: string | undefined
  readonly sheet?: string | undefined
  readonly map?: SaidByName | undefined
  readonly place?: string | undefined
  /** The own fields of the types of work that there are: columns of the work ledger. */
  readonly own?: readonly OwnColumn[] | undefined
  readonly knowsPlace?: ((text: string) => boolean) | undefined
  readonly isBranchOf?: IsBranchOf | undefined
  readonly office?: string | undefined
  /** What was said about columns of earlier files, for each kind of roster. */
  readonly remembered?: Readonly<Record<string, SaidByName>> | undefined
}

/** A sheet with the first of its rows. */
export type SheetGuess = { readonly sheet: Sheet; readonly rows: readonly SheetRow[] }

export type TakenFor = {
  readonly kind: RosterKind | null
  /** It is no roster but a 整治台账, which comes back by another way. */
  readonly isLedger?: true
  readonly look: SheetGuess | undefined
  /** All sheets that are taken in together with that one, it among them. */
  readonly together: readonly SheetGuess[]
  readonly sure: boolean
  readonly why: Text
}

/** How well a sheet fits a kind of roster: its columns, those that tell rosters apart more, less what it lacks. */
export type Fit = {
  readonly kind: RosterKind
  readonly look: SheetGuess
  readonly table: Table<string>
  readonly score: number
  readonly telling: readonly string[]
  readonly fields: readonly string[]
  readonly lacking: readonly string[]
  /** A column that may be the organization of the rows, where they lack one. */
  readonly maybePlace: string | undefined
  /** It is called as such rosters are, or has columns that they alone have. */
  readonly isCalledSo: boolean
  /** It can be taken in as it is, once it is known of which organization it is. */
  readonly isWhole: boolean
}

export const leastScore = 3
/** Columns that tell at least this much do so only by what is in them. */
const leastTelling = 3
/** A kind that fits this much better than every other one needs no question. */
export const clearLead = 3

export function fitOf(kind: RosterKind, look: SheetGuess, file: Recognising): Fit | undefined {
  const { as, form } = kind
  const map = file.as === undefined ? undefined : file.map
  const choices = columnChoices(form, { fileName: file.fileName, map, remembered: file.remembered?.[as] })
  const table = locateTable(look.rows, form, choices)
  if (table === undefined) return undefined
  const { fileName, place, knowsPlace, isBranchOf, office } = file
  const request = { fileName, place, knowsPlace, isBranchOf, office }
  const { lacks: lacking, who } = placedTable(form, request, look.sheet.name, table, look.rows)
  const { matched } = table.match
  const columns = who === undefined ? table.match.columns : withoutHim(form, table.match.columns)
  const tells =
    columns === table.match.columns
      ? table.match.tells
      : form.fields.reduce((sum, one) => sum + (columns[one.field] === undefined ? 0 : one.tells), 0)
  const blank = form.fields.filter(
    ({ field, tells }) =>
      tells >= leastTelling &&
      columns[field]?.ticks === undefined &&
      columns[field]?.says === undefined &&
      isMostlyBlank(columns[field], table, look.rows),
  )
  const isOnlyUnplaced =
    form.place !== undefined &&
    columns[form.place] === undefined &&
    form.keys.every(key => columns[key] !== undefined) &&
    lacking.every(need => need.some(one => one === form.place))
  const blankNeeds = blank.filter(({ field }) => form.needs.some(need => need.every(one => one === field)))
  const untold = blank.reduce((sum, { tells }) => sum + tells + 1, 0) + 4 * blankNeeds.length
  const headerOf = (name: string) => form.fields.find(({ field }) => field === name)?.header ?? name
  const isCalledSo = isTitled(form, look, table.above, fileName)
  const itsOwn = Math.min(2, headersAmong(form.alsoHas, table.names))
  return {
    kind,
    look,
    table,
    isCalledSo: isCalledSo || itsOwn > 0,
    // Names and numbers alone are a roster whose organization is asked for, or stands above it.
    score:
      matched +
      tells +
      (isCalledSo ? titleTells : 0) +
      itsOwn * leastTelling +
      (isOnlyUnplaced ? 2 : -4 * lacking.length) -
      (headersAmong(form.notBeside, table.names) > 0 ? titleTells : 0) -
      untold,
    isWhole: blankNeeds.length === 0 && lacking.every(need => need.some(one => one === form.place)),
    fields: form.fields.flatMap(({ field }) => (columns[field] === undefined ? [] : [field])),
    telling: [
      ...new Set(
        form.fields
          .toSorted((a, b) => b.tells - a.tells)
          .flatMap(({ field }) => columns[field]?.header ?? []),
      ),
    ].slice(0, 3),
    lacking: lacking.map(need => namedNeed(need.map(headerOf))),
    maybePlace: lacking.some(need => need.some(one => one === form.place))
      ? maybeOfPlace(table.match.ignored)
      : undefined,
  }
}

/** A sheet that is called as such rosters are, or has that above its table, is one. */
const titleTells = 6

function isTitled(
  { title }: RosterForm,
  { sheet }: SheetGuess,
  above: readonly SheetRow[],
  fileName: string,
): boolean {
  const stem = title.replace(/(?:信息|登记)?表$/, '')
  const isCalledSo = (text: string) => {
    const at = text.indexOf(stem)
    return at >= 0 && (stem === title || tableWord.test(text.slice(at + stem.length)))
  }
  const isSo = isCalledSo(sheet.name) || isCalledSo(fileName)
  return isSo || above.some(row => row.cells.some(cell => isCalledSo(shownText(cell))))
}
/** 换届登记表, 换届情况统计表, 换届选举结果一览表 and 换届选举结果 are the same. */
const tableWord =
  /^(?:选举|改选)?(?:工作)?(?:情况|信息|结果)?(?:登记|统计|汇总|一览|报告|备案)?(?:表|台账)|^(?:选举|改选)(?:情况|结果)$/

function headersAmong(some: readonly string[] | undefined, headers: readonly string[]): number {
  if (some === undefined || some.length === 0) return 0
  const keys = new Set(some.map(headerKey))
  return headers.filter(header => {
    const key = headerKeyWithoutRemarks(headerKey(header))
    return keys.has(key) || keys.has(keyOfQuestion(key) ?? '')
  }).length
}

/** What people write where there is nothing to say. */
const isNothing = (text: string) => /^(?:无|没有|暂无|否|[-—–/\\]+)?$/.test(text.trim())
/** Below 职务 stands an office in the League, where the rows are cadres: 工程师 and 会计 are what members work as. */
const isNoPost = (text: string) =>
  isNothing(text) ||
  !/书记|委员|干事|主席|部长|组长|班长|团委|支委|[总团]支|联络|负责|秘书|主任|团干|辅导|指导|理事|队长|会长/.test(
    text,
  )

/** A 职务 that most rows leave blank is a column of a roster of members, in which some are cadres too. */
function isMostlyBlank(
  column: Column | undefined,
  table: { readonly header: SheetRow },
  rows: readonly SheetRow[],
): boolean {
  if (column === undefined) return false
  const { index, header } = column
  const isNone = header.includes('职务') ? isNoPost : isNothing
  const filled = rows.filter(({ row, cells }) => row > table.header.row && cells.some(cell => !isBlank(cell)))
  const blank = filled.filter(({ cells }) => isNone(shownText(cells[index])))
  return blank.length * 2 > filled.length
}

/** A kind that lacks what it cannot do without is none where another one, which lacks nothing, fits nearly as well. */
export function wholeRather(best: Fit | undefined, fits: readonly Fit[]): Fit | undefined {
  if (best === undefined || best.lacking.length === 0 || best.isCalledSo) return best
  const isWhole = ({ look, lacking, score, isWhole }: Fit) =>
    look === best.look &&
    lacking.length === 0 &&
    isWhole &&
    score > leastScore &&
    score > best.score - clearLead
  return fits.find(isWhole) ?? best
}

/** What each sheet in sight is for certain, in the order in which rosters build on each other. */
export function kindsBySheet(fits: readonly Fit[]): readonly Fit[] {
  const whole = fits.filter(
    fit =>
      fit.lacking.length === 0 &&
      fit.score > leastScore &&
      !fit.look.sheet.hidden &&
      !asideName.test(fit.look.sheet.name),
  )
  return Array.from(Map.groupBy(whole, fit => fit.look).values(), ofSheet =>
    ofSheet.reduce((a, b) => (a.score >= b.score ? a : b)),
  ).toSorted((a, b) => rosterKinds.indexOf(a.kind) - rosterKinds.indexOf(b.kind))
}

/** The sheets in sight that are the same roster with all that it needs; what stands aside by its name is none of them. */
export function sheetsLike(best: Fit, fits: readonly Fit[]): readonly SheetGuess[] {
  const alike = fits.filter(
    ({ kind, lacking, look: { sheet } }) =>
      kind === best.kind && lacking.length === 0 && !sheet.hidden && !asideName.test(sheet.name),
  )
  return alike.length > 0 ? alike.map(({ look }) => look) : [best.look]
}

export function soleLook(look: SheetGuess | undefined): readonly SheetGuess[] {
  return look === undefined ? [] : [look]
}

export function wordsOf({ as }: RosterKind): Text {
  const { zh, en } = rosterWords(as)
  return { zh, en: `a ${en}` }
}
