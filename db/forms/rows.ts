import type { OrgKind, Tier } from '#contract/vocabulary.ts'
import { type Asking, dayOfYear, rounded } from '#db/reports/ask.ts'
import { communitiesBelow, officesBelow } from '#db/reports/figures.ts'
import type { CadreRow } from '#db/rosters/kinds/cadres.ts'
import { recordColumnsOf } from '#db/rosters/kinds/of-one-record.ts'
import type { Row, RowTexts } from '#db/rosters/roster-kind.ts'
import { rosterOf } from '#db/rosters/roster-kinds.ts'
import { cadreRows } from '#db/rosters/writing/export/cadre-rows.ts'
import { memberRows } from '#db/rosters/writing/export/member-rows.ts'
import { orgRows } from '#db/rosters/writing/export/org-rows.ts'
import { recordRows } from '#db/rosters/writing/export/record-rows.ts'
import type { Wanted } from '#db/rosters/writing/export/wanted.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { Refusal, refuse } from '#db/shared/refusal.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { caseLedger, ledgerRows } from './case-ledger.ts'
import type { RowsToFill, Value } from './form.ts'
import { textsOfPeople } from './form-rosters.ts'
import { markOf, type RowsMark, unitsAsked } from './marks.ts'
import type { WhoIsAsked } from './people/pages.ts'
import { monthOf, monthOnly } from './periods.ts'
import { firstPlace, type Scales } from './scale.ts'
import { spreadOf, spreadWord } from './spread.ts'

/** For whom and when a form is filled. */
export type FillingFor = Asking & {
  readonly office: {
    readonly name: string
    readonly code: string | null
    readonly kind: OrgKind | null
    readonly tier: Tier | null
    readonly phone: string | null
    /** Whoever holds the post on the day. */
    readonly secretary: string | null
  }
  readonly writer: string
  /** Whom a form of people is about. */
  readonly people?: readonly WhoIsAsked[] | undefined
}

/** Rows to fill, and how many there are: who only looks gets the first one. */
export type CountedRows = RowsToFill & { readonly total: number }

/** So many rows one form takes; nobody prints more. */
export const mostFilled = { sheet: 20_000, table: 2000 } as const

const wordIsSmall = {
  zh: `要一张表全部填下，把 Word 里的这张表复制到 Excel 存成 .xlsx 再添加，最多 ${mostFilled.sheet} 行。`,
  en: ` To have all of them in one, copy this table from Word into Excel, save it as .xlsx and add that: it takes ${mostFilled.sheet} rows.`,
}

type HowToFill = {
  readonly ask: Ask
  readonly scales: Scales
  readonly isLook: boolean
  /** Where a cell of an office stays blank, as nobody can tell its number. */
  readonly unknown: string[]
}

/** The rows of a block; undefined for a roster that this program does not know. Who only looks is told of how many there are. */
export async function rowsOf(
  reader: Reader,
  block: RowsMark,
  given: FillingFor,
  { ask, scales, isLook, unknown }: HowToFill,
): Promise<CountedRows | undefined> {
  const { part, from, columns, ...place } = block
  const asked = [...columns]
  const index = new Map(asked.map(([column], at) => [column, at]))
  const rows: (Value | undefined)[][] = []
  const isWord = /^h?t/.test(part)
  const most = isWord ? mostFilled.table : mostFilled.sheet
  let total = 0
  const add = (row: (Value | undefined)[]) => {
    total++
    if (!isLook || total === 1) rows.push(row)
    if (!isLook && total > most)
      refuse(
        'form-many-rows',
        `要填的超过 ${most} 行，一张表放不下。请在“一行一条的部分”里选定只填哪一类，或者选定一个街道或团组织再填。${isWord ? wordIsSmall.zh : ''}`,
        `More than ${most} rows would be filled, too many for one form. Let its rows be of one type alone, or choose a street or an organization.${isWord ? wordIsSmall.en : ''}`,
        { most },
      )
  }
  if (block.of === 'units') {
    const { office, tier } = unitsAsked(block.only)
    const root = office === undefined ? given.root : await orgNamed(reader, office)
    if (root === undefined) return undefined
    for (const { id, code, name } of await (tier === undefined ? officesBelow : communitiesBelow)(reader, {
      ...given,
      root,
    })) {
      const cells: (Value | undefined)[] = []
      for (const [column, said] of asked) {
        if (said === '#') cells.push(total + 1)
        else if (said === 'name') cells.push(name)
        else if (said === 'code') cells.push(code ?? '')
        else {
          const value = await ask(said, id)
          if (value === undefined) unknown.push(firstPlace(part, column, from + total))
          const unit = said.startsWith('figure:') ? ask.unitOf(markedKey(said)) : undefined
          cells.push(
            value === undefined ? value : inUnit(value, scales(firstPlace(part, column, from), unit)),
          )
        }
      }
      add(cells)
    }
    return { ...place, part, from, columns: index, rows, total }
  }
  const source = sourceOf(reader, block, given)
  if (source === undefined) return undefined
  const units = unitsOf(block.of)
  const scaled = asked.map(([column, said]) => scales(firstPlace(part, column, from), units.get(said)))
  for await (const say of source)
    add(
      asked.map(([, said], at) => {
        if (said === '#') return total + 1
        if (said.startsWith('text:')) return said.slice(5)
        const value = askedOf(say, said)
        return value === undefined ? value : inUnit(value, scaled[at] ?? 1)
      }),
    )
  return { ...place, part, from, columns: index, rows, total }
}

