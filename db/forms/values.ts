import type { OrgKind, Tier } from '#contract/vocabulary.ts'
import { writtenDay } from '#db/papers/paper.ts'
import type { Marks } from '#db/records/ledger/blank-form.ts'
import type { Question } from '#db/records/ledger/question.ts'
import { orgKindWords, tierWords } from '#db/records/words/org-words.ts'
import { type Asking, answerOf, dayOfYear, rounded, yearBefore } from '#db/reports/ask.ts'
import { communitiesBelow, type Figure, officesBelow } from '#db/reports/figures.ts'
import { readFormFigures } from '#db/reports/type-figures.ts'
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
import { markOf, type RowsMark, readPlaces, rowsAt, unitsAsked, type Word } from './marks.ts'
import { photoColumn, sayingOf } from './people/one-person.ts'
import { type Pages, roomIn, type WhoIsAsked } from './people/pages.ts'
import { monthOf, monthOnly } from './periods.ts'
import type { Photo } from './photos/photo.ts'
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

export type Gathered = {
  readonly values: ReadonlyMap<string, Value>
  readonly photos: ReadonlyMap<string, Photo>
  readonly rows: readonly CountedRows[]
  /** Places for which nothing is known here. */
  readonly unknown: readonly string[]
}

/** So many rows one form takes; nobody prints more. */
export const mostFilled = { sheet: 20_000, table: 2000 } as const

export type HowToGather = { readonly scales: Scales; readonly pages: Pages; readonly isLook: boolean }

/** Looks up what belongs at the marked places: each figure once, however often it is asked for. */
export async function gather(
  reader: Reader,
  marks: Marks,
  given: FillingFor,
  { scales, pages, isLook }: HowToGather,
): Promise<Gathered> {
  const { single, rows } = readPlaces(marks)
  const ask = await asker(reader, given)
  const values = new Map<string, Value>()
  const photos = new Map<string, Photo>()
  const unknown: string[] = []
  const people = await spokenOf(reader, given)
  const room = roomIn(marks)
  for (const [at, said] of single) {
    const mark = markOf(said)
    if (mark?.is !== 'person') {
      const value = await lookUp(said, given, ask)
      if (value === undefined) unknown.push(at)
      else {
        const put = mark?.is === 'figure' ? inUnit(value, scales(at, ask.unitOf(mark.key))) : value
        for (let page = 0; page < pages.count; page++) values.set(pages.at(at, page), put)
      }
      continue
    }
    if (people.length === 0) unknown.push(at)
    // The places of a card for which nobody is left stay blank.
    for (let page = 0; page < pages.count; page++) {
      const who = people[page * room + mark.number - 1]
      const place = pages.at(at, page)
      const value = who === undefined ? undefined : askedOf(who.say, mark.field)
      if (mark.field === photoColumn && who?.photo !== undefined) photos.set(place, who.photo)
      else if (value !== undefined) values.set(place, value)
      else if (who !== undefined) unknown.push(place)
    }
  }
  const filled: CountedRows[] = []
  for (const block of rows) {
    const found = await rowsOf(reader, block, given, { ask, scales, isLook })
    if (found === undefined) unknown.push(rowsAt(block))
    else
      for (let page = 0; page < pages.count; page++)
        filled.push({
          ...found,
          source: rowsSource(block),
          part: pages.at(rowsAt(block), page).split('!')[0] ?? found.part,
        })
  }
  return { values, photos, rows: filled, unknown }
}

function rowsSource({ of, only = '' }: RowsMark): string {
  return `${of}:${only}`
}

async function spokenOf(reader: Reader, { people = [], year, today }: FillingFor) {
  const asOf = dayOfYear(year, today)
  return Promise.all(people.map(async who => ({ ...who, say: await sayingOf(reader, who.id, asOf) })))
}

/** 721000 as 72.1, where a form counts in 万. */
function inUnit(value: Value, scale: number): Value {
  return typeof value === 'number' ? rounded(value / scale) : value
}

