import { sql } from 'kysely'
import { valuesReader } from '#db/records/columns.ts'
import type { TaskRequestAction, TaskRequestState } from '#db/records/courses/task-request-course.ts'
import type { Question } from '#db/records/ledger/question.ts'
import { type Counted, task as taskKind } from '#db/records/ledger/task.ts'
import { type Measures, readMeasures } from '#db/registry/acts/measures.ts'
import { ownNumberKey } from '#db/registry/acts/work-types.ts'
import {
  aboveOf,
  type KnownTaskRequest,
  promisedBy,
  taskRequestsOf,
} from '#db/registry/closings/task-requests.ts'
import { holdsOn } from '#db/registry/subtree.ts'
import { type IsoDay, isDay } from '#db/shared/day.ts'
import { nameKey } from '#db/shared/name-key.ts'
import { Refusal } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Task as ThreadTask } from '#db/sqlite/task.ts'
import { dayOfYear } from '../ask.ts'
import { answersOfUnits } from '../by-unit.ts'
import type { Figure } from '../figures.ts'
import { readFormFigures } from '../type-figures.ts'
import { type Lamp, lampOf } from './lamp.ts'

export type BookAsked = { readonly office: string; readonly year: number; readonly today: IsoDay }

type Place = { readonly id: string; readonly code: string | null; readonly name: string }
export type Progress = {
  readonly org: Place
  readonly value: number | null
  /** How many records it is counted from. */
  readonly records: number
  readonly lamp: Lamp
  /** What holds for it: the task as it was set, or as it was granted to be changed. */
  readonly target: number
  readonly due: string
  readonly requests: readonly TaskRequest[]
}
/** What it asked for, and what was answered. */
export type TaskRequest = {
  readonly id: string
  readonly state: TaskRequestState
  readonly asked: string
  readonly target: number | null
  readonly due: string | null
  readonly reason: string
  readonly answer: {
    readonly day: string
    readonly actor: string | null
    readonly note: string | null
  } | null
  /** What this office may do about it. */
  readonly may: readonly TaskRequestAction[]
}
export type BookTask = {
  readonly id: string
  readonly item: string
  /** By what it is counted, and in what. */
  readonly measure: Text
  readonly unit: Text
  /** The key of the figure whose rows stand behind it; null where it is counted by a type of work. */
  readonly figure: string | null
  readonly target: number
  readonly due: string
  readonly note: string | null
  /** Names of those it is for that nobody is called by. */
  readonly unknown: readonly string[]
  readonly units: readonly Progress[]
}
/** What one office set those below it to do in a year. */
export type Book = { readonly issuer: Place; readonly isOwn: boolean; readonly tasks: readonly BookTask[] }

/**
 * The task books of a year as an office sees them: its own and those below it with everybody they are for; of those
 * above it what is for itself. Every number is counted from records, by one question for all who have the same task.
 */
