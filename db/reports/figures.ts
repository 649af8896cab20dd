import { sql } from 'kysely'
import { broughtFigures } from '#db/records/ledger/district-figures.ts'
import { type Question, readQuestion } from '#db/records/ledger/question.ts'
import { holdsOn, withSubtree } from '#db/registry/subtree.ts'
import { Refusal, refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Task } from '#db/sqlite/task.ts'
import {
  type Asking,
  answerOf,
  dayOfYear,
  type FigureRow,
  type RowsAsked,
  rowsOf,
  yearBefore,
} from './ask.ts'
import { answersOfUnits } from './by-unit.ts'

/** A figure as it counts here. */
export type Figure = {
  readonly key: string
  readonly name: Text
  readonly unit: string
  /** The office that made it; null for one that the program brings. */
  readonly issuer: string | null
  /** Undefined where a newer program asks what this one cannot. */
  readonly question: Question | undefined
}

export type Answered = {
  readonly key: string
  readonly name: Text
  readonly unit: string
  readonly issuer: string | null
  /** Null where this program cannot answer the question. */
  readonly value: number | null
  readonly lastYear: number | null
  /** What was reported for the organization and year, if it was. */
  readonly asReported: number | null
}

/** The figures that count here: those that the program brings, and what offices made beside or instead of them. */
export async function readFigures(reader: Reader): Promise<readonly Figure[]> {
  const kept = await reader
    .selectFrom('figure')
    .innerJoin('org', 'org.id', 'figure.org')
    .select(['figure.key', 'figure.name', 'figure.unit', 'figure.question'])
    .select(sql<string>`coalesce(org.short_name, org.name)`.as('issuer'))
    .orderBy('figure.no')
    .execute()
  const figures = new Map<string, Figure>(broughtFigures.map(one => [one.key, { ...one, issuer: null }]))
  for (const { key, name, unit, question, issuer } of kept)
    figures.set(key, {
      key,
      name: { zh: name, en: name },
      unit: unit ?? '',
      issuer,
      question: readQuestion(question),
    })
  return [...figures.values()]
}

/** Every figure of a year beside that of the year before and what was reported. */
export async function answerAll(reader: Reader, asking: Asking): Promise<readonly Answered[]> {
  const said = await reportedOf(reader, asking)
  const answers: Answered[] = []
  const last = yearBefore(reader, asking)
  for (const figure of await readFigures(reader))
    answers.push(await answer(reader, figure, asking, { said, last }))
  return answers
}

/** What stands beside a figure: what was reported, and the year before. */
type Beside = {
  readonly said: ReadonlyMap<string, number>
  readonly last: ReturnType<typeof yearBefore>
}

async function answer(
  reader: Reader,
  { question, key, name, unit, issuer }: Figure,
  asking: Asking,
  { said, last }: Beside,
): Promise<Answered> {
  const of = async (ask: (question: Question) => Promise<number | null>) => {
    if (question === undefined) return null
    try {
      return await ask(question)
    } catch (error) {
      // One figure that asks for what there is not must not hide all others; opened, it says what is wrong.
      if (error instanceof Refusal) return null
      throw error
    }
  }
  return {
    key,
    name,
    unit,
    issuer,
    value: await of(one => answerOf(reader, one, asking)),
    lastYear: await of(last),
    asReported: said.get(key) ?? null,
  }
}

async function reportedOf(reader: Reader, { root, year }: Asking): Promise<ReadonlyMap<string, number>> {
  const rows = await reader
    .selectFrom('reported')
    .where('org', '=', root)
    .where('year', '=', year)
    .select(['key', 'value'])
    .execute()
  return new Map(rows.map(({ key, value }) => [key, value]))
}

export type Opened = Answered & {
  /** Offices directly below that have nothing of what is counted in the year: it may be missing. */
  readonly missing: readonly { readonly org: string; readonly name: string }[]
  readonly total: number
  readonly rows: readonly FigureRow[]
}

/** One figure with the rows behind it, and who may have forgotten to write something down. */
export async function openFigure(
  reader: Reader,
  key: string,
  asking: Asking,
  page: RowsAsked,
): Promise<Opened> {
  const figure = (await readFigures(reader)).find(one => one.key === key)
  if (figure === undefined)
    refuse(
      'figure-unknown',
      `没有“${key}”这个指标。请从指标清单里选。`,
      `There is no figure "${key}". Choose one of the list.`,
      { key },
    )
  const beside = { said: await reportedOf(reader, asking), last: yearBefore(reader, asking) }
  const answered = await answer(reader, figure, asking, beside)
  const { question } = figure
  if (question === undefined) return { ...answered, missing: [], total: 0, rows: [] }
  const { total, rows } = await rowsOf(reader, question, asking, page)
  return { ...answered, total, rows, missing: await silent(reader, question, asking) }
}

/** The offices directly below in whose part nothing of what is counted was written down in the year. */
async function silent(reader: Reader, question: Question, asking: Asking) {
  if (question.of !== 'work') return []
  const below = await officesBelow(reader, asking)
  const { year, today } = asking
  const units = below.map(({ id }) => id)
  const heard = await answersOfUnits(reader, { ...question, measure: 'count' }, { units, year, today })
  return below.flatMap(({ id, code, name }) => (heard.get(id) === 0 ? [{ org: code ?? id, name }] : []))
}

/** The offices directly below by the end of the year, in the order in which they came; branches are none. */
export async function officesBelow(reader: Reader, { root, year, today }: Asking) {
  const asOf = dayOfYear(year, today)
  return reader
    .selectFrom('placement')
    .innerJoin('org', 'org.id', 'placement.org')
    .where('placement.parent', '=', root)
    .where(holdsOn('placement', asOf, 'starts'))
    .where(eb => eb.or([eb('org.closed', 'is', null), eb('org.closed', '>', asOf)]))
    .where('org.kind', '<>', 'branch')
    .select([
      'org.id',
      'org.code',
      'org.name as full',
      sql<string>`coalesce(org.short_name, org.name)`.as('name'),
    ])
    .orderBy('org.no')
    .limit(mostOffices)
    .execute()
}

/** The communities below an office, at whatever depth. */
export async function communitiesBelow(reader: Reader, { root, year, today }: Asking) {
  const asOf = dayOfYear(year, today)
  return withSubtree(reader, { root, asOf })
    .selectFrom('subtree')
    .innerJoin('org', 'org.id', 'subtree.org')
    .where('org.id', '<>', root)
    .where('org.tier', '=', 'community')
    .where('org.kind', '<>', 'branch')
    .where(eb => eb.or([eb('org.closed', 'is', null), eb('org.closed', '>', asOf)]))
    .select([
      'org.id',
      'org.code',
      'org.name as full',
      sql<string>`coalesce(org.short_name, org.name)`.as('name'),
    ])
    .orderBy('org.no')
    .limit(mostCommunities)
    .execute()
}

const mostCommunities = 400

/** A district has some ten offices directly below it. */
const mostOffices = 50

export type FigureInput = Asking & RowsAsked & { readonly key: string }

/** All figures of a year, in a thread that only reads: each is a query over all that was done. */
export const figuresTask: Task<Asking, never, readonly Answered[]> = (asking, tools) =>
  answerAll(tools.reader(), asking)

export const figureTask: Task<FigureInput, never, Opened> = (
  { key, limit, offset, among, ...asking },
  tools,
) => openFigure(tools.reader(), key, asking, { limit, offset, among })
