import type { ImportResult, Recognised, Roster } from '#contract/rosters.ts'
import { rosterNames } from '#db/records/rosters.ts'
import { type ForAll, lacking } from './said-columns.ts'

type Place = { readonly id: string; readonly name: string }

/** What is known of files from where they were given: the kind of the list in sight, whose it is, and of which type of work. */
export type Hint = {
  readonly as?: Roster | undefined
  readonly near?: Place | undefined
  readonly type?: string | undefined
}

/** What was said about a file; what is undefined is as the program took it. */
export type Said = {
  readonly as?: Roster | undefined
  readonly sheet?: string | undefined
  readonly map: Readonly<Record<string, string>>
  readonly on?: string | undefined
  /** The organization of the whole file. */
  readonly place?: Place | undefined
  /** The type of work of the whole file. */
  readonly type?: string | undefined
  /** Who is meant in rows whose person is known under another ID number, by the number in the row or `*` for all. */
  readonly doubles?: Readonly<Record<string, DoubleAnswer>>
  readonly endPosts?: boolean
  /** That the roster is looked at although it seems to be another office's. */
  readonly confirmed?: boolean
  /** What becomes of rows that nobody sees in the sheet. */
  readonly hidden?: 'take' | 'leave'
  /** The year of rows that name none. */
  readonly year?: number | undefined
}
export type DoubleAnswer = 'same' | 'new'
export const nothingSaid: Said = { map: {} }

/** A file that waits to be imported, or was. */
export type Queued = {
  readonly id: number
  readonly file: File
  readonly said: Said
  /** The organization whose list it was pasted into. */
  readonly near?: Place | undefined
  /** The type of work of that list. */
  readonly nearType?: string | undefined
  readonly result?: Imported
  readonly undone?: boolean
}
export type Queue = readonly Queued[]

/** Adds files. One of the same name takes the place of the one before: it was corrected, or is tried again. */
export function withFiles(queue: Queue, files: readonly File[], firstId: number, hint: Hint = {}): Queue {
  const { as, near, type: nearType } = hint
  const names = new Set(files.map(file => file.name))
  const latest = files.filter((file, i) => files.findLastIndex(other => other.name === file.name) === i)
  return [
    ...queue.filter(({ file }) => !names.has(file.name)),
    ...latest.map((file, i) => ({
      id: firstId + i,
      file,
      near,
      nearType,
      said: as === undefined ? nothingSaid : { ...nothingSaid, as },
    })),
  ]
}

/** Rows that do not say themselves where they belong, or of which type of work they are, are those of the list that they were pasted into. */
export function placedNear(queued: Queued, found: Recognised): Queued {
  const { near, nearType, said } = queued
  const needs = (more: ForAll) =>
    lacking(found, said.map, said).length > lacking(found, said.map, { ...said, ...more }).length
  const place = near !== undefined && said.place === undefined && needs({ place: near }) ? near : said.place
  const type =
    nearType !== undefined && said.type === undefined && needs({ type: nearType }) ? nearType : said.type
  return place === said.place && type === said.type ? queued : { ...queued, said: { ...said, place, type } }
}

export function changed(queue: Queue, id: number, change: (queued: Queued) => Queued): Queue {
  return queue.map(queued => (queued.id === id ? change(queued) : queued))
}

/** Another kind or another sheet has other columns, so what was said about columns goes. */
export function saying(said: Said, more: Partial<Said>): Said {
  const isOther = ('as' in more && more.as !== said.as) || ('sheet' in more && more.sheet !== said.sheet)
  return { ...said, ...(isOther && { map: {} }), ...more }
}

/**
 * The order in which files are taken in: organizations, members, cadres, meetings, those of one kind as they came. Then
 * what cannot be told and what cannot be read, of which the one given last is what people look for.
 */
export function inOrder(
  queue: Queue,
  kindOf: (queued: Queued) => Roster | 'unreadable' | null | undefined,
): Queue {
  const placeOf = (queued: Queued) => {
    const kind = kindOf(queued)
    if (kind === 'unreadable') return rosterNames.length + 1
    return kind == null ? rosterNames.length : rosterNames.findIndex(({ as }) => as === kind)
  }
  return queue.toSorted((a, b) => {
    const place = placeOf(a)
    return place - placeOf(b) || (place < rosterNames.length ? a.id - b.id : b.id - a.id)
  })
}

/** The file whose turn it is: the one turned to, else the first that is not done, else the last. */
export function currentOf(ordered: Queue, turnedTo: number | undefined): Queued | undefined {
  return (
    ordered.find(({ id }) => id === turnedTo) ??
    ordered.find(({ result }) => result === undefined) ??
    ordered.at(-1)
  )
}

/** The next file that is not done. */
export function nextOf(ordered: Queue, current: Queued): Queued | undefined {
  return ordered.find(({ id, result }) => id !== current.id && result === undefined)
}

export type Step = 'file' | 'columns' | 'preview' | 'done'
export const steps: readonly Step[] = ['file', 'columns', 'preview', 'done']

/**
 * The step that is shown: the one the address asks for, as far as the file has come. A file of which everything is sure
 * goes straight to the preview.
 */
export function stepOf(
  asked: string | undefined,
  queued: Queued | undefined,
  found: Recognised | undefined,
  lacks: boolean,
): Step {
  if (queued === undefined || asked === 'file') return 'file'
  if (queued.result !== undefined) return 'done'
  if (found === undefined) return 'file'
  const isReady = found.as !== null && !lacks
  if (asked === 'preview' && isReady) return 'preview'
  if (asked === 'columns') return 'columns'
  return found.sure && isReady ? 'preview' : 'columns'
}

/** What an import did, or would do, and its refused rows as a workbook. */
export type Imported = ImportResult & { readonly refused: File | null }