export async function readTaskBooks(reader: Reader, asked: BookAsked): Promise<readonly Book[]> {
  const { year, today, office } = asked
  const rows = await reader.selectFrom('task').where('year', '=', year).selectAll().orderBy('no').execute()
  if (rows.length === 0) return []
  const known: Known = {
    measures: await readMeasures(reader),
    figures: await figuresByKey(reader),
    above: (await aboveOf(reader, [office])).get(office) ?? [office],
  }
  const asOf = dayOfYear(year, today)
  const requests = Map.groupBy(await taskRequestsOf(reader, year), one => keyOf(one))
  const read = valuesReader(taskKind)
  const books = new Map<string, { issuer: Place; isOwn: boolean; tasks: BookTask[] }>()
  const everybody = new Map<string, readonly Place[]>()
  const places = await placesNamed(
    reader,
    rows.flatMap(row => [row.org, ...(read(row).whom ?? [])]),
  )
  for (const row of rows) {
    const values = read(row)
    const issuer = places.byId.get(row.org)
    if (issuer === undefined) continue
    const below = everybody.get(row.org) ?? (await directlyBelow(reader, row.org, asOf))
    everybody.set(row.org, below)
    const named = (values.whom ?? []).map(name => ({ name, place: places.called(name, below) }))
    const isFromAbove = row.org !== office && known.above.includes(row.org)
    const wanted = named.length === 0 ? below : named.flatMap(({ place }) => place ?? [])
    const units = isFromAbove ? wanted.filter(({ id }) => id === office) : wanted
    // What an office above sets others to do is not for here.
    if (isFromAbove && units.length === 0) continue
    const book = books.get(row.org) ?? { issuer, isOwn: row.org === office, tasks: [] }
    books.set(row.org, book)
    const { measure, unit, figure, question } = measureOf(known, values.measure, values.counts)
    const asked = requests.get(keyOf({ issuer: row.org, item: values.item })) ?? []
    const wants = units.map(org => {
      const own = asked.filter(one => one.org === org.id)
      const may = { answer: !isFromAbove, withdraw: isFromAbove }
      return { org, ...promisedBy(values, own), requests: own.map(one => toldRequest(one, may)) }
    })
    const progress = await progressOf(reader, question, { year, wants, today })
    book.tasks.push({
      id: row.id,
      item: values.item,
      measure,
      unit,
      figure,
      target: values.target,
      due: values.due,
      note: values.note,
      unknown: isFromAbove ? [] : named.flatMap(({ name, place }) => (place === undefined ? [name] : [])),
      units: progress,
    })
  }
  // What is for oneself comes first, then one's own book, then those of the offices below.
  const rank = ({ issuer, isOwn }: Book) => (isOwn ? 1 : known.above.includes(issuer.id) ? 0 : 2)
  return [...books.values()].toSorted((a, b) => rank(a) - rank(b))
}

/** Every figure by its key; the sum of a number of a type of work also by that, where a figure of the report says it already. */
async function figuresByKey(reader: Reader): Promise<ReadonlyMap<string, Figure>> {
  const all = await readFormFigures(reader)
  const sums = all.flatMap(one => {
    const [, field] = /^own:(.*)$/.exec(one.ofType?.measure ?? '') ?? []
    return field === undefined ? [] : [[ownNumberKey(one.ofType?.names[0] ?? '', field), one] as const]
  })
  return new Map([...sums, ...all.map(one => [one.key, one] as const)])
}

type Known = {
  readonly measures: Measures
  readonly figures: ReadonlyMap<string, Figure>
  /** The office and those above it. */
  readonly above: readonly string[]
}

type Counting = {
  readonly measure: Text
  readonly unit: Text
  readonly figure: string | null
  readonly question: Question | undefined
}

const units: Readonly<Record<Counted, Text>> = {
  sessions: { zh: '场', en: 'sessions' },
  people: { zh: '人', en: 'people' },
  records: { zh: '项', en: 'records' },
  hours: { zh: '小时', en: 'hours' },
}
const isCounted = (word: string): word is Counted => Object.hasOwn(units, word)

/** A way of counting that only a newer program knows is told as it is written, and nothing is counted. */
function measureOf(known: Known, written: string, counts: string | null): Counting {
  const found = known.measures.find(written)
  if (found?.by === 'figure') {
    const figure = known.figures.get(found.key)
    return {
      measure: figure?.name ?? { zh: written, en: written },
      unit: { zh: figure?.unit ?? '', en: '' },
      figure: found.key,
      question: figure?.question,
    }
  }
  const counted = counts ?? 'sessions'
  const name = found?.name ?? written
  return {
    measure: { zh: name, en: name },
    unit: isCounted(counted) ? units[counted] : { zh: counted, en: counted },
    figure: null,
    question: found !== undefined && isCounted(counted) ? ofType(found.name, counted) : undefined,
  }
}

/** The records of a type of work in the year, as they are to be counted. */
function ofType(type: string, counted: Counted): Question {
  return {
    of: 'work',
    where: [{ field: 'type', is: [type] }],
    when: { in: 'held_on', years: 0 },
    measure: counted === 'records' ? 'count' : { sum: counted, blank: counted === 'sessions' ? 1 : 0 },
  }
}

const keyOf = ({ issuer, item }: { readonly issuer: string; readonly item: string }) => `${issuer} ${item}`