/** What stands in a column, where only the month is asked for as that. */
function askedOf(say: (column: string) => Value | undefined, column: string): Value | undefined {
  const spread = spreadWord(column)
  if (spread !== undefined) return spreadOf(askedOf(say, spread.whole), spread.end)
  if (column.includes('+')) {
    const said = column.split('+').flatMap(one => askedOf(say, one) ?? [])
    return said.length === 0 ? undefined : said.join(' ')
  }
  return column.endsWith(monthOnly) ? monthOf(say(column.slice(0, -monthOnly.length))) : say(column)
}

type Ask = ((said: string, org?: string) => Promise<Value | undefined>) & {
  readonly unitOf: (key: string) => string | undefined
}

async function asker(reader: Reader, given: FillingFor): Promise<Ask> {
  const figures = new Map((await readFormFigures(reader)).map(figure => [figure.key, figure]))
  const answers = new Map<string, Promise<number | undefined>>()
  const roots = new Map<string, string | undefined>()
  const ask = (figure: Figure, root: string, year: number, months?: readonly [number, number]) => {
    const name = JSON.stringify([figure.key, root, year, months])
    const asking = { root, year, today: given.today, months }
    const known = answers.get(name) ?? answer(figure, question => answerOf(reader, question, asking))
    answers.set(name, known)
    return known
  }
  const lasts = new Map<string, ReturnType<typeof yearBefore>>()
  const askLast = (figure: Figure, root: string) => {
    const { year, today } = given
    const last = lasts.get(root) ?? yearBefore(reader, { root, year, today })
    lasts.set(root, last)
    const name = JSON.stringify([figure.key, root, 'last'])
    const known = answers.get(name) ?? answer(figure, last)
    answers.set(name, known)
    return known
  }
  const rootOf = async (org: string) => {
    if (!roots.has(org)) roots.set(org, await orgNamed(reader, org))
    return roots.get(org)
  }
  const asked = async (said: string, org?: string) => {
    const mark = markOf(said)
    if (mark === undefined) return undefined
    if (mark.is === 'unit') return figures.get(mark.key)?.unit
    if (mark.is !== 'figure') return undefined
    const figure = figures.get(mark.key)
    const root = org ?? (mark.org === undefined ? given.root : await rootOf(mark.org))
    if (figure === undefined || root === undefined) return undefined
    // What has not begun yet is not nothing: it stays blank.
    if (mark.months !== undefined && !hasBegun(given, mark.months[0])) return undefined
    const now = mark.when === 'last' ? undefined : await ask(figure, root, given.year, mark.months)
    const last = mark.when === 'this' ? undefined : await askLast(figure, root)
    if (mark.when === 'difference') return now === undefined || last === undefined ? undefined : now - last
    return mark.when === 'last' ? last : now
  }
  return Object.assign(asked, { unitOf: (key: string) => figures.get(key)?.unit })
}

function hasBegun({ year, today }: FillingFor, month: number): boolean {
  return `${year}-${String(month).padStart(2, '0')}-01` <= today
}

async function answer(
  { question }: Figure,
  ask: (question: Question) => Promise<number | null>,
): Promise<number | undefined> {
  if (question === undefined) return undefined
  try {
    return (await ask(question)) ?? undefined
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

/** The rows of a block; undefined for a roster that this program does not know. Who only looks is told of how many there are. */
async function rowsOf(
  reader: Reader,
  block: RowsMark,
  given: FillingFor,
  { ask, scales, isLook }: { readonly ask: Ask; readonly scales: Scales; readonly isLook: boolean },
): Promise<CountedRows | undefined> {
  const { part, from, columns, ...place } = block
  const asked = [...columns]
  const index = new Map(asked.map(([column], at) => [column, at]))
  const rows: (Value | undefined)[][] = []
  const most = /^h?t/.test(part) ? mostFilled.table : mostFilled.sheet
  let total = 0
  const add = (row: (Value | undefined)[]) => {
    total++
    if (!isLook || total === 1) rows.push(row)
    if (!isLook && total > most)
      refuse(
        'form-many-rows',
        `要填的超过 ${most} 行，一张表放不下。请在“一行一条的部分”里选定只填哪一类，或者选定一个街道或团组织再填。`,
        `More than ${most} rows would be filled, too many for one form. Let its rows be of one type alone, or choose a street or an organization.`,
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
