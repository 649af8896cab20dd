import type { OrgKind, Tier } from '#contract/vocabulary.ts'
import { writtenDay } from '#db/papers/paper.ts'
import type { Marks } from '#db/records/ledger/blank-form.ts'
import { orgKindWords, tierWords } from '#db/records/words/org-words.ts'
import { type Asking, answerOf, dayOfYear, rounded } from '#db/reports/ask.ts'
import { type Figure, officesBelow, readFigures } from '#db/reports/figures.ts'
import { recordColumnsOf } from '#db/rosters/kinds/of-one-record.ts'
import type { Row, RowTexts } from '#db/rosters/roster-kind.ts'
import { rosterOf } from '#db/rosters/roster-kinds.ts'
import { cadreRows } from '#db/rosters/writing/export/cadre-rows.ts'
import { memberRows } from '#db/rosters/writing/export/member-rows.ts'
import { orgRows } from '#db/rosters/writing/export/org-rows.ts'
import { recordRows } from '#db/rosters/writing/export/record-rows.ts'
import type { Wanted } from '#db/rosters/writing/export/wanted.ts'
import { Refusal, refuse } from '#db/shared/refusal.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { caseLedger, ledgerRows } from './case-ledger.ts'
import type { RowsToFill, Value } from './form.ts'
import { markOf, type RowsMark, readPlaces, type Word } from './marks.ts'
import { sayingOf } from './one-person.ts'
import { firstPlace } from './scale.ts'

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
  /** Whom a form of one person is about. */
  readonly person?: string | undefined
}

export type Gathered = {
  readonly values: ReadonlyMap<string, Value>
  readonly rows: readonly RowsToFill[]
  /** Places for which nothing is known here. */
  readonly unknown: readonly string[]
}

/** So many rows one form takes; nobody prints more. */
export const mostFilled = { sheet: 20_000, table: 2000 } as const

/** Looks up what belongs at the marked places: each figure once, however often it is asked for. */
export async function gather(
  reader: Reader,
  marks: Marks,
  given: FillingFor,
  scaleAt: (at: string) => number,
): Promise<Gathered> {
  const { single, rows } = readPlaces(marks)
  const ask = await asker(reader, given)
  const values = new Map<string, Value>()
  const unknown: string[] = []
  const { person, year, today } = given
  const ofPerson = person === undefined ? undefined : await sayingOf(reader, person, dayOfYear(year, today))
  for (const [at, said] of single) {
    const mark = markOf(said)
    const value = mark?.is === 'person' ? ofPerson?.(mark.field) : await lookUp(said, given, ask)
    if (value === undefined) unknown.push(at)
    else values.set(at, said.startsWith('figure:') ? inUnit(value, scaleAt(at)) : value)
  }
  const filled: RowsToFill[] = []
  for (const block of rows) {
    const found = await rowsOf(reader, block, given, ask, scaleAt)
    if (found === undefined) unknown.push(`${block.part}!${block.from + 1}:${block.to + 1}`)
    else filled.push(found)
  }
  return { values, rows: filled, unknown }
}

/** 721000 as 72.1, where a form counts in 万. */
function inUnit(value: Value, scale: number): Value {
  return typeof value === 'number' ? rounded(value / scale) : value
}

type Ask = (said: string, org?: string) => Promise<Value | undefined>

async function asker(reader: Reader, given: FillingFor): Promise<Ask> {
  const figures = new Map((await readFigures(reader)).map(figure => [figure.key, figure]))
  const answers = new Map<string, Promise<number | undefined>>()
  const roots = new Map<string, string | undefined>()
  const ask = (figure: Figure, root: string, year: number) => {
    const name = JSON.stringify([figure.key, root, year])
    const known = answers.get(name) ?? answer(reader, figure, { root, year, today: given.today })
    answers.set(name, known)
    return known
  }
  const rootOf = async (org: string) => {
    if (!roots.has(org)) roots.set(org, await orgNamed(reader, org))
    return roots.get(org)
  }
  return async (said, org) => {
    const mark = markOf(said)
    if (mark === undefined) return undefined
    if (mark.is === 'unit') return figures.get(mark.key)?.unit
    if (mark.is !== 'figure') return undefined
    const figure = figures.get(mark.key)
    const root = org ?? (mark.org === undefined ? given.root : await rootOf(mark.org))
    if (figure === undefined || root === undefined) return undefined
    const now = mark.when === 'last' ? undefined : await ask(figure, root, given.year)
    const last = mark.when === 'this' ? undefined : await ask(figure, root, given.year - 1)
    if (mark.when === 'difference') return now === undefined || last === undefined ? undefined : now - last
    return mark.when === 'last' ? last : now
  }
}