function toldRequest(
  { id, state, asked, target, due, reason, by }: KnownTaskRequest,
  may: { readonly answer: boolean; readonly withdraw: boolean },
): TaskRequest {
  const isOpen = state === 'asked'
  return {
    ...{ id, state, asked, target, due, reason },
    answer: by === undefined ? null : { day: by.day, actor: by.actor, note: by.note },
    may: [
      ...(isOpen && may.answer ? (['grant', 'decline'] as const) : []),
      ...(isOpen && may.withdraw ? (['withdraw'] as const) : []),
    ],
  }
}

type Measured = {
  readonly year: number
  /** What everybody has to reach, and until when. */
  readonly wants: readonly Omit<Progress, 'value' | 'records' | 'lamp'>[]
  readonly today: IsoDay
}

async function progressOf(
  reader: Reader,
  question: Question | undefined,
  { year, wants, today }: Measured,
): Promise<readonly Progress[]> {
  const ids = wants.map(({ org }) => org.id)
  const ask = async (through?: IsoDay) => {
    if (question === undefined) return undefined
    try {
      return await answersOfUnits(reader, question, { units: ids, year, today, through })
    } catch (error) {
      // One task that asks for what there is not must not hide all others.
      if (error instanceof Refusal) return undefined
      throw error
    }
  }
  const values = await ask()
  // Whether it was in time is asked only where it is over, and somebody has done it: a question for each of the days.
  const over = wants.filter(
    ({ org, target, due }) => due < today && (values?.get(org.id)?.value ?? -1) >= target,
  )
  const inTime = new Map<string, Awaited<ReturnType<typeof ask>>>()
  for (const due of new Set(over.map(one => one.due))) if (isDay(due)) inTime.set(due, await ask(due))
  return wants.map(one => {
    const { value, records } = values?.get(one.org.id) ?? { value: null, records: 0 }
    const by = inTime.has(one.due) ? inTime.get(one.due) : values
    const inTimeValue = by?.get(one.org.id)?.value ?? null
    return { ...one, value, records, lamp: lampOf(one, { value, records, inTime: inTimeValue }, today) }
  })
}

/** Everybody directly below an office but branches: streets of a district, committees of a street. */
async function directlyBelow(reader: Reader, org: string, asOf: IsoDay): Promise<readonly Place[]> {
  return reader
    .selectFrom('placement')
    .innerJoin('org', 'org.id', 'placement.org')
    .where('placement.parent', '=', org)
    .where(holdsOn('placement', asOf, 'starts'))
    .where(eb => eb.or([eb('org.closed', 'is', null), eb('org.closed', '>', asOf)]))
    .where('org.kind', '<>', 'branch')
    .select(['org.id', 'org.code', sql<string>`coalesce(org.short_name, org.name)`.as('name')])
    .orderBy('org.code')
    .orderBy('org.no')
    .limit(mostUnits)
    .execute()
}

/** A district has some ten offices directly below it; a page of more than this many columns is read by nobody. */
const mostUnits = 200

/** The organizations that these are the ids, codes or names of; of several of one name the one among `first` is meant. */
async function placesNamed(reader: Reader, names: readonly string[]) {
  const listed = (values: readonly string[]) =>
    sql<string>`(SELECT value FROM json_each(${JSON.stringify([...new Set(values)])}))`
  const keys = names.map(nameKey)
  const rows = await reader
    .selectFrom('org')
    .where(eb =>
      eb.or([
        eb('id', 'in', listed(names)),
        eb('code', 'in', listed(names)),
        eb('name_key', 'in', listed(keys)),
        eb('short_key', 'in', listed(keys)),
      ]),
    )
    .select(['id', 'code', 'name_key', 'short_key', sql<string>`coalesce(short_name, name)`.as('name')])
    .orderBy('no')
    .execute()
  const place = ({ id, code, name }: Place): Place => ({ id, code, name })
  return {
    byId: new Map(rows.map(row => [row.id, place(row)])),
    called: (name: string, first: readonly Place[]): Place | undefined => {
      const key = nameKey(name)
      const found = rows.filter(
        row => row.id === name || row.code === name || row.name_key === key || row.short_key === key,
      )
      const meant = found.find(({ id }) => first.some(one => one.id === id)) ?? found[0]
      return meant && place(meant)
    },
  }
}

/** In a thread that only reads: each task is a question over all that was done. */
export const taskBooksTask: ThreadTask<BookAsked, never, readonly Book[]> = (asked, tools) =>
  readTaskBooks(tools.reader(), asked)