function markedKey(said: string): string {
  const mark = markOf(said)
  return mark?.is === 'figure' ? mark.key : ''
}

/** In what the numbers of a roster's columns are, as their heads say it: 立项经费(元). */
function unitsOf(of: string): ReadonlyMap<string, string> {
  if (of === caseLedger.as || !isRoster(of)) return new Map()
  return new Map(
    rosterOf(of).form.fields.flatMap(({ field, header }) => {
      const unit = /[(（](\p{Script=Han}+)[)）]$/u.exec(header)?.[1]
      return unit === undefined ? [] : [[field, unit] as const]
    }),
  )
}

function sourceOf(reader: Reader, { of, only, columns }: RowsMark, given: FillingFor) {
  const wanted: Wanted = { root: given.root, asOf: dayOfYear(given.year, given.today) }
  switch (of) {
    case caseLedger.as:
      return ledgerRows(reader, given.root, {
        office: given.root,
        hasParentOffice: false,
        asOf: wanted.asOf,
      })
    case 'members':
      return saying(memberRows(reader, wanted), textsOfPeople(rosterOf('members').texts, wanted.asOf))
    case 'cadres':
      return saying(
        inPost(cadreRows(reader, wanted), wanted.asOf, columns),
        textsOfPeople(rosterOf('cadres').texts, wanted.asOf),
      )
    case 'orgs':
      return saying(ofKind(orgRows(reader, wanted), only), rosterOf('orgs').texts)
    default: {
      if (!isRoster(of)) return undefined
      const columns = recordColumnsOf(of)
      const rows = recordRows(reader, columns, {
        ...wanted,
        during: given.year,
        ...(only !== undefined && { only: { column: 'type', is: only } }),
      })
      return saying(rows, rosterOf(of).texts)
    }
  }
}

function isRoster(of: string): boolean {
  try {
    return rosterOf(of).as === of
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

/** Whoever holds a post on the day; of those who left, only forms that ask until when. */
async function* inPost(rows: AsyncIterable<CadreRow>, on: IsoDay, columns: RowsMark['columns']) {
  const asksUntil = [...columns.values()].some(said => said.startsWith('until'))
  for await (const row of rows) if (asksUntil || row.until === undefined || row.until.day > on) yield row
}

async function* ofKind<R extends { readonly kind: string }>(
  rows: AsyncIterable<R>,
  only: string | undefined,
) {
  for await (const row of rows) if (only === undefined || row.kind === only) yield row
}

/** Of each row, what stands in a column of its roster. */
async function* saying<R extends Row>(rows: AsyncIterable<R>, texts: RowTexts<R>) {
  for await (const row of rows) yield (column: string): Value | undefined => texts[column]?.(row)
}

/** 721000 as 72.1, where a form counts in 万. */
export function inUnit(value: Value, scale: number): Value {
  return typeof value === 'number' ? rounded(value / scale) : value
}

/** What stands in a column, where only the month is asked for as that. */
export function askedOf(say: (column: string) => Value | undefined, column: string): Value | undefined {
  const spread = spreadWord(column)
  if (spread !== undefined) return spreadOf(askedOf(say, spread.whole), spread.end)
  if (column.includes('+')) {
    const said = column.split('+').flatMap(one => askedOf(say, one) ?? [])
    return said.length === 0 ? undefined : said.join(' ')
  }
  return column.endsWith(monthOnly) ? monthOf(say(column.slice(0, -monthOnly.length))) : say(column)
}

export type Ask = ((said: string, org?: string) => Promise<Value | undefined>) & {
  readonly unitOf: (key: string) => string | undefined
}

export async function orgNamed(reader: Reader, org: string): Promise<string | undefined> {
  const found = await reader
    .selectFrom('org')
    .where(eb =>
      eb.or([eb('code', '=', org), eb('short_name', '=', org), eb('name', '=', org), eb('id', '=', org)]),
    )
    .select('id')
    .limit(2)
    .execute()
  return found.length === 1 ? found[0]?.id : undefined
}