async function answer(reader: Reader, { question }: Figure, asking: Asking): Promise<number | undefined> {
  if (question === undefined) return undefined
  try {
    return await answerOf(reader, question, asking)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

async function orgNamed(reader: Reader, org: string): Promise<string | undefined> {
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

async function lookUp(said: string, given: FillingFor, ask: Ask): Promise<Value | undefined> {
  const mark = markOf(said)
  if (mark === undefined) return undefined
  if (mark.is === 'text') return mark.text
  if (mark.is === 'person') return undefined
  return mark.is === 'word' ? wordOf(mark.word, given) : ask(said)
}

function wordOf(word: Word, { office, writer, year, today }: FillingFor): Value | undefined {
  const [y = 0, m = 0, d = 0] = today.split('-').map(Number)
  switch (word) {
    case 'office':
      return office.name
    case 'office-code':
      return office.code ?? undefined
    case 'office-kind':
      return office.kind === null ? undefined : orgKindWords.wordFor(office.kind)
    case 'office-tier':
      return office.tier === null ? undefined : tierWords.wordFor(office.tier)
    case 'office-phone':
      return office.phone ?? undefined
    case 'secretary':
      return office.secretary ?? undefined
    case 'year':
      return year
    case 'last-year':
      return year - 1
    case 'next-year':
      return year + 1
    case 'day':
      return writtenDay(today)
    case 'day-year':
      return y
    case 'day-month':
      return m
    case 'day-date':
      return d
    case 'writer':
      return writer === '' ? undefined : writer
  }
}

/** The rows of a block; undefined for a roster that this program does not know. */
async function rowsOf(
  reader: Reader,
  block: RowsMark,
  given: FillingFor,
  ask: Ask,
  scaleAt: (at: string) => number,
): Promise<RowsToFill | undefined> {
  const { part, from, to, columns } = block
  const asked = [...columns]
  const index = new Map(asked.map(([column], at) => [column, at]))
  const rows: (Value | undefined)[][] = []
  const add = (row: (Value | undefined)[]) => {
    rows.push(row)
    const most = part.startsWith('t') ? mostFilled.table : mostFilled.sheet
    if (rows.length > most)
      refuse(
        'form-many-rows',
        `要填的超过 ${most} 行，一张表放不下。请先选定一个街道或者团组织再填。`,
        `More than ${most} rows would be filled, too many for one form. Choose a street or an organization.`,
        { most },
      )
  }
  if (block.of === 'units') {
    for (const { id, code, name } of await officesBelow(reader, given)) {
      const cells: (Value | undefined)[] = []
      for (const [column, said] of asked) {
        if (said === '#') cells.push(rows.length + 1)
        else if (said === 'name') cells.push(name)
        else if (said === 'code') cells.push(code ?? '')
        else {
          const value = await ask(said, id)
          cells.push(value === undefined ? value : inUnit(value, scaleAt(firstPlace(part, column, from))))
        }
      }
      add(cells)
    }
    return { part, from, to, columns: index, rows }
  }
  const source = sourceOf(reader, block, given)
  if (source === undefined) return undefined
  for await (const say of source)
    add(
      asked.map(([, said]) =>
        said === '#' ? rows.length + 1 : said.startsWith('text:') ? said.slice(5) : say(said),
      ),
    )
  return { part, from, to, columns: index, rows }
}

function sourceOf(reader: Reader, { of, only }: RowsMark, given: FillingFor) {
  const wanted: Wanted = { root: given.root, asOf: dayOfYear(given.year, given.today) }
  switch (of) {
    case caseLedger.as:
      return ledgerRows(reader, given.root, {
        office: given.root,
        hasParentOffice: false,
        asOf: wanted.asOf,
      })
    case 'members':
      return saying(memberRows(reader, wanted), rosterOf('members').texts)
    case 'cadres':
      return saying(cadreRows(reader, wanted), rosterOf('cadres').texts)
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
