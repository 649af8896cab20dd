import { writtenDay } from '#db/papers/paper.ts'
import type { Marks } from '#db/records/ledger/blank-form.ts'
import type { Question } from '#db/records/ledger/question.ts'
import { orgKindWords, tierWords } from '#db/records/words/org-words.ts'
import { answerOf, dayOfYear, yearBefore } from '#db/reports/ask.ts'
import type { Figure } from '#db/reports/figures.ts'
import { readFormFigures } from '#db/reports/type-figures.ts'
import { Refusal } from '#db/shared/refusal.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Value } from './form.ts'
import { markOf, type RowsMark, readPlaces, rowsAt, type Word } from './marks.ts'
import { photoColumn, sayingOf } from './people/one-person.ts'
import { type Pages, roomIn } from './people/pages.ts'
import type { Photo } from './photos/photo.ts'
import { type Ask, askedOf, type CountedRows, type FillingFor, inUnit, orgNamed, rowsOf } from './rows.ts'
import type { Scales } from './scale.ts'

export type Gathered = {
  readonly values: ReadonlyMap<string, Value>
  readonly photos: ReadonlyMap<string, Photo>
  readonly rows: readonly CountedRows[]
  /** Places for which nothing is known here. */
  readonly unknown: readonly string[]
}

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
    const found = await rowsOf(reader, block, given, { ask, scales, isLook, unknown })
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
