import type { Question } from '#db/records/ledger/question.ts'
import { Refusal, refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Task } from '#db/sqlite/task.ts'
import { type Asking, answerOf, yearBefore } from './ask.ts'
import { type Ask, askTogether } from './ask-together.ts'
import { answersOfUnits } from './by-unit.ts'
import { blankOf, type FigureRow, type RowsAsked, rowsOf } from './figure-rows.ts'
import { type Figure, officesBelow, readFigures } from './figures.ts'
import { readFormFigures } from './type-figures.ts'

/** Of which year and office; and of which type of work alone. */
export type FiguresInput = Asking & { readonly type?: string | undefined }

export type Answered = {
  readonly key: string
  readonly name: Text
  readonly unit: string
  readonly issuer: string | null
  /** Null where this program cannot answer the question, or no record of it says the number that is summed up. */
  readonly value: number | null
  readonly lastYear: number | null
  /** What was reported for the organization and year, if it was. */
  readonly asReported: number | null
}

/**
 * Every figure of a year beside that of the year before and what was reported; of one type of work what it comes to, also
 * where nobody made a figure of it.
 */
export async function answerAll(
  reader: Reader,
  { type, ...asking }: FiguresInput,
): Promise<readonly Answered[]> {
  const said = await reportedOf(reader, asking)
  const answers: Answered[] = []
  const figures =
    type === undefined
      ? await readFigures(reader)
      : (await readFormFigures(reader)).filter(({ ofType }) => ofType?.names.includes(type) === true)
  const questions = figures.flatMap(({ question }) => question ?? [])
  const last = yearBefore(reader, asking, before => askTogether(reader, questions, before))
  const now = askTogether(reader, questions, asking)
  for (const figure of figures) answers.push(await answer(figure, { now, said, last }))
  return answers
}

/** What a figure comes to, and what stands beside it: what was reported, and the year before. */
type Beside = {
  readonly now: Ask
  readonly said: ReadonlyMap<string, number>
  readonly last: ReturnType<typeof yearBefore>
}

async function answer(
  { question, key, name, unit, issuer }: Figure,
  { now, said, last }: Beside,
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
    value: await of(now),
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
  /** Records of what is asked for that count for nothing, as they do not say what is counted. */
  readonly blank: number
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
  const figure = (await readFormFigures(reader)).find(one => one.key === key)
  if (figure === undefined)
    refuse(
      'figure-unknown',
      `没有“${key}”这个指标。请从指标清单里选。`,
      `There is no figure "${key}". Choose one of the list.`,
      { key },
    )
  const now: Ask = question => answerOf(reader, question, asking)
  const beside = { now, said: await reportedOf(reader, asking), last: yearBefore(reader, asking) }
  const answered = await answer(figure, beside)
  const { question } = figure
  if (question === undefined) return { ...answered, missing: [], blank: 0, total: 0, rows: [] }
  const { total, rows } = await rowsOf(reader, question, asking, page)
  const blank = await blankOf(reader, question, asking)
  return { ...answered, total, rows, blank, missing: await silent(reader, question, asking) }
}

/** The offices directly below in whose part nothing of what is counted was written down in the year. */
async function silent(reader: Reader, question: Question, asking: Asking) {
  if (question.of !== 'work') return []
  const below = await officesBelow(reader, asking)
  const { year, today } = asking
  const units = below.map(({ id }) => id)
  const heard = await answersOfUnits(reader, { ...question, measure: 'count' }, { units, year, today })
  return below.flatMap(({ id, code, name }) =>
    heard.get(id)?.records === 0 ? [{ org: code ?? id, name }] : [],
  )
}

export type FigureInput = Asking & RowsAsked & { readonly key: string }

/** All figures of a year, in a thread that only reads: each is a query over all that was done. */
export const figuresTask: Task<FiguresInput, never, readonly Answered[]> = (asking, tools) =>
  answerAll(tools.reader(), asking)

export const figureTask: Task<FigureInput, never, Opened> = (
  { key, limit, offset, among, blank, ...asking },
  tools,
) => openFigure(tools.reader(), key, asking, { limit, offset, among, blank })
